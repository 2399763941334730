/* SPDX-License-Identifier: Apache-2.0 */
/* The route table: one constant row for each call of the contract.
 *
 * The same rows route requests, check their query parameters, bodies and keys, and print the
 * OpenAPI document, so the description cannot drift from the behaviour. */
#ifndef YM_HTTP_ROUTE_H
#define YM_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "yima/span.h"

struct ym_http_request;

#define YM_HTTP_METHODS(X) X(GET) X(HEAD) X(POST) X(PUT) X(PATCH) X(DELETE) X(OPTIONS)

enum ym_http_method {
    YM_HTTP_OTHER, /* any method not listed */
#define X(name) YM_HTTP_##name,
    YM_HTTP_METHODS(X)
#undef X
};

/* What a row asks of a request before its handler is called, and says in the document. */
enum ym_http_flag {
    YM_HTTP_AUTH = 1 << 0,     /* documented as needing credentials; 401 in the document */
    YM_HTTP_KEY = 1 << 1,      /* needs an Idempotency-Key; 400 without */
    YM_HTTP_IF_MATCH = 1 << 2, /* takes If-Match; documented, judged by the handler */
    YM_HTTP_PAGE = 1 << 3,     /* answers a page for people: the server's problems are the same,
                                  the content security policy is the handler's */
    YM_HTTP_QUIET = 1 << 4,    /* no access log line while it answers 2xx: probes */
    YM_HTTP_BODY_OPTIONAL = 1 << 5, /* an empty body is legal */
    YM_HTTP_FILE = 1 << 6, /* a file, the same for everybody: credentials are not looked at, and any
                              query is taken and left to the page, the handler sees none of it */
    YM_HTTP_OCTETS = 1 << 7, /* the body is application/octet-stream, bytes as they are */
};

/* Must answer rq exactly once, now or later, by one function of http/request.h. */
typedef void ym_http_handler_fn(struct ym_http_request *rq, void *app);

/* A query parameter that a row takes. One not listed, or one given twice, is a 400. */
struct ym_http_param {
    const char *name;
    const char *schema; /* JSON Schema fragment; NULL means {"type":"string"} */
    const char *summary;
};

/* An answer beyond the problems that the flags imply. */
struct ym_http_answer {
    int status;
    const char *schema;  /* name in the schema table; NULL: no body, or not JSON */
    const char *media;   /* NULL means application/json when there is a schema */
    const char *summary; /* what it means */
};

struct ym_http_route {
    enum ym_http_method method; /* GET serves HEAD too; HEAD and OPTIONS are not for rows */
    const char *path;           /* template, "/api/v1/disputes/{id}" */
    ym_http_handler_fn *handler;
    unsigned flags;                    /* of enum ym_http_flag */
    unsigned right;                    /* what the caller must have; the front handler's to judge */
    size_t body_bytes_max;             /* 0: takes no body; otherwise application/json, unless the
                                          flags say OCTETS */
    const char *operation;             /* operationId, unique */
    const char *summary;               /* one sentence */
    const char *tag;                   /* group in the document; may be NULL */
    const char *request;               /* schema name of the body; NULL when none */
    const struct ym_http_param *query; /* legal query parameters */
    size_t query_n;
    const struct ym_http_answer *answers; /* what it answers when all is well, and its own errors */
    size_t answers_n;
};

/* "GET"; "OTHER" for any method not listed. */
const char *ym_http_method_name(enum ym_http_method method);

/* The method named exactly so (methods are case-sensitive), or YM_HTTP_OTHER. */
enum ym_http_method ym_http_method_of(struct ym_span name);

/* NULL when the table is sound, else what is wrong with it: a template that does not parse, two
 * rows for one method and path, an operation named twice, a row without a handler or with HEAD. */
const char *ym_http_routes_fault(const struct ym_http_route *routes, size_t n);

#endif
