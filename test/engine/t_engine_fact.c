/* SPDX-License-Identifier: Apache-2.0 */
/* What one dispute gives to a month, on histories made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fact_story.h"

static const char two[] = "{\"obligations\":[{\"amount_fen\":\"100\",\"due\":\"2026-11-10\"},"
                          "{\"amount_fen\":\"2500\",\"due\":\"2026-11-20\"}]}";

#define N(f, name) ((int)(f)->n[YM_FIGURE_##name])

/* ---- A month ---- */

static void a_settled_dispute(void **state)
{
    struct story s;
    const struct ym_month_fact *f;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    go(&s, YM_CMD_HOLD_SESSION, 2);
    go(&s, YM_CMD_HOLD_SESSION, 3);
    agree(&s, YM_CMD_REACH_AGREEMENT, 4, two, 2);
    perform(&s, 8, 0, YM_RESULT_FULFILLED);
    go(&s, YM_CMD_VISIT, 9);
    f = end(&s);
    assert_true(f->dispute.v == 77);
    assert_true(f->region == HAND_REGION && f->body == HAND_BODY);
    assert_int_equal(N(f, REGISTERED), 1);
    assert_int_equal(N(f, SETTLED), 1);
    assert_int_equal(f->days, 3);
    assert_true(f->amount_fen == 2600);
    assert_int_equal(f->written, 1);
    assert_int_equal(f->oral, 0);
    assert_int_equal(f->sessions, 2);
    assert_int_equal(f->visits, 1);
    assert_int_equal(f->due, 2);
    assert_int_equal(f->performed, 1);
    assert_int_equal(f->colour_from, YM_COLOUR_NONE);
    assert_int_equal(f->colour, YM_COLOUR_GREEN);
    assert_int_equal(f->nmoves, 2);
    assert_int_equal(f->moves[0].days, 0); /* without a colour until it was registered */
    assert_int_equal(f->moves[1].days, 3);
    assert_int_equal(f->confirm_days, -1);
}

static void what_was_before_counts_for_nothing(void **state)
{
    struct story s;
    const struct ym_month_fact *f;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, -20);
    go(&s, YM_CMD_HOLD_SESSION, -19);
    go(&s, YM_CMD_VISIT, -18);
    agree(&s, YM_CMD_REACH_ORAL, -17, two, 2);
    go(&s, YM_CMD_APPLY_CONFIRMATION, -16);
    go(&s, YM_CMD_CONFIRM, -15);
    f = end(&s);
    assert_int_equal(f->sessions + f->visits + f->oral, 0);
    assert_true(f->amount_fen == 0);
    assert_int_equal(f->confirm_days, -1);
    assert_int_equal(f->colour_from, YM_COLOUR_GREEN);
    assert_int_equal(f->due, 2); /* which fall due in it all the same */
    assert_false(ym_fact_is_empty(f));
}

static void settled_in_other_ways(void **state)
{
    struct story s;
    const struct ym_month_fact *f;

    (void)state;
    begin(&s); /* by word of mouth, then again by the court, without an agreement */
    go(&s, YM_CMD_REGISTER, 1);
    agree(&s, YM_CMD_REACH_ORAL, 2, two, 2);
    {
        struct ym_event ev = event(&s, YM_CMD_REOPEN, 3);

        ev.effects = YM_E(RESTART);
        take(&s, &ev);
    }
    go(&s, YM_CMD_CLOSE_CASE, 4);
    f = end(&s);
    assert_int_equal(N(f, SETTLED), 2);
    assert_int_equal(f->oral, 1);
    assert_int_equal(f->written, 0);
    assert_true(f->amount_fen == 2600);
    assert_int_equal(f->due, 0);
}

static void failed_terms_are_not_due(void **state)
{
    struct story s;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    s.h.p.rules[1].to[YM_TRACK_MAIN] = YM_STATE_NONE; /* agreed, and not in force */
    agree(&s, YM_CMD_REACH_AGREEMENT, 2, two, 2);
    go(&s, YM_CMD_TERMINATE, 3);
    assert_int_equal(end(&s)->due, 0);
}

static void amounts_that_are_none(void **state)
{
    static const char odd[] = "{\"obligations\":[{\"act\":\"1\",\"due\":\"2026-11-10\"},"
                              "{\"amount_fen\":\"7x\",\"due\":\"2026-11-20\"},"
                              "{\"amount_fen\":\"+7\",\"due\":\"2026-11-20\"},"
                              "{\"amount_fen\":\"9999999999999999999\",\"due\":\"2026-11-20\"}]}";
    struct story s;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    agree(&s, YM_CMD_REACH_AGREEMENT, 4, odd, 4);
    assert_true(end(&s)->amount_fen == 0);
}

/* ---- Performance ---- */

static void results(void **state)
{
    static const char six[] =
        "{\"obligations\":[{\"due\":\"2026-11-02\"},{\"due\":\"2026-11-03\"},"
        "{\"due\":\"2026-11-04\"},{\"due\":\"2026-11-05\"},{\"due\":\"2026-11-06\"},"
        "{\"due\":\"2026-11-07\"}]}";
    struct story s;
    const struct ym_month_fact *f;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, -3);
    agree(&s, YM_CMD_REACH_AGREEMENT, -2, six, 6);
    perform(&s, 3, 0, YM_RESULT_FULFILLED);
    perform(&s, 3, 0, YM_RESULT_PARTIAL); /* it stays settled */
    perform(&s, 3, 1, YM_RESULT_BREACHED);
    perform(&s, 3, 1, YM_RESULT_LATE); /* repaired */
    perform(&s, 3, 2, YM_RESULT_PARTIAL);
    perform(&s, 3, 3, YM_RESULT_EXCUSED);
    perform(&s, 3, 3, YM_RESULT_PARTIAL);
    perform(&s, 3, 4, YM_RESULT_BREACHED);
    perform(&s, 3, 1, YM_RESULT_PARTIAL);
    f = end(&s);
    assert_int_equal(f->due, 6);
    assert_int_equal(f->performed, 1);
    assert_int_equal(f->performed_late, 1);
    assert_int_equal(f->partial, 1);
    assert_int_equal(f->excused, 1);
    assert_int_equal(f->breached, 1);
}

static void only_the_month_is_due(void **state)
{
    static const char around[] =
        "{\"obligations\":[{\"due\":\"2026-11-01\"},{\"due\":\"2026-11-02\"},"
        "{\"due\":\"2026-11-29\"},{\"due\":\"2026-11-30\"}]}";
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, -3);
    ev = event(&s, YM_CMD_REACH_AGREEMENT, -2);
    ev.c.detail = ym_span_of(around);
    ev.c.fields = YM_FB(OBLIGATIONS);
    ev.c.items = 4;
    ev.c.date = ym_day_make(2026, 11, 30);
    take(&s, &ev);
    assert_int_equal(end(&s)->due, 2);
}

/* Another version binds from its adoption on: what was performed under the old one is void. */
static void varied(void **state)
{
    static const char more[] = "{\"obligations\":[{\"amount_fen\":\"9\",\"due\":\"2026-11-20\"}]}";
    struct story s;
    struct ym_event ev;
    const struct ym_month_fact *f;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    agree(&s, YM_CMD_REACH_AGREEMENT, 2, two, 2);
    perform(&s, 3, 0, YM_RESULT_FULFILLED);
    agree(&s, YM_CMD_VARY, 4, more, 1);
    go(&s, YM_CMD_SIGN, 5); /* the first of two: nothing yet */
    assert_int_equal(s.m.d.terms.obligations, 2);
    ev = event(&s, YM_CMD_SIGN, 6);
    ev.effects = YM_E(ADOPT);
    take(&s, &ev);
    assert_true(s.m.amount_fen == 9);
    take(&s, &(struct ym_event){ .dispute = { 77 }, /* nothing waits: nothing is adopted */
                                 .seq = s.seq + 1,
                                 .rule = ev.rule,
                                 .to = { ev.to[0], ev.to[1], ev.to[2] },
                                 .effects = YM_E(ADOPT),
                                 .c = ev.c });
    assert_true(s.m.amount_fen == 9);
    f = end(&s);
    assert_int_equal(f->due, 1);
    assert_int_equal(f->performed, 0);
    assert_true(f->amount_fen == 2600); /* of the settlement */
}

static void varied_at_once(void **state)
{
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    agree(&s, YM_CMD_REACH_AGREEMENT, 2, two, 2);
    ev = event(&s, YM_CMD_VARY, 3);
    ev.effects = YM_E(UNSIGN);
    take(&s, &ev);
    assert_int_equal(end(&s)->due, 0);
}

/* ---- Confirmation ---- */

static void rulings(void **state)
{
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, -9);
    agree(&s, YM_CMD_REACH_AGREEMENT, -8, two, 2);
    go(&s, YM_CMD_APPLY_CONFIRMATION, -4);
    go(&s, YM_CMD_DISMISS_CONFIRMATION, 6);
    assert_int_equal(end(&s)->confirm_days, 10);

    begin(&s); /* the ruling is of a day of its own; it bears one before the application */
    go(&s, YM_CMD_REGISTER, 1);
    agree(&s, YM_CMD_REACH_AGREEMENT, 2, two, 2);
    go(&s, YM_CMD_APPLY_CONFIRMATION, 4);
    ev = event(&s, YM_CMD_CONFIRM, 9);
    ev.c.fields = YM_FB(DATE);
    ev.c.date = hand_day(7);
    take(&s, &ev);
    assert_int_equal(s.m.fact.confirm_days, 3);
    go(&s, YM_CMD_CONFIRM, 10); /* and a second one, for which nobody applied */
    assert_int_equal(end(&s)->confirm_days, 3);

    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    go(&s, YM_CMD_APPLY_CONFIRMATION, 4);
    ev = event(&s, YM_CMD_CONFIRM, 9);
    ev.c.date = hand_day(3);
    take(&s, &ev);
    assert_int_equal(end(&s)->confirm_days, 0);
}

/* One of the two sides alone has applied: the days do not run. */
static void one_side_applies(void **state)
{
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    s.h.p.rules[7].to[YM_TRACK_CONFIRM] = YM_STATE_NONE;
    go(&s, YM_CMD_REGISTER, 1);
    go(&s, YM_CMD_APPLY_CONFIRMATION, 2);
    ev = event(&s, YM_CMD_CONFIRM, 9);
    take(&s, &ev);
    assert_int_equal(end(&s)->confirm_days, -1);
}

/* ---- The end of the month ---- */

static size_t packed(const struct ym_month_fact *f, unsigned char buf[YM_FACT_BYTES_MAX])
{
    return ym_fact_pack(f, buf);
}

static void tell_until(struct story *s, bool goes_on)
{
    begin(s);
    go(s, YM_CMD_REGISTER, 1);
    go(s, YM_CMD_HOLD_SESSION, 2);
    agree(s, YM_CMD_REACH_AGREEMENT, 3, two, 2);
    if (goes_on) {
        correct(s, MONTH_DAYS, YM_FB(TYPE) | YM_FB(REGION));
        perform(s, MONTH_DAYS + 1, 0, YM_RESULT_FULFILLED);
        go(s, YM_CMD_HOLD_SESSION, 5); /* of a clock that went back: behind the end all the same */
        go(s, YM_CMD_TRANSFER, MONTH_DAYS + 2);
        agree(s, YM_CMD_REACH_ORAL, MONTH_DAYS + 3, two, 2);
    }
}

/* Drawn up later, a closed month gives the same fact. */
static void later_events_change_nothing(void **state)
{
    struct story s;
    unsigned char then[YM_FACT_BYTES_MAX];
    unsigned char now[YM_FACT_BYTES_MAX];
    size_t n;

    (void)state;
    tell_until(&s, false);
    n = packed(end(&s), then);
    tell_until(&s, true);
    assert_int_equal(packed(end(&s), now), n);
    assert_memory_equal(now, then, n);
    assert_int_equal(s.seq, 8);
}

/* An amendment takes in what was corrected up to the moment it names. */
static void corrections_up_to_a_moment(void **state)
{
    struct story s;
    struct ym_month_fact f;

    (void)state;
    begin_known(&s, hand_at(MONTH_DAYS + 5));
    go(&s, YM_CMD_REGISTER, 1);
    f = s.m.fact;
    correct(&s, MONTH_DAYS + 1, YM_FB(TYPE));
    assert_int_equal(s.m.d.type, YM_TYPE_LABOUR);
    assert_true(s.m.d.region == HAND_REGION);
    correct(&s, MONTH_DAYS + 2, YM_FB(REGION));
    correct(&s, MONTH_DAYS + 5, YM_FB(TYPE)); /* too late, though it says the same */
    go(&s, YM_CMD_TRANSFER, MONTH_DAYS + 1);
    f = *end(&s);
    assert_int_equal(f.type, YM_TYPE_LABOUR);
    assert_true(f.region == 330102004000);
    assert_int_equal(f.colour, YM_COLOUR_YELLOW);

    begin_known(&s, hand_at(MONTH_DAYS + 5)); /* registered behind the month */
    go(&s, YM_CMD_REGISTER, MONTH_DAYS + 1);
    correct(&s, MONTH_DAYS + 2, YM_FB(TYPE));
    assert_true(ym_fact_is_empty(end(&s)));
    assert_int_equal(s.fact.type, 0);
}

/* ---- What cannot be ---- */

static void histories_that_are_none(void **state)
{
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    ev = event(&s, YM_CMD_HOLD_SESSION, 1); /* begins with something else */
    assert_false(ym_fact_take(&s.m, &ev));
    ev = event(&s, YM_CMD_REGISTER, 1);
    ev.c.reg.procedure = 3;
    assert_false(ym_fact_take(&s.m, &ev));
    ev = event(&s, YM_CMD_REGISTER, 1);
    ev.seq = 2;
    assert_false(ym_fact_take(&s.m, &ev));
    go(&s, YM_CMD_REGISTER, 1);
    ev = event(&s, YM_CMD_VISIT, 2);
    ev.rule = 9999;
    assert_false(ym_fact_take(&s.m, &ev));
}

static void migration(void **state)
{
    struct story s;
    struct ym_event ev;

    (void)state;
    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    ev = event(&s, YM_CMD_MIGRATE, 2);
    ev.c.reg.procedure = 9;
    assert_false(ym_fact_take(&s.m, &ev));

    begin(&s);
    go(&s, YM_CMD_REGISTER, 1);
    ev = event(&s, YM_CMD_MIGRATE, 2);
    ev.c.reg.procedure = 2;
    take(&s, &ev);
    agree(&s, YM_CMD_REACH_AGREEMENT, 4, two, 2);
    assert_ptr_equal(s.m.figures.p, &s.second);
    assert_int_equal(N(end(&s), SETTLED), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_settled_dispute),
        cmocka_unit_test(what_was_before_counts_for_nothing),
        cmocka_unit_test(settled_in_other_ways),
        cmocka_unit_test(failed_terms_are_not_due),
        cmocka_unit_test(amounts_that_are_none),
        cmocka_unit_test(results),
        cmocka_unit_test(only_the_month_is_due),
        cmocka_unit_test(varied),
        cmocka_unit_test(varied_at_once),
        cmocka_unit_test(rulings),
        cmocka_unit_test(one_side_applies),
        cmocka_unit_test(later_events_change_nothing),
        cmocka_unit_test(corrections_up_to_a_moment),
        cmocka_unit_test(histories_that_are_none),
        cmocka_unit_test(migration),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
