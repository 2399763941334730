/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that no honest client sends, byte for byte, each with the answer it must get and whether
 * the connection may live on. None of them may reach a handler, none may hold a slot afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "toy.h"

#define H "Host: a\r\n"
#define J H "Content-Type: application/json\r\n"

struct hostile {
    const char *what;
    const char *bytes;
    size_t n;      /* bytes: some hold NUL */
    int status;    /* 0: ended without an answer */
    bool is_close; /* must the connection end? */
};

#define ROW(what, bytes, status, is_close)                                                         \
    {                                                                                              \
        what, bytes, sizeof(bytes) - 1, status, is_close                                           \
    }

static const struct hostile hostile[] = {
    /* framing: where does the body end? */
    ROW("length and encoding",
        "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 4\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400, true),
    ROW("encoding and length",
        "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: chunked\r\n"
        "Content-Length: 4\r\n\r\n0\r\n\r\n",
        400, true),
    ROW("two equal lengths",
        "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 2\r\n"
        "Content-Length: 2\r\n\r\n{}",
        400, true),
    ROW("two lengths",
        "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 2\r\n"
        "Content-Length: 44\r\n\r\n{}",
        400, true),
    ROW("length with a plus", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: +2\r\n\r\n{}", 400,
        true),
    ROW("negative length", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: -2\r\n\r\n{}", 400,
        true),
    ROW("length with a comma", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 2, 2\r\n\r\n{}",
        400, true),
    ROW("empty length", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: \r\n\r\n{}", 400, true),
    ROW("length past 64 bits",
        "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 99999999999999999999999\r\n\r\n{}", 413,
        true),
    ROW("two encodings",
        "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: chunked\r\n"
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400, true),
    ROW("unknown encoding", "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: gzip\r\n\r\n", 400,
        true),
    ROW("chunked last",
        "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: gzip, chunked\r\n\r\n"
        "0\r\n\r\n",
        400, true),
    ROW("chunked in 1.0",
        "POST /toy/echo HTTP/1.0\r\n" J "Transfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\n",
        400, true),
    ROW("bad chunk size",
        "POST /toy/echo HTTP/1.1\r\n" J "Transfer-Encoding: chunked\r\n\r\n"
        "xyz\r\n{}\r\n0\r\n\r\n",
        400, true),
    ROW("space before the colon", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length : 2\r\n\r\n{}",
        400, true),
    /* one host, legal names and values */
    ROW("no host", "GET /toy/now HTTP/1.1\r\nAccept: a\r\n\r\n", 400, true),
    ROW("two hosts", "GET /toy/now HTTP/1.1\r\n" H "Host: b\r\n\r\n", 400, true),
    ROW("name with a bracket", "GET /toy/now HTTP/1.1\r\n" H "A(b: c\r\n\r\n", 400, true),
    ROW("name with a high byte", "GET /toy/now HTTP/1.1\r\n" H "A\xC3\xA9: c\r\n\r\n", 400, true),
    ROW("no colon", "GET /toy/now HTTP/1.1\r\n" H "nonsense\r\n\r\n", 400, true),
    ROW("value with a bare CR", "GET /toy/now HTTP/1.1\r\n" H "A: b\rX: y\r\n\r\n", 400, true),
    ROW("value with an escape", "GET /toy/now HTTP/1.1\r\n" H "A: b\x1B[0m\r\n\r\n", 400, true),
    ROW("two keys",
        "POST /toy/keyed HTTP/1.1\r\n" J "Idempotency-Key: a\r\nidempotency-key: b\r\n"
        "Content-Length: 2\r\n\r\n{}",
        400, true),
    ROW("two tokens",
        "GET /toy/now HTTP/1.1\r\n" H "Authorization: Bearer a\r\n"
        "Authorization: Bearer b\r\n\r\n",
        400, true),
    /* addresses */
    ROW("half an escape", "GET /toy/item/%4/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("bad escape", "GET /toy/item/%zz/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escape at the end", "GET /toy/now?q=% HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escaped NUL in the path", "GET /toy/item/a%00b/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escaped NUL in the query", "GET /toy/now?q=%00 HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escaped line feed", "GET /toy/now?q=a%0Ab HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("NUL in the path", "GET /toy/now\0/evil HTTP/1.1\r\n" H "\r\n", 400, true),
    ROW("NUL in the query", "GET /toy/now?q=a\0b HTTP/1.1\r\n" H "\r\n", 400, true),
    ROW("invalid UTF-8 in the path", "GET /toy/item/%FF/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("overlong UTF-8", "GET /toy/item/%C0%AF/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("surrogate", "GET /toy/now?q=%ED%A0%80 HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("invalid name in the query", "GET /toy/now?%FF=1 HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escaped slash", "GET /toy/item/a%2Fb/part/x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("dot segments", "GET /toy/../toy/now HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("escaped dot segments", "GET /toy/%2e%2E/toy/now HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("fragment", "GET /toy/now#x HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("authority form", "CONNECT a:80 HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("asterisk without OPTIONS", "GET * HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("space in the address", "GET /toy/now x HTTP/1.1\r\n" H "\r\n", 0, true),
    ROW("unknown parameter", "GET /toy/now?x=1 HTTP/1.1\r\n" H "\r\n", 400, false),
    ROW("parameter twice", "GET /toy/now?q=1&q=1 HTTP/1.1\r\n" H "\r\n", 400, false),
    /* rows */
    ROW("no such address", "GET /nowhere HTTP/1.1\r\n" H "\r\n", 404, false),
    ROW("empty parameter", "GET /toy/item//part/x HTTP/1.1\r\n" H "\r\n", 404, false),
    ROW("slash at the end", "GET /toy/now/ HTTP/1.1\r\n" H "\r\n", 404, false),
    ROW("method not taken", "DELETE /toy/now HTTP/1.1\r\n" H "\r\n", 405, false),
    ROW("unknown method", "FOO /toy/now HTTP/1.1\r\n" H "\r\n", 405, false),
    ROW("method in small letters", "get /toy/now HTTP/1.1\r\n" H "\r\n", 405, false),
    ROW("HEAD of a POST row", "HEAD /toy/echo HTTP/1.1\r\n" H "\r\n", 405, false),
    /* bodies */
    ROW("a body where none is taken", "GET /toy/now HTTP/1.1\r\n" J "Content-Length: 2\r\n\r\n{}",
        413, false),
    ROW("a chunked body where none is taken",
        "DELETE /toy/item/1 HTTP/1.1\r\n" J
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        413, false),
    ROW("no media type", "POST /toy/echo HTTP/1.1\r\n" H "Content-Length: 2\r\n\r\n{}", 415, false),
    ROW("a form",
        "POST /toy/echo HTTP/1.1\r\n" H
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b",
        415, false),
    ROW("another charset",
        "POST /toy/echo HTTP/1.1\r\n" H
        "Content-Type: application/json; charset=gbk\r\nContent-Length: 2\r\n\r\n{}",
        415, false),
    ROW("no body", "POST /toy/echo HTTP/1.1\r\n" J "Content-Length: 0\r\n\r\n", 400, false),
    ROW("no key", "POST /toy/keyed HTTP/1.1\r\n" J "Content-Length: 2\r\n\r\n{}", 400, false),
    ROW("empty key",
        "POST /toy/keyed HTTP/1.1\r\n" J "Idempotency-Key: \r\n"
        "Content-Length: 2\r\n\r\n{}",
        400, false),
    ROW("key with a space",
        "POST /toy/keyed HTTP/1.1\r\n" J "Idempotency-Key: a b\r\n"
        "Content-Length: 2\r\n\r\n{}",
        400, false),
    ROW("key with a high byte",
        "POST /toy/keyed HTTP/1.1\r\n" J "Idempotency-Key: \xE4\xB8\x80\r\n"
        "Content-Length: 2\r\n\r\n{}",
        400, false),
    /* not HTTP at all */
    ROW("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, true),
    ROW("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\r\n\r\n", 0, true),
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

/* After each row the same connection gets a good request, unless it had to end: an answer to that
 * one and not to bytes of the refused body shows that both sides agree where it ended. */
static int try_row(struct toy *t, const struct hostile *h)
{
    const int fd = wire_connect(t);
    struct reply r;
    int wrong = 0;

    wire_send(fd, h->bytes, h->n);
    wire_reply(fd, strncmp(h->bytes, "HEAD ", 5) == 0, &r);
    if (r.status != h->status) {
        print_error("%s: %d instead of %d\n%s%s\n", h->what, r.status, h->status, r.head,
                    r.body == NULL ? "" : r.body);
        wrong++;
    }
    reply_release(&r);
    if (h->is_close) {
        wire_puts(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
        if (!wire_is_closed(fd)) {
            print_error("%s: the connection lived on\n", h->what);
            wrong++;
        }
    } else {
        wire_puts(fd, "GET /healthz HTTP/1.1\r\n" H "\r\n");
        wire_reply(fd, false, &r);
        if (r.status != 200) {
            print_error("%s: the connection did not live on (%d)\n", h->what, r.status);
            wrong++;
        }
        reply_release(&r);
    }
    (void)close(fd);
    return wrong;
}

static void test_every_row_is_refused(void **state)
{
    struct toy *t = *state;
    int wrong = 0;

    for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
        wrong += try_row(t, &hostile[i]);
    assert_int_equal(wrong, 0);
    assert_true(toy_is_quiet(t, 0));
    assert_int_equal(toy_handled(t), 0);
}

/* A refused request must not let its body be read as the next request. */
static void test_nothing_is_smuggled(void **state)
{
    static const char *const methods[] = { "POST", "PUT", "DELETE", "PATCH", "GET", "FOO" };
    static const char *const framing[] = {
        "Content-Length: 36\r\nContent-Length: 36\r\n",
        "Content-Length: 36\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 99999\r\n",
        "Content-Length: 36\r\nExpect: 100-continue\r\n",
    };
    struct toy *t = *state;
    const unsigned before = toy_handled(t);

    for (size_t m = 0; m < sizeof(methods) / sizeof(methods[0]); m++) {
        for (size_t f = 0; f < sizeof(framing) / sizeof(framing[0]); f++) {
            const int fd = wire_connect(t);
            char text[512];
            struct reply r;

            (void)snprintf(text, sizeof(text),
                           "%s /nowhere HTTP/1.1\r\n" H "%s\r\nGET /toy/now HTTP/1.1\r\nHost: "
                           "abcd\r\n\r\n",
                           methods[m], framing[f]);
            wire_puts(fd, text);
            wire_reply(fd, false, &r);
            assert_in_range(r.status, 400, 499);
            reply_release(&r);
            /* Half a close from our side: what the server took as a request it would answer now. */
            (void)shutdown(fd, SHUT_WR);
            assert_true(wire_is_closed(fd));
            (void)close(fd);
        }
    }
    assert_true(toy_is_quiet(t, 0));
    assert_int_equal(toy_handled(t), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_row_is_refused),
        cmocka_unit_test(test_nothing_is_smuggled),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
