/* SPDX-License-Identifier: Apache-2.0 */
/* Progress of long work on stderr: a line that renews itself on a terminal, else one plain line for
 * every tenth; nothing with --quiet. */
#ifndef YM_CLI_PROGRESS_H
#define YM_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli.h"

#define CLI_PROGRESS_MS 100 /* between two renewals of the line */

struct cli_progress {
    const char *what;    /* "importing": of the program */
    const char *unit;    /* "rows" */
    uint64_t total;      /* steps in all; 0: not known */
    uint64_t count;      /* units done, for the rate */
    uint64_t begun_ms;   /* monotonic */
    uint64_t shown_ms;   /* when the line was last renewed */
    unsigned next_tenth; /* not on a terminal: the next tenth to say */
    bool is_quiet;
    bool is_terminal;
    bool is_shown; /* a line stands there and has to be wiped */
};

/* Begin. total: steps that cli_progress_step() counts up to; 0: unknown. */
void cli_progress_begin(struct cli_progress *p, const struct cli *cli, const char *what,
                        const char *unit, uint64_t total);

/* done steps of total and count units are behind us. Cheap to call often. */
void cli_progress_step(struct cli_progress *p, uint64_t done, uint64_t count);

/* Wipe the line, so that something else may be printed. */
void cli_progress_wipe(struct cli_progress *p);

/* Seconds since the beginning. */
double cli_progress_seconds(const struct cli_progress *p);

#endif
