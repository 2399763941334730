/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a channel: take.c lets work orders in, tell.c says how they go on. */
#ifndef YM_CHANNEL_SRC_PRIVATE_H
#define YM_CHANNEL_SRC_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/mistake.h"
#include "channel/channel.h"
#include "json/order.h"

#define CHANNEL_BODY_MAX 8192 /* bytes of what a receipt or a message says */

/* An order that is being taken. */
struct channel_take {
    struct channel *c;
    struct channel_take *next; /* in the free list */
    struct ym_arena arena;
    struct app_order order;
    struct ym_mistakes mistakes;
    struct ym_buf body;    /* of the receipt */
    struct ym_error error; /* why it cannot be read */
    enum ym_err late;      /* it could be, but not now: BUSY or THROTTLED; OK otherwise */
    exchange_taken_fn *done;
    void *arg;
};

/* A message that is being made:
 *
 *   REFERENCES ──none of theirs──> nothing
 *      ├──> VIEW ──open──> made
 *      │     └─ended─> EVENTS ──merged──> VIEW of where it went, and so on
 *      │                 └──not──┐                  └──open──┐
 *      └─a merge─> EVENTS        └──> settled: [COPY, one number after another] ──> VIEW ──> made
 */
struct channel_tell {
    struct channel *c;
    struct channel_tell *next; /* in the free list */
    const struct exchange_occasion *o;
    size_t n; /* numbers of the dispute; those of the partner carry is_theirs */
    struct app_reference_row rows[APP_REFERENCES_MAX];
    bool is_theirs[APP_REFERENCES_MAX];
    struct ym_arena arena; /* the texts of rows */
    size_t hops;           /* merges that were followed */
    size_t copied;         /* of a merge: numbers given to the dispute that goes on */
    struct ym_id at;       /* the dispute that is looked at, and told of once it is settled */
    struct ym_id into;     /* where it went when it was merged; v == 0: it was not */
    bool is_settled;       /* it is known where it goes on, or that it does not */
    struct ym_buf body;
    exchange_drafted_fn *done;
    void *arg;
};

struct channel {
    struct exchange_handler port; /* must be first */
    struct channel_config config;
    struct channel_pace paces[APP_PARTNERS_MAX];
    struct channel_take *takes, *free_takes; /* CHANNEL_TAKES_MAX of them */
    struct channel_tell *tells, *free_tells; /* CHANNEL_TELLS_MAX of them */
};

static inline struct channel *channel_of(struct exchange_handler *h)
{
    return (struct channel *)h;
}

void channel_take(struct exchange_handler *h, const struct exchange_inbound *in,
                  exchange_taken_fn *done, void *arg);
bool channel_wants(struct exchange_handler *h, uint8_t command);
void channel_draft(struct exchange_handler *h, const struct exchange_occasion *o,
                   exchange_drafted_fn *done, void *arg);

#endif
