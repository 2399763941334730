/* SPDX-License-Identifier: Apache-2.0 */
/* What can be meant at all, whatever the procedure says: each limit, and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hand.h"

#define CMD(name)     ((uint8_t)YM_CMD_##name)
#define REFUSED(name) ((uint8_t)YM_REFUSAL_##name)

/* One command by its slots, and the answer. */
struct row {
    uint8_t kind;
    uint8_t refusal;
    uint64_t fields;
    uint64_t missing;
    int16_t days;
    ym_day date;
    uint8_t code, item, items, harm, urgency, scope;
    int64_t ref;
};

static const struct row rows[] = {
    { CMD(ASK_EXTENSION), REFUSED(NONE), YM_FB(DAYS), 0, .days = 1 },
    { CMD(ASK_EXTENSION), REFUSED(NONE), YM_FB(DAYS), 0, .days = YM_DAYS_MAX },
    { CMD(ASK_EXTENSION), REFUSED(VALUE), YM_FB(DAYS), YM_FB(DAYS), .days = 0 },
    { CMD(ASK_EXTENSION), REFUSED(VALUE), YM_FB(DAYS), YM_FB(DAYS), .days = -1 },
    { CMD(ASK_EXTENSION), REFUSED(VALUE), YM_FB(DAYS), YM_FB(DAYS), .days = YM_DAYS_MAX + 1 },

    { CMD(VISIT), REFUSED(VALUE), YM_FB(DATE), YM_FB(DATE), .date = YM_DAY_MIN - 1 },
    { CMD(VISIT), REFUSED(VALUE), YM_FB(DATE), YM_FB(DATE), .date = YM_DAY_MAX + 1 },
    { CMD(VISIT), REFUSED(VALUE), YM_FB(DATE), YM_FB(DATE), .date = YM_DAY_NONE },

    { CMD(ASSESS_RISK), REFUSED(NONE), YM_FB(HARM), 0, .harm = 3 },
    { CMD(ASSESS_RISK), REFUSED(VALUE), YM_FB(HARM), YM_FB(HARM), .harm = 4 },
    { CMD(ASSESS_RISK), REFUSED(NONE), YM_FB(URGENCY), 0, .urgency = 3 },
    { CMD(ASSESS_RISK), REFUSED(VALUE), YM_FB(URGENCY), YM_FB(URGENCY), .urgency = 4 },
    { CMD(ASSESS_RISK), REFUSED(NONE), YM_FB(SCOPE), 0, .scope = 3 },
    { CMD(ASSESS_RISK), REFUSED(VALUE), YM_FB(SCOPE), YM_FB(SCOPE), .scope = UINT8_MAX },
    { CMD(ASSESS_RISK), REFUSED(VALUE), YM_FB(HARM) | YM_FB(SCOPE), YM_FB(HARM) | YM_FB(SCOPE),
      .harm = 4, .scope = 4 },

    { CMD(REACH_AGREEMENT), REFUSED(NONE), YM_FB(OBLIGATIONS), 0, .items = 1, .date = YM_DAY_MAX },
    { CMD(REACH_AGREEMENT), REFUSED(NONE), YM_FB(OBLIGATIONS), 0, .items = YM_OBLIGATIONS_MAX,
      .date = YM_DAY_NONE },
    { CMD(VARY), REFUSED(VALUE), YM_FB(OBLIGATIONS), YM_FB(OBLIGATIONS), .items = 0 },
    { CMD(VARY), REFUSED(VALUE), YM_FB(OBLIGATIONS), YM_FB(OBLIGATIONS),
      .items = YM_OBLIGATIONS_MAX + 1 },
    { CMD(VARY), REFUSED(NONE), YM_FB(OBLIGATIONS), 0, .items = 1, .date = YM_DAY_MAX },
    { CMD(VARY), REFUSED(VALUE), YM_FB(OBLIGATIONS), YM_FB(OBLIGATIONS), .items = 1,
      .date = YM_DAY_MAX + 1 },

    { CMD(CORRECT), REFUSED(NONE), YM_FB(REGION), 0, .ref = 330000000000 },
    { CMD(CORRECT), REFUSED(VALUE), YM_FB(REGION), YM_FB(REGION), .ref = 0 },
    { CMD(CORRECT), REFUSED(VALUE), YM_FB(REGION), YM_FB(REGION), .ref = 330108 },
    { CMD(CORRECT), REFUSED(NONE), YM_FB(TYPE), 0, .code = YM_TYPE_OTHER }, /* zero is a type */
    { CMD(CORRECT), REFUSED(NONE), YM_FB(TYPE), 0, .code = YM_TYPE_COUNT - 1 },
    { CMD(CORRECT), REFUSED(VALUE), YM_FB(TYPE), 0, .code = YM_TYPE_COUNT },
    { CMD(TERMINATE), REFUSED(NONE), YM_FB(GROUND), 0, .code = YM_GROUND_COUNT - 1 },
    { CMD(TERMINATE), REFUSED(VALUE), YM_FB(GROUND), 0, .code = YM_GROUND_COUNT },
    { CMD(TERMINATE), REFUSED(VALUE), YM_FB(GROUND), 0, .code = YM_GROUND_NONE },
    { CMD(STAY), REFUSED(VALUE), YM_FB(STAY_REASON), 0, .code = YM_STAY_COUNT },

    { CMD(RECORD_PERFORMANCE), REFUSED(NONE), YM_FB(OBLIGATION), 0, .item = 1 },
    { CMD(RECORD_PERFORMANCE), REFUSED(OBLIGATION_UNKNOWN), YM_FB(OBLIGATION), YM_FB(OBLIGATION),
      .item = 2 },

    { CMD(VISIT), REFUSED(FIELD_UNKNOWN), YM_FB(NOTE) | YM_FB(GROUND) | YM_FB(SEAT),
      YM_FB(GROUND) | YM_FB(SEAT), .days = 0 },
    { CMD(ARCHIVE), REFUSED(FIELD_UNKNOWN), UINT64_C(1) << 63, UINT64_C(1) << 63, .days = 0 },
    { YM_CMD_COUNT, REFUSED(VALUE), 0, 0, .days = 0 },
    { UINT8_MAX, REFUSED(VALUE), YM_FB(SEAT), 0, .days = 0 },
};

static void every_limit(void **state)
{
    struct hand *h = *state;

    h->d.terms.obligations = 2;
    for (int kind = 0; kind < YM_CMD_COUNT; kind++)
        hand_rule(h, (enum ym_cmd)kind, HAND_IN(ONE));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct row *r = &rows[i];
        struct ym_command c = hand_command((enum ym_cmd)r->kind);

        c.fields = r->fields;
        c.days = r->days;
        c.date = r->date;
        c.code = r->code;
        c.item = r->item;
        c.items = r->items;
        c.harm = r->harm;
        c.urgency = r->urgency;
        c.scope = r->scope;
        c.ref = r->ref;
        if (hand_ask(h, &c) != r->refusal)
            fail_msg("row %zu: %s", i, ym_word(YM_VOCAB_REFUSAL, h->said.refusal)->code);
        assert_true(h->said.missing == r->missing);
    }
}

/* An actor in no role asks for nothing. */
static void unknown_role(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);

    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    c.by.role = YM_ROLE_COUNT - 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.by.role = YM_ROLE_COUNT;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
}

static void version_full(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_VISIT);

    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    h->d.version = YM_VERSION_MAX - 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_int_equal(h->said.event.seq, YM_VERSION_MAX);
    h->d.version = YM_VERSION_MAX;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VERSION_FULL);
}

/* Staff may speak for any seats there are; a party for its own alone. */
static void seats(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_CONSENT);

    hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE));
    c.fields = YM_FB(SEAT);
    c.seats = 7;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.seats = 0;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
    c.seats = 8;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
    h->d.seats = YM_SEATS_MAX;
    c.seats = UINT32_MAX;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    h->d.seats = YM_SEATS_MAX - 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);

    c.by = hand_party(1);
    c.seats = 2;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.seats = 3;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_RELATION);
    c.seats = 1;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_RELATION);
    c.by = hand_party(YM_SEAT_NONE);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_RELATION);
    c.by.role = YM_ROLE_AGENT;
    c.by.seat = 0;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
}

/* A party need not say who it is, where the command takes a seat at all. */
static void a_party_means_its_own_seat(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_CONSENT);

    hand_rule(h, YM_CMD_CONSENT, HAND_IN(ONE))->fields = YM_FB(SEAT);
    hand_rule(h, YM_CMD_VISIT, HAND_IN(ONE));
    c.by = hand_party(2);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_true(h->said.event.c.fields == YM_FB(SEAT));
    assert_int_equal(h->said.event.c.seats, 4);
    c.by.seat = YM_SEAT_NONE;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_RELATION);
    c.by = hand_command(YM_CMD_CONSENT).by;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_FIELD_MISSING);
    assert_true(h->said.missing == YM_FB(SEAT));
    c = hand_command(YM_CMD_VISIT);
    c.by = hand_party(2);
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    assert_true(h->said.event.c.fields == 0);
    assert_int_equal(h->said.event.c.seats, 0);
}

/* A slot whose field is absent was not said, whatever a caller left in it. */
static void unsaid_slots_mean_nothing(void **state)
{
    struct hand *h = *state;

    for (int kind = 0; kind < YM_CMD_COUNT; kind++) {
        struct ym_command c = hand_command((enum ym_cmd)kind);
        const struct ym_command *said = &h->said.event.c;

        if (kind == YM_CMD_REGISTER || kind == YM_CMD_EXPIRE || kind == YM_CMD_MIGRATE ||
            kind == YM_CMD_RESCHEDULE) /* they mean nothing without what they name */
            continue;
        hand_reset(h);
        hand_rule(h, (enum ym_cmd)kind, HAND_IN(ONE));
        c.code = c.item = c.items = c.harm = c.urgency = c.scope = 200;
        c.body_kind = 200;
        c.first_due = hand_day(3);
        c.days = -7;
        c.seats = c.attended = c.listed = UINT32_MAX;
        c.ref = c.ref2 = -1;
        c.date = hand_day(3);
        hand_do(h, &c);
        assert_int_equal(said->code | said->item | said->items, 0);
        assert_int_equal(said->harm | said->urgency | said->scope, 0);
        assert_int_equal(said->days, 0);
        assert_int_equal(said->seats | said->attended | said->listed, 0);
        assert_true(said->ref == 0 && said->ref2 == 0);
        assert_int_equal(said->date, YM_DAY_NONE);
        assert_int_equal(said->first_due, YM_DAY_NONE);
        assert_int_equal(said->body_kind, 0);
        assert_int_equal(h->d.harm | h->d.urgency | h->d.scope | h->d.terms.obligations, 0);
        assert_int_equal(h->d.terms.last_due, YM_DAY_NONE);
    }
}

static void refused_registration(struct hand *h, struct ym_registration reg)
{
    struct ym_command c = hand_registration();

    c.reg = reg;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
    assert_true(h->said.missing == 0);
}

/* An act was done between the day on which the dispute was received and today. */
static void days_of_acts(void **state)
{
    static const struct {
        int day; /* the dispute was received on -3, the command comes on 0 */
        bool sound;
    } days[] = { { -4, false }, { -3, true }, { 0, true }, { 1, false } };
    struct hand *h = *state;

    for (int kind = 0; kind < YM_CMD_COUNT; kind++) {
        struct ym_command c = hand_command((enum ym_cmd)kind);

        c.fields = YM_FB(DATE);
        if ((ym_command_fields((enum ym_cmd)kind) & YM_FB(DATE)) == 0)
            continue;
        hand_rule(h, (enum ym_cmd)kind, HAND_IN(ONE));
        for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
            c.date = hand_day(days[i].day);
            assert_int_equal(hand_ask(h, &c),
                             days[i].sound ? YM_REFUSAL_NONE : YM_REFUSAL_MISDATED);
            assert_true(h->said.missing == (days[i].sound ? 0 : YM_FB(DATE)));
            assert_int_equal(h->said.rule != 0, days[i].sound);
        }
    }
}

/* What is promised falls due today at the earliest, the first of it as the last. */
static void days_of_payment(void **state)
{
    static const struct {
        int first, last; /* NEVER: not named; BEFORE: before the days there are */
        uint8_t refusal;
    } days[] = {
#define NEVER  9999
#define BEFORE (-9999)
        { 0, 0, REFUSED(NONE) },          { 0, 30, REFUSED(NONE) },
        { NEVER, 0, REFUSED(NONE) },      { NEVER, NEVER, REFUSED(NONE) },
        { -1, 30, REFUSED(PAST_DUE) },    { -1, -1, REFUSED(PAST_DUE) },
        { NEVER, -1, REFUSED(PAST_DUE) }, { 31, 30, REFUSED(VALUE) },
        { 0, NEVER, REFUSED(VALUE) },     { BEFORE, 0, REFUSED(VALUE) },
    };
    struct hand *h = *state;

    hand_rule(h, YM_CMD_REACH_AGREEMENT, HAND_IN(ONE));
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);

        c.fields = YM_FB(OBLIGATIONS) | YM_FB(DATE);
        if (days[i].last == NEVER)
            c.fields = YM_FB(OBLIGATIONS);
        c.items = 1;
        c.first_due = days[i].first == NEVER    ? YM_DAY_NONE
                      : days[i].first == BEFORE ? YM_DAY_MIN - 1
                                                : hand_day(days[i].first);
        c.date = days[i].last == NEVER ? YM_DAY_NONE : hand_day(days[i].last);
        assert_int_equal(hand_ask(h, &c), days[i].refusal);
        if (days[i].refusal != REFUSED(NONE))
            assert_true(h->said.missing == YM_FB(OBLIGATIONS));
    }
}

/* Who came sits at a seat. */
static void attendance(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_HOLD_SESSION);

    hand_rule(h, YM_CMD_HOLD_SESSION, HAND_IN(ONE));
    c.fields = YM_FB(ATTENDANCE);
    c.attended = 7;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.attended = 8;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
    assert_true(h->said.missing == YM_FB(ATTENDANCE));
    c.attended = 0;
    c.listed = 7;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.listed = 8; /* absent, but from a seat that there is not */
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
}

/* Who owes and to whom sit at seats. */
static void obliged_seats(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_REACH_AGREEMENT);

    hand_rule(h, YM_CMD_REACH_AGREEMENT, HAND_IN(ONE));
    c.fields = YM_FB(OBLIGATIONS);
    c.items = 1;
    c.date = c.first_due = hand_day(3);
    c.listed = 7;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.listed = 9;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_SEAT_UNKNOWN);
    assert_true(h->said.missing == YM_FB(OBLIGATIONS));
}

static void kind_of_body(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_command(YM_CMD_TRANSFER);

    hand_rule(h, YM_CMD_TRANSFER, HAND_IN(ONE));
    c.fields = YM_FB(BODY);
    c.ref = HAND_BODY + 1;
    c.body_kind = YM_BODY_COUNT;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
    assert_true(h->said.missing == YM_FB(BODY));
    c.body_kind = YM_BODY_COUNT - 1;
    hand_do(h, &c);
    assert_int_equal(h->d.body_kind, YM_BODY_COUNT - 1);
    c = hand_command(YM_CMD_TRANSFER);
    c.body_kind = YM_BODY_COURT; /* of no body */
    hand_do(h, &c);
    assert_int_equal(h->said.event.c.body_kind, 0);
    assert_int_equal(h->d.body_kind, YM_BODY_COUNT - 1);
}

#define WITH(member, value)                                                                        \
    do {                                                                                           \
        struct ym_registration reg = hand_registration().reg;                                      \
                                                                                                   \
        reg.member = (value);                                                                      \
        refused_registration(h, reg);                                                              \
    } while (0)

static void registration_limits(void **state)
{
    struct hand *h = *state;

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    h->d = (struct ym_dispute){ .id = { 77 } };
    WITH(seats, 1);
    WITH(seats, YM_SEATS_MAX + 1);
    WITH(claimants, 0);
    WITH(claimants, 3); /* on both sides at once */
    WITH(claimants, 8); /* a seat that there is not */
    WITH(respondents, 0);
    WITH(respondents, 8);
    WITH(body, 0);
    WITH(region, 0);
    WITH(region, 330108);
    WITH(type, YM_TYPE_COUNT);
    WITH(channel, YM_CHANNEL_COUNT);
    WITH(source, YM_SOURCE_COUNT);
    WITH(procedure, 0);
}

static void registration_by_a_body(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_registration();

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    h->d = (struct ym_dispute){ .id = { 77 } };
    c.body_kind = YM_BODY_COUNT;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
    c.body_kind = YM_BODY_POLICE;
    hand_do(h, &c);
    assert_int_equal(h->d.body_kind, YM_BODY_POLICE);
    assert_int_equal(h->d.asked_on, hand_day(0));
}

static void registration_risk_limits(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_registration();
    uint8_t *const slots[] = { &c.harm, &c.urgency, &c.scope };

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    h->d = (struct ym_dispute){ .id = { 77 } };
    for (int i = 0; i < 3; i++) {
        *slots[i] = 3;
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
        *slots[i] = 4;
        assert_int_equal(hand_ask(h, &c), YM_REFUSAL_VALUE);
        *slots[i] = 0;
    }
}

/* The smallest and the largest number of parties that a dispute can have. */
static void registration_seats(void **state)
{
    struct hand *h = *state;
    struct ym_command c = hand_registration();

    hand_rule(h, YM_CMD_REGISTER, HAND_IN(START))->to[YM_TRACK_MAIN] = HAND_ONE;
    h->d = (struct ym_dispute){ .id = { 77 } };
    c.reg.seats = 2;
    assert_int_equal(hand_ask(h, &c), YM_REFUSAL_NONE);
    c.reg.seats = YM_SEATS_MAX;
    c.reg.claimants = UINT32_MAX << 1;
    c.reg.respondents = 1;
    hand_do(h, &c);
    assert_int_equal(h->d.seats, YM_SEATS_MAX);
    assert_true(h->d.claimants == UINT32_MAX << 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_limit, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(unknown_role, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(version_full, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(seats, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(a_party_means_its_own_seat, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(unsaid_slots_mean_nothing, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(days_of_acts, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(days_of_payment, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(attendance, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(obliged_seats, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(kind_of_body, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration_limits, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration_by_a_body, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration_risk_limits, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(registration_seats, hand_open, hand_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
