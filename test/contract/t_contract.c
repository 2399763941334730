/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of the store's port, as yima/ports.h states it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "asking.h"
#include "made.h"
#include "subject.h"

static void registered(struct made *m, struct ym_id id)
{
    made_register(m, id);
    assert_int_equal(appended(&m->change), YM_STORED_OK);
}

/* ---- */

static void unknown_is_missing(void **state)
{
    (void)state;
    assert_int_equal(acquired(made_id(1, 1)).r, YM_STORED_MISSING);
    assert_int_equal(acquired(made_id(1, 1)).r, YM_STORED_MISSING); /* and nothing was held */
}

static void what_is_appended_is_acquired(void **state)
{
    struct ym_id id = made_id(2, 1);
    struct made first, second;
    struct answer a;

    (void)state;
    registered(&first, id);
    a = acquired(id);
    assert_int_equal(a.r, YM_STORED_OK);
    assert_true(made_same(&a.d, &first.after));
    made_next(&second, &a.d, "{\"n\":1}");
    second.after.nclocks = 0;
    made_seal(&second);
    assert_int_equal(appended(&second.change), YM_STORED_OK);
    a = acquired(id); /* the append gave it back */
    assert_int_equal(a.r, YM_STORED_OK);
    assert_int_equal(a.d.version, 2);
    assert_int_equal(a.d.nclocks, 0);
    assert_memory_equal(a.d.head, second.after.head, 32);
    release(id);
}

static void one_holder_at_a_time_in_order(void **state)
{
    struct ym_id id = made_id(3, 1);
    struct made m, next;
    struct answer a[4];
    unsigned before;

    (void)state;
    registered(&m, id);
    before = answers;
    for (size_t i = 0; i < 4; i++)
        acquire(id, &a[i]);
    subject_run(&answers, before + 1);
    subject_settle();
    assert_int_equal(answers, before + 1); /* the others wait */
    assert_int_equal(a[0].n, 1);
    release(id);
    subject_run(&answers, before + 2);
    assert_int_equal(a[1].n, 1);
    made_next(&next, &a[1].d, "{}");
    assert_int_equal(appended(&next.change), YM_STORED_OK);
    subject_run(&answers, before + 4);
    assert_int_equal(a[2].n, 1);
    assert_int_equal(a[2].d.version, 2); /* sees what the one before it wrote */
    assert_int_equal(a[3].n, 0);
    release(id);
    subject_run(&answers, before + 5);
    assert_int_equal(a[3].n, 1);
    release(id);
}

static void the_holder_reads_anew_before_those_who_wait(void **state)
{
    struct ym_id id = made_id(12, 1);
    struct made m, next;
    struct answer waiting;
    unsigned before;

    (void)state;
    registered(&m, id);
    acquired(id);
    acquire(id, &waiting);
    before = answers;
    for (int again = 0; again < 2; again++) {
        struct answer a = refreshed(id);

        assert_int_equal(a.r, YM_STORED_OK);
        assert_int_equal(a.d.version, 1);
    }
    subject_settle();
    assert_int_equal(answers, before + 2);
    assert_int_equal(waiting.n, 0); /* it is still held */
    made_next(&next, &m.after, "{}");
    assert_int_equal(appended(&next.change), YM_STORED_OK);
    subject_run(&answers, before + 4);
    assert_int_equal(waiting.d.version, 2);
    subject_cut(true);
    assert_int_equal(refreshed(id).r, YM_STORED_UNAVAILABLE); /* and was given back */
    subject_cut(false);
    assert_int_equal(acquired(id).r, YM_STORED_OK);
    release(id);
}

static void stale_version_conflicts(void **state)
{
    struct ym_id id = made_id(4, 1);
    struct made m, one, other;
    struct answer a;

    (void)state;
    registered(&m, id);
    made_next(&one, &m.after, "{\"who\":1}");
    made_next(&other, &m.after, "{\"who\":2}");
    assert_int_equal(appended(&one.change), YM_STORED_OK);
    assert_int_equal(appended(&other.change), YM_STORED_CONFLICT);
    a = acquired(id);
    assert_int_equal(a.d.version, 2);
    assert_memory_equal(a.d.head, one.after.head, 32); /* the loser left nothing */
    release(id);
}

static void registering_twice_conflicts(void **state)
{
    struct ym_id id = made_id(5, 1);
    struct made m, again;

    (void)state;
    registered(&m, id);
    made_register(&again, id);
    again.event.rule = 101; /* another event */
    again.intake.token = made_token(id, 1);
    made_seal(&again);
    assert_int_equal(appended(&again.change), YM_STORED_CONFLICT);
}

static void the_same_event_again_is_ok(void **state)
{
    struct ym_id id = made_id(6, 1);
    struct made m, next;
    struct answer a;

    (void)state;
    registered(&m, id);
    made_next(&next, &m.after, "{}");
    assert_int_equal(appended(&next.change), YM_STORED_OK);
    assert_int_equal(appended(&next.change), YM_STORED_OK); /* a resend after a lost answer */
    a = acquired(id);
    assert_int_equal(a.d.version, 2); /* it happened once */
    release(id);

    made_register(&m, made_id(6, 2)); /* likewise with a key and everything that intake brings */
    made_key(&m, 30, 1);
    assert_int_equal(appended(&m.change), YM_STORED_OK);
    assert_int_equal(appended(&m.change), YM_STORED_OK);
}

static void a_key_acts_once(void **state)
{
    struct ym_id id = made_id(7, 1), other = made_id(7, 2);
    struct made m, next, again, foreign;
    struct answer a;

    (void)state;
    made_register(&m, id);
    made_key(&m, 1, 10);
    assert_int_equal(appended(&m.change), YM_STORED_OK);
    made_next(&next, &m.after, "{\"n\":1}");
    made_key(&next, 2, 20);
    assert_int_equal(appended(&next.change), YM_STORED_OK);

    made_next(&again, &next.after, "{\"n\":2}"); /* right version, used key */
    made_key(&again, 2, 20);
    assert_int_equal(appended(&again.change), YM_STORED_DUPLICATE);
    made_register(&foreign, other); /* another dispute of the bucket, used key */
    made_key(&foreign, 1, 10);
    assert_int_equal(appended(&foreign.change), YM_STORED_DUPLICATE);
    assert_int_equal(acquired(other).r, YM_STORED_MISSING);

    a = recalled(7, 2);
    assert_int_equal(a.r, YM_STORED_OK);
    assert_int_equal(a.found.seq, 2);
    assert_int_equal(a.found.dispute.v, id.v);
    assert_int_equal(a.found.fingerprint[0], 20);
    assert_int_equal(a.found.payload.n, next.change.payload.n);
    assert_memory_equal(a.payload, next.payload, next.change.payload.n);
    assert_string_equal(a.found.token.text, ""); /* it issued none */
    assert_int_equal(recalled(7, 3).r, YM_STORED_MISSING);
    assert_int_equal(recalled(8, 2).r, YM_STORED_MISSING); /* a key belongs to its bucket */
}

/* Two programs decide the same thing at the same instant for two requests: the events are alike,
 * and one of them happened. The other lost, and its key stands for nothing. */
static void like_events_of_two_requests(void **state)
{
    const struct ym_id id = made_id(22, 1);
    struct made first, one, other, last;

    (void)state;
    made_register(&first, id);
    assert_int_equal(appended(&first.change), YM_STORED_OK);
    made_next(&one, &first.after, "{}");
    made_next(&other, &first.after, "{}");
    assert_memory_equal(one.after.head, other.after.head, sizeof(one.after.head));
    made_key(&one, 9, 1);
    made_key(&other, 10, 2);
    assert_int_equal(appended(&one.change), YM_STORED_OK);
    assert_int_equal(appended(&other.change), YM_STORED_CONFLICT);
    assert_int_equal(recalled(22, 10).r, YM_STORED_MISSING);
    assert_int_equal(recalled(22, 9).r, YM_STORED_OK);

    made_next(&last, &one.after, "{\"n\":3}"); /* a key of that event does not stand for another */
    made_key(&last, 10, 2);
    assert_int_equal(appended(&last.change), YM_STORED_OK);
    assert_int_equal(appended(&other.change), YM_STORED_DUPLICATE);
    assert_int_equal(recalled(22, 10).found.seq, 3);
}

static void one_key_twice_at_the_same_time(void **state)
{
    struct made one, two;
    struct answer a, b;
    unsigned before = answers;

    (void)state;
    made_register(&one, made_id(9, 1));
    made_register(&two, made_id(9, 2));
    made_key(&one, 5, 1);
    made_key(&two, 5, 1);
    append(&one.change, &a);
    append(&two.change, &b);
    subject_run(&answers, before + 2);
    assert_int_equal(a.r, YM_STORED_OK);
    assert_int_equal(b.r, YM_STORED_DUPLICATE);
}

static void codes_are_reissued_and_revoked(void **state)
{
    struct ym_id id = made_id(10, 1);
    struct ym_token fresh = made_token(id, 9);
    struct made m, next, last;

    (void)state;
    made_register(&m, id);
    made_key(&m, 6, 0);
    assert_int_equal(appended(&m.change), YM_STORED_OK);
    assert_string_equal(recalled(10, 6).found.token.text, m.intake.token.text);
    made_next(&next, &m.after, "{}");
    next.event.c.kind = YM_CMD_REISSUE_CODE;
    made_seal(&next);
    made_key(&next, 7, 0);
    next.change.token = &fresh;
    assert_int_equal(appended(&next.change), YM_STORED_OK);
    assert_string_equal(recalled(10, 6).found.token.text, m.intake.token.text);
    assert_string_equal(recalled(10, 7).found.token.text, fresh.text);
    made_next(&last, &next.after, "{}");
    last.event.c.kind = YM_CMD_REVOKE_CODE;
    made_seal(&last);
    made_key(&last, 8, 0);
    assert_int_equal(appended(&last.change), YM_STORED_OK);
    /* Each request is told what it was told at first, whatever happened since. */
    assert_string_equal(recalled(10, 6).found.token.text, m.intake.token.text);
    assert_string_equal(recalled(10, 7).found.token.text, fresh.text);
    assert_string_equal(recalled(10, 8).found.token.text, "");
}

static void assert_pinned(uint8_t key, const struct made *by)
{
    struct answer a = recalled(18, key);

    assert_int_equal(a.r, YM_STORED_OK);
    assert_int_equal(a.pinned_n, by->change.payload.n);
    assert_memory_equal(a.pinned, by->payload, a.pinned_n);
}

static void a_recall_says_under_which_procedure(void **state)
{
    struct made begin, step, move, after;

    (void)state;
    made_register(&begin, made_id(18, 1));
    made_key(&begin, 1, 0);
    assert_int_equal(appended(&begin.change), YM_STORED_OK);
    made_next(&step, &begin.after, "{\"n\":1}");
    made_key(&step, 2, 0);
    assert_int_equal(appended(&step.change), YM_STORED_OK);
    made_next(&move, &step.after, "{\"n\":2}");
    move.event.c.kind = YM_CMD_MIGRATE;
    move.event.c.reg.procedure = move.after.procedure = 2;
    made_seal(&move);
    made_key(&move, 3, 0);
    assert_int_equal(appended(&move.change), YM_STORED_OK);
    made_next(&after, &move.after, "{\"n\":3}");
    made_key(&after, 4, 0);
    assert_int_equal(appended(&after.change), YM_STORED_OK);
    assert_pinned(1, &begin);
    assert_pinned(2, &begin);
    assert_pinned(3, &move);
    assert_pinned(4, &move);
}

/* A channel gives a number to one dispute; another channel may give the same. */
static void an_external_number_is_given_once(void **state)
{
    struct made first, again, other, elsewhere, both[2];
    struct answer a, b;
    unsigned before;

    (void)state;
    made_register(&first, made_id(19, 1));
    first.intake.external_ref = YM_SPAN("A-1");
    assert_int_equal(appended(&first.change), YM_STORED_OK);
    assert_int_equal(appended(&first.change), YM_STORED_OK); /* this very event again */
    made_register(&again, made_id(20, 1));
    again.intake.external_ref = YM_SPAN("A-1");
    assert_int_equal(appended(&again.change), YM_STORED_TAKEN);
    assert_int_equal(acquired(again.after.id).r, YM_STORED_MISSING);
    made_register(&other, made_id(20, 2));
    other.intake.external_ref = YM_SPAN("A-2");
    assert_int_equal(appended(&other.change), YM_STORED_OK);
    made_register(&elsewhere, made_id(20, 3));
    elsewhere.intake.external_ref = YM_SPAN("A-1");
    elsewhere.after.channel = YM_CHANNEL_COURT_WINDOW;
    made_seal(&elsewhere);
    assert_int_equal(appended(&elsewhere.change), YM_STORED_OK);
    for (int i = 0; i < 2; i++) {
        made_register(&both[i], made_id(21, (uint32_t)i + 1));
        both[i].intake.external_ref = YM_SPAN("A-3");
    }
    before = answers;
    append(&both[0].change, &a);
    append(&both[1].change, &b);
    subject_run(&answers, before + 2);
    assert_int_equal((a.r == YM_STORED_OK) + (b.r == YM_STORED_OK), 1);
    assert_int_equal((a.r == YM_STORED_TAKEN) + (b.r == YM_STORED_TAKEN), 1);
}

static void many_at_once_each_answered_once(void **state)
{
    enum { N = 70 }; /* more than one batch */
    static struct made made[N];
    static struct answer a[N];
    unsigned before = answers;

    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        made_register(&made[i], made_id(20 + i % 5, i));
        append(&made[i].change, &a[i]);
    }
    subject_run(&answers, before + N);
    subject_settle();
    assert_int_equal(answers, before + N);
    for (uint32_t i = 0; i < N; i++) {
        assert_int_equal(a[i].n, 1);
        assert_int_equal(a[i].r, YM_STORED_OK);
    }
    before = answers;
    for (uint32_t i = 0; i < N; i++)
        acquire(made[i].after.id, &a[i]);
    subject_run(&answers, before + N);
    for (uint32_t i = 0; i < N; i++) {
        assert_int_equal(a[i].r, YM_STORED_OK);
        assert_int_equal(a[i].d.id.v, made[i].after.id.v);
        release(made[i].after.id);
    }
}

static void unavailable_holds_nothing(void **state)
{
    struct ym_id id = made_id(30, 1);
    struct made m, next;
    struct answer a;
    unsigned before;

    (void)state;
    registered(&m, id);
    acquired(id);
    made_next(&next, &m.after, "{}");
    made_key(&next, 8, 8);
    subject_cut(true);
    before = answers;
    assert_int_equal(appended(&next.change), YM_STORED_UNAVAILABLE);
    assert_int_equal(acquired(id).r, YM_STORED_UNAVAILABLE); /* and was given back */
    assert_int_equal(recalled(30, 8).r, YM_STORED_UNAVAILABLE);
    assert_int_equal(answers, before + 3);
    subject_cut(false);
    a = acquired(id);
    assert_int_equal(a.r, YM_STORED_OK);
    assert_int_equal(a.d.version, 1);
    assert_int_equal(appended(&next.change), YM_STORED_OK); /* the same command, sent again */
    assert_int_equal(recalled(30, 8).found.seq, 2);
}

static int open_subject(void **state)
{
    (void)state;
    store = subject_open();
    return 0;
}

static int close_subject(void **state)
{
    (void)state;
    subject_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_is_missing),
        cmocka_unit_test(what_is_appended_is_acquired),
        cmocka_unit_test(one_holder_at_a_time_in_order),
        cmocka_unit_test(the_holder_reads_anew_before_those_who_wait),
        cmocka_unit_test(stale_version_conflicts),
        cmocka_unit_test(registering_twice_conflicts),
        cmocka_unit_test(the_same_event_again_is_ok),
        cmocka_unit_test(a_key_acts_once),
        cmocka_unit_test(like_events_of_two_requests),
        cmocka_unit_test(one_key_twice_at_the_same_time),
        cmocka_unit_test(codes_are_reissued_and_revoked),
        cmocka_unit_test(a_recall_says_under_which_procedure),
        cmocka_unit_test(an_external_number_is_given_once),
        cmocka_unit_test(many_at_once_each_answered_once),
        cmocka_unit_test(unavailable_holds_nothing),
    };

    return cmocka_run_group_tests_name("the store's contract", tests, open_subject, close_subject);
}
