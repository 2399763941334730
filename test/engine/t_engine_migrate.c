/* SPDX-License-Identifier: Apache-2.0 */
/* To another version of the procedure: everything is mapped, or the dispute stays where it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

/* Version 2 numbers everything anew, and lets every deadline run everywhere. */
static const struct ym_procedure v2 = {
    .number = 2,
    .nstates = 14,
    .ndeadlines = 8,
    .states = { [11] = { .track = YM_TRACK_MAIN },
                [12] = { .track = YM_TRACK_CONFIRM },
                [13] = { .track = YM_TRACK_PERFORM } },
    .deadlines = { [1] = { .within = UINT64_MAX }, [7] = { .within = UINT64_MAX } },
};
static const struct ym_procedure unnumbered = { .number = 0 };

struct moving {
    struct ym_migration map;
    struct ym_command c;
};

/* The dispute has clocks 0 (runs) and 2 (stands still). */
static struct moving moving(struct hand *h)
{
    struct moving m = { .c = hand_command(YM_CMD_MIGRATE) };

    for (int i = 0; i < 3; i++)
        hand_deadline(h, 10, YM_UNIT_DAY, HAND_IN(ONE));
    hand_run(h, 0, hand_day(10));
    h->d.stayed_on = hand_day(-1);
    h->d.clocks[h->d.nclocks++] =
        (struct ym_clock){ .deadline = 2, .last = YM_DAY_NONE, .left = 4 };
    hand_rule(h, YM_CMD_MIGRATE, HAND_IN(ONE))->roles = UINT32_C(1) << YM_ROLE_JOB;
    memset(m.map.state, YM_STATE_NONE, sizeof(m.map.state));
    memset(m.map.deadline, YM_DEADLINE_NONE, sizeof(m.map.deadline));
    m.map.from = &h->p;
    m.map.to = &v2;
    m.map.state[HAND_ONE] = 11;
    m.map.state[HAND_CIDLE] = 12;
    m.map.state[HAND_PIDLE] = 13;
    m.map.deadline[0] = 7;
    m.map.deadline[2] = 1;
    m.c.fields = YM_FB(PROCEDURE);
    return m;
}

static void moved(void **state)
{
    struct hand *h = *state;
    struct moving m = moving(h);
    struct ym_dispute *d = &h->d;

    m.c.migration = &m.map;
    assert_int_equal(hand_ask(h, &m.c), YM_REFUSAL_NONE);
    assert_null(h->said.event.c.migration); /* not part of the event */
    assert_int_equal(h->said.event.c.reg.procedure, 2);
    ym_evolve(d, &h->said.event);
    assert_int_equal(d->procedure, 2);
    assert_int_equal(d->state[YM_TRACK_MAIN], 11);
    assert_int_equal(d->state[YM_TRACK_CONFIRM], 12);
    assert_int_equal(d->state[YM_TRACK_PERFORM], 13);
    assert_int_equal(d->nclocks, 2);
    assert_int_equal(d->clocks[0].deadline, 1);
    assert_int_equal(d->clocks[0].left, 4);
    assert_true(d->clocks[0].due == 0);
    assert_int_equal(d->clocks[1].deadline, 7);
    assert_int_equal(d->clocks[1].last, hand_day(10));
    assert_true(d->clocks[1].due == ym_term_due(hand_day(10)));
    assert_int_equal(d->version, 2);
}

/* What was granted goes on counting against the same limit. */
static void moved_with_an_extension(void **state)
{
    struct hand *h = *state;
    struct moving m = moving(h);

    h->d.ext_total = 5;
    h->d.ext_deadline = 0;
    m.c.migration = &m.map;
    assert_int_equal(hand_ask(h, &m.c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.c.deadline, 7);
    ym_evolve(&h->d, &h->said.event);
    assert_int_equal(h->d.ext_deadline, 7);
    assert_int_equal(h->d.ext_total, 5);
}

/* A dispute without clocks has none to map. */
static void moved_without_clocks(void **state)
{
    struct hand *h = *state;
    struct moving m = moving(h);

    h->d.nclocks = 0;
    memset(m.map.deadline, YM_DEADLINE_NONE, sizeof(m.map.deadline));
    m.c.migration = &m.map;
    assert_int_equal(hand_ask(h, &m.c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.nclocks, 0);
}

static void refused(struct hand *h, struct moving *m, enum ym_refusal why)
{
    m->c.migration = &m->map;
    assert_int_equal(hand_ask(h, &m->c), why);
    assert_int_equal(h->said.rule, 10);
    assert_int_equal(h->said.topics, 0);
}

static void not_mapped(void **state)
{
    static const uint8_t held[YM_TRACKS] = { HAND_ONE, HAND_CIDLE, HAND_PIDLE };
    static const uint8_t clocks[] = { 0, 2 };
    struct hand *h = *state;
    const struct moving whole = moving(h);
    struct moving m;

    for (int t = 0; t < YM_TRACKS; t++) {
        m = whole;
        m.map.state[held[t]] = YM_STATE_NONE;
        refused(h, &m, YM_REFUSAL_UNMAPPED);
    }
    m = whole;
    m.map.state[HAND_ONE] = 12; /* of another track */
    refused(h, &m, YM_REFUSAL_UNMAPPED);
    for (int i = 0; i < 2; i++) { /* no term may be lost, running or not */
        m = whole;
        m.map.deadline[clocks[i]] = YM_DEADLINE_NONE;
        refused(h, &m, YM_REFUSAL_UNMAPPED);
    }
    m = whole;
    m.map.deadline[2] = m.map.deadline[0]; /* two clocks under one number are one term less */
    refused(h, &m, YM_REFUSAL_UNMAPPED);
    m = whole;
    m.map.to = &h->p; /* where it is already */
    refused(h, &m, YM_REFUSAL_VALUE);
    m.map.to = &unnumbered;
    refused(h, &m, YM_REFUSAL_VALUE);
    m = whole;
    m.map.from = &v2; /* the map of another version */
    refused(h, &m, YM_REFUSAL_VALUE);
    m.map.from = NULL; /* or of none */
    refused(h, &m, YM_REFUSAL_VALUE);
    m = whole;
    m.map.to = NULL;
    refused(h, &m, YM_REFUSAL_VALUE);
    assert_int_equal(hand_ask(h, &whole.c), YM_REFUSAL_VALUE); /* no map at all */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(moved, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(moved_with_an_extension, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(moved_without_clocks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(not_mapped, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
