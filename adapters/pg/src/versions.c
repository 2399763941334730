/* SPDX-License-Identifier: Apache-2.0 */
/* Procedure versions: a number once given stays, and so does the document behind it. */
#include <stdbool.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/notice.h"
#include "pg/reference.h"
#include "sql.h"
#include "yima/limits.h"

#define ATTEMPTS_MAX 10 /* programs that may take a number at the same moment */

struct found {
    uint16_t number; /* 0: none */
    unsigned char sha256[32];
};

static void on_found(void *arg, const struct ym_rows *rows)
{
    struct found *found = arg;

    if (ym_rows_count(rows) == 0)
        return;
    found->number = (uint16_t)ym_rows_i16(rows, 0, 0);
    if (ym_rows_columns(rows) > 1)
        memcpy(found->sha256, ym_rows_span(rows, 0, 1).at, sizeof(found->sha256));
}

static enum ym_err find(struct ym_conn *c, const struct pg_procedure *p, struct found *ret,
                        struct ym_error *reterr)
{
    const struct ym_param params[] = { ym_param_text(p->id), ym_param_text(p->version) };
    struct ym_statement s = pg_sql_statement(PG_SQL_procedure_find, params, 2);

    *ret = (struct found){ .number = 0 };
    return ym_conn_run(c, &s, on_found, ret, reterr);
}

/* Running programs learn of the version by the revision, which is counted up with it. */
static enum ym_err insert(struct ym_conn *c, struct ym_statement s, struct found *ret,
                          struct ym_error *reterr)
{
    struct ym_statement bump = pg_sql_statement(PG_SQL_revision_bump, NULL, 0);
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_found, ret, reterr);
    if (err == YM_E_OK && ret->number != 0)
        err = ym_conn_run(c, &bump, NULL, NULL, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err == YM_E_OK && ret->number != 0)
        pg_notice_rules(c);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}

/* Take the next number. OK with number 0 when somebody else took it, or registered this version. */
static enum ym_err take(struct ym_conn *c, const struct pg_procedure *p, ym_usec now, uint16_t *ret,
                        struct ym_error *reterr)
{
    struct ym_scalar room[3];
    struct found found = { .number = 0 };
    const struct ym_param params[] = {
        ym_param_text(p->id),
        ym_param_text(p->version),
        ym_param_bytes((struct ym_span){ (const char *)p->sha256, sizeof(p->sha256) }),
        ym_param_text(p->document),
        ym_param_date(&room[0], p->valid_from),
        p->valid_until != YM_DAY_NONE ? ym_param_date(&room[1], p->valid_until)
                                      : ym_param_null(YM_PG_DATE),
        ym_param_usec(&room[2], now),
    };
    struct ym_statement s =
        pg_sql_statement(PG_SQL_procedure_insert, params, sizeof(params) / sizeof(params[0]));
    enum ym_err err = insert(c, s, &found, reterr);

    *ret = found.number;
    if (err == YM_E_INTERNAL)
        return ym_fail(reterr, YM_E_UNPROCESSABLE,
                       "this database holds %d procedure versions and takes no more",
                       YM_PROCEDURES_MAX);
    return err;
}

enum ym_err pg_procedure_register(struct ym_conn *c, struct pg_procedure *p, ym_usec now,
                                  struct ym_error *reterr)
{
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        struct found found;
        enum ym_err err = find(c, p, &found, reterr);

        if (err != YM_E_OK)
            return err;
        if (found.number != 0 && memcmp(found.sha256, p->sha256, sizeof(found.sha256)) != 0)
            return ym_fail(reterr, YM_E_CONFLICT,
                           "procedure %.*s %.*s is registered with another text; give the "
                           "changed one a new version",
                           (int)p->id.n, p->id.at, (int)p->version.n, p->version.at);
        if (found.number == 0)
            err = take(c, p, now, &found.number, reterr);
        if (err != YM_E_OK)
            return err;
        if (found.number != 0) {
            p->number = found.number;
            return YM_E_OK;
        }
    }
    return ym_fail(reterr, YM_E_CONFLICT, "other programs register procedures too; try again");
}

struct each_version {
    pg_procedure_fn *fn;
    void *arg;
};

static void on_versions(void *arg, const struct ym_rows *rows)
{
    const struct each_version *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct pg_procedure p = { .number = (uint16_t)ym_rows_i16(rows, row, 0),
                                  .id = ym_rows_span(rows, row, 1),
                                  .version = ym_rows_span(rows, row, 2),
                                  .document = ym_rows_span(rows, row, 4),
                                  .valid_from = ym_rows_date(rows, row, 5),
                                  .valid_until = YM_DAY_NONE };

        memcpy(p.sha256, ym_rows_span(rows, row, 3).at, sizeof(p.sha256));
        if (!ym_rows_is_null(rows, row, 6))
            p.valid_until = ym_rows_date(rows, row, 6);
        each->fn(each->arg, &p);
    }
}

enum ym_err pg_procedures_each(struct ym_conn *c, pg_procedure_fn *fn, void *arg,
                               struct ym_error *reterr)
{
    struct ym_statement s = pg_sql_statement(PG_SQL_procedures_each, NULL, 0);
    struct each_version each = { fn, arg };

    return ym_conn_run(c, &s, on_versions, &each, reterr);
}
