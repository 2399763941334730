/* SPDX-License-Identifier: Apache-2.0 */
#include "app/explain.h"

#include <string.h>

void app_explainer_init(struct app_explainer *e, const struct ym_procedures *procedures)
{
    *e = (struct app_explainer){ .procedures = procedures };
}

/* The version that decided the event, and the one whose states it leads to: they differ only for
 * MIGRATE. */
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

bool app_explainer_feed(struct app_explainer *e, const struct ym_event *ev, struct app_reason *ret)
{
    const struct ym_procedure *p = deciding(e, ev);
    const struct ym_procedure *after;
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
    ret->moved = memcmp(ret->from, ret->to, sizeof(ret->to)) != 0;
    after = ym_procedures_get(e->procedures, e->dispute.procedure);
    if (after != NULL) {
        ret->colour = (uint8_t)ym_dispute_colour(after, &e->dispute);
        ret->stage = (uint8_t)ym_dispute_stage(after, &e->dispute);
    }
    return true;
}
