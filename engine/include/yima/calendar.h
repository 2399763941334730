/* SPDX-License-Identifier: Apache-2.0 */
/* Working days, and the terms that law counts in days, working days, months and years.
 *
 * A calendar lists only the exceptions: a weekday that is off (public holiday) and a Saturday or
 * Sunday that is worked (调休, adjusted workday). An empty calendar means Monday to Friday.
 * Calendars are data (engine/calendars/) that the caller reads and passes in.
 *
 * Counting follows the Civil Procedure Law article 85 and the Civil Code articles 201 to 203: the
 * day on which a term starts is not counted; a term of months or years ends on the corresponding
 * day or, where there is none, on the last day of that month; a last day that is not a working day
 * moves to the next working day; and a term ends at 24:00 of its last day.
 *
 * Every function is total. Days are clamped to the span of yima/date.h, a count below 0 is taken as
 * 0, and a day that is none stays none. A NULL calendar is the empty one. */
#ifndef YM_CALENDAR_H
#define YM_CALENDAR_H

#include "yima/date.h"

#define YM_CALENDAR_DAYS_MAX 4096 /* exceptions in one calendar: over a hundred years of them */
#define YM_CALENDAR_ROLL_MAX 31   /* days in a row without work; the longest ever was 10 */

struct ym_calendar_day {
    ym_day day; /* the exceptional day */
    bool works; /* true: a weekend day that is worked; false: a weekday that is off */
};

struct ym_calendar {
    const struct ym_calendar_day *days; /* ascending, each day once; owned by the caller */
    size_t n;                           /* of them, at most YM_CALENDAR_DAYS_MAX */
    ym_day from;                        /* first day for which the exceptions are known */
    ym_day until; /* last such day; outside from..until Monday to Friday is a guess */
};

/* In what a term is counted: name and the word used in procedure files. */
#define YM_UNITS(X)                                                                                \
    X(DAY, "day")                                                                                  \
    X(WORKDAY, "workday")                                                                          \
    X(MONTH, "month")                                                                              \
    X(YEAR, "year")

enum ym_unit {
#define X(name, json) YM_UNIT_##name,
    YM_UNITS(X) YM_UNIT_COUNT
#undef X
};

struct ym_term {
    int16_t n;    /* how many, 0 or more */
    uint8_t unit; /* enum ym_unit */
};

/* True when the days ascend strictly, lie within from..until, are true exceptions (a weekday off, a
 * weekend day worked), are not too many, and never leave more than YM_CALENDAR_ROLL_MAX
 * days in a row without work. The other functions are safe, but not right, with one that is not. */
bool ym_calendar_valid(const struct ym_calendar *cal);

/* True when the exceptions of this day are known, so that a count that ends on it will stand. */
bool ym_calendar_covers(const struct ym_calendar *cal, ym_day day);

/* True when people work on this day. */
bool ym_calendar_works(const struct ym_calendar *cal, ym_day day);

/* The first working day on or after day. */
ym_day ym_calendar_roll(const struct ym_calendar *cal, ym_day day);

/* The n-th working day after day; day itself when n is 0 or less. */
ym_day ym_calendar_add(const struct ym_calendar *cal, ym_day day, int32_t n);

/* How many working days there are in (from, to]; 0 when to is not after from. */
int32_t ym_calendar_count(const struct ym_calendar *cal, ym_day from, ym_day to);

/* The word for a unit in procedure files, "workday"; NULL for what is not a unit. */
const char *ym_unit_name(enum ym_unit unit);

/* The unit for such a word. False, and *ret untouched, when there is none. */
__attribute__((warn_unused_result)) bool ym_unit_parse(struct ym_span text, enum ym_unit *ret);

/* The last day of a term that starts on start.
 * Source: Civil Procedure Law 85; Civil Code 201, 202, 203. */
ym_day ym_term_last_day(const struct ym_calendar *cal, ym_day start, struct ym_term term);

/* The end of the last day, 24:00 in Shanghai: the first instant at which the term is over.
 * YM_USEC_NONE for YM_DAY_NONE. Source: Civil Code 203. */
ym_usec ym_term_due(ym_day last);

/* What is left of a term with this last day when its clock stops on the day at (which still
 * counts): working days for YM_UNIT_WORKDAY, days of the calendar for every other unit. 0 when the
 * term was over. */
int32_t ym_term_left(const struct ym_calendar *cal, ym_day last, ym_day at, enum ym_unit unit);

/* The new last day when the clock runs again on the day at (which does not count), with what
 * ym_term_left() said, in the unit it was asked for; moved to a working day. */
ym_day ym_term_resume(const struct ym_calendar *cal, ym_day at, int32_t left, enum ym_unit unit);

/* The last day of a term that is prolonged by n units, counted from its old last day and moved to a
 * working day. Consent and caps are the procedure's business. */
ym_day ym_term_extend(const struct ym_calendar *cal, ym_day last, int32_t n, enum ym_unit unit);

#endif
