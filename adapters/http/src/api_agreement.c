/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/agreement: the agreement as the whole history tells it. */
#include "api_agreement.h"
#include "app/casefile.h"
#include "json/event.h"
#include "json/said.h"

_Static_assert(API_OP_ARENA_BYTES >= JSON_SAID_ARENA_BYTES, "the words of an event fit");
_Static_assert(API_OP_ARENA_BYTES >= JSON_COMMAND_ARENA_BYTES + JSON_SAID_ARENA_BYTES,
               "a draft and its words fit");

static void ask_page(struct api_op *op);

/* told first answers, then what it told of is given back: op itself may be in other hands by
 * then. */
static void end(struct api_op *op)
{
    struct app_agreement known = op->bond.known;

    if (known.is_short)
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the agreement; try again in a moment");
    else
        op->bond.told(op);
    app_agreement_release(&known);
}

static bool take_event(struct api_op *op, const struct app_event *e)
{
    struct ym_event ev;
    struct ym_said said;

    ym_arena_reset(&op->arena);
    return json_event_decode(e->payload, &ev) && json_said_read(ev.c.detail, &op->arena, &said) &&
           app_agreement_feed(&op->bond.known, &ev, &said);
}

static bool is_over(const struct api_op *op)
{
    return op->bond.known.dispute.version >= op->bond.version;
}

static void on_page(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct api_op *op = arg;

    for (size_t i = 0; err == YM_E_OK && i < page->n && !is_over(op); i++) {
        if (!take_event(op, &page->at[i]))
            err = YM_E_INTERNAL;
    }
    if (err != YM_E_OK) {
        app_agreement_release(&op->bond.known);
        api_op_unread(op, err);
    } else if (page->n == 0 || is_over(op)) {
        end(op);
    } else {
        ask_page(op);
    }
}

static void ask_page(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;

    r->ops->events(r, op->id, op->bond.known.dispute.version, APP_PAGE_MAX, on_page, op);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    op->bond.version = v->dispute.version;
    api_etag_reply(op->rq, v->dispute.version);
    app_agreement_init(&op->bond.known, op->api->config.procedures);
    ask_page(op);
}

void api_agreement_gather(struct api_op *op, void (*told)(struct api_op *op))
{
    struct app_reader *r = op->api->config.reader;

    op->bond.told = told;
    r->ops->dispute(r, op->id, on_view, op);
}

static void tell(struct api_op *op)
{
    json_put_object(&op->w);
    api_put_agreement(op);
    json_put_object_end(&op->w);
    if (op->bond.known.nversions > 0)
        api_op_logged(op, APP_SIGHT_EVENTS);
    else
        api_op_json(op, 200);
}

void api_get_agreement(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op != NULL)
        api_agreement_gather(op, tell);
}
