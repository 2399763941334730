/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/tally.h"

#include <stdlib.h>

#include "phases.h"
#include "pg/rows.h"
#include "sql.h"

#define HOUR        (3600 * YM_USEC_PER_SECOND)
#define USEC_PER_MS 1000
#define ADD_PARAMS  7

#define BEGIN                                                                                      \
    "begin; set local statement_timeout = 5000; set local lock_timeout = 1000; "                   \
    "set local synchronous_commit = off"

struct pg_tally {
    struct pg_phases phases;
    ym_usec step; /* longest slice; an hour as a rule */
};

struct pg_tally *pg_tally_new(const struct ym_procedures *procedures)
{
    struct pg_tally *t = calloc(1, sizeof(*t));

    if (t == NULL)
        return NULL;
    t->step = HOUR;
    if (!pg_phases_init(&t->phases, procedures)) {
        pg_tally_free(t);
        return NULL;
    }
    return t;
}

void pg_tally_free(struct pg_tally *t)
{
    if (t == NULL)
        return;
    pg_phases_release(&t->phases);
    free(t);
}

/* ---- One slice ---- */

/* The hours of Asia/Shanghai are those of UTC. */
static ym_usec hour_of(ym_usec at)
{
    return at - at % HOUR;
}

static void on_upto(void *arg, const struct ym_rows *rows)
{
    ym_usec *upto = arg;

    if (ym_rows_count(rows) > 0)
        *upto = ym_rows_usec(rows, 0, 0);
}

static void on_moved(void *arg, const struct ym_rows *rows)
{
    bool *is_mine = arg;

    *is_mine = ym_rows_count(rows) > 0;
}

static enum ym_err move_mark(struct ym_conn *c, ym_usec from, ym_usec until, bool *ret_mine,
                             struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_usec(&room[0], from),
                                       ym_param_usec(&room[1], until) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_tally_move, params, 2);

    return ym_conn_run(c, &s, on_moved, ret_mine, reterr);
}

static enum ym_err add(struct pg_tally *t, struct ym_conn *c, ym_usec from, ym_usec until,
                       struct ym_error *reterr)
{
    struct ym_scalar room[3];
    struct ym_param params[ADD_PARAMS];
    struct ym_statement s;

    pg_phases_params(&t->phases, params);
    params[4] = ym_param_usec(&room[0], from);
    params[5] = ym_param_usec(&room[1], until);
    params[6] = ym_param_date(&room[2], ym_day_of(from));
    s = pg_sql_statement(PG_SQL_tally_add, params, ADD_PARAMS);
    s.name = NULL; /* planned for this hour */
    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

static enum ym_err transact(struct pg_tally *t, struct ym_conn *c, ym_usec from, ym_usec until,
                            struct ym_error *reterr)
{
    bool is_mine = false;
    enum ym_err err = ym_conn_script(c, BEGIN, reterr);

    if (err == YM_E_OK)
        err = move_mark(c, from, until, &is_mine, reterr);
    if (err == YM_E_OK && is_mine)
        err = add(t, c, from, until, reterr);
    if (err == YM_E_OK)
        err = ym_conn_script(c, "commit", reterr);
    if (err != YM_E_OK && ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}

enum ym_err pg_tally_slice(struct pg_tally *t, struct ym_conn *c, ym_usec now, bool *ret_more,
                           struct ym_error *reterr)
{
    const ym_usec least = PG_TALLY_LEAST_MS * (ym_usec)USEC_PER_MS;
    const ym_usec end = hour_of(now - PG_TALLY_AFTER_MS * (ym_usec)USEC_PER_MS);
    const struct ym_statement s = pg_sql_statement(PG_SQL_tally_read, NULL, 0);
    ym_usec from = end, until;
    enum ym_err err = ym_conn_run(c, &s, on_upto, &from, reterr);

    *ret_more = false;
    if (err != YM_E_OK || from >= end)
        return err;
    until = from + t->step;
    if (until > hour_of(from) + HOUR)
        until = hour_of(from) + HOUR;
    err = transact(t, c, from, until, reterr);
    if (err == YM_E_OK) {
        *ret_more = until < end;
        t->step = t->step * 2 < HOUR ? t->step * 2 : HOUR;
    } else {
        t->step = t->step / 2 > least ? t->step / 2 : least;
    }
    return err;
}
