/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines fire by themselves: each due row becomes an ordinary EXPIRE command of the clock, whose
 * transaction deletes the row, so each fires exactly once however many programs look. */
#ifndef YM_CLI_FIRING_H
#define YM_CLI_FIRING_H

#include "app/command.h"
#include "base/histogram.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/store.h"

/* One row on its way. */
struct cli_shot {
    struct cli_sweep *sweep;
    const struct pg_due_row *row; /* readable until the sweep is resumed */
    struct app_request request;
};

/* The rows of one link that were handed over together. */
struct cli_sweep {
    struct cli_firing *firing;
    unsigned link;
    size_t pending; /* shots not answered yet */
    size_t gone;    /* shots whose rows are gone */
    struct cli_shot shots[PG_DUE_BATCH_MAX];
};

#define CLI_BROKEN_MAX    256     /* disputes that cannot be read, of which a program knows */
#define CLI_BROKEN_MS_MIN 60000   /* after the first try; each further one doubles it */
#define CLI_BROKEN_MS_MAX 3600000 /* longest wait */

/* A dispute whose deadline cannot be fired because its stored state cannot be read. */
struct cli_broken {
    struct ym_id dispute; /* v == 0: none */
    uint64_t wait_ms;     /* before the next try */
    uint64_t next_ms;     /* monotonic: not tried before */
};

struct cli_firing {
    struct app *app;
    struct pg_store *store;
    struct ym_loop *loop;
    struct ym_log *log;
    uint64_t fired;   /* deadlines that fired since the start */
    uint64_t refused; /* deadlines whose rule refused: a fault of the procedure */
    uint64_t broken;  /* tries on disputes that cannot be read */
    struct cli_broken asides[CLI_BROKEN_MAX]; /* by the low bits of the id's high part */
    struct ym_histogram lateness;             /* from due to fired (ym_scale_late_us) */
    struct cli_sweep sweeps[PG_STORE_LINKS_MAX];
};

/* Begin to watch. *f must not move until pg_due_stop(). */
void cli_firing_start(struct cli_firing *f, struct app *app, struct pg_store *store,
                      struct ym_loop *loop, struct ym_log *log);

#endif
