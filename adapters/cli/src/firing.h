/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines fire by themselves: each due row becomes an ordinary EXPIRE command of the clock, whose
 * transaction deletes the row, so each fires exactly once however many programs look.
 *
 * A backlog, such as a program finds that was down for a week, must not stand in the way of people:
 * while anybody else's commands come, rows are fired a few at a time, by one link after the other,
 * with a pause behind each portion that is in proportion to what it took: so they find the database
 * busy with a backlog for a quarter of the time, however slow it is. Without them nothing is waited
 * for. */
#ifndef YM_CLI_FIRING_H
#define YM_CLI_FIRING_H

#include "app/command.h"
#include "base/histogram.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/store.h"

#define CLI_FIRING_PORTION  8    /* rows fired together while others' commands come */
#define CLI_FIRING_REST     3    /* the pause of all links behind a portion, times what it took */
#define CLI_FIRING_REST_MIN 10   /* ms; never shorter, and how often a link looks whether it may */
#define CLI_FIRING_REST_MAX 1000 /* ms; never longer, so that no deadline waits for good */
#define CLI_FIRING_QUIET_MS 2000 /* others are gone when nothing of theirs came for so long */

/* One row on its way. */
struct cli_shot {
    struct cli_sweep *sweep;
    const struct pg_due_row *row; /* readable until the sweep is resumed */
    struct app_request request;
};

/* The rows of one link that were handed over together.
 *
 *   (handed over) ── PORTION ─answered─> RESTING ─rows left─> PORTION
 *                                           └─none left─> (resumed) */
struct cli_sweep {
    struct cli_firing *firing;
    unsigned link;
    const struct pg_due_row *rows; /* n of them; readable until the sweep is resumed */
    size_t n;
    size_t next;           /* the first that is not fired yet */
    size_t pending;        /* shots not answered yet */
    size_t gone;           /* shots whose rows are gone */
    uint64_t began_us;     /* ym_loop_precise_us() when the portion began */
    struct ym_timer *rest; /* the pause behind a portion */
    struct cli_shot shots[PG_DUE_BATCH_MAX];
};

#define CLI_BROKEN_MAX    256      /* that cannot be fired, of which a program knows */
#define CLI_BROKEN_MS_MIN 60000    /* after the first try; each further one doubles it */
#define CLI_BROKEN_MS_MAX 3600000  /* longest wait */
#define CLI_BROKEN_SAY_MS 86400000 /* the log says it at first, and then so often */
#define CLI_BROKEN_WHOLE  255      /* no deadline of the dispute: it cannot be read */

/* A deadline that cannot be fired: its rule refuses, or the stored state of its dispute cannot be
 * read. */
struct cli_broken {
    struct ym_id dispute; /* v == 0: none */
    uint8_t deadline;     /* index in its procedure; CLI_BROKEN_WHOLE: any of it */
    uint64_t wait_ms;     /* before the next try */
    uint64_t next_ms;     /* monotonic: not tried before */
    uint64_t said_ms;     /* monotonic: when the log said so last */
};

struct cli_firing {
    struct app *app;
    struct pg_store *store;
    struct ym_loop *loop;
    struct ym_log *log;
    uint64_t fired;        /* deadlines that fired since the start */
    uint64_t refused;      /* tries whose rule refused: a fault of the procedure */
    uint64_t broken;       /* tries on disputes that cannot be read */
    uint32_t under_way;    /* shots of all sweeps not answered yet */
    uint64_t others;       /* commands of others that were answered, at the last look */
    uint64_t rested_at_ms; /* monotonic: the end of the pause */
    uint64_t others_at_ms; /* monotonic: when something of theirs was last seen; 0: never */
    struct cli_broken asides[CLI_BROKEN_MAX]; /* by dispute and deadline */
    struct ym_histogram lateness;             /* from due to fired (ym_scale_late_us) */
    struct cli_sweep sweeps[PG_STORE_LINKS_MAX];
};

/* Begin to watch. *f must not move until the loop has ended. YM_E_UNAVAILABLE: no memory. */
__attribute__((warn_unused_result)) enum ym_err
cli_firing_start(struct cli_firing *f, struct app *app, struct pg_store *store,
                 struct ym_loop *loop, struct ym_log *log, struct ym_error *reterr);

/* How many deadlines stand whose rule refused, as far as this program knows: at most
 * CLI_BROKEN_MAX. */
uint64_t cli_firing_refused(const struct cli_firing *f);

/* Fire nothing more; what is under way is still answered. Legal when never started, and twice. */
void cli_firing_stop(struct cli_firing *f);

#endif
