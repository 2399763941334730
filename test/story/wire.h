/* SPDX-License-Identifier: Apache-2.0 */
/* A small HTTP/1.1 client over a unix socket: one connection that is kept, one request at a time.
 */
#ifndef STORY_WIRE_H
#define STORY_WIRE_H

#include <stdbool.h>

#include "yima/span.h"

#define WIRE_REPLY_MAX (4 * 1024 * 1024) /* bytes of a reply, head included */

struct wire; /* owned by who opened it */

struct wire_request {
    const char *method;  /* "GET" */
    const char *path;    /* "/api/v1/disputes" */
    const char *token;   /* bearer; NULL: none */
    const char *key;     /* Idempotency-Key; NULL: none */
    struct ym_span body; /* JSON; n == 0: none */
};

struct wire_reply {
    int status;          /* 0: no reply came */
    struct ym_span body; /* lives until the next request */
};

/* For the socket at path, which need not be there yet. NULL when the heap is empty. */
struct wire *wire_open(const char *path);
void wire_close(struct wire *w); /* NULL is legal */

/* Ask and wait for the reply, at most 30 seconds. A connection that was closed is opened again once
 * before anything was answered. */
struct wire_reply wire_ask(struct wire *w, const struct wire_request *rq);

#endif
