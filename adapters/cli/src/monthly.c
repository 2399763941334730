/* SPDX-License-Identifier: Apache-2.0 */
#include "monthly.h"

enum ym_err cli_monthly_open(struct cli_monthly *m, struct ym_loop *loop, const char *conninfo,
                             bool is_unprepared, struct ym_error *reterr)
{
    m->months = pg_months_open(loop, conninfo, is_unprepared, reterr);
    if (m->months == NULL)
        return reterr->code;
    m->credits = pg_credits_open(loop, conninfo, is_unprepared, reterr);
    if (m->credits == NULL)
        return reterr->code;
    m->looks = pg_credit_access_open(loop, conninfo, is_unprepared, reterr);
    if (m->looks == NULL)
        return reterr->code;
    m->assess = pg_assess_open(loop, conninfo, is_unprepared, reterr);
    return m->assess != NULL ? YM_E_OK : reterr->code;
}

static void on_closed(void *arg)
{
    struct cli_monthly *m = arg;

    m->closing--;
    if (m->closing == 0)
        m->done(m->arg);
}

static struct cli_monthly *one_more(struct cli_monthly *m)
{
    m->closing++;
    return m;
}

/* A close that is done at once must not end it before the others have begun: this function counts
 * as a link, too. */
void cli_monthly_close(struct cli_monthly *m, void (*done)(void *arg), void *arg)
{
    m->done = done;
    m->arg = arg;
    m->closing = 1;
    if (m->months != NULL)
        pg_months_close(m->months, on_closed, one_more(m));
    if (m->credits != NULL)
        pg_credits_close(m->credits, on_closed, one_more(m));
    if (m->looks != NULL)
        pg_credit_access_close(m->looks, on_closed, one_more(m));
    if (m->assess != NULL)
        pg_assess_close(m->assess, on_closed, one_more(m));
    m->months = NULL;
    m->credits = NULL;
    m->looks = NULL;
    m->assess = NULL;
    on_closed(m);
}
