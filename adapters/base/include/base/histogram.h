/* SPDX-License-Identifier: Apache-2.0 */
/* A histogram with fixed buckets: how often, and how large, without keeping the values.
 *
 * Observing allocates nothing, locks nothing and costs a few nanoseconds: a walk over at most
 * YM_HISTOGRAM_BOUNDS_MAX bounds, low ones first since most values are low, and two additions. One
 * thread owns it. Values are whole numbers of a small unit (microseconds, rows); the scale says how
 * many of them make one unit of what is shown. */
#ifndef YM_BASE_HISTOGRAM_H
#define YM_BASE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#define YM_HISTOGRAM_BOUNDS_MAX 16

/* Constant; shared by every histogram of its kind. */
struct ym_histogram_scale {
    uint64_t bound[YM_HISTOGRAM_BOUNDS_MAX]; /* inclusive upper bounds, ascending; n of them */
    size_t n;                                /* bounds; behind them one bucket for the rest */
    uint64_t per_unit;                       /* values in one unit shown: 1000000 for us as s */
};

struct ym_histogram {
    uint64_t bucket[YM_HISTOGRAM_BOUNDS_MAX + 1]; /* values in each bucket, not accumulated */
    uint64_t sum;                                 /* of all values */
};

extern const struct ym_histogram_scale ym_scale_request_us; /* 0.5 ms to 10 s */
extern const struct ym_histogram_scale ym_scale_turn_us;    /* 0.1 ms to 5 s */
extern const struct ym_histogram_scale ym_scale_late_us;    /* 0.1 s to a week */
extern const struct ym_histogram_scale ym_scale_rows;       /* 1 to 1024 rows */

/* Count one value. */
static inline void ym_histogram_observe(struct ym_histogram *h,
                                        const struct ym_histogram_scale *scale, uint64_t value)
{
    size_t i = 0;

    while (i < scale->n && value > scale->bound[i])
        i++;
    h->bucket[i]++;
    h->sum += value;
}

/* Values observed so far. */
uint64_t ym_histogram_count(const struct ym_histogram *h);

#endif
