/* SPDX-License-Identifier: Apache-2.0 */
/* Mermaid's stateDiagram-v2: a composite state a track, or the one track that was asked for. (The
 * tracks are concurrent regions, but Mermaid 11 forgets every class, and so every colour, of a
 * diagram that has some.) Ids are TRACK_STATE, so that none is one of Mermaid's words ("note",
 * "end"), in letters, digits and _ alone, since `class` takes no more. `class` stands behind it all
 * because it is not heard inside a composite state. Rules that
 * keep the state stand as comments: the picture would drown in them. */
#include <string.h>

#include "procedure_draw.h"

static const char *track_code(int track)
{
    return ym_word(YM_VOCAB_TRACK, track)->code;
}

/* - is written _2d_ and . as _2e_; an underscore that could be read as the beginning of one of
 * those, or of itself, as _5f_: two names never get one id. */
static void put_id(const struct draw *d, int state)
{
    const struct ym_state *s = &d->p->states[state];

    (void)fprintf(d->out, "%s_", track_code(s->track));
    for (const char *at = s->name; *at != '\0'; at++) {
        const bool is_doubtful = at[0] == '_' && (at[1] == '2' || at[1] == '5');

        if (*at == '-' || *at == '.' || is_doubtful)
            (void)fprintf(d->out, "_%02x_", (unsigned)*at);
        else
            (void)putc(*at, d->out);
    }
}

/* A text of people, without what Mermaid would read. */
static void put_clean(const struct draw *d, const char *text)
{
    for (; *text != '\0'; text++)
        (void)putc((unsigned char)*text < ' ' || strchr("\"\\<>{}[];:#%`|&", *text) != NULL ? ' '
                                                                                            : *text,
                   d->out);
}

/* The title, then a line each: code, English, stage and colour, deadlines. */
static void put_state(const struct draw *d, int state)
{
    const struct ym_state *s = &d->p->states[state];

    (void)fputs("        state \"", d->out);
    put_clean(d, s->zh);
    (void)fprintf(d->out, " %s<br/>", s->name);
    put_clean(d, s->en);
    if (s->track == YM_TRACK_MAIN)
        (void)fprintf(d->out, "<br/>%s %s · %s %s", ym_word(YM_VOCAB_STAGE, s->stage)->zh,
                      ym_word(YM_VOCAB_STAGE, s->stage)->code,
                      ym_word(YM_VOCAB_COLOUR, s->colour)->zh,
                      ym_word(YM_VOCAB_COLOUR, s->colour)->code);
    for (int i = 0; (i = draw_deadline(d->p, state, i)) >= 0; i++) {
        (void)fputs("<br/>限 ", d->out);
        draw_put_deadline(d, i);
    }
    (void)fputs("\" as ", d->out);
    put_id(d, state);
    (void)putc('\n', d->out);
}

static void put_rules(const struct draw *d, int lead)
{
    const char *between = "";

    for (int i = lead; i < d->p->nrules; i++) {
        if (!draw_joins(d->p, lead, i))
            continue;
        (void)fputs(between, d->out);
        draw_put_rule(d, &d->p->rules[i]);
        between = "<br/>";
    }
}

static void put_arrow(const struct draw *d, int from, int to)
{
    (void)fputs("        ", d->out);
    put_id(d, from);
    (void)fputs(" --> ", d->out);
    put_id(d, to);
}

static bool is_from_one(const struct ym_rule *r)
{
    return (r->from & (r->from - 1)) == 0;
}

/* From one state: an arrow with the rules on it. From several: a box that holds them. */
static void put_bundle(const struct draw *d, int lead)
{
    const struct ym_rule *r = &d->p->rules[lead];
    const int track = draw_track(d->p, r);

    if (is_from_one(r)) {
        put_arrow(d, __builtin_ctzll(r->from), r->to[track]);
        (void)fputs(" : ", d->out);
        put_rules(d, lead);
        (void)putc('\n', d->out);
        return;
    }
    (void)fputs("        state \"", d->out);
    put_rules(d, lead);
    (void)fprintf(d->out, "\" as rule_%u\n", r->id);
    for (int s = 0; s < d->p->nstates; s++) {
        if ((r->from & UINT64_C(1) << s) == 0)
            continue;
        (void)fputs("        ", d->out);
        put_id(d, s);
        (void)fprintf(d->out, " --> rule_%u\n", r->id);
    }
    (void)fprintf(d->out, "        rule_%u --> ", r->id);
    put_id(d, r->to[track]);
    (void)putc('\n', d->out);
}

/* Where rules of other tracks enter this one: a box for each of them. */
static void put_entries(const struct draw *d, int track)
{
    for (int of = 0; of < YM_TRACKS; of++) {
        const char *code = track_code(of);
        bool is_named = false;

        for (int s = 0; s < d->p->nstates; s++) {
            if (d->p->states[s].track != track || draw_put_entering(d, of, s, NULL) == 0)
                continue;
            if (!is_named)
                (void)fprintf(d->out, "        state \"%s %s\" as entry_%s_%s\n",
                              ym_word(YM_VOCAB_TRACK, of)->zh, code, code, track_code(track));
            is_named = true;
            (void)fprintf(d->out, "        entry_%s_%s --> ", code, track_code(track));
            put_id(d, s);
            (void)fputs(" :", d->out);
            (void)draw_put_entering(d, of, s, d->out);
            (void)putc('\n', d->out);
        }
    }
}

static void put_kept(const struct draw *d, int track)
{
    for (int i = 0; i < d->p->nrules; i++) {
        const struct ym_rule *r = &d->p->rules[i];

        if (draw_track(d->p, r) != track || draw_moves(d->p, r))
            continue;
        (void)fputs("        %% ", d->out);
        draw_put_rule(d, r);
        if (r->refuse != YM_REFUSAL_NONE)
            (void)fprintf(d->out, " refuse %s", ym_word(YM_VOCAB_REFUSAL, r->refuse)->code);
        (void)fputs(" in", d->out);
        for (int s = 0; s < d->p->nstates; s++)
            if ((r->from & UINT64_C(1) << s) != 0)
                (void)fprintf(d->out, " %s", d->p->states[s].name);
        (void)putc('\n', d->out);
    }
}

static void put_track(const struct draw *d, int track)
{
    for (int s = 0; s < d->p->nstates; s++)
        if (d->p->states[s].track == track)
            put_state(d, s);
    (void)fputs("        [*] --> ", d->out);
    put_id(d, d->p->idle[track]);
    (void)putc('\n', d->out);
    for (int i = 0; i < d->p->nrules; i++)
        if (draw_track(d->p, &d->p->rules[i]) == track && draw_leads(d->p, i))
            put_bundle(d, i);
    put_entries(d, track);
    for (int s = 0; s < d->p->nstates; s++) {
        if (d->p->states[s].track != track || d->p->states[s].phase != YM_PHASE_FINAL)
            continue;
        (void)fputs("        ", d->out);
        put_id(d, s);
        (void)fputs(" --> [*]\n", d->out);
    }
    (void)fputs("        %% rules that keep the state\n", d->out);
    put_kept(d, track);
}

/* Which colour each box has. */
static void put_classes(const struct draw *d)
{
    for (int s = 0; s < d->p->nstates; s++) {
        if (!draw_has(d, d->p->states[s].track))
            continue;
        (void)fputs("    class ", d->out);
        put_id(d, s);
        (void)fprintf(d->out, " %s\n", ym_word(YM_VOCAB_COLOUR, d->p->states[s].colour)->code);
    }
    for (int i = 0; i < d->p->nrules; i++) {
        const struct ym_rule *r = &d->p->rules[i];

        if (draw_has(d, draw_track(d->p, r)) && draw_leads(d->p, i) && !is_from_one(r))
            (void)fprintf(d->out, "    class rule_%u rule\n", r->id);
    }
}

void draw_mermaid(const struct draw *d)
{
    const bool is_one = (d->tracks & (d->tracks - 1)) == 0;

    (void)fputs("---\ntitle: \"", d->out);
    put_clean(d, d->p->zh);
    (void)fprintf(d->out, " %s/%s\"\n---\nstateDiagram-v2\n    direction TB\n", d->p->id,
                  d->p->version);
    for (int c = 0; c < YM_COLOUR_COUNT; c++) {
        const struct draw_paint *paint = draw_paint((enum ym_colour)c);

        (void)fprintf(d->out, "    classDef %s fill:%s,stroke:%s,color:%s\n",
                      ym_word(YM_VOCAB_COLOUR, c)->code, paint->fill, paint->line, paint->ink);
    }
    (void)fputs("    classDef rule fill:#ffffff,stroke:#9e9e9e,color:#000000\n", d->out);
    for (int t = 0; t < YM_TRACKS; t++) {
        if (!draw_has(d, t))
            continue;
        if (!is_one)
            (void)fprintf(d->out, "    state \"%s %s\" as track_%s {\n        direction TB\n",
                          ym_word(YM_VOCAB_TRACK, t)->zh, track_code(t), track_code(t));
        put_track(d, t);
        if (!is_one)
            (void)fputs("    }\n", d->out);
    }
    put_classes(d);
}
