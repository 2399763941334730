/* SPDX-License-Identifier: Apache-2.0 */
/* yima seal-key: the keys under which documents are sealed. Their secret parts derive from the key
 * file; a rotation ends the validity of one and begins that of the next, at once for all programs
 * on the database. What was sealed before stays verifiable. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "database.h"
#include "pg/seal.h"
#include "secrets.h"

static void print_key(const struct app_seal_key *key)
{
    char from[YM_USEC_TEXT_MAX];
    char until[YM_USEC_TEXT_MAX] = "now";

    ym_usec_print(key->from, from);
    if (key->until != YM_USEC_NONE)
        ym_usec_print(key->until, until);
    (void)printf("%u  ", key->number);
    for (size_t i = 0; i < sizeof(key->open); i++)
        (void)printf("%02x", key->open[i]);
    (void)printf("  %.19s  %.19s\n", from, until);
}

static enum ym_err list(struct ym_conn *c, struct ym_error *reterr)
{
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    size_t n;
    const enum ym_err err = pg_seal_keys(c, keys, &n, reterr);

    for (size_t i = 0; i < n; i++)
        print_key(&keys[i]);
    return err;
}

/* The key that follows the last of n. */
static enum ym_err next_key(const struct ym_keyring *ring, size_t n, struct app_seal_key *ret,
                            struct ym_error *reterr)
{
    struct ym_sign_key key;
    enum ym_err err;

    if (n >= APP_SEAL_KEYS_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "there have been %d keys, as many as may be",
                       APP_SEAL_KEYS_MAX);
    *ret = (struct app_seal_key){ .number = (uint32_t)n + 1,
                                  .ring = (uint8_t)ym_keyring_newest(ring),
                                  .from = cli_now(),
                                  .until = YM_USEC_NONE };
    err = ym_sign_key_derive(ring, ret->ring, APP_LABEL_SEAL, ret->number, &key, reterr);
    memcpy(ret->open, key.open, sizeof(ret->open));
    ym_crypto_wipe(&key, sizeof(key));
    return err;
}

static enum ym_err rotate(const struct cli *cli, const struct cli_database *db,
                          struct ym_error *reterr)
{
    struct app_seal_key keys[APP_SEAL_KEYS_MAX];
    struct ym_keyring *ring = NULL;
    struct app_secrets secrets;
    struct app_seal_key key;
    size_t n = 0;
    enum ym_err err = cli_secrets_open(cli, db, &ring, &secrets, reterr);

    if (err == YM_E_OK)
        err = pg_seal_keys(db->conn, keys, &n, reterr);
    if (err == YM_E_OK)
        err = next_key(ring, n, &key, reterr);
    if (err == YM_E_OK)
        err = pg_seal_rotate(db->conn, &key, reterr);
    if (err == YM_E_OK)
        print_key(&key);
    ym_keyring_close(ring);
    return err;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct cli_database db;
    struct ym_error why;
    bool rotates;
    enum ym_err err;
    int code;
    const int at =
        cli_options(cli, &cli_seal_key, argc, argv, &(struct cli_syntax){ NULL, 0, 1, 1 }, &code);

    if (at < 0)
        return code;
    rotates = strcmp(argv[at], "rotate") == 0;
    if (!rotates && strcmp(argv[at], "list") != 0) {
        (void)cli_complain("usage: yima seal-key list | rotate");
        return CLI_USAGE;
    }
    err = cli_database_open_existing(cli, &db, &why);
    if (err != YM_E_OK)
        return cli_fail(&why);
    err = rotates ? rotate(cli, &db, &why) : list(db.conn, &why);
    cli_database_close(&db);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

const struct cli_command cli_seal_key = { "seal-key", "list | rotate",
                                          "keys under which documents are sealed", run };
