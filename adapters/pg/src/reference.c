/* SPDX-License-Identifier: Apache-2.0 */
/* Regions, bodies, staff and the calendar: bulk upserts in chunks, one transaction a call. */
#include "pg/reference.h"

#include <assert.h>

#include "pg/bin.h"
#include "pg/notice.h"
#include "sql.h"

#define COLUMNS_MAX      7
#define COLUMN_BYTES_MAX 16777216 /* a chunk of texts; a row that goes past it is refused */

/* One table: its statement, its columns, and how row i of what the caller gave fills them. */
struct table {
    enum pg_sql sql;
    size_t ncolumns;
    enum ym_pg_type types[COLUMNS_MAX];
    void (*fill)(struct ym_column *columns, const void *rows, size_t i);
};

struct rows_given {
    const void *rows;
    size_t n;
};

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(size_t *)arg += (size_t)ym_rows_affected(rows);
}

/* What breaks a check or names what does not exist is the caller's fault, not the program's. */
static enum ym_err blame(enum ym_err err, struct ym_error *reterr)
{
    if (err != YM_E_INTERNAL)
        return err;
    if (reterr != NULL)
        reterr->code = YM_E_UNPROCESSABLE;
    return YM_E_UNPROCESSABLE;
}

/* Rows lo to hi with the table's statement. */
static enum ym_err put_chunk(struct ym_conn *c, const struct table *t, struct ym_column *columns,
                             const struct ym_param *params, size_t *changed,
                             struct ym_error *reterr)
{
    struct ym_statement s = pg_sql_statement(t->sql, params, t->ncolumns);

    for (size_t k = 0; k < t->ncolumns; k++) {
        if (!ym_column_ok(&columns[k]))
            return ym_fail(reterr, YM_E_TOO_LARGE, "texts of more than %d bytes in %d rows",
                           COLUMN_BYTES_MAX, PG_REFERENCE_CHUNK);
    }
    return blame(ym_conn_run(c, &s, on_affected, changed, reterr), reterr);
}

static enum ym_err put_chunks(struct ym_conn *c, const struct table *t, struct rows_given given,
                              size_t *changed, struct ym_error *reterr)
{
    struct ym_column columns[COLUMNS_MAX];
    struct ym_param params[COLUMNS_MAX];
    enum ym_err err = YM_E_OK;

    for (size_t k = 0; k < t->ncolumns; k++)
        ym_column_init(&columns[k], t->types[k], COLUMN_BYTES_MAX);
    for (size_t lo = 0; lo < given.n && err == YM_E_OK; lo += PG_REFERENCE_CHUNK) {
        for (size_t k = 0; k < t->ncolumns; k++)
            ym_column_clear(&columns[k]);
        for (size_t i = lo; i < given.n && i < lo + PG_REFERENCE_CHUNK; i++)
            t->fill(columns, given.rows, i);
        for (size_t k = 0; k < t->ncolumns && ym_column_ok(&columns[k]); k++)
            params[k] = ym_column_param(&columns[k]);
        err = put_chunk(c, t, columns, params, changed, reterr);
    }
    for (size_t k = 0; k < t->ncolumns; k++)
        ym_column_release(&columns[k]);
    return err;
}

static enum ym_err put(struct ym_conn *c, const struct table *t, struct rows_given given,
                       size_t *ret_changed, struct ym_error *reterr)
{
    struct ym_statement bump = pg_sql_statement(PG_SQL_revision_bump, NULL, 0);
    size_t changed = 0;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err == YM_E_OK)
        err = put_chunks(c, t, given, &changed, reterr);
    if (err == YM_E_OK && changed > 0)
        err = ym_conn_run(c, &bump, NULL, NULL, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err == YM_E_OK && changed > 0)
        pg_notice_rules(c);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    if (ret_changed != NULL)
        *ret_changed = err == YM_E_OK ? changed : 0;
    return err;
}

static struct ym_span text(struct ym_span s)
{
    return s.at != NULL ? s : YM_SPAN("");
}

/* ---- Regions ---- */

static void fill_region(struct ym_column *columns, const void *rows, size_t i)
{
    const struct pg_region *r = (const struct pg_region *)rows + i;

    ym_column_i64(&columns[0], r->code);
    ym_column_i64(&columns[1], r->parent);
    ym_column_i16(&columns[2], r->level);
    ym_column_span(&columns[3], text(r->name));
}

enum ym_err pg_regions_put(struct ym_conn *c, const struct pg_region *rows, size_t n,
                           size_t *ret_changed, struct ym_error *reterr)
{
    static const struct table t = {
        PG_SQL_regions_put, 4, { YM_PG_INT8, YM_PG_INT8, YM_PG_INT2, YM_PG_TEXT }, fill_region
    };

    return put(c, &t, (struct rows_given){ rows, n }, ret_changed, reterr);
}

struct each_region {
    pg_region_fn *fn;
    void *arg;
};

static void on_regions(void *arg, const struct ym_rows *rows)
{
    const struct each_region *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct pg_region r = { .code = ym_rows_i64(rows, row, 0),
                               .parent = ym_rows_i64(rows, row, 1),
                               .level = (uint8_t)ym_rows_i16(rows, row, 2),
                               .name = ym_rows_span(rows, row, 3) };

        each->fn(each->arg, &r);
    }
}

enum ym_err pg_regions_each(struct ym_conn *c, pg_region_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_statement s = pg_sql_statement(PG_SQL_regions_each, NULL, 0);
    struct each_region each = { fn, arg };

    return ym_conn_run(c, &s, on_regions, &each, reterr);
}

/* ---- Bodies and staff ---- */

static void fill_body(struct ym_column *columns, const void *rows, size_t i)
{
    const struct pg_body *b = (const struct pg_body *)rows + i;

    ym_column_i64(&columns[0], b->id);
    ym_column_i64(&columns[1], b->region);
    ym_column_i16(&columns[2], b->kind);
    ym_column_bool(&columns[3], b->is_active);
    ym_column_span(&columns[4], text(b->name));
    ym_column_span(&columns[5], text(b->phone));
    ym_column_span(&columns[6], text(b->address));
}

enum ym_err pg_bodies_put(struct ym_conn *c, const struct pg_body *rows, size_t n,
                          size_t *ret_changed, struct ym_error *reterr)
{
    static const struct table t = { PG_SQL_bodies_put,
                                    7,
                                    { YM_PG_INT8, YM_PG_INT8, YM_PG_INT2, YM_PG_BOOL, YM_PG_TEXT,
                                      YM_PG_TEXT, YM_PG_TEXT },
                                    fill_body };

    return put(c, &t, (struct rows_given){ rows, n }, ret_changed, reterr);
}

static void fill_staff(struct ym_column *columns, const void *rows, size_t i)
{
    const struct pg_staff *s = (const struct pg_staff *)rows + i;

    ym_column_i64(&columns[0], s->id);
    ym_column_i64(&columns[1], s->body);
    ym_column_i32(&columns[2], (int32_t)s->roles);
    ym_column_bool(&columns[3], s->is_active);
    ym_column_span(&columns[4], text(s->name));
    ym_column_span(&columns[5], text(s->phone));
}

enum ym_err pg_staff_put(struct ym_conn *c, const struct pg_staff *rows, size_t n,
                         size_t *ret_changed, struct ym_error *reterr)
{
    static const struct table t = { PG_SQL_staff_put,
                                    6,
                                    { YM_PG_INT8, YM_PG_INT8, YM_PG_INT4, YM_PG_BOOL, YM_PG_TEXT,
                                      YM_PG_TEXT },
                                    fill_staff };

    return put(c, &t, (struct rows_given){ rows, n }, ret_changed, reterr);
}

/* ---- Calendar ---- */

static void fill_day(struct ym_column *columns, const void *rows, size_t i)
{
    const struct pg_day *d = (const struct pg_day *)rows + i;

    ym_column_date(&columns[0], d->day);
    ym_column_bool(&columns[1], d->is_working);
    ym_column_span(&columns[2], text(d->name));
    ym_column_span(&columns[3], text(d->source));
}

enum ym_err pg_days_put(struct ym_conn *c, const struct pg_day *rows, size_t n, size_t *ret_changed,
                        struct ym_error *reterr)
{
    static const struct table t = {
        PG_SQL_days_put, 4, { YM_PG_DATE, YM_PG_BOOL, YM_PG_TEXT, YM_PG_TEXT }, fill_day
    };

    return put(c, &t, (struct rows_given){ rows, n }, ret_changed, reterr);
}

struct each_day {
    pg_day_fn *fn;
    void *arg;
};

static void on_days(void *arg, const struct ym_rows *rows)
{
    const struct each_day *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct pg_day d = { .day = ym_rows_date(rows, row, 0),
                            .is_working = ym_rows_bool(rows, row, 1),
                            .name = ym_rows_span(rows, row, 2),
                            .source = ym_rows_span(rows, row, 3) };

        each->fn(each->arg, &d);
    }
}

enum ym_err pg_days_each(struct ym_conn *c, pg_day_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_statement s = pg_sql_statement(PG_SQL_days_each, NULL, 0);
    struct each_day each = { fn, arg };

    return ym_conn_run(c, &s, on_days, &each, reterr);
}
