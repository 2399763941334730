/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of agreements, their signatures and their performance. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "json/command.h"

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

/* What the command says of a member, and the part of the complaint. */
static void refused(struct fixture *f, const char *member, enum ym_err code, const char *part)
{
    char body[1024];

    (void)snprintf(body, sizeof(body), "{\"command\":\"vary\",%s}", member);
    ym_arena_reset(&f->arena);
    assert_int_equal(json_command_decode(ym_span_of(body), &f->arena, &f->got, &f->error), code);
    assert_error(&f->error, code, part);
}

static void reads_obligations(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"command\":\"reach_agreement\",\"date\":\"2026-11-22\",\"obligations\":["
               "{\"payer\":1,\"payee\":0,\"amount_fen\":\"100000000000000\","
               "\"due\":\"2026-12-31\",\"manner\":\"cash\",\"consequence\":\"1%\"},"
               "{\"payer\":0,\"payee\":1,\"act\":\"道歉\",\"due\":\"2026-12-01\"}]}");
    assert_int_equal(f->got.cmd.items, 2);
    assert_int_equal(f->got.cmd.date, ym_day_make(2026, 12, 31));
    assert_int_equal(f->got.cmd.first_due, ym_day_make(2026, 12, 1));
    assert_int_equal(f->got.obligations[0].payer, 1);
    assert_int_equal(f->got.obligations[0].payee, 0);
    assert_true(f->got.obligations[0].amount_fen == YM_AMOUNT_FEN_MAX);
    assert_span(f->got.obligations[0].manner, "cash");
    assert_span(f->got.obligations[0].consequence, "1%");
    assert_int_equal(f->got.obligations[0].act.n, 0);
    assert_span(f->got.obligations[1].act, "道歉");
    assert_true(f->got.obligations[1].amount_fen == 0);
    assert_int_equal(f->got.obligations[1].due, ym_day_make(2026, 12, 1));
    assert_span(f->got.cmd.detail,
                "{\"date\":\"2026-11-22\",\"obligations\":[{\"amount_fen\":\"100000000000000\","
                "\"consequence\":\"1%\",\"due\":\"2026-12-31\",\"manner\":\"cash\",\"payee\":0,"
                "\"payer\":1},{\"act\":\"道歉\",\"due\":\"2026-12-01\",\"payee\":1,\"payer\":0}]}");
}

static void reads_accounts_and_plans(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"command\":\"vary\",\"obligations\":[{\"payer\":1,\"payee\":0,\"plan\":63,"
               "\"amount_fen\":\"5\",\"due\":\"2026-12-31\",\"account\":\"中国银行 6217\"},"
               "{\"payer\":1,\"payee\":0,\"plan\":1,\"act\":\"a\",\"due\":\"2027-01-31\"}]}");
    assert_int_equal(f->got.obligations[0].plan, 63);
    assert_span(f->got.obligations[0].account, "中国银行 6217");
    assert_int_equal(f->got.obligations[1].plan, 1);
    assert_int_equal(f->got.obligations[1].account.n, 0);
    assert_span(f->got.cmd.detail,
                "{\"obligations\":[{\"account\":\"中国银行 6217\",\"amount_fen\":\"5\",\"due\":"
                "\"2026-12-31\",\"payee\":0,\"payer\":1,\"plan\":63},{\"act\":\"a\",\"due\":"
                "\"2027-01-31\",\"payee\":0,\"payer\":1,\"plan\":1}]}");
}

static void reads_signatures(void **state)
{
    struct fixture *const f = *state;

    decoded(f, "{\"command\":\"sign\",\"seat\":1,\"signing\":\"paper\",\"attachment\":\"12\","
               "\"date\":\"2026-11-20\",\"document_code\":\"K7Q2\"}");
    assert_int_equal(f->got.cmd.code, YM_SIGNING_PAPER);
    assert_true(f->got.cmd.ref == 12);
    assert_true(f->got.cmd.fields == (YM_FB(SEAT) | YM_FB(SIGNING) | YM_FB(ATTACHMENT) |
                                      YM_FB(DATE) | YM_FB(SEAL_CODE)));
    assert_int_equal(f->got.cmd.date, ym_day_make(2026, 11, 20));
    decoded(f, "{\"command\":\"record_performance\",\"obligation\":63,\"result\":\"partial\","
               "\"amount_fen\":\"1\"}");
    assert_int_equal(f->got.cmd.item, 63);
    assert_int_equal(f->got.cmd.code, YM_RESULT_PARTIAL);
    assert_span(f->got.cmd.detail,
                "{\"amount_fen\":\"1\",\"obligation\":63,\"result\":\"partial\"}");
}

#define DIGITS "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"
#define OBLIGATION(more)                                                                           \
    "\"obligations\":[{\"payer\":0,\"payee\":1,\"act\":\"a\",\"due\":\"2026-12-01\"," more "}]"

static void refuses_what_is_not_well_formed(void **state)
{
    static const struct {
        const char *member;
        enum ym_err code;
        const char *part;
    } rows[] = {
        { "\"signing\":\"none\"", YM_E_UNPROCESSABLE, "/signing: \"none\" cannot be said" },
        { "\"signing\":\"ink\"", YM_E_UNPROCESSABLE, "/signing: unknown signing \"ink\"" },
        { "\"bar\":\"none\"", YM_E_UNPROCESSABLE, "/bar: \"none\" cannot be said" },
        { "\"amount_fen\":\"0\"", YM_E_UNPROCESSABLE, "/amount_fen: must be a text of digits" },
        { "\"amount_fen\":\"100000000000001\"", YM_E_UNPROCESSABLE, "/amount_fen:" },
        { "\"amount_fen\":5", YM_E_INVALID, "/amount_fen: must be a text" },
        { "\"attachment\":\"0\"", YM_E_UNPROCESSABLE, "/attachment:" },
        { "\"sha256\":\"" DIGITS "\"", YM_E_UNPROCESSABLE, "/sha256: must be a SHA-256" },
        { "\"sha256\":\"" DIGITS "5a\"", YM_E_UNPROCESSABLE, "/sha256: must have 1 to 64" },
        { "\"sha256\":\"" DIGITS "A\"", YM_E_UNPROCESSABLE, "/sha256: must be a SHA-256" },
        { "\"sha256\":\"" DIGITS "g\"", YM_E_UNPROCESSABLE, "/sha256: must be a SHA-256" },
        { "\"sha256\":\"" DIGITS "/\"", YM_E_UNPROCESSABLE, "/sha256: must be a SHA-256" },
        { "\"sha256\":7", YM_E_INVALID, "/sha256: must be a text" },
        { "\"document_code\":\"\"", YM_E_UNPROCESSABLE, "/document_code: must have 1 to 64" },
        { OBLIGATION("\"plan\":0"), YM_E_UNPROCESSABLE, "/obligations/0/plan: must be a whole" },
        { OBLIGATION("\"plan\":64"), YM_E_UNPROCESSABLE, "/obligations/0/plan: must be a whole" },
        { OBLIGATION("\"account\":\"\""), YM_E_UNPROCESSABLE, "/obligations/0/account: must have" },
        { OBLIGATION("\"account\":6217"), YM_E_INVALID, "/obligations/0/account: must be a text" },
        { OBLIGATION("\"iban\":\"6217\""), YM_E_INVALID, "/obligations/0/iban: unknown member" },
    };
    struct fixture *const f = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        refused(f, rows[i].member, rows[i].code, rows[i].part);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_obligations),
        TEST(reads_accounts_and_plans),
        TEST(reads_signatures),
        TEST(refuses_what_is_not_well_formed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
