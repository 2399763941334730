/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/procedure.h"

const struct ym_procedure *ym_procedures_get(const struct ym_procedures *all, uint16_t number)
{
    if (number == 0 || number > YM_PROCEDURES_MAX)
        return NULL;
    return all->at[number];
}

const struct ym_procedure *ym_procedures_on(const struct ym_procedures *all, ym_day day)
{
    const struct ym_procedure *best = NULL;

    for (int i = 1; i <= YM_PROCEDURES_MAX; i++) {
        const struct ym_procedure *p = all->at[i];

        if (p == NULL || p->valid_from > day)
            continue;
        if (p->valid_until != YM_DAY_NONE && p->valid_until < day)
            continue;
        if (best == NULL || p->valid_from >= best->valid_from)
            best = p;
    }
    return best;
}

int ym_procedure_state(const struct ym_procedure *p, struct ym_span name)
{
    for (int i = 0; i < p->nstates; i++)
        if (ym_span_is(ym_span_of(p->states[i].name), name))
            return i;
    return -1;
}

int ym_procedure_deadline(const struct ym_procedure *p, struct ym_span name)
{
    for (int i = 0; i < p->ndeadlines; i++)
        if (ym_span_is(ym_span_of(p->deadlines[i].name), name))
            return i;
    return -1;
}

const struct ym_rule *ym_procedure_rule(const struct ym_procedure *p, uint16_t id)
{
    for (int i = 0; i < p->nrules; i++)
        if (p->rules[i].id == id)
            return &p->rules[i];
    return NULL;
}

const struct ym_rule *ym_rule_find(const struct ym_procedure *p, const uint8_t state[YM_TRACKS],
                                   enum ym_cmd on, uint8_t deadline, uint64_t facts)
{
    uint64_t here = 0;

    for (int t = 0; t < YM_TRACKS; t++)
        here |= UINT64_C(1) << state[t];
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on != on || r->deadline != deadline || (r->from & here) == 0)
            continue;
        if ((r->need & ~facts) == 0 && (r->forbid & facts) == 0)
            return r;
    }
    return NULL;
}
