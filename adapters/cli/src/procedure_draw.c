/* SPDX-License-Identifier: Apache-2.0 */
/* Diagrams come from the procedure itself. Names of states are letters, digits and - _ . only;
 * labels are people's texts and are cleaned of what a diagram language would read. */
#include <stdio.h>
#include <string.h>

#include "procedure.h"

/* Fill, border and ink by colour; black on yellow and orange, else white. */
static const struct {
    const char *fill, *line, *ink;
} paints[YM_COLOUR_COUNT] = {
    [YM_COLOUR_NONE] = { "#e0e0e0", "#757575", "#000000" },
    [YM_COLOUR_YELLOW] = { "#ffd600", "#8a7400", "#000000" },
    [YM_COLOUR_ORANGE] = { "#ff9100", "#8a4e00", "#000000" },
    [YM_COLOUR_BLUE] = { "#1565c0", "#0d3c75", "#ffffff" },
    [YM_COLOUR_RED] = { "#c62828", "#7a1616", "#ffffff" },
    [YM_COLOUR_GREEN] = { "#2e7d32", "#184a1b", "#ffffff" },
};

struct edge {
    int from, to;
};

static bool is_arrow(const struct ym_procedure *p, const struct ym_rule *r, enum ym_track track,
                     struct edge e)
{
    if (r->refuse != YM_REFUSAL_NONE || r->to[track] != e.to)
        return false;
    if ((r->from & UINT64_C(1) << e.from) != 0)
        return true;
    /* A rule of another track starts this one: it leaves the track's idle state. */
    return e.from == p->idle[track] && track != YM_TRACK_MAIN && (r->from & 1) == 0 &&
           (r->from & UINT64_C(1) << e.from) == 0 &&
           p->states[__builtin_ctzll(r->from)].track != track;
}

/* The rules along one edge, "103 accept, 131 expire (mediation_limit)"; false when there is none.
 */
static bool describe(const struct ym_procedure *p, enum ym_track track, struct edge e, char *text,
                     size_t size)
{
    size_t n = 0;

    for (int i = 0; i < p->nrules && n < size; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (!is_arrow(p, r, track, e))
            continue;
        n += (size_t)snprintf(text + n, size - n, "%s%u %s", n > 0 ? ", " : "", r->id,
                              ym_word(YM_VOCAB_COMMAND, r->on)->code);
        if (r->deadline != YM_DEADLINE_NONE && r->deadline < p->ndeadlines && n < size)
            n += (size_t)snprintf(text + n, size - n, " (%s)", p->deadlines[r->deadline].name);
    }
    return n > 0;
}

static void put_clean(const char *text)
{
    for (; *text != '\0'; text++)
        (void)putchar(strchr("\"\\<>{}[];:#\n", *text) == NULL ? *text : ' ');
}

/* Names may hold - and . which Mermaid does not take in an id. */
static void put_id(const char *name)
{
    for (; *name != '\0'; name++)
        (void)putchar(*name == '-' || *name == '.' ? '_' : *name);
}

typedef void edge_fn(const struct ym_procedure *p, struct edge e, const char *text);

static void each_edge(const struct ym_procedure *p, enum ym_track track, edge_fn *fn)
{
    char text[1024];

    for (int a = 0; a < p->nstates; a++) {
        for (int b = 0; b < p->nstates; b++) {
            if (p->states[a].track == track && p->states[b].track == track &&
                describe(p, track, (struct edge){ a, b }, text, sizeof(text)))
                fn(p, (struct edge){ a, b }, text);
        }
    }
}

static void mermaid_edge(const struct ym_procedure *p, struct edge e, const char *text)
{
    (void)fputs("    ", stdout);
    put_id(p->states[e.from].name);
    (void)fputs(" --> ", stdout);
    put_id(p->states[e.to].name);
    (void)fputs(" : ", stdout);
    put_clean(text);
    (void)putchar('\n');
}

void cli_draw_mermaid(const struct ym_procedure *p, enum ym_track track)
{
    (void)printf("%%%% %s/%s, %s\nstateDiagram-v2\n", p->id, p->version,
                 ym_word(YM_VOCAB_TRACK, (int)track)->code);
    for (int c = 0; c < YM_COLOUR_COUNT; c++)
        (void)printf("    classDef %s fill:%s,stroke:%s,color:%s\n",
                     ym_word(YM_VOCAB_COLOUR, c)->code, paints[c].fill, paints[c].line,
                     paints[c].ink);
    for (int i = 0; i < p->nstates; i++) {
        if (p->states[i].track != track)
            continue;
        (void)fputs("    state \"", stdout);
        put_clean(p->states[i].zh);
        (void)putchar(' ');
        put_clean(p->states[i].en);
        (void)fputs("\" as ", stdout);
        put_id(p->states[i].name);
        (void)putchar('\n');
    }
    (void)fputs("    [*] --> ", stdout);
    put_id(p->states[p->idle[track]].name);
    (void)putchar('\n');
    each_edge(p, track, mermaid_edge);
    for (int i = 0; i < p->nstates; i++) {
        if (p->states[i].track != track)
            continue;
        (void)fputs("    class ", stdout);
        put_id(p->states[i].name);
        (void)printf(" %s\n", ym_word(YM_VOCAB_COLOUR, p->states[i].colour)->code);
    }
    for (int i = 0; i < p->nstates; i++) {
        if (p->states[i].track != track || p->states[i].phase != YM_PHASE_FINAL)
            continue;
        (void)fputs("    ", stdout);
        put_id(p->states[i].name);
        (void)fputs(" --> [*]\n", stdout);
    }
}

static void dot_edge(const struct ym_procedure *p, struct edge e, const char *text)
{
    (void)printf("  \"%s\" -> \"%s\" [label=\"", p->states[e.from].name, p->states[e.to].name);
    put_clean(text);
    (void)puts("\"];");
}

void cli_draw_dot(const struct ym_procedure *p, enum ym_track track)
{
    (void)printf("digraph \"%s/%s %s\" {\n  rankdir=LR;\n"
                 "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n"
                 "  edge [fontname=\"sans-serif\", fontsize=9];\n",
                 p->id, p->version, ym_word(YM_VOCAB_TRACK, (int)track)->code);
    for (int i = 0; i < p->nstates; i++) {
        const struct ym_state *s = &p->states[i];

        if (s->track != track)
            continue;
        (void)printf("  \"%s\" [label=\"", s->name);
        put_clean(s->zh);
        (void)fputs("\\n", stdout);
        put_clean(s->en);
        (void)printf("\", fillcolor=\"%s\", color=\"%s\", fontcolor=\"%s\"%s];\n",
                     paints[s->colour].fill, paints[s->colour].line, paints[s->colour].ink,
                     s->phase == YM_PHASE_FINAL ? ", peripheries=2" : "");
    }
    each_edge(p, track, dot_edge);
    (void)puts("}");
}
