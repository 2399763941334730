/* SPDX-License-Identifier: Apache-2.0 */
/* Messages, receipts and lists: what is written is what is read, and what is not well formed is
 * refused, at each limit and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/envelope.h"
#include "yima/number.h"

#define ARENA (8u * APP_MESSAGE_BYTES_MAX)
#define AT    "\"at\":\"2026-11-22T10:00:00+08:00\""
#define HEAD                                                                                       \
    "{\"id\":\"m1\",\"verb\":\"ReviewFiling\",\"partner\":\"hz-court\"," AT                        \
    ",\"kind\":\"filing\",\"body\":"

struct bench {
    struct ym_arena arena;
    struct ym_buf out;
    struct ym_error why;
};

static int setup(void **state)
{
    static struct bench b;

    memset(&b, 0, sizeof(b));
    assert_true(ym_arena_init(&b.arena, ARENA));
    ym_buf_init(&b.out, 2 * APP_MESSAGE_BYTES_MAX);
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;

    ym_arena_release(&b->arena);
    ym_buf_release(&b->out);
    return 0;
}

static enum ym_err read_text(struct bench *b, const char *text, struct exchange_envelope *e)
{
    return exchange_read_envelope(ym_span_of(text), &b->arena, e, &b->why);
}

static void what_is_written_is_read(void **state)
{
    struct bench *b = *state;
    struct exchange_envelope e;
    const struct exchange_envelope in = { .id = YM_SPAN("06XK.12.ReviewFiling"),
                                          .verb = EXCHANGE_REVIEW_FILING,
                                          .partner = YM_SPAN("hz-court"),
                                          .dispute = { INT64_C(910000000000000001) },
                                          .seq = 12,
                                          .at = INT64_C(1795305600000000),
                                          .in_reply_to = YM_SPAN("c1"),
                                          .kind = APP_EXCHANGE_FILING,
                                          .body = YM_SPAN("{\"claims\":\"赔偿三千元\"}") };

    exchange_put_envelope(&b->out, &in);
    assert_true(ym_buf_ok(&b->out));
    assert_int_equal(exchange_read_envelope(ym_buf_span(&b->out), &b->arena, &e, &b->why), YM_E_OK);
    assert_true(ym_span_is(e.id, in.id) && ym_span_is(e.partner, in.partner));
    assert_true(ym_span_is(e.in_reply_to, in.in_reply_to) && ym_span_is(e.body, in.body));
    assert_int_equal(e.verb, in.verb);
    assert_int_equal(e.kind, in.kind);
    assert_int_equal(e.seq, in.seq);
    assert_true(e.dispute.v == in.dispute.v && e.at == in.at);
    assert_false(e.is_unreadable);
}

static void what_is_not_well_formed_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "[]",
        "{}",
        HEAD "[]}",
        HEAD "1}",
        HEAD "{}},",
        HEAD "{},\"more\":1}",
        HEAD "{},\"body\":{}}",
        "{\"id\":\"m 1\",\"verb\":\"ReviewFiling\",\"partner\":\"p1\"," AT
        ",\"kind\":\"filing\",\"body\":{}}",
        "{\"id\":\"m1\",\"verb\":\"Intake\",\"partner\":\"p1\"," AT
        ",\"kind\":\"filing\",\"body\":{}}",
        "{\"id\":\"m1\",\"verb\":\"reviewfiling\",\"partner\":\"p1\"," AT
        ",\"kind\":\"filing\",\"body\":{}}",
        "{\"id\":\"m1\",\"verb\":\"ReviewFiling\",\"partner\":\"p1\"," AT
        ",\"kind\":\"lawsuit\",\"body\":{}}",
        "{\"id\":\"m1\",\"verb\":\"ReviewFiling\",\"partner\":\"p1\",\"at\":\"yesterday\","
        "\"kind\":\"filing\",\"body\":{}}",
        "{\"id\":\"m1\",\"verb\":\"ReviewFiling\",\"partner\":\"p1\"," AT
        ",\"kind\":\"filing\",\"body\":{},\"seq\":-1}",
    };
    struct bench *b = *state;
    struct exchange_envelope e;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (read_text(b, wrong[i], &e) == YM_E_OK)
            fail_msg("taken: %s", wrong[i]);
    }
    assert_int_equal(read_text(b, HEAD "{}}", &e), YM_E_OK);
}

/* A number that no dispute can have is somebody's mistake, to be answered: not malformed. */
static void a_wrong_number_is_told_apart(void **state)
{
    struct bench *b = *state;
    struct exchange_envelope e;
    char number[YM_NUMBER_TEXT_MAX];
    char text[400];

    assert_int_equal(read_text(b, HEAD "{},\"dispute\":null,\"number\":null}", &e), YM_E_OK);
    assert_true(e.dispute.v == 0 && !e.is_unreadable);
    assert_int_equal(read_text(b, HEAD "{},\"number\":\"06XK2-9QW3T-ABC7\"}", &e), YM_E_OK);
    assert_true(e.is_unreadable && e.dispute.v == 0);
    ym_number_print((struct ym_id){ INT64_C(910000000000000001) }, number);
    (void)snprintf(text, sizeof(text), HEAD "{},\"number\":\"%s\"}", number);
    assert_int_equal(read_text(b, text, &e), YM_E_OK);
    assert_true(e.dispute.v == INT64_C(910000000000000001) && !e.is_unreadable);
    /* Two numbers that are not the same dispute's. */
    (void)snprintf(text, sizeof(text),
                   HEAD "{},\"dispute\":\"%s\",\"number\":\"06XK2-9QW3T-ABC7\"}", number);
    assert_int_equal(read_text(b, text, &e), YM_E_OK);
    assert_true(e.is_unreadable && e.dispute.v == 0);
}

static void an_id_has_so_many_bytes(void **state)
{
    struct bench *b = *state;
    struct exchange_envelope e;
    char text[400];

    for (int n = APP_MESSAGE_NAME_MAX; n <= APP_MESSAGE_NAME_MAX + 1; n++) {
        char id[APP_MESSAGE_NAME_MAX + 2];

        memset(id, 'i', sizeof(id));
        id[n] = '\0';
        (void)snprintf(text, sizeof(text),
                       "{\"id\":\"%s\",\"verb\":\"ReviewFiling\",\"partner\":\"p1\"," AT
                       ",\"kind\":\"filing\",\"body\":{}}",
                       id);
        assert_int_equal(read_text(b, text, &e) == YM_E_OK, n == APP_MESSAGE_NAME_MAX);
    }
}

/* A message of exactly the largest size is taken, one byte more is not. */
static void a_message_has_so_many_bytes(void **state)
{
    struct bench *b = *state;
    struct exchange_envelope e;

    for (size_t over = 0; over <= 1; over++) {
        ym_buf_clear(&b->out);
        ym_buf_puts(&b->out, HEAD "{\"a\":\"");
        while (b->out.n + 3 < APP_MESSAGE_BYTES_MAX + over)
            ym_buf_putc(&b->out, 'x');
        ym_buf_puts(&b->out, "\"}}");
        assert_int_equal(b->out.n, APP_MESSAGE_BYTES_MAX + over);
        ym_arena_reset(&b->arena);
        assert_int_equal(exchange_read_envelope(ym_buf_span(&b->out), &b->arena, &e, &b->why),
                         over == 0 ? YM_E_OK : YM_E_TOO_LARGE);
    }
}

static void receipts(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "{\"id\":\"m1\",\"status\":\"ok\"}",
        "{\"id\":\"m1\",\"status\":\"rejected\"}", /* without a reason */
        "{\"id\":\"m1\",\"status\":\"rejected\",\"reason\":{}}",
        "{\"id\":\"m1\",\"status\":\"accepted\",\"more\":1}",
        "{\"id\":\"m1\",\"status\":\"accepted\",\"body\":[]}",
        "<html>",
    };
    struct bench *b = *state;
    struct exchange_receipt r;
    const struct exchange_receipt in = { .id = YM_SPAN("m1"),
                                         .state = APP_MESSAGE_REFUSED,
                                         .reason = { YM_SPAN("unclear"), YM_SPAN("内容不明确"),
                                                     YM_SPAN("unclear content") } };

    exchange_put_receipt(&b->out, &in);
    assert_string_equal(b->out.at,
                        "{\"id\":\"m1\",\"status\":\"rejected\",\"reason\":{\"code\":"
                        "\"unclear\",\"zh\":\"内容不明确\",\"en\":\"unclear content\"}}");
    assert_int_equal(exchange_read_receipt(ym_buf_span(&b->out), &b->arena, &r, &b->why), YM_E_OK);
    assert_int_equal(r.state, APP_MESSAGE_REFUSED);
    assert_true(ym_span_is(r.reason.zh, in.reason.zh));
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (exchange_read_receipt(ym_span_of(wrong[i]), &b->arena, &r, &b->why) == YM_E_OK)
            fail_msg("taken: %s", wrong[i]);
    }
}

static void policies(void **state)
{
    struct bench *b = *state;
    struct exchange_policy p;

    assert_int_equal(exchange_read_policy(YM_SPAN("{\"kinds\":[\"filing\",\"referral\"],"
                                                  "\"max_bytes\":1000000,\"answer_hours\":24}"),
                                          &p, &b->why),
                     YM_E_OK);
    assert_int_equal(p.kinds, 1u << APP_EXCHANGE_FILING | 1u << APP_EXCHANGE_REFERRAL);
    assert_int_equal(p.bytes_max, APP_MESSAGE_BYTES_MAX); /* ours counts */
    assert_int_equal(p.answer_hours, 24);
    assert_int_equal(exchange_read_policy(YM_SPAN("{\"max_bytes\":1024}"), &p, &b->why), YM_E_OK);
    assert_int_not_equal(exchange_read_policy(YM_SPAN("{\"max_bytes\":1023}"), &p, &b->why),
                         YM_E_OK);
    assert_int_not_equal(exchange_read_policy(YM_SPAN("{\"kinds\":[]}"), &p, &b->why), YM_E_OK);
}

static void lists(void **state)
{
    static struct exchange_list list;
    struct bench *b = *state;

    assert_int_equal(
        exchange_read_list(YM_SPAN("{\"items\":[{\"ref\":\"r1\",\"dispute\":\"not one\",\"kind\":"
                                   "\"filing\",\"state\":\"registered\",\"case_number\":"
                                   "\"(2026)浙0108民初12号\"}],\"next\":\"p2\"}"),
                           &b->arena, &list, &b->why),
        YM_E_OK);
    assert_int_equal(list.n, 1);
    assert_true(list.at[0].dispute.v == 0 && ym_span_is(list.next, YM_SPAN("p2")));
    for (int n = EXCHANGE_LIST_MAX; n <= EXCHANGE_LIST_MAX + 1; n++) {
        ym_buf_clear(&b->out);
        ym_buf_puts(&b->out, "{\"items\":[");
        for (int i = 0; i < n; i++)
            ym_buf_printf(&b->out, "%s{\"ref\":\"r%d\",\"kind\":\"filing\",\"state\":\"a\"}",
                          i > 0 ? "," : "", i);
        ym_buf_puts(&b->out, "],\"next\":null}");
        ym_arena_reset(&b->arena);
        assert_int_equal(exchange_read_list(ym_buf_span(&b->out), &b->arena, &list, &b->why) ==
                             YM_E_OK,
                         n == EXCHANGE_LIST_MAX);
    }
}

/* The longest name that any event and verb give fits, and the same event gives the same name. */
static void names(void **state)
{
    char one[APP_MESSAGE_NAME_MAX + 1], two[APP_MESSAGE_NAME_MAX + 1];
    const struct ym_id id = { INT64_C(910000000000000001) };

    (void)state;
    for (unsigned verb = 0; verb < EXCHANGE_VERB_COUNT; verb++) {
        exchange_message_name(id, INT32_MAX, verb, UINT16_MAX, one);
        exchange_message_name(id, INT32_MAX, verb, UINT16_MAX, two);
        assert_string_equal(one, two);
        exchange_message_name(id, INT32_MAX, verb, 1, two);
        assert_string_not_equal(one, two);
        assert_int_equal(exchange_verb_of(ym_span_of(exchange_verb_word(verb))), (int)verb);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_well_formed_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_wrong_number_is_told_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(an_id_has_so_many_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_message_has_so_many_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(receipts, setup, teardown),
        cmocka_unit_test_setup_teardown(policies, setup, teardown),
        cmocka_unit_test_setup_teardown(lists, setup, teardown),
        cmocka_unit_test(names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
