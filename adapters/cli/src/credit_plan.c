/* SPDX-License-Identifier: Apache-2.0 */
/* What stands before a run: the formula it is drawn by, and whether the month may be drawn. */
#include <stdio.h>
#include <string.h>

#include "app/month.h"
#include "credit.h"
#include "crypto/crypto.h"
#include "pg/credit.h"

#define NAMES_MAX 256 /* bytes of the formulas that are listed */

/* ---- The formula ---- */

static bool is_valid_in(const struct ym_credit_formula *f, ym_day last)
{
    return f->valid_from <= last && (f->valid_until == YM_DAY_NONE || last <= f->valid_until);
}

/* Is a to be taken rather than what was found so far? */
static bool is_better(const struct ym_credit_formula *a, const struct credit_formula *found)
{
    return found->json == NULL || a->valid_from > found->json->formula.valid_from;
}

static bool is_asked_for(const struct ym_credit_formula *f, const char *name, ym_day last,
                         const char *full)
{
    return name != NULL ? strcmp(name, full) == 0 : is_valid_in(f, last);
}

static enum ym_err look_at(const struct ym_embedded *file, const char *name, ym_day last,
                           struct credit_formula *ret, struct ym_error *reterr)
{
    struct json_credit *json = NULL;
    char full[APP_CREDIT_FORMULA_MAX];
    const enum ym_err err =
        json_credit_parse((struct ym_span){ (const char *)file->at, file->n }, &json, reterr);

    if (err != YM_E_OK)
        return err;
    (void)snprintf(full, sizeof(full), "%s/%s", json->formula.id, json->formula.version);
    if (!is_asked_for(&json->formula, name, last, full) || !is_better(&json->formula, ret)) {
        json_credit_free(json);
        return YM_E_OK;
    }
    credit_formula_release(ret);
    ret->json = json;
    ret->file = file;
    memcpy(ret->name, full, sizeof(full));
    ym_sha256(file->at, file->n, ret->sha256);
    return YM_E_OK;
}

static enum ym_err unknown(const char *name, struct ym_error *reterr)
{
    char names[NAMES_MAX] = "";
    size_t at = 0;

    for (size_t i = 0; i < ym_shipped_credit_count && at < sizeof(names); i++) {
        const struct ym_embedded *file = &ym_shipped_credit_files[i];
        struct json_credit *json = NULL;

        if (json_credit_parse((struct ym_span){ (const char *)file->at, file->n }, &json, reterr) ==
            YM_E_OK)
            at += (size_t)snprintf(names + at, sizeof(names) - at, " %s/%s", json->formula.id,
                                   json->formula.version);
        json_credit_free(json);
    }
    if (name == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "no formula is valid in this month; this program has%s", names);
    return ym_fail(reterr, YM_E_NOT_FOUND,
                   "there is no formula %.64s: give --formula one of%s, or leave it out", name,
                   names);
}

enum ym_err credit_formula_open(const char *name, ym_day month, struct credit_formula *ret,
                                struct ym_error *reterr)
{
    const ym_day last = ym_day_plus(app_month_plus(month, 1), -1);
    enum ym_err err = YM_E_OK;

    *ret = (struct credit_formula){ .json = NULL };
    for (size_t i = 0; i < ym_shipped_credit_count && err == YM_E_OK; i++)
        err = look_at(&ym_shipped_credit_files[i], name, last, ret, reterr);
    if (err == YM_E_OK && ret->json == NULL)
        err = unknown(name, reterr);
    if (err == YM_E_OK && !is_valid_in(&ret->json->formula, last))
        err = ym_fail(reterr, YM_E_REFUSED,
                      "formula %s is not valid in this month: leave --formula out for the one that "
                      "is",
                      ret->name);
    return err;
}

void credit_formula_release(struct credit_formula *f)
{
    json_credit_free(f->json);
    f->json = NULL;
}

/* ---- The plan ---- */

struct planning {
    ym_day month;
    const struct cli_granted *by;
    struct credit_plan *plan;
    enum ym_err err;
    struct ym_error *reterr;
};

static void refuse(struct planning *p, const char *month, const char *why)
{
    if (p->err == YM_E_OK)
        p->err = ym_fail(p->reterr, YM_E_REFUSED, "%s %s", month, why);
}

static void take_same_month(struct planning *p, const struct app_credit_run *r, const char *text)
{
    if (r->run >= p->plan->run.run)
        p->plan->run.run = (int16_t)(r->run + 1);
    if (r->state == APP_CREDIT_APPROVED)
        refuse(p, text,
               "was approved and is frozen: what is wrong in it is put right in the next month");
    else if (r->state == APP_CREDIT_WAITING)
        refuse(
            p, text,
            "is drawn and waits: have another account say `yima credit approve`, or withdraw it");
    else if (r->state == APP_CREDIT_DRAWING && r->runner != p->by->account)
        refuse(p, text,
               "was begun by another account: let that one go on, or withdraw it with `yima credit "
               "withdraw`");
}

static void take_other_month(struct planning *p, const struct app_credit_run *r, const char *text)
{
    if (r->state == APP_CREDIT_WAITING || r->state == APP_CREDIT_DRAWING)
        refuse(p, text,
               "is not decided yet: approve it or withdraw it first, since each month stands on "
               "the one before");
    else if (r->state == APP_CREDIT_APPROVED && r->month > p->month)
        refuse(p, text, "was approved already: months are drawn in their order");
    else if (r->state == APP_CREDIT_APPROVED &&
             (p->plan->before.state == APP_CREDIT_NONE || r->month > p->plan->before.month))
        p->plan->before = *r;
}

static void on_run(void *arg, const struct app_credit_run *r)
{
    struct planning *p = arg;
    char text[APP_MONTH_TEXT_MAX];

    app_month_print(r->month, text);
    if (r->month != p->month) {
        take_other_month(p, r, text);
        return;
    }
    take_same_month(p, r, text);
    if (r->state == APP_CREDIT_DRAWING)
        p->plan->run = *r;
}

enum ym_err credit_plan_make(struct ym_conn *c, ym_day month, const struct cli_granted *by,
                             ym_usec now, struct credit_plan *ret, struct ym_error *reterr)
{
    struct planning p = { .month = month, .by = by, .plan = ret, .reterr = reterr };
    char text[APP_MONTH_TEXT_MAX];
    enum ym_err err;

    app_month_print(month, text);
    *ret = (struct credit_plan){ .run = { .month = month, .run = 1 } };
    if (!app_month_is_over(month, now))
        return ym_fail(reterr, YM_E_REFUSED,
                       "%s is not over: profiles are drawn of months that are, a quarter of an "
                       "hour after their end at the earliest",
                       text);
    err = pg_credit_runs(c, YM_DAY_NONE, YM_DAY_NONE, on_run, &p, reterr);
    ret->run.reason = ret->before.reason = (struct ym_span){ NULL, 0 };
    return err != YM_E_OK ? err : p.err;
}
