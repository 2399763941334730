/* SPDX-License-Identifier: Apache-2.0 */
/* The part of yima verify that proves what is kept of histories for credit: the items of a dispute
 * are those that its events give, up to the version at which they were made. */
#ifndef YM_CLI_VERIFY_SOURCE_H
#define YM_CLI_VERIFY_SOURCE_H

#include <stdbool.h>

#include "base/error.h"
#include "cli.h"
#include "database.h"
#include "pg/scan.h"
#include "yima/credit.h"
#include "yima/dispute.h"

struct cli_source_proof {
    struct ym_keyring *ring;       /* owned; NULL: no row has a proof */
    struct ym_credit *fold;        /* owned */
    const struct pg_scan_row *row; /* whose events come; not owned */
    bool is_read;                  /* its items are to be compared, and are not yet */
    const char *flaw;              /* what differs; NULL: nothing yet */
};

/* Before the scan; the key file is opened when there is a row with a proof. Release it in any case.
 */
__attribute__((warn_unused_result)) enum ym_err cli_source_proof_open(struct cli_source_proof *p,
                                                                      const struct cli *cli,
                                                                      const struct cli_database *db,
                                                                      struct ym_error *reterr);
void cli_source_proof_close(struct cli_source_proof *p); /* legal on a zeroed one */

/* A dispute, then each event of its history that proves true, with the hash of the chain there. Not
 * those from which words were removed: nothing is drawn of them any more. */
void cli_source_proof_begin(struct cli_source_proof *p, const struct pg_scan_row *row);
void cli_source_proof_event(struct cli_source_proof *p, const struct ym_event *ev,
                            const unsigned char head[32]);

/* After the last event: what is broken of the row; NULL: nothing. */
const char *cli_source_proof_end(struct cli_source_proof *p);

#endif
