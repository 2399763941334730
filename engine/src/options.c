/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"
#include "shift.h"
#include "yima/movable.h"

/* An agreement in place of any other. */
#define NEW_AGREEMENT                                                                              \
    (YM_F(OBLIGED) | YM_F(ALL_SETTLED) | YM_F(SOME_BREACHED) | YM_F(SOME_OVERDUE) |                \
     YM_F(PARTIES_SIGNED) | YM_F(ALL_E_SIGNED) | YM_F(MEDIATOR_SIGNED) | YM_F(SEALED) |            \
     YM_F(ALL_APPLIED) | YM_F(ALL_APPEARED) | YM_F(CONFIRMED) | YM_F(VARIED) |                     \
     YM_F(VARIED_OBLIGED))

/* Facts that a command of this kind can change, so that they cannot be held against it before its
 * fields are known. */
static const uint64_t stirs[YM_CMD_COUNT] = {
    [YM_CMD_NOTIFY] = YM_F(ALL_NOTIFIED),
    [YM_CMD_CONSENT] = YM_F(ALL_CONSENT) | YM_F(SOME_REFUSED),
    [YM_CMD_REFUSE_MEDIATION] = YM_F(ALL_CONSENT) | YM_F(SOME_REFUSED),
    [YM_CMD_SIGN] = YM_F(PARTIES_SIGNED) | YM_F(ALL_E_SIGNED) | YM_F(ON_PAPER) | YM_F(ON_PAGE),
    [YM_CMD_SIGN_MEDIATOR] = YM_F(MEDIATOR_SIGNED) | YM_F(ON_PAPER) | YM_F(ON_PAGE),
    [YM_CMD_SEAL] = YM_F(SEALED) | YM_F(ON_PAPER) | YM_F(ON_PAGE),
    [YM_CMD_WITHDRAW] = YM_F(ALL_WITHDRAWN),
    [YM_CMD_REOPEN] = YM_F(ALL_REOPEN),
    [YM_CMD_APPLY_CONFIRMATION] = YM_F(ALL_APPLIED) | YM_F(HAS_COURT),
    [YM_CMD_WITHDRAW_CONFIRMATION] = YM_F(ALL_APPLIED) | YM_F(HAS_COURT),
    [YM_CMD_ASK_RECUSAL] = YM_F(SECOND_RECUSAL),
    [YM_CMD_STAY] = YM_F(PAUSE_NAMED),
    [YM_CMD_ASK_EXTENSION] = YM_F(EXT_PENDING) | YM_F(EXT_AGREED) | YM_F(EXT_OVER_CAP),
    [YM_CMD_CONSENT_EXTENSION] = YM_F(EXT_AGREED),
    [YM_CMD_REFUSE_EXTENSION] = YM_F(EXT_PENDING) | YM_F(EXT_AGREED) | YM_F(EXT_OVER_CAP),
    [YM_CMD_REFER_COURT] = YM_F(HAS_COURT),
    [YM_CMD_SUBMIT_FILING] = YM_F(HAS_COURT),
    [YM_CMD_REGISTER_COURT] = YM_F(NUMBERED) | YM_F(SIMPLIFIED),
    [YM_CMD_ACCEPT_CONFIRMATION] = YM_F(NUMBERED) | YM_F(SIMPLIFIED) | YM_F(ALL_APPEARED),
    [YM_CMD_REJECT_CONFIRMATION] = YM_F(BAR_OF_MERITS),
    [YM_CMD_APPEAR] = YM_F(ALL_APPEARED),
    [YM_CMD_ASSIGN] = YM_F(HAS_MEDIATOR) | YM_F(CASE_ACCEPTED),
    [YM_CMD_ACCEPT_CASE] = YM_F(CASE_ACCEPTED),
    [YM_CMD_DECLINE_CASE] = YM_F(HAS_MEDIATOR) | YM_F(CASE_ACCEPTED),
    [YM_CMD_APPOINT] = YM_F(HAS_MEDIATOR) | YM_F(CASE_ACCEPTED) | YM_F(SAME_BODY),
    [YM_CMD_TRANSFER] = YM_F(HAS_MEDIATOR) | YM_F(CASE_ACCEPTED) | YM_F(SAME_BODY),
    [YM_CMD_ACCEPT] = YM_F(SAME_BODY),
    [YM_CMD_SERVE] = YM_F(SERVED_BEFORE) | YM_F(PERIODS_ENDING),
    [YM_CMD_HOLD_SESSION] = YM_F(SESSION_HELD),
    [YM_CMD_REACH_AGREEMENT] = NEW_AGREEMENT,
    [YM_CMD_REACH_ORAL] = NEW_AGREEMENT,
    [YM_CMD_VARY] = YM_F(VARIED) | YM_F(VARIED_OBLIGED) | YM_F(PARTIES_SIGNED) |
                    YM_F(ALL_E_SIGNED) | YM_F(MEDIATOR_SIGNED) | YM_F(SEALED),
    [YM_CMD_RECORD_PERFORMANCE] =
        YM_F(ALL_SETTLED) | YM_F(SOME_BREACHED) | YM_F(SOME_OVERDUE) | YM_F(BREACH_NAMED),
    [YM_CMD_TERMINATE] = YM_F(GROUND_AGREEMENT) | YM_F(GROUND_SELF_SETTLED),
    [YM_CMD_DECIDE_OBJECTION] = YM_F(RULING_UPHELD),
    [YM_CMD_CLOSE_CASE] = YM_F(WAY_STATEMENT) | YM_F(WAY_DEEMED),
    [YM_CMD_RESCHEDULE] = YM_F(COURT_DEADLINE) | YM_F(CALENDAR_NAMED) | YM_F(EXTENSION_MEANT),
    [YM_CMD_REPORT_POLICE] = YM_F(POLICE_REPORTED),
    [YM_CMD_PAY_FEE] = YM_F(FEE_PAID),
    [YM_CMD_CORRECT] = YM_F(LABOUR) | YM_F(FAMILY) | YM_F(MEDICAL) | YM_F(TRAFFIC) | YM_F(CONSUMER),
};

static bool stands_in(const struct ym_rule *r, const struct ym_dispute *d)
{
    for (int t = 0; t < YM_TRACKS; t++)
        if (r->from & (UINT64_C(1) << d->state[t]))
            return true;
    return false;
}

/* What is known of those for whom the actor will speak, and what is not: a party speaks for its own
 * seat, anybody else may name any. */
static void add_seat_facts(const struct ym_dispute *d, const struct ym_actor *a, uint64_t *facts,
                           uint64_t *stirred)
{
    const uint32_t seat = UINT32_C(1) << (a->seat % YM_SEATS_MAX);

    if (ym_role_relation((enum ym_role)a->role) != YM_REL_SEAT) {
        *stirred |= YM_F(BY_THIRD) | YM_F(OWN_PERIOD_OVER);
        return;
    }
    if ((ym_principals(d) & seat) == 0)
        *facts |= YM_F(BY_THIRD);
    if (d->periods_over & seat)
        *facts |= YM_F(OWN_PERIOD_OVER);
}

/* Who keeps the deadlines that may be moved here. Where all are of one kind, that is known before
 * one is named. */
static void add_shift_facts(const struct ym_procedure *p, const struct ym_dispute *d,
                            uint64_t *facts, uint64_t *stirred)
{
    const bool is_court = ym_shift_possible(p, d, true);

    if (is_court && ym_shift_possible(p, d, false))
        return;
    *stirred &= ~YM_F(COURT_DEADLINE);
    if (is_court)
        *facts |= YM_F(COURT_DEADLINE);
}

/* The first rule that may allow the command, or NULL: none, or a refusing row surely comes first.
 * stirred: facts that are not known yet. */
static const struct ym_rule *rule_under(const struct ym_procedure *p, const struct ym_dispute *d,
                                        const struct ym_actor *a, enum ym_cmd kind, uint64_t facts,
                                        uint64_t stirred)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];
        bool sure;

        if (r->on != kind || !stands_in(r, d))
            continue;
        if ((r->need & ~facts & ~stirred) != 0 || (r->forbid & facts & ~stirred) != 0)
            continue;
        if (r->refuse == YM_REFUSAL_NONE && (r->roles & (UINT32_C(1) << a->role)) != 0)
            return r;
        sure = (r->need & stirred) == 0 && (r->forbid & stirred) == 0;
        if (sure)
            return NULL;
    }
    return NULL;
}

static const struct ym_rule *rule_for(const struct ym_procedure *p, const struct ym_dispute *d,
                                      const struct ym_actor *a, enum ym_cmd kind, uint64_t facts)
{
    uint64_t stirred = stirs[kind];

    if (ym_command_fields(kind) & YM_FB(SEAT))
        add_seat_facts(d, a, &facts, &stirred);
    if (kind == YM_CMD_RESCHEDULE)
        add_shift_facts(p, d, &facts, &stirred);
    return rule_under(p, d, a, kind, facts, stirred);
}

/* What no procedure allows as things stand (ym_decide() says why). */
static bool is_void(const struct ym_procedure *p, const struct ym_dispute *d, enum ym_cmd kind,
                    uint64_t facts)
{
    if (kind == YM_CMD_RESCHEDULE)
        return !ym_shift_possible(p, d, true) && !ym_shift_possible(p, d, false);
    return kind == YM_CMD_ACCEPT_CASE && (facts & YM_F(CASE_ACCEPTED)) != 0;
}

size_t ym_options(const struct ym_procedure *p, const struct ym_dispute *d,
                  const struct ym_actor *a, struct ym_option *ret, size_t max)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    uint64_t facts;
    size_t n = 0;

    if (d->version == 0 || !ym_actor_relates(a, d))
        return 0;
    facts = ym_facts(p, d, &nothing);
    for (int kind = 0; kind < YM_CMD_COUNT; kind++) {
        const struct ym_rule *r;

        if (kind == YM_CMD_REGISTER || kind == YM_CMD_EXPIRE)
            continue;
        if (is_void(p, d, (enum ym_cmd)kind, facts))
            continue;
        r = rule_for(p, d, a, (enum ym_cmd)kind, facts);
        if (r == NULL)
            continue;
        if (n < max) {
            ret[n] = (struct ym_option){ .command = (uint8_t)kind,
                                         .rule = r->id,
                                         .needs = r->fields,
                                         .takes = ym_command_fields((enum ym_cmd)kind) };
            if (ym_role_relation((enum ym_role)a->role) == YM_REL_SEAT)
                ret[n].needs &= ~YM_FB(SEAT); /* a party speaks for its own seat */
        }
        n++;
    }
    return n;
}

size_t ym_movables(const struct ym_procedure *p, const struct ym_calendar *cal,
                   const struct ym_dispute *d, const struct ym_actor *a, ym_day today,
                   struct ym_movable ret[YM_CLOCKS_MAX])
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    const uint64_t stirred = stirs[YM_CMD_RESCHEDULE] & ~YM_F(COURT_DEADLINE);
    uint64_t facts;
    size_t n = 0;

    if (d->version == 0 || !ym_actor_relates(a, d))
        return 0;
    facts = ym_facts(p, d, &nothing);
    for (int i = 0; i < d->nclocks; i++) {
        const struct ym_clock *k = &d->clocks[i];
        const bool is_court = p->deadlines[k->deadline].shift.is_court;
        const ym_day latest = ym_clock_latest(p, cal, d, k, YM_SHIFT_FORCE_MAJEURE, today);

        if (latest == YM_DAY_NONE ||
            rule_under(p, d, a, YM_CMD_RESCHEDULE, facts | (is_court ? YM_F(COURT_DEADLINE) : 0),
                       stirred) == NULL)
            continue;
        ret[n++] = (struct ym_movable){ .deadline = k->deadline,
                                        .last = k->last,
                                        .latest = latest > k->last ? latest : k->last };
    }
    return n;
}
