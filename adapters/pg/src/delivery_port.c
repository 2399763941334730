/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/deliver.h: look, feed, fan out, claim, finish, count. */
#include <assert.h>

#include "delivery_private.h"

static struct pg_delivery *of(struct app_deliveries *port)
{
    return (struct pg_delivery *)port;
}

/* ---- Look ---- */

static void end_look(struct pg_ask *ask, enum ym_err err)
{
    ask->done.endpoints(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL, 0);
}

static void rows_look(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    struct app_endpoint_row *list = ask->d->answer.endpoints;
    size_t n = 0;

    (void)i;
    for (int row = 0; row < ym_rows_count(rows) && n < APP_SUBSCRIPTIONS_MAX; row++)
        pg_take_endpoint(rows, row, &list[n++]);
    ask->is_answered = true;
    ask->done.endpoints(ask->arg, YM_E_OK, list, n);
}

static void look(struct app_deliveries *port, app_endpoints_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_look, end_look, (union pg_ask_done){ .endpoints = done }, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_look);
    pg_ask_i64(ask, APP_SUBSCRIPTIONS_MAX);
    pg_ask_send(ask, YM_UNIT_READ);
}

/* ---- Feed ---- */

static void end_feed(struct pg_ask *ask, enum ym_err err)
{
    ask->done.feed(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL, 0);
}

static void rows_feed(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    struct app_news *list = ask->d->answer.feed;
    size_t n = 0;

    (void)i;
    for (int row = 0; row < ym_rows_count(rows) && n < APP_DELIVER_FEED_MAX; row++)
        pg_take_feed(rows, row, &list[n++]);
    ask->is_answered = true;
    ask->done.feed(ask->arg, YM_E_OK, list, n);
}

static void feed(struct app_deliveries *port, const struct app_news_place *after, app_news_fn *done,
                 void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_feed, end_feed, (union pg_ask_done){ .feed = done }, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_feed);
    pg_ask_i64(ask, after->xid);
    pg_ask_i64(ask, after->dispute);
    pg_ask_i32(ask, after->seq);
    pg_ask_i64(ask, APP_DELIVER_FEED_MAX);
    pg_ask_i16(ask, YM_CMD_REGISTER);
    pg_ask_i16(ask, YM_CMD_MIGRATE);
    pg_ask_send(ask, YM_UNIT_READ);
}

/* ---- Fan out ---- */

enum { FAN_HOLD, FAN_INSERT, FAN_ADVANCE };

static void rows_fan_out(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    if (i == FAN_ADVANCE)
        ask->n = ym_rows_affected(rows);
}

static void end_fan_out(struct pg_ask *ask, enum ym_err err)
{
    ask->done.done(ask->arg, err == YM_E_OK && ask->n != 1 ? YM_E_CONFLICT : err);
}

static void put_from(struct pg_ask *ask, int64_t subscription, const struct app_news_place *from)
{
    pg_ask_i64(ask, subscription);
    pg_ask_i64(ask, from->xid);
    pg_ask_i64(ask, from->dispute);
    pg_ask_i32(ask, from->seq);
}

/* The columns of delivery_insert, in its order. */
static void put_rows(struct pg_ask *ask, const struct app_delivery *rows, size_t n)
{
    struct ym_column *c[] = {
        pg_ask_column(ask, YM_PG_INT8),        pg_ask_column(ask, YM_PG_INT4),
        pg_ask_column(ask, YM_PG_TIMESTAMPTZ), pg_ask_column(ask, YM_PG_INT2),
        pg_ask_column(ask, YM_PG_INT2),        pg_ask_column(ask, YM_PG_INT2),
        pg_ask_column(ask, YM_PG_INT2),        pg_ask_column(ask, YM_PG_INT2),
        pg_ask_column(ask, YM_PG_INT2),        pg_ask_column(ask, YM_PG_INT8),
        pg_ask_column(ask, YM_PG_INT8),        pg_ask_column(ask, YM_PG_INT4),
        pg_ask_column(ask, YM_PG_BOOL),
    };

    for (size_t i = 0; i < n; i++) {
        ym_column_i64(c[0], rows[i].dispute.v);
        ym_column_i32(c[1], (int32_t)rows[i].seq);
        ym_column_usec(c[2], rows[i].at);
        ym_column_i16(c[3], (int16_t)rows[i].rule);
        ym_column_i16(c[4], rows[i].kind);
        ym_column_i16(c[5], (int16_t)rows[i].procedure);
        ym_column_i16(c[6], rows[i].colour);
        ym_column_i16(c[7], rows[i].stage);
        ym_column_i16(c[8], rows[i].type);
        ym_column_i64(c[9], rows[i].region);
        ym_column_i64(c[10], rows[i].body);
        ym_column_i32(c[11], (int32_t)rows[i].topics);
        ym_column_bool(c[12], rows[i].is_first);
    }
    for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++)
        pg_ask_array(ask, c[i]);
}

static void fan_out(struct app_deliveries *port, const struct app_fan_out *what,
                    app_settled_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_fan_out, end_fan_out, (union pg_ask_done){ .done = done }, arg);

    if (ask == NULL)
        return;
    assert(what->n <= APP_DELIVER_FEED_MAX);
    pg_ask_statement(ask, PG_SQL_delivery_hold);
    pg_ask_i64(ask, what->subscription);
    pg_ask_statement(ask, PG_SQL_delivery_insert);
    put_from(ask, what->subscription, &what->from);
    pg_ask_usec(ask, what->now);
    put_rows(ask, what->rows, what->n);
    pg_ask_statement(ask, PG_SQL_delivery_advance);
    put_from(ask, what->subscription, &what->from);
    pg_ask_i64(ask, what->to.xid);
    pg_ask_i64(ask, what->to.dispute);
    pg_ask_i32(ask, what->to.seq);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- Claim ---- */

static void rows_claim(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    struct pg_delivery *d = ask->d;

    (void)i;
    for (int row = 0; row < ym_rows_count(rows) && d->nclaimed < APP_DELIVER_SLOTS; row++)
        pg_take_delivery(rows, row, &d->claimed[d->nclaimed++]);
}

static void end_claim(struct pg_ask *ask, enum ym_err err)
{
    struct pg_delivery *d = ask->d;

    ask->done.claimed(ask->arg, err, err == YM_E_OK ? d->claimed : NULL,
                      err == YM_E_OK ? d->nclaimed : 0);
}

static void claim(struct app_deliveries *port, const struct app_claims *what, app_claimed_fn *done,
                  void *arg)
{
    struct pg_delivery *d = of(port);
    struct pg_ask *ask =
        pg_ask_begin(d, rows_claim, end_claim, (union pg_ask_done){ .claimed = done }, arg);

    if (ask == NULL)
        return;
    assert(what->n > 0);
    assert(what->n <= APP_DELIVER_CLAIMS_MAX);
    d->nclaimed = 0;
    for (size_t i = 0; i < what->n; i++) {
        pg_ask_statement(ask, PG_SQL_delivery_claim);
        pg_ask_i64(ask, what->at[i].subscription);
        pg_ask_usec(ask, what->now);
        pg_ask_usec(ask, what->until);
        pg_ask_i64(ask, what->at[i].room);
    }
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- Verdicts ---- */

static void end_done(struct pg_ask *ask, enum ym_err err)
{
    ask->done.done(ask->arg, err);
}

static bool stays(const struct app_verdict *v)
{
    return v->kind != APP_VERDICT_DONE;
}

static void put_gone(struct pg_ask *ask, ym_usec now, const struct app_verdict *v, size_t n)
{
    struct ym_column *ids = pg_ask_column(ask, YM_PG_INT8);

    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == APP_VERDICT_GONE)
            ym_column_i64(ids, v[i].d.subscription);
    }
    pg_ask_statement(ask, PG_SQL_delivery_gone);
    pg_ask_array(ask, ids);
    pg_ask_i16(ask, APP_STOP_GONE);
    pg_ask_usec(ask, now);
}

static void put_share(struct pg_ask *ask, const struct app_verdict *v, size_t n)
{
    struct ym_column *ids = pg_ask_column(ask, YM_PG_INT8);

    for (size_t i = 0; i < n; i++)
        ym_column_i64(ids, v[i].d.subscription);
    pg_ask_statement(ask, PG_SQL_delivery_share);
    pg_ask_array(ask, ids);
}

/* What has arrived leaves, and what stood behind it moves up. */
static void put_arrived(struct pg_ask *ask, ym_usec now, const struct app_verdict *v, size_t n)
{
    struct ym_column *c[] = { pg_ask_column(ask, YM_PG_INT8), pg_ask_column(ask, YM_PG_INT8),
                              pg_ask_column(ask, YM_PG_INT4), pg_ask_column(ask, YM_PG_INT8) };

    for (size_t i = 0; i < n; i++) {
        if (stays(&v[i]))
            continue;
        ym_column_i64(c[0], v[i].d.subscription);
        ym_column_i64(c[1], v[i].d.dispute.v);
        ym_column_i32(c[2], (int32_t)v[i].d.seq);
        ym_column_i64(c[3], v[i].d.lease);
    }
    pg_ask_statement(ask, PG_SQL_delivery_done);
    for (size_t i = 0; i < 4; i++)
        pg_ask_array(ask, c[i]);
    pg_ask_statement(ask, PG_SQL_delivery_promote);
    pg_ask_array(ask, c[0]);
    pg_ask_array(ask, c[1]);
    pg_ask_usec(ask, now);
}

static void add_outcome(struct ym_column *c[9], const struct app_verdict *v)
{
    ym_column_i64(c[0], v->d.subscription);
    ym_column_i64(c[1], v->d.dispute.v);
    ym_column_i32(c[2], (int32_t)v->d.seq);
    ym_column_i64(c[3], v->d.lease);
    ym_column_bool(c[4], v->kind == APP_VERDICT_RETRY || v->kind == APP_VERDICT_DEAD);
    if (v->kind == APP_VERDICT_DEAD)
        ym_column_null(c[5]);
    else
        ym_column_usec(c[5], v->next_at);
    ym_column_bool(c[6], v->kind == APP_VERDICT_DEAD);
    if (v->kind == APP_VERDICT_RELEASED) { /* nothing new is known of it */
        ym_column_null(c[7]);
        ym_column_null(c[8]);
        return;
    }
    ym_column_i16(c[7], (int16_t)v->status);
    ym_column_span(c[8], ym_span_of(v->error));
}

static void put_failed(struct pg_ask *ask, ym_usec now, const struct app_verdict *v, size_t n)
{
    struct ym_column *c[] = { pg_ask_column(ask, YM_PG_INT8), pg_ask_column(ask, YM_PG_INT8),
                              pg_ask_column(ask, YM_PG_INT4), pg_ask_column(ask, YM_PG_INT8),
                              pg_ask_column(ask, YM_PG_BOOL), pg_ask_column(ask, YM_PG_TIMESTAMPTZ),
                              pg_ask_column(ask, YM_PG_BOOL), pg_ask_column(ask, YM_PG_INT2),
                              pg_ask_column(ask, YM_PG_TEXT) };

    for (size_t i = 0; i < n; i++) {
        if (stays(&v[i]))
            add_outcome(c, &v[i]);
    }
    pg_ask_statement(ask, PG_SQL_delivery_failed);
    pg_ask_usec(ask, now);
    for (size_t i = 0; i < sizeof(c) / sizeof(c[0]); i++)
        pg_ask_array(ask, c[i]);
}

static void finish(struct app_deliveries *port, ym_usec now, const struct app_verdict *verdicts,
                   size_t n, app_settled_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_done, (union pg_ask_done){ .done = done }, arg);

    if (ask == NULL)
        return;
    assert(n <= APP_DELIVER_SLOTS);
    put_gone(ask, now, verdicts, n); /* first: nobody turns a shared lock into a lone one */
    put_share(ask, verdicts, n);
    put_arrived(ask, now, verdicts, n);
    put_failed(ask, now, verdicts, n);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- Count ---- */

static void end_count(struct pg_ask *ask, enum ym_err err)
{
    ask->done.counted(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL);
}

static void rows_count(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    const struct app_counted counted = { .pending = ym_rows_i64(rows, 0, 0),
                                         .dead = ym_rows_i64(rows, 0, 1),
                                         .oldest = pg_optional_usec(rows, 0, 2) };

    (void)i;
    ask->is_answered = true;
    ask->done.counted(ask->arg, YM_E_OK, &counted);
}

static void count(struct app_deliveries *port, app_counted_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_count, end_count, (union pg_ask_done){ .counted = done }, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_counts);
    pg_ask_i64(ask, APP_DELIVERIES_COUNTED_MAX);
    pg_ask_send(ask, YM_UNIT_READ);
}

const struct app_deliveries_ops pg_deliveries_ops = { look, feed, fan_out, claim, finish, count };
