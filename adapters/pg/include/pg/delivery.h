/* SPDX-License-Identifier: Apache-2.0 */
/* Subscriptions and deliveries on PostgreSQL: the ports of app/deliver.h and app/subscribe.h.
 *
 * One link of their own, so that neither a command nor a list ever waits behind them. How lanes
 * stay in order while several programs work on them is told in sql/delivery_hold.sql. */
#ifndef YM_PG_DELIVERY_H
#define YM_PG_DELIVERY_H

#include <stdbool.h>

#include "app/account.h"
#include "app/deliver.h"
#include "app/subscribe.h"
#include "base/error.h"
#include "loop/loop.h"

#define PG_DELIVERY_ASKS     32   /* questions under way; one more is BUSY */
#define PG_DELIVERY_REFUSALS 1024 /* BUSY answers that wait for the turn's end; more is a bug */

struct pg_delivery; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_delivery *pg_delivery_open(struct ym_loop *loop,
                                                                         const char *conninfo,
                                                                         bool is_unprepared,
                                                                         struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_delivery_close(struct pg_delivery *d, void (*on_closed)(void *arg), void *arg);

/* The ports; they live as long as d. */
struct app_deliveries *pg_delivery_port(struct pg_delivery *d);
struct app_subscriptions *pg_delivery_subscriptions(struct pg_delivery *d);
struct app_accounts *pg_delivery_accounts(struct pg_delivery *d);

#endif
