/* SPDX-License-Identifier: Apache-2.0 */
/* The log of a dispute event by event, and its limits. What counts under the shipped procedures is
 * tried in test/conduct/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hand.h"
#include "yima/credit.h"

/* Events by hand: no procedure is asked. */
static struct ym_event event(const struct ym_credit *c, enum ym_cmd kind, int day)
{
    struct ym_event ev = { .dispute = { 7 }, .seq = c->dispute.version + 1, .rule = 11 };

    ev.c = hand_command(kind);
    ev.c.at = hand_at(day);
    ev.c.date = YM_DAY_NONE;
    ev.c.detail = YM_SPAN("{}");
    return ev;
}

static void take(struct ym_credit *c, const struct ym_event *ev)
{
    assert_true(ym_credit_take(c, ev));
}

static void go(struct ym_credit *c, enum ym_cmd kind, int day)
{
    const struct ym_event ev = event(c, kind, day);

    take(c, &ev);
}

static void registered(struct ym_credit *c, uint8_t source, uint8_t joint)
{
    struct ym_event ev;

    ym_credit_begin(c);
    ev = event(c, YM_CMD_REGISTER, 0);
    ev.c.reg = hand_registration().reg;
    ev.c.reg.source = source;
    ev.c.reg.joint = joint;
    take(c, &ev);
}

static int open_credit(void **state)
{
    struct ym_credit *c = malloc(sizeof(*c));

    if (c == NULL)
        return -1;
    registered(c, YM_SOURCE_APPLIED, 0);
    *state = c;
    return 0;
}

static int close_credit(void **state)
{
    free(*state);
    return 0;
}

static const struct ym_credit_item *last(const struct ym_credit *c)
{
    return &c->log.items[c->log.n - 1];
}

static void session(struct ym_credit *c, const char *detail, int day)
{
    struct ym_event ev = event(c, YM_CMD_HOLD_SESSION, day);

    ev.c.detail = ym_span_of(detail);
    take(c, &ev);
}

/* An agreement of obligations due on day 10 of which seat 1 owes the first. */
static void reach(struct ym_credit *c, enum ym_cmd kind, const char *detail, uint8_t items)
{
    struct ym_event ev = event(c, kind, 1);

    ev.c.fields = YM_FB(OBLIGATIONS);
    ev.c.items = items;
    ev.c.date = hand_day(10);
    ev.c.detail = ym_span_of(detail);
    take(c, &ev);
}

#define OWED "{\"obligations\":[{\"due\":\"2026-11-12\",\"payee\":0,\"payer\":1}]}"

static void record(struct ym_credit *c, uint8_t item, uint8_t result, int day)
{
    struct ym_event ev = event(c, YM_CMD_RECORD_PERFORMANCE, day);

    ev.c.item = item;
    ev.c.code = result;
    take(c, &ev);
}

/* ---- The history ---- */

static void test_only_the_next_event(void **state)
{
    struct ym_credit *c = *state;
    struct ym_event ev = event(c, YM_CMD_VISIT, 1);
    const struct ym_credit before = *c;

    ev.seq++;
    assert_false(ym_credit_take(c, &ev));
    ev.seq--;
    ev.dispute.v = 8;
    assert_false(ym_credit_take(c, &ev));
    ev.dispute.v = 7;
    ev.c.kind = YM_CMD_REGISTER;
    assert_false(ym_credit_take(c, &ev));
    assert_memory_equal(&before, c, sizeof(before));
    ym_credit_begin(c);
    ev.seq = 1;
    ev.c.kind = YM_CMD_VISIT;
    assert_false(ym_credit_take(c, &ev));
}

static void test_parties(void **state)
{
    struct ym_credit *c = *state;

    assert_int_equal(c->log.n, HAND_PARTIES);
    for (uint32_t i = 0; i < HAND_PARTIES; i++) {
        const struct ym_credit_item *p = &c->log.items[i];

        assert_int_equal(p->seat, i);
        assert_int_equal(p->kind, YM_CREDIT_PARTY);
        assert_int_equal(p->seq, 1);
        assert_int_equal(p->rule, 11);
        assert_int_equal(p->procedure, hand_registration().reg.procedure);
        assert_int_equal(p->day, hand_day(0));
        assert_int_equal(p->of, hand_day(0));
    }
    assert_int_equal(c->willing_on[0], hand_day(0));
    assert_int_equal(c->willing_on[1], YM_DAY_NONE);
    registered(c, YM_SOURCE_ACTIVE, 0); /* nobody asked for it */
    assert_int_equal(c->willing_on[0], YM_DAY_NONE);
    registered(c, YM_SOURCE_ACTIVE, 1); /* both did */
    assert_int_equal(c->willing_on[1], hand_day(0));
}

/* ---- Sessions ---- */

static void test_session_words(void **state)
{
    struct ym_credit *c = *state;
    const uint32_t n = c->log.n;

    /* Neither a seat that is none nor a word that is none makes an item. */
    session(c, "{\"attendance\":[{\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":3,\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":\"x\",\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":\"\",\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":.,\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":100,\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":32,\"status\":\"attended\"}]}", 1);
    session(c, "{\"attendance\":[{\"seat\":1,\"status\":\"perhaps\"}]}", 1);
    assert_int_equal(c->log.n, n);
    session(c,
            "{\"attendance\":[{\"seat\":1,\"status\":\"attended\"},"
            "{\"seat\":2,\"status\":\"excused\"},{\"seat\":0,\"status\":\"absent\"}]}",
            1);
    assert_int_equal(c->log.n, n + 3);
    assert_int_equal(c->log.items[n].kind, YM_CREDIT_ATTENDED);
    assert_int_equal(c->log.items[n + 1].kind, YM_CREDIT_AWAY);
    assert_int_equal(c->log.items[n + 2].kind, YM_CREDIT_ABSENT);
    assert_int_equal(c->log.items[n + 2].why, YM_CREDIT_WHY_NOT_NOTIFIED);
}

/* What was said after the session does not reach back to it. */
static void test_told_afterwards(void **state)
{
    struct ym_credit *c = *state;
    struct ym_event ev = event(c, YM_CMD_NOTIFY, 3);

    ev.c.seats = 3;
    take(c, &ev);
    ev = event(c, YM_CMD_CONSENT, 3);
    ev.c.seats = 2;
    take(c, &ev);
    ev = event(c, YM_CMD_HOLD_SESSION, 4);
    ev.c.date = hand_day(2);
    ev.c.detail = YM_SPAN("{\"attendance\":[{\"seat\":1,\"status\":\"absent\"},"
                          "{\"seat\":0,\"status\":\"absent\"}]}");
    take(c, &ev);
    assert_int_equal(last(c)->why, YM_CREDIT_WHY_NOT_NOTIFIED);
    assert_int_equal(last(c)->of, hand_day(2));
    assert_int_equal(c->log.items[c->log.n - 2].why, YM_CREDIT_WHY_NO_CONSENT);
    assert_int_equal(c->told_on[0], hand_day(3)); /* of a session that is still to come */
    ev = event(c, YM_CMD_NOTIFY, 5);
    ev.c.seats = 1;
    take(c, &ev);
    ev = event(c, YM_CMD_CONSENT, 5); /* consenting again: since the first time */
    ev.c.seats = 2;
    take(c, &ev);
    assert_int_equal(c->told_on[0], hand_day(5));
    assert_int_equal(c->willing_on[1], hand_day(3));
}

static void told_of(struct ym_credit *c, int day, int session)
{
    struct ym_event ev = event(c, YM_CMD_NOTIFY, day);
    char text[YM_DAY_TEXT_MAX];
    char detail[64];

    ym_day_print(hand_day(session), text);
    (void)snprintf(detail, sizeof(detail), "{\"session_day\":\"%s\"}", text);
    ev.c.seats = 1;
    ev.c.detail = ym_span_of(detail);
    take(c, &ev);
}

static uint8_t why_absent(struct ym_credit *c, int day)
{
    session(c, "{\"attendance\":[{\"seat\":0,\"status\":\"absent\"}]}", day);
    return last(c)->why;
}

/* As many days as are kept, and one past: the oldest is forgotten. A day that was over when the
 * notice was recorded is none. */
static void test_days_that_were_told(void **state)
{
    struct ym_credit *c = *state;

    for (int i = 0; i < YM_CREDIT_TOLD_MAX; i++)
        told_of(c, 1, 10 + i);
    told_of(c, 5, 4);
    assert_int_equal(why_absent(c, 4), YM_CREDIT_WHY_NOT_NOTIFIED);
    assert_int_equal(why_absent(c, 10), YM_CREDIT_WHY_COUNTS);
    assert_int_equal(why_absent(c, 9 + YM_CREDIT_TOLD_MAX), YM_CREDIT_WHY_COUNTS);
    told_of(c, 5, 5); /* on the day itself */
    assert_int_equal(why_absent(c, 5), YM_CREDIT_WHY_COUNTS);
    assert_int_equal(why_absent(c, 10), YM_CREDIT_WHY_NOT_NOTIFIED);
    assert_int_equal(why_absent(c, 11), YM_CREDIT_WHY_COUNTS);
}

/* ---- Force majeure ---- */

static void stay(struct ym_credit *c, uint8_t reason, int from, int until)
{
    struct ym_event ev = event(c, YM_CMD_STAY, from);

    ev.c.code = reason;
    ev.effects = YM_E(STAY);
    take(c, &ev);
    go(c, YM_CMD_VISIT, until); /* while it lasts nothing ends it */
    ev = event(c, YM_CMD_RESUME, until);
    ev.effects = YM_E(RESUME);
    take(c, &ev);
}

static void test_stays(void **state)
{
    struct ym_credit *c = *state;

    stay(c, YM_STAY_APPRAISAL, 0, 1);
    assert_int_equal(c->nstays, 0);
    for (int i = 0; i < YM_CREDIT_STAYS_MAX; i++)
        stay(c, YM_STAY_FORCE_MAJEURE, 10 * i, 10 * i + 2);
    assert_int_equal(c->nstays, YM_CREDIT_STAYS_MAX);
    assert_int_equal(c->stays[0].until, hand_day(2));
    stay(c, YM_STAY_FORCE_MAJEURE, 200, 203); /* one past: the two oldest become one */
    assert_int_equal(c->nstays, YM_CREDIT_STAYS_MAX);
    assert_int_equal(c->stays[0].from, hand_day(0));
    assert_int_equal(c->stays[0].until, hand_day(12));
    assert_int_equal(c->stays[1].from, hand_day(20));
    assert_int_equal(c->stays[YM_CREDIT_STAYS_MAX - 1].until, hand_day(203));
}

static void test_due_in_force_majeure(void **state)
{
    static const uint8_t results[] = { YM_RESULT_BREACHED, YM_RESULT_PARTIAL, YM_RESULT_LATE,
                                       YM_RESULT_FULFILLED, YM_RESULT_EXCUSED };
    struct ym_credit *c = *state;

    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 1);
    c->told = 2;
    stay(c, YM_STAY_FORCE_MAJEURE, 9, 10);
    stay(c, YM_STAY_FORCE_MAJEURE, 11, 12);
    for (size_t i = 0; i < sizeof(results); i++) {
        record(c, 0, results[i], 13);
        assert_int_equal(last(c)->why, i < 3 ? YM_CREDIT_WHY_FORCE_MAJEURE : YM_CREDIT_WHY_COUNTS);
    }
}

/* ---- Obligations ---- */

/* A stay that begins after the day, or ended before it, excuses nothing. */
static void test_due_beside_a_stay(void **state)
{
    struct ym_credit *c = *state;

    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 1);
    c->told = 2;
    stay(c, YM_STAY_FORCE_MAJEURE, 8, 9);
    stay(c, YM_STAY_FORCE_MAJEURE, 11, 12);
    record(c, 0, YM_RESULT_BREACHED, 13);
    assert_int_equal(last(c)->why, YM_CREDIT_WHY_COUNTS);
}

static void test_no_result_no_payer(void **state)
{
    struct ym_credit *c = *state;
    const uint32_t n = c->log.n;

    record(c, 0, YM_RESULT_FULFILLED, 1); /* no agreement */
    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 1);
    record(c, 0, YM_RESULT_NONE, 1);
    record(c, 0, YM_RESULT_COUNT, 1);
    record(c, 1, YM_RESULT_FULFILLED, 1); /* nobody said who owes it */
    reach(c, YM_CMD_REACH_AGREEMENT,
          "{\"obligations\":[{\"due\":\"2026-11-12\",\"payee\":0,\"payer\":5}]}", 1);
    record(c, 0, YM_RESULT_FULFILLED, 1); /* no such seat */
    assert_int_equal(c->log.n, n);
}

/* An obligation without a day falls due when something is recorded of it. */
static void test_no_day(void **state)
{
    struct ym_credit *c = *state;

    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 0);
    record(c, 0, YM_RESULT_LATE, 4);
    assert_int_equal(last(c)->of, hand_day(4));
    assert_int_equal(last(c)->kind, YM_CREDIT_LATE);
}

static void test_more_rows_than_obligations(void **state)
{
    char detail[32 * (YM_OBLIGATIONS_MAX + 2)] = "{\"obligations\":[";
    struct ym_credit *c = *state;
    struct ym_credit_item kept;
    size_t n = strlen(detail);

    for (int i = 0; i <= YM_OBLIGATIONS_MAX; i++)
        n += (size_t)snprintf(detail + n, sizeof(detail) - n, "%s{\"payer\":1}", i == 0 ? "" : ",");
    assert_true(snprintf(detail + n, sizeof(detail) - n, "]}") > 0);
    reach(c, YM_CMD_REACH_AGREEMENT, detail, YM_OBLIGATIONS_MAX);
    assert_int_equal(c->payer[YM_OBLIGATIONS_MAX - 1], 1);
    record(c, YM_OBLIGATIONS_MAX - 1, YM_RESULT_FULFILLED, 4);
    kept = *last(c);
    assert_int_equal(kept.item, YM_OBLIGATIONS_MAX - 1);
}

static void expire(struct ym_credit *c, int day)
{
    struct ym_event ev = event(c, YM_CMD_EXPIRE, day);

    ev.effects = YM_E(OVERDUE);
    take(c, &ev);
}

static void test_replaced_kinds(void **state)
{
    struct ym_credit *c = *state;
    struct ym_event ev;
    uint32_t n;

    reach(c, YM_CMD_REACH_AGREEMENT,
          "{\"obligations\":[{\"due\":\"2026-11-10\",\"payer\":1},"
          "{\"due\":\"2026-11-11\",\"payer\":1},{\"due\":\"2026-11-12\",\"payer\":1},"
          "{\"due\":\"2026-11-12\",\"payer\":1},{\"due\":\"2026-11-11\",\"payer\":1}]}",
          5);
    c->told = 2;
    expire(c, 9); /* the first */
    record(c, 1, YM_RESULT_PARTIAL, 10);
    record(c, 2, YM_RESULT_BREACHED, 11);
    ev = event(c, YM_CMD_CLAIM_PERFORMANCE, 11);
    ev.c.item = 2;
    ev.c.code = YM_RESULT_FULFILLED;
    ev.c.by = hand_party(1);
    take(c, &ev);
    ev.seq++;
    ev.c.item = 1; /* against a part likewise */
    take(c, &ev);
    assert_int_equal(last(c)->kind, YM_CREDIT_CONTESTED);
    record(c, 3, YM_RESULT_FULFILLED, 11);
    record(c, 4, YM_RESULT_PARTIAL, 11);
    n = c->log.n;
    reach(c, YM_CMD_REACH_ORAL, OWED, 1); /* in force at once */
    assert_int_equal(c->log.n, n + 4);    /* what was fulfilled stays */
    for (uint32_t i = n; i < c->log.n; i++) {
        assert_int_equal(c->log.items[i].kind, YM_CREDIT_REPLACED);
        assert_int_not_equal(c->log.items[i].item, 3);
    }
    record(c, 0, YM_RESULT_BREACHED, 12);
    n = c->log.n;
    reach(c, YM_CMD_REACH_ORAL, OWED, 1); /* each once: those of the first agreement are gone */
    assert_int_equal(c->log.n, n + 1);
}

/* A new version that no signature is asked for binds at once. */
static void test_adopted_at_once(void **state)
{
    struct ym_credit *c = *state;
    struct ym_event ev;

    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 1);
    c->told = 2;
    record(c, 0, YM_RESULT_BREACHED, 11);
    ev = event(c, YM_CMD_VARY, 12);
    ev.c.fields = YM_FB(OBLIGATIONS);
    ev.c.items = 1;
    ev.c.date = hand_day(30);
    ev.c.detail = YM_SPAN("{\"obligations\":[{\"due\":\"2026-12-02\",\"payer\":0}]}");
    ev.effects = YM_E(UNSIGN);
    take(c, &ev);
    assert_int_equal(last(c)->kind, YM_CREDIT_REPLACED);
    assert_int_equal(c->payer[0], 0);
    assert_int_equal(c->terms_seq, ev.seq);
    assert_int_equal(c->next_seq, 0);
    ev = event(c, YM_CMD_SEAL, 13); /* nothing waits any more: the effect has nothing to adopt */
    ev.effects = YM_E(ADOPT);
    take(c, &ev);
    assert_int_equal(c->payer[0], 0);
}

/* A court that takes the case up begins a round to which nobody has agreed yet. */
static void test_restart_by_the_court(void **state)
{
    struct ym_credit *c = *state;
    struct ym_event ev = event(c, YM_CMD_REGISTER_COURT, 2);

    c->dispute.reopening = 1;
    ev.effects = YM_E(RESTART);
    take(c, &ev);
    assert_int_equal(c->willing_on[0], YM_DAY_NONE);
    assert_int_equal(c->terms_seq, 0);
}

/* ---- Limits ---- */

static void test_items_limit(void **state)
{
    const uint32_t plain = YM_CREDIT_ITEMS_MAX - YM_CREDIT_REPAIRS_KEPT;
    struct ym_credit *c = *state;

    reach(c, YM_CMD_REACH_AGREEMENT, OWED, 1);
    c->told = 2;
    while (c->log.n < plain)
        session(c, "{\"attendance\":[{\"seat\":1,\"status\":\"attended\"}]}", 2);
    assert_int_equal(c->log.left_out, 0);
    session(c, "{\"attendance\":[{\"seat\":1,\"status\":\"attended\"}]}", 2);
    assert_int_equal(c->log.n, plain); /* one past: counted, and room is kept for performance */
    assert_int_equal(c->log.left_out, 1);
    for (int i = 0; i < YM_CREDIT_REPAIRS_KEPT; i++)
        record(c, 0, YM_RESULT_BREACHED, 12);
    assert_int_equal(c->log.n, YM_CREDIT_ITEMS_MAX);
    assert_int_equal(c->log.left_out, 1);
    record(c, 0, YM_RESULT_LATE, 13);
    assert_int_equal(c->log.n, YM_CREDIT_ITEMS_MAX);
    assert_int_equal(c->log.left_out, 2);
    assert_int_equal(c->stands[0], YM_CREDIT_ITEMS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_only_the_next_event, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_parties, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_session_words, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_told_afterwards, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_days_that_were_told, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_stays, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_due_in_force_majeure, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_due_beside_a_stay, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_no_result_no_payer, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_no_day, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_more_rows_than_obligations, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_replaced_kinds, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_adopted_at_once, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_restart_by_the_court, open_credit, close_credit),
        cmocka_unit_test_setup_teardown(test_items_limit, open_credit, close_credit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
