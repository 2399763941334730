/* SPDX-License-Identifier: Apache-2.0 */
/* The exchange on PostgreSQL: the port of app/exchange.h, over a link of its own, so that neither a
 * command nor a delivery ever waits behind it. */
#ifndef YM_PG_EXCHANGE_H
#define YM_PG_EXCHANGE_H

#include <stdbool.h>

#include "app/exchange.h"
#include "base/error.h"
#include "loop/loop.h"

struct pg_exchange; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_exchange *pg_exchange_open(struct ym_loop *loop,
                                                                         const char *conninfo,
                                                                         bool is_unprepared,
                                                                         struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_exchange_close(struct pg_exchange *x, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as x. */
struct app_exchange *pg_exchange_port(struct pg_exchange *x);

#endif
