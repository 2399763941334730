/* SPDX-License-Identifier: Apache-2.0 */
/* The pages alone, behind a front that lets nobody in: web_server prints its port and serves until
 * a signal. One more row, /test/closed, shows that the front is there. */
#include <stdio.h>
#include <stdlib.h>

#include "http/server.h"
#include "loop/loop.h"
#include "loop/shutdown.h"
#include "web/routes.h"

#define ROUTES_MAX 64

struct serving {
    struct ym_loop *loop;
    struct ym_http_server *server;
    struct ym_http_route routes[ROUTES_MAX];
};

static void refuse(struct ym_http_request *rq, void *app)
{
    struct ym_error err;

    (void)app;
    (void)ym_fail(&err, YM_E_UNAUTHORIZED, "nobody comes in here");
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static size_t gather_routes(struct ym_http_route ret[ROUTES_MAX])
{
    size_t n;
    const struct ym_http_route *pages = web_routes(&n);

    if (n + 1 > ROUTES_MAX)
        abort();
    for (size_t i = 0; i < n; i++)
        ret[i] = pages[i];
    ret[n] = (struct ym_http_route){ .method = YM_HTTP_GET,
                                     .path = "/test/closed",
                                     .handler = refuse,
                                     .operation = "closed",
                                     .summary = "closed" };
    return n + 1;
}

static void on_closed(void *arg)
{
    struct serving *s = arg;

    ym_loop_stop(s->loop);
}

static void on_signal(void *arg, bool at_once)
{
    struct serving *s = arg;

    if (!at_once)
        ym_http_server_close(s->server, on_closed, s);
}

int main(void)
{
    struct ym_error err = { .text = "out of memory" };
    struct serving *s = calloc(1, sizeof(*s));
    struct ym_shutdown *shutdown;
    struct ym_http_config config = { .listen = "127.0.0.1:0", .front = refuse };

    if (s == NULL)
        return 2;
    s->loop = ym_loop_new(0, &err);
    config.routes = s->routes;
    config.routes_n = gather_routes(s->routes);
    shutdown = s->loop != NULL ? ym_shutdown_new(s->loop, on_signal, s, &err) : NULL;
    if (shutdown == NULL || ym_http_server_open(s->loop, &config, &s->server, &err) != YM_E_OK) {
        (void)fprintf(stderr, "web_server: %s\n", err.text);
        return 1;
    }
    (void)printf("%d\n", ym_http_server_port(s->server));
    (void)fflush(stdout);
    ym_loop_run(s->loop);
    ym_shutdown_free(shutdown);
    ym_loop_free(s->loop);
    free(s);
    return 0;
}
