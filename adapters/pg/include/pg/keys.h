/* SPDX-License-Identifier: Apache-2.0 */
/* What is sealed and hashed under which key, and moving it to another: blocking, for subcommands
 * and threads of a pool; never on a loop's thread. */
#ifndef YM_PG_KEYS_H
#define YM_PG_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/bin.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/span.h"

#define PG_RESEAL_PAGE      200
#define PG_RESEAL_PARTS     8       /* the same of tables whose rows hold a piece of a file */
#define PG_RESEAL_BYTES_MAX 8388608 /* of one page */
#define PG_REHASH_PAGE      500

/* Tables that hold sealed fields. Those of accounts and subscriptions have no buckets: they are
 * told in bucket 0. */
#define PG_SEALED_TABLES(X)                                                                        \
    X(party)                                                                                       \
    X(note)                                                                                        \
    X(appointment)                                                                                 \
    X(attachment)                                                                                  \
    X(attachment_part)                                                                             \
    X(sealed_part)                                                                                 \
    X(exchange_message)                                                                            \
    X(exchange_discrepancy)                                                                        \
    X(outside_order)                                                                               \
    X(credit_profile)                                                                              \
    X(credit_read)                                                                                 \
    X(credit_objection)                                                                            \
    X(credit_statement)                                                                            \
    X(dispute_protection)                                                                          \
    X(points_proposal)                                                                             \
    X(points_entry)                                                                                \
    X(assess_objection)                                                                            \
    X(account)                                                                                     \
    X(subscription)

enum pg_sealed_table {
#define X(name) PG_SEALED_##name,
    PG_SEALED_TABLES(X) PG_SEALED_TABLE_COUNT
#undef X
};

/* One sealed field. Which key of its row stands where is told by the statement of its table
 * (sql/reseal_….sql). */
struct pg_sealed {
    int64_t a, b;
    int32_t c;
    struct ym_span t;
    int16_t field; /* of the sealed columns of the table, from 0 */
    struct ym_span sealed;
};

/* The fields of a page, and what takes their places. */
struct pg_reseal {
    struct ym_column a, b, c, t, field, old, sealed;
};
void pg_reseal_init(struct pg_reseal *r);
void pg_reseal_release(struct pg_reseal *r); /* legal on a zeroed one */
void pg_reseal_add(struct pg_reseal *r, const struct pg_sealed *of, struct ym_span sealed);

/* Some fields of a bucket that are sealed under another key than `key`; *ret_n: how many. */
typedef void pg_sealed_fn(void *arg, const struct pg_sealed *s);
struct pg_sealed_query {
    enum pg_sealed_table table;
    int32_t bucket, key;
    pg_sealed_fn *fn;
    void *arg;
};
__attribute__((warn_unused_result)) enum ym_err pg_sealed_page(struct ym_conn *c,
                                                               const struct pg_sealed_query *q,
                                                               size_t *ret_n,
                                                               struct ym_error *reterr);

/* Put them in their places, unless what is there changed meanwhile; clears r. *ret_n: rows. */
__attribute__((warn_unused_result)) enum ym_err pg_reseal_put(struct ym_conn *c,
                                                              const struct pg_sealed_query *q,
                                                              struct pg_reseal *r, int64_t *ret_n,
                                                              struct ym_error *reterr);

/* How many fields of a column are sealed under a key. */
typedef void pg_key_fn(void *arg, struct ym_span column, int32_t key, int64_t n);
__attribute__((warn_unused_result)) enum ym_err pg_key_counts(struct ym_conn *c, pg_key_fn *fn,
                                                              void *arg, struct ym_error *reterr);

/* Partners whose key of ours derives from this key of the ring, now. */
__attribute__((warn_unused_result)) enum ym_err pg_key_partners(struct ym_conn *c, unsigned key,
                                                                ym_usec now, int64_t *ret,
                                                                struct ym_error *reterr);

/* ---- Programs and their rings ---- */

/* This program uses these keys now (ym_keyring_describe()). */
__attribute__((warn_unused_result)) enum ym_err pg_keyring_ack(struct ym_conn *c,
                                                               const unsigned char instance[16],
                                                               struct ym_span rings, ym_usec now,
                                                               struct ym_error *reterr);

/* Each program that runs; rings.n == 0: it has said nothing yet. Forgets those that are gone. */
typedef void pg_keyring_user_fn(void *arg, struct ym_span label, struct ym_span rings);
__attribute__((warn_unused_result)) enum ym_err
pg_keyring_users(struct ym_conn *c, pg_keyring_user_fn *fn, void *arg, struct ym_error *reterr);

/* Let running programs see that something changed. */
__attribute__((warn_unused_result)) enum ym_err pg_keyring_tell(struct ym_conn *c,
                                                                struct ym_error *reterr);

/* ---- Hashes of personal numbers ---- */

/* A party that can be matched. */
struct pg_hashed {
    struct ym_id dispute;
    int16_t seat;
    struct ym_span identity, hash, phone; /* sealed number, its hash, sealed telephone; n == 0: none
                                           */
};
typedef void pg_hashed_fn(void *arg, const struct pg_hashed *h);

/* Those of a bucket behind a place. */
struct pg_hashed_query {
    int32_t bucket;
    struct ym_id dispute; /* the place; moves on */
    int16_t seat;
    pg_hashed_fn *fn;
    void *arg;
    size_t n; /* how many were told */
};
__attribute__((warn_unused_result)) enum ym_err
pg_hashed_page(struct ym_conn *c, struct pg_hashed_query *q, struct ym_error *reterr);

/* New hashes of parties of a bucket: dispute (INT8), seat (INT2), old and new hash (BYTEA). */
struct pg_rehash {
    struct ym_column dispute, seat, old, hash;
};
void pg_rehash_init(struct pg_rehash *r);
void pg_rehash_release(struct pg_rehash *r); /* legal on a zeroed one */
__attribute__((warn_unused_result)) enum ym_err pg_rehash_put(struct ym_conn *c, int32_t bucket,
                                                              struct pg_rehash *r, int64_t *ret_n,
                                                              struct ym_error *reterr);

/* A telephone of a dispute is found under another hash from now on. */
__attribute__((warn_unused_result)) enum ym_err
pg_rehash_phone(struct ym_conn *c, struct ym_id dispute, const unsigned char old[32],
                const unsigned char hash[32], struct ym_error *reterr);

#endif
