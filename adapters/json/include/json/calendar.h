/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as JSON: the files of engine/calendars/ and those that a user brings.
 *
 *   {"id":"cn","source":"…" or ["…"],"from":"2020-01-01","until":"2026-12-31",
 *    "days":[{"day":"2020-01-19","works":true},…],"checked":…}
 *
 * days ascend; checked is a note for people and is not kept. */
#ifndef YM_JSON_CALENDAR_H
#define YM_JSON_CALENDAR_H

#include "base/error.h"
#include "json/limits.h"
#include "yima/calendar.h"

struct json_calendar; /* a calendar, its days and its name; owned by who parsed it */

/* Read a calendar; it is valid as ym_calendar_valid() has it. Nothing of text is pointed to.
 * Errors: those of json/read.h. */
__attribute__((warn_unused_result)) enum ym_err
json_calendar_parse(struct ym_span text, struct json_calendar **ret, struct ym_error *reterr);
void json_calendar_free(struct json_calendar *c); /* NULL is legal */

/* The calendar and its id ("cn"); both live as long as c. */
const struct ym_calendar *json_calendar_get(const struct json_calendar *c);
const char *json_calendar_id(const struct json_calendar *c);

/* On which notices a day of the calendar stands: those of the file's sources that name its year
 * ("2026年"), with "；" between them; all of them where none does. Never empty; lives as long as
 * c. */
struct ym_span json_calendar_source(const struct json_calendar *c, ym_day day);

#endif
