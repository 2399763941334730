/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/bin.h"
#include "pg/month.h"
#include "sql.h"

#define COLUMN_BYTES_MAX (64 << 20)

struct columns {
    struct ym_column regions, years, residents, floating, sources;
};

static bool fill(struct columns *t, const struct pg_population *rows, size_t n)
{
    ym_column_init(&t->regions, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&t->years, YM_PG_INT2, COLUMN_BYTES_MAX);
    ym_column_init(&t->residents, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&t->floating, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&t->sources, YM_PG_TEXT, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        ym_column_i64(&t->regions, rows[i].region);
        ym_column_i16(&t->years, rows[i].year);
        ym_column_i64(&t->residents, rows[i].residents);
        ym_column_i64(&t->floating, rows[i].floating);
        ym_column_span(&t->sources, rows[i].source);
    }
    return ym_column_ok(&t->regions) && ym_column_ok(&t->years) && ym_column_ok(&t->residents) &&
           ym_column_ok(&t->floating) && ym_column_ok(&t->sources);
}

static void release(struct columns *t)
{
    ym_column_release(&t->regions);
    ym_column_release(&t->years);
    ym_column_release(&t->residents);
    ym_column_release(&t->floating);
    ym_column_release(&t->sources);
}

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

enum ym_err pg_population_put(struct ym_conn *c, const struct pg_population *rows, size_t n,
                              int64_t *ret_changed, struct ym_error *reterr)
{
    struct columns t;
    enum ym_err err;

    *ret_changed = 0;
    if (!fill(&t, rows, n)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for so many rows of population");
    } else {
        const struct ym_param params[] = {
            ym_column_param(&t.regions),   ym_column_param(&t.years),
            ym_column_param(&t.residents), ym_column_param(&t.floating),
            ym_column_param(&t.sources),
        };
        const struct ym_statement s = pg_sql_statement(PG_SQL_population_put, params, 5);

        err = ym_conn_run(c, &s, on_affected, ret_changed, reterr);
    }
    release(&t);
    return err;
}

struct telling {
    pg_population_fn *fn;
    void *arg;
};

static void on_rows(void *arg, const struct ym_rows *rows)
{
    const struct telling *t = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const struct pg_population row = { .region = ym_rows_i64(rows, i, 0),
                                           .year = ym_rows_i16(rows, i, 1),
                                           .residents = ym_rows_i64(rows, i, 2),
                                           .floating = ym_rows_i64(rows, i, 3),
                                           .source = ym_rows_span(rows, i, 4) };

        t->fn(t->arg, &row);
    }
}

enum ym_err pg_population_each(struct ym_conn *c, int16_t first, int16_t last, pg_population_fn *fn,
                               void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i16(&room[0], first),
                                       ym_param_i16(&room[1], last) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_population_each, params, 2);
    struct telling t = { fn, arg };

    return ym_conn_run(c, &s, on_rows, &t, reterr);
}
