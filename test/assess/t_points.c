/* SPDX-License-Identifier: Apache-2.0 */
/* For what points are given: each basis at its limit and one past it, one rule of a group, and what
 * is no table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "json/points.h"
#include "json/read.h"

#define TABLE(rules)                                                                               \
    "{\"id\":\"t\",\"version\":\"1\",\"source\":\"s\",\"valid_from\":\"2026-01-01\","              \
    "\"valid_until\":\"2026-12-31\",\"bodies\":[\"people_committee\"],\"rules\":[" rules "]}"
#define RULE(id, group, code, basis, more)                                                         \
    "{\"id\":" #id ",\"group\":" #group ",\"code\":\"" code "\",\"basis\":\"" basis                \
    "\",\"points\":1,\"fen\":\"2\",\"zh\":\"z\",\"en\":\"e\",\"source\":\"s\"" more "}"

static struct ym_points_table *table_of(const char *text)
{
    struct ym_points_table *t = NULL;
    struct ym_error err;

    assert_int_equal(json_points_parse(ym_span_of(text), &t, &err), YM_E_OK);
    return t;
}

static struct ym_month_fact settled(void)
{
    struct ym_month_fact f = { .mediator = 7, .body_kind = YM_BODY_PEOPLE_COMMITTEE, .days = 3 };

    f.n[YM_FIGURE_SETTLED] = 1;
    return f;
}

/* How many rules fit, and the code of the first. */
static size_t given(const char *text, const struct ym_month_fact *f, char code[16])
{
    const struct ym_points_rule *rules[YM_POINTS_GROUPS_MAX];
    struct ym_points_table *t = table_of(text);
    const size_t n = ym_points_of(t, f, rules);

    code[0] = '\0';
    if (n > 0) {
        memcpy(code, rules[0]->code.at, rules[0]->code.n);
        code[rules[0]->code.n] = '\0';
    }
    json_points_free(t);
    return n;
}

static void each_basis(void **state)
{
    char code[16];
    struct ym_month_fact f = settled();

    (void)state;
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "settled", "")), &f, code), 1);
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "written", "")), &f, code), 0);
    f.written = 1;
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "written", "")), &f, code), 1);
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "oral", "")), &f, code), 0);
    f.oral = 1;
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "oral", "")), &f, code), 1);
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "confirmed", "")), &f, code), 0);
    f.n[YM_FIGURE_CONFIRMED] = 1;
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "confirmed", "")), &f, code), 1);
    assert_int_equal(given(TABLE(RULE(1, 1, "a", "manual", "")), &f, code), 0);
}

static void limits_at_and_below(void **state)
{
    static const char amount[] = TABLE(RULE(1, 1, "a", "amount", ",\"least\":\"1000\""));
    static const char sessions[] = TABLE(RULE(1, 1, "a", "sessions", ",\"least\":\"3\""));
    struct ym_month_fact f = settled();
    char code[16];

    (void)state;
    f.amount_fen = 999;
    assert_int_equal(given(amount, &f, code), 0);
    f.amount_fen = 1000;
    assert_int_equal(given(amount, &f, code), 1);
    f.sessions = 2;
    assert_int_equal(given(sessions, &f, code), 0);
    f.sessions = 3;
    assert_int_equal(given(sessions, &f, code), 1);
    f.n[YM_FIGURE_SETTLED] = 0;
    assert_int_equal(given(amount, &f, code), 0);
    assert_int_equal(given(sessions, &f, code), 0);
}

static void all_that_fell_due(void **state)
{
    static const char text[] = TABLE(RULE(1, 1, "a", "performed", ""));
    struct ym_month_fact f = settled();
    char code[16];

    (void)state;
    assert_int_equal(given(text, &f, code), 0);
    f.due = 2;
    f.performed = 1;
    assert_int_equal(given(text, &f, code), 0);
    f.performed_late = 1;
    assert_int_equal(given(text, &f, code), 1);
}

static void one_of_a_group(void **state)
{
    static const char text[] =
        TABLE(RULE(1, 1, "hard", "settled", ",\"types\":[\"medical\"]") "," RULE(
            2, 1, "plain", "settled", "") "," RULE(3, 2, "more", "settled", ""));
    struct ym_month_fact f = settled();
    char code[16];

    (void)state;
    assert_int_equal(given(text, &f, code), 2);
    assert_string_equal(code, "plain");
    f.type = YM_TYPE_MEDICAL;
    assert_int_equal(given(text, &f, code), 2);
    assert_string_equal(code, "hard");
    f.body_kind = YM_BODY_COURT;
    assert_int_equal(given(text, &f, code), 0);
    f = settled();
    f.mediator = 0;
    assert_int_equal(given(text, &f, code), 0);
}

static void what_a_person_puts_forward(void **state)
{
    struct ym_points_table *t =
        table_of(TABLE(RULE(1, 1, "a", "settled", "") "," RULE(2, 2, "b", "manual", "")));

    (void)state;
    assert_ptr_equal(ym_points_manual(t, YM_SPAN("b")), &t->rules[1]);
    assert_null(ym_points_manual(t, YM_SPAN("a")));
    assert_null(ym_points_manual(t, YM_SPAN("c")));
    assert_true(ym_points_holds(t, ym_day_make(2026, 1, 1)));
    assert_true(ym_points_holds(t, ym_day_make(2026, 12, 31)));
    assert_false(ym_points_holds(t, ym_day_make(2025, 12, 31)));
    assert_false(ym_points_holds(t, ym_day_make(2027, 1, 1)));
    t->valid_until = YM_DAY_NONE;
    assert_true(ym_points_holds(t, ym_day_make(2027, 1, 1)));
    json_points_free(t);
}

static void words(void **state)
{
    struct ym_points_table *t = table_of(TABLE(RULE(1, 1, "a", "settled", "")));
    struct ym_buf b;

    (void)state;
    for (int i = 0; i < YM_POINTS_BASIS_COUNT; i++)
        assert_int_equal(ym_points_find(ym_span_of(ym_points_word((enum ym_points_basis)i)->code)),
                         i);
    assert_int_equal(ym_points_find(YM_SPAN("x")), -1);
    ym_buf_init(&b, 256);
    json_points_words(&t->rules[0], &b);
    assert_string_equal(b.at, "{\"code\":\"a\",\"zh\":\"z\",\"en\":\"e\",\"source\":\"s\"}");
    ym_buf_release(&b);
    json_points_free(t);
}

static void no_table(void **state)
{
    static const char *const wrong[] = {
        TABLE(""),
        TABLE(RULE(1, 1, "a", "settled", ",\"least\":\"1\"")),
        TABLE(RULE(1, 1, "a", "amount", "")),
        TABLE(RULE(1, 0, "a", "settled", "")),
        TABLE(RULE(1, 17, "a", "settled", "")),
        TABLE(RULE(2, 1, "a", "settled", "") "," RULE(2, 1, "b", "settled", "")),
        TABLE(RULE(1, 1, "a", "settled", "") "," RULE(2, 1, "a", "settled", "")),
        TABLE(RULE(1, 1, "a", "beauty", "")),
        "{}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct ym_points_table *t;
        struct ym_error err;

        assert_int_not_equal(json_points_parse(ym_span_of(wrong[i]), &t, &err), YM_E_OK);
    }
    json_points_free(table_of(TABLE(RULE(1, 16, "a", "settled", ""))));
}

static void the_shipped_one(void **state)
{
    const struct ym_span text = json_points_shipped();
    struct ym_points_table *t;
    struct ym_error err;

    (void)state;
    assert_int_equal(json_points_parse(text, &t, &err), YM_E_OK);
    for (size_t i = 0; i < t->n; i++)
        assert_true(t->rules[i].source.n > 0);
    json_points_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_basis),
        cmocka_unit_test(limits_at_and_below),
        cmocka_unit_test(all_that_fell_due),
        cmocka_unit_test(one_of_a_group),
        cmocka_unit_test(what_a_person_puts_forward),
        cmocka_unit_test(words),
        cmocka_unit_test(no_table),
        cmocka_unit_test(the_shipped_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
