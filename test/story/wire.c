/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_S 30
#define HEAD_MAX   2048

struct wire {
    struct sockaddr_un address;
    int fd;      /* -1: not connected */
    char *reply; /* WIRE_REPLY_MAX bytes and a NUL */
};

struct wire *wire_open(const char *path)
{
    struct wire *const w = calloc(1, sizeof(*w));

    if (w == NULL || strlen(path) >= sizeof(w->address.sun_path)) {
        free(w);
        return NULL;
    }
    w->fd = -1;
    w->address.sun_family = AF_UNIX;
    memcpy(w->address.sun_path, path, strlen(path) + 1);
    w->reply = malloc(WIRE_REPLY_MAX + 1);
    if (w->reply == NULL) {
        free(w);
        return NULL;
    }
    return w;
}

static void disconnect(struct wire *w)
{
    if (w->fd >= 0)
        (void)close(w->fd);
    w->fd = -1;
}

void wire_close(struct wire *w)
{
    if (w == NULL)
        return;
    disconnect(w);
    free(w->reply);
    free(w);
}

static bool connected(struct wire *w)
{
    const struct timeval patience = { .tv_sec = PATIENCE_S };

    if (w->fd >= 0)
        return true;
    w->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (w->fd >= 0 &&
        setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0 &&
        connect(w->fd, (const struct sockaddr *)&w->address, sizeof(w->address)) == 0)
        return true;
    disconnect(w);
    return false;
}

static bool put(const struct wire *w, struct ym_span text)
{
    while (text.n > 0) {
        const ssize_t n = send(w->fd, text.at, text.n, MSG_NOSIGNAL);

        if (n <= 0)
            return false;
        text = (struct ym_span){ text.at + n, text.n - (size_t)n };
    }
    return true;
}

static bool put_request(const struct wire *w, const struct wire_request *rq)
{
    char head[HEAD_MAX];
    const int n =
        snprintf(head, sizeof(head),
                 "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%s%s%s%s%sContent-Length: %zu\r\n\r\n",
                 rq->method, rq->path, rq->token != NULL ? "Authorization: Bearer " : "",
                 rq->token != NULL ? rq->token : "", rq->token != NULL ? "\r\n" : "",
                 rq->key != NULL ? "Idempotency-Key: " : "", rq->key != NULL ? rq->key : "",
                 rq->key != NULL ? "\r\n" : "",
                 rq->body.n > 0 ? "Content-Type: application/json\r\n" : "", rq->body.n);

    return n > 0 && n < HEAD_MAX && put(w, (struct ym_span){ head, (size_t)n }) && put(w, rq->body);
}

/* The length that the head names; 0 when it names none. */
static size_t length_of(const char *head, const char *end)
{
    static const char name[] = "Content-Length:";

    for (const char *line = head; line < end; line = strchr(line, '\n') + 1)
        if (strncasecmp(line, name, sizeof(name) - 1) == 0)
            return (size_t)strtoul(line + sizeof(name) - 1, NULL, 10);
    return 0;
}

/* The whole reply, by the length that it names. */
static bool get_reply(struct wire *w, struct wire_reply *ret)
{
    size_t have = 0;
    size_t want = WIRE_REPLY_MAX;
    const char *body = NULL;

    while (have < want) {
        const ssize_t n = recv(w->fd, w->reply + have, want - have, 0);

        if (n <= 0)
            return false;
        have += (size_t)n;
        w->reply[have] = '\0';
        if (body == NULL && (body = strstr(w->reply, "\r\n\r\n")) != NULL) {
            const size_t length = length_of(w->reply, body);

            body += 4;
            want = (size_t)(body - w->reply) + length;
            if (want > WIRE_REPLY_MAX)
                return false;
            ret->body = (struct ym_span){ body, length };
        }
    }
    return body != NULL && sscanf(w->reply, "HTTP/1.1 %d", &ret->status) == 1;
}

struct wire_reply wire_ask(struct wire *w, const struct wire_request *rq)
{
    struct wire_reply reply = { .status = 0 };
    const bool was_kept = w->fd >= 0;

    if (connected(w) && put_request(w, rq) && get_reply(w, &reply))
        return reply;
    disconnect(w);
    reply = (struct wire_reply){ .status = 0 };
    if (!was_kept || !connected(w) || !put_request(w, rq) || !get_reply(w, &reply)) {
        disconnect(w);
        return (struct wire_reply){ .status = 0 };
    }
    return reply;
}
