/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"
#include "clocks.h"

/* The clock that an extension concerned: the one that runs after it among those that changed. */
static uint8_t extended_clock(const struct ym_event *ev)
{
    for (int i = 0; i < ev->nclocks; i++)
        if (ev->clocks[i].due != 0)
            return ev->clocks[i].deadline;
    return YM_DEADLINE_NONE;
}

void ym_evolve(struct ym_dispute *d, const struct ym_event *ev)
{
    d->id = ev->dispute;
    ym_apply(d, &ev->c);
    ym_apply_effects(d, ev->effects, ym_day_of(ev->c.at), extended_clock(ev));
    ym_clocks_apply(d, ev);
    /* A migration gives the state another number; the dispute stays where it is. */
    if (ev->to[YM_TRACK_MAIN] != d->state[YM_TRACK_MAIN] && ev->c.kind != YM_CMD_MIGRATE)
        d->entered_at = ev->c.at;
    if (ev->ground != YM_GROUND_NONE)
        d->ground = ev->ground;
    memcpy(d->state, ev->to, sizeof(d->state));
    d->risk = ev->risk;
    d->version = ev->seq;
    d->acted_at = ev->c.at;
}
