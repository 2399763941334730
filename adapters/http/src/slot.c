/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

struct request *http_slot_take(struct ym_http_server *s)
{
    struct request *rq = s->request_free;

    if (rq == NULL)
        return NULL;
    assert(rq->stage == STAGE_FREE);
    s->request_free = rq->next;
    s->stats.in_flight++;
    rq->stage = STAGE_READING;
    rq->began_us = ym_loop_precise_us();
    /* The client's own id replaces this one if it has one. */
    (void)snprintf(rq->id, sizeof(rq->id), "%016" PRIx64 "%08" PRIx64, s->id_base,
                   s->id_count++ & 0xFFFFFFFFu);
    rq->pub.id = ym_span_of(rq->id);
    return rq;
}

/* Forget everything but what is worth keeping: the arena and a body buffer of usual size. */
static void slot_free(struct request *rq)
{
    struct ym_http_server *s = rq->server;
    struct ym_arena arena = rq->pub.arena;
    struct ym_buf body = rq->body;

    assert(rq->response == NULL);
    s->stats.bodies_held -= rq->held;
    s->stats.in_flight--;
    ym_arena_reset(&arena);
    if (body.cap > HTTP_BODY_KEPT_BYTES)
        ym_buf_release(&body);
    else
        ym_buf_clear(&body);
    *rq = (struct request){ .pub.arena = arena, .body = body, .server = s };
    rq->next = s->request_free;
    s->request_free = rq;
    if (s->state == SERVER_STOPPED)
        ym_loop_defer(s->loop, &s->pump);
}

void http_slot_detach(struct request *rq)
{
    assert(rq->is_attached);
    rq->is_attached = false;
    rq->conn = NULL;
    rq->mhd = NULL;
    if (rq->response != NULL) {
        MHD_destroy_response(rq->response);
        rq->response = NULL;
    }
    if (rq->pieces != NULL)
        http_pieces_detach(rq);
    if (!rq->is_owed)
        slot_free(rq);
}

void http_slot_settle(struct request *rq)
{
    assert(rq->is_owed);
    rq->is_owed = false;
    if (!rq->is_attached)
        slot_free(rq);
}
