/* SPDX-License-Identifier: Apache-2.0 */
#include "router.h"

#include <assert.h>
#include <string.h>

static const struct ym_span method_names[] = { [YM_HTTP_OTHER] = { "OTHER", 5 },
#define X(name) [YM_HTTP_##name] = { #name, sizeof(#name) - 1 },
                                               YM_HTTP_METHODS(X)
#undef X
};

#define METHODS_N (sizeof(method_names) / sizeof(method_names[0]))

const char *ym_http_method_name(enum ym_http_method method)
{
    assert((size_t)method < METHODS_N);
    return method_names[method].at;
}

enum ym_http_method ym_http_method_of(struct ym_span name)
{
    for (size_t m = YM_HTTP_OTHER + 1; m < METHODS_N; m++) {
        if (ym_span_is(name, method_names[m]))
            return (enum ym_http_method)m;
    }
    return YM_HTTP_OTHER;
}

/* Take one segment of a template. False when it is malformed or one too many. */
static bool add_segment(struct template *t, struct ym_span s)
{
    const bool is_param = s.n > 0 && s.at[0] == '{';

    if (t->n == YM_HTTP_PATH_SEGMENTS_MAX)
        return false;
    if (is_param) {
        if (s.n < 3 || s.at[s.n - 1] != '}' || t->param_n == YM_HTTP_PATH_PARAMS_MAX)
            return false;
        s = (struct ym_span){ s.at + 1, s.n - 2 };
        t->param_n++;
    }
    if (s.n > 0 && (memchr(s.at, '{', s.n) != NULL || memchr(s.at, '}', s.n) != NULL))
        return false;
    t->is_param[t->n] = is_param;
    t->segment[t->n++] = s;
    return true;
}

bool http_template_parse(const char *path, struct template *ret)
{
    ret->n = 0;
    ret->param_n = 0;
    if (path == NULL || path[0] != '/')
        return false;
    do {
        const size_t n = strcspn(++path, "/");

        if (!add_segment(ret, (struct ym_span){ path, n }))
            return false;
        path += n;
    } while (*path == '/');
    return true;
}

/* Do both templates take the same paths? */
static bool is_same(const struct template *a, const struct template *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (a->is_param[i] != b->is_param[i])
            return false;
        if (!a->is_param[i] && !ym_span_is(a->segment[i], b->segment[i]))
            return false;
    }
    return true;
}

/* Does the earlier template take every path that the later one takes? */
static bool covers(const struct template *earlier, const struct template *later)
{
    if (earlier->n != later->n)
        return false;
    for (size_t i = 0; i < earlier->n; i++) {
        if (earlier->is_param[i])
            continue;
        if (later->is_param[i] || !ym_span_is(earlier->segment[i], later->segment[i]))
            return false;
    }
    return true;
}

static const char *row_fault(const struct ym_http_route *r)
{
    if (r->handler == NULL)
        return "a row has no handler";
    if (r->method == YM_HTTP_OTHER || r->method == YM_HTTP_HEAD || r->method == YM_HTTP_OPTIONS)
        return "a row has a method that the server answers by itself";
    if (r->operation == NULL || r->summary == NULL)
        return "a row has no operation or no summary";
    if (r->query_n > YM_HTTP_QUERY_PARAMS_MAX)
        return "a row takes too many query parameters";
    return NULL;
}

static const char *pair_fault(const struct ym_http_route *earlier,
                              const struct ym_http_route *later)
{
    struct template a;
    struct template b;

    if (strcmp(earlier->operation, later->operation) == 0)
        return "an operation is named twice";
    if (!http_template_parse(earlier->path, &a) || !http_template_parse(later->path, &b))
        return "a path template does not parse";
    if (is_same(&a, &b) && strcmp(earlier->path, later->path) != 0)
        return "two rows name the parameters of one path differently";
    if (earlier->method == later->method && covers(&a, &b))
        return "a row is hidden by an earlier one";
    return NULL;
}

const char *ym_http_routes_fault(const struct ym_http_route *routes, size_t n)
{
    const char *fault = NULL;
    struct template t;

    if (n + HTTP_PROBES_N > YM_HTTP_ROUTES_MAX)
        return "the table has too many rows";
    for (size_t i = 0; i < n && fault == NULL; i++) {
        fault = row_fault(&routes[i]);
        if (fault == NULL && !http_template_parse(routes[i].path, &t))
            fault = "a path template does not parse";
        for (size_t j = 0; j < i && fault == NULL; j++)
            fault = pair_fault(&routes[j], &routes[i]);
        for (size_t j = 0; j < HTTP_PROBES_N && fault == NULL; j++)
            fault = pair_fault(&http_probes[j], &routes[i]);
    }
    return fault;
}

void http_router_add(struct http_router *r, const struct ym_http_route *routes, size_t n)
{
    assert(n <= YM_HTTP_ROUTES_MAX - r->n);
    for (size_t i = 0; i < n; i++) {
        const bool is_sound = http_template_parse(routes[i].path, &r->template[r->n]);

        assert(is_sound);
        r->route[r->n++] = &routes[i];
    }
}

static bool takes(const struct template *t, const struct uri *uri)
{
    if (t->n != uri->segment_n)
        return false;
    for (size_t i = 0; i < t->n; i++) {
        if (t->is_param[i] ? uri->segment[i].n == 0 : !ym_span_is(t->segment[i], uri->segment[i]))
            return false;
    }
    return true;
}

static void take(const struct ym_http_route *route, const struct template *t, const struct uri *uri,
                 struct match *ret)
{
    ret->route = route;
    for (size_t i = 0; i < t->n; i++) {
        if (t->is_param[i])
            ret->param[ret->param_n++] = uri->segment[i];
    }
}

void http_router_match(const struct http_router *r, enum ym_http_method method,
                       const struct uri *uri, struct match *ret)
{
    const enum ym_http_method want = method == YM_HTTP_HEAD ? YM_HTTP_GET : method;

    ret->route = NULL;
    ret->param_n = 0;
    ret->allowed = 0;
    if (uri->is_deep)
        return;
    for (size_t i = 0; i < r->n && ret->route == NULL; i++) {
        if (!takes(&r->template[i], uri))
            continue;
        ret->allowed |= 1u << r->route[i]->method;
        if (r->route[i]->method == want)
            take(r->route[i], &r->template[i], uri, ret);
    }
}

void http_router_allow(unsigned allowed, char ret[ALLOW_BYTES_MAX])
{
    size_t n = 0;

    allowed |= 1u << YM_HTTP_OPTIONS;
    if ((allowed & (1u << YM_HTTP_GET)) != 0)
        allowed |= 1u << YM_HTTP_HEAD;
    for (size_t m = YM_HTTP_OTHER + 1; m < METHODS_N; m++) {
        if ((allowed & (1u << m)) == 0)
            continue;
        if (n > 0) {
            memcpy(ret + n, ", ", 2);
            n += 2;
        }
        assert(n + method_names[m].n + 3 <= ALLOW_BYTES_MAX);
        memcpy(ret + n, method_names[m].at, method_names[m].n);
        n += method_names[m].n;
    }
    ret[n] = '\0';
}
