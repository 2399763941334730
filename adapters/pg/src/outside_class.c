/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the classes that partners use: put in place of the one before, and listed. */
#include <assert.h>

#include "pg/bin.h"
#include "pg/outside.h"
#include "sql.h"

#define COLUMNS          7
#define COLUMN_BYTES_MAX 4194304

static struct ym_span text(struct ym_span s)
{
    return s.at != NULL ? s : YM_SPAN("");
}

/* ---- Putting ---- */

static enum ym_err put_head(struct ym_conn *c, const struct pg_class_table *t,
                            struct ym_error *reterr)
{
    struct ym_scalar rooms[9];
    const struct ym_param params[] = {
        ym_param_text(t->partner),
        ym_param_text(t->name),
        ym_param_text(t->version),
        ym_param_i16(&rooms[3], t->channel),
        ym_param_i64(&rooms[4], t->body),
        ym_param_bool(&rooms[5], t->is_example),
        ym_param_text(t->source),
        ym_param_i16(&rooms[7], t->days),
        ym_param_usec(&rooms[8], t->imported_at),
    };
    const struct ym_statement put = pg_sql_statement(PG_SQL_class_table_put, params, 9);
    const struct ym_statement drop = pg_sql_statement(PG_SQL_class_drop, params, 1);
    const enum ym_err err = ym_conn_run(c, &put, NULL, NULL, reterr);

    return err == YM_E_OK ? ym_conn_run(c, &drop, NULL, NULL, reterr) : err;
}

static void fill(struct ym_column *columns, const struct pg_class *row)
{
    ym_column_span(&columns[0], row->code);
    ym_column_date(&columns[1], row->from);
    if (row->until == YM_DAY_NONE)
        ym_column_null(&columns[2]);
    else
        ym_column_date(&columns[2], row->until);
    ym_column_span(&columns[3], row->name);
    ym_column_i16(&columns[4], row->type);
    ym_column_span(&columns[5], text(row->cause_list));
    ym_column_span(&columns[6], text(row->cause));
}

static enum ym_err put_rows(struct ym_conn *c, struct ym_span partner, const struct pg_class *rows,
                            size_t n, struct ym_error *reterr)
{
    static const enum ym_pg_type types[COLUMNS] = { YM_PG_TEXT, YM_PG_DATE, YM_PG_DATE, YM_PG_TEXT,
                                                    YM_PG_INT2, YM_PG_TEXT, YM_PG_TEXT };
    struct ym_column columns[COLUMNS];
    struct ym_param params[COLUMNS + 1] = { ym_param_text(partner) };
    enum ym_err err = YM_E_OK;
    struct ym_statement put;

    for (size_t k = 0; k < COLUMNS; k++)
        ym_column_init(&columns[k], types[k], COLUMN_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        fill(columns, &rows[i]);
    for (size_t k = 0; k < COLUMNS; k++) {
        if (ym_column_ok(&columns[k]))
            params[k + 1] = ym_column_param(&columns[k]);
        else
            err = ym_fail(reterr, YM_E_TOO_LARGE, "the table's texts are more than %d bytes",
                          COLUMN_BYTES_MAX);
    }
    put = pg_sql_statement(PG_SQL_class_put, params, COLUMNS + 1);
    if (err == YM_E_OK)
        err = ym_conn_run(c, &put, NULL, NULL, reterr);
    for (size_t k = 0; k < COLUMNS; k++)
        ym_column_release(&columns[k]);
    return err;
}

enum ym_err pg_class_table_put(struct ym_conn *c, const struct pg_class_table *table,
                               const struct pg_class *rows, size_t n, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err == YM_E_OK)
        err = put_head(c, table, reterr);
    if (err == YM_E_OK && n > 0)
        err = put_rows(c, table->partner, rows, n, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}

/* ---- Listing ---- */

struct each_table {
    pg_class_table_fn *fn;
    void *arg;
};

static void on_tables(void *arg, const struct ym_rows *rows)
{
    const struct each_table *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct pg_class_table t = { .partner = ym_rows_span(rows, row, 0),
                                          .name = ym_rows_span(rows, row, 1),
                                          .version = ym_rows_span(rows, row, 2),
                                          .channel = (uint8_t)ym_rows_i16(rows, row, 3),
                                          .body = ym_rows_i64(rows, row, 4),
                                          .is_example = ym_rows_bool(rows, row, 5),
                                          .source = ym_rows_span(rows, row, 6),
                                          .days = ym_rows_i16(rows, row, 7),
                                          .imported_at = ym_rows_usec(rows, row, 8),
                                          .classes = ym_rows_i64(rows, row, 9) };

        each->fn(each->arg, &t);
    }
}

enum ym_err pg_class_tables_each(struct ym_conn *c, pg_class_table_fn *fn, void *arg,
                                 struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_class_tables, NULL, 0);
    struct each_table each = { fn, arg };

    return ym_conn_run(c, &s, on_tables, &each, reterr);
}

struct each_class {
    pg_class_fn *fn;
    void *arg;
};

static void on_classes(void *arg, const struct ym_rows *rows)
{
    const struct each_class *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct pg_class k = { .code = ym_rows_span(rows, row, 0),
                                    .name = ym_rows_span(rows, row, 1),
                                    .type = (uint8_t)ym_rows_i16(rows, row, 2),
                                    .cause_list = ym_rows_span(rows, row, 3),
                                    .cause = ym_rows_span(rows, row, 4),
                                    .from = ym_rows_date(rows, row, 5),
                                    .until = ym_rows_is_null(rows, row, 6)
                                                 ? YM_DAY_NONE
                                                 : ym_rows_date(rows, row, 6) };

        each->fn(each->arg, &k);
    }
}

enum ym_err pg_classes_each(struct ym_conn *c, struct ym_span partner, pg_class_fn *fn, void *arg,
                            struct ym_error *reterr)
{
    const struct ym_param params[] = { ym_param_text(partner) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_class_list, params, 1);
    struct each_class each = { fn, arg };

    return ym_conn_run(c, &s, on_classes, &each, reterr);
}
