/* SPDX-License-Identifier: Apache-2.0 */
/* A request as handlers see it, and the ways to answer it.
 *
 * Everything in it was checked once at the edge: the target is decoded, valid UTF-8 and free of
 * control characters, the body is within its row's limit and of its media type, the idempotency key
 * is visible ASCII. Spans live until the request is answered. A handler answers each request
 * exactly once, at once or later on the loop's thread; a second answer is a bug and asserts.
 * That the client left, or that its patience ended, changes nothing for the handler. */
#ifndef YM_HTTP_REQUEST_H
#define YM_HTTP_REQUEST_H

#include "base/arena.h"
#include "base/error.h"
#include "http/limits.h"
#include "http/route.h"

struct ym_http_pair {
    struct ym_span name;
    struct ym_span value;
};

/* Headers that handlers may want; n == 0 when absent. Others are not kept. */
#define YM_HTTP_HEADERS(X)                                                                         \
    X(AUTHORIZATION, "Authorization")                                                              \
    X(IDEMPOTENCY_KEY, "Idempotency-Key")                                                          \
    X(IF_MATCH, "If-Match")                                                                        \
    X(IF_NONE_MATCH, "If-None-Match")                                                              \
    X(CONTENT_TYPE, "Content-Type")                                                                \
    X(ACCEPT, "Accept")                                                                            \
    X(ACCEPT_ENCODING, "Accept-Encoding")                                                          \
    X(ACCEPT_LANGUAGE, "Accept-Language")                                                          \
    X(COOKIE, "Cookie")                                                                            \
    X(ORIGIN, "Origin")                                                                            \
    X(HOST, "Host")                                                                                \
    X(SEC_FETCH_SITE, "Sec-Fetch-Site")                                                            \
    X(CSRF_TOKEN, "X-CSRF-Token")                                                                  \
    X(REQUEST_ID, "X-Request-Id")                                                                  \
    X(LAST_EVENT_ID, "Last-Event-ID")                                                              \
    X(PURPOSE, "Yima-Purpose")                                                                     \
    X(TRACEPARENT, "traceparent")                                                                  \
    X(VIA, "Via")                                                                                  \
    X(WEBHOOK_ID, "webhook-id")                                                                    \
    X(WEBHOOK_TIMESTAMP, "webhook-timestamp")                                                      \
    X(WEBHOOK_SIGNATURE, "webhook-signature")

enum ym_http_header {
#define X(name, text) YM_HTTP_H_##name,
    YM_HTTP_HEADERS(X)
#undef X
        YM_HTTP_H_COUNT
};

struct ym_http_request {
    enum ym_http_method method;                    /* as sent; HEAD stays HEAD */
    const struct ym_http_route *route;             /* the row that took it */
    struct ym_span path;                           /* decoded */
    struct ym_span param[YM_HTTP_PATH_PARAMS_MAX]; /* decoded, in the order of the template */
    size_t param_n;
    struct ym_http_pair query[YM_HTTP_QUERY_PARAMS_MAX]; /* decoded; only names of the row */
    size_t query_n;
    struct ym_span header[YM_HTTP_H_COUNT];
    struct ym_span body;         /* NUL-terminated behind n */
    struct ym_span id;           /* request id, sent back as X-Request-Id */
    char peer[YM_HTTP_PEER_MAX]; /* numeric address of the client, behind a trusted proxy as that
                                    says; "unix" on a unix socket */
    bool is_forwarded;           /* a proxy, believed or not, says that it asks for another */
    struct ym_arena arena;       /* the handler's too; reset when the request ends */
    void *actor;                 /* free for the front handler: who asks; begins as NULL */

    /* For the log of this request alone; handlers fill in what they know. */
    struct {
        uint64_t dispute;      /* id of the dispute concerned; 0: none, or not known */
        const char *role;      /* code of the caller's role, a literal; NULL: a stranger */
        struct ym_span caller; /* public id of the credential; lives as long as the request */
    } said;
};

/* Does the client sit on this machine, with no proxy in between that says so? */
bool ym_http_is_local(const struct ym_http_request *rq);

/* Value of a query parameter; at == NULL when it was not given, n == 0 when given empty. */
struct ym_span ym_http_query(const struct ym_http_request *rq, const char *name);

/* Value of a path parameter by its name in the template. Pre: the template has it. */
struct ym_span ym_http_param(const struct ym_http_request *rq, const char *name);

/* Add a header to the coming reply (ETag, Location, Retry-After, Cache-Control, Link, ...).
 *
 * value is copied. A header the server sets by itself (Cache-Control, Content-Security-Policy) is
 * replaced. A value with a control character is a bug and asserts: never pass input through here.
 * At most YM_HTTP_REPLY_HEADERS_MAX for one reply. */
void ym_http_reply_header(struct ym_http_request *rq, const char *name, const char *value);

/* Answer with application/json. The bytes are copied. */
void ym_http_reply_json(struct ym_http_request *rq, int status, struct ym_span json);

/* Answer with bytes of a media type (NULL and no bytes: no body). The bytes are copied. */
void ym_http_reply_bytes(struct ym_http_request *rq, int status, const char *media,
                         struct ym_span bytes);

/* Answer with a problem document (RFC 9457): type "/problems/<ym_err_type>", title, status, detail
 * (err->text), instance (the request id), and the members of the JSON object more ("{...}", or an
 * empty span). Adds Retry-After when err may be retried with 429 or 503 and the handler set none,
 * WWW-Authenticate with 401. Of YM_E_INTERNAL the text goes to the log alone. */
void ym_http_problem(struct ym_http_request *rq, const struct ym_error *err, struct ym_span more);

/* Asked for the next piece of a body: ym_http_piece() gives it, at once or later. With is_wanted
 * false nobody takes any more: the request is settled, and arg may be freed. Called on the loop,
 * and never from within a call of the handler's. */
typedef void ym_http_more_fn(void *arg, bool is_wanted);

/* Answer 200 with a body of so many bytes that comes in pieces, each asked for when the one before
 * has been taken: no more than one piece is held. Pre: bytes > 0. The request, and its arena, stay
 * until the last piece has been given or more() was told that nothing is wanted. Slots are shared
 * with all other requests, so limit how many of these there are at once. False: the client has gone
 * or there is no memory; the request is settled, and more() will not be called. */
__attribute__((warn_unused_result)) bool ym_http_reply_pieces(struct ym_http_request *rq,
                                                              const char *media, uint64_t bytes,
                                                              ym_http_more_fn *more, void *arg);

/* Give the piece that more() asked for; copied. Pre: 0 < piece.n <= what is left. True: more() will
 * be called again. False: that was the last one, or the client has gone: the request is settled and
 * more() will not be called. */
__attribute__((warn_unused_result)) bool ym_http_piece(struct ym_http_request *rq,
                                                       struct ym_span piece);

/* There will be no such piece: the connection is cut, so that the client sees a body that is too
 * short for what was announced. The request is settled. Pre: a piece has been asked for. */
void ym_http_piece_lost(struct ym_http_request *rq);

/* The connection is the caller's: a non-blocking socket on which the status line and the headers of
 * a 200 have been sent and nothing else will be; the body is what is written to it until it is
 * closed. fd < 0: it could not be had (the client was told, or has gone). rq is answered. */
typedef void ym_http_taken_fn(void *arg, int fd);

/* Answer with a body that goes on for as long as the caller likes, and is the caller's to write:
 * the server forgets the connection, and what it held for it. taken is called exactly once, never
 * before this returns. Headers set by ym_http_reply_header() go along. */
void ym_http_take(struct ym_http_request *rq, const char *media, ym_http_taken_fn *taken,
                  void *arg);

#endif
