/* SPDX-License-Identifier: Apache-2.0 */
#include "phases.h"

#define COLUMN_BYTES_MAX (6u * YM_PROCEDURES_MAX * YM_RULES_MAX + 64u) /* an element takes six */

static bool ends_a_phase(uint8_t phase)
{
    return phase == YM_PHASE_SETTLED || phase == YM_PHASE_FAILED || phase == YM_PHASE_FINAL;
}

static void add(struct pg_phases *p, int first, uint16_t procedure, int number, uint8_t phase)
{
    ym_column_i16(&p->columns[first], (int16_t)procedure);
    ym_column_i16(&p->columns[first + 1], (int16_t)number);
    ym_column_i16(&p->columns[first + 2], phase);
}

static void add_procedure(struct pg_phases *p, const struct ym_procedure *proc)
{
    for (int i = 0; i < proc->nrules; i++) {
        const struct ym_rule *r = &proc->rules[i];
        const uint8_t to = r->to[YM_TRACK_MAIN];

        if (r->refuse == YM_REFUSAL_NONE && to < proc->nstates &&
            ends_a_phase(proc->states[to].phase))
            add(p, 0, proc->number, r->id, proc->states[to].phase);
    }
    for (int i = 0; i < proc->nstates; i++) {
        if (proc->states[i].track == YM_TRACK_MAIN)
            add(p, 3, proc->number, i, proc->states[i].phase);
    }
}

bool pg_phases_init(struct pg_phases *p, const struct ym_procedures *procedures)
{
    bool is_ok = true;

    for (int i = 0; i < PG_PHASES_PARAMS; i++)
        ym_column_init(&p->columns[i], YM_PG_INT2, COLUMN_BYTES_MAX);
    for (int i = 0; i <= YM_PROCEDURES_MAX; i++) {
        if (procedures->at[i] != NULL)
            add_procedure(p, procedures->at[i]);
    }
    for (int i = 0; i < PG_PHASES_PARAMS; i++)
        is_ok = is_ok && ym_column_ok(&p->columns[i]);
    return is_ok;
}

void pg_phases_release(struct pg_phases *p)
{
    for (int i = 0; i < PG_PHASES_PARAMS; i++)
        ym_column_release(&p->columns[i]);
}

void pg_phases_params(struct pg_phases *p, struct ym_param ret[PG_PHASES_PARAMS])
{
    for (int i = 0; i < PG_PHASES_PARAMS; i++)
        ret[i] = ym_column_param(&p->columns[i]);
}
