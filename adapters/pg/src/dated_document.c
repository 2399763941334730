/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/dated_document.h"

#include "pg/bin.h"
#include "pg/rows.h"
#include "sql.h"

/* ---- What both kinds share ---- */

static void on_put(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

/* CONFLICT in these words: another one stands in the way, and nothing was kept. */
static enum ym_err put(struct ym_conn *c, enum pg_sql sql, const struct pg_dated_document *d,
                       const char *clash, struct ym_error *reterr)
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
    const struct ym_statement s = pg_sql_statement(sql, params, sizeof(params) / sizeof(params[0]));
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_put, &n, reterr);

    return err != YM_E_OK || n == 1 ? err : ym_fail(reterr, YM_E_CONFLICT, "%s", clash);
}

/* ---- Formulas of credit profiles ---- */

enum ym_err pg_credit_formula_put(struct ym_conn *c, const struct pg_dated_document *d,
                                  struct ym_error *reterr)
{
    return put(c, PG_SQL_credit_formula_put, d,
               "there is a formula of this id and version, or one that begins on the same day: "
               "`yima credit formula` lists them; give the new one another version and day",
               reterr);
}

struct reading {
    pg_dated_document_fn *fn;
    void *arg;
};

static void on_rows(void *arg, const struct ym_rows *rows)
{
    const struct reading *r = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct pg_dated_document d = {
            .id = ym_rows_span(rows, row, 0),
            .version = ym_rows_span(rows, row, 1),
            .valid_from = ym_rows_date(rows, row, 2),
            .valid_until = ym_rows_is_null(rows, row, 3) ? YM_DAY_NONE : ym_rows_date(rows, row, 3),
            .sha256 = ym_rows_span(rows, row, 4),
            .text = ym_rows_span(rows, row, 5),
            .at = ym_rows_usec(rows, row, 6),
            .by = ym_rows_span(rows, row, 7),
        };

        r->fn(r->arg, &d);
    }
}

enum ym_err pg_credit_formulas(struct ym_conn *c, pg_dated_document_fn *fn, void *arg,
                               struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_formulas, NULL, 0);
    struct reading r = { fn, arg };

    return ym_conn_run(c, &s, on_rows, &r, reterr);
}

/* ---- Tables of points ---- */

enum ym_err pg_points_rules_put(struct ym_conn *c, const struct pg_dated_document *d,
                                struct ym_error *reterr)
{
    return put(c, PG_SQL_points_rules_put, d,
               "there is a table of this id and version: give the new one another version", reterr);
}

static void on_table(void *arg, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) > 0)
        ym_buf_add(arg, ym_rows_span(rows, 0, 0));
}

enum ym_err pg_points_rules(struct ym_conn *c, ym_day day, struct ym_buf *ret,
                            struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param param = ym_param_i32(&room, day);
    const struct ym_statement s = pg_sql_statement(PG_SQL_points_rules_read, &param, 1);
    enum ym_err err = ym_conn_run(c, &s, on_table, ret, reterr);

    if (err == YM_E_OK && !ym_buf_ok(ret))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the table of points");
    return err;
}
