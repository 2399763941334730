/* SPDX-License-Identifier: Apache-2.0 */
/* What `yima deadlines recount` reads: disputes with a running deadline, bucket by bucket, and
 * their histories. Blocking: for subcommands. A page is a statement of its own, so that no snapshot
 * is held for longer. */
#ifndef YM_PG_RECOUNT_H
#define YM_PG_RECOUNT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/conn.h"
#include "yima/id.h"

#define PG_RECOUNT_PAGE 100 /* disputes of one page */

struct pg_recount_page {
    uint32_t bucket;    /* this one, or the next that has such a dispute */
    struct ym_id after; /* of this bucket only those behind it; v == 0: from the first */
};

/* A dispute as it stands. state: packed; it dies when fn returns. */
typedef void pg_recount_dispute_fn(void *arg, struct ym_id id, uint32_t version,
                                   struct ym_span state);

/* At most PG_RECOUNT_PAGE disputes of one bucket, in the order of ids; none: there are no more. */
__attribute__((warn_unused_result)) enum ym_err
pg_recount_disputes(struct ym_conn *c, const struct pg_recount_page *page,
                    pg_recount_dispute_fn *fn, void *arg, struct ym_error *reterr);

/* An event: its canonical bytes, which die when fn returns. */
typedef void pg_recount_event_fn(void *arg, struct ym_id id, struct ym_span payload);

/* Disputes of one bucket. */
struct pg_recount_ids {
    uint32_t bucket;
    size_t n; /* at most PG_RECOUNT_PAGE */
    struct ym_id at[PG_RECOUNT_PAGE];
};

/* Every event of these disputes: in the order of ids, those of one in their order. */
__attribute__((warn_unused_result)) enum ym_err
pg_recount_events(struct ym_conn *c, const struct pg_recount_ids *ids, pg_recount_event_fn *fn,
                  void *arg, struct ym_error *reterr);

#endif
