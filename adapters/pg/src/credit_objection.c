/* SPDX-License-Identifier: Apache-2.0 */
/* Objections to items of credit profiles. */
#include <stdio.h>
#include <string.h>

#include "credit_access_private.h"

#define PRINT_COLUMN 22 /* of objection_made.sql */
#define PLACE_COLUMN                                                                               \
    22 /* of objection_desk.sql: how many were looked at, due day and id of the last */

static void copy_text(char *ret, size_t size, struct ym_span text)
{
    (void)snprintf(ret, size, "%.*s", (int)text.n, text.at);
}

static bool take(const struct ym_rows *rows, int row, struct app_objection *ret)
{
    const struct ym_span party = ym_rows_span(rows, row, 0);
    const bool is_open = ym_rows_is_null(rows, row, 18);

    *ret = (struct app_objection){
        .id = ym_rows_i64(rows, row, 1),
        .month = ym_rows_date(rows, row, 2),
        .run = ym_rows_i16(rows, row, 3),
        .item = { .dispute = { ym_rows_i64(rows, row, 4) },
                  .seq = (uint32_t)ym_rows_i32(rows, row, 5),
                  .kind = (uint8_t)ym_rows_i16(rows, row, 6),
                  .obligation = (uint8_t)ym_rows_i16(rows, row, 7) },
        .region = ym_rows_i64(rows, row, 8),
        .dispute = { ym_rows_i64(rows, row, 9) },
        .seat = (uint8_t)ym_rows_i16(rows, row, 10),
        .at = ym_rows_usec(rows, row, 11),
        .reason = ym_rows_span(rows, row, 13),
        .due = ym_rows_date(rows, row, 14),
        .latest = ym_rows_date(rows, row, 15),
        .extended_at = ym_rows_is_null(rows, row, 16) ? YM_USEC_NONE : ym_rows_usec(rows, row, 16),
        .state = (uint8_t)ym_rows_i16(rows, row, 17),
        .decided_at = is_open ? YM_USEC_NONE : ym_rows_usec(rows, row, 18),
        .decided_by = pg_access_span(rows, row, 19),
        .decided_role = is_open ? 0 : (uint8_t)ym_rows_i16(rows, row, 20),
        .answer = pg_access_span(rows, row, 21),
    };
    copy_text(ret->by, sizeof(ret->by), ym_rows_span(rows, row, 12));
    if (party.n != APP_CREDIT_PARTY_LEN || ret->state >= APP_OBJECTION_STATE_COUNT)
        return false;
    memcpy(ret->party, party.at, party.n);
    return true;
}

static void give(struct pg_question *q, enum ym_err err, size_t n,
                 const struct app_desk_place *next)
{
    q->is_answered = true;
    ((app_objections_fn *)q->done)(q->arg, err, pg_access_asked(q)->answer.objections, n, next);
}

static void read_end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, NULL);
}

/* ---- Reading ---- */

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_objection *objections = pg_access_asked(q)->answer.objections;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_OBJECTIONS_PAGE_MAX; row++) {
        if (!take(rows, row, &objections[n++])) {
            give(q, YM_E_INTERNAL, 0, NULL);
            return;
        }
    }
    give(q, YM_E_OK, n, NULL);
}

void pg_objection_list(struct app_credit_access *port,
                       const unsigned char party[APP_CREDIT_PARTY_LEN], app_objections_fn *done,
                       void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, list_rows, read_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_party(q, party);
    pg_give_i64(q, APP_OBJECTIONS_MAX);
    pg_ask_now(q, PG_SQL_objection_list, YM_UNIT_READ);
}

struct objections_call {
    pg_objection_fn *fn;
    void *arg;
    bool is_odd;
};

static void on_objections(void *arg, const struct ym_rows *rows)
{
    struct objections_call *call = arg;
    struct app_objection o;

    for (int row = 0; row < ym_rows_count(rows) && !call->is_odd; row++) {
        call->is_odd = !take(rows, row, &o);
        if (!call->is_odd)
            call->fn(call->arg, &o);
    }
}

enum ym_err pg_objections_of(struct ym_conn *conn, const unsigned char party[APP_CREDIT_PARTY_LEN],
                             pg_objection_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], (int32_t)app_credit_bucket(party)),
        ym_param_bytes((struct ym_span){ (const char *)party, APP_CREDIT_PARTY_LEN }),
        ym_param_i64(&room[1], APP_OBJECTIONS_MAX),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_objection_list, params, 3);
    struct objections_call call = { .fn = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(conn, &s, on_objections, &call, reterr);

    if (err == YM_E_OK && call.is_odd)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "a row of credit_objection holds what no program wrote: restore it from a "
                       "backup");
    return err;
}

static void one_row(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_objection *objection = pg_access_asked(q)->answer.objections;

    if (ym_rows_count(rows) == 0)
        give(q, YM_E_NOT_FOUND, 0, NULL);
    else
        give(q, take(rows, 0, objection) ? YM_E_OK : YM_E_INTERNAL, 1, NULL);
}

void pg_objection_read(struct app_credit_access *port, int64_t id, app_objections_fn *done,
                       void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, one_row, read_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, id);
    pg_ask_now(q, PG_SQL_objection_read, YM_UNIT_READ);
}

/* The page is full and ends at its last row, or it ends where the looking did; when that found
 * fewer than it might, there is no more. */
static void desk_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_objection *objections = pg_access_asked(q)->answer.objections;
    struct app_desk_place next = { .has_more = false };
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_OBJECTIONS_PAGE_MAX; row++) {
        if (!ym_rows_is_null(rows, row, 1) && !take(rows, row, &objections[n++])) {
            give(q, YM_E_INTERNAL, 0, NULL);
            return;
        }
    }
    if (count > APP_OBJECTIONS_PAGE_MAX)
        next = (struct app_desk_place){ true, objections[n - 1].due, objections[n - 1].id };
    else if (count > 0 && ym_rows_int(rows, 0, PLACE_COLUMN) == APP_OBJECTIONS_SCAN_MAX)
        next = (struct app_desk_place){ true, ym_rows_date(rows, 0, PLACE_COLUMN + 1),
                                        ym_rows_i64(rows, 0, PLACE_COLUMN + 2) };
    give(q, YM_E_OK, n, &next);
}

void pg_objection_desk(struct app_credit_access *port, const struct app_desk_wish *wish,
                       app_objections_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, desk_rows, read_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, wish->lo);
    pg_give_i64(q, wish->hi);
    pg_give_i16(q, wish->state);
    pg_give_date(q, wish->after_due != YM_DAY_NONE ? wish->after_due : YM_DAY_MIN);
    pg_give_i64(q, wish->after);
    pg_give_i64(q, APP_OBJECTIONS_SCAN_MAX);
    pg_give_i64(q, APP_OBJECTIONS_PAGE_MAX + 1);
    pg_ask_now(q, PG_SQL_objection_desk, YM_UNIT_READ);
}

/* ---- Putting one in ---- */

static void made_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_objection *objection = pg_access_asked(q)->answer.objections;

    if (ym_rows_count(rows) == 0)
        give(q, YM_E_CONFLICT, 0, NULL);
    else if (memcmp(ym_rows_span(rows, 0, PRINT_COLUMN).at, q->print, YM_KEY_BYTES) != 0)
        give(q, YM_E_KEY_REUSED, 0, NULL);
    else
        give(q, take(rows, 0, objection) ? YM_E_OK : YM_E_INTERNAL, 1, NULL);
}

/* about: the row, which whoever asks keeps. */
static void put_end(struct pg_question *q, enum ym_err err)
{
    const struct app_objection *row = q->about;

    if (err != YM_E_OK) {
        give(q, err, 0, NULL);
        return;
    }
    pg_ask_on(q, made_rows, read_end);
    pg_give_party(q, row->party);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_ask_now(q, PG_SQL_objection_made, YM_UNIT_READ);
}

void pg_objection_put(struct app_credit_access *port, const struct app_objection *row,
                      const struct ym_request_key *key, app_objections_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, NULL, put_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->about = row;
    memcpy(q->key, key->key, YM_KEY_BYTES);
    memcpy(q->print, key->fingerprint, YM_KEY_BYTES);
    pg_give_party(q, row->party);
    pg_give_i64(q, row->id);
    pg_give_date(q, row->month);
    pg_give_i16(q, row->run);
    pg_give_i64(q, row->item.dispute.v);
    pg_give_i32(q, (int32_t)row->item.seq);
    pg_give_i16(q, row->item.kind);
    pg_give_i16(q, row->item.obligation);
    pg_give_i64(q, row->region);
    pg_give_i64(q, row->dispute.v);
    pg_give_i16(q, row->seat);
    pg_give_usec(q, row->at);
    pg_give_text(q, ym_span_of(row->by));
    pg_give_bytes(q, row->reason);
    pg_give_date(q, row->due);
    pg_give_date(q, row->latest);
    pg_give_bytes(q, (struct ym_span){ (const char *)q->key, YM_KEY_BYTES });
    pg_give_bytes(q, (struct ym_span){ (const char *)q->print, YM_KEY_BYTES });
    pg_give_i64(q, APP_OBJECTIONS_MAX);
    pg_ask_now(q, PG_SQL_objection_insert, YM_UNIT_SINGLE);
}

/* ---- Deciding ---- */

static void decided_rows(struct pg_question *q, const struct ym_rows *rows)
{
    q->n = ym_rows_affected(rows);
}

static void decided_end(struct pg_question *q, enum ym_err err)
{
    const int64_t id = q->staff;

    if (err == YM_E_OK && q->n == 0)
        err = YM_E_CONFLICT;
    if (err != YM_E_OK) {
        give(q, err, 0, NULL);
        return;
    }
    pg_ask_on(q, one_row, read_end);
    pg_give_i64(q, id);
    pg_ask_now(q, PG_SQL_objection_read, YM_UNIT_READ);
}

void pg_objection_decide(struct app_credit_access *port, const struct app_objection_decision *what,
                         app_objections_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, decided_rows, decided_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->staff = what->id;
    pg_give_i64(q, what->id);
    if (what->is_extension) {
        pg_give_usec(q, what->at);
        pg_give_date(q, ym_day_of(what->at));
        pg_ask_now(q, PG_SQL_objection_extend, YM_UNIT_SINGLE);
        return;
    }
    pg_give_i16(q, what->state);
    pg_give_usec(q, what->at);
    pg_give_text(q, what->by);
    pg_give_i16(q, what->role);
    pg_give_bytes(q, what->answer);
    pg_ask_now(q, PG_SQL_objection_decide, YM_UNIT_SINGLE);
}
