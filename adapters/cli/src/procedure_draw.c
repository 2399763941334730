/* SPDX-License-Identifier: Apache-2.0 */
#include "procedure_draw.h"

#include <assert.h>

/* Black on yellow, orange and grey, else white. */
static const struct draw_paint paints[YM_COLOUR_COUNT] = {
    [YM_COLOUR_NONE] = { "#e0e0e0", "#757575", "#000000" },
    [YM_COLOUR_YELLOW] = { "#ffd600", "#8a7400", "#000000" },
    [YM_COLOUR_ORANGE] = { "#ff9100", "#8a4e00", "#000000" },
    [YM_COLOUR_BLUE] = { "#1565c0", "#0d3c75", "#ffffff" },
    [YM_COLOUR_RED] = { "#c62828", "#7a1616", "#ffffff" },
    [YM_COLOUR_GREEN] = { "#2e7d32", "#184a1b", "#ffffff" },
};

const struct draw_paint *draw_paint(enum ym_colour colour)
{
    return &paints[colour];
}

bool draw_has(const struct draw *d, int track)
{
    return (d->tracks & 1U << track) != 0;
}

int draw_track(const struct ym_procedure *p, const struct ym_rule *r)
{
    assert(r->from != 0);
    return p->states[__builtin_ctzll(r->from)].track;
}

bool draw_moves(const struct ym_procedure *p, const struct ym_rule *r)
{
    return r->refuse == YM_REFUSAL_NONE && r->to[draw_track(p, r)] != YM_STATE_NONE;
}

bool draw_joins(const struct ym_procedure *p, int i, int j)
{
    const struct ym_rule *a = &p->rules[i];
    const struct ym_rule *b = &p->rules[j];
    const int track = draw_track(p, a);

    return draw_moves(p, a) && draw_moves(p, b) && a->from == b->from &&
           a->to[track] == b->to[track];
}

bool draw_leads(const struct ym_procedure *p, int i)
{
    for (int j = 0; j < i; j++)
        if (draw_joins(p, j, i))
            return false;
    return draw_moves(p, &p->rules[i]);
}

static void put_facts(const struct draw *d, char sign, uint64_t facts)
{
    for (int i = 0; i < YM_FACT_COUNT; i++)
        if ((facts & UINT64_C(1) << i) != 0)
            (void)fprintf(d->out, " %c%s", sign, ym_word(YM_VOCAB_FACT, i)->code);
}

void draw_put_rule(const struct draw *d, const struct ym_rule *r)
{
    const struct ym_word *on = ym_word(YM_VOCAB_COMMAND, r->on);
    const int track = draw_track(d->p, r);
    const char *arrow = " →";

    (void)fprintf(d->out, "%u %s %s", r->id, on->zh, on->code);
    if (r->deadline < d->p->ndeadlines)
        (void)fprintf(d->out, " (%s)", d->p->deadlines[r->deadline].name);
    put_facts(d, '+', r->need);
    put_facts(d, '-', r->forbid);
    for (int t = 0; t < YM_TRACKS; t++) {
        if (t == track || r->to[t] == YM_STATE_NONE || r->refuse != YM_REFUSAL_NONE)
            continue;
        (void)fprintf(d->out, "%s %s", arrow, d->p->states[r->to[t]].name);
        arrow = "";
    }
}

int draw_put_entering(const struct draw *d, int of, int state, FILE *out)
{
    const int track = d->p->states[state].track;
    int n = 0;

    for (int i = 0; i < d->p->nrules; i++) {
        const struct ym_rule *r = &d->p->rules[i];

        if (of == track || r->refuse != YM_REFUSAL_NONE || r->to[track] != state ||
            draw_track(d->p, r) != of)
            continue;
        if (out != NULL)
            (void)fprintf(out, " %u", r->id);
        n++;
    }
    return n;
}

int draw_deadline(const struct ym_procedure *p, int state, int i)
{
    for (; i < p->ndeadlines; i++)
        if ((p->deadlines[i].within & UINT64_C(1) << state) != 0)
            return i;
    return -1;
}

void draw_put_deadline(const struct draw *d, int deadline)
{
    const struct ym_deadline *it = &d->p->deadlines[deadline];

    (void)fprintf(d->out, "%s %d %s", it->name, it->term.n,
                  ym_word(YM_VOCAB_UNIT, it->term.unit)->code);
}
