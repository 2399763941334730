/* SPDX-License-Identifier: Apache-2.0 */
/* What operators are told and others are not, how a server leaves, sockets that are handed over. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "toy.h"

#define H "Host: x\r\n"

static int ask(struct toy *t, const char *path, const char *headers, struct reply *r)
{
    char text[512];

    snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\n" H "%s\r\n", path, headers);
    return wire_ask(t, text, r);
}

/* The status and whether the body holds part. */
static bool says(struct toy *t, const char *path, const char *headers, int status, const char *part)
{
    struct reply r;
    const bool is_so = ask(t, path, headers, &r) == status && strstr(r.body, part) != NULL;

    if (!is_so)
        print_error("%s with \"%s\": %d %s\n", path, headers, r.status, r.body);
    reply_release(&r);
    return is_so;
}

static void test_who_may_watch(void **state)
{
    struct toy *t = toy_start(NULL, NULL);

    (void)state;
    assert_true(says(t, "/healthz", "", 200, "ok"));
    assert_true(says(t, "/metrics", "", 200, "# TYPE toy_request_seconds histogram\n"));
    assert_true(says(t, "/metrics", "Authorization: Bearer watcher\r\n", 200, "toy_request"));
    assert_true(says(t, "/metrics", "Authorization: Bearer other\r\n", 403, "forbidden"));
    assert_true(says(t, "/metrics", "X-Forwarded-For: 10.0.0.1\r\n", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "Forwarded: for=10.0.0.1\r\n", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "X-Real-IP: 10.0.0.1\r\n", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "x-forwarded-proto: https\r\n", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "Via: 1.1 proxy\r\n", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "Via: 1.1 proxy\r\nAuthorization: Bearer watcher\r\n", 200,
                     "toy_request"));
    assert_true(says(t, "/readyz", "", 200, "{\"status\":\"ready\",\"checks\":{\"links\":2}}"));
    assert_true(says(t, "/readyz", "Via: 1.1 proxy\r\n", 200, "{\"status\":\"ready\"}"));
    toy_set_ready(t, false);
    assert_true(says(t, "/readyz", "", 503, "\"ready\":false,\"checks\":{\"links\":2}}"));
    assert_true(says(t, "/readyz", "Via: 1.1 proxy\r\n", 503, "\"ready\":false}"));
    assert_true(says(t, "/healthz", "Via: 1.1 proxy\r\n", 200, "ok"));
    (void)toy_stop(t);
}

static void test_listeners(void **state)
{
    struct toy *t;

    (void)state;
    t = toy_start_as(&(struct toy_listener){ .is_operators = true });
    assert_true(says(t, "/healthz", "", 200, "ok"));
    assert_true(says(t, "/metrics", "Via: 1.1 proxy\r\n", 200, "toy_request"));
    (void)toy_stop(t);
    t = toy_start_as(&(struct toy_listener){ .hides_metrics = true });
    assert_true(says(t, "/metrics", "", 401, "unauthorized"));
    assert_true(says(t, "/metrics", "Authorization: Bearer watcher\r\n", 200, "toy_request"));
    assert_true(says(t, "/readyz", "", 200, "{\"status\":\"ready\"}"));
    (void)toy_stop(t);
    /* A proxy that is known as one asks for others, though it may not say so. */
    t = toy_start_as(&(struct toy_listener){ .trusted_proxies = "127.0.0.1" });
    assert_true(says(t, "/metrics", "", 401, "unauthorized"));
    (void)toy_stop(t);
    t = toy_start_as(&(struct toy_listener){ .has_no_metrics = true });
    assert_true(says(t, "/metrics", "", 404, "not-found"));
    (void)toy_stop(t);
}

/* One series for each row, method and status class; nothing of what the client sent. */
static void test_what_is_counted(void **state)
{
    struct toy *t = toy_start(NULL, NULL);
    struct reply r;

    (void)state;
    assert_int_equal(ask(t, "/toy/item/SECRET/part/SECRET?q=SECRET", "", &r), 200);
    reply_release(&r);
    assert_int_equal(ask(t, "/toy/item/SECRET/part/SECRET?x=SECRET", "", &r), 400);
    reply_release(&r);
    assert_int_equal(ask(t, "/SECRET", "", &r), 404);
    reply_release(&r);
    assert_true(toy_is_quiet(t, 0));
    assert_int_equal(ask(t, "/metrics", "", &r), 200);
    assert_non_null(strstr(r.body, "toy_request_seconds_count{method=\"GET\",route=\"/toy/item/{id}"
                                   "/part/{part}\",status=\"2xx\"} 1\n"));
    assert_non_null(strstr(r.body, "toy_request_seconds_count{method=\"GET\",route=\"/toy/item/{id}"
                                   "/part/{part}\",status=\"4xx\"} 1\n"));
    assert_non_null(strstr(r.body, "{method=\"other\",route=\"none\",status=\"4xx\"} 1\n"));
    assert_null(strstr(r.body, "SECRET"));
    assert_null(strstr(r.body, "/toy/now")); /* nobody called it */
    reply_release(&r);
    (void)toy_stop(t);
}

/* The log names dispute and caller as the handler said, and the id from either header. */
static void test_what_is_logged(void **state)
{
    static const char parent[] = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
                                 "-01\r\n";
    struct toy *t = toy_start(NULL, NULL);
    char log[4096];
    char id[64];
    struct reply r;

    (void)state;
    assert_int_equal(ask(t, "/toy/now", "Authorization: Bearer SECRET\r\n", &r), 200);
    reply_release(&r);
    assert_int_equal(ask(t, "/toy/now", parent, &r), 200);
    assert_string_equal(reply_header(&r, "X-Request-Id", id, sizeof(id)),
                        "0af7651916cd43dd8448eb211c80319c");
    reply_release(&r);
    (void)toy_stop_and_read(t, log, sizeof(log));
    assert_non_null(strstr(log, "\"dispute_id\":\"" TOY_DISPUTE
                                "\",\"role\":\"watcher\",\"token_id\":\"t-1\"}\n"));
    assert_non_null(strstr(log, ",\"req_id\":\"0af7651916cd43dd8448eb211c80319c\"}\n"));
    assert_null(strstr(log, "SECRET"));
}

/* It says that it leaves, serves on, takes new clients, and ends each connection after a reply. */
static void test_leaving(void **state)
{
    struct toy *t = toy_start(NULL, NULL);
    struct reply r;
    int fd;

    (void)state;
    fd = wire_connect(t);
    wire_puts(fd, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 200);
    assert_false(r.is_close);
    reply_release(&r);
    toy_drain(t);
    wire_puts(fd, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    wire_reply(fd, false, &r);
    assert_int_equal(r.status, 200);
    assert_true(r.is_close);
    reply_release(&r);
    assert_true(wire_is_closed(fd));
    close(fd);
    assert_true(says(t, "/readyz", "", 503, "stopping"));
    assert_true(says(t, "/toy/now", "", 200, "now"));
    assert_true(says(t, "/healthz", "", 200, "ok"));
    (void)toy_stop(t);
}

static int listen_here(void)
{
    const struct sockaddr_in any = { .sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 3);
    assert_int_equal(bind(fd, (const struct sockaddr *)&any, sizeof(any)), 0);
    assert_int_equal(listen(fd, 64), 0);
    return fd;
}

/* A socket that we hold on to outlives the server that it was handed to: who connects while there
 * is none waits for the next one, and nobody is refused. */
static void test_a_socket_handed_over(void **state)
{
    const int kept = listen_here();
    char listen_text[32];
    struct toy *t = NULL;
    struct reply r;
    int fd = -1;

    (void)state;
    for (int i = 0; i < 3; i++) {
        const int given = dup(kept);

        snprintf(listen_text, sizeof(listen_text), "fd:%d", given);
        t = toy_start(NULL, listen_text);
        assert_memory_equal(toy_address(t), "127.0.0.1:", 10);
        assert_true(toy_port(t) > 0);
        if (fd >= 0) { /* asked while there was no server */
            wire_reply(fd, false, &r);
            assert_int_equal(r.status, 200);
            reply_release(&r);
            close(fd);
        }
        assert_true(says(t, "/toy/now", "", 200, "now"));
        if (i == 2)
            break;
        (void)toy_stop(t);
        fd = socket(AF_INET, SOCK_STREAM, 0);
        {
            struct sockaddr_in at;
            socklen_t n = sizeof(at);

            assert_int_equal(getsockname(kept, (struct sockaddr *)&at, &n), 0);
            assert_int_equal(connect(fd, (struct sockaddr *)&at, n), 0);
        }
        wire_puts(fd, "GET /toy/now HTTP/1.1\r\n" H "\r\n");
    }
    (void)toy_stop(t);
    close(kept);
}

/* On a socket of both families a client of IPv4 is one of IPv4: limits by address depend on it. */
static void test_a_socket_of_both_families(void **state)
{
    struct sockaddr_in6 at = { .sin6_family = AF_INET6 };
    const int fd = socket(AF_INET6, SOCK_STREAM, 0);
    const int off = 0;
    char listen_text[32], peer[64];
    struct toy *t;
    struct reply r;

    (void)state;
    if (fd < 0) {
        print_message("no IPv6 on this machine\n");
        skip();
    }
    assert_int_equal(inet_pton(AF_INET6, "::ffff:127.0.0.1", &at.sin6_addr), 1);
    assert_int_equal(setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(fd, 64), 0);
    snprintf(listen_text, sizeof(listen_text), "fd:%d", fd);
    t = toy_start(NULL, listen_text);
    assert_int_equal(ask(t, "/toy/now", "", &r), 200);
    assert_string_equal(reply_header(&r, "X-Peer", peer, sizeof(peer)), "127.0.0.1");
    reply_release(&r);
    (void)toy_stop(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_socket_of_both_families),
        cmocka_unit_test(test_who_may_watch),
        cmocka_unit_test(test_listeners),
        cmocka_unit_test(test_what_is_counted),
        cmocka_unit_test(test_what_is_logged),
        cmocka_unit_test(test_leaving),
        cmocka_unit_test(test_a_socket_handed_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
