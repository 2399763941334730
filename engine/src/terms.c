/* SPDX-License-Identifier: Apache-2.0 */
#include "terms.h"

/* The due days are read from the canonical detail: object 1, array of obligations 2, obligation 3.
 * A walk over its texts and brackets is enough, since nothing else can stand there. */
#define DEPTH_MEMBERS    1
#define DEPTH_OBLIGATION 3

struct walk {
    struct ym_span s;
    size_t i;                       /* where it stands */
    unsigned depth;                 /* objects and arrays open */
    bool is_list;                   /* inside the list of obligations */
    unsigned n;                     /* obligations begun */
    unsigned told;                  /* of them: those that told their day */
    ym_day due[YM_OBLIGATIONS_MAX]; /* of obligation n */
};

/* The text that begins here, without its quotes; leaves the walk behind it. */
static struct ym_span take_text(struct walk *w)
{
    const size_t start = ++w->i;

    while (w->i < w->s.n && w->s.at[w->i] != '"')
        w->i += w->s.at[w->i] == '\\' ? 2 : 1;
    w->i++;
    return w->i > w->s.n ? (struct ym_span){ NULL, 0 }
                         : (struct ym_span){ w->s.at + start, w->i - start - 1 };
}

static bool is_key(const struct walk *w)
{
    return w->i < w->s.n && w->s.at[w->i] == ':';
}

static void take_due(struct walk *w)
{
    struct ym_span text;

    w->i++; /* the colon */
    if (w->i >= w->s.n || w->s.at[w->i] != '"')
        return;
    text = take_text(w);
    if (w->n <= YM_OBLIGATIONS_MAX && ym_day_parse(text, &w->due[w->n - 1]))
        w->told++;
}

static void take_quoted(struct walk *w)
{
    const struct ym_span text = take_text(w);

    if (!is_key(w))
        return;
    if (w->depth == DEPTH_MEMBERS)
        w->is_list = ym_span_is(text, YM_SPAN("obligations"));
    else if (w->depth == DEPTH_OBLIGATION && w->is_list && ym_span_is(text, YM_SPAN("due")))
        take_due(w);
}

static void take_bracket(struct walk *w, char c)
{
    if (c == '{' || c == '[') {
        w->depth++;
        w->n += w->is_list && w->depth == DEPTH_OBLIGATION ? 1 : 0;
    } else if (c == '}' || c == ']') {
        w->depth--;
    }
    w->i++;
}

struct ym_terms ym_terms_said(const struct ym_command *c)
{
    struct ym_terms t = ym_terms_none();
    struct walk w = { .s = c->detail };

    if ((c->fields & YM_FB(OBLIGATIONS)) == 0)
        return t;
    t.obligations = c->items;
    t.last_due = c->date;
    while (w.i < w.s.n) {
        if (w.s.at[w.i] == '"')
            take_quoted(&w);
        else
            take_bracket(&w, w.s.at[w.i]);
    }
    if (w.told != c->items || w.n != c->items)
        return t;
    for (unsigned i = 0; i < w.n; i++) {
        const int64_t before = (int64_t)c->date - w.due[i];

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
