/* SPDX-License-Identifier: Apache-2.0 */
/* What derives from a dispute: colour, stage, openness, the next clock, the invariants. */
#include "yima/dispute.h"

#include "clocks.h"

static const struct ym_state *state_of(const struct ym_procedure *p, const struct ym_dispute *d,
                                       enum ym_track track)
{
    assert(d->state[track] < p->nstates);
    return &p->states[d->state[track]];
}

enum ym_colour ym_dispute_colour(const struct ym_procedure *p, const struct ym_dispute *d)
{
    return (enum ym_colour)state_of(p, d, YM_TRACK_MAIN)->colour;
}

enum ym_stage ym_dispute_stage(const struct ym_procedure *p, const struct ym_dispute *d)
{
    return (enum ym_stage)state_of(p, d, YM_TRACK_MAIN)->stage;
}

bool ym_dispute_is_open(const struct ym_procedure *p, const struct ym_dispute *d)
{
    for (int t = 0; t < YM_TRACKS; t++)
        if (state_of(p, d, (enum ym_track)t)->phase == YM_PHASE_OPEN)
            return true;
    return false;
}

const struct ym_clock *ym_dispute_next_clock(const struct ym_dispute *d)
{
    const struct ym_clock *next = NULL;

    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_clock *k = &d->clocks[i];

        if (k->due != 0 && (next == NULL || k->due < next->due))
            next = k;
    }
    return next;
}

const struct ym_clock *ym_dispute_clock(const struct ym_dispute *d, uint8_t deadline)
{
    for (int i = 0; i < d->nclocks; i++)
        if (d->clocks[i].deadline == deadline)
            return &d->clocks[i];
    return NULL;
}

/* Did the rule put a dispute into exactly these states? What it leaves alone was idle then. */
static bool leads_to(const struct ym_procedure *p, const struct ym_rule *r,
                     const struct ym_dispute *d)
{
    if (r->refuse != YM_REFUSAL_NONE || r->to[YM_TRACK_MAIN] != d->state[YM_TRACK_MAIN])
        return false;
    for (int t = YM_TRACK_MAIN + 1; t < YM_TRACKS; t++) {
        const uint8_t to = r->to[t] != YM_STATE_NONE ? r->to[t] : p->idle[t];

        if (to != d->state[t])
            return false;
    }
    return true;
}

static bool speaks_for_all(const struct ym_procedure *p, const struct ym_dispute *d)
{
    if (state_of(p, d, YM_TRACK_MAIN)->phase != YM_PHASE_SETTLED)
        return true;
    for (int i = 0; i < p->nrules; i++) {
        if (leads_to(p, &p->rules[i], d))
            return true;
    }
    return false;
}

size_t ym_dispute_steps(const struct ym_procedure *p, const struct ym_dispute *d,
                        const struct ym_state *ret[YM_TRACKS])
{
    const bool is_main = speaks_for_all(p, d);
    const int first = is_main ? YM_TRACK_MAIN : YM_TRACK_MAIN + 1;
    const int end = is_main ? YM_TRACK_MAIN + 1 : YM_TRACKS;
    size_t n = 0;

    for (int t = first; t < end; t++) {
        const struct ym_state *s = state_of(p, d, (enum ym_track)t);

        if (s->next_zh != NULL && s->next_zh[0] != '\0')
            ret[n++] = s;
    }
    return n;
}

static const char *clock_flaw(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const uint64_t here = ym_states_of(d->state);

    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_clock *k = &d->clocks[i];

        if (k->deadline >= p->ndeadlines)
            return "a clock belongs to no deadline of the procedure";
        if (i > 0 && d->clocks[i - 1].deadline >= k->deadline)
            return "the clocks do not ascend";
        if ((p->deadlines[k->deadline].within & here) == 0)
            return "a clock runs in a state where it may not";
        if (k->due == 0 ? (k->left < 0 || d->stayed_on == YM_DAY_NONE) : k->left != -1)
            return "a clock neither runs nor stands still";
    }
    return NULL;
}

const char *ym_dispute_flaw(const struct ym_procedure *p, const struct ym_dispute *d)
{
    for (int t = 0; t < YM_TRACKS; t++)
        if (d->state[t] >= p->nstates || p->states[d->state[t]].track != t)
            return "a track stands in a state that is not its own";
    if (d->version == 0 || d->state[YM_TRACK_MAIN] == YM_STATE_START)
        return "the dispute is not registered";
    if (d->body == 0)
        return "the dispute has no owner";
    if (d->nclocks > YM_CLOCKS_MAX)
        return "the dispute has too many clocks";
    if (ym_dispute_is_open(p, d) && d->nclocks == 0)
        return "an open dispute has no deadline";
    return clock_flaw(p, d);
}
