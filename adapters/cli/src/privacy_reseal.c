/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy reseal and rehash: fields go under the newest key, and hashes of personal numbers
 * under the newest generation, bucket by bucket beside programs that serve. Each page is a
 * statement of its own that leaves alone what changed meanwhile; whatever is done is done, and a
 * run that was cut off begins again and finds less to do. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/month.h"
#include "app/outside.h"
#include "base/arena.h"
#include "pg/credit.h"
#include "pg/keys.h"
#include "privacy.h"
#include "privacy_move.h"
#include "privacy_labels.h"
#include "progress.h"
#include "yima/limits.h"

#define ARENA_BYTES (2 * PG_RESEAL_BYTES_MAX)

/* ---- Fields ---- */

struct resealing {
    struct cli_keys k;
    struct pg_sealed_query q;
    struct pg_reseal page;
    struct ym_arena arena;
    uint64_t done, unreadable;
    struct cli_progress progress;
};

static void on_sealed(void *arg, const struct pg_sealed *s)
{
    struct resealing *r = arg;
    char room[CLI_LABEL_MAX];
    const struct ym_span label = cli_sealed_label(r->q.table, s, room);
    struct ym_span plain, sealed;
    struct ym_error why;

    ym_arena_reset(&r->arena);
    if (label.n == 0 ||
        ym_unseal(r->k.ring, label, s->sealed, &r->arena, &plain, &why) != YM_E_OK ||
        ym_seal(r->k.ring, label, plain, &r->arena, &sealed, &why) != YM_E_OK)
        r->unreadable++;
    else
        pg_reseal_add(&r->page, s, sealed);
}

/* Until a page brings nothing more: what cannot be opened stays, and is counted. */
static enum ym_err reseal_bucket(struct resealing *r, struct ym_error *reterr)
{
    int64_t put = 1;
    size_t n = 1;
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && n > 0 && put > 0) {
        r->unreadable = 0;
        err = pg_sealed_page(r->k.p->db->conn, &r->q, &n, reterr);
        if (err == YM_E_OK)
            err = pg_reseal_put(r->k.p->db->conn, &r->q, &r->page, &put, reterr);
        r->done += (uint64_t)put;
    }
    return err;
}

static enum ym_err reseal_all(struct resealing *r, uint64_t *ret_unreadable,
                              struct ym_error *reterr)
{
    const uint64_t steps = (uint64_t)PG_SEALED_TABLE_COUNT * YM_BUCKETS;
    uint64_t step = 0;
    enum ym_err err = YM_E_OK;

    *ret_unreadable = 0;
    r->q.key = (int32_t)ym_keyring_newest(r->k.ring);
    r->q.fn = on_sealed;
    r->q.arg = r;
    cli_progress_begin(&r->progress, r->k.p->cli, "sealing anew", "fields", steps);
    for (unsigned t = 0; t < PG_SEALED_TABLE_COUNT && err == YM_E_OK; t++) {
        r->q.table = (enum pg_sealed_table)t;
        for (r->q.bucket = 0; r->q.bucket < (int32_t)YM_BUCKETS && err == YM_E_OK; r->q.bucket++) {
            err = reseal_bucket(r, reterr);
            *ret_unreadable += r->unreadable;
            cli_progress_step(&r->progress, ++step, r->done);
        }
    }
    cli_progress_wipe(&r->progress);
    return err;
}

static enum ym_err reseal(struct resealing *r, uint64_t *ret_unreadable, int64_t *ret_left,
                          struct ym_error *reterr)
{
    struct cli_key_counts counts;
    enum ym_err err = cli_keys_wait(&r->k, reterr); /* all seal under the newest */

    *ret_left = 0;
    if (err == YM_E_OK)
        err = reseal_all(r, ret_unreadable, reterr);
    if (err == YM_E_OK)
        err = cli_keys_count(&r->k, false, &counts, reterr);
    for (int i = 1; err == YM_E_OK && i < 256; i++) {
        if (counts.n[i] > 0)
            (void)printf("key %d: %" PRId64 " fields\n", i, counts.n[i]);
        if (i != r->q.key)
            *ret_left += counts.n[i];
    }
    return err;
}

int cli_privacy_reseal(const struct cli_privacy *p)
{
    struct resealing *r = calloc(1, sizeof(*r));
    uint64_t unreadable = 0;
    int64_t left = 0;
    struct ym_error why;
    enum ym_err err;

    if (r == NULL)
        return cli_complain("no memory to seal anew");
    pg_reseal_init(&r->page);
    err = ym_arena_init(&r->arena, ARENA_BYTES)
              ? cli_keys_open(&r->k, p, &why)
              : ym_fail(&why, YM_E_UNAVAILABLE, "no memory to seal anew");
    if (err == YM_E_OK)
        err = reseal(r, &unreadable, &left, &why);
    if (err == YM_E_OK)
        (void)printf("%" PRIu64 " fields were sealed anew; %" PRId64
                     " are left under older keys%s\n",
                     r->done, left, left == 0 ? ", which may be retired" : "");
    cli_keys_close(&r->k);
    pg_reseal_release(&r->page);
    ym_arena_release(&r->arena);
    free(r);
    if (err != YM_E_OK)
        (void)cli_fail(&why);
    if (err == YM_E_INVALID)
        return CLI_USAGE;
    if (err == YM_E_OK && unreadable > 0)
        return cli_complain("%" PRIu64 " fields do not open: they were altered, moved, or sealed "
                            "under a key that is lost; `yima verify --files` says more",
                            unreadable);
    return err == YM_E_OK && left == 0 ? CLI_DONE : CLI_FAILED;
}

/* ---- Hashes ---- */

struct rehashing {
    struct cli_keys k;
    struct pg_hashed_query q;
    struct pg_rehash page;
    struct ym_arena arena;
    struct ym_arena moved; /* of what credit keeps of a party */
    uint64_t looked, done, unreadable;
    enum ym_err err; /* of a telephone or of credit on the way */
    struct ym_error why;
    struct cli_progress progress;
};

static bool open_field(struct rehashing *r, const struct pg_hashed *h, enum app_sealed field,
                       struct ym_span sealed, struct ym_span *ret)
{
    const struct app_sealed_at at = { h->dispute, (uint8_t)h->seat, field };
    char room[APP_SEALED_LABEL_MAX];
    struct ym_error why;

    ym_arena_reset(&r->arena);
    if (ym_unseal(r->k.ring, app_sealed_label(at, room), sealed, &r->arena, ret, &why) == YM_E_OK)
        return true;
    r->unreadable++;
    return false;
}

static void rehash_identity(struct rehashing *r, const struct pg_hashed *h)
{
    unsigned char hash[YM_KEYED_HASH_LEN];
    struct ym_span plain;

    if (h->identity.n == 0 || h->hash.n != sizeof(hash) ||
        !open_field(r, h, APP_SEALED_IDENTITY, h->identity, &plain))
        return;
    ym_match_hash(r->k.ring, APP_LABEL_IDENTITY, plain, hash);
    if (r->err != YM_E_OK || memcmp(hash, h->hash.at, sizeof(hash)) == 0)
        return;
    /* Before the party itself: cut off in between, this party is found again. */
    r->err = cli_privacy_move(&(struct cli_moving){ r->k.p->db->conn, r->k.ring, &r->moved },
                              (const unsigned char *)h->hash.at, hash, &r->why);
    ym_column_i64(&r->page.dispute, h->dispute.v);
    ym_column_i16(&r->page.seat, h->seat);
    ym_column_span(&r->page.old, h->hash);
    ym_column_span(&r->page.hash, (struct ym_span){ (const char *)hash, sizeof(hash) });
}

static void rehash_phone(struct rehashing *r, const struct pg_hashed *h)
{
    unsigned char hash[YM_KEYED_HASH_LEN];
    unsigned char old[YM_KEYED_HASH_LEN];
    struct ym_span plain;

    if (r->err != YM_E_OK || h->phone.n == 0 ||
        !open_field(r, h, APP_SEALED_PHONE, h->phone, &plain))
        return;
    app_phone_hash(&r->k.secrets, plain, hash);
    if (app_phone_other(&r->k.secrets, plain, old))
        r->err = pg_rehash_phone(r->k.p->db->conn, h->dispute, old, hash, &r->why);
}

static void on_hashed(void *arg, const struct pg_hashed *h)
{
    struct rehashing *r = arg;

    r->looked++;
    rehash_identity(r, h);
    rehash_phone(r, h);
}

static enum ym_err rehash_bucket(struct rehashing *r, int32_t bucket, struct ym_error *reterr)
{
    int64_t put = 0;
    enum ym_err err = YM_E_OK;

    r->q =
        (struct pg_hashed_query){ .bucket = bucket, .seat = -1, .fn = on_hashed, .arg = r, .n = 1 };
    while (err == YM_E_OK && r->q.n > 0) {
        err = pg_hashed_page(r->k.p->db->conn, &r->q, reterr);
        if (err == YM_E_OK && r->err != YM_E_OK) {
            *reterr = r->why;
            err = r->err;
        }
        if (err == YM_E_OK)
            err = pg_rehash_put(r->k.p->db->conn, bucket, &r->page, &put, reterr);
        r->done += (uint64_t)put;
    }
    return err;
}

static enum ym_err rehash_all(struct rehashing *r, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    cli_progress_begin(&r->progress, r->k.p->cli, "hashing anew", "parties", YM_BUCKETS);
    for (int32_t b = 0; b < (int32_t)YM_BUCKETS && err == YM_E_OK; b++) {
        err = rehash_bucket(r, b, reterr);
        cli_progress_step(&r->progress, (uint64_t)b + 1, r->looked);
    }
    cli_progress_wipe(&r->progress);
    return err;
}

static void on_run(void *arg, const struct app_credit_run *run)
{
    ym_day *month = arg;

    if (run->state == APP_CREDIT_DRAWING)
        *month = run->month;
}

/* Nobody draws credit profiles meanwhile: a party whose hash changes would be weighed twice. The
 * lock ends with the connection. A run that was cut off would go on behind the buckets that it has.
 */
static enum ym_err keep_credit_out(struct ym_conn *c, struct ym_error *reterr)
{
    ym_day month = YM_DAY_NONE;
    char text[APP_MONTH_TEXT_MAX];
    enum ym_err err = pg_credit_lock(c, reterr);

    if (err == YM_E_OK)
        err = pg_credit_runs(c, YM_DAY_NONE, YM_DAY_NONE, on_run, &month, reterr);
    if (err != YM_E_OK || month == YM_DAY_NONE)
        return err;
    app_month_print(month, text);
    return ym_fail(
        reterr, YM_E_CONFLICT,
        "the credit profiles of %s are half drawn: let `yima credit run %s` finish them, "
        "or `yima credit withdraw %s`, then call this again",
        text, text, text);
}

/* From whichever step the file is at: both are searched, the newest is written, all is hashed anew,
 * the one before goes. */
static enum ym_err rehash(struct rehashing *r, struct ym_error *reterr)
{
    enum ym_err err = keep_credit_out(r->k.p->db->conn, reterr);

    if (err != YM_E_OK)
        return err;
    if (!cli_keys_has_two(&r->k))
        err = cli_keys_change(&r->k, YM_KEYRING_MATCH_ADD, 0, reterr);
    else
        err = cli_keys_wait(&r->k, reterr);
    if (err == YM_E_OK)
        err = cli_keys_change(&r->k, YM_KEYRING_MATCH_USE, 0, reterr);
    if (err == YM_E_CONFLICT) /* it is written already: a run before this one was cut off */
        err = cli_keys_wait(&r->k, reterr);
    if (err == YM_E_OK)
        err = rehash_all(r, reterr);
    if (err == YM_E_OK && r->unreadable > 0)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "%" PRIu64 " numbers do not open, so both generations stay: `yima privacy "
                       "reseal` and `yima verify` say more",
                       r->unreadable);
    return err == YM_E_OK ? cli_keys_change(&r->k, YM_KEYRING_MATCH_DROP, 0, reterr) : err;
}

int cli_privacy_rehash(const struct cli_privacy *p)
{
    struct rehashing *r = calloc(1, sizeof(*r));
    struct ym_error why;
    enum ym_err err;

    if (r == NULL)
        return cli_complain("no memory to hash anew");
    pg_rehash_init(&r->page);
    err = ym_arena_init(&r->arena, YM_SEAL_PLAIN_BYTES_MAX) &&
                  ym_arena_init(&r->moved, CLI_MOVE_ARENA_BYTES)
              ? cli_keys_open(&r->k, p, &why)
              : ym_fail(&why, YM_E_UNAVAILABLE, "no memory to hash anew");
    if (err == YM_E_OK)
        err = rehash(r, &why);
    if (err == YM_E_OK)
        (void)printf("%" PRIu64 " of %" PRIu64 " parties were hashed anew; one generation is "
                     "left. Copy the key file to its safe place now\n",
                     r->done, r->looked);
    cli_keys_close(&r->k);
    pg_rehash_release(&r->page);
    ym_arena_release(&r->arena);
    ym_arena_release(&r->moved);
    free(r);
    if (err == YM_E_OK)
        return CLI_DONE;
    (void)cli_fail(&why);
    return err == YM_E_INVALID ? CLI_USAGE : CLI_FAILED;
}
