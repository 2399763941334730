/* SPDX-License-Identifier: Apache-2.0 */
/* What is frozen, for who proves that it still is. */
#include "month_rows.h"
#include "pg/bin.h"
#include "pg/month.h"
#include "sql.h"

struct telling {
    pg_month_frozen_fn *fn;
    void *arg;
};

static void on_frozen(void *arg, const struct ym_rows *rows)
{
    const struct telling *t = arg;
    struct pg_month m;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        pg_month_keep(rows, i, &m);
        t->fn(t->arg, &m);
    }
}

enum ym_err pg_month_frozen(struct ym_conn *c, pg_month_frozen_fn *fn, void *arg,
                            struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_frozen, NULL, 0);
    struct telling t = { fn, arg };

    return ym_conn_run(c, &s, on_frozen, &t, reterr);
}

struct losing {
    pg_month_lost_fn *fn;
    void *arg;
};

static void on_lost(void *arg, const struct ym_rows *rows)
{
    const struct losing *l = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        l->fn(l->arg, ym_rows_date(rows, i, 0), ym_rows_i16(rows, i, 1));
}

enum ym_err pg_month_lost(struct ym_conn *c, pg_month_lost_fn *fn, void *arg,
                          struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_lost, NULL, 0);
    struct losing l = { fn, arg };

    return ym_conn_run(c, &s, on_lost, &l, reterr);
}

struct hashing {
    pg_month_hash_fn *fn;
    void *arg;
};

static void on_hashes(void *arg, const struct ym_rows *rows)
{
    const struct hashing *h = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const struct pg_month_hash hash = {
            .scope = (uint8_t)ym_rows_i16(rows, i, 0),
            .of = ym_rows_i64(rows, i, 1),
            .stored = ym_rows_span(rows, i, 2),
            .is = ym_rows_span(rows, i, 3),
        };

        h->fn(h->arg, &hash);
    }
}

enum ym_err pg_month_hashes(struct ym_conn *c, ym_day month, int16_t revision, pg_month_hash_fn *fn,
                            void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = {
        ym_param_date(&room[0], month),
        ym_param_i16(&room[1], revision),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_hashes, params, 2);
    struct hashing h = { fn, arg };

    return ym_conn_run(c, &s, on_hashes, &h, reterr);
}
