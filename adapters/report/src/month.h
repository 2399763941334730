/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of JSON in this room share. */
#ifndef YM_REPORT_SRC_MONTH_H
#define YM_REPORT_SRC_MONTH_H

#include "json/read.h"
#include "report/report.h"

#define REPORT_MONTH_TEXT_MAX 8 /* "2026-08" and its NUL */

/* "2026-08": the first day of the month. YM_DAY_NONE after an error. */
ym_day report_get_month(const struct json_at *at);
void report_print_month(ym_day month, char out[REPORT_MONTH_TEXT_MAX]);

/* A name that is a member, copied into the report; empty after an error. */
struct ym_span report_get_name(struct report *r, struct json_at *object, const char *key);

/* The same, but null stands for an empty one. */
struct ym_span report_get_optional(struct report *r, struct json_at *object, const char *key);

#endif
