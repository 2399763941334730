/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loop/uv.h"

static size_t or_default(size_t given, size_t otherwise)
{
    return given != 0 ? given : otherwise;
}

static uint32_t or_default_ms(uint32_t given, uint32_t otherwise)
{
    return given != 0 ? given : otherwise;
}

static void resolve_limits(struct ym_http_limits *l)
{
    l->connections_max = or_default(l->connections_max, 1024);
    l->requests_max = or_default(l->requests_max, 512);
    l->arena_bytes = or_default(l->arena_bytes, 65536);
    l->body_bytes_max = or_default(l->body_bytes_max, 1u << 20);
    l->bodies_bytes_max = or_default(l->bodies_bytes_max, 64u << 20);
    l->read_ms = or_default_ms(l->read_ms, 10000);
    l->idle_ms = or_default_ms(l->idle_ms, 30000);
    l->operation_ms = or_default_ms(l->operation_ms, 30000);
    l->write_ms = or_default_ms(l->write_ms, 300000);
    l->stop_ms = or_default_ms(l->stop_ms, 5000);
}

/* The shortest of the limits, quartered: nobody overstays by more than a quarter of it. */
static uint64_t sweep_ms(const struct ym_http_limits *l)
{
    const uint32_t all[] = { l->idle_ms, l->operation_ms, l->write_ms };
    uint32_t least = l->read_ms;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        least = all[i] < least ? all[i] : least;
    least /= 4;
    if (least < HTTP_SWEEP_MS_MIN)
        return HTTP_SWEEP_MS_MIN;
    return least < HTTP_SWEEP_MS_MAX ? least : HTTP_SWEEP_MS_MAX;
}

/* Seconds without a byte after which MHD ends a connection by itself: past every limit of ours. */
static unsigned inactivity_s(const struct ym_http_limits *l)
{
    uint32_t most_ms = l->idle_ms > l->read_ms ? l->idle_ms : l->read_ms;

    most_ms = l->write_ms > most_ms ? l->write_ms : most_ms;
    return most_ms / 1000 + HTTP_INACTIVITY_MARGIN;
}

static void free_server(struct ym_http_server *s)
{
    if (s->busy != NULL)
        MHD_destroy_response(s->busy);
    for (size_t i = 0; s->requests != NULL && i < s->config.limits.requests_max; i++) {
        ym_arena_release(&s->requests[i].pub.arena);
        ym_buf_release(&s->requests[i].body);
    }
    ym_timer_free(s->timer);
    ym_timer_free(s->sweep);
    free(s->latency);
    if (s->dead_fd >= 0)
        (void)close(s->dead_fd);
    free(s->requests);
    free(s->conns);
    free(s);
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct ym_http_server *s = handle->data;
    ym_http_closed_fn *closed = s->closed;
    void *arg = s->closed_arg;

    free_server(s);
    if (closed != NULL)
        closed(arg);
}

/* Nothing can come from outside any more; handlers may still answer. Pre: nobody is suspended,
 * or MHD would abort the program. */
static void stop_daemon(struct ym_http_server *s)
{
    (void)uv_poll_stop(&s->poll);
    ym_timer_stop(s->timer);
    ym_timer_stop(s->sweep);
    MHD_stop_daemon(s->daemon);
    s->daemon = NULL;
    s->state = SERVER_STOPPED;
}

/* What the kernel has accepted and nobody has taken from it would be reset by the close. */
static void accept_waiting(struct ym_http_server *s)
{
    struct pollfd waiting = { .fd = s->listen_fd, .events = POLLIN };

    for (unsigned i = 0; i < YM_HTTP_ACCEPTS_MAX && s->conn_free != NULL; i++) {
        if (poll(&waiting, 1, 0) != 1)
            break;
        (void)MHD_run(s->daemon);
    }
}

static void stop_listening(struct ym_http_server *s)
{
    MHD_socket fd;

    accept_waiting(s);
    fd = MHD_quiesce_daemon(s->daemon);
    if (fd != MHD_INVALID_SOCKET)
        (void)close(fd);
    s->listen_fd = -1;
    if (s->unix_path[0] != '\0')
        (void)unlink(s->unix_path);
    s->stop_at_ms = http_now_ms(s) + s->config.limits.stop_ms;
    s->state = SERVER_DRAINING;
    http_sweep(s);
    ym_timer_start(s->sweep, HTTP_SWEEP_MS_MIN, HTTP_SWEEP_MS_MIN);
}

/* One step of the way to the end, outside of MHD_run. */
static void advance_close(struct ym_http_server *s)
{
    if (s->state == SERVER_ASKED)
        stop_listening(s);
    if (s->state == SERVER_DRAINING &&
        (s->stats.connections == 0 || http_now_ms(s) >= s->stop_at_ms))
        s->state = SERVER_ABANDONING;
    /* What is abandoned is resumed by the next MHD_run, which this asked for. */
    if (s->state == SERVER_ABANDONING && !http_abandon_waiting(s, 0))
        stop_daemon(s);
    if (s->state == SERVER_STOPPED && s->stats.in_flight == 0 && s->has_poll) {
        s->has_poll = false;
        ym_loop_undefer(s->loop, &s->pump);
        uv_close((uv_handle_t *)&s->poll, on_poll_closed);
    }
}

/* The only place that lets MHD work. */
static void pump(void *arg)
{
    struct ym_http_server *s = arg;
    MHD_UNSIGNED_LONG_LONG ms;

    http_take_all(s);
    if (s->daemon != NULL) {
        (void)MHD_run(s->daemon);
        if (MHD_get_timeout(s->daemon, &ms) == MHD_YES)
            ym_timer_start(s->timer, ms, 0); /* 0: in the next turn */
        else
            ym_timer_stop(s->timer);
    }
    if (s->state != SERVER_OPEN)
        advance_close(s);
}

static void on_ready(uv_poll_t *handle, int status, int events)
{
    (void)status;
    (void)events;
    pump(handle->data);
}

static void on_sweep(void *arg)
{
    struct ym_http_server *s = arg;

    http_sweep(s);
    if (s->state != SERVER_OPEN)
        pump(s);
}

/* Addresses are judged as sent: the library must not decode them. */
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text)
{
    (void)cls;
    (void)mhd;
    return strlen(text);
}

/* The library's own messages. Their arguments may hold what a client sent, so the format alone. */
static void on_message(void *cls, const char *format, va_list args)
{
    struct ym_http_server *s = cls;

    (void)args;
    if (s->config.log != NULL)
        ym_log(s->config.log, DEBUG, "http library", ym_log_text("why", format));
}

static bool make_pools(struct ym_http_server *s)
{
    const struct ym_http_limits *l = &s->config.limits;
    const size_t conns_n = l->connections_max + YM_HTTP_SURPLUS_CONNECTIONS;

    s->conns = calloc(conns_n, sizeof(s->conns[0]));
    s->requests = calloc(l->requests_max, sizeof(s->requests[0]));
    if (s->conns == NULL || s->requests == NULL)
        return false;
    for (size_t i = 0; i < conns_n; i++) {
        s->conns[i].next = s->conn_free;
        s->conn_free = &s->conns[i];
    }
    for (size_t i = 0; i < l->requests_max; i++) {
        struct request *rq = &s->requests[i];

        if (!ym_arena_init(&rq->pub.arena, l->arena_bytes))
            return false;
        ym_buf_init(&rq->body, l->body_bytes_max);
        rq->server = s;
        rq->next = s->request_free;
        s->request_free = rq;
    }
    s->busy = http_busy_response();
    s->timer = ym_timer_new(s->loop, pump, s);
    s->sweep = ym_timer_new(s->loop, on_sweep, s);
    return http_series_init(s) && s->busy != NULL && s->timer != NULL && s->sweep != NULL;
}

static bool start_daemon(struct ym_http_server *s, int fd)
{
    const struct ym_http_limits *l = &s->config.limits;
    const union MHD_DaemonInfo *info;

    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL, http_on_access,
        s, MHD_OPTION_EXTERNAL_LOGGER, on_message, s, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_TIMEOUT, inactivity_s(l), MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(l->connections_max + YM_HTTP_SURPLUS_CONNECTIONS),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)YM_HTTP_CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, s,
        MHD_OPTION_URI_LOG_CALLBACK, http_on_uri, s, MHD_OPTION_NOTIFY_COMPLETED, http_on_completed,
        s, MHD_OPTION_NOTIFY_CONNECTION, http_on_connection, s, MHD_OPTION_END);
    if (s->daemon == NULL)
        return false;
    s->listen_fd = fd;
    info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    if (info == NULL || uv_poll_init(ym_loop_raw(s->loop), &s->poll, info->epoll_fd) != 0)
        return false;
    s->has_poll = true;
    s->poll.data = s;
    return uv_poll_start(&s->poll, UV_READABLE, on_ready) == 0;
}

/* Undo an open that failed behind the socket. Nothing was served yet. */
static enum ym_err fail_open(struct ym_http_server *s, int fd, struct ym_error *reterr)
{
    if (s->daemon != NULL) {
        if (s->has_poll)
            (void)uv_poll_stop(&s->poll);
        MHD_stop_daemon(s->daemon); /* closes fd */
    } else {
        (void)close(fd);
    }
    if (s->unix_path[0] != '\0')
        (void)unlink(s->unix_path);
    if (s->has_poll)
        uv_close((uv_handle_t *)&s->poll, on_poll_closed);
    else
        free_server(s);
    return ym_fail(reterr, YM_E_UNAVAILABLE,
                   "the HTTP server did not start: too little memory or too few descriptors; "
                   "raise the limits (ulimit -n) or lower http limits");
}

static enum ym_err trust_proxies(struct ym_http_server *s, struct ym_error *reterr)
{
    const char *text = s->config.trusted_proxies;
    const char *fault = text != NULL ? http_networks_parse(text, &s->trusted) : NULL;

    if (fault != NULL)
        return ym_fail(reterr, YM_E_INVALID, "the list of trusted proxies %s", fault);
    return YM_E_OK;
}

enum ym_err ym_http_server_open(struct ym_loop *loop, const struct ym_http_config *config,
                                struct ym_http_server **ret, struct ym_error *reterr)
{
    struct ym_http_server *s = calloc(1, sizeof(*s));
    enum ym_err err;
    int fd = -1;

    *ret = NULL;
    assert(ym_http_routes_fault(config->routes, config->routes_n) == NULL);
    if (s == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the HTTP server");
    s->loop = loop;
    s->dead_fd = -1;
    s->config = *config;
    resolve_limits(&s->config.limits);
    http_router_add(&s->router, http_probes, HTTP_PROBES_N);
    http_router_add(&s->router, config->routes, config->routes_n);
    ym_defer_init(&s->pump, pump, s);
    err = trust_proxies(s, reterr);
    if (err == YM_E_OK)
        err = http_listen(s, &fd, reterr);
    if (err != YM_E_OK) {
        free_server(s);
        return err;
    }
    if (uv_random(NULL, NULL, &s->id_base, sizeof(s->id_base), 0, NULL) != 0 || !make_pools(s) ||
        !start_daemon(s, fd))
        return fail_open(s, fd, reterr);
    ym_timer_start(s->sweep, sweep_ms(&s->config.limits), sweep_ms(&s->config.limits));
    pump(s);
    *ret = s;
    return YM_E_OK;
}

const char *ym_http_server_address(const struct ym_http_server *s)
{
    return s->address;
}

int ym_http_server_port(const struct ym_http_server *s)
{
    return s->port;
}

void ym_http_server_stats(const struct ym_http_server *s, struct ym_http_stats *ret)
{
    *ret = s->stats;
}

void ym_http_server_drain(struct ym_http_server *s)
{
    assert(s->state == SERVER_OPEN);
    s->state = SERVER_LEAVING;
}

void ym_http_server_close(struct ym_http_server *s, ym_http_closed_fn *done, void *arg)
{
    assert(http_is_open(s));
    s->state = SERVER_ASKED;
    s->closed = done;
    s->closed_arg = arg;
    ym_loop_defer(s->loop, &s->pump);
}
