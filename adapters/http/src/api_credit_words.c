/* SPDX-License-Identifier: Apache-2.0 */
/* What people write about credit: sealed where it is kept, read from the bodies of requests. */
#include "api_credit.h"

#include "base/mistake.h"
#include "json/read.h"
#include "json/write.h"
#include "loop/log.h"

bool api_credit_seal(struct api_credit *c, struct ym_span label, struct ym_span plain,
                     struct ym_span *ret)
{
    const struct app_secrets *s = c->op->api->config.secrets;
    struct ym_error err;

    *ret = (struct ym_span){ NULL, 0 };
    if (plain.n == 0 || s->seal(s->ring, label, plain, &c->op->arena, ret, &err) == YM_E_OK)
        return true;
    api_credit_end(c);
    api_op_problem(c->op, &err);
    return false;
}

bool api_credit_open(struct api_credit *c, struct ym_span label, struct ym_span sealed,
                     struct ym_arena *arena, struct ym_span *ret)
{
    const struct app_secrets *s = c->op->api->config.secrets;
    struct ym_error err;

    if (s->unseal(s->ring, label, sealed, arena, ret, &err) == YM_E_OK)
        return true;
    ym_log(c->op->api->config.log, ERROR, "a sealed text of a credit profile does not open",
           ym_log_text("why", err.text));
    return false;
}

void api_credit_put_sealed(struct api_credit *c, const char *key, struct ym_span label,
                           struct ym_span sealed)
{
    struct ym_span plain;

    if (sealed.n > 0 && api_credit_open(c, label, sealed, &c->op->arena, &plain))
        json_add_text(&c->op->w, key, plain);
    else
        json_add_null(&c->op->w, key);
}

enum ym_err api_credit_text(struct api_credit *c, const char *key, size_t min, size_t max,
                            struct ym_error *reterr)
{
    struct ym_mistakes *mistakes = &c->op->api->mistakes;
    struct json_doc *doc;
    struct json_at root, text;
    enum ym_err err;

    ym_mistakes_clear(mistakes);
    err = json_parse(c->op->rq->body, API_CREDIT_BYTES_MAX, &doc, reterr);
    if (err != YM_E_OK)
        return err;
    json_gather(doc, mistakes);
    root = json_root(doc);
    text = json_member(&root, key);
    c->text = ym_arena_text(&c->op->arena, json_get_text(&text, min, max));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}
