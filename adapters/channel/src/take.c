/* SPDX-License-Identifier: Apache-2.0 */
/* A work order comes in. */
#include <assert.h>

#include "exchange/front.h"
#include "json/write.h"
#include "private.h"
#include "yima/number.h"

_Static_assert(CHANNEL_TAKES_MAX >= EXCHANGE_INBOUND_MAX, "one for each that the front lets in");

static void give_back(struct channel_take *t)
{
    struct channel *c = t->c;

    ym_arena_reset(&t->arena);
    ym_buf_clear(&t->body);
    t->next = c->free_takes;
    c->free_takes = t;
}

static void answer(struct channel_take *t, enum ym_err err, struct exchange_verdict *verdict)
{
    if (err == YM_E_OK && !ym_buf_ok(&t->body))
        err = YM_E_INTERNAL;
    verdict->body = ym_buf_span(&t->body);
    t->done(t->arg, err, err == YM_E_OK ? verdict : NULL);
    give_back(t);
}

/* ---- What is wrong with it ---- */

static void put_errors(struct channel_take *t)
{
    struct json_out w = json_out(&t->body);

    json_put_object(&w);
    json_put_key(&w, "errors");
    json_put_array(&w);
    for (size_t i = 0; i < t->mistakes.n; i++) {
        const struct ym_mistake *m = &t->mistakes.at[i];

        if (t->body.n > CHANNEL_BODY_MAX - 2 * YM_MISTAKE_TEXT_MAX)
            break;
        json_put_object(&w);
        json_add_word(&w, "pointer", m->place);
        json_add_word(&w, "code", m->code);
        json_add_word(&w, "text", m->text);
        json_put_object_end(&w);
    }
    json_put_array_end(&w);
    json_put_object_end(&w);
}

/* The sender's mistake: a refusal that stands on record. */
static void refuse(struct channel_take *t, const char *text)
{
    struct exchange_verdict verdict = {
        .state = APP_MESSAGE_REFUSED,
        .words = { .code = YM_SPAN("malformed"),
                   .zh = YM_SPAN("工单内容不合要求，请按所列位置更正后以新的消息编号重新发送"),
                   .en = ym_span_of(text) }
    };

    put_errors(t);
    answer(t, YM_E_OK, &verdict);
}

/* ---- What came of it ---- */

static void put_outcome(struct channel_take *t, const struct app_order_outcome *out)
{
    struct json_out w = json_out(&t->body);
    char number[YM_NUMBER_TEXT_MAX];
    char compact[YM_NUMBER_COMPACT_MAX];

    ym_number_print(out->dispute, number);
    ym_number_compact(out->dispute, compact);
    json_put_object(&w);
    json_add_text(&w, "external_ref", t->order.reference);
    json_add_word(&w, "outcome", app_order_state_word(out->state)->code);
    json_add_bool(&w, "known", out->is_known);
    json_add_word(&w, "dispute", compact);
    json_add_word(&w, "number", number);
    json_add_code(&w, "type", YM_VOCAB_TYPE, out->type);
    json_put_key(&w, "tasks");
    json_put_array(&w);
    for (unsigned i = 0; i < APP_TASK_COUNT; i++) {
        if ((out->tasks >> i & 1u) != 0)
            json_put_word(&w, app_order_task_word(i)->code);
    }
    json_put_array_end(&w);
    json_put_object_end(&w);
}

static bool is_theirs(enum ym_err err)
{
    return err == YM_E_INVALID || err == YM_E_UNPROCESSABLE || err == YM_E_TOO_LARGE ||
           err == YM_E_REFUSED || err == YM_E_FORBIDDEN;
}

static void on_taken(void *arg, const struct app_order_outcome *out)
{
    struct channel_take *t = arg;
    struct exchange_verdict verdict = { .state = APP_MESSAGE_ACCEPTED };

    if (out->err != YM_E_OK) {
        if (is_theirs(out->err))
            refuse(t, out->text);
        else
            answer(t, out->err == YM_E_CONFLICT ? YM_E_BUSY : out->err, &verdict);
        return;
    }
    if (out->dispute.v == 0) {
        answer(t, YM_E_INTERNAL, &verdict);
        return;
    }
    verdict.dispute = out->dispute;
    put_outcome(t, out);
    answer(t, YM_E_OK, &verdict);
}

/* ---- Taking ---- */

/* What can be said at once is said a turn later: nobody is answered before his call returns. */
static void on_turn(void *arg, enum ym_err err, const struct app_class *class)
{
    struct channel_take *t = arg;
    struct exchange_verdict none = { .state = APP_MESSAGE_PENDING };

    (void)class;
    if (t->late != YM_E_OK)
        answer(t, t->late, &none);
    else if (err != YM_E_OK && err != YM_E_NOT_FOUND)
        answer(t, err, &none);
    else
        refuse(t, t->error.text);
}

static void answer_later(struct channel_take *t)
{
    struct app_orders *orders = t->c->config.orders;

    orders->ops->class_of(orders, t->order.partner, YM_SPAN(""), 0, on_turn, t);
}

/* The pace of a partner; there is room for as many as there may be. */
static struct channel_pace *pace_of(struct channel *c, int64_t partner)
{
    size_t i = 0;

    while (i < APP_PARTNERS_MAX - 1 && c->paces[i].partner != 0 && c->paces[i].partner != partner)
        i++;
    c->paces[i].partner = partner;
    return &c->paces[i];
}

void channel_take(struct exchange_handler *h, const struct exchange_inbound *in,
                  exchange_taken_fn *done, void *arg)
{
    struct channel *c = channel_of(h);
    struct channel_take *t = c->free_takes;
    enum ym_err err;

    assert(t != NULL); /* there are as many as the front lets in */
    c->free_takes = t->next;
    t->done = done;
    t->arg = arg;
    t->late = YM_E_OK;
    ym_mistakes_clear(&t->mistakes);
    t->order = (struct app_order){ .partner = in->partner->code };
    if (!channel_pace_take(pace_of(c, in->partner->id), in->now)) {
        t->late = YM_E_THROTTLED;
        answer_later(t);
        return;
    }
    err = channel_order_read(in->body, in->now, &t->arena, &t->order, &t->mistakes, &t->error);
    t->order.partner = in->partner->code;
    if (err == YM_E_OK && app_outside_take(c->config.outside, &t->order, on_taken, t))
        return;
    if (err == YM_E_OK)
        t->late = YM_E_BUSY;
    answer_later(t);
}
