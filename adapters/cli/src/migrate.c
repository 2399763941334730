/* SPDX-License-Identifier: Apache-2.0 */
/* yima migrate: bring the schema up to this binary, or say what is pending; make the first keys. */
#include <stdio.h>

#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "database.h"
#include "pg/migrate.h"
#include "pg/migrations.h"
#include "pg/reference.h"
#include "pg/scan.h"
#include "service.h"

static enum ym_err print_status(const struct cli *cli, struct ym_error *reterr)
{
    const struct ym_migrate_options o = { .files = ym_migration_files,
                                          .n = ym_migration_count,
                                          .sha256 = ym_sha256,
                                          .app = CLI_VERSION };
    struct cli_database db;
    struct ym_migrate_status status;
    enum ym_err err = cli_database_open_as_is(cli, &db, reterr);

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

static bool on_dispute(void *arg, const struct pg_scan_row *row)
{
    (void)row;
    *(bool *)arg = true;
    return false;
}

/* Nobody makes keys on the way: with new ones the sealed fields of a database that is in use would
 * be lost, and two programs that start at once would seal under different ones. */
static enum ym_err make_keys(const struct cli *cli, struct ym_conn *conn, struct ym_error *reterr)
{
    bool is_used = false;
    const struct pg_scan_options all = { .since = YM_USEC_NONE,
                                         .on_dispute = on_dispute,
                                         .arg = &is_used };
    char buf[YM_KEYRING_PATH_BYTES_MAX];
    const char *path = cli_keys_path(cli, buf, sizeof(buf));
    struct ym_keyring *ring;
    enum ym_err err = ym_keyring_open(path, false, &ring, reterr);

    if (err == YM_E_OK) {
        ym_keyring_close(ring);
        (void)printf("the keys are in %s already\n", path);
    }
    if (err != YM_E_NOT_FOUND)
        return err;
    err = pg_keyring_is_bound(conn, &is_used, reterr);
    if (err == YM_E_OK && !is_used)
        err = pg_scan_run(conn, &all, reterr);
    if (err == YM_E_OK && is_used)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "the database has keys, and they are not in %.200s: restore that file from "
                       "its copy, or name it with --keys",
                       path);
    if (err == YM_E_OK)
        err = ym_keyring_open(path, true, &ring, reterr);
    if (err != YM_E_OK)
        return err;
    ym_keyring_close(ring);
    (void)printf("made %s: keep a copy apart from the database\n", path);
    return YM_E_OK;
}

/* The database is brought up by opening it, as for every subcommand. */
static enum ym_err apply(const struct cli *cli, bool wants_keys, struct ym_error *reterr)
{
    struct cli copy = *cli;
    struct cli_database db;
    enum ym_err err;

    copy.no_migrate = false;
    err = cli_database_open(&copy, &db, reterr);
    if (err != YM_E_OK)
        return err;
    if (wants_keys)
        err = make_keys(cli, db.conn, reterr);
    cli_database_close(&db);
    if (err != YM_E_OK)
        return err;
    (void)printf("the database is at %s; partitions reach %d months ahead\n",
                 ym_migration_files[ym_migration_count - 1].name, CLI_MONTHS_AHEAD);
    return YM_E_OK;
}

static int run(struct cli *cli, int argc, char **argv)
{
    bool wants_status = false;
    bool wants_keys = false;
    const struct cli_option options[] = {
        { "status", NULL, "say what is pending and change nothing", NULL, &wants_status },
        { "new-keys", NULL, "make the key file of a new database, unless it is there", NULL,
          &wants_keys },
    };
    struct ym_error why;
    int code;

    if (cli_options(cli, &cli_migrate, argc, argv, &(struct cli_syntax){ options, 2, 0, 0 },
                    &code) < 0)
        return code;
    if ((wants_status ? print_status(cli, &why) : apply(cli, wants_keys, &why)) != YM_E_OK)
        return cli_fail(&why);
    return CLI_DONE;
}

const struct cli_command cli_migrate = { "migrate", "", "bring the database up to this binary",
                                         run };
