/* SPDX-License-Identifier: Apache-2.0 */
/* The gate on PostgreSQL: bearer tokens and sessions, judged against their stored hashes.
 *
 * A judgement is remembered for CLI_GATE_KEEP_MS. What this program changes of sessions it forgets
 * at once (forget() of the port), so a log-out counts here with its answer and on other nodes
 * within that time. Using a session puts off the end that it has for lack of use, watching the
 * live stream, too. */
#ifndef YM_CLI_GATE_H
#define YM_CLI_GATE_H

#include "app/gate.h"
#include "loop/loop.h"
#include "pg/reader.h"

#define CLI_GATE_CACHE 4096 /* tokens remembered */
#define CLI_GATE_CALLS                                                                             \
    1024 /* judgements under way, more than the server takes requests; one more is a bug */
#define CLI_GATE_KEEP_MS 5000 /* how long a judgement holds: a revoked token dies within it */

struct cli_gate;

/* accounts notes when sessions are used; NULL: nobody does. NULL when the heap is empty. */
struct cli_gate *cli_gate_new(struct ym_loop *loop, struct pg_reader *reader,
                              struct app_accounts *accounts);
void cli_gate_free(struct cli_gate *g); /* Pre: nothing is under way. NULL is legal. */
struct app_gate *cli_gate_port(struct cli_gate *g);

#endif
