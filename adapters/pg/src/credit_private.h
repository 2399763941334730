/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of runs and profiles into structs, and what both the port and the plain connection ask. */
#ifndef YM_PG_CREDIT_PRIVATE_H
#define YM_PG_CREDIT_PRIVATE_H

#include <stdbool.h>

#include "app/credit.h"
#include "pg/rows.h"

/* A row of part/credit_run_columns.sql; its reason lies in rows. False: it holds what no program
 * wrote. */
bool pg_take_credit_run(const struct ym_rows *rows, int row, struct app_credit_run *ret);

/* A row of credit_read.sql; what is sealed lies in rows. False likewise. */
bool pg_take_credit_row(const struct ym_rows *rows, int row, struct app_credit_row *ret);

/* "1 2 3": the numbers of a tally; those that it does not tell are 0. */
bool pg_take_credit_tally(struct ym_span text, int64_t ret[APP_CREDIT_N_COUNT]);

/* What came of a decision, from the rows of credit_approve.sql or credit_withdraw.sql. */
struct pg_credit_decided {
    enum app_credit_bar bar;
    bool is_raced; /* nothing stood against it, and yet it was not done: somebody was faster */
};
void pg_take_credit_decided(const struct ym_rows *rows, const struct app_credit_verdict *v,
                            struct pg_credit_decided *ret);

#endif
