/* SPDX-License-Identifier: Apache-2.0 */
/* What a viewer is sent, and what becomes of it when its socket takes no more. */
#define _POSIX_C_SOURCE 200809L
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "stream.h"

#define HEARD_MAX 4096 /* bytes that a viewer may send after its request */
#define RETRY_MS  1000 /* a viewer that lost its stream waits so long, and up to as much again */

static bool is_there(const struct viewer *v)
{
    return v->state != VIEWER_FREE && v->state != VIEWER_GONE;
}

/* ---- The socket ---- */

static void set_blocked(struct stream *s, struct viewer *v, bool is_blocked)
{
    if (v->is_blocked == is_blocked)
        return;
    v->is_blocked = is_blocked;
    v->blocked_ms = stream_now_ms(s);
    if (is_blocked)
        s->gauges.blocked++;
    else
        s->gauges.blocked--;
}

/* Write as much as it takes: the number of bytes. Less than all: it is blocked, or gone. */
static size_t push(struct stream *s, struct viewer *v, struct iovec *parts, size_t n)
{
    const struct msghdr message = { .msg_iov = parts, .msg_iovlen = n };
    ssize_t done;

    do
        done = sendmsg(v->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (done < 0 && errno == EINTR);
    if (done < 0 && errno != EAGAIN) {
        stream_leave(s, v);
        return 0;
    }
    if (done < 0)
        done = 0;
    s->gauges.sent_bytes += (uint64_t)done;
    return (size_t)done;
}

/* Keep what the socket did not take of one event: half an event can never be taken back. */
static void keep_rest(struct stream *s, struct viewer *v, const char *at, size_t n)
{
    assert(v->rest == NULL);
    assert(n <= UINT16_MAX);
    set_blocked(s, v, true);
    if (n == 0)
        return;
    v->rest = malloc(n);
    if (v->rest == NULL) {
        stream_leave(s, v);
        return;
    }
    memcpy(v->rest, at, n);
    v->rest_at = 0;
    v->rest_n = (uint16_t)n;
}

/* True when nothing is left over from before. */
static bool send_rest(struct stream *s, struct viewer *v)
{
    struct iovec part;

    if (v->rest == NULL)
        return true;
    part = (struct iovec){ v->rest + v->rest_at, (size_t)(v->rest_n - v->rest_at) };
    v->rest_at = (uint16_t)(v->rest_at + push(s, v, &part, 1));
    if (!is_there(v))
        return false;
    if (v->rest_at < v->rest_n) {
        set_blocked(s, v, true);
        return false;
    }
    free(v->rest);
    v->rest = NULL;
    return true;
}

/* Say one thing. False: it is blocked now (the thing is said all the same, in its time) or gone. */
static bool say(struct stream *s, struct viewer *v, char *text, size_t n)
{
    struct iovec part = { text, n };
    const size_t done = push(s, v, &part, 1);

    if (is_there(v) && done < n)
        keep_rest(s, v, text + done, n - done);
    return is_there(v) && done == n;
}

/* ---- Changes ---- */

/* Changes picked for one viewer: they are handed to its socket together. */
struct batch {
    struct iovec part[STREAM_BATCH];
    const struct ring_slot *slot[STREAM_BATCH];
    size_t n;
    size_t bytes;
};

static void pick(struct batch *b, struct ring_slot *slot)
{
    b->part[b->n] = (struct iovec){ slot->text, slot->n };
    b->slot[b->n++] = slot;
    b->bytes += slot->n;
}

/* Hand it over: how many of its changes are done with, the one that went in part included. */
static size_t deliver(struct stream *s, struct viewer *v, struct batch *b)
{
    size_t done = b->n == 0 ? 0 : push(s, v, b->part, b->n);
    size_t i = 0;

    if (!is_there(v))
        return 0;
    while (i < b->n && done >= b->slot[i]->n)
        done -= b->slot[i++]->n;
    if (i < b->n) {
        keep_rest(s, v, b->slot[i]->text + done, done > 0 ? b->slot[i]->n - done : 0);
        i += done > 0;
    }
    s->gauges.sent += i;
    return i;
}

/* Has it seen this one before it came into the ring? They are in order, so one that it has not seen
 * ends the question. */
static bool is_seen(struct viewer *v, const struct ring_slot *slot)
{
    if (!v->skips)
        return false;
    if (app_place_compare(slot->place, v->after) <= 0)
        return true;
    v->skips = false;
    return false;
}

/* Pick what it wants from its cursor on. Returns where the next search begins. */
static uint64_t gather(const struct stream *s, struct viewer *v, struct batch *b,
                       uint64_t ret_at[STREAM_BATCH])
{
    uint64_t at = v->cursor;

    for (b->n = b->bytes = 0; at < s->head && b->n < STREAM_BATCH; at++) {
        struct ring_slot *slot = &s->ring[at % API_STREAM_RING];

        if (is_seen(v, slot) || !stream_wants(v, &slot->keys))
            continue;
        ret_at[b->n] = at;
        pick(b, slot);
    }
    return at;
}

/* One batch from the ring. False: it is blocked or gone. */
static bool send_ring(struct stream *s, struct viewer *v)
{
    uint64_t at[STREAM_BATCH];
    struct batch b;
    const uint64_t next = gather(s, v, &b, at);
    const size_t done = deliver(s, v, &b);

    if (!is_there(v))
        return false;
    v->cursor = done < b.n ? at[done] : next;
    return !v->is_blocked;
}

/* What it is owed besides changes. False: it is blocked or gone. */
static bool send_owed(struct stream *s, struct viewer *v)
{
    char text[STREAM_WORDS_MAX];

    if (v->cursor < s->tail) {
        stream_resync(s, v, STREAM_SLOW);
        v->cursor = s->head;
    }
    if (v->reason != STREAM_NONE) {
        const enum stream_reason reason = (enum stream_reason)v->reason;

        v->reason = STREAM_NONE;
        s->gauges.resyncs++;
        if (!say(s, v, text, stream_text_resync(s, reason, text)))
            return false;
    }
    if (v->owes_ready && v->cursor == s->head) {
        const unsigned spread = (unsigned)((v - s->viewers) * 7919 % RETRY_MS);

        v->owes_ready = false;
        return say(s, v, text, stream_text_ready(s, RETRY_MS + spread, text));
    }
    return true;
}

void stream_serve(struct stream *s, struct viewer *v)
{
    if (!is_there(v) || !send_rest(s, v))
        return;
    set_blocked(s, v, false);
    if (v->state == VIEWER_REPLAYING)
        stream_look(s);
    if (v->state != VIEWER_LIVE || !send_owed(s, v) || v->cursor == s->head)
        return;
    if (send_ring(s, v) && send_owed(s, v) && v->cursor < s->head)
        stream_enqueue(s, v); /* behind the others */
}

/* The first change of the slice after a place. */
static size_t past_after(const struct stream *s, struct app_place place)
{
    size_t lo = 0, hi = s->past_n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;

        if (app_place_compare(s->past[mid].place, place) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Those of the slice that it has not seen. */
void stream_give_past(struct stream *s, struct viewer *v)
{
    const size_t begin = past_after(s, v->after);
    size_t i = begin;

    while (i < s->past_n && !v->is_blocked) {
        struct batch b = { .n = 0 };
        size_t done;

        for (; i < s->past_n && b.n < STREAM_BATCH; i++) {
            if (stream_wants(v, &s->past[i].keys))
                pick(&b, &s->past[i]);
        }
        done = deliver(s, v, &b);
        if (!is_there(v))
            return;
        if (done > 0)
            v->after = b.slot[done - 1]->place;
    }
    if (!v->is_blocked)
        v->after = s->past_end;
    v->looked += (uint32_t)(past_after(s, v->after) - begin);
}

void stream_heartbeat(struct stream *s, struct viewer *v)
{
    char text[STREAM_WORDS_MAX];

    if (v->state == VIEWER_LIVE && !v->is_queued && !v->is_blocked && !v->skips && s->has_place)
        (void)say(s, v, text, stream_text_heartbeat(s, text));
    else if (v->state == VIEWER_WAITING || v->state == VIEWER_REPLAYING) {
        static const char comment[] = ":\n\n";

        memcpy(text, comment, sizeof(comment));
        if (v->rest == NULL && !v->is_blocked)
            (void)say(s, v, text, sizeof(comment) - 1);
    }
}

void stream_say_end(struct stream *s, struct viewer *v)
{
    char text[STREAM_WORDS_MAX];

    if (send_rest(s, v))
        (void)say(s, v, text, stream_text_end(text));
    if (is_there(v))
        stream_leave(s, v);
}

/* A viewer has nothing to say. A little is overlooked; the end of its stream is its end. */
static void hear(struct stream *s, struct viewer *v)
{
    char bytes[512];
    ssize_t n;

    do {
        n = recv(v->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
        if (n > 0)
            v->heard = (int16_t)(v->heard + n);
    } while ((n > 0 && v->heard <= HEARD_MAX) || (n < 0 && errno == EINTR));
    if (n >= 0 || (errno != EAGAIN))
        stream_leave(s, v);
}

void stream_ready(struct stream *s, struct viewer *v, bool is_writable, bool is_readable)
{
    if (is_there(v) && is_readable)
        hear(s, v);
    if (is_there(v) && is_writable && v->is_blocked)
        stream_enqueue(s, v);
}
