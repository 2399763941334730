/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seed.h"
#include "yima/id.h"

#define MS     1000
#define NOW    (YM_ID_EPOCH + 123456789 * (ym_usec)MS)
#define LAST   (YM_ID_EPOCH + YM_ID_MS_MAX * (ym_usec)MS)
#define SECOND INT64_C(1000000)

static void layout(void **state)
{
    struct ym_id_gen gen;
    struct ym_id id;

    (void)state;
    ym_id_gen_init(&gen, 31);
    assert_true(ym_id_next(&gen, NOW + 999, 1023, &id));
    assert_true(id.v == (INT64_C(123456789) << 22 | INT64_C(31) << 17 | 0 << 10 | 1023));
    assert_int_equal(ym_id_bucket(id), 1023);
    assert_true(ym_id_at(id) == NOW);
    assert_true(ym_id_valid(id));
    assert_true(ym_id_next(&gen, NOW, 0, &id));
    assert_true(id.v == (INT64_C(123456789) << 22 | INT64_C(31) << 17 | 1 << 10 | 0));
    assert_int_equal(ym_id_bucket(id), 0);
}

static void validity(void **state)
{
    (void)state;
    assert_false(ym_id_valid((struct ym_id){ 0 }));
    assert_false(ym_id_valid((struct ym_id){ -1 }));
    assert_false(ym_id_valid((struct ym_id){ INT64_MIN }));
    assert_false(ym_id_valid((struct ym_id){ (1 << 22) - 1 }));
    assert_true(ym_id_valid((struct ym_id){ 1 << 22 }));
    assert_true(ym_id_valid((struct ym_id){ INT64_MAX }));
}

static void first_and_last_instant(void **state)
{
    struct ym_id_gen gen;
    struct ym_id id = { 5 };

    (void)state;
    ym_id_gen_init(&gen, 0);
    assert_false(ym_id_next(&gen, YM_ID_EPOCH - 1, 0, &id));
    assert_false(ym_id_next(&gen, YM_USEC_NONE, 0, &id));
    assert_int_equal(id.v, 5);
    assert_true(ym_id_next(&gen, YM_ID_EPOCH, 0, &id)); /* one ms ahead: 0 would be no id */
    assert_true(ym_id_valid(id));
    for (uint32_t i = 0; i < YM_ID_SEQS; i++)
        assert_true(ym_id_next(&gen, LAST + 999, 7, &id) == true);
    assert_true(id.v >> 22 == YM_ID_MS_MAX);
    assert_true(id.v <= INT64_MAX);
    assert_false(ym_id_next(&gen, LAST + 999, 7, &id)); /* would need the millisecond after */
    assert_false(ym_id_next(&gen, LAST + 1000, 7, &id));
    assert_false(ym_id_next(&gen, INT64_MAX, 7, &id));
}

/* 128 ids a millisecond, then ahead of the clock until the limit, exactly. */
static void runs_ahead_to_the_limit(void **state)
{
    const int64_t capacity = (int64_t)(YM_ID_AHEAD_MAX_MS + 1) * YM_ID_SEQS;
    struct ym_id_gen gen, before;
    struct ym_id id, last = { 0 };

    (void)state;
    ym_id_gen_init(&gen, 3);
    for (int64_t i = 0; i < capacity; i++) {
        assert_true(ym_id_next(&gen, NOW, (uint32_t)(i * 7) % YM_BUCKETS, &id));
        assert_true(id.v > last.v);
        last = id;
    }
    assert_true(ym_id_at(last) == NOW + YM_ID_AHEAD_MAX_MS * MS);
    before = gen;
    assert_false(ym_id_next(&gen, NOW, 0, &id));
    assert_false(ym_id_next(&gen, NOW + MS - 1, 0, &id));
    assert_memory_equal(&gen, &before, sizeof(gen)); /* a refusal changes nothing */
    assert_true(ym_id_next(&gen, NOW + MS, 0, &id));
    assert_true(id.v > last.v);
}

static void clock_steps_back(void **state)
{
    struct ym_id_gen gen;
    struct ym_id first, second;

    (void)state;
    ym_id_gen_init(&gen, 1);
    assert_true(ym_id_next(&gen, NOW, 1023, &first));
    assert_true(ym_id_next(&gen, NOW - 5 * SECOND, 0, &second));
    assert_true(second.v > first.v);
    assert_false(ym_id_next(&gen, NOW - 5 * SECOND - MS, 0, &second)); /* one past the limit */
    assert_true(ym_id_next(&gen, NOW - 5 * SECOND, 0, &second));
}

static void skips_what_was_seen(void **state)
{
    struct ym_id_gen gen;
    struct ym_id seen, id;

    (void)state;
    ym_id_gen_init(&gen, 1);
    for (int i = 0; i < 3; i++)
        assert_true(ym_id_next(&gen, NOW, 1023, &seen));
    ym_id_gen_init(&gen, 1); /* a restart, the clock a second back */
    ym_id_gen_skip(&gen, seen);
    assert_true(ym_id_next(&gen, NOW - SECOND, 0, &id));
    assert_true(id.v > seen.v);
    assert_true(ym_id_at(id) == NOW);
    ym_id_gen_skip(&gen, seen); /* older than what it made since: no step back */
    assert_true(ym_id_next(&gen, NOW - SECOND, 0, &seen));
    assert_true(seen.v > id.v);
    ym_id_gen_skip(&gen, (struct ym_id){ 0 });
    ym_id_gen_skip(&gen, (struct ym_id){ -1 });
    ym_id_gen_skip(&gen, (struct ym_id){ 1 << 22 });
    assert_true(ym_id_next(&gen, NOW - SECOND, 0, &id));
    assert_true(id.v > seen.v);
    ym_id_gen_skip(&gen, (struct ym_id){ id.v | (127 << 10) }); /* its millisecond is used up */
    assert_true(ym_id_next(&gen, NOW, 0, &id));
    assert_true(ym_id_at(id) == NOW + MS);
}

/* Two holders of one node in turn: the ids of each lie in its own milliseconds, wherever the clock
 * of either is. */
static void stays_in_its_range(void **state)
{
    const int64_t now = 123456789;
    struct ym_id_gen gen, before;
    struct ym_id id, last = { 0 };

    (void)state;
    ym_id_gen_range(&gen, 4, now + 2, now + 3);
    for (int i = 0; i < YM_ID_SEQS; i++) { /* the clock is before the range: the range begins */
        assert_true(ym_id_next(&gen, NOW, 9, &id));
        assert_true(id.v >> 22 == now + 3);
        assert_true(id.v > last.v);
        last = id;
    }
    before = gen;
    assert_false(ym_id_next(&gen, NOW, 9, &id));
    assert_false(ym_id_next(&gen, NOW + 3 * MS, 9, &id));
    assert_false(ym_id_next(&gen, NOW + 3600 * SECOND, 9, &id));
    assert_memory_equal(&gen, &before, sizeof(gen));
    ym_id_gen_until(&gen, now + 5);
    for (int i = 0; i < 2 * YM_ID_SEQS; i++) { /* the clock is past it: none is left out */
        assert_true(ym_id_next(&gen, NOW + 3600 * SECOND, 9, &id));
        assert_true(id.v >> 22 == now + 4 + i / YM_ID_SEQS);
        assert_true(id.v > last.v);
        last = id;
    }
    assert_false(ym_id_next(&gen, NOW + 3600 * SECOND, 9, &id));
    ym_id_gen_until(&gen, INT64_MAX);
    assert_true(gen.until_ms == YM_ID_MS_MAX);
    assert_true(ym_id_next(&gen, NOW + 3600 * SECOND, 9, &id));
    assert_true(ym_id_at(id) == NOW + 3600 * SECOND);
    ym_id_gen_until(&gen, 0); /* stopped: not even in the millisecond it is in */
    assert_false(ym_id_next(&gen, NOW + 3600 * SECOND, 9, &id));
    assert_false(ym_id_next(&gen, NOW + 3601 * SECOND, 9, &id));
}

/* A generator that rested, or never made an id, and a clock that was set beyond its range: what it
 * makes is of the end of the range. */
static void never_tells_of_long_ago(void **state)
{
    const int64_t end = 123456789;
    struct ym_id_gen gen;
    struct ym_id id;

    (void)state;
    ym_id_gen_range(&gen, 4, 0, end);
    for (int i = 0; i < 2 * YM_ID_SEQS; i++) {
        assert_true(ym_id_next(&gen, NOW + 60 * SECOND, 9, &id));
        assert_true(id.v >> 22 == end - YM_ID_AHEAD_MAX_MS + i / YM_ID_SEQS);
    }
    ym_id_gen_range(&gen, 4, end - YM_ID_AHEAD_MAX_MS, end); /* already there: on by one */
    assert_true(ym_id_next(&gen, NOW + 60 * SECOND, 9, &id));
    assert_true(id.v >> 22 == end - YM_ID_AHEAD_MAX_MS + 1);
    ym_id_gen_range(&gen, 4, end - YM_ID_AHEAD_MAX_MS - 1, end);
    assert_true(ym_id_next(&gen, NOW + 60 * SECOND, 9, &id));
    assert_true(id.v >> 22 == end - YM_ID_AHEAD_MAX_MS);
}

static void floors(void **state)
{
    struct seed s = seed_new("id floor");
    struct ym_id_gen gen;
    struct ym_id id;

    (void)state;
    assert_int_equal(ym_id_floor(YM_ID_EPOCH - 1).v, 0);
    assert_int_equal(ym_id_floor(YM_USEC_NONE).v, 0);
    assert_int_equal(ym_id_floor(YM_ID_EPOCH).v, 0);
    assert_int_equal(ym_id_floor(YM_ID_EPOCH + MS).v, 1 << 22);
    assert_true(ym_id_floor(LAST).v == YM_ID_MS_MAX << 22);
    assert_true(ym_id_floor(LAST + MS).v == INT64_MAX);
    assert_true(ym_id_floor(INT64_MAX).v == INT64_MAX);
    for (int i = 0; i < 10000; i++) {
        const ym_usec at = YM_ID_EPOCH + MS + (ym_usec)seed_below(&s, 60LL * 365 * 86400 * SECOND);

        ym_id_gen_init(&gen, (uint32_t)seed_below(&s, YM_ID_NODES));
        assert_true(ym_id_next(&gen, at, (uint32_t)seed_below(&s, YM_BUCKETS), &id));
        assert_true(id.v >= ym_id_floor(at).v);
        assert_true(id.v < ym_id_floor(at + MS).v);
        assert_true(ym_id_at(id) <= at && at < ym_id_at(id) + MS);
    }
}

/* Whatever the clock does, ids of one generator ascend, and two nodes never meet. */
static void monotone_on_a_wild_clock(void **state)
{
    struct seed s = seed_new("id monotone");
    struct ym_id_gen a, b;
    struct ym_id last_a = { 0 }, last_b = { 0 };
    ym_usec skew = 0; /* bounded: a clock that wandered off for good would make no more ids */
    long made = 0, refused = 0;

    (void)state;
    ym_id_gen_init(&a, 4);
    ym_id_gen_init(&b, 5);
    for (int i = 0; i < 200000; i++) {
        const uint32_t bucket = (uint32_t)seed_below(&s, YM_BUCKETS);
        ym_usec now;
        struct ym_id id;

        if (seed_below(&s, 100) == 0)
            skew = (ym_usec)seed_below(&s, 12 * SECOND) - 6 * SECOND;
        now = NOW + i * 100 + skew;
        if (!ym_id_next(&a, now, bucket, &id)) {
            refused++;
            continue;
        }
        made++;
        assert_true(id.v > last_a.v);
        assert_int_equal(ym_id_bucket(id), bucket);
        assert_true(ym_id_at(id) <= now + YM_ID_AHEAD_MAX_MS * MS);
        last_a = id;
        if (ym_id_next(&b, now, bucket, &id)) {
            assert_true(id.v > last_b.v);
            assert_true((id.v >> 17 & 31) == 5 && (last_a.v >> 17 & 31) == 4);
            last_b = id;
        }
    }
    assert_true(made > 1000);
    assert_true(refused > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout),
        cmocka_unit_test(validity),
        cmocka_unit_test(first_and_last_instant),
        cmocka_unit_test(runs_ahead_to_the_limit),
        cmocka_unit_test(clock_steps_back),
        cmocka_unit_test(skips_what_was_seen),
        cmocka_unit_test(stays_in_its_range),
        cmocka_unit_test(never_tells_of_long_ago),
        cmocka_unit_test(floors),
        cmocka_unit_test(monotone_on_a_wild_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
