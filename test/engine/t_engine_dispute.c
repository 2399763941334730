/* SPDX-License-Identifier: Apache-2.0 */
/* What derives from a dispute, and each sentence that ym_dispute_flaw() can say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

/* Colour, stage and openness are the state's. */
static void derived(void **state)
{
    static const struct {
        uint8_t main, confirm, perform;
        enum ym_colour colour;
        enum ym_stage stage;
        bool open;
    } rows[] = {
        { HAND_ONE, HAND_CIDLE, HAND_PIDLE, YM_COLOUR_YELLOW, YM_STAGE_FIRST, true },
        { HAND_TWO, HAND_CIDLE, HAND_PIDLE, YM_COLOUR_ORANGE, YM_STAGE_SECOND, true },
        { HAND_RED, HAND_CIDLE, HAND_PIDLE, YM_COLOUR_RED, YM_STAGE_FAILED_OPEN, false },
        { HAND_GREEN, HAND_CIDLE, HAND_PIDLE, YM_COLOUR_GREEN, YM_STAGE_AGREED, false },
        { HAND_GREEN, HAND_COPEN, HAND_PIDLE, YM_COLOUR_GREEN, YM_STAGE_AGREED, true },
        { HAND_GREEN, HAND_CIDLE, HAND_POPEN, YM_COLOUR_GREEN, YM_STAGE_AGREED, true },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        h->d.state[YM_TRACK_MAIN] = rows[i].main;
        h->d.state[YM_TRACK_CONFIRM] = rows[i].confirm;
        h->d.state[YM_TRACK_PERFORM] = rows[i].perform;
        assert_int_equal(ym_dispute_colour(&h->p, &h->d), rows[i].colour);
        assert_int_equal(ym_dispute_stage(&h->p, &h->d), rows[i].stage);
        assert_int_equal(ym_dispute_is_open(&h->p, &h->d), rows[i].open);
    }
}

/* What is left to do: the main state's text as long as a rule puts the dispute exactly there, else
 * those of the tracks that have one. A rule that refuses puts it nowhere. */
static void next_steps(void **state)
{
    const struct ym_state *steps[YM_TRACKS];
    struct hand *h = *state;
    struct ym_rule *r = hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));

    h->p.states[HAND_GREEN].next_zh = "履行";
    h->p.states[HAND_COPEN].next_zh = "法院审查";
    h->p.states[HAND_PIDLE].next_zh = "";
    h->d.state[YM_TRACK_MAIN] = HAND_GREEN;
    h->d.state[YM_TRACK_CONFIRM] = HAND_COPEN;
    r->to[YM_TRACK_MAIN] = HAND_GREEN;
    r->to[YM_TRACK_CONFIRM] = HAND_COPEN;
    assert_int_equal(ym_dispute_steps(&h->p, &h->d, steps), 1);
    assert_ptr_equal(steps[0], &h->p.states[HAND_GREEN]);
    r->refuse = YM_REFUSAL_NOT_HERE;
    assert_int_equal(ym_dispute_steps(&h->p, &h->d, steps), 1);
    assert_ptr_equal(steps[0], &h->p.states[HAND_COPEN]);
    h->p.states[HAND_COPEN].next_zh = NULL;
    assert_int_equal(ym_dispute_steps(&h->p, &h->d, steps), 0);
}

/* The clock that passes first; one that stands still does not pass. */
static void next_clock(void **state)
{
    struct hand *h = *state;

    assert_null(ym_dispute_next_clock(&h->d));
    h->d.clocks[h->d.nclocks++] = (struct ym_clock){ .deadline = 0, .last = YM_DAY_NONE };
    assert_null(ym_dispute_next_clock(&h->d));
    hand_run(h, 1, hand_day(9));
    hand_run(h, 2, hand_day(4));
    hand_run(h, 3, hand_day(4)); /* of two that pass together the first */
    hand_run(h, 4, hand_day(7));
    assert_int_equal(ym_dispute_next_clock(&h->d)->deadline, 2);
}

static void says(const struct hand *h, const char *sentence)
{
    const char *flaw = ym_dispute_flaw(&h->p, &h->d);

    if (sentence == NULL) {
        assert_null(flaw);
    } else {
        assert_non_null(flaw);
        assert_string_equal(flaw, sentence);
    }
}

/* A sound dispute: two deadlines of its state, one running. */
static void sound(struct hand *h)
{
    hand_reset(h);
    hand_deadline(h, 9, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 9, YM_UNIT_DAY, HAND_IN(ONE) | HAND_IN(TWO));
    hand_deadline(h, 9, YM_UNIT_DAY, HAND_IN(RED));
    hand_run(h, 0, hand_day(9));
    says(h, NULL);
}

static void flaws_of_the_whole(void **state)
{
    struct hand *h = *state;

    sound(h);
    h->d.state[YM_TRACK_CONFIRM] = HAND_STATES;
    says(h, "a track stands in a state that is not its own");
    h->d.state[YM_TRACK_CONFIRM] = HAND_PIDLE;
    says(h, "a track stands in a state that is not its own");
    sound(h);
    h->d.version = 0;
    says(h, "the dispute is not registered");
    sound(h);
    h->d.state[YM_TRACK_MAIN] = HAND_START;
    says(h, "the dispute is not registered");
    sound(h);
    h->d.body = 0;
    says(h, "the dispute has no owner");
    sound(h);
    h->d.nclocks = YM_CLOCKS_MAX + 1;
    says(h, "the dispute has too many clocks");
    sound(h);
    h->d.nclocks = 0;
    says(h, "an open dispute has no deadline");
    h->d.state[YM_TRACK_MAIN] = HAND_RED;
    says(h, NULL); /* nobody owes a step any more */
    h->d.state[YM_TRACK_PERFORM] = HAND_POPEN;
    says(h, "an open dispute has no deadline");
}

static void flaws_of_clocks(void **state)
{
    struct hand *h = *state;

    sound(h);
    h->d.clocks[0].deadline = 3;
    says(h, "a clock belongs to no deadline of the procedure");
    sound(h);
    hand_run(h, 1, hand_day(3));
    says(h, NULL);
    h->d.clocks[1].deadline = 0;
    says(h, "the clocks do not ascend");
    h->d.clocks[0].deadline = 1;
    says(h, "the clocks do not ascend");
    sound(h);
    h->d.clocks[0].deadline = 2;
    says(h, "a clock runs in a state where it may not");
    sound(h);
    h->d.clocks[0].left = 0; /* runs and stands still at once */
    says(h, "a clock neither runs nor stands still");
    sound(h);
    h->d.clocks[0] = (struct ym_clock){ .deadline = 0, .last = YM_DAY_NONE, .left = -1 };
    h->d.stayed_on = hand_day(0);
    says(h, "a clock neither runs nor stands still");
    h->d.clocks[0].left = 4;
    says(h, NULL);
    h->d.stayed_on = YM_DAY_NONE; /* stands still without a stay */
    says(h, "a clock neither runs nor stands still");
}

/* Each level ends just below its bound; what is at or above the last is critical. */
static void risk_bounds(void **state)
{
    struct ym_risk_table t = { .harm = { 0, 1, 2, 3 },
                               .urgency = { 0, 1, 2, 3 },
                               .scope = { 0, 1, 2, 3 },
                               .until = { 3, 5, 7 } };
    static const enum ym_risk want[] = { YM_RISK_LOW,     YM_RISK_LOW,      YM_RISK_LOW,
                                         YM_RISK_MEDIUM,  YM_RISK_MEDIUM,   YM_RISK_HIGH,
                                         YM_RISK_HIGH,    YM_RISK_CRITICAL, YM_RISK_CRITICAL,
                                         YM_RISK_CRITICAL };

    (void)state;
    for (uint8_t harm = 0; harm <= 3; harm++)
        for (uint8_t urgency = 0; urgency <= 3; urgency++)
            for (uint8_t scope = 0; scope <= 3; scope++)
                assert_int_equal(ym_risk_level(&t, YM_TYPE_OTHER, harm, urgency, scope),
                                 want[harm + urgency + scope]);
    t.type[YM_TYPE_INTERNET] = UINT8_MAX;
    t.scope[3] = t.urgency[3] = t.harm[3] = UINT8_MAX;
    t.until[2] = UINT8_MAX;
    assert_int_equal(ym_risk_level(&t, YM_TYPE_INTERNET, 3, 3, 3), YM_RISK_CRITICAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(derived, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(next_steps, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(next_clock, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(flaws_of_the_whole, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(flaws_of_clocks, hand_open, hand_close),
        cmocka_unit_test(risk_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
