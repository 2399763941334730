/* SPDX-License-Identifier: Apache-2.0 */
/* Shares, changes and quantiles of official statistics: integers alone, so that every figure can be
 * computed again to its last digit. Nothing here knows what is counted.
 *
 * A scale says in what a share is told: 100 for whole per cent, 1000 for one decimal of a per cent,
 * 10000 for two. Half a unit rounds away from zero, as printed statistics do. */
#ifndef YM_INDICATOR_H
#define YM_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define YM_COUNT_MAX INT64_C(1000000000000) /* of anything that is counted */
#define YM_SCALE_MAX INT64_C(1000000)       /* so that products fit in 64 bits */
#define YM_SPAN_DAYS 1096                   /* a histogram of days tells apart 0 to 1095; */
                                            /* what took longer stands together */

/* part / whole in units of 1 / scale: 842 of 869 at 1000 is 969, which is 96.9 %.
 *
 * False, with *ret 0, when whole is 0 (there is no such share), or a value lies outside
 * 0..YM_COUNT_MAX or 1..YM_SCALE_MAX. */
__attribute__((warn_unused_result)) bool ym_share(int64_t part, int64_t whole, int64_t scale,
                                                  int64_t *ret);

/* (now - then) / then in units of 1 / scale: 52,956 after 29,838 at 10000 is 7748, up 77.48 %.
 * False likewise: nothing can be said of a change from 0. */
__attribute__((warn_unused_result)) bool ym_change(int64_t now, int64_t then, int64_t scale,
                                                   int64_t *ret);

/* How often something took so many days. */
struct ym_day_counts {
    int64_t n[YM_SPAN_DAYS + 1]; /* the last one: YM_SPAN_DAYS and longer */
    int64_t count;               /* sum of n */
    int64_t sum;                 /* of the days themselves, however long */
};

/* Take one in. Days below 0 count as 0: clocks of two machines may differ. */
void ym_day_counts_add(struct ym_day_counts *c, int64_t days);

/* Add all of another one: parts of a month become the month. */
void ym_day_counts_join(struct ym_day_counts *c, const struct ym_day_counts *part);

/* The smallest number of days within which at least this share (1..100 per cent) of all lies: the
 * nearest rank, with no value between two. 50 is the median, 90 the P90. YM_SPAN_DAYS stands for
 * "so long or longer". False when nothing was counted. */
__attribute__((warn_unused_result)) bool ym_day_counts_rank(const struct ym_day_counts *c,
                                                            int per_cent, int64_t *ret);

/* The mean in units of 1 / scale days. False when nothing was counted or the scale is none. */
__attribute__((warn_unused_result)) bool ym_day_counts_mean(const struct ym_day_counts *c,
                                                            int64_t scale, int64_t *ret);

#endif
