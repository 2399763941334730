/* SPDX-License-Identifier: Apache-2.0 */
/* Satisfaction, assessment and points on PostgreSQL: the ports of app/satisfaction.h, app/assess.h
 * and app/points.h, over one link of their own, so that neither a command nor a case file waits
 * behind the sums of a year. */
#ifndef YM_PG_ASSESS_H
#define YM_PG_ASSESS_H

#include <stdbool.h>

#include "app/assess.h"
#include "app/points.h"
#include "app/satisfaction.h"
#include "base/error.h"
#include "loop/loop.h"

struct pg_assess; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_assess *pg_assess_open(struct ym_loop *loop,
                                                                     const char *conninfo,
                                                                     bool is_unprepared,
                                                                     struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_assess_close(struct pg_assess *a, void (*on_closed)(void *arg), void *arg);

/* The ports. They live as long as a. */
struct app_answers *pg_assess_answers(struct pg_assess *a);
struct app_points *pg_assess_points(struct pg_assess *a);
struct app_assess *pg_assess_port(struct pg_assess *a);

#endif
