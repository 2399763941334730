/* SPDX-License-Identifier: Apache-2.0 */
#include "apply.h"

#include "agreement.h"
#include "terms.h"

static bool has(const struct ym_command *c, enum ym_field field)
{
    return (c->fields & (UINT64_C(1) << field)) != 0;
}

static uint8_t one_more(uint8_t n)
{
    return n < UINT8_MAX ? (uint8_t)(n + 1) : n;
}

static void clear(struct ym_dispute *d, uint32_t marks)
{
    d->marks &= ~marks;
}

static void take_registration(struct ym_dispute *d, const struct ym_command *c)
{
    const struct ym_registration *r = &c->reg;

    d->procedure = r->procedure;
    d->type = r->type;
    d->channel = r->channel;
    d->source = r->source;
    d->seats = r->seats;
    d->claimants = r->claimants;
    d->respondents = r->respondents;
    d->region = r->region;
    d->body = r->body;
    d->body_kind = c->body_kind;
    d->harm = c->harm;
    d->urgency = c->urgency;
    d->scope = c->scope;
    d->asked_on = ym_day_of(c->at);
    d->received_at = c->at;
    d->stayed_on = YM_DAY_NONE;
    d->terms = ym_terms_none();
    d->next = ym_terms_none();
    d->ext_deadline = YM_DEADLINE_NONE;
    if (r->joint != 0) {
        d->marks |= YM_MARK_JOINT;
        d->consented = ym_principals(d);
    }
}

static void take_extension(struct ym_dispute *d, const struct ym_command *c)
{
    d->ext_pending = c->days;
    d->ext_consents = c->seats;
}

static void drop_extension(struct ym_dispute *d)
{
    d->ext_pending = 0;
    d->ext_consents = 0;
}

static void take_body(struct ym_dispute *d, const struct ym_command *c)
{
    if (!has(c, YM_FIELD_BODY))
        return;
    d->body = c->ref;
    d->body_kind = c->body_kind;
}

static void take_appointment(struct ym_dispute *d, const struct ym_command *c)
{
    take_body(d, c);
    if (has(c, YM_FIELD_MEDIATOR)) {
        d->mediator = has(c, YM_FIELD_BODY) ? c->ref2 : c->ref;
        clear(d, YM_MARK_CASE_ACCEPTED);
    }
}

static void free_mediator(struct ym_dispute *d)
{
    d->mediator = 0;
    clear(d, YM_MARK_CASE_ACCEPTED);
}

static void take_court_number(struct ym_dispute *d, const struct ym_command *c)
{
    d->marks |= YM_MARK_NUMBERED;
    if (has(c, YM_FIELD_COURT_PROCEDURE)) {
        clear(d, YM_MARK_SIMPLIFIED | YM_MARK_SMALL_CLAIM);
        if (c->code == YM_COURT_SIMPLIFIED)
            d->marks |= YM_MARK_SIMPLIFIED;
        if (c->code == YM_COURT_SMALL_CLAIM)
            d->marks |= YM_MARK_SIMPLIFIED | YM_MARK_SMALL_CLAIM;
    }
}

/* The review begins: nobody has appeared for it yet. */
static void take_review(struct ym_dispute *d, const struct ym_command *c)
{
    take_court_number(d, c);
    d->appeared = 0;
}

static void take_appearance(struct ym_dispute *d, const struct ym_command *c)
{
    d->appeared |= c->attended;
}

static void take_correction(struct ym_dispute *d, const struct ym_command *c)
{
    if (has(c, YM_FIELD_TYPE))
        d->type = c->code;
    if (has(c, YM_FIELD_REGION))
        d->region = c->ref;
}

static void take_risk(struct ym_dispute *d, const struct ym_command *c)
{
    if (has(c, YM_FIELD_HARM))
        d->harm = c->harm;
    if (has(c, YM_FIELD_URGENCY))
        d->urgency = c->urgency;
    if (has(c, YM_FIELD_SCOPE))
        d->scope = c->scope;
}

static void take_note(struct ym_dispute *d, const struct ym_command *c)
{
    (void)d;
    (void)c;
}

static void take_notice(struct ym_dispute *d, const struct ym_command *c)
{
    d->notified |= c->seats;
}

static void take_consent(struct ym_dispute *d, const struct ym_command *c)
{
    d->consented |= c->seats;
    d->refused &= ~c->seats;
}

static void take_refusal(struct ym_dispute *d, const struct ym_command *c)
{
    d->refused |= c->seats;
    d->consented &= ~c->seats;
    if ((c->seats & ym_principals(d)) != 0) /* without a third party the two sides may go on */
        d->ground = YM_GROUND_PARTY_REFUSES;
}

static void take_way_to_court(struct ym_dispute *d, const struct ym_command *c)
{
    if ((c->seats & ym_principals(d)) != 0)
        d->ground = YM_GROUND_PARTY_REFUSES;
}

static void take_withdrawal(struct ym_dispute *d, const struct ym_command *c)
{
    d->withdrawn |= c->seats;
}

static void take_reopening(struct ym_dispute *d, const struct ym_command *c)
{
    d->reopening |= c->seats;
}

static void take_court(struct ym_dispute *d, const struct ym_command *c)
{
    if (has(c, YM_FIELD_COURT))
        d->court = c->ref;
}

static void take_application(struct ym_dispute *d, const struct ym_command *c)
{
    d->applied |= c->seats;
    take_court(d, c);
}

static void drop_application(struct ym_dispute *d, const struct ym_command *c)
{
    d->applied &= ~c->seats;
}

/* Each party has its own first change of mediator. */
static void take_recusal(struct ym_dispute *d, const struct ym_command *c)
{
    d->recused_again |= d->recused & c->seats;
    d->recused |= c->seats;
}

static void take_service(struct ym_dispute *d, const struct ym_command *c)
{
    d->served |= c->seats;
    for (int seat = 0; seat < YM_SEATS_MAX; seat++)
        if (c->seats >> seat & 1U)
            d->served_on[seat] = has(c, YM_FIELD_DATE) ? c->date : ym_day_of(c->at);
}

static void take_transfer(struct ym_dispute *d, const struct ym_command *c)
{
    take_body(d, c);
    free_mediator(d);
}

static void take_assignment(struct ym_dispute *d, const struct ym_command *c)
{
    d->mediator = c->ref;
    clear(d, YM_MARK_CASE_ACCEPTED);
}

static void take_acceptance(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    d->marks |= YM_MARK_CASE_ACCEPTED;
}

static void drop_assignment(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    free_mediator(d);
}

static void take_session(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    d->sessions = one_more(d->sessions);
}

static void take_extension_consent(struct ym_dispute *d, const struct ym_command *c)
{
    d->ext_consents |= c->seats;
}

static void refuse_extension(struct ym_dispute *d, const struct ym_command *c)
{
    if ((c->seats & ym_principals(d)) != 0) /* the consent of a third party is not asked for */
        drop_extension(d);
}

static void take_ground(struct ym_dispute *d, const struct ym_command *c)
{
    d->ground = c->code;
}

static void take_fee(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    d->marks |= YM_MARK_FEE_PAID;
}

/* A report that is there already was perhaps recorded by a program that kept no FAMILY. */
static void take_police_report(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    if ((d->marks & YM_MARK_POLICE) == 0)
        d->marks |= YM_MARK_POLICE | YM_MARK_TYPED;
}

/* The sum of extensions goes on counting against the limit under its new number. */
static void take_procedure(struct ym_dispute *d, const struct ym_command *c)
{
    d->procedure = c->reg.procedure;
    d->ext_deadline = c->deadline;
}

/* One line a command. take_note: it is recorded by its words, the states and the clocks alone. */
typedef void record_fn(struct ym_dispute *d, const struct ym_command *c);
static record_fn *const records[YM_CMD_COUNT] = {
    [YM_CMD_REGISTER] = take_registration,
    [YM_CMD_ACCEPT] = take_body,
    [YM_CMD_REFUSE] = take_note,
    [YM_CMD_REDIRECT] = take_note,
    [YM_CMD_ASSIGN] = take_assignment,
    [YM_CMD_ACCEPT_CASE] = take_acceptance,
    [YM_CMD_DECLINE_CASE] = drop_assignment,
    [YM_CMD_DISCLOSE] = take_note,
    [YM_CMD_ASK_RECUSAL] = take_recusal,
    [YM_CMD_NOTIFY] = take_notice,
    [YM_CMD_CONSENT] = take_consent,
    [YM_CMD_REFUSE_MEDIATION] = take_refusal,
    [YM_CMD_HOLD_SESSION] = take_session,
    [YM_CMD_STAY] = take_note,
    [YM_CMD_RESUME] = take_note,
    [YM_CMD_ASK_EXTENSION] = take_extension,
    [YM_CMD_CONSENT_EXTENSION] = take_extension_consent,
    [YM_CMD_REFUSE_EXTENSION] = refuse_extension,
    [YM_CMD_TRANSFER] = take_transfer,
    [YM_CMD_REFER_COURT] = take_court,
    [YM_CMD_REGISTER_COURT] = take_court_number,
    [YM_CMD_APPOINT] = take_appointment,
    [YM_CMD_ACCEPT_REFERRAL] = take_note,
    [YM_CMD_DECLINE_REFERRAL] = take_note,
    [YM_CMD_REACH_AGREEMENT] = ym_take_agreement,
    [YM_CMD_REACH_ORAL] = ym_take_agreement,
    [YM_CMD_SIGN] = ym_take_signature,
    [YM_CMD_SIGN_MEDIATOR] = ym_take_mediator_signature,
    [YM_CMD_SEAL] = ym_take_seal,
    [YM_CMD_SERVE] = take_service,
    [YM_CMD_TERMINATE] = take_ground,
    [YM_CMD_EXPIRE] = take_note,
    [YM_CMD_WITHDRAW] = take_withdrawal,
    [YM_CMD_GO_TO_COURT] = take_way_to_court,
    [YM_CMD_REOPEN] = take_reopening,
    [YM_CMD_SUBMIT_FILING] = take_court,
    [YM_CMD_ASK_SUPPLEMENT] = take_note,
    [YM_CMD_SUPPLEMENT] = take_note,
    [YM_CMD_REFUSE_FILING] = take_note,
    [YM_CMD_NOTIFY_FEE] = take_note,
    [YM_CMD_PAY_FEE] = take_fee,
    [YM_CMD_APPLY_CONFIRMATION] = take_application,
    [YM_CMD_ACCEPT_CONFIRMATION] = take_review,
    [YM_CMD_REJECT_CONFIRMATION] = take_note,
    [YM_CMD_CONFIRM] = take_note,
    [YM_CMD_DISMISS_CONFIRMATION] = take_note,
    [YM_CMD_WITHDRAW_CONFIRMATION] = drop_application,
    [YM_CMD_EXTEND_REVIEW] = take_note,
    [YM_CMD_OBJECT] = take_note,
    [YM_CMD_DECIDE_OBJECTION] = take_note,
    [YM_CMD_RECORD_PERFORMANCE] = ym_take_performance,
    [YM_CMD_APPLY_ENFORCEMENT] = take_note,
    [YM_CMD_SUE] = take_note,
    [YM_CMD_VARY] = ym_take_variation,
    [YM_CMD_CLOSE_CASE] = take_note,
    [YM_CMD_VISIT] = take_note,
    [YM_CMD_REPORT_POLICE] = take_police_report,
    [YM_CMD_ASSESS_RISK] = take_risk,
    [YM_CMD_CORRECT] = take_correction,
    [YM_CMD_MERGE] = take_note,
    [YM_CMD_REISSUE_CODE] = take_note,
    [YM_CMD_REVOKE_CODE] = take_note,
    [YM_CMD_MIGRATE] = take_procedure,
    [YM_CMD_ARCHIVE] = take_note,
    [YM_CMD_CLAIM_PERFORMANCE] = take_note,
    [YM_CMD_ATTACH] = take_note,
    [YM_CMD_APPEAR] = take_appearance,
    [YM_CMD_REJECT_VARIATION] = take_note,
    [YM_CMD_RESCHEDULE] = take_note,
};

static void keep_family(struct ym_dispute *d)
{
    if (ym_dispute_is_reported_family(d))
        d->marks |= YM_MARK_FAMILY;
}

void ym_apply(struct ym_dispute *d, const struct ym_command *c)
{
    if (c->kind == YM_CMD_COUNT) /* no command: how things stand (ym_options) */
        return;
    assert(c->kind < YM_CMD_COUNT);
    assert(records[c->kind] != NULL);
    keep_family(d); /* of a state that was stored without it */
    records[c->kind](d, c);
    keep_family(d);
}

/* Those of the set on whom the ruling was served on the first of their days; *ret_day: that day. */
static uint32_t served_first(const struct ym_dispute *d, uint32_t set, ym_day *ret_day)
{
    uint32_t first = 0;

    *ret_day = YM_DAY_NONE;
    for (int seat = 0; seat < YM_SEATS_MAX; seat++) {
        if ((set >> seat & 1U) == 0)
            continue;
        if (first == 0 || d->served_on[seat] < *ret_day) {
            first = 0;
            *ret_day = d->served_on[seat];
        }
        if (d->served_on[seat] == *ret_day)
            first |= UINT32_C(1) << seat;
    }
    return first;
}

static uint32_t with_period(const struct ym_dispute *d)
{
    return d->served & ym_principals(d) & ~d->periods_over;
}

uint32_t ym_periods_ending(const struct ym_dispute *d)
{
    ym_day day;

    return served_first(d, with_period(d), &day);
}

ym_day ym_period_start(const struct ym_dispute *d, bool lapses)
{
    const uint32_t ending = lapses ? ym_periods_ending(d) : 0;
    ym_day day;

    (void)served_first(d, with_period(d) & ~ending, &day);
    return day;
}

/* A ruling begins or ends: nobody has received the one that is now in force. */
static void forget_service(struct ym_dispute *d)
{
    d->served = 0;
    d->periods_over = 0;
    memset(d->served_on, 0, sizeof(d->served_on));
}

/* A new round of mediation: what the parties said in the last one binds nobody in this one. */
static void restart(struct ym_dispute *d, ym_day today)
{
    d->asked_on = today;
    d->consented = 0;
    d->refused = 0;
    d->withdrawn = 0;
    d->reopening = 0;
    d->recused = 0;
    d->recused_again = 0;
    d->ground = YM_GROUND_NONE;
    d->ext_total = 0;
    d->ext_deadline = YM_DEADLINE_NONE;
    drop_extension(d);
    ym_forget_agreement(d);
    free_mediator(d);
}

static void extend(struct ym_dispute *d, uint8_t extended)
{
    int total = d->ext_pending;

    if (d->ext_deadline == extended)
        total += d->ext_total;
    d->ext_deadline = extended;
    d->ext_total = (int16_t)(total < INT16_MAX ? total : INT16_MAX);
    drop_extension(d);
}

void ym_apply_effects(struct ym_dispute *d, uint32_t effects, ym_day today, uint8_t extended)
{
    ym_apply_to_agreement(d, effects);
    if (effects & YM_E(EXTEND))
        extend(d, extended);
    if (effects & YM_E(DROP_EXTENSION))
        drop_extension(d);
    if (effects & YM_E(STAY))
        d->stayed_on = today;
    if (effects & YM_E(RESUME))
        d->stayed_on = YM_DAY_NONE;
    if (effects & YM_E(FREE_MEDIATOR))
        free_mediator(d);
    if (effects & YM_E(RESTART))
        restart(d, today);
    if (effects & YM_E(LAPSE))
        d->periods_over |= ym_periods_ending(d);
    if (effects & (YM_E(CONFIRMED) | YM_E(UNCONFIRM)))
        forget_service(d);
    if (effects & YM_E(CONFIRMED))
        d->marks |= YM_MARK_CONFIRMED;
    if (effects & YM_E(UNCONFIRM)) {
        clear(d, YM_MARK_CONFIRMED);
        d->applied = 0;
        d->appeared = 0;
    }
    if (effects & YM_E(FILED))
        d->marks |= YM_MARK_FILED;
}
