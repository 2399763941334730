/* SPDX-License-Identifier: Apache-2.0 */
/* Telling the other programs on this database that something has changed, so that they look at once
 * and not at their next poll. Nothing depends on it: whoever is not told polls.
 *
 * A notice is a NOTIFY of its own over a link of its own, after the commit and apart from it:
 * inside a command's transaction it would make all commits wait for each other. Whatever changes
 * within PG_NOTICE_GAP_MS of the last notice goes into one, so that a program sends at most one in
 * that time however many commands it handles. A notice says that something changed and when the
 * earliest deadline among it is due, never what.
 *
 * Each program says every PG_NOTICE_BEAT_MS that it is there. It hears itself by that, which proves
 * the whole way: behind a pooler LISTEN seems to work and nothing ever comes. And it knows whether
 * anybody else is there: one that is alone sends nothing but its beats.
 *
 *   LISTEN ─committed─> waits for its own beat ─heard─> HEARING
 *     └─────────── link lost, or no beat of its own for PG_NOTICE_PEER_MS ───────────┘ */
#ifndef YM_PG_NOTICE_H
#define YM_PG_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/span.h"

#define PG_NOTICE_GAP_MS    10    /* at least between two notices of one program */
#define PG_NOTICE_BEAT_MS   3000  /* between two signs of life */
#define PG_NOTICE_PEER_MS   10000 /* a program that is not heard for so long is gone */
#define PG_NOTICE_PEERS_MAX 32    /* programs told apart; more count as one */
#define PG_NOTICE_TEXT_MAX  48    /* bytes of a notice with its NUL */

enum pg_notice_what {
    PG_NOTICE_BEAT = 'b',    /* nothing changed; the sender is there */
    PG_NOTICE_CHANGES = 'c', /* disputes */
    PG_NOTICE_RULES = 'r',   /* procedures, calendar, reference data, keys: the revision */
};

/* A notice as it travels: 16 digits of who, a letter of what, and a time, parted by one blank. */
struct pg_notice_text {
    uint64_t from; /* the program's instance; 0: one that is no service */
    enum pg_notice_what what;
    ym_usec due; /* of CHANGES: the earliest deadline set by them; YM_USEC_NONE: none */
};

void pg_notice_write(const struct pg_notice_text *n, char ret[PG_NOTICE_TEXT_MAX]);

/* False: it is none of ours. Anybody in the database can send anything. */
bool pg_notice_read(struct ym_span text, struct pg_notice_text *ret);

struct pg_notice; /* owned by the composition root; one loop, one thread */

struct pg_notice_config {
    const char *conninfo; /* as for ym_link_open(); copied */
    bool is_unprepared;   /* a pooler in transaction mode: it can tell, and hears nothing */
    const unsigned char *instance; /* random bytes that tell this run from all others, 8 are used */

    /* Somebody else changed something: look. Also after the link came up, when nobody knows what
     * was missed: then once for CHANGES and once for RULES. */
    void (*on_heard)(void *arg, enum pg_notice_what what, ym_usec due);
    void *arg; /* handed to on_heard */
};

/* Open the link and start connecting; errors as for ym_link_open(). */
__attribute__((warn_unused_result)) struct pg_notice *
pg_notice_open(struct ym_loop *loop, const struct pg_notice_config *config,
               struct ym_error *reterr);

/* Disputes were changed, and committed; due as in struct pg_notice_text. Cheap: call it for each.
 * NULL is legal. */
void pg_notice_tell(struct pg_notice *n, ym_usec due);

/* Tell all programs over conn that they are to ask for the revision. Best effort. Not inside a
 * transaction, or they are told when it commits. */
void pg_notice_rules(struct ym_conn *conn);

/* Close the link, free, call on_closed (may be NULL). What waits to be told is not: others poll.
 * Asynchronous; call once. */
void pg_notice_close(struct pg_notice *n, void (*on_closed)(void *arg), void *arg);

struct pg_notice_gauges {
    bool is_hearing;  /* its own beat came back lately: what others send arrives here */
    unsigned peers;   /* other programs heard lately */
    uint64_t sent;    /* notices that were committed, beats included */
    uint64_t failed;  /* notices that were not */
    uint64_t heard;   /* notices of others, without their beats */
    uint64_t spared;  /* changes that went into a notice with others, or concerned nobody */
    uint64_t foreign; /* texts on our channel that are none of ours */
};

void pg_notice_gauges_get(const struct pg_notice *n, struct pg_notice_gauges *ret);

#endif
