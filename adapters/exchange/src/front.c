/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/front.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/envelope.h"
#include "json/write.h"

#define VISIT_ARENA (4u * APP_MESSAGE_BYTES_MAX)
#define WORDS_MAX   512
#define CHANGED_LEN 9 /* characters added to the name of a message whose body changed */

/* One message on its way in. */
struct visit {
    struct exchange_front *front;
    bool is_used, has_arena;
    bool is_changed; /* its id came before with another body */
    struct exchange_front_request rq;
    struct app_partner partner; /* its spans lie in the arena */
    struct app_arrival arrival;
    struct exchange_envelope envelope;
    struct exchange_inbound inbound;
    struct app_message message;
    struct app_message_answer answer; /* to ours, if it is one */
    uint8_t state;                    /* what the receipt says */
    uint8_t settles;                  /* of the message that is answered; READY: nothing */
    struct app_exchange_reason reason;
    struct ym_span body; /* of the receipt; n == 0: none */
    char name[APP_MESSAGE_NAME_MAX + 1];
    struct ym_arena arena;
    struct ym_buf receipt;
    exchange_front_fn *done;
    void *arg;
};

struct exchange_front {
    struct exchange_front_config config;
    struct exchange_front_counts counts;
    struct visit visits[EXCHANGE_INBOUND_MAX];
};

static ym_usec now_of(const struct visit *v)
{
    const struct exchange_front_config *config = &v->front->config;

    return config->now(config->arg);
}

/* ---- The end ---- */

static void leave(struct visit *v)
{
    ym_arena_reset(&v->arena);
    ym_buf_release(&v->receipt);
    v->is_used = false;
}

static void refuse(struct visit *v, enum ym_err err, const char *text)
{
    exchange_front_fn *const done = v->done;
    void *const arg = v->arg;
    char words[WORDS_MAX];

    (void)snprintf(words, sizeof(words), "%s", text);
    leave(v);
    done(arg, err, (struct ym_span){ NULL, 0 }, words);
}

static void refuse_unkept(struct visit *v, enum ym_err err)
{
    refuse(v, err == YM_E_BUSY || err == YM_E_THROTTLED ? err : YM_E_UNAVAILABLE,
           err == YM_E_THROTTLED
               ? "too many messages of this partner in so short a time; send it again later"
               : "the message could not be kept now; send it again in a moment, under the same id");
}

static void on_receipt(void *arg, enum ym_err err, enum app_arrived how, struct ym_span receipt)
{
    struct visit *v = arg;

    if (err != YM_E_OK || how != APP_ARRIVED_BEFORE) {
        refuse_unkept(v, err);
        return;
    }
    v->front->counts.taken[v->state]++;
    v->done(v->arg, YM_E_OK, receipt, "");
    leave(v);
}

static bool write_receipt(struct visit *v, size_t max)
{
    ym_buf_init(&v->receipt, max);
    exchange_put_receipt(&v->receipt, &(struct exchange_receipt){ .id = v->arrival.name,
                                                                  .state = v->state,
                                                                  .reason = v->reason,
                                                                  .body = v->body });
    return ym_buf_ok(&v->receipt);
}

/* The answer to a question: nothing has changed, so nothing is kept, and asked again it is answered
 * anew. */
static void answer_question(struct visit *v)
{
    if (!write_receipt(v, APP_MESSAGE_BYTES_MAX)) {
        refuse(v, YM_E_INTERNAL, "the answer is longer than one may be; ask for less at once");
        return;
    }
    v->front->counts.taken[v->state]++;
    v->done(v->arg, YM_E_OK, ym_buf_span(&v->receipt), "");
    leave(v);
}

/* Last of all: from now on a repetition gets this receipt. */
static void keep_receipt(struct visit *v)
{
    struct app_exchange *x = v->front->config.exchange;

    if (v->is_changed) {
        refuse(v, YM_E_KEY_REUSED,
               "a message with this webhook-id came before with another body; what is new needs a "
               "new id");
        return;
    }
    if (!write_receipt(v, APP_RECEIPT_BYTES_MAX))
        refuse(v, YM_E_INTERNAL, "the receipt could not be written");
    else
        x->ops->receipt(x, &v->arrival, ym_buf_span(&v->receipt), on_receipt, v);
}

/* ---- Answering ours ---- */

static void on_answered(void *arg, enum ym_err err)
{
    struct visit *v = arg;

    if (err != YM_E_OK)
        refuse_unkept(v, err);
    else
        keep_receipt(v);
}

static void on_put(void *arg, enum ym_err err)
{
    struct visit *v = arg;
    struct app_exchange *x = v->front->config.exchange;

    if (err != YM_E_OK) {
        refuse_unkept(v, err);
        return;
    }
    if (v->settles == APP_MESSAGE_READY || v->envelope.in_reply_to.n == 0 ||
        v->message.dispute.v == 0) {
        keep_receipt(v);
        return;
    }
    v->answer = (struct app_message_answer){ .bucket = v->message.key.bucket,
                                             .partner = v->partner.id,
                                             .name = v->envelope.in_reply_to,
                                             .state = v->settles,
                                             .reason = v->reason,
                                             .now = now_of(v) };
    x->ops->answered(x, &v->answer, on_answered, v);
}

/* ---- Putting it down ---- */

static void set_reason(struct visit *v, unsigned reason)
{
    v->reason = (struct app_exchange_reason){ ym_span_of(exchange_reason_code(reason)),
                                              ym_span_of(exchange_reason_zh(reason)),
                                              ym_span_of(exchange_reason_en(reason)) };
}

static void put(struct visit *v, struct ym_id dispute)
{
    struct exchange_front *f = v->front;
    struct app_exchange *x = f->config.exchange;
    const bool is_known = dispute.v != 0;
    struct ym_error why;
    int64_t no;

    f->config.secrets->random(&no, sizeof(no));
    v->message = (struct app_message){
        .key = { is_known ? ym_id_bucket(dispute)
                          : (uint32_t)((uint64_t)v->partner.id % YM_BUCKETS),
                 no & INT64_MAX },
        .dispute = dispute,
        .partner = v->partner.id,
        .verb = v->envelope.verb,
        .kind = v->envelope.kind,
        .state = v->state,
        .name = ym_span_of(v->name),
        .reply_to = v->envelope.in_reply_to,
        .revision = 1,
        .made_at = v->arrival.now,
        .due_at =
            v->state == APP_MESSAGE_PENDING
                ? v->arrival.now + v->partner.answer_hours * INT64_C(3600) * YM_USEC_PER_SECOND
                : YM_USEC_NONE,
        .answered_at = v->state == APP_MESSAGE_PENDING ? YM_USEC_NONE : v->arrival.now,
        .reason = v->reason,
    };
    if (app_message_seal(f->config.secrets,
                         (struct app_sealed_message){ v->partner.id, v->message.name },
                         v->rq.message.body, &v->arena, &v->message.sealed, &why) != YM_E_OK)
        refuse(v, YM_E_BUSY, "the message needs more memory than there is; send it again");
    else
        x->ops->put(x, &v->message, on_put, v);
}

static void put_refused(struct visit *v, unsigned reason, struct ym_id dispute)
{
    v->state = APP_MESSAGE_REFUSED;
    v->settles = APP_MESSAGE_READY;
    set_reason(v, reason);
    put(v, dispute);
}

/* ---- What it does here ---- */

static bool keep(struct visit *v, struct ym_span *text)
{
    if (text->n > 0)
        *text = ym_arena_text(&v->arena, *text);
    return ym_arena_ok(&v->arena);
}

static void on_taken(void *arg, enum ym_err err, const struct exchange_verdict *verdict)
{
    struct visit *v = arg;

    if (err != YM_E_OK) {
        refuse_unkept(v, err);
        return;
    }
    v->state = verdict->state;
    v->settles = verdict->settles;
    v->body = verdict->body;
    v->reason = verdict->words;
    if (v->reason.code.n == 0 && verdict->reason != EXCHANGE_R_NONE)
        set_reason(v, verdict->reason);
    if (!keep(v, &v->body) || !keep(v, &v->reason.code) || !keep(v, &v->reason.zh) ||
        !keep(v, &v->reason.en)) {
        refuse(v, YM_E_BUSY, "the message needs more memory than there is; send it again");
        return;
    }
    if (exchange_verb_asks(v->envelope.verb))
        answer_question(v);
    else
        put(v, verdict->dispute.v != 0 ? verdict->dispute : v->inbound.dispute);
}

/* What we take, the same for every kind of partner. */
static void tell_policy(struct visit *v)
{
    struct ym_buf out;
    struct json_out w;

    ym_buf_init(&out, APP_RECEIPT_BYTES_MAX);
    w = json_out(&out);
    json_put_object(&w);
    json_put_key(&w, "kinds");
    json_put_array(&w);
    for (unsigned i = 0; i < APP_EXCHANGE_KIND_COUNT; i++)
        json_put_word(&w, app_exchange_kind_code(i));
    json_put_array_end(&w);
    json_add_int(&w, "max_bytes", APP_MESSAGE_BYTES_MAX);
    json_add_int(&w, "answer_hours", v->partner.answer_hours);
    json_put_object_end(&w);
    v->state = APP_MESSAGE_ACCEPTED;
    v->body = json_put_ok(&w) ? ym_arena_text(&v->arena, ym_buf_span(&out)) : v->body;
    ym_buf_release(&out);
    answer_question(v);
}

static void take(struct visit *v)
{
    struct exchange_front *f = v->front;
    struct exchange_handler *h = f->config.handlers->of[v->partner.kind];

    v->inbound = (struct exchange_inbound){ .partner = &v->partner,
                                            .verb = v->envelope.verb,
                                            .kind = v->envelope.kind,
                                            .name = v->arrival.name,
                                            .in_reply_to = v->envelope.in_reply_to,
                                            .dispute = v->envelope.dispute,
                                            .at = v->envelope.at,
                                            .now = v->arrival.now,
                                            .body = v->envelope.body };
    app_request_key(f->config.secrets, v->partner.code, YM_SPAN("exchange"), v->arrival.name,
                    v->rq.message.body, &v->inbound.key);
    if (v->envelope.verb == EXCHANGE_GET_POLICY)
        tell_policy(v);
    else if (h == NULL)
        put_refused(v, EXCHANGE_R_UNSUPPORTED, v->envelope.dispute);
    else
        h->ops->take(h, &v->inbound, on_taken, v);
}

/* The body of an intake is no envelope: it is whatever the channel's handler reads. */
static void read_intake(struct visit *v)
{
    v->envelope = (struct exchange_envelope){ .id = v->arrival.name,
                                              .verb = EXCHANGE_INTAKE,
                                              .partner = v->partner.code,
                                              .at = v->arrival.now,
                                              .kind = APP_EXCHANGE_INTAKE,
                                              .body = v->rq.message.body };
}

static void read_message(struct visit *v)
{
    struct ym_error why;
    struct exchange_envelope *e = &v->envelope;

    if (v->rq.is_intake) {
        read_intake(v);
        take(v);
        return;
    }
    if (exchange_read_envelope(v->rq.message.body, &v->arena, e, &why) != YM_E_OK) {
        *e = (struct exchange_envelope){ .kind = APP_EXCHANGE_OTHER };
        v->state = APP_MESSAGE_REFUSED;
        set_reason(v, EXCHANGE_R_MALFORMED);
        v->reason.en = ym_arena_text(&v->arena, ym_span_of(why.text));
        put(v, (struct ym_id){ 0 });
    } else if (!ym_span_is(e->id, v->arrival.name) || !ym_span_is(e->partner, v->partner.code)) {
        put_refused(v, EXCHANGE_R_MALFORMED, e->dispute);
    } else if (e->is_unreadable) {
        put_refused(v, EXCHANGE_R_UNKNOWN_DISPUTE, (struct ym_id){ 0 });
    } else {
        take(v);
    }
}

/* ---- Has it come before? ---- */

/* One row for each other body under this id, however often it is repeated. */
static void put_changed(struct visit *v)
{
    const unsigned char *print = v->arrival.print;
    const size_t most = APP_MESSAGE_NAME_MAX - CHANGED_LEN;
    const size_t n = v->arrival.name.n < most ? v->arrival.name.n : most;

    v->is_changed = true;
    (void)snprintf(v->name, sizeof(v->name), "%.*s#%02x%02x%02x%02x", (int)n, v->arrival.name.at,
                   print[0], print[1], print[2], print[3]);
    v->front->counts.changed++;
    v->envelope = (struct exchange_envelope){ .kind = APP_EXCHANGE_OTHER };
    put_refused(v, EXCHANGE_R_BODY_CHANGED, (struct ym_id){ 0 });
}

static void on_arrived(void *arg, enum ym_err err, enum app_arrived how, struct ym_span receipt)
{
    struct visit *v = arg;

    if (err != YM_E_OK) {
        refuse_unkept(v, err);
    } else if (how == APP_ARRIVED_BEFORE) {
        v->front->counts.repeated++;
        v->done(v->arg, YM_E_OK, receipt, "");
        leave(v);
    } else if (how == APP_ARRIVED_CHANGED) {
        put_changed(v);
    } else {
        read_message(v);
    }
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct visit *v = arg;
    struct exchange_front *f = v->front;
    struct app_exchange *x = f->config.exchange;
    struct ym_error why;

    if (err == YM_E_NOT_FOUND || (err == YM_E_OK && n != 1)) {
        f->counts.unknown++;
        refuse(v, YM_E_NOT_FOUND, "there is no partner with this code");
        return;
    }
    if (err != YM_E_OK) {
        refuse_unkept(v, err);
        return;
    }
    v->partner = *rows;
    if (exchange_verify(&v->rq.message, rows, now_of(v), &why) != YM_E_OK) {
        f->counts.forged++;
        refuse(v, YM_E_UNAUTHORIZED, why.text);
        return;
    }
    /* Whoever pauses a partner may doubt who holds its key: nothing that it says does anything. */
    if (!rows->is_active) {
        refuse(
            v, YM_E_UNAVAILABLE,
            "this partner is paused here and nothing is taken from it; keep the message and send "
            "it again, under the same id, when it is resumed");
        return;
    }
    if (!keep(v, &v->partner.code) || !keep(v, &v->partner.zh)) {
        refuse(v, YM_E_BUSY, "the message needs more memory than there is; send it again");
        return;
    }
    v->arrival = (struct app_arrival){ .partner = v->partner.id,
                                       .name = v->rq.message.id,
                                       .now = now_of(v) };
    v->arrival.bucket = app_arrival_bucket(f->config.secrets, v->partner.id, v->arrival.name);
    f->config.digest(v->rq.message.body, v->arrival.print);
    memcpy(v->name, v->arrival.name.at, v->arrival.name.n);
    v->name[v->arrival.name.n] = '\0';
    x->ops->arrive(x, &v->arrival, on_arrived, v);
}

/* ---- In ---- */

static struct visit *take_visit(struct exchange_front *f)
{
    for (size_t i = 0; i < EXCHANGE_INBOUND_MAX; i++) {
        struct visit *v = &f->visits[i];

        if (v->is_used)
            continue;
        if (!v->has_arena && !ym_arena_init(&v->arena, VISIT_ARENA))
            return NULL;
        v->has_arena = true;
        v->is_used = true;
        v->front = f;
        v->is_changed = false;
        v->settles = APP_MESSAGE_READY;
        v->state = APP_MESSAGE_REFUSED;
        v->reason = (struct app_exchange_reason){ .code = { NULL, 0 } };
        v->body = (struct ym_span){ NULL, 0 };
        return v;
    }
    return NULL;
}

bool exchange_front_take(struct exchange_front *f, const struct exchange_front_request *rq,
                         exchange_front_fn *done, void *arg)
{
    struct app_exchange *x = f->config.exchange;
    struct visit *v = take_visit(f);

    if (v == NULL)
        return false;
    v->rq = *rq;
    v->done = done;
    v->arg = arg;
    x->ops->partners(x, 0, rq->partner, on_partner, v);
    return true;
}

bool exchange_front_is_idle(const struct exchange_front *f)
{
    for (size_t i = 0; i < EXCHANGE_INBOUND_MAX; i++) {
        if (f->visits[i].is_used)
            return false;
    }
    return true;
}

void exchange_front_counted(const struct exchange_front *f, struct exchange_front_counts *ret)
{
    *ret = f->counts;
}

struct exchange_front *exchange_front_new(const struct exchange_front_config *config)
{
    struct exchange_front *f = calloc(1, sizeof(*f));

    if (f != NULL)
        f->config = *config;
    return f;
}

void exchange_front_free(struct exchange_front *f)
{
    if (f == NULL)
        return;
    for (size_t i = 0; i < EXCHANGE_INBOUND_MAX; i++) {
        assert(!f->visits[i].is_used);
        ym_arena_release(&f->visits[i].arena);
        ym_buf_release(&f->visits[i].receipt);
    }
    free(f);
}
