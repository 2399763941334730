/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/disputes/{id}/agreement/signature: a signature on the page.
 *
 *   [dispute, history] -> is it the document that now waits? -> the sealed one: same bytes? ->
 *   [a party: who issued its access code?] -> [it proves itself by the last digits of its identity
 *   number, counted] -> the command
 *
 * What is signed is the sealed document: its code and hash stand in the event, and so in the chain.
 * The command names the version of the dispute that all this was seen at; when somebody else acted
 * meanwhile, it is looked at anew, so that nobody signs terms that changed under his hand. */
#include <stdio.h>
#include <string.h>

#include "api_seal.h"

#define BODY_BYTES 256

_Static_assert(YM_DETAIL_BYTES_MAX > BODY_BYTES, "a signature fits an event");

static void read_again(struct api_seal *c);

/* Refusals that have nothing to add. */
static void refuse(struct api_seal *c, enum ym_err code, const char *reason, const char *zh,
                   const char *en)
{
    json_put_object(&c->op->w);
    api_seal_refuse(c, code, reason, zh, en);
}

/* ---- The command ---- */

static const char *command_of(uint8_t role)
{
    switch (role) {
    case YM_ROLE_PARTY:
        return "sign";
    case YM_ROLE_MEDIATOR:
        return "sign_mediator";
    case YM_ROLE_BODY_MANAGER:
        return "seal";
    default:
        return NULL;
    }
}

static void answer_refusal(struct api_seal *c, const struct app_outcome *out)
{
    struct ym_error err;

    api_seal_end(c);
    api_outcome_error(c->op->api, out, &err);
    if (out->version != 0)
        api_etag_reply(c->op->rq, out->version);
    json_put_object(&c->op->w);
    api_put_refusal(&c->op->w, c->op->api, out);
    json_put_object_end(&c->op->w);
    api_op_problem(c->op, &err);
}

static void on_signed(struct api_work *w, const struct app_outcome *out)
{
    struct api_seal *c = w->owner;

    if (out->err == YM_E_STALE && c->has_signed) {
        refuse(c, YM_E_CONFLICT, "already", "您已经签署过这份文书，无须再签。",
               "you have signed this document already; there is nothing more to do");
        return;
    }
    if (out->err == YM_E_STALE && c->tries < API_SIGN_TRIES) {
        read_again(c);
        return;
    }
    if (out->err != YM_E_OK) {
        answer_refusal(c, out);
        return;
    }
    if (out->replayed)
        ym_http_reply_header(c->op->rq, "Idempotent-Replayed", "true");
    api_etag_reply(c->op->rq, out->version);
    json_put_object(&c->op->w);
    api_put_outcome(&c->op->w, c->op->api, out);
    json_put_object_end(&c->op->w);
    api_seal_json(c, 200);
}

/* Has the caller signed this version before? Then nothing new may happen: only the request that did
 * it is answered again, which the application knows by its key before it looks at the version. */
static bool has_signed(const struct api_seal *c)
{
    const struct app_version *v = api_seal_version(c, c->seal.version);
    const uint8_t role = c->op->caller->actor.role;
    const uint8_t who = role == YM_ROLE_PARTY      ? APP_SIGNER_PARTY
                        : role == YM_ROLE_MEDIATOR ? APP_SIGNER_MEDIATOR
                                                   : APP_SIGNER_BODY;

    for (size_t i = 0; v != NULL && i < v->nsignatures; i++) {
        if (v->signatures[i].who == who &&
            (who != APP_SIGNER_PARTY || v->signatures[i].seat == c->seat))
            return true;
    }
    return false;
}

/* The same body for the same document, so that a repeated request is known again; the digits are
 * in none of it. */
static void submit(struct api_seal *c)
{
    struct api_work *w = &c->op->work;
    char body[BODY_BYTES];
    char hex[2 * 32 + 1];
    struct ym_error err;
    int n;

    api_seal_hex(c->seal.sha256, sizeof(c->seal.sha256), hex);
    n = snprintf(body, sizeof(body),
                 "{\"command\":\"%s\",\"signing\":\"page\",\"document_code\":\"%s\","
                 "\"sha256\":\"%s\"}",
                 command_of(c->op->caller->actor.role), c->seal.code.text, hex);
    w->api = c->op->api;
    w->caller = c->op->caller;
    w->arena = &c->op->arena;
    w->target = NULL;
    w->owner = c;
    w->is_proven = true;
    c->tries++;
    if (api_work_command(w, c->op->id, (struct ym_span){ body, (size_t)n },
                         c->op->rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], &err) == YM_E_OK) {
        c->has_signed = has_signed(c);
        w->request.expect = c->has_signed ? c->seal.version : c->version;
        if (api_work_submit(w, on_signed, &err) == YM_E_OK)
            return;
    }
    api_seal_wrong(c, &err);
}

/* ---- The proof ---- */

static void refuse_wrong(struct api_seal *c, const struct app_proof *proof)
{
    char zh[128];
    char en[192];

    (void)snprintf(zh, sizeof(zh),
                   "证件号码后六位不正确，还可再试%d次；多次输错后须到窗口核验身份。",
                   (int)proof->left);
    (void)snprintf(en, sizeof(en),
                   "these are not the last six characters of the identity number on file: %d tries "
                   "remain, then the window must see you",
                   (int)proof->left);
    json_put_object(&c->op->w);
    json_add_int(&c->op->w, "left", proof->left);
    api_seal_refuse(c, YM_E_FORBIDDEN, "wrong", zh, en);
}

static void on_proved(void *arg, enum ym_err err, const struct app_proof *proof)
{
    struct api_seal *c = arg;

    if (err != YM_E_OK)
        api_seal_unread(c, err);
    else if (proof->result == APP_PROOF_RIGHT)
        submit(c);
    else if (proof->result == APP_PROOF_WRONG && proof->left > 0)
        refuse_wrong(c, proof);
    else
        refuse(
            c, YM_E_FORBIDDEN, "locked",
            "多次输错，页面签署已锁定：请到窗口或向调解组织核验身份后换领通行码，或者在纸上签名。",
            "signing on the page is locked after too many wrong tries: let the window or the "
            "manager of the body see you and issue a new access code, or sign on paper");
}

static void prove(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;
    const struct app_proof_trial trial = { .dispute = c->op->id,
                                           .seat = c->seat,
                                           .is_right =
                                               app_proof_compare(c->identity, c->wished.digits),
                                           .now = api_now(c->op->api) };

    if (!c->is_person)
        refuse(
            c, YM_E_CONFLICT, "paper",
            "卷内没有您的公民身份号码，不能在页面上核验身份：请在纸质协议上签名、盖章或者按指印。",
            "no citizen number of yours is on file to prove yourself by: sign, stamp or give "
            "your fingerprint on paper");
    else if (c->wished.digits.n != APP_PROOF_CHARS)
        refuse(c, YM_E_UNPROCESSABLE, "digits", "请输入证件号码的最后六位（末位可能是X）。",
               "/digits: enter the last six characters of your identity number, the last of which "
               "may be X");
    else
        seals->ops->prove(seals, &trial, on_proved, c);
}

static void refuse_code(struct api_seal *c, enum app_code_bar bar)
{
    const struct ym_word *word = app_code_bar_word(bar);
    char zh[256];
    char en[256];

    (void)snprintf(
        zh, sizeof(zh),
        "%s，只能查阅，不能签署：请向窗口或调解组织的其他工作人员换领通行码，或者在纸上签名。",
        word->zh);
    (void)snprintf(en, sizeof(en),
                   "%s: it opens the file and does not sign. Ask the window, or somebody else at "
                   "the body, for another one, or sign on paper",
                   word->en);
    refuse(c, YM_E_FORBIDDEN, word->code, zh, en);
}

/* Who knows the file knows the last digits of everybody's number: who also issued the code that
 * opens the file could sign for the party. So the code must come from somebody who neither mediates
 * nor sealed nor registered the dispute, whatever the role in which it was issued. */
static void on_codes(void *arg, enum ym_err err, const struct app_code *rows, size_t n)
{
    struct api_seal *c = arg;
    const enum app_code_bar bar = app_code_bar_of(rows, n, c->seat, &c->hands);

    if (err != YM_E_OK)
        api_seal_unread(c, err);
    else if (bar != APP_CODE_NO_BAR)
        refuse_code(c, bar);
    else
        prove(c);
}

static void ask_issuer(struct api_seal *c)
{
    struct app_casefile *casefile = c->op->api->config.casefile;

    if (casefile == NULL)
        prove(c);
    else
        casefile->ops->codes(casefile, c->op->id, on_codes, c);
}

/* ---- The document ---- */

static void go_on(struct api_seal *c)
{
    const struct app_esign esign = app_agreement_esign(&c->agreement);

    if (!esign.is_allowed)
        refuse(c, YM_E_CONFLICT, "paper", esign.zh, esign.en);
    else if (c->tries > 0)
        submit(c); /* it proved itself the first time */
    else if (c->op->caller->actor.role == YM_ROLE_PARTY)
        ask_issuer(c);
    else
        submit(c);
}

static void on_document(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK && (seal->dispute.v != c->op->id.v || seal->document != YM_DOC_AGREEMENT))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_NOT_FOUND) {
        refuse(c, err, "unknown", "本案没有这份文书：请重新打开协议再签署。",
               "no agreement of this dispute has this code: open the agreement again");
        return;
    }
    if (err != YM_E_OK) {
        api_seal_unread(c, err);
        return;
    }
    c->seal = *seal;
    if (memcmp(seal->sha256, c->wished.sha256, sizeof(seal->sha256)) != 0)
        refuse(c, YM_E_CONFLICT, "other_bytes",
               "您看到的文件与封存的文书不一致：请不要签署，重新打开协议并核对。",
               "what you read is not the document that is sealed: do not sign, open the agreement "
               "again");
    else if (app_agreement_shown(&c->agreement) == NULL ||
             app_agreement_shown(&c->agreement)->seq != seal->version)
        refuse(c, YM_E_CONFLICT, "replaced",
               "协议内容已变更，您看到的是旧版本：请重新打开协议，阅读新版本后再签署。",
               "the terms have changed since: open the agreement again, read the new version and "
               "sign that one");
    else
        go_on(c);
}

static void read_document(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;

    seals->ops->read(seals, &c->wished.code, on_document, c);
}

static void read_again(struct api_seal *c)
{
    api_seal_read(c, read_document);
}

void api_post_signature(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_seal *c = api_seal_begin(api, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    if (json_signature_read(rq->body, &c->op->arena, &c->wished, &api->mistakes, &err) != YM_E_OK)
        api_seal_wrong(c, &err);
    else if (command_of(c->op->caller->actor.role) == NULL)
        refuse(c, YM_E_FORBIDDEN, "paper",
               "页面签署限当事人本人、调解员和调解组织负责人；代理人请在纸上签名并附授权委托书。",
               "parties themselves, the mediator and the manager of the body sign on the page; an "
               "agent signs on paper, with its power of attorney");
    else
        read_again(c);
}
