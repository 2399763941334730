/* SPDX-License-Identifier: Apache-2.0 */
/* The read side on PostgreSQL: the port of app/query.h, and what only start-up and the gate ask.
 *
 * Single statements on links of their own, so that no list ever waits in front of a command; and
 * what is read by its key (tokens, codes, disputes, events) apart from lists, so that a slow search
 * keeps nobody from being recognised. Every
 * call ends in exactly one callback, never before the call returns; err is OK, NOT_FOUND,
 * UNAVAILABLE, BUSY or INTERNAL, and the answer is NULL unless OK. What an answer points to dies
 * when the callback returns. */
#ifndef YM_PG_READER_H
#define YM_PG_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "app/account.h"
#include "app/query.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/link.h"
#include "pg/reference.h"

#define PG_READER_LINKS     3    /* by default: one for what is quick, two for lists */
#define PG_READER_LINKS_MAX 4    /* with one link, everything goes over it */
#define PG_READER_CALLS     512  /* quick reads under way; one more is BUSY */
#define PG_READER_LISTS     64   /* lists, searches and counts under way; one more is BUSY */
#define PG_READER_LIST_MS   4000 /* for one of them on the server; then it is UNAVAILABLE */
#define PG_READER_REFUSALS  4096 /* BUSY answers that wait for the turn's end; more is a bug */

struct pg_reader; /* owned by the composition root; one loop, one thread */

/* Open the links (0: PG_READER_LINKS) and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_reader *
pg_reader_open(struct ym_loop *loop, const char *conninfo, unsigned links, bool is_unprepared,
               struct ym_error *reterr);

/* What is under way is answered, links close, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_reader_close(struct pg_reader *r, void (*on_closed)(void *arg), void *arg);

/* Links that are UP now: 0 means that the program is not ready, since it cannot tell who asks. */
unsigned pg_reader_links_up(const struct pg_reader *r);

/* The gauges of one link, and its state. False when there is no such link. */
bool pg_reader_link_gauges_get(const struct pg_reader *r, unsigned link, struct ym_link_gauges *ret,
                               bool *ret_is_up);

/* The port. Lives as long as the reader. */
struct app_reader *pg_reader_port(struct pg_reader *r);

/* The row of a bearer token by its public id; NOT_FOUND for an unknown one. Whether it matches, has
 * expired or was revoked is for the caller to judge. */
typedef void pg_token_fn(void *arg, enum ym_err err, const struct pg_token *token);
void pg_read_token(struct pg_reader *r, struct ym_span token_id, pg_token_fn *done, void *arg);

/* The session whose token has this hash; NOT_FOUND for none. Whether it is over is for the caller
 * to judge. */
typedef void pg_session_read_fn(void *arg, enum ym_err err, const struct app_session *session);
void pg_read_session(struct pg_reader *r, const unsigned char hash[APP_TICKET_HASH_LEN],
                     pg_session_read_fn *done, void *arg);

/* The revision of the reference data: load the registry again when it has grown. */
typedef void pg_revision_fn(void *arg, enum ym_err err, int64_t revision);
void pg_read_revision(struct pg_reader *r, pg_revision_fn *done, void *arg);

/* A new registry, which the callback owns: keep it and free the old one. */
typedef void pg_registry_fn(void *arg, enum ym_err err, struct pg_registry *registry);
void pg_read_registry(struct pg_reader *r, pg_registry_fn *done, void *arg);

#endif
