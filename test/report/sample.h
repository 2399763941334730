/* SPDX-License-Identifier: Apache-2.0 */
/* A made-up month whose facts follow from their number alone. */
#ifndef YM_TEST_REPORT_SAMPLE_H
#define YM_TEST_REPORT_SAMPLE_H

#include "report/report.h"
#include "yima/fact.h"

#define SAMPLE_FACTS 900

/* The fact of this number, 0 <= i. accepted: how many of SAMPLE_FACTS are accepted in the month;
 * the rest was carried over. */
struct ym_month_fact sample_fact(int i, int accepted);

/* The first days of the months that are told. */
ym_day sample_month(int year, int month);

/* Count SAMPLE_FACTS facts, forwards or backwards, into a tally that the caller frees. */
struct report_tally *sample_tally(int accepted, bool backwards);

/* What the report is of: the whole, in this month, with names and inhabitants. */
struct report_about sample_about(ym_day month);

/* The report of that month; the caller frees it. Aborts on any error. */
struct report *sample_report(ym_day month, int accepted, const struct report *month_before,
                             const struct report *year_before);

#endif
