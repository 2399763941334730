/* SPDX-License-Identifier: Apache-2.0 */
/* The arena: alignment, zeroing, the capacity and one past it, the sticky overflow, and a heap that
 * fails at the n-th call. Compiled twice: over the bump allocator and over its emulation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#define CAP 4096

/* The heap fails at the call that makes this zero; negative: never. */
static int fail_in = -1;

void *__real_malloc(size_t n);
void *__real_realloc(void *at, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_realloc(void *at, size_t n);

static bool fails_now(void)
{
    return fail_in >= 0 && fail_in-- == 0;
}

void *__wrap_malloc(size_t n)
{
    return fails_now() ? NULL : __real_malloc(n);
}

void *__wrap_realloc(void *at, size_t n)
{
    return fails_now() ? NULL : __real_realloc(at, n);
}

static bool is_zero(const unsigned char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void gives_zeroed_aligned_memory(void **state)
{
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    for (size_t size = 1; size <= 33; size++) {
        unsigned char *at = ym_arena_alloc(&a, 3, size);

        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        assert_true(is_zero(at, 3 * size));
        memset(at, 0xa5, 3 * size);
    }
    assert_true(ym_arena_ok(&a));
    ym_arena_release(&a);
}

static void neighbours_do_not_overlap(void **state)
{
    struct ym_arena a;
    unsigned char *first;
    unsigned char *second;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    first = ym_arena_alloc(&a, 1, 17);
    second = ym_arena_alloc(&a, 1, 17);
    memset(first, 0xff, 17);
    assert_true(is_zero(second, 17));
    ym_arena_release(&a);
}

static void holds_its_capacity_and_not_a_byte_more(void **state)
{
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    assert_non_null(ym_arena_alloc(&a, 1, CAP));
    assert_true(ym_arena_ok(&a));
    assert_null(ym_arena_alloc(&a, 1, 1));
    assert_false(ym_arena_ok(&a));
    ym_arena_reset(&a);
    assert_null(ym_arena_alloc(&a, 1, CAP + 1));
    assert_false(ym_arena_ok(&a));
    ym_arena_reset(&a);
    assert_non_null(ym_arena_alloc(&a, CAP / 8, 8));
    ym_arena_release(&a);
}

static void padding_counts_against_the_capacity(void **state)
{
    const size_t align = _Alignof(max_align_t);
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, align + 1));
    assert_non_null(ym_arena_alloc(&a, 1, 1));
    assert_non_null(ym_arena_alloc(&a, 1, 1));
    assert_null(ym_arena_alloc(&a, 1, 1)); /* its start would lie behind the end */
    assert_false(ym_arena_ok(&a));
    ym_arena_release(&a);
}

static void a_product_that_wraps_round_is_an_overflow(void **state)
{
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    assert_null(ym_arena_alloc(&a, SIZE_MAX / 2 + 1, 2));
    assert_false(ym_arena_ok(&a));
    ym_arena_reset(&a);
    assert_null(ym_arena_alloc(&a, SIZE_MAX, 1));
    ym_arena_release(&a);
}

static void overflow_sticks_until_reset(void **state)
{
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    assert_null(ym_arena_alloc(&a, 1, CAP + 1));
    assert_null(ym_arena_alloc(&a, 1, 1)); /* would fit, but something is missing before it */
    assert_null(ym_arena_text(&a, YM_SPAN("text")).at);
    assert_false(ym_arena_ok(&a));
    ym_arena_reset(&a);
    assert_true(ym_arena_ok(&a));
    assert_non_null(ym_arena_alloc(&a, 1, 1));
    ym_arena_release(&a);
}

static void reset_memory_is_zeroed_again(void **state)
{
    struct ym_arena a;
    unsigned char *at;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    memset(ym_arena_alloc(&a, 1, CAP), 0xff, CAP);
    ym_arena_reset(&a);
    at = ym_arena_alloc(&a, 1, CAP);
    assert_true(is_zero(at, CAP));
    ym_arena_release(&a);
}

static void an_empty_request_is_an_allocation(void **state)
{
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    assert_non_null(ym_arena_alloc(&a, 0, 8));
    assert_true(ym_arena_ok(&a));
    ym_arena_release(&a);
}

static void text_is_copied_with_a_nul_behind_it(void **state)
{
    char source[] = { 'a', 'b', '\0', 'c' };
    struct ym_arena a;
    struct ym_span copy;
    struct ym_span empty;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    copy = ym_arena_text(&a, (struct ym_span){ source, 4 });
    memset(source, 'x', sizeof(source));
    assert_int_equal(copy.n, 4);
    assert_memory_equal(copy.at, "ab\0c\0", 5);
    empty = ym_arena_text(&a, (struct ym_span){ NULL, 0 });
    assert_int_equal(empty.n, 0);
    assert_string_equal(empty.at, "");
    ym_arena_release(&a);
}

static void text_fits_with_its_nul_or_not_at_all(void **state)
{
    static const char text[CAP] = { 0 };
    struct ym_arena a;

    (void)state;
    assert_true(ym_arena_init(&a, CAP));
    assert_non_null(ym_arena_text(&a, (struct ym_span){ text, CAP - 1 }).at);
    ym_arena_reset(&a);
    assert_null(ym_arena_text(&a, (struct ym_span){ text, CAP }).at);
    assert_false(ym_arena_ok(&a));
    ym_arena_release(&a);
}

/* A little work of several allocations; true when all of it was done. */
static bool work(void)
{
    struct ym_arena a;
    bool ok;

    if (!ym_arena_init(&a, CAP)) {
        ym_arena_release(&a);
        return false;
    }
    for (size_t i = 1; i <= 4; i++)
        (void)ym_arena_alloc(&a, i, 16);
    (void)ym_arena_text(&a, YM_SPAN("the end"));
    ok = ym_arena_ok(&a);
    ym_arena_release(&a);
    return ok;
}

static void survives_a_heap_that_fails_at_the_nth_call(void **state)
{
    int n = 0;

    (void)state;
    for (;; n++) {
        bool ok;

        fail_in = n;
        ok = work();
        if (fail_in >= 0)
            break; /* the n-th call no longer happens */
        assert_false(ok);
    }
    fail_in = -1;
    assert_true(n > 0);
    assert_true(work());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_memory),
        cmocka_unit_test(neighbours_do_not_overlap),
        cmocka_unit_test(holds_its_capacity_and_not_a_byte_more),
        cmocka_unit_test(padding_counts_against_the_capacity),
        cmocka_unit_test(a_product_that_wraps_round_is_an_overflow),
        cmocka_unit_test(overflow_sticks_until_reset),
        cmocka_unit_test(reset_memory_is_zeroed_again),
        cmocka_unit_test(an_empty_request_is_an_allocation),
        cmocka_unit_test(text_is_copied_with_a_nul_behind_it),
        cmocka_unit_test(text_fits_with_its_nul_or_not_at_all),
        cmocka_unit_test(survives_a_heap_that_fails_at_the_nth_call),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
