/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outside_private.h"

struct app_outside *app_outside_new(const struct app_outside_config *config)
{
    struct app_outside *o = calloc(1, sizeof(*o));

    if (o == NULL)
        return NULL;
    o->config = *config;
    o->ops = calloc(APP_ORDERS_AT_ONCE, sizeof(*o->ops));
    for (size_t i = 0; o->ops != NULL && i < APP_ORDERS_AT_ONCE; i++) {
        struct outside_op *op = &o->ops[i];

        if (!ym_arena_init(&op->arena, OUTSIDE_ARENA_BYTES)) {
            app_outside_free(o);
            return NULL;
        }
        op->o = o;
        op->next = o->free;
        o->free = op;
    }
    if (o->ops == NULL) {
        free(o);
        return NULL;
    }
    return o;
}

void app_outside_free(struct app_outside *o)
{
    if (o == NULL)
        return;
    for (size_t i = 0; i < APP_ORDERS_AT_ONCE; i++)
        ym_arena_release(&o->ops[i].arena);
    free(o->ops);
    free(o);
}

ym_usec outside_now(const struct outside_op *op)
{
    return op->o->config.now(op->o->config.now_arg);
}

uint32_t outside_rule(const struct outside_op *op, enum ym_office_key key)
{
    return ym_office_value(op->o->config.office, key, ym_day_of(outside_now(op)));
}

/* ---- The end ---- */

static void finish(struct outside_op *op)
{
    struct app_outside *o = op->o;
    app_order_done_fn *const done = op->done;
    void *const arg = op->arg;
    struct ym_error error = op->error;
    struct app_order_outcome out = op->out;

    out.text = error.text;
    ym_arena_reset(&op->arena);
    op->next = o->free;
    o->free = op;
    done(arg, &out);
}

void outside_fail(struct outside_op *op, enum ym_err err, const char *format, ...)
{
    va_list args;

    assert(err != YM_E_OK);
    va_start(args, format);
    (void)vsnprintf(op->error.text, sizeof(op->error.text), format, args);
    va_end(args);
    op->out.err = err;
    finish(op);
}

void outside_unread(struct outside_op *op, enum ym_err err)
{
    outside_fail(op, err == YM_E_OK ? YM_E_INTERNAL : err,
                 "the database did not answer; send the same order again in a moment");
}

/* ---- The class ---- */

static void keep_text(char *room, struct ym_span text)
{
    const size_t n = text.n < OUTSIDE_CAUSE_MAX ? text.n : 0; /* a longer one is no cause */

    if (n > 0)
        memcpy(room, text.at, n);
    room[n] = '\0';
}

static void take_class(struct outside_op *op, const struct app_class *class)
{
    op->days = class->days != 0 ? class->days : (int16_t)outside_rule(op, YM_OFFICE_ORDER_DOUBLE);
    if (op->body == 0)
        op->body = class->body;
    if (op->order->channel == APP_ANY)
        op->request.cmd.reg.channel = class->channel;
    if (op->order->type != APP_ANY)
        return;
    op->type = class->type;
    if (!class->is_mapped) {
        op->type = YM_TYPE_OTHER;
        op->out.tasks |= APP_TASK(CLASSIFY);
        return;
    }
    keep_text(op->cause_list, class->cause_list);
    keep_text(op->cause, class->cause);
}

/* Where nobody said where: where its receiver is. An unknown one is told as such later. */
static int64_t region_of(const struct outside_op *op)
{
    struct app_directory *d = op->o->config.directory;
    struct app_body_entry body;

    return d->ops->body(d, op->body, &body) ? body.region : 0;
}

static void on_class(void *arg, enum ym_err err, const struct app_class *class)
{
    static const struct app_class none = { .days = 0 };
    struct outside_op *op = arg;

    if (err == YM_E_NOT_FOUND && op->order->channel == APP_ANY) {
        outside_fail(op, YM_E_UNPROCESSABLE,
                     "this partner has no table of classes, which says what channel it is: let an "
                     "administrator import one (yima partner map import)");
        return;
    }
    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        outside_unread(op, err);
        return;
    }
    take_class(op, err == YM_E_OK ? class : &none);
    if (op->region == 0)
        op->region = region_of(op);
    if (outside_request(op))
        outside_go(op, op->split != NULL ? OUTSIDE_REGISTER : OUTSIDE_TAKE);
}

static void ask_class(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;

    s->ops->class_of(s, op->order->partner, op->order->kind, ym_day_of(outside_now(op)), on_class,
                     op);
}

/* ---- Taking down ---- */

/* Another content under a number that is known. */
static void take_update(struct outside_op *op, const struct app_order_row *first)
{
    op->out.dispute = op->at = first->dispute;
    op->out.state = APP_ORDER_UPDATE;
    op->out.tasks = APP_TASK(UPDATE);
    outside_go(op, OUTSIDE_SURVIVOR);
}

static void on_newest(void *arg, enum ym_err err, const struct app_order_row *rows, size_t n,
                      bool has_more)
{
    struct outside_op *op = arg;
    const struct app_order_row *first = &rows[0];
    const struct app_order_row *newest = n > 0 ? &rows[n - 1] : NULL;

    (void)has_more;
    if (err != YM_E_OK || n == 0) {
        outside_unread(op, err);
        return;
    }
    if (memcmp(newest->digest, op->digest, sizeof(op->digest)) != 0) {
        outside_fail(op, YM_E_CONFLICT,
                     "another content under this number is being taken just now, or there are as "
                     "many as may be (%d): send it again in a moment, else ask the centre",
                     APP_ORDER_REVISIONS);
        return;
    }
    op->first = first->id;
    op->is_first_open = newest->id != first->id && first->state == APP_ORDER_TAKEN;
    op->out.is_known = newest->id != op->out.order;
    op->out.order = newest->id;
    op->out.revision = newest->revision;
    if (newest->state != APP_ORDER_TAKEN) {
        op->out.state = newest->state;
        op->out.tasks = newest->tasks;
        op->out.dispute = newest->dispute;
        op->out.type = newest->type;
        outside_go(op, OUTSIDE_DONE);
    } else if (newest->id != first->id && first->state != APP_ORDER_TAKEN) {
        take_update(op, first);
    } else {
        outside_seek_prepare(op);
        outside_go(op, OUTSIDE_PHONES);
    }
}

static void ask_newest(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;

    s->ops->newest(s, op->order->partner, op->order->reference, on_newest, op);
}

static void on_taken(void *arg, enum ym_err err)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK)
        outside_unread(op, err);
    else
        outside_go(op, OUTSIDE_NEWEST);
}

static void take_down(struct outside_op *op)
{
    const struct app_outside_config *config = &op->o->config;
    const struct app_order *in = op->order;
    const ym_usec now = outside_now(op);
    struct app_order_row row = { .channel = op->request.cmd.reg.channel,
                                 .state = APP_ORDER_TAKEN,
                                 .type = op->type,
                                 .wants_status = in->wants_status,
                                 .tasks = APP_TASK(UNFINISHED),
                                 .region = op->region,
                                 .received_at = now,
                                 .partner = in->partner,
                                 .reference = in->reference,
                                 .kind = in->kind };
    char room[APP_ORDER_LABEL_MAX];

    row.id = op->out.order = app_order_id(config->secrets, in->partner, in->reference, now);
    app_order_digest(config->secrets, in, row.digest);
    memcpy(op->digest, row.digest, sizeof(op->digest));
    if (config->secrets->seal(config->secrets->ring, app_order_label(row.id, "payload", room),
                              in->payload, &op->arena, &row.payload, &op->error) != YM_E_OK)
        outside_fail(op, YM_E_UNAVAILABLE, "the order could not be sealed; send it again later");
    else
        config->orders->ops->take(config->orders, &row, on_taken, op);
}

/* ---- Putting down what came of it ---- */

static void on_end(void *arg, enum ym_err err)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK)
        outside_unread(op, err);
    else if (op->step == OUTSIDE_END && op->is_first_open)
        outside_go(op, OUTSIDE_END_FIRST);
    else
        outside_go(op, OUTSIDE_DONE);
}

/* Of two contents the first stands for the dispute. What the second says is in the dispute when it
 * was registered just now, else a person has to look. */
static void put_end(struct outside_op *op, int64_t order)
{
    struct app_orders *s = op->o->config.orders;
    struct app_order_end end = { .order = order,
                                 .state = op->out.state,
                                 .type = op->type,
                                 .dispute = op->out.dispute,
                                 .tasks = op->out.tasks,
                                 .cause_list = ym_span_of(op->cause_list),
                                 .cause = ym_span_of(op->cause),
                                 .likely = op->likely };

    if (op->step == OUTSIDE_END && op->is_first_open) {
        end.state = APP_ORDER_UPDATE;
        end.tasks = op->was_replayed ? APP_TASK(UPDATE) : 0;
    }
    s->ops->end(s, &end, on_end, op);
}

static void remember_all(struct outside_op *op)
{
    op->phone = 0;
    outside_go(op, OUTSIDE_REMEMBER);
}

static void on_referred(void *arg, enum ym_err err)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK)
        outside_unread(op, err);
    else if (op->split != NULL && op->step == OUTSIDE_REFER)
        outside_go(op, OUTSIDE_UNREFER);
    else
        remember_all(op);
}

static void refer(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;
    struct app_reference_row row = { .dispute = op->out.dispute,
                                     .partner = op->order->partner,
                                     .reference = op->order->reference,
                                     .channel = op->request.cmd.reg.channel,
                                     .how = op->is_joined ? APP_HOW_ATTACHED : APP_HOW_REGISTERED,
                                     .order = op->first,
                                     .received_at = outside_now(op),
                                     .wants_status = op->order->wants_status };

    if (op->step == OUTSIDE_REFER) {
        s->ops->refer(s, &row, on_referred, op);
        return;
    }
    row.dispute = op->split->dispute;
    s->ops->unrefer(s, &row, on_referred, op);
}

static void on_remembered(void *arg, enum ym_err err)
{
    struct outside_op *op = arg;

    op->phone++;
    if (err != YM_E_OK)
        outside_unread(op, err);
    else
        outside_go(op, OUTSIDE_REMEMBER);
}

static void remember(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;

    if (op->phone >= op->nphones)
        outside_go(op, OUTSIDE_END);
    else
        s->ops->put_phone(s, op->phones[op->phone], op->out.dispute, outside_now(op), on_remembered,
                          op);
}

/* ---- Running ---- */

void outside_go(struct outside_op *op, enum outside_step step)
{
    op->step = step;
    switch (step) {
    case OUTSIDE_CLASS:
        ask_class(op);
        break;
    case OUTSIDE_TAKE:
        take_down(op);
        break;
    case OUTSIDE_NEWEST:
        ask_newest(op);
        break;
    case OUTSIDE_PHONES:
        outside_ask_phones(op);
        break;
    case OUTSIDE_IDENTITIES:
        outside_ask_identities(op);
        break;
    case OUTSIDE_NEARBY:
        outside_ask_nearby(op);
        break;
    case OUTSIDE_LOOK:
        outside_look(op);
        break;
    case OUTSIDE_REGISTER:
        outside_register(op);
        break;
    case OUTSIDE_FIRST:
        outside_ask_first(op);
        break;
    case OUTSIDE_OWNERS:
        outside_ask_owners(op);
        break;
    case OUTSIDE_SURVIVOR:
        outside_ask_survivor(op);
        break;
    case OUTSIDE_MERGED:
        outside_ask_merged(op);
        break;
    case OUTSIDE_REFER:
    case OUTSIDE_UNREFER:
        refer(op);
        break;
    case OUTSIDE_REMEMBER:
        remember(op);
        break;
    case OUTSIDE_END:
        put_end(op, op->out.order);
        break;
    case OUTSIDE_END_FIRST:
        put_end(op, op->first);
        break;
    case OUTSIDE_DONE:
        finish(op);
        break;
    }
}

static struct outside_op *take_op(struct app_outside *o, const struct app_order *order,
                                  app_order_done_fn *done, void *arg)
{
    struct outside_op *op = o->free;
    struct ym_arena arena;

    if (op == NULL)
        return NULL;
    o->free = op->next;
    arena = op->arena;
    *op = (struct outside_op){ .o = o, .arena = arena, .order = order, .done = done, .arg = arg };
    op->out.tasks = order->tasks;
    op->type = order->type;
    op->region = order->region;
    op->body = order->body;
    op->request.cmd.reg.channel = order->channel;
    return op;
}

bool app_outside_take(struct app_outside *o, const struct app_order *order, app_order_done_fn *done,
                      void *arg)
{
    struct outside_op *op = take_op(o, order, done, arg);

    if (op == NULL)
        return false;
    outside_go(op, OUTSIDE_CLASS);
    return true;
}

bool app_outside_split(struct app_outside *o, const struct app_order_row *row,
                       const struct app_order *order, app_order_done_fn *done, void *arg)
{
    struct outside_op *op;

    assert(row->state == APP_ORDER_ATTACHED && row->dispute.v != 0);
    op = take_op(o, order, done, arg);
    if (op == NULL)
        return false;
    op->split = row;
    op->first = op->out.order = row->id;
    op->out.revision = row->revision;
    outside_go(op, OUTSIDE_CLASS);
    return true;
}
