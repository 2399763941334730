/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from an agreement as it was read: what is missing, what may be done. */
#include <assert.h>

#include "agreement_private.h"

const struct app_version *app_agreement_in_force(const struct app_agreement *a)
{
    return app_version_in_force(a);
}

const struct app_version *app_agreement_open(const struct app_agreement *a)
{
    return app_version_open(a);
}

const struct app_version *app_agreement_shown(const struct app_agreement *a)
{
    const struct app_version *open = app_version_open(a);

    return open != NULL ? open : app_version_in_force(a);
}

bool app_version_bound(const struct app_version *v)
{
    return v->state == APP_VERSION_IN_FORCE || v->state == APP_VERSION_REPLACED;
}

/* ---- What is missing ---- */

static bool has_seal_of(const struct app_version *v, enum app_signer who)
{
    for (size_t i = 0; i < v->nsignatures; i++) {
        if (v->signatures[i].who == who)
            return true;
    }
    return false;
}

static uint32_t signed_seats(const struct app_version *v)
{
    uint32_t seats = 0;

    for (size_t i = 0; i < v->nsignatures; i++) {
        if (v->signatures[i].who == APP_SIGNER_PARTY)
            seats |= UINT32_C(1) << v->signatures[i].seat;
    }
    return seats;
}

struct app_needed app_agreement_needed(const struct app_agreement *a)
{
    const struct ym_procedure *p = ym_procedures_get(a->procedures, a->dispute.procedure);
    const struct app_version *v = app_version_open(a);
    const struct ym_rule *r = v != NULL ? app_effect_rule(p, &a->dispute) : NULL;
    const uint32_t principals = a->dispute.claimants | a->dispute.respondents;
    struct app_needed needed = { .source = "" };

    if (v == NULL)
        return needed;
    if (r == NULL) { /* all have signed; what is left is not theirs to do */
        needed.court = true;
        return needed;
    }
    needed.source = r->source;
    if ((r->need & YM_F(PARTIES_SIGNED)) != 0)
        needed.seats = principals & ~signed_seats(v);
    needed.mediator =
        (r->need & YM_F(MEDIATOR_SIGNED)) != 0 && !has_seal_of(v, APP_SIGNER_MEDIATOR);
    needed.seal = (r->need & YM_F(SEALED)) != 0 && !has_seal_of(v, APP_SIGNER_BODY);
    return needed;
}

/* ---- Performance ---- */

bool app_debt_is_settled(const struct app_debt *d)
{
    return d->result == YM_RESULT_FULFILLED || d->result == YM_RESULT_LATE ||
           d->result == YM_RESULT_EXCUSED;
}

bool app_debt_is_overdue(const struct app_debt *d, ym_day today)
{
    return d->result == YM_RESULT_BREACHED || (!app_debt_is_settled(d) && d->said.due < today);
}

/* ---- Ways ---- */

static ym_day limit_of(const struct app_agreement *a, const char *name)
{
    const struct ym_procedure *p = ym_procedures_get(a->procedures, a->dispute.procedure);

    for (int i = 0; p != NULL && i < a->dispute.nclocks; i++) {
        const struct ym_clock *k = &a->dispute.clocks[i];

        if (ym_span_is(ym_span_of(p->deadlines[k->deadline].name), ym_span_of(name)))
            return k->last;
    }
    return YM_DAY_NONE;
}

static bool some_overdue(const struct app_version *v, ym_day today)
{
    for (size_t i = 0; i < v->ndebts; i++) {
        if (app_debt_is_overdue(&v->debts[i], today))
            return true;
    }
    return false;
}

size_t app_agreement_ways(const struct app_agreement *a, ym_day today,
                          struct app_way ret[APP_WAYS_MAX])
{
    static const uint8_t commands[APP_WAYS_MAX] = {
        YM_CMD_APPLY_ENFORCEMENT,     YM_CMD_SUE,         YM_CMD_VARY,
        YM_CMD_WITHDRAW_CONFIRMATION, YM_CMD_GO_TO_COURT,
    };
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    const struct ym_procedure *p = ym_procedures_get(a->procedures, a->dispute.procedure);
    const struct app_version *v = app_version_in_force(a);
    size_t n = 0;

    if (p == NULL || v == NULL || !some_overdue(v, today))
        return 0;
    for (size_t i = 0; i < APP_WAYS_MAX; i++) {
        const enum ym_cmd on = (enum ym_cmd)commands[i];
        const struct ym_rule *r = ym_rule_find(p, a->dispute.state, on, YM_DEADLINE_NONE,
                                               ym_facts(p, &a->dispute, &nothing));

        if (r == NULL)
            continue;
        ret[n++] = (struct app_way){ .command = (uint8_t)on,
                                     .refusal = r->refuse,
                                     .until = on == YM_CMD_APPLY_ENFORCEMENT
                                                  ? limit_of(a, "enforcement_limit")
                                                  : YM_DAY_NONE,
                                     .source = r->source };
    }
    return n;
}

/* ---- Confirmation ---- */

void app_agreement_case(const struct app_agreement *a, ym_day today,
                        struct ym_obligation room[YM_OBLIGATIONS_MAX], struct ym_confirm_case *ret)
{
    const struct ym_dispute *d = &a->dispute;
    const struct ym_procedure *p = ym_procedures_get(a->procedures, d->procedure);
    const struct app_version *in_force = app_version_in_force(a);
    const struct app_version *v = in_force != NULL ? in_force : app_version_open(a);
    const uint8_t confirm = d->state[YM_TRACK_CONFIRM];

    *ret = (struct ym_confirm_case){
        .type = d->type,
        .body_kind = d->body_kind,
        .is_filed = (d->marks & YM_MARK_FILED) != 0,
        .is_in_force = in_force != NULL,
        .is_changing = in_force != NULL && app_version_open(a) != NULL,
        .is_heard = p != NULL && confirm < p->nstates &&
                    ym_span_is(ym_span_of(p->states[confirm].name), YM_SPAN("CONFIRM_ACCEPTED")),
        .today = today,
        .window_until = a->window_until,
        .principals = d->claimants | d->respondents,
        .applied = d->applied,
        .appeared = d->appeared,
        .obligations = room,
        .court_asked = d->applied != 0 ? d->court : 0,
    };
    if (v == NULL)
        return;
    ret->terms = v->terms;
    ret->facts = v->facts;
    for (size_t i = 0; i < v->ndebts; i++) {
        room[i] = v->debts[i].said;
        if (app_debt_is_settled(&v->debts[i]))
            ret->settled |= UINT64_C(1) << i;
    }
    ret->nobligations = v->ndebts;
}
