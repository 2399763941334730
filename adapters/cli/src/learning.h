/* SPDX-License-Identifier: Apache-2.0 */
/* A program that serves learns: procedure versions that were imported, days of the calendar that
 * were published and rules that the office changed while it runs hold within one poll, on every
 * node. Cases that are under way keep their version, and the deadlines that were set stay: both are
 * stored with them. */
#ifndef YM_CLI_LEARNING_H
#define YM_CLI_LEARNING_H

#include "crypto/keyring.h"
#include "library.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/reader.h"

#define CLI_LEARNING_POLL_MS 2000 /* how often the revision is asked for */

struct cli_learning;

/* Watch the revision through reader, and teach lib over connections of its own, which are open only
 * for as long as there is something to read. NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct cli_learning *
cli_learning_new(struct ym_loop *loop, const char *conninfo, struct pg_reader *reader,
                 struct cli_library *lib, struct ym_log *log);
/* Let it follow the key file as well: when the revision moves the ring is given what the file holds
 * now, and the database is told which keys this program uses. Both outlive l. */
void cli_learning_keys(struct cli_learning *l, struct ym_keyring *ring,
                       const unsigned char instance[16]);

void cli_learning_look(struct cli_learning *l); /* ask now; nothing happens when stopped */
void cli_learning_stop(struct cli_learning *l); /* no more polls; NULL legal */

/* Pre: stopped and no poll under way. A lesson under way ends in ym_loop_free(). NULL legal. */
void cli_learning_free(struct cli_learning *l);

#endif
