/* SPDX-License-Identifier: Apache-2.0 */
/* The token bucket of each address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "api_limit.h"

#define BURST 5
#define RATE  60 /* a minute: one a second */
#define SEED  UINT64_C(0x5eed)
#define NOW   INT64_C(1795000000000000)

static unsigned taken(struct api_limit *l, const char *peer, ym_usec now)
{
    unsigned wait_s = 0;
    unsigned n = 0;

    while (n < 1000 && api_limit_take(l, peer, now, &wait_s))
        n++;
    assert_true(wait_s >= 1);
    return n;
}

static void admits_a_burst_and_then_the_rate(void **state)
{
    struct api_limit *l = api_limit_new(16, BURST, RATE, SEED);
    unsigned wait_s = 0;

    (void)state;
    assert_int_equal(taken(l, "192.0.2.1", NOW), BURST);
    assert_int_equal(taken(l, "192.0.2.1", NOW + 999999), 0);
    assert_false(api_limit_take(l, "192.0.2.1", NOW + 999999, &wait_s));
    assert_int_equal(wait_s, 1);
    assert_int_equal(taken(l, "192.0.2.1", NOW + 1000000), 1);
    assert_int_equal(taken(l, "192.0.2.1", NOW + 4000000), 3);
    assert_int_equal(taken(l, "192.0.2.1", NOW + 3600 * YM_USEC_PER_SECOND), BURST);
    assert_int_equal(taken(l, "192.0.2.1", NOW + 9 * YM_USEC_PER_DAY), BURST);
    api_limit_free(l);
}

static void counts_each_address(void **state)
{
    struct api_limit *l = api_limit_new(16, BURST, RATE, SEED);

    (void)state;
    assert_int_equal(taken(l, "192.0.2.1", NOW), BURST);
    assert_int_equal(taken(l, "192.0.2.2", NOW), BURST);
    assert_int_equal(taken(l, "2001:db8:1:2::1", NOW), BURST);
    assert_int_equal(taken(l, "2001:db8:1:2:ffff::9", NOW), 0); /* the same subscriber */
    assert_int_equal(taken(l, "2001:db8:1:3::1", NOW), BURST);
    api_limit_free(l);
}

static void a_clock_set_back_gives_nothing(void **state)
{
    struct api_limit *l = api_limit_new(16, BURST, RATE, SEED);

    (void)state;
    assert_int_equal(taken(l, "192.0.2.1", NOW), BURST);
    assert_int_equal(taken(l, "192.0.2.1", NOW - YM_USEC_PER_DAY), 0);
    assert_int_equal(taken(l, "192.0.2.1", NOW - YM_USEC_PER_DAY + 2000000), 2);
    api_limit_free(l);
}

/* More addresses than the table holds: the most rested ones are forgotten, and nothing breaks. */
static void forgets_the_longest_quiet(void **state)
{
    struct api_limit *l = api_limit_new(4, BURST, RATE, SEED);
    char peer[32];

    (void)state;
    for (int i = 0; i < 4; i++) {
        (void)snprintf(peer, sizeof(peer), "192.0.2.%d", i);
        assert_int_equal(taken(l, peer, NOW + i), BURST);
    }
    assert_int_equal(taken(l, "192.0.2.9", NOW + 10), BURST); /* in the place of .0 */
    assert_int_equal(taken(l, "192.0.2.3", NOW + 11), 0);     /* still known */
    assert_int_equal(taken(l, "192.0.2.0", NOW + 12), BURST);
    api_limit_free(l);
}

/* Somebody who has to wait is not set free by asking in the names of others. */
static void others_wash_nobody_away(void **state)
{
    struct api_limit *l = api_limit_new(4, BURST, RATE, SEED);
    char peer[32];
    unsigned wait_s;

    (void)state;
    assert_int_equal(taken(l, "192.0.2.1", NOW), BURST);
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(peer, sizeof(peer), "198.51.100.%d", i);
        assert_true(api_limit_take(l, peer, NOW + i, &wait_s));
    }
    assert_int_equal(taken(l, "192.0.2.1", NOW + 1000), 0);
    api_limit_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(admits_a_burst_and_then_the_rate),
        cmocka_unit_test(counts_each_address),
        cmocka_unit_test(a_clock_set_back_gives_nothing),
        cmocka_unit_test(forgets_the_longest_quiet),
        cmocka_unit_test(others_wash_nobody_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
