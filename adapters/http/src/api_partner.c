/* SPDX-License-Identifier: Apache-2.0 */
/* GET, POST and PATCH of /api/v1/partners, and their keys: POST …/keys (theirs), …/rotate (ours),
 * …/policy (ask what they take). */
#include "api_exchange.h"

#include <string.h>

#include "crypto/signature.h"

#define HOUR_USEC (INT64_C(3600) * YM_USEC_PER_SECOND)

/* One call on a partner; lies in the op's arena. */
struct call {
    struct api_op *op;
    int64_t id;
    struct api_partner_wish wish;
    struct app_partner row;
    struct app_partner_change change;
    struct app_partner_key key;
    struct app_own_key ours;
    int64_t hours;
    struct exchange_policy policy;
    ym_usec now;
    int status;
    void (*then)(struct call *c, const struct app_partner *p);
};

/* ---- The shape ---- */

static void put_open(struct json_out *w, const char *key, const unsigned char open[32])
{
    char text[YM_SIGN_PUBLIC_CHARS + 1];

    ym_sign_print(open, APP_PARTNER_PUBLIC_LEN, text);
    json_add_word(w, key, text);
}

static void put_keys(struct json_out *w, const struct app_partner *p)
{
    json_put_key(w, "keys");
    json_put_array(w);
    for (size_t i = 0; i < p->nkeys; i++) {
        json_put_object(w);
        put_open(w, "open", p->keys[i].open);
        json_add_instant(w, "from", p->keys[i].from);
        json_add_instant(w, "until", p->keys[i].until);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* Our public key for them, which they need to check what we send; null when the ring lacks it. */
static void put_ours(struct api_op *op, const char *name, const struct app_partner *p,
                     struct app_own_key key)
{
    unsigned char open[YM_SIGN_PUBLIC_LEN];
    struct ym_error why;

    if (key.number == 0 || op->api->config.ring == NULL ||
        exchange_own_public(op->api->config.ring, p->code, key, open, &why) != YM_E_OK)
        json_add_null(&op->w, name);
    else
        put_open(&op->w, name, open);
}

static void put_policy(struct json_out *w, const struct app_partner *p)
{
    json_put_key(w, "kinds");
    json_put_array(w);
    for (unsigned i = 0; i < APP_EXCHANGE_KIND_COUNT; i++) {
        if ((p->kinds >> i & 1U) != 0)
            json_put_word(w, app_exchange_kind_code(i));
    }
    json_put_array_end(w);
    json_add_int(w, "max_bytes", p->bytes_max);
    json_add_int(w, "answer_hours", p->answer_hours);
    json_add_instant(w, "policy_at", p->policy_at);
}

static void put_members(struct api_op *op, const struct app_partner *p)
{
    struct json_out *w = &op->w;
    const bool is_replacing = p->before_until != YM_USEC_NONE && p->before_until > api_now(op->api);

    json_add_int64(w, "id", p->id);
    json_add_word(w, "kind", app_partner_kind_code(p->kind));
    json_add_text(w, "code", p->code);
    json_add_text(w, "zh", p->zh);
    if (p->body != 0)
        json_add_int64(w, "body", p->body);
    else
        json_add_null(w, "body");
    api_put_optional(w, "url", p->url);
    json_add_bool(w, "active", p->is_active);
    json_add_instant(w, "stopped_at", p->stopped_at);
    put_keys(w, p);
    put_ours(op, "our_key", p, p->ours);
    put_ours(op, "our_key_before", p, is_replacing ? p->before : (struct app_own_key){ 0, 0 });
    json_add_instant(w, "before_until", is_replacing ? p->before_until : YM_USEC_NONE);
    api_put_optional(w, "cert_file", p->cert_file);
    api_put_optional(w, "cert_key_file", p->cert_key_file);
    api_put_optional(w, "ca_file", p->ca_file);
    put_policy(w, p);
    json_add_instant(w, "created_at", p->created_at);
}

/* ---- Answers ---- */

static void undone(struct api_op *op, enum ym_err err)
{
    if (err == YM_E_NOT_FOUND)
        api_op_error(op, err, "there is no partner with this code");
    else if (err == YM_E_CONFLICT)
        api_op_error(op, err,
                     "there is a partner with this code, or as many partners or keys as may be");
    else
        api_op_unread(op, err);
}

static void on_one(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct call *c = arg;
    struct api_op *op = c->op;

    if (err != YM_E_OK || n != 1) {
        undone(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
        return;
    }
    json_put_object(&op->w);
    put_members(op, rows);
    json_put_object_end(&op->w);
    api_op_json(op, c->status);
}

static void on_list(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct call *c = arg;
    struct api_op *op = c->op;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(&op->w);
        put_members(op, &rows[i]);
        json_put_object_end(&op->w);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static struct call *begin(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_exchange(app, rq);
    struct call *c = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*c)) : NULL;

    if (op == NULL)
        return NULL;
    if (c == NULL) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return NULL;
    }
    *c = (struct call){ .op = op, .now = api_now(op->api), .status = 200 };
    return c;
}

static struct app_exchange *port_of(const struct call *c)
{
    return c->op->api->config.exchange;
}

static void on_named(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct call *c = arg;

    if (err != YM_E_OK || n != 1) {
        undone(c->op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
        return;
    }
    c->id = rows->id;
    c->then(c, rows);
}

/* Find the partner in the path, then go on. */
static void find(struct call *c, void (*then)(struct call *c, const struct app_partner *p))
{
    struct app_exchange *x = port_of(c);
    const struct ym_span code = ym_http_param(c->op->rq, "partner");
    struct ym_error why;

    c->then = then;
    if (app_partner_code_check(code, &why) != YM_E_OK)
        undone(c->op, YM_E_NOT_FOUND);
    else
        x->ops->partners(x, 0, code, on_named, c);
}

void api_get_partners(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);

    if (c != NULL)
        port_of(c)->ops->partners(port_of(c), 0, (struct ym_span){ NULL, 0 }, on_list, c);
}

static void show(struct call *c, const struct app_partner *p)
{
    on_one(c, YM_E_OK, p, 1);
}

void api_get_partner(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);

    if (c != NULL)
        find(c, show);
}

/* ---- Making ---- */

/* A body that is none of ours would be nobody's court. */
static enum ym_err check_body(const struct api *api, int64_t body, struct ym_error *reterr)
{
    struct app_directory *d = api->config.directory;
    struct app_body_entry entry;

    if (body == 0 || d->ops->body(d, body, &entry))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_UNPROCESSABLE, "/body: there is no such body");
}

static void fill_row(struct call *c)
{
    const struct api_partner_wish *in = &c->wish;

    c->row = (struct app_partner){
        .id = app_subscription_id(c->op->api->config.secrets),
        .kind = in->kind,
        .code = in->code,
        .zh = in->zh,
        .body = in->body,
        .url = in->url,
        .cert_file = in->cert_file,
        .cert_key_file = in->cert_key_file,
        .ca_file = in->ca_file,
        .kinds = in->has_kinds ? in->kinds : APP_EXCHANGE_KINDS_ALL,
        .bytes_max = in->has_bytes_max ? in->bytes_max : APP_MESSAGE_BYTES_MAX,
        .answer_hours = in->has_answer_hours ? in->answer_hours : APP_PARTNER_ANSWER_H,
        .ours = exchange_own_next(c->op->api->config.ring, (struct app_own_key){ 0, 0 }),
        .created_at = c->now,
    };
}

void api_post_partner(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);
    struct api_op *op;
    struct ym_error why;

    if (c == NULL)
        return;
    op = c->op;
    if (api_partner_read(rq->body, true, &op->arena, &c->wish, &why) != YM_E_OK ||
        check_body(op->api, c->wish.body, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    fill_row(c);
    app_request_key(op->api->config.secrets, ym_span_of(op->caller->name), rq->path,
                    rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], rq->body, &c->row.by);
    c->status = 201;
    port_of(c)->ops->add_partner(port_of(c), &c->row, on_one, c);
}

/* ---- Changing ---- */

static void change(struct call *c, const struct app_partner *p)
{
    const struct api_partner_wish *in = &c->wish;

    c->change = (struct app_partner_change){
        .zh = in->has_zh ? &in->zh : NULL,
        .url = in->has_url ? &in->url : NULL,
        .cert_file = in->has_cert_file ? &in->cert_file : NULL,
        .cert_key_file = in->has_cert_key_file ? &in->cert_key_file : NULL,
        .ca_file = in->has_ca_file ? &in->ca_file : NULL,
        .body = in->has_body ? &in->body : NULL,
        .is_active = in->has_active ? &in->is_active : NULL,
        .kinds = in->has_kinds ? &in->kinds : NULL,
        .bytes_max = in->has_bytes_max ? &in->bytes_max : NULL,
        .answer_hours = in->has_answer_hours ? &in->answer_hours : NULL,
        .now = c->now,
    };
    port_of(c)->ops->change_partner(port_of(c), p->id, &c->change, on_one, c);
}

void api_patch_partner(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);
    struct ym_error why;

    if (c == NULL)
        return;
    if (api_partner_read(rq->body, false, &c->op->arena, &c->wish, &why) != YM_E_OK ||
        check_body(c->op->api, c->wish.body, &why) != YM_E_OK)
        api_op_problem(c->op, &why);
    else
        find(c, change);
}

static void put_key(struct call *c, const struct app_partner *p)
{
    port_of(c)->ops->put_key(port_of(c), p->id, &c->key, on_one, c);
}

void api_post_partner_key(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);
    struct ym_error why;

    if (c == NULL)
        return;
    if (api_partner_key_read(rq->body, c->now, &c->key, &why) != YM_E_OK)
        api_op_problem(c->op, &why);
    else
        find(c, put_key);
}

static void rotate(struct call *c, const struct app_partner *p)
{
    c->ours = exchange_own_next(c->op->api->config.ring, p->ours);
    c->change = (struct app_partner_change){ .ours = &c->ours,
                                             .before_until = c->now + c->hours * HOUR_USEC,
                                             .now = c->now };
    port_of(c)->ops->change_partner(port_of(c), p->id, &c->change, on_one, c);
}

void api_post_partner_rotate(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);
    struct ym_error why;

    if (c == NULL)
        return;
    if (api_partner_hours_read(rq->body, &c->hours, &why) != YM_E_OK)
        api_op_problem(c->op, &why);
    else
        find(c, rotate);
}

/* ---- Asking what they take ---- */

static void on_policy(void *arg, enum ym_err err, const struct app_partner *partner,
                      const struct exchange_receipt *receipt, const char *text)
{
    struct call *c = arg;
    const struct exchange_policy *p = &c->policy;
    struct ym_error why;

    if (err != YM_E_OK) {
        api_op_error(c->op, err, "the partner did not say what it takes: %s", text);
        return;
    }
    if (receipt->state != APP_MESSAGE_ACCEPTED ||
        exchange_read_policy(receipt->body, &c->policy, &why) != YM_E_OK) {
        api_op_error(c->op, YM_E_UNAVAILABLE, "the partner's answer to GetPolicy holds no policy");
        return;
    }
    c->change = (struct app_partner_change){
        .kinds = p->kinds != 0 ? &p->kinds : NULL,
        .bytes_max = p->bytes_max != 0 ? &p->bytes_max : NULL,
        .answer_hours = p->answer_hours != 0 ? &p->answer_hours : NULL,
        .policy_at = &c->now,
        .now = c->now,
    };
    port_of(c)->ops->change_partner(port_of(c), partner->id, &c->change, on_one, c);
}

static void ask_policy(struct call *c, const struct app_partner *p)
{
    struct exchange_courier *courier = c->op->api->config.courier;

    if (!exchange_courier_ask(courier, p->id, EXCHANGE_GET_POLICY, YM_SPAN("{}"), on_policy, c))
        api_op_error(c->op, YM_E_BUSY, "too much is under way; ask again in a moment");
}

void api_post_partner_policy(struct ym_http_request *rq, void *app)
{
    struct call *c = begin(rq, app);

    if (c == NULL)
        return;
    if (c->op->api->config.courier == NULL)
        api_op_error(c->op, YM_E_UNAVAILABLE, "this program asks partners nothing");
    else
        find(c, ask_policy);
}
