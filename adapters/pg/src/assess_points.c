/* SPDX-License-Identifier: Apache-2.0 */
/* Points: proposals, the ledger, the rules in force. */
#include <string.h>

#include "app/month.h"
#include "assess_private.h"

static struct pg_assess *of(struct app_points *port)
{
    return (struct pg_assess *)(void *)((char *)port - offsetof(struct pg_assess, points));
}

/* What a list may be asked for, in the order of every statement here. */
static void give_filter(struct pg_question *q, const struct app_points_filter *f)
{
    pg_give_i64(q, f->staff);
    pg_give_i64(q, f->body);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_give_i32(q, f->from);
    pg_give_i32(q, f->until);
}

static void give_key(struct pg_question *q, struct app_points_key key)
{
    pg_give_i32(q, (int32_t)key.bucket);
    pg_give_i64(q, key.id);
}

/* Columns 1 to 11 of either row. */
static struct app_points_what take_what(const struct ym_rows *rows, int row, int from)
{
    return (struct app_points_what){ .staff = ym_rows_i64(rows, row, from),
                                     .body = ym_rows_i64(rows, row, from + 1),
                                     .month = ym_rows_date(rows, row, from + 2),
                                     .day = ym_rows_date(rows, row, from + 3),
                                     .dispute = { ym_rows_i64(rows, row, from + 4) },
                                     .rule = (uint16_t)ym_rows_i16(rows, row, from + 5),
                                     .group = (uint8_t)ym_rows_i16(rows, row, from + 6),
                                     .points = ym_rows_i32(rows, row, from + 7),
                                     .fen = ym_rows_i64(rows, row, from + 8),
                                     .rules = ym_rows_span(rows, row, from + 9),
                                     .words = ym_rows_span(rows, row, from + 10) };
}

/* ---- Proposals ---- */

static void give_proposals(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_proposals_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_assess_asked(q)->given.proposals : NULL, n, has_more);
}

static void proposals_end(struct pg_question *q, enum ym_err err)
{
    give_proposals(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

/* Stored: 0 open, 1 declined, 2 the facts bear it no longer. */
static uint8_t state_of(int16_t stored, const struct app_proposal *p, bool is_same)
{
    static const uint8_t without[] = { APP_POINTS_IS_OPEN, APP_POINTS_IS_DECLINED,
                                       APP_POINTS_IS_WITHDRAWN };

    if (stored < 0 || stored > 2)
        return APP_POINTS_IS_WITHDRAWN;
    if (p->entry != 0 && is_same)
        return stored == 2 ? APP_POINTS_IS_UNSUPPORTED : APP_POINTS_IS_CONFIRMED;
    return p->entry != 0 && stored == 0 ? APP_POINTS_IS_TAKEN : without[stored];
}

static void take_proposal(const struct ym_rows *rows, int row, struct app_proposal *ret)
{
    const bool has_entry = !ym_rows_is_null(rows, row, 14);
    bool is_same;

    *ret = (struct app_proposal){
        .id = ym_rows_i64(rows, row, 0),
        .what = take_what(rows, row, 1),
        .revision = ym_rows_i16(rows, row, 13),
        .entry = has_entry ? ym_rows_i64(rows, row, 14) : 0,
        .entry_staff = has_entry ? ym_rows_i64(rows, row, 16) : 0,
        .made_at = ym_rows_usec(rows, row, 19),
        .decided_at = ym_rows_is_null(rows, row, 20) ? YM_USEC_NONE : ym_rows_usec(rows, row, 20),
        .made_by = ym_rows_span(rows, row, 21),
        .decided_by = ym_rows_span(rows, row, 22),
        .note = pg_assess_span(rows, row, 23),
        .reason = pg_assess_span(rows, row, 24),
    };
    is_same = has_entry && ym_rows_i64(rows, row, 15) == ret->id &&
              ret->entry_staff == ret->what.staff &&
              ym_rows_i32(rows, row, 17) == ret->what.points &&
              ym_rows_i64(rows, row, 18) == ret->what.fen;
    ret->state = state_of(ym_rows_i16(rows, row, 12), ret, is_same);
}

static void proposals_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_proposal *all = pg_assess_asked(q)->given.proposals;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take_proposal(rows, row, &all[n++]);
    give_proposals(q, YM_E_OK, n, count > (int)q->limit);
}

static void proposals(struct app_points *port, const struct app_points_filter *f,
                      app_proposals_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, proposals_rows, proposals_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = f->limit;
    give_filter(q, f);
    pg_give_bool(q, f->is_open);
    pg_give_i64(q, f->before);
    pg_give_i64(q, (int64_t)f->limit + 1);
    pg_ask_now(q, PG_SQL_points_proposals, YM_UNIT_READ);
}

/* Ask on for one proposal with a question that has ended. */
static void read_proposal(struct pg_question *q, struct app_points_key key)
{
    pg_ask_on(q, proposals_rows, proposals_end);
    q->limit = 1;
    give_key(q, key);
    pg_ask_now(q, PG_SQL_points_proposal, YM_UNIT_READ);
}

static void proposal(struct app_points *port, struct app_points_key key, app_proposals_fn *done,
                     void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, proposals_rows, proposals_end, PG_DONE(done), arg);

    if (q != NULL)
        read_proposal(q, key);
}

#define PRINT_COLUMN 25 /* of points_proposal_row */

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0) {
        give_proposals(q, YM_E_CONFLICT, 0, false);
    } else if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0) {
        give_proposals(q, YM_E_KEY_REUSED, 0, false);
    } else {
        take_proposal(rows, 0, &pg_assess_asked(q)->given.proposals[0]);
        give_proposals(q, YM_E_OK, 1, false);
    }
}

static void propose_end(struct pg_question *q, enum ym_err err)
{
    if (err != YM_E_OK) {
        give_proposals(q, err, 0, false);
        return;
    }
    pg_ask_on(q, made_rows, proposals_end);
    pg_give_i32(q, (int32_t)q->n);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_points_made, YM_UNIT_READ);
}

static void propose(struct app_points *port, const struct app_proposal *row,
                    const struct ym_request_key *key, app_proposals_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, NULL, propose_end, PG_DONE(done), arg);
    const struct app_points_what *w = &row->what;

    if (q == NULL)
        return;
    q->n = app_points_bucket(w->dispute, w->staff);
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_give_i32(q, (int32_t)q->n);
    pg_give_i64(q, row->id);
    pg_give_i64(q, w->staff);
    pg_give_i64(q, w->body);
    pg_give_i32(q, w->month);
    pg_give_i32(q, w->day);
    pg_give_i16(q, w->group);
    pg_give_i16(q, (int16_t)w->rule);
    pg_give_text(q, w->rules);
    pg_give_text(q, w->words);
    pg_give_i32(q, w->points);
    pg_give_i64(q, w->fen);
    pg_give_bytes(q, row->note);
    pg_give_usec(q, row->made_at);
    pg_give_text(q, row->made_by);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_i64(q, APP_POINTS_OPEN_MAX);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_points_propose, YM_UNIT_SINGLE);
}

/* ---- Decisions ---- */

static void count_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void declined_end(struct pg_question *q, enum ym_err err)
{
    const struct app_points_deciding *how = q->about;

    if (err != YM_E_OK || q->n != 1)
        give_proposals(q, err != YM_E_OK ? err : YM_E_CONFLICT, 0, false);
    else
        read_proposal(q, how->key);
}

static void decline(struct app_points *port, const struct app_points_deciding *how,
                    app_proposals_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, count_rows, declined_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = how;
    give_key(q, how->key);
    pg_give_i64(q, how->account);
    pg_give_i64(q, how->staff);
    pg_give_usec(q, how->now);
    pg_give_text(q, how->by);
    pg_give_bytes(q, how->reason);
    pg_ask_now(q, PG_SQL_points_decline, YM_UNIT_SINGLE);
}

/* ---- The ledger ---- */

static void give_entries(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_points_entries_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_assess_asked(q)->given.entries : NULL, n, has_more);
}

static void entries_end(struct pg_question *q, enum ym_err err)
{
    give_entries(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

static void take_entry(const struct ym_rows *rows, int row, struct app_points_entry *ret)
{
    *ret = (struct app_points_entry){
        .id = ym_rows_i64(rows, row, 0),
        .proposal = ym_rows_i64(rows, row, 1),
        .what = take_what(rows, row, 2),
        .at = ym_rows_usec(rows, row, 13),
        .by = ym_rows_span(rows, row, 14),
        .by_staff = ym_rows_i64(rows, row, 15),
        .reversal_of = ym_rows_is_null(rows, row, 16) ? 0 : ym_rows_i64(rows, row, 16),
        .reversed_by = ym_rows_is_null(rows, row, 17) ? 0 : ym_rows_i64(rows, row, 17),
        .reason = pg_assess_span(rows, row, 18),
    };
}

static void entries_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_points_entry *all = pg_assess_asked(q)->given.entries;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < q->limit; row++)
        take_entry(rows, row, &all[n++]);
    give_entries(q, YM_E_OK, n, count > (int)q->limit);
}

static void entries(struct app_points *port, const struct app_points_filter *f,
                    app_points_entries_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, entries_rows, entries_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = f->limit;
    give_filter(q, f);
    pg_give_i64(q, f->before);
    pg_give_i64(q, (int64_t)f->limit + 1);
    pg_ask_now(q, PG_SQL_points_entries, YM_UNIT_READ);
}

static void read_entry(struct pg_question *q, struct app_points_key key)
{
    pg_ask_on(q, entries_rows, entries_end);
    q->limit = 1;
    give_key(q, key);
    pg_ask_now(q, PG_SQL_points_entry, YM_UNIT_READ);
}

static void entry(struct app_points *port, struct app_points_key key, app_points_entries_fn *done,
                  void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, entries_rows, entries_end, PG_DONE(done), arg);

    if (q != NULL)
        read_entry(q, key);
}

static void entered_end(struct pg_question *q, enum ym_err err)
{
    const struct app_points_deciding *how = q->about;

    if (err != YM_E_OK || q->n != 1)
        give_entries(q, err != YM_E_OK ? err : YM_E_CONFLICT, 0, false);
    else
        read_entry(q, (struct app_points_key){ how->key.bucket, how->id });
}

/* The parameters that confirming and reversing share. NULL: it is refused. */
static struct pg_question *begin_entry(struct app_points *port,
                                       const struct app_points_deciding *how,
                                       app_points_entries_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, count_rows, entered_end, PG_DONE(done), arg);

    if (q == NULL)
        return NULL;
    q->about = how;
    give_key(q, how->key);
    pg_give_i64(q, how->id);
    pg_give_i64(q, how->account);
    pg_give_i64(q, how->staff);
    pg_give_usec(q, how->now);
    pg_give_text(q, how->by);
    return q;
}

static void confirm(struct app_points *port, const struct app_points_deciding *how,
                    app_points_entries_fn *done, void *arg)
{
    struct pg_question *q = begin_entry(port, how, done, arg);

    if (q != NULL)
        pg_ask_now(q, PG_SQL_points_confirm, YM_UNIT_SINGLE);
}

static void reverse(struct app_points *port, const struct app_points_deciding *how,
                    app_points_entries_fn *done, void *arg)
{
    struct pg_question *q = begin_entry(port, how, done, arg);

    if (q == NULL)
        return;
    pg_give_bytes(q, how->reason);
    pg_give_i32(q, app_month_of(ym_day_of(how->now)));
    pg_give_i32(q, ym_day_of(how->now));
    pg_ask_now(q, PG_SQL_points_reverse, YM_UNIT_SINGLE);
}

/* ---- Sums ---- */

static void give_sums(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_points_sums_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_assess_asked(q)->given.sums : NULL, n, has_more);
}

static void sums_end(struct pg_question *q, enum ym_err err)
{
    give_sums(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

static void sums_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_points_sum *all = pg_assess_asked(q)->given.sums;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_POINTS_SUMS_MAX; row++)
        all[n++] = (struct app_points_sum){ .staff = ym_rows_i64(rows, row, 0),
                                            .body = ym_rows_i64(rows, row, 1),
                                            .month = ym_rows_date(rows, row, 2),
                                            .points = ym_rows_int(rows, row, 3),
                                            .fen = ym_rows_i64(rows, row, 4),
                                            .entries = ym_rows_int(rows, row, 5) };
    give_sums(q, YM_E_OK, n, count > APP_POINTS_SUMS_MAX);
}

static void sums(struct app_points *port, const struct app_points_filter *f,
                 app_points_sums_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, sums_rows, sums_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    give_filter(q, f);
    pg_give_i64(q, APP_POINTS_SUMS_MAX + 1);
    pg_ask_now(q, PG_SQL_points_sums, YM_UNIT_READ);
}

/* ---- Rules ---- */

static void rules_end(struct pg_question *q, enum ym_err err)
{
    q->is_answered = true;
    ((app_points_rules_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL,
                                     (struct ym_span){ NULL, 0 });
}

static void rules_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->is_answered = true;
    ((app_points_rules_fn *)q->done)(q->arg, YM_E_OK,
                                     ym_rows_count(rows) > 0 ? ym_rows_span(rows, 0, 0)
                                                             : (struct ym_span){ "", 0 });
}

static void rules(struct app_points *port, ym_day day, app_points_rules_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, rules_rows, rules_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, day);
    pg_ask_now(q, PG_SQL_points_rules_read, YM_UNIT_READ);
}

const struct app_points_ops pg_assess_points_ops = {
    .proposals = proposals,
    .proposal = proposal,
    .propose = propose,
    .confirm = confirm,
    .decline = decline,
    .entries = entries,
    .entry = entry,
    .reverse = reverse,
    .sums = sums,
    .rules = rules,
};
