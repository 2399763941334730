/* SPDX-License-Identifier: Apache-2.0 */
/* How far the holidays are known. Those of a year are announced in the autumn before it; beyond the
 * last day that a calendar covers each weekday counts as worked, so that terms which run on to
 * there are a guess, and mostly end too early. Once the days are imported, `yima deadlines recount`
 * counts them again. */
#ifndef YM_CLI_COVERAGE_H
#define YM_CLI_COVERAGE_H

#include "loop/log.h"
#include "yima/calendar.h"

#define CLI_COVERAGE_SHORT                                                                         \
    90 /* longer than the longest term of working days that procedures have */

/* Days from the one of this moment to the last one whose holidays are known; negative: that one has
 * passed. */
int32_t cli_coverage_left(const struct ym_calendar *cal, ym_usec now);

/* Warn when fewer than CLI_COVERAGE_SHORT are left, and say what to do. log may be NULL. */
void cli_coverage_warn(struct ym_log *log, const struct ym_calendar *cal, ym_usec now);

#endif
