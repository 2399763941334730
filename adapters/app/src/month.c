/* SPDX-License-Identifier: Apache-2.0 */
#include "app/month.h"

#include <assert.h>

const struct ym_word *app_month_state_word(enum app_month_state state)
{
    /* clang-format off */
    static const struct ym_word words[APP_MONTH_STATE_COUNT] = {
#define X(name, code, zh, en) [APP_MONTH_##name] = { code, zh, en },
        APP_MONTH_STATES(X)
#undef X
    };
    /* clang-format on */

    assert(state < APP_MONTH_STATE_COUNT);
    return &words[state];
}

const struct ym_word *app_month_scope_word(enum app_month_scope scope)
{
    /* clang-format off */
    static const struct ym_word words[APP_MONTH_SCOPE_COUNT] = {
#define X(name, code, zh, en) [APP_MONTH_OF_##name] = { code, zh, en },
        APP_MONTH_SCOPES(X)
#undef X
    };
    /* clang-format on */

    assert(scope < APP_MONTH_SCOPE_COUNT);
    return &words[scope];
}

bool app_month_parse(struct ym_span text, ym_day *ret)
{
    char day[YM_DAY_TEXT_MAX];
    const size_t n = sizeof("YYYY-MM") - 1;

    if (text.n != n)
        return false;
    memcpy(day, text.at, n);
    memcpy(day + n, "-01", sizeof("-01"));
    return ym_day_parse(ym_span_of(day), ret);
}

void app_month_print(ym_day first, char out[APP_MONTH_TEXT_MAX])
{
    char day[YM_DAY_TEXT_MAX];

    ym_day_print(first, day);
    memcpy(out, day, APP_MONTH_TEXT_MAX - 1);
    out[APP_MONTH_TEXT_MAX - 1] = '\0';
}

ym_day app_month_of(ym_day day)
{
    int year, month, of_month;

    ym_day_split(day, &year, &month, &of_month);
    return ym_day_make(year, month, 1);
}

ym_day app_month_plus(ym_day first, int months)
{
    return ym_day_plus_months(first, months);
}

bool app_month_is_over(ym_day first, ym_usec now)
{
    return now >= ym_day_start(app_month_plus(first, 1)) + APP_MONTH_SETTLE_US;
}
