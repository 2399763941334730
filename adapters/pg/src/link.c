/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "pg/link.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "link_private.h"
#include "loop/uv.h"

void ym_queue_push(struct unit_queue *q, struct ym_pg_unit *u)
{
    u->link.next = NULL;
    if (q->first == NULL)
        q->first = u;
    else
        q->last->link.next = u;
    q->last = u;
    q->n++;
}

struct ym_pg_unit *ym_queue_pop(struct unit_queue *q)
{
    struct ym_pg_unit *u = q->first;

    if (u != NULL) {
        q->first = u->link.next;
        q->n--;
    }
    return u;
}

/* ---- the socket ---- */

static void on_poll_closed(uv_handle_t *handle)
{
    free(handle);
}

static void poll_close(struct ym_link *l)
{
    if (l->poll == NULL)
        return;
    uv_poll_stop(l->poll);
    l->poll->data = NULL;
    uv_close((uv_handle_t *)l->poll, on_poll_closed);
    l->poll = NULL;
    l->armed = 0;
    l->socket = -1;
}

static void connect_step(struct ym_link *l);

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct ym_link *l = poll->data;

    (void)events;
    if (l == NULL)
        return;
    /* An error of the socket, at which libuv stops looking, is left to libpq: it has the words for
     * it, and reads first what the server said before it went. */
    if (status < 0)
        l->armed = 0;
    if (l->state == YM_LINK_CONNECTING)
        connect_step(l);
    else
        ym_pipeline_pump(l);
}

/* Make the handle for libpq's present socket, which may change while it connects. */
static bool poll_open(struct ym_link *l)
{
    const int socket = PQsocket(l->conn);
    uv_poll_t *poll;

    if (l->poll != NULL && l->socket == socket)
        return true;
    poll_close(l);
    if (socket < 0)
        return false;
    poll = malloc(sizeof(*poll));
    if (poll == NULL)
        return false;
    if (uv_poll_init(ym_loop_raw(l->loop), poll, socket) != 0) {
        free(poll);
        return false;
    }
    poll->data = l;
    l->poll = poll;
    l->socket = socket;
    return true;
}

void ym_link_arm(struct ym_link *l, int events)
{
    if (l->poll == NULL || l->armed == events)
        return;
    uv_poll_start(l->poll, events, on_poll);
    l->armed = events;
}

/* ---- connecting ---- */

/* The wait before the next attempt: none within a round over the hosts, else doubling from the
 * least to the longest, between a half and the whole of it, so that many links do not come at once.
 */
static uint64_t backoff_ms(struct ym_link *l)
{
    const unsigned hosts = (unsigned)ym_hosts_count(l->hosts);
    const unsigned rounds = l->failures / hosts;
    uint64_t ms = YM_LINK_BACKOFF_MS_MIN;

    if (l->failures % hosts != 0 || rounds == 0)
        return 0;
    for (unsigned i = 1; i < rounds && ms < YM_LINK_BACKOFF_MS_MAX; i++)
        ms *= 2;
    if (ms > YM_LINK_BACKOFF_MS_MAX)
        ms = YM_LINK_BACKOFF_MS_MAX;
    l->random = l->random * 6364136223846793005U + 1442695040888963407U; /* Knuth's MMIX */
    return ms / 2 + (l->random >> 33) % (ms / 2 + 1);
}

static void tell(const struct ym_link *l, bool is_up, const char *why)
{
    if (l->options.on_state != NULL)
        l->options.on_state(l->options.arg, is_up, why);
}

/* Why libpq gave up, in one line. */
static void reason(char *text, size_t size, const char *why)
{
    size_t n = strcspn(why, "\n");

    if (n >= size)
        n = size - 1;
    memcpy(text, why, n);
    text[n] = '\0';
}

/* Take the connection away and schedule the next attempt. */
static void go_down(struct ym_link *l, const char *why)
{
    reason(l->why, sizeof(l->why), why);
    poll_close(l);
    PQfinish(l->conn);
    l->conn = NULL;
    l->state = YM_LINK_DOWN;
    l->is_draining = false;
    ym_prepared_clear(&l->prepared);
    l->failures++;
    l->host = (l->host + 1) % ym_hosts_count(l->hosts);
    ym_timer_start(l->connect_timer, backoff_ms(l), 0);
    if (l->is_closing)
        ym_loop_defer(l->loop, &l->turn);
}

void ym_link_lost(struct ym_link *l, const char *why)
{
    struct unit_queue orphans = l->flight;
    struct ym_pg_unit *u;

    assert(l->state == YM_LINK_UP);
    l->flight = (struct unit_queue){ .n = 0 };
    go_down(l, why);
    tell(l, false, l->why);
    for (u = ym_queue_pop(&orphans); u != NULL; u = ym_queue_pop(&orphans))
        ym_pipeline_orphan(l, u, l->why);
}

static void connected(struct ym_link *l)
{
    ym_timer_stop(l->connect_timer);
    l->state = YM_LINK_UP;
    l->gauges.connects++;
    tell(l, true, ym_hosts_name(l->hosts, l->host));
    ym_pipeline_start(l);
    if (l->state == YM_LINK_UP)
        ym_loop_defer(l->loop, &l->turn);
}

/* libpq may close its socket inside PQconnectPoll() and get the same number for a new one, so the
 * handle stops before each call. */
static void connect_step(struct ym_link *l)
{
    PostgresPollingStatusType status;

    uv_poll_stop(l->poll);
    l->armed = 0;
    status = PQconnectPoll(l->conn);
    if (status == PGRES_POLLING_FAILED || !poll_open(l))
        go_down(l, PQerrorMessage(l->conn));
    else if (status == PGRES_POLLING_OK)
        connected(l);
    else
        ym_link_arm(l, status == PGRES_POLLING_READING ? UV_READABLE : UV_WRITABLE);
}

static void connect_start(struct ym_link *l)
{
    l->conn = ym_hosts_connect(l->hosts, l->host);
    if (l->conn == NULL || PQstatus(l->conn) == CONNECTION_BAD || !poll_open(l)) {
        go_down(l, l->conn != NULL ? PQerrorMessage(l->conn) : "no memory for a connection");
        return;
    }
    PQsetNoticeReceiver(l->conn, ym_pipeline_notice, l);
    l->state = YM_LINK_CONNECTING;
    ym_timer_start(l->connect_timer, l->options.connect_ms, 0);
    ym_link_arm(l, UV_WRITABLE);
}

static void on_connect_timer(void *arg)
{
    struct ym_link *l = arg;

    if (l->is_closing)
        return;
    if (l->state == YM_LINK_CONNECTING)
        go_down(l, "the host takes the connection but does not answer");
    else if (l->state == YM_LINK_DOWN)
        connect_start(l);
}

/* ---- deadlines ---- */

/* Units are submitted and answered in one order and all have the same span, so the oldest is the
 * first in flight, or else the first waiting. */
static const struct ym_pg_unit *oldest(const struct ym_link *l)
{
    return l->flight.first != NULL ? l->flight.first : l->waiting.first;
}

static void deadline_arm(struct ym_link *l)
{
    const uint64_t now = ym_loop_monotonic_ms(l->loop);
    const struct ym_pg_unit *u = oldest(l);

    if (u != NULL && !ym_timer_is_started(l->deadline_timer))
        ym_timer_start(l->deadline_timer, u->link.due_ms > now ? u->link.due_ms - now : 0, 0);
}

static void on_deadline(void *arg)
{
    struct ym_link *l = arg;
    const uint64_t now = ym_loop_monotonic_ms(l->loop);
    struct unit_queue late = { .n = 0 };
    struct ym_pg_unit *u;

    if (l->flight.first != NULL && l->flight.first->link.due_ms <= now)
        ym_link_lost(l, "the server did not answer within the deadline");
    while (l->waiting.first != NULL && l->waiting.first->link.due_ms <= now)
        ym_queue_push(&late, ym_queue_pop(&l->waiting));
    for (u = ym_queue_pop(&late); u != NULL; u = ym_queue_pop(&late))
        ym_pipeline_unsent(l, u, "no connection to the database within the deadline");
    deadline_arm(l);
    ym_loop_defer(l->loop, &l->turn);
}

/* ---- the end of a turn ---- */

static void finish_close(struct ym_link *l)
{
    void (*on_closed)(void *arg) = l->on_closed;
    void *arg = l->closed_arg;

    poll_close(l);
    PQfinish(l->conn);
    ym_timer_free(l->connect_timer);
    ym_timer_free(l->deadline_timer);
    ym_loop_undefer(l->loop, &l->turn);
    ym_hosts_free(l->hosts);
    free(l);
    if (on_closed != NULL)
        on_closed(arg);
}

static void on_turn(void *arg)
{
    struct ym_link *l = arg;
    struct ym_pg_unit *u;

    if (l->is_closing) {
        for (u = ym_queue_pop(&l->waiting); u != NULL; u = ym_queue_pop(&l->waiting))
            ym_pipeline_unsent(l, u, "the link is closing");
        if (l->state != YM_LINK_UP || l->flight.n == 0)
            finish_close(l);
        return;
    }
    if (l->state == YM_LINK_UP)
        ym_pipeline_send(l);
    if (l->was_full && l->waiting.n <= YM_LINK_WAITING_MAX / 2) {
        l->was_full = false;
        if (l->options.on_room != NULL)
            l->options.on_room(l->options.arg);
    }
}

/* ---- the interface ---- */

struct ym_link *ym_link_open(struct ym_loop *loop, const struct ym_link_options *options,
                             struct ym_error *reterr)
{
    struct ym_link *l = calloc(1, sizeof(*l));

    if (l == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a link");
        return NULL;
    }
    l->loop = loop;
    l->options = *options;
    l->options.conninfo = NULL;
    if (l->options.deadline_ms == 0)
        l->options.deadline_ms = YM_LINK_DEADLINE_MS;
    if (l->options.connect_ms == 0)
        l->options.connect_ms = YM_LINK_CONNECT_MS;
    if (l->options.in_flight_max == 0 || l->options.in_flight_max > YM_LINK_IN_FLIGHT_MAX)
        l->options.in_flight_max = YM_LINK_IN_FLIGHT_MAX;
    l->socket = -1;
    l->random = uv_hrtime() ^ (uint64_t)(uintptr_t)l;
    ym_defer_init(&l->turn, on_turn, l);
    l->hosts = ym_hosts_new(options->conninfo, reterr);
    if (l->hosts == NULL) {
        free(l);
        return NULL;
    }
    l->connect_timer = ym_timer_new(loop, on_connect_timer, l);
    l->deadline_timer = ym_timer_new(loop, on_deadline, l);
    if (l->connect_timer == NULL || l->deadline_timer == NULL) {
        ym_timer_free(l->connect_timer);
        ym_timer_free(l->deadline_timer);
        ym_hosts_free(l->hosts);
        free(l);
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a link");
        return NULL;
    }
    ym_timer_start(l->connect_timer, 0, 0);
    return l;
}

enum ym_err ym_link_submit(struct ym_link *l, struct ym_pg_unit *u)
{
    assert(u->n > 0 && u->n <= YM_UNIT_STATEMENTS_MAX);
    assert(u->kind != YM_UNIT_SINGLE || u->n == 1);
    assert(u->on_done != NULL);
    if (l->is_closing)
        return YM_E_UNAVAILABLE;
    if (l->waiting.n >= YM_LINK_WAITING_MAX) {
        l->was_full = true;
        return YM_E_BUSY;
    }
    memset(&u->link, 0, sizeof(u->link));
    u->link.due_ms = ym_loop_monotonic_ms(l->loop) + l->options.deadline_ms;
    u->link.submitted_us = ym_loop_precise_us();
    ym_queue_push(&l->waiting, u);
    deadline_arm(l);
    ym_loop_defer(l->loop, &l->turn);
    return YM_E_OK;
}

void ym_link_close(struct ym_link *l, void (*on_closed)(void *arg), void *arg)
{
    assert(!l->is_closing);
    l->is_closing = true;
    l->on_closed = on_closed;
    l->closed_arg = arg;
    ym_loop_defer(l->loop, &l->turn);
}

enum ym_link_state ym_link_state_of(const struct ym_link *l)
{
    return l->is_closing ? YM_LINK_CLOSING : l->state;
}

void ym_link_gauges_get(const struct ym_link *l, struct ym_link_gauges *ret)
{
    *ret = l->gauges;
    ret->in_flight = l->flight.n;
    ret->waiting = l->waiting.n;
    ret->why = l->why;
    ret->host = ym_hosts_name(l->hosts, l->host);
}

const char *ym_verdict_name(enum ym_verdict v)
{
    static const char *const names[] = {
#define X(name) #name,
        YM_VERDICTS(X)
#undef X
    };

    return names[v];
}
