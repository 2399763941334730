/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/date.h"

#include "digits.h"

#define MONTHS 12

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int8_t days[MONTHS] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The day of 1 January. */
static ym_day year_start(int year)
{
    const int before = year - 1;
    const int leaps = before / 4 - before / 100 + before / 400;
    const int leaps_before_1970 = 477; /* by the same count */

    return (year - 1970) * 365 + leaps - leaps_before_1970;
}

static ym_day day_clamp(ym_day day)
{
    if (day < YM_DAY_MIN)
        return YM_DAY_MIN;
    return day > YM_DAY_MAX ? YM_DAY_MAX : day;
}

ym_day ym_day_of(ym_usec at)
{
    if (at == YM_USEC_NONE)
        return YM_DAY_NONE;
    if (at < YM_USEC_MIN)
        return YM_DAY_MIN;
    if (at > YM_USEC_MAX)
        return YM_DAY_MAX;
    return (ym_day)((at - YM_USEC_MIN) / YM_USEC_PER_DAY) + YM_DAY_MIN;
}

ym_usec ym_day_start(ym_day day)
{
    if (day == YM_DAY_NONE)
        return YM_USEC_NONE;
    if (day > YM_DAY_MAX)
        return YM_USEC_MAX + 1;
    return day_clamp(day) * YM_USEC_PER_DAY - YM_USEC_SHANGHAI;
}

ym_day ym_day_make(int year, int month, int day)
{
    if (year < YM_YEAR_MIN || year > YM_YEAR_MAX || month < 1 || month > MONTHS || day < 1 ||
        day > days_in_month(year, month))
        return YM_DAY_NONE;

    ym_day made = year_start(year) + day - 1;

    for (int m = 1; m < month; m++)
        made += days_in_month(year, m);
    return made;
}

void ym_day_split(ym_day day, int *ret_year, int *ret_month, int *ret_day)
{
    *ret_year = *ret_month = *ret_day = 0;
    if (day == YM_DAY_NONE)
        return;
    day = day_clamp(day);

    /* Years of 366 days never overshoot, and fall short by little over the whole span. */
    int year = YM_YEAR_MIN + (day - YM_DAY_MIN) / 366;
    int month = 1;

    while (day >= year_start(year + 1))
        year++;
    day -= year_start(year);
    while (day >= days_in_month(year, month)) {
        day -= days_in_month(year, month);
        month++;
    }
    *ret_year = year;
    *ret_month = month;
    *ret_day = day + 1;
}

int ym_day_weekday(ym_day day)
{
    if (day == YM_DAY_NONE)
        return 0;
    return (day_clamp(day) - YM_DAY_MIN + 2) % 7 + 1; /* 1800-01-01 was a Wednesday */
}

ym_day ym_day_plus(ym_day day, int64_t n)
{
    const int64_t span = YM_DAY_MAX - YM_DAY_MIN;

    if (day == YM_DAY_NONE)
        return YM_DAY_NONE;
    day = day_clamp(day);
    if (n > span)
        return YM_DAY_MAX;
    if (n < -span)
        return YM_DAY_MIN;
    return day_clamp((ym_day)(day + n));
}

ym_day ym_day_plus_months(ym_day day, int64_t n)
{
    const int64_t span = (YM_YEAR_MAX - YM_YEAR_MIN + 1) * MONTHS;
    int year, month, dom;

    if (day == YM_DAY_NONE)
        return YM_DAY_NONE;
    if (n > span)
        return YM_DAY_MAX;
    if (n < -span)
        return YM_DAY_MIN;
    ym_day_split(day, &year, &month, &dom);

    const int64_t months = (int64_t)year * MONTHS + month - 1 + n;

    year = (int)(months / MONTHS);
    month = (int)(months % MONTHS) + 1;
    if (year > YM_YEAR_MAX)
        return YM_DAY_MAX;
    if (year < YM_YEAR_MIN)
        return YM_DAY_MIN;

    const int last = days_in_month(year, month);

    return ym_day_make(year, month, dom < last ? dom : last);
}

bool ym_day_parse(struct ym_span text, ym_day *ret)
{
    int64_t year, month, dom;

    if (text.n != YM_DAY_TEXT_MAX - 1 || text.at[4] != '-' || text.at[7] != '-' ||
        !ym_digits_get(text.at, 4, &year) || !ym_digits_get(text.at + 5, 2, &month) ||
        !ym_digits_get(text.at + 8, 2, &dom))
        return false;

    const ym_day day = ym_day_make((int)year, (int)month, (int)dom);

    if (day == YM_DAY_NONE)
        return false;
    *ret = day;
    return true;
}

void ym_day_print(ym_day day, char out[YM_DAY_TEXT_MAX])
{
    int year, month, dom;

    out[0] = '\0';
    if (day == YM_DAY_NONE)
        return;
    ym_day_split(day, &year, &month, &dom);
    memcpy(out, "yyyy-mm-dd", YM_DAY_TEXT_MAX);
    ym_digits_put(out, 4, year);
    ym_digits_put(out + 5, 2, month);
    ym_digits_put(out + 8, 2, dom);
}

void ym_usec_print(ym_usec at, char out[YM_USEC_TEXT_MAX])
{
    const ym_day day = ym_day_of(at);

    out[0] = '\0';
    if (day == YM_DAY_NONE)
        return;
    if (at < YM_USEC_MIN)
        at = YM_USEC_MIN;
    if (at > YM_USEC_MAX)
        at = YM_USEC_MAX;

    const int64_t rest = at - ym_day_start(day);
    const int64_t seconds = rest / YM_USEC_PER_SECOND;

    memcpy(out, "yyyy-mm-ddThh:mm:ss.uuuuuu+08:00", YM_USEC_TEXT_MAX);
    ym_day_print(day, out);
    out[10] = 'T';
    ym_digits_put(out + 11, 2, seconds / 3600);
    ym_digits_put(out + 14, 2, seconds / 60 % 60);
    ym_digits_put(out + 17, 2, seconds % 60);
    ym_digits_put(out + 20, 6, rest % YM_USEC_PER_SECOND);
}

/* Read "hh:mm" into minutes. */
static bool minutes_get(const char *at, int64_t *ret)
{
    int64_t h, m;

    if (!ym_digits_get(at, 2, &h) || at[2] != ':' || !ym_digits_get(at + 3, 2, &m) || h > 23 ||
        m > 59)
        return false;
    *ret = h * 60 + m;
    return true;
}

/* Take the fraction of a second, if there is one, from the start of *rest. */
static bool fraction_take(struct ym_span *rest, int64_t *ret)
{
    size_t n = 0;
    int64_t value = 0;

    *ret = 0;
    if (rest->at[0] != '.')
        return true;
    for (; n + 1 < rest->n && ym_digit(rest->at[n + 1]); n++) {
        if (n == 6)
            return false;
        value = value * 10 + (rest->at[n + 1] - '0');
    }
    if (n == 0)
        return false;
    *rest = (struct ym_span){ rest->at + n + 1, rest->n - n - 1 };
    for (; n < 6; n++)
        value *= 10;
    *ret = value;
    return true;
}

/* Read "Z" or "+hh:mm" into minutes east of UTC. */
static bool offset_get(struct ym_span text, int64_t *ret)
{
    int64_t minutes;

    if (text.n == 1 && (text.at[0] == 'Z' || text.at[0] == 'z')) {
        *ret = 0;
        return true;
    }
    if (text.n != 6 || (text.at[0] != '+' && text.at[0] != '-') ||
        !minutes_get(text.at + 1, &minutes))
        return false;
    *ret = text.at[0] == '-' ? -minutes : minutes;
    return true;
}

bool ym_usec_parse(struct ym_span text, ym_usec *ret)
{
    const size_t seconds_end = 19; /* of "2026-11-22T11:23:45" */
    ym_day day;
    int64_t minutes, seconds, fraction, offset;

    if (text.n <= seconds_end || !ym_day_parse((struct ym_span){ text.at, 10 }, &day) ||
        (text.at[10] != 'T' && text.at[10] != 't') || !minutes_get(text.at + 11, &minutes) ||
        text.at[16] != ':' || !ym_digits_get(text.at + 17, 2, &seconds) || seconds > 59)
        return false;

    struct ym_span rest = { text.at + seconds_end, text.n - seconds_end };

    if (!fraction_take(&rest, &fraction) || !offset_get(rest, &offset))
        return false;

    const ym_usec at =
        day * YM_USEC_PER_DAY + fraction + ((minutes - offset) * 60 + seconds) * YM_USEC_PER_SECOND;

    if (at < YM_USEC_MIN || at > YM_USEC_MAX)
        return false;
    *ret = at;
    return true;
}
