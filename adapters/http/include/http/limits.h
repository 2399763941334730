/* SPDX-License-Identifier: Apache-2.0 */
/* Every size and time that the HTTP server takes from outside, by name.
 *
 * One past a limit is a clear refusal (400, 413, 414, 431, 503), never a crash, a silent cut or an
 * unbounded wait. test/http tries each at the limit and one past it. */
#ifndef YM_HTTP_LIMITS_H
#define YM_HTTP_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* Fixed by the wire format that we accept. */
#define YM_HTTP_URI_BYTES_MAX       4096u  /* request target as sent; 414 */
#define YM_HTTP_HEADERS_MAX         64u    /* header lines; 431 */
#define YM_HTTP_HEADER_BYTES_MAX    8192u  /* names, values and 4 bytes for each line; 431 */
#define YM_HTTP_PATH_PARAMS_MAX     4u     /* {names} in one path template */
#define YM_HTTP_PATH_SEGMENTS_MAX   16u    /* deeper paths: 404 */
#define YM_HTTP_QUERY_PARAMS_MAX    32u    /* name=value pairs; 400 */
#define YM_HTTP_KEY_BYTES_MAX       255u   /* Idempotency-Key, visible ASCII; 400 */
#define YM_HTTP_REQUEST_ID_MAX      64u    /* X-Request-Id; a longer one is replaced by our own */
#define YM_HTTP_PEER_MAX            46u    /* a numeric address with its NUL */
#define YM_HTTP_REPLY_HEADERS_MAX   8u     /* headers that one reply may add; a bug beyond it */
#define YM_HTTP_ROUTES_MAX          280u   /* rows of a route table; a bug beyond it */
#define YM_HTTP_ADDRESS_MAX         108u   /* a listen address as text, with its NUL */
#define YM_HTTP_UNIX_PATH_MAX       100u   /* bytes of a unix socket path */
#define YM_HTTP_PROBLEM_BYTES_MAX   32768u /* one problem document */
#define YM_HTTP_OPENAPI_BYTES_MAX   (1u << 20)
#define YM_HTTP_DRAIN_BYTES_MAX     65536u /* of a refused body read on, so that the reply arrives */
#define YM_HTTP_CONNECTION_BYTES    20480u /* the library's pool for each connection */
#define YM_HTTP_SURPLUS_CONNECTIONS 32u /* past connections_max: answered 503; then the backlog */
#define YM_HTTP_BACKLOG             511
#define YM_HTTP_READY_BYTES_MAX     4096u /* what /readyz tells the operator */
#define YM_HTTP_ACCEPTS_MAX         64u   /* rounds of accepting before the socket is closed */
#define YM_HTTP_RETRY_AFTER_S       1u    /* Retry-After of the server's own 503 */

/* Chosen by the composition root; zero means the default in the comment. */
struct ym_http_limits {
    size_t connections_max;  /* open at once; 1024 */
    size_t requests_max;     /* from request line to the last byte of the reply; 512 */
    size_t arena_bytes;      /* memory of one request for its decoded parts; 65536 */
    size_t body_bytes_max;   /* no route may take more; 1 MiB */
    size_t bodies_bytes_max; /* all bodies held at once; 64 MiB */
    uint32_t read_ms;        /* to read the request line, then to read the rest; 10 000 */
    uint32_t idle_ms;        /* between two requests on one connection; 30 000 */
    uint32_t operation_ms;   /* from handler to reply; then 503 in its place; 30 000 */
    uint32_t write_ms;       /* to take the reply; 300 000 */
    uint32_t stop_ms;        /* what a close waits for requests in flight; 5 000 */
};

#endif
