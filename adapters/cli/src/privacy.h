/* SPDX-License-Identifier: Apache-2.0 */
/* The verbs of yima privacy. */
#ifndef YM_CLI_PRIVACY_H
#define YM_CLI_PRIVACY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/embedded.h"
#include "cli.h"
#include "crypto/keyring.h"
#include "database.h"
#include "person.h"
#include "secrets.h"

#define CLI_PRIVACY_WAIT_S 120 /* for the programs that run to take new keys, by default */

extern const struct ym_embedded ym_shipped_retention_files[]; /* engine/retention/ */
extern const size_t ym_shipped_retention_count;

/* What a call says. */
struct cli_privacy {
    const struct cli *cli;
    struct cli_database *db;
    const char *word;      /* behind the verb; NULL: none */
    const char *by;        /* --by LOGIN */
    const char *before;    /* --closed-before DATE */
    const char *retention; /* --retention FILE; NULL: the shipped table */
    const char *summary;   /* --summary FILE; NULL: none */
    bool is_dry;           /* --dry-run */
    bool is_stdin;         /* --password-stdin */
    int wait_s;            /* --wait SECONDS */
};

/* Each returns an exit code, and has said what went wrong. */
int cli_privacy_anonymise(const struct cli_privacy *p);
int cli_privacy_proof(const struct cli_privacy *p);
int cli_privacy_status(const struct cli_privacy *p);
int cli_privacy_rotate(const struct cli_privacy *p);
int cli_privacy_reseal(const struct cli_privacy *p);
int cli_privacy_retire(const struct cli_privacy *p);
int cli_privacy_rehash(const struct cli_privacy *p);

/* ---- The key file, and those who use it ---- */

/* The keys of the database, for a verb. */
struct cli_keys {
    const struct cli_privacy *p;
    char path_room[YM_KEYRING_PATH_BYTES_MAX];
    const char *path;
    struct ym_keyring *ring;
    struct app_secrets secrets;
};

/* Open them; the caller closes also after a failure. Asks for the right of --by. */
__attribute__((warn_unused_result)) enum ym_err
cli_keys_open(struct cli_keys *k, const struct cli_privacy *p, struct ym_error *reterr);

/* What cannot be taken back asks for the person, too: the password of --by. */
__attribute__((warn_unused_result)) enum ym_err
cli_privacy_person(const struct cli_privacy *p, struct cli_granted *ret, struct ym_error *reterr);
void cli_keys_close(struct cli_keys *k);

/* Make one change of the key file, and wait until every program that runs has taken it. CONFLICT:
 * the file is not in the state that the step begins with; UNAVAILABLE: a program did not follow. */
__attribute__((warn_unused_result)) enum ym_err cli_keys_change(struct cli_keys *k,
                                                                enum ym_keyring_step step,
                                                                unsigned number,
                                                                struct ym_error *reterr);

/* Wait until every program that runs uses the keys as this one does. */
__attribute__((warn_unused_result)) enum ym_err cli_keys_wait(struct cli_keys *k,
                                                              struct ym_error *reterr);

/* How many sealed fields lie under which key. */
struct cli_key_counts {
    int64_t n[256]; /* by number */
};
__attribute__((warn_unused_result)) enum ym_err cli_keys_count(struct cli_keys *k, bool prints,
                                                               struct cli_key_counts *ret,
                                                               struct ym_error *reterr);

/* Does the ring search two generations of hashes? */
bool cli_keys_has_two(const struct cli_keys *k);

#endif
