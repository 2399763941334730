/* SPDX-License-Identifier: Apache-2.0 */
/* The key file of a database, opened and checked, and what is done with it as a port. */
#ifndef YM_CLI_SECRETS_H
#define YM_CLI_SECRETS_H

#include "app/desk.h"
#include "cli.h"
#include "crypto/keyring.h"
#include "database.h"

/* Path of the key file: that of --keys, or yima.keys in the directory of the private server. The
 * text lies in cli or in buf. */
const char *cli_keys_path(const struct cli *cli, char *buf, size_t size);

/* Open the keys of this database (made on the way for a private server's first start) into
 * *ret_ring, which the caller closes also after a failure, and fill *ret, which uses it. CONFLICT:
 * they are the keys of another database. */
__attribute__((warn_unused_result)) enum ym_err
cli_secrets_open(const struct cli *cli, const struct cli_database *db, struct ym_keyring **ret_ring,
                 struct app_secrets *ret, struct ym_error *reterr);

/* What needs no key: digests, fingerprints, random bytes and the check of signatures. There is no
 * ring in *ret, and nothing may be sealed, opened, hashed or signed with it. */
void cli_secrets_public(struct app_secrets *ret);

#endif
