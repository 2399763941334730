/* SPDX-License-Identifier: Apache-2.0 */
/* What a history counts for, told by its columns: rules are named by what they do. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/figures.h"

/* States beside those of hand.h. */
enum { DESK = HAND_STATES, REFUSED, COURT, STATES };

/* Rules by number. */
enum {
    REGISTER = 10,
    ACCEPT = 20,
    REFUSE = 30,
    TRANSFER = 40,
    TO_COURT = 50,
    SETTLE = 60,
    FAIL = 70,
    REOPEN = 80,
    SUE = 90,
    NOTE = 100,
    EXTEND = 110,
    EXPIRE_LIMIT = 120,
    EXPIRE_OTHER = 130,
    APPLY_ONE = 140,
    APPLY_BOTH = 150,
    TAKE = 160,
    CONFIRM = 170,
    DISMISS = 180,
    REJECT = 190,
    EXPIRE_REVIEW = 200,
    MIGRATE = 210,
    ARCHIVE = 220,
    OTHER_COURT = 230,
};

static void moves(struct hand *h, enum ym_cmd on, uint64_t from, uint8_t to)
{
    hand_rule(h, on, from)->to[YM_TRACK_MAIN] = to;
}

static void expires(struct hand *h, uint64_t from, uint8_t deadline)
{
    hand_rule(h, YM_CMD_EXPIRE, from)->deadline = deadline;
}

static void make_rules(struct hand *h)
{
    const uint64_t open = HAND_IN(ONE) | HAND_IN(TWO) | UINT64_C(1) << COURT;

    moves(h, YM_CMD_REGISTER, HAND_IN(START), DESK);
    moves(h, YM_CMD_ACCEPT, UINT64_C(1) << DESK, HAND_ONE);
    moves(h, YM_CMD_REFUSE, UINT64_C(1) << DESK, REFUSED);
    moves(h, YM_CMD_TRANSFER, HAND_IN(ONE), HAND_TWO);
    moves(h, YM_CMD_REFER_COURT, open, COURT);
    moves(h, YM_CMD_SIGN, open, HAND_GREEN);
    moves(h, YM_CMD_TERMINATE, open, HAND_RED);
    moves(h, YM_CMD_REOPEN, HAND_IN(RED), HAND_ONE);
    moves(h, YM_CMD_SUE, HAND_IN(GREEN), HAND_RED);
    (void)hand_rule(h, YM_CMD_VISIT, open);
    hand_rule(h, YM_CMD_CONSENT_EXTENSION, open)->effects = YM_E(EXTEND);
    expires(h, open, 0);
    expires(h, open, 1);
    (void)hand_rule(h, YM_CMD_APPLY_CONFIRMATION, HAND_IN(CIDLE));
    hand_rule(h, YM_CMD_APPLY_CONFIRMATION, HAND_IN(CIDLE))->to[YM_TRACK_CONFIRM] = HAND_COPEN;
    (void)hand_rule(h, YM_CMD_ACCEPT_CONFIRMATION, HAND_IN(COPEN));
    (void)hand_rule(h, YM_CMD_CONFIRM, HAND_IN(COPEN));
    (void)hand_rule(h, YM_CMD_DISMISS_CONFIRMATION, HAND_IN(COPEN));
    (void)hand_rule(h, YM_CMD_REJECT_CONFIRMATION, HAND_IN(COPEN));
    expires(h, HAND_IN(COPEN), 2);
    (void)hand_rule(h, YM_CMD_MIGRATE, open);
    moves(h, YM_CMD_ARCHIVE, HAND_IN(GREEN), REFUSED);
    moves(h, YM_CMD_REGISTER_COURT, UINT64_C(1) << COURT, COURT);
}

/* A desk before acceptance, a final state, and mediation with a court; a limit of the mediation,
 * another deadline, and a limit of the court's review. */
static void furnish(struct hand *h)
{
    hand_reset(h);
    h->p.states[DESK] = (struct ym_state){
        .name = "DESK", .track = YM_TRACK_MAIN, .phase = YM_PHASE_OPEN, .stage = YM_STAGE_INTAKE
    };
    h->p.states[REFUSED] = (struct ym_state){ .name = "REFUSED",
                                              .track = YM_TRACK_MAIN,
                                              .phase = YM_PHASE_FINAL,
                                              .stage = YM_STAGE_NOT_ACCEPTED };
    h->p.states[COURT] = (struct ym_state){ .name = "COURT",
                                            .track = YM_TRACK_MAIN,
                                            .phase = YM_PHASE_OPEN,
                                            .colour = YM_COLOUR_BLUE,
                                            .stage = YM_STAGE_COURT_FILED };
    h->p.nstates = STATES;
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(ONE))->is_limit = true;
    (void)hand_deadline(h, 3, YM_UNIT_DAY, HAND_IN(ONE));
    hand_deadline(h, 30, YM_UNIT_DAY, HAND_IN(COPEN))->is_limit = true;
    make_rules(h);
}

struct event {
    uint16_t rule;
    int day; /* counted as hand_at() does */
};

#define NONE_MORE                                                                                  \
    {                                                                                              \
        0, 0                                                                                       \
    }

/* The figures of a history in the days from..until - 1. */
static struct ym_figures figures(const struct hand *h, const struct event *events, int from,
                                 int until)
{
    const struct ym_period period = { ym_day_start(hand_day(from)), ym_day_start(hand_day(until)) };
    struct ym_figures f;

    ym_figures_begin(&f, &h->p, period);
    for (; events->rule != 0; events++) {
        const struct ym_step s = { hand_at(events->day), events->rule,
                                   h->p.rules[events->rule / 10 - 1].on };

        assert_true(ym_figures_take(&f, &s, NULL, NULL));
    }
    ym_figures_end(&f);
    return f;
}

#define N(f, name) ((int)(f).n[YM_FIGURE_##name])

static void assert_balanced(const struct ym_figures *f)
{
    int64_t n[YM_FIGURE_COUNT];

    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        n[i] = f->n[i];
    assert_true(ym_figures_balance(n));
    n[YM_FIGURE_OPEN]++;
    assert_false(ym_figures_balance(n));
}

static const struct event course[] = { { REGISTER, 1 },  { ACCEPT, 2 },       { TRANSFER, 12 },
                                       { TO_COURT, 21 }, { OTHER_COURT, 22 }, { SETTLE, 25 },
                                       { SUE, 31 },      { REOPEN, 33 },      { FAIL, 44 },
                                       NONE_MORE };

/* One history, month after month of ten days: every count falls into one of them. */
static void test_months_follow(void **state)
{
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, course, 0, 10);
    assert_int_equal(N(f, REGISTERED), 1);
    assert_int_equal(N(f, ACCEPTED), 1);
    assert_int_equal(N(f, CARRIED), 0);
    assert_int_equal(N(f, OPEN), 1);
    assert_int_equal(f.colour, YM_COLOUR_YELLOW);
    assert_int_equal(f.days, -1);
    assert_balanced(&f);

    f = figures(h, course, 10, 20);
    assert_int_equal(N(f, ACCEPTED), 0);
    assert_int_equal(N(f, CARRIED), 1);
    assert_int_equal(N(f, TRANSFERRED), 1);
    assert_int_equal(f.colour, YM_COLOUR_ORANGE);
    assert_int_equal(f.nmoves, 1);
    assert_int_equal(f.moves[0].from, YM_COLOUR_YELLOW);
    assert_int_equal(f.moves[0].to, YM_COLOUR_ORANGE);
    assert_int_equal(f.moves[0].days, 10);
    assert_balanced(&f);

    f = figures(h, course, 20, 30);
    assert_int_equal(N(f, WITH_COURT), 1);
    assert_int_equal(N(f, SETTLED), 1);
    assert_int_equal(N(f, OPEN), 0);
    assert_int_equal(f.days, 23);
    assert_int_equal(f.nmoves, 2);
    assert_int_equal(f.moves[1].days, 4);
    assert_balanced(&f);

    f = figures(h, course, 30, 40);
    assert_int_equal(N(f, UNDONE), 1);
    assert_int_equal(N(f, FAILED), 0);
    assert_int_equal(N(f, REOPENED), 1);
    assert_int_equal(N(f, OPEN), 1);
    assert_balanced(&f);

    f = figures(h, course, 40, 50);
    assert_int_equal(N(f, CARRIED), 1);
    assert_int_equal(N(f, FAILED), 1);
    assert_int_equal(f.days, 11); /* since it was reopened */
    assert_balanced(&f);
}

/* The same history, in a month in which nothing happened and in one that holds all of it. */
static void test_quiet_and_whole(void **state)
{
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, course, 50, 60);
    for (int i = 0; i < YM_FIGURE_COUNT; i++)
        assert_int_equal(f.n[i], 0);
    assert_int_equal(f.colour, YM_COLOUR_RED);

    f = figures(h, course, 0, 60);
    assert_int_equal(N(f, ACCEPTED) + N(f, REOPENED), 2);
    assert_int_equal(N(f, SETTLED) + N(f, FAILED), 2);
    assert_balanced(&f);
}

/* The instant at which a period begins belongs to it, the one at which it ends to the next. */
static void test_edges_of_a_period(void **state)
{
    struct hand *h = *state;
    const struct ym_period period = { hand_at(3), hand_at(5) };
    struct ym_figures f;

    furnish(h);
    for (int64_t off = -1; off <= 0; off++) {
        const struct ym_step come = { hand_at(3) + off, ACCEPT, YM_CMD_ACCEPT };
        const struct ym_step go = { hand_at(5) + off, FAIL, YM_CMD_TERMINATE };
        const struct ym_step late = { hand_at(4), REOPEN, YM_CMD_REOPEN };

        ym_figures_begin(&f, &h->p, period);
        assert_true(ym_figures_take(&f, &come, NULL, NULL));
        assert_true(ym_figures_take(&f, &go, NULL, NULL));
        if (off == 0) /* a clock that stepped back moves nothing out of the next period */
            assert_true(ym_figures_take(&f, &late, NULL, NULL));
        ym_figures_end(&f);
        assert_int_equal(N(f, CARRIED), off == -1);
        assert_int_equal(N(f, ACCEPTED), off == 0);
        assert_int_equal(N(f, FAILED), off == -1);
        assert_int_equal(N(f, OPEN), off == 0);
        assert_int_equal(N(f, REOPENED), 0);
        assert_balanced(&f);
    }
}

static void test_what_is_never_accepted(void **state)
{
    static const struct event refused[] = { { REGISTER, 1 }, { REFUSE, 2 }, NONE_MORE };
    static const struct event waiting[] = { { REGISTER, 1 }, NONE_MORE };
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, refused, 0, 10);
    assert_int_equal(N(f, REGISTERED), 1);
    assert_int_equal(N(f, DECLINED), 1);
    assert_int_equal(N(f, ENDED), 0);
    assert_balanced(&f);
    f = figures(h, waiting, 0, 10);
    assert_int_equal(N(f, REGISTERED), 1);
    assert_int_equal(N(f, OPEN), 0); /* not under way: nobody has accepted it */
    assert_int_equal(f.colour, YM_COLOUR_NONE);
    assert_balanced(&f);
}

/* It ends otherwise than settled or failed: withdrawn, merged. */
static void test_other_ends(void **state)
{
    static const struct event events[] = { { ACCEPT, 1 }, { REFUSE, 4 }, NONE_MORE };
    static const struct event archived[] = {
        { ACCEPT, 1 }, { SETTLE, 2 }, { ARCHIVE, 3 }, NONE_MORE
    };
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, events, 0, 10);
    assert_int_equal(N(f, ENDED), 1);
    assert_int_equal(N(f, DECLINED), 0);
    assert_int_equal(f.days, 3);
    assert_balanced(&f);
    f = figures(h, archived, 0, 10); /* it was settled: filing it away undoes nothing */
    assert_int_equal(N(f, SETTLED), 1);
    assert_int_equal(N(f, ENDED) + N(f, UNDONE), 0);
    assert_int_equal(f.days, 1);
    assert_balanced(&f);
}

static void test_limits(void **state)
{
    static const struct event late[] = { { ACCEPT, 1 },       { EXTEND, 2 }, { EXPIRE_LIMIT, 5 },
                                         { EXPIRE_OTHER, 6 }, { SETTLE, 7 }, NONE_MORE };
    static const struct event other[] = {
        { ACCEPT, 1 }, { EXPIRE_OTHER, 5 }, { SETTLE, 7 }, NONE_MORE
    };
    static const struct event again[] = { { ACCEPT, 1 }, { EXPIRE_LIMIT, 2 }, { FAIL, 3 },
                                          { REOPEN, 4 }, { NOTE, 5 },         { SETTLE, 6 },
                                          NONE_MORE };
    static const struct event after[] = {
        { ACCEPT, 1 }, { SETTLE, 2 }, { EXTEND, 3 }, { EXPIRE_REVIEW, 4 }, NONE_MORE
    };
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, late, 0, 10);
    assert_int_equal(N(f, EXTENDED), 1);
    assert_int_equal(N(f, OVERDUE), 1);
    assert_true(f.is_late);
    f = figures(h, late, 0, 6);
    assert_true(f.is_late); /* still open, and overdue */
    f = figures(h, late, 0, 5);
    assert_false(f.is_late);
    f = figures(h, other, 0, 10);
    assert_int_equal(N(f, OVERDUE), 0);
    assert_false(f.is_late);
    f = figures(h, again, 0, 10);
    assert_int_equal(N(f, OVERDUE), 1);
    assert_false(f.is_late);      /* a new round has a limit of its own */
    f = figures(h, after, 0, 10); /* the court's review is not the mediation */
    assert_int_equal(N(f, EXTENDED), 0);
    assert_int_equal(N(f, OVERDUE), 0);
}

/* The court's limit may also pass while a dispute is under way, in another track. */
static void test_limit_of_another_track(void **state)
{
    static const struct event events[] = { { ACCEPT, 1 }, { EXPIRE_REVIEW, 4 }, NONE_MORE };
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, events, 0, 10);
    assert_int_equal(N(f, OVERDUE), 0);
    h->p.rules[EXPIRE_REVIEW / 10 - 1].from = 0; /* a rule of no state; none is shipped */
    f = figures(h, events, 0, 10);
    assert_int_equal(N(f, OVERDUE), 0);
}

static void test_confirmation(void **state)
{
    static const struct event events[] = { { APPLY_ONE, 1 }, { APPLY_BOTH, 2 }, { TAKE, 3 },
                                           { CONFIRM, 4 },   { DISMISS, 5 },    { REJECT, 6 },
                                           NONE_MORE };
    struct hand *h = *state;
    struct ym_figures f;

    furnish(h);
    f = figures(h, events, 0, 10);
    assert_int_equal(N(f, APPLIED), 1);
    assert_int_equal(N(f, TAKEN), 1);
    assert_int_equal(N(f, CONFIRMED), 1);
    assert_int_equal(N(f, DISMISSED), 1);
    assert_int_equal(N(f, REJECTED), 1);
}

static void test_migration_and_unknown_rules(void **state)
{
    struct hand *h = *state;
    static struct ym_procedure other;
    const uint8_t to[YM_TRACKS] = { HAND_TWO, HAND_CIDLE, HAND_PIDLE };
    const struct ym_step accept = { hand_at(1), ACCEPT, YM_CMD_ACCEPT };
    const struct ym_step move = { hand_at(2), MIGRATE, YM_CMD_MIGRATE };
    const struct ym_step there = { hand_at(3), 7, YM_CMD_SIGN };
    const struct ym_period period = { hand_at(0), hand_at(9) };
    struct ym_figures f;

    furnish(h);
    other = h->p;
    other.rules[0].id = 7;
    other.rules[0].to[YM_TRACK_MAIN] = HAND_GREEN;
    ym_figures_begin(&f, &h->p, period);
    assert_true(ym_figures_take(&f, &accept, NULL, NULL));
    assert_false(ym_figures_take(&f, &there, NULL, NULL));
    assert_true(ym_figures_take(&f, &move, &other, to));
    assert_int_equal(f.state[YM_TRACK_MAIN], HAND_TWO);
    assert_true(ym_figures_take(&f, &there, NULL, NULL));
    ym_figures_end(&f);
    assert_int_equal(N(f, SETTLED), 1);
    assert_balanced(&f);
}

/* One past what is kept: the counts go on, the moves stop. */
static void test_moves_are_bounded(void **state)
{
    struct event events[2 * YM_MOVES_MAX + 4] = { { ACCEPT, 0 } };
    struct hand *h = *state;
    struct ym_figures f;
    size_t n = 1;

    furnish(h);
    for (; n <= YM_MOVES_MAX; n++)
        events[n] = (struct event){ n % 2 == 1 ? FAIL : REOPEN, (int)n };
    f = figures(h, events, 0, 1000); /* with the acceptance one more than the colours that follow */
    assert_int_equal(f.nmoves, YM_MOVES_MAX);
    assert_int_equal(f.moves[YM_MOVES_MAX - 1].days, 1);
    events[n] = (struct event){ n % 2 == 1 ? FAIL : REOPEN, (int)n };
    f = figures(h, events, 0, 1000);
    assert_int_equal(f.nmoves, YM_MOVES_MAX);
    assert_int_equal(N(f, FAILED) + N(f, REOPENED), YM_MOVES_MAX + 1);
    assert_balanced(&f);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i < YM_FIGURE_COUNT; i++) {
        const struct ym_word *w = ym_figure_word((enum ym_figure)i);

        assert_true(w->code[0] != '\0' && w->zh[0] != '\0' && w->en[0] != '\0');
        for (int k = 0; k < i; k++)
            assert_string_not_equal(w->code, ym_figure_word((enum ym_figure)k)->code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_months_follow),
        cmocka_unit_test(test_quiet_and_whole),
        cmocka_unit_test(test_edges_of_a_period),
        cmocka_unit_test(test_what_is_never_accepted),
        cmocka_unit_test(test_other_ends),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_limit_of_another_track),
        cmocka_unit_test(test_confirmation),
        cmocka_unit_test(test_migration_and_unknown_rules),
        cmocka_unit_test(test_moves_are_bounded),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, hand_open, hand_close);
}
