/* SPDX-License-Identifier: Apache-2.0 */
/* The terms of an intake: when not all fit, those of the names do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/desk.h"

static void zeros(void *ret, size_t n)
{
    memset(ret, 0, n);
}

/* Nothing here is sealed or hashed: no party gives a number. */
static const struct app_secrets secrets = { .random = zeros };

static bool has_term(const struct ym_intake *intake, const char *term)
{
    for (int i = 0; i < intake->nterms; i++)
        if (ym_span_is(intake->terms[i], ym_span_of(term)))
            return true;
    return false;
}

/* A title of YM_TITLE_CHARS_MAX characters from U+4E00 on, every pair of which is new. */
static struct ym_span long_title(char buf[3 * YM_TITLE_CHARS_MAX])
{
    for (unsigned i = 0; i < YM_TITLE_CHARS_MAX; i++) {
        buf[3 * i] = (char)0xe4;
        buf[3 * i + 1] = (char)(0xb8 + i / 64);
        buf[3 * i + 2] = (char)(0x80 + i % 64);
    }
    return (struct ym_span){ buf, 3 * (size_t)YM_TITLE_CHARS_MAX };
}

static void names_are_found(void **state)
{
    const struct app_desk desk = { .secrets = &secrets };
    const struct ym_party_words parties[] = {
        { .side = YM_SIDE_CLAIMANT, .name = YM_SPAN("王小明") },
        { .side = YM_SIDE_RESPONDENT, .name = YM_SPAN("欧阳锋") },
    };
    char title[3 * YM_TITLE_CHARS_MAX];
    const struct ym_intake_words words = { .title = long_title(title),
                                           .nparties = 2,
                                           .parties = parties };
    struct ym_arena arena;
    struct ym_intake intake;
    struct ym_error error;

    (void)state;
    assert_true(ym_arena_init(&arena, APP_DESK_ARENA_BYTES));
    assert_int_equal(app_desk_prepare(&desk, &words, (struct ym_id){ 1 }, &arena, &intake, &error),
                     YM_E_OK);
    assert_int_equal(intake.nterms, YM_TERMS_MAX);
    assert_true(has_term(&intake, "王小"));
    assert_true(has_term(&intake, "小明"));
    assert_true(has_term(&intake, "阳锋"));
    assert_true(has_term(&intake, "一丁")); /* of the title, what still fits */
    ym_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(names_are_found) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
