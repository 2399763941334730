/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/calendar.h"

static const char *const unit_names[YM_UNIT_COUNT] = {
#define X(name, json) json,
    YM_UNITS(X)
#undef X
};

static size_t exceptions(const struct ym_calendar *cal)
{
    return cal == NULL ? 0 : cal->n;
}

/* The index of the first exception on or after day; the number of them when there is none. */
static size_t first_from(const struct ym_calendar *cal, ym_day day)
{
    size_t lo = 0, hi = exceptions(cal);

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;

        if (cal->days[mid].day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* How many days from Monday to Friday there are to day, since the Monday two days before the span.
 */
static int32_t weekdays_to(ym_day day)
{
    const int32_t days = day - (YM_DAY_MIN - 2) + 1;
    const int32_t rest = days % 7;

    return days / 7 * 5 + (rest < 5 ? rest : 5);
}

static bool is_weekend(ym_day day)
{
    return ym_day_weekday(day) > 5;
}

/* True when no run of days without work is longer than YM_CALENDAR_ROLL_MAX. */
static bool runs_are_short(const struct ym_calendar *cal)
{
    const ym_day from = ym_day_plus(cal->from, -2), until = ym_day_plus(cal->until, 2);
    int run = 0;

    for (ym_day day = from; day <= until; day++) {
        run = ym_calendar_works(cal, day) ? 0 : run + 1;
        if (run > YM_CALENDAR_ROLL_MAX)
            return false;
    }
    return true;
}

bool ym_calendar_valid(const struct ym_calendar *cal)
{
    if (exceptions(cal) == 0)
        return true;
    if (cal->n > YM_CALENDAR_DAYS_MAX || cal->from < YM_DAY_MIN || cal->until > YM_DAY_MAX)
        return false;
    for (size_t i = 0; i < cal->n; i++) {
        const struct ym_calendar_day *d = &cal->days[i];

        if (d->day < cal->from || d->day > cal->until || d->works != is_weekend(d->day) ||
            (i > 0 && cal->days[i - 1].day >= d->day))
            return false;
    }
    return runs_are_short(cal);
}

bool ym_calendar_covers(const struct ym_calendar *cal, ym_day day)
{
    return cal != NULL && day != YM_DAY_NONE && day >= cal->from && day <= cal->until;
}

bool ym_calendar_works(const struct ym_calendar *cal, ym_day day)
{
    if (day == YM_DAY_NONE)
        return false;

    const size_t i = first_from(cal, day);

    if (i < exceptions(cal) && cal->days[i].day == day)
        return cal->days[i].works;
    return !is_weekend(day);
}

ym_day ym_calendar_roll(const struct ym_calendar *cal, ym_day day)
{
    day = ym_day_plus(day, 0);
    for (int i = 0; i < YM_CALENDAR_ROLL_MAX && !ym_calendar_works(cal, day); i++)
        day = ym_day_plus(day, 1);
    return day;
}

ym_day ym_calendar_add(const struct ym_calendar *cal, ym_day day, int32_t n)
{
    day = ym_day_plus(day, 0);
    /* Each turn moves on by a day at least, so the span of days bounds the loop whatever n is. */
    for (; n > 0 && day != YM_DAY_NONE && day < YM_DAY_MAX; n--)
        day = ym_calendar_roll(cal, ym_day_plus(day, 1));
    return day;
}

int32_t ym_calendar_count(const struct ym_calendar *cal, ym_day from, ym_day to)
{
    if (from == YM_DAY_NONE || to == YM_DAY_NONE || to <= from)
        return 0;
    from = ym_day_plus(from, 0);
    to = ym_day_plus(to, 0);

    int32_t days = weekdays_to(to) - weekdays_to(from);

    for (size_t i = first_from(cal, from + 1); i < exceptions(cal) && cal->days[i].day <= to; i++)
        days += cal->days[i].works ? 1 : -1;
    return days;
}

const char *ym_unit_name(enum ym_unit unit)
{
    return unit < YM_UNIT_COUNT ? unit_names[unit] : NULL;
}

bool ym_unit_parse(struct ym_span text, enum ym_unit *ret)
{
    for (unsigned i = 0; i < YM_UNIT_COUNT; i++) {
        if (ym_span_is(text, ym_span_of(unit_names[i]))) {
            *ret = (enum ym_unit)i;
            return true;
        }
    }
    return false;
}

/* n units after day, on a working day. What is not a unit gives YM_DAY_NONE. */
static ym_day advance(const struct ym_calendar *cal, ym_day day, int32_t n, enum ym_unit unit)
{
    ym_day last = YM_DAY_NONE;

    if (n < 0)
        n = 0;
    switch (unit) {
    case YM_UNIT_DAY:
        last = ym_day_plus(day, n);
        break;
    case YM_UNIT_WORKDAY:
        last = ym_calendar_add(cal, day, n);
        break;
    case YM_UNIT_MONTH:
        last = ym_day_plus_months(day, n);
        break;
    case YM_UNIT_YEAR:
        last = ym_day_plus_months(day, (int64_t)n * 12);
        break;
    case YM_UNIT_COUNT:
        break;
    }
    return ym_calendar_roll(cal, last);
}

ym_day ym_term_last_day(const struct ym_calendar *cal, ym_day start, struct ym_term term)
{
    return advance(cal, start, term.n, (enum ym_unit)term.unit);
}

ym_usec ym_term_due(ym_day last)
{
    return last == YM_DAY_NONE ? YM_USEC_NONE
                               : ym_day_start(ym_day_plus(last, 0)) + YM_USEC_PER_DAY;
}

int32_t ym_term_left(const struct ym_calendar *cal, ym_day last, ym_day at, enum ym_unit unit)
{
    if (unit == YM_UNIT_WORKDAY)
        return ym_calendar_count(cal, at, last);
    if (last == YM_DAY_NONE || at == YM_DAY_NONE || last <= at)
        return 0;
    return ym_day_plus(last, 0) - ym_day_plus(at, 0);
}

ym_day ym_term_resume(const struct ym_calendar *cal, ym_day at, int32_t left, enum ym_unit unit)
{
    return advance(cal, at, left, unit == YM_UNIT_WORKDAY ? YM_UNIT_WORKDAY : YM_UNIT_DAY);
}

ym_day ym_term_extend(const struct ym_calendar *cal, ym_day last, int32_t n, enum ym_unit unit)
{
    return advance(cal, last, n, unit);
}
