/* SPDX-License-Identifier: Apache-2.0 */
/* The packed form of a dispute: every member there and back, and nothing accepted that pack does
 * not write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/canon.h"

struct packed {
    unsigned char bytes[YM_STATE_BYTES_MAX];
    size_t n;
};

static struct packed pack(const struct ym_dispute *d)
{
    struct packed k;

    k.n = ym_dispute_pack(d, k.bytes, sizeof(k.bytes));
    assert_true(k.n > 0 && k.n <= YM_STATE_BYTES_MAX);
    return k;
}

/* Every member at this value, clipped to what its width holds, and a number of the vocabularies or
 * the procedure to what it may be; the clocks too. */
static void flood(struct ym_dispute *d, int64_t v)
{
    memset(d, 0, sizeof(*d));
    d->id.v = d->region = d->body = d->mediator = d->court = v;
    d->received_at = d->entered_at = v;
    d->version = d->marks = d->claimants = d->respondents = d->notified = (uint32_t)v;
    d->consented = d->refused = d->withdrawn = d->terms.signatures = d->applied = (uint32_t)v;
    d->reopening = d->ext_consents = d->appeared = d->terms.e_signed = (uint32_t)v;
    d->settled = d->breached = d->overdue = (uint64_t)v;
    d->procedure = (uint16_t)v;
    d->state[0] = d->state[1] = d->state[2] = (uint8_t)v % YM_STATES_MAX;
    d->type = (uint8_t)v % YM_TYPE_COUNT;
    d->channel = (uint8_t)v % YM_CHANNEL_COUNT;
    d->source = (uint8_t)v % YM_SOURCE_COUNT;
    d->harm = d->urgency = d->scope = d->risk = (uint8_t)v % YM_RISK_COUNT;
    d->seats = (uint8_t)v % (YM_SEATS_MAX + 1);
    d->ground = (uint8_t)v % YM_GROUND_COUNT;
    d->terms.obligations = (uint8_t)v % (YM_OBLIGATIONS_MAX + 1);
    d->sessions = (uint8_t)v;
    d->recused = d->recused_again = d->served = d->periods_over = (uint32_t)v;
    for (int seat = 0; seat < YM_SEATS_MAX; seat++)
        d->served_on[seat] = d->served >> seat & 1U ? (ym_day)v : 0;
    d->body_kind = (uint8_t)v % YM_BODY_COUNT;
    d->asked_on = (ym_day)v;
    d->ext_deadline = v < 0 ? YM_DEADLINE_NONE : (uint8_t)v % YM_DEADLINES_MAX;
    d->ext_pending = d->ext_total = (int16_t)v;
    d->stayed_on = d->terms.last_due = (ym_day)v;
    d->nclocks = YM_CLOCKS_MAX;
    for (int i = 0; i < YM_CLOCKS_MAX; i++) {
        d->clocks[i].deadline = (uint8_t)v % YM_DEADLINES_MAX;
        d->clocks[i].left = (int16_t)v;
        d->clocks[i].last = (ym_day)v;
        d->clocks[i].due = d->clocks[i].last == YM_DAY_NONE ? 0 : ym_term_due((ym_day)v);
    }
}

static void back_and_forth(const struct ym_dispute *d)
{
    const struct packed k = pack(d);
    struct ym_dispute back;
    struct packed again;

    assert_true(ym_dispute_unpack(k.bytes, k.n, &back));
    for (size_t i = 0; i < sizeof(back.head); i++)
        assert_int_equal(back.head[i], 0);
    for (int i = 0; i < d->nclocks; i++)
        assert_true(back.clocks[i].due == d->clocks[i].due);
    again = pack(&back);
    assert_int_equal(again.n, k.n);
    assert_memory_equal(again.bytes, k.bytes, k.n);
}

static void extremes(void **state)
{
    static const int64_t values[] = { 0,         1,          -1,        63,
                                      64,        127,        128,       16383,
                                      16384,     INT16_MIN,  INT16_MAX, INT32_MIN,
                                      INT32_MAX, UINT32_MAX, INT64_MIN, INT64_MAX };
    struct ym_dispute d;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        flood(&d, values[i]);
        back_and_forth(&d);
    }
}

/* Whatever a dispute holds, it fits: every set full, every number of the longest form. */
static void the_largest(void **state)
{
    struct ym_dispute d;

    (void)state;
    flood(&d, INT64_MIN);
    d.version = d.marks = d.claimants = d.respondents = d.notified = UINT32_MAX;
    d.consented = d.refused = d.withdrawn = d.applied = d.reopening = UINT32_MAX;
    d.ext_consents = d.recused = d.recused_again = d.served = d.periods_over = UINT32_MAX;
    d.appeared = UINT32_MAX;
    d.settled = d.breached = d.overdue = UINT64_MAX;
    d.procedure = UINT16_MAX;
    d.ext_pending = d.ext_total = INT16_MIN;
    d.asked_on = d.stayed_on = YM_DAY_NONE;
    for (int seat = 0; seat < YM_SEATS_MAX; seat++)
        d.served_on[seat] = YM_DAY_NONE;
    d.terms = (struct ym_terms){ .signatures = UINT32_MAX,
                                 .e_signed = UINT32_MAX,
                                 .last_due = YM_DAY_NONE,
                                 .obligations = YM_OBLIGATIONS_MAX };
    memset(d.terms.due_before, 0xff, sizeof(d.terms.due_before));
    d.next = d.terms;
    d.marks &= ~(uint32_t)YM_MARK_UNDATED;
    for (int i = 0; i < YM_CLOCKS_MAX; i++)
        d.clocks[i] =
            (struct ym_clock){ .last = YM_DAY_NONE, .left = INT16_MIN, .moved = INT16_MIN };
    back_and_forth(&d);
    assert_true(pack(&d).n > YM_STATE_BYTES_MAX / 2); /* or the room is too large by far */
}

/* Members one by one: each has its own place, so two disputes that differ in one differ in bytes,
 * and the member comes back as it was. */
#define MEMBER(name, value)                                                                        \
    do {                                                                                           \
        struct ym_dispute d = h->d, back;                                                          \
        struct packed k;                                                                           \
                                                                                                   \
        d.name = (value);                                                                          \
        k = pack(&d);                                                                              \
        assert_false(hand_same(&d, &h->d));                                                        \
        assert_true(ym_dispute_unpack(k.bytes, k.n, &back));                                       \
        assert_true(back.name == d.name);                                                          \
        back.name = h->d.name;                                                                     \
        assert_true(hand_same(&back, &h->d));                                                      \
    } while (0)

static void small_members(void **state)
{
    struct hand *h = *state;

    MEMBER(state[0], HAND_TWO);
    MEMBER(state[1], HAND_COPEN);
    MEMBER(state[2], HAND_POPEN);
    MEMBER(type, YM_TYPE_COUNT - 1);
    MEMBER(channel, 3);
    MEMBER(source, 2);
    MEMBER(harm, 1);
    MEMBER(urgency, 2);
    MEMBER(scope, 3);
    MEMBER(risk, 3);
    MEMBER(seats, 32);
    MEMBER(ground, 8);
    MEMBER(body_kind, YM_BODY_COUNT - 1);
    MEMBER(sessions, 255);
    MEMBER(terms.obligations, YM_OBLIGATIONS_MAX);
    MEMBER(ext_deadline, 31);
    MEMBER(procedure, UINT16_MAX);
    MEMBER(ext_pending, INT16_MIN);
    MEMBER(ext_total, INT16_MAX);
}

static void wide_members(void **state)
{
    struct hand *h = *state;

    MEMBER(id.v, INT64_MAX);
    MEMBER(version, UINT32_MAX);
    MEMBER(marks, UINT32_MAX);
    MEMBER(claimants, 1u << 31);
    MEMBER(respondents, 1u << 30);
    MEMBER(notified, 1);
    MEMBER(consented, 2);
    MEMBER(refused, 3);
    MEMBER(withdrawn, 4);
    MEMBER(terms.signatures, 5);
    MEMBER(applied, 6);
    MEMBER(reopening, 7);
    MEMBER(ext_consents, 8);
    MEMBER(settled, UINT64_MAX);
    MEMBER(breached, UINT64_C(1) << 63);
    MEMBER(region, INT64_MIN);
    MEMBER(body, INT64_MAX);
    MEMBER(mediator, -1);
    MEMBER(court, 1);
    MEMBER(stayed_on, YM_DAY_MIN);
    MEMBER(terms.last_due, YM_DAY_MAX);
    MEMBER(recused, 9);
    MEMBER(recused_again, 10);
    MEMBER(periods_over, 12);
    MEMBER(overdue, UINT64_MAX);
    MEMBER(appeared, 1u << 31);
    MEMBER(terms.e_signed, UINT32_MAX);
    h->d.terms.obligations = YM_OBLIGATIONS_MAX;
    MEMBER(terms.due_before[0], 1);
    MEMBER(terms.due_before[YM_OBLIGATIONS_MAX - 1], UINT16_MAX);
    h->d.terms.obligations = 0;
    h->d.marks = YM_MARK_VARIED;
    h->d.next.obligations = YM_OBLIGATIONS_MAX;
    MEMBER(next.signatures, 1u << 31);
    MEMBER(next.e_signed, 7);
    MEMBER(next.last_due, YM_DAY_MAX);
    MEMBER(next.obligations, YM_OBLIGATIONS_MAX - 1);
    MEMBER(next.due_before[YM_OBLIGATIONS_MAX - 1], UINT16_MAX);
    h->d.marks = 0;
    h->d.next.obligations = 0;
    h->d.served = 1u << 31 | 1;
    MEMBER(served_on[0], YM_DAY_MAX);
    MEMBER(served_on[31], YM_DAY_MIN);
    h->d.served = 0;
    MEMBER(served, 1u << 30);
    MEMBER(asked_on, YM_DAY_MAX);
    MEMBER(received_at, YM_USEC_MIN);
    MEMBER(entered_at, YM_USEC_MAX);
}

static void clocks(void **state)
{
    struct hand *h = *state;
    struct ym_dispute back;
    struct packed k;

    hand_run(h, 3, hand_day(7));
    h->d.clocks[h->d.nclocks++] =
        (struct ym_clock){ .deadline = 9, .last = YM_DAY_NONE, .left = 6 };
    k = pack(&h->d);
    assert_true(ym_dispute_unpack(k.bytes, k.n, &back));
    assert_int_equal(back.nclocks, 2);
    assert_int_equal(back.clocks[0].deadline, 3);
    assert_int_equal(back.clocks[0].last, hand_day(7));
    assert_true(back.clocks[0].due == ym_term_due(hand_day(7)));
    assert_int_equal(back.clocks[0].left, -1);
    assert_int_equal(back.clocks[1].deadline, 9);
    assert_int_equal(back.clocks[1].last, YM_DAY_NONE);
    assert_true(back.clocks[1].due == 0);
    assert_int_equal(back.clocks[1].left, 6);
}

/* Cut short anywhere, or one byte too long: refused. A buffer too small by any number: 0. */
static void every_length(void **state)
{
    struct hand *h = *state;
    unsigned char bytes[YM_STATE_BYTES_MAX + 1];
    struct ym_dispute d;

    flood(&d, INT64_MIN);
    for (int full = 0; full < 2; full++) {
        const struct ym_dispute *const subject = full ? &d : &h->d;
        const struct packed k = pack(subject);

        for (size_t n = 0; n < k.n; n++) {
            unsigned char small[YM_STATE_BYTES_MAX];

            assert_false(ym_dispute_unpack(k.bytes, n, &(struct ym_dispute){ 0 }));
            memset(small, 0xee, sizeof(small));
            assert_int_equal(ym_dispute_pack(subject, small, n), 0);
            assert_int_equal(small[n], 0xee); /* and nothing written past it */
        }
        assert_int_equal(ym_dispute_pack(subject, bytes, k.n), k.n);
        bytes[k.n] = 0;
        assert_false(ym_dispute_unpack(bytes, k.n + 1, &(struct ym_dispute){ 0 }));
    }
}

/* Take the packed dispute h->d with its first byte replaced by these. */
static bool with_head(struct hand *h, const unsigned char *head, size_t n)
{
    const struct packed k = pack(&h->d);
    unsigned char bytes[YM_STATE_BYTES_MAX + 16];

    memcpy(bytes, head, n);
    memcpy(bytes + n, k.bytes + 1, k.n - 1);
    return ym_dispute_unpack(bytes, k.n - 1 + n, &(struct ym_dispute){ 0 });
}

static void wrong_version(void **state)
{
    struct hand *h = *state;

    assert_true(with_head(h, (const unsigned char[]){ 3 }, 1));
    assert_false(with_head(h, (const unsigned char[]){ 1 }, 1));
    assert_false(with_head(h, (const unsigned char[]){ 4 }, 1));
}

/* One value has one form: no padding with zeros, nothing over 64 bits, nothing over its member. */
static void overlong(void **state)
{
    static const struct {
        size_t n;
        unsigned char head[11];
    } rows[] = {
        { 2, { 0x83, 0x00 } },
        { 3, { 0x81, 0x80, 0x00 } },
        { 2, { 0x80, 0x02 } }, /* 256 is no byte */
        { 10, { 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 } },
        { 10, { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 } },
        { 10, { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 } },
        { 11, { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x81, 0x00 } },
    };
    struct hand *h = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_false(with_head(h, rows[i].head, rows[i].n));
}

/* Where a member begins in the packed form of h->d: the first byte that changes with it. */
static size_t place_of(struct hand *h, void (*change)(struct ym_dispute *d))
{
    const struct packed a = pack(&h->d);
    struct ym_dispute d = h->d;
    struct packed b;
    size_t i = 0;

    change(&d);
    b = pack(&d);
    while (a.bytes[i] == b.bytes[i])
        i++;
    return i;
}

static void change_pending(struct ym_dispute *d)
{
    d->ext_pending = 1;
}

static void change_applied(struct ym_dispute *d)
{
    d->applied = 1;
}

/* Replace the byte at this place by these; false when unpack refuses. */
static bool with_bytes(struct hand *h, size_t at, const unsigned char *value, size_t n)
{
    const struct packed k = pack(&h->d);
    unsigned char bytes[YM_STATE_BYTES_MAX + 16];

    memcpy(bytes, k.bytes, at);
    memcpy(bytes + at, value, n);
    memcpy(bytes + at + n, k.bytes + at + 1, k.n - at - 1);
    return ym_dispute_unpack(bytes, k.n - 1 + n, &(struct ym_dispute){ 0 });
}

/* A value that fits 64 bits but not its member, on either side, just past the limit. */
static void too_wide(void **state)
{
    struct hand *h = *state;
    const size_t pending = place_of(h, change_pending);
    const size_t applied = place_of(h, change_applied);

    assert_true(with_bytes(h, pending, (const unsigned char[]){ 0xfe, 0xff, 0x03 }, 3)); /* 32767 */
    assert_false(
        with_bytes(h, pending, (const unsigned char[]){ 0x80, 0x80, 0x04 }, 3)); /* 32768 */
    assert_true(
        with_bytes(h, pending, (const unsigned char[]){ 0xff, 0xff, 0x03 }, 3)); /* -32768 */
    assert_false(
        with_bytes(h, pending, (const unsigned char[]){ 0x81, 0x80, 0x04 }, 3)); /* -32769 */
    assert_true(with_bytes(h, applied, (const unsigned char[]){ 0xff, 0xff, 0xff, 0xff, 0x0f }, 5));
    assert_false(
        with_bytes(h, applied, (const unsigned char[]){ 0x80, 0x80, 0x80, 0x80, 0x10 }, 5));
}

/* What the engine will use as an index or a shift is in range, or the row is not taken. */
#define BOUNDED(name, most)                                                                        \
    do {                                                                                           \
        struct ym_dispute d = h->d, back;                                                          \
        struct packed k;                                                                           \
                                                                                                   \
        d.name = (most);                                                                           \
        k = pack(&d);                                                                              \
        assert_true(ym_dispute_unpack(k.bytes, k.n, &back));                                       \
        assert_int_equal(back.name, (most));                                                       \
        d.name = (most) + 1;                                                                       \
        k = pack(&d);                                                                              \
        assert_false(ym_dispute_unpack(k.bytes, k.n, &back));                                      \
    } while (0)

static void out_of_range(void **state)
{
    struct hand *h = *state;

    for (int t = 0; t < YM_TRACKS; t++)
        BOUNDED(state[t], YM_STATES_MAX - 1);
    BOUNDED(type, YM_TYPE_COUNT - 1);
    BOUNDED(channel, YM_CHANNEL_COUNT - 1);
    BOUNDED(source, YM_SOURCE_COUNT - 1);
    BOUNDED(harm, 3);
    BOUNDED(urgency, 3);
    BOUNDED(scope, 3);
    BOUNDED(risk, YM_RISK_COUNT - 1);
    BOUNDED(seats, YM_SEATS_MAX);
    BOUNDED(ground, YM_GROUND_COUNT - 1);
    BOUNDED(terms.obligations, YM_OBLIGATIONS_MAX);
    h->d.marks = YM_MARK_VARIED;
    BOUNDED(next.obligations, YM_OBLIGATIONS_MAX);
    h->d.marks = 0;
    BOUNDED(body_kind, YM_BODY_COUNT - 1);
    BOUNDED(ext_deadline, YM_DEADLINES_MAX - 1);
    hand_run(h, 0, hand_day(7));
    BOUNDED(clocks[0].deadline, YM_DEADLINES_MAX - 1);
}

/* No limit was extended, or one of the procedure's; no number between. */
static void extended_limit(void **state)
{
    struct hand *h = *state;
    struct ym_dispute back;
    struct packed k;

    h->d.ext_deadline = YM_DEADLINE_NONE;
    k = pack(&h->d);
    assert_true(ym_dispute_unpack(k.bytes, k.n, &back));
    assert_int_equal(back.ext_deadline, YM_DEADLINE_NONE);
    h->d.ext_deadline = YM_DEADLINE_NONE - 1;
    k = pack(&h->d);
    assert_false(ym_dispute_unpack(k.bytes, k.n, &back));
}

/* What stands behind the clocks when nothing of it is there. */
#define REST 3

/* Twelve clocks are the most; one more is refused, both ways. */
static void too_many_clocks(void **state)
{
    struct hand *h = *state;
    unsigned char bytes[YM_STATE_BYTES_MAX];
    struct packed k = pack(&h->d);
    struct ym_dispute d = h->d;

    assert_int_equal(k.bytes[k.n - 1 - REST], 0); /* the number of clocks */
    k.bytes[k.n - 1 - REST] = YM_CLOCKS_MAX + 1;
    memset(k.bytes + k.n, 0, 3 * (YM_CLOCKS_MAX + 1));
    assert_false(ym_dispute_unpack(k.bytes, k.n + 3 * (YM_CLOCKS_MAX + 1), &d));
    k.bytes[k.n - 1 - REST] = YM_CLOCKS_MAX;
    assert_true(ym_dispute_unpack(k.bytes, k.n + 3 * YM_CLOCKS_MAX, &d));
    d.nclocks = YM_CLOCKS_MAX + 1;
    assert_int_equal(ym_dispute_pack(&d, bytes, sizeof(bytes)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extremes),
        cmocka_unit_test(the_largest),
        cmocka_unit_test_setup_teardown(small_members, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(wide_members, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(clocks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(every_length, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(wrong_version, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(overlong, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(too_wide, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(too_many_clocks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(out_of_range, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(extended_limit, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
