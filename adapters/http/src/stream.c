/* SPDX-License-Identifier: Apache-2.0 */
/* The stream as a whole: who may join, who is served when, heartbeats, and the end. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include "loop/uv.h"
#include "stream.h"

#define READY_MAX 256 /* sockets looked at in one turn */

/* One descriptor for the readiness of all sockets: each is registered once, edge-triggered, and
 * costs the loop nothing while nothing happens. */
struct stream_poll {
    uv_poll_t poll;
    int fd;
    bool is_open; /* poll has been initialised and not been closed */
};

uint64_t stream_now_ms(const struct stream *s)
{
    return ym_loop_monotonic_ms(s->config.loop);
}

/* ---- The queue ---- */

void stream_enqueue(struct stream *s, struct viewer *v)
{
    if (v->is_queued)
        return;
    v->is_queued = true;
    v->next = NULL;
    *s->queue_end = v;
    s->queue_end = &v->next;
    ym_loop_defer(s->config.loop, &s->work);
}

static void free_viewer(struct stream *s, struct viewer *v)
{
    *v = (struct viewer){ .fd = -1, .next = s->free_viewers };
    s->free_viewers = v;
}

/* So many, and then the loop has its turn. */
static void serve_queue(void *arg)
{
    struct stream *s = arg;

    for (unsigned i = 0; i < STREAM_WORK_MAX && s->queue != NULL; i++) {
        struct viewer *v = s->queue;

        s->queue = v->next;
        if (s->queue == NULL)
            s->queue_end = &s->queue;
        v->is_queued = false;
        if (v->state == VIEWER_GONE)
            free_viewer(s, v);
        else
            stream_serve(s, v);
    }
    if (s->queue != NULL)
        ym_loop_defer(s->config.loop, &s->work);
}

/* ---- Sockets ---- */

static void on_ready(uv_poll_t *handle, int status, int events)
{
    struct stream *s = handle->data;
    struct epoll_event ready[READY_MAX];
    const int n = epoll_wait(s->poll->fd, ready, READY_MAX, 0);

    (void)status;
    (void)events;
    for (int i = 0; i < n; i++)
        stream_ready(s, ready[i].data.ptr, (ready[i].events & EPOLLOUT) != 0,
                     (ready[i].events & ~(uint32_t)EPOLLOUT) != 0);
}

static bool watch_socket(struct stream *s, struct viewer *v)
{
    struct epoll_event e = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET };

    e.data.ptr = v;
    return epoll_ctl(s->poll->fd, EPOLL_CTL_ADD, v->fd, &e) == 0;
}

/* Little in the kernel for each, and nothing held back. A viewer that vanished without a word would
 * else be kept for as long as the kernel repeats itself, a quarter of an hour; one that is there
 * and takes nothing is ended by the wheel before. A unix socket refuses all but the first. */
static void tune_socket(const struct stream *s, int fd)
{
    const int bytes = API_STREAM_SOCKET_BYTES, on = 1;
    const unsigned silence_ms = 2 * s->config.drop_ms;

    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence_ms, sizeof(silence_ms));
}

/* ---- Coming and going ---- */

static bool is_full(const struct stream *s)
{
    return s->free_viewers == NULL && s->used == s->config.viewers_max;
}

const char *stream_admit(struct stream *s, const struct app_caller *caller, const char *peer,
                         enum ym_err *ret_code)
{
    const struct holder *h = stream_holder_find(s, caller);
    const struct peer *p = stream_peer_find(s, peer);
    const unsigned per_address = s->config.viewers_per_address != 0
                                     ? s->config.viewers_per_address
                                     : API_STREAM_VIEWERS_PER_ADDRESS;
    const char *why = NULL;

    *ret_code = YM_E_THROTTLED;
    if (h != NULL && h->viewers >= s->config.viewers_per_token)
        why =
            "this token has as many streams open as it may; close one, or share one between pages";
    else if (p != NULL && p->viewers >= per_address)
        why = "this address has as many streams open as it may; close one, or share one";
    if (why == NULL && (s->is_closing || is_full(s))) {
        *ret_code = YM_E_BUSY;
        why = "this node has as many streams open as it can hold; try another, or later";
    }
    if (why != NULL)
        s->gauges.refused++;
    return why;
}

static struct viewer *new_viewer(struct stream *s)
{
    struct viewer *v = s->free_viewers;

    if (v == NULL)
        return &s->viewers[s->used++];
    s->free_viewers = v->next;
    return v;
}

/* Take a viewer from the pool and fill what does not depend on the feed. */
static struct viewer *seat(struct stream *s, int fd, const struct stream_guest *guest)
{
    struct holder *h = stream_holder_take(s, guest->caller, guest->token);
    struct viewer *v;

    if (h == NULL)
        return NULL;
    v = new_viewer(s);
    *v = (struct viewer){ .fd = fd,
                          .state = VIEWER_WAITING,
                          .holder = h,
                          .peer = stream_peer_take(s, guest->peer),
                          .scope = app_caller_scope(guest->caller),
                          .wish = guest->wish,
                          .owes_ready = true };
    if (guest->has_mark) {
        v->has_mark = guest->is_mark_sound;
        v->reason = guest->is_mark_sound ? STREAM_NONE : STREAM_UNKNOWN;
        v->after = guest->mark.place;
        v->cursor = guest->mark.epoch;
    }
    stream_group_enter(s, v);
    s->gauges.viewers++;
    s->gauges.opened++;
    return v;
}

void stream_join(struct stream *s, int fd, const struct stream_guest *guest)
{
    enum ym_err code;
    struct viewer *v = NULL;

    /* Others may have come since it was admitted. */
    if (stream_admit(s, guest->caller, guest->peer, &code) == NULL)
        v = seat(s, fd, guest);
    if (v == NULL) {
        (void)close(fd);
        return;
    }
    tune_socket(s, fd);
    if (!watch_socket(s, v)) {
        stream_leave(s, v);
        return;
    }
    if (s->gauges.viewers == 1) {
        ym_timer_start(s->wheel, s->config.heartbeat_ms / STREAM_WHEEL + 1,
                       s->config.heartbeat_ms / STREAM_WHEEL + 1);
        s->is_woken = true;
        stream_look(s); /* the place may be out of date */
    }
    if (s->has_place && s->is_level)
        stream_place(s, v);
}

void stream_leave(struct stream *s, struct viewer *v)
{
    assert(v->state != VIEWER_FREE);
    assert(v->state != VIEWER_GONE);
    (void)epoll_ctl(s->poll->fd, EPOLL_CTL_DEL, v->fd, NULL);
    (void)close(v->fd);
    v->fd = -1;
    free(v->rest);
    v->rest = NULL;
    stream_group_leave(s, v);
    stream_holder_leave(s, v->holder);
    if (v->peer != NULL)
        stream_peer_leave(s, v->peer);
    v->holder = NULL;
    s->gauges.viewers--;
    if (v->state == VIEWER_REPLAYING)
        s->gauges.replaying--;
    if (v->is_blocked)
        s->gauges.blocked--;
    v->state = VIEWER_GONE;
    if (!v->is_queued)
        free_viewer(s, v);
    if (s->gauges.viewers == 0) {
        ym_timer_stop(s->wheel);
        stream_look(s);
    }
}

/* ---- The wheel ---- */

static void tend(struct stream *s, struct viewer *v)
{
    if (v->state == VIEWER_FREE || v->state == VIEWER_GONE)
        return;
    if (v->is_blocked && stream_now_ms(s) - v->blocked_ms > s->config.drop_ms) {
        s->gauges.dropped++;
        stream_leave(s, v);
        return;
    }
    stream_heartbeat(s, v);
}

/* Each viewer in the part that its number falls in: no timer of its own, and not all at once. */
static void on_wheel(void *arg)
{
    struct stream *s = arg;

    s->tick = (s->tick + 1) % STREAM_WHEEL;
    for (size_t i = s->tick; i < s->used; i += STREAM_WHEEL)
        tend(s, &s->viewers[i]);
    stream_holders_check(s, s->holders_used / STREAM_WHEEL + 1);
}

static void on_look(void *arg)
{
    stream_look(arg);
}

/* ---- Life ---- */

void stream_free(struct stream *s)
{
    if (s == NULL)
        return;
    assert(s->poll == NULL || !s->poll->is_open);
    ym_loop_undefer(s->config.loop, &s->share);
    ym_loop_undefer(s->config.loop, &s->work);
    ym_timer_free(s->wheel);
    ym_timer_free(s->look);
    if (s->poll != NULL && s->poll->fd >= 0)
        (void)close(s->poll->fd);
    free(s->poll);
    stream_holders_free(s);
    stream_groups_free(s);
    ym_buf_release(&s->words);
    free(s->viewers);
    free(s->ring);
    free(s->past);
    free(s);
}

/* As many as the descriptors that this process may have allow. */
static unsigned affordable(unsigned wanted)
{
    struct rlimit files;
    rlim_t n = wanted;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur != RLIM_INFINITY)
        n = files.rlim_cur >= 2 * API_STREAM_DESCRIPTORS_KEPT
                ? files.rlim_cur - API_STREAM_DESCRIPTORS_KEPT
                : files.rlim_cur / 4;
    n = n < wanted ? n : wanted;
    return n > 0 ? (unsigned)n : 1;
}

static void resolve(struct api_stream_config *c)
{
    c->viewers_max = affordable(c->viewers_max != 0 ? c->viewers_max : API_STREAM_VIEWERS);
    c->viewers_per_token =
        c->viewers_per_token != 0 ? c->viewers_per_token : API_STREAM_VIEWERS_PER_TOKEN;
    c->heartbeat_ms = c->heartbeat_ms != 0 ? c->heartbeat_ms : API_STREAM_HEARTBEAT_MS;
    c->drop_ms = c->drop_ms != 0 ? c->drop_ms : API_STREAM_DROP_MS;
    c->poll_ms = c->poll_ms != 0 ? c->poll_ms : API_STREAM_POLL_MS;
}

static bool open_poll(struct stream *s)
{
    s->poll = calloc(1, sizeof(*s->poll));
    if (s->poll == NULL)
        return false;
    s->poll->fd = epoll_create1(EPOLL_CLOEXEC);
    if (s->poll->fd < 0 ||
        uv_poll_init(ym_loop_raw(s->config.loop), &s->poll->poll, s->poll->fd) != 0)
        return false;
    s->poll->is_open = true;
    s->poll->poll.data = s;
    (void)uv_poll_start(&s->poll->poll, UV_READABLE, on_ready); /* fails only while closing */
    return true;
}

static bool make_pools(struct stream *s)
{
    s->viewers = calloc(s->config.viewers_max, sizeof(*s->viewers));
    s->ring = calloc(API_STREAM_RING, sizeof(*s->ring));
    s->past = calloc(STREAM_SLICE, sizeof(*s->past));
    s->wheel = ym_timer_new(s->config.loop, on_wheel, s);
    s->look = ym_timer_new(s->config.loop, on_look, s);
    return s->viewers != NULL && s->ring != NULL && s->past != NULL && s->wheel != NULL &&
           s->look != NULL && stream_holders_new(s) && stream_groups_new(s) &&
           stream_text_reserve(s);
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct stream *s = handle->data;

    s->poll->is_open = false;
    stream_end_if_idle(s);
}

static void finish(void *arg)
{
    struct stream *s = arg;
    void (*on_closed)(void *) = s->on_closed;
    void *closed_arg = s->closed_arg;

    if (on_closed != NULL)
        on_closed(closed_arg);
}

void stream_end_if_idle(struct stream *s)
{
    if (s->is_ended || s->poll->is_open || s->asked != ASK_NOTHING || s->checks > 0)
        return;
    s->is_ended = true;
    ym_loop_undefer(s->config.loop, &s->share);
    ym_loop_undefer(s->config.loop, &s->work);
    ym_defer_init(&s->work, finish, s);
    ym_loop_defer(s->config.loop, &s->work);
}

struct stream *stream_new(const struct api_stream_config *config, struct app_gate *gate)
{
    struct stream *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return NULL;
    s->config = *config;
    s->gate = gate;
    resolve(&s->config);
    s->queue_end = &s->queue;
    ym_defer_init(&s->work, serve_queue, s);
    ym_defer_init(&s->share, stream_share, s);
    if (!make_pools(s) || !open_poll(s)) {
        stream_free(s);
        return NULL;
    }
    return s;
}

void stream_gauges(const struct stream *s, struct api_stream_gauges *ret)
{
    *ret = s->gauges;
}

void stream_close(struct stream *s, void (*done)(void *arg), void *arg)
{
    assert(!s->is_closing);
    s->is_closing = true;
    s->is_sharing = false;
    s->on_closed = done;
    s->closed_arg = arg;
    for (size_t i = 0; i < s->used; i++) {
        struct viewer *v = &s->viewers[i];

        if (v->state != VIEWER_FREE && v->state != VIEWER_GONE)
            stream_leave(s, v);
    }
    ym_timer_stop(s->look);
    (void)uv_poll_stop(&s->poll->poll);
    uv_close((uv_handle_t *)&s->poll->poll, on_poll_closed);
}
