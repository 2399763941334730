/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/codes/{token}/session: a party enters with the code on its paper.
 *
 *   how often may this address? -> is it a code at all? -> the dispute of the token -> the try,
 *   counted -> a session bound to that dispute and seat
 *
 * A mistyped code is told by its check sign and counts as no try. After APP_CODE_TRIES_MAX wrong
 * ones the code is locked until a new one is issued. How many remain is told to nobody: a seat
 * without a code has none to count down, and its answer must be that of a seat with one. */
#include <stdio.h>

#include "api_casefile.h"
#include "api_session.h"

/* A refusal in two languages, with a word that a page can act on. */
static void refuse(struct api_op *op, enum ym_err code, const char *reason, const char *zh,
                   const char *en)
{
    json_put_object(&op->w);
    json_add_word(&op->w, "reason", reason);
    json_add_word(&op->w, "zh", zh);
    json_put_object_end(&op->w);
    api_op_error(op, code, "%s", en);
}

static void refuse_mistyped(struct api_op *op, enum ym_access_code_error error)
{
    struct ym_mistakes *mistakes = &op->api->mistakes;
    struct ym_error err;

    ym_mistakes_clear(mistakes);
    (void)ym_mistakes_add(mistakes, "/code", "value", ym_access_code_error_text(error));
    json_put_object(&op->w);
    json_add_word(&op->w, "reason", "mistyped");
    json_add_word(&op->w, "zh", ym_access_code_error_zh(error));
    api_put_mistakes(&op->w, mistakes, "", YM_MISTAKES_MAX);
    json_put_object_end(&op->w);
    (void)ym_fail(&err, YM_E_UNPROCESSABLE, "/code: %s", ym_access_code_error_text(error));
    api_op_problem(op, &err);
}

static void refuse_unknown(struct api_op *op)
{
    refuse(op, YM_E_NOT_FOUND, "unknown", "没有这个调解码：请重新扫码，或询问出具该码的调解组织。",
           "there is no such code: scan it again, or ask the body that gave it to you");
}

/* ---- The try ---- */

static void open_session(struct api_op *op)
{
    struct api *api = op->api;
    struct ym_http_request *rq = op->rq;
    const struct ym_id dispute = op->id;
    const uint8_t seat = ym_access_code_seat(&op->code);

    rq->said.dispute = (uint64_t)dispute.v;
    api_op_end(op);
    api_session_open_party(api, rq, dispute, seat);
}

static void on_tried(void *arg, enum ym_err err, const struct app_tried *tried)
{
    struct api_op *op = arg;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    switch (tried->result) {
    case APP_TRY_OK:
        open_session(op);
        break;
    case APP_TRY_WRONG:
        refuse(op, YM_E_FORBIDDEN, "wrong",
               "通行码不正确：请对照纸面重新输入；如有遗失，请向调解组织换领。",
               "this is not the code of a party of this dispute: compare it with the paper, or ask "
               "the body for a new one");
        break;
    case APP_TRY_LOCKED:
        refuse(op, YM_E_FORBIDDEN, "locked", "通行码多次输错，已锁定：请联系调解员或窗口换领新码。",
               "this code is locked after too many wrong tries: ask the mediator or the window for "
               "a new one");
        break;
    case APP_TRY_EXPIRED:
        refuse(op, YM_E_FORBIDDEN, "expired", "通行码已过期：请联系调解员或窗口换领新码。",
               "this code is past its end: ask the mediator or the window for a new one");
        break;
    }
}

static void on_scan(void *arg, enum ym_err err, const struct app_scan *scan)
{
    struct api_op *op = arg;
    struct app_casefile *casefile = op->api->config.casefile;
    struct app_trial trial;

    if (err == YM_E_NOT_FOUND) {
        refuse_unknown(op);
    } else if (err != YM_E_OK) {
        api_op_unread(op, err);
    } else if (scan->is_revoked) {
        refuse(op, YM_E_GONE, "revoked", "此调解码已失效：请向出具该码的调解组织索取新码。",
               "this mediation code is no longer valid: ask the body that gave it to you for the "
               "new one");
    } else {
        op->id = scan->dispute.id;
        trial = (struct app_trial){ .dispute = op->id,
                                    .seat = ym_access_code_seat(&op->code),
                                    .now = api_now(op->api) };
        app_code_hash(op->api->config.secrets, op->id, &op->code, trial.hash);
        casefile->ops->try_code(casefile, &trial, on_tried, op);
    }
}

/* ---- What is asked ---- */

static bool is_throttled(struct api *api, struct ym_http_request *rq)
{
    struct ym_error err;
    unsigned wait_s;
    char text[16];

    if (api_limit_take(api->codes, rq->peer, api_now(api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(rq, "Retry-After", text);
    (void)ym_fail(&err, YM_E_THROTTLED,
                  "this address enters codes too often: wait as long as Retry-After says");
    ym_http_problem(rq, &err,
                    YM_SPAN("{\"reason\":\"throttled\",\"zh\":\"输入过于频繁，请稍后再试。\"}"));
    return true;
}

static void enter(struct api_op *op, struct ym_span typed)
{
    struct app_reader *r = op->api->config.reader;
    const enum ym_access_code_error wrong = ym_access_code_parse(typed, &op->code);
    struct ym_token token;

    if (wrong != YM_ACCESS_CODE_OK)
        refuse_mistyped(op, wrong);
    else if (ym_token_parse(ym_http_param(op->rq, "token"), &token))
        r->ops->scan(r, &token, on_scan, op);
    else
        refuse_unknown(op);
}

void api_post_code_session(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op;
    struct ym_span typed;
    struct ym_error err;

    if (is_throttled(api, rq))
        return;
    op = api_op_take(api, rq);
    if (op == NULL)
        return;
    if (api->config.casefile == NULL || api->config.accounts == NULL)
        api_op_error(op, YM_E_UNAVAILABLE, "this program opens no sessions");
    else if (json_entry_read(rq->body, &op->arena, &typed, &api->mistakes, &err) != YM_E_OK)
        api_op_problem(op, &err);
    else
        enter(op, typed);
}
