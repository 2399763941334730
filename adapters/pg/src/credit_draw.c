/* SPDX-License-Identifier: Apache-2.0 */
/* What drawing a run reads and writes, over a plain connection. */
#include <assert.h>
#include <string.h>

#include "conn_private.h"
#include "credit_private.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "rows_private.h"
#include "sql.h"

#define COLUMN_BYTES_MAX  65536        /* of ids, numbers and hashes of a chunk */
#define ITEMS_BYTES_MAX   (64u << 20)  /* of the items of a chunk */
#define PROFILE_BYTES_MAX (256u << 20) /* of the profiles of a chunk: a limit, not a plan */
#define FLAGS_MAX         100000       /* objections of the parties of one bucket */
#define PREFIX_LEN        2            /* bytes that tell a bucket */
#define KINDS_MASK        255          /* of the protection that credit_seats_open.sql tells */
#define LIFTS_REPORT      256          /* likewise */

static struct ym_span span_of(const unsigned char *at, size_t n)
{
    return (struct ym_span){ (const char *)at, n };
}

static struct ym_span column_of(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ NULL, 0 }
                                              : ym_rows_span(rows, row, column);
}

/* ---- The first phase ---- */

static void on_first(void *arg, const struct ym_rows *rows)
{
    ((struct ym_id *)arg)->v = ym_rows_is_null(rows, 0, 0) ? 0 : ym_rows_i64(rows, 0, 0);
}

enum ym_err pg_credit_first(struct ym_conn *c, struct ym_id from, struct ym_id *ret,
                            struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param id = ym_param_i64(&room, from.v);
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_first, &id, 1);

    return ym_conn_run(c, &s, on_first, ret, reterr);
}

static void on_stale(void *arg, const struct ym_rows *rows)
{
    struct pg_credit_stales *s = arg;

    for (int row = 0; row < ym_rows_count(rows) && s->n < PG_CREDIT_CHUNK; row++) {
        struct pg_credit_stale *d = &s->at[s->n++];
        const struct ym_span head = ym_rows_span(rows, row, 2);

        *d = (struct pg_credit_stale){ .id = { ym_rows_i64(rows, row, 0) },
                                       .version = (uint32_t)ym_rows_i32(rows, row, 1) };
        assert(head.n == sizeof(d->head)); /* the table checks it */
        memcpy(d->head, head.at, sizeof(d->head));
    }
}

enum ym_err pg_credit_stale(struct ym_conn *c, const struct pg_credit_wish *wish,
                            struct ym_id after, struct ym_id until, struct pg_credit_stales *ret,
                            struct ym_error *reterr)
{
    struct ym_scalar rooms[5];
    const struct ym_param params[] = {
        ym_param_i64(&rooms[0], after.v),
        ym_param_i64(&rooms[1], until.v),
        ym_param_i16(&rooms[2], wish->edition),
        ym_param_date(&rooms[3], wish->since),
        ym_param_bytes(span_of(wish->keys, sizeof(wish->keys))),
        ym_param_i64(&rooms[4], PG_CREDIT_CHUNK),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_stale, params, 6);

    ret->n = 0;
    return ym_conn_run(c, &s, on_stale, ret, reterr);
}

/* Columns of credit_source_put.sql. */
enum {
    S_BUCKET,
    S_ID,
    S_VERSION,
    S_EDITION,
    S_SINCE,
    S_OLDEST,
    S_HEAD,
    S_PROOF,
    S_ITEMS,
    S_COLUMNS
};

static void put_day(struct ym_column *c, ym_day day)
{
    if (day == YM_DAY_NONE)
        ym_column_null(c);
    else
        ym_column_date(c, day);
}

static void put_source(struct ym_column *c, const struct pg_credit_source *row)
{
    ym_column_i32(&c[S_BUCKET], (int32_t)ym_id_bucket(row->id));
    ym_column_i64(&c[S_ID], row->id.v);
    ym_column_i32(&c[S_VERSION], (int32_t)row->version);
    ym_column_i16(&c[S_EDITION], row->edition);
    ym_column_date(&c[S_SINCE], row->since);
    put_day(&c[S_OLDEST], row->oldest);
    ym_column_span(&c[S_HEAD], span_of(row->head, sizeof(row->head)));
    ym_column_span(&c[S_PROOF], span_of(row->proof, sizeof(row->proof)));
    ym_column_span(&c[S_ITEMS], row->items);
}

enum ym_err pg_credit_source_put(struct pg_credit_sending *to, const struct pg_credit_source *rows,
                                 size_t n, struct ym_error *reterr)
{
    static const enum ym_pg_type types[S_COLUMNS] = { YM_PG_INT4,  YM_PG_INT8,  YM_PG_INT4,
                                                      YM_PG_INT2,  YM_PG_DATE,  YM_PG_DATE,
                                                      YM_PG_BYTEA, YM_PG_BYTEA, YM_PG_BYTEA };
    struct ym_column columns[S_COLUMNS];
    struct ym_param params[S_COLUMNS];
    const struct pg_credit_columns all = { params, 0, columns, S_COLUMNS };

    if (n == 0)
        return YM_E_OK;
    for (size_t i = 0; i < S_COLUMNS; i++)
        ym_column_init(&columns[i], types[i], i == S_ITEMS ? ITEMS_BYTES_MAX : COLUMN_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        put_source(columns, &rows[i]);
    return pg_credit_send(to, PG_SQL_credit_source_put, &all, reterr);
}

static void on_bool(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_bool(rows, 0, 0);
}

enum ym_err pg_credit_has_proofs(struct ym_conn *c, bool *ret, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_has_proofs, NULL, 0);

    return ym_conn_run(c, &s, on_bool, ret, reterr);
}

/* ---- The second phase ---- */

struct seats {
    struct pg_credit_reading *r;
    bool is_odd;
};

static bool bytes_of(const struct ym_rows *rows, int row, int column, unsigned char *ret, size_t n)
{
    const struct ym_span bytes = column_of(rows, row, column);

    if (bytes.n != n)
        return false;
    memcpy(ret, bytes.at, n);
    return true;
}

static bool take_dispute(const struct ym_rows *rows, int row, struct pg_credit_seat *seat)
{
    if (!seat->is_read)
        return true;
    seat->version = (uint32_t)ym_rows_i32(rows, row, 6);
    return bytes_of(rows, row, 7, seat->head, sizeof(seat->head));
}

/* What is kept of the seat's dispute, as it stands there. */
static bool take_source(const struct seats *s, const struct ym_rows *rows, int row,
                        struct pg_credit_seat *seat)
{
    struct pg_credit_source *source = &seat->source;

    seat->is_fresh = !ym_rows_is_null(rows, row, 8) &&
                     (!seat->is_read || (uint32_t)ym_rows_i32(rows, row, 8) == seat->version);
    if (!seat->is_fresh)
        return seat->is_read;
    *source = (struct pg_credit_source){ .id = seat->dispute,
                                         .version = (uint32_t)ym_rows_i32(rows, row, 8),
                                         .edition = s->r->wish.edition,
                                         .since = ym_rows_date(rows, row, 9),
                                         .oldest = ym_rows_is_null(rows, row, 10)
                                                       ? YM_DAY_NONE
                                                       : ym_rows_date(rows, row, 10),
                                         .items = column_of(rows, row, 13) };
    return bytes_of(rows, row, 11, source->head, sizeof(source->head)) &&
           bytes_of(rows, row, 12, source->proof, sizeof(source->proof));
}

static void take_seat(struct seats *s, const struct ym_rows *rows, int row)
{
    const int32_t protection = ym_rows_i32(rows, row, 14);
    struct pg_credit_seat seat = {
        .dispute = { ym_rows_i64(rows, row, 1) },
        .seat = (uint8_t)ym_rows_i16(rows, row, 2),
        .side = (uint8_t)ym_rows_i16(rows, row, 3),
        .kind = (uint8_t)ym_rows_i16(rows, row, 4),
        .identity = column_of(rows, row, 5),
        .is_read = !ym_rows_is_null(rows, row, 6),
        .protection = (uint32_t)protection & KINDS_MASK,
        .lifts_report = (protection & LIFTS_REPORT) != 0,
    };

    if (!bytes_of(rows, row, 0, seat.party, sizeof(seat.party)) || seat.seat >= YM_SEATS_MAX ||
        seat.side >= YM_SIDE_COUNT || seat.kind >= YM_PARTY_COUNT ||
        !take_dispute(rows, row, &seat) || !take_source(s, rows, row, &seat)) {
        s->is_odd = true;
        return;
    }
    s->r->n++;
    s->r->fn(s->r->arg, &seat);
}

static void take_seats(struct seats *s, const struct ym_rows *rows)
{
    for (int row = 0; row < ym_rows_count(rows) && !s->is_odd; row++)
        take_seat(s, rows, row);
}

static void on_buckets(void *arg, const struct ym_rows *rows)
{
    bool *ret = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const int32_t bucket = ym_rows_i32(rows, row, 0);

        if (bucket >= 0 && bucket < YM_BUCKETS)
            ret[bucket] = true;
    }
}

enum ym_err pg_credit_buckets(struct ym_conn *c, const struct app_credit_run *before, bool ret[],
                              struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const bool has_before = before->state != APP_CREDIT_NONE;
    const struct ym_param params[] = {
        has_before ? ym_param_date(&rooms[0], before->month) : ym_param_null(YM_PG_DATE),
        ym_param_i16(&rooms[1], before->run),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_buckets, params, 2);

    memset(ret, 0, YM_BUCKETS * sizeof(ret[0]));
    return ym_conn_run(c, &s, on_buckets, ret, reterr);
}

static struct ym_span prefix_of(uint32_t bucket, unsigned char room[PREFIX_LEN])
{
    room[0] = (unsigned char)(bucket >> 2);
    room[1] = (unsigned char)((bucket & 3) << 6);
    return span_of(room, PREFIX_LEN);
}

static enum ym_err open_seats(struct ym_conn *c, const struct pg_credit_reading *r,
                              struct ym_error *reterr)
{
    unsigned char from[PREFIX_LEN], until[PREFIX_LEN];
    struct ym_scalar rooms[4];
    const struct ym_param params[] = {
        ym_param_bytes(prefix_of(r->bucket, from)),
        r->bucket + 1 < YM_BUCKETS ? ym_param_bytes(prefix_of(r->bucket + 1, until))
                                   : ym_param_null(YM_PG_BYTEA),
        ym_param_i16(&rooms[0], r->wish.edition),
        ym_param_date(&rooms[1], r->wish.since),
        ym_param_bytes(span_of(r->wish.keys, sizeof(r->wish.keys))),
        ym_param_usec(&rooms[2], r->at),
        ym_param_bool(&rooms[3], r->is_current),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_seats_open, params, 7);
    const enum ym_err err = ym_conn_script(c, "begin read only", reterr);

    return err == YM_E_OK ? ym_conn_run(c, &s, NULL, NULL, reterr) : err;
}

enum ym_err pg_credit_seats_ask(struct ym_conn *c, struct pg_credit_reading *r,
                                struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_seats_next, NULL, 0);
    enum ym_err err = YM_E_OK;

    if (!r->is_open)
        err = open_seats(c, r, reterr);
    r->is_open = true;
    return err == YM_E_OK ? ym_conn_send(c, &s, reterr) : err;
}

enum ym_err pg_credit_seats(struct ym_conn *c, struct pg_credit_reading *r, struct ym_error *reterr)
{
    struct seats seats = { .r = r };
    PGresult *res;
    enum ym_err err = ym_conn_receive(c, "credit_seats_next", &res, reterr);

    r->n = 0;
    if (err == YM_E_OK)
        take_seats(&seats, &(struct ym_rows){ .res = res });
    PQclear(res);
    if (err == YM_E_OK && seats.is_odd)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "a row of party holds what no program wrote: run `yima verify`, and restore "
                       "it from a backup");
    if (err == YM_E_OK && r->n < PG_CREDIT_SEATS) /* the snapshot is not held any longer */
        err = ym_conn_script(c, "commit", reterr);
    return err;
}

struct flags {
    pg_credit_flag_fn *fn;
    void *arg;
    int n;
};

static void on_flags(void *arg, const struct ym_rows *rows)
{
    struct flags *f = arg;

    f->n = ym_rows_count(rows);
    for (int row = 0; row < f->n; row++) {
        const struct ym_span party = ym_rows_span(rows, row, 0);
        const struct ym_credit_flag flag = { .seq = (uint32_t)ym_rows_i32(rows, row, 2),
                                             .kind = (uint8_t)ym_rows_i16(rows, row, 3),
                                             .item = (uint8_t)ym_rows_i16(rows, row, 4),
                                             .why = ym_rows_i16(rows, row, 5) == 1
                                                        ? YM_CREDIT_WHY_UPHELD
                                                        : YM_CREDIT_WHY_DISPUTED };

        assert(party.n == APP_CREDIT_PARTY_LEN); /* the table checks it */
        f->fn(f->arg, (const unsigned char *)party.at, (struct ym_id){ ym_rows_i64(rows, row, 1) },
              &flag);
    }
}

enum ym_err pg_credit_flags(struct ym_conn *c, uint32_t bucket, ym_usec at, pg_credit_flag_fn *fn,
                            void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)bucket),
                                       ym_param_usec(&rooms[1], at),
                                       ym_param_i64(&rooms[2], FLAGS_MAX + 1) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_flags, params, 3);
    struct flags f = { .fn = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_flags, &f, reterr);

    if (err == YM_E_OK && f.n > FLAGS_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "more than %d objections of the parties of one bucket", FLAGS_MAX);
    return err;
}

/* Columns of credit_profile_put.sql, behind bucket, month and run. */
enum { P_PARTY, P_KIND, P_SHA256, P_BODY, P_OLDEST, P_COLUMNS };
#define P_FIRST 3

enum ym_err pg_credit_profiles_put(struct pg_credit_sending *to, const struct app_credit_run *r,
                                   uint32_t bucket, const struct app_credit_row *rows, size_t n,
                                   struct ym_error *reterr)
{
    struct ym_scalar rooms[P_FIRST];
    struct ym_column columns[P_COLUMNS];
    struct ym_param params[P_FIRST + P_COLUMNS] = { ym_param_i32(&rooms[0], (int32_t)bucket),
                                                    ym_param_date(&rooms[1], r->month),
                                                    ym_param_i16(&rooms[2], r->run) };
    const struct pg_credit_columns all = { params, P_FIRST, columns, P_COLUMNS };

    if (n == 0)
        return YM_E_OK;
    ym_column_init(&columns[P_PARTY], YM_PG_BYTEA, COLUMN_BYTES_MAX);
    ym_column_init(&columns[P_KIND], YM_PG_INT2, COLUMN_BYTES_MAX);
    ym_column_init(&columns[P_SHA256], YM_PG_BYTEA, COLUMN_BYTES_MAX);
    ym_column_init(&columns[P_BODY], YM_PG_BYTEA, PROFILE_BYTES_MAX);
    ym_column_init(&columns[P_OLDEST], YM_PG_DATE, COLUMN_BYTES_MAX);
    for (size_t i = 0; i < n; i++) {
        ym_column_span(&columns[P_PARTY], span_of(rows[i].party, sizeof(rows[i].party)));
        ym_column_i16(&columns[P_KIND], rows[i].kind);
        ym_column_span(&columns[P_SHA256], span_of(rows[i].sha256, sizeof(rows[i].sha256)));
        ym_column_span(&columns[P_BODY], rows[i].sealed);
        put_day(&columns[P_OLDEST], rows[i].oldest);
    }
    return pg_credit_send(to, PG_SQL_credit_profile_put, &all, reterr);
}
