/* SPDX-License-Identifier: Apache-2.0 */
/* The pace of a long job beside which people work. It rests after every few milliseconds of its own
 * work, not after whole pages: what waits for the processor or the disk meanwhile waits a moment
 * only, however large a page is. While it rests it takes nothing from a stream of rows either, so
 * that the server's side of the job rests with it. */
#ifndef YM_CLI_PACE_H
#define YM_CLI_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "pg/conn.h"

#define CLI_PACE_MIN     5   /* percent */
#define CLI_PACE_MAX     100 /* never rests */
#define CLI_PACE_DEFAULT 50

/* What stands behind --pace in the help. */
#define CLI_PACE_HELP "percent of the time at work, 5 to 100; less is slower and kinder (50)"

struct cli_pace {
    unsigned percent;  /* CLI_PACE_MIN..CLI_PACE_MAX; 0: as CLI_PACE_MAX */
    uint64_t since_ns; /* monotonic, the end of the last rest; 0: none yet */
};

/* The number of --pace; NULL: the default. false: not a percentage that is allowed. */
__attribute__((warn_unused_result)) bool cli_pace_read(const char *text, struct cli_pace *ret);

/* Whether there are rests at all: then server and program take turns, too (pg/conn.h). */
static inline bool cli_pace_rests(const struct cli_pace *p)
{
    return p->percent != 0 && p->percent < CLI_PACE_MAX;
}

/* From now on this program and the server's half of the connection make room for whoever wants the
 * processor: the program always, the server's half where this program has a say in it (pg/conn.h).
 * Call it of each connection of the job, when it is open: a server that was started for it stays as
 * it is. */
void cli_pace_aside(struct ym_conn *c);

/* Call it after each small piece of work. It returns at once until two milliseconds of work are
 * done, then sleeps so long that the work was `percent` of both. */
void cli_pace_breathe(struct cli_pace *p);

#endif
