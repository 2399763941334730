/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that the program before this one packed: they are read, they lack only what it never knew,
 * and they go on. The bytes were made by that program and are never made anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/canon.h"

/* Thirty-two obligations, of which the first and the last are settled and the second breached. */
static const unsigned char owing[] = {
    0x02, 0x9a, 0x01, 0x13, 0x01, 0x0a, 0x17, 0x21, 0x04, 0x01, 0x00, 0x01, 0x02, 0x00, 0x01, 0x03,
    0x00, 0x01, 0x20, 0xc2, 0x01, 0x01, 0x02, 0x07, 0x03, 0x00, 0x00, 0x03, 0x01, 0x00, 0x00, 0x81,
    0x80, 0x80, 0x80, 0x08, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x01, 0xd0, 0xeb, 0xc2,
    0xbf, 0x9b, 0x13, 0xd2, 0x0f, 0x01, 0x92, 0x4e, 0xf8, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x80,
    0xc5, 0x02, 0xb8, 0xc3, 0x02, 0x80, 0x80, 0xaf, 0xa2, 0xdb, 0xff, 0xad, 0x06, 0x80, 0xc0, 0xd7,
    0xec, 0xf5, 0xb9, 0xae, 0x06, 0x02, 0x0c, 0xf4, 0xc3, 0x02, 0x01, 0x12, 0x82, 0xc5, 0x02, 0x01,
};

/* The same dispute without obligations. */
static const unsigned char owing_nothing[] = {
    0x02, 0x9a, 0x01, 0x13, 0x01, 0x0a, 0x17, 0x25, 0x04, 0x01, 0x00, 0x01, 0x02, 0x00, 0x01,
    0x03, 0x00, 0x01, 0x00, 0xc2, 0x01, 0x01, 0x02, 0x07, 0x03, 0x00, 0x00, 0x03, 0x01, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0x01, 0xd0, 0xeb, 0xc2, 0xbf,
    0x9b, 0x13, 0xd2, 0x0f, 0x01, 0x92, 0x4e, 0xf8, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x0f, 0xff,
    0xff, 0xff, 0xff, 0x0f, 0xb8, 0xc3, 0x02, 0x80, 0x80, 0xaf, 0xa2, 0xdb, 0xff, 0xad, 0x06,
    0x80, 0xc0, 0xd7, 0xec, 0xf5, 0xb9, 0xae, 0x06, 0x01, 0x0c, 0xf4, 0xc3, 0x02, 0x01,
};

#define WAS_PACKED (YM_MARK_CASE_ACCEPTED | YM_MARK_MEDIATOR_SIGNED | YM_MARK_SEALED)

static void unpacked(const unsigned char *bytes, size_t n, struct ym_dispute *ret)
{
    assert_true(ym_dispute_unpack(bytes, n, ret));
}

static void is_read(void **state)
{
    struct ym_dispute d;

    (void)state;
    unpacked(owing, sizeof(owing), &d);
    assert_true(d.id.v == 77);
    assert_int_equal(d.version, 19);
    assert_int_equal(d.state[YM_TRACK_PERFORM], 33);
    assert_int_equal(d.terms.obligations, 32);
    assert_int_equal(d.terms.signatures, 3);
    assert_int_equal(d.terms.last_due, 20800);
    assert_true(d.settled == 0x80000001U);
    assert_true(d.breached == 2);
    assert_int_equal(d.marks, WAS_PACKED | YM_MARK_UNDATED);
    assert_true(d.region == 330108001000);
    assert_int_equal(d.court, 1020);
    assert_int_equal(d.nclocks, 2);
    assert_int_equal(d.clocks[1].last, 20801);
    assert_int_equal(d.next.last_due, YM_DAY_NONE);
    for (unsigned i = 0; i < 32; i++)
        assert_int_equal(ym_terms_due(&d.terms, i), 20800);
    assert_int_equal(ym_terms_due(&d.terms, 32), YM_DAY_NONE);
}

static void lacks_nothing_where_nothing_is_owed(void **state)
{
    struct ym_dispute d;

    (void)state;
    unpacked(owing_nothing, sizeof(owing_nothing), &d);
    assert_int_equal(d.marks, WAS_PACKED);
    assert_int_equal(d.terms.obligations, 0);
    assert_int_equal(d.terms.last_due, YM_DAY_NONE);
}

/* It is written in the new form, reads back, and still says what it does not know. */
static void is_written_anew(void **state)
{
    static const struct {
        const unsigned char *bytes;
        size_t n;
    } rows[] = { { owing, sizeof(owing) }, { owing_nothing, sizeof(owing_nothing) } };
    unsigned char bytes[YM_STATE_BYTES_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ym_dispute d, back;
        size_t n;

        unpacked(rows[i].bytes, rows[i].n, &d);
        n = ym_dispute_pack(&d, bytes, sizeof(bytes));
        assert_true(n > rows[i].n);
        assert_int_equal(bytes[0], 3);
        unpacked(bytes, n, &back);
        assert_true(hand_same(&d, &back));
        assert_int_equal(back.marks, d.marks);
    }
}

/* The events know the days: what was stored without them is not held to be altered, and anything
 * else that differs still is. */
static void is_proven_by_its_events(void **state)
{
    struct ym_dispute stored, folded;

    (void)state;
    unpacked(owing, sizeof(owing), &stored);
    folded = stored;
    folded.marks &= ~(uint32_t)YM_MARK_UNDATED;
    for (unsigned i = 0; i < 31; i++)
        folded.terms.due_before[i] = (uint16_t)(310 - 10 * i);
    assert_true(ym_dispute_proves(&folded, &stored));
    assert_false(ym_dispute_proves(&stored, &folded)); /* the other way days would be missing */
    folded.terms.last_due++;
    assert_false(ym_dispute_proves(&folded, &stored));
    folded.terms.last_due--;
    folded.settled |= 4;
    assert_false(ym_dispute_proves(&folded, &stored));
    unpacked(owing_nothing, sizeof(owing_nothing), &stored);
    folded = stored;
    assert_true(ym_dispute_proves(&folded, &stored));
    folded.nclocks = YM_CLOCKS_MAX + 1;
    assert_false(ym_dispute_proves(&folded, &stored)); /* what cannot be packed proves nothing */
}

/* A state of the time when no FAMILY was kept: what its events make of it is not held against it,
 * what they do not make of it is. */
static void a_report_that_was_stored_without_its_type(void **state)
{
    struct ym_dispute stored, folded;

    (void)state;
    unpacked(owing_nothing, sizeof(owing_nothing), &stored);
    stored.marks = YM_MARK_POLICE;
    stored.type = YM_TYPE_NEIGHBOUR;
    assert_false(ym_dispute_knows_family(&stored));
    folded = stored;
    folded.marks |= YM_MARK_TYPED;
    assert_true(ym_dispute_knows_family(&folded));
    assert_true(ym_dispute_proves(&folded, &stored));
    folded.marks |= YM_MARK_FAMILY; /* its type was corrected away */
    assert_true(ym_dispute_is_reported_family(&folded));
    assert_true(ym_dispute_proves(&folded, &stored));
    stored.marks |= YM_MARK_FAMILY;
    assert_true(ym_dispute_knows_family(&stored));
    assert_true(ym_dispute_proves(&folded, &stored));
    folded.marks &= ~(uint32_t)YM_MARK_FAMILY;
    assert_false(ym_dispute_proves(&folded, &stored)); /* no event says so */
    stored.marks |= YM_MARK_TYPED;
    stored.marks &= ~(uint32_t)YM_MARK_FAMILY;
    assert_true(ym_dispute_proves(&folded, &stored));
    folded.marks |= YM_MARK_FAMILY;
    assert_false(ym_dispute_proves(&folded, &stored)); /* somebody took it away */
    stored.marks = YM_MARK_POLICE;
    stored.type = YM_TYPE_MARRIAGE;
    assert_true(ym_dispute_knows_family(&stored) && ym_dispute_is_reported_family(&stored));
    stored.marks = 0;
    assert_true(ym_dispute_knows_family(&stored) && !ym_dispute_is_reported_family(&stored));
}

/* Such a state learns it before its type is corrected away. */
static void a_report_is_kept_with_the_next_event(void **state)
{
    struct ym_event ev = { .dispute = { 7 }, .c = hand_command(YM_CMD_REPORT_POLICE) };
    struct ym_dispute d;

    (void)state;
    unpacked(owing_nothing, sizeof(owing_nothing), &d);
    d.type = YM_TYPE_MARRIAGE;
    d.marks = YM_MARK_POLICE;
    ym_evolve(&d, &ev); /* told again: the first report is the one that is in doubt */
    assert_int_equal(d.marks & (YM_MARK_FAMILY | YM_MARK_TYPED), YM_MARK_FAMILY);
    d.marks = YM_MARK_POLICE;
    ev.c = hand_command(YM_CMD_CORRECT);
    ev.c.fields = YM_FB(TYPE);
    ev.c.code = YM_TYPE_NEIGHBOUR;
    ym_evolve(&d, &ev);
    assert_int_equal(d.type, YM_TYPE_NEIGHBOUR);
    assert_true(ym_dispute_is_reported_family(&d));
}

/* Until the next agreement binds: from then on the days are known. */
static void learns_with_the_next_agreement(void **state)
{
    struct ym_dispute d;
    struct ym_event ev = { .seq = 20, .c = hand_command(YM_CMD_VARY), .effects = YM_E(UNSIGN) };

    (void)state;
    unpacked(owing, sizeof(owing), &d);
    ev.dispute = d.id;
    memcpy(ev.to, d.state, sizeof(ev.to));
    ev.c.fields = YM_FB(OBLIGATIONS);
    ev.c.items = 2;
    ev.c.date = ym_day_make(2027, 1, 1);
    ev.c.detail = YM_SPAN("{\"obligations\":[{\"due\":\"2026-12-31\"},{\"due\":\"2027-01-01\"}]}");
    ym_evolve(&d, &ev);
    assert_int_equal(d.marks & YM_MARK_UNDATED, 0);
    assert_int_equal(d.terms.due_before[0], 1);
}

/* A dispute that moves to another version takes what it lacks with it, and its events say so. */
static void says_so_when_it_moves(void **state)
{
    struct hand *h = *state;
    struct ym_procedure next = h->p;
    struct ym_migration m = { .from = &h->p, .to = &next };
    struct ym_command c = hand_command(YM_CMD_MIGRATE);
    struct ym_dispute folded;

    for (int i = 0; i < YM_STATES_MAX; i++)
        m.state[i] = (uint8_t)i;
    next.number = 2;
    memset(m.deadline, YM_DEADLINE_NONE, sizeof(m.deadline));
    hand_rule(h, YM_CMD_MIGRATE, HAND_IN(ONE))->roles = UINT32_C(1) << YM_ROLE_JOB;
    h->d.terms = (struct ym_terms){ .obligations = 2, .last_due = hand_day(9) };
    c.migration = &m;
    c.fields = YM_FB(PROCEDURE);
    for (int undated = 0; undated < 2; undated++) {
        h->d.marks = undated ? YM_MARK_UNDATED : 0;
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
        assert_int_equal(h->said.event.effects, undated ? YM_E(UNDATE) : 0);
    }
    folded = h->d;
    folded.marks = 0;
    folded.terms.due_before[0] = 5;
    ym_evolve(&folded, &h->said.event);
    ym_evolve(&h->d, &h->said.event);
    assert_true(hand_same(&folded, &h->d));
}

/* Nothing is accepted that the old program could not have written. */
static void is_not_altered(void **state)
{
    unsigned char bytes[sizeof(owing)];
    struct ym_dispute d;

    (void)state;
    for (size_t n = 0; n < sizeof(owing); n++)
        assert_false(ym_dispute_unpack(owing, n, &d));
    memcpy(bytes, owing, sizeof(owing));
    bytes[20] = 0x20; /* a mark that it did not know */
    assert_false(ym_dispute_unpack(bytes, sizeof(bytes), &d));
    bytes[20] = 0x01;
    assert_true(ym_dispute_unpack(bytes, sizeof(bytes), &d));
    bytes[35] = 0x10; /* the thirty-third obligation */
    assert_false(ym_dispute_unpack(bytes, sizeof(bytes), &d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_read),
        cmocka_unit_test(lacks_nothing_where_nothing_is_owed),
        cmocka_unit_test(is_written_anew),
        cmocka_unit_test(is_proven_by_its_events),
        cmocka_unit_test(a_report_that_was_stored_without_its_type),
        cmocka_unit_test(a_report_is_kept_with_the_next_event),
        cmocka_unit_test(learns_with_the_next_agreement),
        cmocka_unit_test_setup_teardown(says_so_when_it_moves, hand_open, hand_close),
        cmocka_unit_test(is_not_altered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
