/* SPDX-License-Identifier: Apache-2.0 */
/* How decide finds its rule, what the rule asks, and what stands in the event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

/* Nothing foreseen: another command, another state, another fact. */
static void not_here(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);
    struct ym_rule *r;

    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    hand_rule(h, YM_CMD_ARCHIVE, HAND_IN(ONE));
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    r = hand_rule(h, YM_CMD_VISIT, HAND_IN(TWO) | HAND_IN(RED));
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    assert_int_equal(h->said.rule, 0);
    r->from = HAND_IN(ONE);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    r->need = YM_F(SESSION_HELD);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    r->need = 0;
    r->forbid = YM_F(EXT_NO_LIMIT);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    r->forbid = YM_F(SESSION_HELD);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
}

/* A rule applies by the state of any track. */
static void any_track(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_CONFIRM);

    hand_rule(h, YM_CMD_CONFIRM, HAND_IN(COPEN))->to[YM_TRACK_PERFORM] = HAND_POPEN;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE);
    h->d.state[YM_TRACK_CONFIRM] = HAND_COPEN;
    hand_do(h, &c);
    assert_int_equal(h->d.state[YM_TRACK_MAIN], HAND_ONE);
    assert_int_equal(h->d.state[YM_TRACK_CONFIRM], HAND_COPEN);
    assert_int_equal(h->d.state[YM_TRACK_PERFORM], HAND_POPEN);
    assert_true(h->d.entered_at == hand_at(-3)); /* the main track did not move */
}

/* The first row that matches answers, also with a no. */
static void first_match_wins(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);
    struct ym_rule *no = hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));

    no->need = YM_F(STAYED);
    no->refuse = YM_REFUSAL_STANDS_STILL;
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_RED;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.rule, 20);
    h->d.stayed_on = hand_day(-1);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_STANDS_STILL);
    assert_int_equal(h->said.rule, 10);
    assert_int_equal(h->said.event.seq, 0); /* no event */
}

/* Role before relation before the rule's own no before the fields. */
static void order_of_questions(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_TRANSFER);
    struct ym_rule *r = hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE));

    r->roles = 1u << YM_ROLE_BODY_MANAGER;
    r->refuse = YM_REFUSAL_ALREADY;
    r->fields = YM_FB(BODY) | YM_FB(REASON);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_ROLE);
    c.by.role = YM_ROLE_BODY_MANAGER;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_RELATION);
    c.by.body = HAND_BODY;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_ALREADY);
    r->refuse = YM_REFUSAL_NONE;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_FIELD_MISSING);
    assert_true(h->said.missing == (YM_FB(BODY) | YM_FB(REASON)));
    c.fields = YM_FB(REASON);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_FIELD_MISSING);
    assert_true(h->said.missing == YM_FB(BODY));
    assert_int_equal(h->said.documents, 0);
    c.fields |= YM_FB(BODY);
    c.ref = HAND_COURT;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_true(h->said.missing == 0);
}

static void the_event(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_ASSESS_RISK);
    struct ym_rule *r = hand_rule(h, YM_CMD_ASSESS_RISK, HAND_IN(ONE));
    const struct ym_event *ev = &h->said.event;

    r->to[YM_TRACK_MAIN] = HAND_TWO;
    r->effects = YM_E(FILED);
    r->documents = 1u << YM_DOC_RECORD;
    r->topics = 1u << YM_TOPIC_STAGE;
    c.fields = YM_FB(HARM) | YM_FB(URGENCY);
    c.harm = 3;
    c.urgency = 2;
    c.detail = YM_SPAN("{\"harm\":3,\"urgency\":2}");
    h->d.version = 41;
    h->d.scope = 1; /* not named, so it stays */
    memset(&h->said, 0xa5, sizeof(h->said));
    hand_do(h, &c);
    assert_true(ev->dispute.v == 77);
    assert_int_equal(ev->seq, 42);
    assert_int_equal(ev->rule, 10);
    assert_int_equal(ev->to[YM_TRACK_MAIN], HAND_TWO);
    assert_int_equal(ev->to[YM_TRACK_CONFIRM], HAND_CIDLE);
    assert_int_equal(ev->to[YM_TRACK_PERFORM], HAND_PIDLE);
    assert_int_equal(ev->risk, YM_RISK_CRITICAL);
    assert_int_equal(ev->effects, YM_E(FILED));
    assert_int_equal(ev->nclocks, 0);
    assert_ptr_equal(ev->c.detail.at, c.detail.at);
    assert_null(ev->c.migration);
    assert_int_equal(h->said.rule, 10);
    assert_int_equal(h->said.documents, 1u << YM_DOC_RECORD);
    assert_int_equal(h->said.topics, 1u << YM_TOPIC_STAGE);
    assert_int_equal(h->d.version, 42);
    assert_int_equal(h->d.risk, YM_RISK_CRITICAL);
    assert_int_equal(h->d.scope, 1);
    assert_int_equal(h->d.marks, YM_MARK_FILED);
    assert_true(h->d.entered_at == hand_at(0));
}

/* Registration: the tracks begin where the procedure says, whatever the empty dispute holds. */
static void registration(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_registration();

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    h->d = (struct ym_dispute){ .id = { 99 } };
    c.harm = 1;
    c.reg.joint = 1;
    hand_do(h, &c);
    assert_int_equal(h->d.version, 1);
    assert_true(h->d.id.v == 99);
    assert_int_equal(h->d.state[YM_TRACK_MAIN], HAND_ONE);
    assert_int_equal(h->d.state[YM_TRACK_CONFIRM], HAND_CIDLE);
    assert_int_equal(h->d.state[YM_TRACK_PERFORM], HAND_PIDLE);
    assert_int_equal(h->d.procedure, 1);
    assert_int_equal(h->d.consented,
                     3); /* who applies together consents; the third party did not */
    assert_int_equal(h->d.marks, YM_MARK_JOINT);
    assert_int_equal(h->d.harm, 1);
    assert_int_equal(h->d.stayed_on, YM_DAY_NONE);
    assert_int_equal(h->d.terms.last_due, YM_DAY_NONE);
    assert_int_equal(h->d.ext_deadline, YM_DEADLINE_NONE);
    assert_true(h->d.received_at == hand_at(0) && h->d.entered_at == hand_at(0));
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE); /* once */
}

/* A deadline passes at the end of its last day and not before; others pass nothing. */
static void expiry(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_EXPIRE);
    struct ym_rule *r;

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE) | HAND_IN(RED));
    r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));
    r->deadline = 1;
    r->to[YM_TRACK_MAIN] = HAND_RED;
    r->ground = YM_GROUND_PERIOD_OVER;
    c.deadline = 1;
    c.at = hand_at(9);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NO_DEADLINE); /* not running */
    hand_run(h, 0, hand_day(1));
    hand_run(h, 1, hand_day(5));
    c.at = ym_day_start(hand_day(6)) - 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NO_DEADLINE);
    c.at++;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.deadline = 0;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NOT_HERE); /* it passed, but no rule answers */
    c.deadline = 1;
    h->d.clocks[1] = (struct ym_clock){ .deadline = 1, .last = YM_DAY_NONE, .left = 0 };
    h->d.stayed_on = hand_day(0);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NO_DEADLINE); /* stands still */
    hand_run(h, 1, hand_day(5));
    h->d.ground = YM_GROUND_BIG_GAP;
    hand_do(h, &c);
    assert_int_equal(h->d.ground, YM_GROUND_PERIOD_OVER);
    assert_true(h->d.entered_at == c.at);
    assert_int_equal(h->d.nclocks, 0);
}

/* Only the rule knows on which ground a deadline ends mediation, and whether it does. */
static void expiry_without_ground(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_EXPIRE);
    struct ym_rule *r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(5));
    r->deadline = 0;
    r->to[YM_TRACK_MAIN] = HAND_RED;
    c.deadline = 0;
    c.at = hand_at(6);
    h->d.ground = YM_GROUND_BIG_GAP;
    hand_do(h, &c);
    assert_int_equal(h->d.ground, YM_GROUND_BIG_GAP);
}

/* An expiry that leaves the main track where it is terminates nothing. */
static void expiry_in_place(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_EXPIRE);
    struct ym_rule *r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 9, YM_UNIT_DAY, HAND_IN(ONE));
    r->deadline = 0;
    hand_run(h, 0, hand_day(5));
    hand_run(h, 1, hand_day(9));
    c.deadline = 0;
    c.at = hand_at(6);
    hand_do(h, &c);
    assert_int_equal(h->d.ground, YM_GROUND_NONE);
    assert_null(hand_clock(h, 0)); /* it is over, though its state is not */
    assert_int_equal(hand_clock(h, 1)->last, hand_day(9));
}

/* The same question has the same answer, byte for byte. */
static void a_function(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);
    struct ym_decision once, again;

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(TWO));
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    memset(&once, 0x5a, sizeof(once));
    memset(&again, 0xa5, sizeof(again));
    for (int allowed = 0; allowed < 2; allowed++) {
        h->d.state[YM_TRACK_MAIN] = allowed ? HAND_ONE : HAND_RED;
        ym_decide(&h->p, NULL, &h->d, &c, &once);
        ym_decide(&h->p, NULL, &h->d, &c, &again);
        assert_int_equal(once.refusal == YM_REFUSAL_NONE, allowed);
        assert_int_equal(once.event.nclocks, allowed);
        assert_int_equal(again.refusal, once.refusal);
        assert_int_equal(again.event.nclocks, once.event.nclocks);
        assert_int_equal(again.event.clocks[0].last, once.event.clocks[0].last);
    }
}

/* A mediator who has accepted accepts no second time; one who is assigned anew does. */
static void accepted_once(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_ACCEPT_CASE);

    hand_rule(h, YM_CMD_ACCEPT_CASE, HAND_IN(ONE));
    h->d.mediator = HAND_STAFF;
    hand_do(h, &c);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_ALREADY);
    assert_int_equal(h->said.rule, 10);
    h->d.marks &= ~(uint32_t)YM_MARK_CASE_ACCEPTED;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
}

/* Both sides apply to one court. Whoever applies alone may name another one, again too. */
static void one_court(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_APPLY_CONFIRMATION);

    hand_rule(h, YM_CMD_APPLY_CONFIRMATION, HAND_IN(ONE));
    c.fields = YM_FB(SEAT) | YM_FB(COURT);
    c.seats = 1;
    c.ref = HAND_COURT;
    hand_do(h, &c);
    c.ref = HAND_COURT + 1; /* the same side thinks better of it */
    hand_do(h, &c);
    assert_int_equal(h->d.court, HAND_COURT + 1);
    c.seats = 2;
    c.ref = HAND_COURT;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_OTHER_COURT);
    assert_true(h->said.missing == YM_FB(COURT));
    c.fields = YM_FB(SEAT); /* no court is named at all: the one that is */
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.fields |= YM_FB(COURT);
    c.ref = HAND_COURT + 1;
    hand_do(h, &c);
    assert_int_equal(h->d.applied, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(not_here, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(any_track, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(first_match_wins, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(order_of_questions, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(the_event, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(expiry, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(expiry_without_ground, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(expiry_in_place, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(accepted_once, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(one_court, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(a_function, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
