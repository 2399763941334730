/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "toy.h"

#define PATIENCE_S 10

static int connect_unix(const char *path)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    (void)snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
    assert(fd >= 0);
    assert(connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0);
    return fd;
}

int wire_connect(const struct toy *t)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)toy_port(t)) };
    int fd;

    if (strncmp(toy_address(t), "unix:", 5) == 0) {
        fd = connect_unix(toy_address(t) + 5);
    } else {
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert(fd >= 0);
        assert(connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0);
    }
    assert(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0);
    assert(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0);
    return fd;
}

void wire_send(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        const ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes += sent;
        n -= (size_t)sent;
    }
}

void wire_puts(int fd, const char *text)
{
    wire_send(fd, text, strlen(text));
}

/* Byte by byte, so that a pipelined neighbour stays in the socket. */
static bool read_head(int fd, struct reply *r)
{
    size_t n = 0;

    while (n + 1 < sizeof(r->head)) {
        if (recv(fd, r->head + n, 1, 0) != 1)
            break;
        r->head[++n] = '\0';
        if (n >= 4 && strcmp(r->head + n - 4, "\r\n\r\n") == 0)
            return true;
    }
    return false;
}

const char *reply_header(const struct reply *r, const char *name, char *ret, size_t n)
{
    const size_t name_n = strlen(name);
    const char *line = strstr(r->head, "\r\n");

    ret[0] = '\0';
    while (line != NULL && line[2] != '\r') {
        line += 2;
        if (strncasecmp(line, name, name_n) == 0 && line[name_n] == ':') {
            const char *value = line + name_n + 1;

            value += strspn(value, " ");
            (void)snprintf(ret, n, "%.*s", (int)strcspn(value, "\r"), value);
            return ret;
        }
        line = strstr(line, "\r\n");
    }
    return ret;
}

void wire_reply(int fd, bool is_head, struct reply *ret)
{
    char value[64];
    size_t want;
    size_t have = 0;

    *ret = (struct reply){ .status = 0 };
    do {
        if (!read_head(fd, ret))
            return;
        ret->status = (int)strtol(ret->head + strlen("HTTP/1.1 "), NULL, 10);
    } while (ret->status == 100);
    want = (size_t)strtoul(reply_header(ret, "Content-Length", value, sizeof(value)), NULL, 10);
    ret->is_close = strcasecmp(reply_header(ret, "Connection", value, sizeof(value)), "close") == 0;
    if (is_head || ret->status == 204 || ret->status == 304)
        want = 0;
    ret->body = calloc(1, want + 1);
    assert(ret->body != NULL);
    while (have < want) {
        const ssize_t n = recv(fd, ret->body + have, want - have, 0);

        if (n <= 0)
            break;
        have += (size_t)n;
    }
    ret->body_n = have;
}

void reply_release(struct reply *r)
{
    free(r->body);
    r->body = NULL;
}

int wire_once(const struct toy *t, const char *bytes, size_t n, struct reply *ret)
{
    const int fd = wire_connect(t);

    wire_send(fd, bytes, n);
    wire_reply(fd, strncmp(bytes, "HEAD ", 5) == 0, ret);
    (void)close(fd);
    return ret->status;
}

int wire_ask(const struct toy *t, const char *text, struct reply *ret)
{
    return wire_once(t, text, strlen(text), ret);
}

bool wire_is_closed(int fd)
{
    char scratch[1024];
    ssize_t n;

    do {
        n = recv(fd, scratch, sizeof(scratch), 0);
    } while (n > 0);
    return n == 0 || errno == ECONNRESET || errno == EPIPE;
}
