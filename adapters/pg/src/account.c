/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/account.h"

#include "delivery_private.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

static enum ym_err run(struct ym_conn *c, enum pg_sql sql, const struct ym_param *params, size_t n,
                       int64_t *ret_n, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(sql, params, n);
    int64_t affected = 0;
    enum ym_err err = ym_conn_run(c, &s, on_affected, &affected, reterr);

    if (ret_n != NULL)
        *ret_n = affected;
    return err;
}

static struct ym_span hash_of(const unsigned char hash[APP_TICKET_HASH_LEN])
{
    return (struct ym_span){ (const char *)hash, APP_TICKET_HASH_LEN };
}

/* Ends the transaction that was begun, by the error so far. */
static enum ym_err finish(struct ym_conn *c, enum ym_err err, struct ym_error *reterr)
{
    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    if (ym_conn_script(c, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}

/* ---- Reading ---- */

static void on_any(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_count(rows) == 1 && ym_rows_bool(rows, 0, 0);
}

enum ym_err pg_accounts_any(struct ym_conn *c, bool *ret, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(PG_SQL_accounts_any, NULL, 0);

    *ret = false;
    return ym_conn_run(c, &s, on_any, ret, reterr);
}

struct each {
    pg_account_fn *fn;
    void *arg;
    size_t n;
    int64_t last;
};

/* A page comes as one result: an account's rows stand together. */
static void on_accounts(void *arg, const struct ym_rows *rows)
{
    struct each *each = arg;
    struct app_account a;
    const int n = ym_rows_count(rows);

    for (int row = 0; row < n;) {
        row += pg_take_account(rows, row, &a);
        each->fn(each->arg, &a);
        each->last = a.id;
        each->n++;
    }
}

enum ym_err pg_account_find(struct ym_conn *c, struct ym_span login, pg_account_fn *fn, void *arg,
                            struct ym_error *reterr)
{
    const struct ym_param param = ym_param_text(login);
    const struct ym_statement s = pg_sql_statement(PG_SQL_account_by_login, &param, 1);
    struct each each = { .fn = fn, .arg = arg };
    enum ym_err err = ym_conn_run(c, &s, on_accounts, &each, reterr);

    if (err == YM_E_OK && each.n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no account %.*s; `yima account list` shows them", (int)login.n,
                       login.at);
    return err;
}

enum ym_err pg_accounts_each(struct ym_conn *c, pg_account_fn *fn, void *arg,
                             struct ym_error *reterr)
{
    struct each each = { .fn = fn, .arg = arg };
    enum ym_err err;

    do {
        struct ym_scalar room[2];
        const struct ym_param params[] = { ym_param_i64(&room[0], each.last),
                                           ym_param_i64(&room[1], APP_ACCOUNT_PAGE_MAX) };
        const struct ym_statement s = pg_sql_statement(PG_SQL_account_list, params, COUNT(params));

        each.n = 0;
        err = ym_conn_run(c, &s, on_accounts, &each, reterr);
    } while (err == YM_E_OK && each.n == APP_ACCOUNT_PAGE_MAX);
    return err;
}

/* ---- Making and changing ---- */

static enum ym_err put_grants(struct ym_conn *c, int64_t account, const struct app_grant *grants,
                              size_t n, struct ym_error *reterr)
{
    static const enum ym_pg_type types[4] = { YM_PG_INT2, YM_PG_INT8, YM_PG_INT8, YM_PG_INT8 };
    struct ym_column columns[4];
    struct ym_scalar room;
    struct ym_param params[5] = { ym_param_i64(&room, account) };
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; i < 4; i++)
        ym_column_init(&columns[i], types[i], 65536);
    for (size_t i = 0; i < n; i++) {
        ym_column_i16(&columns[0], grants[i].role);
        ym_column_i64(&columns[1], grants[i].staff);
        ym_column_i64(&columns[2], grants[i].body);
        ym_column_i64(&columns[3], grants[i].region);
    }
    for (size_t i = 0; i < 4; i++) {
        if (!ym_column_ok(&columns[i]))
            err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the roles of an account");
        else
            params[1 + i] = ym_column_param(&columns[i]);
    }
    if (err == YM_E_OK)
        err = run(c, PG_SQL_grants_put, params, COUNT(params), NULL, reterr);
    for (size_t i = 0; i < 4; i++)
        ym_column_release(&columns[i]);
    return err;
}

static enum ym_err put_link(struct ym_conn *c, const struct app_link *link, struct ym_error *reterr)
{
    struct ym_scalar room[4];
    const struct ym_param account = ym_param_i64(&room[0], link->account);
    const struct ym_param params[] = { ym_param_bytes(hash_of(link->hash)),
                                       ym_param_i64(&room[1], link->account),
                                       ym_param_usec(&room[2], link->made_at),
                                       ym_param_usec(&room[3], link->expires_at) };
    int64_t n = 0;
    enum ym_err err = run(c, PG_SQL_link_drop, &account, 1, NULL, reterr);

    if (err == YM_E_OK)
        err = run(c, PG_SQL_link_put, params, COUNT(params), &n, reterr);
    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "a disabled account takes no link; `yima account enable` first");
    return err;
}

enum ym_err pg_account_link(struct ym_conn *c, const struct app_link *link, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    return err != YM_E_OK ? err : finish(c, put_link(c, link, reterr), reterr);
}

static enum ym_err put_account(struct ym_conn *c, const struct app_account *a,
                               struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = {
        ym_param_i64(&room[0], a->id),
        ym_param_text(a->login),
        ym_param_text(a->name),
        a->stored.n > 0 ? ym_param_text(a->stored) : ym_param_null(YM_PG_TEXT),
        ym_param_usec(&room[1], a->created_at),
        ym_param_null(YM_PG_BYTEA),
        ym_param_null(YM_PG_BYTEA),
    };
    int64_t n = 0;
    enum ym_err err = run(c, PG_SQL_account_put, params, COUNT(params), &n, reterr);

    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_CONFLICT, "there is an account %.*s already", (int)a->login.n,
                       a->login.at);
    return err;
}

enum ym_err pg_account_add(struct ym_conn *c, const struct app_account *a,
                           const struct app_link *link, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = put_account(c, a, reterr);
    if (err == YM_E_OK)
        err = put_grants(c, a->id, a->grants, a->ngrants, reterr);
    if (err == YM_E_OK && link != NULL)
        err = put_link(c, link, reterr);
    return finish(c, err, reterr);
}

static enum ym_err put_change(struct ym_conn *c, int64_t id,
                              const struct app_account_change *change, struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        ym_param_i64(&room[0], id),
        change->name != NULL ? ym_param_text(*change->name) : ym_param_null(YM_PG_TEXT),
        change->is_active != NULL ? ym_param_bool(&room[1], *change->is_active)
                                  : ym_param_null(YM_PG_BOOL),
        ym_param_bool(&room[2], change->ends_totp),
    };
    int64_t n = 0;
    enum ym_err err = run(c, PG_SQL_account_change, params, COUNT(params), &n, reterr);

    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND, "there is no such account");
    return err;
}

enum ym_err pg_account_change(struct ym_conn *c, int64_t id,
                              const struct app_account_change *change, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param account = ym_param_i64(&room, id);
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = put_change(c, id, change, reterr);
    if (err == YM_E_OK && change->grants != NULL)
        err = run(c, PG_SQL_grants_delete, &account, 1, NULL, reterr);
    if (err == YM_E_OK && change->grants != NULL)
        err = put_grants(c, id, change->grants, change->ngrants, reterr);
    if (err == YM_E_OK)
        err = run(c, PG_SQL_sessions_groundless, &account, 1, NULL, reterr);
    return finish(c, err, reterr);
}

/* ---- Trying a password ---- */

/* Beside the ids of accounts, which are shorter; the same in every version of this program. */
#define TRY_KEY (INT64_C(0x79696d) << 40) /* "yim" in ASCII */

_Static_assert(APP_ACCOUNT_ID_MAX < INT64_C(1) << 40, "an id fits below the key");

enum ym_err pg_account_try(struct ym_conn *c, int64_t account, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param key = ym_param_i64(&room, TRY_KEY | account);
    const struct ym_statement s = pg_sql_statement(PG_SQL_account_try, &key, 1);
    bool is_ours = false;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    err = ym_conn_run(c, &s, on_any, &is_ours, reterr);
    if (err == YM_E_OK && !is_ours)
        err = ym_fail(reterr, YM_E_THROTTLED,
                      "the password of this account is being tried by another program, or a wrong "
                      "one was just given: wait a few seconds, then call this again");
    if (err != YM_E_OK)
        pg_account_untried(c);
    return err;
}

enum ym_err pg_account_step(struct ym_conn *c, int64_t account, int64_t step,
                            struct ym_error *reterr)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { ym_param_i64(&room[0], account),
                                       ym_param_i64(&room[1], step) };
    int64_t n = 0;
    enum ym_err err = run(c, PG_SQL_account_totp_step, params, COUNT(params), &n, reterr);

    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_CONFLICT, "this code was used before: wait for the next one");
    return err;
}

enum ym_err pg_account_right(struct ym_conn *c, struct ym_error *reterr)
{
    return finish(c, YM_E_OK, reterr);
}

void pg_account_wrong(struct ym_conn *c, unsigned seconds)
{
    struct ym_scalar room;
    const struct ym_param param = ym_param_i64(&room, seconds);

    (void)!run(c, PG_SQL_account_wrong, &param, 1, NULL, NULL);
    pg_account_untried(c);
}

void pg_account_untried(struct ym_conn *c)
{
    (void)!ym_conn_script(c, "rollback", NULL);
}

/* ---- Sessions ---- */

struct each_session {
    pg_session_fn *fn;
    void *arg;
};

static void on_sessions(void *arg, const struct ym_rows *rows)
{
    const struct each_session *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct app_session s;

        pg_take_session(rows, row, &s);
        each->fn(each->arg, &s);
    }
}

enum ym_err pg_sessions_each(struct ym_conn *c, int64_t account, pg_session_fn *fn, void *arg,
                             struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param param = ym_param_i64(&room, account);
    const struct ym_statement s = pg_sql_statement(PG_SQL_sessions_each, &param, 1);
    struct each_session each = { fn, arg };

    return ym_conn_run(c, &s, on_sessions, &each, reterr);
}

enum ym_err pg_sessions_end(struct ym_conn *c, int64_t account, int64_t *ret_n,
                            struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_i64(&room, account), ym_param_null(YM_PG_BYTEA) };

    return run(c, PG_SQL_sessions_end, params, COUNT(params), ret_n, reterr);
}
