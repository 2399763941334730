/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments on PostgreSQL: the port of app/evidence.h, over a link of its own, so that neither a
 * command nor a list waits behind a file on its way. */
#ifndef YM_PG_EVIDENCE_H
#define YM_PG_EVIDENCE_H

#include "app/evidence.h"
#include "base/error.h"
#include "loop/loop.h"

struct pg_evidence; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_evidence *pg_evidence_open(struct ym_loop *loop,
                                                                         const char *conninfo,
                                                                         bool is_unprepared,
                                                                         struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_evidence_close(struct pg_evidence *e, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as e. */
struct app_evidence *pg_evidence_port(struct pg_evidence *e);

#endif
