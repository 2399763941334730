/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/recount.h"

#include <assert.h>

#include "pg/bin.h"
#include "sql.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define IDS_BYTES (PG_RECOUNT_PAGE * 16 + 64)

struct reading_disputes {
    pg_recount_dispute_fn *fn;
    void *arg;
};

static void on_disputes(void *arg, const struct ym_rows *rows)
{
    const struct reading_disputes *r = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        r->fn(r->arg, (struct ym_id){ ym_rows_i64(rows, i, 0) }, (uint32_t)ym_rows_i32(rows, i, 1),
              ym_rows_span(rows, i, 2));
}

enum ym_err pg_recount_disputes(struct ym_conn *c, const struct pg_recount_page *page,
                                pg_recount_dispute_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], (int32_t)page->bucket),
                                       ym_param_i64(&room[1], page->after.v),
                                       ym_param_i64(&room[2], PG_RECOUNT_PAGE) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_recount_page, params, COUNT(params));
    struct reading_disputes r = { fn, arg };

    return ym_conn_run(c, &s, on_disputes, &r, reterr);
}

struct reading_events {
    pg_recount_event_fn *fn;
    void *arg;
};

static void on_events(void *arg, const struct ym_rows *rows)
{
    const struct reading_events *r = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        r->fn(r->arg, (struct ym_id){ ym_rows_i64(rows, i, 0) }, ym_rows_span(rows, i, 1));
}

enum ym_err pg_recount_events(struct ym_conn *c, const struct pg_recount_ids *ids,
                              pg_recount_event_fn *fn, void *arg, struct ym_error *reterr)
{
    struct reading_events r = { fn, arg };
    struct ym_scalar room;
    struct ym_column column;
    enum ym_err err;

    assert(ids->n <= PG_RECOUNT_PAGE);
    ym_column_init(&column, YM_PG_INT8, IDS_BYTES);
    for (size_t i = 0; i < ids->n; i++)
        ym_column_i64(&column, ids->at[i].v);
    if (!ym_column_ok(&column)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a page of disputes");
    } else {
        const struct ym_param params[] = { ym_param_i32(&room, (int32_t)ids->bucket),
                                           ym_column_param(&column) };
        const struct ym_statement s =
            pg_sql_statement(PG_SQL_recount_events, params, COUNT(params));

        err = ym_conn_run(c, &s, on_events, &r, reterr);
    }
    ym_column_release(&column);
    return err;
}
