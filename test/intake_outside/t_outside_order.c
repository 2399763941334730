/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders as they come: whole, thin, and wrong. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "json/order.h"
#include "yima/limits.h"
#include "yima/vocab.h"

#define NOW INT64_C(1763800000000000) /* some day in November 2025 */

static const char whole[] =
    "{\"external_ref\":\"HZ-1\",\"external_type\":\"0102\",\"title\":\"楼上漏水\","
    "\"description\":\"连续三天\",\"region\":\"330108001\",\"amount_fen\":\"300000\","
    "\"occurred_at\":\"2025-11-20T08:00:00+08:00\",\"harm\":1,\"urgency\":2,\"scope\":0,"
    "\"joint\":true,\"status_wanted\":false,\"parties\":["
    "{\"side\":\"claimant\",\"kind\":\"natural\",\"name\":\"张三\","
    "\"identity\":\"11010519491231002x\",\"phone\":\"13800000000\",\"address\":\"某路1号\"},"
    "{\"side\":\"respondent\",\"kind\":\"legal\",\"name\":\"某公司\","
    "\"identity\":\"91350100M000100Y43\"}]}";

static const struct json_order_frame frame = { .claimant = YM_SPAN_INIT("甲"),
                                               .respondent = YM_SPAN_INIT("乙"),
                                               .nameless = YM_SPAN_INIT("丙"),
                                               .now = NOW };

struct fixture {
    struct ym_arena arena;
    struct json_order got;
    struct ym_mistakes mistakes;
    struct ym_error error;
};

static int set_up(void **state)
{
    struct fixture *const f = calloc(1, sizeof(*f));

    assert_non_null(f);
    assert_true(ym_arena_init(&f->arena, JSON_ORDER_ARENA_BYTES));
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *const f = *state;

    ym_arena_release(&f->arena);
    free(f);
    return 0;
}

static enum ym_err order_read(struct fixture *f, const char *text)
{
    ym_arena_reset(&f->arena);
    ym_mistakes_clear(&f->mistakes);
    return json_order_read(ym_span_of(text), &frame, &f->arena, &f->got, &f->mistakes, &f->error);
}

static void taken(struct fixture *f, const char *text)
{
    if (order_read(f, text) != YM_E_OK)
        fail_msg("%s", f->error.text);
}

static void refused(struct fixture *f, const char *find, const char *put, const char *place)
{
    char *text = edited(whole, find, put);

    assert_int_not_equal(order_read(f, text), YM_E_OK);
    free(text);
    assert_true(f->mistakes.n > 0);
    assert_string_equal(f->mistakes.at[0].place, place);
}

static void reads_everything(void **state)
{
    struct fixture *const f = *state;

    taken(f, whole);
    assert_span(f->got.reference, "HZ-1");
    assert_span(f->got.kind, "0102");
    assert_span(f->got.title, "楼上漏水");
    assert_span(f->got.description, "连续三天");
    assert_true(f->got.region == INT64_C(330108001000));
    assert_true(f->got.amount_fen == 300000);
    assert_true(f->got.occurred_at < NOW);
    assert_int_equal(f->got.harm, 1);
    assert_int_equal(f->got.urgency, 2);
    assert_int_equal(f->got.scope, 0);
    assert_true(f->got.joint);
    assert_false(f->got.wants_status);
    assert_false(f->got.lacks_parties);
    assert_int_equal(f->got.left_out.n, 0);
    assert_int_equal(f->got.nparties, 2);
    assert_span(f->got.parties[0].identity, "11010519491231002X");
    assert_span(f->got.parties[0].phone, "13800000000");
    assert_span(f->got.parties[1].identity, "91350100M000100Y43");
    assert_span(f->got.detail, "{\"parties\":[{\"kind\":\"natural\",\"side\":\"claimant\"},"
                               "{\"kind\":\"legal\",\"side\":\"respondent\"}]}");
}

/* What hotlines send: who called, and what about. */
static void a_thin_order_is_one(void **state)
{
    struct fixture *const f = *state;

    taken(f, "{\"external_ref\":\"1\",\"title\":\"噪声\"}");
    assert_int_equal(f->got.nparties, 2);
    assert_int_equal(f->got.parties[0].side, YM_SIDE_CLAIMANT);
    assert_span(f->got.parties[0].name, "甲");
    assert_int_equal(f->got.parties[1].side, YM_SIDE_RESPONDENT);
    assert_span(f->got.parties[1].name, "乙");
    assert_true(f->got.lacks_parties);
    assert_true(f->got.wants_status);
    assert_true(f->got.region == 0);
    assert_true(f->got.amount_fen == -1);
    assert_true(f->got.occurred_at == YM_USEC_NONE);
    assert_int_equal(f->got.kind.n, 0);

    taken(f, "{\"external_ref\":\"1\",\"title\":\"噪声\",\"description\":null,\"region\":null,"
             "\"external_type\":null,\"parties\":[{\"side\":\"claimant\",\"name\":null,"
             "\"phone\":\"\"}]}");
    assert_int_equal(f->got.nparties, 2);
    assert_span(f->got.parties[0].name, "丙");
    assert_span(f->got.parties[1].name, "乙");
    assert_int_equal(f->got.left_out.n, 0);
}

/* A slip in a number is no reason to send a person away. */
static void numbers_that_do_not_hold_are_left_out(void **state)
{
    struct fixture *const f = *state;
    char *text = edited(whole, "11010519491231002x", "110105194912310021");

    taken(f, text);
    free(text);
    assert_int_equal(f->got.parties[0].identity.n, 0);
    assert_span(f->got.left_out, "110105194912310021\n");
    text = edited(whole, "13800000000", "见描述");
    taken(f, text);
    free(text);
    assert_int_equal(f->got.parties[0].phone.n, 0);
    assert_span(f->got.left_out, "见描述\n");
}

static void mistakes_are_told_with_their_place(void **state)
{
    struct fixture *const f = *state;

    refused(f, "\"external_ref\":\"HZ-1\",", "", "/external_ref");
    refused(f, "\"title\":\"楼上漏水\",", "", "/title");
    refused(f, "\"region\":\"330108001\"", "\"region\":\"3301080\"", "/region");
    refused(f, "\"side\":\"claimant\"", "\"side\":\"plaintiff\"", "/parties/0/side");
    refused(f, "\"harm\":1", "\"harm\":4", "/harm");
    refused(f, "2025-11-20T08", "2035-11-20T08", "/occurred_at");
    refused(f, "\"joint\":true", "\"joint\":true,\"colour\":\"red\"", "/colour");
    assert_int_equal(order_read(f, "{\"external_ref\":"), YM_E_INVALID);
    assert_int_equal(order_read(f, ""), YM_E_INVALID);
}

/* A text of n characters in place of the title or reference. */
static enum ym_err with(struct fixture *f, const char *find, const char *format, size_t n)
{
    char *many = repeated("字", n);
    char *put = malloc(n * 3 + 64);
    char *text;
    enum ym_err err;

    assert_non_null(put);
    (void)snprintf(put, n * 3 + 64, "%s%s\"", format, many);
    text = edited(whole, find, put);
    err = order_read(f, text);
    free(text);
    free(put);
    free(many);
    return err;
}

static void limits_hold(void **state)
{
    struct fixture *const f = *state;
    char *spaces = repeated(" ", JSON_ORDER_BYTES_MAX - (sizeof(whole) - 1) + 1);
    char *large = malloc(JSON_ORDER_BYTES_MAX + 2);

    assert_non_null(large);
    (void)snprintf(large, JSON_ORDER_BYTES_MAX + 2, "%s%s", whole, spaces);
    assert_int_equal(order_read(f, large), YM_E_TOO_LARGE);
    large[JSON_ORDER_BYTES_MAX] = '\0';
    assert_int_equal(order_read(f, large), YM_E_OK);
    free(large);
    free(spaces);
    assert_int_equal(with(f, "\"title\":\"楼上漏水\"", "\"title\":\"", YM_TITLE_CHARS_MAX),
                     YM_E_OK);
    assert_int_equal(with(f, "\"title\":\"楼上漏水\"", "\"title\":\"", YM_TITLE_CHARS_MAX + 1),
                     YM_E_UNPROCESSABLE);
    assert_int_equal(
        with(f, "\"external_ref\":\"HZ-1\"", "\"external_ref\":\"", YM_EXTERNAL_REF_CHARS_MAX),
        YM_E_OK);
    assert_int_equal(
        with(f, "\"external_ref\":\"HZ-1\"", "\"external_ref\":\"", YM_EXTERNAL_REF_CHARS_MAX + 1),
        YM_E_UNPROCESSABLE);
}

/* Two seats stay free for sides on which nobody sits. */
static void as_many_parties_as_may_be(void **state)
{
    struct fixture *const f = *state;

    for (size_t n = YM_SEATS_MAX - 2; n <= YM_SEATS_MAX - 1; n++) {
        char *parties = repeated("{\"side\":\"third\"},", n);
        char text[4096];

        parties[strlen(parties) - 1] = '\0';
        (void)snprintf(text, sizeof(text),
                       "{\"external_ref\":\"1\",\"title\":\"噪声\",\"parties\":[%s]}", parties);
        free(parties);
        assert_int_equal(order_read(f, text), n == YM_SEATS_MAX - 2 ? YM_E_OK : YM_E_UNPROCESSABLE);
    }
    assert_int_equal(f->mistakes.n, 1);
    assert_string_equal(f->mistakes.at[0].place, "/parties");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_thin_order_is_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_that_do_not_hold_are_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_are_told_with_their_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(limits_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(as_many_parties_as_may_be, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
