/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage.h"

int32_t cli_coverage_left(const struct ym_calendar *cal, ym_usec now)
{
    return cal->until - ym_day_of(now);
}

void cli_coverage_warn(struct ym_log *log, const struct ym_calendar *cal, ym_usec now)
{
    const int32_t left = cli_coverage_left(cal, now);
    char until[YM_DAY_TEXT_MAX];

    if (left >= CLI_COVERAGE_SHORT)
        return;
    ym_day_print(cal->until, until);
    ym_log(log, WARN, "holidays are known for a short time only", ym_log_text("until", until),
           ym_log_int("days_left", left),
           ym_log_text("do",
                       "yima import --as calendar FILE, then yima deadlines recount --by LOGIN"));
}
