/* SPDX-License-Identifier: Apache-2.0 */
/* The log of looks at credit profiles. A look is a statement of its own: there are few of them, and
 * each waits for its own answer. */
#include <stdio.h>
#include <string.h>

#include "credit_access_private.h"

#define PARAMS        17 /* of look_insert.sql */
#define PLACE_COLUMNS 16 /* of look_region.sql: then how many were looked at, and the last */

/* A refused attempt whose party is not known lies in a bucket of its reader, so that no bucket gets
 * them all. */
static int32_t bucket_of(const struct app_look *l)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    if (app_party_is_known(l->party))
        return (int32_t)app_credit_bucket(l->party);
    for (const char *c = l->reader; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * 16777619u;
    return (int32_t)(h % YM_BUCKETS);
}

/* Of a party that is known its hash, else no bytes at all. */
static struct ym_span party_of(const struct app_look *l)
{
    return (struct ym_span){ (const char *)l->party,
                             app_party_is_known(l->party) ? APP_CREDIT_PARTY_LEN : 0 };
}

static struct ym_param seat_param(struct ym_scalar *room, uint8_t seat)
{
    return seat < YM_SEATS_MAX ? ym_param_i16(room, seat) : ym_param_null(YM_PG_INT2);
}

/* The parameters; rooms and what row points to must outlive them. */
static void fill(const struct app_look *l, struct ym_scalar rooms[PARAMS],
                 struct ym_param ret[PARAMS])
{
    const bool told = l->month != YM_DAY_NONE;
    const struct ym_param params[PARAMS] = {
        ym_param_i32(&rooms[0], bucket_of(l)),
        party_of(l).n > 0 ? ym_param_bytes(party_of(l)) : ym_param_null(YM_PG_BYTEA),
        ym_param_i64(&rooms[2], l->id),
        ym_param_usec(&rooms[3], l->at),
        ym_param_text(ym_span_of(l->reader)),
        ym_param_i16(&rooms[5], l->role),
        ym_param_i64(&rooms[6], l->staff),
        ym_param_i64(&rooms[7], l->body),
        seat_param(&rooms[8], l->reader_seat),
        ym_param_i64(&rooms[9], l->dispute.v),
        seat_param(&rooms[10], l->seat),
        ym_param_i64(&rooms[11], l->region),
        ym_param_i16(&rooms[12], l->what),
        ym_param_i16(&rooms[13], l->verdict),
        told ? ym_param_date(&rooms[14], l->month) : ym_param_null(YM_PG_DATE),
        told ? ym_param_i16(&rooms[15], l->run) : ym_param_null(YM_PG_INT2),
        l->purpose.n > 0 ? ym_param_bytes(l->purpose) : ym_param_null(YM_PG_BYTEA),
    };

    memcpy(ret, params, sizeof(params));
}

enum ym_err pg_look_log_now(struct ym_conn *conn, const struct app_look *row,
                            struct ym_error *reterr)
{
    struct ym_scalar rooms[PARAMS];
    struct ym_param params[PARAMS];
    struct ym_statement statement;

    fill(row, rooms, params);
    statement = pg_sql_statement(PG_SQL_look_insert, params, PARAMS);
    return ym_conn_run(conn, &statement, NULL, NULL, reterr);
}

static void give_seat(struct pg_question *q, uint8_t seat)
{
    if (seat < YM_SEATS_MAX)
        pg_give_i16(q, seat);
    else
        pg_give_null(q, YM_PG_INT2);
}

void pg_look_log(struct app_credit_access *port, const struct app_look *l, app_access_done_fn *done,
                 void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, NULL, pg_access_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, bucket_of(l));
    pg_give_bytes(q, party_of(l));
    pg_give_i64(q, l->id);
    pg_give_usec(q, l->at);
    pg_give_text(q, ym_span_of(l->reader));
    pg_give_i16(q, l->role);
    pg_give_i64(q, l->staff);
    pg_give_i64(q, l->body);
    give_seat(q, l->reader_seat);
    pg_give_i64(q, l->dispute.v);
    give_seat(q, l->seat);
    pg_give_i64(q, l->region);
    pg_give_i16(q, l->what);
    pg_give_i16(q, l->verdict);
    pg_give_date(q, l->month);
    if (l->month != YM_DAY_NONE)
        pg_give_i16(q, l->run);
    else
        pg_give_null(q, YM_PG_INT2);
    pg_give_bytes(q, l->purpose);
    pg_ask_now(q, PG_SQL_look_insert, YM_UNIT_SINGLE);
}

/* ---- Reading ---- */

static uint8_t take_seat(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? YM_SEATS_MAX
                                              : (uint8_t)ym_rows_i16(rows, row, column);
}

static void take(const struct ym_rows *rows, int row, struct app_look *ret)
{
    const struct ym_span party = ym_rows_span(rows, row, 0);
    const struct ym_span reader = ym_rows_span(rows, row, 3);
    const bool told = !ym_rows_is_null(rows, row, 13);

    *ret = (struct app_look){
        .id = ym_rows_i64(rows, row, 1),
        .at = ym_rows_usec(rows, row, 2),
        .role = (uint8_t)ym_rows_i16(rows, row, 4),
        .staff = ym_rows_i64(rows, row, 5),
        .body = ym_rows_i64(rows, row, 6),
        .reader_seat = take_seat(rows, row, 7),
        .dispute = { ym_rows_i64(rows, row, 8) },
        .seat = take_seat(rows, row, 9),
        .region = ym_rows_i64(rows, row, 10),
        .what = (uint8_t)ym_rows_i16(rows, row, 11),
        .verdict = (uint8_t)ym_rows_i16(rows, row, 12),
        .month = told ? ym_rows_date(rows, row, 13) : YM_DAY_NONE,
        .run = told ? ym_rows_i16(rows, row, 14) : 0,
        .purpose = pg_access_span(rows, row, 15),
    };
    if (party.n == APP_CREDIT_PARTY_LEN)
        memcpy(ret->party, party.at, APP_CREDIT_PARTY_LEN);
    (void)snprintf(ret->reader, sizeof(ret->reader), "%.*s", (int)reader.n, reader.at);
}

static void give(struct pg_question *q, enum ym_err err, size_t n, int64_t next)
{
    q->is_answered = true;
    ((app_looks_fn *)q->done)(q->arg, err, pg_access_asked(q)->answer.looks, n, next);
}

static void looks_end(struct pg_question *q, enum ym_err err)
{
    give(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, 0);
}

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_look *looks = pg_access_asked(q)->answer.looks;
    const int count = ym_rows_count(rows);
    size_t n = 0;

    for (int row = 0; row < count && n < APP_LOOKS_PAGE_MAX; row++)
        take(rows, row, &looks[n++]);
    give(q, YM_E_OK, n, count > APP_LOOKS_PAGE_MAX ? looks[n - 1].id : 0);
}

void pg_look_list(struct app_credit_access *port, const unsigned char party[APP_CREDIT_PARTY_LEN],
                  int64_t before, app_looks_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, list_rows, looks_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_party(q, party);
    pg_give_i64(q, before != 0 ? before : INT64_MAX);
    pg_give_i64(q, APP_LOOKS_PAGE_MAX + 1);
    pg_ask_now(q, PG_SQL_look_list, YM_UNIT_READ);
}

/* The page is full and ends at its last row, or it ends where the looking did; when that found
 * fewer than it might, there is no more. */
static void region_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_look *looks = pg_access_asked(q)->answer.looks;
    const int count = ym_rows_count(rows);
    const int64_t looked = count > 0 ? ym_rows_int(rows, 0, PLACE_COLUMNS) : 0;
    size_t n = 0;
    int64_t next = 0;

    for (int row = 0; row < count && n < APP_LOOKS_PAGE_MAX; row++) {
        if (!ym_rows_is_null(rows, row, 1))
            take(rows, row, &looks[n++]);
    }
    if (count > APP_LOOKS_PAGE_MAX)
        next = looks[n - 1].id;
    else if (looked == APP_LOOKS_SCAN_MAX)
        next = ym_rows_i64(rows, 0, PLACE_COLUMNS + 1);
    give(q, YM_E_OK, n, next);
}

void pg_look_region(struct app_credit_access *port, int64_t lo, int64_t hi, int64_t before,
                    app_looks_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&pg_access_of(port)->asker, region_rows, looks_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, lo);
    pg_give_i64(q, hi);
    pg_give_i64(q, before != 0 ? before : INT64_MAX);
    pg_give_i64(q, APP_LOOKS_PAGE_MAX + 1);
    pg_give_i64(q, APP_LOOKS_SCAN_MAX);
    pg_ask_now(q, PG_SQL_look_region, YM_UNIT_READ);
}
