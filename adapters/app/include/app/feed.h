/* SPDX-License-Identifier: Apache-2.0 */
/* The feed as a port: every change of every dispute, in one order, to be followed from a place.
 *
 * The order is that in which changes become final: what is after a place stays after it, so that
 * whoever keeps the last place it has seen and asks for what comes after it misses nothing and sees
 * nothing twice, across restarts and from any program on the same database. Old changes are thrown
 * away by age, oldest first, so a place may become too old to go on from.
 * A change says where the dispute stands now (read with the change, never older than it), not where
 * it stood then. Nothing here names a person, an amount or a reason. */
#ifndef YM_APP_FEED_H
#define YM_APP_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/query.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/id.h"

#define APP_FEED_SLICE_MAX 500 /* changes in one answer */

/* A place in the order. Compared by app_place_compare() alone; {0} is before everything. */
struct app_place {
    uint64_t turn;    /* rising; of the transaction */
    int64_t dispute;  /* within it, by dispute */
    uint32_t version; /* and by version */
};

/* Negative, zero or positive, as a is before, at or after b. */
int app_place_compare(struct app_place a, struct app_place b);

/* What a dispute is found by: what scopes and wishes look at. */
struct app_keys {
    struct ym_id dispute;
    int64_t body, mediator, court; /* 0: none */
    int64_t region;                /* padded code */
    uint8_t colour, type;          /* enums */
};

/* Does this scope hold a dispute with these keys? The same answer as the read side gives for lists
 * (read_list.sql): test/stream proves it for each kind of scope. */
bool app_scope_holds(const struct app_scope *scope, const struct app_keys *keys);

/* One change. */
struct app_change {
    struct app_place place;
    struct app_keys keys; /* as they are when it is read */
    ym_usec at;           /* when it happened */
    uint32_t version;     /* of the dispute after it */
    uint8_t command;      /* enum ym_cmd */
    uint8_t stage;        /* enum ym_stage, as it is when read */
    bool is_open;         /* likewise */
    ym_usec due_at;       /* likewise; YM_USEC_NONE: no clock runs */
};

struct app_feed_slice {
    uint64_t epoch; /* of the database: another one, or a restored one, has another number */
    bool is_kept;   /* nothing behind the place asked for has been thrown away yet */
    bool is_full;   /* as many as asked for: there is probably more */
    size_t n;
    struct app_change at[APP_FEED_SLICE_MAX];
    struct app_place end; /* go on from here: of the last change, or beyond it when all that is
                             final has been read */
};

/* Exactly once, never before the call returns. err is OK, UNAVAILABLE or INTERNAL; slice is NULL
 * unless OK and dies with the callback. */
typedef void app_feed_fn(void *arg, enum ym_err err, const struct app_feed_slice *slice);

struct app_feed; /* whatever implements it; it begins with its ops */
struct app_feed_ops {
    /* At most limit (1..APP_FEED_SLICE_MAX) changes after a place. Only one question at a time. */
    void (*read)(struct app_feed *f, struct app_place after, unsigned limit, app_feed_fn *done,
                 void *arg);
    /* Where the feed ends now: an empty slice whose end is the place. Likewise. */
    void (*end)(struct app_feed *f, app_feed_fn *done, void *arg);
};
struct app_feed {
    const struct app_feed_ops *ops;
};

#endif
