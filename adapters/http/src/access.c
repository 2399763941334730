/* SPDX-License-Identifier: Apache-2.0 */
/* MHD calls here: once with the request line, once with the headers, once for each piece of body,
 * once at its end, and once more after a resume. */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <string.h>

#include "yima/number.h"

/* No slot: the ready-made answer is queued when the headers are in. */
void *http_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct ym_http_server *s = cls;
    struct conn *c = http_conn_of(mhd);
    struct request *rq;

    if (c == NULL)
        return NULL;
    http_conn_phase(c, PHASE_READING);
    rq = c->is_surplus ? NULL : http_slot_take(s);
    if (rq == NULL)
        return NULL;
    rq->is_attached = true;
    rq->conn = c;
    rq->mhd = mhd;
    memcpy(rq->pub.peer, c->peer, sizeof(rq->pub.peer));
    rq->raw_uri_n = strlen(uri);
    if (rq->raw_uri_n <= YM_HTTP_URI_BYTES_MAX)
        rq->raw_uri = ym_arena_text(&rq->pub.arena, (struct ym_span){ uri, rq->raw_uri_n });
    return rq;
}

/* Hand the answer to MHD. Without one (the heap is empty) the connection ends. */
static enum MHD_Result queue(struct request *rq)
{
    struct MHD_Response *response = rq->response;
    enum MHD_Result result;

    if (response == NULL)
        return MHD_NO;
    rq->response = NULL;
    http_conn_phase(rq->conn, PHASE_WRITING);
    result = MHD_queue_response(rq->mhd, (unsigned)rq->status, response);
    MHD_destroy_response(response);
    return result;
}

/* Take one piece of body, or drop the connection when a refused one does not end. */
static enum MHD_Result collect(struct request *rq, const char *at, size_t n)
{
    struct ym_http_server *s = rq->server;

    if (rq->refusal.code == YM_E_OK && n > rq->body_bytes_max - rq->body.n)
        http_refuse(rq, YM_E_TOO_LARGE,
                    "send less at once; /openapi.json names the limit of this call");
    if (rq->refusal.code == YM_E_OK && n > s->config.limits.bodies_bytes_max - s->stats.bodies_held)
        http_refuse(rq, YM_E_BUSY, "too many bodies are being received; try again");
    if (rq->refusal.code == YM_E_OK) {
        ym_buf_add(&rq->body, (struct ym_span){ at, n });
        rq->held += n;
        s->stats.bodies_held += n;
        if (ym_buf_ok(&rq->body))
            return MHD_YES;
        http_refuse(rq, YM_E_BUSY, "there is no memory for this body; try again");
    }
    rq->drained += n;
    return rq->drained <= YM_HTTP_DRAIN_BYTES_MAX ? MHD_YES : MHD_NO;
}

/* The row's handler, or the front before it. Files are the same for everybody; probes are answered
 * for anybody, though one who shows a token may be told more by some. */
static void call_handler(struct request *rq)
{
    const struct ym_http_config *config = &rq->server->config;
    const struct ym_http_route *route = rq->pub.route;
    const bool is_probe = route >= http_probes && route < http_probes + HTTP_PROBES_N;
    const bool is_file = (route->flags & YM_HTTP_FILE) != 0;
    const bool is_known =
        (route->flags & YM_HTTP_AUTH) != 0 && rq->pub.header[YM_HTTP_H_AUTHORIZATION].n > 0;

    rq->stage = STAGE_HANDLING;
    rq->is_owed = true;
    rq->handled_ms = http_now_ms(rq->server);
    http_conn_phase(rq->conn, PHASE_WORKING);
    rq->pub.body = rq->body.n > 0 ? ym_buf_span(&rq->body) : YM_SPAN("");
    if (config->front != NULL && !is_file && (!is_probe || is_known))
        config->front(&rq->pub, config->app);
    else
        route->handler(&rq->pub, config->app);
}

/* The request is complete: refuse, answer, or let a handler do so. */
static enum MHD_Result dispatch(struct request *rq)
{
    if (rq->refusal.code == YM_E_OK && rq->pub.route != NULL && rq->pub.route->body_bytes_max > 0 &&
        rq->body.n == 0 && (rq->pub.route->flags & YM_HTTP_BODY_OPTIONAL) == 0)
        http_refuse(rq, YM_E_INVALID, "this call needs a body");
    if (rq->refusal.code != YM_E_OK)
        http_answer_refusal(rq);
    else if (rq->pub.route == NULL)
        http_answer_empty(rq, MHD_HTTP_NO_CONTENT); /* OPTIONS */
    else
        call_handler(rq);
    if (rq->stage == STAGE_ANSWERED)
        return queue(rq);
    rq->stage = STAGE_WAITING;
    MHD_suspend_connection(rq->mhd);
    return MHD_YES;
}

/* lint-allow: function-parameters: signature of a foreign callback */
enum MHD_Result http_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                               const char *method, const char *version, const char *upload,
                               size_t *upload_n, void **context)
{
    struct ym_http_server *s = cls;
    struct request *rq = *context;

    if (rq == NULL) {
        s->stats.refused++;
        return MHD_queue_response(mhd, MHD_HTTP_SERVICE_UNAVAILABLE, s->busy);
    }
    if (rq->stage == STAGE_ANSWERED)
        return queue(rq);
    assert(rq->stage == STAGE_READING);
    if (!rq->is_begun) {
        http_begin(rq, url, method, version);
        if (!rq->refusal.is_final)
            return MHD_YES;
        http_answer_refusal(rq);
        return queue(rq);
    }
    if (*upload_n > 0) {
        const size_t n = *upload_n;

        *upload_n = 0;
        return collect(rq, upload, n);
    }
    return dispatch(rq);
}

static void log_access(const struct request *rq, uint64_t us)
{
    const struct ym_http_route *route = rq->pub.route;
    const bool is_quiet = route != NULL && (route->flags & YM_HTTP_QUIET) != 0;
    const struct ym_http_server *s = rq->server;
    const struct ym_id id = { (int64_t)rq->pub.said.dispute };
    char dispute[YM_NUMBER_COMPACT_MAX];
    struct ym_log_field field[8];
    size_t n = 0;

    if (s->config.log == NULL || (is_quiet && rq->status < 300))
        return;
    field[n++] = ym_log_text("method", ym_http_method_name(rq->pub.method));
    field[n++] = ym_log_text("route", route == NULL ? "-" : route->path);
    field[n++] = ym_log_int("status", rq->status);
    field[n++] = ym_log_int("ms", (int64_t)(us / 1000));
    field[n++] = ym_log_span("req_id", rq->pub.id);
    if (ym_id_valid(id)) {
        ym_number_compact(id, dispute);
        field[n++] = ym_log_text("dispute_id", dispute);
    }
    if (rq->pub.said.role != NULL) {
        field[n++] = ym_log_text("role", rq->pub.said.role);
        field[n++] = ym_log_span("token_id", rq->pub.said.caller);
    }
    ym_log_write(s->config.log, YM_LOG_INFO, "request", field, n);
}

void http_on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                       enum MHD_RequestTerminationCode why)
{
    struct ym_http_server *s = cls;
    struct conn *c = http_conn_of(mhd);
    struct request *rq = *context;
    uint64_t us;

    (void)why;
    *context = NULL;
    if (c != NULL)
        http_conn_phase(c, PHASE_IDLE);
    s->stats.requests++;
    if (rq == NULL)
        return;
    us = ym_loop_precise_us() - rq->began_us;
    http_series_count(s, rq, us);
    log_access(rq, us);
    http_slot_detach(rq);
}
