/* SPDX-License-Identifier: Apache-2.0 */
/* The part of yima verify that proves credit runs. */
#ifndef YM_CLI_VERIFY_CREDIT_H
#define YM_CLI_VERIFY_CREDIT_H

#include "cli.h"
#include "database.h"

/* Whom to tell of one broken thing: the month and what differs. False: enough. */
struct cli_credit_complaints {
    bool (*tell)(void *arg, const char *month, const char *text);
    void *arg;
};

/* Every approved run stands on the one before it, its statement and its digest are those of what is
 * stored; and every profile of the newest one opens to the bytes whose hash is stored. *ret_n: how
 * many profiles were looked at. The key file is opened when there is one to look at. */
__attribute__((warn_unused_result)) enum ym_err
cli_verify_credit(const struct cli *cli, const struct cli_database *db,
                  const struct cli_credit_complaints *complaints, uint64_t *ret_n,
                  struct ym_error *reterr);

#endif
