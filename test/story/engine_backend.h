/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories on the two pure functions alone: no store, no time but the story's. */
#ifndef STORY_ENGINE_BACKEND_H
#define STORY_ENGINE_BACKEND_H

#include "story.h"

/* procedures and calendar outlive the backend. NULL when the heap is empty. */
struct story_backend *engine_backend_new(const struct ym_procedures *procedures,
                                         const struct ym_calendar *calendar);
/* From now on tell of every event; NULL: another story begins. */
typedef void engine_watch_fn(void *arg, const struct ym_event *ev);
void engine_backend_watch(struct story_backend *b, engine_watch_fn *watch, void *arg);

void engine_backend_free(struct story_backend *b); /* NULL is legal */

#endif
