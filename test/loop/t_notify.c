/* SPDX-License-Identifier: Apache-2.0 */
/* A fake service manager: what it is told, over a path and over an abstract name, and that a loop
 * which is stuck tells it nothing. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "loop/notify.h"

#define HANG_MS     60000 /* how long a message is waited for before the test fails */
#define WATCHDOG_US "20000"
#define STUCK_MS    100 /* five of these watchdogs */

struct manager {
    struct ym_loop *loop;
    struct ym_notify *notify;
    struct ym_timer *timer;
    int fd;
    char folder[32]; /* of the socket; "" when its name is abstract */
    char name[64];   /* as in NOTIFY_SOCKET */
    unsigned told;   /* signs of life read by on_look */
    bool is_silent;  /* nothing came while the loop was stuck */
};

static void be_manager(struct manager *m, bool is_abstract)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    socklen_t n;

    *m = (struct manager){ .loop = ym_loop_new(0, NULL), .folder = "/tmp/yima-notify-XXXXXX" };
    assert_non_null(m->loop);
    if (is_abstract) {
        snprintf(m->name, sizeof(m->name), "@yima-test-%ld", (long)getpid());
        m->folder[0] = '\0';
    } else {
        assert_non_null(mkdtemp(m->folder));
        snprintf(m->name, sizeof(m->name), "%s/socket", m->folder);
    }
    memcpy(address.sun_path, m->name, strlen(m->name));
    if (is_abstract)
        address.sun_path[0] = '\0';
    n = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(m->name));
    m->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(m->fd, (const struct sockaddr *)&address, n), 0);
    assert_int_equal(setenv("NOTIFY_SOCKET", m->name, 1), 0);
}

static void retire(struct manager *m)
{
    ym_timer_free(m->timer);
    ym_notify_free(m->notify);
    ym_loop_free(m->loop);
    close(m->fd);
    if (m->folder[0] != '\0') {
        unlink(m->name);
        rmdir(m->folder);
    }
}

/* The next message; "" when there is none yet. */
static void read_now(const struct manager *m, char *ret, size_t size)
{
    const ssize_t n = recv(m->fd, ret, size - 1, MSG_DONTWAIT);

    ret[n > 0 ? n : 0] = '\0';
}

static void is_told(const struct manager *m, const char *expected)
{
    struct pollfd p = { .fd = m->fd, .events = POLLIN };
    char text[2 * YM_NOTIFY_BYTES_MAX];

    assert_int_equal(poll(&p, 1, HANG_MS), 1);
    read_now(m, text, sizeof(text));
    assert_string_equal(text, expected);
}

static void speak(bool is_abstract)
{
    struct manager m;

    be_manager(&m, is_abstract);
    m.notify = ym_notify_new(m.loop, NULL);
    assert_non_null(m.notify);
    assert_null(getenv("NOTIFY_SOCKET"));
    ym_notify_send(m.notify, "READY=1\nSTATUS=serves %d", 7);
    is_told(&m, "READY=1\nSTATUS=serves 7");
    ym_notify_send(m.notify, "STOPPING=1");
    is_told(&m, "STOPPING=1");
    ym_loop_run(m.loop); /* nothing keeps it running */
    retire(&m);
}

static void test_path(void **state)
{
    (void)state;
    speak(false);
}

static void test_abstract(void **state)
{
    (void)state;
    speak(true);
}

/* At the limit a message is whole; one byte past it is cut. */
static void test_length(void **state)
{
    struct manager m;
    char text[YM_NOTIFY_BYTES_MAX + 1];

    (void)state;
    be_manager(&m, true);
    m.notify = ym_notify_new(m.loop, NULL);
    assert_non_null(m.notify);
    memset(text, 'x', sizeof(text));
    text[YM_NOTIFY_BYTES_MAX] = '\0';
    ym_notify_send(m.notify, "%s", text);
    text[YM_NOTIFY_BYTES_MAX - 1] = '\0';
    is_told(&m, text);
    ym_notify_send(m.notify, "%s", text);
    is_told(&m, text);
    retire(&m);
}

static void on_look(void *arg)
{
    struct manager *m = arg;
    char text[YM_NOTIFY_BYTES_MAX];

    read_now(m, text, sizeof(text));
    if (strcmp(text, "WATCHDOG=1") == 0)
        m->told++;
    if (m->told >= 3)
        ym_loop_stop(m->loop);
}

/* Holds the loop for several watchdogs and looks whether anybody spoke meanwhile. */
static void on_stick(void *arg)
{
    const struct timespec pause = { .tv_nsec = STUCK_MS * 1000000L };
    struct manager *m = arg;
    char text[YM_NOTIFY_BYTES_MAX];

    do
        read_now(m, text, sizeof(text));
    while (text[0] != '\0');
    nanosleep(&pause, NULL);
    read_now(m, text, sizeof(text));
    m->is_silent = text[0] == '\0';
    ym_loop_stop(m->loop);
}

static void test_watchdog(void **state)
{
    struct manager m;

    (void)state;
    be_manager(&m, false);
    assert_int_equal(setenv("WATCHDOG_USEC", WATCHDOG_US, 1), 0);
    m.notify = ym_notify_new(m.loop, NULL);
    assert_non_null(m.notify);
    assert_null(getenv("WATCHDOG_USEC"));
    m.timer = ym_timer_new(m.loop, on_look, &m);
    ym_timer_start(m.timer, 1, 1);
    ym_loop_run(m.loop);
    assert_int_equal(m.told, 3);
    ym_timer_free(m.timer);
    m.timer = ym_timer_new(m.loop, on_stick, &m);
    ym_timer_start(m.timer, 1, 0);
    ym_loop_run(m.loop);
    assert_true(m.is_silent);
    retire(&m);
}

/* The watchdog of another process is not ours to feed; a time that is none is no watchdog. */
static void test_no_watchdog(void **state)
{
    static const char *const times[] = { "0", "", "x", "-1", "20000x", "99999999999999999999999" };
    struct manager m;
    char text[YM_NOTIFY_BYTES_MAX];

    (void)state;
    for (size_t i = 0; i <= sizeof(times) / sizeof(times[0]); i++) {
        const bool is_other = i == sizeof(times) / sizeof(times[0]);

        be_manager(&m, true);
        setenv("WATCHDOG_USEC", is_other ? WATCHDOG_US : times[i], 1);
        if (is_other)
            setenv("WATCHDOG_PID", "1", 1);
        m.notify = ym_notify_new(m.loop, NULL);
        assert_non_null(m.notify);
        assert_null(getenv("WATCHDOG_PID"));
        m.timer = ym_timer_new(m.loop, on_stick, &m);
        ym_timer_start(m.timer, STUCK_MS, 0);
        ym_loop_run(m.loop);
        read_now(&m, text, sizeof(text));
        assert_string_equal(text, "");
        retire(&m);
    }
}

static void test_nobody(void **state)
{
    static const char *const names[] = { "relative/path", "", "/", "@" };
    struct ym_loop *loop = ym_loop_new(0, NULL);
    struct ym_notify *n;
    struct ym_error err;
    char path[256];

    (void)state;
    unsetenv("NOTIFY_SOCKET");
    n = ym_notify_new(loop, NULL);
    assert_non_null(n);
    ym_notify_send(n, "READY=1");
    ym_notify_free(n);
    ym_notify_send(NULL, "READY=1");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        setenv("NOTIFY_SOCKET", names[i], 1);
        assert_null(ym_notify_new(loop, &err));
        assert_int_equal(err.code, YM_E_INVALID);
    }
    for (size_t n_bytes = 107; n_bytes <= 108; n_bytes++) { /* what an address has room for */
        memset(path, 'x', sizeof(path));
        path[0] = '@';
        path[n_bytes] = '\0';
        setenv("NOTIFY_SOCKET", path, 1);
        n = ym_notify_new(loop, NULL);
        assert_true((n != NULL) == (n_bytes == 107));
        ym_notify_free(n);
    }
    ym_loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_path),        cmocka_unit_test(test_abstract),
        cmocka_unit_test(test_length),      cmocka_unit_test(test_watchdog),
        cmocka_unit_test(test_no_watchdog), cmocka_unit_test(test_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
