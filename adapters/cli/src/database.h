/* SPDX-License-Identifier: Apache-2.0 */
/* The database of a subcommand: the one named, or the private one started for as long as it runs.
 */
#ifndef YM_CLI_DATABASE_H
#define YM_CLI_DATABASE_H

#include "cli.h"
#include "pg/conn.h"
#include "pg/private.h"

#define CLI_MONTHS_AHEAD     3  /* for which partitions are made */
#define CLI_PRIVATE_ATTEMPTS 20 /* owners of the private server that may end while we start */

struct cli_database {
    struct ym_private *own;               /* NULL: a server that somebody else runs */
    const char *conninfo;                 /* for links and connections; may point to joined */
    struct ym_conn *conn;                 /* a blocking connection for reference data */
    char joined[YM_PRIVATE_CONNINFO_MAX]; /* "", or how to reach the server of another yima */
};

/* Find or start the server (or join that of a yima which runs on the same directory) and connect,
 * whatever state its schema is in. On failure everything is closed again. */
__attribute__((warn_unused_result)) enum ym_err
cli_database_open_as_is(const struct cli *cli, struct cli_database *ret, struct ym_error *reterr);

/* The same, and bring the schema up to this binary and make the partitions of the coming months.
 * With --no-migrate nothing is changed, and CONFLICT says that the schema is behind. */
__attribute__((warn_unused_result)) enum ym_err
cli_database_open(const struct cli *cli, struct cli_database *ret, struct ym_error *reterr);

/* Is there one to open? A server that is named counts as one; nothing is made or asked. */
bool cli_database_is_there(const struct cli *cli);

/* The same for what only reads or changes what is there: where no private database was made yet it
 * makes none, and NOT_FOUND says what to do. */
__attribute__((warn_unused_result)) enum ym_err cli_database_open_existing(const struct cli *cli,
                                                                           struct cli_database *ret,
                                                                           struct ym_error *reterr);

void cli_database_close(struct cli_database *db); /* legal on a zeroed one */

#endif
