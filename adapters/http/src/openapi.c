/* SPDX-License-Identifier: Apache-2.0 */
#include "http/openapi.h"

#include <assert.h>
#include <string.h>

#include "http/limits.h"
#include "jsontext.h"
#include "router.h"

#define PROBLEM_MEDIA "application/problem+json"

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457 problem document\","
    "\"required\":[\"type\",\"title\",\"status\",\"instance\"],"
    "\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"}},"
    "\"additionalProperties\":true}";

/* The problems that a row's flags imply, beyond its own answers. */
struct implied {
    int status;
    unsigned flags; /* any of these; 0: always */
    bool with_body; /* only where a body is taken */
    bool with_path; /* only where the path has a parameter */
    const char *summary;
};

static const struct implied implied[] = {
    { .status = 400, .summary = "the request is not well formed" },
    { .status = 401, .flags = YM_HTTP_AUTH, .summary = "no valid credentials" },
    { .status = 403, .flags = YM_HTTP_AUTH, .summary = "this actor may not do this here" },
    { .status = 404, .with_path = true, .summary = "there is nothing at this address" },
    { .status = 412, .flags = YM_HTTP_IF_MATCH, .summary = "the version given is not current" },
    { .status = 413, .with_body = true, .summary = "the body is larger than its limit" },
    { .status = 415, .with_body = true, .summary = "the body must be application/json" },
    { .status = 422, .with_body = true, .summary = "a field holds what it may not hold" },
    { .status = 503, .summary = "more work is waiting than fits; Retry-After says when" },
};

static const char *const lower_names[] = {
    [YM_HTTP_GET] = "get",     [YM_HTTP_POST] = "post",     [YM_HTTP_PUT] = "put",
    [YM_HTTP_PATCH] = "patch", [YM_HTTP_DELETE] = "delete",
};

static bool has_schema(const struct ym_http_api *api, const char *name)
{
    size_t seen = strcmp(name, "Problem") == 0 ? 1 : 0;

    for (size_t i = 0; i < api->schemas_n; i++) {
        if (strcmp(api->schemas[i].name, name) == 0)
            seen++;
    }
    return seen == 1;
}

const char *ym_http_openapi_fault(const struct ym_http_api *api)
{
    for (size_t i = 0; i < api->schemas_n; i++) {
        if (!has_schema(api, api->schemas[i].name))
            return api->schemas[i].name;
    }
    for (size_t i = 0; i < api->routes_n; i++) {
        const struct ym_http_route *r = &api->routes[i];

        if (r->request != NULL && !has_schema(api, r->request))
            return r->request;
        for (size_t j = 0; j < r->answers_n; j++) {
            const char *name = r->answers[j].schema;

            if (name != NULL && !has_schema(api, name))
                return name;
        }
    }
    return NULL;
}

/* "content":{media:{"schema":...}}; a NULL schema means bytes. */
static void put_content(struct ym_buf *b, const char *media, const char *schema)
{
    http_json_key(b, "content");
    ym_buf_putc(b, '{');
    http_json_key(b, media);
    ym_buf_puts(b, "{\"schema\":{");
    if (schema == NULL)
        ym_buf_puts(b, "\"type\":\"string\"");
    else
        ym_buf_printf(b, "\"$ref\":\"#/components/schemas/%s\"", schema);
    ym_buf_puts(b, "}}}");
}

static void put_parameter(struct ym_buf *b, const char *in, const char *name, bool is_required,
                          const struct ym_http_param *p)
{
    http_json_next(b);
    ym_buf_putc(b, '{');
    http_json_member(b, "name", name);
    http_json_member(b, "in", in);
    if (is_required)
        ym_buf_puts(b, ",\"required\":true");
    if (p->summary != NULL)
        http_json_member(b, "description", p->summary);
    http_json_key(b, "schema");
    ym_buf_puts(b, p->schema != NULL ? p->schema : "{\"type\":\"string\"}");
    ym_buf_putc(b, '}');
}

static void put_path_parameters(struct ym_buf *b, const struct ym_http_route *r)
{
    static const struct ym_http_param any = { NULL, NULL, NULL };
    struct template t;
    const bool is_sound = http_template_parse(r->path, &t);

    assert(is_sound);
    for (size_t i = 0; i < t.n; i++) {
        char name[64];

        if (!t.is_param[i])
            continue;
        assert(t.segment[i].n < sizeof(name));
        memcpy(name, t.segment[i].at, t.segment[i].n);
        name[t.segment[i].n] = '\0';
        put_parameter(b, "path", name, true, &any);
    }
}

static void put_parameters(struct ym_buf *b, const struct ym_http_route *r)
{
    static const struct ym_http_param key = {
        NULL, "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255,\"pattern\":\"^[!-~]+$\"}",
        "the same key gives the same answer; another body under it is a 422"
    };
    static const struct ym_http_param version = {
        NULL, NULL, "the ETag that this change is based on; 412 when it is no longer current"
    };

    http_json_key(b, "parameters");
    ym_buf_putc(b, '[');
    put_path_parameters(b, r);
    for (size_t i = 0; i < r->query_n; i++)
        put_parameter(b, "query", r->query[i].name, false, &r->query[i]);
    if ((r->flags & YM_HTTP_KEY) != 0)
        put_parameter(b, "header", "Idempotency-Key", true, &key);
    if ((r->flags & YM_HTTP_IF_MATCH) != 0)
        put_parameter(b, "header", "If-Match", false, &version);
    ym_buf_putc(b, ']');
}

static bool is_answered(const struct ym_http_route *r, int status)
{
    for (size_t i = 0; i < r->answers_n; i++) {
        if (r->answers[i].status == status)
            return true;
    }
    return false;
}

static void put_answer(struct ym_buf *b, const struct ym_http_answer *a)
{
    http_json_next(b);
    ym_buf_printf(b, "\"%d\":{", a->status);
    http_json_member(b, "description", a->summary != NULL ? a->summary : "done");
    if (a->media != NULL || a->schema != NULL)
        put_content(b, a->media != NULL ? a->media : "application/json", a->schema);
    ym_buf_putc(b, '}');
}

static bool is_implied(const struct implied *p, const struct ym_http_route *r)
{
    if (p->flags != 0 && (p->flags & r->flags) == 0)
        return false;
    if (p->with_body && r->body_bytes_max == 0)
        return false;
    if (p->with_path && strchr(r->path, '{') == NULL)
        return false;
    return !is_answered(r, p->status);
}

static void put_responses(struct ym_buf *b, const struct ym_http_route *r)
{
    http_json_key(b, "responses");
    ym_buf_putc(b, '{');
    for (size_t i = 0; i < r->answers_n; i++)
        put_answer(b, &r->answers[i]);
    for (size_t i = 0; i < sizeof(implied) / sizeof(implied[0]); i++) {
        const struct ym_http_answer a = { implied[i].status, "Problem", PROBLEM_MEDIA,
                                          implied[i].summary };

        if (is_implied(&implied[i], r))
            put_answer(b, &a);
    }
    ym_buf_putc(b, '}');
}

static void put_operation(struct ym_buf *b, const struct ym_http_route *r)
{
    http_json_key(b, lower_names[r->method]);
    ym_buf_putc(b, '{');
    http_json_member(b, "operationId", r->operation);
    http_json_member(b, "summary", r->summary);
    if (r->tag != NULL) {
        http_json_key(b, "tags");
        ym_buf_putc(b, '[');
        http_json_string(b, ym_span_of(r->tag));
        ym_buf_putc(b, ']');
    }
    put_parameters(b, r);
    if (r->body_bytes_max > 0) {
        http_json_key(b, "requestBody");
        ym_buf_printf(b, "{\"required\":%s",
                      (r->flags & YM_HTTP_BODY_OPTIONAL) != 0 ? "false" : "true");
        ym_buf_printf(b, ",\"description\":\"at most %zu bytes\"", r->body_bytes_max);
        put_content(b, "application/json", r->request);
        ym_buf_putc(b, '}');
    }
    put_responses(b, r);
    if ((r->flags & YM_HTTP_AUTH) != 0)
        ym_buf_puts(b, ",\"security\":[{\"bearer\":[]}]");
    ym_buf_putc(b, '}');
}

/* One path item for each path, where the table first names it. */
static void put_paths(struct ym_buf *b, const struct ym_http_route *routes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool is_first = true;

        for (size_t j = 0; j < i && is_first; j++)
            is_first = strcmp(routes[j].path, routes[i].path) != 0;
        if (!is_first)
            continue;
        http_json_key(b, routes[i].path);
        ym_buf_putc(b, '{');
        for (size_t j = i; j < n; j++) {
            if (strcmp(routes[j].path, routes[i].path) == 0)
                put_operation(b, &routes[j]);
        }
        ym_buf_putc(b, '}');
    }
}

void ym_http_openapi(const struct ym_http_api *api, struct ym_buf *out)
{
    assert(ym_http_openapi_fault(api) == NULL);
    ym_buf_puts(out, "{\"openapi\":\"3.1.0\",\"info\":{");
    http_json_member(out, "title", api->title);
    http_json_member(out, "version", api->version);
    http_json_member(out, "summary", api->summary);
    ym_buf_puts(out, "},\"paths\":{");
    put_paths(out, api->routes, api->routes_n);
    put_paths(out, http_probes, HTTP_PROBES_N);
    ym_buf_puts(out, "},\"components\":{\"schemas\":{");
    http_json_key(out, "Problem");
    ym_buf_puts(out, problem_schema);
    for (size_t i = 0; i < api->schemas_n; i++) {
        http_json_key(out, api->schemas[i].name);
        ym_buf_puts(out, api->schemas[i].json);
    }
    ym_buf_puts(out,
                "},\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}}}}");
}
