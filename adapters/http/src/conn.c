/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

struct conn *http_conn_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

void http_conn_phase(struct conn *c, enum phase phase)
{
    c->phase = phase;
    c->since_ms = http_now_ms(c->server);
}

/* The client's address as digits; on a socket of both families that of IPv4 is one of IPv4 all the
 * same, or limits would count all of them as one. The text dies with the connection, so slots copy
 * it. */
static void name_peer(struct conn *c, const struct sockaddr *address)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    const char *text = NULL;

    if (address != NULL && address->sa_family == AF_INET) {
        memcpy(&v4, address, sizeof(v4));
        text = inet_ntop(AF_INET, &v4.sin_addr, c->peer, sizeof(c->peer));
    } else if (address != NULL && address->sa_family == AF_INET6) {
        memcpy(&v6, address, sizeof(v6));
        text = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)
                   ? inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], c->peer, sizeof(c->peer))
                   : inet_ntop(AF_INET6, &v6.sin6_addr, c->peer, sizeof(c->peer));
    }
    if (text == NULL)
        (void)snprintf(c->peer, sizeof(c->peer), "unix");
}

static void conn_started(struct ym_http_server *s, struct MHD_Connection *mhd, void **context)
{
    struct conn *c = s->conn_free;
    const union MHD_ConnectionInfo *info;

    assert(c != NULL); /* MHD's own limit is the size of the pool */
    s->conn_free = c->next;
    *c = (struct conn){ .server = s, .fd = -1, .next = s->conn_open };
    if (s->conn_open != NULL)
        s->conn_open->prev = c;
    s->conn_open = c;
    s->stats.connections++;
    c->is_surplus = s->stats.connections > s->config.limits.connections_max;
    http_conn_phase(c, PHASE_FIRST);
    info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL)
        c->fd = info->connect_fd;
    info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    name_peer(c, info == NULL ? NULL : info->client_addr);
    *context = c;
}

static void conn_closed(struct ym_http_server *s, struct conn *c)
{
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        s->conn_open = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    *c = (struct conn){ .next = s->conn_free };
    s->conn_free = c;
    s->stats.connections--;
}

void http_on_connection(void *cls, struct MHD_Connection *mhd, void **context,
                        enum MHD_ConnectionNotificationCode what)
{
    struct ym_http_server *s = cls;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        conn_started(s, mhd, context);
    } else if (*context != NULL) {
        conn_closed(s, *context);
        *context = NULL;
    }
}

/* Are there bytes that the client sent and nobody has read yet? */
static bool has_bytes(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

/* Has the connection been in its phase for longer than it may? */
static bool is_late(const struct conn *c, uint64_t now_ms)
{
    const struct ym_http_limits *limits = &c->server->config.limits;
    const bool is_open = http_is_open(c->server);
    const uint64_t age_ms = now_ms - c->since_ms;

    switch (c->phase) {
    case PHASE_FIRST:
        return is_open ? age_ms > limits->read_ms : !has_bytes(c->fd);
    case PHASE_IDLE:
        return is_open ? age_ms > limits->idle_ms : !has_bytes(c->fd);
    case PHASE_READING:
        return age_ms > limits->read_ms;
    case PHASE_WRITING:
        return age_ms > limits->write_ms;
    case PHASE_WORKING:
        break;
    }
    return false;
}

bool http_abandon_waiting(struct ym_http_server *s, uint64_t older_than_ms)
{
    const uint64_t now_ms = http_now_ms(s);
    bool is_any = false;

    for (size_t i = 0; i < s->config.limits.requests_max; i++) {
        struct request *rq = &s->requests[i];

        if (rq->stage == STAGE_WAITING && now_ms - rq->handled_ms >= older_than_ms) {
            http_abandon(rq);
            is_any = true;
        }
    }
    return http_pieces_abandon(s, older_than_ms) || is_any;
}

void http_sweep(struct ym_http_server *s)
{
    const uint64_t now_ms = http_now_ms(s);

    for (struct conn *c = s->conn_open; c != NULL; c = c->next) {
        if (c->is_cut || c->fd < 0 || !is_late(c, now_ms))
            continue;
        c->is_cut = true;
        if (http_is_open(s))
            s->stats.cut++;
        /* MHD sees the end of the stream and closes: its descriptor is never ours to close. */
        (void)shutdown(c->fd, SHUT_RDWR);
    }
    (void)http_abandon_waiting(s, s->config.limits.operation_ms);
}
