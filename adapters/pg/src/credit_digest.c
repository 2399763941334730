/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of a run, and whether a second server shows what the first one has. */
#include <string.h>

#include "conn_private.h"
#include "credit_private.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"

#define COLUMN_BYTES_MAX 65536 /* of the numbers of all buckets */
#define LSN_TEXT_MAX     32

/* Give the columns to the statement, if all are whole. */
static enum ym_err give(const struct pg_credit_columns *all, struct ym_error *reterr)
{
    for (size_t i = 0; i < all->n; i++) {
        if (!ym_column_ok(&all->columns[i]))
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a chunk of credit");
        all->params[all->first + i] = ym_column_param(&all->columns[i]);
    }
    return YM_E_OK;
}

static void release(const struct pg_credit_columns *all)
{
    for (size_t i = 0; i < all->n; i++)
        ym_column_release(&all->columns[i]);
}

enum ym_err pg_credit_run(struct ym_conn *c, enum pg_sql sql, const struct pg_credit_columns *all,
                          struct ym_error *reterr)
{
    enum ym_err err = give(all, reterr);

    if (err == YM_E_OK) {
        const struct ym_statement s = pg_sql_statement(sql, all->params, all->first + all->n);

        err = ym_conn_run(c, &s, NULL, NULL, reterr);
    }
    release(all);
    return err;
}

enum ym_err pg_credit_send(struct pg_credit_sending *to, enum pg_sql sql,
                           const struct pg_credit_columns *all, struct ym_error *reterr)
{
    enum ym_err err = pg_credit_settle(to, reterr);

    if (err == YM_E_OK)
        err = give(all, reterr);
    if (err == YM_E_OK) {
        const struct ym_statement s = pg_sql_statement(sql, all->params, all->first + all->n);

        err = ym_conn_send(to->conn, &s, reterr);
        to->is_sent = err == YM_E_OK;
    }
    release(all);
    return err;
}

enum ym_err pg_credit_settle(struct pg_credit_sending *to, struct ym_error *reterr)
{
    PGresult *res;
    enum ym_err err;

    if (!to->is_sent)
        return YM_E_OK;
    to->is_sent = false;
    err = ym_conn_receive(to->conn, "a chunk of credit", &res, reterr);
    PQclear(res);
    return err;
}

/* ---- The digest ---- */

struct digest {
    void (*fn)(void *arg, struct ym_span sha256);
    void *arg;
    int n;
};

static void on_hashes(void *arg, const struct ym_rows *rows)
{
    struct digest *d = arg;

    d->n = ym_rows_count(rows);
    for (int row = 0; row < d->n; row++)
        d->fn(d->arg, ym_rows_span(rows, row, 0));
}

static enum ym_err open_digest(struct ym_conn *c, ym_day month, int16_t run,
                               struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    struct ym_column buckets;
    struct ym_param params[3] = { ym_param_date(&rooms[0], month), ym_param_i16(&rooms[1], run) };
    const struct pg_credit_columns all = { params, 2, &buckets, 1 };

    ym_column_init(&buckets, YM_PG_INT4, COLUMN_BYTES_MAX);
    for (int32_t i = 0; i < YM_BUCKETS; i++)
        ym_column_i32(&buckets, i);
    return pg_credit_run(c, PG_SQL_credit_digest_open, &all, reterr);
}

enum ym_err pg_credit_digest(struct ym_conn *c, ym_day month, int16_t run,
                             void (*fn)(void *arg, struct ym_span sha256), void *arg,
                             struct ym_error *reterr)
{
    const struct ym_statement next = pg_sql_statement(PG_SQL_credit_digest_next, NULL, 0);
    struct digest d = { .fn = fn, .arg = arg };
    enum ym_err err = ym_conn_script(c, "begin isolation level repeatable read read only", reterr);

    if (err != YM_E_OK)
        return err;
    err = open_digest(c, month, run, reterr);
    do {
        d.n = 0;
        if (err == YM_E_OK)
            err = ym_conn_run(c, &next, on_hashes, &d, reterr);
    } while (err == YM_E_OK && d.n > 0);
    (void)!ym_conn_script(c, "rollback", NULL); /* it only read */
    return err;
}

/* ---- Flaws ---- */

struct flaws {
    pg_credit_flaw_fn *fn;
    void *arg;
};

static void on_flaws(void *arg, const struct ym_rows *rows)
{
    const struct flaws *f = arg;

    for (int row = 0; row < ym_rows_count(rows); row++)
        f->fn(f->arg, ym_rows_date(rows, row, 0), (enum pg_credit_flaw)ym_rows_i16(rows, row, 1));
}

enum ym_err pg_credit_flaws(struct ym_conn *c, pg_credit_flaw_fn *fn, void *arg,
                            struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_flaws, NULL, 0);
    struct flaws f = { fn, arg };

    return ym_conn_run(c, &s, on_flaws, &f, reterr);
}

/* ---- A second server ---- */

struct lsn {
    char text[LSN_TEXT_MAX];
    bool is_current;
};

static void on_reached(void *arg, const struct ym_rows *rows)
{
    struct lsn *l = arg;
    const struct ym_span text =
        ym_rows_is_null(rows, 0, 0) ? (struct ym_span){ NULL, 0 } : ym_rows_span(rows, 0, 0);

    if (text.n < sizeof(l->text) && text.n > 0)
        memcpy(l->text, text.at, text.n);
}

static void on_replayed(void *arg, const struct ym_rows *rows)
{
    struct lsn *l = arg;

    l->is_current = !ym_rows_is_null(rows, 0, 0) && ym_rows_bool(rows, 0, 0);
}

enum ym_err pg_credit_is_current(struct ym_conn *c, struct ym_conn *reading, bool *ret,
                                 struct ym_error *reterr)
{
    const struct ym_statement reached = pg_sql_statement(PG_SQL_credit_reached, NULL, 0);
    struct lsn lsn = { .text = "" };
    enum ym_err err = ym_conn_run(c, &reached, on_reached, &lsn, reterr);

    if (err == YM_E_OK) {
        const struct ym_param text = ym_param_text(ym_span_of(lsn.text));
        const struct ym_statement replayed = pg_sql_statement(PG_SQL_credit_replayed, &text, 1);

        err = ym_conn_run(reading, &replayed, on_replayed, &lsn, reterr);
    }
    *ret = lsn.is_current;
    return err;
}
