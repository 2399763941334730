/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>

#include "conn_private.h"
#include "pg/bin.h"
#include "pg/migrate.h"
#include "rows_private.h"
#include "sql.h"
#include "yima/id.h"

/* One maker at a time, whichever program it is; released at commit. "ymep" in ASCII. */
#define LOCK INT64_C(2037212528)

#define MONTH_BYTES_MAX 32  /* of "202611", whatever an int may hold */
#define DDL_BYTES_MAX   200 /* of the statement that makes one partition */

/* The statement that makes a partition; "" when there is one already. */
struct ddl {
    char text[DDL_BYTES_MAX];
};

static void on_ddl(void *arg, const struct ym_rows *rows)
{
    struct ddl *ddl = arg;

    if (ym_rows_count(rows) > 0) {
        const struct ym_span text = ym_rows_span(rows, 0, 0);

        assert(text.n < sizeof(ddl->text));
        snprintf(ddl->text, sizeof(ddl->text), "%.*s", (int)text.n, text.at);
    }
}

/* The instant at which the month begins in Shanghai; month may be above 12. */
static ym_usec month_start(int year, int month)
{
    return ym_day_start(ym_day_plus_months(ym_day_make(year, 1, 1), month - 1));
}

static enum ym_err make(struct ym_conn *c, int year, int month, size_t *made,
                        struct ym_error *reterr)
{
    const int y = year + (month - 1) / 12;
    const int m = (month - 1) % 12 + 1;
    const int64_t from = ym_id_floor(month_start(year, month)).v;
    const int64_t to = ym_id_floor(month_start(year, month + 1)).v;
    char name[MONTH_BYTES_MAX];
    const int name_n = snprintf(name, sizeof(name), "%04d%02d", y, m);
    struct ym_scalar v[2];
    const struct ym_param params[] = {
        ym_param_text((struct ym_span){ name, (size_t)name_n }),
        ym_param_i64(&v[0], from),
        ym_param_i64(&v[1], to),
    };
    const struct ym_statement s =
        pg_sql_statement(PG_SQL_partition_ddl, params, sizeof(params) / sizeof(params[0]));
    struct ddl ddl = { "" };
    enum ym_err err;

    if (from >= to)
        return ym_fail(reterr, YM_E_INVALID, "no ids exist for the month %04d-%02d", y, m);
    err = ym_conn_run(c, &s, on_ddl, &ddl, reterr);
    if (err != YM_E_OK || ddl.text[0] == '\0')
        return err;
    err = ym_conn_script(c, ddl.text, reterr);
    *made += err == YM_E_OK;
    return err;
}

/* Begin a transaction in which nobody else makes partitions. */
static enum ym_err begin(struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar v;
    const struct ym_param key = ym_param_i64(&v, LOCK);
    const struct ym_statement hold = pg_sql_statement(PG_SQL_lock_hold, &key, 1);
    const enum ym_err err = ym_conn_script(c, "begin", reterr);

    return err == YM_E_OK ? ym_conn_run(c, &hold, NULL, NULL, reterr) : err;
}

enum ym_err ym_partitions_ensure(struct ym_conn *c, ym_usec now, unsigned months_ahead,
                                 size_t *ret_made, struct ym_error *reterr)
{
    struct ym_error ignored;
    enum ym_err err;
    size_t made = 0;
    int year;
    int month;
    int day;

    assert(months_ahead <= YM_PARTITIONS_AHEAD_MAX);
    ym_day_split(ym_day_of(now), &year, &month, &day);
    err = begin(c, reterr);
    /* A clock that is set back may come to the month before, even in the first one of a database.
     */
    if (err == YM_E_OK && ym_id_floor(month_start(year, month)).v > 0)
        err = make(c, month > 1 ? year : year - 1, month > 1 ? month - 1 : 12, &made, reterr);
    for (unsigned i = 0; i <= months_ahead && err == YM_E_OK; i++)
        err = make(c, year, month + (int)i, &made, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    else
        (void)!ym_conn_script(c, "rollback", &ignored);
    if (ret_made != NULL)
        *ret_made = err == YM_E_OK ? made : 0;
    return err;
}
