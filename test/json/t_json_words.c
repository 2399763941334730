/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

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

static void takes_words(void **state)
{
    struct fixture *const f = *state;
    const struct json_pair pairs[] = {
        { YM_SPAN("seat"), YM_SPAN("1") },
        { YM_SPAN("reason"), YM_SPAN("12") },
        { YM_SPAN("obligations"),
          YM_SPAN("[{\"payer\":1,\"payee\":0,\"act\":\"a\",\"due\":\"2026-12-01\"}]") },
    };
    const struct json_words words = { YM_SPAN("vary"), 4, pairs, 3 };

    assert_int_equal(json_command_from_words(&words, &f->arena, &f->got, NULL), YM_E_OK);
    assert_int_equal(f->got.cmd.kind, YM_CMD_VARY);
    assert_int_equal(f->got.version, 4);
    assert_int_equal(f->got.cmd.seats, 2);
    assert_int_equal(f->got.cmd.items, 1);
    assert_span(f->got.cmd.detail,
                "{\"obligations\":[{\"act\":\"a\",\"due\":\"2026-12-01\",\"payee\":0,\"payer\":1}],"
                "\"reason\":\"12\",\"seat\":1}");
}

static void refuses_words(void **state)
{
    static const struct {
        const char *key, *value;
        enum ym_err code;
        const char *part;
    } cases[] = {
        { "seat", "x", YM_E_INVALID, "/seat: must be a whole number" },
        { "seat", "1,\"version\":2", YM_E_INVALID, "/seat: must be a whole number" },
        { "seat", "", YM_E_INVALID, "/seat: must be a whole number" },
        { "attendance", "[", YM_E_INVALID, "/attendance: must be an array" },
        { "chair", "1", YM_E_INVALID, "word 1: no field has this name" },
        { "reason", "\xff", YM_E_INVALID, "not UTF-8" },
    };
    struct fixture *const f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct json_pair pair = { ym_span_of(cases[i].key), ym_span_of(cases[i].value) };
        const struct json_words words = { YM_SPAN("sign"), 0, &pair, 1 };

        ym_arena_reset(&f->arena);
        assert_int_equal(json_command_from_words(&words, &f->arena, &f->got, &f->error),
                         cases[i].code);
        assert_error(&f->error, cases[i].code, cases[i].part);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = { TEST(takes_words), TEST(refuses_words) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
