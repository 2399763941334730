/* SPDX-License-Identifier: Apache-2.0 */
/* Outcomes of mediators and bodies, adjusted for what came to them.
 *
 * Who mediates medical disputes settles fewer of them than who mediates between neighbours, and is
 * no worse for it. So what was settled is compared with what the reference (all disputes of the
 * same months and region) would have settled of the same mix of types. Few cases say little:
 * everything comes with an interval, and below a minimum nothing is said at all. Integers alone;
 * nothing here orders anybody. Source: local: no law sets a measure for mediators; Wilson, J. Am.
 * Stat. Assoc. 22 (1927) 209, has the interval. */
#ifndef YM_ASSESS_H
#define YM_ASSESS_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/vocab.h"

#define YM_ASSESS_SCALE     1000              /* in which shares and ratios are told */
#define YM_ASSESS_CASES_MAX INT64_C(10000000) /* of one cell, so that products fit */

/* A value and the interval in which, by chance alone, the true one lies in 95 of 100 such cases. */
struct ym_interval {
    int64_t value, low, high; /* in units of 1 / YM_ASSESS_SCALE; low <= value <= high */
};

/* The share part / whole with its interval (Wilson's score interval with z = 1.96, computed in
 * integers and rounded outwards). False, with *ret zeroed, when whole is 0 or a number lies outside
 * 0 <= part <= whole <= YM_TYPE_COUNT * YM_ASSESS_CASES_MAX. */
__attribute__((warn_unused_result)) bool ym_assess_share(int64_t part, int64_t whole,
                                                         struct ym_interval *ret);

/* Cases of one type, and how many of them came out as wished (settled, in time, performed). */
struct ym_assess_cell {
    int64_t cases, good;
};

struct ym_assess {
    int64_t cases, good;      /* of all own cells */
    int64_t compared;         /* cases of types that the reference has too */
    int64_t compared_good;    /* of them */
    int64_t expected;         /* good ones that the reference would have had of them, in units of
                                 1 / YM_ASSESS_SCALE */
    struct ym_interval share; /* compared_good of compared */
    struct ym_interval ratio; /* observed / expected: 1000 is as expected */
    bool is_small;            /* fewer compared cases than the minimum: say nothing more */
    bool is_told;             /* share and ratio hold: not small, and something was expected */
};

/* Compare own cells, by type, with the reference's. Own cases may be part of the reference. False,
 * with *ret zeroed, when a cell is not 0 <= good <= cases <= YM_ASSESS_CASES_MAX. */
__attribute__((warn_unused_result)) bool
ym_assess_adjust(const struct ym_assess_cell own[YM_TYPE_COUNT],
                 const struct ym_assess_cell reference[YM_TYPE_COUNT], int64_t minimum,
                 struct ym_assess *ret);

#endif
