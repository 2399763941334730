/* SPDX-License-Identifier: Apache-2.0 */
/* What a scan shows: GET /m/{token} as a page, GET /api/v1/codes/{token} as JSON.
 *
 * A stranger reads stage, next step, body and phone, and the deadline: never a name,
 * an amount or a reason. Who may read the dispute is told its number besides. A token that never
 * was, and one that is not even well formed, answer alike. */
#include <stdio.h>
#include <string.h>

#include "api_page.h"
#include "yima/base32.h"
#include "yima/number.h"

#define MEDIA_HTML "text/html; charset=utf-8"

static const char throttled_en[] =
    "this address scans too often: wait as long as Retry-After says, then scan again";
static const char throttled_zh[] = "扫码过于频繁，请稍后再试。";
static const char late_en[] = "the system cannot look this up now: try again in a moment";
static const char late_zh[] = "系统暂时无法查询，请稍后再试。";
static const char unknown_en[] =
    "there is no such code: scan it again, or ask the body that gave it to you";
static const char unknown_zh[] = "没有这个调解码：请重新扫码，或询问出具该码的调解组织。";
static const char revoked_en[] =
    "this code is no longer valid: ask the body that gave it to you for the new one";
static const char revoked_zh[] = "此调解码已失效：请向出具该码的调解组织索取新码。";

/* ---- How often ---- */

/* Callers are known and count for themselves; strangers count by their address. */
static bool is_throttled(struct api *api, struct ym_http_request *rq)
{
    unsigned wait_s;
    char text[16];

    if (rq->actor != NULL || api_limit_take(api->scans, rq->peer, api_now(api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(rq, "Retry-After", text);
    return true;
}

/* ---- JSON ---- */

static void answer_problem(struct api_op *op, enum ym_err code, const char *en, const char *zh)
{
    json_put_object(&op->w);
    json_add_word(&op->w, "zh", zh);
    json_put_object_end(&op->w);
    api_op_error(op, code, "%s", en);
}

static void put_contact(struct json_out *w, const struct app_named *body)
{
    json_put_key(w, "body");
    json_put_object(w);
    json_add_text(w, "name", body->name.n > 0 ? body->name : YM_SPAN(""));
    json_add_optional(w, "phone", body->phone);
    json_put_object_end(w);
}

static void put_links(struct json_out *w, struct ym_id id)
{
    char compact[YM_NUMBER_COMPACT_MAX];
    char link[64];

    ym_number_compact(id, compact);
    json_put_key(w, "links");
    json_put_object(w);
    (void)snprintf(link, sizeof(link), "/api/v1/disputes/%s", compact);
    json_add_word(w, "dispute", link);
    (void)snprintf(link, sizeof(link), "/api/v1/disputes/%s/commands", compact);
    json_add_word(w, "commands", link);
    json_put_object_end(w);
}

static void put_scan(struct api_op *op, const struct app_scan *s)
{
    const struct ym_procedure *p =
        ym_procedures_get(op->api->config.procedures, s->dispute.procedure);
    struct json_out *w = &op->w;

    json_put_object(w);
    api_put_standing(w, s->colour, s->stage);
    json_add_bool(w, "open", s->is_open);
    api_put_next(op, p, &s->dispute);
    put_contact(w, &s->body);
    api_put_deadline_left(op, p, &s->dispute);
    if (op->caller != NULL && app_caller_may_read(op->caller, &s->dispute)) {
        api_put_number(w, s->dispute.id);
        json_add_int(w, "version", s->dispute.version);
        put_links(w, s->dispute.id);
    }
    json_put_object_end(w);
}

static void on_scan(void *arg, enum ym_err err, const struct app_scan *scan)
{
    struct api_op *op = arg;

    if (err == YM_E_NOT_FOUND) {
        answer_problem(op, err, unknown_en, unknown_zh);
    } else if (err != YM_E_OK) {
        api_op_unread(op, err);
    } else if (scan->is_revoked) {
        answer_problem(op, YM_E_GONE, revoked_en, revoked_zh);
    } else {
        put_scan(op, scan);
        api_op_json(op, 200);
    }
}

void api_get_code(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct ym_token token;
    struct ym_error err;
    struct api_op *op;

    if (is_throttled(api, rq)) {
        (void)ym_fail(&err, YM_E_THROTTLED, "%s", throttled_en);
        ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
        return;
    }
    op = api_op_take(api, rq);
    if (op == NULL)
        return;
    if (ym_token_parse(ym_http_param(rq, "token"), &token))
        api->config.reader->ops->scan(api->config.reader, &token, on_scan, op);
    else
        answer_problem(op, YM_E_NOT_FOUND, unknown_en, unknown_zh);
}

/* ---- The page ---- */

/* The style of the page carries a nonce, and nothing else may be loaded or run but our own. */
void api_page_nonce(const struct api *api, char ret[API_NONCE_CHARS + 1])
{
    uint64_t random[2];

    api->config.secrets->random(random, sizeof(random));
    ym_base32_encode(random[0], API_NONCE_CHARS / 2, ret);
    ym_base32_encode(random[1], API_NONCE_CHARS / 2, ret + API_NONCE_CHARS / 2);
    ret[API_NONCE_CHARS] = '\0';
}

/* With pages the script of our own may run, ask the server, and bring its style. */
void api_page_send(const struct api *api, struct ym_http_request *rq, int status, const char *nonce,
                   const struct ym_buf *page)
{
    char policy[256];

    (void)snprintf(policy, sizeof(policy),
                   "default-src 'none'; style-src %s'nonce-%s'; %sbase-uri 'none'; "
                   "form-action 'none'; frame-ancestors 'none'",
                   api->config.has_pages ? "'self' " : "", nonce,
                   api->config.has_pages ? "script-src 'self'; connect-src 'self'; img-src 'self'; "
                                         : "");
    ym_http_reply_header(rq, "Content-Security-Policy", policy);
    ym_http_reply_header(rq, "X-Robots-Tag", "noindex, nofollow");
    ym_http_reply_bytes(rq, status, MEDIA_HTML, ym_buf_span(page));
}

static void answer_message(struct api_op *op, int status, const char *zh, const char *en)
{
    char nonce[API_NONCE_CHARS + 1];

    api_page_nonce(op->api, nonce);
    api_page_message(&op->out, nonce, zh, en);
    api_page_send(op->api, op->rq, status, nonce, &op->out);
    api_op_end(op);
}

/* The same where there is no operation. */
void api_page_refuse(struct api *api, struct ym_http_request *rq, int status, const char *zh,
                     const char *en)
{
    char nonce[API_NONCE_CHARS + 1];
    struct ym_buf page;

    api_page_nonce(api, nonce);
    ym_buf_init(&page, API_KEPT_BYTES);
    api_page_message(&page, nonce, zh, en);
    api_page_send(api, rq, status, nonce, &page);
    ym_buf_release(&page);
}

static void on_page(void *arg, enum ym_err err, const struct app_scan *scan)
{
    struct api_op *op = arg;
    char nonce[API_NONCE_CHARS + 1];
    struct ym_token token;
    const bool is_token = ym_token_parse(ym_http_param(op->rq, "token"), &token);

    if (err == YM_E_NOT_FOUND || !is_token) {
        answer_message(op, 404, unknown_zh, unknown_en);
    } else if (err != YM_E_OK) {
        ym_http_reply_header(op->rq, "Retry-After", "5");
        answer_message(op, 503, late_zh, late_en);
    } else if (scan->is_revoked) {
        answer_message(op, 410, revoked_zh, revoked_en);
    } else {
        api_page_nonce(op->api, nonce);
        api_page_scan(op, scan, &token, nonce);
        api_page_send(op->api, op->rq, 200, nonce, &op->out);
        api_op_end(op);
    }
}

void api_get_page(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct ym_token token;
    struct api_op *op;

    if (is_throttled(api, rq)) {
        api_page_refuse(api, rq, 429, throttled_zh, throttled_en);
        return;
    }
    if (api->free_ops == NULL) {
        ym_http_reply_header(rq, "Retry-After", "1");
        api_page_refuse(api, rq, 503, late_zh, late_en);
        return;
    }
    op = api_op_take(api, rq);
    if (ym_token_parse(ym_http_param(rq, "token"), &token))
        api->config.reader->ops->scan(api->config.reader, &token, on_page, op);
    else
        answer_message(op, 404, unknown_zh, unknown_en);
}
