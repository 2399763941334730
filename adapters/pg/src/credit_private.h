/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of runs and profiles into structs, and what both the port and the plain connection ask. */
#ifndef YM_PG_CREDIT_PRIVATE_H
#define YM_PG_CREDIT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/credit.h"
#include "pg/bin.h"
#include "pg/conn.h"
#include "pg/credit.h"
#include "pg/rows.h"
#include "sql.h"

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

/* Parameters of which the last n are columns. */
struct pg_credit_columns {
    struct ym_param *params; /* room for all of them; the first ones are filled in */
    size_t first;            /* how many stand before the columns */
    struct ym_column *columns;
    size_t n;
};

/* Run a statement with them and release the columns. UNAVAILABLE when they are not whole. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_run(struct ym_conn *c, enum pg_sql sql,
                                                              const struct pg_credit_columns *all,
                                                              struct ym_error *reterr);
/* The same, when what was sent before is stored, and without waiting for this one. */
__attribute__((warn_unused_result)) enum ym_err pg_credit_send(struct pg_credit_sending *to,
                                                               enum pg_sql sql,
                                                               const struct pg_credit_columns *all,
                                                               struct ym_error *reterr);

#endif
