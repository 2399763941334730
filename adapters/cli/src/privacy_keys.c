/* SPDX-License-Identifier: Apache-2.0 */
/* yima privacy status, rotate and retire: keys come and go while programs run.
 *
 * A change of the key file is a step that every running program takes before the next is made: a
 * key is read by all before one seals under it, and none seals under it when it goes. A program
 * says in keyring_program which keys it uses; those that run are the holders of node numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "granted.h"
#include "pg/keys.h"
#include "pg/seal.h"
#include "privacy.h"

#define STEP_MS 250 /* between two looks at who follows */

/* ---- Opening ---- */

enum ym_err cli_keys_open(struct cli_keys *k, const struct cli_privacy *p, struct ym_error *reterr)
{
    struct cli_granted by;
    enum ym_err err;

    *k = (struct cli_keys){ .p = p };
    k->path = cli_keys_path(p->cli, k->path_room, sizeof(k->path_room));
    err = cli_granted(p->db->conn, p->by, APP_RIGHT_PRIVACY, &by, reterr);
    return err == YM_E_OK ? cli_secrets_open(p->cli, p->db, &k->ring, &k->secrets, reterr) : err;
}

void cli_keys_close(struct cli_keys *k)
{
    ym_keyring_close(k->ring);
    k->ring = NULL;
}

bool cli_keys_has_two(const struct cli_keys *k)
{
    unsigned char hash[YM_KEYED_HASH_LEN];

    return ym_match_hash_other(k->ring, YM_SPAN("?"), YM_SPAN(""), hash);
}

/* ---- Those who use them ---- */

struct following {
    char rings[YM_KEYRING_TEXT_MAX]; /* what they should say */
    char late[80];                   /* the first that says something else; "": none */
};

static void on_user(void *arg, struct ym_span label, struct ym_span rings)
{
    struct following *f = arg;

    if (f->late[0] == '\0' && !ym_span_is(rings, ym_span_of(f->rings)))
        (void)snprintf(f->late, sizeof(f->late), "%.*s", (int)(label.n < 64 ? label.n : 64),
                       label.at);
}

enum ym_err cli_keys_wait(struct cli_keys *k, struct ym_error *reterr)
{
    const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
    const int64_t looks = (int64_t)k->p->wait_s * 1000 / STEP_MS;
    struct following f;
    enum ym_err err = ym_keyring_refresh(k->ring, reterr);

    if (err == YM_E_OK)
        err = pg_keyring_tell(k->p->db->conn, reterr);
    for (int64_t i = 0; err == YM_E_OK; i++) {
        f.late[0] = '\0';
        ym_keyring_describe(k->ring, f.rings);
        err = pg_keyring_users(k->p->db->conn, on_user, &f, reterr);
        if (err != YM_E_OK || f.late[0] == '\0')
            return err;
        if (i >= looks)
            return ym_fail(reterr, YM_E_UNAVAILABLE,
                           "the program %.64s does not use \"%.100s\" yet: give its machine the "
                           "same key file, or end it, and call this again",
                           f.late, f.rings);
        (void)nanosleep(&step, NULL);
    }
    return err;
}

enum ym_err cli_keys_change(struct cli_keys *k, enum ym_keyring_step step, unsigned number,
                            struct ym_error *reterr)
{
    const enum ym_err err = ym_keyring_change(k->path, step, number, reterr);

    return err == YM_E_OK ? cli_keys_wait(k, reterr) : err;
}

/* ---- How many ---- */

struct counting {
    struct cli_key_counts *counts;
    bool prints;
};

static void on_count(void *arg, struct ym_span column, int32_t key, int64_t n)
{
    const struct counting *c = arg;

    c->counts->n[key & 255] += n;
    if (c->prints)
        (void)printf("  %-28.*s key %3d  %" PRId64 "\n", (int)column.n, column.at, key, n);
}

enum ym_err cli_keys_count(struct cli_keys *k, bool prints, struct cli_key_counts *ret,
                           struct ym_error *reterr)
{
    struct counting c = { ret, prints };

    memset(ret, 0, sizeof(*ret));
    return pg_key_counts(k->p->db->conn, on_count, &c, reterr);
}

static void print_user(void *arg, struct ym_span label, struct ym_span rings)
{
    (void)arg;
    (void)printf("  %.*s: %.*s\n", (int)label.n, label.at, (int)rings.n,
                 rings.n > 0 ? rings.at : "");
}

static enum ym_err say_status(struct cli_keys *k, struct ym_error *reterr)
{
    char rings[YM_KEYRING_TEXT_MAX];
    struct cli_key_counts counts;
    enum ym_err err;

    ym_keyring_describe(k->ring, rings);
    (void)printf("key file: %s\nprograms that run:\n", rings);
    err = pg_keyring_users(k->p->db->conn, print_user, NULL, reterr);
    if (err != YM_E_OK)
        return err;
    (void)puts("sealed fields:");
    return cli_keys_count(k, true, &counts, reterr);
}

/* ---- Verbs ---- */

/* Ends a verb: says what went wrong, if anything did. */
static int finish(struct cli_keys *k, enum ym_err err, const struct ym_error *why)
{
    cli_keys_close(k);
    if (err == YM_E_OK)
        return CLI_DONE;
    (void)cli_fail(why);
    return err == YM_E_INVALID ? CLI_USAGE : CLI_FAILED;
}

int cli_privacy_status(const struct cli_privacy *p)
{
    struct cli_keys k;
    struct ym_error why;
    enum ym_err err = cli_keys_open(&k, p, &why);

    if (err == YM_E_OK)
        err = say_status(&k, &why);
    return finish(&k, err, &why);
}

/* A rotation that was cut off between its two steps goes on with the second. */
static enum ym_err rotate(struct cli_keys *k, struct ym_error *reterr)
{
    enum ym_err err = ym_keyring_change(k->path, YM_KEYRING_ADD, 0, reterr);

    if (err == YM_E_OK || err == YM_E_CONFLICT)
        err = cli_keys_wait(k, reterr);
    return err == YM_E_OK ? cli_keys_change(k, YM_KEYRING_SEAL, 0, reterr) : err;
}

int cli_privacy_rotate(const struct cli_privacy *p)
{
    struct cli_keys k;
    struct ym_error why;
    enum ym_err err = cli_keys_open(&k, p, &why);

    if (err == YM_E_OK)
        err = rotate(&k, &why);
    if (err == YM_E_OK)
        (void)printf("new fields are sealed under key %u; `yima privacy reseal` takes the others "
                     "along. Copy the key file to its safe place now\n",
                     ym_keyring_newest(k.ring));
    return finish(&k, err, &why);
}

/* Nothing may be left that only this key opens, or that is signed with what derives from it. */
static enum ym_err check_unused(struct cli_keys *k, unsigned number, struct ym_error *reterr)
{
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    struct cli_key_counts counts;
    int64_t partners = 0;
    size_t n = 0;
    enum ym_err err = cli_keys_count(k, false, &counts, reterr);

    if (err == YM_E_OK && counts.n[number] > 0)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "%" PRId64 " fields are sealed under key %u: `yima privacy reseal` first",
                       counts.n[number], number);
    if (err == YM_E_OK)
        err = pg_seal_keys(k->p->db->conn, keys, &n, reterr);
    if (err == YM_E_OK && n > 0 && keys[n - 1].ring == number)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "documents are signed with a key that derives from key %u: `yima seal-key "
                       "rotate` first; what was signed stays verifiable",
                       number);
    if (err == YM_E_OK)
        err = pg_key_partners(k->p->db->conn, number, cli_now(), &partners, reterr);
    if (err == YM_E_OK && partners > 0)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "our keys for %" PRId64
                       " partners derive from key %u: `yima partner rotate` "
                       "first, and wait until the old ones end",
                       partners, number);
    return err;
}

int cli_privacy_retire(const struct cli_privacy *p)
{
    struct cli_keys k;
    struct cli_granted by;
    struct ym_error why;
    long long number = 0;
    enum ym_err err = cli_keys_open(&k, p, &why);

    if (err == YM_E_OK && !cli_number(p->word, 1, 255, &number))
        err = ym_fail(&why, YM_E_INVALID, "which key? `yima privacy status` has their numbers");
    if (err == YM_E_OK)
        err = cli_privacy_person(p, &by, &why);
    if (err == YM_E_OK)
        err = cli_keys_wait(&k, &why); /* nobody seals under it any more */
    if (err == YM_E_OK)
        err = check_unused(&k, (unsigned)number, &why);
    if (err == YM_E_OK)
        err = cli_keys_change(&k, YM_KEYRING_RETIRE, (unsigned)number, &why);
    if (err == YM_E_OK)
        (void)printf("key %lld is retired by %s. Backups of before need it: keep the old key file "
                     "with them, and destroy it when they are\n",
                     number, by.trace);
    return finish(&k, err, &why);
}
