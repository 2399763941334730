/* SPDX-License-Identifier: Apache-2.0 */
/* What both sides of a comparison share: a clock, a source of numbers, samples of latency. */
#ifndef YM_BENCH_MEASURE_H
#define YM_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Latencies in the order in which they came; owned by one thread. */
struct samples {
    uint32_t *usec; /* n of them */
    size_t n;       /* taken */
    size_t room;    /* allocated */
};

/* Microseconds of a clock that never steps back. */
int64_t measure_now(void);

/* Seconds of CPU that this process has used. */
double measure_cpu(void);

/* The next number of a sequence that *seed names and keeps; uniform below bound, which is not 0. */
uint64_t measure_random(uint64_t *seed, uint64_t bound);

/* False when the heap has no room; then nothing was added. */
bool samples_add(struct samples *s, int64_t usec);
bool samples_join(struct samples *to, const struct samples *from);
void samples_free(struct samples *s);

/* Sorts. The latency in milliseconds that permille of a thousand samples do not pass; 0 without
 * samples. */
double samples_at(struct samples *s, unsigned permille);

/* A whole decimal number of min..max; ends the program with status 2, naming what, otherwise. */
uint64_t measure_number(const char *what, const char *text, uint64_t min, uint64_t max);

#endif
