/* SPDX-License-Identifier: Apache-2.0 */
#include "secrets.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/outside.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "crypto/webhook.h"
#include "pg/reference.h"

#define KEYS_NAME    "yima.keys"
#define KEYS_WAIT_MS 10000 /* for the yima that was joined to make the first keys */
#define KEYS_STEP_MS 50    /* between two looks */

_Static_assert(YM_WEBHOOK_SECRET_MAX <= APP_SECRET_TEXT_MAX, "a webhook's secret fits");

static enum ym_err seal(void *ring, struct ym_span label, struct ym_span plain,
                        struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    return ym_seal(ring, label, plain, arena, ret, reterr);
}

static enum ym_err unseal(void *ring, struct ym_span label, struct ym_span sealed,
                          struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    return ym_unseal(ring, label, sealed, arena, ret, reterr);
}

/* What matches persons is hashed by generations, which can be replaced. */
static bool names_person(struct ym_span label)
{
    return ym_span_is(label, APP_LABEL_IDENTITY) || ym_span_is(label, APP_LABEL_PHONE);
}

static void keyed_hash(void *ring, struct ym_span label, struct ym_span text, unsigned char ret[32])
{
    if (names_person(label))
        ym_match_hash(ring, label, text, ret);
    else
        ym_keyed_hash(ring, label, text, ret);
}

static bool hash_other(void *ring, struct ym_span label, struct ym_span text, unsigned char ret[32])
{
    return names_person(label) && ym_match_hash_other(ring, label, text, ret);
}

static unsigned newest(void *ring)
{
    return ym_keyring_newest(ring);
}

static enum ym_err sign(void *ring, const struct app_sign_key *key, struct ym_span message,
                        unsigned char ret[YM_SIGNATURE_LEN], struct ym_error *reterr)
{
    struct ym_sign_key own;
    const enum ym_err err =
        ym_sign_key_derive(ring, key->from, key->label, key->number, &own, reterr);

    if (err == YM_E_OK)
        ym_sign(&own, message, ret);
    ym_crypto_wipe(&own, sizeof(own));
    return err;
}

static enum ym_err public_key(void *ring, const struct app_sign_key *key,
                              unsigned char ret[YM_SIGN_PUBLIC_LEN], struct ym_error *reterr)
{
    struct ym_sign_key own;
    const enum ym_err err =
        ym_sign_key_derive(ring, key->from, key->label, key->number, &own, reterr);

    memcpy(ret, own.open, sizeof(own.open));
    ym_crypto_wipe(&own, sizeof(own));
    return err;
}

/* The application names no type of another layer: the same bytes in a struct of its own. */
_Static_assert(sizeof(struct app_digest) == sizeof(struct ym_sha256), "the same digest");

static void digest_begin(struct app_digest *d)
{
    struct ym_sha256 s;

    ym_sha256_begin(&s);
    memcpy(d, &s, sizeof(s));
}

static void digest_add(struct app_digest *d, struct ym_span bytes)
{
    struct ym_sha256 s;

    memcpy(&s, d, sizeof(s));
    ym_sha256_add(&s, bytes.at, bytes.n);
    memcpy(d, &s, sizeof(s));
}

static void digest_end(struct app_digest *d, unsigned char ret[YM_SHA256_LEN])
{
    struct ym_sha256 s;

    memcpy(&s, d, sizeof(s));
    ym_sha256_end(&s, ret);
}

const char *cli_keys_path(const struct cli *cli, char *buf, size_t size)
{
    if (cli->keys != NULL)
        return cli->keys;
    (void)snprintf(buf, size, "%s/" KEYS_NAME, cli->data);
    return buf;
}

/* Other keys would seal what nobody can open later, and show what is sealed as missing. */
static enum ym_err check_keys(const struct cli_database *db, const struct ym_keyring *ring,
                              const char *path, struct ym_error *reterr)
{
    unsigned char hash[YM_KEYED_HASH_LEN];
    enum ym_err err;

    ym_keyed_hash(ring, YM_SPAN("yima keyring check"), YM_SPAN("which keys are these?"), hash);
    err = pg_keyring_check(db->conn, hash, reterr);
    if (err == YM_E_CONFLICT)
        return ym_fail(
            reterr, err,
            "the keys in %.200s are not those of this database: name its own with --keys", path);
    return err;
}

/* The yima whose server was joined may be about to make the first keys. */
static enum ym_err open_keyring(const struct cli *cli, const struct cli_database *db,
                                const char *keys, struct ym_keyring **ret, struct ym_error *reterr)
{
    const struct timespec step = { .tv_nsec = KEYS_STEP_MS * 1000000L };
    const bool is_default = cli->keys == NULL;
    const bool may_come = is_default && db->joined[0] != '\0';
    enum ym_err err = ym_keyring_open(keys, is_default && db->own != NULL, ret, reterr);

    for (int ms = 0; err == YM_E_NOT_FOUND && may_come && ms < KEYS_WAIT_MS; ms += KEYS_STEP_MS) {
        (void)nanosleep(&step, NULL);
        err = ym_keyring_open(keys, false, ret, reterr);
    }
    return err;
}

void cli_secrets_public(struct app_secrets *ret)
{
    *ret = (struct app_secrets){ .fingerprint = ym_fingerprint,
                                 .random = ym_random,
                                 .webhook_secret = ym_webhook_secret_make,
                                 .webhook_sign = ym_webhook_sign,
                                 .verify = ym_sign_verify,
                                 .digest_begin = digest_begin,
                                 .digest_add = digest_add,
                                 .digest_end = digest_end };
}

enum ym_err cli_secrets_open(const struct cli *cli, const struct cli_database *db,
                             struct ym_keyring **ret_ring, struct app_secrets *ret,
                             struct ym_error *reterr)
{
    char buf[YM_KEYRING_PATH_BYTES_MAX];
    const char *keys = cli_keys_path(cli, buf, sizeof(buf));
    enum ym_err err = open_keyring(cli, db, keys, ret_ring, reterr);

    if (err == YM_E_NOT_FOUND)
        return ym_fail(reterr, err,
                       "there is no key file %.200s: restore it from its copy, or name it with "
                       "--keys; `yima migrate --new-keys` makes the first one of a new database",
                       keys);
    if (err == YM_E_OK)
        err = check_keys(db, *ret_ring, keys, reterr);
    if (err != YM_E_OK)
        return err;
    cli_secrets_public(ret);
    ret->ring = *ret_ring;
    ret->seal = seal;
    ret->unseal = unseal;
    ret->keyed_hash = keyed_hash;
    ret->hash_other = hash_other;
    ret->newest = newest;
    ret->sign = sign;
    ret->public_key = public_key;
    return YM_E_OK;
}
