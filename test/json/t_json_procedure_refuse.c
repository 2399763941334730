/* SPDX-License-Identifier: Apache-2.0 */
/* The sample with one thing wrong: refused, with the place and what is allowed there. */
#include "json/procedure.h"

#include <stdlib.h>

#include "check.h"

static int set_up(void **state)
{
    *state = load("sample.json");
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void refused(const char *text, enum ym_err code, const char *part)
{
    struct json_procedure *p = NULL;
    struct ym_error error = { 0 };

    if (json_procedure_parse(ym_span_of(text), &p, &error) != code)
        fail_msg("expected \"%s\", got \"%s\"", part, error.text);
    assert_null(p);
    assert_error(&error, code, part);
}

static const struct {
    const char *find, *put;
    enum ym_err code;
    const char *part;
} refusals[] = {
    { "\"id\": \"sample\",", "", YM_E_INVALID, "/id: missing" },
    { "\"sample\"", "\"sam ple\"", YM_E_UNPROCESSABLE, "/id: may hold letters" },
    { "\"sample\"", "\"样例\"", YM_E_UNPROCESSABLE, "/id: may hold letters" },
    { "\"1.0\"", "1.0", YM_E_INVALID, "/version: must be a text" },
    { "\"2020-06-01\"", "null", YM_E_INVALID, "/valid_from: must be a text" },
    { "\"2024-12-31\"", "\"2024-12-32\"", YM_E_UNPROCESSABLE, "/valid_until: must be a date" },
    { "\"holders\"", "\"author\": \"x\", \"holders\"", YM_E_INVALID, "/author: unknown member" },
    { "\"mediator\":", "\"mediators\":", YM_E_UNPROCESSABLE, "/holders/mediators: no role" },
    { "\"program\"", "\"programs\"", YM_E_UNPROCESSABLE, "/holders/party: must be \"program\"" },
    { "[\"court\"]", "[]", YM_E_UNPROCESSABLE, "/holders/court_clerk: must be an array of 1" },
    { "[\"court\"]", "[\"courts\"]", YM_E_UNPROCESSABLE,
      "/holders/court_clerk/0: unknown body_kind \"courts\"" },
    { "\"labour\": 2", "\"labor\": 2", YM_E_UNPROCESSABLE, "/risk/type/labor: no type" },
    { "255", "256", YM_E_UNPROCESSABLE, "/risk/type/medical: must be a whole number" },
    { "[0, 2, 4, 8]", "[0, 2, 4]", YM_E_UNPROCESSABLE, "/risk/harm: must be an array of 4 to 4" },
    { "[3, 7, 12]", "[3, 7, 12, 13]", YM_E_UNPROCESSABLE, "/risk/until: must be an array of 3" },
    { "\"track\": \"main\"", "\"track\": \"side\"", YM_E_UNPROCESSABLE,
      "/states/0/track: unknown track \"side\"; allowed: main, confirm, perform" },
    { "\"name\": \"SECOND\"", "\"name\": \"FIRST\"", YM_E_UNPROCESSABLE,
      "/states/2: a state of this name stands above" },
    { "\"yellow\"", "\"pink\"", YM_E_UNPROCESSABLE, "/states/1/colour: unknown colour \"pink\"" },
    { "\"phase\": \"idle\", \"stage\"", "\"stage\"", YM_E_INVALID, "/states/0/phase: missing" },
    { "\"in\": [\"FIRST\", \"SECOND\"],", "", YM_E_INVALID,
      "/deadlines/0: needs either `in` or `within`" },
    { "\"within\": [\"FIRST\"]", "\"in\": [\"FIRST\"], \"within\": [\"FIRST\"]", YM_E_INVALID,
      "/deadlines/1: needs either `in` or `within`" },
    { "\"in\": [\"FIRST\", \"SECOND\"]", "\"in\": [\"FIRST\", \"FIRST\"]", YM_E_UNPROCESSABLE,
      "/deadlines/0/in/1: this state stands here twice" },
    { "\"within\": [\"FIRST\"]", "\"within\": [\"THIRD\"]", YM_E_UNPROCESSABLE,
      "/deadlines/1/within/0: no state bears this name" },
    { "\"within\": [\"FIRST\"]", "\"within\": []", YM_E_UNPROCESSABLE, "/deadlines/1/within:" },
    { "{\"n\": 2,", "{\"n\": 0,", YM_E_UNPROCESSABLE, "/deadlines/1/term/n: must be a whole" },
    { "3650", "3651", YM_E_UNPROCESSABLE, "/deadlines/2/term/n: must be a whole" },
    { "\"month\"", "\"week\"", YM_E_UNPROCESSABLE,
      "/deadlines/0/term/unit: unknown unit \"week\"; allowed: day, workday, month, year" },
    { "\"unit\": \"day\", \"source\": \"劳动争议调解仲裁法 14\"", "\"unit\": \"day\"", YM_E_INVALID,
      "/deadlines/0/by_type/labour/source: missing" },
    { "{\"labour\": {", "{\"labor\": {", YM_E_UNPROCESSABLE, "/deadlines/0/by_type/labor: no" },
    { "[\"police\", \"administrative\"]", "[]", YM_E_UNPROCESSABLE,
      "/deadlines/0/by_type/traffic/bodies: must be" },
    { "[\"police\", \"administrative\"]", "[\"militia\"]", YM_E_UNPROCESSABLE,
      "/deadlines/0/by_type/traffic/bodies/0: unknown body_kind \"militia\"" },
    { "\"origin\": \"event\"", "\"origin\": \"end\"", YM_E_UNPROCESSABLE,
      "/deadlines/0/by_type/traffic/origin: unknown origin" },
    { "\"small_claim\": {\"n\": 5,", "\"small_claim\": {\"n\": 0,", YM_E_UNPROCESSABLE,
      "/deadlines/0/small_claim/n: must be a whole" },
    { "\"period_over\"", "\"over\"", YM_E_UNPROCESSABLE, "/rules/3/ground: unknown ground" },
    { "\"received\"", "\"birth\"", YM_E_UNPROCESSABLE, "/deadlines/0/origin: unknown origin" },
    { "\"limit\": true", "\"limit\": 1", YM_E_INVALID, "/deadlines/0/limit: must be true" },
    { "\"extend_days_max\": 30", "\"extend_days_max\": 3651", YM_E_UNPROCESSABLE,
      "/deadlines/0/extend_days_max:" },
    { "\"days_max\": 365", "\"days_max\": 3651", YM_E_UNPROCESSABLE,
      "/deadlines/0/reschedule/days_max:" },
    { "\"days_max\": 365", "\"days\": 3", YM_E_INVALID, "/deadlines/0/reschedule/days: unknown" },
    { "\"reschedule\": {\"source\": \"local: as far as an extension\"}", "\"reschedule\": {}",
      YM_E_INVALID, "/deadlines/2/reschedule" },
    { "\"name\": \"performance\"", "\"name\": \"transfer_limit\"", YM_E_UNPROCESSABLE,
      "/deadlines/2: a deadline of this name" },
    { "\"id\": 101", "\"id\": 0", YM_E_UNPROCESSABLE, "/rules/0/id: must be a whole number" },
    { "\"id\": 65535", "\"id\": 65536", YM_E_UNPROCESSABLE, "/rules/3/id:" },
    { "\"register\"", "\"regster\"", YM_E_UNPROCESSABLE,
      "/rules/0/on: unknown command \"regster\"" },
    { "\"from\": [\"START\"]", "\"from\": []", YM_E_UNPROCESSABLE, "/rules/0/from: must be" },
    { "\"from\": [\"START\"]", "\"from\": [\"STRT\"]", YM_E_UNPROCESSABLE,
      "/rules/0/from/0: no state bears this name" },
    { "\"to\": [\"FIRST\"]", "\"to\": [\"FIRST\", \"SECOND\"]", YM_E_UNPROCESSABLE,
      "/rules/0/to/1: a rule enters at most one state of a track" },
    { "\"to\": [\"FIRST\"]", "\"to\": [\"NOWHERE\"]", YM_E_UNPROCESSABLE,
      "/rules/0/to/0: no state bears this name" },
    { "\"some_refused\"", "\"refused\"", YM_E_UNPROCESSABLE,
      "/rules/1/need/0: unknown fact \"refused\"" },
    { "\"party_refused\"", "\"no\"", YM_E_UNPROCESSABLE,
      "/rules/1/refuse: unknown refusal \"no\"" },
    { "\"window_clerk\"", "\"clerk\"", YM_E_UNPROCESSABLE,
      "/rules/0/roles/1: unknown role \"clerk\"" },
    { "\"fields\": [\"terms\"", "\"fields\": [\"words\"", YM_E_UNPROCESSABLE,
      "/rules/2/fields/0: unknown field \"words\"" },
    { "\"arm\": [\"performance\"]", "\"arm\": [\"none\"]", YM_E_UNPROCESSABLE,
      "/rules/2/arm/0: no deadline bears this name" },
    { "\"disarm\": [\"transfer_limit\"]", "\"disarm\": [\"performance\", \"performance\"]",
      YM_E_UNPROCESSABLE, "/rules/2/disarm/1: this deadline stands here twice" },
    { "\"unsign\"", "\"resign\"", YM_E_UNPROCESSABLE, "/rules/2/effects/0: unknown effect" },
    { "[\"receipt\"]", "[\"bill\"]", YM_E_UNPROCESSABLE, "/rules/0/documents/0: unknown doc" },
    { "\"deadline\": \"mediation_limit\", ", "", YM_E_INVALID,
      "/rules/3/deadline: a rule on expire names the deadline" },
    { "\"deadline\": \"mediation_limit\"", "\"deadline\": \"x\"", YM_E_UNPROCESSABLE,
      "/rules/3/deadline: no deadline bears this name" },
    { "\"id\": 201,", "\"id\": 201, \"deadline\": \"performance\",", YM_E_INVALID,
      "/rules/1/deadline: a rule on expire" },
    { "\"source\": \"人民调解法 23\"", "\"source\": \"\"", YM_E_UNPROCESSABLE,
      "/rules/1/source: must have 1 to 1000 characters" },
    { "\"on\": \"sign\"", "\"on\": \"sign\", \"onn\": 1", YM_E_INVALID,
      "/rules/1/onn: unknown member" },
    { "\"on\": \"sign\"", "\"on\": \"sign\", \"on\": \"seal\"", YM_E_INVALID,
      "/rules/1/on: this member stands here twice" },
};

static void refuses_what_is_not_well_formed(void **state)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        char *const text = edited(*state, refusals[i].find, refusals[i].put);

        refused(text, refusals[i].code, refusals[i].part);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(refuses_what_is_not_well_formed) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
