/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"
#include "arguments.h"
#include "clocks.h"
#include "migrate.h"
#include "shift.h"

/* Before registration a dispute stands where every track begins. */
static struct ym_dispute standing(const struct ym_procedure *p, const struct ym_dispute *d)
{
    struct ym_dispute now = *d;

    if (d->version == 0) {
        memcpy(now.state, p->idle, sizeof(now.state));
        now.stayed_on = YM_DAY_NONE;
        now.terms.last_due = YM_DAY_NONE;
        now.next.last_due = YM_DAY_NONE;
        now.ext_deadline = YM_DEADLINE_NONE;
    }
    return now;
}

/* A dispute that is being registered has no owner, court or seats yet: its actor is measured by
 * what the registration says, and parties and courts may bring any dispute. */
static bool relates(const struct ym_command *c, const struct ym_dispute *before,
                    const struct ym_dispute *after)
{
    const enum ym_relation rel = ym_role_relation((enum ym_role)c->by.role);

    if (c->kind != YM_CMD_REGISTER)
        return ym_actor_relates(&c->by, before);
    return rel == YM_REL_SEAT || rel == YM_REL_ASSIGNED || rel == YM_REL_COURT ||
           ym_actor_relates(&c->by, after);
}

/* Who may, with what: the questions that a rule asks once it has matched. */
static enum ym_refusal judge(const struct ym_rule *r, const struct ym_command *c,
                             const struct ym_dispute *before, const struct ym_dispute *after,
                             uint64_t *ret_missing)
{
    *ret_missing = 0;
    if ((r->roles & (UINT32_C(1) << c->by.role)) == 0)
        return YM_REFUSAL_ROLE;
    if (!relates(c, before, after))
        return YM_REFUSAL_RELATION;
    if (r->refuse != YM_REFUSAL_NONE)
        return (enum ym_refusal)r->refuse;
    *ret_missing = r->fields & ~c->fields;
    return *ret_missing != 0 ? YM_REFUSAL_FIELD_MISSING : YM_REFUSAL_NONE;
}

/* What was performed on its due day or earlier was performed on time, and nothing else was. A last
 * day without work is prolonged (民法典 203), so between the two days either word may stand. */
static enum ym_refusal judge_day(const struct ym_calendar *cal, const struct ym_command *c,
                                 const struct ym_dispute *before, uint64_t *ret_fields)
{
    const ym_day done = (c->fields & YM_FB(DATE)) != 0 ? c->date : ym_day_of(c->at);
    const ym_day due = ym_terms_due(&before->terms, c->item);

    *ret_fields = YM_FB(RESULT) | YM_FB(DATE);
    if ((c->fields & YM_FB(OBLIGATION)) != 0 && due != YM_DAY_NONE &&
        (before->marks & YM_MARK_UNDATED) == 0) {
        if (c->code == YM_RESULT_FULFILLED && done > ym_calendar_roll(cal, due))
            return YM_REFUSAL_RESULT_LATE;
        if (c->code == YM_RESULT_LATE && done <= due)
            return YM_REFUSAL_RESULT_ON_TIME;
    }
    *ret_fields = 0;
    return YM_REFUSAL_NONE;
}

/* What no rule says, since no version of a procedure could mean anything else. A case that the
 * mediator has accepted is not accepted twice, so that nobody takes the second time for a new one.
 * A joint application goes to one court (民事诉讼法 205): whoever applies later names the court
 * to which the other side applies, and does not move that application elsewhere. */
static enum ym_refusal object(const struct ym_procedure *p, const struct ym_calendar *cal,
                              const struct ym_command *c, const struct ym_dispute *before,
                              uint64_t *ret_fields)
{
    if (c->kind == YM_CMD_RESCHEDULE)
        return ym_shift_judge(p, cal, before, c, ret_fields);
    if (c->kind == YM_CMD_RECORD_PERFORMANCE)
        return judge_day(cal, c, before, ret_fields);
    if (c->kind == YM_CMD_ACCEPT_CASE && (before->marks & YM_MARK_CASE_ACCEPTED) != 0)
        return YM_REFUSAL_ALREADY;
    if (c->kind == YM_CMD_APPLY_CONFIRMATION && (before->applied & ~c->seats) != 0 &&
        (c->fields & YM_FB(COURT)) != 0 && c->ref != before->court) {
        *ret_fields = YM_FB(COURT);
        return YM_REFUSAL_OTHER_COURT;
    }
    return YM_REFUSAL_NONE;
}

static enum ym_refusal move(const struct ym_transition *t, struct ym_event *ev)
{
    memcpy(ev->to, t->to, sizeof(ev->to));
    if (t->c->kind == YM_CMD_MIGRATE)
        return ym_migrate(t->before, t->c, ev);
    return ym_clocks_change(t, ev) ? YM_REFUSAL_NONE : YM_REFUSAL_CLOCKS_FULL;
}

static void settle(struct ym_transition *t, struct ym_decision *ret)
{
    struct ym_event *ev = &ret->event;
    const struct ym_rule *r = t->rule;

    for (int i = 0; i < YM_TRACKS; i++)
        t->to[i] = r->to[i] == YM_STATE_NONE ? t->before->state[i] : r->to[i];
    ev->dispute = t->before->id;
    ev->seq = t->before->version + 1;
    ev->rule = r->id;
    ev->effects = r->effects;
    ev->ground = r->ground;
    ev->c = *t->c;
    ev->c.migration = NULL;
    if (t->c->kind == YM_CMD_RESCHEDULE)
        ev->was = ym_dispute_clock(t->before, t->c->deadline)->last;
    ev->risk = (uint8_t)ym_risk_level(&t->p->risk, (enum ym_type)t->after->type, t->after->harm,
                                      t->after->urgency, t->after->scope);
    ret->refusal = (uint8_t)move(t, ev);
    if (ret->refusal == YM_REFUSAL_NONE) {
        ret->documents = r->documents;
        ret->topics = r->topics;
    }
}

/* What the command means, at an instant that is not before the last event. */
static struct ym_command in_order(const struct ym_procedure *p, const struct ym_dispute *d,
                                  const struct ym_command *c)
{
    struct ym_command meant = c->kind < YM_CMD_COUNT ? ym_command_meant(c) : *c;

    if (meant.at < d->acted_at)
        meant.at = d->acted_at;
    if (c->kind == YM_CMD_RESCHEDULE)
        meant.deadline = ym_shift_named(p, c);
    return meant;
}

void ym_decide(const struct ym_procedure *p, const struct ym_calendar *cal,
               const struct ym_dispute *d, const struct ym_command *c, struct ym_decision *ret)
{
    const struct ym_dispute before = standing(p, d);
    const struct ym_command meant = in_order(p, d, c);
    struct ym_dispute after = before;
    const struct ym_rule *r;

    memset(ret, 0, sizeof(*ret));
    ret->refusal =
        (uint8_t)ym_arguments_check(&before, c->kind == YM_CMD_EXPIRE ? c : &meant, &ret->missing);
    if (ret->refusal != YM_REFUSAL_NONE)
        return;
    ym_apply(&after, &meant);
    r = ym_rule_find(p, before.state, (enum ym_cmd)meant.kind,
                     meant.kind == YM_CMD_EXPIRE ? meant.deadline : YM_DEADLINE_NONE,
                     ym_facts(p, &before, &meant));
    if (r == NULL) {
        ret->refusal = YM_REFUSAL_NOT_HERE;
        return;
    }
    ret->rule = r->id;
    ret->refusal = (uint8_t)judge(r, &meant, &before, &after, &ret->missing);
    if (ret->refusal == YM_REFUSAL_NONE)
        ret->refusal = (uint8_t)object(p, cal, &meant, &before, &ret->missing);
    if (ret->refusal != YM_REFUSAL_NONE)
        return;
    settle(
        &(struct ym_transition){
            .p = p, .cal = cal, .rule = r, .c = &meant, .before = &before, .after = &after },
        ret);
}
