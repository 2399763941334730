/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments on their way in: each statement knows the owner, and nobody else's rows. */
#include <assert.h>
#include <string.h>

#include "evidence_private.h"

#define PRINT_COLUMN PG_PAPER_COLUMNS
#define HAS_COLUMN   (PG_PAPER_COLUMNS + 1)
#define DIGITS       2 /* of the number of a part that is there */

_Static_assert(APP_PAPER_PARTS_MAX <= 100, "two digits name a part");

/* ---- The owner's view ---- */

static void give(struct pg_question *q, enum ym_err err)
{
    q->is_answered = true;
    ((app_upload_fn *)q->done)(q->arg, err,
                               err == YM_E_OK ? &pg_evidence_asked(q)->answer.upload : NULL);
}

static void take_upload(const struct ym_rows *rows, struct app_upload *ret)
{
    const struct ym_span has = ym_rows_span(rows, 0, HAS_COLUMN);

    memset(ret, 0, sizeof(*ret));
    pg_paper_take(rows, 0, &ret->paper);
    ret->parts = app_paper_parts(ret->paper.bytes);
    for (size_t i = 0; i + DIGITS <= has.n; i += DIGITS) {
        const int part = (has.at[i] - '0') * 10 + (has.at[i + 1] - '0');

        assert(part >= 0 && part < (int)APP_PAPER_PARTS_MAX);
        ret->has[part] = true;
        ret->received++;
    }
}

static void look_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) != 1) {
        give(q, YM_E_NOT_FOUND);
        return;
    }
    take_upload(rows, &pg_evidence_asked(q)->answer.upload);
    give(q, YM_E_OK);
}

static void look_end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL);
}

void pg_evidence_look(struct app_evidence *e, const struct app_paper_own *own, app_upload_fn *done,
                      void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, look_rows, look_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_paper_give_owner(q, own->dispute, own->owner);
    pg_give_i64(q, own->id);
    pg_give_null(q, YM_PG_BYTEA);
    pg_ask_now(q, PG_SQL_attachment_own, YM_UNIT_READ);
}

/* ---- Beginning ---- */

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give(q, YM_E_CONFLICT);
        return;
    }
    if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0) {
        give(q, YM_E_KEY_REUSED);
        return;
    }
    look_rows(q, rows);
}

static struct app_paper_owner owner_of(const struct pg_question *q)
{
    return (struct app_paper_owner){ .staff = q->staff, .role = q->role, .seat = (uint8_t)q->n };
}

static void begin_end(struct pg_question *q, enum ym_err err)
{
    const struct app_paper_owner owner = owner_of(q);

    if (err != YM_E_OK) {
        give(q, err);
        return;
    }
    pg_ask_on(q, made_rows, look_end);
    pg_paper_give_owner(q, q->dispute, owner);
    pg_give_i64(q, 0);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_attachment_own, YM_UNIT_READ);
}

static void note_owner(struct pg_question *q, struct ym_id dispute, struct app_paper_owner owner)
{
    q->dispute = dispute;
    q->staff = owner.staff;
    q->role = owner.role;
    q->n = owner.seat;
}

static void give_row(struct pg_question *q, const struct app_paper *row)
{
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->kind);
    pg_give_i16(q, row->purpose);
    pg_give_i16(q, row->shown);
    if (row->seat < YM_SEATS_MAX)
        pg_give_i16(q, row->seat);
    else
        pg_give_null(q, YM_PG_INT2);
    pg_give_i64(q, row->confidant);
    pg_give_usec(q, row->at);
    pg_give_i32(q, (int32_t)row->bytes);
    pg_give_text(q, row->author);
    pg_give_bytes(q, row->head);
}

void pg_evidence_begin(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                       const struct ym_request_key *key, app_upload_fn *done, void *arg)
{
    const struct app_paper_owner owner = { row->staff, row->role, row->author_seat };
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, NULL, begin_end, PG_DONE(done), arg);

    assert(key->given);
    assert(row->bytes > 0 && row->bytes <= APP_PAPER_BYTES_MAX);
    if (q == NULL)
        return;
    note_owner(q, dispute, owner);
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_paper_give_owner(q, dispute, owner);
    give_row(q, row);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_give_i64(q, APP_PAPERS_MAX);
    pg_give_i64(q, APP_PAPERS_BYTES_MAX);
    pg_give_i64(q, APP_PAPERS_OPEN_MAX);
    pg_give_i64(q, APP_PAPERS_SEAT_MAX);
    pg_give_i64(q, APP_PAPERS_SEAT_BYTES_MAX);
    pg_ask_now(q, PG_SQL_attachment_insert, YM_UNIT_SINGLE);
}

/* ---- Parts ---- */

static void say(struct pg_question *q, enum ym_err err)
{
    q->is_answered = true;
    ((app_logged_fn *)q->done)(q->arg, err);
}

/* Rows that a statement touched; it is committed when its end says so. */
static void count_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void print_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) != 1)
        say(q, YM_E_NOT_FOUND);
    else if (memcmp(ym_rows_span(rows, 0, 0).at, q->print, YM_KEY_BYTES) != 0)
        say(q, YM_E_CONFLICT);
    else
        say(q, YM_E_OK);
}

static void print_end(struct pg_question *q, enum ym_err err)
{
    say(q, err != YM_E_OK ? err : YM_E_INTERNAL);
}

/* Which part it was stands in key, behind the id of its attachment and the owner's seat. */
struct put_key {
    int64_t paper;
    uint16_t part;
    uint8_t seat;
};

static void put_end(struct pg_question *q, enum ym_err err)
{
    struct app_paper_owner owner = { .staff = q->staff, .role = q->role };
    struct put_key key;

    if (err != YM_E_OK || q->n == 1) {
        say(q, err);
        return;
    }
    memcpy(&key, q->key, sizeof(key));
    owner.seat = key.seat;
    pg_ask_on(q, print_rows, print_end);
    pg_paper_give_owner(q, q->dispute, owner);
    pg_give_i64(q, key.paper);
    pg_give_i16(q, (int16_t)key.part);
    pg_ask_now(q, PG_SQL_attachment_print, YM_UNIT_READ);
}

static ym_usec late(ym_usec now)
{
    return now - APP_PAPER_LATE_HOURS * 3600 * YM_USEC_PER_SECOND;
}

/* A part is too large for a question's own room: it is lent by the caller until the answer. */
static void give_lent(struct pg_question *q, struct ym_span v)
{
    assert(q->nparams < PG_ASKER_PARAMS);
    q->params[q->nparams++] = ym_param_bytes(v);
}

void pg_evidence_put(struct app_evidence *e, const struct app_paper_piece *piece,
                     app_logged_fn *done, void *arg)
{
    const struct put_key key = { piece->paper, piece->part, piece->owner.seat };
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, count_rows, put_end, PG_DONE(done), arg);

    _Static_assert(sizeof(key) <= sizeof(q->key), "the key of a part must fit");
    if (q == NULL)
        return;
    note_owner(q, piece->dispute, piece->owner);
    q->n = 0; /* rows; the owner's seat stands in key */
    memcpy(q->key, &key, sizeof(key));
    memcpy(q->print, piece->print, YM_KEY_BYTES);
    pg_paper_give_owner(q, piece->dispute, piece->owner);
    pg_give_i64(q, piece->paper);
    pg_give_i16(q, (int16_t)piece->part);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    give_lent(q, piece->sealed);
    pg_give_usec(q, late(piece->now));
    pg_ask_now(q, PG_SQL_attachment_put, YM_UNIT_SINGLE);
}

/* ---- Ends ---- */

static void check_end(struct pg_question *q, enum ym_err err)
{
    say(q, err == YM_E_OK && q->n != 1 ? YM_E_CONFLICT : err);
}

void pg_evidence_check(struct app_evidence *e, struct ym_id dispute, const struct app_paper *row,
                       ym_usec now, app_logged_fn *done, void *arg)
{
    const struct app_paper_owner owner = { row->staff, row->role, row->author_seat };
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, count_rows, check_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->n = 0;
    pg_paper_give_owner(q, dispute, owner);
    pg_give_i64(q, row->id);
    pg_give_i16(q, row->media);
    pg_give_bytes(q, (struct ym_span){ (const char *)row->commitment, sizeof(row->commitment) });
    pg_give_i64(q, app_paper_parts(row->bytes));
    pg_give_usec(q, late(now));
    pg_ask_now(q, PG_SQL_attachment_check, YM_UNIT_SINGLE);
}

static void give_up_end(struct pg_question *q, enum ym_err err)
{
    say(q, err == YM_E_OK && q->n != 1 ? YM_E_NOT_FOUND : err);
}

void pg_evidence_give_up(struct app_evidence *e, const struct app_paper_own *own, ym_usec now,
                         app_logged_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, count_rows, give_up_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->n = 0;
    pg_paper_give_owner(q, own->dispute, own->owner);
    pg_give_i64(q, own->id);
    pg_give_usec(q, now);
    pg_ask_now(q, PG_SQL_attachment_give_up, YM_UNIT_SINGLE);
}
