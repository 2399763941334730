/* SPDX-License-Identifier: Apache-2.0 */
#include "yima/recount.h"

#include "apply.h"
#include "clocks.h"

/* Before registration a dispute stands where every track begins; ym_decide() measures it so. */
static void stand(const struct ym_procedure *p, struct ym_dispute *d)
{
    memcpy(d->state, p->idle, sizeof(d->state));
    d->stayed_on = YM_DAY_NONE;
    d->terms.last_due = YM_DAY_NONE;
    d->next.last_due = YM_DAY_NONE;
    d->ext_deadline = YM_DEADLINE_NONE;
}

/* A job that moved a deadline since the calendar had changed did what is done here. */
static bool was_recounted(const struct ym_event *ev)
{
    return ev->c.kind == YM_CMD_RESCHEDULE && ev->c.code == YM_SHIFT_CALENDAR &&
           ev->c.by.role == YM_ROLE_JOB;
}

/* A migration gives each clock another number and nothing else; the event holds them in the order
 * in which the dispute has them. */
static bool renumber(const struct ym_dispute *d, struct ym_event *ev)
{
    if (ev->nclocks != d->nclocks)
        return false;
    for (int i = 0; i < d->nclocks; i++) {
        const uint8_t deadline = ev->clocks[i].deadline;

        ev->clocks[i] = d->clocks[i];
        ev->clocks[i].deadline = deadline;
    }
    return true;
}

static bool count(const struct ym_procedure *p, const struct ym_calendar *cal,
                  const struct ym_dispute *d, struct ym_event *ev)
{
    struct ym_dispute after = *d;
    struct ym_transition t = { .p = p,
                               .cal = cal,
                               .rule = ym_procedure_rule(p, ev->rule),
                               .c = &ev->c,
                               .before = d,
                               .after = &after };

    memcpy(t.to, ev->to, sizeof(t.to));
    if (t.rule == NULL || ev->to[YM_TRACK_MAIN] >= p->nstates)
        return false;
    if (ev->c.kind == YM_CMD_RESCHEDULE && ym_dispute_clock(d, ev->c.deadline) == NULL)
        return false;
    ym_apply(&after, &ev->c);
    return ym_clocks_change(&t, ev);
}

bool ym_recount_event(const struct ym_procedure *p, const struct ym_calendar *cal,
                      const struct ym_event *ev, struct ym_dispute *d)
{
    struct ym_event again = *ev;
    bool is_sound = true;

    if (d->version == 0)
        stand(p, d);
    if (was_recounted(ev))
        again.nclocks = 0;
    else if (ev->c.kind == YM_CMD_MIGRATE)
        is_sound = renumber(d, &again);
    else
        is_sound = count(p, cal, d, &again);
    if (is_sound)
        ym_evolve(d, &again);
    return is_sound;
}

size_t ym_recount_compare(const struct ym_dispute *stands, const struct ym_dispute *counted,
                          struct ym_recounted ret[YM_CLOCKS_MAX])
{
    size_t n = 0;

    for (int i = 0; i < stands->nclocks; i++) {
        const struct ym_clock *k = &stands->clocks[i];
        const struct ym_clock *again = ym_dispute_clock(counted, k->deadline);

        if (k->due != 0 && again != NULL && again->due != 0 && again->last != k->last)
            ret[n++] = (struct ym_recounted){ k->deadline, k->last, again->last };
    }
    return n;
}
