/* SPDX-License-Identifier: Apache-2.0 */
/* When the requests of an open loop are to be sent, whatever the server does.
 *
 * Arrivals are independent of each other (exponential gaps), as those of many people are. A
 * latency counts from the intended moment, so that a server that stalls is charged for everything
 * that should have happened meanwhile. */
#ifndef YM_BENCH_ARRIVALS_H
#define YM_BENCH_ARRIVALS_H

#include <stdbool.h>
#include <stdint.h>

#define ARRIVALS_MAX 65536 /* that may wait at once; more, and the run has failed */

struct arrivals {
    double rate; /* a second */
    uint64_t seed;
    double next;       /* microseconds of measure_now() at which the next one comes */
    int64_t until;     /* none comes after it */
    int64_t *waiting;  /* ring of ARRIVALS_MAX intended moments */
    uint64_t first, n; /* taken from it, put into it */
};

/* Begin now, for so many seconds. */
void arrivals_start(struct arrivals *a, uint64_t rate, int64_t seconds, uint64_t seed);

/* Let come what was due by now. False: more than ARRIVALS_MAX wait. */
bool arrivals_come(struct arrivals *a, int64_t now);

/* How many wait. */
uint64_t arrivals_waiting(const struct arrivals *a);

/* The oldest that waits. Pre: one does. */
int64_t arrivals_take(struct arrivals *a);

/* Has everything come, and nothing waits? */
bool arrivals_over(const struct arrivals *a);

/* Microseconds until the next comes, at most max. */
int64_t arrivals_sleep(const struct arrivals *a, int64_t now, int64_t max);

#endif
