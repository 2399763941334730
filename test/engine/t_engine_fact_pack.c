/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes of facts: one behind the other, canonical, and nothing else is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "yima/fact.h"

static uint64_t roll(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

static uint64_t some(uint64_t *seed, uint64_t n)
{
    return roll(seed) % 3 == 0 ? 0 : (roll(seed) >> 8) % n;
}

static struct ym_month_fact some_fact(uint64_t *seed)
{
    struct ym_month_fact f = {
        .dispute = { (int64_t)(1 + some(seed, INT64_MAX)) },
        .region = (int64_t)some(seed, 999999999999),
        .body = (int64_t)some(seed, INT64_MAX),
        .mediator = (int64_t)some(seed, 6000),
        .court = (int64_t)some(seed, 6000),
        .body_kind = (uint8_t)some(seed, YM_BODY_COUNT),
        .type = (uint8_t)some(seed, YM_TYPE_COUNT),
        .source = (uint8_t)some(seed, YM_SOURCE_COUNT),
        .channel = (uint8_t)some(seed, YM_CHANNEL_COUNT),
        .colour_from = (uint8_t)some(seed, YM_COLOUR_COUNT),
        .colour = (uint8_t)some(seed, YM_COLOUR_COUNT),
        .is_late = roll(seed) % 2 == 0,
        .is_repeat = roll(seed) % 2 == 0,
        .days = (int32_t)some(seed, 4000) - 1,
        .confirm_days = (int32_t)some(seed, 400) - 1,
        .amount_fen = (int64_t)some(seed, YM_AMOUNT_FEN_MAX),
        .written = (uint32_t)some(seed, 3),
        .oral = (uint32_t)some(seed, 3),
        .sessions = (uint32_t)some(seed, UINT32_MAX),
        .visits = (uint32_t)some(seed, 9),
        .nmoves = (uint8_t)some(seed, YM_MOVES_MAX + 1),
    };

    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        f.n[i] = (uint32_t)some(seed, UINT32_MAX);
    for (int i = 0; i < f.nmoves; i++)
        f.moves[i] =
            (struct ym_move){ (uint8_t)some(seed, YM_COLOUR_COUNT),
                              (uint8_t)some(seed, YM_COLOUR_COUNT), (int32_t)some(seed, 4000) - 2 };
    f.due = (uint8_t)some(seed, 65);
    if (f.due > 0) {
        f.performed = (uint8_t)some(seed, 65);
        f.performed_late = (uint8_t)some(seed, 65);
        f.partial = (uint8_t)some(seed, 65);
        f.excused = (uint8_t)some(seed, 65);
        f.breached = (uint8_t)some(seed, 65);
    }
    f.answers = (uint32_t)some(seed, 9);
    f.answer_sum = f.answers > 0 ? (uint32_t)some(seed, 45) : 0;
    return f;
}

/* One behind the other, from bytes that end where the last one does. */
static void packs(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        unsigned char bytes[2 * YM_FACT_BYTES_MAX];
        unsigned char again[YM_FACT_BYTES_MAX];
        const struct ym_month_fact one = some_fact(&seed);
        const struct ym_month_fact two_ = some_fact(&seed);
        const size_t first = ym_fact_pack(&one, bytes);
        const size_t n = first + ym_fact_pack(&two_, bytes + first);
        struct ym_span from = { (const char *)bytes, n };
        struct ym_month_fact f;

        assert_true(first <= YM_FACT_BYTES_MAX && n - first <= YM_FACT_BYTES_MAX);
        assert_true(ym_fact_unpack(&from, &f));
        assert_true(from.n == n - first);
        assert_true(f.dispute.v == one.dispute.v && f.amount_fen == one.amount_fen &&
                    f.days == one.days && f.confirm_days == one.confirm_days);
        assert_memory_equal(f.n, one.n, sizeof(f.n));
        assert_int_equal(ym_fact_pack(&f, again), first);
        assert_memory_equal(again, bytes, first);
        assert_true(ym_fact_unpack(&from, &f));
        assert_true(from.n == 0);
        assert_true(f.dispute.v == two_.dispute.v);
        assert_false(ym_fact_unpack(&from, &f)); /* nothing is no fact */
    }
}

/* Cut short, or with any bit turned over: refused, or another fact that is canonical too. */
static void refuses_other_bytes(void **state)
{
    uint64_t seed = 11;

    (void)state;
    for (int round = 0; round < 50; round++) {
        const struct ym_month_fact one = some_fact(&seed);
        unsigned char bytes[YM_FACT_BYTES_MAX];
        unsigned char again[YM_FACT_BYTES_MAX];
        const size_t n = ym_fact_pack(&one, bytes);
        struct ym_month_fact f;

        for (size_t i = 0; i < n; i++) {
            struct ym_span from = { (const char *)bytes, i };

            assert_false(ym_fact_unpack(&from, &f));
        }
        for (size_t i = 0; i < n * 8; i++) {
            struct ym_span from = { (const char *)bytes, n };

            bytes[i / 8] ^= (unsigned char)(1U << i % 8);
            if (ym_fact_unpack(&from, &f)) {
                assert_int_equal(ym_fact_pack(&f, again), n - from.n);
                assert_memory_equal(again, bytes, n - from.n);
                assert_true(f.type < YM_TYPE_COUNT && f.colour < YM_COLOUR_COUNT);
            }
            bytes[i / 8] ^= (unsigned char)(1U << i % 8);
        }
    }
}

/* A number of more than 64 bits, and zeros that nobody needs. */
static void refuses_long_numbers(void **state)
{
    static const char over[] = "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
    struct ym_month_fact f = { .dispute = { 5 }, .days = -1, .confirm_days = -1 };
    unsigned char bytes[YM_FACT_BYTES_MAX + 1];
    struct ym_span from = { over, sizeof(over) - 1 };
    size_t n;

    (void)state;
    assert_false(ym_fact_unpack(&from, &f));
    f = (struct ym_month_fact){ .dispute = { 5 }, .days = -1, .confirm_days = -1 };
    n = ym_fact_pack(&f, bytes);
    memmove(bytes + 2, bytes + 1, n - 1);
    bytes[1] = 0x85; /* the id 5, in two bytes */
    bytes[2] = 0;
    from = (struct ym_span){ (const char *)bytes, n + 1 };
    assert_false(ym_fact_unpack(&from, &f));
}

static void empty(void **state)
{
    struct ym_month_fact f = { .dispute = { 5 }, .days = -1, .confirm_days = -1 };

    (void)state;
    assert_true(ym_fact_is_empty(&f));
    f.n[YM_FIGURE_COUNT - 1] = 1;
    assert_false(ym_fact_is_empty(&f));
    f.n[YM_FIGURE_COUNT - 1] = 0;
    f.answers = 1;
    assert_false(ym_fact_is_empty(&f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs),
        cmocka_unit_test(refuses_other_bytes),
        cmocka_unit_test(refuses_long_numbers),
        cmocka_unit_test(empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
