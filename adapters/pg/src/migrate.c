/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/migrate.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "conn_private.h"
#include "pg/bin.h"
#include "pg/sqlstate.h"
#include "rows_private.h"
#include "sql.h"

/* The key of the advisory lock, the same in every version of this program: "yima" in ASCII. */
#define LOCK INT64_C(2037214561)

#define NO_TRANSACTION "-- migrate: no-transaction"

#define SQL_BEGIN "begin; set local lock_timeout = '5s'"

_Static_assert(YM_MIGRATE_LOCK_WAIT_MS == 5000, "SQL_BEGIN says it too");

/* Number of a file by its name, 0 when it is not NNNN_name.sql. */
static int number_of(const char *name)
{
    const size_t n = strlen(name);
    int v = 0;

    if (n < 10 || name[4] != '_' || strcmp(name + n - 4, ".sql") != 0)
        return 0;
    for (size_t i = 0; i < 4; i++) {
        if (name[i] < '0' || name[i] > '9')
            return 0;
        v = v * 10 + (name[i] - '0');
    }
    return v;
}

static enum ym_err check_files(const struct ym_migrate_options *o, struct ym_error *reterr)
{
    for (size_t i = 0; i < o->n; i++) {
        const struct ym_embedded *f = &o->files[i];

        if (i >= YM_MIGRATIONS_MAX || number_of(f->name) != (int)i + 1)
            return ym_fail(reterr, YM_E_INVALID,
                           "migration %s should be number %zu: files are named NNNN_name.sql and "
                           "numbered from 0001 without gaps",
                           f->name, i + 1);
        if (memchr(f->at, '\0', f->n) != NULL)
            return ym_fail(reterr, YM_E_INVALID, "migration %s holds a NUL byte", f->name);
    }
    return YM_E_OK;
}

/* What is compared while the rows of schema_migration are read. */
struct reading {
    const struct ym_migrate_options *o;
    struct ym_error error; /* the first disagreement */
    int applied;           /* newest row so far */
};

static void on_applied(void *arg, const struct ym_rows *rows)
{
    struct reading *r = arg;

    for (int i = 0; i < ym_rows_count(rows) && r->error.code == YM_E_OK; i++) {
        const int version = ym_rows_i32(rows, i, 0);
        const struct ym_span stored = ym_rows_span(rows, i, 1);
        unsigned char digest[32];

        if (version > (int)r->o->n) {
            ym_fail(&r->error, YM_E_CONFLICT,
                    "the database is at migration %d, this program knows %zu: use the newer "
                    "program",
                    ym_rows_i32(rows, ym_rows_count(rows) - 1, 0), r->o->n);
        } else if (version != r->applied + 1) {
            ym_fail(&r->error, YM_E_CONFLICT,
                    "schema_migration has no row %d: restore the database from a backup",
                    r->applied + 1);
        } else {
            const struct ym_embedded *f = &r->o->files[version - 1];

            r->o->sha256(f->at, f->n, digest);
            if (stored.n != sizeof(digest) || memcmp(stored.at, digest, sizeof(digest)) != 0)
                ym_fail(&r->error, YM_E_CONFLICT,
                        "migration %s was edited after this database applied it: put the file "
                        "back and write a new one",
                        f->name);
        }
        r->applied = version;
    }
}

/* Compare the database with the files. Pre: schema_migration exists. */
static enum ym_err read_applied(struct ym_conn *c, const struct ym_migrate_options *o,
                                int *ret_applied, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_migrate_read, NULL, 0);
    struct reading r = { .o = o };
    const enum ym_err err = ym_conn_run(c, &s, on_applied, &r, reterr);

    if (err != YM_E_OK)
        return err;
    if (r.error.code != YM_E_OK) {
        if (reterr != NULL)
            *reterr = r.error;
        return r.error.code;
    }
    *ret_applied = r.applied;
    return YM_E_OK;
}

/* The line of the position-th character (from 1) of a UTF-8 text. */
static int line_of(const struct ym_embedded *f, long position)
{
    int line = 1;
    long seen = 0;

    for (size_t i = 0; i < f->n; i++) {
        if ((f->at[i] & 0xc0) != 0x80 && ++seen >= position)
            break;
        line += f->at[i] == '\n';
    }
    return line;
}

/* `0003_bad.sql:3: 42703 column "中" does not exist`. A file that does not run is the file's fault,
 * unless the server says that it cannot now or that the table is in use. */
static enum ym_err file_fault(const struct ym_conn *c, const struct ym_embedded *f,
                              const PGresult *res, struct ym_error *reterr)
{
    const char *at = PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION);
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    const long position = at != NULL ? strtol(at, NULL, 10) : 0;
    enum ym_err err;

    if (state == NULL || text == NULL)
        return ym_conn_fault(c, res, f->name, reterr);
    err = ym_sql_class_err(ym_sql_class_of(state));
    if (err == YM_E_INTERNAL)
        err = YM_E_INVALID;
    if (strcmp(state, "55P03") == 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "%s: waited %d s for a table in use: try again when it is not", f->name,
                       YM_MIGRATE_LOCK_WAIT_MS / 1000);
    if (position > 0)
        return ym_fail(reterr, err, "%s:%d: %s %s", f->name, line_of(f, position), state, text);
    return ym_fail(reterr, err, "%s: %s %s", f->name, state, text);
}

static enum ym_err record(struct ym_conn *c, const struct ym_migrate_options *o, size_t i,
                          struct ym_error *reterr)
{
    const struct ym_embedded *f = &o->files[i];
    char digest[32];
    struct ym_scalar version;
    const struct ym_param params[] = {
        ym_param_i32(&version, (int32_t)i + 1),
        ym_param_text(ym_span_of(f->name)),
        ym_param_bytes((struct ym_span){ digest, sizeof(digest) }),
        ym_param_text(ym_span_of(o->app != NULL ? o->app : "")),
    };
    struct ym_statement s =
        pg_sql_statement(PG_SQL_migrate_record, params, sizeof(params) / sizeof(params[0]));

    o->sha256(f->at, f->n, (unsigned char *)digest);
    s.name = f->name; /* an error is told of the file */
    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

static enum ym_err run_text(struct ym_conn *c, const struct ym_embedded *f, struct ym_error *reterr)
{
    /* The simple protocol, so that a file may hold many statements; ym_embed() ends it with NUL. */
    PGresult *res = PQexec(c->pg, (const char *)f->at);
    const ExecStatusType status = PQresultStatus(res);
    enum ym_err err = YM_E_OK;

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        err = file_fault(c, f, res, reterr);
    PQclear(res);
    return err;
}

static enum ym_err apply(struct ym_conn *c, const struct ym_migrate_options *o, size_t i,
                         struct ym_error *reterr)
{
    const struct ym_embedded *f = &o->files[i];
    const size_t mark = sizeof(NO_TRANSACTION) - 1;
    const bool is_plain = f->n >= mark && memcmp(f->at, NO_TRANSACTION, mark) == 0;
    struct ym_error ignored;
    enum ym_err err = YM_E_OK;

    if (!is_plain)
        err = ym_conn_script(c, SQL_BEGIN, reterr);
    if (err == YM_E_OK)
        err = run_text(c, f, reterr);
    if (err == YM_E_OK && !is_plain && PQtransactionStatus(c->pg) != PQTRANS_INTRANS)
        err = ym_fail(reterr, YM_E_INVALID,
                      "%s: a migration may not begin or commit by itself: what it "
                      "committed stays, take it out by hand",
                      f->name);
    if (err == YM_E_OK)
        err = record(c, o, i, reterr);
    if (err == YM_E_OK && !is_plain)
        err = ym_conn_script(c, "commit", reterr);
    /* The first error is the one to tell; a rollback that fails has lost the connection anyway. */
    if (err != YM_E_OK && !is_plain)
        (void)!ym_conn_script(c, "rollback", &ignored);
    return err;
}

static enum ym_err run_locked(struct ym_conn *c, const struct ym_migrate_options *o,
                              struct ym_error *reterr)
{
    const struct ym_statement create = pg_sql_statement(PG_SQL_migrate_create, NULL, 0);
    int applied = 0;
    enum ym_err err = ym_conn_run(c, &create, NULL, NULL, reterr);

    if (err == YM_E_OK)
        err = read_applied(c, o, &applied, reterr);
    for (size_t i = (size_t)applied; err == YM_E_OK && i < o->n; i++) {
        if (o->on_file != NULL)
            o->on_file(o->arg, i - (size_t)applied, o->n - (size_t)applied, o->files[i].name);
        err = apply(c, o, i, reterr);
    }
    return err;
}

enum ym_err ym_migrate_run(struct ym_conn *c, const struct ym_migrate_options *o,
                           struct ym_error *reterr)
{
    struct ym_scalar v;
    const struct ym_param key = ym_param_i64(&v, LOCK);
    const struct ym_statement take = pg_sql_statement(PG_SQL_lock_take, &key, 1);
    const struct ym_statement release = pg_sql_statement(PG_SQL_lock_release, &key, 1);
    struct ym_error ignored;
    enum ym_err err = check_files(o, reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &take, NULL, NULL, reterr);
    if (err != YM_E_OK)
        return err;
    err = run_locked(c, o, reterr);
    /* When this fails the connection is gone, and the lock with it. */
    (void)!ym_conn_run(c, &release, NULL, NULL, &ignored);
    return err;
}

static void on_exists(void *arg, const struct ym_rows *rows)
{
    bool *exists = arg;

    *exists = ym_rows_bool(rows, 0, 0);
}

enum ym_err ym_migrate_status(struct ym_conn *c, const struct ym_migrate_options *o,
                              struct ym_migrate_status *ret, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_migrate_exists, NULL, 0);
    bool exists = false;
    int applied = 0;
    enum ym_err err = check_files(o, reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_exists, &exists, reterr);
    if (err == YM_E_OK && exists)
        err = read_applied(c, o, &applied, reterr);
    if (err != YM_E_OK)
        return err;
    *ret = (struct ym_migrate_status){ .known = (int)o->n,
                                       .applied = applied,
                                       .pending = (int)o->n - applied };
    return YM_E_OK;
}
