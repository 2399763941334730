/* SPDX-License-Identifier: Apache-2.0 */
/* What months leave behind, as ports of the service: each a store over a link of its own. */
#ifndef YM_CLI_MONTHLY_H
#define YM_CLI_MONTHLY_H

#include "base/error.h"
#include "loop/loop.h"
#include "pg/assess.h"
#include "pg/credit.h"
#include "pg/credit_access.h"
#include "pg/month.h"

struct cli_monthly {
    struct pg_months *months;       /* reports; NULL: not open */
    struct pg_credits *credits;     /* runs and profiles of credit; likewise */
    struct pg_credit_access *looks; /* who looks at them; likewise */
    struct pg_assess *assess;       /* likewise: assessment, points, answers to visits */

    unsigned closing; /* links that close; counted by cli_monthly_close() */
    void (*done)(void *arg);
    void *arg;
};

/* Open all of them and begin to connect. On failure what is open stays so: close it. */
__attribute__((warn_unused_result)) enum ym_err
cli_monthly_open(struct cli_monthly *m, struct ym_loop *loop, const char *conninfo,
                 bool is_unprepared, struct ym_error *reterr);

/* Close whatever is open, then call done, perhaps before this returns. Legal on a zeroed one. */
void cli_monthly_close(struct cli_monthly *m, void (*done)(void *arg), void *arg);

#endif
