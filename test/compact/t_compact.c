/* SPDX-License-Identifier: Apache-2.0 */
/* Texts stored small: there and back, at every limit, and what was altered on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compact/compact.h"

#define PROFILE                                                                                    \
    "{\"formula\":{\"id\":\"yima\",\"version\":\"1.0\"},\"habits\":[{\"n\":1,\"side\":"            \
    "\"respondent\",\"type\":\"damage\"}],\"items\":[{\"day\":\"2025-10-31\",\"dispute\":"         \
    "\"0NDK709FREX0W7\",\"item\":0,\"kind\":\"party\",\"points\":null,\"rule\":0,\"seat\":1,"      \
    "\"seq\":1,\"type\":\"damage\",\"weight\":1000,\"why\":\"counts\"}],\"kind\":\"natural\"}"

struct bed {
    struct ym_compact *compact;
    struct ym_buf small;
    struct ym_arena arena;
    struct ym_error why;
};

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof(*b));

    assert_non_null(b);
    b->compact = ym_compact_new();
    assert_non_null(b->compact);
    ym_buf_init(&b->small, 2 * YM_COMPACT_TEXT_MAX);
    assert_true(ym_arena_init(&b->arena, 2 * YM_COMPACT_TEXT_MAX));
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *b = *state;

    ym_compact_free(b->compact);
    ym_buf_release(&b->small);
    ym_arena_release(&b->arena);
    free(b);
    return 0;
}

static void goes_round(struct bed *b, struct ym_span text)
{
    struct ym_span got;

    ym_buf_clear(&b->small);
    ym_arena_reset(&b->arena);
    assert_int_equal(ym_compact_put(b->compact, text, &b->small, &b->why), YM_E_OK);
    assert_int_equal(ym_compact_take(b->compact, ym_buf_span(&b->small), &b->arena, &got, &b->why),
                     YM_E_OK);
    assert_int_equal(got.n, text.n);
    assert_memory_equal(got.at, text.at, text.n);
}

static void test_there_and_back(void **state)
{
    struct bed *b = *state;

    goes_round(b, YM_SPAN(PROFILE));
    assert_true(b->small.n < sizeof(PROFILE) / 3); /* the dictionary is used */
    goes_round(b, YM_SPAN(""));
    goes_round(b, YM_SPAN("{"));
}

static void test_behind_others(void **state)
{
    struct bed *b = *state;
    struct ym_span got;
    size_t first;

    assert_int_equal(ym_compact_put(b->compact, YM_SPAN("one"), &b->small, &b->why), YM_E_OK);
    first = b->small.n;
    assert_int_equal(ym_compact_put(b->compact, YM_SPAN(PROFILE), &b->small, &b->why), YM_E_OK);
    assert_int_equal(ym_compact_take(b->compact,
                                     (struct ym_span){ b->small.at + first, b->small.n - first },
                                     &b->arena, &got, &b->why),
                     YM_E_OK);
    assert_memory_equal(got.at, PROFILE, sizeof(PROFILE) - 1);
}

/* What was stored before there were dictionaries. */
static void test_plain(void **state)
{
    struct bed *b = *state;
    const struct ym_span plain = YM_SPAN(PROFILE);
    struct ym_span got;

    assert_int_equal(ym_compact_take(b->compact, plain, &b->arena, &got, &b->why), YM_E_OK);
    assert_ptr_equal(got.at, plain.at);
    assert_int_equal(got.n, plain.n);
}

/* Bytes that do not repeat, so that nothing can be saved. */
static void noise(char *at, size_t n)
{
    uint64_t x = 0x9e3779b97f4a7c15;

    for (size_t i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        at[i] = (char)(x & 255);
    }
}

static void test_limits(void **state)
{
    struct bed *b = *state;
    char *text = malloc(YM_COMPACT_TEXT_MAX + 1);

    assert_non_null(text);
    noise(text, YM_COMPACT_TEXT_MAX + 1);
    goes_round(b, (struct ym_span){ text, YM_COMPACT_TEXT_MAX });
    assert_true(b->small.n >= YM_COMPACT_TEXT_MAX);
    ym_buf_clear(&b->small);
    assert_int_equal(ym_compact_put(b->compact, (struct ym_span){ text, YM_COMPACT_TEXT_MAX + 1 },
                                    &b->small, &b->why),
                     YM_E_TOO_LARGE);
    free(text);
}

static void test_no_room(void **state)
{
    struct bed *b = *state;
    struct ym_buf narrow;
    struct ym_arena arena;
    struct ym_span got;

    ym_buf_init(&narrow, 16);
    assert_int_equal(ym_compact_put(b->compact, YM_SPAN(PROFILE), &narrow, &b->why),
                     YM_E_TOO_LARGE);
    ym_buf_release(&narrow);
    assert_int_equal(ym_compact_put(b->compact, YM_SPAN(PROFILE), &b->small, &b->why), YM_E_OK);
    assert_true(ym_arena_init(&arena, 64));
    assert_int_equal(ym_compact_take(b->compact, ym_buf_span(&b->small), &arena, &got, &b->why),
                     YM_E_UNAVAILABLE);
    ym_arena_release(&arena);
}

static void refused(struct bed *b, const char *at, size_t n, enum ym_err want)
{
    struct ym_span got = { NULL, 0 };

    ym_arena_reset(&b->arena);
    assert_int_equal(
        ym_compact_take(b->compact, (struct ym_span){ at, n }, &b->arena, &got, &b->why), want);
    assert_null(got.at);
}

static void test_altered(void **state)
{
    /* A frame that says it holds YM_COMPACT_TEXT_MAX + 1 bytes: magic number, eight bytes of size.
     */
    static const char long_one[] = "\x01\x28\xb5\x2f\xfd\xe0\x01\x00\x04\x00\x00\x00\x00\x00";
    /* One that does not say how many. */
    static const char no_size[] = "\x01\x28\xb5\x2f\xfd\x00\x00\x01\x00\x00";
    struct bed *b = *state;

    refused(b, "", 0, YM_E_INTERNAL);
    refused(b, "\x01", 1, YM_E_INTERNAL);
    refused(b, "\x00(", 2, YM_E_INTERNAL);
    refused(b, "\x7f(\xb5\x2f\xfd", 5, YM_E_INTERNAL);
    refused(b, long_one, sizeof(long_one) - 1, YM_E_TOO_LARGE);
    refused(b, no_size, sizeof(no_size) - 1, YM_E_INTERNAL);
    assert_int_equal(ym_compact_put(b->compact, YM_SPAN(PROFILE), &b->small, &b->why), YM_E_OK);
    for (size_t n = 0; n < b->small.n; n++)
        refused(b, b->small.at, n, YM_E_INTERNAL); /* cut at each byte */
}

/* A program of years from now must read what this one stores. */
static void test_stored_before(void **state)
{
    static const unsigned char stored[] = {
#include "stored-1.inc"
    };
    struct bed *b = *state;
    struct ym_span got;

    assert_int_equal(ym_compact_take(b->compact,
                                     (struct ym_span){ (const char *)stored, sizeof(stored) },
                                     &b->arena, &got, &b->why),
                     YM_E_OK);
    assert_int_equal(got.n, sizeof(PROFILE) - 1);
    assert_memory_equal(got.at, PROFILE, got.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_behind_others, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plain, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_altered, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stored_before, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
