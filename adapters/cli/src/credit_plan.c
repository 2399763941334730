/* SPDX-License-Identifier: Apache-2.0 */
/* What stands before a run: whether the month may be drawn. */
#include <signal.h>
#include <stdlib.h>

#include "app/month.h"
#include "credit.h"
#include "pg/credit.h"

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
    err = credit_runs_each(c, on_run, &p, reterr);
    ret->run.reason = ret->before.reason = (struct ym_span){ NULL, 0 };
    return err != YM_E_OK ? err : p.err;
}

void credit_maybe_die(long long stage)
{
    const char *after = getenv("YIMA_TEST_CREDIT_KILL_AFTER");
    long long n;

    if (after != NULL && cli_number(after, 0, CREDIT_STAGE_END, &n) && n == stage)
        (void)raise(SIGKILL);
}
