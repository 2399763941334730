/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/indicator.h"

/* Half rounds away from zero. Pre: d > 0. */
static int64_t divide(int64_t n, int64_t d)
{
    const int64_t whole = n / d;
    const int64_t rest = n % d;

    if (rest >= d - rest)
        return whole + 1;
    if (-rest >= d + rest)
        return whole - 1;
    return whole;
}

static bool is_count(int64_t v)
{
    return v >= 0 && v <= YM_COUNT_MAX;
}

static bool is_scale(int64_t v)
{
    return v >= 1 && v <= YM_SCALE_MAX;
}

bool ym_share(int64_t part, int64_t whole, int64_t scale, int64_t *ret)
{
    *ret = 0;
    if (!is_count(part) || !is_count(whole) || whole == 0 || !is_scale(scale))
        return false;
    *ret = divide(part * scale, whole);
    return true;
}

bool ym_change(int64_t now, int64_t then, int64_t scale, int64_t *ret)
{
    *ret = 0;
    if (!is_count(now) || !is_count(then) || then == 0 || !is_scale(scale))
        return false;
    *ret = divide((now - then) * scale, then);
    return true;
}

void ym_day_counts_add(struct ym_day_counts *c, int64_t days)
{
    const int64_t d = days < 0 ? 0 : days;

    c->n[d < YM_SPAN_DAYS ? d : YM_SPAN_DAYS]++;
    c->count++;
    c->sum += d;
}

void ym_day_counts_join(struct ym_day_counts *c, const struct ym_day_counts *part)
{
    for (int i = 0; i <= YM_SPAN_DAYS; i++)
        c->n[i] += part->n[i];
    c->count += part->count;
    c->sum += part->sum;
}

bool ym_day_counts_rank(const struct ym_day_counts *c, int per_cent, int64_t *ret)
{
    int64_t rank;
    int64_t seen = 0;
    int64_t days = 0;

    *ret = 0;
    if (c->count == 0 || per_cent < 1 || per_cent > 100)
        return false;
    /* The first that is not before the share: counted from 1, rounded up. */
    rank = (c->count * per_cent + 99) / 100;
    /* It ends, since rank is at most the sum of all. */
    for (seen = c->n[0]; seen < rank; seen += c->n[days])
        days++;
    *ret = days;
    return true;
}

bool ym_day_counts_mean(const struct ym_day_counts *c, int64_t scale, int64_t *ret)
{
    *ret = 0;
    if (c->count == 0 || !is_scale(scale))
        return false;
    *ret = divide(c->sum * scale, c->count);
    return true;
}
