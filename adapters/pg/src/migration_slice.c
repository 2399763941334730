/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of a plan: what is about to move, and what came of it. */
#include <inttypes.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/migration.h"
#include "sql.h"
#include "yima/canon.h"

#define COUNT(a)         (sizeof(a) / sizeof((a)[0]))
#define COLUMN_BYTES_MAX (1 << 20) /* of a slice: ids, and why they stay */

static struct ym_param instance_of(const struct pg_job *job)
{
    return ym_param_bytes((struct ym_span){ (const char *)job->instance, sizeof(job->instance) });
}

static enum ym_err lost(struct ym_error *reterr)
{
    return ym_fail(reterr, YM_E_CONFLICT,
                   "another runner has taken over, or the plan does not run any more");
}

/* ---- Looking ---- */

struct windowing {
    pg_migration_row_fn *fn;
    void *arg;
};

static void on_window(void *arg, const struct ym_rows *rows)
{
    const struct windowing *w = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        w->fn(w->arg, &(struct pg_migration_row){ .id = { ym_rows_i64(rows, i, 0) },
                                                  .version = (uint32_t)ym_rows_i32(rows, i, 1),
                                                  .is_open = ym_rows_bool(rows, i, 2),
                                                  .state = ym_rows_span(rows, i, 3) });
}

enum ym_err pg_migration_window(struct ym_conn *c, const struct pg_migration_page *page,
                                pg_migration_row_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i64(&room[0], page->after.v),
                                       ym_param_i64(&room[1], page->until.v),
                                       ym_param_i64(&room[2], (int64_t)page->max) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_window, params, COUNT(params));
    struct windowing w = { fn, arg };

    return ym_conn_run(c, &s, on_window, &w, reterr);
}

static bool is_of(struct ym_span state, uint16_t procedure)
{
    struct ym_dispute d;

    return ym_dispute_unpack((const unsigned char *)state.at, state.n, &d) &&
           d.procedure == procedure;
}

/* The rows of a window, until the slice is full. */
struct picking {
    const struct app_migration *m;
    struct pg_migration_slice *slice;
    size_t max;
    struct ym_id last; /* looked at */
    int64_t looked;
};

static void pick(void *arg, const struct pg_migration_row *row)
{
    struct picking *p = arg;

    if (p->slice->n == p->max)
        return;
    p->last = row->id;
    p->looked++;
    if ((!p->m->only_open || row->is_open) && is_of(row->state, p->m->from))
        p->slice->at[p->slice->n++] = row->id;
}

/* ---- Writing down what is about to move ---- */

static void on_ids(void *arg, const struct ym_rows *rows)
{
    struct pg_migration_slice *slice = arg;

    for (int i = 0; i < ym_rows_count(rows) && slice->n < COUNT(slice->at); i++)
        slice->at[slice->n++].v = ym_rows_i64(rows, i, 0);
}

static enum ym_err pending(struct ym_conn *c, int32_t plan, size_t max,
                           struct pg_migration_slice *ret, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i32(&room[0], plan),
                                       ym_param_i64(&room[1], (int64_t)max) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_pending, params, COUNT(params));

    ret->n = 0;
    return ym_conn_run(c, &s, on_ids, ret, reterr);
}

static void on_reached(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_count(rows) == 1;
}

static enum ym_err reach(const struct pg_migration_runner *r, int32_t plan, const struct picking *p,
                         struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], plan),
        ym_param_i64(&room[1], p->last.v),
        ym_param_i64(&room[2], p->looked),
        ym_param_usec(&room[3], r->now),
        ym_param_text(ym_span_of(r->job->name)),
        instance_of(r->job),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_reach, params, COUNT(params));
    bool is_reached = false;
    const enum ym_err err = ym_conn_run(r->conn, &s, on_reached, &is_reached, reterr);

    return err == YM_E_OK && !is_reached ? lost(reterr) : err;
}

static enum ym_err put_items(struct ym_conn *c, int32_t plan,
                             const struct pg_migration_slice *slice, ym_usec now,
                             struct ym_error *reterr)
{
    struct ym_scalar room[2];
    struct ym_column ids;
    enum ym_err err;

    ym_column_init(&ids, YM_PG_INT8, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < slice->n; i++)
        ym_column_i64(&ids, slice->at[i].v);
    if (!ym_column_ok(&ids)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a slice");
    } else {
        const struct ym_param params[] = { ym_param_i32(&room[0], plan), ym_column_param(&ids),
                                           ym_param_usec(&room[1], now) };
        const struct ym_statement s =
            pg_sql_statement(PG_SQL_plan_items_put, params, COUNT(params));

        err = ym_conn_run(c, &s, NULL, NULL, reterr);
    }
    ym_column_release(&ids);
    return err;
}

/* End the transaction as err says. */
static enum ym_err end(struct ym_conn *c, enum ym_err err, struct ym_error *reterr)
{
    struct ym_error ignored;

    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    (void)!ym_conn_script(c, "rollback", &ignored);
    return err;
}

static enum ym_err write_down(const struct pg_migration_runner *r, int32_t plan,
                              const struct picking *p, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(r->conn, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = reach(r, plan, p, reterr);
    if (err == YM_E_OK && p->slice->n > 0)
        err = put_items(r->conn, plan, p->slice, r->now, reterr);
    return end(r->conn, err, reterr);
}

enum ym_err pg_migration_slice(const struct pg_migration_runner *r, struct pg_migration *m,
                               size_t max, struct pg_migration_slice *ret, struct ym_error *reterr)
{
    enum ym_err err = pending(r->conn, m->m.plan, COUNT(ret->at), ret, reterr);
    struct pg_migration_page page = { .until = m->m.until, .max = max };

    while (err == YM_E_OK && ret->n == 0 && m->m.at.v < m->m.until.v) {
        struct picking p = { .m = &m->m, .slice = ret, .max = max };

        page.after = m->m.at;
        err = pg_migration_window(r->conn, &page, pick, &p, reterr);
        if (err == YM_E_OK && p.looked == 0)
            p.last = m->m.until; /* there are none any more */
        if (err == YM_E_OK)
            err = write_down(r, m->m.plan, &p, reterr);
        m->m.at = p.last;
        m->m.looked += p.looked;
        /* Wider and wider where nobody is of that version. */
        page.max = page.max * 4 < APP_MIGRATION_WINDOW ? page.max * 4 : APP_MIGRATION_WINDOW;
        if (err == YM_E_OK && ret->n == 0)
            err = pg_job_hold(r->conn, r->job, reterr);
    }
    return err;
}

/* ---- Writing down what came of it ---- */

struct sorting {
    struct ym_column moved, stayed, whys;
};

static bool sort(struct sorting *s, const struct pg_migration_result *results, size_t n)
{
    ym_column_init(&s->moved, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&s->stayed, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&s->whys, YM_PG_TEXT, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (results[i].has_moved) {
            ym_column_i64(&s->moved, results[i].id.v);
        } else if (results[i].why[0] != '\0') {
            ym_column_i64(&s->stayed, results[i].id.v);
            ym_column_span(&s->whys, ym_span_of(results[i].why));
        }
    }
    return ym_column_ok(&s->moved) && ym_column_ok(&s->stayed) && ym_column_ok(&s->whys);
}

static void on_changed(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

static enum ym_err hold(const struct pg_migration_runner *r, int32_t plan, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_i32(&room, plan),
                                       ym_param_text(ym_span_of(r->job->name)),
                                       instance_of(r->job) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_hold, params, COUNT(params));
    bool is_held = false;
    const enum ym_err err = ym_conn_run(r->conn, &s, on_reached, &is_held, reterr);

    return err == YM_E_OK && !is_held ? lost(reterr) : err;
}

static enum ym_err count(struct ym_conn *c, int32_t plan, int64_t moved, int64_t stayed,
                         ym_usec now, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = { ym_param_i32(&room[0], plan), ym_param_i64(&room[1], moved),
                                       ym_param_i64(&room[2], stayed),
                                       ym_param_usec(&room[3], now) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_plan_count, params, COUNT(params));

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

static enum ym_err put_results(struct ym_conn *c, int32_t plan, struct sorting *by, ym_usec now,
                               struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i32(&room[0], plan), ym_column_param(&by->moved) };
    const struct ym_param stays[] = { params[0], ym_column_param(&by->stayed),
                                      ym_column_param(&by->whys), ym_param_usec(&room[1], now) };
    const struct ym_statement moved_s = pg_sql_statement(PG_SQL_plan_moved, params, COUNT(params));
    const struct ym_statement stayed_s = pg_sql_statement(PG_SQL_plan_stayed, stays, COUNT(stays));
    int64_t moved = 0;
    int64_t stayed = 0;
    enum ym_err err = ym_conn_run(c, &moved_s, on_changed, &moved, reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &stayed_s, on_changed, &stayed, reterr);
    return err == YM_E_OK ? count(c, plan, moved, stayed, now, reterr) : err;
}

enum ym_err pg_migration_settle(const struct pg_migration_runner *r, int32_t plan,
                                const struct pg_migration_result *results, size_t n,
                                struct ym_error *reterr)
{
    struct sorting by;
    enum ym_err err = YM_E_OK;

    if (!sort(&by, results, n))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for what came of a slice");
    if (err == YM_E_OK)
        err = ym_conn_script(r->conn, "begin", reterr);
    if (err == YM_E_OK) {
        err = hold(r, plan, reterr);
        if (err == YM_E_OK)
            err = put_results(r->conn, plan, &by, r->now, reterr);
        err = end(r->conn, err, reterr);
    }
    ym_column_release(&by.moved);
    ym_column_release(&by.stayed);
    ym_column_release(&by.whys);
    return err;
}

/* ---- Winding up ---- */

struct looking {
    uint16_t to;
    bool has_moved;
};

static void look(void *arg, const struct pg_migration_row *row)
{
    struct looking *l = arg;

    l->has_moved = is_of(row->state, l->to);
}

enum ym_err pg_migration_wind_up(const struct pg_migration_runner *r, const struct pg_migration *m,
                                 struct ym_error *reterr)
{
    struct pg_migration_result results[APP_MIGRATION_SLICE];
    struct pg_migration_slice slice;
    enum ym_err err = pending(r->conn, m->m.plan, COUNT(slice.at), &slice, reterr);

    for (size_t i = 0; err == YM_E_OK && i < slice.n; i++) {
        const struct pg_migration_page one = { { slice.at[i].v - 1 }, slice.at[i], 1 };
        struct looking l = { .to = m->m.to };

        err = pg_migration_window(r->conn, &one, look, &l, reterr);
        results[i] = (struct pg_migration_result){ .id = slice.at[i], .has_moved = l.has_moved };
        if (!l.has_moved)
            memcpy(results[i].why, "cancelled", sizeof("cancelled"));
    }
    return err == YM_E_OK && slice.n > 0
               ? pg_migration_settle(r, m->m.plan, results, slice.n, reterr)
               : err;
}
