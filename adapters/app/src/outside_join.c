/* SPDX-License-Identifier: Apache-2.0 */
/* An order becomes a dispute, or joins one. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "outside_private.h"

/* ---- Registering ---- */

bool outside_request(struct outside_op *op)
{
    const struct app_outside_config *config = &op->o->config;
    const struct app_order *in = op->order;
    const ym_usec now = outside_now(op);
    const struct ym_procedure *p = ym_procedures_on(config->procedures, ym_day_of(now));
    struct ym_command *c = &op->request.cmd;
    const uint8_t channel = c->reg.channel;
    struct ym_error err;

    *c = (struct ym_command){
        .kind = YM_CMD_REGISTER,
        .deadline = YM_DEADLINE_NONE,
        .date = YM_DAY_NONE,
        .harm = in->harm,
        .urgency = in->urgency,
        .scope = in->scope,
        .at = now,
        .by = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE, .body = op->body, .region = op->region },
        .reg = { .procedure = p != NULL ? p->number : 0,
                 .type = op->type,
                 .channel = channel,
                 .source = (uint8_t)app_channel_source(channel),
                 .joint = in->joint,
                 .seats = in->nparties,
                 .region = op->region,
                 .body = op->body },
        .detail = in->detail
    };
    for (unsigned seat = 0; seat < in->nparties; seat++) {
        const uint8_t side = in->parties[seat].side;

        c->reg.claimants |= (uint32_t)(side == YM_SIDE_CLAIMANT) << seat;
        c->reg.respondents |= (uint32_t)(side == YM_SIDE_RESPONDENT) << seat;
    }
    if (p == NULL) {
        outside_fail(op, YM_E_UNAVAILABLE, "no procedure is valid today; ask the centre");
        return false;
    }
    if (app_references_check(config->directory, config->procedures, c, in->mistakes, &err) !=
        YM_E_OK) {
        outside_fail(op, err.code, "%s", err.text);
        return false;
    }
    return true;
}

static void on_registered(void *arg, const struct app_outcome *out)
{
    struct outside_op *op = arg;

    if (out->err == YM_E_DUPLICATE) {
        if (op->split != NULL && !op->uses_own_number) {
            op->uses_own_number = true;
            outside_go(op, OUTSIDE_REGISTER);
        } else {
            outside_go(op, OUTSIDE_FIRST);
        }
        return;
    }
    if (out->err != YM_E_OK) {
        op->out.refusal = out->refusal;
        outside_fail(op, out->err, "%s",
                     out->err == YM_E_REFUSED ? "the procedure does not admit this registration"
                                              : out->text);
        return;
    }
    op->was_replayed = out->replayed;
    op->out.dispute = out->event->dispute;
    op->out.type = op->type;
    op->out.state = op->split != NULL ? APP_ORDER_SPLIT : APP_ORDER_REGISTERED;
    outside_go(op, OUTSIDE_REFER);
}

/* The key is of partner and number alone: whatever falls between two steps, one order is one
 * dispute. */
static void make_key(struct outside_op *op)
{
    const struct ym_span where = op->split != NULL     ? YM_SPAN("/intake/split")
                                 : op->uses_own_number ? YM_SPAN("/intake/own")
                                                       : YM_SPAN("/intake");
    char order[24];

    (void)snprintf(order, sizeof(order), "%lld", (long long)op->out.order);
    app_request_key(op->o->config.secrets, op->order->partner, where,
                    op->split != NULL ? ym_span_of(order) : op->order->reference, YM_SPAN(""),
                    &op->request.key);
}

static struct ym_span number_of(struct outside_op *op)
{
    const struct app_order *in = op->order;

    if (!op->uses_own_number)
        return in->reference;
    (void)snprintf(op->number, sizeof(op->number), "%.*s:%.*s", (int)in->partner.n, in->partner.at,
                   (int)in->reference.n, in->reference.at);
    return ym_span_of(op->number);
}

void outside_register(struct outside_op *op)
{
    const struct app_outside_config *config = &op->o->config;
    const struct app_order *in = op->order;
    const struct ym_intake_words words = { .title = in->title,
                                           .description = in->description,
                                           .external_ref = number_of(op),
                                           .amount_fen = in->amount_fen,
                                           .nparties = in->nparties,
                                           .parties = in->parties };
    struct ym_error err;

    make_key(op);
    op->request.cmd.at = outside_now(op);
    if (app_desk_id(config->desk, &op->request.key, op->request.cmd.at, &op->request.dispute,
                    &err) != YM_E_OK ||
        app_desk_prepare(config->desk, &words, op->request.dispute, &op->arena, &op->intake,
                         &err) != YM_E_OK) {
        outside_fail(op, err.code, "%s", err.text);
        return;
    }
    op->request.intake = &op->intake;
    if (!app_submit(config->app, &op->request, on_registered, op))
        outside_fail(op, YM_E_BUSY, "more work is waiting than fits; send it again in a moment");
}

/* ---- A number that was registered before ---- */

static void on_first(void *arg, enum ym_err err, const struct app_list *list)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK || list->n == 0) {
        outside_unread(op, err != YM_E_OK ? err : YM_E_CONFLICT);
        return;
    }
    op->at = list->at[0].id;
    outside_go(op, OUTSIDE_OWNERS);
}

void outside_ask_first(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;
    const struct app_filter filter = { .scope = { .kind = APP_SCOPE_ALL },
                                       .colour = APP_ANY,
                                       .stage = APP_ANY,
                                       .type = APP_ANY,
                                       .is_open = APP_ANY,
                                       .external_ref = number_of(op),
                                       .channel = op->request.cmd.reg.channel,
                                       .limit = 1 };

    r->ops->list(r, &filter, on_first, op);
}

/* Two senders of one channel may count alike: what another one sent is another matter. What a
 * person registered under this number is the same. */
static void on_owners(void *arg, enum ym_err err, const struct app_reference_row *rows, size_t n)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    for (size_t i = 0; i < n && !op->uses_own_number; i++)
        op->uses_own_number = ym_span_is(rows[i].reference, op->order->reference) &&
                              !ym_span_is(rows[i].partner, op->order->partner);
    if (op->uses_own_number) {
        outside_go(op, OUTSIDE_REGISTER);
        return;
    }
    op->is_joined = true;
    op->out.state = APP_ORDER_ATTACHED;
    op->out.tasks |= APP_TASK(ATTACHED);
    outside_go(op, OUTSIDE_SURVIVOR);
}

void outside_ask_owners(struct outside_op *op)
{
    struct app_orders *s = op->o->config.orders;

    s->ops->references(s, op->at, on_owners, op);
}

/* ---- Where did a dispute go? ---- */

static void arrive(struct outside_op *op)
{
    op->out.dispute = op->at;
    outside_go(op, op->is_joined ? OUTSIDE_REFER : OUTSIDE_END);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct outside_op *op = arg;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    op->out.type = view->dispute.type;
    if (view->is_open || op->hops == APP_ORDER_HOPS) {
        arrive(op);
        return;
    }
    op->request.expect = view->dispute.version;
    outside_go(op, OUTSIDE_MERGED);
}

void outside_ask_survivor(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;

    if (op->at.v == 0)
        arrive(op);
    else
        r->ops->dispute(r, op->at, on_view, op);
}

static void on_events(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct outside_op *op = arg;
    struct ym_event event;

    if (err != YM_E_OK) {
        outside_unread(op, err);
        return;
    }
    for (size_t i = page->n; i > 0; i--) {
        if (page->at[i - 1].kind != YM_CMD_MERGE ||
            !op->o->config.decode(page->at[i - 1].payload, &event) ||
            !ym_id_valid((struct ym_id){ event.c.ref }))
            continue;
        op->hops++;
        op->at = (struct ym_id){ event.c.ref };
        outside_go(op, OUTSIDE_SURVIVOR);
        return;
    }
    arrive(op);
}

/* A merge ends a dispute: it stands among its last events. */
void outside_ask_merged(struct outside_op *op)
{
    struct app_reader *r = op->o->config.reader;
    const uint32_t version = op->request.expect;

    op->request.expect = 0;
    r->ops->events(r, op->at, version > APP_PAGE_MAX ? version - APP_PAGE_MAX : 0, APP_PAGE_MAX,
                   on_events, op);
}
