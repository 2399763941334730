/* SPDX-License-Identifier: Apache-2.0 */
/* A database that was dumped and restored into another cluster.
 *
 * The feed (table outbox) is ordered by transaction numbers, and so are the places of its readers.
 * In another cluster they mean nothing: readers would stop before transactions that "still run", or
 * skip what is new. The cluster is known by its system identifier; when that is another one than
 * the one noted in the database, feed and places get new numbers, once, in one transaction. A
 * standby that was promoted is the same cluster, and nothing happens. */
#ifndef YM_PG_RESTORED_H
#define YM_PG_RESTORED_H

#include <stdbool.h>

#include "base/error.h"
#include "pg/conn.h"

/* Look, and give new numbers when they are needed; *ret_is_restored (may be NULL) tells whether
 * they were. Several programs may start at once: one does it, the others wait for it.
 * Pre: the database is migrated. */
__attribute__((warn_unused_result)) enum ym_err
pg_restored_check(struct ym_conn *c, bool *ret_is_restored, struct ym_error *reterr);

#endif
