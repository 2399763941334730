/* SPDX-License-Identifier: Apache-2.0 */
/* How what credit keeps ends: profiles whose time is over, and what withdrawn runs left. */
#include "credit_private.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"

#define OVER_MAX  64   /* runs that are dealt with in one go */
#define SWEEP_MAX 1000 /* profiles that are deleted at once */

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

/* ---- Runs of which nothing stays ---- */

struct over {
    size_t n;
    struct app_credit_run at[OVER_MAX];
};

static void on_over(void *arg, const struct ym_rows *rows)
{
    struct over *o = arg;

    for (int row = 0; row < ym_rows_count(rows) && o->n < OVER_MAX; row++)
        o->at[o->n++] = (struct app_credit_run){ .month = ym_rows_date(rows, row, 0),
                                                 .run = ym_rows_i16(rows, row, 1),
                                                 .state = (uint8_t)ym_rows_i16(rows, row, 2) };
}

/* Slices last: what is cut off in between is found again by them. */
static enum ym_err drop_bucket(struct ym_conn *c, const struct app_credit_run *r, uint32_t bucket,
                               int64_t *n, struct ym_error *reterr)
{
    static const enum pg_sql rest[] = { PG_SQL_credit_drop_gone, PG_SQL_credit_drop_slice };
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)bucket),
                                       ym_param_date(&rooms[1], r->month),
                                       ym_param_i16(&rooms[2], r->run) };
    const struct ym_statement profiles = pg_sql_statement(PG_SQL_credit_drop, params, 3);
    int64_t dropped = 0;
    enum ym_err err = ym_conn_run(c, &profiles, on_change, &dropped, reterr);

    *n += dropped;
    for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]) && err == YM_E_OK; i++) {
        const struct ym_statement s = pg_sql_statement(rest[i], params, 3);

        err = ym_conn_run(c, &s, NULL, NULL, reterr);
    }
    return err;
}

static enum ym_err drop_run(struct ym_conn *c, const struct app_credit_run *r, ym_usec now,
                            int64_t *n, struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_date(&rooms[0], r->month),
                                       ym_param_i16(&rooms[1], r->run),
                                       ym_param_usec(&rooms[2], now) };
    const struct ym_statement swept = pg_sql_statement(PG_SQL_credit_swept, params, 3);
    enum ym_err err = YM_E_OK;

    for (uint32_t bucket = 0; bucket < YM_BUCKETS && err == YM_E_OK; bucket++)
        err = drop_bucket(c, r, bucket, n, reterr);
    return err == YM_E_OK ? ym_conn_run(c, &swept, NULL, NULL, reterr) : err;
}

/* ---- The sweep ---- */

/* Each statement is a transaction of its own, so that no lock is held for long. */
static enum ym_err expire(struct ym_conn *c, ym_usec now, int64_t *n, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = { ym_param_usec(&rooms[0], now),
                                       ym_param_i64(&rooms[1], SWEEP_MAX) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_sweep_profiles, params, 2);
    int64_t swept = SWEEP_MAX;
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && swept == SWEEP_MAX) {
        swept = 0;
        err = ym_conn_run(c, &s, on_change, &swept, reterr);
        *n += swept;
    }
    return err;
}

enum ym_err pg_credit_sweep(struct ym_conn *c, ym_usec now, int64_t *ret_n, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param at = ym_param_usec(&room, now);
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_over, &at, 1);
    struct over over = { .n = 0 };
    enum ym_err err;

    *ret_n = 0;
    err = expire(c, now, ret_n, reterr);
    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_over, &over, reterr);
    for (size_t i = 0; i < over.n && err == YM_E_OK; i++)
        err = drop_run(c, &over.at[i], now, ret_n, reterr);
    return err;
}

/* ---- Profiles of which it is not known how old they are ---- */

enum ym_err pg_credit_unmeasured(struct ym_conn *c, pg_credit_run_fn *fn, void *arg,
                                 struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_unmeasured, NULL, 0);
    struct over runs = { .n = 0 };
    const enum ym_err err = ym_conn_run(c, &s, on_over, &runs, reterr);

    for (size_t i = 0; i < runs.n && err == YM_E_OK; i++)
        fn(arg, &runs.at[i]);
    return err;
}

enum ym_err pg_credit_measure(struct ym_conn *c, const struct app_credit_row *row,
                              struct ym_error *reterr)
{
    struct ym_scalar rooms[4];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], (int32_t)app_credit_bucket(row->party)),
        ym_param_date(&rooms[1], row->month),
        ym_param_i16(&rooms[2], row->run),
        ym_param_bytes((struct ym_span){ (const char *)row->party, sizeof(row->party) }),
        ym_param_date(&rooms[3], row->oldest),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_measure, params, 5);

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}
