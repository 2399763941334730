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

#endif
