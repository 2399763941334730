/* SPDX-License-Identifier: Apache-2.0 */
/* The dated table of what bars a confirmation: as shipped, and what is refused of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "json/confirm.h"
#include "json/said.h"
#include "load.h"
#include "yima/dispute.h"
#include "yima/vocab.h"

static struct json_confirm *shipped(void)
{
    size_t n;
    char *text = load_file(YM_CONFIRM_FILE, &n);
    struct json_confirm *c = NULL;
    struct ym_error why;

    if (json_confirm_parse((struct ym_span){ text, n }, &c, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    free(text);
    return c;
}

static void as_shipped(void **state)
{
    struct json_confirm *c = shipped();

    (void)state;
    assert_true(c->version.n > 0 && c->source.n > 0);
    assert_true(c->table.kinds[YM_FINDING_LABOUR].stops);
    assert_int_equal(c->table.kinds[YM_FINDING_SAYS_PROPERTY].bar, YM_BAR_PROPERTY);
    for (int i = 0; i < YM_FINDING_COUNT; i++) {
        const struct ym_confirm_kind *k = &c->table.kinds[i];
        bool is_named = false;

        assert_true(k->zh.n > 0 && k->en.n > 0 && k->source.n > 0);
        assert_int_not_equal(k->bar, YM_BAR_NONE);
        for (size_t w = 0; w < c->table.nwords; w++)
            is_named = is_named || c->table.words[w].finding == i;
        assert_true(is_named == ym_finding_is_words((enum ym_finding)i));
    }
    assert_true((c->table.bodies >> YM_BODY_PEOPLE_COMMITTEE & 1U) != 0);
    assert_false((c->table.bodies >> YM_BODY_POLICE & 1U) != 0);
    json_confirm_free(c);
    json_confirm_free(NULL);
}

/* What the procedures refuse because of the type of the dispute, the table finds, and no more. */
static void types_are_those_of_the_rules(void **state)
{
    static const struct {
        uint8_t finding, refusal;
    } pairs[] = { { YM_FINDING_LABOUR, YM_REFUSAL_LABOUR_ROUTE },
                  { YM_FINDING_FAMILY, YM_REFUSAL_FAMILY_STATUS } };
    static const char *const files[] = { YM_PROCEDURES_DIR "/zhejiang-2025.json",
                                         YM_PROCEDURES_DIR "/binjiang-2020.json" };
    struct json_confirm *c = shipped();

    (void)state;
    for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
        struct json_procedure *const owned = load_procedure(files[f]);
        const struct ym_procedure *p = json_procedure_get(owned);
        const struct ym_command nothing = { .kind = YM_CMD_COUNT };

        for (int type = 0; type < YM_TYPE_COUNT; type++) {
            struct ym_dispute d = { .version = 1,
                                    .type = (uint8_t)type,
                                    .claimants = 1,
                                    .respondents = 2,
                                    .terms = { .signatures = 3 } };
            const struct ym_rule *r;

            memcpy(d.state, p->idle, sizeof(d.state));
            d.state[YM_TRACK_MAIN] = (uint8_t)ym_procedure_state(p, YM_SPAN("AGREED"));
            d.state[YM_TRACK_CONFIRM] = (uint8_t)ym_procedure_state(p, YM_SPAN("CONFIRM_OPEN"));
            r = ym_rule_find(p, d.state, YM_CMD_APPLY_CONFIRMATION, YM_DEADLINE_NONE,
                             ym_facts(p, &d, &nothing));
            assert_non_null(r);
            for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
                assert_int_equal(c->table.kinds[pairs[i].finding].types >> type & 1U,
                                 r->refuse == pairs[i].refusal);
        }
        json_procedure_free(owned);
    }
    json_confirm_free(c);
}

/* The shipped text with one place changed. */
static enum ym_err changed(const char *old, const char *by)
{
    size_t n;
    char *text = load_file(YM_CONFIRM_FILE, &n);
    char *at = strstr(text, old);
    char *whole = malloc(n + strlen(by) + 1);
    struct json_confirm *c = NULL;
    struct ym_error why;
    enum ym_err err;

    assert_non_null(at);
    assert_non_null(whole);
    (void)snprintf(whole, n + strlen(by) + 1, "%.*s%s%s", (int)(at - text), text, by,
                   at + strlen(old));
    err = json_confirm_parse(ym_span_of(whole), &c, &why);
    if (err == YM_E_OK)
        json_confirm_free(c);
    free(whole);
    free(text);
    return err;
}

static void refused(void **state)
{
    static const struct {
        const char *old, *by;
        enum ym_err err;
    } rows[] = {
        { "\"ending_days\": 7", "\"ending_days\": 7", YM_E_OK },
        { "\"ending_days\": 7", "\"ending_days\": 30", YM_E_OK },
        { "\"ending_days\": 7", "\"ending_days\": 31", YM_E_UNPROCESSABLE },
        { "\"finding\": \"labour_route\"", "\"finding\": \"labour\"", YM_E_UNPROCESSABLE },
        { "\"types\": [\"labour\"], ", "", YM_E_INVALID },
        { "\"types\": [\"labour\"]", "\"types\": []", YM_E_UNPROCESSABLE },
        { "\"types\": [\"labour\"]", "\"types\": [\"labor\"]", YM_E_UNPROCESSABLE },
        { "\"finding\": \"court_closes\"", "\"finding\": \"court_closes\", \"types\": [\"labour\"]",
          YM_E_INVALID },
        { "\"finding\": \"labour_route\"", "\"finding\": \"family_type\"", YM_E_UNPROCESSABLE },
        { "\"bar\": \"other_court\"", "\"bar\": \"elsewhere\"", YM_E_UNPROCESSABLE },
        { "\"says_harm\", \"bar\": \"harms_others\", \"stops\": false",
          "\"says_harm\", \"bar\": \"harms_others\", \"stops\": true", YM_E_UNPROCESSABLE },
        { "\"word\": \"赌博\"", "\"word\": \"赌债\"", YM_E_UNPROCESSABLE },
        { "\"word\": \"赌博\", \"finding\": \"says_illegal\"",
          "\"word\": \"赌博\", \"finding\": \"body_kind\"", YM_E_UNPROCESSABLE },
        { "\"word\": \"赌博\"", "\"word\": \"\"", YM_E_UNPROCESSABLE },
        { "\"id\": \"cn\",", "", YM_E_INVALID },
        { "\"id\": \"cn\",", "\"id\": \"cn\", \"more\": 1,", YM_E_INVALID },
        { "\"people_committee\", ", "\"people\", ", YM_E_UNPROCESSABLE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (changed(rows[i].old, rows[i].by) != rows[i].err)
            fail_msg("%s by %s", rows[i].old, rows[i].by);
    }
}

/* ---- The words of an event ---- */

static void words_of_an_event(void **state)
{
    struct ym_arena arena;
    struct ym_said said;

    (void)state;
    assert_true(ym_arena_init(&arena, JSON_SAID_ARENA_BYTES));
    assert_true(json_said_read(
        YM_SPAN("{\"amount_fen\":\"7\",\"attachment\":\"8\",\"bar\":\"unclear\",\"date\":"
                "\"2026-11-23\",\"obligations\":[{\"account\":\"a\",\"act\":\"b\",\"due\":"
                "\"2026-12-01\",\"payee\":0,\"payer\":31,\"plan\":63}],\"result\":\"late\","
                "\"signing\":\"stamp\",\"terms\":\"t\",\"unknown\":{}}"),
        &arena, &said));
    assert_int_equal(said.amount_fen, 7);
    assert_int_equal(said.attachment, 8);
    assert_int_equal(said.bar, YM_BAR_UNCLEAR);
    assert_int_equal(said.result, YM_RESULT_LATE);
    assert_int_equal(said.signing, YM_SIGNING_STAMP);
    assert_int_equal(said.nobligations, 1);
    assert_int_equal(said.obligations[0].payer, 31);
    assert_int_equal(said.obligations[0].plan, YM_PLANS_MAX);
    assert_int_equal(said.obligations[0].amount_fen, 0);
    assert_true(ym_span_is(said.terms, YM_SPAN("t")));
    assert_true(json_said_read(YM_SPAN(""), &arena, &said));
    assert_true(json_said_read(YM_SPAN("{}"), &arena, &said));
    assert_int_equal(said.amount_fen, -1);
    assert_int_equal(said.date, YM_DAY_NONE);
    for (size_t i = 0; i < 4; i++) {
        static const char *const bad[] = { "{", "[]", "{\"date\":\"today\"}",
                                           "{\"obligations\":[{\"payer\":1}]}" };

        assert_false(json_said_read(ym_span_of(bad[i]), &arena, &said));
        assert_int_equal(said.nobligations, 0);
        assert_int_equal(said.amount_fen, -1);
    }
    ym_arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_shipped),
        cmocka_unit_test(types_are_those_of_the_rules),
        cmocka_unit_test(refused),
        cmocka_unit_test(words_of_an_event),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
