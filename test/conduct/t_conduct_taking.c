/* SPDX-License-Identifier: Apache-2.0 */
/* What does count of taking part: who came, how often, and who was told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "play.h"

#define END 400 /* day on which the months are over */

static void test_absence_after_consent(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    play_session(&p, "xa-"); /* of which the notices told that named no day */
    p.day = 1;
    play_act(&p, YM_CMD_NOTIFY, 0);
    p.day = 2;
    play_session(&p, "xe-");
    play_notify(&p, 1, 3);
    p.day = 3;
    play_session(&p, "ax-");
    s = play_sum(&p, 0, 100, NULL, 0); /* who applied wanted it */
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 2);
    assert_int_equal(s.n[YM_CREDIT_ATTENDED], 1);
    assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].points, 333);
    s = play_sum(&p, 1, 100, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_AWAY], 1); /* shown, with no points */
    assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].counted, 2);
    assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].points, -1); /* too few */
    play_end(&p);
}

static void test_absence_untold(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_taken(&p);
    play_act(&p, YM_CMD_CONSENT, 1); /* nobody notified them */
    play_session(&p, "xx-");
    for (int seat = 0; seat < 2; seat++) {
        s = play_sum(&p, seat, END, NULL, 0);
        assert_int_equal(s.n[YM_CREDIT_ABSENT], 0);
        assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    }
    play_end(&p);
}

/* However often a day is put on record, a party came on that day or did not. */
static void test_a_day_counts_once(void **state)
{
    static const struct {
        const char *sessions[3];
        enum ym_credit_kind kind;
    } days[] = {
        { { "-x-", "-x-", "-x-" }, YM_CREDIT_ABSENT },
        { { "-x-", "-a-", "-x-" }, YM_CREDIT_ATTENDED },
        { { "-a-", "-e-", "-a-" }, YM_CREDIT_ATTENDED },
        { { "-e-", "-x-", "-e-" }, YM_CREDIT_AWAY },
    };

    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        struct play p;
        struct ym_credit_sum s;

        play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
        play_mediation(&p);
        play_notify(&p, 1, 0);
        for (int n = 0; n < 3; n++)
            play_session(&p, days[i].sessions[n]);
        s = play_sum(&p, 1, END, NULL, 0);
        assert_int_equal(s.n[days[i].kind], 1);
        assert_int_equal(s.not [YM_CREDIT_WHY_SAME_DAY], 2);
        assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].counted,
                         days[i].kind == YM_CREDIT_AWAY ? 0 : 1);
        assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].points, -1);
        play_session(&p, "-x-"); /* a fourth changes nothing */
        p.day = 1;
        play_notify(&p, 1, 1);
        play_session(&p, "-a-"); /* another day is another one */
        s = play_sum(&p, 1, END, NULL, 0);
        assert_int_equal(s.not [YM_CREDIT_WHY_SAME_DAY], 3);
        assert_int_equal(s.n[YM_CREDIT_ATTENDED] + s.n[YM_CREDIT_AWAY] + s.n[YM_CREDIT_ABSENT], 2);
        play_end(&p);
    }
}

/* While one of them is disputed no other of its day counts in its place; once the objection is
 * upheld that one never was. */
static void test_a_disputed_day(void **state)
{
    struct ym_credit_flag flag = { .kind = YM_CREDIT_ABSENT };
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    play_notify(&p, 1, 0);
    play_session(&p, "-x-");
    for (int n = 0; n < 2; n++) {
        flag.seq = play_last(&p, YM_CREDIT_ABSENT)->seq; /* the first, then the second */
        if (n == 0)
            play_session(&p, "-x-");
        flag.why = YM_CREDIT_WHY_DISPUTED;
        s = play_sum(&p, 1, END, &flag, 1);
        assert_int_equal(s.n[YM_CREDIT_ABSENT], 0);
        assert_int_equal(s.not [YM_CREDIT_WHY_DISPUTED], 1);
        assert_int_equal(s.not [YM_CREDIT_WHY_SAME_DAY], 1);
        flag.why = YM_CREDIT_WHY_UPHELD;
        s = play_sum(&p, 1, END, &flag, 1);
        assert_int_equal(s.n[YM_CREDIT_ABSENT], 1);
        assert_int_equal(s.not [YM_CREDIT_WHY_UPHELD], 1);
    }
    play_end(&p);
}

/* Of which session somebody was told, and of which not. */
static void test_told_of_that_session(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_taken(&p);
    play_notify(&p, 0, 4);
    play_notify(&p, 1, 2);
    play_act(&p, YM_CMD_CONSENT, 1);
    p.day = 1;
    play_session(&p, "-x-"); /* told of the second day, not of this one */
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    p.day = 2;
    play_session(&p, "xx-"); /* the other side was told of the fourth */
    p.day = 3;
    play_session(&p, "-x-"); /* of this one nobody was */
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 1);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 2);
    s = play_sum(&p, 0, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    p.day = 4;
    play_session(&p, "x--"); /* a session between does not take back what was said of a day */
    s = play_sum(&p, 0, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 1);
    p.day = 5;
    play_act(&p, YM_CMD_NOTIFY, 1); /* names no day: the next session, and that one alone */
    p.day = 6;
    play_session(&p, "-x-");
    p.day = 7;
    play_session(&p, "-x-");
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 2);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 3);
    play_end(&p);
}

/* A session of the days of a stay, put on record after them. */
static void test_absence_in_force_majeure(void **state)
{
    struct play p;
    struct ym_credit_sum s;
    struct ym_command c = { .kind = YM_CMD_STAY,
                            .code = YM_STAY_FORCE_MAJEURE,
                            .fields = YM_FB(STAY_REASON),
                            .date = YM_DAY_NONE,
                            .first_due = YM_DAY_NONE,
                            .detail = YM_SPAN("{}") };
    struct ym_command session = {
        .kind = YM_CMD_HOLD_SESSION,
        .fields = YM_FB(ATTENDANCE) | YM_FB(DATE),
        .listed = 2,
        .first_due = YM_DAY_NONE,
        .detail = YM_SPAN("{\"attendance\":[{\"seat\":1,\"status\":\"absent\"}]}"),
    };

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    p.day = 1;
    play_do(&p, c);
    p.day = 4;
    play_act(&p, YM_CMD_RESUME, -1);
    p.day = 6;
    session.date = play_day(4);
    play_do(&p, session);
    play_notify(&p, 1, 6);
    session.date = play_day(6);
    play_do(&p, session);
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_FORCE_MAJEURE], 1);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 1); /* the day after the stay is a day as any */
    play_end(&p);
}

static void test_answers_in_time(void **state)
{
    for (int late = 0; late < 2; late++) {
        struct play p;
        struct ym_credit_sum s;

        play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
        play_act(&p, YM_CMD_ACCEPT, -1);
        play_act(&p, YM_CMD_NOTIFY, 1);
        p.day = 7 + late; /* the shipped formula: seven days */
        play_act(&p, YM_CMD_CONSENT, 1);
        s = play_sum(&p, 1, END, NULL, 0);
        assert_int_equal(s.n[YM_CREDIT_REPLIED], 1 - late);
        assert_int_equal(s.not [YM_CREDIT_WHY_OUT_OF_TIME], late);
        assert_int_equal(s.parts[YM_CREDIT_PART_PARTICIPATION].counted, 0);
        play_end(&p);
    }
}

/* Who asked to mediate again is willing again, and has not been told of a session yet. */
static void test_a_new_round(void **state)
{
    struct play p;
    struct ym_credit_sum s;

    play_begin(&p, *state, YM_TYPE_NEIGHBOUR);
    play_mediation(&p);
    play_act(&p, YM_CMD_REFUSE_MEDIATION, 1);
    p.day = 3;
    play_act(&p, YM_CMD_REOPEN, 0);
    play_act(&p, YM_CMD_REOPEN, 1);
    play_act(&p, YM_CMD_ASSIGN, -1);
    play_act(&p, YM_CMD_ACCEPT_CASE, -1);
    play_session(&p, "ax-");
    play_act(&p, YM_CMD_NOTIFY, 1);
    p.day = 4;
    play_session(&p, "ax-");
    s = play_sum(&p, 1, END, NULL, 0);
    assert_int_equal(s.not [YM_CREDIT_WHY_NOT_NOTIFIED], 1);
    assert_int_equal(s.n[YM_CREDIT_ABSENT], 1);
    play_end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absence_after_consent),
        cmocka_unit_test(test_absence_untold),
        cmocka_unit_test(test_a_day_counts_once),
        cmocka_unit_test(test_a_disputed_day),
        cmocka_unit_test(test_told_of_that_session),
        cmocka_unit_test(test_absence_in_force_majeure),
        cmocka_unit_test(test_answers_in_time),
        cmocka_unit_test(test_a_new_round),
    };

    return cmocka_run_group_tests(tests, play_open, play_close);
}
