/* SPDX-License-Identifier: Apache-2.0 */
/* The conversation: finding, putting down, what became of a message, lists, and what people do. */
#include <assert.h>
#include <string.h>

#include "exchange_private.h"

/* The columns of message_columns.sql; the payload and the note follow. */
enum { EVENT_COLUMN = 25, PAYLOAD_COLUMN = 35, NOTE_COLUMN };

static void give(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_messages_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_exchange_asked(q)->answer.messages : NULL, n, has_more);
}

static void end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

static void take_event(const struct ym_rows *rows, int row, struct app_message *m)
{
    m->event = (struct app_delivery){
        .subscription = m->partner,
        .dispute = m->dispute,
        .seq = m->seq,
        .at = pg_exchange_usec(rows, row, EVENT_COLUMN),
        .rule = (uint16_t)ym_rows_i16(rows, row, EVENT_COLUMN + 1),
        .kind = (uint8_t)ym_rows_i16(rows, row, EVENT_COLUMN + 2),
        .procedure = (uint16_t)ym_rows_i16(rows, row, EVENT_COLUMN + 3),
        .colour = (uint8_t)ym_rows_i16(rows, row, EVENT_COLUMN + 4),
        .stage = (uint8_t)ym_rows_i16(rows, row, EVENT_COLUMN + 5),
        .type = (uint8_t)ym_rows_i16(rows, row, EVENT_COLUMN + 6),
        .region = ym_rows_i64(rows, row, EVENT_COLUMN + 7),
        .body = ym_rows_i64(rows, row, EVENT_COLUMN + 8),
        .topics = (uint32_t)ym_rows_i32(rows, row, EVENT_COLUMN + 9),
    };
}

static void take(const struct ym_rows *rows, int row, struct app_message *m)
{
    *m = (struct app_message){
        .key = { (uint32_t)ym_rows_i32(rows, row, 0), ym_rows_i64(rows, row, 1) },
        .dispute = { ym_rows_i64(rows, row, 2) },
        .partner = ym_rows_i64(rows, row, 3),
        .is_out = ym_rows_bool(rows, row, 4),
        .verb = (uint8_t)ym_rows_i16(rows, row, 5),
        .kind = (uint8_t)ym_rows_i16(rows, row, 6),
        .state = (uint8_t)ym_rows_i16(rows, row, 7),
        .name = ym_rows_span(rows, row, 8),
        .reply_to = ym_rows_span(rows, row, 9),
        .seq = (uint32_t)ym_rows_i32(rows, row, 10),
        .revision = (uint16_t)ym_rows_i16(rows, row, 11),
        .made_at = ym_rows_usec(rows, row, 12),
        .due_at = pg_exchange_usec(rows, row, 13),
        .tried_at = pg_exchange_usec(rows, row, 14),
        .answered_at = pg_exchange_usec(rows, row, 15),
        .attempts = (uint16_t)ym_rows_i16(rows, row, 16),
        .status = (uint16_t)ym_rows_i16(rows, row, 17),
        .error = ym_rows_span(rows, row, 18),
        .reason = { ym_rows_span(rows, row, 19), ym_rows_span(rows, row, 20),
                    ym_rows_span(rows, row, 21) },
        .settled_at = pg_exchange_usec(rows, row, 22),
        .settled_by = ym_rows_span(rows, row, 23),
        .is_paper = ym_rows_bool(rows, row, 24),
        .sealed = pg_exchange_span(rows, row, PAYLOAD_COLUMN),
        .note = pg_exchange_span(rows, row, NOTE_COLUMN),
    };
    take_event(rows, row, m);
}

/* ---- One ---- */

static void one_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give(q, YM_E_NOT_FOUND, 0, false);
        return;
    }
    take(rows, 0, &pg_exchange_asked(q)->answer.messages[0]);
    give(q, YM_E_OK, 1, false);
}

static void put_one(struct pg_question *q, uint32_t bucket, int64_t no)
{
    pg_give_i32(q, (int32_t)bucket);
    pg_give_i64(q, no);
    pg_ask_now(q, PG_SQL_exchange_one, YM_UNIT_READ);
}

void pg_exchange_one(struct app_exchange *x, struct app_message_key key, app_messages_fn *done,
                     void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), one_rows, end, PG_DONE(done), arg);

    if (q != NULL)
        put_one(q, key.bucket, key.no);
}

void pg_exchange_find(struct app_exchange *x, const struct app_message_wish *w,
                      app_messages_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), one_rows, end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)w->bucket);
    pg_give_i64(q, w->partner);
    pg_give_bool(q, w->is_out);
    if (w->name.n > 0) {
        pg_give_text(q, w->name);
        pg_ask_now(q, PG_SQL_exchange_named, YM_UNIT_READ);
        return;
    }
    pg_give_i64(q, w->dispute.v);
    pg_give_i32(q, (int32_t)w->seq);
    pg_ask_now(q, PG_SQL_exchange_told, YM_UNIT_READ);
}

/* ---- Putting down ---- */

static void give_reason(struct pg_question *q, const struct app_exchange_reason *r)
{
    pg_give_text(q, r->code);
    pg_give_text(q, r->zh);
    pg_give_text(q, r->en);
}

static void give_event(struct pg_question *q, const struct app_message *m)
{
    const struct app_delivery *e = &m->event;

    pg_give_usec_or_null(q, m->is_out ? e->at : YM_USEC_NONE);
    pg_give_i16(q, (int16_t)e->rule);
    pg_give_i16(q, e->kind);
    pg_give_i16(q, (int16_t)e->procedure);
    pg_give_i16(q, e->colour);
    pg_give_i16(q, e->stage);
    pg_give_i16(q, e->type);
    pg_give_i64(q, e->region);
    pg_give_i64(q, e->body);
    pg_give_i32(q, (int32_t)e->topics);
}

static void put_row(struct pg_question *q, const struct app_message *m)
{
    pg_give_i32(q, (int32_t)m->key.bucket);
    pg_give_i64(q, m->key.no);
    pg_give_i64(q, m->dispute.v);
    pg_give_i64(q, m->partner);
    pg_give_bool(q, m->is_out);
    pg_give_i16(q, m->verb);
    pg_give_i16(q, m->kind);
    pg_give_i16(q, m->state);
    pg_give_text(q, m->name);
    pg_give_text(q, m->reply_to);
    pg_give_i32(q, (int32_t)m->seq);
    pg_give_i16(q, (int16_t)m->revision);
    pg_give_usec(q, m->made_at);
    pg_give_usec_or_null(q, m->due_at);
    pg_give_usec_or_null(q, m->answered_at);
    give_reason(q, &m->reason);
    pg_give_kept(q, m->sealed);
    give_event(q, m);
    pg_ask_now(q, PG_SQL_exchange_put, YM_UNIT_SINGLE);
}

static void room_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_i64(rows, 0, 0);
}

static void room_end(struct pg_question *q, enum ym_err err)
{
    if (err == YM_E_OK && q->n >= APP_EXCHANGE_OPEN_MAX)
        err = YM_E_BUSY;
    if (err != YM_E_OK) {
        pg_exchange_settled(q, err);
        return;
    }
    pg_ask_on(q, NULL, pg_exchange_settled);
    put_row(q, q->about);
}

void pg_exchange_put(struct app_exchange *x, const struct app_message *row, app_settled_fn *done,
                     void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), room_rows, room_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = row;
    pg_give_i64(q, row->partner);
    pg_give_i64(q, APP_EXCHANGE_OPEN_MAX);
    pg_ask_now(q, PG_SQL_exchange_room, YM_UNIT_READ);
}

/* ---- What became of it ---- */

void pg_exchange_posted(struct app_exchange *x, const struct app_message_outcome *o,
                        app_settled_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), NULL, pg_exchange_settled, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)o->key.bucket);
    pg_give_i64(q, o->key.no);
    pg_give_i16(q, o->state);
    pg_give_usec(q, o->now);
    pg_give_usec_or_null(q, o->due_at);
    pg_give_i16(q, (int16_t)o->status);
    pg_give_text(q, o->error);
    give_reason(q, &o->reason);
    pg_ask_now(q, PG_SQL_exchange_posted, YM_UNIT_SINGLE);
}

void pg_exchange_answered(struct app_exchange *x, const struct app_message_answer *a,
                          app_settled_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), NULL, pg_exchange_settled, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)a->bucket);
    pg_give_i64(q, a->partner);
    pg_give_text(q, a->name);
    pg_give_i16(q, a->state);
    pg_give_usec(q, a->now);
    give_reason(q, &a->reason);
    pg_ask_now(q, PG_SQL_exchange_answered, YM_UNIT_SINGLE);
}

/* ---- Lists ---- */

#define OPEN_STATES                                                                                \
    (UINT32_C(1) << APP_MESSAGE_READY | UINT32_C(1) << APP_MESSAGE_PENDING |                       \
     UINT32_C(1) << APP_MESSAGE_REFUSED)
#define DAY_USEC (INT64_C(86400) * YM_USEC_PER_SECOND)

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_message *list = pg_exchange_asked(q)->answer.messages;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take(rows, row, &list[n++]);
    give(q, YM_E_OK, n, count > (int)q->limit);
}

void pg_exchange_list(struct app_exchange *x, const struct app_exchange_filter *f,
                      app_messages_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(pg_exchange_asker(x), list_rows, end, PG_DONE(done), arg);
    const uint32_t states = f->states != 0 ? f->states : OPEN_STATES;
    const bool is_open = (states & ~OPEN_STATES) == 0;

    assert(f->limit > 0);
    assert(f->limit <= APP_EXCHANGE_PAGE_MAX);
    if (q == NULL)
        return;
    q->limit = f->limit;
    pg_give_i64(q, f->partner);
    pg_give_i64(q, f->body);
    pg_give_i64(q, f->dispute.v);
    pg_give_i32(q, (int32_t)states);
    pg_give_bool(q, f->is_late);
    pg_give_usec(q, f->now);
    pg_give_usec(q, f->before != YM_USEC_NONE ? f->before : f->now + DAY_USEC);
    pg_give_i64(q, f->before != YM_USEC_NONE ? f->before_no : INT64_MAX);
    pg_give_i64(q, (int64_t)f->limit + 1);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_ask_now(q, is_open ? PG_SQL_exchange_open : PG_SQL_exchange_list, YM_UNIT_READ);
}

/* ---- What people do. q->limit: bucket, q->staff: number, q->dispute.v: now ---- */

static struct pg_question *begin(struct app_exchange *x, struct app_message_key key, ym_usec now,
                                 pg_question_end_fn *then, app_messages_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(pg_exchange_asker(x), pg_exchange_touch, then, PG_DONE(done), arg);

    if (q == NULL)
        return NULL;
    q->limit = key.bucket;
    q->staff = key.no;
    q->dispute.v = now;
    pg_give_i32(q, (int32_t)key.bucket);
    pg_give_i64(q, key.no);
    pg_give_usec(q, now);
    return q;
}

static void read_again(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, one_rows, end);
    put_one(q, q->limit, q->staff);
}

static void on_lane(struct pg_question *q, enum ym_err err, enum pg_sql sql)
{
    if (err == YM_E_OK && q->n == 0)
        err = YM_E_CONFLICT;
    if (err != YM_E_OK) {
        end(q, err);
        return;
    }
    pg_ask_on(q, NULL, read_again);
    pg_give_i32(q, (int32_t)q->limit);
    pg_give_i64(q, q->staff);
    pg_give_usec(q, q->dispute.v);
    pg_ask_now(q, sql, YM_UNIT_SINGLE);
}

static void resent(struct pg_question *q, enum ym_err err)
{
    on_lane(q, err, PG_SQL_exchange_again);
}

static void settled(struct pg_question *q, enum ym_err err)
{
    on_lane(q, err, PG_SQL_exchange_wake);
}

void pg_exchange_resend(struct app_exchange *x, struct app_message_key key, ym_usec now,
                        app_messages_fn *done, void *arg)
{
    struct pg_question *q = begin(x, key, now, resent, done, arg);

    if (q != NULL)
        pg_ask_now(q, PG_SQL_exchange_resend, YM_UNIT_SINGLE);
}

void pg_exchange_settle(struct app_exchange *x, struct app_message_key key,
                        const struct app_settling *how, app_messages_fn *done, void *arg)
{
    struct pg_question *q = begin(x, key, how->now, settled, done, arg);

    if (q == NULL)
        return;
    pg_give_text(q, how->by);
    pg_give_bytes(q, how->note);
    pg_give_bool(q, how->is_paper);
    pg_ask_now(q, PG_SQL_exchange_settle, YM_UNIT_SINGLE);
}
