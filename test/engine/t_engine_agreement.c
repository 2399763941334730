/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of an agreement: when each obligation of them falls due, and how one takes the place
 * of another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

#define NEXT_MARKS (YM_MARK_NEXT_MEDIATOR_SIGNED | YM_MARK_NEXT_SEALED)

/* Do a command under a rule of its own, with this effect. */
static void act(struct hand *h, struct ym_command c, uint32_t effects)
{
    h->p.nrules = 0;
    hand_rule(h, (enum ym_cmd)c.kind, HAND_IN(ONE))->effects = effects;
    hand_do(h, &c);
}

/* The day of an agreement that obliges nobody is not the day on which anything falls due. */
static void agreement_without_obligations(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);

    h->d.terms.obligations = 2;
    h->d.terms.last_due = hand_day(8);
    c.fields = YM_FB(DATE);
    c.date = hand_day(0);
    act(h, c, 0);
    assert_int_equal(h->d.terms.obligations, 0);
    assert_int_equal(h->d.terms.last_due, YM_DAY_NONE);
}

/* A variation waits beside what is in force, and is signed by itself; how each signed is the last
 * word on it. */
static void variation(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VARY);

    h->d.terms = (struct ym_terms){ .obligations = 1, .last_due = hand_day(9), .signatures = 3 };
    h->d.settled = 1;
    c.fields = YM_FB(OBLIGATIONS);
    c.items = 2;
    c.date = hand_day(90);
    c.detail = YM_SPAN("{\"obligations\":[{\"act\":\"\\\"due\\\":\",\"due\":\"2026-12-02\"},"
                       "{\"due\":\"2027-01-31\"}],\"reason\":\"a\"}");
    act(h, c, 0);
    assert_int_equal(h->d.marks, YM_MARK_VARIED);
    assert_int_equal(h->d.terms.last_due, hand_day(9));
    assert_true(h->d.settled == 1);
    assert_int_equal(h->d.next.obligations, 2);
    assert_int_equal(ym_terms_due(&h->d.next, 0), ym_day_make(2026, 12, 2));
    assert_int_equal(ym_terms_due(&h->d.next, 1), hand_day(90));
    c = hand_command(YM_CMD_SIGN);
    c.fields = YM_FB(SEAT) | YM_FB(SIGNING);
    c.seats = 2;
    c.code = YM_SIGNING_PAGE;
    act(h, c, 0);
    assert_int_equal(h->d.next.e_signed, 2);
    c.code = YM_SIGNING_STAMP;
    act(h, c, 0);
    assert_int_equal(h->d.next.e_signed, 0);
    assert_int_equal(h->d.next.signatures, 2);
    assert_int_equal(h->d.terms.signatures, 3);
    act(h, hand_command(YM_CMD_SIGN_MEDIATOR), 0);
    act(h, hand_command(YM_CMD_SEAL), 0);
    assert_int_equal(h->d.marks, YM_MARK_VARIED | NEXT_MARKS);
    act(h, hand_command(YM_CMD_VISIT), YM_E(ADOPT));
    assert_int_equal(h->d.marks, YM_MARK_MEDIATOR_SIGNED | YM_MARK_SEALED);
    assert_int_equal(h->d.terms.obligations, 2);
    assert_int_equal(h->d.terms.due_before[0], 60);
    assert_true(h->d.settled == 0);
    act(h, hand_command(YM_CMD_VISIT), YM_E(ADOPT)); /* nothing waits: nothing changes */
    assert_int_equal(h->d.terms.obligations, 2);
}

/* Due days that the detail does not tell, or tells otherwise than the slots, are the last one. */
static void due_days(void **state)
{
    static const struct {
        const char *detail;
        int items, before;
    } rows[] = {
        { "{\"obligations\":[{\"due\":\"2026-12-02\"}]}", 1, 60 },
        { "{\"due\":\"2026-12-02\",\"obligations\":[{\"due\":\"2026-12-02\",\"x\":[{\"due\":\"2026-"
          "12-03\"}]}]}",
          1, 60 },
        { "{\"a\":[{\"due\":\"2026-12-02\"}]}", 1, 0 },
        { "{\"obligations\":[{\"due\":\"2026-12-02\"}]}", 2, 0 },
        { "{\"obligations\":[{\"due\":\"2026-13-02\"}]}", 1, 0 },
        { "{\"obligations\":[{\"due\":20261202}]}", 1, 0 },
        { "{\"obligations\":[{\"due\":\"2027-02-01\"}]}", 1, 0 },
        { "{\"obligations\":[{\"due\":\"1840-01-01\"}]}", 1, 0 },
        { "{\"obligations\":[{\"due\":", 1, 0 },
        { "{\"obligations\":[{\"due", 1, 0 },
        { "{\"obligations\":[{\"due\\", 1, 0 },
        { "", 1, 0 },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);

        c.fields = YM_FB(OBLIGATIONS);
        c.items = (uint8_t)rows[i].items;
        c.date = hand_day(90);
        c.detail = ym_span_of(rows[i].detail);
        act(h, c, 0);
        assert_int_equal(h->d.terms.due_before[0], rows[i].before);
        assert_int_equal(ym_terms_due(&h->d.terms, 0), hand_day(90 - rows[i].before));
        assert_int_equal(ym_terms_due(&h->d.terms, (unsigned)rows[i].items), YM_DAY_NONE);
    }
    h->d.terms.last_due = YM_DAY_NONE;
    assert_int_equal(ym_terms_due(&h->d.terms, 0), YM_DAY_NONE);
}

/* More than an agreement may hold is never written beyond its room. */
static void due_days_beyond_the_limit(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);
    static const char one[] = "{\"due\":\"2026-12-02\"},";
    char detail[8192] = "{\"obligations\":[";
    const size_t begun = strlen(detail);

    for (int i = 0; i <= YM_OBLIGATIONS_MAX; i++)
        memcpy(detail + begun + (size_t)i * (sizeof(one) - 1), one, sizeof(one));
    c.fields = YM_FB(OBLIGATIONS);
    c.items = YM_OBLIGATIONS_MAX;
    c.date = hand_day(90);
    c.detail = ym_span_of(detail);
    act(h, c, 0);
    for (int i = 0; i < YM_OBLIGATIONS_MAX; i++)
        assert_int_equal(h->d.terms.due_before[i], 0);
}

static void appearance(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_APPEAR);

    c.fields = YM_FB(ATTENDANCE);
    c.attended = c.listed = 1;
    act(h, c, 0);
    c.attended = c.listed = 2;
    act(h, c, 0);
    assert_int_equal(h->d.appeared, 3);
    act(h, hand_command(YM_CMD_ACCEPT_CONFIRMATION), 0);
    assert_int_equal(h->d.appeared, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(agreement_without_obligations, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(variation, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(due_days, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(due_days_beyond_the_limit, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(appearance, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
