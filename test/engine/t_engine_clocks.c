/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines through decide and evolve: when they start, how long they last, when they end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

static void go(struct hand *h, enum ym_cmd kind, int day)
{
    struct ym_command c = hand_command(kind);

    c.at = hand_at(day);
    hand_do(h, &c);
}

static ym_day last(const struct hand *h, uint8_t deadline)
{
    const struct ym_clock *k = hand_clock(h, deadline);

    assert_non_null(k);
    assert_int_equal(k->left, -1);
    assert_true(k->due == ym_day_start(k->last + 1));
    return k->last;
}

/* It starts when its states are entered from outside, runs on within them, ends with them. */
static void with_its_states(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_registration();

    hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(ONE) | HAND_IN(TWO));
    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    hand_rule(h, YM_CMD_WITHDRAW, HAND_IN(TWO))->to[YM_TRACK_MAIN] = HAND_RED;
    hand_rule(h, YM_CMD_REOPEN, HAND_IN(RED))->to[YM_TRACK_MAIN] = HAND_TWO;
    h->d = (struct ym_dispute){ .id = { 77 } };
    hand_do(h, &c);
    assert_int_equal(last(h, 0), hand_day(10));
    go(h, YM_CMD_TRANSFER, 4);
    assert_int_equal(h->said.event.nclocks, 0);
    assert_int_equal(last(h, 0), hand_day(10));
    go(h, YM_CMD_WITHDRAW, 5);
    assert_int_equal(h->said.event.nclocks, 1);
    assert_int_equal(h->d.nclocks, 0);
    go(h, YM_CMD_REOPEN, 7);
    assert_int_equal(last(h, 0), hand_day(17));
}

/* A clock that steps back takes no event with it, and lets no deadline pass before its time. */
static void while_a_clock_steps_back(void **state)
{
    struct hand *h = *state;
    struct ym_command expiry = hand_command(YM_CMD_EXPIRE);

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 3, YM_UNIT_DAY, HAND_IN(ONE))->in = 0;
    hand_rule(h, YM_CMD_NOTIFY, HAND_IN(ONE))->arm = 1u << 1;
    hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE))->deadline = 0;
    hand_run(h, 0, hand_day(5));
    go(h, YM_CMD_NOTIFY, 8);
    assert_true(h->said.event.c.at == hand_at(8));
    assert_true(h->d.acted_at == hand_at(8));
    go(h, YM_CMD_NOTIFY, 2); /* as if given at the instant of the last event */
    assert_true(h->said.event.c.at == hand_at(8));
    assert_true(h->d.acted_at == hand_at(8));
    assert_int_equal(last(h, 1), hand_day(11));
    expiry.deadline = 0;
    expiry.at = hand_at(5); /* the day of the first deadline is not over yet */
    assert_int_equal(hand_ask(h, &expiry), YM_REFUSAL_NO_DEADLINE);
    expiry.at = hand_at(6);
    assert_int_equal(hand_ask(h, &expiry), YM_REFUSAL_NONE);
    assert_true(h->said.event.c.at == hand_at(8));
}

/* A deadline without states of its own is started and stopped by rules, where it may run. */
static void by_rules(void **state)
{
    struct hand *h = *state;
    struct ym_rule *elsewhere;

    hand_deadline(h, 40, YM_UNIT_DAY, HAND_IN(ONE) | HAND_IN(RED));
    hand_run(h, 0, hand_day(40));
    hand_deadline(h, 3, YM_UNIT_WORKDAY, HAND_IN(ONE))->in = 0;
    hand_rule(h, YM_CMD_NOTIFY, HAND_IN(ONE))->arm = 1u << 1;
    hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE))->disarm = 1u << 1;
    elsewhere = hand_rule(h, YM_CMD_WITHDRAW, HAND_IN(ONE));
    elsewhere->to[YM_TRACK_MAIN] = HAND_RED;
    elsewhere->arm = 1u << 1;
    go(h, YM_CMD_CONSENT, 0); /* what does not run is not stopped */
    assert_int_equal(h->said.event.nclocks, 0);
    go(h, YM_CMD_NOTIFY, 0);
    assert_int_equal(last(h, 1), hand_day(3));
    go(h, YM_CMD_NOTIFY, 1); /* again: counted anew */
    assert_int_equal(last(h, 1), hand_day(4));
    go(h, YM_CMD_CONSENT, 2);
    assert_null(hand_clock(h, 1));
    go(h, YM_CMD_WITHDRAW, 3); /* it may not run where the rule leads */
    assert_null(hand_clock(h, 1));
    assert_int_equal(last(h, 0), hand_day(40));
}

/* The same rule may stop what runs and start it anew. */
static void disarmed_and_armed(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_NOTIFY, HAND_IN(ONE));

    hand_deadline(h, 7, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(1));
    r->disarm = r->arm = 1;
    go(h, YM_CMD_NOTIFY, 1);
    assert_int_equal(last(h, 0), hand_day(8));
}

/* An expiry ends its clock; the rule may start it again. */
static void rearmed_by_its_expiry(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));
    struct ym_command c = hand_command(YM_CMD_EXPIRE);

    hand_deadline(h, 7, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(7));
    r->deadline = 0;
    r->arm = 1;
    c.deadline = 0;
    c.at = hand_at(8);
    hand_do(h, &c);
    assert_int_equal(last(h, 0), hand_day(15));
}

/* A clock whose passing also leaves its states is gone once. */
static void gone_with_its_expiry(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE));
    struct ym_command c = hand_command(YM_CMD_EXPIRE);

    hand_deadline(h, 7, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(7));
    r->deadline = 0;
    r->to[YM_TRACK_MAIN] = HAND_RED;
    c.deadline = 0;
    c.at = hand_at(8);
    hand_do(h, &c);
    assert_int_equal(h->said.event.nclocks, 1);
    assert_int_equal(h->d.nclocks, 0);
}

#define SMALL (YM_MARK_SIMPLIFIED | YM_MARK_SMALL_CLAIM)

/* Which term: by type and body, else by the court's procedure, else the limit itself. */
static void term_of_the_dispute(void **state)
{
    static const struct {
        uint8_t type, body_kind;
        uint32_t marks;
        bool has_simplified, has_small_claim;
        int days;
    } rows[] = {
        { YM_TYPE_NEIGHBOUR, YM_BODY_LAWYER, 0, true, true, 30 },
        { YM_TYPE_NEIGHBOUR, YM_BODY_LAWYER, YM_MARK_SIMPLIFIED, true, true, 15 },
        { YM_TYPE_NEIGHBOUR, YM_BODY_LAWYER, YM_MARK_SIMPLIFIED, false, true, 30 },
        { YM_TYPE_NEIGHBOUR, YM_BODY_LAWYER, SMALL, true, true, 8 },
        { YM_TYPE_NEIGHBOUR, YM_BODY_LAWYER, SMALL, true, false, 15 },
        { YM_TYPE_TRAFFIC, YM_BODY_POLICE, 0, true, true, 10 },
        { YM_TYPE_TRAFFIC, YM_BODY_POLICE, YM_MARK_SIMPLIFIED, true, true, 10 },
        { YM_TYPE_TRAFFIC, YM_BODY_LAWYER, 0, true, true, 30 }, /* the limit is for the police */
        { YM_TYPE_MEDICAL, YM_BODY_LAWYER, 0, true, true, 12 }, /* this one for everybody */
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_deadline *dl;

        hand_reset(h);
        dl = hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(TWO));
        dl->simplified = (struct ym_term){ rows[i].has_simplified ? 15 : 0, YM_UNIT_DAY };
        dl->small_claim = (struct ym_term){ rows[i].has_small_claim ? 8 : 0, YM_UNIT_DAY };
        dl->by_type[YM_TYPE_TRAFFIC] =
            (struct ym_type_limit){ .term = { 10, YM_UNIT_DAY }, .bodies = 1u << YM_BODY_POLICE };
        dl->by_type[YM_TYPE_MEDICAL] = (struct ym_type_limit){ .term = { 12, YM_UNIT_DAY } };
        hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
        h->d.type = rows[i].type;
        h->d.body_kind = rows[i].body_kind;
        h->d.marks = rows[i].marks;
        go(h, YM_CMD_TRANSFER, 0);
        assert_int_equal(last(h, 0), ym_calendar_roll(NULL, hand_day(rows[i].days)));
    }
}

/* The command's own word counts: the court chooses the procedure with the command that starts it.
 */
static void term_by_the_command(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_REGISTER_COURT);

    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(TWO))->simplified =
        (struct ym_term){ 15, YM_UNIT_WORKDAY };
    hand_rule(h, YM_CMD_REGISTER_COURT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    c.fields = YM_FB(COURT_PROCEDURE);
    c.code = YM_COURT_SIMPLIFIED;
    hand_do(h, &c);
    assert_int_equal(last(h, 0), hand_day(21));
}

/* From which day it counts. */
static void origins(void **state)
{
    static const struct {
        uint8_t origin;
        uint64_t fields;
        int date; /* day named by the command */
        int from; /* day from which it counts; the command comes on day 0, registration was on -3 */
    } rows[] = {
        { YM_ORIGIN_EVENT, YM_FB(DATE), -2, 0 },
        { YM_ORIGIN_DATE, YM_FB(DATE), 0, 0 },
        { YM_ORIGIN_DATE, YM_FB(DATE), -3, -3 },
        { YM_ORIGIN_DATE, 0, 4, 0 },
        { YM_ORIGIN_DATE, YM_FB(DATE) | YM_FB(OBLIGATIONS), 60, 0 }, /* a day of payment */
        { YM_ORIGIN_LAST_DUE, YM_FB(OBLIGATIONS), 60, 60 },
        { YM_ORIGIN_LAST_DUE, 0, 60, 0 },
        { YM_ORIGIN_RECEIVED, YM_FB(DATE), 0, -3 },
        { YM_ORIGIN_COUNT, 0, 0, 0 },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);

        hand_reset(h);
        hand_deadline(h, 5, YM_UNIT_WORKDAY, HAND_IN(TWO))->origin = rows[i].origin;
        hand_rule(h, YM_CMD_REACH_AGREEMENT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
        c.fields = rows[i].fields;
        c.date = hand_day(rows[i].date);
        c.items = 1;
        hand_do(h, &c);
        assert_int_equal(last(h, 0), ym_calendar_add(NULL, hand_day(rows[i].from), 5));
    }
}

/* A row for one type of dispute may count from another day than the others. */
static void origin_by_type(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *dl = hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(TWO));

    dl->by_type[YM_TYPE_LABOUR] =
        (struct ym_type_limit){ .term = { 15, YM_UNIT_DAY }, .origin = YM_ORIGIN_RECEIVED };
    hand_rule(h, YM_CMD_ACCEPT, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    h->d.type = YM_TYPE_LABOUR;
    go(h, YM_CMD_ACCEPT, 1);
    assert_int_equal(last(h, 0), ym_calendar_roll(NULL, hand_day(12)));
}

/* A new round counts from the day on which it was asked for, not from the first registration. */
static void origin_of_a_new_round(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_REOPEN, HAND_IN(ONE));

    hand_deadline(h, 4, YM_UNIT_DAY, HAND_IN(TWO))->origin = YM_ORIGIN_RECEIVED;
    hand_deadline(h, 9, YM_UNIT_DAY, HAND_IN(TWO))->origin = YM_ORIGIN_RECEIVED;
    hand_rule(h, YM_CMD_VISIT, HAND_IN(TWO))->arm = 1u << 1;
    r->to[YM_TRACK_MAIN] = HAND_TWO;
    r->effects = YM_E(RESTART);
    go(h, YM_CMD_REOPEN, 14);
    assert_int_equal(last(h, 0), hand_day(18));
    go(h, YM_CMD_VISIT, 16);
    assert_int_equal(last(h, 1), hand_day(23));
}

/* What fell due before the agreement took effect is due when it does: the clock does not start
 * with its end behind it. */
static void due_before_it_binds(void **state)
{
    static const struct {
        int due, seals, last;
    } rows[] = { { 2, 0, 3 }, { 2, 3, 3 }, { 2, 9, 9 } };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        hand_reset(h);
        hand_deadline(h, 1, YM_UNIT_DAY, HAND_IN(TWO))->origin = YM_ORIGIN_LAST_DUE;
        hand_rule(h, YM_CMD_SEAL, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
        h->d.terms.last_due = hand_day(rows[i].due);
        go(h, YM_CMD_SEAL, rows[i].seals);
        assert_int_equal(last(h, 0), hand_day(rows[i].last));
    }
}

/* Clocks stay in order whatever starts and ends, so that equal disputes are equal bytes. */
static void in_order(void **state)
{
    struct hand *h = *state;
    struct ym_rule *mix = hand_rule(h, YM_CMD_NOTIFY, HAND_IN(ONE));

    for (int i = 0; i < 5; i++)
        hand_deadline(h, 20 + i, YM_UNIT_DAY, HAND_IN(ONE))->in = 0;
    hand_run(h, 1, hand_day(8));
    hand_run(h, 3, hand_day(9));
    mix->arm = 1u << 0 | 1u << 2 | 1u << 4;
    mix->disarm = 1u << 1;
    go(h, YM_CMD_NOTIFY, 0);
    assert_int_equal(h->d.nclocks, 4);
    assert_int_equal(h->d.clocks[0].deadline, 0);
    assert_int_equal(h->d.clocks[1].deadline, 2);
    assert_int_equal(h->d.clocks[2].deadline, 3);
    assert_int_equal(h->d.clocks[3].deadline, 4);
    assert_int_equal(last(h, 3), hand_day(9));
}

/* Eight may run; with a ninth the command is refused and nothing changes. */
static void full(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_NOTIFY);
    struct ym_rule *r = hand_rule(h, YM_CMD_NOTIFY, HAND_IN(ONE));

    for (int i = 0; i <= YM_CLOCKS_MAX; i++)
        hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE))->in = 0;
    r->arm = (1u << YM_CLOCKS_MAX) - 1;
    hand_do(h, &c);
    assert_int_equal(h->d.nclocks, YM_CLOCKS_MAX);
    r->arm = 1u << YM_CLOCKS_MAX;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_CLOCKS_FULL);
    assert_int_equal(h->said.rule, 10);
    assert_int_equal(h->said.documents, 0);
    r->disarm = 1; /* what goes makes room for what comes */
    hand_do(h, &c);
    assert_int_equal(h->d.nclocks, YM_CLOCKS_MAX);
    assert_non_null(hand_clock(h, YM_CLOCKS_MAX));
}

/* All eight replaced by eight others is the most that one event holds. */
static void all_replaced(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_TRANSFER);

    hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    for (int i = 0; i < YM_CLOCKS_MAX; i++) {
        hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
        hand_run(h, (uint8_t)i, hand_day(5));
    }
    for (int i = 0; i < YM_CLOCKS_MAX; i++)
        hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(TWO));
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.nclocks, YM_CLOCK_CHANGES_MAX);
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(TWO));
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_CLOCKS_FULL);
    h->p.ndeadlines--;
    hand_do(h, &c);
    assert_int_equal(h->d.nclocks, YM_CLOCKS_MAX);
    assert_int_equal(h->d.clocks[0].deadline, YM_CLOCKS_MAX);
}

/* Evolve takes an event that ends what does not run, as a store replayed twice might show it. */
static void gone_already(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_CONSENT);

    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(5));
    hand_run(h, 1, hand_day(5));
    hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE))->disarm = 1;
    hand_do(h, &c);
    assert_int_equal(h->d.nclocks, 1);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.nclocks, 1);
    assert_int_equal(last(h, 1), hand_day(5));
}

/* A stay stops what may stand still, to the day; nothing else. */
static void stay_and_resume(void **state)
{
    static const struct {
        enum ym_unit unit;
        int n, stay, resume, left, last;
    } rows[] = {
        { YM_UNIT_DAY, 30, 4, 20, 26, 46 },    /* 18 December, a Friday */
        { YM_UNIT_WORKDAY, 10, 4, 14, 6, 22 }, /* Fri 6 Nov; six left; Mon 16 to Tue 24 Nov */
        { YM_UNIT_DAY, 10, 0, 1, 10, 11 },
        { YM_UNIT_DAY, 10, 10, 14, 0, 14 }, /* its last day: nothing is left */
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        hand_reset(h);
        hand_deadline(h, rows[i].n, rows[i].unit, HAND_IN(TWO))->may_stay = true;
        hand_deadline(h, 60, YM_UNIT_DAY, HAND_IN(TWO));
        hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
        hand_rule(h, YM_CMD_STAY, HAND_IN(TWO))->effects = YM_E(STAY);
        hand_rule(h, YM_CMD_RESUME, HAND_IN(TWO))->effects = YM_E(RESUME);
        go(h, YM_CMD_TRANSFER, 0);
        go(h, YM_CMD_RESUME, 0); /* nothing stands still */
        assert_int_equal(h->said.event.nclocks, 0);
        go(h, YM_CMD_STAY, rows[i].stay);
        assert_int_equal(h->d.stayed_on, hand_day(rows[i].stay));
        assert_int_equal(h->said.event.nclocks, 1);
        assert_int_equal(hand_clock(h, 0)->left, rows[i].left);
        assert_int_equal(hand_clock(h, 0)->last, YM_DAY_NONE);
        assert_true(hand_clock(h, 0)->due == 0);
        assert_int_equal(last(h, 1), ym_calendar_roll(NULL, hand_day(60)));
        assert_ptr_equal(ym_dispute_next_clock(&h->d), hand_clock(h, 1));
        go(h, YM_CMD_STAY, rows[i].stay + 1); /* it stands still already */
        assert_int_equal(hand_clock(h, 0)->left, rows[i].left);
        go(h, YM_CMD_RESUME, rows[i].resume);
        assert_int_equal(h->d.stayed_on, YM_DAY_NONE);
        assert_int_equal(last(h, 0), hand_day(rows[i].last));
    }
}

/* What is left of a term of a century is more than a clock can hold; it holds what it can. */
static void stay_of_a_century(void **state)
{
    struct hand *h = *state;

    hand_deadline(h, 100, YM_UNIT_YEAR, HAND_IN(TWO))->may_stay = true;
    hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE))->to[YM_TRACK_MAIN] = HAND_TWO;
    hand_rule(h, YM_CMD_STAY, HAND_IN(TWO))->effects = YM_E(STAY);
    go(h, YM_CMD_TRANSFER, 0);
    go(h, YM_CMD_STAY, 1);
    assert_int_equal(hand_clock(h, 0)->left, INT16_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(with_its_states, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(while_a_clock_steps_back, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(by_rules, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(disarmed_and_armed, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(rearmed_by_its_expiry, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(gone_with_its_expiry, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(term_of_the_dispute, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(term_by_the_command, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(origins, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(origin_by_type, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(origin_of_a_new_round, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(due_before_it_binds, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(in_order, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(full, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(all_replaced, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(gone_already, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(stay_and_resume, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(stay_of_a_century, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
