/* SPDX-License-Identifier: Apache-2.0 */
/* The store on PostgreSQL: the port of yima/ports.h over a few pipelined links.
 *
 * Disputes are sharded by bucket over the links, and each link writes in batches: when it is idle a
 * batch leaves at the end of the turn, while one is under way the next gathers. A batch is one
 * transactional unit of fixed set-based statements over arrays and one commit; what a change asks
 * for happens whole or not at all, and each change has a verdict of its own:
 *
 *   - the dispute row is updated only if its version is the expected one and the request key is
 * new;
 *   - every other row is inserted by a join with the dispute row *as this change leaves it* (its
 * new head), so a change that lost its race inserts nothing;
 *   - changes that lost are looked up: DUPLICATE when their key is there, else CONFLICT;
 *   - a batch that the server refuses is halved until the poisoned change stands alone;
 *   - a batch whose commit was not answered is looked up by the hashes of its events.
 *
 *   acquire: cached ─> OK      load ─> OK, MISSING      (in order of arrival, one holder a dispute)
 *   append:  waiting ─> WRITING ─> OK
 *                          ├─lost, in doubt─> LOOKING UP ─> OK, CONFLICT, DUPLICATE, UNAVAILABLE
 *                          ├─race or deadlock─> WRITING again
 *                          └─refused─> halves WRITING ─> OK, POISON
 *
 * Between commands on a dispute its state and head stay in a cache; another node may have changed
 * it meanwhile, which the version check notices. */
#ifndef YM_PG_STORE_H
#define YM_PG_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/histogram.h"
#include "loop/loop.h"
#include "pg/conn.h"
#include "pg/link.h"
#include "yima/date.h"
#include "yima/ports.h"

#define PG_STORE_LINKS         2 /* by default: more only adds latency on two cores */
#define PG_STORE_LINKS_MAX     8
#define PG_STORE_CACHE         131072 /* disputes held in memory, by default: some 85 MB when full */
#define PG_STORE_CACHE_MAX     1048576
#define PG_STORE_CALLS         4096 /* appends waiting or under way, by default; one more is BUSY */
#define PG_STORE_CALLS_MAX     65536
#define PG_BATCH_MAX           64      /* changes in one batch */
#define PG_BATCH_BYTES_MAX     1048576 /* payload in one batch; a single change always fits */
#define PG_BATCH_ATTEMPTS_MAX  5       /* tries of a batch that lost a race or a deadlock */
#define PG_LOOKUP_ATTEMPTS_MAX 3       /* tries of a look-up while the server is away */
#define PG_SLOTS_GROUPED       16      /* batches under way on one link when grouped by bucket */

struct pg_store; /* owned by the composition root; one loop, one thread */

struct pg_store_config {
    const char *conninfo; /* as for ym_link_open(); copied */
    bool is_unprepared;   /* `prepare=off`, for a pooler in transaction mode */
    bool is_grouped;      /* a batch holds one bucket only: for Citus, see pg_store_probe() */
    unsigned links;       /* 0: PG_STORE_LINKS */
    unsigned cache;       /* disputes; 0: PG_STORE_CACHE */
    unsigned calls;       /* 0: PG_STORE_CALLS. As many acquires and recalls besides */
    unsigned deadline_ms; /* of a unit; 0: the link's default */
    unsigned due_poll_ms; /* 0: PG_DUE_POLL_MS */

    /* A link came up or went down, and why. May be NULL. */
    void (*on_state)(void *arg, unsigned link, bool is_up, const char *why);

    /* A change was refused by the server: for the log; text may quote a value. Either POISON, or
     * the server's own fault (XX000), or its disk is full (53100): that is told of the first change
     * alone, until one is stored again. May be NULL. */
    void (*on_poison)(void *arg, struct ym_id dispute, const char *sqlstate, const char *text);
    void *arg; /* handed to both */
};

/* Does the database distribute its tables (is the extension citus there)? Then set is_grouped. */
__attribute__((warn_unused_result)) enum ym_err
pg_store_probe(struct ym_conn *c, bool *ret_is_grouped, struct ym_error *reterr);

/* Open the links and start connecting. NULL with *reterr: YM_E_INVALID for a setting past its limit
 * or a connection string that cannot be read, YM_E_UNAVAILABLE when the heap has no room. */
__attribute__((warn_unused_result)) struct pg_store *
pg_store_open(struct ym_loop *loop, const struct pg_store_config *config, struct ym_error *reterr);

/* The port. Lives as long as the store. A caller has at most `calls` acquires and recalls and as
 * many appends unanswered that were not BUSY, and as many BUSY answers; more is a bug. */
struct ym_store *pg_store_port(struct pg_store *s);

/* Answer what is under way (what waits gets UNAVAILABLE), close the links, free, call on_closed
 * (may be NULL). Asynchronous; call once. Pre: pg_due_stop() when deadlines were watched. */
void pg_store_close(struct pg_store *s, void (*on_closed)(void *arg), void *arg);

struct pg_store_gauges {
    unsigned links_up;              /* links that are UP now */
    size_t waiting;                 /* appends waiting for a batch */
    size_t writing;                 /* appends under way */
    size_t cached;                  /* disputes in the cache, the acquired ones included */
    uint64_t batches;               /* units of changes sent */
    uint64_t written;               /* changes OK */
    uint64_t conflicts;             /* changes CONFLICT */
    uint64_t duplicates;            /* changes DUPLICATE */
    uint64_t taken;                 /* changes TAKEN */
    uint64_t poisoned;              /* changes POISON */
    uint64_t unavailable;           /* changes UNAVAILABLE */
    uint64_t busy;                  /* calls BUSY */
    uint64_t in_doubt;              /* changes whose commit was not answered, before the look-up */
    uint64_t hits;                  /* acquires served from the cache */
    uint64_t loads;                 /* acquires that asked the database */
    struct ym_histogram batch_rows; /* changes in a unit, each try counted (ym_scale_rows) */
};

void pg_store_gauges_get(const struct pg_store *s, struct pg_store_gauges *ret);

/* The gauges of one link, and its state. False when there is no such link. */
bool pg_store_link_gauges_get(const struct pg_store *s, unsigned link, struct ym_link_gauges *ret,
                              bool *ret_is_up);

/* ---- Deadlines that are due ----
 *
 * The table is the truth; a timer a link is only a hint of when to look. After each append the
 * earliest due time is known, and every PG_DUE_POLL_MS the table is asked, because other nodes
 * insert too. Firing is an ordinary EXPIRE command, whose transaction deletes the row: so each
 * fires exactly once, however many nodes look. */

#define PG_DUE_BATCH_MAX 64   /* rows handed over at once */
#define PG_DUE_POLL_MS   3000 /* the table is asked at least so often */
#define PG_DUE_PEER_MS   500  /* from a due time that another program set to looking for it here */

struct pg_due_row {
    struct ym_id dispute;
    uint8_t deadline; /* index in the procedure of the dispute */
    ym_usec due;      /* at or before now */
};

/* Some rows of one link's shards are due. They stay readable until pg_due_resume(link), before
 * which no more come for this link: so sweeps are capped and user commands get their turn. */
typedef void pg_due_fn(void *arg, unsigned link, const struct pg_due_row *rows, size_t n);

void pg_due_start(struct pg_store *s, pg_due_fn *fn, void *arg);
void pg_due_look(struct pg_store *s); /* the clock was set: look now, not at the next poll */
void pg_due_stop(struct pg_store *s); /* no more calls; legal when not started */

/* The earliest due time that this program has stored since it was last asked; YM_USEC_NONE: none.
 * Others are told of it (pg/notice.h). */
ym_usec pg_due_news(struct pg_store *s);

/* Another program has set a deadline that is due then: look PG_DUE_PEER_MS after it at the latest.
 * By then whoever set it has fired it, if it lives: so not all of them race for each. */
void pg_due_hear(struct pg_store *s, ym_usec due);

/* All rows of the last hand-over were dealt with; gone of them will not come again. When none is
 * gone the link rests until the next poll, so that rows which cannot be fired make no busy loop. */
void pg_due_resume(struct pg_store *s, unsigned link, size_t gone);

/* The dispute, at this version, has no such clock: delete the orphaned row, if the version is still
 * that one. Nothing is reported; a row that stays comes again. */
void pg_due_forget(struct pg_store *s, const struct pg_due_row *row, uint32_t version);

#endif
