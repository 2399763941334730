/* SPDX-License-Identifier: Apache-2.0 */
/* Housekeeping on the loop: partitions ahead of time, and the sweeps of pg/keep.h; and a look, at
 * the beginning of each sweep, at what no sweep can clear away (pg/horizon.h).
 *
 * The work is done slice by slice by a job of the pool on a connection of its own, which is open
 * only while a sweep runs. Between two slices the loop decides: a short pause as a rule, a longer
 * one while commands wait. */
#ifndef YM_CLI_KEEPING_H
#define YM_CLI_KEEPING_H

#include "loop/log.h"
#include "loop/loop.h"
#include "pg/keep.h"
#include "pg/store.h"
#include "yima/office.h"

#define CLI_KEEPING_PERIOD_MS     60000 /* between the sweeps of one program */
#define CLI_KEEPING_PAUSE_MS      20    /* between two slices */
#define CLI_KEEPING_YIELD_MS      250   /* the same while commands wait for their batch */
#define CLI_KEEPING_YIELDS_MAX    40    /* in a row: even under load a slice is done now and then */
#define CLI_KEEPING_PARTITIONS_MS 86400000 /* partitions are made once a day */
#define CLI_KEEPING_RETRY_MS      60000    /* when they could not be made */
#define CLI_KEEPING_SNAPSHOT_S    300      /* an older snapshot is worth a warning; so is one */
#define CLI_KEEPING_SNAPSHOT_XIDS 1000000  /* behind which more transactions were begun */
#define CLI_KEEPING_CLOCKS_S      60 /* and a clock that differs by more from the database's */

struct cli_keeping;

struct cli_keeping_config {
    struct ym_loop *loop;
    struct ym_log *log;     /* may be NULL */
    const char *conninfo;   /* lives as long as the keeping */
    struct pg_store *store; /* asked whether commands wait; until cli_keeping_stop() */
    bool has_partitions;    /* they were made a moment ago */
    unsigned months_ahead;  /* of partitions */
    bool sweeps;            /* false: partitions alone */
    bool begins_at_once;    /* make the partitions now, not in a day: the clock is shifted */
    const struct ym_procedures *procedures; /* whose outcomes are added up; NULL: none are */
    const struct ym_office *office;         /* how long looks at profiles are kept */
    unsigned keys_days; /* how long request keys are kept; 0: PG_KEEP_KEYS_DAYS */
    unsigned feed_days; /* how long the feed is kept; 0: PG_KEEP_FEED_DAYS */
    unsigned char instance[PG_KEEP_INSTANCE_LEN]; /* of this run of the program */
};

/* NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct cli_keeping *
cli_keeping_new(const struct cli_keeping_config *config);

/* The clock was set: the month that it comes to may lie beyond the partitions. */
void cli_keeping_look(struct cli_keeping *k);

/* Whole months from now for which partitions are made; NaN while that is not known. */
double cli_keeping_partitions_ahead(const struct cli_keeping *k);

/* What was done so far, for gauges: as it stood after the last slice. */
void cli_keeping_get(const struct cli_keeping *k, struct pg_keep *ret);

/* What the last look found, for gauges; NaN while that is not known. */
struct cli_horizon_figures {
    double age_s;        /* of the oldest snapshot that is held; 0: none, or one of unknown age */
    double transactions; /* begun since */
    double ahead_s;      /* this machine's clock before the database's */
};

void cli_keeping_horizon(const struct cli_keeping *k, struct cli_horizon_figures *ret);

/* Objections to credit profiles that are open past the last day of their answer, as the last look
 * found them; NaN while that is not known. */
double cli_keeping_overdue(const struct cli_keeping *k);

void cli_keeping_stop(struct cli_keeping *k); /* begin nothing more; legal on NULL */

/* Free; a job that is under way ends in ym_loop_free(), and the memory goes with it. NULL legal. */
void cli_keeping_free(struct cli_keeping *k);

#endif
