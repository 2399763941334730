/* SPDX-License-Identifier: Apache-2.0 */
/* Time and order: pipelining, clients that leave or dawdle, handlers that are late, the stop. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <pthread.h>

#include <cmocka.h>

#include "toy.h"

#define H       "Host: a\r\n"
#define HANG_MS 60000 /* nothing takes so long that does not hang */

static uint64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* In one write, answers at once and later mixed: all come, in the order of the questions. */
static void test_fifty_pipelined(void **state)
{
    struct toy *t = toy_start(NULL, NULL);
    const int fd = wire_connect(t);
    char text[8192] = "";
    struct reply r;

    (void)state;
    for (int i = 0; i < 50; i++)
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text),
                       "GET /toy/%s HTTP/1.1\r\n" H "X-Request-Id: n%d\r\n\r\n",
                       i % 3 == 0   ? "now"
                       : i % 3 == 1 ? "later?ms=1"
                                    : "soon",
                       i);
    wire_puts(fd, text);
    for (int i = 0; i < 50; i++) {
        char want[16];
        char have[64];

        wire_reply(fd, false, &r);
        assert_int_equal(r.status, 200);
        (void)snprintf(want, sizeof(want), "n%d", i);
        assert_string_equal(reply_header(&r, "X-Request-Id", have, sizeof(have)), want);
        reply_release(&r);
    }
    (void)close(fd);
    (void)toy_stop(t);
}

/* The client leaves while its handler works, by reset and by a plain close. */
static void test_three_hundred_leave(void **state)
{
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
    struct toy *t = toy_start(NULL, NULL);
    struct reply r;

    (void)state;
    for (int i = 0; i < 300; i++) {
        const int fd = wire_connect(t);

        wire_puts(fd, i % 3 == 0 ? "GET /toy/soon HTTP/1.1\r\n" H "\r\n"
                                 : "GET /toy/later?ms=20 HTTP/1.1\r\n" H "\r\n");
        if (i % 4 == 0)
            (void)usleep(1000); /* let the handler begin */
        if (i % 2 == 0)
            (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
        (void)close(fd);
    }
    assert_true(toy_is_quiet(t, 0));
    assert_true(toy_handled(t) > 0);
    assert_int_equal(wire_ask(t, "GET /toy/now HTTP/1.1\r\n" H "\r\n", &r), 200);
    reply_release(&r);
    (void)toy_stop(t);
}

static const struct ym_http_limits hasty = {
    .read_ms = 1000, .idle_ms = 1000, .operation_ms = 1000, .write_ms = 1000, .stop_ms = 1000
};

/* One byte each 30 ms, which no inactivity timeout ends. Milliseconds until the server did. */
static uint64_t trickle(struct toy *t, const char *first, const char *drop)
{
    const uint64_t began = now_ms();
    const int fd = wire_connect(t);
    char byte;

    wire_puts(fd, first);
    while (now_ms() - began < HANG_MS) {
        (void)send(fd, drop, 1, MSG_NOSIGNAL);
        (void)usleep(30000);
        if (recv(fd, &byte, 1, MSG_DONTWAIT) == 0 || errno != EAGAIN)
            break;
    }
    (void)close(fd);
    return now_ms() - began;
}

static void test_slow_clients_are_cut(void **state)
{
    struct toy *t = toy_start(&hasty, NULL);
    struct reply r;
    int fd;

    (void)state;
    assert_in_range(trickle(t, "GET /toy/n", "x"), 900, HANG_MS - 1);
    assert_in_range(trickle(t, "GET /toy/now HTTP/1.1\r\nA: b", "x"), 900, HANG_MS - 1);
    assert_in_range(trickle(t,
                            "POST /toy/echo HTTP/1.1\r\n" H "Content-Type: application/json\r\n"
                            "Content-Length: 4000\r\n\r\n",
                            "1"),
                    900, HANG_MS - 1);
    fd = wire_connect(t); /* says nothing at all */
    assert_true(wire_is_closed(fd));
    (void)close(fd);
    fd = wire_connect(t); /* falls asleep between two requests */
    wire_puts(fd, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 200);
    reply_release(&r);
    assert_true(wire_is_closed(fd));
    (void)close(fd);
    assert_true(toy_is_quiet(t, 0));
    assert_int_equal(toy_stop(t).cut, 5);
}

/* A client that does not take its reply holds nobody up, and not for ever. */
static void test_a_slow_reader(void **state)
{
    struct toy *t = toy_start(&hasty, NULL);
    const int slow = wire_connect(t);
    struct reply r;

    (void)state;
    wire_puts(slow, "GET /toy/large?bytes=30000000 HTTP/1.1\r\n" H "\r\n");
    while (toy_handled(t) == 0)
        (void)usleep(1000);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(wire_ask(t, "GET /toy/now HTTP/1.1\r\n" H "\r\n", &r), 200);
        reply_release(&r);
    }
    assert_true(toy_is_quiet(t, 0));
    (void)close(slow);
    assert_int_equal(toy_stop(t).cut, 1);
}

/* The client gets 503 in time; the late answer is dropped; the slot comes back only then. */
static void test_a_late_handler(void **state)
{
    struct toy *t = toy_start(&hasty, NULL);
    const uint64_t began = now_ms();
    struct ym_http_stats s;
    struct reply r;
    char value[16];

    (void)state;
    (void)wire_ask(t, "GET /toy/later?ms=3000 HTTP/1.1\r\n" H "\r\n", &r);
    assert_int_equal(r.status, 503);
    assert_true(now_ms() - began >= 900);
    assert_string_equal(reply_header(&r, "Retry-After", value, sizeof(value)), "1");
    assert_non_null(strstr(r.body, "/problems/unavailable"));
    reply_release(&r);
    do {
        (void)usleep(1000);
        s = toy_stats(t);
    } while (s.abandoned == 0);
    assert_int_equal(s.in_flight, 1);
    assert_int_equal(s.abandoned, 1);
    assert_true(toy_is_quiet(t, 0));
    (void)toy_stop(t);
}

/* Timers and the sweep come due in one turn, in any order: a request is given up and answered late
 * before its connection has been told of either. One answer leaves, the first. */
static void test_given_up_and_answered_in_one_turn(void **state)
{
    struct toy *t = toy_start(&hasty, NULL);
    const int stall = wire_connect(t);
    struct reply r;
    int fd[60];

    (void)state;
    for (int i = 0; i < 60; i++) {
        char text[80];

        fd[i] = wire_connect(t);
        (void)snprintf(text, sizeof(text), "GET /toy/later?ms=%d HTTP/1.1\r\n" H "\r\n",
                       990 + i * 4);
        wire_puts(fd[i], text);
    }
    for (int i = 0; i < 40; i++) {
        wire_puts(stall, "GET /toy/stall HTTP/1.1\r\n" H "\r\n");
        wire_reply(stall, false, &r);
        reply_release(&r);
    }
    for (int i = 0; i < 60; i++) {
        wire_reply(fd[i], false, &r);
        assert_true(r.status == 200 || r.status == 503);
        reply_release(&r);
        (void)close(fd[i]);
    }
    (void)close(stall);
    assert_true(toy_is_quiet(t, 0));
    assert_true(toy_stop(t).abandoned > 0);
}

struct client {
    struct toy *toy;
    pthread_t thread;
    unsigned good; /* whole replies */
    unsigned torn; /* replies that began and did not end, or had another status */
};

/* Ask until the server says no more. */
static void *ask_on(void *arg)
{
    struct client *c = arg;
    const int fd = wire_connect(c->toy);
    bool is_over = false;

    while (!is_over) {
        struct reply r;

        wire_puts(fd, c->good % 2 == 0 ? "GET /toy/later?ms=3 HTTP/1.1\r\n" H "\r\n"
                                       : "GET /toy/large?bytes=20000 HTTP/1.1\r\n" H "\r\n");
        wire_reply(fd, false, &r);
        if (r.status == 200 && (r.body_n == 20000 || r.body_n == 14))
            c->good++;
        else if (r.status != 0)
            c->torn++;
        is_over = r.status == 0 || r.is_close;
        reply_release(&r);
    }
    (void)close(fd);
    return NULL;
}

/* Nobody waits for the end of this: a stop that does hangs. */
static const struct ym_http_limits patient_stop = { .stop_ms = 3600000 };

/* Under load: every request that was taken is answered whole, and the stop waits for no more. */
static void test_the_stop_under_load(void **state)
{
    struct toy *t = toy_start(&patient_stop, NULL);
    struct client clients[16];
    unsigned good = 0;

    (void)state;
    for (size_t i = 0; i < 16; i++) {
        clients[i] = (struct client){ .toy = t };
        pthread_create(&clients[i].thread, NULL, ask_on, &clients[i]);
    }
    while (toy_handled(t) < 1000)
        (void)usleep(1000);
    toy_ask_stop(t);
    for (size_t i = 0; i < 16; i++) {
        pthread_join(clients[i].thread, NULL);
        good += clients[i].good;
        assert_int_equal(clients[i].torn, 0);
    }
    assert_true(good > 0);
    (void)toy_stop(t);
}

static const struct ym_http_limits hasty_stop = { .stop_ms = 300 };

/* Handlers that outlast the stop: 503 for the clients, and the close waits for the handlers. */
static void test_the_stop_with_late_handlers(void **state)
{
    struct toy *t = toy_start(&hasty_stop, NULL);
    const uint64_t began = now_ms();
    int fd[20];

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        fd[i] = wire_connect(t);
        wire_puts(fd[i], "GET /toy/later?ms=3000 HTTP/1.1\r\n" H "\r\n");
    }
    while (toy_handled(t) < 20)
        (void)usleep(1000);
    (void)toy_stop(t);
    assert_true(now_ms() - began >= 2990);
    for (size_t i = 0; i < 20; i++) {
        struct reply r;

        wire_reply(fd[i], false, &r);
        assert_int_equal(r.status, 503);
        assert_true(r.is_close);
        reply_release(&r);
        (void)close(fd[i]);
    }
}

static void test_the_stop_with_idle_clients(void **state)
{
    struct toy *t = toy_start(&patient_stop, NULL);
    const int silent = wire_connect(t);
    const int idle = wire_connect(t);
    struct reply r;

    (void)state;
    wire_puts(idle, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_reply(idle, false, &r);
    reply_release(&r);
    (void)toy_stop(t);
    assert_true(wire_is_closed(silent));
    assert_true(wire_is_closed(idle));
    (void)close(silent);
    (void)close(idle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fifty_pipelined),
        cmocka_unit_test(test_three_hundred_leave),
        cmocka_unit_test(test_slow_clients_are_cut),
        cmocka_unit_test(test_a_slow_reader),
        cmocka_unit_test(test_a_late_handler),
        cmocka_unit_test(test_given_up_and_answered_in_one_turn),
        cmocka_unit_test(test_the_stop_under_load),
        cmocka_unit_test(test_the_stop_with_late_handlers),
        cmocka_unit_test(test_the_stop_with_idle_clients),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
