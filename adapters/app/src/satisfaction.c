/* SPDX-License-Identifier: Apache-2.0 */
#include "app/satisfaction.h"

#include <assert.h>

#include "app/month.h"

static bool is_over(unsigned phase)
{
    return phase == YM_PHASE_SETTLED || phase == YM_PHASE_FAILED || phase == YM_PHASE_FINAL;
}

bool app_answer_occasion(const struct ym_dispute *d, unsigned phase, struct app_occasion visit,
                         struct app_occasion *ret)
{
    if (visit.visit != 0)
        *ret = visit;
    else if (is_over(phase))
        *ret = (struct app_occasion){ 0, d->entered_at };
    else
        return false;
    return true;
}

ym_usec app_answer_open_until(const struct ym_office *office, ym_usec at)
{
    const ym_usec days = ym_office_value(office, YM_OFFICE_ANSWER_OPEN, ym_day_of(at));

    return at + days * YM_USEC_PER_DAY;
}

ym_usec app_answer_until(const struct ym_office *office, ym_usec at)
{
    const ym_day day = ym_day_of(at);
    const ym_usec change =
        ym_day_start(ym_day_plus(day, ym_office_value(office, YM_OFFICE_ANSWER_CHANGE, day)));
    const ym_usec month = ym_day_start(app_month_plus(app_month_of(day), 1));

    return change < month ? change : month;
}

static const char *const codes[APP_ANSWER_BAR_COUNT] = {
#define X(name, code, text) [APP_ANSWER_##name] = (code),
    APP_ANSWER_BARS(X)
#undef X
};

static const char *const texts[APP_ANSWER_BAR_COUNT] = {
#define X(name, code, text) [APP_ANSWER_##name] = (text),
    APP_ANSWER_BARS(X)
#undef X
};

const char *app_answer_bar_code(enum app_answer_bar bar)
{
    assert(bar > APP_ANSWER_MAY && bar < APP_ANSWER_BAR_COUNT);
    return codes[bar];
}

const char *app_answer_bar_text(enum app_answer_bar bar)
{
    assert(bar > APP_ANSWER_MAY && bar < APP_ANSWER_BAR_COUNT);
    return texts[bar];
}

static bool is_party(const struct ym_actor *a)
{
    return a->role == YM_ROLE_PARTY || a->role == YM_ROLE_AGENT;
}

/* Whoever asks at all: the seat itself, the desk, the body. */
static enum app_answer_bar who_may(const struct app_caller *c, const struct ym_dispute *d,
                                   uint8_t seat)
{
    const struct ym_actor *a = &c->actor;

    if (is_party(a))
        return a->seat == seat ? APP_ANSWER_MAY : APP_ANSWER_NOBODY;
    if (a->role != YM_ROLE_WINDOW_CLERK && a->role != YM_ROLE_DISPATCHER &&
        a->role != YM_ROLE_CENTRE && a->role != YM_ROLE_BODY_MANAGER)
        return APP_ANSWER_NOBODY;
    return a->staff != 0 && a->staff == d->mediator ? APP_ANSWER_OWN_CASE : APP_ANSWER_MAY;
}

enum app_answer_bar app_answer_may(const struct app_caller *c, const struct ym_dispute *d,
                                   uint8_t seat, const struct app_answer_time *time,
                                   const struct app_answer *answer)
{
    const enum app_answer_bar who = who_may(c, d, seat);
    const bool is_staff = !is_party(&c->actor);

    if (who != APP_ANSWER_MAY)
        return who;
    if (time->occasion == NULL)
        return APP_ANSWER_EARLY;
    if (is_staff && time->occasion->visit == 0)
        return APP_ANSWER_NO_VISIT;
    if (answer == NULL)
        return time->now < app_answer_open_until(time->office, time->occasion->at)
                   ? APP_ANSWER_MAY
                   : APP_ANSWER_LATE;
    if (is_staff && answer->staff == 0)
        return APP_ANSWER_OTHERS;
    return time->now < app_answer_until(time->office, answer->at) ? APP_ANSWER_MAY
                                                                  : APP_ANSWER_FIXED;
}

bool app_answer_is_seen(const struct app_caller *c, const struct app_answer *a)
{
    if (is_party(&c->actor))
        return c->actor.seat == a->seat;
    return a->staff != 0 && a->staff == c->actor.staff;
}
