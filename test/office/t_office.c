/* SPDX-License-Identifier: Apache-2.0 */
/* Office rules: which row holds on which day, what is kept over a shortening, and what is no
 * table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "json/office.h"
#include "json/read.h"

#define TEXT_MAX 16384

static ym_day day(int year, int month, int d)
{
    return ym_day_make(year, month, d);
}

/* The shipped table without the rows of one key, and with these rows behind its own. */
static void table_text(const char *without, const char *rows, char out[TEXT_MAX])
{
    const struct ym_span shipped = json_office_shipped();
    const char *comma = "";
    struct ym_office *o = NULL;
    size_t n = (size_t)snprintf(out, TEXT_MAX, "{\"id\":\"t\",\"rules\":[");

    assert_int_equal(json_office_parse(shipped, &o, NULL), YM_E_OK);
    for (size_t i = 0; i < o->n; i++) {
        const struct ym_office_about *about = ym_office_about((enum ym_office_key)o->rows[i].key);
        char value[YM_OFFICE_VALUE_MAX];

        if (without != NULL && strcmp(without, about->word.code) == 0)
            continue;
        ym_office_value_print(o->rows[i].value, value);
        n += (size_t)snprintf(out + n, TEXT_MAX - n,
                              "%s{\"key\":\"%s\",\"value\":%s,\"unit\":\"%s\","
                              "\"from\":\"2018-01-01\",\"source\":\"s\"}",
                              comma, about->word.code, value,
                              ym_office_unit_word((enum ym_office_unit)about->unit)->code);
        comma = ",";
    }
    (void)snprintf(out + n, TEXT_MAX - n, "%s%s]}", rows[0] != '\0' ? "," : "", rows);
    json_office_free(o);
}

static enum ym_err parsed(const char *without, const char *rows, struct ym_office **ret,
                          struct ym_error *why)
{
    char text[TEXT_MAX];

    table_text(without, rows, text);
    return json_office_parse(ym_span_of(text), ret, why);
}

static struct ym_office *table_of(const char *without, const char *rows)
{
    struct ym_office *o = NULL;

    assert_int_equal(parsed(without, rows, &o, NULL), YM_E_OK);
    return o;
}

static void refused(const char *without, const char *rows, enum ym_err code, const char *says)
{
    struct ym_office *o = NULL;
    struct ym_error why = { .text = "" };

    assert_int_equal(parsed(without, rows, &o, &why), code);
    assert_null(o);
    if (strstr(why.text, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", why.text, says);
}

#define ROW(key, value, unit, from)                                                                \
    "{\"key\":\"" key "\",\"value\":" value ",\"unit\":\"" unit "\",\"from\":\"" from              \
    "\",\"source\":\"s\"}"

/* ---- Which row ---- */

static void shipped_is_sound(void **state)
{
    struct ym_office *o = NULL;

    (void)state;
    assert_int_equal(json_office_parse(json_office_shipped(), &o, NULL), YM_E_OK);
    assert_true(ym_office_valid(o));
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, day(2026, 11, 23)), 5);
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_LATEST, day(2026, 11, 23)), 20);
    assert_int_equal(ym_office_value(o, YM_OFFICE_LOOKS_KEEP, day(2026, 11, 23)), 10);
    json_office_free(o);
}

static void the_day_before_on_and_after(void **state)
{
    struct ym_office *o =
        table_of("objection_answer", ROW("objection_answer", "5", "workday", "2018-01-01") "," ROW(
                                         "objection_answer", "7", "workday", "2026-12-01"));

    (void)state;
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, day(2026, 11, 30)), 5);
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, day(2026, 12, 1)), 7);
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, day(2026, 12, 2)), 7);
    assert_int_equal(ym_office_on(o, YM_OFFICE_OBJECTION_ANSWER, day(2026, 12, 2))->from,
                     day(2026, 12, 1));
    /* Before all rows the first one answers; so does it when there is no day. */
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, day(1990, 1, 1)), 5);
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_ANSWER, YM_DAY_NONE), 5);
    /* The neighbours are left alone. */
    assert_int_equal(ym_office_value(o, YM_OFFICE_OBJECTION_LATEST, day(2026, 12, 2)), 20);
    json_office_free(o);
}

/* Every key at its least and most, and one past either. */
static void bounds(void **state)
{
    char longest[YM_OFFICE_VALUE_MAX];

    (void)state;
    for (int k = 0; k < YM_OFFICE_KEY_COUNT; k++) {
        const enum ym_office_key key = (enum ym_office_key)k;
        const struct ym_office_about *about = ym_office_about(key);
        char text[YM_OFFICE_VALUE_MAX];
        uint32_t got = 0;

        assert_int_equal(ym_office_find(ym_span_of(about->word.code)), k);
        assert_true(ym_office_allows(key, about->least));
        assert_true(ym_office_allows(key, about->most));
        assert_false(ym_office_allows(key, about->most + 1));
        assert_true(about->least == 0 || !ym_office_allows(key, about->least - 1));
        ym_office_value_print(about->most, text);
        assert_true(ym_office_value_read(key, ym_span_of(text), &got));
        assert_int_equal(got, about->most);
        ym_office_value_print(about->most + 1, text);
        assert_false(ym_office_value_read(key, ym_span_of(text), &got));
    }
    ym_office_value_print(UINT32_MAX, longest);
    assert_string_equal(longest, "4294967295");
}

static void numbers_as_text(void **state)
{
    static const char *const wrong[] = {
        "", "-1", "+5", "05", "5 ", " 5", "5.0", "4294967301", "x"
    };
    uint32_t got = 77;

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(ym_office_value_read(YM_OFFICE_OBJECTION_ANSWER, ym_span_of(wrong[i]), &got));
    assert_int_equal(got, 77);
    assert_true(ym_office_value_read(YM_OFFICE_AT_RISK, YM_SPAN("0"), &got));
    assert_int_equal(got, 0);
}

/* ---- What is kept ---- */

static void longest_over_a_shortening(void **state)
{
    struct ym_office *o = table_of(
        "exchange_receipts_keep", ROW("exchange_receipts_keep", "400", "day", "2018-01-01") "," ROW(
                                      "exchange_receipts_keep", "100", "day", "2026-01-01"));
    const ym_day change = day(2026, 1, 1);

    (void)state;
    /* The last day of the longer rule is the one before the change: what came on it is kept for the
     * 400 days that were said then. */
    assert_int_equal(ym_office_longest(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, change - 1), 400);
    assert_int_equal(ym_office_longest(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, change), 400);
    assert_int_equal(ym_office_longest(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, change - 1 + 400), 400);
    assert_int_equal(ym_office_longest(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, change - 1 + 401), 100);
    assert_int_equal(ym_office_before(o, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP, change + 400),
                     change + 300);
    json_office_free(o);
}

static void longest_over_a_lengthening(void **state)
{
    struct ym_office *o = table_of(NULL, ROW("looks_keep", "20", "year", "2026-06-01"));

    (void)state;
    assert_int_equal(ym_office_longest(o, YM_OFFICE_LOOKS_KEEP, day(2026, 5, 31)), 10);
    assert_int_equal(ym_office_longest(o, YM_OFFICE_LOOKS_KEEP, day(2026, 6, 1)), 20);
    assert_int_equal(ym_office_before(o, YM_OFFICE_LOOKS_KEEP, day(2028, 2, 29)), day(2008, 2, 29));
    assert_int_equal(ym_office_before(o, YM_OFFICE_LOOKS_KEEP, day(2026, 5, 31)), day(2016, 5, 31));
    json_office_free(o);
}

/* ---- Two tables ---- */

static void a_row_of_the_office_wins(void **state)
{
    struct ym_office *base = table_of(NULL, "");
    const struct ym_office_row mine[] = {
        { YM_OFFICE_OBJECTION_ANSWER, day(2017, 1, 1), 3, YM_SPAN("older") },
        { YM_OFFICE_OBJECTION_ANSWER, day(2018, 1, 1), 9, YM_SPAN("same day") },
        { YM_OFFICE_EXCHANGE_PAYLOAD_KEEP, day(2030, 1, 1), 31, YM_SPAN("last") },
    };
    const struct ym_office over = { mine, 3 };
    struct ym_office_row room[YM_OFFICE_KEY_COUNT + 3];
    struct ym_office both = { room, 0 };

    (void)state;
    both.n = ym_office_merge(base, &over, room);
    assert_int_equal(both.n, YM_OFFICE_KEY_COUNT + 2);
    assert_true(ym_office_valid(&both));
    assert_int_equal(ym_office_value(&both, YM_OFFICE_OBJECTION_ANSWER, day(2017, 12, 31)), 3);
    assert_int_equal(ym_office_value(&both, YM_OFFICE_OBJECTION_ANSWER, day(2018, 1, 1)), 9);
    assert_int_equal(ym_office_value(&both, YM_OFFICE_EXCHANGE_PAYLOAD_KEEP, day(2031, 1, 1)), 31);
    json_office_free(base);
}

static void tables_that_are_none(void **state)
{
    struct ym_office *o = table_of(NULL, "");
    struct ym_office_row rows[YM_OFFICE_KEY_COUNT];
    struct ym_office t = { rows, YM_OFFICE_KEY_COUNT };

    (void)state;
    memcpy(rows, o->rows, sizeof(rows));
    assert_true(ym_office_valid(&t));
    t.n--;
    assert_false(ym_office_valid(&t));
    assert_int_equal(ym_office_lacking(&t), YM_OFFICE_KEY_COUNT - 1);
    t.n++;
    rows[3].source = YM_SPAN("");
    assert_false(ym_office_valid(&t));
    rows[3] = o->rows[3];
    rows[3].value = 0;
    assert_false(ym_office_valid(&t));
    rows[3] = o->rows[4];
    assert_false(ym_office_valid(&t));
    json_office_free(o);
}

/* ---- What is no table ---- */

static void what_is_refused(void **state)
{
    (void)state;
    refused("objection_answer", "", YM_E_UNPROCESSABLE, "no row says objection_answer");
    refused(NULL, ROW("objection_answer", "7", "day", "2026-12-01"), YM_E_UNPROCESSABLE,
            "this key is counted in \"workday\"");
    refused(NULL, ROW("objection_answer", "0", "workday", "2026-12-01"), YM_E_UNPROCESSABLE,
            "value");
    refused(NULL, ROW("objection_answer", "61", "workday", "2026-12-01"), YM_E_UNPROCESSABLE,
            "value");
    refused(NULL, ROW("objection_answer", "\"7\"", "workday", "2026-12-01"), YM_E_INVALID, "value");
    refused(NULL, ROW("objection_answer", "[7]", "workday", "2026-12-01"), YM_E_INVALID, "value");
    refused(NULL, ROW("code_tries", "10", "count", "2026-12-01"), YM_E_UNPROCESSABLE, "key");
    refused(NULL, ROW("objection_answer", "7", "workday", "2018-01-01"), YM_E_UNPROCESSABLE,
            "ascend");
    refused(NULL, ROW("objection_answer", "7", "workday", "2017-01-01"), YM_E_UNPROCESSABLE,
            "ascend");
    refused(NULL, ROW("tea", "7", "workday", "2026-12-01"), YM_E_UNPROCESSABLE, "key");
    refused(NULL, "{\"key\":\"at_risk\",\"value\":3,\"unit\":\"workday\",\"from\":\"2026-12-01\"}",
            YM_E_INVALID, "source");
    refused(NULL,
            "{\"key\":\"at_risk\",\"value\":3,\"unit\":\"workday\",\"from\":\"2026-12-01\","
            "\"source\":\"\"}",
            YM_E_UNPROCESSABLE, "source");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_is_sound),
        cmocka_unit_test(the_day_before_on_and_after),
        cmocka_unit_test(bounds),
        cmocka_unit_test(numbers_as_text),
        cmocka_unit_test(longest_over_a_shortening),
        cmocka_unit_test(longest_over_a_lengthening),
        cmocka_unit_test(a_row_of_the_office_wins),
        cmocka_unit_test(tables_that_are_none),
        cmocka_unit_test(what_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
