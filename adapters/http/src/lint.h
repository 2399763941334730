/* SPDX-License-Identifier: Apache-2.0 */
/* Header lint: what the library underneath lets pass and we do not.
 *
 * Ambiguous framing is how requests are smuggled past a proxy, so every doubt about where a body
 * ends is a refusal and the end of the connection. Pure; the fuzz target calls it. */
#ifndef YM_HTTP_SRC_LINT_H
#define YM_HTTP_SRC_LINT_H

#include <stdbool.h>
#include <stdint.h>

#include "forwarded.h"
#include "http/request.h"

struct lint {
    size_t lines;                           /* header lines seen */
    size_t bytes;                           /* names, values and 4 a line */
    unsigned hosts;                         /* Host lines */
    unsigned lengths;                       /* Content-Length lines */
    unsigned encodings;                     /* Transfer-Encoding lines */
    uint64_t length;                        /* of the body, when lengths == 1 */
    bool expects_continue;                  /* Expect: 100-continue */
    struct ym_span header[YM_HTTP_H_COUNT]; /* views, not copies */
    struct http_lines forwarded;            /* Forwarded */
    struct http_lines x_forwarded_for;      /* X-Forwarded-For */
    bool is_relayed;                        /* a header that none but a proxy writes */
    bool is_too_large;                      /* 431 rather than 400 */
    const char *fault;                      /* first fault, one sentence; NULL while none */
};

/* Take in one header line. */
void http_lint_line(struct lint *l, struct ym_span name, struct ym_span value);

/* After the last line: judge what only the whole shows. is_http10: the request's version. */
void http_lint_end(struct lint *l, bool is_http10);

/* Equal but for the case of ASCII letters. */
bool http_span_is_caseless(struct ym_span a, struct ym_span b);

/* 1 to YM_HTTP_KEY_BYTES_MAX bytes of visible ASCII. */
bool http_key_is_valid(struct ym_span key);

/* 1 to YM_HTTP_REQUEST_ID_MAX bytes of letters, digits, '.', '_', '-'. */
bool http_request_id_is_valid(struct ym_span id);

/* The trace id of a W3C traceparent, 32 hexadecimal digits; n == 0 when the header is none. */
struct ym_span http_trace_id(struct ym_span traceparent);

/* application/json, with no parameter but charset=utf-8. */
bool http_media_is_json(struct ym_span value);

#endif
