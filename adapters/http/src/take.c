/* SPDX-License-Identifier: Apache-2.0 */
/* Handing a connection over.
 *
 * The library has no way to let go of a connection, and one that it keeps costs its memory pool, a
 * slot of its table and its bookkeeping. So the connection is given another socket under its
 * descriptor: while it is suspended, and so out of the library's epoll set, the socket is
 * duplicated, and the descriptor is made a name of a dead socket. Resumed with nothing to answer,
 * the library shuts down and closes that, and frees all it held; the client notices nothing. */
#define _GNU_SOURCE /* dup3 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "private.h"

#define HEAD_BYTES_MAX 4096

/* As RFC 9110, 5.6.7 wants it: in English, whatever the locale. */
static void put_date(const struct ym_http_server *s, struct ym_buf *b)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const time_t now = (time_t)(ym_clock_now(ym_loop_clock(s->loop)) / YM_USEC_PER_SECOND);
    struct tm t;

    if (gmtime_r(&now, &t) == NULL)
        return;
    ym_buf_printf(b, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n", days + 3 * t.tm_wday,
                  t.tm_mday, months + 3 * t.tm_mon, t.tm_year + 1900, t.tm_hour, t.tm_min,
                  t.tm_sec);
}

static void put_head(const struct request *rq, struct ym_buf *b)
{
    ym_buf_puts(b, "HTTP/1.1 200 OK\r\n");
    put_date(rq->server, b);
    ym_buf_printf(b, "Content-Type: %s\r\n", rq->taken_media);
    ym_buf_puts(b, "Connection: close\r\nX-Content-Type-Options: nosniff\r\n"
                   "Referrer-Policy: no-referrer\r\n");
    for (size_t i = 0; i < rq->reply_n; i++)
        ym_buf_printf(b, "%s: %s\r\n", rq->reply[i].name, rq->reply[i].value);
    ym_buf_printf(b, "X-Request-Id: %s\r\n\r\n", rq->id);
}

/* The head is far shorter than an empty socket takes; one that takes it not is of no use. */
static bool send_head(const struct request *rq, int fd)
{
    struct ym_buf b;
    ssize_t n = -1;
    bool is_sent;

    ym_buf_init(&b, HEAD_BYTES_MAX);
    put_head(rq, &b);
    if (ym_buf_ok(&b))
        n = send(fd, b.at, b.n, MSG_NOSIGNAL | MSG_DONTWAIT);
    is_sent = n >= 0 && (size_t)n == b.n;
    ym_buf_release(&b);
    return is_sent;
}

/* A duplicate of the socket, with the dead one in its place; -1 when there is no descriptor. */
static int swap(struct ym_http_server *s, int fd)
{
    int own;

    if (s->dead_fd < 0)
        s->dead_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->dead_fd < 0)
        return -1;
    own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (own >= 0 && dup3(s->dead_fd, fd, O_CLOEXEC) < 0) {
        (void)close(own);
        own = -1;
    }
    return own;
}

/* The library is told to go on, and finds nothing to send: it ends the connection. */
static void release(struct request *rq)
{
    rq->conn->fd = -1; /* nothing for the sweep to shut down */
    rq->status = 200;
    rq->stage = STAGE_ANSWERED;
    MHD_resume_connection(rq->mhd);
}

static int take(struct request *rq)
{
    int fd;

    if (!rq->is_attached || rq->is_abandoned)
        return -1;
    assert(rq->stage == STAGE_WAITING);
    if (rq->server->state != SERVER_OPEN) {
        http_answer_problem(rq, YM_E_BUSY, "this server is stopping; try again at another");
        return -1;
    }
    fd = swap(rq->server, rq->conn->fd);
    if (fd < 0) {
        http_answer_problem(rq, YM_E_BUSY, "no descriptor is free for a stream; try again later");
        return -1;
    }
    release(rq);
    if (!send_head(rq, fd)) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

void http_take_all(struct ym_http_server *s)
{
    struct request *rq = s->taking;

    s->taking = NULL;
    while (rq != NULL) {
        struct request *next = rq->next_taken;
        ym_http_taken_fn *taken = rq->taken;
        void *arg = rq->taken_arg;
        const int fd = take(rq);

        taken(arg, fd); /* arg may lie in the request's arena */
        http_slot_settle(rq);
        rq = next;
    }
}

void ym_http_take(struct ym_http_request *pub, const char *media, ym_http_taken_fn *taken,
                  void *arg)
{
    struct request *rq = (struct request *)(void *)pub; /* its first member */
    struct ym_http_server *s = rq->server;

    assert(rq->is_owed);
    rq->taken = taken;
    rq->taken_arg = arg;
    rq->taken_media = media;
    rq->next_taken = s->taking;
    s->taking = rq;
    ym_loop_defer(s->loop, &s->pump);
}
