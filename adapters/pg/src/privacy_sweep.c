/* SPDX-License-Identifier: Apache-2.0 */
/* What belongs to no dispute and has had its time. */
#include "pg/privacy.h"
#include "sql.h"

#define COUNT(params) (sizeof(params) / sizeof((params)[0]))
#define RECEIPTS_MAX  1000

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg += ym_rows_affected(rows);
}

static enum ym_err sweep_bucket(struct ym_conn *c, enum pg_sql sql, int32_t bucket, ym_usec before,
                                int64_t *ret_n, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i32(&room[0], bucket),
                                       ym_param_usec(&room[1], before) };
    const struct ym_statement s = pg_sql_statement(sql, params, COUNT(params));

    return ym_conn_run(c, &s, on_change, ret_n, reterr);
}

/* Receipts repeat the numbers of what came. */
static enum ym_err sweep_receipts(struct ym_conn *c, ym_usec before, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_usec(&room[0], before),
                                       ym_param_i64(&room[1], RECEIPTS_MAX) };
    const struct ym_statement s =
        pg_sql_statement(PG_SQL_exchange_keep_receipts, params, COUNT(params));
    int64_t n = RECEIPTS_MAX;
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && n == RECEIPTS_MAX) {
        n = 0;
        err = ym_conn_run(c, &s, on_change, &n, reterr);
    }
    return err;
}

enum ym_err pg_privacy_sweep(struct ym_conn *c, const struct pg_privacy_times *before,
                             int64_t *ret_orders, int64_t *ret_reads, struct ym_error *reterr)
{
    enum ym_err err = sweep_receipts(c, before->receipts, reterr);

    *ret_orders = *ret_reads = 0;
    for (int32_t b = 0; b < (int32_t)YM_BUCKETS && err == YM_E_OK; b++) {
        err = sweep_bucket(c, PG_SQL_privacy_sweep_orders, b, before->orders, ret_orders, reterr);
        if (err == YM_E_OK)
            err = sweep_bucket(c, PG_SQL_privacy_sweep_reads, b, before->reads, ret_reads, reterr);
    }
    return err;
}

enum ym_err pg_privacy_forget(struct ym_conn *c, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_privacy_forget, NULL, 0);

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}
