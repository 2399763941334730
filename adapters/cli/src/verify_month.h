/* SPDX-License-Identifier: Apache-2.0 */
/* The part of yima verify that proves frozen months. */
#ifndef YM_CLI_VERIFY_MONTH_H
#define YM_CLI_VERIFY_MONTH_H

#include "cli.h"
#include "database.h"

/* Whom to tell of one broken thing: the month and what differs. False: enough. */
struct cli_month_complaints {
    bool (*tell)(void *arg, const char *month, const char *text);
    void *arg;
};

/* Every frozen month stands on one before it, and its digest is that of the facts and reports which
 * are stored; each report has the digest that is stored beside it. *ret_n: how many reports. */
__attribute__((warn_unused_result)) enum ym_err
cli_verify_months(const struct cli_database *db, const struct cli_month_complaints *complaints,
                  uint64_t *ret_n, struct ym_error *reterr);

#endif
