/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct ym_notify {
    int fd; /* -1: nobody to tell */
    struct sockaddr_un address;
    socklen_t address_n;
    struct ym_timer *watchdog; /* NULL: not asked for */
};

static void on_watchdog(void *arg)
{
    ym_notify_send(arg, "WATCHDOG=1");
}

/* The name in NOTIFY_SOCKET as an address. False when it is none. */
static bool read_address(struct ym_notify *n, const char *name)
{
    const size_t len = strlen(name);

    if ((name[0] != '/' && name[0] != '@') || name[1] == '\0' || len >= sizeof(n->address.sun_path))
        return false;
    n->address.sun_family = AF_UNIX;
    memcpy(n->address.sun_path, name, len + 1);
    if (name[0] == '@')
        n->address.sun_path[0] = '\0';
    /* An abstract name ends where the address does; a path has its NUL. */
    n->address_n =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + (name[0] == '/' ? 1 : 0));
    return true;
}

static bool read_number(const char *text, uint64_t *ret)
{
    char *end;

    if (text == NULL || text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *ret = strtoull(text, &end, 10);
    return errno == 0 && *end == '\0';
}

/* Milliseconds between two signs of life; 0: none are wanted of this process. */
static uint64_t watchdog_ms(void)
{
    const char *pid_text = getenv("WATCHDOG_PID");
    uint64_t usec;
    uint64_t pid;

    if (!read_number(getenv("WATCHDOG_USEC"), &usec) || usec == 0)
        return 0;
    if (pid_text != NULL && (!read_number(pid_text, &pid) || pid != (uint64_t)getpid()))
        return 0;
    return usec / 2000 > 0 ? usec / 2000 : 1;
}

static void forget_variables(void)
{
    (void)unsetenv("NOTIFY_SOCKET");
    (void)unsetenv("WATCHDOG_USEC");
    (void)unsetenv("WATCHDOG_PID");
}

static enum ym_err start(struct ym_notify *n, struct ym_loop *loop, struct ym_error *reterr)
{
    const char *name = getenv("NOTIFY_SOCKET");
    const uint64_t ms = watchdog_ms();

    if (name == NULL)
        return YM_E_OK;
    if (!read_address(n, name))
        return ym_fail(reterr, YM_E_INVALID,
                       "NOTIFY_SOCKET is neither an absolute path nor an abstract name");
    n->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (n->fd < 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot make a socket for the service manager: %s",
                       strerror(errno));
    if (ms == 0)
        return YM_E_OK;
    n->watchdog = ym_timer_new(loop, on_watchdog, n);
    if (n->watchdog == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the watchdog");
    ym_timer_unref(n->watchdog);
    ym_timer_start(n->watchdog, ms, ms);
    return YM_E_OK;
}

struct ym_notify *ym_notify_new(struct ym_loop *loop, struct ym_error *reterr)
{
    struct ym_notify *n = calloc(1, sizeof(*n));

    if (n == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
        return NULL;
    }
    n->fd = -1;
    if (start(n, loop, reterr) != YM_E_OK) {
        ym_notify_free(n);
        n = NULL;
    }
    forget_variables();
    return n;
}

void ym_notify_free(struct ym_notify *n)
{
    if (n == NULL)
        return;
    ym_timer_free(n->watchdog);
    if (n->fd >= 0)
        (void)close(n->fd);
    free(n);
}

void ym_notify_send(struct ym_notify *n, const char *format, ...)
{
    char text[YM_NOTIFY_BYTES_MAX];
    va_list args;
    int len;

    if (n == NULL || n->fd < 0)
        return;
    va_start(args, format);
    len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (len < 0)
        return;
    (void)sendto(n->fd, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1,
                 MSG_NOSIGNAL, (const struct sockaddr *)&n->address, n->address_n);
}
