/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/exchange.h"

#include <stdlib.h>

#include "exchange_private.h"

/* ---- What several operations share ---- */

void pg_give_usec_or_null(struct pg_question *q, ym_usec v)
{
    if (v != YM_USEC_NONE)
        pg_give_usec(q, v);
    else
        pg_give_null(q, YM_PG_TIMESTAMPTZ);
}

void pg_give_text_or_null(struct pg_question *q, const struct ym_span *v)
{
    if (v != NULL)
        pg_give_text(q, *v);
    else
        pg_give_null(q, YM_PG_TEXT);
}

void pg_give_print(struct pg_question *q, const unsigned char *at, size_t n)
{
    pg_give_bytes(q, (struct ym_span){ (const char *)at, n });
}

ym_usec pg_exchange_usec(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

struct ym_span pg_exchange_span(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ "", 0 }
                                              : ym_rows_span(rows, row, column);
}

void pg_exchange_settled(struct pg_question *q, enum ym_err err)
{
    ((app_settled_fn *)q->done)(q->arg, err);
}

void pg_exchange_touch(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

void pg_exchange_touched(struct pg_question *q, enum ym_err err)
{
    pg_exchange_settled(q, err == YM_E_OK && q->n == 0 ? YM_E_CONFLICT : err);
}

/* ---- Life ---- */

static const struct app_exchange_ops ops = {
    .partners = pg_exchange_partners,
    .add_partner = pg_exchange_add_partner,
    .change_partner = pg_exchange_change_partner,
    .put_key = pg_exchange_put_key,
    .find = pg_exchange_find,
    .put = pg_exchange_put,
    .posted = pg_exchange_posted,
    .answered = pg_exchange_answered,
    .arrive = pg_exchange_arrive,
    .receipt = pg_exchange_receipt,
    .list = pg_exchange_list,
    .one = pg_exchange_one,
    .resend = pg_exchange_resend,
    .settle = pg_exchange_settle,
    .count = pg_exchange_count,
    .turn = pg_exchange_turn,
    .discrepancy = pg_exchange_discrepancy,
    .compared = pg_exchange_compared,
    .discrepancies = pg_exchange_discrepancies,
    .settle_discrepancy = pg_exchange_settle_discrepancy,
    .keep = pg_exchange_keep,
};

struct pg_exchange *pg_exchange_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                     struct ym_error *reterr)
{
    struct pg_exchange *x = calloc(1, sizeof(*x));

    if (x == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the exchange");
        return NULL;
    }
    x->port.ops = &ops;
    if (pg_asker_open(&x->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(x);
        return NULL;
    }
    return x;
}

static void on_closed(void *arg)
{
    struct pg_exchange *x = arg;
    void (*const then)(void *arg) = x->on_closed;
    void *const then_arg = x->closed_arg;

    free(x);
    if (then != NULL)
        then(then_arg);
}

void pg_exchange_close(struct pg_exchange *x, void (*then)(void *arg), void *arg)
{
    x->on_closed = then;
    x->closed_arg = arg;
    pg_asker_close(&x->asker, on_closed, x);
}

struct app_exchange *pg_exchange_port(struct pg_exchange *x)
{
    return &x->port;
}
