/* SPDX-License-Identifier: Apache-2.0 */
#include "terms.h"

#include "rows.h"

/* Read the days on which the obligations fall due. False unless every one tells its own. */
static bool read_dues(const struct ym_command *c, ym_day due[YM_OBLIGATIONS_MAX])
{
    struct ym_rows w = { .detail = c->detail, .list = YM_SPAN("obligations") };
    struct ym_span key, value;
    unsigned told = 0;

    while (ym_rows_next(&w, &key, &value)) {
        if (w.n <= YM_OBLIGATIONS_MAX && ym_span_is(key, YM_SPAN("due")) &&
            ym_day_parse(value, &due[w.n - 1]))
            told++;
    }
    return told == c->items && w.n == c->items;
}

struct ym_terms ym_terms_said(const struct ym_command *c)
{
    struct ym_terms t = ym_terms_none();
    ym_day due[YM_OBLIGATIONS_MAX] = { 0 };

    if ((c->fields & YM_FB(OBLIGATIONS)) == 0)
        return t;
    t.obligations = c->items;
    t.last_due = c->date;
    if (!read_dues(c, due))
        return t;
    for (unsigned i = 0; i < c->items; i++) {
        const int64_t before = (int64_t)c->date - due[i];

        t.due_before[i] = (uint16_t)(before > 0 && before <= UINT16_MAX ? before : 0);
    }
    return t;
}

ym_day ym_terms_due(const struct ym_terms *t, unsigned i)
{
    if (i >= t->obligations || t->last_due == YM_DAY_NONE)
        return YM_DAY_NONE;
    return t->last_due - t->due_before[i];
}

uint64_t ym_dues_open(const struct ym_dispute *d)
{
    return ym_terms_all(&d->terms) & ~d->settled & ~d->breached & ~d->overdue;
}

uint64_t ym_dues_first(const struct ym_terms *t, uint64_t awaited)
{
    uint64_t first = 0;
    unsigned most = 0;

    for (unsigned i = 0; i < t->obligations; i++) {
        if ((awaited >> i & 1U) == 0)
            continue;
        if (first == 0 || t->due_before[i] > most) {
            first = 0;
            most = t->due_before[i];
        }
        if (t->due_before[i] == most)
            first |= UINT64_C(1) << i;
    }
    return first;
}

ym_day ym_dues_day(const struct ym_terms *t, uint64_t awaited)
{
    const uint64_t first = ym_dues_first(t, awaited);

    for (unsigned i = 0; i < t->obligations; i++)
        if (first >> i & 1U)
            return ym_terms_due(t, i);
    return YM_DAY_NONE;
}
