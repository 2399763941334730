/* SPDX-License-Identifier: Apache-2.0 */
/* Instants and days.
 *
 * An instant is microseconds since 1970-01-01T00:00:00Z. A day is what law counts: a date of the
 * Gregorian calendar in Asia/Shanghai, which this module takes as fixed UTC+8 (so it has been since
 * 1991-09-15; the summer times of 1986-1991 are behind every dispute that we hold).
 *
 * Both span the years 1800 to 2200: citizen numbers name days of birth as far back as that. Every
 * function is total: values outside the span are clamped to it, and "none" stays "none". */
#ifndef YM_DATE_H
#define YM_DATE_H

#include <stdint.h>

#include "yima/span.h"

typedef int64_t ym_usec; /* microseconds since the Unix epoch, UTC */
typedef int32_t ym_day;  /* days since 1970-01-01, counted in Asia/Shanghai */

#define YM_YEAR_MIN 1800
#define YM_YEAR_MAX 2200

#define YM_DAY_NONE INT32_MIN
#define YM_DAY_MIN  (-62091) /* 1800-01-01 */
#define YM_DAY_MAX  84370    /* 2200-12-31 */

#define YM_USEC_PER_SECOND 1000000LL
#define YM_USEC_PER_DAY    (86400 * YM_USEC_PER_SECOND)
#define YM_USEC_SHANGHAI   (8 * 3600 * YM_USEC_PER_SECOND) /* east of UTC */
#define YM_USEC_NONE       INT64_MIN
#define YM_USEC_MIN        (YM_DAY_MIN * YM_USEC_PER_DAY - YM_USEC_SHANGHAI)
#define YM_USEC_MAX        ((YM_DAY_MAX + 1) * YM_USEC_PER_DAY - YM_USEC_SHANGHAI - 1)

#define YM_DAY_TEXT_MAX  11 /* "2026-11-22" and its NUL */
#define YM_USEC_TEXT_MAX 33 /* "2026-11-22T11:23:45.123456+08:00" and its NUL */

/* The day in Shanghai that holds this instant. YM_DAY_NONE for YM_USEC_NONE. */
ym_day ym_day_of(ym_usec at);

/* The instant at which the day begins, 00:00 in Shanghai. YM_USEC_NONE for YM_DAY_NONE. The day
 * after YM_DAY_MAX is the one value beyond the span that is not clamped, since it is the end of the
 * last day. */
ym_usec ym_day_start(ym_day day);

/* The day of this date, or YM_DAY_NONE when there is no such date from 1800 to 2200. */
ym_day ym_day_make(int year, int month, int day);

/* Year, month (1-12) and day of the month (1-31). All three are 0 for YM_DAY_NONE. */
void ym_day_split(ym_day day, int *ret_year, int *ret_month, int *ret_day);

/* The day of the week as ISO 8601 counts it: 1 Monday to 7 Sunday; 0 for YM_DAY_NONE. */
int ym_day_weekday(ym_day day);

/* The day n days later (earlier when n is negative), clamped to the span. */
ym_day ym_day_plus(ym_day day, int64_t n);

/* The same day n months later, or the last day of that month when it has no such day (Civil Code
 * article 202: 31 January and one month is 28 or 29 February). */
ym_day ym_day_plus_months(ym_day day, int64_t n);

/* Read exactly "YYYY-MM-DD". False, and *ret untouched, for anything else or no such date. */
__attribute__((warn_unused_result)) bool ym_day_parse(struct ym_span text, ym_day *ret);

/* Write "YYYY-MM-DD". YM_DAY_NONE gives the empty string. */
void ym_day_print(ym_day day, char out[YM_DAY_TEXT_MAX]);

/* Write the instant as RFC 3339 in Shanghai's offset, always with six digits of a second and always
 * with +08:00: "2026-11-22T11:23:45.123456+08:00". One instant has one text, so texts of it may be
 * compared and hashed. YM_USEC_NONE gives the empty string. */
void ym_usec_print(ym_usec at, char out[YM_USEC_TEXT_MAX]);

/* Read an RFC 3339 date-time: "T" and "Z" in either case, any offset to +-23:59, and none to six
 * digits of a second. False, and *ret untouched, for anything else: a finer fraction would be cut,
 * and a leap second has no instant of its own in this count. */
__attribute__((warn_unused_result)) bool ym_usec_parse(struct ym_span text, ym_usec *ret);

#endif
