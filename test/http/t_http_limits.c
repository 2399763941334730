/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
/* Every limit of http/limits.h that a client can reach: at it, and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "toy.h"

#define H "Host: a\r\n"
#define J H "Content-Type: application/json\r\n"

static const struct ym_http_limits small = {
    .connections_max = 4,
    .requests_max = 3,
    .body_bytes_max = 100000,
    .bodies_bytes_max = 150000,
};

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

static void repeat(struct ym_buf *b, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        ym_buf_puts(b, text);
}

/* Send b, clear it, return the status. */
static int status_of(struct toy *t, struct ym_buf *b)
{
    struct reply r;
    int status;

    assert_true(ym_buf_ok(b));
    status = wire_once(t, b->at, b->n, &r);
    reply_release(&r);
    ym_buf_clear(b);
    return status;
}

static int with_uri(struct toy *t, struct ym_buf *b, size_t n)
{
    static const char begin[] = "/toy/now?q=";

    ym_buf_puts(b, "GET ");
    ym_buf_puts(b, begin);
    repeat(b, "x", n - strlen(begin));
    ym_buf_puts(b, " HTTP/1.1\r\n" H "\r\n");
    return status_of(t, b);
}

static int with_headers(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "GET /toy/now HTTP/1.1\r\n" H);
    repeat(b, "A: b\r\n", n - 1);
    ym_buf_puts(b, "\r\n");
    return status_of(t, b);
}

/* "Host: a" counts 4 + 1 + 4, "A: ..." 1 + n + 4. */
static int with_header_bytes(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "GET /toy/now HTTP/1.1\r\n" H "A: ");
    repeat(b, "b", n - 9 - 5);
    ym_buf_puts(b, "\r\n\r\n");
    return status_of(t, b);
}

static int with_pairs(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "GET /toy/now?q=");
    for (size_t i = 1; i < n; i++)
        ym_buf_printf(b, "&a%zu=", i);
    ym_buf_puts(b, " HTTP/1.1\r\n" H "\r\n");
    return status_of(t, b);
}

static int with_key(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "POST /toy/keyed HTTP/1.1\r\n" H "Content-Length: 0\r\nIdempotency-Key: ");
    repeat(b, "k", n);
    ym_buf_puts(b, "\r\n\r\n");
    return status_of(t, b);
}

static int with_body(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_printf(b, "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: %zu\r\n\r\n", n);
    repeat(b, "1", n);
    return status_of(t, b);
}

/* In chunks of 1000 and one with the rest. */
static int with_chunks(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: chunked\r\n\r\n");
    while (n > 0) {
        const size_t part = n > 1000 ? 1000 : n;

        ym_buf_printf(b, "%zx\r\n", part);
        repeat(b, "1", part);
        ym_buf_puts(b, "\r\n");
        n -= part;
    }
    ym_buf_puts(b, "0\r\n\r\n");
    return status_of(t, b);
}

static int with_segments(struct toy *t, struct ym_buf *b, size_t n)
{
    ym_buf_puts(b, "GET ");
    repeat(b, "/x", n);
    ym_buf_puts(b, " HTTP/1.1\r\n" H "\r\n");
    return status_of(t, b);
}

struct limit {
    int (*with)(struct toy *t, struct ym_buf *b, size_t n);
    size_t at;
    int status;      /* at the limit */
    int past_status; /* one past it */
};

static const struct limit limits[] = {
    { with_uri, YM_HTTP_URI_BYTES_MAX, 200, 414 },
    { with_headers, YM_HTTP_HEADERS_MAX, 200, 431 },
    { with_header_bytes, YM_HTTP_HEADER_BYTES_MAX, 200, 431 },
    { with_pairs, YM_HTTP_QUERY_PARAMS_MAX, 400, 400 }, /* t_http_uri tells them apart */
    { with_key, YM_HTTP_KEY_BYTES_MAX, 201, 400 },
    { with_body, TOY_BODY_MAX, 200, 413 },
    { with_chunks, TOY_BODY_MAX, 200, 413 },
    { with_segments, YM_HTTP_PATH_SEGMENTS_MAX, 404, 404 },
};

static void test_at_and_one_past(void **state)
{
    struct ym_buf b;

    ym_buf_init(&b, 1u << 20);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        assert_int_equal(limits[i].with(*state, &b, limits[i].at), limits[i].status);
        assert_int_equal(limits[i].with(*state, &b, limits[i].at + 1), limits[i].past_status);
    }
    ym_buf_release(&b);
    assert_true(toy_is_quiet(*state, 0));
}

/* A long address and large headers each have a problem type of their own. */
static void test_their_types(void **state)
{
    static const struct {
        const char *head; /* begins the request */
        const char *text; /* makes it too long */
        size_t times;     /* that the text is repeated */
        const char *tail;
        const char *type;
    } rows[] = {
        { "GET /toy/now?q=", "x", YM_HTTP_URI_BYTES_MAX, " HTTP/1.1\r\n" H "\r\n",
          "/problems/uri-too-long" },
        { "GET /toy/now HTTP/1.1\r\n" H, "A: b\r\n", YM_HTTP_HEADERS_MAX, "\r\n",
          "/problems/headers-too-large" },
    };
    struct ym_buf b;

    ym_buf_init(&b, 1u << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct reply r;

        ym_buf_puts(&b, rows[i].head);
        repeat(&b, rows[i].text, rows[i].times);
        ym_buf_puts(&b, rows[i].tail);
        (void)wire_once(*state, b.at, b.n, &r);
        assert_non_null(strstr(r.body, rows[i].type));
        reply_release(&r);
        ym_buf_clear(&b);
    }
    ym_buf_release(&b);
}

/* Far past what the library itself can hold. */
static void test_far_past(void **state)
{
    struct ym_buf b;

    ym_buf_init(&b, 1u << 20);
    assert_int_equal(with_header_bytes(*state, &b, 61440), 431);
    assert_int_equal(with_headers(*state, &b, 1000), 431);
    assert_int_equal(with_uri(*state, &b, (size_t)2 * YM_HTTP_CONNECTION_BYTES), 414);
    ym_buf_release(&b);
    assert_true(toy_is_quiet(*state, 0));
}

/* A refused body within the drain leaves the connection usable; past it the connection ends. */
static void test_the_drain_is_limited(void **state)
{
    struct ym_buf b;
    struct reply r;
    int fd = wire_connect(*state);

    ym_buf_init(&b, 1u << 20);
    ym_buf_printf(&b, "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: %u\r\n\r\n",
                  YM_HTTP_DRAIN_BYTES_MAX);
    repeat(&b, "1", YM_HTTP_DRAIN_BYTES_MAX);
    ym_buf_puts(&b, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_send(fd, b.at, b.n);
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 413);
    reply_release(&r);
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 200);
    reply_release(&r);
    (void)close(fd);

    fd = wire_connect(*state);
    ym_buf_clear(&b);
    ym_buf_printf(&b, "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: %u\r\n\r\n",
                  YM_HTTP_DRAIN_BYTES_MAX + 1);
    wire_send(fd, b.at, b.n);
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 413);
    assert_true(r.is_close);
    reply_release(&r);
    assert_true(wire_is_closed(fd));
    (void)close(fd);

    fd = wire_connect(*state); /* chunked and endless: dropped */
    ym_buf_clear(&b);
    ym_buf_puts(&b, "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: chunked\r\n\r\n");
    for (size_t i = 0; i < 80; i++) {
        ym_buf_puts(&b, "3e8\r\n");
        repeat(&b, "1", 1000);
        ym_buf_puts(&b, "\r\n");
    }
    wire_send(fd, b.at, b.n);
    assert_true(wire_is_closed(fd));
    (void)close(fd);
    ym_buf_release(&b);
    assert_true(toy_is_quiet(*state, 0));
}

/* A client that waits for the go-ahead is told at once and sends nothing. */
static void test_a_body_too_large_is_refused_before_it_is_sent(void **state)
{
    const int fd = wire_connect(*state);
    struct reply r;

    wire_puts(fd, "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 5000\r\n"
                  "Expect: 100-continue\r\n\r\n");
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 413);
    assert_null(strstr(r.head, "100 Continue"));
    reply_release(&r);
    (void)close(fd);
}

/* All slots taken by handlers that have not answered: the next request is told to come back. */
static void test_slots(void **state)
{
    struct toy *t = toy_start(&small, NULL);
    int fd[4];
    struct reply r;
    char value[16];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        fd[i] = wire_connect(t);
        wire_puts(fd[i], "GET /toy/later?ms=2000 HTTP/1.1\r\n" H "\r\n");
    }
    while (toy_handled(t) < 3)
        (void)usleep(1000);
    fd[3] = wire_connect(t);
    wire_puts(fd[3], "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_reply(fd[3], false, &r);
    assert_int_equal(r.status, 503);
    assert_string_equal(reply_header(&r, "Retry-After", value, sizeof(value)), "1");
    assert_non_null(strstr(r.body, "/problems/busy"));
    reply_release(&r);
    for (size_t i = 0; i < 3; i++) {
        wire_reply(fd[i], false, &r);
        assert_int_equal(r.status, 200);
        reply_release(&r);
    }
    for (size_t i = 0; i < 4; i++)
        (void)close(fd[i]);
    assert_true(toy_is_quiet(t, 0));
    (void)toy_stop(t);
}

static void test_connections(void **state)
{
    struct toy *t = toy_start(&small, NULL);
    int fd[5];
    struct reply r;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        fd[i] = wire_connect(t);
        wire_puts(fd[i], "GET /toy/now HTTP/1.1\r\n" H "\r\n");
        wire_reply(fd[i], false, &r);
        assert_int_equal(r.status, i < 4 ? 200 : 503);
        assert_int_equal(r.is_close, i == 4);
        reply_release(&r);
    }
    for (size_t i = 0; i < 5; i++)
        (void)close(fd[i]);
    assert_true(toy_is_quiet(t, 0));
    assert_int_equal(wire_ask(t, "GET /toy/now HTTP/1.1\r\n" H "\r\n", &r), 200);
    reply_release(&r);
    (void)toy_stop(t);
}

/* Two bodies that fit alone and not together: the second is told to come back. */
static void test_all_bodies_together(void **state)
{
    struct toy *t = toy_start(&small, NULL);
    struct ym_buf b;
    struct reply r;
    int first;
    int second;

    (void)state;
    ym_buf_init(&b, 1u << 20);
    ym_buf_puts(&b, "POST /toy/big HTTP/1.1\r\n" J "Content-Length: 100000\r\n\r\n");
    repeat(&b, "1", 99999);
    first = wire_connect(t);
    wire_send(first, b.at, b.n);
    while (toy_stats(t).bodies_held < 99999)
        (void)usleep(1000);
    ym_buf_puts(&b, "1");
    second = wire_connect(t);
    wire_send(second, b.at, b.n);
    wire_reply(second, false, &r);
    assert_int_equal(r.status, 503);
    reply_release(&r);
    wire_puts(first, "1");
    wire_reply(first, false, &r);
    assert_int_equal(r.status, 200);
    assert_int_equal(r.body_n, 100000);
    reply_release(&r);
    wire_send(second, b.at, b.n); /* and now there is room, on the same connection */
    wire_reply(second, false, &r);
    assert_int_equal(r.status, 200);
    reply_release(&r);
    (void)close(first);
    (void)close(second);
    ym_buf_release(&b);
    (void)toy_stop(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_at_and_one_past),
        cmocka_unit_test(test_their_types),
        cmocka_unit_test(test_far_past),
        cmocka_unit_test(test_the_drain_is_limited),
        cmocka_unit_test(test_a_body_too_large_is_refused_before_it_is_sent),
        cmocka_unit_test(test_slots),
        cmocka_unit_test(test_connections),
        cmocka_unit_test(test_all_bodies_together),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
