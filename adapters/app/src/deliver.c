/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds: look, fan out, claim. Verdicts are stored beside them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "deliver_private.h"

ym_usec deliver_now(const struct app_deliver *d)
{
    return d->config.now(d->config.arg);
}

void deliver_soon(struct app_deliver *d)
{
    d->config.again(d->config.arg, 0);
}

struct endpoint *deliver_endpoint(struct app_deliver *d, int64_t id)
{
    for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
        if (d->endpoints[i].is_used && d->endpoints[i].s.id == id)
            return &d->endpoints[i];
    }
    return NULL;
}

/* ---- The end of a round ---- */

static uint32_t rest_ms(const struct app_deliver *d)
{
    const ym_usec now = deliver_now(d);
    int64_t ms;

    if (d->is_troubled)
        return APP_DELIVER_TROUBLE_MS;
    if (d->is_again)
        return 0;
    if (d->is_nudged)
        return APP_DELIVER_NUDGE_MS;
    if (d->next_due == YM_USEC_NONE)
        return APP_DELIVER_POLL_MS;
    ms = d->next_due <= now ? APP_DELIVER_POLL_MS : (d->next_due - now) / 1000 + 1;
    return ms < APP_DELIVER_POLL_MS ? (uint32_t)ms : APP_DELIVER_POLL_MS;
}

static void tell_trouble(struct app_deliver *d)
{
    if (d->is_troubled == d->was_troubled)
        return;
    d->was_troubled = d->is_troubled;
    if (d->config.trouble != NULL)
        d->config.trouble(d->config.arg, d->is_troubled ? d->error : YM_E_OK);
}

static void round_end(struct app_deliver *d)
{
    d->round = ROUND_REST;
    tell_trouble(d);
    d->config.again(d->config.arg, d->is_stopping ? 0 : rest_ms(d));
}

static void note_trouble(struct app_deliver *d, enum ym_err err)
{
    if (!d->is_troubled)
        d->error = err;
    d->is_troubled = true;
}

static void round_fail(struct app_deliver *d, enum ym_err err)
{
    note_trouble(d, err);
    round_end(d);
}

/* ---- Claiming ---- */

static void on_claimed(void *arg, enum ym_err err, const struct app_delivery *rows, size_t n)
{
    struct app_deliver *d = arg;

    assert(d->round == ROUND_CLAIMING);
    if (err != YM_E_OK) {
        round_fail(d, err);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        struct endpoint *e = deliver_endpoint(d, rows[i].subscription);

        assert(e != NULL);
        deliver_post(d, e, &rows[i]);
    }
    deliver_pump(d);
    round_end(d);
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Ask for what each endpoint has room for, beginning with another one each time. */
static void claim(struct app_deliver *d)
{
    struct app_claim asks[APP_DELIVER_CLAIMS_MAX];
    unsigned room = deliver_free_slots(d);
    const ym_usec now = deliver_now(d);
    size_t n = 0;

    d->claim_first = (d->claim_first + 1) % ENDPOINTS_MAX;
    for (size_t i = 0; i < ENDPOINTS_MAX && room > 0 && n < APP_DELIVER_CLAIMS_MAX; i++) {
        struct endpoint *e = &d->endpoints[(d->claim_first + i) % ENDPOINTS_MAX];
        unsigned ask;

        if (!e->is_used || !e->is_listed || !e->has_due || e->held >= APP_DELIVER_HELD)
            continue;
        ask = smaller(APP_DELIVER_HELD - e->held, room);
        asks[n++] = (struct app_claim){ e->s.id, ask };
        room -= ask;
    }
    if (n == 0 || d->is_stopping) {
        round_end(d);
        return;
    }
    d->round = ROUND_CLAIMING;
    d->config.deliveries->ops->claim(
        d->config.deliveries,
        &(struct app_claims){
            .now = now, .until = now + (ym_usec)APP_DELIVER_LEASE_MS * 1000, .at = asks, .n = n },
        on_claimed, d);
}

/* ---- Fanning out ---- */

static void fan_out_next(struct app_deliver *d);

static void on_fanned_out(void *arg, enum ym_err err)
{
    struct app_deliver *d = arg;
    struct endpoint *e = &d->endpoints[d->at];

    assert(d->round == ROUND_FANNING);
    if (err == YM_E_OK) {
        e->place = d->to;
        e->has_due = true;
        d->gauges.fanned_out += d->chosen;
        d->slices++;
    }
    if (err != YM_E_OK && err != YM_E_CONFLICT)
        note_trouble(d, err);
    /* CONFLICT: another program does it. Too many slices: let the others have their turn. */
    if (err != YM_E_OK || !d->is_slice_full || d->slices >= APP_DELIVER_SLICES) {
        d->is_again = d->is_again || (err == YM_E_OK && d->is_slice_full);
        d->at++;
        d->slices = 0;
    }
    fan_out_next(d);
}

/* Is there an earlier row of the same dispute among the first n? */
static bool is_seen(const struct app_delivery *rows, size_t n, struct ym_id dispute)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].dispute.v == dispute.v)
            return true;
    }
    return false;
}

/* A partner's subscription wants what its handler can say something about. */
static bool concerns(const struct app_deliver *d, const struct app_subscription *s, uint8_t kind)
{
    return s->partner_kind == 0 ||
           d->config.courier->ops->wants(d->config.courier, s->partner_kind, kind);
}

/* Rows that the subscription wants, up to the first that this program does not understand (it waits
 * for a newer one). Returns how many rows of the slice are dealt with. */
static size_t choose(struct app_deliver *d, const struct app_subscription *s,
                     const struct app_news *rows, size_t n, size_t *ret_chosen)
{
    size_t chosen = 0;
    size_t i;

    for (i = 0; i < n; i++) {
        struct app_delivery *row = &d->rows[chosen];

        if (!rows[i].is_whole || !concerns(d, s, rows[i].kind))
            continue;
        if (!app_deliver_describe(d->config.procedures, &rows[i], row))
            break;
        if (!app_subscription_wants(s, row->topics, row->region, row->body))
            continue;
        row->subscription = s->id;
        row->is_first = !is_seen(d->rows, chosen, row->dispute);
        chosen++;
    }
    *ret_chosen = chosen;
    return i;
}

static void on_feed(void *arg, enum ym_err err, const struct app_news *rows, size_t n)
{
    struct app_deliver *d = arg;
    struct endpoint *e = &d->endpoints[d->at];
    size_t chosen = 0;
    size_t done;

    assert(d->round == ROUND_FEEDING);
    assert(n <= APP_DELIVER_FEED_MAX);
    done = err == YM_E_OK ? choose(d, &e->s, rows, n, &chosen) : 0;
    if (done == 0) {
        if (err != YM_E_OK)
            note_trouble(d, err);
        else if (n > 0)
            note_trouble(d, YM_E_NOT_FOUND); /* a procedure that this program does not know */
        d->at++;
        d->slices = 0;
        fan_out_next(d);
        return;
    }
    d->is_slice_full = n == APP_DELIVER_FEED_MAX && done == n;
    d->to = rows[done - 1].place;
    d->chosen = chosen;
    d->round = ROUND_FANNING;
    d->config.deliveries->ops->fan_out(d->config.deliveries,
                                       &(struct app_fan_out){ .subscription = e->s.id,
                                                              .from = e->place,
                                                              .to = d->to,
                                                              .rows = d->rows,
                                                              .n = chosen,
                                                              .now = deliver_now(d) },
                                       on_fanned_out, d);
}

/* Feed the endpoint at which the round stands, or the next one with news; after the last, claim. */
static void fan_out_next(struct app_deliver *d)
{
    while (d->at < ENDPOINTS_MAX &&
           !(d->endpoints[d->at].is_used && d->endpoints[d->at].is_listed &&
             d->endpoints[d->at].has_news))
        d->at++;
    if (d->at == ENDPOINTS_MAX || d->is_stopping) {
        claim(d);
        return;
    }
    d->round = ROUND_FEEDING;
    d->config.deliveries->ops->feed(d->config.deliveries, &d->endpoints[d->at].place, on_feed, d);
}

/* ---- Looking ---- */

static struct ym_span keep(struct ym_span text, char *room, size_t size)
{
    assert(text.n <= size);
    if (text.n > 0)
        memcpy(room, text.at, text.n);
    return (struct ym_span){ room, text.n };
}

/* A free entry; there is one, since ENDPOINTS_MAX counts those that only wait for their posts. */
static struct endpoint *free_endpoint(struct app_deliver *d)
{
    for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
        if (!d->endpoints[i].is_used)
            return &d->endpoints[i];
    }
    return NULL;
}

static void list_endpoint(struct app_deliver *d, const struct app_endpoint_row *row, ym_usec now)
{
    struct endpoint *e = deliver_endpoint(d, row->s.id);

    if (row->s.url.n > APP_SUBSCRIPTION_URL_MAX || row->s.secret.n > APP_SECRET_SEALED_MAX ||
        row->s.before.n > APP_SECRET_SEALED_MAX)
        return; /* no version of this program wrote it */
    if (row->s.partner_kind != 0 && d->config.courier == NULL)
        return; /* a program with an exchange sees to it */
    if (e == NULL)
        e = free_endpoint(d);
    assert(e != NULL);
    e->is_used = true;
    e->is_listed = true;
    e->has_news = row->has_news;
    e->has_due = row->due_at != YM_USEC_NONE && row->due_at <= now;
    e->place = row->place;
    e->s = row->s;
    e->s.url = keep(row->s.url, e->url, APP_SUBSCRIPTION_URL_MAX);
    e->url[e->s.url.n] = '\0';
    e->s.secret = keep(row->s.secret, e->secret, sizeof(e->secret));
    e->s.before = keep(row->s.before, e->before, sizeof(e->before));
    e->s.label = YM_SPAN("");
    if (row->due_at != YM_USEC_NONE && row->due_at > now &&
        (d->next_due == YM_USEC_NONE || row->due_at < d->next_due))
        d->next_due = row->due_at;
}

static void on_look(void *arg, enum ym_err err, const struct app_endpoint_row *rows, size_t n)
{
    struct app_deliver *d = arg;
    const ym_usec now = deliver_now(d);

    assert(d->round == ROUND_LOOKING);
    if (err != YM_E_OK) {
        round_fail(d, err);
        return;
    }
    for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
        struct endpoint *e = &d->endpoints[i];

        e->is_listed = false;
        e->is_used = e->is_used && e->held > 0;
    }
    for (size_t i = 0; i < n && i < APP_SUBSCRIPTIONS_MAX; i++)
        list_endpoint(d, &rows[i], now);
    d->gauges.endpoints = (unsigned)n;
    d->at = 0;
    d->slices = 0;
    fan_out_next(d);
}

static void on_counted(void *arg, enum ym_err err, const struct app_counted *counted)
{
    struct app_deliver *d = arg;

    d->is_counting = false;
    if (err == YM_E_OK) {
        d->gauges.pending = counted->pending;
        d->gauges.dead = counted->dead;
        d->gauges.oldest = counted->oldest;
    }
    if (d->is_stopping)
        deliver_soon(d);
}

static void count(struct app_deliver *d)
{
    const ym_usec now = deliver_now(d);
    const ym_usec age = (ym_usec)APP_DELIVER_COUNT_MS * 1000;

    /* A clock that was set back counts anew, too. */
    if (d->is_counting ||
        (d->counted_at != YM_USEC_NONE && now >= d->counted_at && now - d->counted_at < age))
        return;
    d->counted_at = now;
    d->is_counting = true;
    d->config.deliveries->ops->count(d->config.deliveries, on_counted, d);
}

/* ---- Turns ---- */

static void round_begin(struct app_deliver *d)
{
    d->is_nudged = false;
    d->is_again = false;
    d->is_troubled = false;
    d->next_due = YM_USEC_NONE;
    count(d);
    d->round = ROUND_LOOKING;
    d->config.deliveries->ops->look(d->config.deliveries, on_look, d);
}

static void stop_if_quiet(struct app_deliver *d)
{
    if (d->is_stopped || d->round != ROUND_REST || d->is_storing || d->is_counting ||
        d->under_way > 0)
        return;
    d->is_stopped = true;
    if (d->stopped != NULL)
        d->stopped(d->stopped_arg);
}

void app_deliver_turn(struct app_deliver *d)
{
    deliver_store_verdicts(d);
    if (d->is_stopping)
        stop_if_quiet(d);
    else if (d->round == ROUND_REST)
        round_begin(d);
}

void app_deliver_nudge(struct app_deliver *d)
{
    /* Without endpoints the poll finds the first one soon enough. */
    if (d->is_stopping || d->is_nudged || d->gauges.endpoints == 0)
        return;
    d->is_nudged = true;
    if (d->round == ROUND_REST && !d->is_troubled)
        d->config.again(d->config.arg, APP_DELIVER_NUDGE_MS);
}

void app_deliver_stop(struct app_deliver *d, void (*done)(void *arg), void *arg)
{
    assert(!d->is_stopping);
    d->is_stopping = true;
    d->stopped = done;
    d->stopped_arg = arg;
    deliver_pump(d);
    deliver_soon(d);
}

void app_deliver_gauges_get(const struct app_deliver *d, struct app_deliver_gauges *ret)
{
    *ret = d->gauges;
    ret->in_flight = d->posting;
}

struct app_deliver *app_deliver_new(const struct app_deliver_config *config)
{
    struct app_deliver *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return NULL;
    d->config = *config;
    if (d->config.attempts_max == 0)
        d->config.attempts_max = APP_DELIVER_ATTEMPTS;
    if (d->config.first_ms == 0)
        d->config.first_ms = APP_DELIVER_FIRST_MS;
    assert(d->config.attempts_max <= APP_DELIVER_ATTEMPTS_MAX);
    assert(d->config.first_ms <= APP_DELIVER_FIRST_MS_MAX);
    d->counted_at = YM_USEC_NONE;
    d->gauges.oldest = YM_USEC_NONE;
    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++) {
        d->slots[i].deliver = d;
        ym_buf_init(&d->slots[i].body, APP_DELIVER_BODY_MAX);
    }
    if (!ym_arena_init(&d->arena, ARENA_BYTES)) {
        app_deliver_free(d);
        return NULL;
    }
    return d;
}

void app_deliver_free(struct app_deliver *d)
{
    if (d == NULL)
        return;
    assert(d->under_way == 0);
    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++)
        ym_buf_release(&d->slots[i].body);
    ym_arena_release(&d->arena);
    free(d);
}
