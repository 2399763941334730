/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "toy.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "loop/log.h"
#include "loop/loop.h"
#include "loop/shutdown.h"

struct toy {
    struct ym_loop *loop;
    struct ym_http_server *server;
    struct ym_http_config config;
    struct ym_timer *watch; /* looks at stop and copies the numbers */
    struct ym_log *log;
    FILE *lines; /* where the log goes */
    pthread_t thread;
    pthread_mutex_t lock; /* guards stats, port, is_up */
    pthread_cond_t up;
    bool is_up;
    int port;
    char address[YM_HTTP_ADDRESS_MAX];
    struct ym_http_stats stats;
    struct ym_http_stats last; /* when the stop was asked for */
    atomic_bool stop;
    atomic_bool is_ready;
    atomic_uint handled;
    bool is_closing;
    atomic_bool drain;   /* asked for */
    atomic_bool drained; /* done */
};

/* An answer that comes from a timer. */
struct later {
    struct ym_http_request *rq;
    struct ym_timer *timer;
};

static void count(void *app)
{
    atomic_fetch_add(&((struct toy *)app)->handled, 1);
}

static void get_now(struct ym_http_request *rq, void *app)
{
    count(app);
    ym_http_reply_json(rq, 200, YM_SPAN("{\"now\":true}"));
}

static unsigned long number(struct ym_span text, unsigned long otherwise)
{
    char digits[16];

    if (text.n == 0 || text.n >= sizeof(digits))
        return otherwise;
    memcpy(digits, text.at, text.n);
    digits[text.n] = '\0';
    return strtoul(digits, NULL, 10);
}

static void on_later(void *arg)
{
    struct later *l = arg;
    struct ym_http_request *rq = l->rq;

    ym_timer_free(l->timer);
    free(l);
    ym_http_reply_header(rq, "ETag", "\"7\"");
    ym_http_reply_json(rq, 200, YM_SPAN("{\"later\":true}"));
}

static void get_later(struct ym_http_request *rq, void *app)
{
    struct toy *t = app;
    struct later *l = calloc(1, sizeof(*l));

    count(app);
    assert(l != NULL);
    l->rq = rq;
    l->timer = ym_timer_new(t->loop, on_later, l);
    assert(l->timer != NULL);
    ym_timer_start(l->timer, number(ym_http_query(rq, "ms"), 5), 0);
}

/* The cheapest answer that is not at once: at the end of the turn. */
struct soon {
    struct ym_defer defer;
    struct ym_http_request *rq;
};

static void on_soon(void *arg)
{
    struct soon *s = arg;

    ym_http_reply_json(s->rq, 200, YM_SPAN("{\"soon\":true}"));
}

static void get_soon(struct ym_http_request *rq, void *app)
{
    struct toy *t = app;
    struct soon *s = ym_arena_alloc(&rq->arena, 1, sizeof(*s));

    count(app);
    assert(s != NULL);
    s->rq = rq;
    ym_defer_init(&s->defer, on_soon, s);
    ym_loop_defer(t->loop, &s->defer);
}

/* Holds up the loop, so that many timers come due in one turn. */
static void get_stall(struct ym_http_request *rq, void *app)
{
    const struct timespec pause = { .tv_nsec = 40000000 };

    count(app);
    (void)nanosleep(&pause, NULL);
    ym_http_reply_json(rq, 200, YM_SPAN("{}"));
}

static void get_large(struct ym_http_request *rq, void *app)
{
    const size_t n = number(ym_http_query(rq, "bytes"), 8u << 20);
    char *bytes = malloc(n + 1);

    count(app);
    assert(bytes != NULL);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)('a' + i % 26);
    ym_http_reply_bytes(rq, 200, "text/plain", (struct ym_span){ bytes, n });
    free(bytes);
}

static void get_part(struct ym_http_request *rq, void *app)
{
    const struct ym_span id = ym_http_param(rq, "id");
    const struct ym_span part = ym_http_param(rq, "part");
    const struct ym_span q = ym_http_query(rq, "q");
    char text[512];
    const int n = snprintf(text, sizeof(text), "%.*s|%.*s|%.*s|%.*s", (int)id.n, id.at, (int)part.n,
                           part.at, (int)q.n, q.n == 0 ? "" : q.at, (int)rq->path.n, rq->path.at);

    count(app);
    ym_http_reply_bytes(rq, 200, "text/plain; charset=utf-8", (struct ym_span){ text, (size_t)n });
}

static void post_echo(struct ym_http_request *rq, void *app)
{
    count(app);
    assert(rq->body.at[rq->body.n] == '\0');
    ym_http_reply_json(rq, 200, rq->body);
}

static void post_keyed(struct ym_http_request *rq, void *app)
{
    count(app);
    ym_http_reply_bytes(rq, 201, "text/plain", rq->header[YM_HTTP_H_IDEMPOTENCY_KEY]);
}

static void post_refuse(struct ym_http_request *rq, void *app)
{
    struct ym_error err;

    count(app);
    (void)ym_fail(&err, YM_E_REFUSED, "the \"blue\" stage takes no\tsuch thing: \xE8\x93\x9D");
    ym_http_problem(rq, &err, YM_SPAN("{\"rule\":103,\"source\":\"POL-4 s.1\"}"));
}

static void get_broken(struct ym_http_request *rq, void *app)
{
    struct ym_error err;

    count(app);
    (void)ym_fail(&err, YM_E_INTERNAL, "secret detail");
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static void get_torn(struct ym_http_request *rq, void *app)
{
    struct ym_error err;

    count(app);
    (void)ym_fail(&err, YM_E_UNPROCESSABLE, "\xE8\x93\x9D, cut: \xE8\x93");
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static void get_denied(struct ym_http_request *rq, void *app)
{
    struct ym_error err;

    count(app);
    (void)ym_fail(&err, YM_E_UNAUTHORIZED, "send a token");
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static void get_page(struct ym_http_request *rq, void *app)
{
    count(app);
    ym_http_reply_header(rq, "Cache-Control", "private, max-age=60");
    ym_http_reply_header(rq, "Content-Security-Policy", "default-src 'self'");
    ym_http_reply_bytes(rq, 200, "text/html; charset=utf-8",
                        YM_SPAN("<p>\xE4\xB8\x80\xE7\xA0\x81"));
}

static void delete_item(struct ym_http_request *rq, void *app)
{
    count(app);
    ym_http_reply_bytes(rq, 204, NULL, (struct ym_span){ NULL, 0 });
}

static const struct ym_http_param later_query[] = {
    { "ms", "{\"type\":\"integer\"}", "how much later" },
    { "bytes", "{\"type\":\"integer\"}", "how much" },
    { "q", NULL, "any text" },
};

static const struct ym_http_answer toy_answers[] = {
    { 200, "Toy", NULL, "a toy" },
    { 409, "Problem", "application/problem+json", "refused" },
};

#define TOY(m, p, h, op, bytes, f)                                                                 \
    {                                                                                              \
        .method = YM_HTTP_##m, .path = "/toy" p, .handler = h, .flags = f,                         \
        .body_bytes_max = bytes, .operation = op, .summary = "A toy", .tag = "toys",               \
        .request = (bytes) > 0 ? "Toy" : NULL, .query = later_query, .query_n = 3,                 \
        .answers = toy_answers, .answers_n = 2                                                     \
    }

const struct ym_http_route toy_routes[] = {
    TOY(GET, "/now", get_now, "now", 0, 0),
    TOY(GET, "/soon", get_soon, "soon", 0, 0),
    TOY(GET, "/later", get_later, "later", 0, 0),
    TOY(GET, "/stall", get_stall, "stall", 0, 0),
    TOY(GET, "/large", get_large, "large", 0, 0),
    TOY(GET, "/item/{id}/part/{part}", get_part, "part", 0, YM_HTTP_AUTH),
    TOY(DELETE, "/item/{id}", delete_item, "delete", 0, YM_HTTP_IF_MATCH),
    TOY(POST, "/echo", post_echo, "echo", TOY_BODY_MAX, 0),
    TOY(PUT, "/echo", post_echo, "echo-put", TOY_BODY_MAX, 0),
    TOY(POST, "/big", post_echo, "big", 8u << 20, YM_HTTP_BODY_OPTIONAL),
    TOY(POST, "/keyed", post_keyed, "keyed", TOY_BODY_MAX, YM_HTTP_KEY | YM_HTTP_BODY_OPTIONAL),
    TOY(POST, "/refuse", post_refuse, "refuse", TOY_BODY_MAX, YM_HTTP_BODY_OPTIONAL),
    TOY(GET, "/broken", get_broken, "broken", 0, 0),
    TOY(GET, "/torn", get_torn, "torn", 0, 0),
    TOY(GET, "/denied", get_denied, "denied", 0, YM_HTTP_AUTH),
    TOY(GET, "/page", get_page, "page", 0, YM_HTTP_PAGE),
};

const size_t toy_routes_n = sizeof(toy_routes) / sizeof(toy_routes[0]);

static bool ready(void *app, struct ym_error *reterr)
{
    if (atomic_load(&((struct toy *)app)->is_ready))
        return true;
    (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no database");
    return false;
}

static void on_closed(void *arg)
{
    struct toy *t = arg;

    t->server = NULL;
    ym_timer_free(t->watch);
    t->watch = NULL;
}

static void on_watch(void *arg)
{
    struct toy *t = arg;

    if (t->server == NULL)
        return;
    if (atomic_load(&t->drain) && !atomic_load(&t->drained)) {
        ym_http_server_drain(t->server);
        atomic_store(&t->drained, true);
    }
    pthread_mutex_lock(&t->lock);
    ym_http_server_stats(t->server, &t->stats);
    pthread_mutex_unlock(&t->lock);
    if (atomic_load(&t->stop) && !t->is_closing) {
        t->is_closing = true;
        t->last = t->stats;
        ym_http_server_close(t->server, on_closed, t);
    }
}

static void open_here(struct toy *t)
{
    struct ym_error err = { .text = "" };

    t->loop = ym_loop_new(0, &err);
    assert(t->loop != NULL);
    if (t->lines != NULL) {
        t->log = ym_log_new(t->loop, fileno(t->lines), YM_LOG_INFO);
        assert(t->log != NULL);
        t->config.log = t->log;
    }
    if (ym_http_server_open(t->loop, &t->config, &t->server, &err) != YM_E_OK) {
        (void)fprintf(stderr, "toy: %s\n", err.text);
        abort();
    }
}

static void *run(void *arg)
{
    struct toy *t = arg;

    open_here(t);
    t->watch = ym_timer_new(t->loop, on_watch, t);
    assert(t->watch != NULL);
    ym_timer_start(t->watch, 1, 2);
    pthread_mutex_lock(&t->lock);
    t->is_up = true;
    t->port = ym_http_server_port(t->server);
    (void)snprintf(t->address, sizeof(t->address), "%s", ym_http_server_address(t->server));
    pthread_cond_signal(&t->up);
    pthread_mutex_unlock(&t->lock);
    ym_loop_run(t->loop);
    ym_log_free(t->log);
    ym_loop_free(t->loop);
    return NULL;
}

static struct toy *make(const struct ym_http_limits *limits, const char *listen)
{
    struct toy *t = calloc(1, sizeof(*t));

    assert(t != NULL);
    t->config = (struct ym_http_config){
        .listen = listen == NULL ? "127.0.0.1:0" : listen,
        .routes = toy_routes,
        .routes_n = toy_routes_n,
        .ready = ready,
        .ready_arg = t,
        .checks = toy_print_checks,
        .metrics = toy_print_metrics,
        .metrics_arg = &t->server,
        .may_watch = toy_may_watch,
        .front = toy_front,
        .app = t,
    };
    if (limits != NULL)
        t->config.limits = *limits;
    atomic_init(&t->drain, false);
    atomic_init(&t->drained, false);
    atomic_init(&t->stop, false);
    atomic_init(&t->is_ready, true);
    atomic_init(&t->handled, 0);
    return t;
}

static struct toy *start(struct toy *t)
{
    t->lines = tmpfile();
    assert(t->lines != NULL);
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->up, NULL);
    pthread_create(&t->thread, NULL, run, t);
    pthread_mutex_lock(&t->lock);
    while (!t->is_up)
        pthread_cond_wait(&t->up, &t->lock);
    pthread_mutex_unlock(&t->lock);
    return t;
}

struct toy *toy_start(const struct ym_http_limits *limits, const char *listen)
{
    return start(make(limits, listen));
}

struct toy *toy_start_as(const struct toy_listener *as)
{
    struct toy *t = make(NULL, as->listen);

    t->config.is_operators = as->is_operators;
    t->config.hides_metrics = as->hides_metrics;
    t->config.trusted_proxies = as->trusted_proxies;
    if (as->has_no_metrics)
        t->config.metrics = NULL;
    return start(t);
}

void toy_drain(struct toy *t)
{
    const struct timespec pause = { .tv_nsec = 1000000 };

    atomic_store(&t->drain, true);
    while (!atomic_load(&t->drained))
        (void)nanosleep(&pause, NULL);
}

void toy_ask_stop(struct toy *t)
{
    atomic_store(&t->stop, true);
}

struct ym_http_stats toy_stop(struct toy *t)
{
    return toy_stop_and_read(t, NULL, 0);
}

struct ym_http_stats toy_stop_and_read(struct toy *t, char *ret_log, size_t size)
{
    struct ym_http_stats last;

    toy_ask_stop(t);
    pthread_join(t->thread, NULL);
    last = t->last;
    rewind(t->lines);
    if (ret_log != NULL)
        ret_log[fread(ret_log, 1, size - 1, t->lines)] = '\0';
    (void)fclose(t->lines);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->up);
    free(t);
    return last;
}

struct ym_http_stats toy_stats(struct toy *t)
{
    struct ym_http_stats s;

    pthread_mutex_lock(&t->lock);
    s = t->stats;
    pthread_mutex_unlock(&t->lock);
    return s;
}

bool toy_is_quiet(struct toy *t, size_t connections)
{
    const struct timespec pause = { .tv_nsec = 5000000 };

    for (int i = 0; i < 24000; i++) { /* two minutes */
        struct ym_http_stats s;

        (void)nanosleep(&pause, NULL);
        s = toy_stats(t);
        if (s.in_flight == 0 && s.connections <= connections)
            return true;
    }
    return false;
}

void toy_set_ready(struct toy *t, bool is_ready)
{
    atomic_store(&t->is_ready, is_ready);
}

int toy_port(const struct toy *t)
{
    return t->port;
}

const char *toy_address(const struct toy *t)
{
    return t->address;
}

unsigned toy_handled(struct toy *t)
{
    return atomic_load(&t->handled);
}

static void on_signal(void *arg, bool at_once)
{
    struct toy *t = arg;

    if (!at_once)
        ym_http_server_close(t->server, NULL, NULL);
}

int toy_main(const char *listen)
{
    struct toy *t = make(NULL, listen);
    struct ym_shutdown *shutdown;
    struct ym_error err;

    open_here(t);
    shutdown = ym_shutdown_new(t->loop, on_signal, t, &err);
    assert(shutdown != NULL);
    (void)printf("listening on %s\n", ym_http_server_address(t->server));
    (void)fflush(stdout);
    ym_loop_run(t->loop);
    ym_shutdown_free(shutdown);
    ym_loop_free(t->loop);
    free(t);
    return 0;
}
