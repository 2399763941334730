/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/paper.h"

#include <string.h>

#include "pg/bin.h"
#include "sql.h"

#define COUNT(params) (sizeof(params) / sizeof((params)[0]))

struct answer {
    struct pg_paper *paper;
    bool is_found, is_odd;
};

/* False: it does not fit, so it was not written by this program. */
static bool copy(struct ym_span from, char *to, size_t size, size_t *ret_n)
{
    *ret_n = from.n <= size ? from.n : 0;
    memcpy(to, from.at, *ret_n);
    return from.n <= size;
}

static void on_paper(void *arg, const struct ym_rows *rows)
{
    struct answer *a = arg;
    struct pg_paper *p = a->paper;
    struct ym_span commitment;

    if (ym_rows_count(rows) == 0)
        return;
    a->is_found = true;
    p->dispute.v = ym_rows_i64(rows, 0, 0);
    p->id = ym_rows_i64(rows, 0, 1);
    p->seq = (uint32_t)ym_rows_i32(rows, 0, 2);
    p->bytes = (uint32_t)ym_rows_i32(rows, 0, 3);
    commitment = ym_rows_span(rows, 0, 4);
    a->is_odd = commitment.n != sizeof(p->commitment);
    if (!a->is_odd)
        memcpy(p->commitment, commitment.at, commitment.n);
    a->is_odd = !copy(ym_rows_span(rows, 0, 5), p->head, sizeof(p->head), &p->head_n) || a->is_odd;
    p->has_event = !ym_rows_is_null(rows, 0, 6);
    p->payload_n = 0;
    if (!p->has_event)
        return;
    p->kind = (uint8_t)ym_rows_i16(rows, 0, 6);
    a->is_odd =
        !copy(ym_rows_span(rows, 0, 7), p->payload, sizeof(p->payload), &p->payload_n) || a->is_odd;
}

enum ym_err pg_paper_next(struct ym_conn *c, struct pg_paper *at, bool *ret_found,
                          struct ym_error *reterr)
{
    struct answer a = { .paper = at };

    for (; !a.is_found && at->bucket < (int32_t)YM_BUCKETS;) {
        struct ym_scalar room[3];
        const struct ym_param params[] = { ym_param_i32(&room[0], at->bucket),
                                           ym_param_i64(&room[1], at->dispute.v),
                                           ym_param_i64(&room[2], at->id) };
        const struct ym_statement s = pg_sql_statement(PG_SQL_scan_paper, params, COUNT(params));
        const enum ym_err err = ym_conn_run(c, &s, on_paper, &a, reterr);

        if (err != YM_E_OK)
            return err;
        if (!a.is_found) {
            at->bucket++;
            at->dispute.v = 0;
            at->id = 0;
        }
    }
    *ret_found = a.is_found;
    if (a.is_odd)
        return ym_fail(reterr, YM_E_INTERNAL, "an attachment's row is not of the stored form");
    return YM_E_OK;
}

static void on_part(void *arg, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 1)
        ym_buf_add(arg, ym_rows_span(rows, 0, 0));
}

enum ym_err pg_paper_part(struct ym_conn *c, const struct pg_paper *at, uint16_t part,
                          struct ym_buf *ret, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = { ym_param_i32(&room[0], at->bucket),
                                       ym_param_i64(&room[1], at->dispute.v),
                                       ym_param_i64(&room[2], at->id),
                                       ym_param_i16(&room[3], (int16_t)part) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_scan_paper_part, params, COUNT(params));

    ym_buf_clear(ret);
    return ym_conn_run(c, &s, on_part, ret, reterr);
}

struct paperless {
    pg_paperless_fn *fn;
    void *arg;
};

static void on_paperless(void *arg, const struct ym_rows *rows)
{
    const struct paperless *p = arg;

    for (int row = 0; row < ym_rows_count(rows); row++)
        p->fn(p->arg, (struct ym_id){ ym_rows_i64(rows, row, 0) },
              (uint32_t)ym_rows_i32(rows, row, 1));
}

enum ym_err pg_paperless(struct ym_conn *c, pg_paperless_fn *fn, void *arg, struct ym_error *reterr)
{
    struct paperless p = { fn, arg };
    struct ym_scalar room;
    const struct ym_param param = ym_param_i16(&room, YM_CMD_ATTACH);
    const struct ym_statement s = pg_sql_statement(PG_SQL_scan_paperless, &param, 1);

    return ym_conn_run(c, &s, on_paperless, &p, reterr);
}
