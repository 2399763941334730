/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/outside/orders and GET /api/v1/disputes/{id}/references. */
#include "api_outside.h"

#include "api_casefile.h"

/* ---- Shapes ---- */

void api_put_order_dispute(struct json_out *w, const char *key, struct ym_id dispute)
{
    if (dispute.v == 0) {
        json_add_null(w, key);
        return;
    }
    json_put_key(w, key);
    json_put_object(w);
    api_put_number(w, dispute);
    json_put_object_end(w);
}

static void put_tasks(struct json_out *w, uint32_t tasks)
{
    json_put_key(w, "tasks");
    json_put_array(w);
    for (unsigned i = 0; i < APP_TASK_COUNT; i++) {
        const struct ym_word *word = app_order_task_word(i);

        if ((tasks >> i & 1u) == 0)
            continue;
        json_put_named(w, word);
    }
    json_put_array_end(w);
}

void api_put_order(struct json_out *w, const struct app_order_row *row)
{
    struct app_likely likely[APP_LIKELY_MAX];

    json_add_int64(w, "id", row->id);
    json_add_text(w, "partner", row->partner);
    json_add_code(w, "channel", YM_VOCAB_CHANNEL, row->channel);
    json_add_text(w, "external_ref", row->reference);
    json_add_int(w, "revision", row->revision);
    json_add_optional(w, "external_type", row->kind);
    json_add_named(w, "state", app_order_state_word(row->state));
    json_add_code(w, "type", YM_VOCAB_TYPE, row->type);
    put_tasks(w, row->tasks);
    api_put_region(w, row->region);
    json_add_instant(w, "received_at", row->received_at);
    api_put_order_dispute(w, "dispute", row->dispute);
    json_add_optional(w, "cause_list", row->cause_list);
    json_add_optional(w, "cause", row->cause);
    json_add_int(w, "likely_count", (int64_t)app_likely_parse(row->likely, likely));
    json_add_instant(w, "done_at", row->done_at);
    json_add_optional(w, "done_by", row->done_by);
}

/* ---- The worklist ---- */

bool api_order_may(const struct app_caller *c, int64_t region)
{
    const struct app_scope scope = app_caller_scope(c);

    return scope.kind == APP_SCOPE_ALL ||
           (scope.kind == APP_SCOPE_REGION && region >= scope.lo && region <= scope.hi);
}

static void on_orders(void *arg, enum ym_err err, const struct app_order_row *rows, size_t n,
                      bool has_more)
{
    struct api_op *op = arg;
    struct json_out *w = &op->w;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        api_put_order(w, &rows[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    if (has_more)
        json_add_int64(w, "next", rows[n - 1].id);
    else
        json_add_null(w, "next");
    json_put_object_end(w);
    api_op_json(op, 200);
}

/* The range of the caller's region; false: it works off none. */
static bool take_scope(const struct app_caller *c, struct app_order_wish *wish)
{
    const struct app_scope scope = app_caller_scope(c);

    if (scope.kind == APP_SCOPE_ALL) {
        wish->region_hi = INT64_MAX;
        return true;
    }
    wish->region_lo = scope.lo;
    wish->region_hi = scope.hi;
    return scope.kind == APP_SCOPE_REGION;
}

void api_get_orders(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    struct app_order_wish wish = { .tasks = (UINT32_C(1) << APP_TASK_COUNT) - 1,
                                   .partner = ym_http_query(rq, "partner"),
                                   .limit = APP_ORDER_PAGE_MAX };
    const struct ym_span task = ym_http_query(rq, "task");
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    struct app_orders *orders;
    int found = 0;

    if (op == NULL)
        return;
    orders = op->api->config.orders;
    if (orders == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program takes no orders from outside");
        return;
    }
    if (task.at != NULL)
        found = app_order_task_find(task);
    if (task.at != NULL && found >= 0)
        wish.tasks = UINT32_C(1) << found;
    if (found < 0)
        api_op_error(op, YM_E_INVALID,
                     "task takes unfinished, classify, parties, numbers, duplicate, attached or "
                     "update");
    else if (cursor.at != NULL && !api_decimal(cursor, 1, INT64_MAX, &wish.after))
        api_op_error(op, YM_E_INVALID, "cursor takes only what next of the page before says");
    else if (!take_scope(op->caller, &wish))
        api_op_error(op, YM_E_FORBIDDEN,
                     "orders are worked off by who is responsible for a region");
    else
        orders->ops->list(orders, &wish, on_orders, op);
}

/* ---- The numbers of a dispute ---- */

static void on_references(void *arg, enum ym_err err, const struct app_reference_row *rows,
                          size_t n)
{
    struct api_file *f = arg;
    struct json_out *w = &f->op->w;

    if (err != YM_E_OK) {
        api_op_unread(f->op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        json_add_text(w, "partner", rows[i].partner);
        json_add_code(w, "channel", YM_VOCAB_CHANNEL, rows[i].channel);
        json_add_text(w, "external_ref", rows[i].reference);
        json_add_named(w, "how", app_reference_how_word(rows[i].how));
        json_add_int64(w, "order", rows[i].order);
        json_add_instant(w, "received_at", rows[i].received_at);
        json_add_bool(w, "wants_status", rows[i].wants_status);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
    api_op_json(f->op, 200);
}

static void read_references(struct api_file *f)
{
    struct app_orders *orders = f->op->api->config.orders;

    if (orders == NULL)
        api_op_error(f->op, YM_E_UNAVAILABLE, "this program takes no orders from outside");
    else
        orders->ops->references(orders, f->op->id, on_references, f);
}

void api_get_references(struct ym_http_request *rq, void *app)
{
    struct api_file *f = api_file_begin(app, rq);

    if (f != NULL)
        api_file_read(f, read_references);
}
