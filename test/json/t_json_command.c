/* SPDX-License-Identifier: Apache-2.0 */
#include "json/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mistake.h"
#include "check.h"
#include "yima/number.h"
#include "yima/procedure.h"

struct fixture {
    struct ym_arena arena;
    struct json_command got;
    struct ym_error error;
};

static int set_up(void **state)
{
    struct fixture *const f = calloc(1, sizeof(*f));

    assert_non_null(f);
    assert_true(ym_arena_init(&f->arena, JSON_COMMAND_ARENA_BYTES));
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

static void decoded(struct fixture *f, const char *body)
{
    ym_arena_reset(&f->arena);
    if (json_command_decode(ym_span_of(body), &f->arena, &f->got, &f->error) != YM_E_OK)
        fail_msg("%s: %s", body, f->error.text);
}

static void refused(struct fixture *f, const char *body, enum ym_err code, const char *part)
{
    ym_arena_reset(&f->arena);
    memset(&f->got, 0x5A, sizeof(f->got));
    f->error = (struct ym_error){ 0 };
    if (json_command_decode(ym_span_of(body), &f->arena, &f->got, &f->error) != code)
        fail_msg("%s: %s", body, f->error.text);
    assert_error(&f->error, code, part);
    assert_int_equal(f->got.version, 0x5A5A5A5A);
}

/* Each command alone, with no field: the table of commands and the decoder agree. */
static void knows_every_command(void **state)
{
    struct fixture *const f = *state;

    for (int i = YM_CMD_REGISTER + 1; i < YM_CMD_COUNT; i++) {
        char body[128];

        (void)snprintf(body, sizeof(body), "{\"command\":\"%s\"}",
                       ym_word(YM_VOCAB_COMMAND, i)->code);
        decoded(f, body);
        assert_int_equal(f->got.cmd.kind, i);
        assert_int_equal(f->got.version, 0);
        assert_true(f->got.cmd.fields == 0);
        assert_int_equal(f->got.cmd.date, YM_DAY_NONE);
        assert_int_equal(f->got.cmd.deadline, YM_DEADLINE_NONE);
        assert_span(f->got.cmd.detail, "{}");
    }
    refused(f, "{\"command\":\"register\"}", YM_E_UNPROCESSABLE,
            "/command: a dispute is registered");
}

#define SHA256 "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\""

/* One value that each field accepts, and what stands in the detail for it. */
static const struct {
    enum ym_field field;
    const char *value, *detail;
} samples[] = {
    { YM_FIELD_SEAT, "31", "31" },
    { YM_FIELD_MEDIATOR, "\"77\"", "\"77\"" },
    { YM_FIELD_BODY, "\"9223372036854775807\"", "\"9223372036854775807\"" },
    { YM_FIELD_COURT, "\"1\"", "\"1\"" },
    { YM_FIELD_REASON, "\"a\\nb\\u4e2d\"", "\"a\\nb中\"" },
    { YM_FIELD_GROUND, "\"big_gap\"", "\"big_gap\"" },
    { YM_FIELD_ROUTE, "\"court\"", "\"court\"" },
    { YM_FIELD_STAY_REASON, "\"appraisal\"", "\"appraisal\"" },
    { YM_FIELD_DAYS, "3650", "3650" },
    { YM_FIELD_DATE, "\"2026-12-01\"", "\"2026-12-01\"" },
    { YM_FIELD_CASE_NUMBER, "\"(2020)浙0108民初565号\"", "\"(2020)浙0108民初565号\"" },
    { YM_FIELD_COURT_PROCEDURE, "\"simplified\"", "\"simplified\"" },
    { YM_FIELD_TERMS, "\"t\"", "\"t\"" },
    { YM_FIELD_OBLIGATIONS, "[{\"payer\":1,\"payee\":0,\"due\":\"2026-12-01\",\"act\":\"x\"}]",
      "[{\"act\":\"x\",\"due\":\"2026-12-01\",\"payee\":0,\"payer\":1}]" },
    { YM_FIELD_OBLIGATION, "63", "63" },
    { YM_FIELD_RESULT, "\"late\"", "\"late\"" },
    { YM_FIELD_WAY, "\"withdrawal\"", "\"withdrawal\"" },
    { YM_FIELD_RULING, "\"upheld\"", "\"upheld\"" },
    { YM_FIELD_ATTENDANCE, "[{\"status\":\"attended\",\"seat\":2}]",
      "[{\"seat\":2,\"status\":\"attended\"}]" },
    { YM_FIELD_MANNER, "\"m\"", "\"m\"" },
    { YM_FIELD_PLACE, "\"p\"", "\"p\"" },
    { YM_FIELD_NOTE, "\"n\"", "\"n\"" },
    { YM_FIELD_CLAIMS, "\"c\"", "\"c\"" },
    { YM_FIELD_FACTS, "\"f\"", "\"f\"" },
    { YM_FIELD_HARM, "3.0", "3" },
    { YM_FIELD_URGENCY, "0", "0" },
    { YM_FIELD_SCOPE, "2", "2" },
    { YM_FIELD_TITLE, "\"title\"", "true" },
    { YM_FIELD_DESCRIPTION, "\"d\\ne\"", "true" },
    { YM_FIELD_TYPE, "\"other\"", "\"other\"" },
    { YM_FIELD_REGION, "\"330108000\"", "\"330108\"" },
    { YM_FIELD_PROCEDURE, "\"binjiang-2020/1.0\"", "\"binjiang-2020/1.0\"" },
    { YM_FIELD_DEADLINE, "\"limit\"", "\"limit\"" },
    { YM_FIELD_SIGNING, "\"fingerprint\"", "\"fingerprint\"" },
    { YM_FIELD_BAR, "\"unclear\"", "\"unclear\"" },
    { YM_FIELD_AMOUNT, "\"100000000000000\"", "\"100000000000000\"" },
    { YM_FIELD_ATTACHMENT, "\"9223372036854775807\"", "\"9223372036854775807\"" },
    { YM_FIELD_SHA256, SHA256, SHA256 },
    { YM_FIELD_SEAL_CODE, "\"K7Q2-9M4T\"", "\"K7Q2-9M4T\"" },
    { YM_FIELD_LAST_DAY, "\"2026-12-01\"", "\"2026-12-01\"" },
    { YM_FIELD_SHIFT_GROUND, "\"wrong_day\"", "\"wrong_day\"" },
    { YM_FIELD_PLAN, "\"7\"", "\"7\"" },
    { YM_FIELD_SESSION_DAY, "\"2026-12-01\"", "\"2026-12-01\"" },
};

static void decode_field(struct fixture *f, enum ym_field field, const char *value)
{
    char body[1024];

    (void)snprintf(body, sizeof(body), "{\"%s\":%s,\"version\":1000000,\"command\":\"accept\"}",
                   ym_word(YM_VOCAB_FIELD, (int)field)->code, value);
    decoded(f, body);
    assert_int_equal(f->got.version, 1000000);
    assert_true(f->got.cmd.fields == UINT64_C(1) << field);
}

static void knows_every_field(void **state)
{
    struct fixture *const f = *state;
    uint64_t tried = 0;

    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        char detail[1024];

        decode_field(f, samples[i].field, samples[i].value);
        (void)snprintf(detail, sizeof(detail), "{\"%s\":%s}",
                       ym_word(YM_VOCAB_FIELD, (int)samples[i].field)->code, samples[i].detail);
        assert_span(f->got.cmd.detail, detail);
        tried |= UINT64_C(1) << samples[i].field;
    }
    /* Of the fields of all commands only a dispute's number needs to be made first. */
    assert_true((tried | YM_FB(DISPUTE)) == (UINT64_C(1) << YM_FIELD_COUNT) - 1);
}

static void fills_the_slots(void **state)
{
    struct fixture *const f = *state;

    decode_field(f, YM_FIELD_SEAT, "31");
    assert_true(f->got.cmd.seats == UINT32_C(1) << 31);
    decode_field(f, YM_FIELD_DAYS, "3650");
    assert_int_equal(f->got.cmd.days, 3650);
    decode_field(f, YM_FIELD_OBLIGATION, "7");
    assert_int_equal(f->got.cmd.item, 7);
    decode_field(f, YM_FIELD_HARM, "1");
    assert_int_equal(f->got.cmd.harm, 1);
    decode_field(f, YM_FIELD_URGENCY, "2");
    assert_int_equal(f->got.cmd.urgency, 2);
    decode_field(f, YM_FIELD_SCOPE, "3");
    assert_int_equal(f->got.cmd.scope, 3);
    decode_field(f, YM_FIELD_RESULT, "\"breached\"");
    assert_int_equal(f->got.cmd.code, YM_RESULT_BREACHED);
    decode_field(f, YM_FIELD_DATE, "\"2026-12-01\"");
    assert_int_equal(f->got.cmd.date, ym_day_make(2026, 12, 1));
    decode_field(f, YM_FIELD_COURT, "\"9223372036854775807\"");
    assert_true(f->got.cmd.ref == INT64_MAX);
    decode_field(f, YM_FIELD_REGION, "\"330108\"");
    assert_true(f->got.cmd.ref == 330108000000);
    decode_field(f, YM_FIELD_PROCEDURE, "\"p/2\"");
    assert_span(f->got.procedure, "p/2");
    decode_field(f, YM_FIELD_DEADLINE, "\"limit\"");
    assert_span(f->got.deadline, "limit");
    decode_field(f, YM_FIELD_TITLE, "\"新标题\"");
    assert_span(f->got.correction.title, "新标题");
    decode_field(f, YM_FIELD_DESCRIPTION, "\"一\\n二\"");
    assert_span(f->got.correction.description, "一\n二");
}

static void names_mediator_and_body(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"command\":\"appoint\",\"mediator\":\"5\",\"body\":\"6\"}");
    assert_true(f->got.cmd.ref == 6);
    assert_true(f->got.cmd.ref2 == 5);
    assert_span(f->got.cmd.detail, "{\"body\":\"6\",\"mediator\":\"5\"}");
    decoded(f, "{\"command\":\"appoint\",\"mediator\":\"5\"}");
    assert_true(f->got.cmd.ref == 5);
    assert_true(f->got.cmd.ref2 == 0);
}

static void reads_a_dispute_in_either_form(void **state)
{
    struct fixture *const f = *state;
    struct ym_id_gen gen;
    struct ym_id id;
    char text[YM_NUMBER_TEXT_MAX];
    char compact[YM_NUMBER_COMPACT_MAX];
    char expected[64];

    ym_id_gen_init(&gen, 3);
    assert_true(ym_id_next(&gen, YM_ID_EPOCH + 123456789000, 17, &id));
    ym_number_print(id, text);
    ym_number_compact(id, compact);
    (void)snprintf(expected, sizeof(expected), "{\"dispute\":\"%s\"}", compact);
    for (int i = 0; i < 2; i++) {
        char value[64];

        (void)snprintf(value, sizeof(value), "\"%s\"", i == 0 ? text : compact);
        decode_field(f, YM_FIELD_DISPUTE, value);
        assert_true(f->got.cmd.ref == id.v);
        assert_span(f->got.cmd.detail, expected);
    }
    refused(f, "{\"command\":\"merge\",\"dispute\":\"06XK2\"}", YM_E_UNPROCESSABLE,
            "/dispute: a number has 14 characters");
}

static void sorts_and_writes_the_normal_form(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"note\":\"n\",\"place\":\"p\",\"command\":\"hold_session\",\"date\":"
               "\"2026-11-22\",\"version\":3,\"attendance\":[{\"seat\":1,\"status\":\"absent\"},"
               "{\"seat\":0,\"status\":\"attended\"},{\"seat\":4,\"status\":\"attended\"}]}");
    assert_int_equal(f->got.version, 3);
    assert_int_equal(f->got.cmd.attended, 1 << 0 | 1 << 4);
    assert_span(f->got.cmd.detail,
                "{\"attendance\":[{\"seat\":1,\"status\":\"absent\"},{\"seat\":0,\"status\":"
                "\"attended\"},{\"seat\":4,\"status\":\"attended\"}],\"date\":\"2026-11-22\","
                "\"note\":\"n\",\"place\":\"p\"}");
    decoded(f, "{\"command\":\"register_court\",\"case_number\":\"(2020)浙0108民初565号\"}");
    assert_span(f->got.cmd.detail, "{\"case_number\":\"(2020)浙0108民初565号\"}");
}

static const struct {
    const char *member;
    enum ym_err code;
    const char *part;
} refusals[] = {
    { "\"seat\":32", YM_E_UNPROCESSABLE, "/seat: must be a whole number from 0 to 31" },
    { "\"seat\":-1", YM_E_UNPROCESSABLE, "/seat:" },
    { "\"seat\":\"0\"", YM_E_INVALID, "/seat: must be a whole number" },
    { "\"seat\":null", YM_E_INVALID, "/seat:" },
    { "\"seat\":[0]", YM_E_INVALID, "/seat:" },
    { "\"days\":0", YM_E_UNPROCESSABLE, "/days: must be a whole number from 1 to 3650" },
    { "\"days\":3651", YM_E_UNPROCESSABLE, "/days:" },
    { "\"obligation\":64", YM_E_UNPROCESSABLE, "/obligation:" },
    { "\"harm\":4", YM_E_UNPROCESSABLE, "/harm: must be a whole number from 0 to 3" },
    { "\"urgency\":4", YM_E_UNPROCESSABLE, "/urgency:" },
    { "\"scope\":4", YM_E_UNPROCESSABLE, "/scope:" },
    { "\"date\":\"2026-13-01\"", YM_E_UNPROCESSABLE, "/date: must be a date" },
    { "\"ground\":\"none\"", YM_E_UNPROCESSABLE, "/ground: \"none\" cannot be said" },
    { "\"ground\":\"gap\"", YM_E_UNPROCESSABLE, "/ground: unknown ground \"gap\"" },
    { "\"mediator\":5", YM_E_INVALID, "/mediator: must be a text" },
    { "\"mediator\":\"0\"", YM_E_UNPROCESSABLE, "/mediator: must be a text of digits" },
    { "\"body\":\"9223372036854775808\"", YM_E_UNPROCESSABLE, "/body:" },
    { "\"region\":\"330\"", YM_E_UNPROCESSABLE, "/region: must be a division code" },
    { "\"case_number\":\"565\"", YM_E_UNPROCESSABLE, "/case_number: a case number begins" },
    { "\"reason\":\"\"", YM_E_UNPROCESSABLE, "/reason: must have 1 to 500 characters" },
    { "\"reason\":\"\\u0007\"", YM_E_UNPROCESSABLE, "/reason: must hold no control" },
    { "\"title\":\"a\\nb\"", YM_E_UNPROCESSABLE, "/title: must be one line" },
    { "\"reason\":\"a\",\"reason\":\"b\"", YM_E_INVALID, "/reason: this member stands here twice" },
    { "\"reazon\":\"a\"", YM_E_INVALID, "/reazon: unknown member" },
    { "\"Reason\":\"a\"", YM_E_INVALID, "/Reason: unknown member" },
    { "\"version\":0", YM_E_UNPROCESSABLE, "/version: must be a whole number from 1" },
    { "\"version\":1000001", YM_E_UNPROCESSABLE, "/version:" },
    { "\"version\":\"3\"", YM_E_INVALID, "/version:" },
    { "\"attendance\":[]", YM_E_UNPROCESSABLE, "/attendance: must be an array of 1 to 32" },
    { "\"attendance\":{}", YM_E_INVALID, "/attendance: must be an array" },
    { "\"attendance\":[{\"seat\":0}]", YM_E_INVALID, "/attendance/0/status: missing" },
    { "\"attendance\":[{\"seat\":0,\"status\":\"late\"}]", YM_E_UNPROCESSABLE,
      "/attendance/0/status: unknown attendance \"late\"" },
    { "\"attendance\":[{\"seat\":0,\"status\":\"absent\"},{\"seat\":0,\"status\":\"absent\"}]",
      YM_E_UNPROCESSABLE, "/attendance/1: this seat stands here twice" },
    { "\"attendance\":[{\"seat\":0,\"status\":\"absent\",\"x\":1}]", YM_E_INVALID,
      "/attendance/0/x: unknown member" },
    { "\"obligations\":[{\"payer\":0,\"payee\":1,\"due\":\"2026-12-01\"}]", YM_E_UNPROCESSABLE,
      "/obligations/0: needs amount_fen or act" },
    { "\"obligations\":[{\"payer\":1,\"payee\":1,\"act\":\"a\",\"due\":\"2026-12-01\"}]",
      YM_E_UNPROCESSABLE, "/obligations/0: payer and payee" },
    { "\"obligations\":[{\"payer\":0,\"payee\":1,\"act\":\"a\"}]", YM_E_INVALID,
      "/obligations/0/due: missing" },
    { "\"obligations\":[{\"payer\":0,\"payee\":1,\"amount_fen\":\"0\",\"due\":\"2026-12-01\"}]",
      YM_E_UNPROCESSABLE, "/obligations/0/amount_fen:" },
    { "\"obligations\":[{\"payer\":0,\"payee\":1,\"amount_fen\":\"100000000000001\","
      "\"due\":\"2026-12-01\"}]",
      YM_E_UNPROCESSABLE, "/obligations/0/amount_fen:" },
    { "\"obligations\":[{\"payer\":0,\"payee\":1,\"amount_fen\":5,\"due\":\"2026-12-01\"}]",
      YM_E_INVALID, "/obligations/0/amount_fen: must be a text" },
    { "\"obligations\":[7]", YM_E_INVALID, "/obligations/0: must be an object" },
};

static void refuses_what_is_not_well_formed(void **state)
{
    struct fixture *const f = *state;

    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        char body[512];

        (void)snprintf(body, sizeof(body), "{\"command\":\"accept\",%s}", refusals[i].member);
        refused(f, body, refusals[i].code, refusals[i].part);
    }
    refused(f, "{}", YM_E_INVALID, "/command: missing");
    refused(f, "[]", YM_E_INVALID, "/: must be an object");
    refused(f, "{\"command\":7}", YM_E_INVALID, "/command: must be a text");
    refused(f, "{\"command\":\"acept\"}", YM_E_UNPROCESSABLE,
            "/command: unknown command \"acept\"");
    refused(f, "{\"command\":\"accept\"}{}", YM_E_INVALID, "nothing may follow");
}

/* A text field at its limit and one past it. */
static void limit_of(struct fixture *f, const char *field, size_t chars, const char *unit)
{
    char *const most = repeated(unit, chars);
    char *const more = repeated(unit, chars + 1);
    char *const sample = edited("{\"command\":\"accept\",\"FIELD\":\"TEXT\"}", "FIELD", field);
    char *const good = edited(sample, "TEXT", most);
    char *const bad = edited(sample, "TEXT", more);

    decoded(f, good);
    refused(f, bad, YM_E_UNPROCESSABLE, field);
    free(most);
    free(more);
    free(sample);
    free(good);
    free(bad);
}

static void holds_the_limits_of_texts(void **state)
{
    struct fixture *const f = *state;

    limit_of(f, "reason", YM_TEXT_CHARS_MAX, "中");
    limit_of(f, "note", YM_TEXT_CHARS_MAX, "😀");
    limit_of(f, "terms", YM_LONG_TEXT_CHARS_MAX, "中");
    limit_of(f, "description", YM_LONG_TEXT_CHARS_MAX, "中");
    limit_of(f, "title", YM_TITLE_CHARS_MAX, "中");
    limit_of(f, "procedure", JSON_PROCEDURE_REF_MAX, "p");
    limit_of(f, "deadline", JSON_DEADLINE_NAME_MAX, "d");
}

/* {"command":"vary","obligations":[…]} with n of them. */
static char *with_obligations(size_t n)
{
    char *const list =
        repeated(",{\"payer\":0,\"payee\":1,\"act\":\"a\",\"due\":\"2026-12-01\"}", n);
    char *const body = edited("{\"command\":\"vary\",\"obligations\":[LIST]}", "LIST", list + 1);

    free(list);
    return body;
}

static void holds_the_limits_of_lists(void **state)
{
    struct fixture *const f = *state;
    char *const most = with_obligations(YM_OBLIGATIONS_MAX);
    char *const more = with_obligations(YM_OBLIGATIONS_MAX + 1);

    decoded(f, most);
    assert_int_equal(f->got.cmd.items, YM_OBLIGATIONS_MAX);
    refused(f, more, YM_E_UNPROCESSABLE, "/obligations: must be an array of 1 to 64");
    free(most);
    free(more);
}

/* Three texts that make a detail of `bytes` bytes. */
static char *with_detail(size_t bytes)
{
    const size_t frame = strlen("{\"claims\":\"\",\"facts\":\"\",\"terms\":\"\"}");
    char *const wide = repeated("😀", YM_LONG_TEXT_CHARS_MAX);
    char *const tail = repeated("r", bytes - frame - 2 * strlen(wide));
    char *const body = malloc(JSON_COMMAND_BYTES_MAX);

    assert_non_null(body);
    (void)snprintf(body, JSON_COMMAND_BYTES_MAX,
                   "{\"command\":\"accept\",\"claims\":\"%s\",\"facts\":\"%s\","
                   "\"terms\":\"%s\"}",
                   wide, wide, tail);
    free(wide);
    free(tail);
    return body;
}

static void holds_the_bytes_of_the_detail(void **state)
{
    struct fixture *const f = *state;
    char *const most = with_detail(YM_DETAIL_BYTES_MAX);
    char *const more = with_detail(YM_DETAIL_BYTES_MAX + 1);

    decoded(f, most);
    assert_int_equal(f->got.cmd.detail.n, YM_DETAIL_BYTES_MAX);
    refused(f, more, YM_E_TOO_LARGE, "the fields together pass 32768 bytes");
    free(most);
    free(more);
}

static void holds_the_bytes_of_the_body(void **state)
{
    struct fixture *const f = *state;
    static const char command[] = "{\"command\":\"accept\"}";
    char *const body = repeated(" ", JSON_COMMAND_BYTES_MAX + 1);

    memcpy(body, command, strlen(command));
    refused(f, body, YM_E_TOO_LARGE, "at most 65536 are allowed");
    body[JSON_COMMAND_BYTES_MAX] = '\0';
    decoded(f, body);
    free(body);
}

static void tells_every_mistake(void **state)
{
    static const char body[] =
        "{\"command\":\"reach_agreement\",\"terms\":\"\",\"date\":\"2026-02-30\",\"obligations\":"
        "[{\"payee\":1,\"due\":\"2026-12-01\"},{\"payer\":0,\"payee\":0,\"act\":\"x\",\"due\":"
        "\"2026-12-01\"}],\"attendance\":[{\"seat\":0,\"status\":\"came\"},{\"seat\":40}]}";
    static const char *const places[] = {
        "/attendance/0/status",
        "/attendance/1/seat",
        "/attendance/1/status",
        "/date",
        "/obligations/0/payer",
        "/obligations/1",
        "/terms",
    };
    struct fixture *const f = *state;
    struct ym_mistakes m = { .n = 0 };

    ym_arena_reset(&f->arena);
    assert_int_equal(json_command_examine(ym_span_of(body), &f->arena, &f->got, &m, &f->error),
                     YM_E_UNPROCESSABLE);
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        assert_string_equal(i < m.n ? m.at[i].place : "none", places[i]);
    assert_int_equal(m.n, sizeof(places) / sizeof(places[0]));
}

/* What is no object has no members, however long it is. */
static void tells_that_an_array_is_no_command(void **state)
{
    struct fixture *const f = *state;
    struct ym_mistakes m = { .n = 0 };

    ym_arena_reset(&f->arena);
    assert_int_equal(json_command_examine(YM_SPAN("[[]]"), &f->arena, &f->got, &m, &f->error),
                     YM_E_INVALID);
    assert_int_equal(m.n, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(knows_every_command),
        TEST(knows_every_field),
        TEST(fills_the_slots),
        TEST(names_mediator_and_body),
        TEST(reads_a_dispute_in_either_form),
        TEST(sorts_and_writes_the_normal_form),
        TEST(refuses_what_is_not_well_formed),
        TEST(holds_the_limits_of_texts),
        TEST(holds_the_limits_of_lists),
        TEST(holds_the_bytes_of_the_detail),
        TEST(holds_the_bytes_of_the_body),
        TEST(tells_every_mistake),
        TEST(tells_that_an_array_is_no_command),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
