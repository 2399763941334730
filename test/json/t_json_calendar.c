/* SPDX-License-Identifier: Apache-2.0 */
#include "json/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char sample[] =
    "{\"id\":\"cn\",\"source\":\"s\",\"from\":\"2020-01-01\",\"until\":\"2020-12-31\","
    "\"checked\":[{\"year\":2020}],\"days\":[{\"day\":\"2020-01-01\",\"works\":false},"
    "{\"day\":\"2020-01-19\",\"works\":true}]}";

static struct json_calendar *parsed(const char *text)
{
    struct json_calendar *c = NULL;
    struct ym_error error = { 0 };

    if (json_calendar_parse(ym_span_of(text), &c, &error) != YM_E_OK)
        fail_msg("%s", error.text);
    return c;
}

static void refused(const char *text, enum ym_err code, const char *part)
{
    struct json_calendar *c = NULL;
    struct ym_error error = { 0 };

    if (json_calendar_parse(ym_span_of(text), &c, &error) != code)
        fail_msg("expected \"%s\", got \"%s\"", part, error.text);
    assert_null(c);
    assert_error(&error, code, part);
}

static void reads_a_calendar(void **state)
{
    struct json_calendar *const c = parsed(sample);
    const struct ym_calendar *const cal = json_calendar_get(c);

    (void)state;
    assert_string_equal(json_calendar_id(c), "cn");
    assert_int_equal(cal->n, 2);
    assert_int_equal(cal->from, ym_day_make(2020, 1, 1));
    assert_int_equal(cal->until, ym_day_make(2020, 12, 31));
    assert_int_equal(cal->days[0].day, ym_day_make(2020, 1, 1));
    assert_false(cal->days[0].works);
    assert_true(ym_calendar_works(cal, ym_day_make(2020, 1, 19)));
    assert_false(ym_calendar_works(cal, ym_day_make(2020, 1, 1)));
    json_calendar_free(c);
    json_calendar_free(NULL);
}

static void reads_the_shipped_one(void **state)
{
    char *const text = load("../../engine/calendars/cn.json");
    struct json_calendar *const c = parsed(text);

    (void)state;
    assert_true(ym_calendar_valid(json_calendar_get(c)));
    /* National Day of 2020 with the Mid-Autumn Festival: 1 to 8 October off, 10 October worked. */
    assert_false(ym_calendar_works(json_calendar_get(c), ym_day_make(2020, 10, 8)));
    assert_true(ym_calendar_works(json_calendar_get(c), ym_day_make(2020, 10, 10)));
    json_calendar_free(c);
    free(text);
}

static void stands_on(const struct json_calendar *c, int year, const char *source)
{
    const struct ym_span said = json_calendar_source(c, ym_day_make(year, 2, 1));

    if (!ym_span_is(said, ym_span_of(source)))
        fail_msg("%d stands on %.*s", year, (int)said.n, said.at);
}

/* A day stands on the notices that name its year; where none does, on all of them. */
static void keeps_the_notices(void **state)
{
    struct json_calendar *c = parsed(
        "{\"id\":\"cn\",\"source\":[\"关于2020年的通知\",\"关于延长2020年假期的通知\","
        "\"关于2021年的通知\"],\"from\":\"2020-01-01\",\"until\":\"2022-12-31\",\"days\":[]}");

    (void)state;
    stands_on(c, 2020, "关于2020年的通知；关于延长2020年假期的通知");
    stands_on(c, 2021, "关于2021年的通知");
    stands_on(c, 2022, "关于2020年的通知；关于延长2020年假期的通知；关于2021年的通知");
    json_calendar_free(c);
    c = parsed(sample);
    stands_on(c, 2020, "s");
    json_calendar_free(c);
}

static void refuses_what_is_not_well_formed(void **state)
{
    static const struct {
        const char *find, *put;
        enum ym_err code;
        const char *part;
    } cases[] = {
        { "\"id\":\"cn\",", "", YM_E_INVALID, "/id: missing" },
        { "\"s\"", "[]", YM_E_UNPROCESSABLE, "/source: must be an array of 1 to 64" },
        { "\"s\"", "[\"a\",\"\"]", YM_E_UNPROCESSABLE, "/source/1: must have 1 to 1000" },
        { "\"s\"", "7", YM_E_INVALID, "/source: must be an array" },
        { "\"checked\"", "\"chekced\"", YM_E_INVALID, "/chekced: unknown member" },
        { "\"2020-01-19\"", "\"2020-01-32\"", YM_E_UNPROCESSABLE, "/days/1/day: must be a date" },
        { "\"works\":true", "\"works\":1", YM_E_INVALID, "/days/1/works: must be true or false" },
        { "\"2020-01-19\"", "\"2020-01-01\"", YM_E_UNPROCESSABLE, "/days/1: days must ascend" },
        { "\"2020-01-19\"", "\"2019-12-29\"", YM_E_UNPROCESSABLE, "/days/1: days must ascend" },
        { "\"2020-01-19\"", "\"2020-01-20\"", YM_E_UNPROCESSABLE, "/days: every day must lie" },
        { "\"2020-12-31\"", "\"2020-01-10\"", YM_E_UNPROCESSABLE, "/days: every day must lie" },
        { ",\"works\":true", "", YM_E_INVALID, "/days/1/works: missing" },
        { "\"works\":true", "\"works\":true,\"why\":\"x\"", YM_E_INVALID, "/days/1/why: unknown" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *const text = edited(sample, cases[i].find, cases[i].put);

        refused(text, cases[i].code, cases[i].part);
        free(text);
    }
}

/* A calendar of n exceptions: every Wednesday from 1950 on is off. */
static char *with_days(size_t n)
{
    const size_t bytes = 256 + n * 40;
    char *const text = malloc(bytes);
    ym_day day = ym_day_make(1950, 1, 4);
    size_t at;

    assert_non_null(text);
    at = (size_t)snprintf(text, bytes,
                          "{\"id\":\"x\",\"source\":[\"s\"],\"from\":\"1950-01-01\",\"until\":"
                          "\"2200-12-31\",\"days\":[");
    for (size_t i = 0; i < n; i++, day += 7) {
        char printed[YM_DAY_TEXT_MAX];

        ym_day_print(day, printed);
        at += (size_t)snprintf(text + at, bytes - at, "%s{\"day\":\"%s\",\"works\":false}",
                               i > 0 ? "," : "", printed);
    }
    (void)snprintf(text + at, bytes - at, "]}");
    return text;
}

static void holds_the_limits(void **state)
{
    char *const most = with_days(YM_CALENDAR_DAYS_MAX);
    char *const more = with_days(YM_CALENDAR_DAYS_MAX + 1);
    char *const none = with_days(0);
    struct json_calendar *const c = parsed(most);

    (void)state;
    assert_int_equal(json_calendar_get(c)->n, YM_CALENDAR_DAYS_MAX);
    json_calendar_free(c);
    json_calendar_free(parsed(none));
    refused(more, YM_E_UNPROCESSABLE, "/days: must be an array of 0 to 4096");
    free(most);
    free(more);
    free(none);
}

static void holds_the_limit_of_the_id(void **state)
{
    char *const most = repeated("😀", JSON_NAME_CHARS_MAX);
    char *const more = repeated("😀", JSON_NAME_CHARS_MAX + 1);
    char *const good = edited(sample, "cn", most);
    char *const bad = edited(sample, "cn", more);
    struct json_calendar *const c = parsed(good);

    (void)state;
    assert_string_equal(json_calendar_id(c), most);
    json_calendar_free(c);
    refused(bad, YM_E_UNPROCESSABLE, "/id: must have 1 to 64");
    free(most);
    free(more);
    free(good);
    free(bad);
}

static void holds_the_bytes(void **state)
{
    char *const text = repeated(" ", JSON_CALENDAR_BYTES_MAX + 1);

    (void)state;
    memcpy(text, sample, strlen(sample));
    refused(text, YM_E_TOO_LARGE, "at most 1048576 are allowed");
    text[JSON_CALENDAR_BYTES_MAX] = '\0';
    json_calendar_free(parsed(text));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_calendar),  cmocka_unit_test(reads_the_shipped_one),
        cmocka_unit_test(keeps_the_notices), cmocka_unit_test(refuses_what_is_not_well_formed),
        cmocka_unit_test(holds_the_limits),  cmocka_unit_test(holds_the_limit_of_the_id),
        cmocka_unit_test(holds_the_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
