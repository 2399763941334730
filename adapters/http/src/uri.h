/* SPDX-License-Identifier: Apache-2.0 */
/* Request targets: bytes of the wire into decoded, checked text. Pure; the fuzz target calls it. */
#ifndef YM_HTTP_SRC_URI_H
#define YM_HTTP_SRC_URI_H

#include "base/arena.h"
#include "http/limits.h"
#include "http/request.h"

struct uri {
    struct ym_span path;                               /* decoded, with its slashes */
    struct ym_span segment[YM_HTTP_PATH_SEGMENTS_MAX]; /* decoded, without slashes */
    size_t segment_n;                                  /* at least 1: "/" is one empty segment */
    bool is_deep; /* more segments than fit: no row can match */
    struct ym_http_pair query[YM_HTTP_QUERY_PARAMS_MAX];
    size_t query_n;
};

/* Decode raw (origin form "/a?b=c", or absolute form) into memory of a.
 *
 * NULL when done, else one sentence for a 400: bad form, bad escape, a control character or NUL,
 * invalid UTF-8, an escaped slash, a dot segment, too many pairs. When a overflowed the sentence
 * is meaningless: check ym_arena_ok(). */
const char *http_uri_parse(struct ym_span raw, struct ym_arena *a, struct uri *ret);

#endif
