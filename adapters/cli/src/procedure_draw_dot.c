/* SPDX-License-Identifier: Apache-2.0 */
/* The language of Graphviz. A cluster a track, top to bottom; below it the legend: what the colours
 * mean, and the rules that keep the state. Labels are in Graphviz's own kind of HTML, which wants
 * XML's escapes. Ids are TRACK.STATE, and TRACK:… for what is not a state. */
#include "procedure_draw.h"
#include "xml.h"

#define NAMES_PER_LINE 10 /* of states in the table of rules that keep the state */

#define FONT  "Noto Sans CJK SC, Noto Sans SC, sans-serif"
#define SMALL "<font point-size=\"9\">"
#define ROW   "<tr><td align=\"left\" balign=\"left\">"

static const char *track_code(int track)
{
    return ym_word(YM_VOCAB_TRACK, track)->code;
}

static void put_state_id(const struct draw *d, int state)
{
    const struct ym_state *s = &d->p->states[state];

    (void)fprintf(d->out, "\"%s.%s\"", track_code(s->track), s->name);
}

static void escape(const struct draw *d, const char *text)
{
    cli_xml_escape(d->out, ym_span_of(text));
}

/* ---- States ---- */

/* Code; Chinese; English; stage and colour on the main track; the deadlines that may run. */
static void put_state(const struct draw *d, int state)
{
    const struct ym_state *s = &d->p->states[state];
    const struct draw_paint *paint = draw_paint((enum ym_colour)s->colour);

    (void)fputs("    ", d->out);
    put_state_id(d, state);
    (void)fprintf(d->out, " [fillcolor=\"%s\", color=\"%s\", fontcolor=\"%s\"%s, label=<<b>",
                  paint->fill, paint->line, paint->ink,
                  s->phase == YM_PHASE_FINAL ? ", peripheries=2" : "");
    escape(d, s->zh);
    (void)fprintf(d->out, "</b><br/>%s<br/>" SMALL, s->name);
    escape(d, s->en);
    if (s->track == YM_TRACK_MAIN) {
        (void)fputs("<br/>", d->out);
        escape(d, ym_word(YM_VOCAB_STAGE, s->stage)->zh);
        (void)fprintf(d->out, " %s · %s %s", ym_word(YM_VOCAB_STAGE, s->stage)->code,
                      ym_word(YM_VOCAB_COLOUR, s->colour)->zh,
                      ym_word(YM_VOCAB_COLOUR, s->colour)->code);
    }
    for (int i = 0; (i = draw_deadline(d->p, state, i)) >= 0; i++) {
        (void)fputs("<br/>限 ", d->out);
        draw_put_deadline(d, i);
    }
    (void)fputs("</font>>];\n", d->out);
}

/* ---- Rules ---- */

/* The box of a bundle and its arrows. */
static void put_bundle(const struct draw *d, int lead)
{
    const struct ym_rule *r = &d->p->rules[lead];
    const int track = draw_track(d->p, r);
    const char *code = track_code(track);

    (void)fprintf(
        d->out,
        "    \"%s:%u\" [shape=plain, style=\"\", label=<<table border=\"1\" cellborder=\"0\" "
        "cellspacing=\"0\" cellpadding=\"1\" color=\"#9e9e9e\" bgcolor=\"#ffffff\">",
        code, r->id);
    for (int i = lead; i < d->p->nrules; i++) {
        if (!draw_joins(d->p, lead, i))
            continue;
        (void)fputs(ROW SMALL, d->out);
        draw_put_rule(d, &d->p->rules[i]);
        (void)fputs("</font></td></tr>", d->out);
    }
    (void)fputs("</table>>];\n", d->out);
    for (int s = 0; s < d->p->nstates; s++) {
        if ((r->from & UINT64_C(1) << s) == 0)
            continue;
        (void)fputs("    ", d->out);
        put_state_id(d, s);
        (void)fprintf(d->out, " -> \"%s:%u\" [arrowhead=none];\n", code, r->id);
    }
    (void)fprintf(d->out, "    \"%s:%u\" -> ", code, r->id);
    put_state_id(d, r->to[track]);
    (void)fputs(";\n", d->out);
}

/* Where rules of other tracks enter this one. */
static void put_entries(const struct draw *d, int track)
{
    for (int of = 0; of < YM_TRACKS; of++) {
        for (int s = 0; s < d->p->nstates; s++) {
            if (d->p->states[s].track != track || draw_put_entering(d, of, s, NULL) == 0)
                continue;
            (void)fprintf(d->out,
                          "    \"%s:%s:%s\" [shape=plain, style=\"\", label=<" SMALL "%s %s:",
                          track_code(track), track_code(of), d->p->states[s].name,
                          ym_word(YM_VOCAB_TRACK, of)->zh, track_code(of));
            (void)draw_put_entering(d, of, s, d->out);
            (void)fprintf(d->out, "</font>>];\n    \"%s:%s:%s\" -> ", track_code(track),
                          track_code(of), d->p->states[s].name);
            put_state_id(d, s);
            (void)fputs(" [style=dashed];\n", d->out);
        }
    }
}

static void put_track(const struct draw *d, int track)
{
    const struct ym_word *word = ym_word(YM_VOCAB_TRACK, track);

    (void)fprintf(d->out,
                  "  subgraph \"cluster_%s\" {\n    label=\"%s %s\"; labeljust=l; "
                  "color=\"#bdbdbd\"; fontsize=16;\n",
                  word->code, word->zh, word->code);
    (void)fprintf(d->out,
                  "    \"%s:begin\" [shape=circle, style=filled, fillcolor=\"#000000\", "
                  "width=0.2, label=\"\"];\n",
                  word->code);
    for (int s = 0; s < d->p->nstates; s++)
        if (d->p->states[s].track == track)
            put_state(d, s);
    (void)fprintf(d->out, "    \"%s:begin\" -> ", word->code);
    put_state_id(d, d->p->idle[track]);
    (void)fputs(";\n", d->out);
    for (int i = 0; i < d->p->nrules; i++)
        if (draw_track(d->p, &d->p->rules[i]) == track && draw_leads(d->p, i))
            put_bundle(d, i);
    put_entries(d, track);
    (void)fputs("  }\n", d->out);
}

/* ---- The legend ---- */

static void put_colours(const struct draw *d)
{
    (void)fputs("<table border=\"0\" cellborder=\"1\" cellspacing=\"4\" cellpadding=\"4\"><tr>",
                d->out);
    for (int c = 0; c < YM_COLOUR_COUNT; c++)
        (void)fprintf(d->out, "<td bgcolor=\"%s\"><font color=\"%s\">%s %s</font></td>",
                      draw_paint((enum ym_colour)c)->fill, draw_paint((enum ym_colour)c)->ink,
                      ym_word(YM_VOCAB_COLOUR, c)->zh, ym_word(YM_VOCAB_COLOUR, c)->code);
    (void)fputs("<td border=\"0\">+ 须有 fact needed　- 须无 fact forbidden　→ 另一轨道进入 state "
                "of another "
                "track　限 期限 deadline　双框 final</td></tr></table>",
                d->out);
}

static void put_names(const struct draw *d, uint64_t states)
{
    int n = 0;

    for (int s = 0; s < d->p->nstates; s++) {
        if ((states & UINT64_C(1) << s) == 0)
            continue;
        (void)fprintf(d->out, "%s%s",
                      n == 0                    ? ""
                      : n % NAMES_PER_LINE == 0 ? "<br/>"
                                                : " ",
                      d->p->states[s].name);
        n++;
    }
}

static void put_kept(const struct draw *d, int track)
{
    const struct ym_word *word = ym_word(YM_VOCAB_TRACK, track);

    (void)fprintf(
        d->out,
        "<tr><td colspan=\"2\" align=\"left\"><b>%s %s 不改变状态的规则 rules that keep the "
        "state</b></td></tr>",
        word->zh, word->code);
    for (int i = 0; i < d->p->nrules; i++) {
        const struct ym_rule *r = &d->p->rules[i];

        if (draw_track(d->p, r) != track || draw_moves(d->p, r))
            continue;
        (void)fputs(ROW SMALL, d->out);
        draw_put_rule(d, r);
        if (r->refuse != YM_REFUSAL_NONE)
            (void)fprintf(d->out, " 拒绝 refuse %s", ym_word(YM_VOCAB_REFUSAL, r->refuse)->code);
        (void)fputs("</font></td><td align=\"left\" balign=\"left\">" SMALL, d->out);
        put_names(d, r->from);
        (void)fputs("</font></td></tr>", d->out);
    }
}

static void put_legend(const struct draw *d)
{
    (void)fputs("  labelloc=b; labeljust=l; fontsize=11;\n  label=<<table border=\"0\" "
                "cellspacing=\"6\"><tr><td align=\"left\">",
                d->out);
    put_colours(d);
    (void)fputs("</td></tr><tr><td align=\"left\"><table border=\"0\" cellborder=\"1\" "
                "cellspacing=\"0\" cellpadding=\"3\" color=\"#bdbdbd\">",
                d->out);
    for (int t = 0; t < YM_TRACKS; t++)
        if (draw_has(d, t))
            put_kept(d, t);
    (void)fputs("</table></td></tr></table>>;\n", d->out);
}

void draw_dot(const struct draw *d)
{
    const struct ym_procedure *p = d->p;

    (void)fprintf(d->out,
                  "digraph \"%s/%s\" {\n  graph [rankdir=TB, nodesep=0.25, ranksep=0.35, "
                  "fontname=\"" FONT
                  "\"];\n  node [shape=box, style=\"rounded,filled\", fontsize=12, "
                  "margin=\"0.12,0.06\", fontname=\"" FONT "\"];\n  edge [color=\"#616161\", "
                  "arrowsize=0.7, fontname=\"" FONT "\"];\n",
                  p->id, p->version);
    put_legend(d);
    (void)fputs("  subgraph \"cluster:procedure\" {\n  labelloc=t; labeljust=l; fontsize=20; "
                "color=\"#ffffff\"; label=<",
                d->out);
    escape(d, p->zh);
    (void)fputs("　", d->out);
    escape(d, p->en);
    (void)fprintf(d->out, "　%s/%s>;\n", p->id, p->version);
    for (int t = 0; t < YM_TRACKS; t++)
        if (draw_has(d, t))
            put_track(d, t);
    (void)fputs("  }\n}\n", d->out);
}
