/* SPDX-License-Identifier: Apache-2.0 */
/* What counts of performance: what is due, known to the debtor and recorded; the last record of an
 * obligation stands, and repair takes the place of a breach. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "play.h"

#define END       400 /* day on which the months are over */
#define OWED(sum) ((sum).parts[YM_CREDIT_PART_PERFORMANCE])

static const int dues[] = { 10, 20, 30 };

/* A settled dispute: three things owed by seat 1 on days 10, 20 and 30. */
static void settle(struct play *p, void **state)
{
    play_begin(p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(p);
    play_reach(p, YM_CMD_REACH_AGREEMENT, dues, 3, 1);
    play_sign(p);
}

static struct ym_credit_sum sum(const struct play *p)
{
    return play_sum(p, 1, END, NULL, 0);
}

static void test_on_time(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 5;
    play_record(&p, 0, YM_RESULT_FULFILLED);
    play_record(&p, 1, YM_RESULT_FULFILLED);
    play_record(&p, 2, YM_RESULT_FULFILLED);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 3);
    assert_int_equal(OWED(s).points, 1000);
    s = play_sum(&p, 0, END, NULL, 0); /* the creditor owes nothing */
    assert_int_equal(OWED(s).counted, 0);
    play_end(&p);
}

/* Paid before the day: it counts once the day has come. */
static void test_not_due_yet(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 5;
    play_record(&p, 0, YM_RESULT_FULFILLED);
    s = play_sum(&p, 1, 10, NULL, 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_DUE], 1);
    assert_int_equal(OWED(s).counted, 0);
    s = play_sum(&p, 1, 11, NULL, 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_DUE], 0);
    assert_int_equal(OWED(s).counted, 1);
    s = play_sum(&p, 1, 5, NULL, 0); /* and nobody knew of it before it was recorded */
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_DUE], 0);
    play_end(&p);
}

/* A breach or a part recorded up to the due day says nothing of what came after it. */
static void test_too_early_to_tell(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 10;
    play_record(&p, 0, YM_RESULT_BREACHED);
    play_record(&p, 1, YM_RESULT_PARTIAL);
    s = sum(&p);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_DUE], 2);
    p.day = 11;
    play_record(&p, 0, YM_RESULT_BREACHED);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    assert_int_equal(s.not [YM_CREDIT_WHY_LATER], 1);
    play_end(&p);
}

/* That a day has passed is no evidence. */
static void test_nobody_recorded(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 15;
    play_overdue(&p);
    s = sum(&p);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_EVIDENCED], 1);
    assert_int_equal(OWED(s).counted, 0);
    play_record(&p, 0, YM_RESULT_LATE);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_LATE], 1);
    assert_int_equal(s.not [YM_CREDIT_WHY_LATER], 1);
    assert_int_equal(play_last(&p, YM_CREDIT_LATE)->ref_seq, play_last(&p, YM_CREDIT_OVERDUE)->seq);
    assert_int_equal(play_last(&p, YM_CREDIT_LATE)->of, play_day(10));
    play_end(&p);
}

static void test_repair(void **state)
{
    struct play p;
    struct ym_credit_sum before, after;

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    p.day = 22;
    play_record(&p, 1, YM_RESULT_BREACHED);
    p.day = 32;
    play_record(&p, 2, YM_RESULT_BREACHED);
    before = sum(&p);
    assert_int_equal(before.n[YM_CREDIT_BREACHED], 3);
    assert_int_equal(OWED(before).points, 0);
    p.day = 40;
    for (int i = 0; i < 3; i++)
        play_record(&p, i, YM_RESULT_LATE);
    after = sum(&p);
    assert_int_equal(after.n[YM_CREDIT_BREACHED], 0);
    assert_int_equal(after.n[YM_CREDIT_REPAIRED], 3);
    assert_int_equal(after.not [YM_CREDIT_WHY_LATER], 3);
    assert_int_equal(OWED(after).points, 700);
    before = play_sum(&p, 1, 40, NULL, 0); /* the month before it stays as it was */
    assert_int_equal(before.n[YM_CREDIT_BREACHED], 3);
    play_end(&p);
}

/* A breach recorded by mistake: what was paid in time was paid in time. */
static void test_corrected(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    {
        struct ym_command c = { .kind = YM_CMD_RECORD_PERFORMANCE,
                                .code = YM_RESULT_FULFILLED,
                                .fields = YM_FB(OBLIGATION) | YM_FB(RESULT) | YM_FB(DATE),
                                .date = play_day(9),
                                .first_due = YM_DAY_NONE,
                                .detail = YM_SPAN("{}") };

        play_do(&p, c);
    }
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 1);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 0);
    play_end(&p);
}

static void test_enforced(void **state)
{
    struct play p;

    settle(&p, state);
    play_confirm(&p);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    play_act(&p, YM_CMD_APPLY_ENFORCEMENT, 0);
    p.day = 13;
    play_record(&p, 0, YM_RESULT_LATE);
    assert_int_equal(sum(&p).n[YM_CREDIT_ENFORCED], 1);
    play_end(&p);
}

static void test_excused(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_EXCUSED);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_EXCUSED], 1);
    assert_int_equal(OWED(s).counted, 0);
    play_end(&p);
}

/* The debtor says that it was paid: not counted until somebody has looked. */
static void test_contested(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    play_claim(&p, 0, 0, YM_RESULT_FULFILLED); /* the creditor's word is none about it */
    assert_null(play_last(&p, YM_CREDIT_CONTESTED));
    play_claim(&p, 1, 0, YM_RESULT_PARTIAL); /* nor does this gainsay it */
    play_claim(&p, 1, 0, YM_RESULT_BREACHED);
    assert_null(play_last(&p, YM_CREDIT_CONTESTED));
    play_claim(&p, 1, 0, YM_RESULT_FULFILLED);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_DISPUTED], 1);
    play_claim(&p, 1, 0, YM_RESULT_FULFILLED); /* said once is said */
    assert_int_equal(sum(&p).not [YM_CREDIT_WHY_DISPUTED], 1);
    play_record(&p, 0, YM_RESULT_BREACHED); /* it was looked into */
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    play_claim(&p, 1, 0, YM_RESULT_LATE);
    play_record(&p, 0, YM_RESULT_LATE);
    assert_int_equal(sum(&p).n[YM_CREDIT_REPAIRED], 1);
    play_claim(&p, 1, 1, YM_RESULT_FULFILLED); /* where nothing is recorded nothing is contested */
    assert_int_equal(sum(&p).not [YM_CREDIT_WHY_DISPUTED], 0);
    play_end(&p);
}

/* ---- Objections ---- */

static struct ym_credit_flag flag(const struct ym_credit_item *i, enum ym_credit_why why)
{
    return (struct ym_credit_flag){
        .seq = i->seq, .kind = i->kind, .item = i->item, .why = (uint8_t)why
    };
}

static void test_objection(void **state)
{
    struct play p;
    struct ym_credit_sum s;
    struct ym_credit_flag f[2];

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    f[0] = flag(play_last(&p, YM_CREDIT_BREACHED), YM_CREDIT_WHY_DISPUTED);
    s = play_sum(&p, 1, END, f, 1);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_DISPUTED], 1);
    f[1] = f[0];
    f[1].why = YM_CREDIT_WHY_UPHELD; /* the last word counts */
    s = play_sum(&p, 1, END, f, 2);
    assert_int_equal(s.not [YM_CREDIT_WHY_DISPUTED], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_UPHELD], 1);
    play_record(&p, 0, YM_RESULT_LATE); /* what came later is another record */
    s = play_sum(&p, 1, END, f, 1);
    assert_int_equal(s.n[YM_CREDIT_REPAIRED], 1);
    assert_int_equal(s.not [YM_CREDIT_WHY_LATER], 1);
    play_end(&p);
}

/* The record before the one that fell stands again. */
static void test_upheld_uncovers(void **state)
{
    struct play p;
    struct ym_credit_sum s;
    struct ym_credit_flag f;

    settle(&p, state);
    p.day = 9;
    play_record(&p, 0, YM_RESULT_FULFILLED);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    f = flag(play_last(&p, YM_CREDIT_BREACHED), YM_CREDIT_WHY_DISPUTED);
    s = play_sum(&p, 1, END, &f, 1);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 0); /* while it is open neither counts */
    f.why = YM_CREDIT_WHY_UPHELD;
    s = play_sum(&p, 1, END, &f, 1);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 1);
    f.item = 1; /* another item: it does not speak of this one */
    s = play_sum(&p, 1, END, &f, 1);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    f.item = 0;
    f.kind = YM_CREDIT_LATE;
    s = play_sum(&p, 1, END, &f, 1);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    play_end(&p);
}

/* ---- Who was told ---- */

/* A third party owes and has signed nothing. */
static void test_not_notified(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    play_reach(&p, YM_CMD_REACH_AGREEMENT, dues, 3, 2);
    play_sign(&p);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    s = play_sum(&p, 2, END, NULL, 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    p.day = 22;
    play_act(&p, YM_CMD_SERVE, 2);
    play_record(&p, 1, YM_RESULT_BREACHED);
    s = play_sum(&p, 2, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    play_end(&p);
}

/* By word of mouth: the two sides reached it, a third party did not. */
static void test_oral(void **state)
{
    for (int payer = 1; payer <= 2; payer++) {
        struct play p;
        struct ym_credit_sum s;

        play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
        play_mediation(&p);
        play_reach(&p, YM_CMD_REACH_ORAL, dues, 3, payer);
        p.day = 12;
        play_record(&p, 0, YM_RESULT_BREACHED);
        s = play_sum(&p, payer, END, NULL, 0);
        assert_int_equal(s.n[YM_CREDIT_BREACHED], payer == 1 ? 1 : 0);
        assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], payer == 1 ? 0 : 1);
        play_end(&p);
    }
}

/* ---- Variations ---- */

/* What was broken and is now promised anew is owed no more; what was kept stays kept. */
static void test_varied(void **state)
{
    static const int later[] = { 60, 70 };
    struct play p;
    struct ym_credit_sum s;
    uint32_t first;

    settle(&p, state);
    p.day = 9;
    play_record(&p, 0, YM_RESULT_FULFILLED);
    p.day = 22;
    play_record(&p, 1, YM_RESULT_BREACHED);
    first = play_last(&p, YM_CREDIT_BREACHED)->terms_seq;
    play_reach(&p, YM_CMD_VARY, later, 2, 1);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1); /* it only waits to be signed */
    play_sign(&p);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 0);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 1);
    assert_int_equal(s.not [YM_CREDIT_WHY_VARIED], 1);
    assert_int_equal(play_last(&p, YM_CREDIT_REPLACED)->ref_seq,
                     play_last(&p, YM_CREDIT_BREACHED)->seq);
    p.day = 62;
    play_record(&p, 0, YM_RESULT_BREACHED); /* the new one's first is another obligation */
    assert_int_not_equal(play_last(&p, YM_CREDIT_BREACHED)->terms_seq, first);
    s = sum(&p);
    assert_int_equal(s.n[YM_CREDIT_BREACHED], 1);
    assert_int_equal(s.n[YM_CREDIT_ON_TIME], 1);
    play_end(&p);
}

/* Sued upon, mediated again, agreed anew: the old breach ends when the new text is signed. */
static void test_agreed_anew(void **state)
{
    static const int later[] = { 60 };
    struct play p;

    settle(&p, state);
    p.day = 12;
    play_record(&p, 0, YM_RESULT_BREACHED);
    play_act(&p, YM_CMD_SUE, 0);
    play_act(&p, YM_CMD_REOPEN, 0);
    play_act(&p, YM_CMD_REOPEN, 1);
    play_act(&p, YM_CMD_ASSIGN, -1);
    play_act(&p, YM_CMD_ACCEPT_CASE, -1);
    play_reach(&p, YM_CMD_REACH_AGREEMENT, later, 1, 1);
    assert_int_equal(sum(&p).n[YM_CREDIT_BREACHED], 1);
    play_act(&p, YM_CMD_SIGN, 0);
    assert_int_equal(sum(&p).n[YM_CREDIT_BREACHED], 1);
    play_act(&p, YM_CMD_SIGN, 1);
    assert_int_equal(sum(&p).n[YM_CREDIT_BREACHED], 0);
    assert_int_equal(sum(&p).not [YM_CREDIT_WHY_VARIED], 1);
    play_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_on_time),
        cmocka_unit_test(test_not_due_yet),
        cmocka_unit_test(test_too_early_to_tell),
        cmocka_unit_test(test_nobody_recorded),
        cmocka_unit_test(test_repair),
        cmocka_unit_test(test_corrected),
        cmocka_unit_test(test_enforced),
        cmocka_unit_test(test_excused),
        cmocka_unit_test(test_contested),
        cmocka_unit_test(test_objection),
        cmocka_unit_test(test_upheld_uncovers),
        cmocka_unit_test(test_not_notified),
        cmocka_unit_test(test_oral),
        cmocka_unit_test(test_varied),
        cmocka_unit_test(test_agreed_anew),
    };

    return cmocka_run_group_tests(tests, play_open, play_close);
}
