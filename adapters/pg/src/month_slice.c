/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of months: which disputes a page holds, what is drawn of it, and how far. */
#include <stdlib.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/month.h"
#include "sql.h"
#include "yima/canon.h"
#include "yima/vocab.h"

#define COLUMN_BYTES_MAX (1 << 20)

/* ---- Candidates ---- */

struct paging {
    const struct pg_month_wish *w;
    struct pg_month_page *ret;
};

/* Of one that nothing happened to since: did an obligation fall due in the month? What cannot be
 * read is looked at more closely. */
static bool fell_due(const struct pg_month_wish *w, struct ym_span state)
{
    struct ym_dispute d;

    if (!ym_dispute_unpack((const unsigned char *)state.at, state.n, &d))
        return true;
    for (unsigned i = 0; i < d.terms.obligations; i++) {
        const ym_day due = ym_terms_due(&d.terms, i);

        if (due >= w->due_from && due < w->due_until)
            return true;
    }
    return false;
}

static void on_page(void *arg, const struct ym_rows *rows)
{
    const struct paging *p = arg;
    struct pg_month_page *ret = p->ret;

    ret->n = 0;
    ret->looked = ym_rows_i64(rows, 0, 0);
    ret->last.v = ym_rows_i64(rows, 0, 1);
    for (int i = 0; i < ym_rows_count(rows) && ret->n < PG_MONTH_PAGE; i++) {
        struct pg_history *h = &ret->all[ret->n];
        struct ym_span head;

        if (ym_rows_is_null(rows, i, 2))
            continue;
        if (!ym_rows_is_null(rows, i, 5) && !fell_due(p->w, ym_rows_span(rows, i, 5)))
            continue;
        h->id.v = ym_rows_i64(rows, i, 2);
        h->version = (uint32_t)ym_rows_i32(rows, i, 3);
        head = ym_rows_span(rows, i, 4);
        memset(h->head, 0, sizeof(h->head));
        if (head.n == sizeof(h->head))
            memcpy(h->head, head.at, head.n);
        ret->n++;
    }
}

/* A page looks at so many disputes at most, so that no more of those that are to come are in it. */
static void fill(struct ym_column *stages, struct ym_column *answered,
                 const struct pg_month_wish *w)
{
    static const int16_t settled[] = { YM_STAGE_AGREED, YM_STAGE_CLOSED };
    int64_t n = 0;

    ym_column_init(stages, YM_PG_INT2, COLUMN_BYTES_MAX);
    ym_column_init(answered, YM_PG_INT8, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < sizeof(settled) / sizeof(settled[0]); i++)
        ym_column_i16(stages, settled[i]);
    for (size_t i = 0; i < w->nanswers && n < w->max; i++) {
        if (w->answers[i].id.v < w->from.v)
            continue;
        ym_column_i64(answered, w->answers[i].id.v);
        n++;
    }
}

enum ym_err pg_month_page_read(struct ym_conn *c, const struct pg_month_wish *w,
                               struct pg_month_page *ret, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    struct ym_column stages, answered;
    struct paging p = { w, ret };
    enum ym_err err;

    fill(&stages, &answered, w);
    if (!ym_column_ok(&stages) || !ym_column_ok(&answered)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to draw a month");
    } else {
        const struct ym_param params[] = {
            ym_param_i64(&room[0], w->from.v), ym_param_i64(&room[1], w->until.v),
            ym_param_i64(&room[2], w->max),    ym_param_usec(&room[3], w->since),
            ym_column_param(&stages),          ym_column_param(&answered),
        };
        const struct ym_statement s = pg_sql_statement(PG_SQL_month_candidates, params, 6);

        err = ym_conn_run(c, &s, on_page, &p, reterr);
    }
    ym_column_release(&stages);
    ym_column_release(&answered);
    return err;
}

/* ---- Answers ---- */

struct answers {
    struct pg_month_answers *all;
    size_t n;
    bool is_short;
};

static void on_answers(void *arg, const struct ym_rows *rows)
{
    struct answers *a = arg;

    a->n = (size_t)ym_rows_count(rows);
    a->all = calloc(a->n + 1, sizeof(*a->all));
    a->is_short = a->all == NULL;
    for (size_t i = 0; i < a->n && !a->is_short; i++)
        a->all[i] = (struct pg_month_answers){ .id = { ym_rows_i64(rows, (int)i, 0) },
                                               .n = ym_rows_i64(rows, (int)i, 1),
                                               .sum = ym_rows_i64(rows, (int)i, 2) };
}

enum ym_err pg_month_answers_read(struct ym_conn *c, ym_usec from, ym_usec until,
                                  struct pg_month_answers **ret, size_t *ret_n,
                                  struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_usec(&room[0], from),
                                       ym_param_usec(&room[1], until) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_answers, params, 2);
    struct answers a = { .all = NULL };
    enum ym_err err = ym_conn_run(c, &s, on_answers, &a, reterr);

    if (err == YM_E_OK && a.is_short)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for what was answered");
    *ret = a.all;
    *ret_n = a.n;
    return err;
}

/* ---- Repeats ---- */

struct repeats {
    pg_month_repeat_fn *fn;
    void *arg;
};

static void on_repeats(void *arg, const struct ym_rows *rows)
{
    const struct repeats *r = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        r->fn(r->arg, (struct ym_id){ ym_rows_i64(rows, i, 0) }, ym_rows_usec(rows, i, 1),
              ym_rows_span(rows, i, 2));
}

enum ym_err pg_month_repeats(struct ym_conn *c, const struct pg_month_asked *asked,
                             pg_month_repeat_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_column buckets, all;
    struct ym_scalar room;
    struct repeats r = { fn, arg };
    enum ym_err err;

    ym_column_init(&buckets, YM_PG_INT4, COLUMN_BYTES_MAX);
    ym_column_init(&all, YM_PG_INT8, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < asked->n; i++) {
        ym_column_i32(&buckets, (int32_t)ym_id_bucket(asked->ids[i]));
        ym_column_i64(&all, asked->ids[i].v);
    }
    if (!ym_column_ok(&buckets) || !ym_column_ok(&all)) {
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to look for repeats");
    } else {
        const struct ym_param params[] = { ym_column_param(&buckets), ym_column_param(&all),
                                           ym_param_i64(&room, asked->since.v) };
        const struct ym_statement s = pg_sql_statement(PG_SQL_month_repeats, params, 3);

        err = ym_conn_run(c, &s, on_repeats, &r, reterr);
    }
    ym_column_release(&buckets);
    ym_column_release(&all);
    return err;
}

/* ---- Slices ---- */

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

static enum ym_err put(struct ym_conn *c, const struct pg_job *job, ym_day month, int16_t revision,
                       const struct pg_month_slice *slice, struct ym_error *reterr)
{
    struct ym_scalar room[7];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], slice->number),
        ym_param_date(&room[1], month),
        ym_param_i16(&room[2], revision),
        ym_param_i64(&room[3], slice->until.v),
        ym_param_i64(&room[4], slice->disputes),
        ym_param_i64(&room[5], slice->events),
        ym_param_i32(&room[6], slice->nfacts),
        ym_param_bytes(slice->facts),
        ym_param_bytes((struct ym_span){ (const char *)slice->sha256, 32 }),
        ym_param_text(ym_span_of(job->name)),
        ym_param_bytes((struct ym_span){ (const char *)job->instance, sizeof(job->instance) }),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_slice_put, params, 11);
    int64_t n = 0;
    enum ym_err err = ym_conn_run(c, &s, on_affected, &n, reterr);

    if (err == YM_E_OK && n != 1)
        err = ym_fail(reterr, YM_E_CONFLICT, "%s: another runner has taken over; this one ends",
                      job->name);
    return err == YM_E_OK ? pg_job_hold(c, job, reterr) : err;
}

enum ym_err pg_month_slice_put(struct ym_conn *c, const struct pg_job *job, ym_day month,
                               int16_t revision, const struct pg_month_slice *slice,
                               struct ym_error *reterr)
{
    struct ym_error ignored;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = put(c, job, month, revision, slice, reterr);
    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    (void)!ym_conn_script(c, "rollback", &ignored);
    return err;
}

static void on_place(void *arg, const struct ym_rows *rows)
{
    *(struct pg_month_place *)arg = (struct pg_month_place){
        .slices = ym_rows_i32(rows, 0, 0) + 1,
        .until = { ym_rows_i64(rows, 0, 1) },
        .disputes = ym_rows_i64(rows, 0, 2),
        .events = ym_rows_i64(rows, 0, 3),
        .facts = ym_rows_i64(rows, 0, 4),
    };
}

enum ym_err pg_month_place(struct ym_conn *c, ym_day month, int16_t revision,
                           struct pg_month_place *ret, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_date(&room[0], month),
                                       ym_param_i16(&room[1], revision) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_place, params, 2);

    return ym_conn_run(c, &s, on_place, ret, reterr);
}

struct slicing {
    pg_month_slice_fn *fn;
    void *arg;
    bool is_found;
};

static void on_slice(void *arg, const struct ym_rows *rows)
{
    struct slicing *s = arg;

    s->is_found = ym_rows_count(rows) == 1;
    if (s->is_found)
        s->fn(s->arg, ym_rows_span(rows, 0, 0), (const unsigned char *)ym_rows_span(rows, 0, 1).at);
}

enum ym_err pg_month_slice_read(struct ym_conn *c, const struct pg_month_at *at,
                                pg_month_slice_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], at->slice),
                                       ym_param_date(&room[1], at->month),
                                       ym_param_i16(&room[2], at->revision) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_month_slice_read, params, 3);
    struct slicing r = { fn, arg, false };
    const enum ym_err err = ym_conn_run(c, &s, on_slice, &r, reterr);

    if (err != YM_E_OK)
        return err;
    return r.is_found
               ? YM_E_OK
               : ym_fail(reterr, YM_E_NOT_FOUND, "slice %d of this month is not there", at->slice);
}
