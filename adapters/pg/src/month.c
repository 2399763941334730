/* SPDX-License-Identifier: Apache-2.0 */
/* Revisions and reports of months over a blocking connection. */
#include "pg/month.h"

#include <string.h>

#include "month_rows.h"
#include "pg/bin.h"
#include "sql.h"

#define REPORTS_AT_ONCE   16          /* of one statement */
#define REPORT_COLUMN_MAX (128 << 20) /* bytes of their column: each has 4 MiB at most */

/* One freezes at a time, since each stands on the one before; released at the end of the
 * transaction. "ymfz" in ASCII. */
#define FREEZE_LOCK INT64_C(0x796d667a)

static struct ym_param bytes32(const unsigned char digest[32])
{
    return ym_param_bytes((struct ym_span){ (const char *)digest, 32 });
}

static struct ym_param instance(const struct pg_job *job)
{
    return ym_param_bytes((struct ym_span){ (const char *)job->instance, sizeof(job->instance) });
}

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

static enum ym_err not_ours(const struct pg_job *job, struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_CONFLICT, "%s: another runner has taken over; this one ends",
                   job->name);
}

/* ---- Revisions ---- */

struct found {
    struct pg_month *ret;
    bool is_found;
};

static void on_month(void *arg, const struct ym_rows *rows)
{
    struct found *f = arg;

    f->is_found = ym_rows_count(rows) == 1;
    if (f->is_found)
        pg_month_keep(rows, 0, f->ret);
}

enum ym_err pg_month_read(struct ym_conn *c, ym_day month, int revision,
                          enum app_month_state at_least, struct pg_month *ret,
                          struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        ym_param_date(&room[0], month),
        revision >= 1 ? ym_param_i16(&room[1], (int16_t)revision) : ym_param_null(YM_PG_INT2),
        ym_param_i16(&room[2], (int16_t)at_least),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_read, params, 3);
    struct found found = { ret, false };
    const enum ym_err err = ym_conn_run(c, &s, on_month, &found, reterr);

    if (err != YM_E_OK)
        return err;
    return found.is_found ? YM_E_OK : ym_fail(reterr, YM_E_NOT_FOUND, "no such month is drawn up");
}

enum ym_err pg_month_begin(struct ym_conn *c, const struct pg_job *job, const struct pg_month *m,
                           struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = {
        ym_param_date(&room[0], m->m.month),
        ym_param_i16(&room[1], m->m.revision),
        ym_param_usec(&room[2], m->m.begun_at),
        ym_param_usec(&room[3], m->m.known),
        bytes32(m->procedures),
        bytes32(m->calendar),
        ym_param_text(m->m.reason),
        ym_param_text(m->m.by),
        ym_param_text(ym_span_of(job->name)),
        instance(job),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_begin, params, 10);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_affected, &n, reterr);

    return err != YM_E_OK || n == 1 ? err : not_ours(job, reterr);
}

/* Statements of one transaction, until one fails. */
static enum ym_err finish(struct ym_conn *c, enum ym_err err, struct ym_error *reterr)
{
    struct ym_error ignored;

    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    (void)!ym_conn_script(c, "rollback", &ignored);
    return err;
}

enum ym_err pg_month_drop(struct ym_conn *c, ym_day month, int16_t revision,
                          struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_date(&room[0], month),
                                       ym_param_i16(&room[1], revision) };
    const struct ym_statement head = pg_sql_statement(PG_SQL_month_drop, params, 2);
    const struct ym_statement slices = pg_sql_statement(PG_SQL_month_drop_slices, params, 2);
    int64_t n = 0;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = ym_conn_run(c, &head, on_affected, &n, reterr);
    if (err == YM_E_OK && n == 1)
        err = ym_conn_run(c, &slices, NULL, NULL, reterr);
    return finish(c, err, reterr);
}

/* ---- Reports ---- */

struct columns {
    struct ym_column scopes, ofs, bytes, digests;
};

static void columns_init(struct columns *t)
{
    ym_column_init(&t->scopes, YM_PG_INT2, REPORT_COLUMN_MAX);
    ym_column_init(&t->ofs, YM_PG_INT8, REPORT_COLUMN_MAX);
    ym_column_init(&t->bytes, YM_PG_BYTEA, REPORT_COLUMN_MAX);
    ym_column_init(&t->digests, YM_PG_BYTEA, REPORT_COLUMN_MAX);
}

static void columns_release(struct columns *t)
{
    ym_column_release(&t->scopes);
    ym_column_release(&t->ofs);
    ym_column_release(&t->bytes);
    ym_column_release(&t->digests);
}

static bool columns_fill(struct columns *t, const struct pg_month_put *reports, size_t n)
{
    ym_column_clear(&t->scopes);
    ym_column_clear(&t->ofs);
    ym_column_clear(&t->bytes);
    ym_column_clear(&t->digests);
    for (size_t i = 0; i < n; i++) {
        ym_column_i16(&t->scopes, reports[i].scope);
        ym_column_i64(&t->ofs, reports[i].of);
        ym_column_span(&t->bytes, reports[i].bytes);
        ym_column_span(&t->digests, (struct ym_span){ (const char *)reports[i].sha256, 32 });
    }
    return ym_column_ok(&t->scopes) && ym_column_ok(&t->ofs) && ym_column_ok(&t->bytes) &&
           ym_column_ok(&t->digests);
}

static enum ym_err put_reports(struct ym_conn *c, const struct pg_month *m,
                               const struct pg_month_put *reports, size_t n,
                               struct ym_error *reterr)
{
    struct columns t;
    enum ym_err err = YM_E_OK;

    columns_init(&t);
    for (size_t i = 0; i < n && err == YM_E_OK; i += REPORTS_AT_ONCE) {
        struct ym_scalar room[2];

        if (!columns_fill(&t, &reports[i], n - i < REPORTS_AT_ONCE ? n - i : REPORTS_AT_ONCE)) {
            err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to store the reports of a month");
        } else {
            const struct ym_param params[] = {
                ym_param_date(&room[0], m->m.month), ym_param_i16(&room[1], m->m.revision),
                ym_column_param(&t.scopes),          ym_column_param(&t.ofs),
                ym_column_param(&t.bytes),           ym_column_param(&t.digests),
            };
            const struct ym_statement s = pg_sql_statement(PG_SQL_month_report_put, params, 6);

            err = ym_conn_run(c, &s, NULL, NULL, reterr);
        }
    }
    columns_release(&t);
    return err;
}

static enum ym_err freeze(struct ym_conn *c, const struct pg_job *job, const struct pg_month *m,
                          struct ym_error *reterr)
{
    struct ym_scalar room[7];
    const struct ym_param params[] = {
        ym_param_date(&room[0], m->m.month),
        ym_param_i16(&room[1], m->m.revision),
        ym_param_usec(&room[2], m->m.frozen_at),
        bytes32(m->m.sha256),
        m->has_previous ? bytes32(m->m.previous) : ym_param_null(YM_PG_BYTEA),
        ym_param_i64(&room[3], m->m.disputes),
        ym_param_i64(&room[4], m->m.events),
        ym_param_i64(&room[5], m->m.facts),
        ym_param_text(ym_span_of(job->name)),
        instance(job),
        ym_param_i16(&room[6], m->seal),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_freeze, params, 11);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_affected, &n, reterr);

    return err != YM_E_OK || n == 1 ? err : not_ours(job, reterr);
}

static void on_last(void *arg, const struct ym_rows *rows)
{
    struct pg_month *m = arg;
    struct ym_span s = { NULL, 0 };

    if (ym_rows_count(rows) == 1)
        s = ym_rows_span(rows, 0, 0);
    m->has_previous = s.n == sizeof(m->m.previous);
    if (m->has_previous)
        memcpy(m->m.previous, s.at, s.n);
}

enum ym_err pg_month_freeze_begin(struct ym_conn *c, struct pg_month *m, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param key = ym_param_i64(&room, FREEZE_LOCK);
    const struct ym_statement hold = pg_sql_statement(PG_SQL_lock_hold, &key, 1);
    const struct ym_statement last = pg_sql_statement(PG_SQL_month_last, NULL, 0);
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = ym_conn_run(c, &hold, NULL, NULL, reterr);
    if (err == YM_E_OK)
        err = ym_conn_run(c, &last, on_last, m, reterr);
    return err == YM_E_OK ? err : finish(c, err, reterr);
}

enum ym_err pg_month_freeze(struct ym_conn *c, const struct pg_job *job, const struct pg_month *m,
                            const struct pg_month_put *reports, size_t n, struct ym_error *reterr)
{
    enum ym_err err = freeze(c, job, m, reterr);

    if (err == YM_E_OK)
        err = put_reports(c, m, reports, n, reterr);
    return finish(c, err, reterr);
}

struct reporting {
    pg_month_report_fn *fn;
    void *arg;
    bool is_found;
};

static void on_report(void *arg, const struct ym_rows *rows)
{
    struct reporting *r = arg;
    struct pg_month m;
    struct ym_span digest;

    r->is_found = ym_rows_count(rows) == 1;
    if (!r->is_found)
        return;
    pg_month_keep(rows, 0, &m);
    digest = ym_rows_span(rows, 0, PG_MONTH_COLUMNS + 1);
    r->fn(r->arg, &m, ym_rows_span(rows, 0, PG_MONTH_COLUMNS), (const unsigned char *)digest.at);
}

enum ym_err pg_month_report_read(struct ym_conn *c, const struct app_month_wish *wish,
                                 pg_month_report_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = {
        ym_param_date(&room[0], wish->month),
        wish->revision >= 1 ? ym_param_i16(&room[1], (int16_t)wish->revision)
                            : ym_param_null(YM_PG_INT2),
        ym_param_i16(&room[2], (int16_t)wish->scope),
        ym_param_i64(&room[3], wish->of),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_report_read, params, 4);
    struct reporting r = { fn, arg, false };
    const enum ym_err err = ym_conn_run(c, &s, on_report, &r, reterr);

    if (err != YM_E_OK)
        return err;
    return r.is_found ? YM_E_OK : ym_fail(reterr, YM_E_NOT_FOUND, "there is no such report");
}
