/* SPDX-License-Identifier: Apache-2.0 */
/* The feed on PostgreSQL: the port of app/feed.h over the table outbox.
 *
 * One link of its own, so that no list makes it wait and it makes no list wait; one question at a
 * time, one statement each. A place is the key of an outbox row. A slice ends before the oldest
 * transaction that still runs, so a transaction that commits late is neither skipped nor seen
 * twice; one that runs for long holds the feed back for as long. Not for a sharded database: its
 * nodes count transactions apart. */
#ifndef YM_PG_FEED_H
#define YM_PG_FEED_H

#include "app/feed.h"
#include "base/error.h"
#include "loop/loop.h"

struct pg_feed; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_feed *pg_feed_open(struct ym_loop *loop,
                                                                 const char *conninfo,
                                                                 bool is_unprepared,
                                                                 struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_feed_close(struct pg_feed *f, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as the feed. */
struct app_feed *pg_feed_port(struct pg_feed *f);

#endif
