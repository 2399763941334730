/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/history.h"

#include <string.h>

#include "conn_private.h"
#include "pg/bin.h"
#include "rows_private.h"
#include "sql.h"

#define COLUMN_BYTES_MAX 65536
#define READ_EVERY       64 /* events between two looks at what the server has sent meanwhile */

/* One statement's worth: n disputes, or a piece of one that is long. */
struct piece {
    size_t first, n;
    uint32_t after; /* the event that it begins behind */
};

struct reading {
    struct ym_conn *c;
    const struct pg_history *all;
    size_t n;
    const struct pg_history_reader *reader;
    struct ym_error *reterr;
    struct ym_column buckets, ids, versions;
    bool is_over; /* a callback wants no more */
};

static bool is_last_of(const struct reading *r, const struct piece *p)
{
    return p->n > 1 || r->all[p->first].version <= p->after + PG_HISTORY_EVENTS;
}

/* The piece that follows; n == 0: there is none. */
static struct piece next_piece(const struct reading *r, const struct piece *p)
{
    struct piece next = { .first = p->first + p->n };
    uint32_t events = 0;

    if (p->n == 1 && !is_last_of(r, p))
        return (struct piece){ p->first, 1, p->after + PG_HISTORY_EVENTS };
    while (next.first + next.n < r->n && next.n < PG_HISTORY_DISPUTES) {
        const uint32_t version = r->all[next.first + next.n].version;

        if (next.n > 0 && (version > PG_HISTORY_EVENTS || events + version > PG_HISTORY_EVENTS))
            break;
        events += version;
        next.n++;
        if (version > PG_HISTORY_EVENTS)
            break;
    }
    return next;
}

static enum ym_err send(struct reading *r, const struct piece *p)
{
    struct ym_scalar room[4];
    struct ym_param params[7];

    ym_column_clear(&r->buckets);
    ym_column_clear(&r->ids);
    ym_column_clear(&r->versions);
    for (size_t i = p->first; i < p->first + p->n; i++) {
        ym_column_i32(&r->buckets, (int32_t)ym_id_bucket(r->all[i].id));
        ym_column_i64(&r->ids, r->all[i].id.v);
        ym_column_i32(&r->versions, (int32_t)r->all[i].version);
    }
    if (!ym_column_ok(&r->buckets) || !ym_column_ok(&r->ids) || !ym_column_ok(&r->versions))
        return ym_fail(r->reterr, YM_E_UNAVAILABLE, "no memory to read histories");
    params[0] = ym_column_param(&r->buckets);
    params[1] = ym_column_param(&r->ids);
    params[2] = ym_column_param(&r->versions);
    params[3] = ym_param_i64(&room[0], r->all[p->first].id.v);
    params[4] = ym_param_i64(&room[1], r->all[p->first + p->n - 1].id.v);
    params[5] = ym_param_i32(&room[2], (int32_t)p->after);
    params[6] = ym_param_i64(&room[3], PG_HISTORY_EVENTS);
    const struct ym_statement s = pg_sql_in(PG_TEXT_PLAIN, PG_SQL_history_events, params, 7);

    return ym_conn_send(r->c, &s, r->reterr);
}

static void tell(struct reading *r, const struct ym_rows *rows, int i)
{
    const struct ym_span hash = ym_rows_span(rows, i, 5);
    struct app_event e = { .seq = (uint32_t)ym_rows_i32(rows, i, 1),
                           .at = ym_rows_usec(rows, i, 2),
                           .rule = (uint16_t)ym_rows_i16(rows, i, 3),
                           .kind = (uint8_t)ym_rows_i16(rows, i, 4),
                           .payload = ym_rows_span(rows, i, 6) };

    if (hash.n == sizeof(e.hash))
        memcpy(e.hash, hash.at, sizeof(e.hash));
    r->is_over = !r->reader->on_event(r->reader->arg, &e);
}

/* Walk disputes and rows side by side. The server works on the next piece meanwhile, and must not
 * wait until we have read what it has. */
static void walk(struct reading *r, const struct piece *p, const struct ym_rows *rows)
{
    const int n = ym_rows_count(rows);
    int row = 0;

    for (size_t i = p->first; i < p->first + p->n && !r->is_over; i++) {
        if (p->after == 0)
            r->is_over = !r->reader->on_dispute(r->reader->arg, &r->all[i]);
        for (; row < n && !r->is_over && ym_rows_i64(rows, row, 0) == r->all[i].id.v; row++) {
            tell(r, rows, row);
            if (row % READ_EVERY == 0)
                (void)PQconsumeInput(r->c->pg); /* what is wrong is told by the next result */
        }
        if (!r->is_over && is_last_of(r, p))
            r->is_over = !r->reader->on_end(r->reader->arg);
    }
}

static enum ym_err run(struct reading *r)
{
    struct piece none = { 0, 0, 0 };
    struct piece p = next_piece(r, &none);
    enum ym_err err = p.n > 0 ? send(r, &p) : YM_E_OK;

    while (err == YM_E_OK && p.n > 0 && !r->is_over) {
        struct piece next = next_piece(r, &p);
        PGresult *res;

        err = ym_conn_receive(r->c, "history_events", &res, r->reterr);
        if (err == YM_E_OK && next.n > 0)
            err = send(r, &next);
        if (err == YM_E_OK)
            walk(r, &p, &(struct ym_rows){ .res = res });
        PQclear(res);
        p = next;
        if (err == YM_E_OK && r->is_over && p.n > 0) { /* what was sent for in vain */
            err = ym_conn_receive(r->c, "history_events", &res, r->reterr);
            PQclear(res);
        }
    }
    return err;
}

enum ym_err pg_histories_read(struct ym_conn *c, const struct pg_history *all, size_t n,
                              const struct pg_history_reader *reader, struct ym_error *reterr)
{
    struct reading r = { .c = c, .all = all, .n = n, .reader = reader, .reterr = reterr };
    enum ym_err err;

    ym_column_init(&r.buckets, YM_PG_INT4, COLUMN_BYTES_MAX);
    ym_column_init(&r.ids, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&r.versions, YM_PG_INT4, COLUMN_BYTES_MAX);
    err = run(&r);
    ym_column_release(&r.buckets);
    ym_column_release(&r.ids);
    ym_column_release(&r.versions);
    return err;
}
