/* SPDX-License-Identifier: Apache-2.0 */
/* The OpenAPI 3.1 document, printed from the route table. */
#ifndef YM_HTTP_OPENAPI_H
#define YM_HTTP_OPENAPI_H

#include "base/buf.h"
#include "http/route.h"

/* A named JSON Schema that rows refer to. */
struct ym_http_schema {
    const char *name; /* "Dispute" */
    const char *json; /* the schema as JSON text; refers to others by "#/components/schemas/X" */
};

struct ym_http_api {
    const char *title;
    const char *version;
    const char *summary;
    const struct ym_http_route *routes;
    size_t routes_n;
    const struct ym_http_schema *schemas;
    size_t schemas_n;
    /* The name of a row's right, shown as "x-right" of rows that ask one; NULL: none. */
    const char *(*right_name)(unsigned right);
};

/* NULL when every schema that a row names exists, once; else the first name that does not. */
const char *ym_http_openapi_fault(const struct ym_http_api *api);

/* Append the document to out: info, paths in the order of the table, components. The schema
 * "Problem" and the security schemes "bearer" and "session" are added by itself. Fails as ym_buf
 * does. */
void ym_http_openapi(const struct ym_http_api *api, struct ym_buf *out);

#endif
