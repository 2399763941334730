/* SPDX-License-Identifier: Apache-2.0 */
/* Plays stories through the service over HTTP, each actor with a bearer token of its own. Nobody
 * sends `expire`: the clock is moved on, and the service must have fired by itself. */
#ifndef STORY_HTTP_BACKEND_H
#define STORY_HTTP_BACKEND_H

#include "house.h"
#include "replies.h"

/* One for each story that goes on. procedures and house outlive it. NULL when the heap is empty. */
struct story_backend *http_backend_new(const struct ym_procedures *procedures, struct house *house);
void http_backend_free(struct story_backend *b); /* NULL is legal */

/* The dispute at hand; id is "" when none was registered. */
const struct reply_dispute *http_backend_dispute(const struct story_backend *b);

/* GET /api/v1/disputes/{id of the dispute at hand}, and what is added to it, as the administrator.
 */
struct wire_reply http_backend_get(struct story_backend *b, const char *tail);

#endif
