/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands in what relation to a dispute, and what decide makes of a stranger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hand.h"

#define ROLE(name) ((uint8_t)YM_ROLE_##name)

struct relation {
    struct ym_actor by;
    bool relates;
};

/* A dispute of seats 0 to 2 in HAND_REGION, owned by HAND_BODY, with a mediator and a court. */
static const struct relation relations[] = {
    { { .role = ROLE(PARTY), .seat = 0 }, true },
    { { .role = ROLE(AGENT), .seat = 2 }, true },
    { { .role = ROLE(PARTY), .seat = 3 }, false },
    { { .role = ROLE(AGENT), .seat = YM_SEAT_NONE }, false },
    { { .role = ROLE(MEDIATOR), .staff = HAND_STAFF }, true },
    { { .role = ROLE(MEDIATOR), .staff = HAND_STAFF + 1, .body = HAND_BODY }, false },
    { { .role = ROLE(MEDIATOR) }, false },
    { { .role = ROLE(BODY_MANAGER), .body = HAND_BODY }, true },
    { { .role = ROLE(BODY_MANAGER), .body = HAND_COURT, .region = HAND_REGION }, false },
    { { .role = ROLE(BODY_MANAGER) }, false },
    { { .role = ROLE(COURT_CLERK), .body = HAND_COURT }, true },
    { { .role = ROLE(FILING_JUDGE), .body = HAND_BODY }, false },
    { { .role = ROLE(CONFIRM_JUDGE) }, false },
    { { .role = ROLE(GRID_WORKER), .region = HAND_REGION }, true },
    { { .role = ROLE(CENTRE), .region = 330000000000 }, true },
    { { .role = ROLE(DISPATCHER), .region = 330106000000 }, false },
    { { .role = ROLE(DISPATCHER), .region = 330106000000, .body = HAND_BODY }, true },
    { { .role = ROLE(DISPATCHER), .region = 330106000000, .body = HAND_COURT }, false },
    { { .role = ROLE(SUPERVISOR), .region = 0 }, false },
    { { .role = ROLE(SUPERVISOR), .body = HAND_BODY }, true },
    { { .role = ROLE(JOB) }, true },
    { { .role = ROLE(ADMIN) }, true },
    { { .role = ROLE(CLOCK) }, true },
    { { .role = YM_ROLE_COUNT }, false },
    { { .role = UINT8_MAX }, false },
};

static void everybody_by_relation(void **state)
{
    struct hand *h = *state;

    h->d.mediator = HAND_STAFF;
    h->d.court = HAND_COURT;
    for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
        const struct relation *r = &relations[i];

        if (ym_actor_relates(&r->by, &h->d) != r->relates)
            fail_msg("row %zu: a %s should %srelate", i,
                     r->by.role < YM_ROLE_COUNT ? ym_word(YM_VOCAB_ROLE, r->by.role)->code : "?",
                     r->relates ? "" : "not ");
        assert_int_equal(ym_actor_may_read(&r->by, &h->d), r->relates);
    }
}

/* An actor without staff number, body or region is nobody, also where the dispute names nobody. */
static void nobody_is_nobody(void **state)
{
    static const uint8_t roles[] = { ROLE(MEDIATOR), ROLE(COURT_CLERK), ROLE(BODY_MANAGER),
                                     ROLE(CENTRE) };
    struct hand *h = *state;

    h->d.body = 0;
    h->d.region = 0;
    for (size_t i = 0; i < sizeof(roles); i++)
        assert_false(ym_actor_relates(&(struct ym_actor){ .role = roles[i] }, &h->d));
}

/* What decide makes of it: the relation is asked after the role. */
static void strangers_are_refused(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);

    h->d.mediator = HAND_STAFF;
    h->d.court = HAND_COURT;
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
        c.by = relations[i].by;
        if (c.by.role < YM_ROLE_COUNT)
            assert_int_equal(hand_ask(h, &c),
                             relations[i].relates ? YM_REFUSAL_NONE : YM_REFUSAL_RELATION);
        else
            assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
    }
    h->p.rules[0].roles = 1u << YM_ROLE_ADMIN;
    c.by = (struct ym_actor){ .role = ROLE(MEDIATOR), .staff = HAND_STAFF };
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_ROLE);
    assert_int_equal(h->said.rule, 10);
}

/* Before there is a dispute, its registration says who relates; parties, courts and mediators may
 * bring any. */
static void registration_by_relation(void **state)
{
    static const struct relation rows[] = {
        { { .role = ROLE(PARTY), .seat = YM_SEAT_NONE }, true },
        { { .role = ROLE(MEDIATOR) }, true },
        { { .role = ROLE(COURT_CLERK) }, true },
        { { .role = ROLE(JOB) }, true },
        { { .role = ROLE(BODY_MANAGER), .body = HAND_BODY }, true },
        { { .role = ROLE(BODY_MANAGER), .body = HAND_COURT }, false },
        { { .role = ROLE(GRID_WORKER), .region = 330108000000 }, true },
        { { .role = ROLE(GRID_WORKER), .region = 330106000000 }, false },
    };
    struct hand *h = *state;
    struct ym_command c = hand_registration();

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        h->d = (struct ym_dispute){ .id = { 77 } };
        c.by = rows[i].by;
        assert_int_equal(hand_ask(h, &c), rows[i].relates ? YM_REFUSAL_NONE : YM_REFUSAL_RELATION);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(everybody_by_relation, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(nobody_is_nobody, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(strangers_are_refused, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration_by_relation, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
