/* SPDX-License-Identifier: Apache-2.0 */
/* How fast a partner may send. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel/channel.h"

#define NOW    INT64_C(1763800000000000)
#define SECOND INT64_C(1000000)

static size_t taken(struct channel_pace *p, ym_usec now, size_t wanted)
{
    size_t n = 0;

    for (size_t i = 0; i < wanted; i++)
        n += channel_pace_take(p, now);
    return n;
}

static void as_many_at_once_as_may_be(void **state)
{
    struct channel_pace p = { .partner = 7 };

    (void)state;
    assert_int_equal(taken(&p, NOW, CHANNEL_BURST), CHANNEL_BURST);
    assert_false(channel_pace_take(&p, NOW));
    assert_false(channel_pace_take(&p, NOW - SECOND)); /* a clock that steps back gives nothing */
}

static void and_so_many_a_minute(void **state)
{
    struct channel_pace p = { .partner = 7 };

    (void)state;
    (void)taken(&p, NOW, CHANNEL_BURST);
    assert_int_equal(taken(&p, NOW + 6 * SECOND, CHANNEL_BURST), CHANNEL_PER_MINUTE / 10);
    assert_int_equal(taken(&p, NOW + 600 * SECOND, 2 * CHANNEL_BURST), CHANNEL_BURST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_at_once_as_may_be),
        cmocka_unit_test(and_so_many_a_minute),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
