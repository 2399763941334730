/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/credit/me: a party reads its own profile, with the reason of every point
 * (个人信息保护 法 24, 44, 45); PUT /api/v1/credit/me/statement: its own words, shown with the
 * profile. */
#include "api_credit.h"

static void answer(struct api_credit *c)
{
    api_credit_json(c, 200);
}

static void show(struct api_credit *c)
{
    api_credit_put_answer(c, true);
    api_credit_log(c, APP_SEES_OWN, APP_LOOK_ANSWERED, answer);
}

static void read_own(struct api_credit *c)
{
    api_credit_profile(c, show);
}

void api_get_credit_me(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_me(app, rq);
    const struct ym_span month = ym_http_query(rq, "month");

    if (c == NULL || api_credit_is_throttled(c))
        return;
    if (month.at != NULL && !app_month_parse(month, &c->month))
        api_credit_error(c, YM_E_INVALID, "month takes a month like 2026-10");
    else
        api_credit_me(c, read_own);
}

/* ---- The party's own words ---- */

static void on_stated(void *arg, enum ym_err err)
{
    struct api_credit *c = arg;
    struct json_out *w = &c->op->w;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "statement");
    if (c->text.n > 0) {
        json_put_object(w);
        json_add_text(w, "text", c->text);
        json_add_instant(w, "at", c->stated_at);
        json_put_object_end(w);
    } else {
        json_put_null(w);
    }
    json_put_object_end(w);
    api_credit_json(c, 200);
}

static void state(struct api_credit *c)
{
    struct app_credit_access *access = c->op->api->config.credit_access;
    struct app_statement s = { .at = api_now(c->op->api) };
    char room[APP_ACCESS_LABEL_MAX];

    c->stated_at = s.at;
    if (!app_party_is_known(c->party))
        api_credit_refuse(c, YM_E_CONFLICT, "no_identity",
                          app_credit_none_word(APP_CREDIT_NONE_NO_IDENTITY)->zh,
                          "no identity number is on file for this party: there is no profile that "
                          "a statement could stand beside");
    else if (api_credit_seal(c, app_statement_label(c->party, room), c->text, &s.text))
        access->ops->state(access, c->party, &s, on_stated, c);
}

void api_put_credit_statement(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_me(app, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    if (api_credit_text(c, "text", 0, APP_STATEMENT_CHARS_MAX, &err) != YM_E_OK)
        api_credit_wrong(c, &err);
    else
        api_credit_me(c, state);
}
