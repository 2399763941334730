/* SPDX-License-Identifier: Apache-2.0 */
/* yima credit: what its verbs share. */
#ifndef YM_CLI_CREDIT_H
#define YM_CLI_CREDIT_H

#include <stdbool.h>

#include "app/credit.h"
#include "base/embedded.h"
#include "base/error.h"
#include "cli.h"
#include "database.h"
#include "granted.h"
#include "json/credit.h"
#include "pace.h"

extern const struct ym_embedded ym_shipped_credit_files[]; /* engine/credit/ */
extern const size_t ym_shipped_credit_count;

/* What was asked for; NULL: not given. */
struct credit_wish {
    const char *by, *formula, *report_db, *summary, *reason, *purpose, *month_text, *pace_text;
    bool is_dry, as_json;
    struct cli_pace pace; /* of run */
    ym_day month; /* of run, approve and withdraw; of show the one asked for or YM_DAY_NONE */
};

/* What a run is drawn by. */
struct credit_formula {
    struct json_credit *json; /* owned */
    const struct ym_embedded *file;
    char name[APP_CREDIT_FORMULA_MAX]; /* "id/version" */
    unsigned char sha256[32];          /* of the file */
};

/* The formula of this name, or (NULL) the one that is valid on the last day of the month.
 * NOT_FOUND: there is none; the text lists those that there are. Release it in any case. */
__attribute__((warn_unused_result)) enum ym_err credit_formula_open(const char *name, ym_day month,
                                                                    struct credit_formula *ret,
                                                                    struct ym_error *reterr);
void credit_formula_release(struct credit_formula *f); /* legal on a zeroed one */

/* Which run is drawn, and behind which. */
struct credit_plan {
    struct app_credit_run run;    /* begun (DRAWING), or to be begun (NONE) */
    struct app_credit_run before; /* the newest approved one; state NONE: there is none */
};

/* Judge whether the month may be drawn now. CONFLICT and REFUSED say why not and what to do. */
__attribute__((warn_unused_result)) enum ym_err
credit_plan_make(struct ym_conn *c, ym_day month, const struct cli_granted *by, ym_usec now,
                 struct credit_plan *ret, struct ym_error *reterr);

/* The verbs. Each returns an exit code. */
int credit_run(const struct cli *cli, const struct credit_wish *w);
int credit_decide(const struct cli *cli, const struct credit_wish *w, bool approves);
int credit_list(const struct cli *cli, const struct credit_wish *w);
int credit_show(const struct cli *cli, const struct credit_wish *w, const char *dispute,
                const char *seat);

/* Print a run's counts for people, those that are 0 left out. */
void credit_print_counts(const struct app_credit_run *r);

#endif
