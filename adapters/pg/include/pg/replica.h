/* SPDX-License-Identifier: Apache-2.0 */
/* A replica that jobs read from. Blocking. */
#ifndef YM_PG_REPLICA_H
#define YM_PG_REPLICA_H

#include "base/error.h"
#include "pg/conn.h"

#define PG_REPLICA_WAIT_MS 60000 /* a replica that is further behind is of no use */
#define PG_REPLICA_LOOK_MS 200   /* between two looks */

/* Is it a replica of this primary (or the primary itself), and does it know what is committed there
 * now? Waits until it does; wait(arg, ms) sleeps. CONFLICT: it is another database, or too far
 * behind. */
__attribute__((warn_unused_result)) enum ym_err
pg_replica_check(struct ym_conn *primary, struct ym_conn *replica,
                 void (*wait)(void *arg, unsigned ms), void *arg, struct ym_error *reterr);

#endif
