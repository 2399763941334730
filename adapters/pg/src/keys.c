/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/keys.h"

#include "pg/notice.h"
#include "sql.h"

#define COUNT(params) (sizeof(params) / sizeof((params)[0]))

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg += ym_rows_affected(rows);
}

/* ---- Sealed fields ---- */

static const struct {
    enum pg_sql page, put;
} tables[PG_SEALED_TABLE_COUNT] = {
#define X(name) { PG_SQL_reseal_##name, PG_SQL_reseal_##name##_put },
    PG_SEALED_TABLES(X)
#undef X
};

void pg_reseal_init(struct pg_reseal *r)
{
    const size_t small = (size_t)PG_RESEAL_PAGE * 1024;

    ym_column_init(&r->a, YM_PG_INT8, small);
    ym_column_init(&r->b, YM_PG_INT8, small);
    ym_column_init(&r->c, YM_PG_INT4, small);
    ym_column_init(&r->t, YM_PG_TEXT, small);
    ym_column_init(&r->field, YM_PG_INT2, small);
    ym_column_init(&r->old, YM_PG_BYTEA, PG_RESEAL_BYTES_MAX);
    ym_column_init(&r->sealed, YM_PG_BYTEA, PG_RESEAL_BYTES_MAX);
}

void pg_reseal_release(struct pg_reseal *r)
{
    ym_column_release(&r->a);
    ym_column_release(&r->b);
    ym_column_release(&r->c);
    ym_column_release(&r->t);
    ym_column_release(&r->field);
    ym_column_release(&r->old);
    ym_column_release(&r->sealed);
}

static void clear(struct pg_reseal *r)
{
    ym_column_clear(&r->a);
    ym_column_clear(&r->b);
    ym_column_clear(&r->c);
    ym_column_clear(&r->t);
    ym_column_clear(&r->field);
    ym_column_clear(&r->old);
    ym_column_clear(&r->sealed);
}

void pg_reseal_add(struct pg_reseal *r, const struct pg_sealed *of, struct ym_span sealed)
{
    ym_column_i64(&r->a, of->a);
    ym_column_i64(&r->b, of->b);
    ym_column_i32(&r->c, of->c);
    ym_column_span(&r->t, of->t);
    ym_column_i16(&r->field, of->field);
    ym_column_span(&r->old, of->sealed);
    ym_column_span(&r->sealed, sealed);
}

struct page {
    const struct pg_sealed_query *q;
    size_t n;
};

static void on_page(void *arg, const struct ym_rows *rows)
{
    struct page *p = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const struct pg_sealed s = { .a = ym_rows_i64(rows, i, 1),
                                     .b = ym_rows_i64(rows, i, 2),
                                     .c = ym_rows_i32(rows, i, 3),
                                     .t = ym_rows_span(rows, i, 4),
                                     .field = ym_rows_i16(rows, i, 5),
                                     .sealed = ym_rows_span(rows, i, 6) };

        p->n++;
        p->q->fn(p->q->arg, &s);
    }
}

static int64_t page_of(enum pg_sealed_table table)
{
    return table == PG_SEALED_attachment_part || table == PG_SEALED_sealed_part ||
                   table == PG_SEALED_outside_order || table == PG_SEALED_exchange_message
               ? PG_RESEAL_PARTS
               : PG_RESEAL_PAGE;
}

enum ym_err pg_sealed_page(struct ym_conn *c, const struct pg_sealed_query *q, size_t *ret_n,
                           struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i32(&room[0], q->bucket),
                                       ym_param_i32(&room[1], q->key),
                                       ym_param_i64(&room[2], page_of(q->table)) };
    const struct ym_statement s = pg_sql_statement(tables[q->table].page, params, COUNT(params));
    struct page p = { q, 0 };
    const enum ym_err err = ym_conn_run(c, &s, on_page, &p, reterr);

    *ret_n = p.n;
    return err;
}

enum ym_err pg_reseal_put(struct ym_conn *c, const struct pg_sealed_query *q, struct pg_reseal *r,
                          int64_t *ret_n, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    *ret_n = 0;
    if (!ym_column_ok(&r->t) || !ym_column_ok(&r->old) || !ym_column_ok(&r->sealed))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the fields of one page do not fit");
    if (err == YM_E_OK && r->a.n > 0) {
        struct ym_scalar room;
        const struct ym_param params[] = {
            ym_param_i32(&room, q->bucket), ym_column_param(&r->a),     ym_column_param(&r->b),
            ym_column_param(&r->c),         ym_column_param(&r->t),     ym_column_param(&r->field),
            ym_column_param(&r->old),       ym_column_param(&r->sealed)
        };
        const struct ym_statement s = pg_sql_statement(tables[q->table].put, params, COUNT(params));

        err = ym_conn_run(c, &s, on_change, ret_n, reterr);
    }
    clear(r);
    return err;
}

struct counting {
    pg_key_fn *fn;
    void *arg;
};

static void on_counts(void *arg, const struct ym_rows *rows)
{
    const struct counting *k = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        k->fn(k->arg, ym_rows_span(rows, i, 0), ym_rows_i32(rows, i, 1), ym_rows_i64(rows, i, 2));
}

enum ym_err pg_key_counts(struct ym_conn *c, pg_key_fn *fn, void *arg, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_privacy_keys, NULL, 0);
    struct counting k = { fn, arg };

    return ym_conn_run(c, &s, on_counts, &k, reterr);
}

static void on_number(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_i64(rows, 0, 0);
}

enum ym_err pg_key_partners(struct ym_conn *c, unsigned key, ym_usec now, int64_t *ret,
                            struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i16(&room[0], (int16_t)key),
                                       ym_param_usec(&room[1], now) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_keyring_partners, params, COUNT(params));

    *ret = 0;
    return ym_conn_run(c, &s, on_number, ret, reterr);
}

/* ---- Programs ---- */

enum ym_err pg_keyring_ack(struct ym_conn *c, const unsigned char instance[16],
                           struct ym_span rings, ym_usec now, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_bytes(
                                           (struct ym_span){ (const char *)instance, 16 }),
                                       ym_param_text(rings), ym_param_usec(&room, now) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_keyring_ack, params, COUNT(params));

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

struct users {
    pg_keyring_user_fn *fn;
    void *arg;
};

static void on_users(void *arg, const struct ym_rows *rows)
{
    const struct users *u = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        u->fn(u->arg, ym_rows_span(rows, i, 0), ym_rows_span(rows, i, 1));
}

enum ym_err pg_keyring_users(struct ym_conn *c, pg_keyring_user_fn *fn, void *arg,
                             struct ym_error *reterr)
{
    const struct ym_statement gone = pg_sql_statement(PG_SQL_keyring_gone, NULL, 0);
    const struct ym_statement each = pg_sql_statement(PG_SQL_keyring_users, NULL, 0);
    struct users u = { fn, arg };
    const enum ym_err err = ym_conn_run(c, &gone, NULL, NULL, reterr);

    return err == YM_E_OK ? ym_conn_run(c, &each, on_users, &u, reterr) : err;
}

enum ym_err pg_keyring_tell(struct ym_conn *c, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_revision_bump, NULL, 0);
    const enum ym_err err = ym_conn_run(c, &s, NULL, NULL, reterr);

    if (err == YM_E_OK)
        pg_notice_rules(c);
    return err;
}

/* ---- Hashes ---- */

static struct ym_span span_of(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ NULL, 0 }
                                              : ym_rows_span(rows, row, column);
}

static void on_hashed(void *arg, const struct ym_rows *rows)
{
    struct pg_hashed_query *q = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const struct pg_hashed h = { .dispute = { ym_rows_i64(rows, i, 0) },
                                     .seat = ym_rows_i16(rows, i, 1),
                                     .identity = span_of(rows, i, 2),
                                     .hash = span_of(rows, i, 3),
                                     .phone = span_of(rows, i, 4) };

        q->n++;
        q->dispute = h.dispute;
        q->seat = h.seat;
        q->fn(q->arg, &h);
    }
}

enum ym_err pg_hashed_page(struct ym_conn *c, struct pg_hashed_query *q, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param params[] = { ym_param_i32(&room[0], q->bucket),
                                       ym_param_i64(&room[1], q->dispute.v),
                                       ym_param_i16(&room[2], q->seat),
                                       ym_param_i64(&room[3], PG_REHASH_PAGE) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_rehash_page, params, COUNT(params));

    q->n = 0;
    return ym_conn_run(c, &s, on_hashed, q, reterr);
}

void pg_rehash_init(struct pg_rehash *r)
{
    const size_t max = (size_t)PG_REHASH_PAGE * 256;

    ym_column_init(&r->dispute, YM_PG_INT8, max);
    ym_column_init(&r->seat, YM_PG_INT2, max);
    ym_column_init(&r->old, YM_PG_BYTEA, max);
    ym_column_init(&r->hash, YM_PG_BYTEA, max);
}

void pg_rehash_release(struct pg_rehash *r)
{
    ym_column_release(&r->dispute);
    ym_column_release(&r->seat);
    ym_column_release(&r->old);
    ym_column_release(&r->hash);
}

enum ym_err pg_rehash_put(struct ym_conn *c, int32_t bucket, struct pg_rehash *r, int64_t *ret_n,
                          struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    *ret_n = 0;
    if (!ym_column_ok(&r->old) || !ym_column_ok(&r->hash))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the hashes of one page do not fit");
    if (err == YM_E_OK && r->seat.n > 0) {
        struct ym_scalar room;
        const struct ym_param params[] = { ym_param_i32(&room, bucket),
                                           ym_column_param(&r->dispute), ym_column_param(&r->seat),
                                           ym_column_param(&r->old), ym_column_param(&r->hash) };
        const struct ym_statement s = pg_sql_statement(PG_SQL_rehash_put, params, COUNT(params));

        err = ym_conn_run(c, &s, on_change, ret_n, reterr);
    }
    ym_column_clear(&r->dispute);
    ym_column_clear(&r->seat);
    ym_column_clear(&r->old);
    ym_column_clear(&r->hash);
    return err;
}

/* As outside.c has it. */
static int32_t bucket_of(const unsigned char hash[32])
{
    return (int32_t)(((uint32_t)hash[0] | (uint32_t)hash[1] << 8) % YM_BUCKETS);
}

enum ym_err pg_rehash_phone(struct ym_conn *c, struct ym_id dispute, const unsigned char old[32],
                            const unsigned char hash[32], struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param from = ym_param_bytes((struct ym_span){ (const char *)old, 32 });
    const struct ym_param put[] = { ym_param_i32(&room[0], bucket_of(hash)),
                                    ym_param_bytes((struct ym_span){ (const char *)hash, 32 }),
                                    ym_param_i32(&room[1], bucket_of(old)), from,
                                    ym_param_i64(&room[2], dispute.v) };
    const struct ym_param drop[] = { put[2], from, put[4] };
    const struct ym_statement first = pg_sql_statement(PG_SQL_rehash_phone, put, COUNT(put));
    const struct ym_statement then = pg_sql_statement(PG_SQL_rehash_phone_drop, drop, COUNT(drop));
    const enum ym_err err = ym_conn_run(c, &first, NULL, NULL, reterr);

    return err == YM_E_OK ? ym_conn_run(c, &then, NULL, NULL, reterr) : err;
}
