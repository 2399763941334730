/* SPDX-License-Identifier: Apache-2.0 */
/* yima exchange reconcile: our record against that of partners, now. */
#ifndef YM_CLI_EXCHANGE_RECONCILE_H
#define YM_CLI_EXCHANGE_RECONCILE_H

#include "cli.h"

struct cli_reconcile_wish {
    const char *partner; /* NULL: all of them */
    const char *allow, *ca_file;
    bool is_json;
};

/* Compare, then print every difference that nobody has settled. Exit code: CLI_FAILED when there is
 * one, or when a partner could not be compared with. */
int cli_exchange_reconcile(struct cli *cli, const struct cli_reconcile_wish *wish);

#endif
