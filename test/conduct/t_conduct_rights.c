/* SPDX-License-Identifier: Apache-2.0 */
/* What is a right never counts: with it and without it a party's sum is the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "play.h"

#define END 400 /* day on which the months are over */

/* Two disputes alike, until one of them sees the act. */
struct pair {
    struct play with, without;
};

static void begin(struct pair *t, void **state)
{
    play_begin(&t->with, *state, YM_TYPE_NEIGHBOUR);
    play_begin(&t->without, *state, YM_TYPE_NEIGHBOUR);
}

/* To where sessions are held, and one session at which both were. */
static void mediate(struct pair *t, void **state)
{
    begin(t, state);
    play_mediation(&t->with);
    play_mediation(&t->without);
    play_session(&t->with, "aa-");
    play_session(&t->without, "aa-");
}

/* To a settled dispute with three things owed by seat 1, one of them performed. */
static void settle(struct pair *t, void **state)
{
    static const int due[] = { 10, 20, 30 };
    struct play *both[] = { &t->with, &t->without };

    mediate(t, state);
    for (int i = 0; i < 2; i++) {
        play_reach(both[i], YM_CMD_REACH_AGREEMENT, due, 3, 1);
        play_sign(both[i]);
        both[i]->day = 5;
        play_record(both[i], 0, YM_RESULT_FULFILLED);
    }
}

static void assert_same(const struct ym_credit_sum *a, const struct ym_credit_sum *b)
{
    assert_memory_equal(a->n, b->n, sizeof(a->n));
    assert_memory_equal(a->not, b->not, sizeof(a->not ));
    assert_memory_equal(a->habits, b->habits, sizeof(a->habits));
    for (int i = 0; i < YM_CREDIT_PART_COUNT; i++) {
        assert_int_equal(a->parts[i].counted, b->parts[i].counted);
        assert_int_equal(a->parts[i].points, b->parts[i].points);
        assert_int_equal(a->parts[i].weight, b->parts[i].weight);
        assert_int_equal(a->parts[i].product, b->parts[i].product);
    }
}

/* Every seat has the same sum in both; both end here. */
static void end_same(struct pair *t)
{
    for (int seat = 0; seat < PLAY_SEATS; seat++) {
        const struct ym_credit_sum a = play_sum(&t->with, seat, END, NULL, 0);
        const struct ym_credit_sum b = play_sum(&t->without, seat, END, NULL, 0);

        assert_same(&a, &b);
    }
    assert_true(t->with.d.version > t->without.d.version);
    play_end(&t->with);
    play_end(&t->without);
}

/* ---- Refusing ---- */

static void test_refusing_is_an_answer_like_consenting(void **state)
{
    struct pair t;

    begin(&t, state);
    for (int i = 0; i < 2; i++) {
        struct play *p = i == 0 ? &t.with : &t.without;

        play_act(p, YM_CMD_ACCEPT, -1);
        play_act(p, YM_CMD_NOTIFY, 1);
        p->day = 2;
        play_act(p, i == 0 ? YM_CMD_REFUSE_MEDIATION : YM_CMD_CONSENT, 1);
    }
    play_act(&t.with, YM_CMD_ARCHIVE, -1); /* so that one has an event more */
    end_same(&t);
}

static void test_refusing_brings_no_less_than_silence(void **state)
{
    struct pair t;
    struct ym_credit_sum a, b;

    begin(&t, state);
    play_act(&t.with, YM_CMD_NOTIFY, 1);
    play_act(&t.without, YM_CMD_NOTIFY, 1);
    play_act(&t.with, YM_CMD_REFUSE_MEDIATION, 1);
    a = play_sum(&t.with, 1, END, NULL, 0);
    b = play_sum(&t.without, 1, END, NULL, 0);
    assert_int_equal(a.n[YM_CREDIT_REPLIED], 1);
    assert_int_equal(b.n[YM_CREDIT_REPLIED], 0);
    assert_memory_equal(a.parts, b.parts, sizeof(a.parts));
    assert_memory_equal(a.not, b.not, sizeof(a.not ));
    play_end(&t.with);
    play_end(&t.without);
}

static void test_who_never_consented_may_stay_away(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_taken(&p);
    play_act(&p, YM_CMD_NOTIFY, 1);
    play_session(&p, "ax-");
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NO_CONSENT], 1);
    assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].counted, 0);
    play_end(&p);
}

static void test_third_party_refuses_and_stays_away(void **state)
{
    struct pair t;

    mediate(&t, state);
    for (int i = 0; i < 2; i++) {
        struct play *p = i == 0 ? &t.with : &t.without;

        play_act(p, YM_CMD_NOTIFY, 2);
        play_act(p, YM_CMD_CONSENT, 2);
    }
    play_act(&t.with, YM_CMD_REFUSE_MEDIATION, 2); /* after the consent: no answer to a notice */
    play_session(&t.with, "aax");
    play_session(&t.without, "aa-");
    {
        const struct ym_credit_sum a = play_sum(&t.with, 2, END, NULL, 0);
        const struct ym_credit_sum b = play_sum(&t.without, 2, END, NULL, 0);

        assert_memory_equal(a.n, b.n, sizeof(a.n));
        assert_memory_equal(a.parts, b.parts, sizeof(a.parts));
        assert_int_equal(a.not [YM_CREDIT_WHY_NO_CONSENT], 1);
    }
    play_end(&t.with);
    play_end(&t.without);
}

/* ---- Ending it ---- */

static void test_stopping(void **state)
{
    struct pair t;

    mediate(&t, state);
    play_act(&t.with, YM_CMD_REFUSE_MEDIATION, 1); /* 人民调解法 23: may stop at any time */
    end_same(&t);
}

static void test_withdrawing(void **state)
{
    struct pair t;

    mediate(&t, state);
    play_act(&t.with, YM_CMD_CONSENT, 0); /* answers his notice in both */
    play_act(&t.without, YM_CMD_CONSENT, 0);
    play_act(&t.with, YM_CMD_WITHDRAW, 0);
    end_same(&t);
}

static void test_asking_recusal(void **state)
{
    struct pair t;

    mediate(&t, state);
    play_act(&t.with, YM_CMD_ASK_RECUSAL, 1);
    end_same(&t);
}

static void test_going_to_court(void **state)
{
    struct pair t;

    mediate(&t, state);
    play_act(&t.with, YM_CMD_GO_TO_COURT, 1);
    play_act(&t.with, YM_CMD_SUBMIT_FILING, 1);
    end_same(&t);
}

static void test_failing_to_agree(void **state)
{
    struct pair t;
    struct ym_command c = { .kind = YM_CMD_TERMINATE,
                            .code = YM_GROUND_BIG_GAP,
                            .fields = YM_FB(GROUND),
                            .date = YM_DAY_NONE,
                            .first_due = YM_DAY_NONE,
                            .detail = YM_SPAN("{}") };

    mediate(&t, state);
    play_do(&t.with, c);
    end_same(&t);
}

static void test_refusing_to_sign(void **state)
{
    static const int due[] = { 10 };
    struct pair t;

    mediate(&t, state);
    play_reach(&t.with, YM_CMD_REACH_AGREEMENT, due, 1, 1);
    play_act(&t.with, YM_CMD_SIGN, 0);
    play_act(&t.with, YM_CMD_REFUSE_MEDIATION, 1);
    end_same(&t);
}

static void test_suing_on_the_agreement(void **state)
{
    struct pair t;

    settle(&t, state);
    play_act(&t.with, YM_CMD_SUE, 0);
    end_same(&t);
}

static void test_objecting(void **state)
{
    struct pair t;

    settle(&t, state);
    play_confirm(&t.with);
    play_confirm(&t.without);
    play_act(&t.with, YM_CMD_OBJECT, 1);
    end_same(&t);
}

static void test_withdrawing_the_application(void **state)
{
    struct pair t;

    settle(&t, state);
    play_act(&t.with, YM_CMD_APPLY_CONFIRMATION, 0);
    play_act(&t.with, YM_CMD_APPLY_CONFIRMATION, 1);
    play_act(&t.with, YM_CMD_WITHDRAW_CONFIRMATION, 1);
    end_same(&t);
}

/* The report of the body, which people's complaints lead to: no party's act, and nobody's debt. Low
 * satisfaction and objections to items are no events; test/credit draws a month with and without.
 */
static void test_a_report_to_the_police(void **state)
{
    struct pair t;

    mediate(&t, state);
    play_act(&t.with, YM_CMD_REPORT_POLICE, -1);
    end_same(&t);
}

/* An objection that was rejected is passed on to nobody; one that is open takes its item away until
 * somebody answers, and leaves every other as it is. */
static void test_objecting_to_an_item(void **state)
{
    struct pair t;
    struct ym_credit_flag flag = { .kind = YM_CREDIT_ATTENDED, .why = YM_CREDIT_WHY_DISPUTED };
    struct ym_credit_sum a, b;

    mediate(&t, state);
    flag.seq = play_last(&t.with, YM_CREDIT_ATTENDED)->seq;
    a = play_sum(&t.with, 1, END, &flag, 1);
    b = play_sum(&t.without, 1, END, NULL, 0);
    assert_int_equal(b.n[YM_CREDIT_ATTENDED] - a.n[YM_CREDIT_ATTENDED], 1);
    assert_int_equal(a.not [YM_CREDIT_WHY_DISPUTED], 1);
    a.n[YM_CREDIT_ATTENDED]++;
    assert_memory_equal(a.n, b.n, sizeof(a.n));
    a = play_sum(&t.with, 1, END, NULL, 0);
    assert_same(&a, &b);
    play_end(&t.with);
    play_end(&t.without);
}

/* ---- Being there ---- */

static void test_being_a_respondent(void **state)
{
    struct play p;
    struct ym_credit_sum claimant, respondent;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    for (; p.day < 3; p.day++)
        play_session(&p, "aa-");
    claimant = play_sum(&p, 0, END, NULL, 0);
    respondent = play_sum(&p, 1, END, NULL, 0);
    assert_memory_equal(claimant.parts, respondent.parts, sizeof(claimant.parts));
    assert_int_equal(respondent.parts[YM_CREDIT_PART_PARTICIPATION].points, 1000);
    assert_int_equal(respondent.parts[YM_CREDIT_PART_HABITS].points, -1);
    assert_int_equal(respondent.habits[YM_SIDE_RESPONDENT][YM_TYPE_NEIGHBOUR], 1);
    assert_int_equal(claimant.habits[YM_SIDE_CLAIMANT][YM_TYPE_NEIGHBOUR], 1);
    play_end(&p);
}

static void test_a_duplicate_is_no_dispute(void **state)
{
    struct play p;
    struct ym_credit_sum s;
    struct ym_command c = { .kind = YM_CMD_MERGE,
                            .ref = 99,
                            .fields = YM_FB(DISPUTE) | YM_FB(REASON),
                            .date = YM_DAY_NONE,
                            .first_due = YM_DAY_NONE,
                            .detail = YM_SPAN("{}") };

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    p.day = 1;
    play_do(&p, c);
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_PARTY], 0);
    assert_int_equal(s.habits[YM_SIDE_RESPONDENT][YM_TYPE_NEIGHBOUR], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_MERGED], 2);
    s = play_sum(&p, 1, 1, NULL, 0); /* the month before still saw a dispute */
    assert_int_equal(s.habits[YM_SIDE_RESPONDENT][YM_TYPE_NEIGHBOUR], 1);
    play_end(&p);
}

static void correct(struct play *p, enum ym_type type)
{
    play_do(p, (struct ym_command){ .kind = YM_CMD_CORRECT,
                                    .code = (uint8_t)type,
                                    .fields = YM_FB(TYPE) | YM_FB(REASON),
                                    .date = YM_DAY_NONE,
                                    .first_due = YM_DAY_NONE,
                                    .detail = YM_SPAN("{}") });
}

/* What was protected stays so, whatever type somebody gives the dispute afterwards. */
static void test_family_and_police(void **state)
{
    struct play p;

    play_begin(&p, *state, YM_TYPE_MARRIAGE);
    assert_false(p.c->log.is_reported_family);
    play_act(&p, YM_CMD_REPORT_POLICE, -1);
    assert_true(p.c->log.is_reported_family);
    correct(&p, YM_TYPE_NEIGHBOUR);
    assert_true(p.c->log.is_reported_family);
    play_act(&p, YM_CMD_REPORT_POLICE, -1); /* once more, of what is none by now */
    assert_true(p.c->log.is_reported_family);
    play_end(&p);
    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_act(&p, YM_CMD_REPORT_POLICE, -1);
    assert_false(p.c->log.is_reported_family);
    correct(&p, YM_TYPE_MARRIAGE); /* it was one all the time */
    assert_true(p.c->log.is_reported_family);
    correct(&p, YM_TYPE_NEIGHBOUR);
    assert_true(p.c->log.is_reported_family);
    play_end(&p);
    play_begin(&p, *state, YM_TYPE_MARRIAGE);
    correct(&p, YM_TYPE_NEIGHBOUR);
    play_act(&p, YM_CMD_REPORT_POLICE, -1); /* of a quarrel between neighbours */
    assert_false(p.c->log.is_reported_family);
    play_end(&p);
}

/* Whose term was moved, and how often, is nobody's act. */
static void test_a_deadline_that_was_moved(void **state)
{
    struct pair t;
    struct ym_command c = {
        .kind = YM_CMD_RESCHEDULE,
        .code = YM_SHIFT_FORCE_MAJEURE,
        .fields = YM_FB(DEADLINE) | YM_FB(LAST_DAY) | YM_FB(SHIFT_GROUND) | YM_FB(REASON),
        .first_due = YM_DAY_NONE,
        .detail = YM_SPAN("{\"deadline\":\"mediation_limit\"}"),
    };

    mediate(&t, state);
    for (int day = 35; day < 50; day += 7) {
        c.date = play_day(day);
        play_do(&t.with, c);
    }
    assert_int_equal(t.with.d.version, t.without.d.version + 3);
    end_same(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusing_is_an_answer_like_consenting),
        cmocka_unit_test(test_refusing_brings_no_less_than_silence),
        cmocka_unit_test(test_who_never_consented_may_stay_away),
        cmocka_unit_test(test_third_party_refuses_and_stays_away),
        cmocka_unit_test(test_stopping),
        cmocka_unit_test(test_withdrawing),
        cmocka_unit_test(test_asking_recusal),
        cmocka_unit_test(test_going_to_court),
        cmocka_unit_test(test_failing_to_agree),
        cmocka_unit_test(test_refusing_to_sign),
        cmocka_unit_test(test_suing_on_the_agreement),
        cmocka_unit_test(test_objecting),
        cmocka_unit_test(test_withdrawing_the_application),
        cmocka_unit_test(test_a_report_to_the_police),
        cmocka_unit_test(test_objecting_to_an_item),
        cmocka_unit_test(test_being_a_respondent),
        cmocka_unit_test(test_a_duplicate_is_no_dispute),
        cmocka_unit_test(test_family_and_police),
        cmocka_unit_test(test_a_deadline_that_was_moved),
    };

    return cmocka_run_group_tests(tests, play_open, play_close);
}
