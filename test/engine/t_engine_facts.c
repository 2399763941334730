/* SPDX-License-Identifier: Apache-2.0 */
/* Every fact: what makes it hold, and that nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hand.h"

/* Facts of the dispute in HAND_ONE with nothing recorded: it owes nothing, so nothing is owed. */
#define BARE    (YM_F(ALL_SETTLED) | YM_F(EXT_NO_LIMIT) | YM_F(COMMITTEE))
#define OWING   (YM_F(EXT_NO_LIMIT) | YM_F(COMMITTEE))
#define LIMITED (YM_F(ALL_SETTLED) | YM_F(COMMITTEE))

static uint64_t facts(const struct hand *h)
{
    const struct ym_command nothing = { .kind = YM_CMD_COUNT };

    return ym_facts(&h->p, &h->d, &nothing);
}

static void bare(void **state)
{
    struct hand *h = *state;

    assert_true(facts(h) == BARE);
}

/* A set of seats makes its fact hold when claimant and respondent are in it; a third party, seat 2,
 * neither helps nor hinders. */
static void of_both_sides(void **state)
{
    struct hand *h = *state;
    const struct {
        uint32_t *set;
        uint64_t fact;
    } rows[] = {
        { &h->d.consented, YM_F(ALL_CONSENT) },
        { &h->d.notified, YM_F(ALL_NOTIFIED) },
        { &h->d.terms.signatures, YM_F(PARTIES_SIGNED) },
        { &h->d.applied, YM_F(ALL_APPLIED) },
        { &h->d.reopening, YM_F(ALL_REOPEN) },
        { &h->d.appeared, YM_F(ALL_APPEARED) },
        { &h->d.terms.e_signed, YM_F(ALL_E_SIGNED) },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (uint32_t set = 0; set < 8; set++) {
            *rows[i].set = set;
            assert_true(facts(h) == (BARE | ((set & 3) == 3 ? rows[i].fact : 0)));
        }
        *rows[i].set = 0;
    }
}

/* Where nobody is on either side there is nobody whose consent could be had. */
static void of_no_side(void **state)
{
    struct hand *h = *state;

    h->d.claimants = h->d.respondents = 0;
    h->d.consented = h->d.notified = h->d.terms.signatures = h->d.withdrawn = 7;
    assert_true(facts(h) == BARE);
}

static void refused_and_withdrawn(void **state)
{
    struct hand *h = *state;

    h->d.refused = 4; /* a third party: no refusal of mediation */
    assert_true(facts(h) == BARE);
    for (uint32_t set = 1; set < 4; set++) {
        h->d.refused = set;
        assert_true(facts(h) == (BARE | YM_F(SOME_REFUSED)));
    }
    h->d.refused = 0;
    h->d.claimants = 5;
    for (uint32_t set = 0; set < 8; set++) {
        h->d.withdrawn = set;
        assert_true(facts(h) == (BARE | ((set & 5) == 5 ? YM_F(ALL_WITHDRAWN) : 0)));
    }
}

static void of_marks(void **state)
{
    static const struct {
        uint32_t mark;
        uint64_t fact;
    } rows[] = {
        { YM_MARK_JOINT, YM_F(JOINT) },
        { YM_MARK_CASE_ACCEPTED, YM_F(CASE_ACCEPTED) },
        { YM_MARK_NUMBERED, YM_F(NUMBERED) },
        { YM_MARK_SIMPLIFIED, YM_F(SIMPLIFIED) },
        { YM_MARK_FILED, YM_F(WAS_FILED) },
        { YM_MARK_ORAL, 0 },
        { YM_MARK_MEDIATOR_SIGNED, YM_F(MEDIATOR_SIGNED) },
        { YM_MARK_SEALED, YM_F(SEALED) },
        { YM_MARK_CONFIRMED, YM_F(CONFIRMED) },
        { YM_MARK_POLICE, YM_F(POLICE_REPORTED) },
        { YM_MARK_FEE_PAID, YM_F(FEE_PAID) },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        h->d.marks = rows[i].mark;
        assert_true(facts(h) == (BARE | rows[i].fact));
    }
}

static void of_type(void **state)
{
    struct hand *h = *state;

    for (int type = 0; type < YM_TYPE_COUNT; type++) {
        uint64_t want = BARE;

        h->d.type = (uint8_t)type;
        want |= type == YM_TYPE_LABOUR     ? YM_F(LABOUR)
                : type == YM_TYPE_MARRIAGE ? YM_F(FAMILY)
                : type == YM_TYPE_MEDICAL  ? YM_F(MEDICAL)
                : type == YM_TYPE_TRAFFIC  ? YM_F(TRAFFIC)
                : type == YM_TYPE_CONSUMER ? YM_F(CONSUMER)
                                           : 0;
        assert_true(facts(h) == want);
    }
}

static void of_counts(void **state)
{
    struct hand *h = *state;

    h->d.mediator = HAND_STAFF;
    assert_true(facts(h) == (BARE | YM_F(HAS_MEDIATOR) | YM_F(HAD_MEDIATOR)));
    h->d.mediator = 0;
    h->d.court = HAND_COURT;
    assert_true(facts(h) == (BARE | YM_F(HAS_COURT)));
    h->d.court = 0;
    h->d.sessions = 1;
    assert_true(facts(h) == (BARE | YM_F(SESSION_HELD)));
    h->d.sessions = 0;
    h->d.stayed_on = hand_day(0);
    assert_true(facts(h) == (BARE | YM_F(STAYED)));
}

static void of_obligations(void **state)
{
    struct hand *h = *state;

    h->d.terms.obligations = 2;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING));
    h->d.settled = 1;
    h->d.breached = 2;
    assert_true(facts(h) == (YM_F(OBLIGED) | YM_F(SOME_BREACHED) | OWING));
    h->d.settled = 3;
    h->d.breached = 0;
    assert_true(facts(h) == (YM_F(OBLIGED) | BARE));
    h->d.terms.obligations = YM_OBLIGATIONS_MAX; /* the whole set */
    h->d.settled = UINT64_MAX >> 1;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING));
    h->d.settled = UINT64_MAX;
    assert_true(facts(h) == (YM_F(OBLIGED) | BARE));
}

/* Overdue is what nobody has settled since. */
static void of_what_is_overdue(void **state)
{
    struct hand *h = *state;

    h->d.terms.obligations = 2;
    h->d.overdue = 1;
    assert_true(facts(h) == (YM_F(OBLIGED) | YM_F(SOME_OVERDUE) | OWING));
    h->d.settled = 1;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING));
}

/* While a new version waits, the facts of signatures speak of it alone. */
static void of_a_variation(void **state)
{
    struct hand *h = *state;

    h->d.terms.obligations = 1;
    h->d.terms.signatures = h->d.terms.e_signed = 3;
    h->d.marks = YM_MARK_MEDIATOR_SIGNED | YM_MARK_SEALED;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING | YM_F(PARTIES_SIGNED) | YM_F(ALL_E_SIGNED) |
                             YM_F(MEDIATOR_SIGNED) | YM_F(SEALED)));
    h->d.marks |= YM_MARK_VARIED;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING | YM_F(VARIED)));
    h->d.next.obligations = 1;
    h->d.next.signatures = 3;
    h->d.marks |= YM_MARK_NEXT_MEDIATOR_SIGNED;
    assert_true(facts(h) == (YM_F(OBLIGED) | OWING | YM_F(VARIED) | YM_F(VARIED_OBLIGED) |
                             YM_F(PARTIES_SIGNED) | YM_F(MEDIATOR_SIGNED)));
    h->d.next.e_signed = 3;
    h->d.marks |= YM_MARK_NEXT_SEALED;
    assert_true(facts(h) ==
                (YM_F(OBLIGED) | OWING | YM_F(VARIED) | YM_F(VARIED_OBLIGED) |
                 YM_F(PARTIES_SIGNED) | YM_F(ALL_E_SIGNED) | YM_F(MEDIATOR_SIGNED) | YM_F(SEALED)));
}

static void of_the_body(void **state)
{
    struct hand *h = *state;

    for (uint8_t kind = 0; kind < YM_BODY_COUNT; kind++) {
        const bool is = kind == YM_BODY_PEOPLE_COMMITTEE || kind == YM_BODY_INDUSTRY_COMMITTEE;

        h->d.body_kind = kind;
        assert_true(facts(h) == (is ? BARE : BARE & ~YM_F(COMMITTEE)));
    }
}

/* The limit that could be extended: it runs, is the limit, and may be extended at all. */
static void of_the_limit(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *other = hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    struct ym_deadline *limit = hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE));

    other->extend_days_max = YM_CAP_NONE;
    limit->extend_days_max = 15;
    hand_run(h, 0, hand_day(5));
    assert_true(facts(h) == BARE); /* another deadline is not the limit */
    hand_run(h, 1, hand_day(30));
    assert_true(facts(h) == BARE); /* not called the limit yet */
    limit->is_limit = true;
    assert_true(facts(h) == LIMITED);
    limit->extend_days_max = 0;
    assert_true(facts(h) == BARE);
    limit->extend_days_max = 15;
    h->d.clocks[1] = (struct ym_clock){ .deadline = 1, .last = YM_DAY_NONE, .left = 9 };
    assert_true(facts(h) == BARE); /* it stands still */
}

static void of_an_extension(void **state)
{
    struct hand *h = *state;
    struct ym_deadline *limit = hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE));

    limit->is_limit = true;
    limit->extend_days_max = 15;
    hand_run(h, 0, hand_day(30));
    h->d.ext_consents = 3; /* consents to nothing */
    assert_true(facts(h) == LIMITED);
    h->d.ext_pending = 15;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING) | YM_F(EXT_AGREED)));
    h->d.ext_consents = 1;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING)));
    h->d.ext_pending = 16;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING) | YM_F(EXT_OVER_CAP)));
    h->d.ext_pending = 6;
    h->d.ext_total = 10;
    h->d.ext_deadline = 4; /* granted on another limit */
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING)));
    h->d.ext_deadline = 0;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING) | YM_F(EXT_OVER_CAP)));
    h->d.ext_pending = 5;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING)));
    h->d.ext_pending = YM_DAYS_MAX;
    limit->extend_days_max = YM_CAP_NONE;
    assert_true(facts(h) == (LIMITED | YM_F(EXT_PENDING)));
    h->d.nclocks = 0;
    assert_true(facts(h) == (BARE | YM_F(EXT_PENDING)));
}

/* Words that only the command says. The same number means something else under another command. */
static void of_the_command(void **state)
{
    static const struct {
        enum ym_cmd kind;
        uint64_t field;
        uint8_t code;
        uint64_t fact;
    } rows[] = {
        { YM_CMD_TERMINATE, YM_FB(GROUND), YM_GROUND_AGREEMENT, YM_F(GROUND_AGREEMENT) },
        { YM_CMD_TERMINATE, YM_FB(GROUND), YM_GROUND_SELF_SETTLED, YM_F(GROUND_SELF_SETTLED) },
        { YM_CMD_TERMINATE, YM_FB(GROUND), YM_GROUND_OTHER, 0 },
        { YM_CMD_DECIDE_OBJECTION, YM_FB(RULING), YM_RULING_UPHELD, YM_F(RULING_UPHELD) },
        { YM_CMD_DECIDE_OBJECTION, YM_FB(RULING), YM_RULING_REJECTED, 0 },
        { YM_CMD_CLOSE_CASE, YM_FB(WAY), YM_WAY_STATEMENT, YM_F(WAY_STATEMENT) },
        { YM_CMD_CLOSE_CASE, YM_FB(WAY), YM_WAY_DEEMED, YM_F(WAY_DEEMED) },
        { YM_CMD_CLOSE_CASE, YM_FB(WAY), YM_WAY_WITHDRAWAL, 0 },
        { YM_CMD_STAY, YM_FB(STAY_REASON), YM_STAY_AGREED, YM_F(PAUSE_NAMED) },
        { YM_CMD_STAY, YM_FB(STAY_REASON), YM_STAY_APPRAISAL, 0 },
        { YM_CMD_REDIRECT, YM_FB(ROUTE), YM_ROUTE_ARBITRATION, 0 },
        { YM_CMD_SIGN, YM_FB(SIGNING), YM_SIGNING_PAGE, YM_F(ON_PAGE) },
        { YM_CMD_SIGN_MEDIATOR, YM_FB(SIGNING), YM_SIGNING_PAPER,
          YM_F(ON_PAPER) | YM_F(MEDIATOR_SIGNED) },
        { YM_CMD_SEAL, YM_FB(SIGNING), YM_SIGNING_STAMP, YM_F(ON_PAPER) | YM_F(SEALED) },
        { YM_CMD_SEAL, YM_FB(SIGNING), YM_SIGNING_PAGE, YM_F(ON_PAGE) | YM_F(SEALED) },
        { YM_CMD_SIGN, YM_FB(SIGNING), YM_SIGNING_PAPER, YM_F(ON_PAPER) },
        { YM_CMD_SIGN, YM_FB(SIGNING), YM_SIGNING_FINGERPRINT, YM_F(ON_PAPER) },
        { YM_CMD_SIGN, YM_FB(SIGNING), YM_SIGNING_STAMP, YM_F(ON_PAPER) },
        { YM_CMD_REJECT_CONFIRMATION, YM_FB(BAR), YM_BAR_PROPERTY, 0 },
        { YM_CMD_REJECT_CONFIRMATION, YM_FB(BAR), YM_BAR_ILLEGAL, YM_F(BAR_OF_MERITS) },
        { YM_CMD_REJECT_CONFIRMATION, YM_FB(BAR), YM_BAR_ABSENT, YM_F(BAR_OF_MERITS) },
        { YM_CMD_REJECT_CONFIRMATION, YM_FB(BAR), YM_BAR_OTHER, 0 },
    };
    struct hand *h = *state;
    struct ym_command c;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        c = hand_command(rows[i].kind);
        c.fields = rows[i].field;
        c.code = rows[i].code;
        assert_true(ym_facts(&h->p, &h->d, &c) == (BARE | rows[i].fact));
    }
    h->d.terms.obligations = 1;
    c = hand_command(YM_CMD_RECORD_PERFORMANCE);
    c.fields = YM_FB(OBLIGATION) | YM_FB(RESULT);
    c.code = YM_RESULT_BREACHED;
    assert_true(ym_facts(&h->p, &h->d, &c) ==
                (YM_F(OBLIGED) | OWING | YM_F(SOME_BREACHED) | YM_F(BREACH_NAMED)));
    c.code = YM_RESULT_PARTIAL;
    assert_true(ym_facts(&h->p, &h->d, &c) == (YM_F(OBLIGED) | OWING));
}

static uint64_t of_seats(const struct hand *h, enum ym_cmd kind, uint32_t seats)
{
    struct ym_command c = hand_command(kind);

    c.fields = YM_FB(SEAT);
    c.seats = seats;
    return ym_facts(&h->p, &h->d, &c);
}

/* Of the party that asks for another mediator, and of no other. */
static void of_recusals(void **state)
{
    struct hand *h = *state;

    assert_true(of_seats(h, YM_CMD_ASK_RECUSAL, 1) == BARE);
    h->d.recused = 1;
    assert_true(of_seats(h, YM_CMD_ASK_RECUSAL, 2) == BARE);
    assert_true(of_seats(h, YM_CMD_ASK_RECUSAL, 1) == (BARE | YM_F(SECOND_RECUSAL)));
    h->d.recused_again = 1; /* nothing that the other commands of this party hear of */
    assert_true(of_seats(h, YM_CMD_OBJECT, 1) == BARE);
    assert_true(of_seats(h, YM_CMD_ASK_RECUSAL, 0) == BARE);
}

/* The ruling is served on seat 0, then on 1; the period of each is its own. */
static void of_services(void **state)
{
    struct hand *h = *state;

    h->d.served = 4; /* a third party has no such period */
    assert_true(facts(h) == BARE);
    h->d.served = 1;
    h->d.served_on[0] = hand_day(0);
    assert_true(facts(h) == BARE);
    assert_true(of_seats(h, YM_CMD_SERVE, 1) == (BARE | YM_F(SERVED_BEFORE)));
    assert_true(of_seats(h, YM_CMD_SERVE, 4) == (BARE | YM_F(BY_THIRD)));
    h->d.served = 3;
    h->d.served_on[1] = hand_day(2);
    assert_true(facts(h) == BARE);
    assert_true(of_seats(h, YM_CMD_OBJECT, 1) == BARE);
    h->d.periods_over = 1;
    assert_true(facts(h) == (BARE | YM_F(PERIODS_ENDING)));
    assert_true(of_seats(h, YM_CMD_OBJECT, 1) ==
                (BARE | YM_F(PERIODS_ENDING) | YM_F(OWN_PERIOD_OVER)));
    assert_true(of_seats(h, YM_CMD_OBJECT, 2) == (BARE | YM_F(PERIODS_ENDING)));
    h->d.periods_over = 3;
    assert_true(facts(h) == (BARE | YM_F(PERIODS_OVER)));
    h->d.periods_over = 0;
    h->d.served_on[1] = hand_day(0); /* both on one day: it is the last as it is the first */
    assert_true(facts(h) == (BARE | YM_F(PERIODS_ENDING)));
    h->d.served_on[1] = hand_day(-1);
    assert_true(facts(h) == BARE);
}

/* What was before the command, where the command itself would blur it. */
static void of_before(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_TRANSFER);

    h->d.mediator = HAND_STAFF;
    assert_true(ym_facts(&h->p, &h->d, &c) == (BARE | YM_F(HAD_MEDIATOR)));
    h->d.mediator = 0;
    c.ref = HAND_BODY; /* nothing that was said */
    assert_true(ym_facts(&h->p, &h->d, &c) == BARE);
    c.fields = YM_FB(BODY);
    assert_true(ym_facts(&h->p, &h->d, &c) == (BARE | YM_F(SAME_BODY)));
    c.ref = HAND_BODY + 1;
    assert_true(ym_facts(&h->p, &h->d, &c) == BARE);
}

/* A fact stands as it will after the command, and the dispute itself is not touched. */
static void of_what_comes(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_CONSENT);

    h->d.consented = 1;
    c.fields = YM_FB(SEAT);
    c.seats = 2;
    assert_true(ym_facts(&h->p, &h->d, &c) == (BARE | YM_F(ALL_CONSENT)));
    assert_int_equal(h->d.consented, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(bare, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_both_sides, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_no_side, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(refused_and_withdrawn, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_marks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_type, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_counts, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_obligations, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_what_is_overdue, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_a_variation, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_the_body, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_the_limit, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_an_extension, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_the_command, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_recusals, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_services, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_before, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(of_what_comes, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
