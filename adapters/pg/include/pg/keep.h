/* SPDX-License-Identifier: Apache-2.0 */
/* Housekeeping: what a database that runs for years must lose again.
 *
 * One sweeper at a time over all programs: the turn is a row that is taken for PG_KEEP_TURN_MS and
 * held on to while work is left (no session lock, which a pooler would hand to anybody). A sweep is
 * a series of slices, each a short transaction of its own, so that no snapshot and no lock is held
 * for long and the caller can pause between any two:
 *
 *   TURN ─mine─> MARK ─> TALLY… ─> FEED… ─a day since the last round─> KEYS (each bucket)… ──┐
 *     └─another's─> DONE     └─not yet─> DONE                                                │
 *                              ↑                                                             │
 *                           CREDIT… <─ LINKS… <─ SESSIONS… <─ TOKENS… <─ UPLOADS… <──────────┘
 *
 *   tally  what happened in the hours that are over (pg/tally.h)
 *   feed   rows of outbox older than `feed` that every active subscription has passed
 *   keys   request keys older than `keys`: a request repeated after that long acts anew
 *   uploads   attachments that nobody finished (app/evidence.h): given up after PG_KEEP_UPLOAD_MS,
 *          gone PG_KEEP_GONE_MS later. What is on file is never touched
 *   tokens bearer tokens that expired or were revoked more than `tokens` ago
 *   sessions, links   of people: those that ended (links also: were used) PG_KEEP_ENDED_MS ago
 *   credit what credit profiles leave behind, one shelf after the other: looks at them after the
 *          years that the office says, objections, a party's own words, bars that were lifted and
 *          the items themselves five years after, certificates when they are valid no more, with
 *          what was sealed; last each profile of which an item is past its time by the formula of
 *          its run (pg_credit_sweep()), whose hash stays as long as another of its month may
 *
 * The round of keys remembers its bucket in the database: a program that stops in the midst of it
 * leaves the rest to the next. Commits are not waited for on disk (losing one means to do a slice
 * again). The age of things is judged by the program's clock, but never by more than the
 * database's: a clock that runs ahead deletes nothing early. */
#ifndef YM_PG_KEEP_H
#define YM_PG_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "pg/conn.h"
#include "pg/tally.h"
#include "yima/date.h"

#define PG_KEEP_TURN_MS      60000    /* a turn that is not held on to ends */
#define PG_KEEP_ROWS         1000     /* deleted in one slice */
#define PG_KEEP_ROUND_MS     86400000 /* between the rounds of keys and tokens */
#define PG_KEEP_ENDED_MS     86400000 /* how long a session or link that ended is kept */
#define PG_KEEP_UPLOAD_MS    86400000 /* an attachment may be on its way for so long */
#define PG_KEEP_GONE_MS      3600000  /* then no statement is left that could add to it */
#define PG_KEEP_GONE_MAX     10       /* that go in one slice: 80 parts of 256 KiB each, at most */
#define PG_KEEP_MARK_MS      600000   /* between the marks of the feed */
#define PG_KEEP_STATEMENT_MS 5000     /* longest statement; a slice that takes longer is given up */
#define PG_KEEP_SAVE_BUCKETS 32       /* buckets between two notes of how far the round is */
#define PG_KEEP_INSTANCE_LEN 16       /* bytes that tell one run of a program from all others */

#define PG_KEEP_KEYS_DAYS   90 /* by default */
#define PG_KEEP_FEED_DAYS   7
#define PG_KEEP_TOKENS_DAYS 90

#define PG_KEEP_STEPS(X)                                                                           \
    X(TURN)                                                                                        \
    X(MARK) X(TALLY) X(FEED) X(KEYS) X(UPLOADS) X(TOKENS) X(SESSIONS) X(LINKS) X(CREDIT) X(DONE)

enum pg_keep_step {
#define X(name) PG_KEEP_##name,
    PG_KEEP_STEPS(X)
#undef X
};

/* One program's sweeps. A plain struct: copy it, hand it to a thread and back. */
struct pg_keep {
    unsigned char instance[PG_KEEP_INSTANCE_LEN]; /* of this run of the program */
    ym_usec keys, feed, tokens;                   /* how long each is kept */
    ym_usec looks;          /* likewise, of looks at credit profiles; 0: none of them goes */
    struct pg_tally *tally; /* NULL: nothing is added up. Not owned */

    enum pg_keep_step step; /* what the next slice does */
    ym_usec now;            /* of this sweep, bounded by the database's clock */
    bool is_mine;           /* this sweep has the turn */
    bool is_round;          /* keys and tokens are due */
    int32_t bucket;         /* next of the round */
    int32_t upload_bucket;  /* next in which unfinished uploads may be */
    unsigned hours;         /* slices of the tally in this sweep */
    unsigned shelf;         /* of credit that comes next */
    ym_usec round_at;       /* when the last round ended */
    bool has_end;           /* feed_end is known */
    int64_t feed_from;      /* transaction at which the next slice begins */
    int64_t feed_end;       /* transaction before which rows may go */

    /* For a gauge, since the start of the program. */
    uint64_t sweeps, slices;                    /* done with the turn; transactions */
    uint64_t keys_gone, feed_gone, tokens_gone; /* rows deleted; sessions and links as tokens */
    uint64_t uploads_gone;                      /* attachments that nobody finished */
    uint64_t credit_gone;                       /* rows of credit, profiles among them */
    uint64_t tallied;                           /* slices of the tally */
    uint64_t failures;                          /* slices that failed */
    ym_usec swept_at;                           /* when the last sweep ended; 0: none did */
};

/* Defaults, and never swept. */
void pg_keep_init(struct pg_keep *k, const unsigned char instance[PG_KEEP_INSTANCE_LEN]);

/* Begin a sweep at this time. */
void pg_keep_begin(struct pg_keep *k, ym_usec now);

/* Do the next slice over c, blocking: some milliseconds as a rule. The sweep is over when k->step
 * is PG_KEEP_DONE; on an error it is, too, and the next one goes on where this one was. Pre:
 * k->step is not DONE. */
__attribute__((warn_unused_result)) enum ym_err pg_keep_slice(struct pg_keep *k, struct ym_conn *c,
                                                              struct ym_error *reterr);

/* Give the turn up ahead of its time, when a sweep is broken off. */
void pg_keep_leave(struct pg_keep *k, struct ym_conn *c);

const char *pg_keep_step_name(enum pg_keep_step step); /* "FEED" */

#endif
