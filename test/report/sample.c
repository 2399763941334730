/* SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>

#define REGIONS 6

static const int64_t regions[REGIONS] = { 330108001001, 330108001002, 330108002001,
                                          330108002000, 330108003004, 330108000000 };

static const struct report_name region_names[] = {
    { 330108000000, YM_SPAN_INIT("滨江区") },   { 330108001000, YM_SPAN_INIT("西兴街道") },
    { 330108001001, YM_SPAN_INIT("迎春社区") }, { 330108001002, YM_SPAN_INIT("星民社区") },
    { 330108002000, YM_SPAN_INIT("长河街道") }, { 330108002001, YM_SPAN_INIT("长河社区") },
    { 330108003000, YM_SPAN_INIT("浦沿街道") }, { 330108003004, YM_SPAN_INIT("<东信> & \"社区\"") },
};

static const struct report_name body_names[] = {
    { 1011, YM_SPAN_INIT("西兴街道人民调解委员会") },
    { 1012, YM_SPAN_INIT("=长河街道人民调解委员会") },
};

static const struct report_name staff_names[] = {
    { 5028, YM_SPAN_INIT("周明理") },
    { 5029, YM_SPAN_INIT("吴和") },
};

static const struct report_people people[] = {
    { 330108000000, 2025, 520000, 80000,
      YM_SPAN_INIT("滨江区2025年国民经济和社会发展统计公报（样例）") },
    { 330108001000, 2025, 190000, 0, YM_SPAN_INIT("同上（样例）") },
    { 330109000000, 2025, 2000000, 0, YM_SPAN_INIT("不在范围内") },
};

static uint8_t colour_of(int i)
{
    if (i % 10 < 7)
        return YM_COLOUR_GREEN;
    if (i % 10 == 7)
        return YM_COLOUR_RED;
    return i % 10 == 8 ? YM_COLOUR_NONE : YM_COLOUR_YELLOW;
}

struct ym_month_fact sample_fact(int i, int accepted)
{
    const uint8_t colour = colour_of(i);
    const bool is_closed = colour != YM_COLOUR_YELLOW;
    struct ym_month_fact f = {
        .dispute = { i + 1 },
        .region = regions[i % REGIONS],
        .body = i % 3 == 0 ? 1011 : 1012,
        .mediator = i % 11 == 0 ? 0 : 5028 + i % 2,
        .body_kind = i % 3 == 0 ? YM_BODY_PEOPLE_COMMITTEE : YM_BODY_INDUSTRY_COMMITTEE,
        .type = (uint8_t)(i * 7 % YM_TYPE_COUNT),
        .source = (uint8_t)(i % YM_SOURCE_COUNT),
        .channel = (uint8_t)(i % YM_CHANNEL_COUNT),
        .colour_from = YM_COLOUR_NONE,
        .colour = colour,
        .is_late = i % 37 == 0,
        .days = is_closed ? i % 45 : -1,
        .confirm_days = -1,
        .sessions = (uint16_t)(i % 3),
        .nmoves = 1,
        .moves = { { YM_COLOUR_YELLOW, colour, i % 30 } },
    };

    f.n[i < accepted ? YM_FIGURE_ACCEPTED : YM_FIGURE_CARRIED] = 1;
    f.n[YM_FIGURE_REGISTERED] = i < accepted;
    f.n[colour == YM_COLOUR_GREEN  ? YM_FIGURE_SETTLED
        : colour == YM_COLOUR_RED  ? YM_FIGURE_FAILED
        : colour == YM_COLOUR_NONE ? YM_FIGURE_ENDED
                                   : YM_FIGURE_OPEN] = 1;
    if (colour == YM_COLOUR_GREEN) {
        f.amount_fen = 100 * (int64_t)(i * 37 % 9000);
        f.written = 1;
        f.due = 2;
        f.performed = i % 5 != 0;
        f.performed_late = i % 5 == 0;
        f.visits = i % 4 == 0;
        f.answers = f.visits;
        f.answer_sum = f.visits * 4u;
    }
    if (i % 50 == 0 && colour == YM_COLOUR_GREEN) {
        f.n[YM_FIGURE_APPLIED] = f.n[YM_FIGURE_TAKEN] = f.n[YM_FIGURE_CONFIRMED] = 1;
        f.confirm_days = 9;
    }
    f.n[YM_FIGURE_WITH_COURT] = i % 60 == 7;
    f.n[YM_FIGURE_EXTENDED] = i % 20 == 0;
    f.is_repeat = i < accepted && i % 70 == 0;
    if (colour == YM_COLOUR_YELLOW)
        f.nmoves = 0;
    return f;
}

ym_day sample_month(int year, int month)
{
    return ym_day_make(year, month, 1);
}

struct report_tally *sample_tally(int accepted, bool backwards)
{
    struct report_tally *t = report_tally_new();

    if (t == NULL)
        abort();
    for (int i = 0; i < SAMPLE_FACTS; i++) {
        const struct ym_month_fact f = sample_fact(backwards ? SAMPLE_FACTS - 1 - i : i, accepted);

        if (!report_tally_add(t, &f))
            abort();
    }
    return t;
}

struct report_about sample_about(ym_day month)
{
    return (struct report_about){
        .month = month,
        .scope = { REPORT_WHOLE, 0, YM_SPAN_INIT("杭州市滨江区") },
        .revision = 1,
        .procedures =
            YM_SPAN_INIT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        .names = { region_names, body_names, staff_names,
                   sizeof(region_names) / sizeof(region_names[0]),
                   sizeof(body_names) / sizeof(body_names[0]),
                   sizeof(staff_names) / sizeof(staff_names[0]) },
        .people = people,
        .npeople = sizeof(people) / sizeof(people[0]),
    };
}

struct report *sample_report(ym_day month, int accepted, const struct report *month_before,
                             const struct report *year_before)
{
    struct report_tally *t = sample_tally(accepted, false);
    struct report_about about = sample_about(month);
    struct report *r = NULL;
    struct ym_error why;

    about.month_before = month_before;
    about.year_before = year_before;
    if (report_make(t, &about, &r, &why) != YM_E_OK) {
        (void)fprintf(stderr, "%s\n", why.text);
        abort();
    }
    report_tally_free(t);
    return r;
}
