/* SPDX-License-Identifier: Apache-2.0 */
#include "asker.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- One question ---- */

static void question_end(struct pg_question *q)
{
    struct pg_asker *a = q->asker;

    q->next = a->free;
    a->free = q;
    a->asking--;
    if (a->is_closing)
        ym_loop_defer(a->loop, &a->turn);
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_question *q = arg;

    (void)i;
    if (q->rows != NULL && !q->is_answered)
        q->rows(q, rows);
}

static enum ym_err error_of(const struct ym_outcome *o)
{
    if (o->verdict == YM_VERDICT_COMMITTED)
        return YM_E_OK;
    if (o->verdict == YM_VERDICT_FAILED && o->class == YM_SQL_POISON)
        return YM_E_INTERNAL;
    return YM_E_UNAVAILABLE;
}

/* The end function may send the question again; then it has not ended. */
static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_question *q = arg;
    ym_unit_done_fn *const sent = q->unit.on_done;

    q->unit.on_done = NULL;
    if (!q->is_answered)
        q->end(q, error_of(outcome));
    if (q->unit.on_done != sent)
        question_end(q);
}

void pg_ask_refuse(struct pg_asker *a, pg_question_end_fn *end, pg_done_fn *done, void *arg,
                   enum ym_err err)
{
    assert(a->nrefused < PG_ASKER_REFUSALS);
    a->refused[a->nrefused++] = (struct pg_refused){ end, done, arg, err };
    ym_loop_defer(a->loop, &a->turn);
}

struct pg_question *pg_ask_new(struct pg_asker *a, pg_question_rows_fn *rows,
                               pg_question_end_fn *end, pg_done_fn *done, void *arg)
{
    struct pg_question *q = a->free;

    if (q == NULL || a->is_closing) {
        pg_ask_refuse(a, end, done, arg, a->is_closing ? YM_E_UNAVAILABLE : YM_E_BUSY);
        return NULL;
    }
    a->free = q->next;
    a->asking++;
    q->asker = a;
    q->done = done;
    q->arg = arg;
    q->n = 0;
    q->limit = 0;
    q->is_too_large = false;
    pg_ask_on(q, rows, end);
    return q;
}

void pg_ask_on(struct pg_question *q, pg_question_rows_fn *rows, pg_question_end_fn *end)
{
    q->rows = rows;
    q->end = end;
    q->is_answered = false;
    q->nparams = 0;
    q->ntext = 0;
}

/* A question that cannot be sent ends like one that was refused. */
static void fail_later(struct pg_question *q, enum ym_err err)
{
    pg_ask_refuse(q->asker, q->end, q->done, q->arg, err);
    q->is_answered = true;
    question_end(q);
}

void pg_ask_now(struct pg_question *q, enum pg_sql sql, enum ym_unit_kind kind)
{
    q->statement = pg_sql_statement(sql, q->params, q->nparams);
    q->unit = (struct ym_pg_unit){ .kind = kind,
                                   .statements = &q->statement,
                                   .n = 1,
                                   .on_rows = on_rows,
                                   .on_done = on_done,
                                   .arg = q };
    if (q->is_too_large)
        fail_later(q, YM_E_INTERNAL);
    else if (ym_link_submit(q->asker->link, &q->unit) != YM_E_OK)
        fail_later(q, YM_E_BUSY);
}

/* ---- Parameters ---- */

static struct ym_scalar *room(struct pg_question *q)
{
    assert(q->nparams < PG_ASKER_PARAMS);
    return &q->rooms[q->nparams];
}

static void put(struct pg_question *q, struct ym_param p)
{
    assert(q->nparams < PG_ASKER_PARAMS);
    q->params[q->nparams++] = p;
}

void pg_give_null(struct pg_question *q, enum ym_pg_type type)
{
    put(q, ym_param_null(type));
}

void pg_give_bool(struct pg_question *q, bool v)
{
    put(q, ym_param_bool(room(q), v));
}

void pg_give_i16(struct pg_question *q, int16_t v)
{
    put(q, ym_param_i16(room(q), v));
}

void pg_give_i32(struct pg_question *q, int32_t v)
{
    put(q, ym_param_i32(room(q), v));
}

void pg_give_i64(struct pg_question *q, int64_t v)
{
    put(q, ym_param_i64(room(q), v));
}

void pg_give_usec(struct pg_question *q, ym_usec v)
{
    put(q, ym_param_usec(room(q), v));
}

void pg_give_date(struct pg_question *q, ym_day day)
{
    put(q, day == YM_DAY_NONE ? ym_param_null(YM_PG_DATE) : ym_param_date(room(q), day));
}

static struct ym_span keep(struct pg_question *q, struct ym_span v)
{
    char *at = q->text + q->ntext;

    if (v.n > sizeof(q->text) - q->ntext) {
        q->is_too_large = true;
        return (struct ym_span){ "", 0 };
    }
    if (v.n > 0)
        memcpy(at, v.at, v.n);
    q->ntext += v.n;
    return (struct ym_span){ at, v.n };
}

void pg_give_text(struct pg_question *q, struct ym_span v)
{
    put(q, ym_param_text(keep(q, v)));
}

void pg_give_bytes(struct pg_question *q, struct ym_span v)
{
    if (v.n == 0)
        pg_give_null(q, YM_PG_BYTEA);
    else
        put(q, ym_param_bytes(keep(q, v)));
}

void pg_give_kept(struct pg_question *q, struct ym_span v)
{
    if (v.n == 0)
        pg_give_null(q, YM_PG_BYTEA);
    else
        put(q, ym_param_bytes(v));
}

/* ---- Life ---- */

static void free_pools(struct pg_asker *a)
{
    free(a->pool);
    free(a->refused);
    a->pool = NULL;
    a->refused = NULL;
}

static void end_if_closed(struct pg_asker *a)
{
    if (!a->is_link_closed || a->asking > 0 || a->nrefused > 0)
        return;
    ym_loop_undefer(a->loop, &a->turn);
    free_pools(a);
    if (a->on_closed != NULL)
        a->on_closed(a->closed_arg);
}

static void on_turn(void *arg)
{
    struct pg_asker *a = arg;
    const size_t n = a->nrefused;

    /* Those refused in here wait for the next turn, behind those that stand here. */
    for (size_t i = 0; i < n; i++) {
        const struct pg_refused *r = &a->refused[i];
        struct pg_question *told = a->pool + PG_ASKER_ASKS; /* one that is never sent */

        told->asker = a;
        told->done = r->done;
        told->arg = r->arg;
        r->end(told, r->err);
    }
    a->nrefused -= n;
    memmove(a->refused, a->refused + n, a->nrefused * sizeof(a->refused[0]));
    if (a->is_closing)
        end_if_closed(a);
}

static void on_link_closed(void *arg)
{
    struct pg_asker *a = arg;

    a->is_link_closed = true;
    ym_loop_defer(a->loop, &a->turn);
}

enum ym_err pg_asker_open(struct pg_asker *a, struct ym_loop *loop, const char *conninfo,
                          bool is_unprepared, struct ym_error *reterr)
{
    const struct ym_link_options options = { .conninfo = conninfo, .is_unprepared = is_unprepared };

    *a = (struct pg_asker){ .loop = loop };
    a->pool = calloc(PG_ASKER_ASKS + 1, sizeof(*a->pool)); /* touched only when used */
    a->refused = calloc(PG_ASKER_REFUSALS, sizeof(*a->refused));
    if (a->pool == NULL || a->refused == NULL) {
        free_pools(a);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to ask the database");
    }
    a->link = ym_link_open(loop, &options, reterr);
    if (a->link == NULL) {
        free_pools(a);
        return reterr->code;
    }
    ym_defer_init(&a->turn, on_turn, a);
    for (size_t i = 0; i < PG_ASKER_ASKS; i++) {
        a->pool[i].next = a->free;
        a->free = &a->pool[i];
    }
    return YM_E_OK;
}

void pg_asker_close(struct pg_asker *a, void (*on_closed)(void *arg), void *arg)
{
    assert(!a->is_closing);
    a->is_closing = true;
    a->on_closed = on_closed;
    a->closed_arg = arg;
    ym_link_close(a->link, on_link_closed, a);
}
