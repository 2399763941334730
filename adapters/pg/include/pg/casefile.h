/* SPDX-License-Identifier: Apache-2.0 */
/* The case file on PostgreSQL: the port of app/casefile.h, over a link of its own, so that neither
 * a command nor a list waits behind it. Reads are logged in batches: while one statement is on its
 * way the next gathers, and each read's answer leaves only after its row is durable. */
#ifndef YM_PG_CASEFILE_H
#define YM_PG_CASEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/casefile.h"
#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"

#define PG_CASEFILE_READS 2048 /* reads that wait to be logged; one more is BUSY */
#define PG_CASEFILE_BATCH 512  /* of them logged by one statement */

struct pg_casefile; /* owned by the composition root; one loop, one thread */

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_casefile *pg_casefile_open(struct ym_loop *loop,
                                                                         const char *conninfo,
                                                                         bool is_unprepared,
                                                                         struct ym_error *reterr);

/* What is under way is answered, the link closes, all is freed, then on_closed (may be NULL) is
 * called. Asynchronous; call once. */
void pg_casefile_close(struct pg_casefile *f, void (*on_closed)(void *arg), void *arg);

/* The port. Lives as long as f. */
struct app_casefile *pg_casefile_port(struct pg_casefile *f);

/* Log one read on a blocking connection, for programs without a loop. OK: it is committed. */
__attribute__((warn_unused_result)) enum ym_err
pg_casefile_log_now(struct ym_conn *conn, const struct app_access *row, struct ym_error *reterr);

/* Reads logged and statements that logged them, since the start: how well they batch. */
void pg_casefile_logged(const struct pg_casefile *f, uint64_t *ret_reads, uint64_t *ret_batches);

#endif
