/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/subscriptions/{id}/deliveries, POST …/redrive, …/skip and …/ping: what is on its way
 * to an endpoint, what is dead and why, and what is done about it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api_subscription.h"
#include "app/deliver.h"
#include "yima/number.h"

/* ---- The list ---- */

static const char *state_of(const struct app_delivery_row *r)
{
    if (r->is_dead)
        return "dead";
    if (r->leased_until != YM_USEC_NONE)
        return "sending";
    if (r->next_at == YM_USEC_NONE)
        return "waiting"; /* behind an earlier one of its dispute */
    return r->d.attempts > 0 ? "retrying" : "due";
}

static void put_row(struct json_out *w, const struct app_delivery_row *r)
{
    char id[APP_MESSAGE_ID_MAX];

    app_deliver_message_id(&r->d, id);
    json_put_object(w);
    json_add_word(w, "message_id", id);
    json_put_key(w, "dispute");
    json_put_object(w);
    api_put_number(w, r->d.dispute);
    json_put_object_end(w);
    json_add_int(w, "version", r->d.seq);
    json_add_code(w, "command", YM_VOCAB_COMMAND, r->d.kind);
    json_add_codes(w, "topics", YM_VOCAB_TOPIC, r->d.topics);
    json_add_word(w, "state", state_of(r));
    json_add_int(w, "attempts", r->d.attempts);
    json_add_instant(w, "happened_at", r->d.at);
    json_add_instant(w, "tried_at", r->tried_at);
    json_add_instant(w, "next_at", r->next_at);
    json_add_int(w, "status", r->status);
    json_add_text(w, "error", r->error);
    json_put_object_end(w);
}

static void on_page(void *arg, enum ym_err err, const struct app_delivery_page *page)
{
    struct api_op *op = arg;
    char cursor[APP_MESSAGE_ID_MAX];

    if (err != YM_E_OK) {
        api_op_undone(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < page->n; i++)
        put_row(&op->w, &page->at[i]);
    json_put_array_end(&op->w);
    if (page->has_more && page->n > 0) {
        app_deliver_message_id(&page->at[page->n - 1].d, cursor);
        json_add_word(&op->w, "next", cursor);
    } else {
        json_add_null(&op->w, "next");
    }
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

/* The cursor is the message id of the last row seen. */
static bool read_cursor(struct ym_span text, struct app_delivery_filter *f)
{
    size_t n = 0;
    int64_t seq;

    while (n < text.n && text.at[n] != '.')
        n++;
    if (n == text.n || api_id_parse((struct ym_span){ text.at, n }, &f->after, NULL) != YM_E_OK ||
        !api_decimal((struct ym_span){ text.at + n + 1, text.n - n - 1 }, 1, YM_VERSION_MAX, &seq))
        return false;
    f->after_seq = (uint32_t)seq;
    return true;
}

static const char *read_filter(const struct ym_http_request *rq, struct app_delivery_filter *f)
{
    const struct ym_span dead = ym_http_query(rq, "dead");
    const struct ym_span limit = ym_http_query(rq, "limit");
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    int64_t n = 50;
    bool is_dead;

    f->is_dead = APP_ANY;
    if (dead.at != NULL) {
        if (!api_bool(dead, &is_dead))
            return "dead takes true or false";
        f->is_dead = is_dead;
    }
    if (limit.at != NULL && !api_decimal(limit, 1, APP_DELIVERY_PAGE_MAX, &n))
        return "limit takes 1 to 200";
    f->limit = (unsigned)n;
    if (cursor.at != NULL && !read_cursor(cursor, f))
        return "cursor takes only what next of the page before says";
    return NULL;
}

void api_get_deliveries(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_delivery_filter f = { .limit = 50 };
    struct api_op *op = api_op_on_subscription(api, rq, &f.subscription);
    const char *wrong;

    if (op == NULL)
        return;
    wrong = read_filter(rq, &f);
    if (wrong != NULL)
        api_op_error(op, YM_E_INVALID, "%s", wrong);
    else
        api->config.subscriptions->ops->deliveries(api->config.subscriptions, &f, on_page, op);
}

/* ---- Redrive and skip ---- */

static void answer_count(struct api_op *op, const char *key, int64_t n)
{
    json_put_object(&op->w);
    json_add_int(&op->w, key, n);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static void on_redriven(void *arg, enum ym_err err, int64_t n)
{
    if (err != YM_E_OK)
        api_op_undone(arg, err);
    else
        answer_count(arg, "redriven", n);
}

static void on_skipped(void *arg, enum ym_err err, int64_t n)
{
    if (err != YM_E_OK)
        api_op_undone(arg, err);
    else
        answer_count(arg, "skipped", n);
}

/* The body of either, read. False: answered. */
static bool read_redrive(struct api_op *op, struct app_redrive *ret)
{
    struct json_redrive in;
    struct ym_error why;
    enum ym_err err = json_redrive_read(op->rq->body, &op->arena, &in, &why);

    if (err == YM_E_OK && in.dispute.n > 0)
        err = api_id_parse(in.dispute, &ret->dispute, &why);
    if (err != YM_E_OK) {
        api_op_problem(op, &why);
        return false;
    }
    ret->topics = in.topics;
    ret->since = in.since;
    ret->now = api_now(op->api);
    return true;
}

void api_post_redrive(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_redrive what = { .since = YM_USEC_NONE };
    struct api_op *op = api_op_on_subscription(api, rq, &what.subscription);

    if (op != NULL && read_redrive(op, &what))
        api->config.subscriptions->ops->redrive(api->config.subscriptions, &what, on_redriven, op);
}

void api_post_skip(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_redrive what = { .since = YM_USEC_NONE };
    struct api_op *op = api_op_on_subscription(api, rq, &what.subscription);

    if (op == NULL || !read_redrive(op, &what))
        return;
    if (what.dispute.v == 0 || what.topics != 0 || what.since != YM_USEC_NONE)
        api_op_error(op, YM_E_UNPROCESSABLE, "name the dispute, and nothing else");
    else
        api->config.subscriptions->ops->skip(api->config.subscriptions, what.subscription,
                                             what.dispute, what.now, on_skipped, op);
}

/* ---- Ping ---- */

static void on_pinged(void *arg, const struct app_posted *posted)
{
    struct api_op *op = arg;

    json_put_object(&op->w);
    json_add_bool(&op->w, "answered", posted->status >= 200 && posted->status < 300);
    json_add_int(&op->w, "status", posted->status);
    json_add_word(&op->w, "error", posted->error);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static void on_read(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct api_op *op = arg;
    const struct api_config *c = &op->api->config;

    if (err != YM_E_OK || n != 1)
        api_op_undone(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
    else if (c->ping == NULL || !c->ping(c->ping_arg, rows, on_pinged, op))
        api_op_error(op, YM_E_BUSY, "nothing can be posted now; try again in a moment");
}

void api_post_ping(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id;
    struct api_op *op = api_op_on_subscription(api, rq, &id);

    if (op != NULL)
        api->config.subscriptions->ops->read(api->config.subscriptions, id, on_read, op);
}
