/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

static struct ym_flaw flaw(enum ym_flaw_kind kind)
{
    return (struct ym_flaw){ .kind = (uint8_t)kind,
                             .state = YM_STATE_NONE,
                             .deadline = YM_DEADLINE_NONE };
}

static struct ym_flaw of_state(enum ym_flaw_kind kind, int state)
{
    struct ym_flaw f = flaw(kind);

    f.state = (uint8_t)state;
    return f;
}

static struct ym_flaw of_rule(enum ym_flaw_kind kind, const struct ym_rule *r)
{
    struct ym_flaw f = flaw(kind);

    f.rule = r->id;
    return f;
}

void ym_note(struct ym_findings *f, struct ym_flaw what)
{
    if (f->total < f->max)
        f->flaws[f->total] = what;
    f->total++;
}

static bool is_blank(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static void check_tracks(const struct ym_procedure *p, struct ym_findings *f)
{
    if (p->nstates == 0 || strcmp(p->states[0].name, "START") != 0 ||
        p->states[0].track != YM_TRACK_MAIN || p->states[0].phase != YM_PHASE_IDLE ||
        p->idle[YM_TRACK_MAIN] != YM_STATE_START)
        ym_note(f, of_state(YM_FLAW_START, YM_STATE_START));
    for (int t = YM_TRACK_MAIN + 1; t < YM_TRACKS; t++) {
        const int s = p->idle[t];

        if (s >= p->nstates || p->states[s].track != t || p->states[s].phase != YM_PHASE_IDLE)
            ym_note(f, flaw(YM_FLAW_TRACK_IDLE));
    }
}

static void check_start(const struct ym_procedure *p, struct ym_findings *f)
{
    bool registers = false;

    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];
        const bool at_start = r->from == 1;

        if (at_start != (r->on == YM_CMD_REGISTER) || (!at_start && (r->from & 1) != 0))
            ym_note(f, of_rule(YM_FLAW_START, r));
        registers = registers || (at_start && r->refuse == YM_REFUSAL_NONE);
    }
    if (!registers)
        ym_note(f, of_state(YM_FLAW_START, YM_STATE_START));
}

static void check_names(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->nstates; i++)
        if (ym_procedure_state(p, ym_span_of(p->states[i].name)) != i)
            ym_note(f, of_state(YM_FLAW_NAME_TWICE, i));
    for (int i = 0; i < p->ndeadlines; i++)
        if (ym_procedure_deadline(p, ym_span_of(p->deadlines[i].name)) != i) {
            struct ym_flaw twice = flaw(YM_FLAW_NAME_TWICE);

            twice.deadline = (uint8_t)i;
            ym_note(f, twice);
        }
    for (int i = 0; i < p->nrules; i++) {
        if (p->rules[i].id == 0 || (i > 0 && p->rules[i].id < p->rules[i - 1].id))
            ym_note(f, of_rule(YM_FLAW_RULE_ORDER, &p->rules[i]));
        if (i > 0 && p->rules[i].id == p->rules[i - 1].id)
            ym_note(f, of_rule(YM_FLAW_NAME_TWICE, &p->rules[i]));
    }
}

/* Green is settled, red is failed, and only the main track has a stage and a colour. */
static bool colour_fits(const struct ym_state *s)
{
    if (s->track != YM_TRACK_MAIN)
        return s->colour == YM_COLOUR_NONE && s->stage == YM_STAGE_NONE;
    if (s->phase == YM_PHASE_IDLE)
        return s->colour == YM_COLOUR_NONE;
    if (s->stage == YM_STAGE_NONE)
        return false;
    if (s->phase == YM_PHASE_SETTLED)
        return s->colour == YM_COLOUR_GREEN;
    if (s->phase == YM_PHASE_FAILED)
        return s->colour == YM_COLOUR_RED;
    return true;
}

static void check_colours(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->nstates; i++)
        if (!colour_fits(&p->states[i]))
            ym_note(f, of_state(YM_FLAW_COLOUR, i));
}

static bool tracks_fit(const struct ym_procedure *p, const struct ym_rule *r)
{
    int track = -1;

    if (r->from == 0)
        return false;
    for (int s = 0; s < YM_STATES_MAX; s++) {
        if (!ym_set_has(r->from, s))
            continue;
        if (s >= p->nstates || (track >= 0 && p->states[s].track != track))
            return false;
        track = p->states[s].track;
    }
    for (int t = 0; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE && (r->to[t] >= p->nstates || p->states[r->to[t]].track != t))
            return false;
    return true;
}

static bool refuses_and_moves(const struct ym_rule *r)
{
    if (r->refuse == YM_REFUSAL_NONE)
        return false;
    for (int t = 0; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE)
            return true;
    return r->arm != 0 || r->disarm != 0 || r->effects != 0 || r->ground != YM_GROUND_NONE;
}

static bool is_shadowed(const struct ym_rule *a, const struct ym_rule *b)
{
    return a->on == b->on && a->deadline == b->deadline && (a->from & b->from) != 0 &&
           (a->need & ~b->need) == 0 && (a->forbid & ~b->forbid) == 0;
}

static void check_shadows(const struct ym_procedure *p, int at, struct ym_findings *f)
{
    for (int i = 0; i < at; i++)
        if (is_shadowed(&p->rules[i], &p->rules[at])) {
            struct ym_flaw shadowed = of_rule(YM_FLAW_SHADOWED, &p->rules[at]);

            shadowed.other = p->rules[i].id;
            ym_note(f, shadowed);
            return;
        }
}

static void check_roles(const struct ym_procedure *p, const struct ym_rule *r,
                        struct ym_findings *f)
{
    if (r->roles == 0)
        ym_note(f, of_rule(YM_FLAW_NO_ROLE, r));
    for (int role = 0; role < YM_ROLE_COUNT; role++)
        if (ym_set_has(r->roles, role) && p->holders[role].bodies == 0 &&
            !p->holders[role].is_program)
            ym_note(f, of_rule(YM_FLAW_NO_HOLDER, r));
}

static void check_rule(const struct ym_procedure *p, int at, struct ym_findings *f)
{
    const struct ym_rule *r = &p->rules[at];

    if (!tracks_fit(p, r))
        ym_note(f, of_rule(YM_FLAW_RULE_TRACKS, r));
    if ((r->need & r->forbid) != 0)
        ym_note(f, of_rule(YM_FLAW_NEED_FORBID, r));
    if (refuses_and_moves(r))
        ym_note(f, of_rule(YM_FLAW_REFUSAL_MOVES, r));
    if ((r->fields & ~ym_command_fields((enum ym_cmd)r->on)) != 0)
        ym_note(f, of_rule(YM_FLAW_FIELD_FOREIGN, r));
    if (is_blank(r->source))
        ym_note(f, of_rule(YM_FLAW_NO_SOURCE, r));
    check_roles(p, r, f);
    check_shadows(p, at, f);
}

static bool counts_back_in_days(uint8_t origin, struct ym_term term)
{
    return origin != YM_ORIGIN_BEFORE_DUE || term.n == 0 || term.unit == YM_UNIT_DAY;
}

static bool is_countable(const struct ym_deadline *dl)
{
    bool is = counts_back_in_days(dl->origin, dl->term) &&
              counts_back_in_days(dl->origin, dl->simplified) &&
              counts_back_in_days(dl->origin, dl->small_claim);

    for (int type = 0; type < YM_TYPE_COUNT; type++)
        is = is && counts_back_in_days(dl->by_type[type].origin, dl->by_type[type].term);
    return is;
}

static void check_counts(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->ndeadlines; i++) {
        struct ym_flaw backwards = flaw(YM_FLAW_BACKWARDS);

        backwards.deadline = (uint8_t)i;
        if (!is_countable(&p->deadlines[i]))
            ym_note(f, backwards);
    }
}

static void check_sources(const struct ym_procedure *p, struct ym_findings *f)
{
    if (is_blank(p->source) || is_blank(p->risk.source))
        ym_note(f, flaw(YM_FLAW_NO_SOURCE));
    for (int i = 0; i < p->ndeadlines; i++) {
        struct ym_flaw silent = flaw(YM_FLAW_NO_SOURCE);

        silent.deadline = (uint8_t)i;
        if (is_blank(p->deadlines[i].source))
            ym_note(f, silent);
        for (int type = 0; type < YM_TYPE_COUNT; type++)
            if (p->deadlines[i].by_type[type].term.n != 0 &&
                is_blank(p->deadlines[i].by_type[type].source))
                ym_note(f, silent);
    }
}

void ym_check_rows(const struct ym_procedure *p, struct ym_findings *f)
{
    check_tracks(p, f);
    check_start(p, f);
    check_names(p, f);
    check_colours(p, f);
    check_sources(p, f);
    check_counts(p, f);
    if (p->valid_until != YM_DAY_NONE && p->valid_until < p->valid_from)
        ym_note(f, flaw(YM_FLAW_VALIDITY));
    for (int i = 0; i < p->nrules; i++)
        check_rule(p, i, f);
}

/* Walking needs states and tracks that are what they say. */
static bool can_walk(const struct ym_findings *f)
{
    for (size_t i = 0; i < f->total; i++) {
        const int kind = i < f->max ? f->flaws[i].kind : YM_FLAW_RULE_TRACKS;

        if (kind == YM_FLAW_START || kind == YM_FLAW_TRACK_IDLE || kind == YM_FLAW_RULE_TRACKS)
            return false;
    }
    return true;
}

size_t ym_procedure_check(const struct ym_procedure *p, struct ym_flaw *flaws, size_t max)
{
    struct ym_findings f = { .flaws = flaws, .max = max };

    ym_check_rows(p, &f);
    if (can_walk(&f))
        ym_check_graph(p, &f);
    return f.total;
}

const char *ym_flaw_text(enum ym_flaw_kind kind)
{
    static const char *const texts[YM_FLAW_COUNT] = {
#define X(name, text) [YM_FLAW_##name] = (text),
        YM_FLAWS(X)
#undef X
    };

    assert(kind < YM_FLAW_COUNT);
    return texts[kind];
}
