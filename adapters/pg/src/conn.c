/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/conn.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "conn_private.h"
#include "pg/sqlstate.h"
#include "rows_private.h"

#define WAIT_MS 1000 /* at most between two looks at what has come */

/* Notices such as "relation already exists, skipping" are nobody's business here. */
static void on_notice(void *arg, const PGresult *res)
{
    (void)arg;
    (void)res;
}

static bool is_readable(const char *conninfo)
{
    char *why = NULL;
    PQconninfoOption *options = PQconninfoParse(conninfo, &why);

    PQfreemem(why);
    PQconninfoFree(options);
    return options != NULL;
}

/* Any other encoding refuses a name one day, in the middle of somebody's work. A pooler may not
 * tell; then nothing is said against it. */
static bool holds_utf8(PGconn *pg)
{
    const char *encoding = PQparameterStatus(pg, "server_encoding");

    return encoding == NULL || strcmp(encoding, "UTF8") == 0;
}

static struct ym_conn *open_conn(const char *conninfo, const char *attrs, struct ym_error *reterr)
{
    /* libpq takes the last of equal keywords, and dbname may be a whole connection string. */
    static const char *const key[] = { "connect_timeout",
                                       "target_session_attrs",
                                       "tcp_user_timeout",
                                       "client_encoding",
                                       "fallback_application_name",
                                       "dbname",
                                       NULL };
    const char *value[] = { "5", attrs, "10000", "UTF8", "yima", conninfo, NULL };
    struct ym_conn *c;

    if (conninfo != NULL && !is_readable(conninfo)) {
        ym_fail(reterr, YM_E_INVALID,
                "cannot read the connection string: give `host=… dbname=… user=…` or "
                "postgresql://user@host/dbname");
        return NULL;
    }
    c = calloc(1, sizeof(*c));
    if (c != NULL)
        c->pg = PQconnectdbParams(key, value, 1);
    if (c == NULL || c->pg == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for a connection");
        ym_conn_close(c);
        return NULL;
    }
    if (PQstatus(c->pg) != CONNECTION_OK) {
        const char *why = PQerrorMessage(c->pg);

        ym_fail(reterr, YM_E_UNAVAILABLE, "cannot connect to PostgreSQL: %.*s",
                (int)strcspn(why, "\n"), why);
        ym_conn_close(c);
        return NULL;
    }
    if (!holds_utf8(c->pg)) {
        ym_fail(reterr, YM_E_INVALID,
                "the encoding of this database is %.40s: make one with "
                "`createdb --encoding UTF8 --template template0 NAME`",
                PQparameterStatus(c->pg, "server_encoding"));
        ym_conn_close(c);
        return NULL;
    }
    PQsetNoticeReceiver(c->pg, on_notice, NULL);
    return c;
}

struct ym_conn *ym_conn_open(const char *conninfo, struct ym_error *reterr)
{
    return open_conn(conninfo, "read-write", reterr);
}

struct ym_conn *ym_conn_open_reading(const char *conninfo, struct ym_error *reterr)
{
    return open_conn(conninfo, "any", reterr);
}

void ym_conn_close(struct ym_conn *c)
{
    if (c == NULL)
        return;
    PQfinish(c->pg);
    free(c);
}

enum ym_err ym_conn_fault(const struct ym_conn *c, const PGresult *res, const char *where,
                          struct ym_error *reterr)
{
    const ExecStatusType status = PQresultStatus(res);
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    enum ym_err err;

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return YM_E_OK;
    if (state == NULL)
        state = "08006";
    if (text == NULL)
        text = PQerrorMessage(c->pg);
    err = ym_sql_class_err(ym_sql_class_of(state));
    return ym_fail(reterr, err, "%s%s%s %.*s", where != NULL ? where : "",
                   where != NULL ? ": " : "", state, (int)strcspn(text, "\n"), text);
}

/* Parameters as libpq wants them. */
struct lists {
    Oid types[YM_STATEMENT_PARAMS_MAX];
    const char *values[YM_STATEMENT_PARAMS_MAX];
    int lengths[YM_STATEMENT_PARAMS_MAX];
    int formats[YM_STATEMENT_PARAMS_MAX];
};

static void list(const struct ym_statement *s, struct lists *ret)
{
    assert(s->n_params <= YM_STATEMENT_PARAMS_MAX);
    for (size_t i = 0; i < s->n_params; i++) {
        ret->types[i] = s->params[i].type;
        ret->values[i] = s->params[i].at;
        ret->lengths[i] = s->params[i].n;
        ret->formats[i] = 1;
    }
}

enum ym_err ym_conn_run(struct ym_conn *c, const struct ym_statement *s, ym_conn_rows_fn *on_rows,
                        void *arg, struct ym_error *reterr)
{
    struct lists l;
    struct ym_rows rows;
    PGresult *res;
    enum ym_err err;

    list(s, &l);
    res = PQexecParams(c->pg, s->sql, (int)s->n_params, l.types, l.values, l.lengths, l.formats, 1);
    err = ym_conn_fault(c, res, s->name, reterr);
    rows.res = res;
    if (err == YM_E_OK && on_rows != NULL)
        on_rows(arg, &rows);
    PQclear(res);
    return err;
}

void ym_conn_take_turns(struct ym_conn *c)
{
    c->takes_turns = true;
}

/* Until the server has done what was sent. What goes wrong is told by the result. Of TLS a piece
 * may lie read, but not taken, where poll() does not see it: so nobody waits for ever. */
static void wait_done(struct ym_conn *c)
{
    struct pollfd socket = { .fd = PQsocket(c->pg), .events = POLLIN };

    while (PQisBusy(c->pg) == 1) {
        if (poll(&socket, 1, WAIT_MS) < 0 && errno != EINTR)
            return;
        if (PQconsumeInput(c->pg) != 1)
            return;
    }
}

enum ym_err ym_conn_send(struct ym_conn *c, const struct ym_statement *s, struct ym_error *reterr)
{
    struct lists l;

    list(s, &l);
    if (PQsendQueryParams(c->pg, s->sql, (int)s->n_params, l.types, l.values, l.lengths, l.formats,
                          1) != 1)
        return ym_conn_fault(c, NULL, s->name, reterr);
    if (c->takes_turns)
        wait_done(c);
    return YM_E_OK;
}

enum ym_err ym_conn_receive(struct ym_conn *c, const char *where, PGresult **ret,
                            struct ym_error *reterr)
{
    PGresult *more;
    enum ym_err err;

    *ret = PQgetResult(c->pg);
    err = ym_conn_fault(c, *ret, where, reterr);
    while ((more = PQgetResult(c->pg)) != NULL)
        PQclear(more);
    return err;
}

enum ym_err ym_conn_script(struct ym_conn *c, const char *sql, struct ym_error *reterr)
{
    PGresult *res = PQexec(c->pg, sql);
    const enum ym_err err = ym_conn_fault(c, res, NULL, reterr);

    PQclear(res);
    return err;
}
