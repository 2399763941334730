/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/stream: the request of a viewer. The rest is the stream's (stream.h). */
#include <string.h>

#include "api_private.h"
#include "api_query.h"
#include "api_session.h"
#include "stream.h"

/* One that is about to watch. In the request's arena. */
struct entry {
    struct stream *stream;
    struct stream_guest guest;
};

/* NULL, or which parameter is wrong and what it takes. */
static const char *take_wish(const struct ym_http_request *rq, const struct app_caller *caller,
                             struct stream_wish *w)
{
    const struct ym_span mine = ym_http_query(rq, "mine");
    bool is_mine = false;

    if (!api_query_word(rq, "colour", YM_VOCAB_COLOUR, &w->colour))
        return "colour takes none, yellow, orange, blue, red or green";
    if (!api_query_word(rq, "type", YM_VOCAB_TYPE, &w->type))
        return "type takes a word like contract; /openapi.json lists them";
    if (!api_query_region(rq, "region", &w->region_lo, &w->region_hi))
        return "region takes a division code of 2, 4, 6, 9 or 12 digits";
    if (!api_query_ref(rq, "body", &w->body) || !api_query_ref(rq, "mediator", &w->mediator))
        return "body and mediator take a number";
    if (mine.at != NULL && !api_bool(mine, &is_mine))
        return "mine takes true or false";
    if (is_mine && (w->mediator != 0 || caller->actor.staff == 0))
        return "mine is for one of the staff, and stands alone: leave mediator out";
    if (is_mine)
        w->mediator = caller->actor.staff;
    return NULL;
}

/* The header wins: a browser that comes back sends it with the address of the first time. */
static void take_mark(const struct ym_http_request *rq, struct stream_guest *g)
{
    struct ym_span id = rq->header[YM_HTTP_H_LAST_EVENT_ID];

    if (id.n == 0)
        id = ym_http_query(rq, "last_event_id");
    g->has_mark = id.n > 0;
    g->is_mark_sound = stream_id_parse(id, &g->mark);
}

/* The credential that the front has judged: what stands behind the scheme, or in the cookie, which
 * is all that a page can send. */
static struct ym_span token_of(const struct ym_http_request *rq)
{
    const struct app_caller *caller = rq->actor;
    const struct ym_span header = rq->header[YM_HTTP_H_AUTHORIZATION];
    const char *at;
    const char *end;

    if (caller->has_session)
        return api_session_cookie(rq);
    at = memchr(header.at, ' ', header.n);
    end = header.at + header.n;

    while (at != NULL && at < end && *at == ' ')
        at++;
    return at == NULL ? (struct ym_span){ NULL, 0 } : (struct ym_span){ at, (size_t)(end - at) };
}

static void refuse(struct ym_http_request *rq, enum ym_err code, const char *text)
{
    struct ym_error err;

    (void)ym_fail(&err, code, "%s", text);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static void on_taken(void *arg, int fd)
{
    struct entry *e = arg;

    if (fd >= 0)
        stream_join(e->stream, fd, &e->guest);
}

static void enter(struct ym_http_request *rq, struct stream *s, struct entry *e)
{
    enum ym_err code;
    const char *why = stream_admit(s, e->guest.caller, rq->peer, &code);

    if (why != NULL) {
        refuse(rq, code, why);
        return;
    }
    /* For proxies: pass each event on at once. */
    ym_http_reply_header(rq, "X-Accel-Buffering", "no");
    ym_http_reply_header(rq, "Cache-Control", "no-store");
    if (rq->method == YM_HTTP_HEAD)
        ym_http_reply_bytes(rq, 200, "text/event-stream", (struct ym_span){ NULL, 0 });
    else
        ym_http_take(rq, "text/event-stream", on_taken, e);
}

void api_get_stream(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct entry *e = ym_arena_alloc(&rq->arena, 1, sizeof(*e));
    const char *wrong;

    if (api->config.stream == NULL || e == NULL) {
        refuse(rq, YM_E_BUSY, "there is no live stream here; read GET /api/v1/disputes instead");
        return;
    }
    e->stream = api->config.stream;
    e->guest.caller = rq->actor;
    e->guest.peer = rq->peer;
    e->guest.token = token_of(rq);
    wrong = take_wish(rq, e->guest.caller, &e->guest.wish);
    if (wrong == NULL && (e->guest.token.n == 0 || e->guest.token.n > STREAM_TOKEN_MAX))
        wrong = "the token is longer than a stream can keep";
    if (wrong != NULL) {
        refuse(rq, YM_E_INVALID, wrong);
        return;
    }
    take_mark(rq, &e->guest);
    enter(rq, e->stream, e);
}
