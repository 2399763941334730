/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/outside/orders/{order}/settle and …/split: what a person does with an order. */
#include "api_outside.h"

#include "json/read.h"

#define TASK_CHARS_MAX 20

/* ---- Ending tasks ---- */

static void read_tasks(struct api_order *o, struct json_at *root)
{
    const struct json_at tasks = json_member(root, "tasks");

    (void)json_array(&tasks, 1, APP_TASK_COUNT);
    for (struct json_at it = { 0 }; json_next(&tasks, &it);) {
        const int task = app_order_task_find(json_get_line(&it, 1, TASK_CHARS_MAX));

        if (task < 0) {
            json_refuse(&it, YM_E_UNPROCESSABLE,
                        "takes unfinished, classify, parties, numbers, duplicate, attached or "
                        "update");
            return;
        }
        o->tasks |= UINT32_C(1) << task;
    }
}

static enum ym_err read_settle(struct api_order *o, struct ym_error *reterr)
{
    struct ym_mistakes *mistakes = &o->op->api->mistakes;
    struct json_doc *doc;
    struct json_at root, note;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(o->op->rq->body, API_OUTSIDE_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    read_tasks(o, &root);
    note = json_member(&root, "note");
    o->note = ym_arena_text(&o->op->arena, json_get_text(&note, 1, APP_ORDER_NOTE_CHARS));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

static void answer_mistakes(struct api_order *o, struct ym_error *err)
{
    const struct ym_mistakes *mistakes = &o->op->api->mistakes;

    if (mistakes->n > 0) {
        json_put_object(&o->op->w);
        api_put_mistakes(&o->op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&o->op->w);
    }
    api_op_problem(o->op, err);
}

static void on_settled(void *arg, enum ym_err err)
{
    struct api_order *o = arg;

    if (err == YM_E_CONFLICT) {
        api_op_error(o->op, err,
                     "none of these tasks is open: somebody has ended them; load the order again");
        return;
    }
    if (err != YM_E_OK) {
        api_op_unread(o->op, err);
        return;
    }
    o->row.tasks &= ~o->tasks;
    o->row.done_at = api_now(o->op->api);
    o->row.done_by = ym_span_of(o->op->caller->name);
    json_put_object(&o->op->w);
    api_put_order(&o->op->w, &o->row);
    json_put_object_end(&o->op->w);
    api_op_json(o->op, 200);
}

static void settle(struct api_order *o)
{
    const struct api_config *config = &o->op->api->config;
    struct app_order_settling what = { .order = o->id,
                                       .tasks = o->tasks,
                                       .now = api_now(o->op->api),
                                       .by = ym_span_of(o->op->caller->name) };
    char room[APP_ORDER_LABEL_MAX];
    struct ym_error err;

    if (config->secrets->seal(config->secrets->ring, app_order_label(o->id, "note", room), o->note,
                              &o->op->arena, &what.note, &err) != YM_E_OK)
        api_op_problem(o->op, &err);
    else
        config->orders->ops->settle(config->orders, &what, on_settled, o);
}

void api_post_order_settle(struct ym_http_request *rq, void *app)
{
    struct api_order *o = api_order_begin(app, rq);
    struct ym_error err;

    if (o == NULL)
        return;
    if (read_settle(o, &err) != YM_E_OK)
        answer_mistakes(o, &err);
    else
        api_order_read(o, settle);
}

/* ---- Parting ---- */

static void on_split(void *arg, const struct app_order_outcome *out)
{
    struct api_order *o = arg;

    if (out->err != YM_E_OK) {
        api_op_error(o->op, out->err, "%s", out->text);
        return;
    }
    o->row.state = out->state;
    o->row.tasks = out->tasks;
    o->row.type = out->type;
    o->row.dispute = out->dispute;
    json_put_object(&o->op->w);
    api_put_order(&o->op->w, &o->row);
    json_put_object_end(&o->op->w);
    api_op_json(o->op, 200);
}

static void split(struct api_order *o)
{
    if (o->row.state == APP_ORDER_SPLIT) { /* the same request again */
        json_put_object(&o->op->w);
        api_put_order(&o->op->w, &o->row);
        json_put_object_end(&o->op->w);
        api_op_json(o->op, 200);
    } else if (o->row.state != APP_ORDER_ATTACHED || o->row.dispute.v == 0) {
        api_op_error(o->op, YM_E_CONFLICT,
                     "this order stands for a dispute of its own: there is nothing to part");
    } else if (!o->has_content) {
        api_op_error(o->op, YM_E_UNAVAILABLE,
                     "what this order says cannot be opened; tell the administrator");
    } else if (!app_outside_split(o->op->api->config.outside, &o->row, &o->content, on_split, o)) {
        api_op_error(o->op, YM_E_BUSY, "too many orders are under way; try again in a moment");
    }
}

void api_post_order_split(struct ym_http_request *rq, void *app)
{
    struct api_order *o = api_order_begin(app, rq);

    if (o != NULL)
        api_order_read(o, split);
}
