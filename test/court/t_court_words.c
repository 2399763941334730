/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the conversation with a court, its judgement, and what is read from a body. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "court/code.h"
#include "court/fields.h"
#include "court/word.h"

/* ---- What may be said when ---- */

struct said_when {
    uint8_t verb, kind;
    const char *outcome;
    uint8_t step; /* where the part stands */
    bool same;
    enum exchange_reason wanted;
};

#define REVIEW       EXCHANGE_REVIEW_COMPLETE
#define DOCKET       EXCHANGE_DOCKETING_COMPLETE
#define FILING       APP_EXCHANGE_FILING
#define CONFIRMATION APP_EXCHANGE_CONFIRMATION
#define REFERRAL     APP_EXCHANGE_REFERRAL

static const struct said_when cases[] = {
    { REVIEW, FILING, "accepted", COURT_STEP_SUBMITTED, true, EXCHANGE_R_NONE },
    { REVIEW, FILING, "accepted", COURT_STEP_NONE, true, EXCHANGE_R_OUT_OF_ORDER },
    { REVIEW, FILING, "supplement", COURT_STEP_SUPPLEMENT, true, EXCHANGE_R_DUPLICATE },
    { REVIEW, FILING, "refused", COURT_STEP_WITHDRAWN, true, EXCHANGE_R_LATE },
    { REVIEW, FILING, "refused", COURT_STEP_REGISTERED, true, EXCHANGE_R_CONTRADICTS },
    { DOCKET, FILING, "registered", COURT_STEP_SUBMITTED, true, EXCHANGE_R_NONE },
    { DOCKET, FILING, "registered", COURT_STEP_SUPPLEMENT, true, EXCHANGE_R_OUT_OF_ORDER },
    { DOCKET, FILING, "registered", COURT_STEP_REGISTERED, true, EXCHANGE_R_DUPLICATE },
    { DOCKET, FILING, "registered", COURT_STEP_REGISTERED, false, EXCHANGE_R_CONTRADICTS },
    { DOCKET, FILING, "registered", COURT_STEP_REFUSED, true, EXCHANGE_R_CONTRADICTS },
    { DOCKET, FILING, "registered", COURT_STEP_WITHDRAWN, true, EXCHANGE_R_LATE },
    { DOCKET, FILING, "closed", COURT_STEP_SUBMITTED, true, EXCHANGE_R_OUT_OF_ORDER },
    { DOCKET, FILING, "closed", COURT_STEP_CLOSED, true, EXCHANGE_R_DUPLICATE },
    { DOCKET, CONFIRMATION, "accepted", COURT_STEP_NONE, true, EXCHANGE_R_OUT_OF_ORDER },
    { DOCKET, CONFIRMATION, "confirmed", COURT_STEP_SUBMITTED, true, EXCHANGE_R_OUT_OF_ORDER },
    { DOCKET, CONFIRMATION, "confirmed", COURT_STEP_REGISTERED, true, EXCHANGE_R_NONE },
    { DOCKET, CONFIRMATION, "confirmed", COURT_STEP_DISMISSED, true, EXCHANGE_R_CONTRADICTS },
    { DOCKET, CONFIRMATION, "confirmed", COURT_STEP_CONFIRMED, true, EXCHANGE_R_DUPLICATE },
    { DOCKET, CONFIRMATION, "dismissed", COURT_STEP_CONFIRMED, true, EXCHANGE_R_CONTRADICTS },
    { DOCKET, CONFIRMATION, "dismissed", COURT_STEP_WITHDRAWN, true, EXCHANGE_R_LATE },
    { DOCKET, CONFIRMATION, "objection_decided", COURT_STEP_CONFIRMED, true,
      EXCHANGE_R_OUT_OF_ORDER },
    { DOCKET, REFERRAL, "registered", COURT_STEP_SUBMITTED, true, EXCHANGE_R_NONE },
    { DOCKET, REFERRAL, "registered", COURT_STEP_CLOSED, true, EXCHANGE_R_CONTRADICTS },
};

static struct court_standing standing_at(const struct court_answer *a, uint8_t step)
{
    struct court_standing s = { 0 };

    s.filing = s.confirmation = s.referral = s.enforcement = COURT_STEP_NONE;
    switch ((enum court_part)a->part) {
    case COURT_PART_filing:
        s.filing = step;
        break;
    case COURT_PART_confirmation:
        s.confirmation = step;
        break;
    case COURT_PART_referral:
        s.referral = step;
        break;
    case COURT_PART_enforcement:
        s.enforcement = step;
        break;
    }
    return s;
}

static void test_judgement(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct said_when *c = &cases[i];
        const struct court_answer *a = court_answer_of(c->verb, c->kind, ym_span_of(c->outcome));
        struct court_standing s;

        assert_non_null(a);
        s = standing_at(a, c->step);
        if (court_answer_judge(a, &s, c->same) != c->wanted)
            fail_msg("case %zu: %s at %s: %s", i, c->outcome, court_step_code(c->step),
                     exchange_reason_code(court_answer_judge(a, &s, c->same)));
    }
}

/* Whatever is said at whatever moment has one answer, and it never changes what was decided. */
static void test_every_answer_everywhere(void **state)
{
    size_t n;
    const struct court_answer *rows = court_answers(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(court_answer_of(rows[i].verb, rows[i].kind, ym_span_of(rows[i].outcome)),
                         &rows[i]);
        assert_int_not_equal(rows[i].from, 0);
        assert_int_equal(rows[i].from & rows[i].already, 0);
        for (uint8_t step = 0; step < COURT_STEP_COUNT; step++) {
            const struct court_standing s = standing_at(&rows[i], step);
            const bool may = court_answer_judge(&rows[i], &s, true) == EXCHANGE_R_NONE;

            assert_int_equal(may, rows[i].from >> step & 1);
            if (step == COURT_STEP_REFUSED || step == COURT_STEP_DISMISSED ||
                step == COURT_STEP_WITHDRAWN || step == COURT_STEP_NONE)
                assert_false(may);
        }
    }
    assert_null(court_answer_of(EXCHANGE_REVIEW_FILING, APP_EXCHANGE_FILING, YM_SPAN("accepted")));
    assert_null(court_answer_of(DOCKET, FILING, YM_SPAN("confirmed")));
    assert_null(court_answer_of(DOCKET, FILING, (struct ym_span){ NULL, 0 }));
}

/* ---- What is told ---- */

static void test_acts(void **state)
{
    const struct court_standing none = { 0 };
    const struct court_standing pending = { .filing = COURT_STEP_SUBMITTED };
    const struct court_standing gone = { .filing = COURT_STEP_WITHDRAWN };
    const struct court_standing filed = { .filing = COURT_STEP_REGISTERED,
                                          .is_filed = true,
                                          .stage = YM_STAGE_COURT_FILED };
    const struct court_standing trial = { .filing = COURT_STEP_REGISTERED,
                                          .is_filed = true,
                                          .stage = YM_STAGE_FAILED_TRIAL };
    const struct court_standing drafted = { .filing = COURT_STEP_REGISTERED,
                                            .is_filed = true,
                                            .stage = YM_STAGE_AGREED };
    const struct court_standing agreed = { .stage = YM_STAGE_AGREED };

    (void)state;
    assert_int_equal(court_act_of(YM_CMD_SUBMIT_FILING, &none, &pending, true),
                     COURT_ACT_SUBMITTED);
    assert_int_equal(court_act_of(YM_CMD_WITHDRAW, &pending, &gone, true), COURT_ACT_WITHDRAWN);
    assert_int_equal(court_act_of(YM_CMD_WITHDRAW, &none, &none, true), -1);
    assert_int_equal(court_act_of(YM_CMD_TERMINATE, &filed, &trial, true), COURT_ACT_ENDED);
    assert_int_equal(court_act_of(YM_CMD_TERMINATE, &none, &none, true), -1);
    assert_int_equal(court_act_of(YM_CMD_SIGN, &drafted, &drafted, true), COURT_ACT_AGREED);
    assert_int_equal(court_act_of(YM_CMD_SIGN, &drafted, &drafted, false), -1);
    assert_int_equal(court_act_of(YM_CMD_SIGN, &agreed, &agreed, true), -1);
    /* An agreement that is still to be signed is told by nobody, a round that failed is. */
    assert_int_equal(court_act_of(YM_CMD_EXPIRE, &filed, &drafted, true), -1);
    assert_int_equal(court_act_of(YM_CMD_EXPIRE, &drafted, &trial, true), COURT_ACT_ENDED);
    assert_int_equal(court_act_of(YM_CMD_APPLY_CONFIRMATION, &agreed, &agreed, false), -1);
    for (unsigned c = 0; c < YM_CMD_COUNT; c++) {
        if (!court_wants((uint8_t)c))
            assert_int_equal(court_act_of((uint8_t)c, &filed, &trial, true), -1);
    }
}

/* ---- Case numbers ---- */

static void number(const char *text, struct ym_court_number *ret)
{
    assert_int_equal(ym_court_number_parse(ym_span_of(text), NULL, ret), YM_COURT_OK);
}

static void test_numbers(void **state)
{
    static const struct {
        const char *text;
        int64_t region;
        bool fits;
    } courts[] = {
        { "(2026)浙0108民初1号", 330108000000, true },
        { "(2026)浙0109民初1号", 330108000000, false },
        { "(2026)浙01民初1号", 330100000000, true },
        { "(2026)浙01民初1号", 330108000000, false },
        { "(2026)浙02民初1号", 330100000000, false },
        { "(2026)浙民初1号", 330000000000, true },
        { "(2026)浙民初1号", 330108000000, false },
        { "(2026)浙0192民初1号", 330108000000, true },
        { "(2026)苏0108民初1号", 330108000000, false },
        { "(2026)最高法民初1号", 330108000000, false },
    };
    const ym_day asked = ym_day_make(2025, 12, 31);
    const ym_day today = ym_day_make(2026, 2, 1);
    struct ym_court_number n;

    (void)state;
    for (size_t i = 0; i < sizeof(courts) / sizeof(courts[0]); i++) {
        number(courts[i].text, &n);
        if (court_code_fits(&n, courts[i].region) != courts[i].fits)
            fail_msg("%s at %lld", courts[i].text, (long long)courts[i].region);
    }
    number("(2025)浙0108民初1号", &n);
    assert_true(court_year_fits(&n, asked, today));
    number("(2024)浙0108民初1号", &n);
    assert_false(court_year_fits(&n, asked, today));
    number("(2027)浙0108民初1号", &n);
    assert_false(court_year_fits(&n, asked, today));
}

/* ---- Bodies ---- */

struct reading {
    struct ym_arena arena;
    struct court_said said;
    struct ym_error error;
};

static int begin(void **state)
{
    static struct reading r;

    assert_true(ym_arena_init(&r.arena, JSON_COMMAND_ARENA_BYTES + 8192));
    *state = &r;
    return 0;
}

static int finish(void **state)
{
    struct reading *r = *state;

    ym_arena_release(&r->arena);
    return 0;
}

static enum ym_err read(struct reading *r, const char *body, uint8_t command)
{
    ym_arena_reset(&r->arena);
    return court_fields_read(ym_span_of(body), command, &r->arena, &r->said, &r->error);
}

static void test_bodies(void **state)
{
    struct reading *r = *state;

    assert_int_equal(read(r,
                          "{\"outcome\":\"registered\",\"case_number\":\"（2026）浙0108民初12号\","
                          "\"court_procedure\":\"simplified\",\"note\":\"留在消息里\"}",
                          YM_CMD_REGISTER_COURT),
                     YM_E_OK);
    assert_true(ym_span_is(r->said.case_number, YM_SPAN("(2026)浙0108民初12号")));
    assert_int_equal(r->said.command.cmd.kind, YM_CMD_REGISTER_COURT);
    assert_int_equal(r->said.command.cmd.code, YM_COURT_SIMPLIFIED);
    assert_int_equal(r->said.command.cmd.fields, YM_FB(CASE_NUMBER) | YM_FB(COURT_PROCEDURE));

    assert_int_equal(read(r,
                          "{\"outcome\":\"appeared\",\"date\":\"2026-01-05\",\"attendance\":"
                          "[{\"seat\":0,\"status\":\"attended\"},"
                          "{\"seat\":1,\"status\":\"absent\"}]}",
                          YM_CMD_APPEAR),
                     YM_E_OK);
    assert_int_equal(r->said.command.cmd.attended, 1);

    assert_int_equal(
        read(r, "{\"outcome\":\"refused\",\"reason\":\"不属于本院管辖\"}", YM_CMD_TERMINATE),
        YM_E_OK);
    assert_int_equal(r->said.command.cmd.code, YM_GROUND_OTHER);
    assert_int_equal(read(r, "{\"outcome\":\"accepted\"}", COURT_NO_COMMAND), YM_E_OK);
    assert_int_equal(
        read(r, "{\"outcome\":\"supplement\",\"reason\":\"补交证据\",\"until\":\"2026-02-01\"}",
             YM_CMD_ASK_SUPPLEMENT),
        YM_E_OK);
    assert_true(ym_span_is(r->said.command.cmd.detail,
                           YM_SPAN("{\"reason\":\"补交证据（请于2026-02-01前补正）\"}")));

    assert_int_equal(read(r,
                          "{\"outcome\":\"agreed\",\"terms\":\"分两期付清\",\"obligations\":"
                          "[{\"payer\":1,\"payee\":0,\"amount_fen\":\"100\",\"act\":null,"
                          "\"due\":\"2030-01-31\"}]}",
                          YM_CMD_REACH_AGREEMENT),
                     YM_E_OK);
    assert_int_equal(r->said.command.cmd.items, 1);
}

static void test_bad_bodies(void **state)
{
    struct reading *r = *state;
    static const struct {
        const char *body, *place;
        uint8_t command;
        enum ym_err wanted;
    } bad[] = {
        { "[]", "", YM_CMD_CONFIRM, YM_E_INVALID },
        { "{", "", YM_CMD_CONFIRM, YM_E_INVALID },
        { "{}", "/outcome", YM_CMD_CONFIRM, YM_E_INVALID },
        { "{\"outcome\":\"confirmed\",\"outcome\":\"x\"}", "", YM_CMD_CONFIRM, YM_E_INVALID },
        { "{\"outcome\":\"confirmed\",\"secret\":1}", "/secret", YM_CMD_CONFIRM, YM_E_INVALID },
        { "{\"outcome\":\"confirmed\",\"date\":\"yesterday\"}", "/date", YM_CMD_CONFIRM,
          YM_E_UNPROCESSABLE },
        { "{\"outcome\":\"supplement\",\"until\":\"soon\"}", "/until", YM_CMD_ASK_SUPPLEMENT,
          YM_E_UNPROCESSABLE },
        { "{\"outcome\":\"registered\",\"case_number\":\"浙0108\"}", "/case_number",
          YM_CMD_REGISTER_COURT, YM_E_UNPROCESSABLE },
        { "{\"outcome\":\"appeared\",\"attendance\":[]}", "/attendance", YM_CMD_APPEAR,
          YM_E_UNPROCESSABLE },
        { "{\"outcome\":\"served\",\"seat\":\"0\"}", "/seat", YM_CMD_SERVE, YM_E_INVALID },
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const enum ym_err err = read(r, bad[i].body, bad[i].command);

        if (err == YM_E_OK || strstr(r->error.text, bad[i].place) == NULL)
            fail_msg("%s: %d %s", bad[i].body, (int)err, err == YM_E_OK ? "" : r->error.text);
    }
}

/* A reason of as many characters as may be, and of one more. */
static void test_limit(void **state)
{
    struct reading *r = *state;
    static const char head[] = "{\"outcome\":\"refused\",\"reason\":\"";
    static char body[3 * COURT_TEXT_CHARS + 100];
    char *at = body;

    memcpy(at, head, sizeof(head) - 1);
    at += sizeof(head) - 1;
    for (int i = 0; i < COURT_TEXT_CHARS - COURT_UNTIL_CHARS; i++, at += 3)
        memcpy(at, "院", 3);
    memcpy(at, "\"}", 3);
    assert_int_equal(read(r, body, YM_CMD_REFUSE_FILING), YM_E_OK);
    memcpy(at, "院\"}", 6);
    assert_int_equal(read(r, body, YM_CMD_REFUSE_FILING), YM_E_UNPROCESSABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judgement),
        cmocka_unit_test(test_every_answer_everywhere),
        cmocka_unit_test(test_acts),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test_setup_teardown(test_bodies, begin, finish),
        cmocka_unit_test_setup_teardown(test_bad_bodies, begin, finish),
        cmocka_unit_test_setup_teardown(test_limit, begin, finish),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
