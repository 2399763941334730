/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the feed: what is new, into the ring, for all; history, for those who resume from before
 * the ring. One question at a time; what is new goes first, as soon as it is due.
 *
 * A slice of history is read for one viewer, each in its turn, and given to every other one that is
 * within it: after a restart all viewers come back at nearly the same place, and are served by one
 * pass. */
#include <assert.h>

#include "stream.h"

static void ask(struct stream *s, enum question q, app_feed_fn *done, struct app_place after)
{
    struct app_feed *f = s->config.feed;

    s->asked = q;
    if (q == ASK_END)
        f->ops->end(f, done, s);
    else
        f->ops->read(f, after, STREAM_SLICE, done, s);
}

/* ---- Where a viewer belongs ---- */

void stream_resync(struct stream *s, struct viewer *v, enum stream_reason reason)
{
    if (v->state == VIEWER_REPLAYING)
        s->gauges.replaying--;
    v->state = VIEWER_LIVE;
    v->reason = (uint8_t)reason;
    v->skips = false;
    v->cursor = s->head;
    stream_enqueue(s, v);
}

/* The first change in the ring after a place. */
static uint64_t first_after(const struct stream *s, struct app_place place)
{
    uint64_t lo = s->tail, hi = s->head;

    while (lo < hi) {
        const uint64_t mid = lo + (hi - lo) / 2;

        if (app_place_compare(s->ring[mid % API_STREAM_RING].place, place) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* From v->after on, in the ring. */
static void go_live(struct stream *s, struct viewer *v)
{
    if (v->state == VIEWER_REPLAYING)
        s->gauges.replaying--;
    v->state = VIEWER_LIVE;
    v->cursor = first_after(s, v->after);
    v->skips = app_place_compare(v->after, s->place) > 0;
    stream_enqueue(s, v);
}

void stream_place(struct stream *s, struct viewer *v)
{
    assert(s->has_place);
    assert(v->state == VIEWER_WAITING);
    if (v->has_mark && v->cursor != s->epoch) {
        v->has_mark = false;
        v->reason = STREAM_UNKNOWN;
    }
    if (!v->has_mark) {
        const enum stream_reason owed = (enum stream_reason)v->reason;

        stream_resync(s, v, owed); /* NONE: it has nothing to load again */
    } else if (app_place_compare(v->after, s->base) >= 0) {
        go_live(s, v);
    } else {
        v->state = VIEWER_REPLAYING;
        v->looked = 0;
        s->gauges.replaying++;
        stream_look(s);
    }
}

/* ---- What is new ---- */

static void put(struct stream *s, const struct app_change *change)
{
    struct ring_slot *slot = &s->ring[s->head % API_STREAM_RING];

    if (s->head - s->tail == API_STREAM_RING) {
        s->base = slot->place;
        s->tail++;
    }
    stream_text_change(s, change, slot);
    stream_group_mark(s, &change->keys, s->head);
    s->head++;
}

static ym_usec now_usec(const struct stream *s)
{
    return ym_clock_now(ym_loop_clock(s->config.loop));
}

/* Nobody knows what lies between the ring and what comes now. */
static void forget_place(struct stream *s)
{
    s->has_place = false;
    s->is_woken = true;
    for (size_t i = 0; i < s->used; i++) {
        struct viewer *v = &s->viewers[i];

        if (v->state == VIEWER_REPLAYING)
            s->gauges.replaying--;
        else if (v->state != VIEWER_LIVE)
            continue;
        v->state = VIEWER_WAITING;
        v->has_mark = false;
        v->reason = STREAM_DATABASE;
    }
}

static void note_answer(struct stream *s, enum ym_err err)
{
    s->asked = ASK_NOTHING;
    if (err == YM_E_OK) {
        s->answered_ms = stream_now_ms(s);
        s->gauges.feed_read_ms = s->answered_ms;
        s->failed_ms = 0;
    } else {
        s->failed_ms = stream_now_ms(s);
        s->gauges.feed_errors++;
    }
}

/* The reader is up to date: who has come meanwhile begins here. */
static void place_all(struct stream *s)
{
    s->is_level = true;
    for (size_t i = 0; i < s->used; i++) {
        if (s->viewers[i].state == VIEWER_WAITING)
            stream_place(s, &s->viewers[i]);
    }
}

static void on_end(void *arg, enum ym_err err, const struct app_feed_slice *slice)
{
    struct stream *s = arg;

    note_answer(s, err);
    if (err == YM_E_OK && !s->is_closing) {
        s->has_place = true;
        s->epoch = slice->epoch;
        s->place = slice->end;
        s->base = slice->end;
        s->tail = s->head;
        place_all(s);
    }
    stream_look(s);
}

/* Whoever woke us had committed, but an older transaction still ran, and the feed ends before it:
 * look a few times more. */
static bool is_too_early(struct stream *s, const struct app_feed_slice *slice)
{
    if (slice->n > 0 || s->wakes == 0)
        return false;
    s->wakes--;
    return true;
}

static void on_tail(void *arg, enum ym_err err, const struct app_feed_slice *slice)
{
    struct stream *s = arg;

    note_answer(s, err);
    if (err == YM_E_OK && !s->is_closing) {
        if (slice->epoch != s->epoch) {
            forget_place(s);
        } else {
            for (size_t i = 0; i < slice->n; i++)
                put(s, &slice->at[i]);
            if (slice->n > 0)
                s->gauges.lag_usec = now_usec(s) - slice->at[slice->n - 1].at;
            s->gauges.changes += slice->n;
            s->place = slice->end;
            s->is_woken = s->is_woken || slice->is_full || is_too_early(s, slice);
            stream_group_flush(s);
            if (!s->is_level && !slice->is_full)
                place_all(s);
        }
    }
    stream_look(s);
}

/* ---- History ---- */

static bool is_within(const struct stream *s, const struct viewer *v)
{
    return v->state == VIEWER_REPLAYING && !v->is_blocked && v->rest == NULL &&
           app_place_compare(v->after, s->past_from) >= 0 &&
           app_place_compare(v->after, s->past_end) < 0;
}

static void share_with(struct stream *s, struct viewer *v)
{
    stream_give_past(s, v);
    if (v->state != VIEWER_REPLAYING) /* gone */
        return;
    if (app_place_compare(v->after, s->base) >= 0)
        go_live(s, v);
    else if (v->looked >= API_STREAM_REPLAY_MAX)
        stream_resync(s, v, STREAM_FAR);
}

void stream_share(void *arg)
{
    struct stream *s = arg;
    unsigned served = 0;

    for (; s->share_i < s->used && served < STREAM_WORK_MAX; s->share_i++) {
        if (!is_within(s, &s->viewers[s->share_i]))
            continue;
        share_with(s, &s->viewers[s->share_i]);
        served++;
    }
    if (s->share_i < s->used) {
        ym_loop_defer(s->config.loop, &s->share);
        return;
    }
    s->is_sharing = false;
    stream_look(s);
}

/* What has been thrown away was before the slice, so it concerns those at its beginning alone. */
static void turn_away(struct stream *s, enum stream_reason reason)
{
    for (size_t i = 0; i < s->used; i++) {
        struct viewer *v = &s->viewers[i];

        if (v->state == VIEWER_REPLAYING && app_place_compare(v->after, s->past_from) <= 0)
            stream_resync(s, v, reason);
    }
}

static void on_past(void *arg, enum ym_err err, const struct app_feed_slice *slice)
{
    struct stream *s = arg;

    note_answer(s, err);
    if (err != YM_E_OK || s->is_closing) {
        stream_look(s);
        return;
    }
    if (slice->epoch != s->epoch) {
        forget_place(s);
        stream_look(s);
        return;
    }
    if (!slice->is_kept) {
        turn_away(s, STREAM_OLD);
        stream_look(s);
        return;
    }
    for (s->past_n = 0; s->past_n < slice->n; s->past_n++)
        stream_text_change(s, &slice->at[s->past_n], &s->past[s->past_n]);
    s->past_end = slice->end;
    s->is_sharing = true;
    s->share_i = 0;
    ym_loop_defer(s->config.loop, &s->share);
}

/* The next viewer that waits for history and can take some; NULL: none. */
static struct viewer *next_to_replay(struct stream *s)
{
    if (s->gauges.replaying == 0)
        return NULL;
    for (size_t i = 0; i < s->used; i++) {
        struct viewer *v = &s->viewers[s->replay_i++ % s->used];

        if (v->state == VIEWER_REPLAYING && !v->is_blocked && v->rest == NULL)
            return v;
    }
    return NULL;
}

/* ---- What to ask next ---- */

/* After a while without viewers what was missed is not worth reading. */
static void renew(struct stream *s, uint64_t now_ms)
{
    const bool was_away = s->left_ms != 0 && now_ms - s->left_ms > STREAM_LINGER_MS;

    if (s->left_ms != 0)
        s->is_level = false; /* nobody has looked for a while */
    s->left_ms = 0;
    if (s->has_place && was_away)
        s->has_place = false; /* nobody is told: nobody watched */
    if (s->has_place && now_ms - s->answered_ms > STREAM_STALE_MS)
        forget_place(s);
}

static void look_later(struct stream *s, uint64_t now_ms)
{
    const uint64_t wait_ms =
        s->is_woken && s->failed_ms == 0 ? API_STREAM_GAP_MS : s->config.poll_ms;
    const uint64_t passed_ms = now_ms - s->looked_ms;

    ym_timer_start(s->look, passed_ms < wait_ms ? wait_ms - passed_ms : 1, 0);
}

/* A feed that has just failed is left alone for a while. */
static bool may_ask(const struct stream *s, uint64_t now_ms)
{
    return s->failed_ms == 0 || now_ms - s->failed_ms >= s->config.poll_ms;
}

static bool is_due(const struct stream *s, uint64_t now_ms)
{
    return s->looked_ms == 0 ||
           now_ms - s->looked_ms >= (s->is_woken ? API_STREAM_GAP_MS : s->config.poll_ms);
}

void stream_look(struct stream *s)
{
    const uint64_t now_ms = stream_now_ms(s);
    struct viewer *v;

    if (s->is_closing)
        stream_end_if_idle(s);
    if (s->is_closing || s->asked != ASK_NOTHING || s->is_sharing)
        return;
    if (s->gauges.viewers == 0) {
        if (s->left_ms == 0)
            s->left_ms = now_ms;
        ym_timer_stop(s->look);
        return;
    }
    renew(s, now_ms);
    if (may_ask(s, now_ms) && is_due(s, now_ms)) {
        s->looked_ms = now_ms;
        s->is_woken = false;
        ask(s, s->has_place ? ASK_TAIL : ASK_END, s->has_place ? on_tail : on_end, s->place);
        return;
    }
    v = s->has_place && may_ask(s, now_ms) ? next_to_replay(s) : NULL;
    if (v != NULL) {
        s->past_from = v->after;
        ask(s, ASK_REPLAY, on_past, v->after);
        return;
    }
    look_later(s, now_ms);
}

void stream_wake(struct stream *s)
{
    if (s == NULL)
        return;
    s->wakes = STREAM_WAKES;
    if (s->is_woken)
        return;
    s->is_woken = true;
    if (s->gauges.viewers > 0)
        stream_look(s);
}
