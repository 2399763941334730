/* SPDX-License-Identifier: Apache-2.0 */
/* The 64-bit identifier of a dispute, made by the program and never by the database.
 *
 *   bit 63  62 ............... 22  21 .. 17  16 .. 10  9 ..... 0
 *       0   ms since 2020 (41)     node (5)  seq (7)   bucket (10)
 *
 * Its high bits are its age, so that tables may be partitioned by ranges of it; its low bits are
 * the bucket by which every table of a dispute is distributed. 41 bits of milliseconds reach into
 * 2089. */
#ifndef YM_ID_H
#define YM_ID_H

#include "yima/date.h"

#define YM_BUCKETS         1024 /* fixed for ever: a bucket is part of every primary key */
#define YM_ID_NODES        32   /* programs that may make ids at the same moment */
#define YM_ID_SEQS         128  /* ids of one node in one millisecond */
#define YM_ID_EPOCH        1577836800000000LL /* 2020-01-01T00:00:00Z in microseconds */
#define YM_ID_MS_MAX       ((1LL << 41) - 1)
#define YM_ID_AHEAD_MAX_MS 5000 /* how far a generator may run ahead of the clock */

struct ym_id {
    int64_t v; /* above 0; 0 is "no id" */
};

/* Makes ids, each larger than the one before, also when the clock steps back. Owned by one thread.
 */
struct ym_id_gen {
    int64_t ms;       /* millisecond of the last id, since YM_ID_EPOCH */
    int64_t until_ms; /* last millisecond of which ids may be made, <= YM_ID_MS_MAX */
    uint32_t seq;     /* the next sequence number in ms, up to YM_ID_SEQS when it is used up */
    uint32_t node;    /* this program among its peers, < YM_ID_NODES */
};

/* Start a generator. Two programs that make ids of the same milliseconds must have different nodes.
 * Pre: node < YM_ID_NODES. */
void ym_id_gen_init(struct ym_id_gen *gen, uint32_t node);

/* Start a generator that makes ids of the milliseconds after `after` and up to `until` only, both
 * since YM_ID_EPOCH. Who holds the same node in turn gets ranges that do not overlap, and then no
 * id is made twice, whatever the clocks show. A clock that runs past the range does not end it: its
 * last YM_ID_AHEAD_MAX_MS milliseconds are used up one by one, so that an id never tells of a time
 * long gone. Pre: node < YM_ID_NODES; 0 <= after. */
void ym_id_gen_range(struct ym_id_gen *gen, uint32_t node, int64_t after, int64_t until);

/* Move the end of the range; 0 (or any millisecond gone by) lets it make no id at all. */
void ym_id_gen_until(struct ym_id_gen *gen, int64_t until);

/* Tell the generator of an id that its node made earlier (the largest in the store, at start), so
 * that it counts on from there: a restarted program whose clock went back repeats nothing. */
void ym_id_gen_skip(struct ym_id_gen *gen, struct ym_id seen);

/* Make the next id, in this bucket. False, and nothing changed, when now is before 2020 or past the
 * last millisecond that fits, when the generator would run more than YM_ID_AHEAD_MAX_MS ahead of
 * now (too many ids were asked for, or the clock stepped back too far), or when its range is used
 * up: try again later.
 * Pre: bucket < YM_BUCKETS. */
__attribute__((warn_unused_result)) bool ym_id_next(struct ym_id_gen *gen, ym_usec now,
                                                    uint32_t bucket, struct ym_id *ret);

/* True for the values that ym_id_next() can return, and for no other. */
bool ym_id_valid(struct ym_id id);

/* The bucket of an id, < YM_BUCKETS. */
uint32_t ym_id_bucket(struct ym_id id);

/* The instant at which the id was made, to the millisecond. */
ym_usec ym_id_at(struct ym_id id);

/* The lowest value that an id of this instant's millisecond can have, for the bounds of partitions.
 * Clamped: 0 before 2020, INT64_MAX past the last millisecond. */
struct ym_id ym_id_floor(ym_usec at);

#endif
