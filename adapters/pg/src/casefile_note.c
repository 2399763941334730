/* SPDX-License-Identifier: Apache-2.0 */
/* Notes. What is read of them passes note_read.sql, whose wall takes the reader's sight; and the
 * author of a note gets back the one just written. */
#include <assert.h>
#include <string.h>

#include "casefile_private.h"

#define PRINT_COLUMN 9

static void give(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_notes_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_casefile_asked(q)->answer.notes : NULL, n, has_more);
}

static void take(const struct ym_rows *rows, int row, struct app_note *ret)
{
    *ret = (struct app_note){
        .id = ym_rows_i64(rows, row, 0),
        .kind = (uint8_t)ym_rows_i16(rows, row, 1),
        .seat = ym_rows_is_null(rows, row, 2) ? YM_SEATS_MAX : (uint8_t)ym_rows_i16(rows, row, 2),
        .role = (uint8_t)ym_rows_i16(rows, row, 3),
        .staff = ym_rows_i64(rows, row, 4),
        .corrects = ym_rows_is_null(rows, row, 5) ? 0 : ym_rows_i64(rows, row, 5),
        .at = ym_rows_usec(rows, row, 6),
        .author = ym_rows_span(rows, row, 7),
        .sealed = ym_rows_span(rows, row, 8),
    };
}

/* ---- Reading ---- */

static void read_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_note *notes = pg_casefile_asked(q)->answer.notes;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_NOTE_PAGE_MAX; row++)
        take(rows, row, &notes[n++]);
    give(q, YM_E_OK, n, count > APP_NOTE_PAGE_MAX);
}

static void read_end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

void pg_casefile_notes(struct app_casefile *f, struct ym_id dispute, struct app_file_sight sight,
                       int64_t after, app_notes_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, read_rows, read_end, PG_DONE(done), arg);

    assert((sight.notes & UINT32_C(1) << APP_NOTE_CAUCUS) == 0);
    if (q == NULL)
        return;
    pg_give_dispute(q, dispute);
    pg_give_i32(q, (int32_t)sight.notes);
    pg_give_i64(q, sight.author);
    pg_give_i16(q, YM_ROLE_MEDIATOR);
    pg_give_i16(q, APP_NOTE_CAUCUS);
    pg_give_i64(q, after);
    pg_give_i64(q, APP_NOTE_PAGE_MAX + 1);
    pg_ask_now(q, PG_SQL_note_read, YM_UNIT_READ);
}

/* ---- Writing ---- */

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give(q, YM_E_CONFLICT, 0, false);
        return;
    }
    if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0) {
        give(q, YM_E_KEY_REUSED, 0, false);
        return;
    }
    take(rows, 0, &pg_casefile_asked(q)->answer.notes[0]);
    give(q, YM_E_OK, 1, false);
}

static void add_end(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        give(q, err, 0, false);
        return;
    }
    pg_ask_on(q, made_rows, read_end);
    pg_give_dispute(q, q->dispute);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_i64(q, q->staff);
    pg_give_i16(q, q->role);
    pg_ask_now(q, PG_SQL_note_made, YM_UNIT_READ);
}

void pg_casefile_add_note(struct app_casefile *f, struct ym_id dispute, const struct app_note *note,
                          const struct ym_request_key *key, app_notes_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_casefile_of(f)->asker, NULL, add_end, PG_DONE(done), arg);

    assert(key->given);
    if (q == NULL)
        return;
    q->dispute = dispute;
    q->staff = note->staff;
    q->role = note->role;
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_give_dispute(q, dispute);
    pg_give_i64(q, note->id);
    pg_give_i16(q, note->kind);
    if (note->seat < YM_SEATS_MAX)
        pg_give_i16(q, note->seat);
    else
        pg_give_null(q, YM_PG_INT2);
    pg_give_usec(q, note->at);
    pg_give_i64(q, note->staff);
    pg_give_text(q, note->author);
    pg_give_i16(q, note->role);
    if (note->corrects != 0)
        pg_give_i64(q, note->corrects);
    else
        pg_give_null(q, YM_PG_INT8);
    pg_give_bytes(q, note->sealed);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_give_i64(q, APP_NOTES_MAX);
    pg_ask_now(q, PG_SQL_note_insert, YM_UNIT_SINGLE);
}
