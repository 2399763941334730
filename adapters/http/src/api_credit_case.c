/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/disputes/{id}/credit/{seat}: the mediator of an open dispute looks at a party's
 * profile and says what for (个人信息保护法 6, 28). Every attempt is logged, with what came of it.
 *
 *   throttle -> the dispute -> what protects it -> judged -> the profile -> logged -> answer
 *                                                    └─ refused -> logged -> a problem */
#include "api_credit.h"

#define PARAM_SEAT "seat"

static void answer(struct api_credit *c)
{
    api_credit_json(c, 200);
}

/* ---- Refused ---- */

static void refuse(struct api_credit *c)
{
    const enum app_look_verdict verdict = (enum app_look_verdict)c->look.verdict;
    const struct ym_word *word = app_look_verdict_word(verdict);
    struct ym_error err;

    switch (verdict) {
    case APP_LOOK_NOT_HERE: /* who may not know of the dispute is told nothing else */
        api_credit_unread(c, YM_E_NOT_FOUND);
        break;
    case APP_LOOK_CLOSED:
        api_credit_refuse(c, YM_E_CONFLICT, word->code, word->zh,
                          "the dispute is over: there is nothing left that a look could serve");
        break;
    case APP_LOOK_PROTECTED:
        api_credit_refuse(c, YM_E_FORBIDDEN, word->code, word->zh,
                          "the dispute is under protection: profiles are not shown in it");
        break;
    case APP_LOOK_NO_PURPOSE:
        ym_mistakes_clear(&c->op->api->mistakes);
        (void)ym_mistakes_add(&c->op->api->mistakes, "/purpose", "value",
                              "say what the look is for, in 4 to 200 characters");
        (void)ym_fail(&err, YM_E_UNPROCESSABLE,
                      "/purpose: say what the look is for, in %d to %d characters; the party reads "
                      "it",
                      APP_LOOK_PURPOSE_CHARS_MIN, APP_LOOK_PURPOSE_CHARS_MAX);
        api_credit_wrong(c, &err);
        break;
    case APP_LOOK_NO_RIGHT:
    case APP_LOOK_ANSWERED:
    case APP_LOOK_VERDICT_COUNT:
        (void)ym_fail(&err, YM_E_FORBIDDEN, "%s", word->en);
        api_credit_end(c);
        api_op_problem(c->op, &err);
        break;
    }
}

/* ---- Shown ---- */

/* A profile that tells of a dispute that is protected by now is not shown to others until the next
 * run has left it out. */
static void show(struct api_credit *c)
{
    if (c->has_profile && c->nhidden > 0) {
        c->has_profile = false;
        c->none = APP_CREDIT_NONE_CHANGED;
    }
    api_credit_put_answer(c, false);
    api_credit_log(c, APP_SEES_CASE, APP_LOOK_ANSWERED, answer);
}

static void judge(struct api_credit *c)
{
    enum app_look_verdict verdict =
        app_look_judge(c->op->caller, &c->dispute, c->is_open, c->protection, c->text.n > 0);

    if (verdict == APP_LOOK_ANSWERED && !c->has_party)
        verdict = APP_LOOK_NOT_HERE;
    if (verdict == APP_LOOK_ANSWERED)
        api_credit_profile(c, show);
    else
        api_credit_log(c, APP_SEES_CASE, verdict, refuse);
}

static void on_protections(void *arg, enum ym_err err, const struct app_protection *rows, size_t n)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    c->protection = app_protection_of(c->is_reported, rows, n);
    judge(c);
}

static void on_dispute(struct api_credit *c, bool found)
{
    struct app_credit_access *access = c->op->api->config.credit_access;

    if (found)
        access->ops->protections(access, c->op->id, on_protections, c);
    else
        api_credit_log(c, APP_SEES_CASE, APP_LOOK_NOT_HERE, refuse);
}

/* A seat that is none reads as no seat: the dispute says so. */
static uint8_t seat_of(const struct ym_http_request *rq)
{
    int64_t seat;

    return api_decimal(ym_http_param(rq, PARAM_SEAT), 0, YM_SEATS_MAX - 1, &seat) ? (uint8_t)seat
                                                                                  : YM_SEATS_MAX;
}

void api_post_credit_look(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin_dispute(app, rq);
    struct ym_error err;

    if (c == NULL || api_credit_is_throttled(c))
        return;
    c->seat = seat_of(rq);
    /* A body that says no purpose is an attempt like any other: it is judged, and logged. */
    if (api_credit_text(c, "purpose", APP_LOOK_PURPOSE_CHARS_MIN, APP_LOOK_PURPOSE_CHARS_MAX,
                        &err) != YM_E_OK ||
        !app_purpose_says(c->text))
        c->text = (struct ym_span){ NULL, 0 };
    api_credit_dispute(c, on_dispute);
}

/* ---- Of a role without the right ---- */

static void refuse_right(struct api_credit *c)
{
    const struct app_right_row *row = app_right_row((enum app_right)c->op->rq->route->right);

    api_credit_error(c, YM_E_FORBIDDEN,
                     "role %s has no right %s (%s); GET /api/v1/rights says who has",
                     ym_word(YM_VOCAB_ROLE, c->op->caller->actor.role)->code, row->code, row->en);
}

static void log_right(struct api_credit *c, bool found)
{
    (void)found;
    api_credit_log(c,
                   c->op->rq->route->right == APP_RIGHT_CREDIT_CASE ? APP_SEES_CASE : APP_SEES_OWN,
                   APP_LOOK_NO_RIGHT, refuse_right);
}

void api_credit_refused(struct ym_http_request *rq, struct api *api)
{
    struct api_credit *c = api_credit_begin(api, rq);
    const bool is_case = rq->route->right == APP_RIGHT_CREDIT_CASE;
    struct ym_error err;

    if (c == NULL || api_credit_is_throttled(c))
        return;
    if (is_case && api_id_parse(ym_http_param(rq, "id"), &c->op->id, &err) == YM_E_OK) {
        c->seat = seat_of(rq);
        api_credit_dispute(c, log_right);
    } else {
        log_right(c, false);
    }
}
