/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed documents on PostgreSQL: the port of app/seal.h, over a link of its own, since a document
 * is large and nobody's command or list should wait behind it; and, for subcommands, the keys and
 * what a file is of over a plain connection. */
#ifndef YM_PG_SEAL_H
#define YM_PG_SEAL_H

#include <stdbool.h>

#include "app/seal.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"

struct pg_seals; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_seals *pg_seals_open(struct ym_loop *loop,
                                                                   const char *conninfo,
                                                                   bool is_unprepared,
                                                                   struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_seals_close(struct pg_seals *s, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as s. */
struct app_seals *pg_seals_port(struct pg_seals *s);

/* ---- For subcommands, over a plain connection ---- */

#define PG_SEALS_PAGE    100 /* documents of one page */
#define PG_SEALS_BY_HASH 8   /* documents with the same bytes that are looked at */

/* All keys, by number. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_keys(struct ym_conn *c, struct app_seal_key ret[], size_t *ret_n, struct ym_error *reterr);

/* Add the key that follows the last one, whose validity ends when this one's begins. CONFLICT:
 * somebody else was first. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_rotate(struct ym_conn *c, const struct app_seal_key *key, struct ym_error *reterr);

/* The document with this code; *ret_n is 0 when there is none. */
__attribute__((warn_unused_result)) enum ym_err pg_seal_by_code(struct ym_conn *c,
                                                                const struct ym_seal_code *code,
                                                                struct app_seal *ret, size_t *ret_n,
                                                                struct ym_error *reterr);

/* The documents with these bytes. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_by_hash(struct ym_conn *c, const unsigned char sha256[32],
                struct app_seal ret[PG_SEALS_BY_HASH], size_t *ret_n, struct ym_error *reterr);

/* The documents behind this code (NULL: from the first), in an order of their own: a page that is
 * not full is the last. INTERNAL: a row holds what no program wrote. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_next(struct ym_conn *c, const struct ym_seal_code *after,
             struct app_seal ret[PG_SEALS_PAGE], size_t *ret_n, struct ym_error *reterr);

/* Each sealed part of a document, in order. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_parts(struct ym_conn *c, const struct ym_seal_code *code,
              void (*on_part)(void *arg, unsigned part, struct ym_span sealed), void *arg,
              struct ym_error *reterr);

/* The canonical bytes of an event; not called when there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_seal_event(struct ym_conn *c, struct ym_id dispute, uint32_t seq,
              void (*on_event)(void *arg, struct ym_span payload), void *arg,
              struct ym_error *reterr);

#endif
