/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/replica.h"

#include <string.h>

#include "sql.h"

struct state {
    unsigned char keys[32]; /* zeros: it is bound to none */
    int64_t upto;
};

static void on_state(void *arg, const struct ym_rows *rows)
{
    struct state *s = arg;
    struct ym_span keys = { NULL, 0 };

    if (!ym_rows_is_null(rows, 0, 0))
        keys = ym_rows_span(rows, 0, 0);
    if (keys.n == sizeof(s->keys))
        memcpy(s->keys, keys.at, sizeof(s->keys));
    if (!ym_rows_is_null(rows, 0, 1))
        s->upto = ym_rows_i64(rows, 0, 1);
}

static enum ym_err look(struct ym_conn *c, struct state *ret, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_replica_state, NULL, 0);

    *ret = (struct state){ .upto = 0 };
    return ym_conn_run(c, &s, on_state, ret, reterr);
}

static void on_exists(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_bool(rows, 0, 0);
}

/* Another one may be none of this program at all. */
static enum ym_err check_same(struct ym_conn *replica, const struct state *want, struct state *ret,
                              struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_migrate_exists, NULL, 0);
    bool is_ours = false;
    enum ym_err err = ym_conn_run(replica, &s, on_exists, &is_ours, reterr);

    if (err == YM_E_OK && is_ours)
        err = look(replica, ret, reterr);
    if (err == YM_E_OK && (!is_ours || memcmp(want->keys, ret->keys, sizeof(want->keys)) != 0))
        err = ym_fail(reterr, YM_E_CONFLICT,
                      "what --report-db names is another database than the one that is written: "
                      "name a replica of this one, or leave --report-db out");
    return err;
}

enum ym_err pg_replica_check(struct ym_conn *primary, struct ym_conn *replica,
                             void (*wait)(void *arg, unsigned ms), void *arg,
                             struct ym_error *reterr)
{
    struct state want;
    struct state is;
    unsigned waited = 0;
    enum ym_err err = look(primary, &want, reterr);

    if (err == YM_E_OK)
        err = check_same(replica, &want, &is, reterr);
    while (err == YM_E_OK && is.upto < want.upto) {
        if (waited >= PG_REPLICA_WAIT_MS)
            return ym_fail(
                reterr, YM_E_CONFLICT,
                "the replica is more than %d s behind: wait until it has caught up, or leave "
                "--report-db out",
                PG_REPLICA_WAIT_MS / 1000);
        wait(arg, PG_REPLICA_LOOK_MS);
        waited += PG_REPLICA_LOOK_MS;
        err = look(replica, &is, reterr);
    }
    return err;
}
