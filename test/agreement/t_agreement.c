/* SPDX-License-Identifier: Apache-2.0 */
/* An agreement read from its history: versions, signatures, and what there is to say of its
 * confirmation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bond.h"

#define PEOPLE YM_BODY_PEOPLE_COMMITTEE

static void nothing_is_agreed(void **state)
{
    struct bond *b = *state;
    struct app_way ways[APP_WAYS_MAX];

    bond_mediate(b);
    assert_int_equal(b->known.nversions, 0);
    assert_null(app_agreement_shown(&b->known));
    assert_false(app_agreement_needed(&b->known).court);
    assert_string_equal(app_agreement_needed(&b->known).source, "");
    assert_int_equal(app_agreement_ways(&b->known, b->today, ways), 0);
}

/* A draft takes effect with the last of all signatures, and what is missing is said until then. */
static void a_draft_is_signed(void **state)
{
    struct bond *b = *state;
    const struct app_version *v;
    struct app_needed n;

    bond_mediate(b);
    bond_must(
        b, YM_ROLE_MEDIATOR,
        "{\"command\":\"reach_agreement\",\"terms\":\"甲\",\"facts\":\"乙\",\"place\":\"丙\"}");
    v = app_agreement_open(&b->known);
    assert_int_equal(v->state, APP_VERSION_DRAFT);
    bond_text(v->terms, "甲");
    bond_text(v->facts, "乙");
    bond_text(v->place, "丙");
    n = app_agreement_needed(&b->known);
    assert_int_equal(n.seats, 3);
    assert_true(n.mediator && n.seal && !n.court);
    assert_non_null(strstr(n.source, "人民调解法 29"));
    bond_says(b, 1,
              "{\"command\":\"sign\",\"signing\":\"page\",\"document_code\":\"7XQ2M-9KD4P\","
              "\"sha256\":\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}");
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\"}");
    bond_says(b, 2, "{\"command\":\"sign\"}"); /* a third party may, and is not waited for */
    n = app_agreement_needed(&b->known);
    assert_int_equal(n.seats, 1);
    assert_true(n.mediator && !n.seal);
    bond_says(b, 0, "{\"command\":\"sign\",\"manner\":\"当面\"}");
    assert_null(app_agreement_in_force(&b->known));
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\"}");
    assert_null(app_agreement_open(&b->known));
    v = app_agreement_in_force(&b->known);
    assert_int_equal(v->state, APP_VERSION_IN_FORCE);
    assert_int_equal(v->effective_on, b->today);
    assert_int_equal(v->nsignatures, 5);
    assert_int_equal(v->signatures[0].signing, YM_SIGNING_PAGE);
    bond_text(v->signatures[0].document_code, "7XQ2M-9KD4P");
    assert_int_equal(v->signatures[1].who, APP_SIGNER_BODY);
    bond_text(v->signatures[3].manner, "当面");
    assert_int_equal(b->known.window_until, b->today + 30);
}

/* Another text before all have signed: the first one never was in force. */
static void a_draft_is_rewritten(void **state)
{
    struct bond *b = *state;

    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_agreement\",\"terms\":\"一\"}");
    bond_says(b, 0, "{\"command\":\"sign\"}");
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"vary\",\"terms\":\"二\"}");
    assert_int_equal(b->known.nversions, 2);
    assert_int_equal(b->known.versions[0]->state, APP_VERSION_REPLACED);
    assert_int_equal(b->known.versions[0]->effective_on, YM_DAY_NONE);
    assert_int_equal(b->known.versions[1]->state, APP_VERSION_DRAFT);
    assert_int_equal(b->known.versions[1]->number, 2);
    assert_int_equal(b->known.versions[1]->nsignatures, 0);
    assert_int_equal(app_agreement_needed(&b->known).seats, 3);
}

static void a_draft_lapses_or_is_refused(void **state)
{
    struct bond *b = *state;

    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_agreement\",\"terms\":\"一\"}");
    bond_wait(b, b->today + 10);
    assert_int_equal(b->known.versions[0]->state, APP_VERSION_LAPSED);
    assert_true(b->known.versions[0]->ended_at != YM_USEC_NONE);
    assert_null(app_agreement_shown(&b->known));
    bond_end(b);
    bond_begin(b, "zhejiang-2025.json", YM_TYPE_CONTRACT, PEOPLE);
    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_agreement\",\"terms\":\"一\"}");
    bond_says(b, 1, "{\"command\":\"go_to_court\",\"reason\":\"不签\"}");
    assert_int_equal(b->known.versions[0]->state, APP_VERSION_REFUSED);
    bond_text(b->known.versions[0]->end_reason, "不签");
}

/* Oral: in force when it is recorded, nobody signs. */
static void an_oral_one(void **state)
{
    struct bond *b = *state;
    const struct app_version *v;

    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_oral_agreement\",\"terms\":\"道歉\"}");
    v = app_agreement_in_force(&b->known);
    assert_true(v->is_oral);
    assert_int_equal(v->effective_on, b->today);
    assert_int_equal(v->ndebts, 0);
}

/* A lawyers' body needs no seal (民法典 490); who signs afterwards adds to what is in force. */
static void a_body_without_a_seal(void **state)
{
    struct bond *b = *state;
    struct app_needed n;

    bond_end(b);
    bond_begin(b, "zhejiang-2025.json", YM_TYPE_CONTRACT, YM_BODY_LAWYER);
    bond_mediate(b);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_agreement\",\"terms\":\"一\"}");
    n = app_agreement_needed(&b->known);
    assert_int_equal(n.seats, 3);
    assert_false(n.mediator || n.seal);
    bond_says(b, 0, "{\"command\":\"sign\"}");
    bond_says(b, 1, "{\"command\":\"sign\"}");
    assert_int_equal(app_agreement_in_force(&b->known)->nsignatures, 2);
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\"}");
    assert_int_equal(app_agreement_in_force(&b->known)->nsignatures, 3);
}

#define VARY                                                                                       \
    "{\"command\":\"vary\",\"terms\":\"改期\",\"reason\":\"资金周转\",\"obligations\":[{"    \
    "\"payer\":1,"                                                                                 \
    "\"payee\":0,\"amount_fen\":\"100000\",\"due\":\"2027-03-01\"}]}"

/* A change waits beside what is in force, and takes its place with the last signature alone. */
static void a_change_is_signed(void **state)
{
    struct bond *b = *state;
    const struct app_version *old;
    struct app_needed n;

    bond_agree(b);
    old = app_agreement_in_force(&b->known);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    assert_ptr_equal(app_agreement_in_force(&b->known), old);
    assert_int_equal(app_agreement_open(&b->known)->state, APP_VERSION_PENDING);
    bond_text(app_agreement_open(&b->known)->reason, "资金周转");
    assert_ptr_equal(app_agreement_shown(&b->known), app_agreement_open(&b->known));
    n = app_agreement_needed(&b->known);
    assert_int_equal(n.seats, 3);
    assert_true(n.mediator && n.seal);
    bond_says(b, 0, "{\"command\":\"sign\"}");
    bond_says(b, 1, "{\"command\":\"sign\"}");
    bond_must(b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\"}");
    assert_ptr_equal(app_agreement_in_force(&b->known), old);
    assert_int_equal(old->nsignatures, 4); /* none of the new ones is counted here */
    bond_must(b, YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\"}");
    assert_int_equal(old->state, APP_VERSION_REPLACED);
    assert_int_equal(app_agreement_in_force(&b->known)->number, 2);
    assert_null(app_agreement_open(&b->known));
}

static void a_change_is_refused(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    bond_says(b, 0, "{\"command\":\"sign\"}");
    bond_says(b, 0, "{\"command\":\"reject_variation\",\"reason\":\"不同意\"}");
    assert_int_equal(b->known.versions[1]->state, APP_VERSION_REFUSED);
    bond_text(b->known.versions[1]->end_reason, "不同意");
    assert_int_equal(app_agreement_in_force(&b->known)->number, 1);
    assert_null(app_agreement_open(&b->known));
}

static void a_change_lapses(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    bond_wait(b, b->today + 9);
    assert_int_equal(b->known.versions[1]->state, APP_VERSION_LAPSED);
    assert_int_equal(app_agreement_in_force(&b->known)->number, 1);
}

/* A second change in place of the first. */
static void a_change_is_overtaken(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    assert_int_equal(b->known.versions[1]->state, APP_VERSION_REPLACED);
    assert_int_equal(b->known.versions[2]->state, APP_VERSION_PENDING);
}

/* As many versions are kept as the limit says; one more drops the oldest that binds nobody. */
static void at_the_limit_of_versions(void **state)
{
    struct bond *b = *state;

    bond_agree(b);
    for (int i = 1; i < APP_VERSIONS_MAX; i++)
        bond_must(b, YM_ROLE_MEDIATOR, VARY);
    assert_int_equal(b->known.nversions, APP_VERSIONS_MAX);
    assert_int_equal(b->known.stated, APP_VERSIONS_MAX);
    bond_must(b, YM_ROLE_MEDIATOR, VARY);
    assert_int_equal(b->known.nversions, APP_VERSIONS_MAX);
    assert_int_equal(b->known.stated, APP_VERSIONS_MAX + 1);
    assert_int_equal(app_agreement_in_force(&b->known)->number, 1);
    assert_int_equal(b->known.versions[1]->number, 3);
    assert_int_equal(app_agreement_open(&b->known)->number, APP_VERSIONS_MAX + 1);
}

/* ---- What there is to say of a confirmation ---- */

static void the_case_of_a_confirmation(void **state)
{
    struct bond *b = *state;
    struct ym_obligation room[YM_OBLIGATIONS_MAX];
    struct ym_confirm_case c;

    bond_mediate(b);
    app_agreement_case(&b->known, b->today, room, &c);
    assert_false(c.is_in_force);
    assert_int_equal(c.nobligations, 0);
    bond_end(b);
    bond_begin(b, "zhejiang-2025.json", YM_TYPE_CONTRACT, PEOPLE);
    bond_agree(b);
    bond_must(b, YM_ROLE_MEDIATOR,
              "{\"command\":\"record_performance\",\"obligation\":1,\"result\":\"fulfilled\"}");
    app_agreement_case(&b->known, b->today, room, &c);
    assert_true(c.is_in_force && !c.is_changing && !c.is_heard && !c.is_filed);
    assert_int_equal(c.settled, 2);
    assert_int_equal(c.nobligations, 2);
    assert_int_equal(c.principals, 3);
    assert_int_equal(c.window_until, b->today + 30);
    bond_text(c.facts, "已交押金");
    assert_int_equal(room[1].amount_fen, 50000);
    bond_confirm(b);
    app_agreement_case(&b->known, b->today, room, &c);
    assert_true(c.is_heard);
    assert_int_equal(c.applied, 3);
    assert_int_equal(c.court_asked, 1001);
    assert_int_equal(c.appeared, 0);
    bond_text(b->known.case_number, "(2026)浙0108诉前调确12号");
    bond_must(b, YM_ROLE_COURT_CLERK,
              "{\"command\":\"appear\",\"date\":\"2026-11-23\",\"attendance\":[{\"seat\":1,"
              "\"status\":\"attended\"},{\"seat\":0,\"status\":\"absent\"}]}");
    app_agreement_case(&b->known, b->today, room, &c);
    assert_int_equal(c.appeared, 2);
    bond_must(b, YM_ROLE_CONFIRM_JUDGE,
              "{\"command\":\"dismiss_confirmation\",\"bar\":"
              "\"unclear\",\"reason\":\"金额不明\"}");
    assert_int_equal(b->known.ruling.bar, YM_BAR_UNCLEAR);
    bond_text(b->known.ruling.reason, "金额不明");
}

/* What the page says of signing on it is what the rules answer to who does. */
static void by_hand_as_the_rules(const char *file, enum ym_type type)
{
    struct bond b;
    struct app_esign said;
    bool is_allowed;

    bond_begin(&b, file, type, PEOPLE);
    bond_mediate(&b);
    said = app_agreement_esign(&b.known); /* before there is anything to sign */
    bond_must(&b, YM_ROLE_MEDIATOR, "{\"command\":\"reach_agreement\",\"terms\":\"甲\"}");
    assert_true(said.is_allowed == app_agreement_esign(&b.known).is_allowed);
    is_allowed = bond_do(&b, YM_ROLE_PARTY, 0,
                         "{\"command\":\"sign\",\"signing\":\"page\",\"document_code\":"
                         "\"7XQ2M-9KD4P\",\"sha256\":\"00112233445566778899aabbccddeeff001122334455"
                         "66778899aabbccddeeff\"}");
    if (is_allowed != said.is_allowed)
        fail_msg("%s, %s: the page says %d", file, ym_word(YM_VOCAB_TYPE, (int)type)->code,
                 said.is_allowed);
    if (!is_allowed) {
        assert_int_equal(b.refusal, YM_REFUSAL_PAPER_ONLY);
        assert_non_null(strstr(said.source, "电子签名法 3"));
    }
    bond_says(&b, 0, "{\"command\":\"sign\",\"signing\":\"paper\"}");
    bond_says(&b, 1, "{\"command\":\"sign\",\"signing\":\"paper\"}");
    bond_must(&b, YM_ROLE_MEDIATOR, "{\"command\":\"sign_mediator\",\"signing\":\"paper\"}");
    bond_must(&b, YM_ROLE_BODY_MANAGER, "{\"command\":\"seal\",\"signing\":\"stamp\"}");
    assert_non_null(app_agreement_in_force(&b.known));
    assert_true(said.is_allowed == app_agreement_esign(&b.known).is_allowed);
    bond_end(&b);
}

static void by_hand_alone(void **state)
{
    static const char *const files[] = { "zhejiang-2025.json", "binjiang-2020.json" };

    (void)state;
    for (size_t f = 0; f < sizeof(files) / sizeof(files[0]); f++) {
        for (int type = 0; type < YM_TYPE_COUNT; type++)
            by_hand_as_the_rules(files[f], (enum ym_type)type);
    }
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(app_version_word(APP_VERSION_IN_FORCE)->code, "in_force");
    assert_string_equal(app_signer_word(APP_SIGNER_BODY)->code, "body");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, bond_setup, bond_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(nothing_is_agreed),
        WITH(a_draft_is_signed),
        WITH(a_draft_is_rewritten),
        WITH(a_draft_lapses_or_is_refused),
        WITH(an_oral_one),
        WITH(a_body_without_a_seal),
        WITH(a_change_is_signed),
        WITH(a_change_is_refused),
        WITH(a_change_lapses),
        WITH(a_change_is_overtaken),
        WITH(at_the_limit_of_versions),
        WITH(the_case_of_a_confirmation),
        cmocka_unit_test(by_hand_alone),
        cmocka_unit_test(words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
