/* SPDX-License-Identifier: Apache-2.0 */
/* What comes in: has it come before, and which receipt did it get? */
#include <string.h>

#include "exchange_private.h"

static void give(struct pg_question *q, enum ym_err err, enum app_arrived how,
                 struct ym_span receipt)
{
    q->is_answered = true;
    ((app_arrived_fn *)q->done)(q->arg, err, how, receipt);
}

static void end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, APP_ARRIVED_NEW, (struct ym_span){ NULL, 0 });
}

static void known_rows(struct pg_question *q, const struct ym_rows *rows)
{
    const struct app_arrival *a = q->about;
    struct ym_span print, receipt;

    if (ym_rows_count(rows) == 0)
        return; /* forgotten meanwhile: it will be sent again */
    print = ym_rows_span(rows, 0, 0);
    receipt = pg_exchange_span(rows, 0, 1);
    if (print.n != sizeof(a->print) || memcmp(print.at, a->print, print.n) != 0)
        give(q, YM_E_OK, APP_ARRIVED_CHANGED, (struct ym_span){ NULL, 0 });
    else if (receipt.n > 0)
        give(q, YM_E_OK, APP_ARRIVED_BEFORE, receipt);
    else
        give(q, YM_E_OK, APP_ARRIVED_NEW, receipt);
}

static void give_name(struct pg_question *q, const struct app_arrival *a)
{
    pg_give_i32(q, (int32_t)a->bucket);
    pg_give_i64(q, a->partner);
    pg_give_text(q, a->name);
}

static void read_known(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, known_rows, end);
    give_name(q, q->about);
    pg_ask_now(q, PG_SQL_exchange_arrived, YM_UNIT_READ);
}

void pg_exchange_arrive(struct app_exchange *x, const struct app_arrival *a, app_arrived_fn *done,
                        void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), NULL, read_known, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = a;
    give_name(q, a);
    pg_give_print(q, a->print, sizeof(a->print));
    pg_give_usec(q, a->now);
    pg_ask_now(q, PG_SQL_exchange_arrive, YM_UNIT_SINGLE);
}

void pg_exchange_receipt(struct app_exchange *x, const struct app_arrival *a,
                         struct ym_span receipt, app_arrived_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), NULL, read_known, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = a;
    give_name(q, a);
    pg_give_bytes(q, receipt);
    pg_ask_now(q, PG_SQL_exchange_receive, YM_UNIT_SINGLE);
}
