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
#include "person.h"
#include "pg/credit.h"

extern const struct ym_embedded ym_shipped_credit_files[]; /* engine/credit/ */
extern const size_t ym_shipped_credit_count;

/* What was asked for; NULL: not given. */
struct credit_wish {
    const char *by, *formula, *report_db, *summary, *reason, *purpose, *month_text, *pace_text,
        *until_text;
    bool is_dry, as_json, is_stdin;
    struct cli_pace pace; /* of run */
    ym_day month; /* of run, approve and withdraw; of show the one asked for or YM_DAY_NONE */
};

/* What a run is drawn by. */
struct credit_formula {
    struct json_credit *json;          /* owned */
    struct ym_span text;               /* the document as it was given; owned */
    char name[APP_CREDIT_FORMULA_MAX]; /* "id/version" */
    unsigned char sha256[32];          /* of the text */
};

/* The formula of this name, or (NULL) the one that is valid on the last day of the month: of the
 * imported ones that begins last, else of those in the program. NOT_FOUND: there is none; the text
 * lists those that there are. INTERNAL: an imported one was altered. Release it in any case. */
__attribute__((warn_unused_result)) enum ym_err credit_formula_open(struct ym_conn *c,
                                                                    const char *name, ym_day month,
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

/* Each run, newest first: of one month the newest APP_CREDIT_RUNS_PAGE. What a run points to dies
 * when fn returns. */
__attribute__((warn_unused_result)) enum ym_err
credit_runs_each(struct ym_conn *c, pg_credit_run_fn *fn, void *arg, struct ym_error *reterr);

/* Tests end a run, as a power cut would, when it has drawn as many buckets, counted from this start
 * on, as YIMA_TEST_CREDIT_KILL_AFTER says; CREDIT_STAGE_END stands before its last word. */
#define CREDIT_STAGE_END (YM_BUCKETS + 1)
void credit_maybe_die(long long stage);

/* The verbs. Each returns an exit code. */
int credit_run(const struct cli *cli, const struct credit_wish *w);
int credit_decide(const struct cli *cli, const struct credit_wish *w, bool approves);
int credit_list(const struct cli *cli, const struct credit_wish *w);
int credit_formula(const struct cli *cli, const struct credit_wish *w,
                   const char *path); /* NULL: lists them */
int credit_show(const struct cli *cli, const struct credit_wish *w, const char *dispute,
                const char *seat);

/* That no profile is drawn of a party (credit_forget.c): forget and lift, words[1] and [2] being
 * the dispute and the seat; and the list of those. */
bool credit_is_decision(const char *verb);
int credit_decide_party(const struct cli *cli, const struct credit_wish *w, char **words);
int credit_list_barred(const struct cli *cli, const struct credit_wish *w);

/* Who a verb is done by, as the wish says. */
struct cli_claim credit_claim(const struct credit_wish *w, enum app_right right);

/* Print a run's counts for people, those that are 0 left out. */
void credit_print_counts(const struct app_credit_run *r);

#endif
