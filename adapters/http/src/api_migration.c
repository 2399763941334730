/* SPDX-License-Identifier: Apache-2.0 */
/* GET and POST /api/v1/migrations; GET of one and of those that stayed; POST …/pause, …/resume and
 * …/cancel. Who began a plan, and why, stands in it; every event that it makes names it. */
#include "api_migration.h"

#include <inttypes.h>

#define STAYS_LIMIT 100 /* of a page, unless the query says otherwise */

static struct api_op *begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || api->config.migrations != NULL)
        return op;
    api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no plans of migration");
    return NULL;
}

/* The number in the path; 0: answered already. */
static int32_t plan_of(struct api_op *op)
{
    int64_t plan;

    if (api_decimal(ym_http_param(op->rq, "plan"), 1, INT32_MAX, &plan))
        return (int32_t)plan;
    api_op_error(op, YM_E_NOT_FOUND, "plans are numbered from 1");
    return 0;
}

static void undone(struct api_op *op, enum ym_err err)
{
    if (err == YM_E_NOT_FOUND)
        api_op_error(op, err, "there is no such plan; GET /api/v1/migrations lists them");
    else if (err == YM_E_CONFLICT)
        api_op_error(op, err,
                     "%d plans are open, as many as may be, or another one was begun in this "
                     "moment: let them end, cancel one, or try again",
                     APP_MIGRATIONS_OPEN_MAX);
    else if (err == YM_E_KEY_REUSED)
        api_op_error(op, err, "this Idempotency-Key was used for another plan");
    else
        api_op_unread(op, err);
}

/* ---- Shapes ---- */

static void put_version(struct api_op *op, const char *key, uint16_t number)
{
    const struct ym_procedure *p = ym_procedures_get(op->api->config.procedures, number);
    struct json_out *w = &op->w;

    json_put_key(w, key);
    json_put_object(w);
    json_add_int(w, "number", number);
    json_add_word(w, "id", p != NULL ? p->id : "");
    json_add_word(w, "version", p != NULL ? p->version : "");
    json_put_object_end(w);
}

static void put_plan(struct api_op *op, const struct app_migration *m)
{
    struct json_out *w = &op->w;
    const struct ym_word *state = app_migration_state_word(m->state);

    json_put_object(w);
    json_add_int(w, "plan", m->plan);
    json_add_word(w, "state", state->code);
    json_add_word(w, "state_zh", state->zh);
    json_add_word(w, "state_en", state->en);
    put_version(op, "from", m->from);
    put_version(op, "to", m->to);
    json_add_raw(w, "names", m->map);
    json_add_text(w, "reason", m->reason);
    json_add_text(w, "by", m->by);
    json_add_bool(w, "open", m->only_open);
    json_add_int(w, "rate", m->rate);
    json_add_int64(w, "looked", m->looked);
    json_add_int64(w, "moved", m->moved);
    json_add_int64(w, "stayed", m->stayed);
    json_add_int64(w, "pending", m->pending);
    json_add_instant(w, "begun_at", m->begun_at);
    json_add_instant(w, "changed_at", m->changed_at);
    json_add_instant(w, "ended_at", m->ended_at);
    json_put_object_end(w);
}

/* A plan that is open keeps another from beginning; one that has ended comes to no other state. */
static void in_the_way(struct api_op *op, const struct app_migration *m, int status)
{
    const char *state = app_migration_state_word(m->state)->en;

    if (status == 201)
        api_op_error(op, YM_E_CONFLICT,
                     "plan %" PRId32 " is %s and moves disputes of that version already: %s",
                     m->plan, state, app_migration_way_out(m->state));
    else
        api_op_error(op, YM_E_CONFLICT, "plan %" PRId32 " is %s, and stays so", m->plan, state);
}

static void answer_one(struct api_op *op, enum ym_err err, const struct app_migration *rows,
                       size_t n, int status)
{
    if (err == YM_E_CONFLICT && n == 1) {
        in_the_way(op, rows, status);
        return;
    }
    if (err != YM_E_OK || n != 1) {
        undone(op, err != YM_E_OK ? err : YM_E_INTERNAL);
        return;
    }
    put_plan(op, rows);
    api_op_json(op, status);
}

static void on_one(void *arg, enum ym_err err, const struct app_migration *rows, size_t n)
{
    answer_one(arg, err, rows, n, 200);
}

static void on_begun(void *arg, enum ym_err err, const struct app_migration *rows, size_t n)
{
    answer_one(arg, err, rows, n, 201);
}

static void on_list(void *arg, enum ym_err err, const struct app_migration *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK) {
        undone(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < n; i++)
        put_plan(op, &rows[i]);
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

/* ---- Plans ---- */

void api_get_migrations(struct ym_http_request *rq, void *app)
{
    struct api_op *op = begin(app, rq);

    if (op != NULL)
        op->api->config.migrations->ops->list(op->api->config.migrations, 0, on_list, op);
}

void api_get_migration(struct ym_http_request *rq, void *app)
{
    struct api_op *op = begin(app, rq);
    const int32_t plan = op != NULL ? plan_of(op) : 0;

    if (plan != 0)
        op->api->config.migrations->ops->list(op->api->config.migrations, plan, on_one, op);
}

void api_post_migration(struct ym_http_request *rq, void *app)
{
    struct api_op *op = begin(app, rq);
    struct app_migration row;
    struct ym_request_key key;

    if (op == NULL || !api_migration_read(op, &row))
        return;
    row.by = ym_span_of(op->caller->name);
    app_request_key(op->api->config.secrets, row.by, rq->path,
                    rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], rq->body, &key);
    op->api->config.migrations->ops->begin(op->api->config.migrations, &row, &key, on_begun, op);
}

static void change(struct ym_http_request *rq, struct api *api, enum app_migration_state state)
{
    struct api_op *op = begin(api, rq);
    const int32_t plan = op != NULL ? plan_of(op) : 0;

    if (plan != 0)
        api->config.migrations->ops->change(api->config.migrations, plan, state, on_one, op);
}

void api_post_migration_pause(struct ym_http_request *rq, void *app)
{
    change(rq, app, APP_MIGRATION_PAUSED);
}

void api_post_migration_resume(struct ym_http_request *rq, void *app)
{
    change(rq, app, APP_MIGRATION_RUNNING);
}

void api_post_migration_cancel(struct ym_http_request *rq, void *app)
{
    change(rq, app, APP_MIGRATION_CANCELLED);
}

/* ---- Who stayed ---- */

static void put_why(struct json_out *w, struct ym_span why)
{
    const struct app_migration_why words = app_migration_why(why);

    json_add_text(w, "why", why);
    json_add_text(w, "zh", words.zh);
    json_add_text(w, "en", words.en);
}

static void on_stays(void *arg, enum ym_err err, const struct app_migration_stay *rows, size_t n)
{
    struct api_op *op = arg;
    struct json_out *w = &op->w;

    if (err != YM_E_OK) {
        undone(op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        api_put_number(w, rows[i].dispute);
        put_why(w, rows[i].why);
        json_add_instant(w, "at", rows[i].at);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    if (n > 0)
        json_add_int64(w, "next", rows[n - 1].dispute.v);
    else
        json_add_null(w, "next");
    json_put_object_end(w);
    api_op_json(op, 200);
}

void api_get_migration_stays(struct ym_http_request *rq, void *app)
{
    struct api_op *op = begin(app, rq);
    const int32_t plan = op != NULL ? plan_of(op) : 0;
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    const struct ym_span limit = ym_http_query(rq, "limit");
    int64_t after = 0;
    int64_t n = STAYS_LIMIT;

    if (plan == 0)
        return;
    if ((cursor.at != NULL && !api_decimal(cursor, 0, INT64_MAX, &after)) ||
        (limit.at != NULL && !api_decimal(limit, 1, APP_MIGRATION_STAYS_MAX, &n))) {
        api_op_error(op, YM_E_INVALID, "cursor takes next of the page before, limit 1 to %d",
                     APP_MIGRATION_STAYS_MAX);
        return;
    }
    op->api->config.migrations->ops->stays(op->api->config.migrations, plan,
                                           (struct ym_id){ after }, (size_t)n, on_stays, op);
}
