/* SPDX-License-Identifier: Apache-2.0 */
/* yima migrate: bring the schema up to this binary, or say what that would do. */
#include <stdio.h>

#include "crypto/crypto.h"
#include "database.h"
#include "pg/migrate.h"
#include "pg/migrations.h"

static enum ym_err print_status(const struct cli *cli, struct ym_error *reterr)
{
    const struct ym_migrate_options o = { .files = ym_migration_files,
                                          .n = ym_migration_count,
                                          .sha256 = ym_sha256,
                                          .app = CLI_VERSION };
    struct cli copy = *cli;
    struct cli_database db;
    struct ym_migrate_status status;
    enum ym_err err;

    copy.no_migrate = true;
    err = cli_database_open(&copy, &db, reterr);
    if (err != YM_E_OK)
        return err;
    err = ym_migrate_status(db.conn, &o, &status, reterr);
    cli_database_close(&db);
    if (err != YM_E_OK)
        return err;
    (void)printf("binary %d\ndatabase %d\npending %d\n", status.known, status.applied,
                 status.pending);
    if (status.pending > 0)
        (void)puts("`yima migrate` applies them");
    return YM_E_OK;
}

/* The database is brought up by opening it, as for every subcommand. */
static enum ym_err apply(const struct cli *cli, struct ym_error *reterr)
{
    struct cli copy = *cli;
    struct cli_database db;
    enum ym_err err;

    copy.no_migrate = false;
    err = cli_database_open(&copy, &db, reterr);
    if (err != YM_E_OK)
        return err;
    cli_database_close(&db);
    (void)printf("the database is at %s; partitions reach %d months ahead\n",
                 ym_migration_files[ym_migration_count - 1].name, CLI_MONTHS_AHEAD);
    return YM_E_OK;
}

static int run(struct cli *cli, int argc, char **argv)
{
    bool wants_status = false;
    const struct cli_option options[] = {
        { "status", NULL, "say what is pending and change nothing", NULL, &wants_status },
    };
    struct ym_error why;
    int code;

    if (cli_options(cli, &cli_migrate, argc, argv, options, 1, 0, 0, &code) < 0)
        return code;
    if ((wants_status ? print_status(cli, &why) : apply(cli, &why)) != YM_E_OK)
        return cli_fail(&why);
    return CLI_DONE;
}

const struct cli_command cli_migrate = { "migrate", "", "bring the database up to this binary",
                                         run };
