/* SPDX-License-Identifier: Apache-2.0 */
/* What the histories of some disputes say of their parties: read, proved and packed. */
#ifndef YM_CLI_CREDIT_SOURCE_H
#define YM_CLI_CREDIT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "crypto/keyring.h"
#include "pace.h"
#include "pg/credit.h"
#include "yima/credit.h"

/* Of the rules by which items are read from a history. Another number makes every source anew:
 * raise it whenever ym_credit_take() or ym_credit_items_pack() makes other bytes of the same
 * events. */
#define CREDIT_EDITION 3

#define CREDIT_MADE_BYTES_MAX (32u << 20) /* packed items of one chunk */

/* The items of one dispute: the bytes from `at` on lie in the maker's buffer until the next call.
 */
struct credit_made {
    struct ym_id id;
    uint32_t version;
    unsigned char head[32]; /* of the dispute at that version */
    ym_day oldest;          /* YM_DAY_NONE: there is none */
    size_t at, n;
};

struct credit_maker {
    struct ym_conn *reading;       /* not owned */
    const struct ym_keyring *ring; /* that proves what is made; not owned */
    struct pg_credit_wish wish;
    struct cli_pace *pace;     /* not owned */
    uint64_t disputes, events; /* read so far */
    size_t nmade;
    struct credit_made made[PG_CREDIT_CHUNK]; /* ascending by id */
    struct ym_buf bytes;                      /* owned */

    /* Where the chunk stands. */
    const struct pg_credit_stale *stale;
    struct ym_credit *fold; /* owned */
    unsigned char head[32];
    enum ym_err err;
    struct ym_error *reterr;
};

/* since: items of days before it are left out. pace: it is kept, and by whoever uses the maker.
 * UNAVAILABLE: no memory. Release it in any case. */
__attribute__((warn_unused_result)) enum ym_err
credit_maker_init(struct credit_maker *m, struct ym_conn *reading, const struct ym_keyring *ring,
                  ym_day since, struct cli_pace *pace, struct ym_error *reterr);
void credit_maker_release(struct credit_maker *m); /* legal on a zeroed one */

/* Make the items of these disputes (ids ascending, n <= PG_CREDIT_CHUNK) as of the versions given.
 * Every event is held against its hash, its columns and its place, and the last one against the
 * head of the dispute: INTERNAL names the first dispute that does not prove true. */
__attribute__((warn_unused_result)) enum ym_err credit_make(struct credit_maker *m,
                                                            const struct pg_credit_stale *stale,
                                                            size_t n, struct ym_error *reterr);

/* What is to be kept of the i-th dispute of the chunk, with its proof. */
void credit_made_source(const struct credit_maker *m, size_t i, struct pg_credit_source *ret);

/* Did this program make that row, under a key that the ring has? Whoever can write to the database
 * alone cannot make one that it did not. */
__attribute__((warn_unused_result)) bool credit_source_holds(const struct ym_keyring *ring,
                                                             const struct pg_credit_source *s);

/* Take out the items of days before `since`; the day of the oldest one that stays, or YM_DAY_NONE.
 */
ym_day credit_items_trim(struct ym_credit_log *log, ym_day since);

/* What was made of this dispute; NULL: nothing. */
const struct credit_made *credit_made_of(const struct credit_maker *m, struct ym_id id);

#endif
