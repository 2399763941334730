/* SPDX-License-Identifier: Apache-2.0 */
/* Reports and the memory that they own. */
#ifndef YM_REPORT_SRC_MODEL_H
#define YM_REPORT_SRC_MODEL_H

#include "base/arena.h"
#include "report/report.h"

#define REPORT_MEMORY_BYTES (6u << 20)                /* holds every report within the limits */
#define REPORT_ABOVE_MAX    (4u * REPORT_REGIONS_MAX) /* regions that hold lines of regions */
#define REPORT_PEOPLE_MAX   (REPORT_REGIONS_MAX + REPORT_ABOVE_MAX + 1u)

struct report *report_new(void); /* zeroed, with its memory; NULL: none */

/* Its memory. */
struct ym_arena *report_arena(struct report *r);

/* An array in it; NULL also when count is 0. */
void *report_room(struct report *r, size_t count, size_t size);

/* The published ranges that are shown beside this month, from the files in the binary. */
__attribute__((warn_unused_result)) enum ym_err report_references_load(struct report *r,
                                                                       struct ym_error *reterr);

/* The region by whose inhabitants the scope is measured: its own, and for the whole the largest one
 * with known inhabitants that holds every line. YM_REGION_ALL: none. */
int64_t report_home(const struct report *r);

/* Is it one line, short enough and without spaces at its ends? An empty one is. */
bool report_is_name(struct ym_span name);

/* One day of the month before, or of the same month a year before. */
ym_day report_month_before(ym_day month);
ym_day report_year_before(ym_day month);

#endif
