/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mistake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void keeps_one_a_place(void **state)
{
    struct ym_mistakes m = { .n = 0 };
    struct ym_mistake *first;

    (void)state;
    first = ym_mistakes_add(&m, "/title", "missing", "must be given");
    assert_non_null(first);
    assert_string_equal(first->place, "/title");
    assert_string_equal(first->code, "missing");
    assert_string_equal(first->text, "must be given");
    assert_int_equal(first->vocabulary, YM_MISTAKE_NO_VOCABULARY);
    assert_null(ym_mistakes_add(&m, "/title", "value", "what follows from it"));
    assert_non_null(ym_mistakes_add(&m, "/titles", "value", "another place"));
    assert_int_equal(m.n, 2);
    assert_null(ym_mistakes_add(NULL, "/title", "value", "nobody wants to know"));
    ym_mistakes_clear(NULL);
}

static void knows_what_it_touches(void **state)
{
    struct ym_mistakes m = { .n = 0 };

    (void)state;
    assert_false(ym_mistakes_touch(&m, "/parties"));
    (void)ym_mistakes_add(&m, "/parties/1/name", "missing", "");
    assert_true(ym_mistakes_touch(&m, "/parties"));
    assert_true(ym_mistakes_touch(&m, "/parties/1"));
    assert_true(ym_mistakes_touch(&m, "/parties/1/name"));
    assert_false(ym_mistakes_touch(&m, "/parties/1/names"));
    assert_false(ym_mistakes_touch(&m, "/parties/10"));
    assert_false(ym_mistakes_touch(&m, "/part"));
}

static void says_when_it_is_full(void **state)
{
    struct ym_mistakes m = { .n = 0 };
    char place[YM_MISTAKE_PLACE_MAX];

    (void)state;
    for (int i = 0; i < YM_MISTAKES_MAX; i++) {
        (void)snprintf(place, sizeof(place), "/%d", i);
        assert_non_null(ym_mistakes_add(&m, place, "value", ""));
    }
    assert_false(m.is_cut);
    assert_null(ym_mistakes_add(&m, "/0", "value", "known already"));
    assert_false(m.is_cut);
    assert_null(ym_mistakes_add(&m, "/one-past", "value", ""));
    assert_true(m.is_cut);
    assert_int_equal(m.n, YM_MISTAKES_MAX);
    ym_mistakes_clear(&m);
    assert_int_equal(m.n, 0);
    assert_false(m.is_cut);
}

static void cuts_long_texts(void **state)
{
    struct ym_mistakes m = { .n = 0 };
    char long_text[2 * YM_MISTAKE_TEXT_MAX];

    (void)state;
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    (void)ym_mistakes_add(&m, long_text, "value", long_text);
    assert_int_equal(strlen(m.at[0].place), YM_MISTAKE_PLACE_MAX - 1);
    assert_int_equal(strlen(m.at[0].text), YM_MISTAKE_TEXT_MAX - 1);
    assert_null(ym_mistakes_add(&m, long_text, "value", "the same place"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_one_a_place),
        cmocka_unit_test(knows_what_it_touches),
        cmocka_unit_test(says_when_it_is_full),
        cmocka_unit_test(cuts_long_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
