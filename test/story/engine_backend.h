/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories on the two pure functions alone: no store, no time but the story's. */
#ifndef STORY_ENGINE_BACKEND_H
#define STORY_ENGINE_BACKEND_H

#include "story.h"

/* procedures and calendar outlive the backend. NULL when the heap is empty. */
struct story_backend *engine_backend_new(const struct ym_procedures *procedures,
                                         const struct ym_calendar *calendar);
void engine_backend_free(struct story_backend *b); /* NULL is legal */

#endif
