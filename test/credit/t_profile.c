/* SPDX-License-Identifier: Apache-2.0 */
/* A frozen profile as JSON, there and back; what a run states of itself; who may decide on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/credit.h"
#include "base/arena.h"
#include "json/profile.h"

#define DAY 20000 /* 2024-10-04 */

static const struct json_profile_rule rules[] = {
    { .procedure = YM_SPAN_INIT("zhejiang-2025/1.1"),
      .rule = 231,
      .source = YM_SPAN_INIT("人民调解法 20") },
    { .procedure = YM_SPAN_INIT("zhejiang-2025/1.1"),
      .rule = 701,
      .source = YM_SPAN_INIT("人民调解法 31") },
};

static struct ym_id id_of(int64_t ms)
{
    struct ym_id_gen gen;
    struct ym_id id;

    ym_id_gen_range(&gen, 1, ms, ms + 1000);
    assert_true(ym_id_next(&gen, YM_ID_EPOCH + (ms + 1) * 1000, 7, &id));
    return id;
}

static struct json_profile_item item(void)
{
    return (struct json_profile_item){ .dispute = id_of(1000000),
                                       .seq = 17,
                                       .ref_seq = 12,
                                       .day = DAY,
                                       .of = DAY + 3,
                                       .rule = 1,
                                       .weight = 913,
                                       .points = 700,
                                       .seat = 3,
                                       .type = YM_TYPE_NEIGHBOUR,
                                       .kind = YM_CREDIT_LATE,
                                       .item = 2,
                                       .why = YM_CREDIT_WHY_DISPUTED,
                                       .flag = YM_CREDIT_WHY_DISPUTED };
}

static struct json_profile profile(const struct json_profile_item *items, size_t n)
{
    struct json_profile p = { .month = ym_day_make(2026, 10, 1),
                              .kind = YM_PARTY_LEGAL,
                              .formula_id = YM_SPAN("yima"),
                              .formula_version = YM_SPAN("1.0"),
                              .formula_source = YM_SPAN("征信业管理条例 16"),
                              .older = 4,
                              .nitems = n,
                              .nrules = 2,
                              .items = items,
                              .rules = rules };

    p.minimum[YM_CREDIT_PART_PARTICIPATION] = 3;
    p.minimum[YM_CREDIT_PART_PERFORMANCE] = 4;
    p.sum.left_out = 1;
    p.sum.n[YM_CREDIT_ATTENDED] = 5;
    p.sum.n[YM_CREDIT_LATE] = 2;
    p.sum.not [YM_CREDIT_WHY_MERGED] = 9;
    p.sum.habits[YM_SIDE_CLAIMANT][YM_TYPE_NEIGHBOUR] = 6;
    p.sum.parts[YM_CREDIT_PART_HABITS].points = -1;
    p.sum.parts[YM_CREDIT_PART_PARTICIPATION].counted = 5;
    p.sum.parts[YM_CREDIT_PART_PARTICIPATION].points = 1000;
    p.sum.parts[YM_CREDIT_PART_PERFORMANCE].counted = 2;
    p.sum.parts[YM_CREDIT_PART_PERFORMANCE].points = -1;
    p.nonce[0] = 0xab;
    p.nonce[15] = 0x01;
    return p;
}

static void test_there_and_back(void **state)
{
    struct json_profile_item items[2] = { item(), item() };
    struct json_profile p, got;
    struct ym_arena arena;
    struct ym_buf b, again;
    struct ym_error why;

    (void)state;
    items[0].of = items[0].day;
    items[0].ref_seq = 0;
    items[0].points = -1;
    items[0].flag = items[0].why = YM_CREDIT_WHY_COUNTS;
    p = profile(items, 2);
    ym_buf_init(&b, JSON_PROFILE_BYTES_MAX);
    ym_buf_init(&again, JSON_PROFILE_BYTES_MAX);
    assert_true(ym_arena_init(&arena, JSON_PROFILE_ARENA_BYTES));
    json_profile_write(&p, &b);
    assert_true(ym_buf_ok(&b));
    assert_int_equal(json_profile_read(ym_buf_span(&b), &arena, &got, &why), YM_E_OK);
    json_profile_write(&got, &again);
    assert_true(ym_span_is(ym_buf_span(&b), ym_buf_span(&again)));
    assert_int_equal(got.nitems, 2);
    assert_memory_equal(&got.items[1], &items[1], offsetof(struct json_profile_item, flag) + 1);
    assert_memory_equal(got.sum.habits, p.sum.habits, sizeof(p.sum.habits));
    assert_memory_equal(got.sum.n, p.sum.n, sizeof(p.sum.n));
    assert_memory_equal(got.nonce, p.nonce, sizeof(p.nonce));
    assert_int_equal(got.sum.parts[YM_CREDIT_PART_PERFORMANCE].points, -1);
    assert_int_equal(got.minimum[YM_CREDIT_PART_PERFORMANCE], 4);
    ym_buf_release(&b);
    ym_buf_release(&again);
    ym_arena_release(&arena);
}

/* What bars a whole dispute is not told: the number alone would tell of it. */
static void test_what_is_not_told(void **state)
{
    struct json_profile p = profile(NULL, 0);
    struct ym_buf b;

    (void)state;
    p.sum.barred = 3;
    p.sum.not [YM_CREDIT_WHY_FAMILY_VIOLENCE] = 2;
    p.sum.not [YM_CREDIT_WHY_PROTECTED] = 2;
    p.sum.not [YM_CREDIT_WHY_MINOR] = 2;
    ym_buf_init(&b, JSON_PROFILE_BYTES_MAX);
    json_profile_write(&p, &b);
    assert_non_null(strstr(b.at, "\"not\":{\"merged\":9}"));
    assert_null(strstr(b.at, "violence"));
    assert_null(strstr(b.at, "protected"));
    ym_buf_release(&b);
}

static void refuses(const char *text, const char *what, const char *with)
{
    struct ym_arena arena;
    struct json_profile got;
    struct ym_error why;
    struct ym_buf b;
    const char *at = strstr(text, what);

    assert_non_null(at);
    ym_buf_init(&b, JSON_PROFILE_BYTES_MAX);
    ym_buf_add(&b, (struct ym_span){ text, (size_t)(at - text) });
    ym_buf_puts(&b, with);
    ym_buf_puts(&b, at + strlen(what));
    assert_true(ym_arena_init(&arena, JSON_PROFILE_ARENA_BYTES));
    assert_int_not_equal(json_profile_read(ym_buf_span(&b), &arena, &got, &why), YM_E_OK);
    ym_arena_release(&arena);
    ym_buf_release(&b);
}

static void test_what_is_refused(void **state)
{
    const struct json_profile_item one = item();
    const struct json_profile p = profile(&one, 1);
    struct ym_buf b;

    (void)state;
    ym_buf_init(&b, JSON_PROFILE_BYTES_MAX);
    json_profile_write(&p, &b);
    refuses(b.at, "\"v\":1", "\"v\":2");
    refuses(b.at, "\"2026-10\"", "\"2026-13\"");
    refuses(b.at, "\"kind\":\"late\"", "\"kind\":\"rude\"");
    refuses(b.at, "\"rule\":1", "\"rule\":2"); /* one past the last */
    refuses(b.at, "\"weight\":913", "\"weight\":1001");
    refuses(b.at, "\"points\":700", "\"points\":1001");
    refuses(b.at, "\"merged\":9", "\"tired\":9");
    refuses(b.at, "\"older\":4", "\"olden\":4");
    refuses(b.at, "ab0000", "zb0000");
    ym_buf_release(&b);
}

/* The limit of items, and one past it. */
static void test_items_at_the_limit(void **state)
{
    static struct json_profile_item many[JSON_PROFILE_ITEMS_MAX + 1];
    struct json_profile got;
    struct ym_arena arena;
    struct ym_error why;

    (void)state;
    for (size_t i = 0; i <= JSON_PROFILE_ITEMS_MAX; i++)
        many[i] = item();
    assert_true(ym_arena_init(&arena, JSON_PROFILE_ARENA_BYTES));
    for (size_t n = JSON_PROFILE_ITEMS_MAX; n <= JSON_PROFILE_ITEMS_MAX + 1; n++) {
        const struct json_profile p = profile(many, n);
        struct ym_buf b;

        ym_buf_init(&b, JSON_PROFILE_BYTES_MAX);
        json_profile_write(&p, &b);
        assert_true(ym_buf_ok(&b));
        assert_int_equal(json_profile_read(ym_buf_span(&b), &arena, &got, &why) == YM_E_OK,
                         n == JSON_PROFILE_ITEMS_MAX);
        ym_buf_release(&b);
        ym_arena_reset(&arena);
    }
    ym_arena_release(&arena);
}

static void test_order_of_items(void **state)
{
    const struct json_profile_item a = item();
    struct json_profile_item b = a;

    (void)state;
    assert_int_equal(json_profile_compare(&a, &b), 0);
    b.kind++;
    assert_true(json_profile_compare(&a, &b) < 0);
    b = a;
    b.item--;
    assert_true(json_profile_compare(&a, &b) > 0);
    b = a;
    b.day--;
    b.seq += 9;
    assert_true(json_profile_compare(&a, &b) > 0);
    b = a;
    b.dispute.v++;
    b.seq--;
    assert_true(json_profile_compare(&a, &b) < 0);
}

static void test_how_old_it_is(void **state)
{
    struct json_profile_item items[2] = { item(), item() };
    struct json_profile p = profile(items, 2);

    (void)state;
    p.older = 0;
    items[0].of = ym_day_make(2024, 2, 29);
    items[1].of = YM_DAY_NONE;
    items[1].day = ym_day_make(2024, 2, 28);
    assert_int_equal(json_profile_oldest(&p, 1826), items[1].day);
    items[1].of = ym_day_make(2024, 3, 1);
    assert_int_equal(json_profile_oldest(&p, 1826), items[0].of);
    p.older = 1; /* the earliest that one of its month can be */
    p.month = ym_day_make(2026, 10, 1);
    assert_int_equal(json_profile_oldest(&p, 1095), ym_day_make(2026, 10, 31) - 1095);
    p.older = 0;
    p.nitems = 0;
    assert_int_equal(json_profile_oldest(&p, 1826), YM_DAY_NONE);
}

/* ---- Runs ---- */

static void test_expiry(void **state)
{
    const ym_day of = ym_day_make(2024, 2, 29);

    (void)state;
    assert_false(app_credit_is_expired(of, 1095, of + 1095));
    assert_true(app_credit_is_expired(of, 1095, of + 1096));
    assert_false(app_credit_is_expired(of, 1826, of - 1)); /* it is not due yet */
    assert_false(app_credit_is_expired(YM_DAY_NONE, 1, of));
    assert_int_equal(app_credit_drawn_days(1826), 1826 - 62);
    assert_int_equal(app_credit_drawn_days(62), 0);
    assert_int_equal(app_credit_drawn_days(1), 0);
}

static void test_statement_and_places(void **state)
{
    struct app_credit_run r = { .month = ym_day_make(2026, 10, 1),
                                .run = 2,
                                .formula = "yima/1.0" };
    unsigned char party[APP_CREDIT_PARTY_LEN] = { 0xff, 0x80 };
    char text[APP_CREDIT_STATEMENT_MAX], label[APP_CREDIT_LABEL_MAX];
    struct ym_span got;
    size_t n;

    (void)state;
    r.n[APP_CREDIT_N_LEGAL] = 3;
    r.n[APP_CREDIT_N_NATURAL] = 12345678901;
    r.profiles_sha256[31] = 0x0f;
    n = app_credit_statement(&r, text);
    assert_int_equal(n, strlen(text));
    assert_non_null(strstr(text, "{\"counts\":{\"legal\":\"3\",\"natural\":\"12345678901\"},"));
    assert_non_null(strstr(text, "\"month\":\"2026-10\""));
    assert_non_null(strstr(text, "0000000f\",\"v\":1}"));
    assert_null(strstr(text, "\"run\"")); /* drawn again from the same data it has the same hash */
    assert_int_equal(app_credit_bucket(party), 1022);
    got = app_credit_label(r.month, party, label);
    assert_int_equal(strncmp(got.at, "credit_profile.body/2026-10/ff8000", 34), 0);
    assert_int_equal(got.n, 28 + 64);
}

static void test_who_decides(void **state)
{
    struct app_credit_run r = { .state = APP_CREDIT_WAITING, .runner = 7 };

    (void)state;
    assert_int_equal(app_credit_bar_of(NULL, 8, true, true), APP_CREDIT_BAR_NO_RUN);
    assert_int_equal(app_credit_bar_of(&r, 7, true, true), APP_CREDIT_BAR_SAME_PERSON);
    assert_int_equal(app_credit_bar_of(&r, 8, false, true), APP_CREDIT_BAR_FORBIDDEN);
    assert_int_equal(app_credit_bar_of(&r, 8, true, true), APP_CREDIT_BAR_NONE);
    assert_int_equal(app_credit_bar_of(&r, 7, true, false), APP_CREDIT_BAR_NONE); /* withdraws */
    r.state = APP_CREDIT_DRAWING;
    assert_int_equal(app_credit_bar_of(&r, 8, true, true), APP_CREDIT_BAR_DRAWING);
    assert_int_equal(app_credit_bar_of(&r, 8, true, false), APP_CREDIT_BAR_NONE);
    r.state = APP_CREDIT_APPROVED;
    assert_int_equal(app_credit_bar_of(&r, 8, true, true), APP_CREDIT_BAR_FROZEN);
    assert_int_equal(app_credit_bar_of(&r, 8, true, false), APP_CREDIT_BAR_FROZEN);
    r.state = APP_CREDIT_WITHDRAWN;
    assert_int_equal(app_credit_bar_of(&r, 8, true, true), APP_CREDIT_BAR_WITHDRAWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),  cmocka_unit_test(test_what_is_not_told),
        cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_items_at_the_limit),
        cmocka_unit_test(test_order_of_items),  cmocka_unit_test(test_statement_and_places),
        cmocka_unit_test(test_who_decides),     cmocka_unit_test(test_how_old_it_is),
        cmocka_unit_test(test_expiry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
