/* SPDX-License-Identifier: Apache-2.0 */
/* Posts: a message is written, signed and sent; what came of it is stored.
 *
 *   FREE -> QUEUED -> POSTING -> JUDGED -> STORING -> FREE
 *             └────(too late)──────> ^ (could not be stored) │
 *                                    └───────────────────────┘ */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "deliver_private.h"

unsigned deliver_free_slots(const struct app_deliver *d)
{
    return APP_DELIVER_SLOTS - d->under_way;
}

static struct slot *take_slot(struct app_deliver *d)
{
    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++) {
        if (d->slots[i].state == SLOT_FREE) {
            d->slots[i].state = SLOT_QUEUED;
            d->slots[i].order = d->claims++;
            d->under_way++;
            return &d->slots[i];
        }
    }
    return NULL;
}

static void free_slot(struct slot *s)
{
    struct app_deliver *d = s->deliver;

    if (s->endpoint != NULL)
        s->endpoint->held--;
    s->endpoint = NULL;
    s->state = SLOT_FREE;
    d->under_way--;
}

/* ---- Writing and signing ---- */

/* Append the signature by one sealed secret. */
static bool sign_with(struct slot *s, const struct app_subscription *sub, struct ym_span sealed,
                      int64_t seconds)
{
    struct app_deliver *d = s->deliver;
    const struct app_secrets *secrets = d->config.secrets;
    const size_t n = strlen(s->signatures);
    struct ym_span secret;
    bool is_done;

    ym_arena_reset(&d->arena);
    if (app_subscription_unseal(secrets, sub->id, sealed, &d->arena, &secret, NULL) != YM_E_OK)
        return false;
    is_done = secrets->webhook_sign(secret, ym_span_of(s->id), seconds, ym_buf_span(&s->body),
                                    s->signatures + n, sizeof(s->signatures) - n);
    return is_done;
}

static bool sign(struct slot *s, const struct app_subscription *sub, ym_usec now)
{
    const int64_t seconds = now / YM_USEC_PER_SECOND;
    size_t n;

    s->signatures[0] = '\0';
    (void)snprintf(s->seconds, sizeof(s->seconds), "%" PRId64, seconds);
    if (!sign_with(s, sub, sub->secret, seconds))
        return false;
    if (sub->before.n == 0 || sub->before_until <= now)
        return true;
    n = strlen(s->signatures);
    s->signatures[n] = ' ';
    s->signatures[n + 1] = '\0';
    return sign_with(s, sub, sub->before, seconds);
}

static void address(struct slot *s)
{
    s->post = (struct app_post){
        .url = ym_span_of(s->url),
        .body = ym_buf_span(&s->body),
        .headers = { { "content-type", "application/cloudevents+json; charset=utf-8" },
                     { "webhook-id", s->id },
                     { "webhook-timestamp", s->seconds },
                     { "webhook-signature", s->signatures } },
        .nheaders = 4,
    };
}

/* ---- Answers ---- */

static void judged(struct slot *s)
{
    struct app_deliver *d = s->deliver;

    s->state = SLOT_JUDGED;
    switch (s->verdict.kind) {
    case APP_VERDICT_DONE:
        d->gauges.sent++;
        break;
    case APP_VERDICT_DEAD:
        d->gauges.failed++;
        d->gauges.died++;
        break;
    case APP_VERDICT_RETRY:
    case APP_VERDICT_GONE:
        d->gauges.failed++;
        break;
    case APP_VERDICT_RELEASED:
        break;
    }
    if (d->config.told != NULL &&
        (s->verdict.kind == APP_VERDICT_DEAD || s->verdict.kind == APP_VERDICT_GONE))
        d->config.told(d->config.arg, &s->verdict);
    if (!d->is_storing && !d->storing_failed)
        deliver_soon(d);
}

static void on_posted(void *arg, const struct app_posted *posted)
{
    struct slot *s = arg;
    struct app_deliver *d = s->deliver;
    const unsigned attempts = s->verdict.d.attempts;
    const uint32_t wait =
        app_deliver_backoff_ms(d->config.first_ms, attempts + 1, d->config.random(d->config.arg));

    assert(s->state == SLOT_POSTING);
    s->endpoint->posting--;
    d->posting--;
    app_deliver_judge(posted, attempts, d->config.attempts_max, wait, deliver_now(d), &s->verdict);
    judged(s);
    deliver_pump(d);
}

/* ---- What waits for its post ---- */

void deliver_post(struct app_deliver *d, struct endpoint *e, const struct app_delivery *row)
{
    struct slot *s = take_slot(d);

    assert(s != NULL); /* claims are for free slots */
    s->endpoint = e;
    s->claimed_at = deliver_now(d);
    s->verdict = (struct app_verdict){ .d = *row };
    e->held++;
    d->queued++;
}

/* The message of a delivery, written and signed; NULL, or why it could not be. */
static const char *write_message(struct slot *s)
{
    struct app_deliver *d = s->deliver;
    const struct app_delivery *row = &s->verdict.d;
    const struct ym_procedure *p = ym_procedures_get(d->config.procedures, row->procedure);
    const ym_usec now = deliver_now(d);

    if (p == NULL)
        return "this program does not know the procedure version of the event";
    memcpy(s->url, s->endpoint->url, sizeof(s->url));
    app_deliver_message_id(row, s->id);
    ym_buf_clear(&s->body);
    d->config.encode(&s->body, d->config.source, row, p, (struct ym_span){ NULL, 0 }, now);
    if (!ym_buf_ok(&s->body)) {
        ym_buf_release(&s->body);
        ym_buf_init(&s->body, APP_DELIVER_BODY_MAX);
        return "the message could not be written";
    }
    if (!sign(s, &s->endpoint->s, now))
        return "the secret of the subscription cannot be opened with the keys that this program "
               "has; rotate it";
    address(s);
    return NULL;
}

/* It ends without a post: as if the endpoint had refused it, or (NULL) as if it had never been
 * claimed. */
static void end_unposted(struct slot *s, const char *why)
{
    const struct app_deliver *d = s->deliver;
    const struct app_posted posted = { .is_cancelled = why == NULL,
                                       .error = why != NULL ? why : "" };
    const unsigned attempts = s->verdict.d.attempts;
    const uint32_t wait =
        app_deliver_backoff_ms(d->config.first_ms, attempts + 1, d->config.random(d->config.arg));

    app_deliver_judge(&posted, attempts, d->config.attempts_max, wait, deliver_now(d), &s->verdict);
    judged(s);
}

static void start(struct slot *s)
{
    struct app_deliver *d = s->deliver;
    const bool is_partner = s->endpoint->s.partner_kind != 0;
    const char *why = is_partner ? NULL : write_message(s);

    if (why != NULL) {
        end_unposted(s, why);
        return;
    }
    s->state = SLOT_POSTING;
    s->endpoint->posting++;
    d->posting++;
    if (is_partner)
        d->config.courier->ops->carry(d->config.courier, s->endpoint->s.id, &s->verdict.d,
                                      on_posted, s);
    else
        d->config.sender->ops->post(d->config.sender, &s->post, on_posted, s);
}

/* The one that has waited longest among those whose endpoint has room; NULL: there is none. */
static struct slot *next_queued(struct app_deliver *d)
{
    struct slot *first = NULL;

    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++) {
        struct slot *s = &d->slots[i];

        if (s->state == SLOT_QUEUED && s->endpoint->posting < APP_DELIVER_PER_ENDPOINT &&
            (first == NULL || s->order < first->order))
            first = s;
    }
    return first;
}

/* Its lease would end before its post, its subscription has stopped, or we have. */
static bool is_too_late(const struct slot *s)
{
    const struct app_deliver *d = s->deliver;

    return d->is_stopping || !s->endpoint->is_listed ||
           deliver_now(d) - s->claimed_at > (ym_usec)APP_DELIVER_QUEUE_MS * 1000;
}

static void release_late(struct app_deliver *d)
{
    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++) {
        if (d->slots[i].state == SLOT_QUEUED && is_too_late(&d->slots[i])) {
            d->queued--;
            end_unposted(&d->slots[i], NULL);
        }
    }
}

void deliver_pump(struct app_deliver *d)
{
    struct slot *s;

    if (d->queued == 0)
        return;
    release_late(d);
    while (d->queued > 0 && d->posting < APP_DELIVER_POSTS && (s = next_queued(d)) != NULL) {
        d->queued--;
        start(s);
    }
}

/* ---- Pings ---- */

static void on_pinged(void *arg, const struct app_posted *posted)
{
    struct slot *s = arg;
    struct app_deliver *d = s->deliver;

    d->posting--;
    s->ping_done(s->ping_arg, posted);
    free_slot(s);
    deliver_pump(d);
    if (d->is_stopping)
        deliver_soon(d);
}

bool app_deliver_ping(struct app_deliver *d, const struct app_subscription *sub,
                      app_posted_fn *done, void *arg)
{
    const bool has_room = !d->is_stopping && d->posting < APP_DELIVER_POSTS;
    struct slot *s = has_room ? take_slot(d) : NULL;
    const ym_usec now = deliver_now(d);

    if (s == NULL)
        return false;
    s->state = SLOT_POSTING;
    assert(sub->url.n <= APP_SUBSCRIPTION_URL_MAX);
    memcpy(s->url, sub->url.at, sub->url.n);
    s->url[sub->url.n] = '\0';
    s->ping_done = done;
    s->ping_arg = arg;
    (void)snprintf(s->id, sizeof(s->id), "ping.%016" PRIx64, d->config.random(d->config.arg));
    ym_buf_clear(&s->body);
    d->config.encode(&s->body, d->config.source, NULL, NULL, ym_span_of(s->id), now);
    if (!ym_buf_ok(&s->body) || !sign(s, sub, now)) {
        free_slot(s);
        return false;
    }
    address(s);
    d->posting++;
    d->config.sender->ops->post(d->config.sender, &s->post, on_pinged, s);
    return true;
}

/* ---- Verdicts ---- */

/* Lanes moved on: there may be more to claim. */
static void on_stored(void *arg, enum ym_err err)
{
    struct app_deliver *d = arg;
    const bool give_up = err != YM_E_OK && d->is_stopping;

    d->is_storing = false;
    d->storing_failed = err != YM_E_OK && !give_up;
    for (size_t i = 0; i < d->nstoring; i++) {
        if (err == YM_E_OK || give_up)
            free_slot(d->storing[i]); /* given up: due again when the lease ends */
        else
            d->storing[i]->state = SLOT_JUDGED;
    }
    d->nstoring = 0;
    d->is_again = true;
    d->config.again(d->config.arg, d->storing_failed ? APP_DELIVER_TROUBLE_MS : 0);
}

void deliver_store_verdicts(struct app_deliver *d)
{
    if (d->is_storing)
        return;
    d->storing_failed = false;
    d->nstoring = 0;
    for (size_t i = 0; i < APP_DELIVER_SLOTS; i++) {
        struct slot *s = &d->slots[i];

        if (s->state != SLOT_JUDGED)
            continue;
        s->state = SLOT_STORING;
        d->verdicts[d->nstoring] = s->verdict;
        d->storing[d->nstoring++] = s;
    }
    if (d->nstoring == 0)
        return;
    d->is_storing = true;
    d->config.deliveries->ops->finish(d->config.deliveries, deliver_now(d), d->verdicts,
                                      d->nstoring, on_stored, d);
}
