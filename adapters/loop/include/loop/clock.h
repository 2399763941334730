/* SPDX-License-Identifier: Apache-2.0 */
/* The wall clock, read once a turn.
 *
 * A turn is everything that happens between two waits of the loop. Within it ym_clock_now() gives
 * the same time however often it is asked, so that one command has one time. The clock is the
 * machine's: it may step back when somebody sets it, so nothing may rely on it growing.
 * A program without a loop calls ym_clock_tick() itself, once for each piece of work. */
#ifndef YM_LOOP_CLOCK_H
#define YM_LOOP_CLOCK_H

#include <stdbool.h>

#include "yima/date.h"

struct ym_wall {
    ym_usec offset; /* added to the machine's clock; 0 outside tests */
    ym_usec now;    /* the time of this turn, when is_read */
    bool is_read;   /* has this turn read the machine's clock already? */
};

/* A clock that runs offset microseconds before (positive) the machine's clock. */
void ym_clock_init(struct ym_wall *c, ym_usec offset);

/* The time of this turn: microseconds since 1970-01-01T00:00:00Z. */
ym_usec ym_clock_now(struct ym_wall *c);

/* A new turn begins: the next ym_clock_now() reads the machine's clock. */
void ym_clock_tick(struct ym_wall *c);

#endif
