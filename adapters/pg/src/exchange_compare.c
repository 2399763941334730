/* SPDX-License-Identifier: Apache-2.0 */
/* Counts, the turns of the comparison, what it found, and what is forgotten. */
#include "exchange_private.h"

/* ---- Counts ---- */

static void counted_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_exchange_counts c = { .late = ym_rows_i64(rows, 0, 3),
                                     .oldest = pg_exchange_usec(rows, 0, 4),
                                     .discrepancies = ym_rows_i64(rows, 0, 5) };

    c.by_state[APP_MESSAGE_READY] = ym_rows_i64(rows, 0, 0);
    c.by_state[APP_MESSAGE_PENDING] = ym_rows_i64(rows, 0, 1);
    c.by_state[APP_MESSAGE_REFUSED] = ym_rows_i64(rows, 0, 2);
    q->is_answered = true;
    ((app_exchange_counts_fn *)q->done)(q->arg, YM_E_OK, &c);
}

static void counted_end(struct pg_question *q, enum ym_err err)
{
    ((app_exchange_counts_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

void pg_exchange_count(struct app_exchange *x, ym_usec now, app_exchange_counts_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), counted_rows, counted_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_usec(q, now);
    pg_give_i64(q, APP_EXCHANGE_COUNTED_MAX);
    pg_ask_now(q, PG_SQL_exchange_counts, YM_UNIT_READ);
}

/* ---- Turns ---- */

void pg_exchange_turn(struct app_exchange *x, const struct app_exchange_turn *t,
                      app_settled_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), pg_exchange_touch, pg_exchange_touched,
                                       PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, t->partner);
    pg_give_print(q, t->instance, 16);
    pg_give_usec(q, t->now);
    pg_give_usec(q, t->until);
    pg_give_usec_or_null(q, t->unless);
    pg_ask_now(q, PG_SQL_exchange_turn, YM_UNIT_SINGLE);
}

static void put_turned(struct pg_question *q, int64_t partner, ym_usec run_at, bool is_whole)
{
    pg_give_i64(q, partner);
    pg_give_usec(q, run_at);
    pg_give_bool(q, is_whole);
    pg_ask_now(q, PG_SQL_exchange_turned, YM_UNIT_SINGLE);
}

/* q->staff: the partner, q->dispute.v: when */
static void on_gone(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        pg_exchange_settled(q, err);
        return;
    }
    pg_ask_on(q, NULL, pg_exchange_settled);
    put_turned(q, q->staff, q->dispute.v, true);
}

void pg_exchange_compared(struct app_exchange *x, int64_t partner, ym_usec run_at, bool is_whole,
                          app_settled_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(
        pg_exchange_asker(x), NULL, is_whole ? on_gone : pg_exchange_settled, PG_DONE(done), arg);

    if (q == NULL)
        return;
    if (!is_whole) {
        put_turned(q, partner, run_at, false);
        return;
    }
    q->staff = partner;
    q->dispute.v = run_at;
    pg_give_i64(q, partner);
    pg_give_usec(q, run_at);
    pg_ask_now(q, PG_SQL_discrepancy_gone, YM_UNIT_SINGLE);
}

/* ---- Differences ---- */

void pg_exchange_discrepancy(struct app_exchange *x, const struct app_discrepancy *d,
                             ym_usec run_at, app_settled_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), NULL, pg_exchange_settled, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)d->bucket);
    pg_give_i64(q, d->dispute.v);
    pg_give_i64(q, d->partner);
    pg_give_i16(q, d->kind);
    pg_give_i16(q, d->what);
    pg_give_text(q, d->ref);
    pg_give_text(q, d->ours);
    pg_give_text(q, d->theirs);
    pg_give_i64(q, d->message.no);
    pg_give_usec(q, d->since);
    pg_give_usec(q, run_at);
    pg_ask_now(q, PG_SQL_discrepancy_put, YM_UNIT_SINGLE);
}

static void differences_give(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_discrepancies_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_exchange_asked(q)->answer.discrepancies : NULL, n);
}

static void differences_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_discrepancy *list = pg_exchange_asked(q)->answer.discrepancies;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_DISCREPANCIES_MAX; row++) {
        const uint32_t bucket = (uint32_t)ym_rows_i32(rows, row, 0);

        list[n++] = (struct app_discrepancy){
            .bucket = bucket,
            .dispute = { ym_rows_i64(rows, row, 1) },
            .partner = ym_rows_i64(rows, row, 2),
            .kind = (uint8_t)ym_rows_i16(rows, row, 3),
            .what = (uint8_t)ym_rows_i16(rows, row, 4),
            .ref = ym_rows_span(rows, row, 5),
            .ours = ym_rows_span(rows, row, 6),
            .theirs = ym_rows_span(rows, row, 7),
            .message = { bucket, ym_rows_i64(rows, row, 8) },
            .since = ym_rows_usec(rows, row, 9),
            .settled_at = pg_exchange_usec(rows, row, 10),
            .settled_by = ym_rows_span(rows, row, 11),
        };
    }
    differences_give(q, YM_E_OK, n);
}

static void differences_end(struct pg_question *q, enum ym_err err)
{
    differences_give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

void pg_exchange_discrepancies(struct app_exchange *x, const struct app_discrepancy_filter *f,
                               app_discrepancies_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), differences_rows, differences_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, f->partner);
    pg_give_i64(q, f->body);
    pg_give_bool(q, f->with_settled);
    pg_give_i64(q, APP_DISCREPANCIES_MAX);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_ask_now(q, PG_SQL_discrepancy_list, YM_UNIT_READ);
}

void pg_exchange_settle_discrepancy(struct app_exchange *x, const struct app_discrepancy *which,
                                    const struct app_settling *how, app_settled_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), pg_exchange_touch, pg_exchange_touched,
                                       PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)which->bucket);
    pg_give_i64(q, which->dispute.v);
    pg_give_i64(q, which->partner);
    pg_give_i16(q, which->kind);
    pg_give_i16(q, which->what);
    pg_give_text(q, which->ref);
    pg_give_usec(q, how->now);
    pg_give_text(q, how->by);
    pg_give_bytes(q, how->note);
    pg_ask_now(q, PG_SQL_discrepancy_settle, YM_UNIT_SINGLE);
}

/* ---- What has had its time: slice after slice of receipts, then of payloads ---- */

/* q->staff: receipts before, q->dispute.v: payloads before, q->limit: slices so far, q->n: rows of
 * the last one */
static void keep_slice(struct pg_question *q, enum pg_sql sql, ym_usec before,
                       pg_question_end_fn *end)
{
    pg_ask_on(q, pg_exchange_touch, end);
    q->n = 0;
    q->limit++;
    pg_give_usec(q, before);
    pg_give_i64(q, PG_KEEP_SLICE);
    pg_ask_now(q, sql, YM_UNIT_SINGLE);
}

static bool has_more(const struct pg_question *q)
{
    return q->n == PG_KEEP_SLICE && q->limit < PG_KEEP_SLICES;
}

static void on_payloads(struct pg_question *q, enum ym_err err)
{
    if (err == YM_E_OK && has_more(q))
        keep_slice(q, PG_SQL_exchange_keep_payloads, q->dispute.v, on_payloads);
    else
        pg_exchange_settled(q, err);
}

static void on_receipts(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        pg_exchange_settled(q, err);
    } else if (has_more(q)) {
        keep_slice(q, PG_SQL_exchange_keep_receipts, q->staff, on_receipts);
    } else {
        q->limit = 0;
        keep_slice(q, PG_SQL_exchange_keep_payloads, q->dispute.v, on_payloads);
    }
}

void pg_exchange_keep(struct app_exchange *x, ym_usec receipts_before, ym_usec payloads_before,
                      app_settled_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), NULL, pg_exchange_settled, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->staff = receipts_before;
    q->dispute.v = payloads_before;
    q->limit = 0;
    keep_slice(q, PG_SQL_exchange_keep_receipts, receipts_before, on_receipts);
}
