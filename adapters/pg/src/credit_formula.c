/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/credit_formula.h"

#include "pg/bin.h"
#include "pg/rows.h"
#include "sql.h"

static void on_put(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

enum ym_err pg_credit_formula_put(struct ym_conn *c, const struct pg_credit_document *d,
                                  struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        ym_param_text(d->id),
        ym_param_text(d->version),
        ym_param_i32(&room[0], d->valid_from),
        d->valid_until == YM_DAY_NONE ? ym_param_null(YM_PG_INT4)
                                      : ym_param_i32(&room[1], d->valid_until),
        ym_param_bytes(d->sha256),
        ym_param_text(d->text),
        ym_param_usec(&room[2], d->at),
        ym_param_text(d->by),
    };
    const struct ym_statement s =
        pg_sql_statement(PG_SQL_credit_formula_put, params, sizeof(params) / sizeof(params[0]));
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_put, &n, reterr);

    if (err != YM_E_OK || n == 1)
        return err;
    return ym_fail(reterr, YM_E_CONFLICT,
                   "there is a formula of this id and version, or one that begins on the same day: "
                   "`yima credit formula` lists them; give the new one another version and day");
}

struct listing {
    pg_credit_document_fn *fn;
    void *arg;
};

static void on_rows(void *arg, const struct ym_rows *rows)
{
    const struct listing *l = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct pg_credit_document d = {
            .id = ym_rows_span(rows, row, 0),
            .version = ym_rows_span(rows, row, 1),
            .valid_from = ym_rows_date(rows, row, 2),
            .valid_until = ym_rows_is_null(rows, row, 3) ? YM_DAY_NONE : ym_rows_date(rows, row, 3),
            .sha256 = ym_rows_span(rows, row, 4),
            .text = ym_rows_span(rows, row, 5),
            .at = ym_rows_usec(rows, row, 6),
            .by = ym_rows_span(rows, row, 7),
        };

        l->fn(l->arg, &d);
    }
}

enum ym_err pg_credit_formulas(struct ym_conn *c, pg_credit_document_fn *fn, void *arg,
                               struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_formulas, NULL, 0);
    struct listing l = { fn, arg };

    return ym_conn_run(c, &s, on_rows, &l, reterr);
}
