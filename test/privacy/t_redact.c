/* SPDX-License-Identifier: Apache-2.0 */
/* Redaction: the words of an event go, and the event still says the same to the engine. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "json/event.h"
#include "json/redact.h"
#include "yima/canon.h"

struct redacted {
    char from[YM_EVENT_BYTES_MAX];
    struct ym_span before;
    struct ym_buf after;
    bool is_changed;
    struct ym_event was, is;
};

/* An event of this detail, redacted. */
static void redact(struct redacted *r, const char *detail)
{
    const struct ym_event ev = {
        .dispute = { 4711 },
        .seq = 7,
        .rule = 231,
        .c = { .kind = YM_CMD_REACH_AGREEMENT,
               .at = 1700000000000000,
               .items = 2,
               .fields = YM_FB(OBLIGATIONS) | YM_FB(TERMS),
               .date = 20000,
               .first_due = 20000,
               .by = { .role = YM_ROLE_MEDIATOR, .seat = YM_SEAT_NONE, .staff = 5038 },
               .detail = ym_span_of(detail) },
    };

    ym_buf_init(&r->after, YM_EVENT_BYTES_MAX);
    r->before = (struct ym_span){ r->from, ym_canon_event(&ev, r->from, sizeof(r->from)) };
    assert_int_equal(json_event_read(r->before, &r->was, NULL), YM_E_OK);
    assert_int_equal(json_event_redact(r->before, &r->after, &r->is_changed, NULL), YM_E_OK);
    assert_int_equal(json_event_read(ym_buf_span(&r->after), &r->is, NULL), YM_E_OK);
}

static void expect(const char *detail, const char *want)
{
    struct redacted r;
    struct ym_buf again;
    bool is_changed;

    redact(&r, detail);
    assert_int_equal(r.is_changed, strcmp(detail, want) != 0);
    assert_true(ym_span_is(r.is.c.detail, ym_span_of(want)));
    r.is.c.detail = r.was.c.detail;
    assert_memory_equal(&r.is, &r.was, sizeof(r.is)); /* all but the words */
    ym_buf_init(&again, YM_EVENT_BYTES_MAX);
    assert_int_equal(json_event_redact(ym_buf_span(&r.after), &again, &is_changed, NULL), YM_E_OK);
    assert_false(is_changed);
    assert_true(ym_span_is(ym_buf_span(&again), ym_buf_span(&r.after)));
    ym_buf_release(&again);
    ym_buf_release(&r.after);
}

static void words_go(void **state)
{
    (void)state;
    expect("{\"reason\":\"张三病了\"}", "{\"reason\":\"" JSON_REDACTED "\"}");
    expect("{\"facts\":\"\\\"a\\\\\",\"note\":\"b\"}",
           "{\"facts\":\"" JSON_REDACTED "\",\"note\":\"" JSON_REDACTED "\"}");
    expect("{\"case_number\":\"(2024)浙0108民初1号\",\"place\":\"某路1号\"}",
           "{\"case_number\":\"" JSON_REDACTED "\",\"place\":\"" JSON_REDACTED "\"}");
}

static void numbers_days_and_codes_stay(void **state)
{
    (void)state;
    expect("{\"amount_fen\":\"300000\",\"date\":\"2026-01-02\",\"days\":3,\"result\":\"fulfilled\","
           "\"seat\":1,\"sha256\":\"00ff\"}",
           "{\"amount_fen\":\"300000\",\"date\":\"2026-01-02\",\"days\":3,\"result\":\"fulfilled\","
           "\"seat\":1,\"sha256\":\"00ff\"}");
    expect("{}", "{}");
    expect("{\"title\":true}", "{\"title\":true}");
}

static void lists_keep_their_shape(void **state)
{
    (void)state;
    expect(
        "{\"obligations\":[{\"account\":\"工行 6222\",\"act\":\"修好\",\"amount_fen\":\"5\","
        "\"due\":\"2030-01-31\",\"payee\":0,\"payer\":1},{\"act\":\"道歉\",\"due\":\"2030-01-31\","
        "\"payee\":0,\"payer\":1}],\"terms\":\"词\"}",
        "{\"obligations\":[{\"account\":\"" JSON_REDACTED "\",\"act\":\"" JSON_REDACTED
        "\",\"amount_fen\":\"5\",\"due\":\"2030-01-31\",\"payee\":0,\"payer\":1},{\"act\":"
        "\"" JSON_REDACTED
        "\",\"due\":\"2030-01-31\",\"payee\":0,\"payer\":1}],\"terms\":\"" JSON_REDACTED "\"}");
    expect("{\"attendance\":[{\"seat\":0,\"status\":\"attended\"}]}",
           "{\"attendance\":[{\"seat\":0,\"status\":\"attended\"}]}");
}

static void what_is_not_known_is_words(void **state)
{
    (void)state;
    expect("{\"later\":\"a name\",\"of\":[\"one\",\"two\"]}",
           "{\"later\":\"" JSON_REDACTED "\",\"of\":[\"" JSON_REDACTED "\",\"" JSON_REDACTED
           "\"]}");
}

static void what_is_no_event_is_refused(void **state)
{
    struct ym_buf buf;
    bool is_changed;

    (void)state;
    ym_buf_init(&buf, YM_EVENT_BYTES_MAX);
    assert_int_not_equal(json_event_redact(YM_SPAN("{}"), &buf, &is_changed, NULL), YM_E_OK);
    assert_int_equal(buf.n, 0);
    ym_buf_release(&buf);
}

static void too_little_room_is_told(void **state)
{
    struct redacted r;
    struct ym_buf small;
    bool is_changed;

    (void)state;
    redact(&r, "{\"reason\":\"a\"}");
    ym_buf_init(&small, r.after.n - 1);
    assert_int_equal(json_event_redact(r.before, &small, &is_changed, NULL), YM_E_TOO_LARGE);
    ym_buf_release(&small);
    ym_buf_release(&r.after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_go),
        cmocka_unit_test(numbers_days_and_codes_stay),
        cmocka_unit_test(lists_keep_their_shape),
        cmocka_unit_test(what_is_not_known_is_words),
        cmocka_unit_test(what_is_no_event_is_refused),
        cmocka_unit_test(too_little_room_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
