/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"
#include "story.h"

#include <stdio.h>
#include <string.h>

/* A refusing rule counts when it refused, any other when it let something happen: a rule that was
 * met by the wrong role has not been told about. */
static bool did_its_work(const struct ym_rule *r, const struct story_seen *seen)
{
    if (r->refuse == YM_REFUSAL_NONE)
        return seen->refusal == NULL;
    return seen->refusal != NULL &&
           strcmp(seen->refusal, ym_word(YM_VOCAB_REFUSAL, r->refuse)->code) == 0;
}

void story_cover(struct story_coverage *c, const struct story_seen *seen)
{
    if (seen->procedure == NULL || strcmp(c->p->id, seen->procedure) != 0)
        return;
    for (int k = 0; k < c->p->nrules; k++)
        if (c->p->rules[k].id == seen->rule && did_its_work(&c->p->rules[k], seen))
            c->rule[k] = true;
    for (int track = 0; track < YM_TRACKS; track++) {
        const int s = ym_procedure_state(c->p, ym_span_of(seen->state[track]));

        if (s >= 0)
            c->state[s] = true;
    }
}

static const char *first_of(const struct ym_procedure *p, uint64_t states)
{
    int s = 0;

    while (s < p->nstates && (states >> s & 1U) == 0)
        s++;
    return s < p->nstates ? p->states[s].name : "nowhere";
}

int story_uncovered(const struct story_coverage *cover, size_t ncover)
{
    int missing = 0;

    for (size_t i = 0; i < ncover; i++) {
        const struct ym_procedure *p = cover[i].p;

        for (int k = 0; k < p->nrules; k++)
            if (!cover[i].rule[k]) {
                missing++;
                (void)fprintf(stderr, "%s: no story reaches rule %u (%s from %s)\n", p->id,
                              p->rules[k].id, ym_word(YM_VOCAB_COMMAND, p->rules[k].on)->code,
                              first_of(p, p->rules[k].from));
            }
        for (int s = 1; s < p->nstates; s++)
            if (!cover[i].state[s]) {
                missing++;
                (void)fprintf(stderr, "%s: no story reaches state %s\n", p->id, p->states[s].name);
            }
    }
    return missing;
}
