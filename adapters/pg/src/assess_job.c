/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/assess_job.h"

#include <assert.h>
#include <stdlib.h>

#include "pg/bin.h"
#include "pg/rows.h"
#include "sql.h"

#define COLUMN_BYTES_MAX (256u << 20)
#define MAX_COLUMNS      10

/* ---- Columns that are filled, sent and released together ---- */

struct columns {
    struct ym_column all[MAX_COLUMNS];
    size_t n;
};

static struct ym_column *column(struct columns *c, enum ym_pg_type type)
{
    assert(c->n < MAX_COLUMNS);
    ym_column_init(&c->all[c->n], type, COLUMN_BYTES_MAX);
    return &c->all[c->n++];
}

static enum ym_err columns_end(struct columns *c, struct ym_param *params, struct ym_error *reterr)
{
    for (size_t i = 0; i < c->n; i++) {
        if (!ym_column_ok(&c->all[i]))
            return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to work out a month");
        params[i] = ym_column_param(&c->all[i]);
    }
    return YM_E_OK;
}

static void columns_release(struct columns *c)
{
    for (size_t i = 0; i < c->n; i++)
        ym_column_release(&c->all[i]);
}

static enum ym_err run(struct ym_conn *c, enum pg_sql sql, const struct ym_param *params, size_t n,
                       struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(sql, params, n);

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

/* ---- The month ---- */

struct known {
    int16_t revision;
    bool is_there;
};

static void on_known(void *arg, const struct ym_rows *rows)
{
    struct known *k = arg;

    k->is_there = ym_rows_count(rows) > 0;
    if (k->is_there)
        k->revision = ym_rows_i16(rows, 0, 1);
}

enum ym_err pg_assess_known(struct ym_conn *c, ym_day month, int16_t *ret_revision,
                            struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], month), ym_param_i32(&room[1], month),
                                       ym_param_i64(&room[2], 1) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_assess_months, params, 3);
    struct known k = { .is_there = false };
    enum ym_err err = ym_conn_run(c, &s, on_known, &k, reterr);

    if (err != YM_E_OK)
        return err;
    if (!k.is_there)
        return ym_fail(reterr, YM_E_NOT_FOUND, "this month was not worked out");
    *ret_revision = k.revision;
    return YM_E_OK;
}

enum ym_err pg_assess_begin(struct ym_conn *c, ym_day month, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param param = ym_param_i32(&room, month);
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    return err == YM_E_OK ? run(c, PG_SQL_assess_part_drop, &param, 1, reterr) : err;
}

void pg_assess_abort(struct ym_conn *c)
{
    (void)!ym_conn_script(c, "rollback", NULL); /* the first error is the one to tell */
}

/* ---- Parts ---- */

enum ym_err pg_assess_parts(struct ym_conn *c, ym_day month, int16_t revision,
                            const struct pg_assess_part *rows, size_t n, struct ym_error *reterr)
{
    struct columns k = { .n = 0 };
    struct ym_column *body = column(&k, YM_PG_INT8);
    struct ym_column *mediator = column(&k, YM_PG_INT8);
    struct ym_column *region = column(&k, YM_PG_INT8);
    struct ym_column *kind = column(&k, YM_PG_INT2);
    struct ym_column *sums = column(&k, YM_PG_BYTEA);
    struct ym_column *facts = column(&k, YM_PG_BYTEA);
    struct ym_scalar room[2];
    struct ym_param params[8];
    enum ym_err err;

    assert(n <= PG_ASSESS_BATCH);
    for (size_t i = 0; i < n; i++) {
        unsigned char packed[APP_ASSESS_SUMS_BYTES];

        app_assess_pack(rows[i].sums, packed);
        ym_column_i64(body, rows[i].body);
        ym_column_i64(mediator, rows[i].mediator);
        ym_column_i64(region, rows[i].region);
        ym_column_i16(kind, rows[i].body_kind);
        ym_column_span(sums, (struct ym_span){ (const char *)packed, sizeof(packed) });
        ym_column_span(facts, rows[i].facts);
    }
    err = columns_end(&k, params, reterr);
    params[6] = ym_param_i32(&room[0], month);
    params[7] = ym_param_i16(&room[1], revision);
    if (err == YM_E_OK && n > 0)
        err = run(c, PG_SQL_assess_part_put, params, 8, reterr);
    columns_release(&k);
    return err;
}

/* ---- Proposals ---- */

static void fill(struct columns *k, const struct app_proposal *rows, size_t n)
{
    struct ym_column *bucket = column(k, YM_PG_INT4);
    struct ym_column *id = column(k, YM_PG_INT8);
    struct ym_column *staff = column(k, YM_PG_INT8);
    struct ym_column *body = column(k, YM_PG_INT8);
    struct ym_column *dispute = column(k, YM_PG_INT8);
    struct ym_column *group = column(k, YM_PG_INT2);
    struct ym_column *rule = column(k, YM_PG_INT2);
    struct ym_column *words = column(k, YM_PG_TEXT);
    struct ym_column *points = column(k, YM_PG_INT4);
    struct ym_column *fen = column(k, YM_PG_INT8);

    for (size_t i = 0; i < n; i++) {
        const struct app_points_what *what = &rows[i].what;

        ym_column_i32(bucket, (int32_t)app_points_bucket(what->dispute, what->staff));
        ym_column_i64(id, rows[i].id);
        ym_column_i64(staff, what->staff);
        ym_column_i64(body, what->body);
        ym_column_i64(dispute, what->dispute.v);
        ym_column_i16(group, what->group);
        ym_column_i16(rule, (int16_t)what->rule);
        ym_column_span(words, what->words);
        ym_column_i32(points, what->points);
        ym_column_i64(fen, what->fen);
    }
}

enum ym_err pg_assess_proposals(struct ym_conn *c, const struct pg_assess_run *r,
                                const struct app_proposal *rows, size_t n, struct ym_error *reterr)
{
    struct columns k = { .n = 0 };
    struct ym_scalar room[4];
    struct ym_param params[MAX_COLUMNS + 6];
    enum ym_err err;

    assert(n <= PG_ASSESS_BATCH);
    fill(&k, rows, n);
    err = columns_end(&k, params, reterr);
    params[10] = ym_param_i32(&room[0], r->month);
    params[11] = ym_param_i32(&room[1], app_month_plus(r->month, 1) - 1);
    params[12] = ym_param_text(r->rules);
    params[13] = ym_param_i16(&room[2], r->revision);
    params[14] = ym_param_usec(&room[3], r->now);
    params[15] = ym_param_text(r->by);
    if (err == YM_E_OK && n > 0)
        err = run(c, PG_SQL_points_facts_put, params, 16, reterr);
    columns_release(&k);
    return err;
}

enum ym_err pg_assess_end(struct ym_conn *c, const struct pg_assess_run *r,
                          const struct app_assess_sums *all, struct ym_error *reterr)
{
    unsigned char packed[APP_ASSESS_SUMS_BYTES];
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], r->month),
        ym_param_i16(&room[1], r->revision),
        ym_param_usec(&room[2], r->now),
        ym_param_text(r->by),
        ym_param_bytes((struct ym_span){ (const char *)packed, sizeof(packed) }),
    };
    enum ym_err err;

    app_assess_pack(all, packed);
    err = run(c, PG_SQL_points_facts_gone, params, 2, reterr);
    if (err == YM_E_OK)
        err = run(c, PG_SQL_assess_month_put, params, 5, reterr);
    return err == YM_E_OK ? ym_conn_script(c, "commit", reterr) : err;
}
