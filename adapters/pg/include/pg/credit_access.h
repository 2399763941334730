/* SPDX-License-Identifier: Apache-2.0 */
/* Who sees credit profiles, on PostgreSQL: the port of app/credit_access.h over a link of its own,
 * and what subcommands need of it over a plain connection. */
#ifndef YM_PG_CREDIT_ACCESS_H
#define YM_PG_CREDIT_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/credit_access.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"

struct pg_credit_access; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_credit_access *
pg_credit_access_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                      struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_credit_access_close(struct pg_credit_access *a, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as a. */
struct app_credit_access *pg_credit_access_port(struct pg_credit_access *a);

/* ---- For subcommands ---- */

/* Log a look on a blocking connection. OK: it is committed. */
__attribute__((warn_unused_result)) enum ym_err
pg_look_log_now(struct ym_conn *conn, const struct app_look *row, struct ym_error *reterr);

/* A party's own words, if it has any, and its objections, newest first. What fn is handed dies when
 * it returns. */
typedef void pg_statement_fn(void *arg, const struct app_statement *s);
typedef void pg_objection_fn(void *arg, const struct app_objection *o);
__attribute__((warn_unused_result)) enum ym_err
pg_statement_of(struct ym_conn *conn, const unsigned char party[APP_CREDIT_PARTY_LEN],
                pg_statement_fn *fn, void *arg, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
pg_objections_of(struct ym_conn *conn, const unsigned char party[APP_CREDIT_PARTY_LEN],
                 pg_objection_fn *fn, void *arg, struct ym_error *reterr);

/* Seal anew for another hash what was sealed under the label of the old one: the profile of a
 * month, or (month: YM_DAY_NONE) the party's own words. *ret lives until the next call. */
typedef enum ym_err pg_moved_seal_fn(void *arg, ym_day month, struct ym_span sealed,
                                     struct ym_span *ret, struct ym_error *reterr);

/* A party's identity number is hashed anew: what credit keeps under the old hash goes with it, in
 * one transaction; nothing is left behind, and doing it again changes nothing. Call it before the
 * party's row changes, so that a program that is killed in between begins here again. */
struct pg_moved {
    unsigned char from[APP_CREDIT_PARTY_LEN], to[APP_CREDIT_PARTY_LEN];
    pg_moved_seal_fn *seal;
    void *arg;
};
__attribute__((warn_unused_result)) enum ym_err
pg_credit_moved(struct ym_conn *conn, const struct pg_moved *m, struct ym_error *reterr);

#endif
