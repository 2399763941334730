/* SPDX-License-Identifier: Apache-2.0 */
/* The live stream on the real server, with a feed and a gate in memory, for the tests in Python.
 *
 *   stream_server VIEWERS PER-TOKEN PER-ADDRESS HEARTBEAT-MS DROP-MS    (0: the default)
 *
 * Prints its port and serves until SIGTERM. Under /test, all POST but the last:
 *   publish?n=&body=&mediator=&court=&region=&colour=&type=&dispute=   n changes with these keys
 *   trim?n=       throw away the n oldest changes
 *   epoch?n=      become the database of this number
 *   fail?n=       the next n questions to the feed are not answered well
 *   revoke?token= end a token;   deaf?n= the gate cannot judge the next n
 *   GET gauges */
#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/api.h"
#include "http/server.h"
#include "json/write.h"
#include "loop/shutdown.h"
#include "yima/region.h"

#define CHANGES_MAX 200000
#define ROUTES_MAX  YM_HTTP_ROUTES_MAX
#define DISPUTES    50
#define TOKEN_MAX   64
#define REGION      INT64_C(330108000000)

struct serving;

struct mem_feed {
    struct app_feed port; /* first */
    struct serving *serving;
    struct app_change *changes; /* CHANGES_MAX of them; change i is at turn i + 1 */
    size_t n, trimmed;
    uint64_t epoch;
    unsigned fails;
    struct ym_defer answer;
    struct app_place after;
    unsigned limit;
    app_feed_fn *done;
    void *arg;
    struct app_feed_slice slice;
};

struct mem_gate {
    struct app_gate port; /* first */
    struct serving *serving;
    char revoked[TOKEN_MAX];
    unsigned deaf;
};

struct serving {
    struct ym_loop *loop;
    struct mem_feed feed;
    struct mem_gate gate;
    struct stream *stream;
    struct api *api;
    struct ym_http_server *server;
    struct ym_shutdown *shutdown;
    struct ym_http_route routes[ROUTES_MAX];
    bool is_stream_closed;
};

/* ---- The feed ---- */

static void answer_question(void *arg)
{
    struct mem_feed *f = arg;
    struct app_feed_slice *s = &f->slice;
    app_feed_fn *done = f->done;
    size_t i = f->trimmed;

    f->done = NULL;
    if (f->fails > 0) {
        f->fails--;
        done(f->arg, YM_E_UNAVAILABLE, NULL);
        return;
    }
    s->epoch = f->epoch;
    s->n = 0;
    s->end = f->after;
    s->is_kept =
        f->trimmed < f->n && app_place_compare(f->changes[f->trimmed].place, f->after) <= 0;
    while (i < f->n && app_place_compare(f->changes[i].place, f->after) <= 0)
        i++;
    for (; i < f->n && s->n < f->limit; i++) {
        s->at[s->n++] = f->changes[i];
        s->end = f->changes[i].place;
    }
    s->is_full = s->n == f->limit;
    if (!s->is_full && s->end.turn < f->n + 1)
        s->end = (struct app_place){ .turn = f->n + 1 };
    done(f->arg, YM_E_OK, s);
}

static void ask(struct mem_feed *f, struct app_place after, unsigned limit, app_feed_fn *done,
                void *arg)
{
    if (f->done != NULL)
        abort(); /* one question at a time */
    f->after = after;
    f->limit = limit;
    f->done = done;
    f->arg = arg;
    ym_loop_defer(f->serving->loop, &f->answer);
}

static void read_slice(struct app_feed *port, struct app_place after, unsigned limit,
                       app_feed_fn *done, void *arg)
{
    ask((struct mem_feed *)(void *)port, after, limit, done, arg);
}

static void read_end(struct app_feed *port, app_feed_fn *done, void *arg)
{
    struct mem_feed *f = (struct mem_feed *)(void *)port;

    ask(f, (struct app_place){ .turn = f->n + 1 }, 1, done, arg);
}

/* ---- The gate ---- */

struct judgement {
    struct mem_gate *gate;
    app_caller_fn *done;
    void *arg;
    struct app_caller caller;
    enum ym_err err;
    struct ym_defer defer;
};

static void answer_judgement(void *arg)
{
    struct judgement *j = arg;

    j->done(j->arg, j->err, j->err == YM_E_OK ? &j->caller : NULL);
    free(j);
}

/* "role.staff.body.region.dispute.name": who that is. */
static bool read_token(struct ym_span token, struct app_caller *ret)
{
    char text[TOKEN_MAX], role[24];
    long long staff, body, region, dispute;

    if (token.n == 0 || token.n >= sizeof(text))
        return false;
    memcpy(text, token.at, token.n);
    text[token.n] = '\0';
    if (sscanf(text, "%23[a-z_].%lld.%lld.%lld.%lld", role, &staff, &body, &region, &dispute) != 5)
        return false;
    memset(ret, 0, sizeof(*ret));
    ret->actor = (struct ym_actor){ .role = (uint8_t)ym_vocab_find(YM_VOCAB_ROLE, ym_span_of(role)),
                                    .seat = dispute != 0 ? 0 : YM_SEAT_NONE,
                                    .staff = staff,
                                    .body = body,
                                    .region = region };
    ret->dispute.v = dispute;
    memcpy(ret->name, text, token.n + 1);
    return true;
}

static void bearer(struct app_gate *port, struct ym_span token, app_caller_fn *done, void *arg)
{
    struct mem_gate *g = (struct mem_gate *)(void *)port;
    struct judgement *j = calloc(1, sizeof(*j));

    if (j == NULL)
        abort();
    j->done = done;
    j->arg = arg;
    j->err = read_token(token, &j->caller) && !ym_span_is(token, ym_span_of(g->revoked))
                 ? YM_E_OK
                 : YM_E_UNAUTHORIZED;
    if (g->deaf > 0) {
        g->deaf--;
        j->err = YM_E_UNAVAILABLE;
    }
    ym_defer_init(&j->defer, answer_judgement, j);
    ym_loop_defer(g->serving->loop, &j->defer);
}

/* ---- The hand of the test ---- */

static int64_t number(const struct ym_http_request *rq, const char *name, int64_t otherwise)
{
    const struct ym_span text = ym_http_query(rq, name);

    return text.n > 0 ? strtoll(text.at, NULL, 10) : otherwise;
}

static void done(struct ym_http_request *rq)
{
    ym_http_reply_bytes(rq, 204, NULL, (struct ym_span){ NULL, 0 });
}

static void post_publish(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;
    struct mem_feed *f = &s->feed;
    const int64_t n = number(rq, "n", 1);

    for (int64_t i = 0; i < n && f->n < CHANGES_MAX; i++) {
        struct app_change *c = &f->changes[f->n];
        const int64_t dispute = number(rq, "dispute", (int64_t)(f->n % DISPUTES + 1) << 22);

        *c = (struct app_change){
            .place = { f->n + 1, dispute, (uint32_t)(f->n / DISPUTES + 1) },
            .keys = { .dispute = { dispute },
                      .body = number(rq, "body", 7),
                      .mediator = number(rq, "mediator", 0),
                      .court = number(rq, "court", 0),
                      .region = number(rq, "region", REGION),
                      .colour = (uint8_t)number(rq, "colour", YM_COLOUR_YELLOW),
                      .type = (uint8_t)number(rq, "type", YM_TYPE_CONTRACT) },
            .at = ym_clock_now(ym_loop_clock(s->loop)),
            .version = (uint32_t)(f->n / DISPUTES + 1),
            .command = YM_CMD_ACCEPT,
            .stage = YM_STAGE_FIRST,
            .is_open = true,
            .due_at = f->n % 2 == 0 ? YM_USEC_NONE : ym_clock_now(ym_loop_clock(s->loop)),
        };
        f->n++;
    }
    stream_wake(s->stream);
    done(rq);
}

static void post_trim(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    s->feed.trimmed += (size_t)number(rq, "n", 1);
    done(rq);
}

static void post_epoch(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    s->feed.epoch = (uint64_t)number(rq, "n", 2);
    stream_wake(s->stream);
    done(rq);
}

static void post_fail(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    s->feed.fails = (unsigned)number(rq, "n", 1);
    done(rq);
}

static void post_revoke(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;
    const struct ym_span token = ym_http_query(rq, "token");

    if (token.n < sizeof(s->gate.revoked)) {
        memcpy(s->gate.revoked, token.at, token.n);
        s->gate.revoked[token.n] = '\0';
    }
    done(rq);
}

static void post_deaf(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    s->gate.deaf = (unsigned)number(rq, "n", 1);
    done(rq);
}

static void get_gauges(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;
    struct api_stream_gauges g;
    char text[512];
    int n;

    stream_gauges(s->stream, &g);
    n = snprintf(text, sizeof(text),
                 "{\"viewers\":%zu,\"replaying\":%zu,\"blocked\":%zu,\"opened\":%" PRIu64
                 ",\"refused\":%" PRIu64 ",\"sent\":%" PRIu64 ",\"resyncs\":%" PRIu64
                 ",\"dropped\":%" PRIu64 ",\"ended\":%" PRIu64 ",\"errors\":%" PRIu64 "}",
                 g.viewers, g.replaying, g.blocked, g.opened, g.refused, g.sent, g.resyncs,
                 g.dropped, g.ended, g.feed_errors);
    ym_http_reply_json(rq, 200, (struct ym_span){ text, (size_t)n });
}

static const struct ym_http_param words[] = {
    { "n", NULL, NULL },     { "body", NULL, NULL },    { "mediator", NULL, NULL },
    { "court", NULL, NULL }, { "region", NULL, NULL },  { "colour", NULL, NULL },
    { "type", NULL, NULL },  { "dispute", NULL, NULL }, { "token", NULL, NULL },
};

static const struct {
    const char *path;
    ym_http_handler_fn *handler;
    enum ym_http_method method;
} own[] = {
    { "/test/publish", post_publish, YM_HTTP_POST }, { "/test/trim", post_trim, YM_HTTP_POST },
    { "/test/epoch", post_epoch, YM_HTTP_POST },     { "/test/fail", post_fail, YM_HTTP_POST },
    { "/test/revoke", post_revoke, YM_HTTP_POST },   { "/test/deaf", post_deaf, YM_HTTP_POST },
    { "/test/gauges", get_gauges, YM_HTTP_GET },
};

static void front(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    if (strncmp(rq->route->path, "/test/", 6) == 0)
        rq->route->handler(rq, s);
    else
        api_front(rq, s->api);
}

static size_t gather_routes(struct serving *s)
{
    size_t n = api_routes(s->routes);

    if (n + sizeof(own) / sizeof(own[0]) > ROUTES_MAX)
        abort();
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        s->routes[n++] = (struct ym_http_route){ .method = own[i].method,
                                                 .path = own[i].path,
                                                 .handler = own[i].handler,
                                                 .operation = own[i].path,
                                                 .summary = "test",
                                                 .query = words,
                                                 .query_n = sizeof(words) / sizeof(words[0]) };
    return n;
}

/* ---- Life ---- */

static ym_usec now(void *arg)
{
    struct serving *s = arg;

    return ym_clock_now(ym_loop_clock(s->loop));
}

static void stop_when_closed(struct serving *s)
{
    if (s->server == NULL && s->is_stream_closed)
        ym_loop_stop(s->loop);
}

static void on_closed(void *arg)
{
    struct serving *s = arg;

    s->server = NULL;
    stop_when_closed(s);
}

static void on_stream_closed(void *arg)
{
    struct serving *s = arg;

    s->is_stream_closed = true;
    stop_when_closed(s);
}

static void on_signal(void *arg, bool at_once)
{
    struct serving *s = arg;

    if (at_once)
        return;
    stream_close(s->stream, on_stream_closed, s);
    ym_http_server_close(s->server, on_closed, s);
}

static void open_world(struct serving *s)
{
    static const struct app_feed_ops feed = { read_slice, read_end };
    static const struct app_gate_ops gate = { .bearer = bearer };

    s->feed.port.ops = &feed;
    s->feed.serving = s;
    s->feed.epoch = 1;
    s->feed.changes = calloc(CHANGES_MAX, sizeof(*s->feed.changes));
    ym_defer_init(&s->feed.answer, answer_question, &s->feed);
    s->gate.port.ops = &gate;
    s->gate.serving = s;
}

static void open_all(struct serving *s, char **argv)
{
    struct ym_error err = { .text = "out of memory" };
    struct ym_http_config config = { .listen = "127.0.0.1:0", .front = front, .app = s };
    const struct api_stream_config stream = {
        .feed = &s->feed.port,
        .loop = s->loop = ym_loop_new(0, &err),
        .viewers_max = (unsigned)strtoul(argv[1], NULL, 10),
        .viewers_per_token = (unsigned)strtoul(argv[2], NULL, 10),
        .viewers_per_address = (unsigned)strtoul(argv[3], NULL, 10),
        .heartbeat_ms = (uint32_t)strtoul(argv[4], NULL, 10),
        .drop_ms = (uint32_t)strtoul(argv[5], NULL, 10),
    };

    open_world(s);
    s->stream = s->loop == NULL ? NULL : stream_new(&stream, &s->gate.port);
    s->api = api_new(&(struct api_config){ .gate = &s->gate.port,
                                           .stream = s->stream,
                                           .now = now,
                                           .now_arg = s,
                                           .public_url = "HTTPS://YIMA.EXAMPLE" });
    config.routes = s->routes;
    config.routes_n = gather_routes(s);
    if (s->stream == NULL || s->api == NULL ||
        ym_http_server_open(s->loop, &config, &s->server, &err) != YM_E_OK ||
        (s->shutdown = ym_shutdown_new(s->loop, on_signal, s, &err)) == NULL) {
        (void)fprintf(stderr, "stream_server: %s\n", err.text);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    struct serving *s = calloc(1, sizeof(*s));

    if (argc != 6 || s == NULL)
        return 2;
    open_all(s, argv);
    (void)printf("%d\n", ym_http_server_port(s->server));
    (void)fflush(stdout);
    ym_loop_run(s->loop);
    ym_shutdown_free(s->shutdown);
    api_free(s->api);
    stream_free(s->stream);
    ym_loop_free(s->loop);
    free(s->feed.changes);
    free(s);
    return 0;
}
