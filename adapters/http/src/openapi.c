/* SPDX-License-Identifier: Apache-2.0 */
#include "http/openapi.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "http/limits.h"
#include "json/write.h"
#include "router.h"

#define PROBLEM_MEDIA    "application/problem+json"
#define NAME_BYTES_MAX   64 /* of a parameter, of a reference to a schema, of "at most n bytes" */
#define STATUS_BYTES_MAX 16 /* of a status in decimal digits */

static const char problem_schema[] =
    "{\"type\":\"object\",\"description\":\"RFC 9457 problem document\","
    "\"required\":[\"type\",\"title\",\"status\",\"instance\"],"
    "\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":\"array\",\"description\":\"all that is wrong with the body\","
    "\"items\":{\"type\":\"object\",\"required\":[\"pointer\",\"code\",\"detail\"]}}},"
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

static void put_json(struct json_out *w, const char *key, const char *json)
{
    json_add_raw(w, key, ym_span_of(json));
}

/* media:{"schema":...}; a NULL schema means bytes. */
static void put_medium(struct json_out *w, const char *media, const char *schema)
{
    json_put_key(w, media);
    json_put_object(w);
    json_put_key(w, "schema");
    json_put_object(w);
    if (schema == NULL) {
        json_add_word(w, "type", "string");
    } else {
        char ref[NAME_BYTES_MAX];
        const int n = snprintf(ref, sizeof(ref), "#/components/schemas/%s", schema);

        assert(n > 0 && (size_t)n < sizeof(ref));
        json_add_word(w, "$ref", ref);
    }
    json_put_object_end(w);
    json_put_object_end(w);
}

static void put_parameter(struct json_out *w, const char *in, const char *name, bool is_required,
                          const struct ym_http_param *p)
{
    json_put_object(w);
    json_add_word(w, "name", name);
    json_add_word(w, "in", in);
    if (is_required)
        json_add_bool(w, "required", true);
    if (p->summary != NULL)
        json_add_word(w, "description", p->summary);
    put_json(w, "schema", p->schema != NULL ? p->schema : "{\"type\":\"string\"}");
    json_put_object_end(w);
}

static void put_path_parameters(struct json_out *w, const struct ym_http_route *r)
{
    static const struct ym_http_param any = { NULL, NULL, NULL };
    struct template t;
    const bool is_sound = http_template_parse(r->path, &t);

    assert(is_sound);
    for (size_t i = 0; i < t.n; i++) {
        char name[NAME_BYTES_MAX];

        if (!t.is_param[i])
            continue;
        assert(t.segment[i].n < sizeof(name));
        memcpy(name, t.segment[i].at, t.segment[i].n);
        name[t.segment[i].n] = '\0';
        put_parameter(w, "path", name, true, &any);
    }
}

static void put_parameters(struct json_out *w, const struct ym_http_route *r)
{
    static const struct ym_http_param key = {
        NULL, "{\"type\":\"string\",\"minLength\":1,\"maxLength\":255,\"pattern\":\"^[!-~]+$\"}",
        "the same key gives the same answer; another body under it is a 422"
    };
    static const struct ym_http_param version = {
        NULL, NULL, "the ETag that this change is based on; 412 when it is no longer current"
    };

    json_put_key(w, "parameters");
    json_put_array(w);
    put_path_parameters(w, r);
    for (size_t i = 0; i < r->query_n; i++)
        put_parameter(w, "query", r->query[i].name, false, &r->query[i]);
    if ((r->flags & YM_HTTP_KEY) != 0)
        put_parameter(w, "header", "Idempotency-Key", true, &key);
    if ((r->flags & YM_HTTP_IF_MATCH) != 0)
        put_parameter(w, "header", "If-Match", false, &version);
    json_put_array_end(w);
}

static bool is_answered(const struct ym_http_route *r, int status)
{
    for (size_t i = 0; i < r->answers_n; i++) {
        if (r->answers[i].status == status)
            return true;
    }
    return false;
}

/* The answers of one status, n of them: each its own medium, described by the first. */
static void put_answer(struct json_out *w, const struct ym_http_answer *a, size_t n)
{
    char status[STATUS_BYTES_MAX];

    (void)snprintf(status, sizeof(status), "%d", a->status);
    json_put_key(w, status);
    json_put_object(w);
    json_add_word(w, "description", a->summary != NULL ? a->summary : "done");
    if (a->media != NULL || a->schema != NULL) {
        json_put_key(w, "content");
        json_put_object(w);
        for (size_t i = 0; i < n; i++)
            put_medium(w, a[i].media != NULL ? a[i].media : "application/json", a[i].schema);
        json_put_object_end(w);
    }
    json_put_object_end(w);
}

/* How many answers from a on, at most max, are of its status. */
static size_t same_status(const struct ym_http_answer *a, size_t max)
{
    size_t n = 1;

    while (n < max && a[n].status == a->status)
        n++;
    return n;
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

static void put_responses(struct json_out *w, const struct ym_http_route *r)
{
    json_put_key(w, "responses");
    json_put_object(w);
    for (size_t i = 0; i < r->answers_n;) {
        const size_t n = same_status(&r->answers[i], r->answers_n - i);

        put_answer(w, &r->answers[i], n);
        i += n;
    }
    for (size_t i = 0; i < sizeof(implied) / sizeof(implied[0]); i++) {
        const struct ym_http_answer a = { implied[i].status, "Problem", PROBLEM_MEDIA,
                                          implied[i].summary };

        if (is_implied(&implied[i], r))
            put_answer(w, &a, 1);
    }
    json_put_object_end(w);
}

static void put_body(struct json_out *w, const struct ym_http_route *r)
{
    char limit[NAME_BYTES_MAX];

    (void)snprintf(limit, sizeof(limit), "at most %zu bytes", r->body_bytes_max);
    json_put_key(w, "requestBody");
    json_put_object(w);
    json_add_bool(w, "required", (r->flags & YM_HTTP_BODY_OPTIONAL) == 0);
    json_add_word(w, "description", limit);
    json_put_key(w, "content");
    json_put_object(w);
    put_medium(w,
               (r->flags & YM_HTTP_OCTETS) != 0 ? "application/octet-stream" : "application/json",
               r->request);
    json_put_object_end(w);
    json_put_object_end(w);
}

static void put_operation(struct json_out *w, const struct ym_http_api *api,
                          const struct ym_http_route *r)
{
    json_put_key(w, lower_names[r->method]);
    json_put_object(w);
    json_add_word(w, "operationId", r->operation);
    json_add_word(w, "summary", r->summary);
    if (r->tag != NULL) {
        json_put_key(w, "tags");
        json_put_array(w);
        json_put_word(w, r->tag);
        json_put_array_end(w);
    }
    put_parameters(w, r);
    if (r->body_bytes_max > 0)
        put_body(w, r);
    put_responses(w, r);
    if ((r->flags & YM_HTTP_AUTH) != 0)
        put_json(w, "security", "[{\"bearer\":[]},{\"session\":[]}]");
    if (r->right != 0 && api->right_name != NULL)
        json_add_word(w, "x-right", api->right_name(r->right));
    json_put_object_end(w);
}

/* One path item for each path, where the table first names it. */
static void put_paths(struct json_out *w, const struct ym_http_api *api,
                      const struct ym_http_route *routes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool is_first = true;

        for (size_t j = 0; j < i && is_first; j++)
            is_first = strcmp(routes[j].path, routes[i].path) != 0;
        if (!is_first)
            continue;
        json_put_key(w, routes[i].path);
        json_put_object(w);
        for (size_t j = i; j < n; j++) {
            if (strcmp(routes[j].path, routes[i].path) == 0)
                put_operation(w, api, &routes[j]);
        }
        json_put_object_end(w);
    }
}

static void put_components(struct json_out *w, const struct ym_http_api *api)
{
    json_put_key(w, "components");
    json_put_object(w);
    json_put_key(w, "schemas");
    json_put_object(w);
    put_json(w, "Problem", problem_schema);
    for (size_t i = 0; i < api->schemas_n; i++)
        put_json(w, api->schemas[i].name, api->schemas[i].json);
    json_put_object_end(w);
    put_json(w, "securitySchemes",
             "{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
             "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"__Host-yima\"}}");
    json_put_object_end(w);
}

void ym_http_openapi(const struct ym_http_api *api, struct ym_buf *out)
{
    struct json_out w = json_out(out);

    assert(ym_http_openapi_fault(api) == NULL);
    json_put_object(&w);
    json_add_word(&w, "openapi", "3.1.0");
    json_put_key(&w, "info");
    json_put_object(&w);
    json_add_word(&w, "title", api->title);
    json_add_word(&w, "version", api->version);
    json_add_word(&w, "summary", api->summary);
    json_put_object_end(&w);
    json_put_key(&w, "paths");
    json_put_object(&w);
    put_paths(&w, api, api->routes, api->routes_n);
    put_paths(&w, api, http_probes, HTTP_PROBES_N);
    json_put_object_end(&w);
    put_components(&w, api);
    json_put_object_end(&w);
}
