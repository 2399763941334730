/* SPDX-License-Identifier: Apache-2.0 */
#include "app/agreement_law.h"

#include <assert.h>

#include "agreement_private.h"

/* ---- Words ---- */

static const struct ym_word bindings[APP_BINDING_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
    APP_BINDINGS(X)
#undef X
};

const struct ym_word *app_binding_word(unsigned binding)
{
    assert(binding < APP_BINDING_COUNT);
    return &bindings[binding];
}

bool app_binding_is(struct ym_span code)
{
    for (size_t i = 0; i < APP_BINDING_COUNT; i++) {
        if (ym_span_is(code, ym_span_of(bindings[i].code)))
            return true;
    }
    return false;
}

/* ---- The rule under which a text takes effect ---- */

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

static uint64_t facts_of(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };

    return ym_facts(p, d, &nothing);
}

const struct ym_rule *app_effect_rule(const struct ym_procedure *p, const struct ym_dispute *d)
{
    const uint64_t facts = p != NULL ? facts_of(p, d) : 0;
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

/* ---- What makes it bind ---- */

/* Which law asks for more than the parties' signatures. */
static enum app_binding sealed_by(uint64_t facts)
{
    if ((facts & YM_F(LABOUR)) != 0)
        return (facts & YM_F(COMMITTEE)) != 0 ? APP_BINDING_COMMITTEE_LABOUR : APP_BINDING_LABOUR;
    return (facts & YM_F(COMMITTEE)) != 0 ? APP_BINDING_COMMITTEE : APP_BINDING_SEALED;
}

uint8_t app_binding_by(const struct ym_procedure *p, const struct ym_rule *r,
                       const struct ym_dispute *d, bool is_invited)
{
    if (p == NULL || r == NULL || !is_signing(r->on) || reach(p, r) < 2)
        return APP_BINDING_FILED;
    if ((r->need & (YM_F(MEDIATOR_SIGNED) | YM_F(SEALED))) != 0)
        return (uint8_t)sealed_by(facts_of(p, d));
    return is_invited && (r->effects & YM_E(ADOPT)) == 0 ? APP_BINDING_INVITED : APP_BINDING_SIGNED;
}

/* ---- Where mediation leads ---- */

static uint64_t one(uint8_t state)
{
    return UINT64_C(1) << state;
}

/* The first rule by which an agreement is reached in one of these states, or NULL. */
static const struct ym_rule *reached_in(const struct ym_procedure *p, uint64_t states)
{
    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];

        if (r->on == YM_CMD_REACH_AGREEMENT && r->refuse == YM_REFUSAL_NONE &&
            (r->from & states) != 0 && r->to[YM_TRACK_MAIN] < p->nstates)
            return r;
    }
    return NULL;
}

/* The open states to which one step leads from these. */
static uint64_t one_step(const struct ym_procedure *p, uint64_t states)
{
    uint64_t to = 0;

    for (int i = 0; i < p->nrules; i++) {
        const struct ym_rule *r = &p->rules[i];
        const uint8_t main = r->to[YM_TRACK_MAIN];

        if ((r->from & states) != 0 && r->refuse == YM_REFUSAL_NONE && main < p->nstates &&
            p->states[main].phase == YM_PHASE_OPEN)
            to |= one(main);
    }
    return to;
}

/* The rule by which an agreement is reached that is the fewest steps away, or NULL. */
static const struct ym_rule *nearest_agreement(const struct ym_procedure *p, uint8_t state)
{
    uint64_t seen = one(state);

    for (int i = 0; i < p->nstates; i++) {
        const struct ym_rule *r = reached_in(p, seen);
        const uint64_t further = seen | one_step(p, seen);

        if (r != NULL || further == seen)
            return r;
        seen = further;
    }
    return NULL;
}

static void enter(struct ym_dispute *d, const struct ym_rule *r)
{
    for (int t = 0; t < YM_TRACKS; t++) {
        if (r != NULL && r->to[t] != YM_STATE_NONE)
            d->state[t] = r->to[t];
    }
}

/* ---- The application ---- */

/* Every principal has signed what is in force now, and nothing waits beside it; but nobody signs
 * what is oral. */
static void sign_all(struct ym_dispute *d, bool is_oral)
{
    d->marks &= ~(uint32_t)YM_MARK_VARIED;
    if (!is_oral)
        d->terms.signatures |= d->claimants | d->respondents;
}

/* Stand where the time to apply runs, whatever has come of it since; where it never does, stay. */
static void open_window(const struct ym_procedure *p, const struct ym_deadline *window,
                        struct ym_dispute *d)
{
    if (d->state[YM_TRACK_CONFIRM] == p->idle[YM_TRACK_CONFIRM])
        return;
    for (uint8_t s = 0; s < p->nstates; s++) {
        if ((window->in & one(s)) != 0) {
            d->state[YM_TRACK_CONFIRM] = s;
            return;
        }
    }
}

static void put_confirm(const struct ym_procedure *p, struct ym_dispute *d, struct app_law *law)
{
    const int window = ym_procedure_deadline(p, YM_SPAN("confirm_window"));

    if (window >= 0) {
        law->confirm_term = ym_deadline_term(&p->deadlines[window], d);
        open_window(p, &p->deadlines[window], d);
    }
    law->confirm =
        ym_rule_find(p, d->state, YM_CMD_APPLY_CONFIRMATION, YM_DEADLINE_NONE, facts_of(p, d));
}

struct app_law app_agreement_law(const struct app_agreement *a, const struct app_version *v)
{
    const struct ym_procedure *p = ym_procedures_get(a->procedures, a->dispute.procedure);
    struct app_law law = { .binding = v != NULL ? v->binding : APP_BINDING_NONE };
    struct ym_dispute d = a->dispute;

    if (p == NULL)
        return law;
    if (v == NULL) {
        const struct ym_rule *r = nearest_agreement(p, d.state[YM_TRACK_MAIN]);

        if (r == NULL)
            return law;
        enter(&d, r);
    }
    if (v == NULL || v == app_version_open(a)) {
        const struct ym_rule *r = app_effect_rule(p, &d);

        if (v != NULL)
            law.binding = app_binding_by(p, r, &d, v->is_invited);
        enter(&d, r);
    }
    sign_all(&d, v != NULL && v->is_oral);
    put_confirm(p, &d, &law);
    return law;
}

/* ---- Electronic signatures ---- */

/* The rule that answers a signature on the page by a party, the mediator or the body, NULL: nobody
 * signs in these states. */
static const struct ym_rule *page_rule(const struct ym_procedure *p, const struct ym_dispute *d)
{
    static const uint8_t signing[] = { YM_CMD_SIGN, YM_CMD_SIGN_MEDIATOR, YM_CMD_SEAL };
    const struct ym_rule *r = NULL;

    for (size_t i = 0; r == NULL && i < sizeof(signing); i++) {
        const struct ym_command c = { .kind = signing[i],
                                      .code = YM_SIGNING_PAGE,
                                      .fields = YM_FB(SIGNING) };

        r = ym_rule_find(p, d->state, (enum ym_cmd)c.kind, YM_DEADLINE_NONE, ym_facts(p, d, &c));
    }
    return r;
}

/* Stand where agreements are signed: in the first state in which a party can. */
static void go_to_sign(const struct ym_procedure *p, struct ym_dispute *d)
{
    for (int i = 0; i < p->nrules; i++) {
        for (uint8_t s = 0; p->rules[i].on == YM_CMD_SIGN && s < p->nstates; s++) {
            if ((p->rules[i].from & one(s)) != 0) {
                d->state[YM_TRACK_MAIN] = s;
                return;
            }
        }
    }
}

struct app_esign app_agreement_esign(const struct app_agreement *a)
{
    const struct ym_procedure *p = ym_procedures_get(a->procedures, a->dispute.procedure);
    const struct ym_rule *r = p != NULL ? page_rule(p, &a->dispute) : NULL;
    struct ym_dispute d = a->dispute;

    if (p != NULL && r == NULL) {
        go_to_sign(p, &d);
        r = page_rule(p, &d);
    }
    if (r != NULL && r->refuse == YM_REFUSAL_PAPER_ONLY)
        return (struct app_esign){
            .zh = "这份协议不能电子签名：请打印协议书，当面签名、盖章或者按指印，再上传扫描件并登记"
                  "。",
            .en = "This agreement is not signed electronically: print it, sign, stamp or "
                  "fingerprint it, then upload the scan and record it.",
            .source = r->source,
        };
    return (struct app_esign){
        .is_allowed = true,
        .zh = "可以在页面上电子签名，也可以在纸上签名、盖章或者按指印。",
        .en = "It may be signed on the page, or on paper by signature, stamp or fingerprint.",
        .source = "电子签名法 13、14；在线调解规则 19",
    };
}
