/* SPDX-License-Identifier: Apache-2.0 */
/* What a party's items come to at the end of a month. */
#include "yima/credit.h"

static uint16_t weight_at(const struct ym_credit_formula *f, int64_t age)
{
    const int64_t fading = (int64_t)f->zero_days - f->full_days;

    if (age <= f->full_days)
        return YM_CREDIT_WEIGHT_MAX;
    if (age >= f->zero_days)
        return 0;
    return (uint16_t)((YM_CREDIT_WEIGHT_MAX * (f->zero_days - age) + fading / 2) / fading);
}

/* The last objection to the item speaks. */
static uint8_t flag_of(const struct ym_credit_entry *e, const struct ym_credit_item *i)
{
    uint8_t why = YM_CREDIT_WHY_COUNTS;

    for (size_t n = 0; n < e->nflags; n++) {
        if (e->flags[n].seq == i->seq && e->flags[n].kind == i->kind && e->flags[n].item == i->item)
            why = e->flags[n].why;
    }
    return why;
}

static bool was_merged(const struct ym_credit_entry *e, ym_day end)
{
    for (uint32_t n = 0; n < e->log->n; n++) {
        const struct ym_credit_item *i = &e->log->items[n];

        if (i->kind == YM_CREDIT_MERGED && i->seat == e->seat && i->day < end)
            return true;
    }
    return false;
}

static uint8_t why_not(const struct ym_credit_formula *f, const struct ym_credit_item *i,
                       ym_day end)
{
    if (i->why != YM_CREDIT_WHY_COUNTS)
        return i->why;
    if (i->of >= end)
        return YM_CREDIT_WHY_NOT_DUE;
    if (i->kind == YM_CREDIT_REPLIED && i->day - i->of > f->reply_days)
        return YM_CREDIT_WHY_OUT_OF_TIME;
    return YM_CREDIT_WHY_COUNTS;
}

static struct ym_credit_view view(const struct ym_credit_formula *f,
                                  const struct ym_credit_entry *e, uint32_t number, ym_day end)
{
    const struct ym_credit_item *i = &e->log->items[number];
    struct ym_credit_view v = { .number = number,
                                .flag = flag_of(e, i),
                                .points = f->points[i->kind] };

    v.why = v.flag != YM_CREDIT_WHY_COUNTS ? v.flag : why_not(f, i, end);
    if (i->kind == YM_CREDIT_PARTY && was_merged(e, end))
        v.why = YM_CREDIT_WHY_MERGED;
    v.weight = v.why == YM_CREDIT_WHY_COUNTS ? weight_at(f, (int64_t)end - 1 - i->of) : 0;
    return v;
}

/* Of each obligation the last record stands; one to which an objection was upheld never was. */
static void settle(const struct ym_credit_entry *e, struct ym_credit_view *views, size_t n)
{
    uint32_t terms = 0;
    uint64_t seen = 0;

    for (size_t at = n; at > 0; at--) {
        struct ym_credit_view *v = &views[at - 1];
        const struct ym_credit_item *i = &e->log->items[v->number];
        const uint64_t bit = UINT64_C(1) << i->item;

        if (i->terms_seq == 0)
            continue;
        if (i->terms_seq != terms) {
            terms = i->terms_seq;
            seen = 0;
        }
        if ((seen & bit) != 0) {
            v->why = v->why == YM_CREDIT_WHY_UPHELD ? v->why : YM_CREDIT_WHY_LATER;
            v->weight = 0;
        }
        seen |= v->flag != YM_CREDIT_WHY_UPHELD ? bit : 0;
    }
}

/* ---- One day, one session ---- */

/* How a session of a day stands beside another of it, 0: it is none. To have come outdoes
 * everything, a good cause outdoes none. */
static int presence_of(const struct ym_credit_item *i)
{
    switch ((int)i->kind) {
    case YM_CREDIT_ATTENDED:
        return 3;
    case YM_CREDIT_AWAY:
        return 2;
    case YM_CREDIT_ABSENT:
        return 1;
    default:
        return 0;
    }
}

/* Does what this view shows speak for its day? What is disputed does, so that its like does not
 * count in its place meanwhile; what never was, or counts for another reason not, does not. */
static bool speaks(const struct ym_credit_view *v)
{
    return v->why == YM_CREDIT_WHY_COUNTS || v->why == YM_CREDIT_WHY_DISPUTED;
}

/* Of two sessions of one day the better speaks; of equal ones the one that is disputed, else the
 * first. Is it the second? */
static bool is_outdone(const struct ym_credit_view *a, int came_a, const struct ym_credit_view *b,
                       int came_b)
{
    return came_a < came_b ||
           (came_a == came_b && a->why == YM_CREDIT_WHY_COUNTS && b->why == YM_CREDIT_WHY_DISPUTED);
}

static void settle_pair(const struct ym_credit_entry *e, struct ym_credit_view *a,
                        struct ym_credit_view *b)
{
    const struct ym_credit_item *x = &e->log->items[a->number];
    const struct ym_credit_item *y = &e->log->items[b->number];
    struct ym_credit_view *other = is_outdone(a, presence_of(x), b, presence_of(y)) ? a : b;

    if (presence_of(y) == 0 || x->of != y->of || !speaks(b))
        return;
    other->why = YM_CREDIT_WHY_SAME_DAY;
    other->weight = 0;
}

/* However many sessions a day has in a dispute, a party came on that day or did not. */
static void settle_days(const struct ym_credit_entry *e, struct ym_credit_view *views, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (presence_of(&e->log->items[views[i].number]) == 0)
            continue;
        for (size_t k = i + 1; k < n && speaks(&views[i]); k++)
            settle_pair(e, &views[i], &views[k]);
    }
}

size_t ym_credit_judge(const struct ym_credit_formula *f, const struct ym_credit_entry *e,
                       ym_day end, struct ym_credit_view *ret)
{
    size_t n = 0;

    if (e->bar != YM_CREDIT_WHY_COUNTS)
        return 0;
    for (uint32_t number = 0; number < e->log->n; number++) {
        const struct ym_credit_item *i = &e->log->items[number];

        if (i->seat == e->seat && i->day < end && (int64_t)end - 1 - i->of <= f->expiry_days)
            ret[n++] = view(f, e, number, end);
    }
    settle(e, ret, n);
    settle_days(e, ret, n);
    return n;
}

static void count(struct ym_credit_sum *s, const struct ym_credit_entry *e,
                  const struct ym_credit_view *v)
{
    const enum ym_credit_kind kind = (enum ym_credit_kind)e->log->items[v->number].kind;
    struct ym_credit_part_sum *part = &s->parts[ym_credit_kind_part(kind)];

    if (v->why != YM_CREDIT_WHY_COUNTS) {
        s->not [v->why]++;
        return;
    }
    s->n[kind]++;
    if (kind == YM_CREDIT_PARTY)
        s->habits[e->side][e->type]++;
    if (v->points < 0 || v->weight == 0)
        return;
    part->counted++;
    part->weight += v->weight;
    part->product += (uint64_t)v->weight * (uint64_t)v->points;
}

bool ym_credit_add(struct ym_credit_sum *s, const struct ym_credit_formula *f,
                   const struct ym_credit_entry *e, ym_day end, struct ym_credit_view *views,
                   size_t *ret_n)
{
    assert(e->side < YM_SIDE_COUNT);
    assert(e->type < YM_TYPE_COUNT);
    *ret_n = 0;
    if (s->entries == YM_CREDIT_ENTRIES_MAX)
        return false;
    s->entries++;
    if (e->bar != YM_CREDIT_WHY_COUNTS) {
        s->barred++;
        return true;
    }
    *ret_n = ym_credit_judge(f, e, end, views);
    for (size_t i = 0; i < *ret_n; i++)
        count(s, e, &views[i]);
    s->left_out += e->log->left_out;
    return true;
}

void ym_credit_close(struct ym_credit_sum *s, const struct ym_credit_formula *f)
{
    for (int i = 0; i < YM_CREDIT_PART_COUNT; i++) {
        struct ym_credit_part_sum *part = &s->parts[i];

        part->points = -1;
        if (i != YM_CREDIT_PART_HABITS && part->counted >= f->minimum[i])
            part->points = (int16_t)((part->product + part->weight / 2) / part->weight);
    }
}
