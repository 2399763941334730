/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define IN_ROOM       16384
#define IN_ROOM_MAX   (32u << 20)
#define LENGTH_DIGITS 8

bool wire_open(struct wire *w, unsigned short port, size_t out_room)
{
    const struct sockaddr_in to = { .sin_family = AF_INET,
                                    .sin_port = htons(port),
                                    .sin_addr = { htonl(INADDR_LOOPBACK) } };
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    *w = (struct wire){ .fd = fd, .out_room = out_room, .in_room = IN_ROOM };
    w->out = malloc(out_room);
    w->in = malloc(IN_ROOM);
    /* Connect before the socket stops blocking: then there is nothing to wait for later. */
    if (fd < 0 || w->out == NULL || w->in == NULL ||
        connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
        (void)fprintf(stderr, "connecting to 127.0.0.1:%d: %s\n", port, strerror(errno));
        return false;
    }
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return true;
}

void wire_close(struct wire *w)
{
    if (w->fd >= 0)
        (void)close(w->fd);
    free(w->out);
    free(w->in);
    *w = (struct wire){ .fd = -1 };
}

/* ---- The request ---- */

void wire_begin(struct wire *w)
{
    w->out_n = w->out_at = w->in_n = 0;
    w->status = 0;
}

void wire_add(struct wire *w, const char *format, ...)
{
    const size_t left = w->out_n < w->out_room ? w->out_room - w->out_n : 0;
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(left > 0 ? w->out + w->out_n : NULL, left, format, args);
    va_end(args);
    w->out_n += n < 0 || (size_t)n >= left ? w->out_room + 1 : (size_t)n;
}

size_t wire_body(struct wire *w)
{
    wire_add(w, "Content-Type: application/json\r\nContent-Length: %0*d\r\n\r\n", LENGTH_DIGITS, 0);
    return w->out_n;
}

void wire_body_end(struct wire *w, size_t mark)
{
    char digits[24];

    if (w->out_n > w->out_room)
        return;
    (void)snprintf(digits, sizeof(digits), "%0*zu", LENGTH_DIGITS, w->out_n - mark);
    memcpy(w->out + mark - 4 - LENGTH_DIGITS, digits, LENGTH_DIGITS);
}

bool wire_write(struct wire *w)
{
    ssize_t n;

    if (w->out_n > w->out_room)
        return false;
    while (w->out_at < w->out_n) {
        n = send(w->fd, w->out + w->out_at, w->out_n - w->out_at, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (n <= 0)
            return false;
        w->out_at += (size_t)n;
    }
    return true;
}

bool wire_is_written(const struct wire *w)
{
    return w->out_at == w->out_n;
}

/* ---- The reply ---- */

/* What stands behind a header's name, or -1. */
static long content_length(const char *head, const char *end)
{
    static const char name[] = "\r\ncontent-length:";

    for (const char *at = head; at != NULL && at < end; at = strstr(at + 2, "\r\n")) {
        if (strncasecmp(at, name, sizeof(name) - 1) == 0)
            return strtol(at + sizeof(name) - 1, NULL, 10);
    }
    return -1;
}

/* False: this is no reply. *ret_whole stays 0 while the head is not complete. */
static bool measure(struct wire *w, size_t *ret_whole)
{
    const char *end;
    long length;

    w->in[w->in_n] = '\0';
    end = strstr(w->in, "\r\n\r\n");
    *ret_whole = 0;
    if (end == NULL)
        return true;
    length = content_length(strstr(w->in, "\r\n"), end);
    if (strncmp(w->in, "HTTP/1.1 ", 9) != 0 || length < 0)
        return false;
    w->status = (int)strtol(w->in + 9, NULL, 10);
    w->body_n = (size_t)length;
    *ret_whole = (size_t)(end + 4 - w->in) + w->body_n;
    return true;
}

static bool grow(struct wire *w)
{
    char *in = w->in_room < IN_ROOM_MAX ? realloc(w->in, w->in_room * 2) : NULL;

    if (in == NULL)
        return false;
    w->in = in;
    w->in_room *= 2;
    return true;
}

bool wire_read(struct wire *w, bool *ret_done)
{
    size_t whole = 0;
    ssize_t n;

    *ret_done = false;
    for (;;) {
        if (w->in_n + 1 >= w->in_room && !grow(w))
            return false;
        n = recv(w->fd, w->in + w->in_n, w->in_room - w->in_n - 1, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (n <= 0)
            return false;
        w->in_n += (size_t)n;
        if (!measure(w, &whole))
            return false;
        if (whole != 0 && w->in_n >= whole)
            break;
    }
    w->body = w->in + whole - w->body_n;
    *ret_done = true;
    return w->in_n == whole;
}
