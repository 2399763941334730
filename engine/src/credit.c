/* SPDX-License-Identifier: Apache-2.0 */
/* The words of credit, and what a formula may not do. */
#include "yima/credit.h"

/* clang-format off */
static const struct ym_word parts[YM_CREDIT_PART_COUNT] = {
#define X(name, code, zh, en) [YM_CREDIT_PART_##name] = { code, zh, en },
    YM_CREDIT_PARTS(X)
#undef X
};
static const struct ym_word kinds[YM_CREDIT_KIND_COUNT] = {
#define X(name, code, part, zh, en) [YM_CREDIT_##name] = { code, zh, en },
    YM_CREDIT_KINDS(X)
#undef X
};
static const uint8_t part_of[YM_CREDIT_KIND_COUNT] = {
#define X(name, code, part, zh, en) [YM_CREDIT_##name] = YM_CREDIT_PART_##part,
    YM_CREDIT_KINDS(X)
#undef X
};
static const struct ym_word whys[YM_CREDIT_WHY_COUNT] = {
#define X(name, code, zh, en) [YM_CREDIT_WHY_##name] = { code, zh, en },
    YM_CREDIT_WHYS(X)
#undef X
};
/* clang-format on */

const struct ym_word *ym_credit_part_word(enum ym_credit_part part)
{
    assert(part < YM_CREDIT_PART_COUNT);
    return &parts[part];
}

const struct ym_word *ym_credit_kind_word(enum ym_credit_kind kind)
{
    assert(kind < YM_CREDIT_KIND_COUNT);
    return &kinds[kind];
}

const struct ym_word *ym_credit_why_word(enum ym_credit_why why)
{
    assert(why < YM_CREDIT_WHY_COUNT);
    return &whys[why];
}

enum ym_credit_part ym_credit_kind_part(enum ym_credit_kind kind)
{
    assert(kind < YM_CREDIT_KIND_COUNT);
    return (enum ym_credit_part)part_of[kind];
}

int ym_credit_kind_find(struct ym_span code)
{
    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(kinds[i].code)))
            return i;
    }
    return -1;
}

/* ---- What a formula may not do ---- */

#define KIND(name) (UINT32_C(1) << YM_CREDIT_##name)

/* Conduct that somebody recorded and that no right covers. To be a party, to be notified, to answer
 * or not, to be excused, to contest and to vary an agreement are none. */
#define MAY_BEAR_POINTS                                                                            \
    (KIND(ATTENDED) | KIND(ABSENT) | KIND(ON_TIME) | KIND(LATE) | KIND(PARTIAL) | KIND(BREACHED) | \
     KIND(REPAIRED) | KIND(ENFORCED))

static const char *points_flaw(const struct ym_credit_formula *f)
{
    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++) {
        if (f->points[i] < -1 || f->points[i] > YM_CREDIT_POINTS_MAX)
            return "points lie from 0 to 1000";
        if (f->points[i] >= 0 && (MAY_BEAR_POINTS >> i & 1U) == 0)
            return "a kind that is a right or no conduct bears points";
        if (f->points[i] < 0 && (MAY_BEAR_POINTS >> i & 1U) != 0)
            return "a kind that is judged bears no points";
    }
    if (f->points[YM_CREDIT_ABSENT] >= f->points[YM_CREDIT_ATTENDED])
        return "to attend brings more than to stay away";
    if (f->points[YM_CREDIT_REPAIRED] <= f->points[YM_CREDIT_BREACHED] ||
        f->points[YM_CREDIT_ENFORCED] <= f->points[YM_CREDIT_BREACHED])
        return "full performance after a breach brings more than the breach";
    if (f->points[YM_CREDIT_LATE] >= f->points[YM_CREDIT_ON_TIME] ||
        f->points[YM_CREDIT_LATE] <= f->points[YM_CREDIT_BREACHED])
        return "late performance lies between performance on time and a breach";
    return NULL;
}

const char *ym_credit_formula_flaw(const struct ym_credit_formula *f)
{
    if (f->valid_until != YM_DAY_NONE && f->valid_until < f->valid_from)
        return "the validity ends before it begins";
    if (f->expiry_days == 0 || f->expiry_days > YM_CREDIT_EXPIRY_DAYS_MAX)
        return "items expire after 1 to 1826 days (征信业管理条例 16)";
    if (f->full_days >= f->zero_days)
        return "an item weighs in full for fewer days than until it weighs nothing";
    if (f->minimum[YM_CREDIT_PART_PARTICIPATION] < YM_CREDIT_MINIMUM_LEAST ||
        f->minimum[YM_CREDIT_PART_PERFORMANCE] < YM_CREDIT_MINIMUM_LEAST)
        return "a part is judged from at least 3 items";
    return points_flaw(f);
}
