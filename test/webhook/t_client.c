/* SPDX-License-Identifier: Apache-2.0 */
/* The client on the loop: whatever the network does, the loop goes on. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <netdb.h>
#include <semaphore.h>
#include <string.h>

#include "webhook/client.h"

struct bed {
    struct ym_loop *loop;
    struct ym_timer *timer;
    char error[APP_DELIVERY_ERROR_MAX];
    int status;
};

/* Name servers that say nothing: libcurl's thread stays here until it is let go. */
struct silence {
    sem_t asked, let_go;
};

static struct silence *silence(void)
{
    static struct silence it;

    return &it;
}

/* In the place of the C library's. */
__attribute__((visibility("default"))) int getaddrinfo(const char *node, const char *service,
                                                       const struct addrinfo *hints,
                                                       struct addrinfo **ret)
{
    (void)node;
    (void)service;
    (void)hints;
    (void)ret;
    (void)sem_post(&silence()->asked);
    while (sem_wait(&silence()->let_go) != 0)
        continue;
    return EAI_AGAIN;
}

/* The loop turns, with the thread still waiting. */
static void on_timer(void *arg)
{
    struct bed *b = arg;

    (void)sem_post(&silence()->let_go);
    ym_loop_stop(b->loop);
}

static void on_posted(void *arg, const struct app_posted *posted)
{
    struct bed *b = arg;

    b->status = posted->status;
    (void)strncpy(b->error, posted->error, sizeof(b->error) - 1);
    ym_timer_start(b->timer, 1, 0);
}

/* A name that is not resolved in time ends its post and nothing else. A loop that waits for the
 * thread would wait for ever. */
static void test_silent_name_servers(void **state)
{
    const struct webhook_options options = { .user_agent = "test" };
    const struct app_post post = { .url = YM_SPAN("http://silent.example/"),
                                   .body = YM_SPAN("{}") };
    struct bed b = { .status = -1 };
    struct webhook_client *client;

    (void)state;
    assert_int_equal(sem_init(&silence()->asked, 0, 0), 0);
    assert_int_equal(sem_init(&silence()->let_go, 0, 0), 0);
    b.loop = ym_loop_new(0, NULL);
    b.timer = ym_timer_new(b.loop, on_timer, &b);
    client = webhook_client_open(b.loop, &options, NULL);
    assert_non_null(client);
    webhook_client_port(client)->ops->post(webhook_client_port(client), &post, on_posted, &b);
    ym_loop_run(b.loop);
    assert_int_equal(sem_trywait(&silence()->asked), 0);
    assert_int_equal(b.status, 0);
    assert_non_null(strstr(b.error, "timed out"));
    webhook_client_close(client);
    ym_timer_free(b.timer);
    ym_loop_free(b.loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_silent_name_servers) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
