/* SPDX-License-Identifier: Apache-2.0 */
#include "migrate.h"

#include "apply.h"
#include "clocks.h"

void ym_migration_by_name(const struct ym_procedure *from, const struct ym_procedure *to,
                          struct ym_migration *ret)
{
    ret->from = from;
    ret->to = to;
    memset(ret->state, YM_STATE_NONE, sizeof(ret->state));
    memset(ret->deadline, YM_DEADLINE_NONE, sizeof(ret->deadline));
    for (int i = 0; i < from->nstates; i++) {
        const int s = ym_procedure_state(to, ym_span_of(from->states[i].name));

        if (s >= 0 && from->states[i].track == to->states[s].track)
            ret->state[i] = (uint8_t)s;
    }
    for (int i = 0; i < from->ndeadlines; i++) {
        const int k = ym_procedure_deadline(to, ym_span_of(from->deadlines[i].name));

        if (k >= 0)
            ret->deadline[i] = (uint8_t)k;
    }
}

/* ---- The map ---- */

static bool is_of(const struct ym_migration *m, const struct ym_dispute *d)
{
    return m != NULL && m->from != NULL && m->to != NULL && m->to->number != 0 &&
           m->from->number == d->procedure && m->to->number != d->procedure;
}

static bool renumber_states(const struct ym_dispute *d, const struct ym_migration *m,
                            struct ym_event *ev, struct ym_migration_hindrance *ret)
{
    for (int t = 0; t < YM_TRACKS; t++) {
        ret->state = d->state[t];
        ev->to[t] = m->state[d->state[t]];
        if (ev->to[t] >= m->to->nstates || m->to->states[ev->to[t]].track != t)
            return false;
    }
    ret->state = YM_STATE_NONE;
    return true;
}

static bool is_taken(const struct ym_event *ev, uint8_t deadline)
{
    for (int i = 0; i < ev->nclocks; i++)
        if (ev->clocks[i].deadline == deadline)
            return true;
    return false;
}

/* Every clock under its new number. Two that came to bear the same one would be one term less. */
static bool renumber_clocks(const struct ym_dispute *d, const struct ym_migration *m,
                            struct ym_event *ev, struct ym_migration_hindrance *ret)
{
    ev->nclocks = 0;
    for (int i = 0; i < d->nclocks; i++) {
        struct ym_clock k = d->clocks[i];

        ret->deadline = k.deadline;
        k.deadline = m->deadline[k.deadline];
        if (k.deadline >= m->to->ndeadlines || is_taken(ev, k.deadline))
            return false;
        ev->clocks[ev->nclocks++] = k;
    }
    ret->deadline = YM_DEADLINE_NONE;
    return true;
}

/* ---- Guards ---- */

/* Days of the calendar pass where no working day does. */
static bool would_shrink(const struct ym_deadline *was, const struct ym_deadline *is,
                         const struct ym_dispute *d)
{
    return ym_deadline_term(was, d).unit == YM_UNIT_WORKDAY &&
           ym_deadline_term(is, d).unit != YM_UNIT_WORKDAY;
}

/* Could what is asked for still be granted on this limit? */
static bool has_room(const struct ym_deadline *dl, const struct ym_dispute *d, uint8_t old)
{
    const int granted = d->ext_deadline == old ? d->ext_total : 0;

    return dl->is_limit &&
           (dl->extend_days_max == YM_CAP_NONE || granted + d->ext_pending <= dl->extend_days_max);
}

static bool keeps_term(const struct ym_dispute *d, const struct ym_migration *m,
                       const struct ym_clock *k, uint64_t states)
{
    const struct ym_deadline *was = &m->from->deadlines[k->deadline];
    const struct ym_deadline *is = &m->to->deadlines[m->deadline[k->deadline]];

    if ((is->within & states) == 0)
        return false;
    if (k->due == 0 && would_shrink(was, is, d))
        return false;
    return d->ext_pending == 0 || !has_room(was, d, k->deadline) || has_room(is, d, k->deadline);
}

static bool keeps_terms(const struct ym_dispute *d, const struct ym_migration *m,
                        const struct ym_event *ev, struct ym_migration_hindrance *ret)
{
    const uint64_t states = ym_states_of(ev->to);

    for (int i = 0; i < d->nclocks; i++)
        if (!keeps_term(d, m, &d->clocks[i], states)) {
            ret->deadline = d->clocks[i].deadline;
            return false;
        }
    return true;
}

/* Who may file at once may go to court at any time as well, and file then: that is the same way. */
static bool is_offered(uint8_t command, const bool is[YM_CMD_COUNT])
{
    return is[command] || (command == YM_CMD_SUBMIT_FILING && is[YM_CMD_GO_TO_COURT]);
}

/* Whatever a seat is offered now it is offered afterwards; if not, it is added to loses. */
static bool keeps_rights_of(const struct ym_actor *a, const struct ym_migration *m,
                            const struct ym_dispute *before, const struct ym_dispute *after,
                            bool loses[YM_CMD_COUNT])
{
    bool keeps = true;
    struct ym_option options[YM_CMD_COUNT];
    bool is[YM_CMD_COUNT] = { false };
    size_t n = ym_options(m->to, after, a, options, YM_CMD_COUNT);

    for (size_t i = 0; i < n; i++)
        is[options[i].command] = true;
    n = ym_options(m->from, before, a, options, YM_CMD_COUNT);
    for (size_t i = 0; i < n; i++)
        if (!is_offered(options[i].command, is)) {
            loses[options[i].command] = true;
            keeps = false;
        }
    return keeps;
}

static bool keeps_rights(const struct ym_dispute *d, const struct ym_migration *m,
                         const struct ym_event *ev, bool loses[YM_CMD_COUNT])
{
    bool keeps = true;
    static const uint8_t roles[] = { YM_ROLE_PARTY, YM_ROLE_AGENT };
    struct ym_dispute after = *d;

    ym_evolve(&after, ev);
    for (uint8_t seat = 0; seat < d->seats; seat++)
        for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
            const struct ym_actor a = { .role = roles[i], .seat = seat };

            keeps = keeps_rights_of(&a, m, d, &after, loses) && keeps;
        }
    return keeps;
}

/* ---- The whole ---- */

/* Fill *ev, and say in *ret what is in the way but for its refusal. */
static enum ym_refusal migrate(const struct ym_dispute *d, const struct ym_migration *m,
                               struct ym_event *ev, struct ym_migration_hindrance *ret)
{
    *ret = (struct ym_migration_hindrance){ .state = YM_STATE_NONE, .deadline = YM_DEADLINE_NONE };
    if (!is_of(m, d))
        return YM_REFUSAL_VALUE;
    if (!renumber_states(d, m, ev, ret) || !renumber_clocks(d, m, ev, ret))
        return YM_REFUSAL_UNMAPPED;
    ev->c.reg.procedure = m->to->number;
    /* The next version may ask for due days that this program was never told: from here on the
     * events say so too. */
    if (d->marks & YM_MARK_UNDATED)
        ev->effects |= YM_E(UNDATE);
    ev->c.deadline =
        d->ext_deadline == YM_DEADLINE_NONE ? YM_DEADLINE_NONE : m->deadline[d->ext_deadline];
    if (!keeps_terms(d, m, ev, ret))
        return YM_REFUSAL_TERM_LOST;
    return keeps_rights(d, m, ev, ret->loses) ? YM_REFUSAL_NONE : YM_REFUSAL_RIGHT_LOST;
}

enum ym_refusal ym_migrate(const struct ym_dispute *d, const struct ym_command *c,
                           struct ym_event *ev)
{
    struct ym_migration_hindrance unsaid;

    return migrate(d, c->migration, ev, &unsaid);
}

void ym_migration_hindered(const struct ym_dispute *d, const struct ym_migration *m,
                           const struct ym_event *refused, struct ym_migration_hindrance *ret)
{
    struct ym_event again = *refused;
    const enum ym_refusal refusal = migrate(d, m, &again, ret);

    ret->refusal = (uint8_t)refusal;
}
