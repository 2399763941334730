/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories through the one command operation over the store in memory. */
#ifndef STORY_APP_BACKEND_H
#define STORY_APP_BACKEND_H

#include "story.h"

/* procedures and calendar outlive the backend. NULL when the heap is empty. */
struct story_backend *app_backend_new(const struct ym_procedures *procedures,
                                      const struct ym_calendar *calendar);
void app_backend_free(struct story_backend *b); /* NULL is legal */

#endif
