/* SPDX-License-Identifier: Apache-2.0 */
/* A migration gives new numbers and nothing else: no term is lost, no cap begins anew, and nobody
 * may do less afterwards than before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/migration.h"

enum { LIMIT, OTHER, SPARE }; /* deadlines of both versions */

struct world {
    struct hand h;
    struct ym_procedure next; /* version 2: the same states, deadlines as the test puts them */
    struct ym_migration map;
    struct ym_command c;
};

/* Two deadlines run in HAND_ONE, which becomes HAND_TWO; the first is a limit that has been
 * extended by 20 days. */
static struct world ready(struct hand *h)
{
    struct world w = { .c = hand_command(YM_CMD_MIGRATE) };

    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE))->is_limit = true;
    (void)hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(ONE));
    (void)hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(ONE));
    h->p.deadlines[LIMIT].extend_days_max = 40;
    hand_rule(h, YM_CMD_MIGRATE, HAND_IN(ONE))->roles = UINT32_C(1) << YM_ROLE_JOB;
    hand_run(h, LIMIT, hand_day(50));
    hand_run(h, OTHER, hand_day(10));
    h->d.ext_total = 20;
    h->d.ext_deadline = LIMIT;
    h->d.entered_at = hand_at(-5);
    w.next = h->p;
    w.next.number = 2;
    for (int i = 0; i < w.next.ndeadlines; i++)
        w.next.deadlines[i].in = w.next.deadlines[i].within = HAND_IN(TWO);
    for (int s = 0; s < YM_STATES_MAX; s++)
        w.map.state[s] = (uint8_t)s;
    w.map.state[HAND_ONE] = HAND_TWO;
    memset(w.map.deadline, YM_DEADLINE_NONE, sizeof(w.map.deadline));
    w.map.deadline[LIMIT] = SPARE;
    w.map.deadline[OTHER] = OTHER;
    w.next.deadlines[SPARE] = w.next.deadlines[LIMIT];
    w.c.fields = YM_FB(PROCEDURE);
    return w;
}

static enum ym_refusal ask(struct hand *h, struct world *w)
{
    w->map.from = &h->p;
    w->map.to = &w->next;
    w->c.migration = &w->map;
    return hand_ask(h, &w->c);
}

static void keeps_what_was_extended(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);

    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_total, 20);
    assert_int_equal(h->d.ext_deadline, SPARE);
    assert_int_equal(hand_clock(h, SPARE)->last, hand_day(50));
    assert_int_equal(hand_clock(h, OTHER)->last, hand_day(10));
}

static void has_extended_nothing(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);

    h->d.ext_total = 0;
    h->d.ext_deadline = YM_DEADLINE_NONE;
    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_deadline, YM_DEADLINE_NONE);
}

static void never_makes_two_terms_one(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);

    w.map.deadline[OTHER] = SPARE;
    assert_int_equal(ask(h, &w), YM_REFUSAL_UNMAPPED);
}

static void enters_nothing(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);

    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.state[YM_TRACK_MAIN], HAND_TWO);
    assert_true(h->d.entered_at == hand_at(-5));
}

/* The first event after it would stop a deadline that has no place in the new state. */
static void keeps_no_term_that_cannot_go_on(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);

    w.next.deadlines[OTHER].in = 0;
    w.next.deadlines[OTHER].within = HAND_IN(ONE);
    assert_int_equal(ask(h, &w), YM_REFUSAL_TERM_LOST);
}

/* Ten working days that are left are not ten days; the other way round it is only longer. */
static void keeps_what_is_left_of_a_stopped_term(void **state)
{
    struct hand *h = *state;

    for (int was = 0; was < 2; was++)
        for (int is = 0; is < 2; is++) {
            struct world w;

            hand_reset(h);
            w = ready(h);
            h->d.clocks[OTHER].due = 0;
            h->d.clocks[OTHER].last = YM_DAY_NONE;
            h->d.clocks[OTHER].left = 10;
            h->p.deadlines[OTHER].term.unit = was ? YM_UNIT_WORKDAY : YM_UNIT_DAY;
            w.next.deadlines[OTHER].term.unit = is ? YM_UNIT_WORKDAY : YM_UNIT_DAY;
            assert_int_equal(ask(h, &w), was && !is ? YM_REFUSAL_TERM_LOST : YM_REFUSAL_NONE);
        }
}

/* 20 days were granted and 20 are asked for: what the cap allows is not taken away by moving. */
static void keeps_an_extension_that_is_asked_for(void **state)
{
    struct hand *h = *state;

    for (int cap = 39; cap <= 41; cap++) {
        struct world w;

        hand_reset(h);
        w = ready(h);
        h->d.ext_pending = 20;
        w.next.deadlines[SPARE].extend_days_max = (int16_t)cap;
        assert_int_equal(ask(h, &w), cap < 40 ? YM_REFUSAL_TERM_LOST : YM_REFUSAL_NONE);
    }
    hand_reset(h);
    {
        struct world w = ready(h);

        h->d.ext_pending = 20;
        w.next.deadlines[SPARE].extend_days_max = YM_CAP_NONE;
        assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
        w.next.deadlines[SPARE].is_limit = false;
        assert_int_equal(ask(h, &w), YM_REFUSAL_TERM_LOST);
        h->p.deadlines[LIMIT].extend_days_max = 10; /* it could not be granted before, either */
        assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
    }
}

/* What a party is offered now it is offered afterwards; what others may do is not guarded. */
static void keeps_what_a_party_may_do(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r;
    struct world w;

    r = hand_rule(h, YM_CMD_GO_TO_COURT, HAND_IN(ONE) | HAND_IN(TWO));
    r->roles = UINT32_C(1) << YM_ROLE_PARTY;
    w = ready(h);
    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
    w.next.rules[0].roles = UINT32_C(1) << YM_ROLE_AGENT;
    assert_int_equal(ask(h, &w), YM_REFUSAL_RIGHT_LOST);
    w.next.rules[0].roles = r->roles;
    w.next.rules[0].from = HAND_IN(ONE);
    assert_int_equal(ask(h, &w), YM_REFUSAL_RIGHT_LOST);
    h->p.rules[0].roles = UINT32_C(1) << YM_ROLE_MEDIATOR;
    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
}

/* What is in the way is named: the state, the deadline, the right. */
static void tells_what_is_in_the_way(void **state)
{
    struct hand *h = *state;
    struct ym_migration_hindrance found;
    struct world w;

    hand_rule(h, YM_CMD_GO_TO_COURT, HAND_IN(ONE) | HAND_IN(TWO))->roles = UINT32_C(1)
                                                                           << YM_ROLE_PARTY;
    w = ready(h);
    w.next.rules[0].roles = UINT32_C(1) << YM_ROLE_MEDIATOR;
    assert_int_equal(ask(h, &w), YM_REFUSAL_RIGHT_LOST);
    ym_migration_hindered(&h->d, &w.map, &h->said.event, &found);
    assert_int_equal(found.refusal, YM_REFUSAL_RIGHT_LOST);
    assert_true(found.loses[YM_CMD_GO_TO_COURT]);
    assert_int_equal(found.state, YM_STATE_NONE);
    assert_int_equal(found.deadline, YM_DEADLINE_NONE);
    w.next.deadlines[OTHER].within = 0;
    assert_int_equal(ask(h, &w), YM_REFUSAL_TERM_LOST);
    ym_migration_hindered(&h->d, &w.map, &h->said.event, &found);
    assert_int_equal(found.deadline, OTHER);
    w.map.state[HAND_ONE] = YM_STATE_NONE;
    assert_int_equal(ask(h, &w), YM_REFUSAL_UNMAPPED);
    ym_migration_hindered(&h->d, &w.map, &h->said.event, &found);
    assert_int_equal(found.state, HAND_ONE);
}

/* To file at once may become to go to court at any time, and file then; not nothing. */
static void may_go_to_court_where_it_could_file(void **state)
{
    struct hand *h = *state;
    struct world w;

    hand_rule(h, YM_CMD_SUBMIT_FILING, HAND_IN(ONE))->roles = UINT32_C(1) << YM_ROLE_PARTY;
    hand_rule(h, YM_CMD_GO_TO_COURT, HAND_IN(TWO))->roles = UINT32_C(1) << YM_ROLE_MEDIATOR;
    w = ready(h);
    w.next.rules[0].roles = UINT32_C(1) << YM_ROLE_MEDIATOR;
    assert_int_equal(ask(h, &w), YM_REFUSAL_RIGHT_LOST);
    w.next.rules[1].roles = UINT32_C(1) << YM_ROLE_PARTY;
    assert_int_equal(ask(h, &w), YM_REFUSAL_NONE);
}

static void maps_by_name(void **state)
{
    struct hand *h = *state;
    struct world w = ready(h);
    struct ym_migration m;

    for (int i = 0; i < h->p.ndeadlines; i++) {
        static const char *const names[] = { "limit", "other", "spare" };

        h->p.deadlines[i].name = names[i];
        w.next.deadlines[h->p.ndeadlines - 1 - i].name = names[i];
    }
    w.next.states[HAND_RED].name = "ELSEWHERE";
    w.next.states[HAND_COPEN].track = YM_TRACK_PERFORM;
    ym_migration_by_name(&h->p, &w.next, &m);
    assert_int_equal(m.state[HAND_ONE], HAND_ONE);
    assert_int_equal(m.state[HAND_RED], YM_STATE_NONE);
    assert_int_equal(m.state[HAND_COPEN], YM_STATE_NONE);
    assert_int_equal(m.deadline[0], 2);
    assert_int_equal(m.deadline[2], 0);
    assert_int_equal(m.deadline[3], YM_DEADLINE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_what_was_extended, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(has_extended_nothing, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(never_makes_two_terms_one, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(enters_nothing, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(keeps_no_term_that_cannot_go_on, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(keeps_what_is_left_of_a_stopped_term, hand_open,
                                        hand_close),
        cmocka_unit_test_setup_teardown(keeps_an_extension_that_is_asked_for, hand_open,
                                        hand_close),
        cmocka_unit_test_setup_teardown(keeps_what_a_party_may_do, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(may_go_to_court_where_it_could_file, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(tells_what_is_in_the_way, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(maps_by_name, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
