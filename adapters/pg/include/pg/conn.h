/* SPDX-License-Identifier: Apache-2.0 */
/* A plain blocking connection, for what runs before or beside the loop: migrations, partitions and
 * subcommands. Never used on the loop's thread while it serves. */
#ifndef YM_PG_CONN_H
#define YM_PG_CONN_H

#include <stdbool.h>

#include "base/error.h"
#include "pg/param.h"
#include "pg/rows.h"

struct ym_conn; /* owned by whoever opened it */

typedef void ym_conn_rows_fn(void *arg, const struct ym_rows *rows);

/* Connect to a primary (several hosts in conninfo are tried in turn, 5 s each); conninfo NULL or
 * "": the PG* environment. NULL with *reterr: YM_E_INVALID for a string that libpq does not
 * understand, else YM_E_UNAVAILABLE. */
__attribute__((warn_unused_result)) struct ym_conn *ym_conn_open(const char *conninfo,
                                                                 struct ym_error *reterr);
/* The same for reading alone: a replica will do. */
__attribute__((warn_unused_result)) struct ym_conn *ym_conn_open_reading(const char *conninfo,
                                                                         struct ym_error *reterr);
void ym_conn_close(struct ym_conn *c); /* NULL is legal */

/* From now on the server and this program take turns: whatever is sent, also what is sent ahead, is
 * waited for at once. A job that runs beside people's work then takes one processor with both its
 * halves, and leaves the others to them. */
void ym_conn_take_turns(struct ym_conn *c);

/* From now on the server's process of this connection runs when no other wants a processor, and
 * makes room at once when one does (SCHED_IDLE of Linux). For a job that holds no row for which
 * people's work would wait; a lock of the server's own it may hold for as long as others leave it
 * no processor. false, and nothing happens, where this program has no say in it: the server is on
 * another machine, behind a pooler, or another user's, and the program may not schedule those. */
bool ym_conn_step_aside(struct ym_conn *c);

/* Run one statement with binary parameters and results; on_rows (may be NULL) sees its rows. */
__attribute__((warn_unused_result)) enum ym_err ym_conn_run(struct ym_conn *c,
                                                            const struct ym_statement *s,
                                                            ym_conn_rows_fn *on_rows, void *arg,
                                                            struct ym_error *reterr);

/* Run a script of any number of statements without parameters, such as `begin` or `commit`. */
__attribute__((warn_unused_result)) enum ym_err ym_conn_script(struct ym_conn *c, const char *sql,
                                                               struct ym_error *reterr);

#endif
