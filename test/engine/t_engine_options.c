/* SPDX-License-Identifier: Apache-2.0 */
/* What an actor is offered, and that decide keeps the promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

#define OPTIONS YM_CMD_COUNT

static const struct ym_actor job = { .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };

static bool offered(const struct hand *h, const struct ym_actor *a, enum ym_cmd kind,
                    struct ym_option *ret)
{
    struct ym_option options[OPTIONS];
    const size_t n = ym_options(&h->p, &h->d, a, options, OPTIONS);

    assert_true(n <= OPTIONS);
    for (size_t i = 0; i < n; i++)
        if (options[i].command == kind) {
            *ret = options[i];
            return true;
        }
    return false;
}

static uint16_t rule_offered(const struct hand *h, const struct ym_actor *a, enum ym_cmd kind)
{
    struct ym_option option;

    return offered(h, a, kind, &option) ? option.rule : 0;
}

/* A rule for every command: every command is offered but those that nobody chooses. */
static void all_of_them(void **state)
{
    struct hand *h = *state;
    struct ym_option options[OPTIONS];
    size_t n;

    for (int kind = 0; kind < YM_CMD_COUNT; kind++)
        hand_rule(h, (enum ym_cmd)kind, HAND_IN(ONE));
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE))->shift.source = "s";
    hand_run(h, 0, hand_day(30));
    n = ym_options(&h->p, &h->d, &job, options, OPTIONS);
    assert_int_equal(n, YM_CMD_COUNT - 2);
    for (size_t i = 0; i < n; i++) {
        assert_int_not_equal(options[i].command, YM_CMD_REGISTER);
        assert_int_not_equal(options[i].command, YM_CMD_EXPIRE);
        assert_true(options[i].takes == ym_command_fields((enum ym_cmd)options[i].command));
        assert_int_equal(options[i].rule, (options[i].command + 1) * 10);
    }
    memset(options, 0xee,
           sizeof(options)); /* room for fewer: the first ones, and all are counted */
    assert_int_equal(ym_options(&h->p, &h->d, &job, options, 2), YM_CMD_COUNT - 2);
    assert_int_equal(options[1].command, YM_CMD_REFUSE);
    assert_int_equal(options[2].command, 0xee);
    assert_int_equal(ym_options(&h->p, &h->d, &job, NULL, 0), YM_CMD_COUNT - 2);
}

/* Nothing to a stranger, and nothing before there is a dispute. */
static void strangers(void **state)
{
    struct hand *h = *state;
    const struct ym_actor stranger = { .role = YM_ROLE_PARTY, .seat = HAND_PARTIES };

    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    assert_int_equal(ym_options(&h->p, &h->d, &job, NULL, 0), 1);
    assert_int_equal(ym_options(&h->p, &h->d, &stranger, NULL, 0), 0);
    h->d.version = 0;
    assert_int_equal(ym_options(&h->p, &h->d, &job, NULL, 0), 0);
}

/* State, role and facts of the dispute are asked now. */
static void what_must_hold_already(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_VISIT, HAND_IN(TWO) | HAND_IN(RED));

    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 0);
    r->from = HAND_IN(PIDLE); /* any track */
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 10);
    r->roles = 1u << YM_ROLE_ADMIN;
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 0);
    r->roles |= 1u << YM_ROLE_JOB;
    r->need = YM_F(SESSION_HELD);
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 0);
    h->d.sessions = 1;
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 10);
    r->forbid = YM_F(HAS_COURT);
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 10);
    h->d.court = HAND_COURT;
    assert_int_equal(rule_offered(h, &job, YM_CMD_VISIT), 0);
}

/* A case that was accepted is not offered for acceptance again. */
static void accepted_once(void **state)
{
    struct hand *h = *state;

    hand_rule(h, YM_CMD_ACCEPT_CASE, HAND_IN(ONE));
    assert_int_equal(rule_offered(h, &job, YM_CMD_ACCEPT_CASE), 10);
    h->d.marks |= YM_MARK_CASE_ACCEPTED;
    assert_int_equal(rule_offered(h, &job, YM_CMD_ACCEPT_CASE), 0);
}

/* What the command itself can change is not held against it. */
static void what_the_command_brings(void **state)
{
    struct hand *h = *state;
    struct ym_rule *last = hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE));

    last->need = YM_F(ALL_CONSENT); /* the consent that completes them may be this one */
    assert_int_equal(rule_offered(h, &job, YM_CMD_CONSENT), 10);
    last->need = 0;
    last->forbid = YM_F(SOME_REFUSED); /* the refusal may be taken back by it */
    h->d.refused = 2;
    assert_int_equal(rule_offered(h, &job, YM_CMD_CONSENT), 10);
    last->need = YM_F(ALL_NOTIFIED); /* this it cannot bring */
    assert_int_equal(rule_offered(h, &job, YM_CMD_CONSENT), 0);
}

/* Whose period to object has passed: a party knows of its own, whoever records for others not yet.
 */
static void after_the_own_period(void **state)
{
    struct hand *h = *state;
    const struct ym_actor late = hand_party(0);
    const struct ym_actor in_time = hand_party(1);
    struct ym_rule *no = hand_rule(h, YM_CMD_OBJECT, HAND_IN(ONE));

    hand_rule(h, YM_CMD_OBJECT, HAND_IN(ONE));
    no->refuse = YM_REFUSAL_PERIOD_OVER;
    no->need = YM_F(OWN_PERIOD_OVER);
    h->d.served = h->d.periods_over = 1;
    assert_int_equal(rule_offered(h, &late, YM_CMD_OBJECT), 0);
    assert_int_equal(rule_offered(h, &in_time, YM_CMD_OBJECT), 20);
    assert_int_equal(rule_offered(h, &job, YM_CMD_OBJECT), 20);
}

/* A row that says no closes the command only when it surely answers. */
static void rows_that_refuse(void **state)
{
    struct hand *h = *state;
    struct ym_rule *no = hand_rule(h, YM_CMD_SIGN, HAND_IN(ONE));

    hand_rule(h, YM_CMD_SIGN, HAND_IN(ONE));
    no->refuse = YM_REFUSAL_ALREADY;
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 0);
    no->need = YM_F(PARTIES_SIGNED); /* only if this signature is the last */
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 20);
    no->need = 0;
    no->forbid = YM_F(PARTIES_SIGNED); /* only if it is not */
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 20);
    no->forbid = YM_F(MEDIATOR_SIGNED);
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 0);
    h->d.marks = YM_MARK_MEDIATOR_SIGNED;
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 20);
    h->d.marks = 0;
    no->refuse = YM_REFUSAL_NONE; /* allowed, but to others: they come first all the same */
    no->roles = 1u << YM_ROLE_PARTY;
    assert_int_equal(rule_offered(h, &job, YM_CMD_SIGN), 0);
}

/* A stay is offered: which reason will be named is not known yet. */
static void stay_for_some_reasons(void **state)
{
    struct hand *h = *state;
    struct ym_rule *no = hand_rule(h, YM_CMD_STAY, HAND_IN(ONE));

    hand_rule(h, YM_CMD_STAY, HAND_IN(ONE));
    no->refuse = YM_REFUSAL_CONSENT_NEEDED;
    no->need = YM_F(PAUSE_NAMED);
    assert_int_equal(rule_offered(h, &job, YM_CMD_STAY), 20);
    no->forbid = YM_F(PAUSE_NAMED);
    no->need = 0;
    assert_int_equal(rule_offered(h, &job, YM_CMD_STAY), 20);
}

/* A party need not name its seat; staff must. */
static void needs(void **state)
{
    struct hand *h = *state;
    const struct ym_actor party = hand_party(1);
    struct ym_option option;

    hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE))->fields = YM_FB(SEAT) | YM_FB(MANNER);
    assert_true(offered(h, &job, YM_CMD_CONSENT, &option));
    assert_true(option.needs == (YM_FB(SEAT) | YM_FB(MANNER)));
    assert_true(offered(h, &party, YM_CMD_CONSENT, &option));
    assert_true(option.needs == YM_FB(MANNER));
    assert_true(option.takes == (YM_FB(SEAT) | YM_FB(MANNER)));
}

/* A command filled with sound values for what it takes. */
static struct ym_command filled(enum ym_cmd kind, int variant)
{
    struct ym_command c = hand_command(kind);

    c.fields = ym_command_fields(kind);
    c.seats = 1u << variant % 2;
    c.code = (uint8_t)(1 + variant % 2);
    c.days = (int16_t)(variant % 2 != 0 ? 1 : 99);
    c.date = hand_day(0);
    c.items = 1;
    c.ref = kind == YM_CMD_CORRECT ? HAND_REGION : variant % 2 != 0 ? HAND_STAFF : HAND_BODY;
    c.ref2 = HAND_STAFF;
    return c;
}

/* Facts that one command after another can bring about, for the law below. */
static const uint64_t watched[] = {
    YM_F(ALL_CONSENT),     YM_F(SOME_REFUSED),     YM_F(HAS_MEDIATOR),
    YM_F(CASE_ACCEPTED),   YM_F(NUMBERED),         YM_F(SIMPLIFIED),
    YM_F(PARTIES_SIGNED),  YM_F(OBLIGED),          YM_F(ALL_SETTLED),
    YM_F(SOME_BREACHED),   YM_F(CONFIRMED),        YM_F(ALL_APPLIED),
    YM_F(ALL_REOPEN),      YM_F(ALL_WITHDRAWN),    YM_F(HAS_COURT),
    YM_F(EXT_PENDING),     YM_F(MEDIATOR_SIGNED),  YM_F(SEALED),
    YM_F(SESSION_HELD),    YM_F(FEE_PAID),         YM_F(LABOUR),
    YM_F(BREACH_NAMED),    YM_F(EXT_AGREED),       YM_F(EXT_OVER_CAP),
    YM_F(FAMILY),          YM_F(POLICE_REPORTED),  YM_F(ALL_NOTIFIED),
    YM_F(SECOND_RECUSAL),  YM_F(GROUND_AGREEMENT), YM_F(GROUND_SELF_SETTLED),
    YM_F(RULING_UPHELD),   YM_F(WAY_STATEMENT),    YM_F(STAYED),
    YM_F(JOINT),           YM_F(SAME_BODY),        YM_F(HAD_MEDIATOR),
    YM_F(SERVED_BEFORE),   YM_F(PERIODS_ENDING),   YM_F(PERIODS_OVER),
    YM_F(OWN_PERIOD_OVER), YM_F(WAY_DEEMED),
};

/* The dispute bare, or with everything recorded, these seats having spoken. */
static void furnish(struct hand *h, bool full, uint32_t seats)
{
    hand_reset(h);
    if (!full)
        return;
    h->d.marks = (YM_MARK_SMALL_CLAIM << 1) - 1;
    h->d.consented = h->d.terms.signatures = h->d.applied = h->d.reopening = h->d.withdrawn = seats;
    h->d.notified = seats;
    h->d.terms.obligations = 1;
    h->d.recused = seats;
    h->d.served = h->d.periods_over = seats;
    h->d.mediator = HAND_STAFF;
    h->d.court = HAND_COURT;
    h->d.ext_pending = 9;
    h->d.ext_consents = seats;
}

/* Whatever decide allows was offered: for each command, each fact needed and each fact forbidden.
 */
static void nothing_allowed_is_hidden(void **state)
{
    struct hand *h = *state;
    int allowed = 0;

    for (int kind = 1; kind < YM_CMD_COUNT; kind++)
        for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++)
            for (int bits = 0; bits < 16; bits++) {
                struct ym_command c = filled((enum ym_cmd)kind, bits);
                struct ym_rule *r;

                if (kind == YM_CMD_EXPIRE || kind == YM_CMD_MIGRATE)
                    continue;
                furnish(h, (bits & 2) != 0, (bits & 8) != 0 ? 3 : 1);
                r = hand_rule(h, (enum ym_cmd)kind, HAND_IN(ONE));
                r->need = (bits & 4) != 0 ? watched[i] : 0;
                r->forbid = (bits & 4) != 0 ? 0 : watched[i];
                if (hand_ask(h, &c) != YM_REFUSAL_NONE)
                    continue;
                allowed++;
                if (rule_offered(h, &job, (enum ym_cmd)kind) != 10)
                    fail_msg("%s with fact %zu, bits %d: allowed, but not offered",
                             ym_word(YM_VOCAB_COMMAND, kind)->code, i, bits);
            }
    assert_true(allowed > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_of_them, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(strangers, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(accepted_once, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(what_must_hold_already, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(what_the_command_brings, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(after_the_own_period, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(rows_that_refuse, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(stay_for_some_reasons, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(needs, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(nothing_allowed_is_hidden, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
