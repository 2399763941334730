/* SPDX-License-Identifier: Apache-2.0 */
#include "database.h"

#include <stdio.h>
#include <stdlib.h>

#include "crypto/crypto.h"
#include "pg/migrate.h"
#include "pg/migrations.h"
#include "pg/restored.h"

/* Without --db, libpq's own variables name a server; without those, the private one is meant. */
static bool names_server(void)
{
    return getenv("PGHOST") != NULL || getenv("PGHOSTADDR") != NULL || getenv("PGSERVICE") != NULL;
}

/* The private server: our own, or the one of a yima that runs on the same directory. That one may
 * end between the two questions; then the server is ours to start. */
static enum ym_err open_private(const struct cli *cli, struct cli_database *ret,
                                struct ym_error *reterr)
{
    enum ym_err err = YM_E_NOT_FOUND;

    for (int i = 0; i < CLI_PRIVATE_ATTEMPTS && err == YM_E_NOT_FOUND; i++) {
        ret->own = ym_private_open(cli->data, reterr);
        if (ret->own != NULL) {
            ret->conninfo = ym_private_conninfo(ret->own);
            return YM_E_OK;
        }
        if (reterr->code != YM_E_BUSY)
            return reterr->code;
        err = ym_private_join(cli->data, ret->joined, sizeof(ret->joined), reterr);
    }
    ret->conninfo = ret->joined;
    return err;
}

static void show_file(void *arg, size_t i, size_t n, const char *name)
{
    const struct cli *cli = arg;

    if (!cli->is_quiet)
        (void)fprintf(stderr, "migrating %zu/%zu %s\n", i + 1, n, name);
}

static enum ym_err bring_up(const struct cli *cli, struct ym_conn *conn, struct ym_error *reterr)
{
    struct cli copy = *cli;
    bool is_restored = false;
    const struct ym_migrate_options o = {
        .files = ym_migration_files,
        .n = ym_migration_count,
        .sha256 = ym_sha256,
        .app = CLI_VERSION,
        .on_file = show_file,
        .arg = &copy,
    };
    enum ym_err err = ym_migrate_run(conn, &o, reterr);

    if (err == YM_E_OK)
        err = ym_partitions_ensure(conn, cli_now(), CLI_MONTHS_AHEAD, NULL, reterr);
    if (err == YM_E_OK)
        err = pg_restored_check(conn, &is_restored, reterr);
    if (err == YM_E_OK && is_restored && !cli->is_quiet)
        (void)fputs("this database was restored from another cluster: its feed was numbered anew\n",
                    stderr);
    return err;
}

/* --no-migrate: somebody else migrates, and must have done so. */
static enum ym_err check_current(struct ym_conn *conn, struct ym_error *reterr)
{
    const struct ym_migrate_options o = { .files = ym_migration_files,
                                          .n = ym_migration_count,
                                          .sha256 = ym_sha256,
                                          .app = CLI_VERSION };
    struct ym_migrate_status status;
    const enum ym_err err = ym_migrate_status(conn, &o, &status, reterr);

    if (err == YM_E_OK && status.pending > 0)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "the database is at migration %d, this program needs %d: `yima migrate` "
                       "brings it there",
                       status.applied, status.known);
    return err;
}

enum ym_err cli_database_open_as_is(const struct cli *cli, struct cli_database *ret,
                                    struct ym_error *reterr)
{
    enum ym_err err = ym_crypto_init(reterr);

    *ret = (struct cli_database){ .conninfo = cli->db };
    if (err != YM_E_OK)
        return err;
    if (cli->db == NULL && !names_server()) {
        err = open_private(cli, ret, reterr);
        if (err != YM_E_OK)
            return err;
    } else if (cli->db == NULL) {
        ret->conninfo = "";
    }
    ret->conn = ym_conn_open(ret->conninfo, reterr);
    if (ret->conn != NULL)
        return YM_E_OK;
    cli_database_close(ret);
    return reterr->code;
}

enum ym_err cli_database_open(const struct cli *cli, struct cli_database *ret,
                              struct ym_error *reterr)
{
    enum ym_err err = cli_database_open_as_is(cli, ret, reterr);

    if (err != YM_E_OK)
        return err;
    err = cli->no_migrate ? check_current(ret->conn, reterr) : bring_up(cli, ret->conn, reterr);
    if (err != YM_E_OK)
        cli_database_close(ret);
    return err;
}

bool cli_database_is_there(const struct cli *cli)
{
    return cli->db != NULL || names_server() || ym_private_exists(cli->data);
}

enum ym_err cli_database_open_existing(const struct cli *cli, struct cli_database *ret,
                                       struct ym_error *reterr)
{
    *ret = (struct cli_database){ 0 };
    if (!cli_database_is_there(cli))
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no database in %.100s: name its directory with --data, a server "
                       "with --db, or make a database with yima migrate, import or serve",
                       cli->data);
    return cli_database_open(cli, ret, reterr);
}

void cli_database_close(struct cli_database *db)
{
    ym_conn_close(db->conn);
    if (db->own != NULL)
        ym_private_close(db->own);
    *db = (struct cli_database){ 0 };
}
