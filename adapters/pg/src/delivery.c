/* SPDX-License-Identifier: Apache-2.0 */
/* Carrying questions about subscriptions, deliveries and accounts: parameters, one link, one answer
 * each. */
#include "pg/delivery.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "delivery_private.h"

/* ---- One question ---- */

static void release_columns(struct pg_ask *ask)
{
    for (size_t i = 0; i < ask->ncolumns; i++)
        ym_column_release(&ask->columns[i]);
    ask->ncolumns = 0;
}

static void ask_end(struct pg_ask *ask)
{
    struct pg_delivery *d = ask->d;

    release_columns(ask);
    ask->next = d->free;
    d->free = ask;
    d->asking--;
    if (d->is_closing)
        ym_loop_defer(d->loop, &d->turn);
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_ask *ask = arg;

    if (ask->rows != NULL && !ask->is_answered)
        ask->rows(ask, i, rows);
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
    struct pg_ask *ask = arg;
    ym_unit_done_fn *const sent = ask->unit.on_done;

    ask->unit.on_done = NULL;
    if (!ask->is_answered)
        ask->end(ask, error_of(outcome));
    if (ask->unit.on_done != sent)
        ask_end(ask);
}

static void refuse(struct pg_delivery *d, pg_ask_end_fn *end, union pg_ask_done done, void *arg,
                   enum ym_err err)
{
    assert(d->nrefusals < PG_DELIVERY_REFUSALS);
    d->refusals[d->nrefusals++] = (struct pg_refusal){ end, done, arg, err };
    ym_loop_defer(d->loop, &d->turn);
}

struct pg_ask *pg_ask_begin(struct pg_delivery *d, pg_ask_rows_fn *rows, pg_ask_end_fn *end,
                            union pg_ask_done done, void *arg)
{
    struct pg_ask *ask = d->free;

    if (ask == NULL || d->is_closing) {
        refuse(d, end, done, arg, d->is_closing ? YM_E_UNAVAILABLE : YM_E_BUSY);
        return NULL;
    }
    d->free = ask->next;
    d->asking++;
    ask->d = d;
    ask->done = done;
    ask->arg = arg;
    ask->n = 0;
    ask->ntext = 0;
    ask->is_too_large = false;
    pg_ask_again(ask, rows, end);
    return ask;
}

void pg_ask_again(struct pg_ask *ask, pg_ask_rows_fn *rows, pg_ask_end_fn *end)
{
    release_columns(ask);
    ask->rows = rows;
    ask->end = end;
    ask->is_answered = false;
    ask->nstatements = 0;
    ask->nparams = 0;
    ask->ntext = 0;
}

/* A question that cannot be sent ends like one that was refused. */
static void fail_later(struct pg_ask *ask, enum ym_err err)
{
    refuse(ask->d, ask->end, ask->done, ask->arg, err);
    ask->is_answered = true;
    ask_end(ask);
}

void pg_ask_send(struct pg_ask *ask, enum ym_unit_kind kind)
{
    bool is_whole = !ask->is_too_large;

    for (size_t i = 0; i < ask->ncolumns; i++)
        is_whole = is_whole && ym_column_ok(&ask->columns[i]);
    ask->unit = (struct ym_pg_unit){ .kind = kind,
                                     .statements = ask->statements,
                                     .n = ask->nstatements,
                                     .on_rows = on_rows,
                                     .on_done = on_done,
                                     .arg = ask };
    if (!is_whole)
        fail_later(ask, YM_E_INTERNAL);
    else if (ym_link_submit(ask->d->link, &ask->unit) != YM_E_OK)
        fail_later(ask, YM_E_BUSY);
}

/* ---- Parameters ---- */

void pg_ask_statement(struct pg_ask *ask, enum pg_sql sql)
{
    assert(ask->nstatements < ASK_STATEMENTS_MAX);
    ask->statements[ask->nstatements++] = pg_sql_statement(sql, &ask->params[ask->nparams], 0);
}

static struct ym_scalar *room(struct pg_ask *ask)
{
    assert(ask->nparams < ASK_PARAMS_MAX);
    return &ask->rooms[ask->nparams];
}

static void put(struct pg_ask *ask, struct ym_param p)
{
    assert(ask->nparams < ASK_PARAMS_MAX);
    assert(ask->nstatements > 0);
    ask->params[ask->nparams++] = p;
    ask->statements[ask->nstatements - 1].n_params++;
}

void pg_ask_null(struct pg_ask *ask, enum ym_pg_type type)
{
    put(ask, ym_param_null(type));
}

void pg_ask_bool(struct pg_ask *ask, bool v)
{
    put(ask, ym_param_bool(room(ask), v));
}

void pg_ask_i16(struct pg_ask *ask, int16_t v)
{
    put(ask, ym_param_i16(room(ask), v));
}

void pg_ask_i32(struct pg_ask *ask, int32_t v)
{
    put(ask, ym_param_i32(room(ask), v));
}

void pg_ask_i64(struct pg_ask *ask, int64_t v)
{
    put(ask, ym_param_i64(room(ask), v));
}

void pg_ask_usec(struct pg_ask *ask, ym_usec v)
{
    put(ask, ym_param_usec(room(ask), v));
}

static struct ym_span keep(struct pg_ask *ask, struct ym_span v)
{
    char *at = ask->text + ask->ntext;

    if (v.n > sizeof(ask->text) - ask->ntext) {
        ask->is_too_large = true;
        return (struct ym_span){ "", 0 };
    }
    if (v.n > 0)
        memcpy(at, v.at, v.n);
    ask->ntext += v.n;
    return (struct ym_span){ at, v.n };
}

void pg_ask_text(struct pg_ask *ask, struct ym_span v)
{
    put(ask, ym_param_text(keep(ask, v)));
}

void pg_ask_bytes(struct pg_ask *ask, struct ym_span v)
{
    put(ask, ym_param_bytes(keep(ask, v)));
}

struct ym_column *pg_ask_column(struct pg_ask *ask, enum ym_pg_type type)
{
    struct ym_column *c;

    assert(ask->ncolumns < ASK_COLUMNS_MAX);
    c = &ask->columns[ask->ncolumns++];
    ym_column_init(c, type, ASK_COLUMN_BYTES);
    return c;
}

void pg_ask_array(struct pg_ask *ask, struct ym_column *c)
{
    if (ym_column_ok(c))
        put(ask, ym_column_param(c));
    else
        ask->is_too_large = true;
}

/* ---- Life ---- */

static void end_if_closed(struct pg_delivery *d)
{
    void (*on_closed)(void *arg) = d->on_closed;
    void *arg = d->closed_arg;

    if (!d->is_link_closed || d->asking > 0 || d->nrefusals > 0)
        return;
    ym_loop_undefer(d->loop, &d->turn);
    free(d);
    if (on_closed != NULL)
        on_closed(arg);
}

static void on_turn(void *arg)
{
    struct pg_delivery *d = arg;
    const size_t n = d->nrefusals;

    /* Those refused in here wait for the next turn, behind those that stand here. */
    for (size_t i = 0; i < n; i++) {
        const struct pg_refusal r = d->refusals[i];
        struct pg_ask told = { .d = d, .done = r.done, .arg = r.arg };

        r.end(&told, r.err);
    }
    d->nrefusals -= n;
    memmove(d->refusals, d->refusals + n, d->nrefusals * sizeof(d->refusals[0]));
    if (d->is_closing)
        end_if_closed(d);
}

static void on_link_closed(void *arg)
{
    struct pg_delivery *d = arg;

    d->is_link_closed = true;
    ym_loop_defer(d->loop, &d->turn);
}

struct pg_delivery *pg_delivery_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                     struct ym_error *reterr)
{
    struct pg_delivery *d = calloc(1, sizeof(*d));
    const struct ym_link_options options = { .conninfo = conninfo, .is_unprepared = is_unprepared };

    if (d == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for deliveries");
        return NULL;
    }
    d->link = ym_link_open(loop, &options, reterr);
    if (d->link == NULL) {
        free(d);
        return NULL;
    }
    d->port.ops = &pg_deliveries_ops;
    d->subscriptions.port.ops = &pg_subscriptions_ops;
    d->subscriptions.d = d;
    d->accounts.port.ops = &pg_accounts_ops;
    d->accounts.d = d;
    d->loop = loop;
    ym_defer_init(&d->turn, on_turn, d);
    for (size_t i = 0; i < PG_DELIVERY_ASKS; i++) {
        d->asks[i].next = d->free;
        d->free = &d->asks[i];
    }
    return d;
}

void pg_delivery_close(struct pg_delivery *d, void (*on_closed)(void *arg), void *arg)
{
    assert(!d->is_closing);
    d->is_closing = true;
    d->on_closed = on_closed;
    d->closed_arg = arg;
    ym_link_close(d->link, on_link_closed, d);
}

struct app_deliveries *pg_delivery_port(struct pg_delivery *d)
{
    return &d->port;
}

struct app_subscriptions *pg_delivery_subscriptions(struct pg_delivery *d)
{
    return &d->subscriptions.port;
}

struct app_accounts *pg_delivery_accounts(struct pg_delivery *d)
{
    return &d->accounts.port;
}
