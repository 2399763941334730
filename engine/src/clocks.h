/* SPDX-License-Identifier: Apache-2.0 */
/* Which deadlines start, stop, stand still or move when a rule applies. */
#ifndef YM_CLOCKS_H
#define YM_CLOCKS_H

#include "yima/dispute.h"

/* What the clocks need to know of a transition. */
struct ym_transition {
    const struct ym_procedure *p;
    const struct ym_calendar *cal;
    const struct ym_rule *rule;
    const struct ym_command *c;
    const struct ym_dispute *before; /* with its clocks */
    const struct ym_dispute *after;  /* with the command applied, states not moved */
    uint8_t to[YM_TRACKS];           /* states after it */
};

/* The states of all tracks, as a set. */
uint64_t ym_states_of(const uint8_t state[YM_TRACKS]);

/* Fill ev->clocks with every clock that changes. False when there would be more than fit. */
bool ym_clocks_change(const struct ym_transition *t, struct ym_event *ev);

/* Bring d's clocks to what ev says. */
void ym_clocks_apply(struct ym_dispute *d, const struct ym_event *ev);

#endif
