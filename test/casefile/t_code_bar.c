/* SPDX-License-Identifier: Apache-2.0 */
/* Whose code speaks for a party, and how long a code stays locked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/casefile.h"
#include "yima/procedure.h"

#define SEAT     1
#define MEDIATOR 5
#define FORMER   6
#define HOUR     (3600 * YM_USEC_PER_SECOND)

struct issuer {
    uint8_t role;
    int64_t staff;
};

/* The bar of a code that this one issued, in a dispute that the other one registered. */
static enum app_code_bar bar_among(struct issuer by, struct issuer registrar,
                                   const struct app_hands *hands)
{
    const struct app_code rows[] = {
        { .seat = 0, .role = YM_ROLE_MEDIATOR },
        { .seat = SEAT,
          .role = by.role,
          .staff = by.staff,
          .registrar = { .role = registrar.role, .staff = registrar.staff } },
    };

    return app_code_bar_of(rows, sizeof(rows) / sizeof(rows[0]), SEAT, hands);
}

static enum app_code_bar bar(struct issuer by, struct issuer registrar)
{
    struct app_hands hands = { .n = 0 };

    app_hands_mediator(&hands, MEDIATOR);
    return bar_among(by, registrar, &hands);
}

#define CLERK(staff)   ((struct issuer){ YM_ROLE_WINDOW_CLERK, staff })
#define MANAGER(staff) ((struct issuer){ YM_ROLE_BODY_MANAGER, staff })

static void a_second_member_of_staff_may(void **state)
{
    (void)state;
    assert_int_equal(bar(CLERK(7), CLERK(8)), APP_CODE_NO_BAR);
    assert_int_equal(bar(MANAGER(7), CLERK(8)), APP_CODE_NO_BAR);
    assert_int_equal(bar(CLERK(7), ((struct issuer){ YM_ROLE_DISPATCHER, 0 })), APP_CODE_NO_BAR);
    assert_int_equal(bar(CLERK(0), ((struct issuer){ YM_ROLE_DISPATCHER, 7 })), APP_CODE_NO_BAR);
}

static void the_registrar_may_not(void **state)
{
    (void)state;
    assert_int_equal(bar(CLERK(7), CLERK(7)), APP_CODE_REGISTRAR);
    assert_int_equal(bar(MANAGER(7), CLERK(7)), APP_CODE_REGISTRAR);
}

static void without_a_member_of_staff_the_role_tells(void **state)
{
    (void)state;
    assert_int_equal(bar(CLERK(0), CLERK(0)), APP_CODE_REGISTRAR);
    assert_int_equal(bar(CLERK(0), ((struct issuer){ YM_ROLE_PARTY, 0 })), APP_CODE_NO_BAR);
    assert_int_equal(bar(CLERK(0), ((struct issuer){ YM_ROLE_JOB, 0 })), APP_CODE_NO_BAR);
}

static void who_is_not_known_may_not(void **state)
{
    (void)state;
    assert_int_equal(bar(CLERK(APP_STAFF_UNKNOWN), CLERK(7)), APP_CODE_UNKNOWN);
    assert_int_equal(bar(CLERK(7), ((struct issuer){ YM_ROLE_CLOCK, APP_STAFF_UNKNOWN })),
                     APP_CODE_UNKNOWN);
    assert_int_equal(bar(CLERK(APP_STAFF_UNKNOWN), CLERK(APP_STAFF_UNKNOWN)), APP_CODE_UNKNOWN);
}

static void a_mediator_may_never(void **state)
{
    (void)state;
    assert_int_equal(bar(((struct issuer){ YM_ROLE_MEDIATOR, 7 }), CLERK(8)), APP_CODE_MEDIATOR);
    assert_int_equal(bar(((struct issuer){ YM_ROLE_MEDIATOR, APP_STAFF_UNKNOWN }), CLERK(8)),
                     APP_CODE_MEDIATOR);
}

/* The village mediator who leads the body as well, and changes his role to issue it. */
static void nor_in_another_role(void **state)
{
    struct app_hands hands = { .n = 0 };

    (void)state;
    assert_int_equal(bar(MANAGER(MEDIATOR), CLERK(8)), APP_CODE_MEDIATOR);
    assert_int_equal(bar(CLERK(MEDIATOR), CLERK(8)), APP_CODE_MEDIATOR);
    assert_int_equal(bar_among(MANAGER(MEDIATOR), CLERK(8), &hands), APP_CODE_NO_BAR);
    app_hands_mediator(&hands, 0); /* nobody mediates yet: accounts without staff are not he */
    assert_int_equal(bar_among(MANAGER(0), CLERK(8), &hands), APP_CODE_NO_BAR);
}

static void nor_who_mediated_before(void **state)
{
    struct app_hands hands = { .n = 0 };

    (void)state;
    app_hands_mediator(&hands, FORMER);
    app_hands_mediator(&hands, MEDIATOR);
    app_hands_mediator(&hands, MEDIATOR);
    assert_int_equal(hands.n, 2);
    assert_int_equal(bar_among(MANAGER(FORMER), CLERK(8), &hands), APP_CODE_MEDIATOR);
    assert_int_equal(bar_among(MANAGER(7), CLERK(8), &hands), APP_CODE_NO_BAR);
}

/* As many mediators as are told apart, and one more: then nobody's code does. */
static void past_the_limit_every_code_is_barred(void **state)
{
    struct app_hands hands = { .n = 0 };

    (void)state;
    for (int64_t staff = 100; staff < 100 + APP_HANDS_MAX; staff++)
        app_hands_mediator(&hands, staff);
    assert_int_equal(bar_among(CLERK(7), CLERK(8), &hands), APP_CODE_NO_BAR);
    assert_int_equal(bar_among(MANAGER(100 + APP_HANDS_MAX - 1), CLERK(8), &hands),
                     APP_CODE_MEDIATOR);
    app_hands_mediator(&hands, 100);
    assert_int_equal(bar_among(CLERK(7), CLERK(8), &hands), APP_CODE_NO_BAR);
    app_hands_mediator(&hands, 99);
    assert_int_equal(bar_among(CLERK(7), CLERK(8), &hands), APP_CODE_UNKNOWN);
}

static void who_sealed_may_not(void **state)
{
    const struct ym_actor manager = { .role = YM_ROLE_BODY_MANAGER, .staff = 9 };
    const struct ym_actor nobody = { .role = YM_ROLE_BODY_MANAGER };
    struct app_hands hands = { .n = 0 };

    (void)state;
    assert_int_equal(bar_among(MANAGER(9), CLERK(8), &hands), APP_CODE_NO_BAR);
    app_hands_seal(&hands, &manager);
    assert_int_equal(bar_among(MANAGER(9), CLERK(8), &hands), APP_CODE_SEALER);
    assert_int_equal(bar_among(CLERK(9), CLERK(8), &hands), APP_CODE_SEALER);
    assert_int_equal(bar_among(MANAGER(7), CLERK(8), &hands), APP_CODE_NO_BAR);
    app_hands_seal(&hands, &nobody);
    assert_int_equal(bar_among(MANAGER(0), CLERK(8), &hands), APP_CODE_SEALER);
    assert_int_equal(bar_among(CLERK(0), CLERK(8), &hands), APP_CODE_NO_BAR);
    app_hands_seal(&hands, &manager);
    app_hands_stated(&hands); /* other terms: that seal is not on them */
    assert_int_equal(bar_among(MANAGER(9), CLERK(8), &hands), APP_CODE_NO_BAR);
}

static void a_seat_without_a_code_has_no_bar(void **state)
{
    const struct app_hands hands = { .n = 0 };

    (void)state;
    assert_int_equal(app_code_bar_of(NULL, 0, SEAT, &hands), APP_CODE_NO_BAR);
}

static void what_mediators_may_do_gives_nothing_away(void **state)
{
    const struct ym_rule party = { .roles = UINT32_C(1) << YM_ROLE_PARTY };
    const struct ym_rule both = { .roles = party.roles | UINT32_C(1) << YM_ROLE_MEDIATOR };

    (void)state;
    for (unsigned b = 0; b < APP_CODE_BAR_COUNT; b++) {
        assert_true(app_code_may_act(b, &both));
        assert_int_equal(app_code_may_act(b, &party),
                         b != APP_CODE_MEDIATOR && b != APP_CODE_UNKNOWN);
        assert_int_equal(app_code_may_act(b, NULL), app_code_may_act(b, &party));
    }
}

/* The last try of each lock, one before, and the last moment of each and the next. */
static void a_lock_ends_and_the_last_does_not(void **state)
{
    static const struct {
        int32_t failures;
        ym_usec length; /* 0: for good */
    } locks[] = { { 10, HOUR }, { 19, HOUR }, { 20, 24 * HOUR }, { 49, 24 * HOUR }, { 50, 0 } };
    const ym_usec at = 1000 * HOUR;
    ym_usec until;

    (void)state;
    assert_false(app_code_is_locked(9, YM_USEC_NONE, at, &until));
    for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
        assert_true(app_code_is_locked(locks[i].failures, at, at, &until));
        if (locks[i].length == 0) {
            assert_true(until == YM_USEC_NONE);
            assert_true(app_code_is_locked(locks[i].failures, at, at + 10000 * HOUR, &until));
            continue;
        }
        assert_int_equal(until, at + locks[i].length);
        assert_true(app_code_is_locked(locks[i].failures, at, until - 1, &until));
        assert_false(app_code_is_locked(locks[i].failures, at, at + locks[i].length, &until));
        assert_true(until == YM_USEC_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_member_of_staff_may),
        cmocka_unit_test(the_registrar_may_not),
        cmocka_unit_test(without_a_member_of_staff_the_role_tells),
        cmocka_unit_test(who_is_not_known_may_not),
        cmocka_unit_test(a_mediator_may_never),
        cmocka_unit_test(nor_in_another_role),
        cmocka_unit_test(nor_who_mediated_before),
        cmocka_unit_test(past_the_limit_every_code_is_barred),
        cmocka_unit_test(who_sealed_may_not),
        cmocka_unit_test(a_seat_without_a_code_has_no_bar),
        cmocka_unit_test(what_mediators_may_do_gives_nothing_away),
        cmocka_unit_test(a_lock_ends_and_the_last_does_not),
    };

    return cmocka_run_group_tests_name("whose code", tests, NULL, NULL);
}
