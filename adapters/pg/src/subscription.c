/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/subscribe.h. A change is one statement, and then the row is read as it stands. */
#include <assert.h>
#include <string.h>

#include "app/query.h"
#include "delivery_private.h"

static struct pg_delivery *of(struct app_subscriptions *port)
{
    return ((struct pg_subscriptions *)port)->d;
}

static struct ym_span key_of(const struct ym_request_key *key)
{
    return (struct ym_span){ (const char *)key->key, sizeof(key->key) };
}

/* ---- Read ---- */

static void end_rows(struct pg_ask *ask, enum ym_err err)
{
    ask->done.subscriptions(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL, 0);
}

static void answer_rows(struct pg_ask *ask, enum ym_err err, size_t n)
{
    const bool is_ok = err == YM_E_OK;

    ask->is_answered = true;
    ask->done.subscriptions(ask->arg, err, is_ok ? ask->d->answer.subscriptions : NULL,
                            is_ok ? n : 0);
}

static size_t take_rows(struct pg_ask *ask, const struct ym_rows *rows)
{
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_SUBSCRIPTIONS_MAX; row++)
        pg_take_subscription(rows, row, &ask->d->answer.subscriptions[n++]);
    return n;
}

static void rows_read(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    const size_t n = take_rows(ask, rows);

    (void)i;
    answer_rows(ask, n == 0 && ask->id != 0 ? YM_E_NOT_FOUND : YM_E_OK, n);
}

/* The row that this request made, now or before. None: there are too many. */
static void rows_made(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    const size_t n = take_rows(ask, rows);
    const struct app_subscription *made = ask->d->answer.subscriptions;

    (void)i;
    if (n == 0)
        answer_rows(ask, YM_E_CONFLICT, 0);
    else if (memcmp(made->by.fingerprint, ask->key.fingerprint, sizeof(ask->key.fingerprint)) != 0)
        answer_rows(ask, YM_E_KEY_REUSED, 0);
    else
        answer_rows(ask, YM_E_OK, 1);
}

/* All, one by its id, or the one that a request made. */
static void put_read(struct pg_ask *ask, int64_t id, const struct ym_request_key *by)
{
    pg_ask_statement(ask, PG_SQL_subscription_read);
    if (id != 0)
        pg_ask_i64(ask, id);
    else
        pg_ask_null(ask, YM_PG_INT8);
    if (by != NULL)
        pg_ask_bytes(ask, key_of(by));
    else
        pg_ask_null(ask, YM_PG_BYTEA);
    pg_ask_i64(ask, APP_SUBSCRIPTIONS_MAX);
    pg_ask_send(ask, YM_UNIT_READ);
}

static void read_rows(struct app_subscriptions *port, int64_t id, app_subscriptions_fn *done,
                      void *arg)
{
    struct pg_ask *ask = pg_ask_begin(of(port), rows_read, end_rows,
                                      (union pg_ask_done){ .subscriptions = done }, arg);

    if (ask == NULL)
        return;
    ask->id = id;
    put_read(ask, id, NULL);
}

/* ---- Add ---- */

static void end_add(struct pg_ask *ask, enum ym_err err)
{
    if (err != YM_E_OK) {
        end_rows(ask, err);
        return;
    }
    pg_ask_again(ask, rows_made, end_rows);
    put_read(ask, 0, &ask->key);
}

static void add(struct app_subscriptions *port, const struct app_subscription *row,
                app_subscriptions_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_add, (union pg_ask_done){ .subscriptions = done }, arg);

    if (ask == NULL)
        return;
    assert(row->by.given);
    ask->key = row->by;
    pg_ask_statement(ask, PG_SQL_subscription_put);
    pg_ask_i64(ask, row->id);
    pg_ask_text(ask, row->url);
    pg_ask_text(ask, row->label);
    pg_ask_i32(ask, (int32_t)row->topics);
    pg_ask_i64(ask, row->region);
    pg_ask_i64(ask, row->body);
    pg_ask_bytes(ask, row->secret);
    pg_ask_usec(ask, row->created_at);
    pg_ask_bytes(ask, key_of(&row->by));
    pg_ask_bytes(
        ask, (struct ym_span){ (const char *)row->by.fingerprint, sizeof(row->by.fingerprint) });
    pg_ask_bool(ask, row->from_beginning);
    pg_ask_i64(ask, APP_SUBSCRIPTIONS_MAX);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

/* ---- Change and rotate ---- */

static void end_change(struct pg_ask *ask, enum ym_err err)
{
    if (err != YM_E_OK) {
        end_rows(ask, err);
        return;
    }
    pg_ask_again(ask, rows_read, end_rows);
    put_read(ask, ask->id, NULL);
}

static void put_text(struct pg_ask *ask, const struct ym_span *v)
{
    if (v != NULL)
        pg_ask_text(ask, *v);
    else
        pg_ask_null(ask, YM_PG_TEXT);
}

static void put_i64(struct pg_ask *ask, const int64_t *v)
{
    if (v != NULL)
        pg_ask_i64(ask, *v);
    else
        pg_ask_null(ask, YM_PG_INT8);
}

static void change(struct app_subscriptions *port, int64_t id,
                   const struct app_subscription_change *c, app_subscriptions_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_change, (union pg_ask_done){ .subscriptions = done }, arg);

    if (ask == NULL)
        return;
    ask->id = id;
    pg_ask_statement(ask, PG_SQL_subscription_change);
    pg_ask_i64(ask, id);
    put_text(ask, c->url);
    put_text(ask, c->label);
    if (c->topics != NULL)
        pg_ask_i32(ask, (int32_t)*c->topics);
    else
        pg_ask_null(ask, YM_PG_INT4);
    put_i64(ask, c->region);
    put_i64(ask, c->body);
    if (c->is_active != NULL)
        pg_ask_bool(ask, *c->is_active);
    else
        pg_ask_null(ask, YM_PG_BOOL);
    pg_ask_i16(ask, APP_STOP_PAUSED);
    pg_ask_usec(ask, c->now);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void rotate(struct app_subscriptions *port, const struct app_rotation *what,
                   app_subscriptions_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_change, (union pg_ask_done){ .subscriptions = done }, arg);

    if (ask == NULL)
        return;
    assert(what->by.given);
    ask->id = what->subscription;
    pg_ask_statement(ask, PG_SQL_subscription_rotate);
    pg_ask_i64(ask, what->subscription);
    pg_ask_bytes(ask, what->sealed);
    pg_ask_usec(ask, what->until);
    pg_ask_bytes(ask, key_of(&what->by));
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

/* ---- What counts rows ---- */

/* The subscription is held first; then the statement counts whose place this is. */
enum { COUNT_SECOND = 1, COUNT_THIRD = 2 };

static void end_counted(struct pg_ask *ask, enum ym_err err)
{
    ask->done.count(ask->arg, err, err == YM_E_OK ? ask->n : 0);
}

static void rows_second(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    if (i == COUNT_SECOND)
        ask->n = ym_rows_affected(rows);
}

static void rows_third(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    if (i == COUNT_THIRD)
        ask->n = ym_rows_affected(rows);
}

static struct pg_ask *begin_held(struct app_subscriptions *port, int64_t id, pg_ask_rows_fn *rows,
                                 app_count_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows, end_counted, (union pg_ask_done){ .count = done }, arg);

    if (ask == NULL)
        return NULL;
    pg_ask_statement(ask, PG_SQL_delivery_hold);
    pg_ask_i64(ask, id);
    return ask;
}

static void drop(struct app_subscriptions *port, int64_t id, app_count_fn *done, void *arg)
{
    struct pg_ask *ask = begin_held(port, id, rows_third, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_drop);
    pg_ask_i64(ask, id);
    pg_ask_statement(ask, PG_SQL_subscription_delete);
    pg_ask_i64(ask, id);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

static void redrive(struct app_subscriptions *port, const struct app_redrive *what,
                    app_count_fn *done, void *arg)
{
    struct pg_ask *ask = begin_held(port, what->subscription, rows_second, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_redrive);
    pg_ask_i64(ask, what->subscription);
    put_i64(ask, what->dispute.v != 0 ? &what->dispute.v : NULL);
    if (what->topics != 0)
        pg_ask_i32(ask, (int32_t)what->topics);
    else
        pg_ask_null(ask, YM_PG_INT4);
    if (what->since != YM_USEC_NONE)
        pg_ask_usec(ask, what->since);
    else
        pg_ask_null(ask, YM_PG_TIMESTAMPTZ);
    pg_ask_usec(ask, what->now);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

static void skip(struct app_subscriptions *port, int64_t id, struct ym_id dispute, ym_usec now,
                 app_count_fn *done, void *arg)
{
    struct pg_ask *ask = begin_held(port, id, rows_second, done, arg);
    struct ym_column *ids, *disputes;

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_delivery_skip);
    pg_ask_i64(ask, id);
    pg_ask_i64(ask, dispute.v);
    ids = pg_ask_column(ask, YM_PG_INT8);
    disputes = pg_ask_column(ask, YM_PG_INT8);
    ym_column_i64(ids, id);
    ym_column_i64(disputes, dispute.v);
    pg_ask_statement(ask, PG_SQL_delivery_promote);
    pg_ask_array(ask, ids);
    pg_ask_array(ask, disputes);
    pg_ask_usec(ask, now);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- What is on its way ---- */

static void end_page(struct pg_ask *ask, enum ym_err err)
{
    ask->done.deliveries(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL);
}

static void rows_page(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    struct app_delivery_page *page = &ask->d->answer.page;
    const int n = ym_rows_count(rows);

    (void)i;
    page->n = 0;
    page->has_more = n > (int)ask->limit;
    for (int row = 0; row < n && page->n < ask->limit; row++)
        pg_take_delivery_row(rows, row, &page->at[page->n++]);
    ask->is_answered = true;
    ask->done.deliveries(ask->arg, YM_E_OK, page);
}

static void deliveries(struct app_subscriptions *port, const struct app_delivery_filter *f,
                       app_deliveries_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_page, end_page, (union pg_ask_done){ .deliveries = done }, arg);

    if (ask == NULL)
        return;
    assert(f->limit > 0);
    assert(f->limit <= APP_DELIVERY_PAGE_MAX);
    ask->limit = f->limit;
    pg_ask_statement(ask, PG_SQL_delivery_list);
    pg_ask_i64(ask, f->subscription);
    pg_ask_i64(ask, f->after.v);
    pg_ask_i32(ask, (int32_t)f->after_seq);
    if (f->is_dead != APP_ANY)
        pg_ask_bool(ask, f->is_dead != 0);
    else
        pg_ask_null(ask, YM_PG_BOOL);
    pg_ask_i64(ask, (int64_t)f->limit + 1); /* one more, to see whether there is more */
    pg_ask_send(ask, YM_UNIT_READ);
}

const struct app_subscriptions_ops pg_subscriptions_ops = {
    read_rows, add, change, rotate, drop, deliveries, redrive, skip,
};
