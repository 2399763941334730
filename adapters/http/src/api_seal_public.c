/* SPDX-License-Identifier: Apache-2.0 */
/* What anybody may have checked: GET /api/v1/seals/{code}, its file, the keys, and GET /v/{code}.
 *
 *   code -> KEYS: does it hold? -> the dispute and its history: where does it stand? -> answer
 *
 * Who holds the code holds the document: it is told no name, no amount and no number. A code that
 * never was, and one that is not even well formed, answer alike. Strangers are counted like scans.
 */
#include <stdio.h>

#include "api_page.h"
#include "api_seal.h"

static const char throttled_en[] =
    "this address asks too often: wait as long as Retry-After says, then ask again";
static const char throttled_zh[] = "查询过于频繁，请稍后再试。";
static const char late_en[] = "the system cannot look this up now: try again in a moment";
static const char late_zh[] = "系统暂时无法查询，请稍后再试。";
static const char unknown_en[] =
    "no document is sealed under this code: compare all 20 characters with the paper; if they are "
    "the same, the paper is not from here";
static const char unknown_zh[] =
    "没有以此编码封存的文书：请对照纸面核对全部20位；如核对无误，则该文书并非由本系统出具。";

static const struct ym_word issued = { "issued", "已出具", "issued" };

/* ---- Where it stands ---- */

struct api_seal_standing api_seal_standing(const struct api_seal *c)
{
    const struct app_version *v = api_seal_version(c, c->seal.version);
    const struct app_needed needed = app_agreement_needed(&c->agreement);
    struct api_seal_standing s = { &issued, 0, 0, YM_DAY_NONE };

    if (c->seal.document != YM_DOC_AGREEMENT)
        return s;
    s.state = app_version_word(v != NULL ? v->state : APP_VERSION_REPLACED);
    if (v == NULL)
        return s;
    s.given = v->nsignatures;
    s.needed = v->nsignatures;
    s.effective_on = v->effective_on;
    if (v == app_agreement_open(&c->agreement)) {
        for (uint32_t seats = needed.seats; seats != 0; seats &= seats - 1)
            s.needed++;
        s.needed += (size_t)needed.mediator + (size_t)needed.seal;
    }
    return s;
}

static void put_key(struct json_out *w, const struct app_seal_key *key)
{
    char hex[2 * sizeof(key->open) + 1];

    api_seal_hex(key->open, sizeof(key->open), hex);
    json_put_object(w);
    json_add_int(w, "number", key->number);
    json_add_word(w, "public_key", hex);
    json_add_instant(w, "valid_from", key->from);
    json_add_instant(w, "valid_until", key->until);
    json_put_object_end(w);
}

static void put_signed(struct json_out *w, const struct api_seal *c)
{
    const struct app_version *v = api_seal_version(c, c->seal.version);

    json_put_key(w, "signed");
    json_put_array(w);
    for (size_t i = 0; v != NULL && i < v->nsignatures; i++) {
        const struct app_signature *s = &v->signatures[i];

        json_put_object(w);
        json_add_named(w, "who", app_signer_word(s->who));
        json_add_named(w, "signing", ym_word(YM_VOCAB_SIGNING, s->signing));
        json_add_instant(w, "at", s->at);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_proof(struct json_out *w, const struct api_seal *c)
{
    char statement[APP_SEAL_STATEMENT_MAX];
    char hex[2 * sizeof(c->seal.signature) + 1];
    const size_t n = app_seal_statement(&c->seal, c->op->api->config.hash, statement);

    api_seal_hex(c->seal.signature, sizeof(c->seal.signature), hex);
    json_add_text(w, "statement", (struct ym_span){ statement, n });
    json_add_word(w, "signature", hex);
}

static void answer_json(struct api_seal *c)
{
    const struct api_seal_standing standing = api_seal_standing(c);
    const struct ym_word flaw = { "flaw", app_seal_flaw_zh(c->flaw), app_seal_flaw_text(c->flaw) };
    struct json_out *w = &c->op->w;

    json_put_object(w);
    api_seal_put(c, &c->seal);
    json_add_bool(w, "holds", c->flaw == APP_SEAL_NONE);
    json_add_word(w, "zh", flaw.zh);
    json_add_word(w, "en", flaw.en);
    json_add_named(w, "state", standing.state);
    json_add_int(w, "signatures_given", (int64_t)standing.given);
    json_add_int(w, "signatures_needed", (int64_t)standing.needed);
    json_add_day(w, "effective_on", standing.effective_on);
    put_signed(w, c);
    put_proof(w, c);
    json_put_key(w, "key");
    if (c->key.number != 0)
        put_key(w, &c->key);
    else
        json_put_null(w);
    json_put_object_end(w);
    api_seal_json(c, 200);
}

/* ---- The way to the answer ---- */

static void answer_problem(struct api_seal *c, enum ym_err code, const char *en, const char *zh)
{
    api_seal_end(c);
    json_put_object(&c->op->w);
    json_add_word(&c->op->w, "zh", zh);
    json_put_object_end(&c->op->w);
    api_op_error(c->op, code, "%s", en);
}

static void answer_message(struct api_seal *c, int status, const char *zh, const char *en)
{
    char nonce[API_NONCE_CHARS + 1];

    api_seal_end(c);
    api_page_nonce(c->op->api, nonce);
    api_page_message(&c->op->out, nonce, zh, en);
    api_page_send(c->op->api, c->op->rq, status, nonce, &c->op->out);
    api_op_end(c->op);
}

static void fail(struct api_seal *c, enum ym_err err)
{
    if (!c->is_page && err == YM_E_NOT_FOUND)
        answer_problem(c, err, unknown_en, unknown_zh);
    else if (!c->is_page)
        answer_problem(c, err, late_en, late_zh);
    else if (err == YM_E_NOT_FOUND)
        answer_message(c, 404, unknown_zh, unknown_en);
    else
        answer_message(c, 503, late_zh, late_en);
}

static void on_keys(void *arg, enum ym_err err, const struct app_seal_key *keys, size_t n)
{
    struct api_seal *c = arg;
    const struct api_config *config = &c->op->api->config;

    if (err != YM_E_OK) {
        fail(c, err);
        return;
    }
    c->flaw = app_seal_check(&c->seal, keys, n, config->secrets, config->hash);
    for (size_t i = 0; i < n; i++) {
        if (keys[i].number == c->seal.key)
            c->key = keys[i];
    }
    c->op->id = c->seal.dispute;
    api_seal_read(c, c->answer);
}

static void on_seal(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;
    struct app_seals *seals = c->op->api->config.seals;

    if (err != YM_E_OK) {
        fail(c, err);
        return;
    }
    c->seal = *seal;
    seals->ops->keys(seals, on_keys, c);
}

static void begin(struct api *api, struct ym_http_request *rq, bool is_page,
                  void (*answer)(struct api_seal *c))
{
    struct api_seal *c = api_seal_begin_open(api, rq);
    struct app_seals *seals = api->config.seals;

    if (c == NULL)
        return;
    c->is_page = is_page;
    c->answer = answer;
    c->fail = fail;
    if (ym_seal_code_parse(ym_http_param(rq, "code"), &c->code))
        seals->ops->read(seals, &c->code, on_seal, c);
    else
        fail(c, YM_E_NOT_FOUND);
}

static bool is_refused(struct api *api, struct ym_http_request *rq)
{
    struct ym_error err;

    if (!api_seal_is_throttled(api, rq))
        return false;
    (void)ym_fail(&err, YM_E_THROTTLED, "%s", throttled_en);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
    return true;
}

void api_get_seal(struct ym_http_request *rq, void *app)
{
    if (!is_refused(app, rq))
        begin(app, rq, false, answer_json);
}

/* ---- The file by which it is checked without a server ---- */

static void answer_file(struct api_seal *c)
{
    struct json_out *w = &c->op->w;
    char name[64];

    (void)snprintf(name, sizeof(name), "attachment; filename=\"%s.seal.json\"", c->seal.code.text);
    ym_http_reply_header(c->op->rq, "Content-Disposition", name);
    json_put_object(w);
    json_add_word(w, "format", JSON_SEAL_FORMAT);
    put_proof(w, c);
    json_put_object_end(w);
    api_seal_json(c, 200);
}

void api_get_seal_file(struct ym_http_request *rq, void *app)
{
    if (!is_refused(app, rq))
        begin(app, rq, false, answer_file);
}

/* ---- The keys ---- */

static void on_all_keys(void *arg, enum ym_err err, const struct app_seal_key *keys, size_t n)
{
    struct api_seal *c = arg;
    struct json_out *w = &c->op->w;

    if (err != YM_E_OK) {
        fail(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_key(w, &keys[i]);
    json_put_array_end(w);
    json_put_object_end(w);
    api_seal_json(c, 200);
}

void api_get_seal_keys(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_seals *seals = api->config.seals;
    struct api_seal *c;

    if (is_refused(api, rq))
        return;
    c = api_seal_begin_open(api, rq);
    if (c == NULL)
        return;
    c->fail = fail;
    seals->ops->keys(seals, on_all_keys, c);
}

/* ---- The page ---- */

static void answer_page(struct api_seal *c)
{
    char nonce[API_NONCE_CHARS + 1];

    api_page_nonce(c->op->api, nonce);
    api_seal_page(c, nonce);
    api_seal_end(c);
    api_page_send(c->op->api, c->op->rq, 200, nonce, &c->op->out);
    api_op_end(c->op);
}

void api_get_seal_page(struct ym_http_request *rq, void *app)
{
    struct api *api = app;

    if (api_seal_is_throttled(api, rq)) {
        api_page_refuse(api, rq, 429, throttled_zh, throttled_en);
        return;
    }
    if (api->free_ops == NULL) {
        ym_http_reply_header(rq, "Retry-After", "1");
        api_page_refuse(api, rq, 503, late_zh, late_en);
        return;
    }
    begin(api, rq, true, answer_page);
}
