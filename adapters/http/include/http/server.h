/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP/1.1 server: one loop, one thread, any number of handlers that answer later.
 *
 * It refuses what is malformed, ambiguous or over a limit (http/limits.h) before a handler sees it,
 * bounds every wait, answers OPTIONS, HEAD, /healthz and /readyz by itself, puts the security
 * headers on each reply and writes one access log line a request: method, route template, status,
 * milliseconds and request id, never a path, a query string or a header. */
#ifndef YM_HTTP_SERVER_H
#define YM_HTTP_SERVER_H

#include "base/error.h"
#include "http/limits.h"
#include "http/request.h"
#include "http/route.h"

struct ym_loop;
struct ym_log;
struct ym_http_server; /* opaque; owned by the loop's thread */

/* True when the program can serve; otherwise *reterr says why not (the readyz problem's detail). */
typedef bool ym_http_ready_fn(void *arg, struct ym_error *reterr);
typedef void ym_http_closed_fn(void *arg);

struct ym_http_config {
    const char *listen; /* "127.0.0.1:8080", "[::1]:0" (port 0: any), "unix:/run/yima.sock" */
    const struct ym_http_route *routes; /* outlives the server */
    size_t routes_n;
    ym_http_handler_fn *front; /* called in place of every row's handler, to authenticate and then
                                  call rq->route->handler; NULL: rows are called directly */
    ym_http_ready_fn *ready;   /* NULL: ready while it runs */
    void *ready_arg;           /* handed to it */
    void *app;                 /* handed to handlers */
    struct ym_log *log;        /* NULL: no access log */
    struct ym_http_limits limits; /* zeros are defaults */
};

/* What the server has seen; counters since it was opened. */
struct ym_http_stats {
    uint64_t requests;  /* answered */
    uint64_t refused;   /* of those: by the server itself, before any handler */
    uint64_t abandoned; /* of those: answered 503 since the handler was late */
    uint64_t cut;       /* connections ended by the sweep: too slow */
    size_t connections; /* open now */
    size_t in_flight;   /* requests that hold a slot now */
};

/* Listen and serve on loop. On failure *ret is NULL and *reterr says what to do (address in use,
 * not a literal address, path too long, ...). A bad route table is a bug and asserts. */
__attribute__((warn_unused_result)) enum ym_err
ym_http_server_open(struct ym_loop *loop, const struct ym_http_config *config,
                    struct ym_http_server **ret, struct ym_error *reterr);

/* Where it listens, in the form of config->listen, with the real port. */
const char *ym_http_server_address(const struct ym_http_server *s);

/* The TCP port; 0 on a unix socket. */
int ym_http_server_port(const struct ym_http_server *s);

void ym_http_server_stats(const struct ym_http_server *s, struct ym_http_stats *ret);

/* Stop: take no more connections, end the idle ones, finish requests in flight (for stop_ms, then
 * 503 in the place of late answers), wait until every handler has answered, free, call done once.
 *
 * Never calls done before it returns. Pre: called once; each handler does answer. */
void ym_http_server_close(struct ym_http_server *s, ym_http_closed_fn *done, void *arg);

#endif
