/* SPDX-License-Identifier: Apache-2.0 */
/* All runs, of which the database tells one page at a time. */
#include "credit.h"
#include "pg/credit.h"

struct telling {
    pg_credit_run_fn *fn;
    void *arg;
    ym_day month; /* of the last one that was told; YM_DAY_NONE: none was */
    int16_t run;  /* its number */
    size_t n;     /* runs of the page */
};

static void on_run(void *arg, const struct app_credit_run *r)
{
    struct telling *t = arg;

    t->n++;
    if (r->month == t->month && r->run >= t->run)
        return; /* it was told with the page before */
    t->month = r->month;
    t->run = r->run;
    t->fn(t->arg, r);
}

enum ym_err credit_runs_each(struct ym_conn *c, pg_credit_run_fn *fn, void *arg,
                             struct ym_error *reterr)
{
    struct telling t = { .fn = fn, .arg = arg, .month = YM_DAY_NONE };
    bool is_full;
    enum ym_err err;

    do {
        t.n = 0;
        err = pg_credit_runs(c, YM_DAY_NONE, t.month, on_run, &t, reterr);
        is_full = t.n == APP_CREDIT_RUNS_PAGE;
        if (err == YM_E_OK && is_full) /* it may end within a month */
            err = pg_credit_runs(c, t.month, YM_DAY_NONE, on_run, &t, reterr);
    } while (err == YM_E_OK && is_full);
    return err;
}
