/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "conn_private.h"
#include "pg/migrate.h"
#include "rows_private.h"
#include "yima/id.h"

/* One maker at a time, whichever program it is; released at commit. "ymep" in ASCII. */
#define SQL_BEGIN "begin; select pg_advisory_xact_lock(2037212528)"

/* A partition's bounds are constants of its DDL, which takes no parameters: hence the formats. */
#define SQL_EXISTS "select to_regclass('event_p%04d%02d') is not null"
#define SQL_MAKE                                                                                   \
    "create table event_p%04d%02d partition of event for values from (%" PRId64 ") to (%" PRId64 ")"

static void on_exists(void *arg, const struct ym_rows *rows)
{
    bool *exists = arg;

    *exists = ym_rows_bool(rows, 0, 0);
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
    char sql[200];
    const struct ym_statement s = { .sql = sql };
    bool exists = false;
    enum ym_err err;

    if (from >= to)
        return ym_fail(reterr, YM_E_INVALID, "no ids exist for the month %04d-%02d", y, m);
    snprintf(sql, sizeof(sql), SQL_EXISTS, y, m);
    err = ym_conn_run(c, &s, on_exists, &exists, reterr);
    if (err != YM_E_OK || exists)
        return err;
    snprintf(sql, sizeof(sql), SQL_MAKE, y, m, from, to);
    err = ym_conn_script(c, sql, reterr);
    *made += err == YM_E_OK;
    return err;
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
    err = ym_conn_script(c, SQL_BEGIN, reterr);
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
