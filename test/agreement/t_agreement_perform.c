/* SPDX-License-Identifier: Apache-2.0 */
/* What became of what was agreed: on time, late, in parts, excused, broken; both sides' word, and
 * what the law opens next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "bond.h"

static const struct app_debt *debt(struct bond *b, size_t i)
{
    return &app_agreement_in_force(&b->known)->debts[i];
}

static void performed_in_time(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    assert_int_equal(debt(b, 0)->said.plan, 1);
    bond_text(debt(b, 1)->said.account, "工行6222");
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"partial\","
              "\"amount_fen\":\"20000\",\"date\":\"2026-11-23\",\"note\":\"先付\"}");
    assert_int_equal(debt(b, 0)->paid_fen, 20000);
    assert_false(app_debt_is_settled(debt(b, 0)));
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"partial\","
              "\"amount_fen\":\"40000\"}"); /* more than is owed counts for what is owed */
    assert_int_equal(debt(b, 0)->paid_fen, 50000);
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"fulfilled\"}");
    assert_true(app_debt_is_settled(debt(b, 0)));
    assert_int_equal(debt(b, 0)->result, YM_RESULT_FULFILLED);
    assert_int_equal(debt(b, 0)->nentries, 3);
    bond_text(debt(b, 0)->entries[0].note, "先付");
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":1,\"result\":\"excused\"}");
    assert_true(app_debt_is_settled(debt(b, 1)));
    assert_int_equal(debt(b, 1)->paid_fen, 0);
}

/* Both sides' words stand beside each other and settle nothing. */
static void both_words(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    bond_says(b, 1,
              "{\"command\":\"claim_performance\",\"obligation\":0,\"result\":\"fulfilled\","
              "\"amount_fen\":\"50000\",\"note\":\"已转账\",\"attachment\":\"9\"}");
    bond_says(b, 0, "{\"command\":\"claim_performance\",\"obligation\":0,\"result\":\"breached\"}");
    assert_int_equal(debt(b, 0)->result, YM_RESULT_NONE);
    assert_int_equal(debt(b, 0)->paid_fen, 0);
    assert_int_equal(debt(b, 0)->nentries, 2);
    assert_true(debt(b, 0)->entries[0].is_claim);
    assert_int_equal(debt(b, 0)->entries[0].seat, 1);
    assert_int_equal(debt(b, 0)->entries[0].attachment, 9);
    assert_int_equal(debt(b, 0)->entries[0].amount_fen, 50000);
    assert_int_equal(debt(b, 0)->entries[1].seat, 0);
    assert_int_equal(debt(b, 0)->entries[1].amount_fen, -1);
}

static void at_the_limit_of_entries(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    for (int i = 0; i < APP_ENTRIES_MAX; i++)
        bond_says(b, 1,
                  "{\"command\":\"claim_performance\",\"obligation\":0,\"result\":\"late\","
                  "\"note\":\"一\"}");
    assert_int_equal(debt(b, 0)->earlier, 0);
    bond_says(b, 1,
              "{\"command\":\"claim_performance\",\"obligation\":0,\"result\":\"partial\","
              "\"note\":\"二\"}");
    assert_int_equal(debt(b, 0)->nentries, APP_ENTRIES_MAX);
    assert_int_equal(debt(b, 0)->earlier, 1);
    bond_text(debt(b, 0)->entries[APP_ENTRIES_MAX - 1].note, "二");
}

static struct app_way way(const struct app_way *ways, size_t n, enum ym_cmd command)
{
    for (size_t i = 0; i < n; i++) {
        if (ways[i].command == command)
            return ways[i];
    }
    fail_msg("%s is no way", ym_word(YM_VOCAB_COMMAND, (int)command)->code);
    return (struct app_way){ .source = "" };
}

/* Overdue, then breached: one may sue on an agreement that is not confirmed, and not enforce it. */
static void breached_without_confirmation(void **state)
{
    struct bond *b = *state;
    struct app_way ways[APP_WAYS_MAX];
    size_t n;

    bond_agree(b);
    assert_int_equal(app_agreement_ways(&b->known, b->today, ways), 0);
    bond_wait(b, b->today + 10); /* the day itself is not over yet */
    assert_true(debt(b, 0)->reminders > 0);
    assert_int_equal(debt(b, 1)->reminders, 0);
    assert_false(app_debt_is_overdue(debt(b, 0), b->today));
    bond_wait(b, b->today + 2);
    assert_true(app_debt_is_overdue(debt(b, 0), b->today));
    assert_false(app_debt_is_overdue(debt(b, 1), b->today));
    n = app_agreement_ways(&b->known, b->today, ways);
    assert_int_equal(way(ways, n, YM_CMD_SUE).refusal, YM_REFUSAL_NONE);
    assert_non_null(strstr(way(ways, n, YM_CMD_SUE).source, "人民调解法 32"));
    assert_int_equal(way(ways, n, YM_CMD_APPLY_ENFORCEMENT).refusal, YM_REFUSAL_NOT_CONFIRMED);
    assert_int_equal(way(ways, n, YM_CMD_VARY).refusal, YM_REFUSAL_NONE);
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"breached\"}");
    assert_int_equal(debt(b, 0)->result, YM_RESULT_BREACHED);
    assert_true(app_debt_is_overdue(debt(b, 0), b->today));
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":0,\"result\":\"late\"}");
    assert_int_equal(debt(b, 0)->paid_fen, 50000);
    assert_int_equal(app_agreement_ways(&b->known, b->today, ways), 0);
}

static void confirmed_and_breached(void **state)
{
    struct bond *b = *state;
    struct app_way ways[APP_WAYS_MAX];
    size_t n;

    bond_agree(b);
    bond_confirm(b);
    bond_must(b, YM_ROLE_COURT_CLERK,
              "{\"command\":\"appear\",\"date\":\"2026-11-23\",\"attendance\":[{\"seat\":0,"
              "\"status\":\"attended\"},{\"seat\":1,\"status\":\"attended\"}]}");
    bond_must(b, YM_ROLE_CONFIRM_JUDGE, "{\"command\":\"confirm\",\"date\":\"2026-11-23\"}");
    assert_int_equal(b->known.ruling.command, YM_CMD_CONFIRM);
    bond_wait(b, b->today + 12);
    n = app_agreement_ways(&b->known, b->today, ways);
    assert_int_equal(way(ways, n, YM_CMD_APPLY_ENFORCEMENT).refusal, YM_REFUSAL_NONE);
    assert_true(way(ways, n, YM_CMD_APPLY_ENFORCEMENT).until != YM_DAY_NONE);
    assert_int_equal(way(ways, n, YM_CMD_SUE).refusal, YM_REFUSAL_IS_CONFIRMED);
    assert_int_equal(way(ways, n, YM_CMD_VARY).refusal, YM_REFUSAL_IS_CONFIRMED);
}

/* Sixty instalments, and as many as there may be. */
static void many_instalments(void **state)
{
    struct bond *b = *state;
    static char json[16384];
    size_t n = 0;

    bond_mediate(b);
    n += (size_t)snprintf(json, sizeof(json),
                          "{\"command\":\"reach_agreement\",\"terms\":\"分期\",\"obligations\":[");
    for (int i = 0; i < YM_OBLIGATIONS_MAX; i++)
        n += (size_t)snprintf(json + n, sizeof(json) - n,
                              "%s{\"payer\":1,\"payee\":0,\"amount_fen\":\"%d\",\"due\":"
                              "\"%d-%02d-10\",\"plan\":1}",
                              i == 0 ? "" : ",", 1000 + i, 2027 + i / 12, 1 + i % 12);
    (void)snprintf(json + n, sizeof(json) - n, "]}");
    bond_must(b, YM_ROLE_MEDIATOR, json);
    bond_says(b, 0, "{\"command\":\"sign\"}");
    bond_says(b, 1, "{\"command\":\"sign\"}");
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\"}");
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\"}");
    assert_int_equal(app_agreement_in_force(&b->known)->ndebts, YM_OBLIGATIONS_MAX);
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":63,\"result\":\"fulfilled\"}");
    assert_int_equal(debt(b, 63)->paid_fen, 1063);
    assert_false(b->known.is_short);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, bond_setup, bond_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(performed_in_time),       WITH(both_words),
        WITH(at_the_limit_of_entries), WITH(breached_without_confirmation),
        WITH(confirmed_and_breached),  WITH(many_instalments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
