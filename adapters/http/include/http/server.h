/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP/1.1 server: one loop, one thread, any number of handlers that answer later.
 *
 * It refuses what is malformed, ambiguous or over a limit (http/limits.h) before a handler sees it,
 * bounds every wait, answers OPTIONS, HEAD, /healthz, /readyz and /metrics by itself, puts the
 * security headers on each reply and writes one access log line a request: method, route template,
 * status, milliseconds, request id, and what the handler said of dispute and caller; never a path,
 * a query string or a header.
 *
 *   open ──drain──> leaving: /readyz says 503, replies say Connection: close, all else as before
 *     └─────close──────┴──> no more connections, requests in flight end ──> closed */
#ifndef YM_HTTP_SERVER_H
#define YM_HTTP_SERVER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/histogram.h"
#include "http/limits.h"
#include "http/request.h"
#include "http/route.h"

struct ym_loop;
struct ym_log;
struct ym_http_server; /* opaque; owned by the loop's thread */

/* True when the program can serve; otherwise *reterr says why not (the readyz problem's detail). */
typedef bool ym_http_ready_fn(void *arg, struct ym_error *reterr);
typedef void ym_http_closed_fn(void *arg);

/* Print something for the operator: the members of an object (`"a":1,"b":2`) for /readyz, or the
 * whole page for /metrics. */
typedef void ym_http_print_fn(void *arg, struct ym_buf *b);

/* May the caller that the front handler found see what is for operators? */
typedef bool ym_http_may_watch_fn(const struct ym_http_request *rq);

struct ym_http_config {
    const char *listen; /* "127.0.0.1:8080", "[::1]:0" (port 0: any), "unix:/run/yima.sock", or
                           "fd:3", a socket that listens already and was handed to us */
    const char *trusted_proxies;        /* whose Forwarded and X-Forwarded-For are believed:
                                           "10.0.0.0/8,2001:db8::1,unix"; NULL: nobody's */
    const struct ym_http_route *routes; /* outlives the server */
    size_t routes_n;
    ym_http_handler_fn *front; /* called in place of every row's handler, to authenticate and then
                                  call rq->route->handler; NULL: rows are called directly */
    ym_http_ready_fn *ready;   /* NULL: ready while it runs */
    void *ready_arg;           /* handed to it */
    ym_http_print_fn *checks;  /* the details behind ready, for operators; may be NULL */
    void *checks_arg;          /* handed to it */
    ym_http_print_fn *metrics; /* NULL: /metrics is not found */
    void *metrics_arg;         /* handed to it */
    ym_http_may_watch_fn *may_watch; /* NULL: no caller may, whoever it is */
    bool is_operators;  /* a listener of its own for operators: whoever reaches it may see all */
    bool hides_metrics; /* there is such a listener: on this one local clients are strangers too */
    void *app;          /* handed to handlers */
    struct ym_log *log; /* NULL: no access log */
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
    size_t bodies_held; /* bytes of their bodies */
};

/* Listen and serve on loop. On failure *ret is NULL and *reterr says what to do (address in use,
 * not a literal address, path too long, trusted_proxies not readable, ...). A bad route table is a
 * bug and asserts. */
__attribute__((warn_unused_result)) enum ym_err
ym_http_server_open(struct ym_loop *loop, const struct ym_http_config *config,
                    struct ym_http_server **ret, struct ym_error *reterr);

/* Where it listens, in the form of config->listen, with the real port. */
const char *ym_http_server_address(const struct ym_http_server *s);

/* The TCP port; 0 on a unix socket. */
int ym_http_server_port(const struct ym_http_server *s);

void ym_http_server_stats(const struct ym_http_server *s, struct ym_http_stats *ret);

/* Latencies (ym_scale_request_us), from the request line to the last byte of the reply: for each
 * series, YM_HTTP_CLASSES histograms, the status classes 1xx to 5xx. Lives as long as the server.
 */
#define YM_HTTP_CLASSES 5
const struct ym_histogram *ym_http_server_latency(const struct ym_http_server *s);

/* The series: one for each row, and one for requests that no row took. Pre: i < series. */
size_t ym_http_server_series(const struct ym_http_server *s);
void ym_http_server_series_put(const struct ym_http_server *s, size_t i, struct ym_buf *b);

/* Begin to leave: tell whoever asks /readyz and ends connections after their next reply, and serve
 * on, until ym_http_server_close(). Legal once, before it. */
void ym_http_server_drain(struct ym_http_server *s);

/* Stop: take no more connections, end the idle ones, finish requests in flight (for stop_ms, then
 * 503 in the place of late answers), wait until every handler has answered, free, call done once.
 *
 * Never calls done before it returns. Pre: called once; each handler does answer. */
void ym_http_server_close(struct ym_http_server *s, ym_http_closed_fn *done, void *arg);

#endif
