/* SPDX-License-Identifier: Apache-2.0 */
/* GET and POST /api/v1/subscriptions; GET, PATCH and DELETE of one; POST …/rotate. Administrators
 * alone. A secret is shown in the answer that made it, and in repetitions of that request. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <string.h>

#include "api_subscription.h"
#include "yima/region.h"

struct api_op *api_op_admin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL)
        return NULL;
    if (op->caller->actor.role != YM_ROLE_ADMIN) {
        api_op_error(op, YM_E_FORBIDDEN, "subscriptions are for administrators (role admin)");
        return NULL;
    }
    if (api->config.subscriptions == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program delivers nothing");
        return NULL;
    }
    return op;
}

struct api_op *api_op_on_subscription(struct api *api, struct ym_http_request *rq, int64_t *ret)
{
    struct api_op *op = api_op_admin(api, rq);

    if (op == NULL || api_decimal(ym_http_param(rq, "id"), 1, APP_SUBSCRIPTION_ID_MAX, ret))
        return op;
    api_op_error(op, YM_E_NOT_FOUND, "the id of a subscription is a number of up to 13 digits");
    return NULL;
}

void api_op_undone(struct api_op *op, enum ym_err err)
{
    switch ((int)err) {
    case YM_E_NOT_FOUND:
        api_op_error(op, err, "there is no such subscription");
        break;
    case YM_E_CONFLICT:
        api_op_error(op, err, "there are %d subscriptions, as many as may be; delete one",
                     APP_SUBSCRIPTIONS_MAX);
        break;
    case YM_E_KEY_REUSED:
        api_op_error(op, err, "this Idempotency-Key was used for another subscription");
        break;
    default:
        api_op_unread(op, err);
        break;
    }
}

/* ---- The shape ---- */

static void put_members(struct json_out *w, const struct app_subscription *s)
{
    json_add_int64(w, "id", s->id);
    json_add_text(w, "url", s->url);
    json_add_text(w, "label", s->label);
    json_add_codes(w, "topics", YM_VOCAB_TOPIC, s->topics);
    if (s->region != YM_REGION_ALL)
        api_put_region(w, s->region);
    else
        json_add_null(w, "region");
    if (s->body != 0)
        json_add_int64(w, "body", s->body);
    else
        json_add_null(w, "body");
    json_add_bool(w, "active", s->is_active);
    json_add_word(w, "standing", app_stop_code(s->stopped));
    json_add_instant(w, "stopped_at", s->stopped_at);
    json_add_instant(w, "created_at", s->created_at);
    json_add_instant(w, "rotating_until", s->before_until);
    json_add_int(w, "pending", s->pending);
    json_add_int(w, "dead", s->dead);
}

static void on_one(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK || n != 1) {
        api_op_undone(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
        return;
    }
    json_put_object(&op->w);
    put_members(&op->w, rows);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

/* With the secret, as it lies in the row: so a repeated request finds the same. */
static void answer_secret(struct api_op *op, const struct app_subscription *s, int status)
{
    struct ym_error why;
    struct ym_span secret;

    if (app_subscription_unseal(op->api->config.secrets, s->id, s->secret, &op->arena, &secret,
                                &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    json_put_object(&op->w);
    put_members(&op->w, s);
    json_add_text(&op->w, "secret", secret);
    json_put_object_end(&op->w);
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    api_op_json(op, status);
}

static void on_made(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK || n != 1)
        api_op_undone(op, err != YM_E_OK ? err : YM_E_INTERNAL);
    else
        answer_secret(op, rows, 201);
}

static void on_rotated(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK || n != 1)
        api_op_undone(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
    else
        answer_secret(op, rows, 200);
}

/* ---- Reading ---- */

static void on_list(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK) {
        api_op_undone(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(&op->w);
        put_members(&op->w, &rows[i]);
        json_put_object_end(&op->w);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

void api_get_subscriptions(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_admin(api, rq);

    if (op != NULL)
        api->config.subscriptions->ops->read(api->config.subscriptions, 0, on_list, op);
}

void api_get_subscription(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id;
    struct api_op *op = api_op_on_subscription(api, rq, &id);

    if (op != NULL)
        api->config.subscriptions->ops->read(api->config.subscriptions, id, on_one, op);
}

/* ---- Making and changing ---- */

static void request_key(const struct api_op *op, struct ym_request_key *ret)
{
    const struct ym_http_request *rq = op->rq;

    app_request_key(op->api->config.secrets, ym_span_of(op->caller->name), rq->path,
                    rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], rq->body, ret);
}

/* The region as a code; 0 for any. */
static enum ym_err read_region(const struct json_subscription *s, int64_t *ret,
                               struct ym_error *reterr)
{
    *ret = YM_REGION_ALL;
    if (s->region.n == 0 || ym_region_parse(s->region, ret))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "/region: takes a division code of 2, 4, 6, 9 or 12 digits");
}

/* A filter that nothing can pass would look like an endpoint to which nothing happens. */
static enum ym_err check_filter(const struct api *api, int64_t region, int64_t body,
                                struct ym_error *reterr)
{
    struct app_directory *d = api->config.directory;
    struct app_body_entry entry;

    if (region != YM_REGION_ALL && !d->ops->region(d, region))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "/region: there is no such division");
    if (body != 0 && !d->ops->body(d, body, &entry))
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "/body: there is no such body");
    return YM_E_OK;
}

static enum ym_err read_body(struct api_op *op, bool is_new, struct json_subscription *ret,
                             int64_t *ret_region, struct ym_error *reterr)
{
    enum ym_err err = json_subscription_read(op->rq->body, is_new, &op->arena, ret, reterr);

    if (err == YM_E_OK)
        err = read_region(ret, ret_region, reterr);
    if (err == YM_E_OK)
        err = check_filter(op->api, *ret_region, ret->body, reterr);
    if (err == YM_E_OK && ret->has_url)
        err = app_subscription_url_check(ret->url, reterr);
    return err;
}

void api_post_subscription(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_admin(api, rq);
    struct json_subscription in;
    struct app_subscription row;
    char secret[APP_SECRET_TEXT_MAX];
    struct ym_error why;
    int64_t region;

    if (op == NULL)
        return;
    if (read_body(op, true, &in, &region, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    row = (struct app_subscription){ .id = app_subscription_id(api->config.secrets),
                                     .url = in.url,
                                     .label = in.label,
                                     .topics = in.has_topics ? in.topics : APP_TOPICS_ALL,
                                     .region = region,
                                     .body = in.body,
                                     .created_at = api_now(api),
                                     .from_beginning = in.from_beginning };
    request_key(op, &row.by);
    if (app_subscription_secret(api->config.secrets, row.id, &op->arena, secret, &row.secret,
                                &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    explicit_bzero(secret, sizeof(secret)); /* the answer opens what was stored */
    api->config.subscriptions->ops->add(api->config.subscriptions, &row, on_made, op);
}

void api_patch_subscription(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id;
    struct api_op *op = api_op_on_subscription(api, rq, &id);
    struct json_subscription in;
    struct app_subscription_change c;
    struct ym_error why;
    int64_t region;

    if (op == NULL)
        return;
    if (read_body(op, false, &in, &region, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    c = (struct app_subscription_change){ .url = in.has_url ? &in.url : NULL,
                                          .label = in.has_label ? &in.label : NULL,
                                          .topics = in.has_topics ? &in.topics : NULL,
                                          .region = in.has_region ? &region : NULL,
                                          .body = in.has_body ? &in.body : NULL,
                                          .is_active = in.has_active ? &in.is_active : NULL,
                                          .now = api_now(api) };
    api->config.subscriptions->ops->change(api->config.subscriptions, id, &c, on_one, op);
}

void api_post_rotate(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_rotation what = { .subscription = 0 };
    struct api_op *op = api_op_on_subscription(api, rq, &what.subscription);
    char secret[APP_SECRET_TEXT_MAX];
    struct ym_error why;
    int64_t hours;

    if (op == NULL)
        return;
    if (json_rotation_read(rq->body, APP_ROTATION_HOURS, &hours, &why) != YM_E_OK ||
        app_subscription_secret(api->config.secrets, what.subscription, &op->arena, secret,
                                &what.sealed, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    explicit_bzero(secret, sizeof(secret));
    what.until = api_now(api) + hours * 3600 * YM_USEC_PER_SECOND;
    request_key(op, &what.by);
    api->config.subscriptions->ops->rotate(api->config.subscriptions, &what, on_rotated, op);
}

/* ---- Deleting ---- */

static void on_deleted(void *arg, enum ym_err err, int64_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK || n == 0) {
        api_op_undone(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
        return;
    }
    ym_http_reply_bytes(op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
    api_op_end(op);
}

void api_delete_subscription(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id;
    struct api_op *op = api_op_on_subscription(api, rq, &id);

    if (op != NULL)
        api->config.subscriptions->ops->remove(api->config.subscriptions, id, on_deleted, op);
}
