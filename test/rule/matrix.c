/* SPDX-License-Identifier: Apache-2.0 */
#include "matrix.h"

static bool has(uint64_t set, int i)
{
    return (set >> i & 1U) != 0;
}

/* ", if a, b" */
static void put_facts(struct ym_buf *b, const char *word, uint64_t facts)
{
    const char *between = word;

    for (int i = 0; i < YM_FACT_COUNT; i++)
        if (has(facts, i)) {
            ym_buf_printf(b, "%s%s", between, ym_word(YM_VOCAB_FACT, i)->code);
            between = ", ";
        }
}

static void put_way(const struct ym_procedure *p, const struct ym_rule *r, struct ym_buf *b)
{
    bool moves = false;

    if (r->refuse != YM_REFUSAL_NONE) {
        ym_buf_printf(b, "refuses %s", ym_word(YM_VOCAB_REFUSAL, r->refuse)->code);
        return;
    }
    for (int t = 0; t < YM_TRACKS; t++)
        if (r->to[t] != YM_STATE_NONE) {
            ym_buf_printf(b, "%s%s", moves ? " " : "-> ", p->states[r->to[t]].name);
            moves = true;
        }
    if (!moves)
        ym_buf_puts(b, "stays");
}

static void put_rule(const struct ym_procedure *p, const struct ym_rule *r, struct ym_buf *b)
{
    ym_buf_printf(b, "%u ", r->id);
    put_way(p, r, b);
    if (r->deadline != YM_DEADLINE_NONE)
        ym_buf_printf(b, ", at the end of %s", p->deadlines[r->deadline].name);
    put_facts(b, ", if ", r->need);
    put_facts(b, ", unless ", r->forbid);
    ym_buf_putc(b, '\n');
}

static void put_command(const struct ym_procedure *p, int state, int cmd, struct ym_buf *b)
{
    const char *word = ym_word(YM_VOCAB_COMMAND, cmd)->code;

    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on != cmd || !has(r->from, state))
            continue;
        ym_buf_printf(b, "  %-22s ", word);
        put_rule(p, r, b);
        word = "";
    }
}

void matrix_print(const struct ym_procedure *p, struct ym_buf *b)
{
    ym_buf_printf(b, "# %s %s: state, command, rules in their order\n", p->id, p->version);
    for (int s = 0; s < p->nstates; s++) {
        const struct ym_state *state = &p->states[s];

        ym_buf_printf(b, "\n%s (", state->name);
        if (state->track == YM_TRACK_MAIN)
            ym_buf_printf(b, "%s, ", ym_word(YM_VOCAB_COLOUR, state->colour)->en);
        ym_buf_printf(b, "%s)\n", ym_word(YM_VOCAB_PHASE, state->phase)->code);
        for (int cmd = 0; cmd < YM_CMD_COUNT; cmd++)
            put_command(p, s, cmd, b);
    }
}
