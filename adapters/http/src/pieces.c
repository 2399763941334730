/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies that come in pieces, so that a large one is never held as a whole.
 *
 * The library's reader takes from the present piece. When that is used up the handler is asked for
 * the next one, and the connection is suspended until it comes: nothing is polled meanwhile.
 *
 *   reader: piece left ─> copy
 *           none, more to come ─> ask, suspend ─(ym_http_piece)─> resume ─> copy …
 *           lost ─> the connection is cut
 *
 * Who asks runs within MHD_run, and a handler must not be called from there: the question is put at
 * the end of the turn, by way of a deferral of its own. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define BLOCK_BYTES     32768      /* what the library takes at once */
#define PIECE_BYTES_MAX (1u << 20) /* of one piece */

static void free_if_done(struct pieces *p)
{
    if (p->is_held || p->rq != NULL)
        return;
    ym_buf_release(&p->now);
    free(p);
}

/* The handler is done with it, or it with the handler. */
static void settle(struct pieces *p)
{
    struct request *rq = p->rq;

    ym_loop_undefer(rq->server->loop, &p->ask);
    p->rq = NULL;
    rq->pieces = NULL;
    http_slot_settle(rq);
    free_if_done(p);
}

static void on_ask(void *arg)
{
    struct pieces *p = arg;
    ym_http_more_fn *more = p->more;
    void *more_arg = p->arg;

    if (p->rq->is_attached) {
        p->is_asked = true;
        more(more_arg, true);
    } else {
        settle(p);
        more(more_arg, false);
    }
}

/* ---- The library's side ---- */

static ssize_t read_piece(void *cls, uint64_t at, char *room, size_t max)
{
    struct pieces *p = cls;
    const size_t there = p->now.n - p->taken;
    const size_t n = there < max ? there : max;

    (void)at;
    if (n > 0) {
        memcpy(room, p->now.at + p->taken, n);
        p->taken += n;
        return (ssize_t)n;
    }
    if (p->is_lost || p->rq == NULL)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    p->is_suspended = true;
    p->since_ms = http_now_ms(p->rq->server);
    MHD_suspend_connection(p->rq->mhd);
    ym_loop_defer(p->rq->server->loop, &p->ask);
    return 0;
}

static void let_go(void *cls)
{
    struct pieces *p = cls;

    p->is_held = false;
    free_if_done(p);
}

static void resume(struct pieces *p)
{
    struct request *rq = p->rq;

    if (!p->is_suspended)
        return;
    p->is_suspended = false;
    http_conn_phase(rq->conn, PHASE_WRITING);
    MHD_resume_connection(rq->mhd);
    ym_loop_defer(rq->server->loop, &rq->server->pump);
}

void http_pieces_detach(struct request *rq)
{
    struct pieces *p = rq->pieces;

    p->is_suspended = false;
    if (!p->is_asked)
        ym_loop_defer(rq->server->loop, &p->ask);
}

bool http_pieces_abandon(struct ym_http_server *s, uint64_t older_than_ms)
{
    const uint64_t now_ms = http_now_ms(s);
    bool is_any = false;

    for (size_t i = 0; i < s->config.limits.requests_max; i++) {
        struct pieces *p = s->requests[i].pieces;

        if (p == NULL || !p->is_suspended || now_ms - p->since_ms < older_than_ms)
            continue;
        p->is_lost = true;
        resume(p);
        is_any = true;
    }
    return is_any;
}

/* ---- The handler's side ---- */

static struct pieces *make(struct request *rq, uint64_t bytes, ym_http_more_fn *more, void *arg)
{
    struct pieces *p = calloc(1, sizeof(*p));

    if (p == NULL)
        return NULL;
    p->rq = rq;
    p->more = more;
    p->arg = arg;
    p->left = bytes;
    ym_buf_init(&p->now, PIECE_BYTES_MAX);
    ym_defer_init(&p->ask, on_ask, p);
    return p;
}

bool ym_http_reply_pieces(struct ym_http_request *pub, const char *media, uint64_t bytes,
                          ym_http_more_fn *more, void *arg)
{
    struct request *rq = (struct request *)(void *)pub; /* its first member */
    const bool is_there = rq->is_attached && !rq->is_abandoned;
    struct pieces *p = is_there ? make(rq, bytes, more, arg) : NULL;
    struct MHD_Response *response = NULL;

    assert(rq->is_owed && bytes > 0);
    if (p != NULL)
        response = MHD_create_response_from_callback(bytes, BLOCK_BYTES, read_piece, p, let_go);
    if (response != NULL) {
        p->is_held = true;
        rq->pieces = p;
        http_dress(response, rq, media);
        http_answer_with(rq, MHD_HTTP_OK, response);
        return true;
    }
    free(p);
    if (is_there) /* no memory: the connection ends */
        http_answer_with(rq, MHD_HTTP_SERVICE_UNAVAILABLE, NULL);
    http_slot_settle(rq);
    return false;
}

static struct pieces *asked_of(struct ym_http_request *pub)
{
    struct request *rq = (struct request *)(void *)pub;

    assert(rq->pieces != NULL && rq->pieces->is_asked);
    rq->pieces->is_asked = false;
    return rq->pieces;
}

bool ym_http_piece(struct ym_http_request *pub, struct ym_span piece)
{
    struct pieces *p = asked_of(pub);

    assert(piece.n > 0 && piece.n <= p->left);
    if (p->rq->is_attached) {
        ym_buf_clear(&p->now);
        ym_buf_add(&p->now, piece);
        p->taken = 0;
        p->left -= piece.n;
        p->is_lost = p->is_lost || !ym_buf_ok(&p->now);
        resume(p);
    }
    if (p->rq->is_attached && !p->is_lost && p->left > 0)
        return true;
    settle(p);
    return false;
}

void ym_http_piece_lost(struct ym_http_request *pub)
{
    struct pieces *p = asked_of(pub);

    p->is_lost = true;
    if (p->rq->is_attached)
        resume(p);
    settle(p);
}
