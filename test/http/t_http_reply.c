/* SPDX-License-Identifier: Apache-2.0 */
/* What well-formed requests get: bodies, headers, problems, probes, HEAD and OPTIONS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "loop/loop.h"
#include "toy.h"

#define H "Host: a\r\n"

static int start(void **state)
{
    *state = toy_start(NULL, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)toy_stop(*state);
    return 0;
}

static void ask(void **state, const char *request, struct reply *ret)
{
    (void)wire_ask(*state, request, ret);
}

static void expect_header(const struct reply *r, const char *name, const char *value)
{
    char have[512];

    assert_string_equal(reply_header(r, name, have, sizeof(have)), value);
}

/* On every reply, of handlers and of refusals alike. */
static void expect_safe(const struct reply *r)
{
    char id[128];

    expect_header(r, "X-Content-Type-Options", "nosniff");
    expect_header(r, "Referrer-Policy", "no-referrer");
    expect_header(r, "Cache-Control", "no-store");
    expect_header(r, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    expect_header(r, "Server", "");
    assert_true(strlen(reply_header(r, "X-Request-Id", id, sizeof(id))) > 0);
}

struct plain {
    const char *request;
    int status;
    const char *media;
    const char *body;
};

static const struct plain plain[] = {
    { "GET /toy/now HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"now\":true}" },
    { "GET /toy/soon HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"soon\":true}" },
    { "GET /toy/later?ms=20 HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"later\":true}" },
    { "GET http://a/toy/now HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"now\":true}" },
    { "GET /toy/now HTTP/1.0\r\n\r\n", 200, "application/json", "{\"now\":true}" },
    { "GET /toy/now? HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"now\":true}" },
    { "HEAD /toy/now HTTP/1.1\r\n" H "\r\n", 200, "application/json", "" },
    { "HEAD /toy/later HTTP/1.1\r\n" H "\r\n", 200, "application/json", "" },
    { "GET /toy/item/%E4%B8%80%20x/part/~a+b?q=%E7%A0%81+%2B&ms= HTTP/1.1\r\n" H "\r\n", 200,
      "text/plain; charset=utf-8", "一 x|~a+b|码 +|/toy/item/一 x/part/~a+b" },
    { "GET /toy/item/一/part/2 HTTP/1.1\r\n" H "\r\n", 200, "text/plain; charset=utf-8",
      "一|2||/toy/item/一/part/2" },
    { "POST /toy/echo HTTP/1.1\r\n" H
      "Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
      200, "application/json", "{\"a\":1}" },
    { "PUT /toy/echo HTTP/1.1\r\n" H "Content-Type: Application/JSON ; Charset=UTF-8\r\n"
      "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n",
      200, "application/json", "{\"a\":1}" },
    { "POST /toy/keyed HTTP/1.1\r\n" H "Idempotency-Key: !a~\r\nContent-Length: 0\r\n\r\n", 201,
      "text/plain", "!a~" },
    { "DELETE /toy/item/4 HTTP/1.1\r\n" H "\r\n", 204, "", "" },
    { "GET /healthz HTTP/1.1\r\n" H "\r\n", 200, "application/json", "{\"status\":\"ok\"}" },
    { "GET /readyz HTTP/1.1\r\n" H "\r\n", 200, "application/json",
      "{\"status\":\"ready\",\"checks\":{\"links\":2}}" },
};

static void test_good_requests(void **state)
{
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        struct reply r;

        ask(state, plain[i].request, &r);
        assert_int_equal(r.status, plain[i].status);
        expect_header(&r, "Content-Type", plain[i].media);
        assert_string_equal(r.body, plain[i].body);
        expect_safe(&r);
        reply_release(&r);
    }
}

static void test_a_head_tells_the_length(void **state)
{
    struct reply r;

    ask(state, "HEAD /toy/now HTTP/1.1\r\n" H "\r\n", &r);
    expect_header(&r, "Content-Length", "12");
    reply_release(&r);
}

static void test_a_problem_has_its_members(void **state)
{
    struct reply r;

    ask(state,
        "POST /toy/refuse HTTP/1.1\r\n" H "X-Request-Id: my-1.x_Y\r\nContent-Length: 0\r\n\r\n",
        &r);
    assert_int_equal(r.status, 409);
    expect_header(&r, "Content-Type", "application/problem+json");
    expect_header(&r, "X-Request-Id", "my-1.x_Y");
    assert_string_equal(
        r.body, "{\"type\":\"/problems/refused\",\"title\":\"the procedure does not allow this "
                "now\",\"status\":409,\"detail\":\"the \\\"blue\\\" stage takes no\\tsuch "
                "thing: 蓝\",\"instance\":\"my-1.x_Y\",\"rule\":103,\"source\":\"POL-4 s.1\"}");
    expect_safe(&r);
    reply_release(&r);
}

/* A problem is JSON whatever its detail quotes. */
static void test_a_torn_character_is_replaced(void **state)
{
    struct reply r;

    ask(state, "GET /toy/torn HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "\"detail\":\"蓝, cut: \xEF\xBF\xBD\xEF\xBF\xBD\""));
    reply_release(&r);
}

static void test_an_internal_error_tells_nothing(void **state)
{
    struct reply r;

    ask(state, "GET /toy/broken HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 500);
    assert_null(strstr(r.body, "secret"));
    assert_non_null(strstr(r.body, "\"type\":\"/problems/internal\""));
    expect_safe(&r);
    reply_release(&r);
}

static void test_a_401_says_how(void **state)
{
    struct reply r;

    ask(state, "GET /toy/denied HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 401);
    expect_header(&r, "WWW-Authenticate", "Bearer");
    reply_release(&r);
}

static void test_a_strange_request_id_is_replaced(void **state)
{
    char id[128];
    struct reply r;

    ask(state, "GET /toy/now HTTP/1.1\r\n" H "X-Request-Id: a\"b\r\n\r\n", &r);
    assert_int_equal(r.status, 200);
    assert_int_equal(strlen(reply_header(&r, "X-Request-Id", id, sizeof(id))), 24);
    reply_release(&r);
}

static void test_a_handler_may_set_its_own_headers(void **state)
{
    struct reply r;

    ask(state, "GET /toy/page HTTP/1.1\r\n" H "\r\n", &r);
    expect_header(&r, "Cache-Control", "private, max-age=60");
    expect_header(&r, "Content-Security-Policy", "default-src 'self'");
    expect_header(&r, "X-Content-Type-Options", "nosniff");
    assert_null(strstr(strstr(r.head, "Cache-Control") + 1, "Cache-Control"));
    reply_release(&r);
    ask(state, "GET /toy/later HTTP/1.1\r\n" H "\r\n", &r);
    expect_header(&r, "ETag", "\"7\"");
    reply_release(&r);
}

static void test_allow_lists_the_methods(void **state)
{
    struct reply r;

    ask(state, "DELETE /toy/echo HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 405);
    expect_header(&r, "Allow", "POST, PUT, OPTIONS");
    expect_safe(&r);
    reply_release(&r);
    ask(state, "OPTIONS /toy/now HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 204);
    expect_header(&r, "Allow", "GET, HEAD, OPTIONS");
    reply_release(&r);
    ask(state, "OPTIONS * HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 204);
    reply_release(&r);
    ask(state, "OPTIONS /nowhere HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 404);
    reply_release(&r);
}

static void test_not_ready_says_why(void **state)
{
    struct reply r;

    toy_set_ready(*state, false);
    ask(state, "GET /readyz HTTP/1.1\r\n" H "\r\n", &r);
    toy_set_ready(*state, true);
    assert_int_equal(r.status, 503);
    expect_header(&r, "Retry-After", "1");
    assert_non_null(strstr(r.body, "\"detail\":\"no database\""));
    reply_release(&r);
}

static void test_a_large_reply_arrives_whole(void **state)
{
    struct reply r;

    ask(state, "GET /toy/large?bytes=9000000 HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.body_n, 9000000);
    for (size_t i = 0; i < r.body_n; i++) {
        if (r.body[i] != (char)('a' + i % 26))
            fail_msg("byte %zu is wrong", i);
    }
    reply_release(&r);
}

/* One line a request with the template and the id; nothing of what the client sent besides. */
static void test_the_access_log(void **state)
{
    static const char secret[] = "GET /toy/item/SECRET/part/SECRET?q=SECRET HTTP/1.1\r\n" H
                                 "Authorization: Bearer SECRET\r\nX-Request-Id: r1\r\n\r\n";
    struct toy *t = toy_start(NULL, NULL);
    char log[4096];
    struct reply r;

    (void)state;
    assert_int_equal(wire_ask(t, secret, &r), 200);
    reply_release(&r);
    assert_int_equal(wire_ask(t, "GET /SECRET HTTP/1.1\r\n" H "X-Request-Id: r2\r\n\r\n", &r), 404);
    reply_release(&r);
    assert_int_equal(wire_ask(t, "GET /healthz HTTP/1.1\r\n" H "X-Request-Id: r3\r\n\r\n", &r),
                     200);
    reply_release(&r);
    assert_int_equal(wire_ask(t, "GET /toy/broken HTTP/1.1\r\n" H "X-Request-Id: r4\r\n\r\n", &r),
                     500);
    reply_release(&r);
    (void)toy_stop_and_read(t, log, sizeof(log));
    assert_non_null(strstr(log, "\"msg\":\"request\",\"method\":\"GET\","
                                "\"route\":\"/toy/item/{id}/part/{part}\",\"status\":200,\"ms\":"));
    assert_non_null(strstr(log, "\"req_id\":\"r1\""));
    assert_non_null(strstr(log, "\"route\":\"-\",\"status\":404"));
    assert_null(strstr(log, "r3")); /* a probe that goes well is not worth a line */
    assert_non_null(strstr(log, "\"why\":\"secret detail\",\"req_id\":\"r4\""));
    assert_null(strstr(log, "SECRET"));
}

static void test_a_unix_socket_serves_and_goes(void **state)
{
    static const char path[] = "unix:t_http_reply.sock";
    struct toy *t;
    struct reply r;

    (void)state;
    for (int i = 0; i < 2; i++) {
        t = toy_start(NULL, path);
        assert_string_equal(toy_address(t), path);
        assert_int_equal(toy_port(t), 0);
        assert_int_equal(wire_ask(t, "GET /toy/now HTTP/1.1\r\n" H "\r\n", &r), 200);
        reply_release(&r);
        (void)toy_stop(t);
        assert_int_not_equal(access(path + 5, F_OK), 0);
    }
}

/* Opening must fail with a sentence that says what to do. */
static void test_bad_listen_addresses(void **state)
{
    static const char *const bad[] = { "",
                                       "8080",
                                       ":8080",
                                       "localhost:80",
                                       "1.2.3:80",
                                       "[::1:80",
                                       "127.0.0.1:",
                                       "127.0.0.1:65536",
                                       "[]:80",
                                       "unix:",
                                       "127.0.0.1:8x",
                                       "fd:",
                                       "fd:x",
                                       "fd:0",
                                       "fd:3x",
                                       "fd:9999",
                                       "fd:99999999999" };
    struct ym_error err;
    struct ym_loop *loop = ym_loop_new(0, &err);
    struct ym_http_server *s;
    struct ym_http_config config = { .routes = toy_routes, .routes_n = toy_routes_n };
    char too_long[YM_HTTP_UNIX_PATH_MAX + 8];

    (void)state;
    assert_non_null(loop);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        config.listen = bad[i];
        assert_int_equal(ym_http_server_open(loop, &config, &s, &err), YM_E_INVALID);
        assert_null(s);
    }
    (void)snprintf(too_long, sizeof(too_long), "unix:%0*d", (int)YM_HTTP_UNIX_PATH_MAX + 1, 0);
    config.listen = too_long;
    assert_int_equal(ym_http_server_open(loop, &config, &s, &err), YM_E_INVALID);
    config.listen = toy_address(*state); /* the group's own server has it */
    assert_int_equal(ym_http_server_open(loop, &config, &s, &err), YM_E_UNAVAILABLE);
    assert_non_null(strstr(err.text, "in use"));
    ym_loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_requests),
        cmocka_unit_test(test_a_head_tells_the_length),
        cmocka_unit_test(test_a_problem_has_its_members),
        cmocka_unit_test(test_a_torn_character_is_replaced),
        cmocka_unit_test(test_an_internal_error_tells_nothing),
        cmocka_unit_test(test_a_401_says_how),
        cmocka_unit_test(test_a_strange_request_id_is_replaced),
        cmocka_unit_test(test_a_handler_may_set_its_own_headers),
        cmocka_unit_test(test_allow_lists_the_methods),
        cmocka_unit_test(test_not_ready_says_why),
        cmocka_unit_test(test_a_large_reply_arrives_whole),
        cmocka_unit_test(test_the_access_log),
        cmocka_unit_test(test_a_unix_socket_serves_and_goes),
        cmocka_unit_test(test_bad_listen_addresses),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
