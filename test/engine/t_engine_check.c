/* SPDX-License-Identifier: Apache-2.0 */
/* The judgement of a procedure: one that is sound, and each way to spoil it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"

#define FLAW(name) (UINT32_C(1) << YM_FLAW_##name)
#define ROLE(name) (UINT32_C(1) << YM_ROLE_##name)

/* Rules by their place in the sound procedure. */
enum {
    REGISTER,
    COURT,   /* ONE to RED, by a party */
    OVERDUE, /* ONE to RED, when deadline 0 passes */
    SEAL,    /* ONE to GREEN */
    CLOSE,   /* GREEN and RED to the end */
    APPLY,   /* GREEN: starts the confirmation */
    LAPSE,   /* the confirmation ends when deadline 1 passes */
    PERFORM, /* GREEN: starts the performance */
    DONE,    /* the performance ends when deadline 2 passes */
    TOLD,    /* ONE: deadline 3 passes and nothing changes */
};

static struct ym_rule *move(struct hand *h, enum ym_cmd on, uint64_t from, uint8_t to)
{
    struct ym_rule *r = hand_rule(h, on, from);

    r->to[h->p.states[to].track] = to;
    r->documents = 1u << YM_DOC_REMEDIES_NOTICE;
    return r;
}

/* START, ONE (open), GREEN, RED, TWO as the end; the two other tracks run after GREEN. */
static void sound(struct hand *h)
{
    hand_reset(h);
    h->p.states[HAND_TWO].phase = YM_PHASE_FINAL;
    h->p.states[HAND_TWO].colour = YM_COLOUR_NONE;
    h->p.states[HAND_TWO].stage = YM_STAGE_CLOSED;
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(COPEN));
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(POPEN));
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    move(h, YM_CMD_REGISTER, HAND_IN(START), HAND_ONE);
    move(h, YM_CMD_GO_TO_COURT, HAND_IN(ONE), HAND_RED);
    move(h, YM_CMD_EXPIRE, HAND_IN(ONE), HAND_RED)->deadline = 0;
    move(h, YM_CMD_SEAL, HAND_IN(ONE), HAND_GREEN);
    move(h, YM_CMD_ARCHIVE, HAND_IN(GREEN) | HAND_IN(RED), HAND_TWO);
    move(h, YM_CMD_APPLY_CONFIRMATION, HAND_IN(GREEN), HAND_COPEN);
    move(h, YM_CMD_EXPIRE, HAND_IN(COPEN), HAND_CIDLE)->deadline = 1;
    move(h, YM_CMD_VISIT, HAND_IN(GREEN), HAND_POPEN);
    move(h, YM_CMD_EXPIRE, HAND_IN(POPEN), HAND_PIDLE)->deadline = 2;
    hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE))->deadline = 3;
}

/* The kinds of flaw found. */
static uint32_t found(const struct hand *h)
{
    struct ym_flaw flaws[64];
    const size_t n = ym_procedure_check(&h->p, flaws, 64);
    uint32_t kinds = 0;

    assert_true(n <= 64);
    for (size_t i = 0; i < n; i++)
        kinds |= UINT32_C(1) << flaws[i].kind;
    return kinds;
}

/* Spoil one member of a sound procedure: exactly these kinds of flaw are found. */
#define SPOILT(member, value, want)                                                                \
    do {                                                                                           \
        sound(h);                                                                                  \
        h->p.member = (value);                                                                     \
        assert_int_equal(found(h), (want));                                                        \
    } while (0)

static void nothing_wrong(void **state)
{
    struct hand *h = *state;

    sound(h);
    assert_int_equal(ym_procedure_check(&h->p, NULL, 0), 0);
    SPOILT(valid_until, 0, 0); /* one day */
    SPOILT(nstates, 0, FLAW(START) | FLAW(TRACK_IDLE) | FLAW(RULE_TRACKS));
}

static void the_start(void **state)
{
    struct hand *h = *state;

    SPOILT(states[0].name, "BEGIN", FLAW(START));
    SPOILT(states[0].track, YM_TRACK_PERFORM, FLAW(START));
    SPOILT(states[0].phase, YM_PHASE_FINAL, FLAW(START) | FLAW(COLOUR));
    SPOILT(idle[YM_TRACK_MAIN], HAND_ONE, FLAW(START));
    SPOILT(rules[REGISTER].on, YM_CMD_ACCEPT, FLAW(START)); /* another command leaves START */
    SPOILT(rules[REGISTER].from, HAND_IN(START) | HAND_IN(ONE), FLAW(START));
    SPOILT(rules[SEAL].on, YM_CMD_REGISTER, FLAW(START)); /* it registers from elsewhere */
    SPOILT(rules[SEAL].from, HAND_IN(START) | HAND_IN(ONE), FLAW(START));
    sound(h); /* every registration is refused */
    h->p.rules[REGISTER].refuse = YM_REFUSAL_ALREADY;
    h->p.rules[REGISTER].to[YM_TRACK_MAIN] = YM_STATE_NONE;
    assert_int_equal(found(h), FLAW(START));
    SPOILT(idle[YM_TRACK_CONFIRM], HAND_STATES, FLAW(TRACK_IDLE));
    SPOILT(idle[YM_TRACK_CONFIRM], HAND_PIDLE, FLAW(TRACK_IDLE));
    SPOILT(idle[YM_TRACK_PERFORM], HAND_POPEN, FLAW(TRACK_IDLE));
}

static void names_and_numbers(void **state)
{
    struct hand *h = *state;

    SPOILT(states[HAND_RED].name, "GREEN", FLAW(NAME_TWICE));
    SPOILT(deadlines[2].name, "d0", FLAW(NAME_TWICE));
    SPOILT(rules[SEAL].id, 30, FLAW(NAME_TWICE));
    SPOILT(rules[SEAL].id, 29, FLAW(RULE_ORDER));
    SPOILT(rules[REGISTER].id, 0, FLAW(RULE_ORDER));
}

static void colours(void **state)
{
    struct hand *h = *state;

    SPOILT(states[HAND_GREEN].colour, YM_COLOUR_RED, FLAW(COLOUR));
    SPOILT(states[HAND_RED].colour, YM_COLOUR_GREEN, FLAW(COLOUR));
    SPOILT(states[HAND_START].colour, YM_COLOUR_YELLOW, FLAW(COLOUR));
    SPOILT(states[HAND_ONE].stage, YM_STAGE_NONE, FLAW(COLOUR));
    SPOILT(states[HAND_COPEN].colour, YM_COLOUR_BLUE, FLAW(COLOUR));
    SPOILT(states[HAND_COPEN].stage, YM_STAGE_FIRST, FLAW(COLOUR));
}

static void rows(void **state)
{
    struct hand *h = *state;

    SPOILT(rules[SEAL].from, 0, FLAW(RULE_TRACKS));
    SPOILT(rules[SEAL].from, HAND_IN(ONE) | HAND_IN(COPEN), FLAW(RULE_TRACKS));
    SPOILT(rules[SEAL].from, HAND_IN(ONE) | HAND_IN(STATES), FLAW(RULE_TRACKS));
    SPOILT(rules[SEAL].to[YM_TRACK_MAIN], HAND_STATES, FLAW(RULE_TRACKS));
    SPOILT(rules[SEAL].to[YM_TRACK_CONFIRM], HAND_POPEN, FLAW(RULE_TRACKS));
    sound(h);
    h->p.rules[SEAL].need = h->p.rules[SEAL].forbid = YM_F(JOINT);
    assert_int_equal(found(h), FLAW(NEED_FORBID));
    SPOILT(rules[SEAL].fields, YM_FB(GROUND), FLAW(FIELD_FOREIGN));
    SPOILT(rules[SEAL].source, "", FLAW(NO_SOURCE));
    SPOILT(rules[SEAL].source, NULL, FLAW(NO_SOURCE));
    SPOILT(rules[SEAL].roles, 0, FLAW(NO_ROLE));
    SPOILT(holders[YM_ROLE_DPO].is_program, false, FLAW(NO_HOLDER));
    sound(h);
    h->p.holders[YM_ROLE_DPO] = (struct ym_holder){ .bodies = 1u << YM_BODY_SUPERVISOR };
    assert_int_equal(found(h), 0);
    SPOILT(rules[COURT].documents, 0, FLAW(NO_NOTICE));
}

/* A row that says no moves nothing. */
static void refusals_move_nothing(void **state)
{
    struct hand *h = *state;
    struct ym_rule *no;

    for (int i = 0; i < 6; i++) {
        sound(h);
        no = hand_rule(h, YM_CMD_MERGE, HAND_IN(ONE));
        no->refuse = YM_REFUSAL_ALREADY;
        if (i == 1)
            no->to[YM_TRACK_CONFIRM] = HAND_COPEN;
        if (i == 2)
            no->arm = 1;
        if (i == 3)
            no->disarm = 1;
        if (i == 4)
            no->effects = YM_E(FILED);
        if (i == 5)
            no->ground = YM_GROUND_OTHER;
        assert_int_equal(found(h), i == 0 ? 0 : FLAW(REFUSAL_MOVES));
    }
}

static void shadows(void **state)
{
    struct hand *h = *state;
    struct ym_rule *early, *late;
    struct ym_flaw flaw;

    sound(h);
    early = hand_rule(h, YM_CMD_MERGE, HAND_IN(ONE));
    late = hand_rule(h, YM_CMD_MERGE, HAND_IN(ONE) | HAND_IN(RED));
    assert_int_equal(ym_procedure_check(&h->p, &flaw, 1), 1);
    assert_int_equal(flaw.kind, YM_FLAW_SHADOWED);
    assert_int_equal(flaw.rule, late->id);
    assert_int_equal(flaw.other, early->id);
    early->need = YM_F(JOINT);
    assert_int_equal(found(h), 0);
    late->need = YM_F(JOINT) | YM_F(STAYED);
    assert_int_equal(found(h), FLAW(SHADOWED));
    early->forbid = YM_F(SEALED);
    assert_int_equal(found(h), 0);
    late->forbid = YM_F(SEALED);
    assert_int_equal(found(h), FLAW(SHADOWED));
    early->from = HAND_IN(GREEN);
    assert_int_equal(found(h), 0);
}

static void sources(void **state)
{
    struct hand *h = *state;

    SPOILT(source, NULL, FLAW(NO_SOURCE));
    SPOILT(risk.source, "", FLAW(NO_SOURCE));
    SPOILT(deadlines[1].source, NULL, FLAW(NO_SOURCE));
    SPOILT(deadlines[1].by_type[YM_TYPE_LABOUR].term.n, 5, FLAW(NO_SOURCE));
    h->p.deadlines[1].by_type[YM_TYPE_LABOUR].source = "local: a test";
    assert_int_equal(found(h), 0);
    sound(h);
    h->p.valid_from = hand_day(0);
    h->p.valid_until = hand_day(0);
    assert_int_equal(found(h), 0);
    h->p.valid_until--;
    assert_int_equal(found(h), FLAW(VALIDITY));
}

static void ways(void **state)
{
    struct hand *h = *state;

    SPOILT(rules[APPLY].to[YM_TRACK_CONFIRM], YM_STATE_NONE, FLAW(UNREACHABLE) | FLAW(TRAP));
    SPOILT(rules[CLOSE].from, HAND_IN(GREEN), FLAW(TRAP));
    SPOILT(rules[CLOSE].to[YM_TRACK_MAIN], YM_STATE_NONE, FLAW(UNREACHABLE) | FLAW(TRAP));
    SPOILT(rules[LAPSE].to[YM_TRACK_CONFIRM], HAND_COPEN, FLAW(TRAP) | FLAW(NO_DEADLINE));
    sound(h); /* a way that is refused is none */
    h->p.rules[LAPSE].to[YM_TRACK_CONFIRM] = YM_STATE_NONE;
    h->p.rules[LAPSE].refuse = YM_REFUSAL_ALREADY;
    assert_int_equal(found(h), FLAW(TRAP) | FLAW(NO_EXPIRY) | FLAW(EXPIRY_REFUSED));
    sound(h); /* ONE only ends in the end: neither green nor red */
    h->p.rules[COURT].to[YM_TRACK_MAIN] = HAND_TWO;
    h->p.rules[OVERDUE].to[YM_TRACK_MAIN] = HAND_TWO;
    h->p.rules[SEAL].to[YM_TRACK_MAIN] = HAND_TWO;
    assert_int_equal(found(h), FLAW(NO_OUTCOME) | FLAW(UNREACHABLE));
}

/* "Go to court now" is there for a party, at once, without any condition. */
static void the_way_to_court(void **state)
{
    struct hand *h = *state;

    SPOILT(rules[COURT].roles, ROLE(AGENT), FLAW(NO_COURT));
    SPOILT(rules[COURT].need, YM_F(SESSION_HELD), FLAW(NO_COURT));
    SPOILT(rules[COURT].forbid, YM_F(STAYED), FLAW(NO_COURT));
    SPOILT(rules[COURT].fields, YM_FB(REASON), FLAW(NO_COURT));
    SPOILT(rules[COURT].fields, YM_FB(SEAT), 0);
    SPOILT(rules[COURT].on, YM_CMD_WITHDRAW, FLAW(NO_COURT));
    SPOILT(rules[COURT].from, HAND_IN(GREEN), FLAW(NO_COURT));
    sound(h);
    h->p.rules[COURT].to[YM_TRACK_MAIN] = YM_STATE_NONE;
    h->p.rules[COURT].refuse = YM_REFUSAL_ALREADY;
    assert_int_equal(found(h), FLAW(NO_COURT));
}

static void watched(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r;

    sound(h); /* nothing runs in the confirmation */
    h->p.deadlines[1].in = 0;
    assert_int_equal(found(h), FLAW(NO_DEADLINE));
    h->p.rules[APPLY].arm = 1u << 1; /* but what starts it may bring its own */
    assert_int_equal(found(h), 0);
    h->p.rules[APPLY].arm = 1u << 3; /* which must be allowed to run there */
    assert_int_equal(found(h), FLAW(NO_DEADLINE) | FLAW(ARM_USELESS));
    sound(h); /* the only deadline passes and the state goes on */
    h->p.rules[LAPSE].to[YM_TRACK_CONFIRM] = YM_STATE_NONE;
    move(h, YM_CMD_CONFIRM, HAND_IN(COPEN), HAND_CIDLE);
    assert_int_equal(found(h), FLAW(NO_DEADLINE));
    h->p.rules[LAPSE].to[YM_TRACK_CONFIRM] = HAND_COPEN;
    assert_int_equal(found(h), FLAW(NO_DEADLINE));
    h->p.rules[LAPSE].arm = 1u << 1;
    assert_int_equal(found(h), 0);
    h->p.rules[LAPSE].arm = 0;
    hand_deadline(h, 60, YM_UNIT_DAY, HAND_IN(COPEN)); /* another one goes on */
    r = move(h, YM_CMD_EXPIRE, HAND_IN(COPEN), HAND_CIDLE);
    r->deadline = 4;
    assert_int_equal(found(h), 0);
    r->need = YM_F(JOINT); /* an answer for some is no answer */
    assert_int_equal(found(h), FLAW(NO_EXPIRY));
    r->need = 0;
    r->forbid = YM_F(JOINT);
    assert_int_equal(found(h), FLAW(NO_EXPIRY));
    r->forbid = 0;
    r->deadline = 2;
    assert_int_equal(found(h), FLAW(NO_EXPIRY));
}

/* The first rule that matches answers the clock, and what it refuses comes back for ever. */
static void refused_clocks(void **state)
{
    struct hand *h = *state;
    struct ym_rule *r;

    SPOILT(rules[LAPSE].roles, ROLE(JOB), FLAW(EXPIRY_REFUSED));
    SPOILT(rules[LAPSE].roles, ROLE(JOB) | ROLE(CLOCK), 0);
    SPOILT(rules[LAPSE].fields, YM_FB(DEADLINE), FLAW(EXPIRY_REFUSED));
    sound(h); /* some are refused, and the others answered */
    r = &h->p.rules[TOLD];
    hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE))->deadline = 3;
    r->refuse = YM_REFUSAL_ALREADY;
    r->need = YM_F(JOINT);
    assert_int_equal(found(h), FLAW(EXPIRY_REFUSED));
    r->from = HAND_IN(GREEN); /* where it does not run */
    assert_int_equal(found(h), 0);
    r->from = HAND_IN(ONE); /* it answers no deadline at all */
    r->deadline = YM_DEADLINE_NONE;
    assert_int_equal(found(h), 0);
}

/* A rule may start what can run where it leads, and has not started already by leading there. */
static void arms(void **state)
{
    struct hand *h = *state;
    struct ym_flaw flaw;

    SPOILT(rules[COURT].arm, 1, FLAW(ARM_USELESS)); /* it ends where the rule leads */
    assert_int_equal(ym_procedure_check(&h->p, &flaw, 1), 1);
    assert_int_equal(flaw.rule, h->p.rules[COURT].id);
    assert_int_equal(flaw.deadline, 0);
    SPOILT(rules[REGISTER].arm, 1, FLAW(ARM_USELESS)); /* it starts with the state */
    SPOILT(rules[TOLD].arm, 1, 0);                     /* again, where the rule stays */
    SPOILT(rules[APPLY].arm, 1u << 1, 0);              /* the track may have been there before */
    SPOILT(rules[SEAL].arm, 1u << 2, 0);               /* where another track stands nobody knows */
    SPOILT(rules[LAPSE].arm, 1u << 1, FLAW(ARM_USELESS));
    SPOILT(rules[CLOSE].arm, 1u << 3, FLAW(ARM_USELESS));
}

/* Between two failed states nobody is told twice. */
static void notices(void **state)
{
    struct hand *h = *state;

    sound(h);
    h->p.states[h->p.nstates++] = (struct ym_state){ .name = "RED2",
                                                     .track = YM_TRACK_MAIN,
                                                     .phase = YM_PHASE_FAILED,
                                                     .colour = YM_COLOUR_RED,
                                                     .stage = YM_STAGE_FAILED_TRIAL };
    h->p.rules[CLOSE].from |= HAND_IN(STATES);
    move(h, YM_CMD_SUE, HAND_IN(RED), HAND_STATES)->documents = 0;
    assert_int_equal(found(h), 0);
    h->p.rules[COURT].documents = 1u << YM_DOC_RECORD;
    assert_int_equal(found(h), FLAW(NO_NOTICE));
}

/* Eight clocks at once are the most: here on all three tracks together. */
static void clocks_at_once(void **state)
{
    struct hand *h = *state;

    sound(h); /* two in ONE, one in each of the others */
    for (int n = 4; n < YM_CLOCKS_MAX; n++) {
        hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
        hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE))->deadline = (uint8_t)n;
    }
    assert_int_equal(found(h), 0);
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(GREEN)); /* not at the same time */
    move(h, YM_CMD_EXPIRE, HAND_IN(GREEN), HAND_TWO)->deadline = YM_CLOCKS_MAX;
    assert_int_equal(found(h), 0);
    hand_deadline(h, 5, YM_UNIT_DAY, HAND_IN(ONE));
    hand_rule(h, YM_CMD_EXPIRE, HAND_IN(ONE))->deadline = YM_CLOCKS_MAX + 1;
    assert_int_equal(found(h), FLAW(CLOCKS));
}

/* All are counted, the first ones are written, and nothing past the room there is. */
static void more_than_fit(void **state)
{
    struct hand *h = *state;
    struct ym_flaw flaws[4];
    size_t n;

    sound(h);
    for (int i = 0; i < h->p.nrules; i++)
        h->p.rules[i].source = NULL;
    n = h->p.nrules;
    memset(flaws, 0xee, sizeof(flaws));
    assert_int_equal(ym_procedure_check(&h->p, flaws, 3), n);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(flaws[i].kind, YM_FLAW_NO_SOURCE);
        assert_int_equal(flaws[i].rule, (i + 1) * 10);
        assert_int_equal(flaws[i].state, YM_STATE_NONE);
        assert_int_equal(flaws[i].deadline, YM_DEADLINE_NONE);
    }
    assert_int_equal(flaws[3].kind, 0xee);
    assert_int_equal(ym_procedure_check(&h->p, NULL, 0), n);
}

static void texts(void **state)
{
    (void)state;
    assert_string_equal(ym_flaw_text(YM_FLAW_NONE), "sound");
    for (int i = 0; i < YM_FLAW_COUNT; i++)
        assert_non_null(ym_flaw_text((enum ym_flaw_kind)i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_wrong, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(the_start, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(names_and_numbers, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(colours, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(rows, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(refusals_move_nothing, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(shadows, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(sources, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(ways, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(the_way_to_court, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(watched, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(refused_clocks, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(arms, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(notices, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(clocks_at_once, hand_open, hand_close),
        cmocka_unit_test_setup_teardown(more_than_fit, hand_open, hand_close),
        cmocka_unit_test(texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
