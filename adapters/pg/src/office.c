/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/office.h"

#include <stdio.h>

#include "pg/bin.h"
#include "pg/notice.h"
#include "sql.h"

#define COLUMNS          5
#define COLUMN_BYTES_MAX 4194304 /* of all sources of one import */

/* The columns of the rows given, in the order of the statements. */
struct columns {
    struct ym_column at[COLUMNS];
    struct ym_param params[COLUMNS + 1];
};

static void init(struct columns *c)
{
    static const enum ym_pg_type types[COLUMNS] = { YM_PG_TEXT, YM_PG_DATE, YM_PG_TEXT, YM_PG_TEXT,
                                                    YM_PG_TEXT };

    for (size_t i = 0; i < COLUMNS; i++)
        ym_column_init(&c->at[i], types[i], COLUMN_BYTES_MAX);
}

static void release(struct columns *c)
{
    for (size_t i = 0; i < COLUMNS; i++)
        ym_column_release(&c->at[i]);
}

static void fill(struct columns *c, const struct ym_office_row *r)
{
    const enum ym_office_key key = (enum ym_office_key)r->key;
    const struct ym_office_about *about = ym_office_about(key);
    const char *unit = ym_office_unit_word((enum ym_office_unit)about->unit)->code;
    char value[YM_OFFICE_VALUE_MAX];

    ym_office_value_print(r->value, value);
    ym_column_span(&c->at[0], ym_span_of(about->word.code));
    ym_column_date(&c->at[1], r->from);
    ym_column_span(&c->at[2], ym_span_of(value));
    ym_column_span(&c->at[3], ym_span_of(unit));
    ym_column_span(&c->at[4], r->source);
}

static enum ym_err ready(struct columns *c, struct ym_error *reterr)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!ym_column_ok(&c->at[i]))
            return ym_fail(reterr, YM_E_TOO_LARGE, "the sources are longer than %d bytes in all",
                           COLUMN_BYTES_MAX);
        c->params[i] = ym_column_param(&c->at[i]);
    }
    return YM_E_OK;
}

/* ---- What may not be ---- */

/* A key and its day, as an answer begins with them. */
struct found {
    bool is_any;
    char key[64], day[YM_DAY_TEXT_MAX];
    char value[YM_OFFICE_VALUE_MAX]; /* what is there */
    ym_day last;                     /* month that is drawn */
};

static void take_text(char *to, size_t size, struct ym_span s)
{
    (void)snprintf(to, size, "%.*s", (int)s.n, s.at);
}

static void on_found(void *arg, const struct ym_rows *rows)
{
    struct found *f = arg;

    if (ym_rows_count(rows) == 0)
        return;
    f->is_any = true;
    take_text(f->key, sizeof(f->key), ym_rows_span(rows, 0, 0));
    ym_day_print(ym_rows_date(rows, 0, 1), f->day);
}

static void on_other(void *arg, const struct ym_rows *rows)
{
    struct found *f = arg;

    on_found(f, rows);
    if (f->is_any)
        take_text(f->value, sizeof(f->value), ym_rows_span(rows, 0, 2));
}

static void on_frozen(void *arg, const struct ym_rows *rows)
{
    struct found *f = arg;

    on_found(f, rows);
    if (f->is_any)
        f->last = ym_rows_date(rows, 0, 2);
}

static enum ym_err check_other(struct ym_conn *c, const struct ym_param *params,
                               struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_office_other, params, COLUMNS);
    struct found f = { .is_any = false };
    const enum ym_err err = ym_conn_run(c, &s, on_other, &f, reterr);

    if (err != YM_E_OK || !f.is_any)
        return err;
    return ym_fail(reterr, YM_E_CONFLICT,
                   "%s is %.100s from %s already, with a source: what held on a day stays; choose "
                   "another day",
                   f.key, f.value, f.day);
}

/* Those that are judged by the month alone. */
static enum ym_err check_frozen(struct ym_conn *c, const struct ym_office_row *rows, size_t n,
                                struct ym_error *reterr)
{
    struct columns columns;
    struct found f = { .is_any = false };
    struct ym_statement s;
    char month[YM_DAY_TEXT_MAX];
    enum ym_err err;

    init(&columns);
    for (size_t i = 0; i < n; i++) {
        if (ym_office_about((enum ym_office_key)rows[i].key)->judged == YM_OFFICE_JUDGED_MONTH)
            fill(&columns, &rows[i]);
    }
    err = ready(&columns, reterr);
    s = pg_sql_statement(PG_SQL_office_frozen, columns.params, 2);
    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_frozen, &f, reterr);
    release(&columns);
    if (err != YM_E_OK || !f.is_any)
        return err;
    ym_day_print(f.last, month);
    return ym_fail(reterr, YM_E_UNPROCESSABLE,
                   "%s of %s would change %.7s, which is drawn: choose a day after that month",
                   f.key, f.day, month);
}

static void on_count(void *arg, const struct ym_rows *rows)
{
    *(size_t *)arg += (size_t)ym_rows_count(rows);
}

/* With the program's own rows, which are at least one of each key, the table must fit. */
static enum ym_err check_size(struct ym_conn *c, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_office_each, NULL, 0);
    size_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_count, &n, reterr);

    if (err == YM_E_OK && n > YM_OFFICE_ROWS_MAX / 2)
        return ym_fail(reterr, YM_E_TOO_LARGE, "more than %d office rules in all",
                       YM_OFFICE_ROWS_MAX / 2);
    return err;
}

/* ---- Storing ---- */

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(size_t *)arg += (size_t)ym_rows_affected(rows);
}

static enum ym_err insert(struct ym_conn *c, struct columns *columns, ym_usec now, size_t *changed,
                          struct ym_error *reterr)
{
    const struct ym_statement bump = pg_sql_statement(PG_SQL_revision_bump, NULL, 0);
    struct ym_statement s;
    struct ym_scalar at;
    enum ym_err err;

    columns->params[COLUMNS] = ym_param_usec(&at, now);
    s = pg_sql_statement(PG_SQL_office_put, columns->params, COLUMNS + 1);
    err = ym_conn_run(c, &s, on_affected, changed, reterr);
    if (err == YM_E_OK) /* behind the insertion, so that what came meanwhile is seen too */
        err = check_other(c, columns->params, reterr);
    if (err == YM_E_OK)
        err = check_size(c, reterr);
    if (err == YM_E_OK && *changed > 0)
        err = ym_conn_run(c, &bump, NULL, NULL, reterr);
    return err;
}

static enum ym_err put(struct ym_conn *c, struct columns *columns, ym_usec now, size_t *changed,
                       struct ym_error *reterr)
{
    enum ym_err err = ready(columns, reterr);

    if (err == YM_E_OK)
        err = insert(c, columns, now, changed, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    return err;
}

enum ym_err pg_office_put(struct ym_conn *c, const struct ym_office_row *rows, size_t n,
                          ym_usec now, size_t *ret_changed, struct ym_error *reterr)
{
    struct columns columns;
    size_t changed = 0;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    init(&columns);
    for (size_t i = 0; i < n; i++)
        fill(&columns, &rows[i]);
    err = check_frozen(c, rows, n, reterr);
    if (err == YM_E_OK)
        err = put(c, &columns, now, &changed, reterr);
    release(&columns);
    if (err == YM_E_OK && changed > 0)
        pg_notice_rules(c);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    if (ret_changed != NULL)
        *ret_changed = err == YM_E_OK ? changed : 0;
    return err;
}

/* ---- Reading ---- */

struct each {
    pg_office_fn *fn;
    void *arg;
    size_t unread; /* rows left out */
};

static bool read_row(const struct ym_rows *rows, int row, int key, struct ym_office_row *ret)
{
    const struct ym_office_about *about = ym_office_about((enum ym_office_key)key);

    *ret = (struct ym_office_row){ .key = (uint8_t)key,
                                   .from = ym_rows_date(rows, row, 1),
                                   .source = ym_rows_span(rows, row, 4) };
    return ym_office_unit_find(ym_rows_span(rows, row, 3)) == about->unit &&
           ym_office_value_read((enum ym_office_key)key, ym_rows_span(rows, row, 2), &ret->value);
}

/* By key as the list has them: the database has them by their codes. */
static void on_rows(void *arg, const struct ym_rows *rows)
{
    struct each *e = arg;

    for (int key = 0; key < YM_OFFICE_KEY_COUNT; key++) {
        for (int row = 0; row < ym_rows_count(rows); row++) {
            struct ym_office_row r;

            if (ym_office_find(ym_rows_span(rows, row, 0)) != key)
                continue;
            if (read_row(rows, row, key, &r))
                e->fn(e->arg, &r);
            else
                e->unread++;
        }
    }
}

enum ym_err pg_office_each(struct ym_conn *c, pg_office_fn *fn, void *arg, size_t *ret_unread,
                           struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_office_each, NULL, 0);
    struct each e = { .fn = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_rows, &e, reterr);

    *ret_unread = e.unread;
    return err;
}
