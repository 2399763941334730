/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

/* "127.0.0.1:8080" or "[::1]:8080" into an address. False when it is neither. */
static bool parse_tcp(const char *text, union address *ret, socklen_t *ret_n)
{
    const char *colon = strrchr(text, ':');
    char host[INET6_ADDRSTRLEN + 2];
    size_t host_n;
    char *end;
    unsigned long port;

    if (colon == NULL || colon[1] < '0' || colon[1] > '9')
        return false;
    host_n = (size_t)(colon - text);
    port = strtoul(colon + 1, &end, 10);
    if (*end != '\0' || port > 65535 || host_n == 0 || host_n >= sizeof(host))
        return false;
    memcpy(host, text, host_n);
    host[host_n] = '\0';
    memset(ret, 0, sizeof(*ret));
    if (host[0] == '[' && host[host_n - 1] == ']') {
        host[host_n - 1] = '\0';
        ret->v6.sin6_family = AF_INET6;
        ret->v6.sin6_port = htons((uint16_t)port);
        *ret_n = sizeof(ret->v6);
        return inet_pton(AF_INET6, host + 1, &ret->v6.sin6_addr) == 1;
    }
    ret->v4.sin_family = AF_INET;
    ret->v4.sin_port = htons((uint16_t)port);
    *ret_n = sizeof(ret->v4);
    return inet_pton(AF_INET, host, &ret->v4.sin_addr) == 1;
}

/* Spell the address of a socket that somebody else bound. */
static void name_given(struct ym_http_server *s, const union address *address)
{
    char host[INET6_ADDRSTRLEN] = "";

    if (address->any.sa_family == AF_INET) {
        (void)inet_ntop(AF_INET, &address->v4.sin_addr, host, sizeof(host));
        s->port = ntohs(address->v4.sin_port);
        (void)snprintf(s->address, sizeof(s->address), "%s:%d", host, s->port);
    } else if (address->any.sa_family == AF_INET6) {
        (void)inet_ntop(AF_INET6, &address->v6.sin6_addr, host, sizeof(host));
        s->port = ntohs(address->v6.sin6_port);
        (void)snprintf(s->address, sizeof(s->address), "[%s]:%d", host, s->port);
    } else {
        (void)snprintf(s->address, sizeof(s->address), "unix:%.*s", YM_HTTP_UNIX_PATH_MAX,
                       address->local.sun_path);
    }
}

/* A socket that was bound and listens already, "fd:3": from a service manager, which keeps it open
 * while programs come and go, so that no connection is refused meanwhile. */
static enum ym_err listen_given(struct ym_http_server *s, int *ret_fd, struct ym_error *reterr)
{
    const char *digits = s->config.listen + strlen("fd:");
    union address address;
    socklen_t n = sizeof(address);
    int listens = 0;
    socklen_t listens_n = sizeof(listens);
    char *end;
    const long fd = strtol(digits, &end, 10);

    memset(&address, 0, sizeof(address));
    if (*digits < '0' || *digits > '9' || *end != '\0' || fd < 3 || fd > INT_MAX ||
        getsockopt((int)fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_n) != 0 || !listens ||
        getsockname((int)fd, &address.any, &n) != 0)
        return ym_fail(reterr, YM_E_INVALID, "%s is no socket that listens", s->config.listen);
    if (fcntl((int)fd, F_SETFL, O_NONBLOCK) != 0 || fcntl((int)fd, F_SETFD, FD_CLOEXEC) != 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot use %s: %s", s->config.listen,
                       strerror(errno));
    name_given(s, &address);
    *ret_fd = (int)fd;
    return YM_E_OK;
}

static int socket_of(int family)
{
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/* Close fd and say which call failed for which address. */
static enum ym_err fail_close(struct ym_error *reterr, int fd, const char *listen_text)
{
    const int why = errno;

    if (fd >= 0)
        (void)close(fd);
    if (why == EADDRINUSE)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "%s is in use: stop the other program or listen elsewhere", listen_text);
    return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot listen on %s: %s", listen_text, strerror(why));
}

/* A socket file that nobody listens on any more is left over from a crash: remove it. */
static void remove_stale(const union address *address, socklen_t n)
{
    struct stat info;
    const int fd = socket_of(AF_UNIX);

    if (fd < 0)
        return;
    if (stat(address->local.sun_path, &info) == 0 && S_ISSOCK(info.st_mode) &&
        connect(fd, &address->any, n) != 0 && errno == ECONNREFUSED)
        (void)unlink(address->local.sun_path);
    (void)close(fd);
}

static enum ym_err listen_unix(struct ym_http_server *s, int *ret_fd, struct ym_error *reterr)
{
    const char *path = s->config.listen + strlen("unix:");
    const size_t n = strlen(path);
    union address address;
    int fd;

    if (n == 0 || n > YM_HTTP_UNIX_PATH_MAX)
        return ym_fail(reterr, YM_E_INVALID, "a unix socket path has 1 to %u bytes: shorten %s",
                       YM_HTTP_UNIX_PATH_MAX, s->config.listen);
    memset(&address, 0, sizeof(address));
    address.local.sun_family = AF_UNIX;
    memcpy(address.local.sun_path, path, n + 1);
    remove_stale(&address, sizeof(address.local));
    fd = socket_of(AF_UNIX);
    if (fd < 0 || bind(fd, &address.any, sizeof(address.local)) != 0)
        return fail_close(reterr, fd, s->config.listen);
    if (listen(fd, YM_HTTP_BACKLOG) != 0) {
        (void)unlink(path);
        return fail_close(reterr, fd, s->config.listen);
    }
    memcpy(s->unix_path, path, n + 1);
    (void)snprintf(s->address, sizeof(s->address), "unix:%s", path);
    *ret_fd = fd;
    return YM_E_OK;
}

/* Read back the port that the system chose and spell the address with it. */
static bool name_tcp(struct ym_http_server *s, int fd)
{
    const size_t host_n = (size_t)(strrchr(s->config.listen, ':') - s->config.listen);
    union address address;
    socklen_t n = sizeof(address);

    memset(&address, 0, sizeof(address));
    if (getsockname(fd, &address.any, &n) != 0)
        return false;
    s->port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    (void)snprintf(s->address, sizeof(s->address), "%.*s:%d", (int)host_n, s->config.listen,
                   s->port);
    return true;
}

enum ym_err http_listen(struct ym_http_server *s, int *ret_fd, struct ym_error *reterr)
{
    const char *text = s->config.listen;
    const int on = 1;
    union address address;
    socklen_t n;
    int fd;

    if (text == NULL || strlen(text) >= YM_HTTP_ADDRESS_MAX)
        return ym_fail(reterr, YM_E_INVALID, "the listen address is missing or too long");
    if (strncmp(text, "unix:", strlen("unix:")) == 0)
        return listen_unix(s, ret_fd, reterr);
    if (strncmp(text, "fd:", strlen("fd:")) == 0)
        return listen_given(s, ret_fd, reterr);
    if (!parse_tcp(text, &address, &n))
        return ym_fail(reterr, YM_E_INVALID,
                       "cannot listen on %s: write 127.0.0.1:8080, [::1]:8080 or unix:/path", text);
    fd = socket_of(address.any.sa_family);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0)
        return fail_close(reterr, fd, text);
    if (address.any.sa_family == AF_INET6 &&
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) != 0)
        return fail_close(reterr, fd, text);
    if (bind(fd, &address.any, n) != 0 || listen(fd, YM_HTTP_BACKLOG) != 0 || !name_tcp(s, fd))
        return fail_close(reterr, fd, text);
    *ret_fd = fd;
    return YM_E_OK;
}
