/* SPDX-License-Identifier: Apache-2.0 */
/* A credit log as bytes and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "yima/credit.h"

static int open_log(void **state)
{
    *state = calloc(1, sizeof(struct ym_credit_log));
    return *state == NULL ? -1 : 0;
}

static int close_log(void **state)
{
    free(*state);
    return 0;
}

/* Items such as a dispute leaves: seq and day go on, what an obligation is of lies ahead. */
static void fill(struct ym_credit_log *log)
{
    *log = (struct ym_credit_log){
        .is_reported_family = true, .type = YM_TYPE_COUNT - 1, .n = 5, .left_out = 5
    };
    for (uint32_t i = 0; i < log->n; i++)
        log->items[i] = (struct ym_credit_item){ .seq = 3 * i + 1,
                                                 .ref_seq = i == 4 ? 10 : 0,
                                                 .terms_seq = i > 2 ? 7 : 0,
                                                 .day = 20000 + (ym_day)i,
                                                 .of = 20000 + (i > 2 ? 30 : 0),
                                                 .procedure = 2,
                                                 .rule = (uint16_t)(701 + i),
                                                 .seat = (uint8_t)(i % 3),
                                                 .kind = (uint8_t)i,
                                                 .item = 1,
                                                 .why = (uint8_t)(i % 2) };
}

static void test_pack(void **state)
{
    static unsigned char buf[YM_CREDIT_LOG_BYTES_MAX], again[YM_CREDIT_LOG_BYTES_MAX];
    struct ym_credit_log *log = *state;
    struct ym_credit_log *back = malloc(sizeof(*back));
    size_t n;

    assert_non_null(back);
    fill(log);
    n = ym_credit_items_pack(log, buf, sizeof(buf));
    assert_true(n > 0 && n < 128);
    assert_true(ym_credit_items_unpack(buf, n, back));
    assert_int_equal(back->n, log->n);
    assert_int_equal(back->left_out, 5);
    assert_true(back->is_reported_family);
    assert_int_equal(back->type, YM_TYPE_COUNT - 1);
    assert_memory_equal(back->items, log->items, log->n * sizeof(back->items[0]));
    assert_int_equal(ym_credit_items_pack(back, again, sizeof(again)), n);
    assert_memory_equal(buf, again, n);
    for (size_t cut = 0; cut < n; cut++) {
        assert_int_equal(ym_credit_items_pack(log, again, cut), 0);
        assert_false(ym_credit_items_unpack(buf, cut, back));
    }
    assert_false(ym_credit_items_unpack(buf, n + 1, back)); /* a byte too many */
    buf[1]++;
    assert_false(ym_credit_items_unpack(buf, n, back)); /* a type too many */
    buf[1]--;
    buf[0]++;
    assert_false(ym_credit_items_unpack(buf, n, back)); /* another version */
    free(back);
}

/* The largest log fits, and the largest numbers. */
static void test_pack_largest(void **state)
{
    static unsigned char buf[YM_CREDIT_LOG_BYTES_MAX];
    struct ym_credit_log *log = *state;
    struct ym_credit_log *back = malloc(sizeof(*back));
    size_t n;

    assert_non_null(back);
    log->n = YM_CREDIT_ITEMS_MAX;
    log->left_out = UINT32_MAX;
    for (uint32_t i = 0; i < YM_CREDIT_ITEMS_MAX; i++)
        log->items[i] = (struct ym_credit_item){
            .seq = UINT32_MAX - YM_CREDIT_ITEMS_MAX + i + 1,
            .ref_seq = UINT32_MAX,
            .terms_seq = UINT32_MAX,
            .day = i % 2 == 0 ? INT32_MIN : INT32_MAX,
            .of = i % 2 == 0 ? INT32_MAX : INT32_MIN,
            .procedure = UINT16_MAX,
            .rule = UINT16_MAX,
            .seat = YM_SEATS_MAX - 1,
            .kind = YM_CREDIT_KIND_COUNT - 1,
            .item = YM_OBLIGATIONS_MAX - 1,
            .why = YM_CREDIT_WHY_LATER - 1,
        };
    n = ym_credit_items_pack(log, buf, sizeof(buf));
    assert_true(n > 0);
    assert_true(ym_credit_items_unpack(buf, n, back));
    assert_memory_equal(back->items, log->items, sizeof(back->items));
    log->n++; /* one past */
    assert_int_equal(ym_credit_items_pack(log, buf, sizeof(buf)), 0);
    free(back);
}

/* Numbers that run over are refused, not wrapped. */
static void test_pack_wraps_nothing(void **state)
{
    static const unsigned char two[] = {
        2,    0,    0,    0,    2,                                  /* head */
        0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, /* seq 2^32 - 1 */
        1,    0,    0,    0,    0,    1, 1, 0, 0, 0, 0,             /* and one more */
    };
    struct ym_credit_log *log = *state;

    assert_false(ym_credit_items_unpack(two, sizeof(two), log));
    assert_true(ym_credit_items_unpack(
        (const unsigned char[]){ 2, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0 }, 16, log));
    assert_false(log->is_reported_family);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pack, open_log, close_log),
        cmocka_unit_test_setup_teardown(test_pack_largest, open_log, close_log),
        cmocka_unit_test_setup_teardown(test_pack_wraps_nothing, open_log, close_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
