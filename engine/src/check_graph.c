/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

static void note_state(struct ym_findings *f, enum ym_flaw_kind kind, int state, int deadline)
{
    ym_note(f, (struct ym_flaw){
                   .kind = (uint8_t)kind, .state = (uint8_t)state, .deadline = (uint8_t)deadline });
}

static void note_rule(struct ym_findings *f, enum ym_flaw_kind kind, const struct ym_rule *r)
{
    ym_note(f, (struct ym_flaw){ .kind = (uint8_t)kind,
                                 .rule = r->id,
                                 .state = YM_STATE_NONE,
                                 .deadline = YM_DEADLINE_NONE });
}

static bool allows(const struct ym_rule *r)
{
    return r->refuse == YM_REFUSAL_NONE;
}

static uint64_t targets(const struct ym_rule *r)
{
    uint64_t set = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE)
            set |= UINT64_C(1) << r->to[t];
    return set;
}

/* Everything that can be reached from these states by rules that allow. Each round adds at least
 * one state or is the last, so there are at most YM_STATES_MAX rounds. */
static uint64_t reach(const struct ym_procedure *p, uint64_t from)
{
    uint64_t was;

    do {
        was = from;
        for (int i = 0; i < p->nrules; i++)
            if (allows(&p->rules[i]) && (p->rules[i].from & from) != 0)
                from |= targets(&p->rules[i]);
    } while (from != was);
    return from;
}

static uint64_t states_in(const struct ym_procedure *p, enum ym_track track, uint32_t phases)
{
    uint64_t set = 0;

    for (int s = 0; s < p->nstates; s++)
        if (p->states[s].track == track && ym_set_has(phases, p->states[s].phase))
            set |= UINT64_C(1) << s;
    return set;
}

/* The track from whose states a rule applies. Pre: it names a state, and all of one track. */
static int track_of(const struct ym_procedure *p, const struct ym_rule *r)
{
    int s = 0;

    while (!ym_set_has(r->from, s))
        s++;
    return p->states[s].track;
}

/* A rule leaves s when it moves s's track elsewhere: from s itself or, for a parallel track, from
 * a state of another track. */
static bool leaves(const struct ym_procedure *p, const struct ym_rule *r, int s)
{
    const int track = p->states[s].track;

    if (!allows(r) || r->to[track] == YM_STATE_NONE || r->to[track] == s)
        return false;
    return ym_set_has(r->from, s) || track_of(p, r) != track;
}

static bool has_exit(const struct ym_procedure *p, int s)
{
    for (int i = 0; i < p->nrules; i++)
        if (leaves(p, &p->rules[i], s))
            return true;
    return false;
}

static void check_ways(const struct ym_procedure *p, struct ym_findings *f)
{
    const uint64_t outcomes =
        states_in(p, YM_TRACK_MAIN, 1u << YM_PHASE_SETTLED | 1u << YM_PHASE_FAILED);
    uint64_t first = 0;
    uint64_t known;

    for (int t = 0; t < YM_TRACKS; t++)
        first |= UINT64_C(1) << p->idle[t];
    known = reach(p, first);
    for (int s = 0; s < p->nstates; s++) {
        const struct ym_state *state = &p->states[s];

        if (!ym_set_has(known, s))
            note_state(f, YM_FLAW_UNREACHABLE, s, YM_DEADLINE_NONE);
        if (state->phase != YM_PHASE_FINAL && !has_exit(p, s))
            note_state(f, YM_FLAW_TRAP, s, YM_DEADLINE_NONE);
        if (state->track == YM_TRACK_MAIN && state->phase == YM_PHASE_OPEN &&
            (reach(p, UINT64_C(1) << s) & outcomes) == 0)
            note_state(f, YM_FLAW_NO_OUTCOME, s, YM_DEADLINE_NONE);
    }
}

static bool offers_court(const struct ym_procedure *p, int s)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on == YM_CMD_GO_TO_COURT && allows(r) && ym_set_has(r->from, s) &&
            ym_set_has(r->roles, YM_ROLE_PARTY) && r->need == 0 && r->forbid == 0 &&
            (r->fields & ~YM_FB(SEAT)) == 0)
            return true;
    }
    return false;
}

/* A deadline other than this one that runs by itself wherever s holds. */
static bool runs_by_itself(const struct ym_procedure *p, int s, int except)
{
    for (int i = 0; i < p->ndeadlines; i++)
        if (i != except && ym_set_has(p->deadlines[i].in, s))
            return true;
    return false;
}

static bool arms_for(const struct ym_procedure *p, const struct ym_rule *r, int s)
{
    for (int i = 0; i < p->ndeadlines; i++)
        if (ym_set_has(r->arm, i) && ym_set_has(p->deadlines[i].within, s))
            return true;
    return false;
}

/* Every way into s brings a deadline, and no deadline passes in s without another one going on. */
static bool is_watched(const struct ym_procedure *p, int s)
{
    const int track = p->states[s].track;

    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];
        const bool enters = r->to[track] == s && (r->from & ~(UINT64_C(1) << s)) != 0;
        const bool outlives = r->on == YM_CMD_EXPIRE && ym_set_has(r->from, s) &&
                              (r->to[track] == YM_STATE_NONE || r->to[track] == s);

        if (!allows(r))
            continue;
        if (enters && !arms_for(p, r, s) && !runs_by_itself(p, s, YM_DEADLINE_NONE))
            return false;
        if (outlives && !arms_for(p, r, s) && !runs_by_itself(p, s, r->deadline))
            return false;
    }
    return true;
}

static void check_open(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int s = 0; s < p->nstates; s++) {
        if (p->states[s].phase != YM_PHASE_OPEN)
            continue;
        if (!is_watched(p, s))
            note_state(f, YM_FLAW_NO_DEADLINE, s, YM_DEADLINE_NONE);
        if (p->states[s].track == YM_TRACK_MAIN && !offers_court(p, s))
            note_state(f, YM_FLAW_NO_COURT, s, YM_DEADLINE_NONE);
    }
}

static bool answers(const struct ym_procedure *p, int s, int deadline)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on == YM_CMD_EXPIRE && r->deadline == deadline && ym_set_has(r->from, s) &&
            allows(r) && r->need == 0 && r->forbid == 0)
            return true;
    }
    return false;
}

static void check_expiries(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->ndeadlines; i++)
        for (int s = 0; s < p->nstates; s++)
            if (ym_set_has(p->deadlines[i].within, s) && !answers(p, s, i))
                note_state(f, YM_FLAW_NO_EXPIRY, s, i);
}

/* The clock says nothing but that the deadline has passed, and comes back until it is let through.
 */
static bool refuses_clock(const struct ym_rule *r)
{
    return !allows(r) || r->fields != 0 || !ym_set_has(r->roles, YM_ROLE_CLOCK);
}

static void check_refused(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on == YM_CMD_EXPIRE && r->deadline < p->ndeadlines && refuses_clock(r) &&
            (r->from & p->deadlines[r->deadline].within) != 0)
            ym_note(f, (struct ym_flaw){ .kind = YM_FLAW_EXPIRY_REFUSED,
                                         .rule = r->id,
                                         .state = YM_STATE_NONE,
                                         .deadline = r->deadline });
    }
}

static void check_notices(const struct ym_procedure *p, struct ym_findings *f)
{
    const uint64_t red = states_in(p, YM_TRACK_MAIN, 1u << YM_PHASE_FAILED);

    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (allows(r) && (targets(r) & red) != 0 && (r->from & ~red) != 0 &&
            !ym_set_has(r->documents, YM_DOC_REMEDIES_NOTICE))
            note_rule(f, YM_FLAW_NO_NOTICE, r);
    }
}

/* The most deadlines that can run while one track is in one of its states. */
static int most_clocks(const struct ym_procedure *p, enum ym_track track)
{
    int most = 0;

    for (int s = 0; s < p->nstates; s++) {
        int n = 0;

        if (p->states[s].track != track)
            continue;
        for (int i = 0; i < p->ndeadlines; i++)
            n += ym_set_has(p->deadlines[i].within, s) ? 1 : 0;
        most = n > most ? n : most;
    }
    return most;
}

static void check_clocks(const struct ym_procedure *p, struct ym_findings *f)
{
    int most = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        most += most_clocks(p, (enum ym_track)t);
    if (most > YM_CLOCKS_MAX)
        note_state(f, YM_FLAW_CLOCKS, YM_STATE_NONE, YM_DEADLINE_NONE);
}

/* The states of one track in which a rule may leave the dispute, when it applies in state s. */
static uint64_t states_after(const struct ym_procedure *p, const struct ym_rule *r, int s,
                             enum ym_track track)
{
    if (r->to[track] != YM_STATE_NONE)
        return UINT64_C(1) << r->to[track];
    if (p->states[s].track == track)
        return UINT64_C(1) << s;
    return states_in(p, track, UINT32_MAX);
}

/* May the deadline run after the rule, applied in s, and would it not have started by itself? What
 * a parallel track was before is not known, so there it may have been anything. */
static bool arm_matters(const struct ym_procedure *p, const struct ym_rule *r, int deadline, int s)
{
    const struct ym_deadline *dl = &p->deadlines[deadline];
    const enum ym_track own = (enum ym_track)p->states[s].track;

    if (!ym_set_has(dl->in, s) && (dl->in & states_after(p, r, s, own)) != 0)
        return false;
    for (int t = 0; t < YM_TRACKS; t++)
        if ((dl->within & states_after(p, r, s, (enum ym_track)t)) != 0)
            return true;
    return false;
}

static bool is_useful(const struct ym_procedure *p, const struct ym_rule *r, int deadline)
{
    for (int s = 0; s < p->nstates; s++)
        if (ym_set_has(r->from, s) && arm_matters(p, r, deadline, s))
            return true;
    return false;
}

static void check_arms(const struct ym_procedure *p, struct ym_findings *f)
{
    for (int i = 0; i < p->nrules; i++)
        for (int dl = 0; dl < p->ndeadlines; dl++)
            if (ym_set_has(p->rules[i].arm, dl) && !is_useful(p, &p->rules[i], dl))
                ym_note(f, (struct ym_flaw){ .kind = YM_FLAW_ARM_USELESS,
                                             .rule = p->rules[i].id,
                                             .state = YM_STATE_NONE,
                                             .deadline = (uint8_t)dl });
}

void ym_check_graph(const struct ym_procedure *p, struct ym_findings *f)
{
    check_ways(p, f);
    check_open(p, f);
    check_expiries(p, f);
    check_refused(p, f);
    check_notices(p, f);
    check_clocks(p, f);
    check_arms(p, f);
}
