/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/account.h. What reads answers from its rows at once; what changes something waits
 * for its COMMIT. */
#include <assert.h>
#include <string.h>

#include "delivery_private.h"

static struct pg_delivery *of(struct app_accounts *port)
{
    return ((struct pg_accounts *)port)->d;
}

static struct ym_span hash_of(const unsigned char hash[APP_TICKET_HASH_LEN])
{
    return (struct ym_span){ (const char *)hash, APP_TICKET_HASH_LEN };
}

static struct ym_span key_of(const unsigned char key[YM_KEY_BYTES])
{
    return (struct ym_span){ (const char *)key, YM_KEY_BYTES };
}

/* ---- Reading ---- */

static void end_accounts(struct pg_ask *ask, enum ym_err err)
{
    ask->done.accounts(ask->arg, err == YM_E_OK ? YM_E_INTERNAL : err, NULL, 0);
}

static void answer(struct pg_ask *ask, enum ym_err err, size_t n)
{
    ask->is_answered = true;
    ask->done.accounts(ask->arg, err, err == YM_E_OK ? ask->d->answer.accounts : NULL,
                       err == YM_E_OK ? n : 0);
}

static void rows_one(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    const size_t n = pg_take_accounts(rows, ask->d->answer.accounts, 1);

    (void)i;
    answer(ask, n == 0 ? YM_E_NOT_FOUND : YM_E_OK, n);
}

static void rows_list(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    (void)i;
    answer(ask, YM_E_OK, pg_take_accounts(rows, ask->d->answer.accounts, APP_ACCOUNT_PAGE_MAX + 1));
}

/* The account that this request made, now or before. None: its login is another's. */
static void rows_made(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    const struct app_account *made = ask->d->answer.accounts;
    const size_t n = pg_take_accounts(rows, ask->d->answer.accounts, 1);

    (void)i;
    if (n == 0)
        answer(ask, YM_E_CONFLICT, 0);
    else if (memcmp(made->by.fingerprint, ask->key.fingerprint, sizeof(ask->key.fingerprint)) != 0)
        answer(ask, YM_E_KEY_REUSED, 0);
    else
        answer(ask, YM_E_OK, n);
}

static struct pg_ask *begin_read(struct app_accounts *port, pg_ask_rows_fn *rows,
                                 app_accounts_fn *done, void *arg)
{
    return pg_ask_begin(of(port), rows, end_accounts, (union pg_ask_done){ .accounts = done }, arg);
}

static void read_account(struct app_accounts *port, const struct app_account_key *key,
                         app_accounts_fn *done, void *arg)
{
    struct pg_ask *ask = begin_read(port, rows_one, done, arg);

    if (ask == NULL)
        return;
    if (key->id != 0) {
        pg_ask_statement(ask, PG_SQL_account_read);
        pg_ask_i64(ask, key->id);
    } else {
        pg_ask_statement(ask, PG_SQL_account_by_login);
        pg_ask_text(ask, key->login);
    }
    pg_ask_send(ask, YM_UNIT_READ);
}

static void list(struct app_accounts *port, int64_t after, unsigned limit, app_accounts_fn *done,
                 void *arg)
{
    struct pg_ask *ask = begin_read(port, rows_list, done, arg);

    if (ask == NULL)
        return;
    assert(limit <= APP_ACCOUNT_PAGE_MAX);
    pg_ask_statement(ask, PG_SQL_account_list);
    pg_ask_i64(ask, after);
    pg_ask_i64(ask, (int64_t)limit + 1);
    pg_ask_send(ask, YM_UNIT_READ);
}

static void link_read(struct app_accounts *port, const struct app_link_key *key,
                      app_accounts_fn *done, void *arg)
{
    struct pg_ask *ask = begin_read(port, rows_one, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_account_by_link);
    pg_ask_bytes(ask, hash_of(key->hash));
    pg_ask_usec(ask, key->now);
    if (key->by != NULL)
        pg_ask_bytes(ask, key_of(key->by));
    else
        pg_ask_null(ask, YM_PG_BYTEA);
    pg_ask_send(ask, YM_UNIT_READ);
}

/* ---- Making and changing ---- */

static void put_grants(struct pg_ask *ask, int64_t account, const struct app_grant *grants,
                       size_t n)
{
    struct ym_column *roles = pg_ask_column(ask, YM_PG_INT2);
    struct ym_column *staff = pg_ask_column(ask, YM_PG_INT8);
    struct ym_column *bodies = pg_ask_column(ask, YM_PG_INT8);
    struct ym_column *regions = pg_ask_column(ask, YM_PG_INT8);

    for (size_t i = 0; i < n; i++) {
        ym_column_i16(roles, grants[i].role);
        ym_column_i64(staff, grants[i].staff);
        ym_column_i64(bodies, grants[i].body);
        ym_column_i64(regions, grants[i].region);
    }
    pg_ask_statement(ask, PG_SQL_grants_put);
    pg_ask_i64(ask, account);
    pg_ask_array(ask, roles);
    pg_ask_array(ask, staff);
    pg_ask_array(ask, bodies);
    pg_ask_array(ask, regions);
}

static void end_add(struct pg_ask *ask, enum ym_err err)
{
    if (err != YM_E_OK) {
        end_accounts(ask, err);
        return;
    }
    pg_ask_again(ask, rows_made, end_accounts);
    pg_ask_statement(ask, PG_SQL_account_made);
    pg_ask_bytes(ask, key_of(ask->key.key));
    pg_ask_send(ask, YM_UNIT_READ);
}

static void add(struct app_accounts *port, const struct app_account *a, app_accounts_fn *done,
                void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_add, (union pg_ask_done){ .accounts = done }, arg);

    if (ask == NULL)
        return;
    assert(a->by.given);
    ask->key = a->by;
    pg_ask_statement(ask, PG_SQL_account_put);
    pg_ask_i64(ask, a->id);
    pg_ask_text(ask, a->login);
    pg_ask_text(ask, a->name);
    if (a->stored.n > 0)
        pg_ask_text(ask, a->stored);
    else
        pg_ask_null(ask, YM_PG_TEXT);
    pg_ask_usec(ask, a->created_at);
    pg_ask_bytes(ask, key_of(a->by.key));
    pg_ask_bytes(ask, key_of(a->by.fingerprint));
    put_grants(ask, a->id, a->grants, a->ngrants);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

static void end_change(struct pg_ask *ask, enum ym_err err)
{
    if (err != YM_E_OK) {
        end_accounts(ask, err);
        return;
    }
    pg_ask_again(ask, rows_one, end_accounts);
    pg_ask_statement(ask, PG_SQL_account_read);
    pg_ask_i64(ask, ask->id);
    pg_ask_send(ask, YM_UNIT_READ);
}

static void change(struct app_accounts *port, int64_t id, const struct app_account_change *c,
                   app_accounts_fn *done, void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), NULL, end_change, (union pg_ask_done){ .accounts = done }, arg);

    if (ask == NULL)
        return;
    ask->id = id;
    pg_ask_statement(ask, PG_SQL_account_change);
    pg_ask_i64(ask, id);
    if (c->name != NULL)
        pg_ask_text(ask, *c->name);
    else
        pg_ask_null(ask, YM_PG_TEXT);
    if (c->is_active != NULL)
        pg_ask_bool(ask, *c->is_active);
    else
        pg_ask_null(ask, YM_PG_BOOL);
    pg_ask_bool(ask, c->ends_totp);
    if (c->grants != NULL) {
        pg_ask_statement(ask, PG_SQL_grants_delete);
        pg_ask_i64(ask, id);
        put_grants(ask, id, c->grants, c->ngrants);
    }
    pg_ask_statement(ask, PG_SQL_sessions_groundless);
    pg_ask_i64(ask, id);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- What is done or not ---- */

static void rows_counted(struct pg_ask *ask, size_t i, const struct ym_rows *rows)
{
    if (i == ask->counted)
        ask->n = ym_rows_affected(rows);
}

static void end_did(struct pg_ask *ask, enum ym_err err)
{
    if (ask->done.did != NULL)
        ask->done.did(ask->arg, err, err == YM_E_OK ? ask->n : 0);
}

/* counted: the statement whose rows are the answer. */
static struct pg_ask *begin_did(struct app_accounts *port, size_t counted, app_did_fn *done,
                                void *arg)
{
    struct pg_ask *ask =
        pg_ask_begin(of(port), rows_counted, end_did, (union pg_ask_done){ .did = done }, arg);

    if (ask != NULL)
        ask->counted = counted;
    return ask;
}

static void put_sessions_end(struct pg_ask *ask, int64_t account, const unsigned char *keep)
{
    pg_ask_statement(ask, PG_SQL_sessions_end);
    pg_ask_i64(ask, account);
    if (keep != NULL)
        pg_ask_bytes(ask, hash_of(keep));
    else
        pg_ask_null(ask, YM_PG_BYTEA);
}

static void password_by_link(struct pg_ask *ask, const struct app_password_change *c)
{
    pg_ask_statement(ask, PG_SQL_link_use);
    pg_ask_bytes(ask, hash_of(c->link));
    pg_ask_bytes(ask, key_of(c->by));
    pg_ask_usec(ask, c->now);
    pg_ask_statement(ask, PG_SQL_account_password_by_link);
    pg_ask_bytes(ask, hash_of(c->link));
    pg_ask_bytes(ask, key_of(c->by));
    pg_ask_text(ask, c->stored);
    pg_ask_usec(ask, c->now);
    pg_ask_statement(ask, PG_SQL_sessions_end_link);
    pg_ask_bytes(ask, hash_of(c->link));
    pg_ask_bytes(ask, key_of(c->by));
}

static void password(struct app_accounts *port, const struct app_password_change *c,
                     app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, c->link != NULL ? 1 : 0, done, arg);

    if (ask == NULL)
        return;
    if (c->link != NULL) {
        password_by_link(ask, c);
    } else {
        pg_ask_statement(ask, PG_SQL_account_password);
        pg_ask_i64(ask, c->account);
        pg_ask_text(ask, c->was);
        pg_ask_text(ask, c->stored);
        pg_ask_usec(ask, c->now);
        put_sessions_end(ask, c->account, c->keep);
        pg_ask_statement(ask, PG_SQL_link_drop); /* it would set another password yet */
        pg_ask_i64(ask, c->account);
    }
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

static void rehash(struct app_accounts *port, int64_t id, struct ym_span was, struct ym_span stored,
                   app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_account_rehash);
    pg_ask_i64(ask, id);
    pg_ask_text(ask, was);
    pg_ask_text(ask, stored);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void totp(struct app_accounts *port, const struct app_totp_change *c, app_did_fn *done,
                 void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, c->next.n > 0   ? PG_SQL_account_totp_next
                          : c->totp.n > 0 ? PG_SQL_account_totp_on
                                          : PG_SQL_account_totp_off);
    pg_ask_i64(ask, c->account);
    if (c->next.n > 0) {
        pg_ask_bytes(ask, c->next);
    } else if (c->totp.n > 0) {
        pg_ask_bytes(ask, c->totp);
        pg_ask_bytes(ask, c->recovery);
        pg_ask_i64(ask, c->step);
    }
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void totp_step(struct app_accounts *port, int64_t id, int64_t step, app_did_fn *done,
                      void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_account_totp_step);
    pg_ask_i64(ask, id);
    pg_ask_i64(ask, step);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void recovery(struct app_accounts *port, int64_t id, struct ym_span was, struct ym_span now,
                     app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_account_recovery);
    pg_ask_i64(ask, id);
    pg_ask_bytes(ask, was);
    pg_ask_bytes(ask, now);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void link_make(struct app_accounts *port, const struct app_link *link, app_did_fn *done,
                      void *arg)
{
    struct pg_ask *ask = begin_did(port, 1, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_link_drop);
    pg_ask_i64(ask, link->account);
    pg_ask_statement(ask, PG_SQL_link_put);
    pg_ask_bytes(ask, hash_of(link->hash));
    pg_ask_i64(ask, link->account);
    pg_ask_usec(ask, link->made_at);
    pg_ask_usec(ask, link->expires_at);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

/* ---- Sessions ---- */

static void session_open(struct app_accounts *port, const struct app_session *s, app_did_fn *done,
                         void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_session_put);
    pg_ask_bytes(ask, hash_of(s->hash));
    pg_ask_i64(ask, s->account);
    pg_ask_i16(ask, s->role);
    pg_ask_i64(ask, s->dispute.v);
    pg_ask_i16(ask, s->seat);
    pg_ask_usec(ask, s->opened_at);
    pg_ask_usec(ask, s->expires_at);
    pg_ask_i16(ask, s->code_bar);
    pg_ask_statement(ask, PG_SQL_session_trim);
    pg_ask_i64(ask, s->account);
    pg_ask_i64(ask, APP_SESSIONS_MAX);
    pg_ask_send(ask, YM_UNIT_TRANSACTION);
}

static void session_role(struct app_accounts *port, const unsigned char hash[APP_TICKET_HASH_LEN],
                         unsigned role, app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_session_role);
    pg_ask_bytes(ask, hash_of(hash));
    pg_ask_i16(ask, (int16_t)role);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void session_end(struct app_accounts *port, const unsigned char hash[APP_TICKET_HASH_LEN],
                        app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_session_end);
    pg_ask_bytes(ask, hash_of(hash));
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void sessions_end(struct app_accounts *port, const struct app_sessions_of *which,
                         app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    if (which->account != 0) {
        put_sessions_end(ask, which->account, which->keep);
    } else {
        pg_ask_statement(ask, PG_SQL_sessions_end_seat);
        pg_ask_i64(ask, which->dispute.v);
        pg_ask_i16(ask, which->seat);
        if (which->keep != NULL)
            pg_ask_bytes(ask, hash_of(which->keep));
        else
            pg_ask_null(ask, YM_PG_BYTEA);
    }
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

static void session_touch(struct app_accounts *port, const unsigned char hash[APP_TICKET_HASH_LEN],
                          ym_usec now, app_did_fn *done, void *arg)
{
    struct pg_ask *ask = begin_did(port, 0, done, arg);

    if (ask == NULL)
        return;
    pg_ask_statement(ask, PG_SQL_session_touch);
    pg_ask_bytes(ask, hash_of(hash));
    pg_ask_usec(ask, now);
    pg_ask_send(ask, YM_UNIT_SINGLE);
}

const struct app_accounts_ops pg_accounts_ops = {
    .read = read_account,
    .list = list,
    .add = add,
    .change = change,
    .password = password,
    .rehash = rehash,
    .totp = totp,
    .totp_step = totp_step,
    .recovery = recovery,
    .link_make = link_make,
    .link_read = link_read,
    .session_open = session_open,
    .session_role = session_role,
    .session_end = session_end,
    .sessions_end = sessions_end,
    .session_touch = session_touch,
};
