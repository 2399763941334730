/* SPDX-License-Identifier: Apache-2.0 */
#include "shift.h"

#include "rows.h"

uint8_t ym_shift_named(const struct ym_procedure *p, const struct ym_command *c)
{
    const int found = ym_procedure_deadline(p, ym_rows_member(c->detail, YM_SPAN("deadline")));

    return (c->fields & YM_FB(DEADLINE)) == 0 || found < 0 ? YM_DEADLINE_NONE : (uint8_t)found;
}

static bool is_movable(const struct ym_deadline *dl)
{
    return dl->shift.source != NULL && dl->shift.source[0] != '\0';
}

bool ym_shift_possible(const struct ym_procedure *p, const struct ym_dispute *d, bool is_court)
{
    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_deadline *dl = &p->deadlines[d->clocks[i].deadline];

        if (d->clocks[i].due != 0 && is_movable(dl) && dl->shift.is_court == is_court)
            return true;
    }
    return false;
}

/* Days that extensions have left of their cap. */
static int left_of_extension(const struct ym_deadline *dl, const struct ym_dispute *d,
                             uint8_t deadline)
{
    const int had = d->ext_deadline == deadline ? d->ext_total : 0;

    if (!dl->is_limit)
        return 0;
    if (dl->extend_days_max == YM_CAP_NONE)
        return YM_DAYS_MAX;
    return dl->extend_days_max > had ? dl->extend_days_max - had : 0;
}

/* Working days are lost in a term of working days alone: no more than holidays are long, and never
 * beyond the whole term counted from today. */
static ym_day latest_by_calendar(const struct ym_calendar *cal, const struct ym_dispute *d,
                                 const struct ym_clock *k, struct ym_term term, ym_day today)
{
    const int had = d->ext_deadline == k->deadline ? d->ext_total : 0;
    const int granted = had + (k->moved > 0 ? k->moved : 0);
    ym_day whole;

    if (term.unit != YM_UNIT_WORKDAY)
        return ym_calendar_roll(cal, k->last);
    whole = ym_term_extend(cal, ym_term_last_day(cal, today, term), granted, YM_UNIT_WORKDAY);
    return whole < k->last + YM_CALENDAR_ROLL_MAX ? whole : k->last + YM_CALENDAR_ROLL_MAX;
}

ym_day ym_clock_latest(const struct ym_procedure *p, const struct ym_calendar *cal,
                       const struct ym_dispute *d, const struct ym_clock *k, enum ym_shift ground,
                       ym_day today)
{
    const struct ym_deadline *dl = &p->deadlines[k->deadline];
    const struct ym_term term = ym_deadline_term(dl, d);
    const enum ym_unit unit = term.unit == YM_UNIT_WORKDAY ? YM_UNIT_WORKDAY : YM_UNIT_DAY;
    int days = dl->shift.days_max;

    if (!is_movable(dl) || k->due == 0)
        return YM_DAY_NONE;
    if (ground == YM_SHIFT_CALENDAR)
        return latest_by_calendar(cal, d, k, term, today);
    if (days == YM_CAP_EXTENSION)
        days = left_of_extension(dl, d, k->deadline);
    else if (days == YM_CAP_NONE)
        days = YM_DAYS_MAX;
    return ym_term_extend(cal, k->last - k->moved, days, unit);
}

/* A last day without work moves to the next working day (民法典 203). */
static ym_day new_last_day(const struct ym_calendar *cal, const struct ym_command *c)
{
    return ym_calendar_roll(cal, c->date);
}

static enum ym_refusal judge_day(const struct ym_procedure *p, const struct ym_calendar *cal,
                                 const struct ym_dispute *before, const struct ym_command *c,
                                 const struct ym_clock *k)
{
    const ym_day today = ym_day_of(c->at);
    const ym_day last = new_last_day(cal, c);

    if (c->date < today)
        return YM_REFUSAL_DAY_PAST;
    if (last == k->last)
        return YM_REFUSAL_SAME_DAY;
    if (last < k->last && p->deadlines[k->deadline].shift.is_party)
        return YM_REFUSAL_TOLD_LATER;
    if (k->last - last > YM_DAYS_MAX)
        return YM_REFUSAL_DAY_OVER_CAP;
    if (last > k->last && last > ym_clock_latest(p, cal, before, k, (enum ym_shift)c->code, today))
        return YM_REFUSAL_DAY_OVER_CAP;
    return YM_REFUSAL_NONE;
}

enum ym_refusal ym_shift_judge(const struct ym_procedure *p, const struct ym_calendar *cal,
                               const struct ym_dispute *before, const struct ym_command *c,
                               uint64_t *ret_fields)
{
    const struct ym_clock *k = ym_dispute_clock(before, c->deadline);
    enum ym_refusal refusal;

    *ret_fields = (YM_FB(DEADLINE) | YM_FB(LAST_DAY)) & ~c->fields;
    if (*ret_fields != 0)
        return YM_REFUSAL_FIELD_MISSING;
    *ret_fields = YM_FB(DEADLINE);
    if (k == NULL)
        return YM_REFUSAL_NO_DEADLINE;
    if (!is_movable(&p->deadlines[k->deadline]))
        return YM_REFUSAL_FIXED_DEADLINE;
    if (k->due == 0)
        return YM_REFUSAL_STANDS_STILL;
    refusal = judge_day(p, cal, before, c, k);
    *ret_fields = refusal == YM_REFUSAL_NONE ? 0 : YM_FB(LAST_DAY);
    return refusal;
}

void ym_shift_clock(const struct ym_calendar *cal, const struct ym_command *c, struct ym_clock *k)
{
    const ym_day last = new_last_day(cal, c);

    if (c->code != YM_SHIFT_CALENDAR)
        k->moved = (int16_t)(k->moved + (last - k->last));
    k->last = last;
    k->due = ym_term_due(last);
}
