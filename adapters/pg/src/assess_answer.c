/* SPDX-License-Identifier: Apache-2.0 */
/* What parties say of the mediation. */
#include "assess_private.h"

#define SEAT_COLUMN 2 /* of answer_read.sql, where an answer begins */

static struct pg_assess *of(struct app_answers *port)
{
    return (struct pg_assess *)(void *)((char *)port - offsetof(struct pg_assess, answers));
}

static void give(struct pg_question *q, enum ym_err err, struct app_occasion visit, size_t n)
{
    q->is_answered = true;
    ((app_answers_fn *)q->done)(q->arg, err, visit,
                                err == YM_E_OK ? pg_assess_asked(q)->given.answers : NULL, n);
}

static void end(struct pg_question *q, enum ym_err err)
{
    const struct app_occasion none = { 0, YM_USEC_NONE };

    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, none, 0);
}

static void take(const struct ym_rows *rows, int row, struct app_answer *ret)
{
    *ret = (struct app_answer){ .seat = (uint8_t)ym_rows_i16(rows, row, SEAT_COLUMN),
                                .visit = (uint32_t)ym_rows_i32(rows, row, 3),
                                .score = (uint8_t)ym_rows_i16(rows, row, 4),
                                .role = (uint8_t)ym_rows_i16(rows, row, 5),
                                .revision = ym_rows_i32(rows, row, 6),
                                .staff = ym_rows_i64(rows, row, 7),
                                .at = ym_rows_usec(rows, row, 8),
                                .changed_at = ym_rows_usec(rows, row, 9) };
}

static void read_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_answer *all = pg_assess_asked(q)->given.answers;
    struct app_occasion visit = { 0, YM_USEC_NONE };
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_OCCASIONS_MAX; row++) {
        if (row == 0 && !ym_rows_is_null(rows, row, 0))
            visit = (struct app_occasion){ (uint32_t)ym_rows_i32(rows, row, 0),
                                           ym_rows_usec(rows, row, 1) };
        if (!ym_rows_is_null(rows, row, SEAT_COLUMN))
            take(rows, row, &all[n++]);
    }
    give(q, YM_E_OK, visit, n);
}

static void give_dispute(struct pg_question *q, struct ym_id dispute)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
}

static void read_answers(struct app_answers *port, struct ym_id dispute, app_answers_fn *done,
                         void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, read_rows, end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_dispute(q, dispute);
    pg_give_i16(q, YM_CMD_VISIT);
    pg_give_i64(q, APP_OCCASIONS_MAX);
    pg_ask_now(q, PG_SQL_answer_read, YM_UNIT_READ);
}

/* What was stored is told when it is committed. */
static void put_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_count(rows);
}

static void put_end(struct pg_question *q, enum ym_err err)
{
    const struct app_answer *row = q->about;
    struct app_occasion visit = { 0, YM_USEC_NONE };

    if (err != YM_E_OK || q->n != 1) {
        end(q, err != YM_E_OK ? err : YM_E_CONFLICT);
        return;
    }
    pg_assess_asked(q)->given.answers[0] = *row;
    give(q, YM_E_OK, visit, 1);
}

static void put_answer(struct app_answers *port, struct ym_id dispute, const struct app_answer *row,
                       const char *by, app_answers_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, put_rows, put_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = row;
    give_dispute(q, dispute);
    pg_give_i16(q, row->seat);
    pg_give_i32(q, (int32_t)row->visit);
    pg_give_i16(q, row->score);
    pg_give_usec(q, row->changed_at);
    pg_give_i32(q, row->revision);
    pg_give_i16(q, row->role);
    pg_give_i64(q, row->staff);
    pg_give_text(q, ym_span_of(by));
    pg_ask_now(q, PG_SQL_answer_put, YM_UNIT_SINGLE);
}

const struct app_answers_ops pg_assess_answers_ops = { .read = read_answers, .put = put_answer };
