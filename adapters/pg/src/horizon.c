/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/horizon.h"

#include "pg/rows.h"
#include "sql.h"

static void on_horizon(void *arg, const struct ym_rows *rows)
{
    struct pg_horizon *h = arg;

    if (ym_rows_count(rows) == 0)
        return;
    h->is_known = true;
    h->now = ym_rows_usec(rows, 0, 0);
    if (!ym_rows_is_null(rows, 0, 1))
        h->since = ym_rows_usec(rows, 0, 1);
    h->transactions = ym_rows_i64(rows, 0, 2);
}

enum ym_err pg_horizon_read(struct ym_conn *c, struct pg_horizon *ret, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_horizon_read, NULL, 0);

    *ret = (struct pg_horizon){ .since = YM_USEC_NONE };
    return ym_conn_run(c, &s, on_horizon, ret, reterr);
}
