/* SPDX-License-Identifier: Apache-2.0 */
/* The buffer: its maximum and one past it, by each of the four writers; the sticky failure; growth
 * across reallocation; and a heap that fails at the n-th call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

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

/* Asserts that b holds exactly text, NUL-terminated. */
static void assert_holds(const struct ym_buf *b, const char *text)
{
    assert_int_equal(ym_buf_span(b).n, strlen(text));
    assert_string_equal(b->at, text);
}

static void empty_until_the_first_byte(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 10);
    assert_true(ym_buf_ok(&b));
    assert_int_equal(ym_buf_span(&b).n, 0);
    assert_null(b.at);
    ym_buf_clear(&b);
    ym_buf_release(&b);
    ym_buf_release(&b);
}

static void four_writers_append(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 100);
    ym_buf_add(&b, YM_SPAN("one"));
    ym_buf_putc(&b, ' ');
    ym_buf_puts(&b, "two");
    ym_buf_printf(&b, " %d%s", 3, "!");
    assert_true(ym_buf_ok(&b));
    assert_holds(&b, "one two 3!");
    ym_buf_release(&b);
}

static void nothing_appended_is_still_a_string(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 10);
    ym_buf_add(&b, (struct ym_span){ NULL, 0 });
    assert_true(ym_buf_ok(&b));
    assert_holds(&b, "");
    ym_buf_release(&b);
}

static void bytes_may_be_nul(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 10);
    ym_buf_add(&b, (struct ym_span){ "a\0b", 3 });
    assert_int_equal(b.n, 3);
    assert_memory_equal(b.at, "a\0b\0", 4);
    ym_buf_release(&b);
}

static void exactly_its_maximum_fits(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 8);
    ym_buf_puts(&b, "1234");
    ym_buf_printf(&b, "%s", "5678");
    assert_true(ym_buf_ok(&b));
    assert_holds(&b, "12345678");
    ym_buf_puts(&b, "");
    assert_true(ym_buf_ok(&b));
    ym_buf_release(&b);
}

static void add_9(struct ym_buf *b)
{
    ym_buf_add(b, YM_SPAN("123456789"));
}

static void puts_9(struct ym_buf *b)
{
    ym_buf_puts(b, "123456789");
}

static void putc_9(struct ym_buf *b)
{
    ym_buf_puts(b, "12345678");
    ym_buf_putc(b, '9');
}

static void printf_9(struct ym_buf *b)
{
    ym_buf_printf(b, "%09d", 123456789);
}

static void one_past_its_maximum_fails_and_changes_nothing(void **state)
{
    static const struct {
        void (*write)(struct ym_buf *b);
        const char *left; /* what stays in the buffer */
    } rows[] = {
        { add_9, "" },
        { puts_9, "" },
        { putc_9, "12345678" },
        { printf_9, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_buf b;

        ym_buf_init(&b, 8);
        ym_buf_puts(&b, "");
        rows[i].write(&b);
        assert_false(ym_buf_ok(&b));
        assert_holds(&b, rows[i].left);
        ym_buf_release(&b);
    }
}

static void failure_sticks_until_cleared(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 8);
    ym_buf_puts(&b, "1234");
    ym_buf_puts(&b, "56789");
    ym_buf_puts(&b, "5"); /* would fit, but something is missing before it */
    assert_false(ym_buf_ok(&b));
    assert_holds(&b, "1234");
    ym_buf_clear(&b);
    assert_true(ym_buf_ok(&b));
    assert_holds(&b, "");
    ym_buf_puts(&b, "56789");
    assert_holds(&b, "56789");
    ym_buf_release(&b);
    assert_int_equal(b.max, 8);
    ym_buf_puts(&b, "again");
    assert_holds(&b, "again");
    ym_buf_release(&b);
}

static void a_length_that_wraps_round_fails(void **state)
{
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, 100);
    ym_buf_puts(&b, "x");
    ym_buf_add(&b, (struct ym_span){ "y", SIZE_MAX });
    assert_false(ym_buf_ok(&b));
    assert_holds(&b, "x");
    ym_buf_release(&b);
}

static void growth_keeps_what_was_written(void **state)
{
    struct ym_buf b;
    char word[16];

    (void)state;
    ym_buf_init(&b, 100000);
    for (int i = 0; i < 10000; i++)
        ym_buf_printf(&b, "%05d ", i);
    assert_true(ym_buf_ok(&b));
    assert_int_equal(b.n, 60000);
    for (int i = 0; i < 10000; i++) {
        (void)snprintf(word, sizeof(word), "%05d ", i);
        assert_memory_equal(b.at + (size_t)i * 6, word, 6);
    }
    ym_buf_release(&b);
}

/* Grow through several reallocations; true when all of it was done. */
static bool work(void)
{
    struct ym_buf b;
    bool ok;

    ym_buf_init(&b, 10000);
    for (int i = 0; i < 100; i++)
        ym_buf_printf(&b, "%050d", i);
    ok = ym_buf_ok(&b);
    if (b.at != NULL)
        assert_int_equal(strlen(b.at), b.n);
    ym_buf_release(&b);
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
    assert_true(n > 1);
    assert_true(work());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_until_the_first_byte),
        cmocka_unit_test(four_writers_append),
        cmocka_unit_test(nothing_appended_is_still_a_string),
        cmocka_unit_test(bytes_may_be_nul),
        cmocka_unit_test(exactly_its_maximum_fits),
        cmocka_unit_test(one_past_its_maximum_fails_and_changes_nothing),
        cmocka_unit_test(failure_sticks_until_cleared),
        cmocka_unit_test(a_length_that_wraps_round_fails),
        cmocka_unit_test(growth_keeps_what_was_written),
        cmocka_unit_test(survives_a_heap_that_fails_at_the_nth_call),
    };

    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
