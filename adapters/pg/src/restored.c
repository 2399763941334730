/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/restored.h"

#include <stddef.h>

#include "sql.h"

static void on_same(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_count(rows) == 0 || ym_rows_bool(rows, 0, 0);
}

static enum ym_err ask(struct ym_conn *c, enum pg_sql question, bool *ret_is_same,
                       struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(question, NULL, 0);

    *ret_is_same = true;
    return ym_conn_run(c, &s, on_same, ret_is_same, reterr);
}

/* Within a transaction that holds the mark. */
static enum ym_err renumber(struct ym_conn *c, struct ym_error *reterr)
{
    static const enum pg_sql steps[] = { PG_SQL_restored_feed, PG_SQL_restored_places,
                                         PG_SQL_restored_marks, PG_SQL_restored_done };
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && err == YM_E_OK; i++) {
        const struct ym_statement s = pg_sql_statement(steps[i], NULL, 0);

        err = ym_conn_run(c, &s, NULL, NULL, reterr);
    }
    return err;
}

enum ym_err pg_restored_check(struct ym_conn *c, bool *ret_is_restored, struct ym_error *reterr)
{
    bool is_same;
    enum ym_err err = ask(c, PG_SQL_restored_probe, &is_same, reterr);

    if (ret_is_restored != NULL)
        *ret_is_restored = false;
    if (err != YM_E_OK || is_same)
        return err;
    err = ym_conn_script(c, "begin", reterr);
    if (err == YM_E_OK)
        err = ask(c, PG_SQL_restored_hold, &is_same, reterr);
    if (err == YM_E_OK && !is_same)
        err = renumber(c, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    if (ret_is_restored != NULL)
        *ret_is_restored = err == YM_E_OK && !is_same;
    return err;
}
