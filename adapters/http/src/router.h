/* SPDX-License-Identifier: Apache-2.0 */
/* Which row takes a request. */
#ifndef YM_HTTP_SRC_ROUTER_H
#define YM_HTTP_SRC_ROUTER_H

#include "http/route.h"
#include "uri.h"

/* A template cut into segments; a parameter keeps its name without the braces. */
struct template
{
    struct ym_span segment[YM_HTTP_PATH_SEGMENTS_MAX];
    bool is_param[YM_HTTP_PATH_SEGMENTS_MAX];
    size_t n;
    size_t param_n;
};

struct http_router {
    const struct ym_http_route *route[YM_HTTP_ROUTES_MAX]; /* in the order of the table */
    struct template template[YM_HTTP_ROUTES_MAX];          /* of the same index */
    size_t n;
};

struct match {
    const struct ym_http_route *route; /* NULL: none */
    struct ym_span param[YM_HTTP_PATH_PARAMS_MAX];
    size_t param_n;
    unsigned allowed; /* bit 1 << enum ym_http_method of each row with this path; 0: no such path */
};

/* False when path is no template: no leading slash, empty parameter name, too deep, ... */
bool http_template_parse(const char *path, struct template *ret);

/* Add the rows. Pre: ym_http_routes_fault() found nothing, and there is room. */
void http_router_add(struct http_router *r, const struct ym_http_route *routes, size_t n);

/* First row whose template and method match; HEAD is taken by GET rows. A template with a literal
 * where another has a parameter must come first in the table. */
void http_router_match(const struct http_router *r, enum ym_http_method method,
                       const struct uri *uri, struct match *ret);

/* "GET, HEAD, OPTIONS" for an Allow header, of a mask as in struct match; NUL-terminated. */
#define ALLOW_BYTES_MAX 64
void http_router_allow(unsigned allowed, char ret[ALLOW_BYTES_MAX]);

/* The server's own rows: /healthz, /readyz and /metrics. */
#define HTTP_PROBES_N 3
extern const struct ym_http_route http_probes[HTTP_PROBES_N];

#endif
