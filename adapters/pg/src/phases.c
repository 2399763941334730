/* SPDX-License-Identifier: Apache-2.0 */
#include "phases.h"

/* An element takes 8 bytes or 6; a header stands before them. */
#define COLUMN_BYTES_MAX (8u * YM_PROCEDURES_MAX * YM_RULES_MAX + 64u)
#define VERSION          65536 /* rules of one version are numbered below it */

_Static_assert(YM_STATES_MAX == 64, "part/happened.sql says it too");

enum { KEYS, PHASES, STATES, RULES };

static bool ends_a_phase(uint8_t phase)
{
    return phase == YM_PHASE_SETTLED || phase == YM_PHASE_FAILED || phase == YM_PHASE_FINAL;
}

static void add_rules(struct pg_phases *p, const struct ym_procedure *proc)
{
    for (int i = 0; i < proc->nrules; i++) {
        const struct ym_rule *r = &proc->rules[i];
        const uint8_t to = r->to[YM_TRACK_MAIN];

        if (r->refuse != YM_REFUSAL_NONE || to >= proc->nstates ||
            !ends_a_phase(proc->states[to].phase))
            continue;
        ym_column_i32(&p->columns[KEYS], (int32_t)proc->number * VERSION + r->id);
        ym_column_i16(&p->columns[PHASES], proc->states[to].phase);
        ym_column_i16(&p->columns[RULES], (int16_t)r->id);
    }
}

/* proc may be NULL: the places stay, so that a version's number is where its places begin. */
static void add_states(struct pg_phases *p, const struct ym_procedure *proc)
{
    for (int i = 0; i < YM_STATES_MAX; i++) {
        const bool is_state =
            proc != NULL && i < proc->nstates && proc->states[i].track == YM_TRACK_MAIN;

        ym_column_i16(&p->columns[STATES], is_state ? proc->states[i].phase : YM_PHASE_IDLE);
    }
}

bool pg_phases_init(struct pg_phases *p, const struct ym_procedures *procedures)
{
    bool is_ok = true;

    for (int i = 0; i < PG_PHASES_PARAMS; i++)
        ym_column_init(&p->columns[i], i == KEYS ? YM_PG_INT4 : YM_PG_INT2, COLUMN_BYTES_MAX);
    for (int i = 1; i <= YM_PROCEDURES_MAX; i++) {
        if (procedures->at[i] != NULL)
            add_rules(p, procedures->at[i]);
        add_states(p, procedures->at[i]);
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
