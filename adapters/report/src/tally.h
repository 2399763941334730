/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of one scope while facts are counted. */
#ifndef YM_REPORT_SRC_TALLY_H
#define YM_REPORT_SRC_TALLY_H

#include "report/report.h"

/* Lines found by their id. Owned by the tally. */
struct lines {
    struct report_line *at; /* n of cap, in the order in which they came */
    uint32_t *slots;        /* 2 * cap of them: place in `at` and one, or 0; open addressing */
    uint32_t n, cap;        /* cap is a power of two */
};

struct report_tally {
    struct report_line total;
    struct lines by[REPORT_BY_COUNT];
    struct ym_day_counts days;
    struct report_turnover turnover[YM_COLOUR_COUNT][YM_COLOUR_COUNT];
};

/* The line with this id, made when it is not there. NULL: no memory. The pointer holds until the
 * next call. */
struct report_line *lines_of(struct lines *lines, int64_t id);
void lines_release(struct lines *lines);

/* Add every cell. */
void line_add(struct report_line *to, const int64_t n[REPORT_CELLS]);

/* The vocabulary of a dimension, or REPORT_NO_VOCAB. */
int report_by_vocab(enum report_by by);

#endif
