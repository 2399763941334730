/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/codes/{token}/session: a party enters with the code on its paper.
 *
 *   how often may this address? -> is it a code at all? -> the dispute of the token -> the try,
 *   counted -> who issued it? -> a session bound to that dispute and seat
 *
 * A mistyped code is told by its check sign and counts as no try. After APP_CODE_TRIES_MAX wrong
 * ones the code is locked for a while (app_code_is_locked()). How many remain is told to nobody: a
 * seat without a code has none to count down, and its answer must be that of a seat with one. */
#include <stdio.h>

#include "api_casefile.h"
#include "api_session.h"
#include "yima/date.h"

#define MINUTE_CHARS 16 /* of "2026-11-22T11:23" */
#define DATE_CHARS   10

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

/* A try, while the port is asked. In the op's arena. */
struct entry {
    struct api_op *op;
    struct app_hands hands; /* who mediates when the session opens */
};

/* What the session may do depends on whose code opened it, for as long as it lasts. */
static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    const struct entry *e = arg;
    struct api_op *op = e->op;
    const uint8_t seat = ym_access_code_seat(&op->code);

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    op->rq->said.dispute = (uint64_t)op->id.v;
    api_session_open_party(op, op->id, seat, (uint8_t)app_code_bar_of(rows, n, seat, &e->hands));
}

static void refuse_locked(struct api_op *op, ym_usec until)
{
    char at[YM_USEC_TEXT_MAX];
    char zh[192];
    char en[192];

    ym_usec_print(until, at);
    if (until == YM_USEC_NONE) {
        refuse(op, YM_E_FORBIDDEN, "locked",
               "通行码输错次数过多，已锁定：请联系调解员或窗口换领新码。",
               "this code is locked after too many wrong tries: ask the mediator or the window for "
               "a new one");
        return;
    }
    at[MINUTE_CHARS] = '\0';
    at[DATE_CHARS] = ' ';
    (void)snprintf(zh, sizeof(zh),
                   "通行码多次输错，暂时锁定：请在%s（北京时间）之后再试，或者联系窗口换领新码。",
                   at);
    (void)snprintf(en, sizeof(en),
                   "this code is locked for a while after too many wrong tries: try again after %s "
                   "(Beijing time), or ask the window for a new one",
                   at);
    json_put_object(&op->w);
    json_add_instant(&op->w, "until", until);
    json_add_word(&op->w, "reason", "locked");
    json_add_word(&op->w, "zh", zh);
    json_put_object_end(&op->w);
    api_op_error(op, YM_E_FORBIDDEN, "%s", en);
}

static void on_tried(void *arg, enum ym_err err, const struct app_tried *tried)
{
    struct entry *e = arg;
    struct api_op *op = e->op;
    struct app_casefile *casefile = op->api->config.casefile;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    switch (tried->result) {
    case APP_TRY_OK:
        casefile->ops->codes(casefile, op->id, on_codes, e);
        break;
    case APP_TRY_WRONG:
        refuse(op, YM_E_FORBIDDEN, "wrong",
               "通行码不正确：请对照纸面重新输入；如有遗失，请向调解组织换领。",
               "this is not the code of a party of this dispute: compare it with the paper, or ask "
               "the body for a new one");
        break;
    case APP_TRY_LOCKED:
        refuse_locked(op, tried->until);
        break;
    case APP_TRY_EXPIRED:
        refuse(op, YM_E_FORBIDDEN, "expired", "通行码已过期：请联系调解员或窗口换领新码。",
               "this code is past its end: ask the mediator or the window for a new one");
        break;
    }
}

static void on_scan(void *arg, enum ym_err err, const struct app_scan *scan)
{
    struct entry *e = arg;
    struct api_op *op = e->op;
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
        app_hands_mediator(&e->hands, scan->dispute.mediator);
        trial = (struct app_trial){ .dispute = op->id,
                                    .seat = ym_access_code_seat(&op->code),
                                    .now = api_now(op->api) };
        app_code_hash(op->api->config.secrets, op->id, &op->code, trial.hash);
        casefile->ops->try_code(casefile, &trial, on_tried, e);
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
    struct entry *e = ym_arena_alloc(&op->arena, 1, sizeof(*e));
    struct ym_token token;

    if (e != NULL)
        e->op = op;
    if (e == NULL)
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
    else if (wrong != YM_ACCESS_CODE_OK)
        refuse_mistyped(op, wrong);
    else if (ym_token_parse(ym_http_param(op->rq, "token"), &token))
        r->ops->scan(r, &token, on_scan, e);
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
