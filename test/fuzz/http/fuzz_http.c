/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a request head: the address up to the first line feed, then one header a line.
 * What is accepted must have the properties that the rest of the server relies on. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "lint.h"
#include "router.h"
#include "uri.h"
#include "yima/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct ym_http_route routes[] = {
    { .method = YM_HTTP_GET, .path = "/a/{x}" },
    { .method = YM_HTTP_GET, .path = "/{x}/{y}/b" },
    { .method = YM_HTTP_POST, .path = "/" },
};

static struct ym_span line(struct ym_span *rest)
{
    const char *at = rest->n == 0 ? NULL : memchr(rest->at, '\n', rest->n);
    struct ym_span ret = *rest;

    if (at == NULL) {
        *rest = (struct ym_span){ NULL, 0 };
        return ret;
    }
    ret.n = (size_t)(at - rest->at);
    *rest = (struct ym_span){ at + 1, rest->n - ret.n - 1 };
    return ret;
}

/* Decoded text is valid UTF-8 without control characters. */
static void check_text(struct ym_span text)
{
    assert(ym_utf8_valid(text));
    for (size_t i = 0; i < text.n; i++)
        assert((unsigned char)text.at[i] >= 0x20 && text.at[i] != 0x7F);
}

static void check_match(const struct uri *uri)
{
    struct http_router router = { .n = 0 };
    struct match m;

    http_router_add(&router, routes, sizeof(routes) / sizeof(routes[0]));
    http_router_match(&router, YM_HTTP_HEAD, uri, &m);
    assert(m.param_n <= YM_HTTP_PATH_PARAMS_MAX);
    for (size_t i = 0; i < m.param_n; i++)
        assert(m.param[i].n > 0 && memchr(m.param[i].at, '/', m.param[i].n) == NULL);
}

static void check_uri(struct ym_span raw)
{
    struct ym_arena a;
    struct uri uri;

    if (!ym_arena_init(&a, 65536))
        return;
    if (http_uri_parse(raw, &a, &uri) == NULL) {
        assert(ym_arena_ok(&a));
        assert(uri.segment_n >= 1 && uri.segment_n <= YM_HTTP_PATH_SEGMENTS_MAX);
        assert(uri.query_n <= YM_HTTP_QUERY_PARAMS_MAX);
        check_text(uri.path);
        for (size_t i = 0; i < uri.segment_n; i++)
            check_text(uri.segment[i]);
        for (size_t i = 0; i < uri.query_n; i++) {
            check_text(uri.query[i].name);
            check_text(uri.query[i].value);
        }
        check_match(&uri);
    }
    ym_arena_release(&a);
}

static void check_lint(struct ym_span rest)
{
    struct lint l = { 0 };

    while (rest.n > 0) {
        const struct ym_span text = line(&rest);
        const char *colon = text.n == 0 ? NULL : memchr(text.at, ':', text.n);
        const size_t n = colon == NULL ? text.n : (size_t)(colon - text.at);

        http_lint_line(&l, (struct ym_span){ text.at, n },
                       colon == NULL ? (struct ym_span){ NULL, 0 }
                                     : (struct ym_span){ colon + 1, text.n - n - 1 });
    }
    http_lint_end(&l, false);
    if (l.fault == NULL && !l.is_too_large) {
        assert(l.hosts == 1 && l.lengths + l.encodings <= 1);
        assert(l.lines <= YM_HTTP_HEADERS_MAX && l.bytes <= YM_HTTP_HEADER_BYTES_MAX);
    }
    (void)http_media_is_json(l.header[YM_HTTP_H_CONTENT_TYPE]);
    (void)http_key_is_valid(l.header[YM_HTTP_H_IDEMPOTENCY_KEY]);
    (void)http_request_id_is_valid(l.header[YM_HTTP_H_REQUEST_ID]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ym_span rest = { (const char *)data, n };

    check_uri(line(&rest));
    check_lint(rest);
    return 0;
}
