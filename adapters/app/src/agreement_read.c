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

/* ---- What is missing ---- */

/* Facts that signatures make. */
#define SIGNED (YM_F(PARTIES_SIGNED) | YM_F(MEDIATOR_SIGNED) | YM_F(SEALED))

static bool is_signing(uint8_t command)
{
    return command == YM_CMD_SIGN || command == YM_CMD_SIGN_MEDIATOR || command == YM_CMD_SEAL;
}

static bool stands_in(const struct ym_rule *r, const struct ym_dispute *d)
{
    for (int t = 0; t < YM_TRACKS; t++) {
        if ((r->from >> d->state[t] & 1U) != 0)
            return true;
    }
    return false;
}

/* What a rule does to the text that is signed: 2 it is in force, 1 it moves on, 0 nothing. */
static int reach(const struct ym_procedure *p, const struct ym_rule *r)
{
    const uint8_t to = r->to[YM_TRACK_MAIN];

    if ((r->effects & YM_E(ADOPT)) != 0)
        return 2;
    if (to >= p->nstates)
        return 0;
    return p->states[to].phase == YM_PHASE_SETTLED ? 2 : 1;
}

static int signatures_of(const struct ym_rule *r)
{
    return ((r->need & YM_F(PARTIES_SIGNED)) != 0) + ((r->need & YM_F(MEDIATOR_SIGNED)) != 0) +
           ((r->need & YM_F(SEALED)) != 0);
}

/* Could this rule complete the text here, if only the signatures were there? */
static bool completes(const struct ym_procedure *p, const struct ym_rule *r,
                      const struct ym_dispute *d, uint64_t facts)
{
    return is_signing(r->on) && r->refuse == YM_REFUSAL_NONE && (r->need & SIGNED) != 0 &&
           (r->need & ~SIGNED & ~facts) == 0 && (r->forbid & facts) == 0 && stands_in(r, d) &&
           reach(p, r) > 0;
}

/* The rule under which signing takes effect here: of those that put the text in force, else of
 * those that move it on, the one that wants the fewest to sign. */
static const struct ym_rule *effect_rule(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };
    const uint64_t facts = p != NULL ? ym_facts(p, d, &nothing) : 0;
    const struct ym_rule *best = NULL;

    for (int i = 0; p != NULL && i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (!completes(p, r, d, facts))
            continue;
        if (best == NULL || reach(p, r) > reach(p, best) ||
            (reach(p, r) == reach(p, best) && signatures_of(r) < signatures_of(best)))
            best = r;
    }
    return best;
}

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
    const struct ym_rule *r = v != NULL ? effect_rule(p, &a->dispute) : NULL;
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

/* ---- Electronic signatures ---- */

struct app_esign app_agreement_esign(const struct ym_dispute *d)
{
    if (d->type == YM_TYPE_MARRIAGE)
        return (struct app_esign){
            .zh = "涉及婚姻、收养、继承等人身关系的文书不适用电子签名：请打印协议书，当面签名、盖章"
                  "或者"
                  "按指印，再上传扫描件并登记。",
            .en = "Papers on marriage, adoption or succession are not signed electronically: print "
                  "the "
                  "agreement, sign, stamp or fingerprint it, then upload the scan and record it.",
            .source = "电子签名法 3",
        };
    return (struct app_esign){
        .is_allowed = true,
        .zh = "可以在页面上电子签名，也可以在纸上签名、盖章或者按指印。",
        .en = "It may be signed on the page, or on paper by signature, stamp or fingerprint.",
        .source = "电子签名法 13、14；在线调解规则 19",
    };
}
