/* SPDX-License-Identifier: Apache-2.0 */
/* Deliveries on PostgreSQL, as two programs on one database see them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#undef skip /* of cmocka; here it is what one does to a dead delivery */

#include "delivery_bed.h"

static void the_feed_stops_before_what_still_runs(void **state)
{
    struct app_news_place from;
    struct ym_id id;

    (void)state;
    assert_int_equal(subscribe(1, 1, 1), YM_E_OK);
    from = place_of(1);
    test_db_run(world.conn, "begin; select pg_current_xact_id()");
    id = happen(2);
    assert_int_equal(feed(&from), 0); /* committed, but something older may yet come */
    assert_false(standing(1).has_news);
    test_db_run(world.conn, "rollback");
    test_db_settle(world.conn);
    assert_int_equal(feed(&from), 2);
    assert_true(got.news[0].place.dispute == id.v);
    assert_int_equal(got.news[0].place.seq, 1);
    assert_int_equal(got.news[1].place.seq, 2);
    from = got.news[0].place;
    assert_int_equal(feed(&from), 1);
    assert_true(standing(1).has_news);
}

static unsigned settled[2];
static enum ym_err settled_err[2];

static void on_race(void *arg, enum ym_err err)
{
    const unsigned i = *(const unsigned *)arg;

    settled[i]++;
    settled_err[i] = err;
}

static bool both_settled(void *arg)
{
    (void)arg;
    return settled[0] > 0 && settled[1] > 0;
}

/* Both read the same slice; one of them stores it. */
static void two_programs_fan_out_once(void **state)
{
    static unsigned which[] = { 0, 1 };
    struct app_delivery rows[APP_DELIVER_FEED_MAX];
    struct app_fan_out what = { .subscription = 2, .rows = rows, .now = NOW };

    (void)state;
    assert_int_equal(subscribe(2, 2, 2), YM_E_OK);
    for (int round = 0; round < 20; round++) {
        (void)happen(3);
        what.from = place_of(2);
        what.n = gather(2, &what.from, rows, &what.to);
        assert_int_equal(what.n, 3);
        memset(settled, 0, sizeof(settled));
        for (unsigned i = 0; i < 2; i++)
            port(i)->ops->fan_out(port(i), &what, on_race, &which[i]);
        world_run(&world, both_settled, NULL);
        assert_true((settled_err[0] == YM_E_OK) != (settled_err[1] == YM_E_OK));
        assert_true(settled_err[0] == YM_E_CONFLICT || settled_err[1] == YM_E_CONFLICT);
        assert_int_equal(list(2, APP_ANY), (size_t)(3 * (round + 1)));
    }
}

static void only_the_first_of_a_lane_is_claimed(void **state)
{
    struct ym_id a, b;
    struct app_delivery first[2];

    (void)state;
    assert_int_equal(subscribe(3, 3, 3), YM_E_OK);
    a = happen(3);
    b = happen(1);
    assert_int_equal(fan_out(0, 3), 4);
    assert_int_equal(claim(0, 3, NOW, NOW + MIN), 2);
    memcpy(first, got.claimed, sizeof(first));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(first[i].seq, 1);
        assert_true(first[i].dispute.v == a.v || first[i].dispute.v == b.v);
    }
    assert_int_equal(claim(1, 3, NOW, NOW + MIN), 0); /* they are taken */
    finish(0, first[0].dispute.v == a.v ? &first[0] : &first[1], APP_VERDICT_DONE, 0);
    assert_int_equal(claim(1, 3, NOW, NOW + MIN), 1);
    assert_int_equal(got.claimed[0].seq, 2);
    assert_true(got.claimed[0].dispute.v == a.v);
    assert_int_equal(claim(1, 3, NOW, NOW + MIN), 0);
}

/* A program that was believed dead brings its verdict: it no longer counts. */
static void a_late_verdict_is_fenced(void **state)
{
    struct app_delivery slow, fast;

    (void)state;
    assert_int_equal(subscribe(4, 4, 4), YM_E_OK);
    (void)happen(1);
    assert_int_equal(fan_out(0, 4), 1);
    assert_int_equal(claim(0, 4, NOW, NOW + MIN), 1);
    slow = got.claimed[0];
    assert_int_equal(claim(1, 4, NOW + MIN - 1, NOW + 2 * MIN), 0);
    assert_int_equal(claim(1, 4, NOW + MIN, NOW + 2 * MIN), 1);
    fast = got.claimed[0];
    assert_true(fast.lease > slow.lease);
    finish(0, &slow, APP_VERDICT_DONE, 0);
    assert_int_equal(list(4, APP_ANY), 1);
    finish(0, &slow, APP_VERDICT_DEAD, 0);
    assert_int_equal(list(4, 1), 0);
    finish(1, &fast, APP_VERDICT_RETRY, NOW + 5 * MIN);
    finish(1, &fast, APP_VERDICT_RETRY, NOW + 5 * MIN); /* the same again counts once */
    assert_int_equal(list(4, 0), 1);
    assert_int_equal(got.rows[0].d.attempts, 1);
    assert_true(got.rows[0].next_at == NOW + 5 * MIN);
    assert_int_equal(got.rows[0].status, 500);
    assert_string_equal(got.error, "the endpoint answered 500");
    assert_int_equal(claim(0, 4, NOW + 5 * MIN - 1, NOW + 6 * MIN), 0);
    assert_int_equal(claim(0, 4, NOW + 5 * MIN, NOW + 6 * MIN), 1);
    slow = got.claimed[0];
    finish(0, &slow, APP_VERDICT_RELEASED, NOW); /* nothing new is known */
    assert_int_equal(list(4, 0), 1);
    assert_int_equal(got.rows[0].d.attempts, 1);
    assert_string_equal(got.error, "the endpoint answered 500");
    assert_int_equal(claim(1, 4, NOW, NOW + MIN), 1);
    fast = got.claimed[0];
    finish(1, &fast, APP_VERDICT_DONE, 0);
    assert_int_equal(list(4, APP_ANY), 0);
}

static int64_t redrive(struct app_redrive what)
{
    what.now = NOW;
    begin();
    desk()->ops->redrive(desk(), &what, on_count, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.count;
}

static int64_t skip(int64_t id, struct ym_id dispute)
{
    begin();
    desk()->ops->skip(desk(), id, dispute, NOW, on_count, NULL);
    assert_int_equal(await(), YM_E_OK);
    return got.count;
}

static void the_dead_wait_for_somebody(void **state)
{
    const struct app_redrive any = { .subscription = 5, .since = YM_USEC_NONE };
    struct app_redrive what = any;
    struct app_delivery d;
    struct ym_id a, b;

    (void)state;
    assert_int_equal(subscribe(5, 5, 5), YM_E_OK);
    a = happen(2);
    assert_int_equal(fan_out(0, 5), 2);
    assert_int_equal(claim(0, 5, NOW, NOW + MIN), 1);
    d = got.claimed[0];
    finish(0, &d, APP_VERDICT_DEAD, 0);
    b = happen(1);
    assert_int_equal(fan_out(1, 5), 1); /* another dispute goes on, ... */
    assert_int_equal(claim(0, 5, NOW, NOW + MIN), 1);
    assert_true(got.claimed[0].dispute.v == b.v);
    assert_int_equal(list(5, 1), 1); /* ... the lane of the dead one waits */
    assert_int_equal(list(5, 0), 2);
    what.dispute = b;
    assert_int_equal(redrive(what), 0);
    what = any;
    what.topics = 2;
    assert_int_equal(redrive(what), 0);
    what = any;
    what.since = NOW + 1;
    assert_int_equal(redrive(what), 0);
    what.since = NOW;
    what.topics = 3;
    what.dispute = a;
    assert_int_equal(redrive(what), 1);
    assert_int_equal(redrive(any), 0);
    assert_int_equal(claim(1, 5, NOW, NOW + MIN), 1);
    assert_int_equal(got.claimed[0].seq, 1);
    assert_int_equal(got.claimed[0].attempts, 0);
    d = got.claimed[0];
    finish(1, &d, APP_VERDICT_DEAD, 0);
    assert_int_equal(skip(5, b), 0);
    assert_int_equal(skip(5, a), 1);
    assert_int_equal(claim(1, 5, NOW, NOW + MIN), 1);
    assert_int_equal(got.claimed[0].seq, 2);
    assert_true(got.claimed[0].dispute.v == a.v);
}

static void change_activity(int64_t id, bool is_active)
{
    const struct app_subscription_change c = { .is_active = &is_active, .now = NOW };

    begin();
    desk()->ops->change(desk(), id, &c, on_subscriptions, NULL);
    assert_int_equal(await(), YM_E_OK);
}

static void one_that_is_gone_is_left_alone(void **state)
{
    struct app_delivery d;

    (void)state;
    assert_int_equal(subscribe(6, 6, 6), YM_E_OK);
    (void)happen(1);
    assert_int_equal(fan_out(0, 6), 1);
    assert_int_equal(claim(0, 6, NOW, NOW + MIN), 1);
    d = got.claimed[0];
    finish(0, &d, APP_VERDICT_GONE, NOW);
    assert_true(standing(6).s.id == 0);
    begin();
    desk()->ops->read(desk(), 6, on_subscriptions, NULL);
    assert_int_equal(await(), YM_E_OK);
    assert_int_equal(got.subscription.stopped, APP_STOP_GONE);
    assert_true(got.subscription.stopped_at == NOW);
    assert_true(got.subscription.pending == 1);
    change_activity(6, false); /* it stays gone, and is not paused */
    assert_int_equal(got.subscription.stopped, APP_STOP_GONE);
    change_activity(6, true);
    assert_int_equal(got.subscription.stopped, APP_STOP_NOT);
    assert_int_equal(claim(1, 6, NOW, NOW + MIN), 1);
    assert_int_equal(got.claimed[0].attempts, 0);
}

/* One program brings verdicts while the other adds to the same lane: nothing waits for ever. */
static void no_lane_gets_stuck(void **state)
{
    static unsigned which[] = { 0, 1 };
    static struct made m[MANY];
    struct app_delivery rows[APP_DELIVER_FEED_MAX];
    struct app_fan_out what = { .subscription = 7, .rows = rows, .now = NOW };
    struct app_verdict v = { .kind = APP_VERDICT_DONE };
    const struct ym_id id = made_id(500, 900);

    (void)state;
    assert_int_equal(subscribe(7, 7, 7), YM_E_OK);
    made_register(&m[0], id);
    m[0].change.tell = true;
    assert_int_equal(world_append(&world, store, &m[0].change), YM_STORED_OK);
    assert_int_equal(fan_out(0, 7), 1);
    for (unsigned i = 1; i < MANY; i++) {
        made_next(&m[i], &m[i - 1].after, "{}");
        m[i].change.tell = true;
        assert_int_equal(world_append(&world, store, &m[i].change), YM_STORED_OK);
        what.from = place_of(7);
        what.n = gather(7, &what.from, rows, &what.to);
        assert_int_equal(claim(1, 7, NOW, NOW + MIN), 1);
        assert_int_equal(got.claimed[0].seq, i);
        v.d = got.claimed[0];
        memset(settled, 0, sizeof(settled));
        port(i % 2)->ops->fan_out(port(i % 2), &what, on_race, &which[0]);
        port((i + 1) % 2)->ops->finish(port((i + 1) % 2), NOW, &v, 1, on_race, &which[1]);
        world_run(&world, both_settled, NULL);
        assert_int_equal(settled_err[0], YM_E_OK);
        assert_int_equal(settled_err[1], YM_E_OK);
    }
    assert_int_equal(list(7, APP_ANY), 1);
}

static void a_request_makes_one_subscription(void **state)
{
    (void)state;
    assert_int_equal(subscribe(8, 8, 8), YM_E_OK);
    assert_int_equal(subscribe(9, 8, 8), YM_E_OK);
    assert_true(got.subscription.id == 8);
    assert_int_equal(subscribe(10, 8, 9), YM_E_KEY_REUSED);
    begin();
    desk()->ops->read(desk(), 9, on_subscriptions, NULL);
    assert_int_equal(await(), YM_E_NOT_FOUND);
}

/* Deleting takes what was on its way along. It leaves the table full. */
static void as_many_as_may_be(void **state)
{
    uint8_t n = 0;

    (void)state;
    for (int64_t id = 1; id <= 8; id++) {
        begin();
        desk()->ops->remove(desk(), id, on_count, NULL);
        assert_int_equal(await(), YM_E_OK);
        assert_true(got.count == 1);
    }
    assert_int_equal(test_db_number(world.conn, "select count(*) from delivery"), 0);
    for (n = 0; n < APP_SUBSCRIPTIONS_MAX; n++)
        assert_int_equal(subscribe(100 + n, (uint8_t)(100 + n), 1), YM_E_OK);
    assert_int_equal(subscribe(100 + n, (uint8_t)(100 + n), 1), YM_E_CONFLICT);
    assert_int_equal(look(0), APP_SUBSCRIPTIONS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_feed_stops_before_what_still_runs),
        cmocka_unit_test(two_programs_fan_out_once),
        cmocka_unit_test(only_the_first_of_a_lane_is_claimed),
        cmocka_unit_test(a_late_verdict_is_fenced),
        cmocka_unit_test(the_dead_wait_for_somebody),
        cmocka_unit_test(one_that_is_gone_is_left_alone),
        cmocka_unit_test(no_lane_gets_stuck),
        cmocka_unit_test(a_request_makes_one_subscription),
        cmocka_unit_test(as_many_as_may_be),
    };

    return cmocka_run_group_tests_name("delivery store", tests, open_bed, close_bed);
}
