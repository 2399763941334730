/* SPDX-License-Identifier: Apache-2.0 */
#include "app/agreement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "agreement_private.h"

const struct ym_word *app_version_word(unsigned state)
{
    static const struct ym_word words[APP_VERSION_STATE_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_VERSION_STATES(X)
#undef X
    };

    assert(state < APP_VERSION_STATE_COUNT);
    return &words[state];
}

const struct ym_word *app_signer_word(unsigned who)
{
    static const struct ym_word words[APP_SIGNER_COUNT] = {
#define X(name, code, zh, en) { code, zh, en },
        APP_SIGNERS(X)
#undef X
    };

    assert(who < APP_SIGNER_COUNT);
    return &words[who];
}

/* ---- Memory: each text is a copy of its own, so that what is dropped gives its room back ---- */

void app_text_drop(struct ym_span *text)
{
    free((void *)(uintptr_t)text->at);
    *text = (struct ym_span){ NULL, 0 };
}

/* Keep a copy in place of what was there. */
void app_text_keep(struct app_agreement *a, struct ym_span *slot, struct ym_span text)
{
    char *copy = text.n > 0 ? malloc(text.n) : NULL;

    app_text_drop(slot);
    if (text.n == 0)
        return;
    if (copy == NULL) {
        a->is_short = true;
        return;
    }
    memcpy(copy, text.at, text.n);
    *slot = (struct ym_span){ copy, text.n };
}

static void drop_debt(struct app_debt *d)
{
    app_text_drop(&d->said.act);
    app_text_drop(&d->said.account);
    app_text_drop(&d->said.manner);
    app_text_drop(&d->said.consequence);
    for (size_t i = 0; i < d->nentries; i++)
        app_text_drop(&d->entries[i].note);
}

static void drop_version(struct app_version *v)
{
    for (size_t i = 0; i < v->ndebts; i++)
        drop_debt(&v->debts[i]);
    for (size_t i = 0; i < v->nsignatures; i++) {
        app_text_drop(&v->signatures[i].manner);
        app_text_drop(&v->signatures[i].document_code);
        app_text_drop(&v->signatures[i].sha256);
    }
    app_text_drop(&v->terms);
    app_text_drop(&v->facts);
    app_text_drop(&v->place);
    app_text_drop(&v->reason);
    app_text_drop(&v->end_reason);
    free(v->debts);
    free(v);
}

void app_agreement_init(struct app_agreement *a, const struct ym_procedures *procedures)
{
    *a = (struct app_agreement){ .procedures = procedures,
                                 .window_until = YM_DAY_NONE,
                                 .ruling = { .command = YM_CMD_COUNT } };
}

void app_agreement_release(struct app_agreement *a)
{
    for (size_t i = 0; i < a->nversions; i++)
        drop_version(a->versions[i]);
    a->nversions = 0;
    app_text_drop(&a->ruling.reason);
    app_text_drop(&a->case_number);
}

/* ---- Versions ---- */

static bool is_open(const struct app_version *v)
{
    return v->state == APP_VERSION_DRAFT || v->state == APP_VERSION_PENDING;
}

struct app_version *app_version_open(const struct app_agreement *a)
{
    struct app_version *last = a->nversions > 0 ? a->versions[a->nversions - 1] : NULL;

    return last != NULL && is_open(last) ? last : NULL;
}

struct app_version *app_version_in_force(const struct app_agreement *a)
{
    for (size_t i = a->nversions; i > 0; i--) {
        if (a->versions[i - 1]->state == APP_VERSION_IN_FORCE)
            return a->versions[i - 1];
    }
    return NULL;
}

bool app_version_waits(const struct ym_dispute *d)
{
    return (d->marks & YM_MARK_VARIED) != 0;
}

/* A version that was never in force has been replaced before it was signed; one that was has ended
 * by the change. */
static void end_version(struct app_agreement *a, struct app_version *v, enum app_version_state how,
                        ym_usec at, struct ym_span reason)
{
    if (v == NULL)
        return;
    v->state = (uint8_t)how;
    v->ended_at = at;
    app_text_keep(a, &v->end_reason, reason);
}

/* Room for one more: the oldest goes that neither is in force nor waits. There always is one, since
 * at most two are. */
static void make_room(struct app_agreement *a)
{
    size_t at = 0;

    if (a->nversions < APP_VERSIONS_MAX)
        return;
    while (is_open(a->versions[at]) || a->versions[at]->state == APP_VERSION_IN_FORCE)
        at++;
    drop_version(a->versions[at]);
    memmove(a->versions + at, a->versions + at + 1,
            (a->nversions - at - 1) * sizeof(a->versions[0]));
    a->nversions--;
}

static void take_debt(struct app_agreement *a, struct app_debt *d, const struct ym_obligation *o)
{
    *d = (struct app_debt){ .said = *o,
                            .recorded_at = YM_USEC_NONE,
                            .performed_on = YM_DAY_NONE,
                            .reminded_at = YM_USEC_NONE };
    d->said.act = d->said.account = d->said.manner = d->said.consequence =
        (struct ym_span){ NULL, 0 };
    app_text_keep(a, &d->said.act, o->act);
    app_text_keep(a, &d->said.account, o->account);
    app_text_keep(a, &d->said.manner, o->manner);
    app_text_keep(a, &d->said.consequence, o->consequence);
}

static void take_debts(struct app_agreement *a, struct app_version *v, const struct ym_said *said)
{
    v->debts = said->nobligations > 0 ? calloc(said->nobligations, sizeof(*v->debts)) : NULL;
    if (said->nobligations > 0 && v->debts == NULL) {
        a->is_short = true;
        return;
    }
    for (v->ndebts = 0; v->ndebts < said->nobligations; v->ndebts++)
        take_debt(a, &v->debts[v->ndebts], &said->obligations[v->ndebts]);
}

static void state_version(struct app_agreement *a, const struct ym_event *ev,
                          const struct ym_said *said, enum app_version_state state, bool is_invited)
{
    struct app_version *v = calloc(1, sizeof(*v));

    a->stated++;
    if (v == NULL) {
        a->is_short = true;
        return;
    }
    make_room(a);
    v->number = a->stated;
    v->seq = ev->seq;
    v->state = (uint8_t)state;
    v->is_oral = ev->c.kind == YM_CMD_REACH_ORAL;
    v->is_invited = is_invited;
    v->binding = v->is_oral ? APP_BINDING_ORAL : APP_BINDING_NONE;
    v->stated_at = ev->c.at;
    v->effective_on = YM_DAY_NONE;
    v->ended_at = YM_USEC_NONE;
    app_text_keep(a, &v->terms, said->terms);
    app_text_keep(a, &v->facts, said->facts);
    app_text_keep(a, &v->place, said->place);
    app_text_keep(a, &v->reason, said->reason);
    take_debts(a, v, said);
    a->versions[a->nversions++] = v;
}

/* ---- Signatures ---- */

/* Who signs the same text twice has signed it once; the first one stands. */
static bool has_signed(const struct app_version *v, enum app_signer who, uint8_t seat)
{
    for (size_t i = 0; i < v->nsignatures; i++) {
        if (v->signatures[i].who == who && v->signatures[i].seat == seat)
            return true;
    }
    return false;
}

static void sign(struct app_agreement *a, const struct ym_event *ev, const struct ym_said *said,
                 enum app_signer who, uint8_t seat)
{
    struct app_version *v = app_version_open(a);
    struct app_signature *s;

    v = v != NULL ? v : app_version_in_force(a); /* who signs what is in force already adds to it */
    if (v == NULL || has_signed(v, who, seat))
        return;
    assert(v->nsignatures < APP_SIGNERS_MAX);
    s = &v->signatures[v->nsignatures++];
    *s = (struct app_signature){ .who = (uint8_t)who,
                                 .seat = seat,
                                 .signing = said->signing,
                                 .at = ev->c.at,
                                 .date = said->date,
                                 .attachment = said->attachment };
    app_text_keep(a, &s->manner, said->manner);
    app_text_keep(a, &s->document_code, said->document_code);
    app_text_keep(a, &s->sha256, said->sha256);
}

static void sign_seats(struct app_agreement *a, const struct ym_event *ev,
                       const struct ym_said *said)
{
    for (uint8_t seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((ev->c.seats >> seat & 1U) != 0)
            sign(a, ev, said, APP_SIGNER_PARTY, seat);
    }
}

/* ---- The court ---- */

static void rule(struct app_agreement *a, const struct ym_event *ev, const struct ym_said *said)
{
    a->ruling.command = ev->c.kind;
    a->ruling.bar = said->bar;
    a->ruling.at = ev->c.at;
    a->ruling.date = said->date;
    app_text_keep(a, &a->ruling.reason, said->reason);
}

static const struct ym_procedure *procedure(const struct app_agreement *a)
{
    return ym_procedures_get(a->procedures, a->dispute.procedure);
}

static const char *deadline_name(const struct app_agreement *a, uint8_t deadline)
{
    const struct ym_procedure *p = procedure(a);

    return p != NULL && deadline < p->ndeadlines ? p->deadlines[deadline].name : "";
}

/* Until when the parties may apply: a clock of the procedure, by its name. */
static void take_window(struct app_agreement *a, const struct ym_event *ev)
{
    for (size_t i = 0; i < ev->nclocks; i++) {
        const struct ym_clock *k = &ev->clocks[i];

        if (k->last != YM_DAY_NONE && strcmp(deadline_name(a, k->deadline), "confirm_window") == 0)
            a->window_until = k->last;
    }
}

/* ---- One event ---- */

static void take_words(struct app_agreement *a, const struct ym_event *ev,
                       const struct ym_said *said)
{
    switch ((int)ev->c.kind) {
    case YM_CMD_SIGN:
        sign_seats(a, ev, said);
        break;
    case YM_CMD_SIGN_MEDIATOR:
        sign(a, ev, said, APP_SIGNER_MEDIATOR, 0);
        break;
    case YM_CMD_SEAL:
        sign(a, ev, said, APP_SIGNER_BODY, 0);
        break;
    case YM_CMD_RECORD_PERFORMANCE:
    case YM_CMD_CLAIM_PERFORMANCE:
        app_debts_perform(a, ev, said);
        break;
    case YM_CMD_EXPIRE:
        if (strncmp(deadline_name(a, ev->c.deadline), "performance_", 12) == 0)
            app_debts_remind(a, ev);
        break;
    case YM_CMD_ACCEPT_CONFIRMATION:
        app_text_keep(a, &a->case_number, said->case_number);
        rule(a, ev, said);
        break;
    case YM_CMD_REJECT_CONFIRMATION:
    case YM_CMD_CONFIRM:
    case YM_CMD_DISMISS_CONFIRMATION:
    case YM_CMD_WITHDRAW_CONFIRMATION:
    case YM_CMD_DECIDE_OBJECTION:
        rule(a, ev, said);
        break;
    default:
        break;
    }
}

static enum ym_phase phase_of(const struct app_agreement *a)
{
    const struct ym_procedure *p = procedure(a);
    const uint8_t state = a->dispute.state[YM_TRACK_MAIN];

    return p != NULL && state < p->nstates ? (enum ym_phase)p->states[state].phase : YM_PHASE_OPEN;
}

static enum ym_stage stage_of(const struct app_agreement *a)
{
    const struct ym_procedure *p = procedure(a);

    return p != NULL ? ym_dispute_stage(p, &a->dispute) : YM_STAGE_NONE;
}

/* A text is stated. One that waits is overtaken; one in force stays so while the new one waits
 * beside it, else it ends by it. */
static void take_text(struct app_agreement *a, const struct ym_event *ev,
                      const struct ym_said *said, bool is_invited)
{
    const bool waits_beside = app_version_waits(&a->dispute);

    end_version(a, app_version_open(a), APP_VERSION_REPLACED, ev->c.at, YM_SPAN(""));
    if (!waits_beside)
        end_version(a, app_version_in_force(a), APP_VERSION_REPLACED, ev->c.at, YM_SPAN(""));
    state_version(a, ev, said, waits_beside ? APP_VERSION_PENDING : APP_VERSION_DRAFT, is_invited);
}

static void put_in_force(struct app_agreement *a, struct app_version *v, const struct ym_event *ev)
{
    const struct ym_procedure *p = procedure(a);

    end_version(a, app_version_in_force(a), APP_VERSION_REPLACED, ev->c.at, YM_SPAN(""));
    v->state = APP_VERSION_IN_FORCE;
    v->effective_on = ym_day_of(ev->c.at);
    if (!v->is_oral)
        v->binding = app_binding_by(p, p != NULL ? ym_procedure_rule(p, ev->rule) : NULL,
                                    &a->dispute, v->is_invited);
}

/* The one that waits is signed by all, or nobody waits for it any more. */
static void judge_pending(struct app_agreement *a, struct app_version *v, const struct ym_event *ev,
                          const struct ym_said *said)
{
    const bool is_signing = ev->c.kind == YM_CMD_SIGN || ev->c.kind == YM_CMD_SIGN_MEDIATOR ||
                            ev->c.kind == YM_CMD_SEAL;

    if (app_version_waits(&a->dispute))
        return;
    if (is_signing)
        put_in_force(a, v, ev);
    else
        end_version(
            a, v, ev->c.kind == YM_CMD_REJECT_VARIATION ? APP_VERSION_REFUSED : APP_VERSION_LAPSED,
            ev->c.at, said->reason);
}

/* A first version takes effect when the dispute is settled, and ends when it leaves agreement. */
static void judge_draft(struct app_agreement *a, struct app_version *v, const struct ym_event *ev,
                        const struct ym_said *said)
{
    if (phase_of(a) == YM_PHASE_SETTLED)
        put_in_force(a, v, ev);
    else if (stage_of(a) != YM_STAGE_AGREED)
        end_version(a, v, ev->c.kind == YM_CMD_EXPIRE ? APP_VERSION_LAPSED : APP_VERSION_REFUSED,
                    ev->c.at, said->reason);
}

static void judge(struct app_agreement *a, const struct ym_event *ev, const struct ym_said *said)
{
    struct app_version *v = app_version_open(a);

    if (v != NULL && v->state == APP_VERSION_PENDING)
        judge_pending(a, v, ev, said);
    else if (v != NULL)
        judge_draft(a, v, ev, said);
    if ((ev->effects & YM_E(RESTART)) != 0) /* a new round: the old text binds nobody in it */
        end_version(a, app_version_in_force(a), APP_VERSION_REPLACED, ev->c.at, YM_SPAN(""));
}

static bool states_text(const struct ym_event *ev)
{
    return ev->c.kind == YM_CMD_REACH_AGREEMENT || ev->c.kind == YM_CMD_REACH_ORAL ||
           ev->c.kind == YM_CMD_VARY;
}

/* Is a text that this event states, before it is folded, one of mediation to which a court invited?
 * What changes a text that waits was reached where that one was. */
static bool is_invited(const struct app_agreement *a, const struct ym_event *ev)
{
    const struct app_version *open = app_version_open(a);
    const enum ym_stage stage = stage_of(a);

    if (ev->c.kind == YM_CMD_VARY)
        return open != NULL && open->is_invited;
    return stage == YM_STAGE_COURT_PRE || stage == YM_STAGE_COURT_FILED;
}

static bool is_next(const struct app_agreement *a, const struct ym_event *ev)
{
    const bool is_first = a->dispute.version == 0;

    return ev->seq == a->dispute.version + 1 && is_first == (ev->c.kind == YM_CMD_REGISTER) &&
           (is_first || ev->dispute.v == a->dispute.id.v);
}

bool app_agreement_feed(struct app_agreement *a, const struct ym_event *ev,
                        const struct ym_said *said)
{
    bool invited;

    if (!is_next(a, ev))
        return false;
    invited = is_invited(a, ev);
    take_words(a, ev, said); /* of the version that waits or is in force before this event */
    ym_evolve(&a->dispute, ev);
    if (states_text(ev))
        take_text(a, ev, said, invited);
    judge(a, ev, said);
    take_window(a, ev);
    return true;
}
