/* SPDX-License-Identifier: Apache-2.0 */
/* What each command leaves on the dispute, and what each effect of a rule does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

#define NEXT_MARKS (YM_MARK_NEXT_MEDIATOR_SIGNED | YM_MARK_NEXT_SEALED)

/* Do a command under a rule of its own, with this effect. */
static void act(struct hand *h, struct ym_command c, uint32_t effects)
{
    h->p.nrules = 0;
    hand_rule(h, (enum ym_cmd)c.kind, HAND_IN(ONE))->effects = effects;
    hand_do(h, &c);
}

static void seat(struct hand *h, enum ym_cmd kind, uint32_t seats)
{
    struct ym_command c = hand_command(kind);

    c.fields = YM_FB(SEAT);
    c.seats = seats;
    act(h, c, 0);
}

static void ref(struct hand *h, enum ym_cmd kind, uint64_t field, int64_t value)
{
    struct ym_command c = hand_command(kind);

    c.fields = field;
    c.ref = value;
    act(h, c, 0);
}

static void code(struct hand *h, enum ym_cmd kind, uint64_t field, uint8_t value)
{
    struct ym_command c = hand_command(kind);

    c.fields = field;
    c.code = value;
    act(h, c, 0);
}

static void plain(struct hand *h, enum ym_cmd kind)
{
    act(h, hand_command(kind), 0);
}

/* Commands that are recorded by their words alone leave all but the version as it was. */
static void words_alone(void **state)
{
    static const enum ym_cmd kinds[] = {
        YM_CMD_ACCEPT,  YM_CMD_REFUSE,     YM_CMD_REDIRECT,         YM_CMD_DISCLOSE,
        YM_CMD_STAY,    YM_CMD_RESUME,     YM_CMD_ACCEPT_REFERRAL,  YM_CMD_DECLINE_REFERRAL,
        YM_CMD_APPOINT, YM_CMD_SERVE,      YM_CMD_REFER_COURT,      YM_CMD_SUBMIT_FILING,
        YM_CMD_CONFIRM, YM_CMD_SUPPLEMENT, YM_CMD_ASK_SUPPLEMENT,   YM_CMD_REFUSE_FILING,
        YM_CMD_OBJECT,  YM_CMD_NOTIFY_FEE, YM_CMD_DECIDE_OBJECTION, YM_CMD_REJECT_CONFIRMATION,
        YM_CMD_SUE,     YM_CMD_CLOSE_CASE, YM_CMD_EXTEND_REVIEW,    YM_CMD_DISMISS_CONFIRMATION,
        YM_CMD_VISIT,   YM_CMD_MERGE,      YM_CMD_REISSUE_CODE,     YM_CMD_APPLY_ENFORCEMENT,
        YM_CMD_ARCHIVE, YM_CMD_CORRECT,    YM_CMD_REVOKE_CODE,      YM_CMD_ASSESS_RISK,
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct ym_dispute was = h->d;

        plain(h, kinds[i]);
        was.version++;
        assert_true(hand_same(&h->d, &was));
    }
}

static void sets_of_seats(void **state)
{
    struct hand *h = *state;
    const struct {
        enum ym_cmd kind;
        const uint32_t *set;
    } rows[] = {
        { YM_CMD_NOTIFY, &h->d.notified },
        { YM_CMD_CONSENT, &h->d.consented },
        { YM_CMD_SIGN, &h->d.terms.signatures },
        { YM_CMD_WITHDRAW, &h->d.withdrawn },
        { YM_CMD_REOPEN, &h->d.reopening },
        { YM_CMD_APPLY_CONFIRMATION, &h->d.applied },
        { YM_CMD_CONSENT_EXTENSION, &h->d.ext_consents },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        seat(h, rows[i].kind, 1);
        assert_int_equal(*rows[i].set, 1);
        seat(h, rows[i].kind, 6);
        assert_int_equal(*rows[i].set, 7);
    }
    seat(h, YM_CMD_WITHDRAW_CONFIRMATION, 2);
    assert_int_equal(h->d.applied, 5);
}

/* Consent and refusal of one seat exclude each other; the last word counts. */
static void consent_and_refusal(void **state)
{
    struct hand *h = *state;

    seat(h, YM_CMD_CONSENT, 3);
    seat(h, YM_CMD_REFUSE_MEDIATION, 2);
    assert_int_equal(h->d.consented, 1);
    assert_int_equal(h->d.refused, 2);
    assert_int_equal(h->d.ground, YM_GROUND_PARTY_REFUSES);
    seat(h, YM_CMD_CONSENT, 2);
    assert_int_equal(h->d.consented, 3);
    assert_int_equal(h->d.refused, 0);
    h->d.ground = YM_GROUND_NONE;
    seat(h, YM_CMD_GO_TO_COURT, 1);
    assert_int_equal(h->d.ground, YM_GROUND_PARTY_REFUSES);
    code(h, YM_CMD_TERMINATE, YM_FB(GROUND), YM_GROUND_UNREACHABLE);
    assert_int_equal(h->d.ground, YM_GROUND_UNREACHABLE);
}

/* A mediator accepts a case once assigned; every change of mediator asks anew. */
static void mediator(void **state)
{
    struct hand *h = *state;
    struct ym_command c;

    ref(h, YM_CMD_ASSIGN, YM_FB(MEDIATOR), HAND_STAFF);
    assert_int_equal(h->d.mediator, HAND_STAFF);
    plain(h, YM_CMD_ACCEPT_CASE);
    assert_int_equal(h->d.marks, YM_MARK_CASE_ACCEPTED);
    ref(h, YM_CMD_ASSIGN, YM_FB(MEDIATOR), HAND_STAFF + 1);
    assert_int_equal(h->d.mediator, HAND_STAFF + 1);
    assert_int_equal(h->d.marks, 0);
    plain(h, YM_CMD_ACCEPT_CASE);
    plain(h, YM_CMD_DECLINE_CASE);
    assert_int_equal(h->d.mediator, 0);
    assert_int_equal(h->d.marks, 0);

    c = hand_command(YM_CMD_APPOINT);
    c.fields = YM_FB(BODY) | YM_FB(MEDIATOR);
    c.ref = 1007;
    c.ref2 = HAND_STAFF;
    act(h, c, 0);
    assert_int_equal(h->d.body, 1007);
    assert_int_equal(h->d.mediator, HAND_STAFF);
    plain(h, YM_CMD_ACCEPT_CASE);
    ref(h, YM_CMD_APPOINT, YM_FB(BODY), 1008);
    assert_int_equal(h->d.body, 1008);
    assert_int_equal(h->d.mediator, HAND_STAFF);
    assert_int_equal(h->d.marks, YM_MARK_CASE_ACCEPTED);
    ref(h, YM_CMD_APPOINT, YM_FB(MEDIATOR), HAND_STAFF + 2);
    assert_int_equal(h->d.body, 1008);
    assert_int_equal(h->d.mediator, HAND_STAFF + 2);
    assert_int_equal(h->d.marks, 0);
}

static void bodies_and_courts(void **state)
{
    struct hand *h = *state;

    h->d.mediator = HAND_STAFF;
    h->d.marks = YM_MARK_CASE_ACCEPTED;
    ref(h, YM_CMD_ACCEPT, YM_FB(BODY), 1002);
    assert_int_equal(h->d.body, 1002);
    assert_int_equal(h->d.mediator, HAND_STAFF);
    ref(h, YM_CMD_TRANSFER, YM_FB(BODY), 1003);
    assert_int_equal(h->d.body, 1003);
    assert_int_equal(h->d.mediator, 0); /* the new body names its own */
    assert_int_equal(h->d.marks, 0);
    plain(h, YM_CMD_TRANSFER);
    assert_int_equal(h->d.body, 1003);
    ref(h, YM_CMD_REFER_COURT, YM_FB(COURT), 1020);
    assert_int_equal(h->d.court, 1020);
    ref(h, YM_CMD_SUBMIT_FILING, YM_FB(COURT), 1021);
    assert_int_equal(h->d.court, 1021);
    ref(h, YM_CMD_APPLY_CONFIRMATION, YM_FB(COURT), 1022);
    assert_int_equal(h->d.court, 1022);
}

static void court_number(void **state)
{
    struct hand *h = *state;

    code(h, YM_CMD_REGISTER_COURT, YM_FB(COURT_PROCEDURE), YM_COURT_SIMPLIFIED);
    assert_int_equal(h->d.marks, YM_MARK_NUMBERED | YM_MARK_SIMPLIFIED);
    plain(h, YM_CMD_ACCEPT_CONFIRMATION); /* says nothing of the procedure */
    assert_int_equal(h->d.marks, YM_MARK_NUMBERED | YM_MARK_SIMPLIFIED);
    code(h, YM_CMD_REGISTER_COURT, YM_FB(COURT_PROCEDURE), YM_COURT_ORDINARY);
    assert_int_equal(h->d.marks, YM_MARK_NUMBERED);
}

static void marks(void **state)
{
    static const struct {
        enum ym_cmd kind;
        uint32_t mark;
    } rows[] = {
        { YM_CMD_ACCEPT_CASE, YM_MARK_CASE_ACCEPTED },
        { YM_CMD_SIGN_MEDIATOR, YM_MARK_MEDIATOR_SIGNED },
        { YM_CMD_SEAL, YM_MARK_SEALED },
        { YM_CMD_PAY_FEE, YM_MARK_FEE_PAID },
        { YM_CMD_REPORT_POLICE, YM_MARK_POLICE | YM_MARK_TYPED },
        { YM_CMD_ACCEPT_CONFIRMATION, YM_MARK_NUMBERED },
        { YM_CMD_REACH_ORAL, YM_MARK_ORAL },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        h->d.marks = 0;
        plain(h, rows[i].kind);
        assert_int_equal(h->d.marks, rows[i].mark);
    }
}

/* A counter stops at what it can hold. */
static void counters(void **state)
{
    struct hand *h = *state;

    h->d.sessions = 253;
    for (int n = 254; n < 258; n++) {
        plain(h, YM_CMD_HOLD_SESSION);
        assert_int_equal(h->d.sessions, n < 255 ? n : 255);
    }
}

static void corrections_and_risk(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_ASSESS_RISK);

    code(h, YM_CMD_CORRECT, YM_FB(TYPE), YM_TYPE_LABOUR);
    assert_int_equal(h->d.type, YM_TYPE_LABOUR);
    assert_true(h->d.region == HAND_REGION);
    ref(h, YM_CMD_CORRECT, YM_FB(REGION), 330106000000);
    assert_int_equal(h->d.type, YM_TYPE_LABOUR);
    assert_true(h->d.region == 330106000000);
    c.fields = YM_FB(HARM) | YM_FB(URGENCY) | YM_FB(SCOPE);
    c.harm = 1;
    c.urgency = 2;
    c.scope = 3;
    act(h, c, 0);
    assert_int_equal(h->d.risk, YM_RISK_CRITICAL);
    c.fields = YM_FB(URGENCY); /* the others were not assessed again */
    c.urgency = 0;
    act(h, c, 0);
    assert_int_equal(h->d.harm, 1);
    assert_int_equal(h->d.urgency, 0);
    assert_int_equal(h->d.scope, 3);
    assert_int_equal(h->d.risk, YM_RISK_HIGH);
}

/* A new text voids what was signed, sealed, applied for, confirmed or performed under the old one.
 */
static void agreement(void **state)
{
    static const enum ym_cmd kinds[] = { YM_CMD_REACH_AGREEMENT, YM_CMD_REACH_ORAL, YM_CMD_VARY };
    struct hand *h = *state;

    for (int i = 0; i < 3; i++) { /* a variation binds at once when the rule says so */
        struct ym_command c = hand_command(kinds[i]);

        h->d.terms.signatures = h->d.applied = 3;
        h->d.terms.e_signed = h->d.appeared = 1;
        h->d.settled = 1;
        h->d.breached = 2;
        h->d.overdue = 2;
        h->d.marks = YM_MARK_MEDIATOR_SIGNED | YM_MARK_UNDATED | YM_MARK_SEALED |
                     YM_MARK_CONFIRMED | YM_MARK_ORAL | YM_MARK_FILED;
        c.fields = YM_FB(OBLIGATIONS);
        c.items = 3;
        c.date = hand_day(90);
        act(h, c, kinds[i] == YM_CMD_VARY ? YM_E(UNSIGN) : 0);
        assert_int_equal(h->d.terms.obligations, 3);
        assert_int_equal(h->d.terms.last_due, hand_day(90));
        assert_int_equal(h->d.terms.signatures | h->d.terms.e_signed | h->d.applied, 0);
        assert_int_equal(h->d.settled | h->d.breached | h->d.overdue | h->d.appeared, 0);
        assert_int_equal(h->d.next.obligations, 0);
        assert_int_equal(h->d.marks,
                         YM_MARK_FILED | (kinds[i] == YM_CMD_REACH_ORAL ? YM_MARK_ORAL : 0));
    }
}

#define LAST (UINT64_C(1) << (YM_OBLIGATIONS_MAX - 1))

/* What becomes of each obligation; the last word counts. */
static void performance(void **state)
{
    static const struct {
        uint8_t item, result;
        uint64_t settled, breached;
    } rows[] = {
        { 0, YM_RESULT_FULFILLED, 1, 0 },        { 63, YM_RESULT_LATE, 1u | LAST, 0 },
        { 2, YM_RESULT_EXCUSED, 5u | LAST, 0 },  { 1, YM_RESULT_PARTIAL, 5u | LAST, 0 },
        { 2, YM_RESULT_BREACHED, 1u | LAST, 4 }, { 2, YM_RESULT_PARTIAL, 1u | LAST, 4 },
        { 2, YM_RESULT_LATE, 5u | LAST, 0 },
    };
    struct hand *h = *state;

    h->d.terms.obligations = YM_OBLIGATIONS_MAX;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_command c = hand_command(YM_CMD_RECORD_PERFORMANCE);

        c.fields = YM_FB(OBLIGATION) | YM_FB(RESULT);
        c.item = rows[i].item;
        c.code = rows[i].result;
        act(h, c, 0);
        assert_true(h->d.settled == rows[i].settled);
        assert_true(h->d.breached == rows[i].breached);
    }
}

/* A dispute on which everything is recorded. */
static void fill(struct ym_dispute *d)
{
    d->marks = (YM_MARK_NEXT_SEALED << 1) - 1;
    d->appeared = d->terms.e_signed = 3;
    d->overdue = 2;
    d->terms.due_before[0] = 9;
    d->next = (struct ym_terms){ .obligations = 3,
                                 .last_due = hand_day(40),
                                 .due_before = { 7, 8 },
                                 .signatures = 1,
                                 .e_signed = 1 };
    d->consented = d->refused = d->withdrawn = d->reopening = d->applied = d->terms.signatures = 3;
    d->notified = d->ext_consents = 3;
    d->terms.obligations = 2;
    d->settled = 1;
    d->breached = 2;
    d->recused = d->recused_again = 3;
    d->sessions = 2;
    d->ground = YM_GROUND_BIG_GAP;
    d->terms.last_due = hand_day(30);
    d->mediator = HAND_STAFF;
    d->court = HAND_COURT;
    d->ext_pending = 5;
    d->ext_total = 4;
    d->ext_deadline = 3;
}

/* A new round binds nobody to what was said in the last one; what happened stays. */
static void restarted(void **state)
{
    struct hand *h = *state;
    struct ym_dispute want = h->d;

    fill(&h->d);
    act(h, hand_command(YM_CMD_VISIT), YM_E(RESTART));
    want.version = 2;
    want.notified = 3;
    want.sessions = 2;
    want.court = HAND_COURT;
    want.asked_on = hand_day(0);
    want.marks = YM_MARK_SMALL_CLAIM | YM_MARK_JOINT | YM_MARK_NUMBERED | YM_MARK_SIMPLIFIED |
                 YM_MARK_FILED | YM_MARK_POLICE | YM_MARK_FEE_PAID;
    assert_true(hand_same(&h->d, &want));
}

/* The version that waits binds, and whatever belonged to the one before is gone. */
static void adopted(struct ym_dispute *d)
{
    d->terms = d->next;
    d->next = (struct ym_terms){ .last_due = YM_DAY_NONE };
    d->settled = d->breached = d->overdue = 0;
    d->applied = d->appeared = 0;
    d->marks &= ~(uint32_t)(YM_MARK_ORAL | YM_MARK_CONFIRMED | YM_MARK_UNDATED | YM_MARK_VARIED |
                            NEXT_MARKS);
}

/* What an effect on the agreement makes of a dispute that fill() made; *d is what it starts from.
 */
static void on_the_agreement(enum ym_effect effect, struct ym_dispute *d, struct ym_dispute *want)
{
    if (effect == YM_EFFECT_UNSIGN || effect == YM_EFFECT_ADOPT)
        adopted(want);
    if (effect == YM_EFFECT_UNSIGN) {
        want->terms.signatures = want->terms.e_signed = 0;
        want->marks &= ~(uint32_t)(YM_MARK_MEDIATOR_SIGNED | YM_MARK_SEALED);
    } else if (effect == YM_EFFECT_DROP_VARIATION) {
        want->next = (struct ym_terms){ .last_due = YM_DAY_NONE };
        want->marks &= ~(uint32_t)(YM_MARK_VARIED | NEXT_MARKS);
    } else if (effect == YM_EFFECT_OVERDUE) { /* the second is breached, and so not waited for */
        d->settled = want->settled = 0;
        d->overdue = 0;
        want->overdue = 1;
    } else if (effect == YM_EFFECT_UNDATE) {
        d->marks &= ~(uint32_t)YM_MARK_UNDATED;
        want->terms.due_before[0] = 0;
    }
}

/* Every other effect changes exactly what it names. */
static void effects(void **state)
{
    struct hand *h = *state;
    struct ym_dispute want;
    const struct ym_dispute clean = h->d;

    for (int e = 0; e < YM_EFFECT_COUNT; e++) {
        h->d = clean;
        fill(&h->d);
        want = h->d;
        want.version = 2;
        switch ((enum ym_effect)e) {
        case YM_EFFECT_EXTEND: /* no clock runs: it is told apart from the limit granted before */
            want.ext_total = 5;
            want.ext_deadline = YM_DEADLINE_NONE;
            want.ext_pending = 0;
            want.ext_consents = 0;
            break;
        case YM_EFFECT_DROP_EXTENSION:
            want.ext_pending = 0;
            want.ext_consents = 0;
            break;
        case YM_EFFECT_STAY:
            want.stayed_on = hand_day(0);
            break;
        case YM_EFFECT_FREE_MEDIATOR:
            want.mediator = 0;
            want.marks &= ~(uint32_t)YM_MARK_CASE_ACCEPTED;
            break;
        case YM_EFFECT_UNSIGN:
        case YM_EFFECT_ADOPT:
        case YM_EFFECT_DROP_VARIATION:
        case YM_EFFECT_OVERDUE:
        case YM_EFFECT_UNDATE:
            on_the_agreement((enum ym_effect)e, &h->d, &want);
            break;
        case YM_EFFECT_UNCONFIRM:
            want.applied = 0;
            want.appeared = 0;
            want.marks &= ~(uint32_t)YM_MARK_CONFIRMED;
            break;
        case YM_EFFECT_CONFIRMED:
            h->d.marks &= ~(uint32_t)YM_MARK_CONFIRMED;
            break;
        case YM_EFFECT_FILED:
            h->d.marks &= ~(uint32_t)YM_MARK_FILED;
            break;
        case YM_EFFECT_LAPSE: /* t_engine_seats.c */
            break;
        case YM_EFFECT_RESUME:
            h->d.stayed_on = hand_day(-9);
            break;
        case YM_EFFECT_RESTART: /* restarted() */
        case YM_EFFECT_COUNT:
            continue;
        }
        act(h, hand_command(YM_CMD_VISIT), UINT32_C(1) << e);
        assert_true(hand_same(&h->d, &want));
    }
}

/* The chain belongs to whoever hashes. */
static void head_is_left_alone(void **state)
{
    struct hand *h = *state;
    unsigned char head[32];

    memset(head, 0x5c, sizeof(head));
    memcpy(h->d.head, head, sizeof(head));
    plain(h, YM_CMD_VISIT);
    assert_memory_equal(h->d.head, head, sizeof(head));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_alone, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(sets_of_seats, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(consent_and_refusal, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(mediator, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(bodies_and_courts, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(court_number, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(marks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(counters, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(corrections_and_risk, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(agreement, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(performance, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(restarted, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(effects, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(head_is_left_alone, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
