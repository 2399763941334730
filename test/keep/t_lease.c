/* SPDX-License-Identifier: Apache-2.0 */
/* Node numbers: each with one holder, and no id twice whoever sleeps or sets a clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pg/lease.h"
#include "world.h"

#define PROGRAMS_MAX 33
#define IDS_MAX      100000
#define SHORT_MS     6000   /* of the leases of tests that wait for the end of one */
#define LONG_MS      600000 /* of those that must not see it, however slow the machine */

/* One program: its generator, its lease and what it was told. */
struct program {
    unsigned char instance[PG_LEASE_INSTANCE_LEN];
    struct ym_id_gen ids;
    struct pg_lease *lease;
    unsigned news[5]; /* how often each was told */
    bool is_closed;
};

static struct world world;
static struct program programs[PROGRAMS_MAX];
static int64_t made[IDS_MAX];
static size_t nmade;
static unsigned lease_ms, wait_ms; /* of the next programs */

static void on_news(void *arg, enum pg_lease_news news, unsigned node)
{
    struct program *p = arg;

    assert_true(node < YM_ID_NODES);
    p->news[news]++;
}

static enum ym_err try_open(struct program *p, int wish, struct ym_error *why)
{
    const size_t i = (size_t)(p - programs);

    memset(p, 0, sizeof(*p));
    memset(p->instance, (int)i + 1, sizeof(p->instance));
    p->lease = pg_lease_open(world.loop, world.conn,
                             &(struct pg_lease_config){ .conninfo = world.conninfo,
                                                        .lease_ms = lease_ms,
                                                        .wait_ms = wait_ms,
                                                        .wish = wish,
                                                        .instance = p->instance,
                                                        .label = "box process 7",
                                                        .ids = &p->ids,
                                                        .on_news = on_news,
                                                        .arg = p },
                             why);
    return p->lease != NULL ? YM_E_OK : why->code;
}

static void open_program(struct program *p, int wish)
{
    struct ym_error why = { .text = "" };

    if (try_open(p, wish, &why) != YM_E_OK)
        fail_msg("%s", why.text);
}

static void on_closed(void *arg)
{
    ((struct program *)arg)->is_closed = true;
}

static bool is_closed(void *arg)
{
    return ((struct program *)arg)->is_closed;
}

static void close_program(struct program *p)
{
    pg_lease_close(p->lease, on_closed, p);
    world_run(&world, is_closed, p);
    p->lease = NULL;
}

static int set_up(void **state)
{
    (void)state;
    world_open(&world, "t_lease");
    nmade = 0;
    lease_ms = SHORT_MS;
    wait_ms = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t i = 0; i < PROGRAMS_MAX; i++)
        if (programs[i].lease != NULL)
            close_program(&programs[i]);
    world_close(&world);
    return 0;
}

static bool make_id(struct program *p)
{
    struct ym_id id;

    if (!ym_id_next(&p->ids, ym_clock_now(ym_loop_clock(world.loop)), 5, &id))
        return false;
    assert_true(nmade < IDS_MAX);
    made[nmade++] = id.v;
    return true;
}

static void make_ids(struct program *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        assert_true(make_id(p));
}

/* Whoever takes a number early begins behind ids that lie ahead. */
static void wait_for_ids(struct program *p)
{
    while (!make_id(p))
        world_wait(&world, 10);
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static void none_is_twice(void)
{
    qsort(made, nmade, sizeof(made[0]), compare);
    for (size_t i = 1; i < nmade; i++)
        assert_true(made[i - 1] != made[i]);
}

/* The program's clock; positive: ahead of the machine's. */
static void set_clock(int64_t seconds)
{
    ym_loop_clock(world.loop)->offset = seconds * YM_USEC_PER_SECOND;
    ym_clock_tick(ym_loop_clock(world.loop));
}

static bool has_stopped(void *arg)
{
    return ((struct program *)arg)->news[PG_LEASE_STOPPED] > 0;
}

static bool has_resumed(void *arg)
{
    return ((struct program *)arg)->news[PG_LEASE_RESUMED] > 0;
}

static bool has_taken(void *arg)
{
    return ((struct program *)arg)->news[PG_LEASE_TAKEN] > 0;
}

static void every_number_once(void **state)
{
    unsigned seen[YM_ID_NODES] = { 0 };
    struct ym_error why;

    (void)state;
    lease_ms = LONG_MS;
    for (int i = 0; i < YM_ID_NODES; i++) {
        open_program(&programs[i], PG_LEASE_ANY);
        assert_true(pg_lease_is_held(programs[i].lease));
        assert_int_equal(seen[pg_lease_node(programs[i].lease)]++, 0);
        make_ids(&programs[i], 1000);
    }
    assert_int_equal(try_open(&programs[YM_ID_NODES], PG_LEASE_ANY, &why), YM_E_CONFLICT);
    assert_non_null(strstr(why.text, "all 32"));
    none_is_twice();
}

/* All were killed: the first number that is free again is waited for. */
static void who_finds_none_free_waits(void **state)
{
    (void)state;
    test_db_run(world.conn, "update node_lease set label = 'killed', "
                            "instance = decode(repeat('00', 16), 'hex'), "
                            "until = now() + interval '2 s'");
    wait_ms = LONG_MS;
    open_program(&programs[0], PG_LEASE_ANY);
    assert_int_equal(programs[0].news[PG_LEASE_WAITING], 1);
    assert_true(pg_lease_is_held(programs[0].lease));
    wait_for_ids(&programs[0]);
}

static void a_wish_is_kept_or_refused(void **state)
{
    struct ym_error why;

    (void)state;
    lease_ms = LONG_MS;
    open_program(&programs[0], 17);
    assert_int_equal(pg_lease_node(programs[0].lease), 17);
    assert_int_equal(try_open(&programs[1], 17, &why), YM_E_CONFLICT);
    assert_non_null(strstr(why.text, "17 is held by box process 7"));
    assert_false(make_id(&programs[1]));
    close_program(&programs[0]);
    open_program(&programs[1], 17); /* at once */
    assert_int_equal(pg_lease_node(programs[1].lease), 17);
}

/* One number goes from hand to hand, each time with another clock. */
static void the_next_begins_behind(void **state)
{
    static const int64_t clocks[] = { 0, -1, 2, -2, 0 };

    (void)state;
    lease_ms = LONG_MS;
    for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
        set_clock(clocks[i]);
        open_program(&programs[0], 3);
        make_ids(&programs[0], 2000);
        close_program(&programs[0]);
        assert_false(make_id(&programs[0]));
    }
    none_is_twice();
}

/* What a program that was killed may have made is behind nobody: its range stays reserved. */
static void a_killed_holder_is_believed(void **state)
{
    struct program *const dead = &programs[0];
    struct program *const next = &programs[1];
    struct ym_id_gen gen;

    (void)state;
    open_program(dead, 3);
    make_ids(dead, 100);
    gen = dead->ids;
    test_db_run(world.conn, "update node_lease set until = now() where node = 3");
    open_program(next, 3);
    dead->ids = gen; /* it wakes up and does not know yet */
    for (int i = 0; i < 5000; i++) {
        (void)make_id(dead);
        (void)make_id(next);
    }
    assert_true(nmade > 5000);
    none_is_twice();
}

static void who_lost_its_number_takes_another(void **state)
{
    struct program *const first = &programs[0];
    struct program *const second = &programs[1];

    (void)state;
    open_program(first, PG_LEASE_ANY);
    make_ids(first, 500);
    test_db_run(world.conn, "update node_lease set until = now() where node = 0");
    open_program(second, 0);
    world_run(&world, has_taken, first);
    assert_int_equal(first->news[PG_LEASE_LOST], 1);
    assert_int_not_equal(pg_lease_node(first->lease), 0);
    wait_for_ids(first);
    wait_for_ids(second);
    make_ids(first, 500);
    make_ids(second, 100);
    none_is_twice();
}

/* With a wish it waits for its number, and makes no ids meanwhile. */
static void who_lost_the_wished_one_waits(void **state)
{
    struct program *const first = &programs[0];
    struct program *const second = &programs[1];

    (void)state;
    open_program(first, 9);
    test_db_run(world.conn, "update node_lease set until = now() where node = 9");
    open_program(second, 9);
    while (first->news[PG_LEASE_LOST] == 0)
        world_wait(&world, 10);
    assert_false(pg_lease_is_held(first->lease));
    assert_false(make_id(first));
    close_program(second);
    world_run(&world, has_taken, first);
    assert_int_equal(pg_lease_node(first->lease), 9);
    wait_for_ids(first);
    make_ids(first, 100);
}

/* The row is locked, so that no renewal comes through. */
static void who_cannot_renew_stops_in_time(void **state)
{
    struct program *const p = &programs[0];
    struct ym_conn *other = test_db_connect(world.conninfo);

    (void)state;
    open_program(p, PG_LEASE_ANY);
    make_ids(p, 100);
    test_db_run(other, "begin; select * from node_lease where node = 0 for update");
    world_run(&world, has_stopped, p);
    assert_false(pg_lease_is_held(p->lease));
    assert_false(make_id(p));
    assert_int_equal(test_db_number(world.conn, "select count(*) from node_lease "
                                                "where node = 0 and until > now()"),
                     1); /* nobody could have taken it yet */
    test_db_run(other, "rollback");
    ym_conn_close(other);
    world_run(&world, has_resumed, p);
    assert_true(pg_lease_is_held(p->lease));
    assert_int_equal(pg_lease_node(p->lease), 0);
    make_ids(p, 100);
    none_is_twice();
}

/* An hour back: the number would give no ids for an hour. */
static void a_clock_set_back_takes_another(void **state)
{
    struct program *const p = &programs[0];

    (void)state;
    open_program(p, PG_LEASE_ANY);
    make_ids(p, 100);
    set_clock(-3600);
    assert_false(make_id(p));
    pg_lease_look(p->lease);
    world_run(&world, has_taken, p);
    assert_int_not_equal(pg_lease_node(p->lease), 0);
    make_ids(p, 100);
    while (test_db_number(world.conn, "select count(*) from node_lease where until > now()") != 1)
        world_wait(&world, 10); /* the first one was given back */
    none_is_twice();
}

/* Past the end of its range a program goes on from where it is until the range has moved. */
static void a_clock_set_ahead_makes_no_gap(void **state)
{
    struct program *const p = &programs[0];

    (void)state;
    open_program(p, PG_LEASE_ANY);
    make_ids(p, 1);
    set_clock(86400 * 90);
    make_ids(p, 1000);
    pg_lease_look(p->lease);
    while (ym_id_at((struct ym_id){ p->ids.until_ms << 22 }) <
           ym_clock_now(ym_loop_clock(world.loop)))
        world_wait(&world, 10);
    make_ids(p, 1000);
    assert_true(ym_id_at((struct ym_id){ made[nmade - 1] }) >
                ym_clock_now(ym_loop_clock(world.loop)) - 86400 * (ym_usec)YM_USEC_PER_SECOND);
    set_clock(0);
    none_is_twice();
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(every_number_once),
        T(who_finds_none_free_waits),
        T(a_wish_is_kept_or_refused),
        T(the_next_begins_behind),
        T(a_killed_holder_is_believed),
        T(who_lost_its_number_takes_another),
        T(who_lost_the_wished_one_waits),
        T(who_cannot_renew_stops_in_time),
        T(a_clock_set_back_takes_another),
        T(a_clock_set_ahead_makes_no_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
