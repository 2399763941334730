/* SPDX-License-Identifier: Apache-2.0 */
#include "app/explain.h"

#include <string.h>

void app_explainer_init(struct app_explainer *e, const struct ym_procedures *procedures)
{
    *e = (struct app_explainer){ .procedures = procedures };
}

/* The version that decided the event. */
static const struct ym_procedure *deciding(const struct app_explainer *e, const struct ym_event *ev)
{
    return ym_procedures_get(e->procedures, ev->c.kind == YM_CMD_REGISTER ? ev->c.reg.procedure
                                                                          : e->dispute.procedure);
}

static bool is_next(const struct app_explainer *e, const struct ym_event *ev)
{
    const bool is_first = e->dispute.version == 0;

    return ev->seq == e->dispute.version + 1 && is_first == (ev->c.kind == YM_CMD_REGISTER) &&
           (is_first || ev->dispute.v == e->dispute.id.v);
}

bool app_reason_moved(const struct app_reason *r, int track)
{
    const struct ym_procedure *a = r->procedure;
    const struct ym_procedure *b = r->after;
    const uint8_t from = r->from[track];
    const uint8_t to = r->to[track];

    if (a == b || a == NULL || b == NULL || from >= a->nstates || to >= b->nstates)
        return from != to;
    return strcmp(a->states[from].name, b->states[to].name) != 0;
}

bool app_explainer_feed(struct app_explainer *e, const struct ym_event *ev, struct app_reason *ret)
{
    const struct ym_procedure *p = deciding(e, ev);
    const struct ym_rule *rule = p == NULL ? NULL : ym_procedure_rule(p, ev->rule);

    if (!is_next(e, ev))
        return false;
    *ret = (struct app_reason){ .seq = ev->seq,
                                .at = ev->c.at,
                                .command = ev->c.kind,
                                .role = ev->c.by.role,
                                .rule = ev->rule,
                                .source = rule == NULL ? "" : rule->source,
                                .procedure = p };
    if (ev->c.kind == YM_CMD_RESCHEDULE && p != NULL && ev->c.deadline < p->ndeadlines) {
        ret->deadline = &p->deadlines[ev->c.deadline];
        ret->was = ev->was;
        ret->last = ev->nclocks > 0 ? ev->clocks[0].last : YM_DAY_NONE;
        ret->shift = ev->c.code < YM_SHIFT_COUNT ? ev->c.code : YM_SHIFT_NONE;
    }
    memcpy(ret->from, e->dispute.state, sizeof(ret->from));
    if (e->dispute.version == 0 && p != NULL)
        memcpy(ret->from, p->idle, sizeof(ret->from));
    ym_evolve(&e->dispute, ev);
    memcpy(ret->to, e->dispute.state, sizeof(ret->to));
    ret->after = ym_procedures_get(e->procedures, e->dispute.procedure);
    for (int t = 0; t < YM_TRACKS; t++)
        ret->moved = ret->moved || app_reason_moved(ret, t);
    if (ret->after != NULL) {
        ret->colour = (uint8_t)ym_dispute_colour(ret->after, &e->dispute);
        ret->stage = (uint8_t)ym_dispute_stage(ret->after, &e->dispute);
    }
    return true;
}
