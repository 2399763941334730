/* SPDX-License-Identifier: Apache-2.0 */
/* Carrying: which message an event makes, and what its receipt means for the lane. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "courier_private.h"

#define HOUR_USEC (INT64_C(3600) * YM_USEC_PER_SECOND)

ym_usec courier_now(const struct exchange_courier *c)
{
    return c->config.now(c->config.arg);
}

/* ---- Rides ---- */

struct ride *courier_ride(struct exchange_courier *c, int64_t partner)
{
    for (size_t i = 0; i < COURIER_RIDES; i++) {
        struct ride *r = &c->rides[i];

        if (r->is_used)
            continue;
        if (!r->has_arena && !ym_arena_init(&r->arena, RIDE_ARENA))
            return NULL;
        r->has_arena = true;
        r->is_used = true;
        r->courier = c;
        r->partner_id = partner;
        r->event = NULL;
        r->asked = NULL;
        r->revision = 1;
        r->why[0] = '\0';
        r->result = (struct app_posted){ .error = r->why };
        return r;
    }
    return NULL;
}

void courier_leave(struct ride *r)
{
    ym_arena_reset(&r->arena);
    ym_buf_release(&r->answer);
    r->is_used = false;
}

static bool keep(struct ride *r, struct ym_span *text)
{
    *text = ym_arena_text(&r->arena, *text);
    return ym_arena_ok(&r->arena);
}

bool courier_keep_partner(struct ride *r, const struct app_partner *p)
{
    r->partner = *p;
    return keep(r, &r->partner.code) && keep(r, &r->partner.zh) && keep(r, &r->partner.url) &&
           keep(r, &r->partner.cert_file) && keep(r, &r->partner.cert_key_file) &&
           keep(r, &r->partner.ca_file);
}

/* ---- The end ---- */

static void finish(struct ride *r)
{
    app_posted_fn *const done = r->done;
    void *const arg = r->arg;
    char why[RIDE_WORDS_MAX];
    struct app_posted result = r->result;

    memcpy(why, r->why, sizeof(why));
    result.error = why;
    courier_leave(r);
    done(arg, &result);
}

/* The lane goes on: there is nothing to send, or it has been received. */
static void arrive(struct ride *r)
{
    r->why[0] = '\0';
    r->result = (struct app_posted){ .status = 200, .error = r->why };
    finish(r);
}

/* The lane tries again later. */
static void fail(struct ride *r, const char *why)
{
    if (why != NULL)
        (void)snprintf(r->why, sizeof(r->why), "%s", why);
    r->result.error = r->why;
    finish(r);
}

static void fail_with(struct ride *r, const char *what, enum ym_err err)
{
    (void)snprintf(r->why, sizeof(r->why), "%s: %s", what, ym_err_title(err));
    fail(r, NULL);
}

/* ---- The receipt ---- */

static void on_outcome(void *arg, enum ym_err err)
{
    struct ride *r = arg;

    if (err != YM_E_OK)
        fail_with(r, "what came of the message could not be kept", err);
    else if (r->out.state == APP_MESSAGE_READY)
        fail(r, NULL);
    else
        arrive(r);
}

static void keep_reason(struct ride *r, const struct app_exchange_reason *reason)
{
    r->out.reason = *reason;
    if (!keep(r, &r->out.reason.code) || !keep(r, &r->out.reason.zh) || !keep(r, &r->out.reason.en))
        r->out.reason = (struct app_exchange_reason){ .code = YM_SPAN("bad_receipt") };
}

static void on_posted(struct ride *r, const struct exchange_receipt *receipt)
{
    struct exchange_courier *c = r->courier;
    const ym_usec now = courier_now(c);
    const ym_usec silence = now + r->partner.answer_hours * HOUR_USEC;

    r->out = (struct app_message_outcome){ .key = r->message.key,
                                           .state = APP_MESSAGE_READY,
                                           .now = now,
                                           .due_at = r->message.due_at,
                                           .status = (uint16_t)r->result.status,
                                           .error = ym_span_of(r->why) };
    if (receipt != NULL) {
        r->out.state = receipt->state;
        r->out.due_at = receipt->state == APP_MESSAGE_PENDING ? silence : YM_USEC_NONE;
        keep_reason(r, &receipt->reason);
    }
    c->config.exchange->ops->posted(c->config.exchange, &r->out, on_outcome, r);
}

/* A paused partner gets its messages by paper: they are made, stand in the list, and wait. */
static void post(struct ride *r)
{
    if (!r->partner.is_active)
        arrive(r);
    else if (!courier_post(r, on_posted))
        fail(r, NULL);
}

/* ---- Making ---- */

static void on_kept(void *arg, enum ym_err err)
{
    struct ride *r = arg;

    if (err == YM_E_BUSY)
        fail(r, "too many messages of this partner wait: work off its list");
    else if (err != YM_E_OK)
        fail_with(r, "the message could not be kept", err);
    else if (r->message.state == APP_MESSAGE_REFUSED)
        arrive(r); /* it cannot be sent as it is, and stands in the list */
    else
        post(r);
}

static struct app_sealed_message sealed_of(const struct ride *r)
{
    return (struct app_sealed_message){ r->partner.id, r->message.name };
}

static void set_reason(struct ride *r, unsigned reason)
{
    r->message.state = APP_MESSAGE_REFUSED;
    r->message.due_at = YM_USEC_NONE;
    r->message.answered_at = r->message.made_at;
    r->message.reason = (struct app_exchange_reason){ ym_span_of(exchange_reason_code(reason)),
                                                      ym_span_of(exchange_reason_zh(reason)),
                                                      ym_span_of(exchange_reason_en(reason)) };
}

/* The row that every message of this event begins with. */
static void begin_message(struct ride *r, uint8_t verb, uint8_t kind)
{
    struct exchange_courier *c = r->courier;
    const struct app_delivery *e = r->event;
    const ym_usec now = courier_now(c);
    int64_t no;

    exchange_message_name(e->dispute, e->seq, verb, r->revision, r->name);
    c->config.secrets->random(&no, sizeof(no));
    r->message = (struct app_message){
        .key = { ym_id_bucket(e->dispute), no & INT64_MAX },
        .dispute = e->dispute,
        .partner = r->partner.id,
        .is_out = true,
        .verb = verb,
        .kind = kind,
        .state = APP_MESSAGE_READY,
        .name = ym_span_of(r->name),
        .seq = e->seq,
        .revision = r->revision,
        .made_at = now,
        .due_at = now + r->partner.answer_hours * HOUR_USEC,
        .answered_at = YM_USEC_NONE,
        .event = *e,
    };
}

/* Write and seal what the draft says. False: there is no memory. */
static bool write_message(struct ride *r, const struct exchange_draft *draft)
{
    struct exchange_courier *c = r->courier;
    struct ym_buf out;
    struct ym_error why;
    bool is_whole;

    ym_buf_init(&out, APP_MESSAGE_BYTES_MAX);
    exchange_put_envelope(&out, &(struct exchange_envelope){ .id = r->message.name,
                                                             .verb = draft->verb,
                                                             .partner = r->partner.code,
                                                             .dispute = r->event->dispute,
                                                             .seq = r->event->seq,
                                                             .at = r->event->at,
                                                             .in_reply_to = draft->in_reply_to,
                                                             .kind = draft->kind,
                                                             .body = draft->body });
    is_whole = ym_buf_ok(&out);
    r->text = is_whole ? ym_arena_text(&r->arena, ym_buf_span(&out)) : (struct ym_span){ NULL, 0 };
    ym_buf_release(&out);
    r->message.reply_to = draft->in_reply_to;
    if (!keep(r, &r->message.reply_to))
        return false;
    if (!is_whole || r->text.n > r->partner.bytes_max)
        set_reason(r, EXCHANGE_R_TOO_LARGE);
    else if ((r->partner.kinds >> draft->kind & 1U) == 0)
        set_reason(r, EXCHANGE_R_NOT_TAKEN);
    if (!is_whole)
        return true;
    return app_message_seal(c->config.secrets, sealed_of(r), r->text, &r->arena, &r->message.sealed,
                            &why) == YM_E_OK;
}

static void put(struct ride *r)
{
    struct exchange_courier *c = r->courier;

    c->config.exchange->ops->put(c->config.exchange, &r->message, on_kept, r);
}

static void on_draft(void *arg, enum ym_err err, const struct exchange_draft *draft)
{
    struct ride *r = arg;

    if (err == YM_E_NOT_FOUND || err == YM_E_UNPROCESSABLE) {
        begin_message(r, EXCHANGE_REVIEW_FILING, APP_EXCHANGE_OTHER);
        set_reason(r, EXCHANGE_R_CANNOT_MAKE);
        put(r);
    } else if (err != YM_E_OK) {
        fail_with(r, "the message could not be made", err);
    } else if (!draft->is_message) {
        arrive(r);
    } else {
        assert(!exchange_verb_asks(draft->verb));
        begin_message(r, draft->verb, draft->kind);
        if (write_message(r, draft))
            put(r);
        else
            fail(r, "no memory for the message");
    }
}

static void draft(struct ride *r)
{
    struct exchange_courier *c = r->courier;
    struct exchange_handler *h = c->config.handlers->of[r->partner.kind];

    if (h == NULL) {
        arrive(r);
        return;
    }
    r->occasion = (struct exchange_occasion){ &r->partner, r->event, courier_now(c) };
    h->ops->draft(h, &r->occasion, on_draft, r);
}

/* ---- Finding what was made before ---- */

/* What was sealed is sent again, byte for byte. */
static void send_again(struct ride *r, const struct app_message *m)
{
    struct exchange_courier *c = r->courier;
    struct ym_error why;

    if (m->name.n > APP_MESSAGE_NAME_MAX || m->sealed.n == 0) {
        arrive(r); /* refused before it was written, or its time is over */
        return;
    }
    memcpy(r->name, m->name.at, m->name.n);
    r->name[m->name.n] = '\0';
    r->message =
        (struct app_message){ .key = m->key, .name = ym_span_of(r->name), .due_at = m->due_at };
    if (app_message_unseal(c->config.secrets, sealed_of(r), m->sealed, &r->arena, &r->text, &why) !=
        YM_E_OK)
        fail(r, "what the message says cannot be opened with the keys that this program has");
    else
        post(r);
}

static void on_found(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                     bool has_more)
{
    struct ride *r = arg;

    (void)has_more;
    if (err == YM_E_NOT_FOUND) {
        draft(r);
    } else if (err != YM_E_OK || n != 1) {
        fail_with(r, "the conversation could not be read", err);
    } else if (rows->state == APP_MESSAGE_REPLACED) {
        r->revision = (uint16_t)(rows->revision + 1);
        draft(r);
    } else if (rows->state == APP_MESSAGE_READY) {
        send_again(r, rows);
    } else {
        arrive(r); /* it was received, answered or settled */
    }
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct ride *r = arg;
    struct exchange_courier *c = r->courier;
    const struct app_delivery *e = r->event;

    if (err != YM_E_OK || n != 1) {
        fail_with(r, "the partner could not be read", err);
        return;
    }
    if (!courier_keep_partner(r, rows)) {
        fail(r, "no memory for the message");
        return;
    }
    r->wish = (struct app_message_wish){ .bucket = ym_id_bucket(e->dispute),
                                         .partner = r->partner.id,
                                         .is_out = true,
                                         .dispute = e->dispute,
                                         .seq = e->seq };
    c->config.exchange->ops->find(c->config.exchange, &r->wish, on_found, r);
}

/* ---- The port ---- */

static bool wants(struct app_courier *port, uint8_t kind, uint8_t command)
{
    const struct exchange_courier *c = (struct exchange_courier *)port;
    struct exchange_handler *h =
        kind < APP_PARTNER_KIND_COUNT ? c->config.handlers->of[kind] : NULL;

    return h != NULL && h->ops->wants(h, command);
}

static void carry(struct app_courier *port, int64_t partner, const struct app_delivery *d,
                  app_posted_fn *done, void *arg)
{
    struct exchange_courier *c = (struct exchange_courier *)port;
    struct ride *r = courier_ride(c, partner);

    assert(r != NULL); /* there are more than posts */
    r->event = d;
    r->done = done;
    r->arg = arg;
    c->config.exchange->ops->partners(c->config.exchange, partner, (struct ym_span){ NULL, 0 },
                                      on_partner, r);
}

static const struct app_courier_ops ops = { wants, carry };

struct exchange_courier *exchange_courier_new(const struct exchange_courier_config *config)
{
    struct exchange_courier *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return NULL;
    c->port.ops = &ops;
    c->config = *config;
    return c;
}

void exchange_courier_free(struct exchange_courier *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < COURIER_RIDES; i++) {
        assert(!c->rides[i].is_used);
        ym_arena_release(&c->rides[i].arena);
        ym_buf_release(&c->rides[i].answer);
    }
    free(c);
}

bool exchange_courier_is_idle(const struct exchange_courier *c)
{
    for (size_t i = 0; i < COURIER_RIDES; i++) {
        if (c->rides[i].is_used)
            return false;
    }
    return true;
}

struct app_courier *exchange_courier_port(struct exchange_courier *c)
{
    return &c->port;
}
