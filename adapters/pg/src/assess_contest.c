/* SPDX-License-Identifier: Apache-2.0 */
/* Objections against an assessment. */
#include <string.h>

#include "assess_private.h"

#define PRINT_COLUMN 17 /* of assess_objection_row */

static struct pg_assess *of(struct app_assess *port)
{
    return (struct pg_assess *)(void *)((char *)port - offsetof(struct pg_assess, assess));
}

static int32_t bucket_of(int64_t subject)
{
    return (int32_t)(subject & (YM_BUCKETS - 1));
}

static void give(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_contests_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_assess_asked(q)->given.objections : NULL, n, has_more);
}

static void end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

static void take(const struct ym_rows *rows, int row, struct app_contest *ret)
{
    *ret = (struct app_contest){
        .id = ym_rows_i64(rows, row, 0),
        .kind = (uint8_t)ym_rows_i16(rows, row, 1),
        .subject = ym_rows_i64(rows, row, 2),
        .body = ym_rows_i64(rows, row, 3),
        .region = ym_rows_i64(rows, row, 4),
        .month = ym_rows_date(rows, row, 5),
        .measure = (uint8_t)ym_rows_i16(rows, row, 6),
        .dispute = { ym_rows_i64(rows, row, 7) },
        .at = ym_rows_usec(rows, row, 8),
        .by = ym_rows_span(rows, row, 9),
        .staff = ym_rows_i64(rows, row, 10),
        .due = ym_rows_date(rows, row, 11),
        .verdict = (uint8_t)ym_rows_i16(rows, row, 12),
        .answered_at = ym_rows_is_null(rows, row, 13) ? YM_USEC_NONE : ym_rows_usec(rows, row, 13),
        .answered_by = ym_rows_span(rows, row, 14),
        .reason = ym_rows_span(rows, row, 15),
        .answer = pg_assess_span(rows, row, 16),
    };
}

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_contest *all = pg_assess_asked(q)->given.objections;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take(rows, row, &all[n++]);
    give(q, YM_E_OK, n, count > (int)q->limit);
}

void pg_assess_objections(struct app_assess *port, const struct app_contest_filter *f,
                          app_contests_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, list_rows, end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = f->limit;
    pg_give_i16(q, f->kind);
    pg_give_i64(q, f->subject);
    pg_give_i64(q, f->staff);
    pg_give_i64(q, f->body);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_give_bool(q, f->is_open);
    pg_give_i64(q, f->before);
    pg_give_i64(q, (int64_t)f->limit + 1);
    pg_ask_now(q, PG_SQL_assess_objections, YM_UNIT_READ);
}

static void read_one(struct pg_question *q, int64_t subject, int64_t id)
{
    pg_ask_on(q, list_rows, end);
    q->limit = 1;
    pg_give_i32(q, bucket_of(subject));
    pg_give_i64(q, id);
    pg_ask_now(q, PG_SQL_assess_objection, YM_UNIT_READ);
}

void pg_assess_objection(struct app_assess *port, int64_t subject, int64_t id,
                         app_contests_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, list_rows, end, PG_DONE(done), arg);

    if (q != NULL)
        read_one(q, subject, id);
}

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give(q, YM_E_CONFLICT, 0, false);
    } else if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0) {
        give(q, YM_E_KEY_REUSED, 0, false);
    } else {
        take(rows, 0, &pg_assess_asked(q)->given.objections[0]);
        give(q, YM_E_OK, 1, false);
    }
}

static void put_end(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        give(q, err, 0, false);
        return;
    }
    pg_ask_on(q, made_rows, end);
    pg_give_i32(q, bucket_of(q->staff));
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_assess_objection_made, YM_UNIT_READ);
}

void pg_assess_object(struct app_assess *port, const struct app_contest *row,
                      const struct ym_request_key *key, app_contests_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, NULL, put_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->staff = row->subject;
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_give_i32(q, bucket_of(row->subject));
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->kind);
    pg_give_i64(q, row->subject);
    pg_give_i64(q, row->body);
    pg_give_i64(q, row->region);
    pg_give_i32(q, row->month);
    pg_give_i16(q, row->measure);
    pg_give_i64(q, row->dispute.v);
    pg_give_bytes(q, row->reason);
    pg_give_usec(q, row->at);
    pg_give_text(q, row->by);
    pg_give_i64(q, row->staff);
    pg_give_i32(q, row->due);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_give_i64(q, APP_CONTESTS_MAX);
    pg_ask_now(q, PG_SQL_assess_objection_put, YM_UNIT_SINGLE);
}

static void count_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void answered_end(struct pg_question *q, enum ym_err err)
{
    const struct app_contest *row = q->about;

    if (err != YM_E_OK || q->n != 1)
        give(q, err != YM_E_OK ? err : YM_E_CONFLICT, 0, false);
    else
        read_one(q, row->subject, row->id);
}

void pg_assess_answer(struct app_assess *port, const struct app_contest *row, app_contests_fn *done,
                      void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, count_rows, answered_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = row;
    pg_give_i32(q, bucket_of(row->subject));
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->verdict);
    pg_give_bytes(q, row->answer);
    pg_give_usec(q, row->answered_at);
    pg_give_text(q, row->answered_by);
    pg_ask_now(q, PG_SQL_assess_objection_answer, YM_UNIT_SINGLE);
}
