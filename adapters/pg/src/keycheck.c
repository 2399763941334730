/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "pg/bin.h"
#include "pg/reference.h"
#include "sql.h"

struct answer {
    unsigned char hash[32];
    bool is_there;
};

static void on_hash(void *arg, const struct ym_rows *rows)
{
    struct answer *a = arg;
    struct ym_span hash;

    if (ym_rows_count(rows) == 0)
        return;
    hash = ym_rows_span(rows, 0, 0);
    a->is_there = hash.n == sizeof(a->hash);
    if (a->is_there)
        memcpy(a->hash, hash.at, sizeof(a->hash));
}

enum ym_err pg_keyring_is_bound(struct ym_conn *c, bool *ret, struct ym_error *reterr)
{
    const struct ym_statement read = pg_sql_statement(PG_SQL_keyring_read, NULL, 0);
    struct answer a = { .is_there = false };
    enum ym_err err = ym_conn_run(c, &read, on_hash, &a, reterr);

    *ret = a.is_there;
    return err;
}

enum ym_err pg_keyring_check(struct ym_conn *c, const unsigned char hash[32],
                             struct ym_error *reterr)
{
    const struct ym_param param = ym_param_bytes((struct ym_span){ (const char *)hash, 32 });
    const struct ym_statement put = pg_sql_statement(PG_SQL_keyring_put, &param, 1);
    const struct ym_statement read = pg_sql_statement(PG_SQL_keyring_read, NULL, 0);
    struct answer a = { .is_there = false };
    enum ym_err err = ym_conn_run(c, &put, NULL, NULL, reterr);

    if (err == YM_E_OK)
        err = ym_conn_run(c, &read, on_hash, &a, reterr);
    if (err != YM_E_OK)
        return err;
    if (!a.is_there || memcmp(a.hash, hash, sizeof(a.hash)) != 0)
        return ym_fail(reterr, YM_E_CONFLICT, "these are not the keys of this database");
    return YM_E_OK;
}
