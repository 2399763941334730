/* SPDX-License-Identifier: Apache-2.0 */
/* Working out what a frozen month says of bodies and mediators, over a blocking connection: one
 * transaction, so that it is there wholly or not at all.
 *
 *   begin, parts ..., proposals ..., end      or, after any error, abort */
#ifndef YM_PG_ASSESS_JOB_H
#define YM_PG_ASSESS_JOB_H

#include <stddef.h>
#include <stdint.h>

#include "app/assess.h"
#include "app/month.h"
#include "app/points.h"
#include "base/error.h"
#include "pg/conn.h"

#define PG_ASSESS_BATCH 500 /* rows that one statement writes, at most */

/* Which revision of a month was worked out. NOT_FOUND: none was. */
__attribute__((warn_unused_result)) enum ym_err
pg_assess_known(struct ym_conn *c, ym_day month, int16_t *ret_revision, struct ym_error *reterr);

/* Begin anew: what was worked out of the month before is gone when this commits. */
__attribute__((warn_unused_result)) enum ym_err pg_assess_begin(struct ym_conn *c, ym_day month,
                                                                struct ym_error *reterr);
void pg_assess_abort(struct ym_conn *c);

/* One part: of a mediator (0: disputes without one) or a whole body (-1, without facts). */
struct pg_assess_part {
    int64_t body, mediator, region;
    uint8_t body_kind;
    const struct app_assess_sums *sums;
    struct ym_span facts;
};
__attribute__((warn_unused_result)) enum ym_err pg_assess_parts(struct ym_conn *c, ym_day month,
                                                                int16_t revision,
                                                                const struct pg_assess_part *rows,
                                                                size_t n, struct ym_error *reterr);

/* What proposals of one month have in common. */
struct pg_assess_run {
    ym_day month;
    int16_t revision;
    ym_usec now;
    struct ym_span rules; /* "id/version" of the table */
    struct ym_span by;    /* public name */
};

/* Proposals worked out of facts: of each row id and what are read, of what neither month, day nor
 * rules. A dispute stands once in a group. */
__attribute__((warn_unused_result)) enum ym_err
pg_assess_proposals(struct ym_conn *c, const struct pg_assess_run *run,
                    const struct app_proposal *rows, size_t n, struct ym_error *reterr);

/* Proposals that the month's facts bear no longer are marked, the month is noted with the sums over
 * everybody, all of it commits. */
__attribute__((warn_unused_result)) enum ym_err pg_assess_end(struct ym_conn *c,
                                                              const struct pg_assess_run *run,
                                                              const struct app_assess_sums *all,
                                                              struct ym_error *reterr);

#endif
