/* SPDX-License-Identifier: Apache-2.0 */
/* What is read of attachments passes attachment_read.sql, whose wall takes the reader's sight. */
#include "pg/evidence.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "evidence_private.h"

/* ---- Rows ---- */

static uint8_t small(const struct ym_rows *rows, int row, int column, uint8_t none)
{
    return ym_rows_is_null(rows, row, column) ? none : (uint8_t)ym_rows_i16(rows, row, column);
}

static ym_usec instant(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_USEC_NONE : ym_rows_usec(rows, row, column);
}

void pg_paper_take(const struct ym_rows *rows, int row, struct app_paper *ret)
{
    *ret = (struct app_paper){
        .id = ym_rows_i64(rows, row, 0),
        .state = (uint8_t)ym_rows_i16(rows, row, 1),
        .kind = (uint8_t)ym_rows_i16(rows, row, 2),
        .purpose = (uint8_t)ym_rows_i16(rows, row, 3),
        .media = small(rows, row, 4, 0),
        .shown = (uint8_t)ym_rows_i16(rows, row, 5),
        .seat = small(rows, row, 6, YM_SEATS_MAX),
        .role = (uint8_t)ym_rows_i16(rows, row, 7),
        .author_seat = small(rows, row, 8, YM_SEATS_MAX),
        .staff = ym_rows_i64(rows, row, 9),
        .confidant = ym_rows_i64(rows, row, 10),
        .at = ym_rows_usec(rows, row, 11),
        .attached_at = instant(rows, row, 12),
        .seq = ym_rows_is_null(rows, row, 13) ? 0 : (uint32_t)ym_rows_i32(rows, row, 13),
        .bytes = (uint32_t)ym_rows_i32(rows, row, 14),
        .author = ym_rows_span(rows, row, 16),
        .head = ym_rows_span(rows, row, 17),
    };
    if (!ym_rows_is_null(rows, row, 15))
        memcpy(ret->commitment, ym_rows_span(rows, row, 15).at, sizeof(ret->commitment));
}

void pg_paper_give_owner(struct pg_question *q, struct ym_id dispute, struct app_paper_owner owner)
{
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
    pg_give_i64(q, owner.staff);
    pg_give_i16(q, owner.role);
    if (owner.seat < YM_SEATS_MAX)
        pg_give_i16(q, owner.seat);
    else
        pg_give_null(q, YM_PG_INT2);
}

/* ---- The wall ---- */

static void give_query(struct pg_question *q, struct ym_id dispute,
                       const struct app_paper_query *query)
{
    const struct app_file_sight *s = &query->sight;

    assert(((s->papers | s->shown) & UINT32_C(1) << APP_NOTE_CAUCUS) == 0);
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
    pg_give_i32(q, (int32_t)s->papers);
    pg_give_i32(q, (int32_t)s->shown);
    pg_give_i16(q, s->to);
    pg_give_i64(q, s->author);
    pg_give_i64(q, s->staff);
    pg_give_i16(q, s->role);
    if (s->seat < YM_SEATS_MAX)
        pg_give_i16(q, s->seat);
    else
        pg_give_null(q, YM_PG_INT2);
    pg_give_i64(q, query->id);
    pg_give_i32(q, query->id != 0 ? query->part : -1);
    pg_give_i16(q, APP_NOTE_CAUCUS);
    pg_give_i64(q, APP_PAPERS_MAX);
    pg_ask_now(q, PG_SQL_attachment_read, YM_UNIT_READ);
}

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_paper *papers = pg_evidence_asked(q)->answer.papers;
    const int count = ym_rows_count(rows);

    assert(count <= APP_PAPERS_MAX);
    for (int row = 0; row < count; row++)
        pg_paper_take(rows, row, &papers[row]);
    q->is_answered = true;
    ((app_papers_fn *)q->done)(q->arg, YM_E_OK, papers, (size_t)count);
}

static void list_end(struct pg_question *q, enum ym_err err)
{
    ((app_papers_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void papers(struct app_evidence *e, struct ym_id dispute,
                   const struct app_paper_query *query, app_papers_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, list_rows, list_end, PG_DONE(done), arg);

    if (q != NULL)
        give_query(q, dispute, query);
}

static void part_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_paper *paper = pg_evidence_asked(q)->answer.papers;
    struct ym_span body = { "", 0 };

    q->is_answered = true;
    if (ym_rows_count(rows) != 1) {
        ((app_paper_part_fn *)q->done)(q->arg, YM_E_NOT_FOUND, NULL, body);
        return;
    }
    pg_paper_take(rows, 0, paper);
    if (!ym_rows_is_null(rows, 0, PG_PAPER_COLUMNS))
        body = ym_rows_span(rows, 0, PG_PAPER_COLUMNS);
    ((app_paper_part_fn *)q->done)(q->arg, YM_E_OK, paper, body);
}

static void part_end(struct pg_question *q, enum ym_err err)
{
    ((app_paper_part_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL,
                                   (struct ym_span){ "", 0 });
}

static void part(struct app_evidence *e, struct ym_id dispute, const struct app_paper_query *query,
                 app_paper_part_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, part_rows, part_end, PG_DONE(done), arg);

    assert(query->id != 0);
    if (q != NULL)
        give_query(q, dispute, query);
}

void pg_evidence_own_part(struct app_evidence *e, const struct app_paper_own *own, uint16_t number,
                          app_paper_part_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_evidence_of(e)->asker, part_rows, part_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_paper_give_owner(q, own->dispute, own->owner);
    pg_give_i64(q, own->id);
    pg_give_i16(q, (int16_t)number);
    pg_ask_now(q, PG_SQL_attachment_own_part, YM_UNIT_READ);
}

/* ---- Life ---- */

static const struct app_evidence_ops ops = {
    .begin = pg_evidence_begin,
    .look = pg_evidence_look,
    .put = pg_evidence_put,
    .own_part = pg_evidence_own_part,
    .check = pg_evidence_check,
    .give_up = pg_evidence_give_up,
    .papers = papers,
    .part = part,
};

struct pg_evidence *pg_evidence_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                     struct ym_error *reterr)
{
    struct pg_evidence *e = calloc(1, sizeof(*e));

    if (e == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for attachments");
        return NULL;
    }
    e->port.ops = &ops;
    if (pg_asker_open(&e->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(e);
        return NULL;
    }
    return e;
}

static void on_closed(void *arg)
{
    struct pg_evidence *e = arg;
    void (*const then)(void *arg) = e->on_closed;
    void *const then_arg = e->closed_arg;

    free(e);
    if (then != NULL)
        then(then_arg);
}

void pg_evidence_close(struct pg_evidence *e, void (*then)(void *arg), void *arg)
{
    e->on_closed = then;
    e->closed_arg = arg;
    pg_asker_close(&e->asker, on_closed, e);
}

struct app_evidence *pg_evidence_port(struct pg_evidence *e)
{
    return &e->port;
}
