/* SPDX-License-Identifier: Apache-2.0 */
/* The first account of a database: somebody must be able to make the others. */
#ifndef YM_CLI_ACCOUNT_FIRST_H
#define YM_CLI_ACCOUNT_FIRST_H

#include <stdio.h>

#include "pg/conn.h"

#define CLI_ACCOUNT_FIRST "admin" /* its login */

/* Where there is no account, make one that may administer, and print the one-time link that sets
 * its password. Of several programs that start at once one does. Lost or past its end, the link is
 * made anew by `yima account link admin`. */
__attribute__((warn_unused_result)) enum ym_err
cli_account_first(struct ym_conn *conn, const char *origin, struct ym_error *reterr);

/* Print where a link leads, for people: on stderr, or as a line of output. */
void cli_account_print_link(FILE *to, const char *origin, const char *token);

#endif
