/* SPDX-License-Identifier: Apache-2.0 */
/* Appointments, and who read personal data. */
#include <assert.h>
#include <string.h>

#include "casefile_private.h"

#define PRINT_COLUMN 12

/* ---- Appointments ---- */

static void give(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_appointments_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_casefile_asked(q)->answer.appointments : NULL, n);
}

static void take(const struct ym_rows *rows, int row, struct app_appointment *ret)
{
    *ret = (struct app_appointment){ .id = ym_rows_i64(rows, row, 0),
                                     .revision = ym_rows_i32(rows, row, 1),
                                     .role = (uint8_t)ym_rows_i16(rows, row, 2),
                                     .changed_at = ym_rows_usec(rows, row, 3),
                                     .at = ym_rows_usec(rows, row, 4),
                                     .minutes = ym_rows_i16(rows, row, 5),
                                     .seats = (uint32_t)ym_rows_i64(rows, row, 6),
                                     .is_cancelled = ym_rows_bool(rows, row, 7),
                                     .place = ym_rows_span(rows, row, 8),
                                     .note = pg_span_or_none(rows, row, 9),
                                     .reason = pg_span_or_none(rows, row, 10),
                                     .changed_by = ym_rows_span(rows, row, 11) };
}

static void read_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_appointment *all = pg_casefile_asked(q)->answer.appointments;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_APPOINTMENTS_MAX; row++)
        take(rows, row, &all[n++]);
    give(q, YM_E_OK, n);
}

static void read_end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

void pg_casefile_appointments(struct app_casefile *f, struct ym_id dispute, uint8_t seat,
                              int64_t id, app_appointments_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, read_rows, read_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_dispute(q, dispute);
    pg_give_i64(q, seat == APP_SEAT_ANY ? (int64_t)UINT32_MAX : INT64_C(1) << seat);
    if (id != 0)
        pg_give_i64(q, id);
    else
        pg_give_null(q, YM_PG_INT8);
    pg_give_i64(q, APP_APPOINTMENTS_MAX);
    pg_ask_now(q, PG_SQL_appointment_read, YM_UNIT_READ);
}

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give(q, YM_E_CONFLICT, 0);
        return;
    }
    if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0) {
        give(q, YM_E_KEY_REUSED, 0);
        return;
    }
    take(rows, 0, &pg_casefile_asked(q)->answer.appointments[0]);
    give(q, YM_E_OK, 1);
}

static void put_end(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        give(q, err, 0);
        return;
    }
    pg_ask_on(q, made_rows, read_end);
    pg_give_dispute(q, q->dispute);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_appointment_made, YM_UNIT_READ);
}

void pg_casefile_put_appointment(struct app_casefile *f, struct ym_id dispute,
                                 const struct app_appointment *row,
                                 const struct ym_request_key *key, app_appointments_fn *done,
                                 void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, NULL, put_end, PG_DONE(done), arg);

    assert(key->given);
    if (q == NULL)
        return;
    q->dispute = dispute;
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_give_dispute(q, dispute);
    pg_give_i64(q, row->id);
    pg_give_i32(q, row->revision);
    pg_give_usec(q, row->changed_at);
    pg_give_text(q, row->changed_by);
    pg_give_i16(q, row->role);
    pg_give_usec(q, row->at);
    pg_give_i16(q, row->minutes);
    pg_give_i64(q, row->seats);
    pg_give_bool(q, row->is_cancelled);
    pg_give_bytes(q, row->place);
    pg_give_bytes(q, row->note);
    pg_give_bytes(q, row->reason);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_give_i64(q, APP_APPOINTMENTS_MAX);
    pg_ask_now(q, PG_SQL_appointment_insert, YM_UNIT_SINGLE);
}

/* ---- Who read ---- */

static void give_readers(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_readers_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_casefile_asked(q)->answer.readers : NULL, n, has_more);
}

static void take_reader(struct pg_question *q, const struct ym_rows *rows, int row,
                        struct app_access *ret)
{
    const struct ym_span reader = ym_rows_span(rows, row, 2);

    *ret = (struct app_access){
        .id = ym_rows_i64(rows, row, 0),
        .dispute = q->dispute,
        .at = ym_rows_usec(rows, row, 1),
        .role = (uint8_t)ym_rows_i16(rows, row, 3),
        .staff = ym_rows_i64(rows, row, 4),
        .body = ym_rows_i64(rows, row, 5),
        .seat = ym_rows_is_null(rows, row, 6) ? YM_SEATS_MAX : (uint8_t)ym_rows_i16(rows, row, 6),
        .purpose = (uint8_t)ym_rows_i16(rows, row, 7),
        .what = (uint8_t)ym_rows_i16(rows, row, 8),
    };
    if (reader.n < sizeof(ret->reader))
        memcpy(ret->reader, reader.at, reader.n);
}

static void readers_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_access *all = pg_casefile_asked(q)->answer.readers;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take_reader(q, rows, row, &all[n++]);
    give_readers(q, YM_E_OK, n, count > (int)q->limit);
}

static void readers_end(struct pg_question *q, enum ym_err err)
{
    give_readers(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

void pg_casefile_readers(struct app_casefile *f, struct ym_id dispute, int64_t before,
                         unsigned limit, app_readers_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, readers_rows, readers_end, PG_DONE(done), arg);

    assert(limit > 0 && limit <= APP_READERS_PAGE_MAX);
    if (q == NULL)
        return;
    q->dispute = dispute;
    q->limit = limit;
    pg_give_dispute(q, dispute);
    pg_give_i64(q, before != 0 ? before : APP_FILE_ID_MAX);
    pg_give_i64(q, (int64_t)limit + 1);
    pg_ask_now(q, PG_SQL_access_read, YM_UNIT_READ);
}
