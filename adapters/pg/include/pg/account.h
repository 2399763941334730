/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts over a blocking connection, for start-up and subcommands; the port of app/account.h is
 * that of pg/delivery.h. Each call is one transaction. */
#ifndef YM_PG_ACCOUNT_H
#define YM_PG_ACCOUNT_H

#include "app/account.h"
#include "pg/conn.h"

/* What a row points to dies when fn returns. */
typedef void pg_account_fn(void *arg, const struct app_account *a);
typedef void pg_session_fn(void *arg, const struct app_session *s);

/* Is there an account at all? */
__attribute__((warn_unused_result)) enum ym_err pg_accounts_any(struct ym_conn *c, bool *ret,
                                                                struct ym_error *reterr);

/* The account with this folded login; NOT_FOUND. */
__attribute__((warn_unused_result)) enum ym_err pg_account_find(struct ym_conn *c,
                                                                struct ym_span login,
                                                                pg_account_fn *fn, void *arg,
                                                                struct ym_error *reterr);

/* Every account, ascending by id. */
__attribute__((warn_unused_result)) enum ym_err
pg_accounts_each(struct ym_conn *c, pg_account_fn *fn, void *arg, struct ym_error *reterr);

/* Make one, with its grants and, when link is not NULL, a one-time link. CONFLICT: the login is
 * taken. */
__attribute__((warn_unused_result)) enum ym_err pg_account_add(struct ym_conn *c,
                                                               const struct app_account *a,
                                                               const struct app_link *link,
                                                               struct ym_error *reterr);

/* As the port's change(); NOT_FOUND. */
__attribute__((warn_unused_result)) enum ym_err
pg_account_change(struct ym_conn *c, int64_t id, const struct app_account_change *change,
                  struct ym_error *reterr);

/* A one-time link in place of those before it. NOT_FOUND: no such account, or it is disabled. */
__attribute__((warn_unused_result)) enum ym_err
pg_account_link(struct ym_conn *c, const struct app_link *link, struct ym_error *reterr);

/* ---- Trying a password from a shell ----
 *
 * One at a time tries the password of an account, and after a wrong one the server holds the place
 * for a while: neither many programs at once nor one that is killed tries faster. */

/* Begin a try, as a transaction. THROTTLED: somebody is at it, or a wrong one was just given; then
 * nothing was begun. */
__attribute__((warn_unused_result)) enum ym_err pg_account_try(struct ym_conn *c, int64_t account,
                                                               struct ym_error *reterr);

/* Use a step of one-time passwords up, within the try. CONFLICT: it or a later one was used. */
__attribute__((warn_unused_result)) enum ym_err
pg_account_step(struct ym_conn *c, int64_t account, int64_t step, struct ym_error *reterr);

/* It was right: end the try, and keep the step. */
__attribute__((warn_unused_result)) enum ym_err pg_account_right(struct ym_conn *c,
                                                                 struct ym_error *reterr);

/* It was wrong: the server waits so many seconds, then the try ends. */
void pg_account_wrong(struct ym_conn *c, unsigned seconds);

/* Something else failed: end the try. */
void pg_account_untried(struct ym_conn *c);

/* ---- Sessions ---- */

/* The sessions of an account, newest first; and an end to all of them. */
__attribute__((warn_unused_result)) enum ym_err pg_sessions_each(struct ym_conn *c, int64_t account,
                                                                 pg_session_fn *fn, void *arg,
                                                                 struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
pg_sessions_end(struct ym_conn *c, int64_t account, int64_t *ret_n, struct ym_error *reterr);

#endif
