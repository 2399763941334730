/* SPDX-License-Identifier: Apache-2.0 */
/* The route table: its faults, matching, and the OpenAPI document printed from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "http/openapi.h"
#include "router.h"
#include "toy.h"

static void handler(struct ym_http_request *rq, void *app)
{
    (void)rq;
    (void)app;
}

#define ROW(m, p, op)                                                                              \
    {                                                                                              \
        .method = YM_HTTP_##m, .path = p, .handler = handler, .operation = op, .summary = "s"      \
    }

struct faulty {
    struct ym_http_route row[2];
    const char *fault;
};

static const struct faulty faulty[] = {
    { { ROW(GET, "/a", "a"), ROW(POST, "/a", "b") }, NULL },
    { { ROW(GET, "/a/b", "a"), ROW(GET, "/a/{x}", "b") }, NULL },
    { { ROW(GET, "/a/{x}", "a"), ROW(GET, "/a/b", "b") }, "a row is hidden by an earlier one" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/a", "b") }, "a row is hidden by an earlier one" },
    { { ROW(GET, "/{x}", "a"), ROW(POST, "/{y}", "b") },
      "two rows name the parameters of one path differently" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/b", "a") }, "an operation is named twice" },
    { { ROW(GET, "/a", "a"), ROW(GET, "b", "b") }, "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/{}", "b") }, "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/{x", "b") }, "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/x}", "b") }, "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/{a}/{b}/{c}/{d}", "b") }, NULL },
    { { ROW(GET, "/a", "a"), ROW(GET, "/{a}/{b}/{c}/{d}/{e}", "b") },
      "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7", "b") }, NULL },
    { { ROW(GET, "/a", "a"), ROW(GET, "/1/2/3/4/5/6/7/8/9/1/2/3/4/5/6/7/8", "b") },
      "a path template does not parse" },
    { { ROW(GET, "/a", "a"), ROW(HEAD, "/b", "b") },
      "a row has a method that the server answers by itself" },
    { { ROW(GET, "/a", "a"), ROW(OPTIONS, "/b", "b") },
      "a row has a method that the server answers by itself" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/b", NULL) }, "a row has no operation or no summary" },
    { { ROW(GET, "/a", "a"), { .method = YM_HTTP_GET, .path = "/b", .operation = "b" } },
      "a row has no handler" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/healthz", "b") }, "a row is hidden by an earlier one" },
    { { ROW(GET, "/a", "a"), ROW(GET, "/b", "readyz") }, "an operation is named twice" },
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(faulty) / sizeof(faulty[0]); i++) {
        const char *fault = ym_http_routes_fault(faulty[i].row, 2);

        if (faulty[i].fault == NULL ? fault != NULL
                                    : fault == NULL || strcmp(fault, faulty[i].fault) != 0)
            fail_msg("row %zu: %s", i, fault == NULL ? "no fault" : fault);
    }
    assert_null(ym_http_routes_fault(toy_routes, toy_routes_n));
    assert_non_null(ym_http_routes_fault(toy_routes, YM_HTTP_ROUTES_MAX));
}

static const struct ym_http_api api = {
    .title = "Toy \"一码\"",
    .version = "1",
    .summary = "toys",
    .routes = toy_routes,
    .schemas = (const struct ym_http_schema[]){ { "Toy", "{\"type\":\"object\"}" } },
    .schemas_n = 1,
};

static cJSON *at(cJSON *node, const char *key)
{
    cJSON *found = cJSON_GetObjectItemCaseSensitive(node, key);

    if (found == NULL)
        fail_msg("the document has no %s", key);
    return found;
}

static cJSON *print(void)
{
    struct ym_http_api full = api;
    struct ym_buf b;
    cJSON *doc;

    full.routes_n = toy_routes_n;
    assert_null(ym_http_openapi_fault(&full));
    ym_buf_init(&b, YM_HTTP_OPENAPI_BYTES_MAX);
    ym_http_openapi(&full, &b);
    assert_true(ym_buf_ok(&b));
    doc = cJSON_ParseWithOpts(b.at, NULL, 1);
    assert_non_null(doc);
    ym_buf_release(&b);
    return doc;
}

/* Each row is in the document, once, with its path parameters and its refusals. */
static void test_every_row_is_described(void **state)
{
    static const char *const lower[] = { [YM_HTTP_GET] = "get",
                                         [YM_HTTP_POST] = "post",
                                         [YM_HTTP_PUT] = "put",
                                         [YM_HTTP_DELETE] = "delete" };
    cJSON *doc = print();
    cJSON *paths = at(doc, "paths");
    size_t seen = 0;

    (void)state;
    assert_string_equal(at(doc, "openapi")->valuestring, "3.1.0");
    assert_string_equal(at(at(doc, "info"), "title")->valuestring, "Toy \"一码\"");
    for (size_t i = 0; i < toy_routes_n; i++) {
        const struct ym_http_route *r = &toy_routes[i];
        cJSON *op = at(at(paths, r->path), lower[r->method]);
        cJSON *responses = at(op, "responses");

        assert_string_equal(at(op, "operationId")->valuestring, r->operation);
        assert_non_null(at(responses, "200"));
        assert_non_null(at(responses, "400"));
        assert_int_equal(cJSON_HasObjectItem(responses, "401"), (r->flags & YM_HTTP_AUTH) != 0);
        assert_int_equal(cJSON_HasObjectItem(responses, "413"), r->body_bytes_max > 0);
        assert_int_equal(cJSON_HasObjectItem(op, "requestBody"), r->body_bytes_max > 0);
        assert_int_equal(cJSON_HasObjectItem(op, "security"), (r->flags & YM_HTTP_AUTH) != 0);
    }
    for (cJSON *path = paths->child; path != NULL; path = path->next)
        seen += (size_t)cJSON_GetArraySize(path);
    assert_int_equal(seen, toy_routes_n + HTTP_PROBES_N);
    cJSON_Delete(doc);
}

static void test_parameters_are_described(void **state)
{
    cJSON *doc = print();
    cJSON *paths = at(doc, "paths");
    cJSON *part = at(at(at(paths, "/toy/item/{id}/part/{part}"), "get"), "parameters");
    cJSON *keyed = at(at(at(paths, "/toy/keyed"), "post"), "parameters");
    cJSON *item = at(at(at(paths, "/toy/item/{id}"), "delete"), "parameters");

    (void)state;
    assert_int_equal(cJSON_GetArraySize(part), 2 + 3);
    assert_string_equal(at(cJSON_GetArrayItem(part, 1), "name")->valuestring, "part");
    assert_string_equal(at(cJSON_GetArrayItem(part, 1), "in")->valuestring, "path");
    assert_string_equal(at(cJSON_GetArrayItem(keyed, 3), "name")->valuestring, "Idempotency-Key");
    assert_string_equal(at(cJSON_GetArrayItem(item, 4), "name")->valuestring, "If-Match");
    assert_non_null(at(at(at(doc, "components"), "schemas"), "Problem"));
    cJSON_Delete(doc);
}

static void test_a_missing_schema_is_named(void **state)
{
    static const struct ym_http_schema twice[] = { { "Toy", "{}" }, { "Toy", "{}" } };
    struct ym_http_api bad = api;

    (void)state;
    bad.routes_n = toy_routes_n;
    bad.schemas_n = 0;
    assert_string_equal(ym_http_openapi_fault(&bad), "Toy");
    bad.schemas = twice;
    bad.schemas_n = 2;
    assert_string_equal(ym_http_openapi_fault(&bad), "Toy");
}

/* Past its maximum the document fails as a whole. */
static void test_a_document_too_large(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 100);
    ym_http_openapi(&api, &b);
    assert_false(ym_buf_ok(&b));
    ym_buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_every_row_is_described),
        cmocka_unit_test(test_parameters_are_described),
        cmocka_unit_test(test_a_missing_schema_is_named),
        cmocka_unit_test(test_a_document_too_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
