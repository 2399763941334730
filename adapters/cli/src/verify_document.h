/* SPDX-License-Identifier: Apache-2.0 */
/* The check of one sealed document, and of all that are kept. */
#ifndef YM_CLI_VERIFY_DOCUMENT_H
#define YM_CLI_VERIFY_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/query.h"
#include "cli.h"
#include "database.h"
#include "pg/conn.h"
#include "yima/id.h"

/* yima verify --document FILE: against the database, by the hash of the file. */
int cli_verify_document(const struct cli *cli, const char *file);

/* yima verify --document FILE --seal FILE --keys FILE: without a database. */
int cli_verify_offline(const char *file, const char *seal, const char *keys);

/* Whom to tell of one broken thing: the dispute, the event (0: none in particular), what differs.
 * False: enough. */
struct cli_complaints {
    bool (*tell)(void *arg, struct ym_id id, uint32_t seq, const char *text);
    void *arg;
};

/* Does this event sign a document on a page that is not sealed, or other bytes than were sealed?
 * Says so. */
__attribute__((warn_unused_result)) enum ym_err
cli_verify_signature(struct ym_conn *c, struct ym_id dispute, const struct app_event *e,
                     const struct cli_complaints *complaints, struct ym_error *reterr);

/* Every public key by which seals and statements are checked: each must be the one that the key
 * file derives, or whoever writes into the database could sign what he likes. The key file is
 * opened when there is one to look at. */
__attribute__((warn_unused_result)) enum ym_err
cli_verify_keys(const struct cli *cli, const struct cli_database *db,
                const struct cli_complaints *complaints, struct ym_error *reterr);

/* Every sealed document of disputes from `from` on: its bytes, its signature under its key, and the
 * terms of the event that it names. *ret_n: how many were looked at. The key file is opened when
 * there is one to look at. */
__attribute__((warn_unused_result)) enum ym_err
cli_verify_seals(const struct cli *cli, const struct cli_database *db, struct ym_id from,
                 const struct cli_complaints *complaints, uint64_t *ret_n, struct ym_error *reterr);

#endif
