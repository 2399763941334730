/* SPDX-License-Identifier: Apache-2.0 */
/* What words suggest: who speaks, how loud, and in which order the answers come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "yima/suggest.h"
#include "yima/vocab.h"

#define ROW(text, t, w, c)                                                                         \
    {                                                                                              \
        .word = YM_SPAN_INIT(text), .type = YM_TYPE_##t, .weight = (w), .cause = (c)               \
    }

static const struct ym_keyword rows[] = {
    ROW("漏水", NEIGHBOUR, 3, 1),
    ROW("楼上", NEIGHBOUR, 2, 0),
    ROW("合同", CONTRACT, 2, 7),
    ROW("工资", LABOUR, 4, YM_CAUSE_NONE),
    ROW("医院", MEDICAL, 4, YM_CAUSE_NONE),
    ROW("aab", OTHER, 1, YM_CAUSE_NONE),
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static struct ym_suggestion found[YM_SUGGEST_MAX];

static size_t types(const char *title, const char *description)
{
    return ym_suggest_types(rows, ROWS, ym_span_of(title), ym_span_of(description), found);
}

static void nothing_speaks(void **state)
{
    (void)state;
    assert_int_equal(types("", ""), 0);
    assert_int_equal(types("漏", "无关的文字"), 0);
    assert_int_equal(ym_suggest_types(rows, 0, YM_SPAN("漏水"), YM_SPAN(""), found), 0);
}

/* The title is twice as loud, and a word speaks once, however often it stands there. */
static void loudness(void **state)
{
    (void)state;
    assert_int_equal(types("", "漏水,漏水,漏水"), 1);
    assert_int_equal(found[0].what, YM_TYPE_NEIGHBOUR);
    assert_int_equal(found[0].score, 3);
    assert_int_equal(found[0].nwords, 1);
    assert_int_equal(found[0].words[0], 0);
    assert_int_equal(types("楼上漏水", "漏水"), 1);
    assert_int_equal(found[0].score, 10);
    assert_int_equal(found[0].nwords, 2);
    assert_int_equal(found[0].words[1], 1);
}

/* A beginning that goes astray is not the end of the search. */
static void word_behind_its_own_beginning(void **state)
{
    (void)state;
    assert_int_equal(types("aaab", ""), 1);
    assert_int_equal(found[0].what, YM_TYPE_OTHER);
    assert_int_equal(types("aaaa", ""), 0);
    assert_int_equal(types("aa", "b"), 0);
}

/* The best first, of equal ones the lower number, and three at most. */
static void order(void **state)
{
    (void)state;
    assert_int_equal(types("", "医院,工资,合同"), 3);
    assert_int_equal(found[0].what, YM_TYPE_LABOUR);
    assert_int_equal(found[1].what, YM_TYPE_MEDICAL);
    assert_int_equal(found[2].what, YM_TYPE_CONTRACT);
    assert_int_equal(types("aab", "医院,工资,合同"), 3);
    assert_int_equal(types("漏水", "医院,工资,合同,aab"), 3);
    assert_int_equal(found[0].what, YM_TYPE_NEIGHBOUR);
    assert_int_equal(found[2].what, YM_TYPE_MEDICAL);
    assert_int_equal(types("漏水,合同,工资", "医院"), 3); /* as loud as the third, but behind it */
    assert_int_equal(found[0].what, YM_TYPE_LABOUR);
    assert_int_equal(found[1].what, YM_TYPE_NEIGHBOUR);
    assert_int_equal(found[2].what, YM_TYPE_CONTRACT);
}

static void causes(void **state)
{
    (void)state;
    assert_int_equal(ym_suggest_causes(rows, ROWS, YM_SPAN("楼上"), YM_SPAN("漏水,工资"), found),
                     2);
    assert_int_equal(found[0].what, 0);
    assert_int_equal(found[0].score, 4);
    assert_int_equal(found[1].what, 1);
    assert_int_equal(ym_suggest_causes(rows, ROWS, YM_SPAN("工资"), YM_SPAN(""), found), 0);
}

/* More may speak than are named. */
static void many_words(void **state)
{
    struct ym_keyword many[YM_SUGGEST_WORDS_MAX + 1];
    static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g" };

    (void)state;
    for (size_t i = 0; i < YM_SUGGEST_WORDS_MAX + 1; i++)
        many[i] = (struct ym_keyword){ ym_span_of(letters[i]), YM_TYPE_DAMAGE, 1, YM_CAUSE_NONE };
    assert_int_equal(
        ym_suggest_types(many, YM_SUGGEST_WORDS_MAX + 1, YM_SPAN("gfedcba"), YM_SPAN(""), found),
        1);
    assert_int_equal(found[0].nwords, YM_SUGGEST_WORDS_MAX);
    assert_int_equal(found[0].score, 2 * (YM_SUGGEST_WORDS_MAX + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_speaks),
        cmocka_unit_test(loudness),
        cmocka_unit_test(word_behind_its_own_beginning),
        cmocka_unit_test(order),
        cmocka_unit_test(causes),
        cmocka_unit_test(many_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
