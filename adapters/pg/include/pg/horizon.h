/* SPDX-License-Identifier: Apache-2.0 */
/* The oldest snapshot that somebody holds on the database. Blocking.
 *
 * While one is held, nothing that was changed or deleted since can be cleared away, in no table:
 * each transition leaves a dead row behind, and what is slow then is not what is guilty. */
#ifndef YM_PG_HORIZON_H
#define YM_PG_HORIZON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/date.h"

struct pg_horizon {
    bool is_known; /* false: not asked yet; the rest says nothing */
    ym_usec now;   /* by the clock of the database */
    ym_usec since; /* when the holder's transaction began; NONE: nobody holds one, it is a slot of
                      replication, or it belongs to somebody whose times we may not see */
    int64_t transactions; /* begun since then by anybody; 0: nobody holds one */
};

/* Ask. *ret is fully written when OK; errors are those of ym_conn_run(). */
__attribute__((warn_unused_result)) enum ym_err
pg_horizon_read(struct ym_conn *c, struct pg_horizon *ret, struct ym_error *reterr);

#endif
