/* SPDX-License-Identifier: Apache-2.0 */
/* A server with toy routes on a thread of its own, and a client that writes raw bytes.
 *
 * Routes, all under /toy: GET /now (at once), GET /later (after ?ms=, default 5), GET /large
 * (?bytes=), GET /soon (at the end of the turn), GET /stall (holds the loop for 40 ms),
 * GET /item/{id}/part/{part}, DELETE /item/{id}, POST and PUT /echo (body back), POST /big (the
 * same, larger), POST /keyed (Idempotency-Key back), POST /refuse (a problem with members), GET
 * /broken (an internal error), GET /denied (401), GET /page (own headers). The token "watcher"
 * makes a caller who may watch, any other one a caller who may not. */
#ifndef YM_TEST_HTTP_TOY_H
#define YM_TEST_HTTP_TOY_H

#include <stdatomic.h>

#include "http/server.h"

#define TOY_BODY_MAX 4096u
#define TOY_DISPUTE  "0SA7M3C7406GTF" /* concerned by every request with a token */

struct toy; /* owned by the test */

extern const struct ym_http_route toy_routes[];
extern const size_t toy_routes_n;

/* Start; asserts that it works. listen NULL: 127.0.0.1:0. */
struct toy *toy_start(const struct ym_http_limits *limits, const char *listen);

/* Close the server in an orderly way, join the thread, free. Returns what the server had seen
 * just before it was asked to close. */
struct ym_http_stats toy_stop(struct toy *t);

/* The same, and the log's lines into ret_log (size bytes with the NUL). */
struct ym_http_stats toy_stop_and_read(struct toy *t, char *ret_log, size_t size);

/* Begin to leave, as before a rolling restart; returns when the server knows. */
void toy_drain(struct toy *t);

/* Ask for the close and return at once; toy_stop() then joins. */
void toy_ask_stop(struct toy *t);

/* Fresh numbers, at most a few milliseconds old. */
struct ym_http_stats toy_stats(struct toy *t);

/* Wait until no request and at most connections connections are there. False after 5 s. */
bool toy_is_quiet(struct toy *t, size_t connections);

void toy_set_ready(struct toy *t, bool is_ready);

/* Inside of the server, for its configuration: who asks, and what operators are told. arg of the
 * metrics points to the pointer to the server. */
ym_http_handler_fn toy_front;
ym_http_may_watch_fn toy_may_watch;
ym_http_print_fn toy_print_checks, toy_print_metrics;

/* For whom it is. */
struct toy_listener {
    const char *listen;          /* NULL: 127.0.0.1:0 */
    const char *trusted_proxies; /* NULL: none */
    bool is_operators, hides_metrics, has_no_metrics;
};
struct toy *toy_start_as(const struct toy_listener *as);
int toy_port(const struct toy *t);
const char *toy_address(const struct toy *t);
unsigned toy_handled(struct toy *t); /* handlers called */

/* Run it on this thread until SIGINT or SIGTERM: for measurements. */
int toy_main(const char *listen);

/* The client. Every call gives up after 10 s. */
int wire_connect(const struct toy *t);
void wire_send(int fd, const char *bytes, size_t n); /* all, or until the server closed */
void wire_puts(int fd, const char *text);

struct reply {
    int status;      /* 0: the connection ended without one */
    char head[4096]; /* status line and headers, NUL-terminated */
    char *body;      /* owned; NUL-terminated */
    size_t body_n;   /* bytes */
    bool is_close;   /* Connection: close */
};

/* Read one reply. is_head: it has no body whatever its Content-Length. */
void wire_reply(int fd, bool is_head, struct reply *ret);
void reply_release(struct reply *r);

/* Value of a header of the reply into a static-free buffer; "" when absent. */
const char *reply_header(const struct reply *r, const char *name, char *ret, size_t n);

/* Connect, send, read one reply, close. The status; 0 when there was no reply. */
int wire_once(const struct toy *t, const char *bytes, size_t n, struct reply *ret);
int wire_ask(const struct toy *t, const char *text, struct reply *ret); /* NUL-terminated */

/* True when the server ends this connection, by end of stream or reset, within 10 s. */
bool wire_is_closed(int fd);

#endif
