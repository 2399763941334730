/* SPDX-License-Identifier: Apache-2.0 */
/* The interface on a world in memory, for the tests in Python.
 *
 *   api_server SOURCES APP-OPERATIONS API-OPERATIONS SCAN-BURST [TRUSTED-PROXIES]
 *
 * Prints its port and serves until SIGTERM. POST /test/fault?kind=&n= makes the world
 * fail: reader, gate (n answers), hold, let go, conflict, unavailable, lost, busy, poison (n calls
 * of the store); swap moves sealed fields. What an operator should see goes to stderr. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/api.h"
#include "http/server.h"
#include "loop/log.h"
#include "loop/shutdown.h"
#include "world.h"

#define ROUTES_MAX YM_HTTP_ROUTES_MAX

struct serving {
    struct world world;
    struct api *api;
    struct ym_log *log;
    struct ym_http_server *server;
    struct ym_shutdown *shutdown;
    struct ym_http_route routes[ROUTES_MAX];
};

static ym_usec now(void *arg)
{
    struct serving *s = arg;

    return ym_clock_now(ym_loop_clock(s->world.loop));
}

static bool offload(void *arg, void (*work)(void *), void (*done)(void *), void *job)
{
    struct serving *s = arg;

    return ym_work_submit(s->world.loop, work, done, job, NULL) == YM_E_OK;
}

static void post_fault(struct ym_http_request *rq, void *app)
{
    static const char *const faults[] = { "none", "conflict", "unavailable",
                                          "lost", "busy",     "poison" };
    struct serving *s = app;
    const struct ym_span kind = ym_http_query(rq, "kind");
    const struct ym_span count = ym_http_query(rq, "n");
    const unsigned n = count.n == 1 ? (unsigned)(count.at[0] - '0') : 1;

    if (ym_span_is(kind, YM_SPAN("reader")))
        s->world.reader_fails = n;
    else if (ym_span_is(kind, YM_SPAN("gate")))
        s->world.gate_fails = n;
    else if (ym_span_is(kind, YM_SPAN("hold")))
        world_hold(&s->world, true);
    else if (ym_span_is(kind, YM_SPAN("let")))
        world_hold(&s->world, false);
    else if (ym_span_is(kind, YM_SPAN("swap")))
        world_swap_sealed(&s->world);
    for (int i = 0; i < 6; i++) {
        if (ym_span_is(kind, ym_span_of(faults[i])))
            mem_store_fail(s->world.mem, (enum mem_fault)i, 0, n);
    }
    ym_http_reply_bytes(rq, 204, NULL, (struct ym_span){ NULL, 0 });
}

static const struct ym_http_param fault_query[] = { { "kind", NULL, NULL }, { "n", NULL, NULL } };

static void front(struct ym_http_request *rq, void *app)
{
    struct serving *s = app;

    if (rq->route->handler == post_fault)
        post_fault(rq, s);
    else
        api_front(rq, s->api);
}

static size_t gather_routes(struct serving *s)
{
    size_t n = api_routes(s->routes);

    if (n + 1 > ROUTES_MAX)
        abort();
    s->routes[n] = (struct ym_http_route){ .method = YM_HTTP_POST,
                                           .path = "/test/fault",
                                           .handler = post_fault,
                                           .operation = "fault",
                                           .summary = "fail",
                                           .query = fault_query,
                                           .query_n = 2 };
    return n + 1;
}

static void on_closed(void *arg)
{
    struct serving *s = arg;

    s->server = NULL;
    ym_loop_stop(s->world.loop);
}

static void on_signal(void *arg, bool at_once)
{
    struct serving *s = arg;

    if (!at_once)
        ym_http_server_close(s->server, on_closed, s);
}

static void open_all(struct serving *s, char **argv)
{
    struct ym_error err = { .text = "out of memory" };
    struct ym_http_config config = { .listen = "127.0.0.1:0", .front = front, .app = s };

    world_open(&s->world, argv[1], (unsigned)strtoul(argv[2], NULL, 10));
    s->log = ym_log_new(NULL, 2, YM_LOG_ERROR);
    s->api = api_new(&(struct api_config){
        .app = s->world.app,
        .desk = &s->world.desk,
        .secrets = &s->world.secrets,
        .gate = &s->world.gate.port,
        .directory = &s->world.directory,
        .reader = &s->world.reader.port,
        .procedures = &s->world.procedures,
        .now = now,
        .now_arg = s,
        .log = s->log,
        .public_url = "https://yima.example.gov.cn/",
        .offload = offload,
        .offload_arg = s,
        .operations_max = (unsigned)strtoul(argv[3], NULL, 10),
        .scan_burst = (unsigned)strtoul(argv[4], NULL, 10),
        .scans_per_minute = 60,
    });
    config.trusted_proxies = argv[5];
    config.routes = s->routes;
    config.routes_n = gather_routes(s);
    s->shutdown = ym_shutdown_new(s->world.loop, on_signal, s, &err);
    if (s->api == NULL || s->shutdown == NULL ||
        ym_http_server_open(s->world.loop, &config, &s->server, &err) != YM_E_OK) {
        (void)fprintf(stderr, "api_server: %s\n", err.text);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    struct serving *s = calloc(1, sizeof(*s));

    if (argc < 5 || argc > 6 || s == NULL)
        return 2;
    open_all(s, argv);
    (void)printf("%d\n", ym_http_server_port(s->server));
    (void)fflush(stdout);
    ym_loop_run(s->world.loop);
    ym_shutdown_free(s->shutdown);
    api_free(s->api);
    ym_log_free(s->log);
    world_close(&s->world);
    free(s);
    return 0;
}
