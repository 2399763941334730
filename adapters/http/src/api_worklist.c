/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/worklists: how much waits in each list of the caller's role, as far as he may see.
 * One list after the other, each counted up to APP_WORK_COUNT_MAX and no further. */
#include "api_private.h"
#include "api_query.h"
#include "app/work.h"

struct tally {
    struct api_op *op;
    int work; /* enum app_work: the list that is being counted */
    struct app_filter wishes;
};

static void count_next(struct tally *t);

static void end(struct tally *t)
{
    json_put_array_end(&t->op->w);
    json_add_int(&t->op->w, "stalled_days", api_rule_now(t->op->api, YM_OFFICE_STALLED));
    json_put_object_end(&t->op->w);
    api_op_json(t->op, 200);
}

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    struct tally *t = arg;
    const struct ym_word *word = app_work_word((enum app_work)t->work);
    struct json_out *w = &t->op->w;

    json_put_object(w);
    json_add_named(w, "work", word);
    if (err == YM_E_OK)
        json_add_int(w, "count", (int64_t)list->n);
    else
        json_add_null(w, "count"); /* it took too long: a number is no reason to fail the others */
    json_add_bool(w, "more", err == YM_E_OK && list->has_more);
    json_put_object_end(w);
    t->work++;
    count_next(t);
}

static void count_next(struct tally *t)
{
    const struct api_config *config = &t->op->api->config;
    const enum ym_role role = (enum ym_role)t->op->caller->actor.role;
    struct app_work_question q;

    while (t->work < APP_WORK_COUNT && !app_work_is_for((enum app_work)t->work, role))
        t->work++;
    if (t->work == APP_WORK_COUNT) {
        end(t);
        return;
    }
    app_work_ask(config->procedures, (enum app_work)t->work, role, api_now(t->op->api),
                 api_rule_now(t->op->api, YM_OFFICE_STALLED), &q);
    q.filter.scope = app_caller_scope(t->op->caller);
    q.filter.region_lo = t->wishes.region_lo;
    q.filter.region_hi = t->wishes.region_hi;
    q.filter.body = t->wishes.body;
    q.filter.limit = APP_WORK_COUNT_MAX;
    config->reader->ops->work(config->reader, &q, on_list, t);
}

void api_get_worklists(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    struct tally *t;

    if (op == NULL)
        return;
    t = ym_arena_alloc(&op->arena, 1, sizeof(*t));
    if (t == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for the counts; try again in a moment");
        return;
    }
    t->op = op;
    if (!api_query_region(rq, "region", &t->wishes.region_lo, &t->wishes.region_hi) ||
        !api_query_ref(rq, "body", &t->wishes.body)) {
        api_op_error(op, YM_E_INVALID, "region takes a division code, body a number");
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    count_next(t);
}
