/* SPDX-License-Identifier: Apache-2.0 */
/* Adding up what happened, hour by hour, so that nobody ever reads months of events for a trend.
 *
 * A slice takes the time behind the mark, up to an hour of one day in Asia/Shanghai, counts what
 * happened in it, adds that to day_tally and moves the mark: one transaction, so that each hour is
 * in there once, whoever stops or runs beside it. An hour is taken once it is over by
 * PG_TALLY_AFTER_MS: by then every command of it has been committed or given up. Events whose
 * programs' clocks were behind by more than that are left out of the days (and of nothing else). */
#ifndef YM_PG_TALLY_H
#define YM_PG_TALLY_H

#include <stdbool.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/procedure.h"

#define PG_TALLY_AFTER_MS 600000 /* an hour is added up this long after its end */
#define PG_TALLY_LEAST_MS 60000  /* the shortest slice, when an hour takes too long */
#define PG_TALLY_HOLD     32     /* slices between two looks at whose turn it is */

struct pg_tally; /* owned by whoever made it; one thread at a time */

/* What is settled, failed and final under these procedures, as they are now. NULL: no memory. */
__attribute__((warn_unused_result)) struct pg_tally *
pg_tally_new(const struct ym_procedures *procedures);
void pg_tally_free(struct pg_tally *t); /* NULL is legal */

/* Add up the next slice at this time, blocking; *ret_more: another one may follow. After an error
 * the next slice is shorter. */
__attribute__((warn_unused_result)) enum ym_err pg_tally_slice(struct pg_tally *t,
                                                               struct ym_conn *c, ym_usec now,
                                                               bool *ret_more,
                                                               struct ym_error *reterr);

#endif
