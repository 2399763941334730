/* SPDX-License-Identifier: Apache-2.0 */
/* Poison among neighbours, full queues, grouped batches, deadlines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

#define N PG_BATCH_MAX

static struct world world;
static struct made made[2 * N];
static enum ym_stored results[2 * N];
static unsigned answered, poisons;
static struct ym_id poisoned;

static void on_appended(void *op, enum ym_stored r)
{
    *(enum ym_stored *)op = r;
    answered++;
}

static bool have_answered(void *arg)
{
    return answered >= *(const unsigned *)arg;
}

static void on_poison(void *arg, struct ym_id id, const char *sqlstate, const char *text)
{
    (void)arg;
    assert_string_equal(sqlstate, "22021"); /* not a valid byte sequence */
    assert_non_null(text);
    poisons++;
    poisoned = id;
}

static void append_all(struct ym_store *store, unsigned n)
{
    answered = 0;
    for (unsigned i = 0; i < n; i++)
        store->ops->append(store, &made[i].change, on_appended, &results[i]);
    assert_int_equal(answered, 0);
    world_run(&world, have_answered, &n);
    assert_int_equal(answered, n);
}

static unsigned count_of(unsigned n, enum ym_stored r)
{
    unsigned count = 0;

    for (unsigned i = 0; i < n; i++)
        count += results[i] == r;
    return count;
}

/* Some of 64 registrations cannot be stored: bytes that are not UTF-8. */
static void poison_is_alone(struct ym_store *store, uint32_t bucket, unsigned step)
{
    unsigned bad = 0;

    poisons = 0;
    for (unsigned i = 0; i < N; i++) {
        made_register(&made[i], made_id(bucket + i % 3, i));
        if (i % step == 0) {
            made[i].intake.title = YM_SPAN("\xff\xfe");
            bad++;
        }
    }
    append_all(store, N);
    assert_int_equal(poisons, bad);
    for (unsigned i = 0; i < N; i++)
        assert_int_equal(results[i], i % step == 0 ? YM_STORED_POISON : YM_STORED_OK);
}

static void one_poisoned_change_harms_no_neighbour(void **state)
{
    struct pg_store_config config = { .on_poison = on_poison, .links = 1 };
    struct ym_store *store = world_store(&world, 0, config);

    (void)state;
    poison_is_alone(store, 100, N);
    assert_int_equal(poisoned.v, made[0].after.id.v);
    poison_is_alone(store, 110, 7);
    poison_is_alone(store, 120, 1);
    assert_int_equal(test_db_number(world.conn, "select count(*) from dispute"),
                     (N - 1) + (N - (N + 6) / 7));
    assert_int_equal(test_db_number(world.conn, "select count(*) from party"),
                     2 * ((N - 1) + (N - (N + 6) / 7)));
}

static void one_past_the_limit_is_busy(void **state)
{
    struct pg_store_config config = { .calls = 4, .links = 1 };
    struct ym_store *store = world_store(&world, 0, config);
    struct pg_store_gauges g;

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        made_register(&made[i], made_id(200, i));
    append_all(store, 4);
    assert_int_equal(count_of(4, YM_STORED_OK), 4);
    for (unsigned i = 0; i < 5; i++)
        made_register(&made[i], made_id(201, i));
    append_all(store, 5);
    assert_int_equal(results[4], YM_STORED_BUSY);
    assert_int_equal(count_of(5, YM_STORED_OK), 4);
    append_all(store, 1); /* the same as stored before: it goes on */
    assert_int_equal(results[0], YM_STORED_OK);
    pg_store_gauges_get(pg_store_port(world.stores[0]) == store ? world.stores[0] : NULL, &g);
    assert_int_equal(g.busy, 1);
    assert_int_equal(g.waiting, 0);
    assert_int_equal(g.writing, 0);
}

static void settings_past_their_limits_are_refused(void **state)
{
    struct pg_store_config config = { .links = PG_STORE_LINKS_MAX + 1 };
    struct ym_error e;

    (void)state;
    assert_null(pg_store_open(world.loop, &config, &e));
    assert_int_equal(e.code, YM_E_INVALID);
    config = (struct pg_store_config){ .cache = PG_STORE_CACHE_MAX + 1 };
    assert_null(pg_store_open(world.loop, &config, &e));
    config = (struct pg_store_config){ .calls = PG_STORE_CALLS_MAX + 1 };
    assert_null(pg_store_open(world.loop, &config, &e));
    config = (struct pg_store_config){ .conninfo = "no = such = thing" };
    assert_null(pg_store_open(world.loop, &config, &e));
    assert_int_equal(e.code, YM_E_INVALID);
}

/* Grouped, as on Citus: no unit spans two buckets, and everything else stays the same. */
static void grouped_batches_hold_one_bucket(void **state)
{
    struct pg_store_config config = { .is_grouped = true, .on_poison = on_poison };
    struct ym_store *store = world_store(&world, 0, config);
    struct pg_store_gauges g;

    (void)state;
    for (unsigned i = 0; i < N; i++)
        made_register(&made[i], made_id(300 + i % 8, i));
    append_all(store, N);
    assert_int_equal(count_of(N, YM_STORED_OK), N);
    pg_store_gauges_get(world.stores[0], &g);
    assert_int_equal(g.batches, 8);
    /* No two buckets share a transaction. */
    assert_int_equal(test_db_number(world.conn,
                                    "select count(*) from (select xmin::text from dispute where "
                                    "bucket between 300 and 307 group by 1 "
                                    "having count(distinct bucket) > 1) x"),
                     0);
    poison_is_alone(store, 310, 5);
}

static void a_small_cache_still_serves_all(void **state)
{
    struct pg_store_config config = { .cache = 4 };
    struct ym_store *store = world_store(&world, 0, config);
    struct pg_store_gauges g;

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        made_register(&made[i], made_id(400, i));
    append_all(store, 20);
    assert_int_equal(count_of(20, YM_STORED_OK), 20);
    pg_store_gauges_get(world.stores[0], &g);
    assert_true(g.cached <= 4);
    for (unsigned i = 0; i < 20; i++) {
        struct ym_dispute before = made[i].after;

        made_next(&made[i], &before, "{}");
    }
    append_all(store, 20);
    assert_int_equal(count_of(20, YM_STORED_OK), 20);
}

/* Does the table hold exactly the running clocks of these disputes? */
static void expect_deadlines(unsigned n)
{
    char sql[256];
    int64_t running = 0;

    for (unsigned i = 0; i < n; i++) {
        const struct ym_dispute *d = &made[i].after;

        for (size_t k = 0; k < d->nclocks; k++) {
            if (d->clocks[k].due == 0)
                continue;
            running++;
            snprintf(sql, sizeof(sql),
                     "select count(*) from deadline where dispute_id = %lld and kind = %d and "
                     "due_at = to_timestamp(0) + %lld * interval '1 microsecond'",
                     (long long)d->id.v, d->clocks[k].deadline, (long long)d->clocks[k].due);
            assert_int_equal(test_db_number(world.conn, sql), 1);
        }
    }
    assert_int_equal(test_db_number(world.conn, "select count(*) from deadline"), running);
    assert_int_equal(test_db_number(world.conn,
                                    "select count(*) from dispute d where due_at is distinct from "
                                    "(select min(due_at) from deadline t where t.bucket = d.bucket"
                                    " and t.dispute_id = d.dispute_id)"),
                     0);
}

static void deadlines_are_the_clocks(void **state)
{
    struct ym_store *store = world_store(&world, 0, (struct pg_store_config){ .links = 2 });
    unsigned seed = 7;

    (void)state;
    test_db_run(world.conn, "truncate dispute, dispute_detail, party, code, docket, event,"
                            " deadline, outbox, request_key cascade");
    for (unsigned i = 0; i < 20; i++)
        made_register(&made[i], made_id(500 + i, i));
    append_all(store, 20);
    expect_deadlines(20);
    for (unsigned round = 0; round < 10; round++) {
        for (unsigned i = 0; i < 20; i++) {
            struct ym_dispute before = made[i].after;
            struct ym_dispute *d = &made[i].after;

            made_next(&made[i], &before, "{}");
            seed = seed * 1103515245 + 12345;
            d->nclocks = (uint8_t)(seed >> 16) % 4;
            for (uint8_t k = 0; k < d->nclocks; k++) {
                ym_usec due = MADE_NOW + (ym_usec)((seed >> (8 + k)) % 5) * YM_USEC_PER_DAY;

                d->clocks[k] = (struct ym_clock){ .deadline = k, .due = due, .left = -1 };
                if ((seed >> (20 + k)) % 3 == 0) /* stands still */
                    d->clocks[k] =
                        (struct ym_clock){ .deadline = k, .last = YM_DAY_NONE, .left = 3 };
            }
            made_seal(&made[i]);
        }
        append_all(store, 20);
        assert_int_equal(count_of(20, YM_STORED_OK), 20);
        expect_deadlines(20);
    }
}

/* ---- What is due ---- */

struct fired {
    unsigned rows, calls;
    bool is_forgetting;
    unsigned version;
};

static void on_due(void *arg, unsigned link, const struct pg_due_row *rows, size_t n)
{
    struct fired *fired = arg;

    fired->calls++;
    fired->rows += (unsigned)n;
    assert_true(n <= PG_DUE_BATCH_MAX);
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].due <= ym_clock_now(ym_loop_clock(world.loop)));
        assert_int_equal(rows[i].deadline, 1);
        pg_due_forget(world.stores[0], &rows[i], fired->version);
    }
    pg_due_resume(world.stores[0], link, fired->is_forgetting ? n : 0);
}

static bool is_emptied(void *arg)
{
    (void)arg;
    return test_db_number(world.conn, "select count(*) from deadline") == 0;
}

static bool has_fired(void *arg)
{
    return ((const struct fired *)arg)->calls > 0;
}

/* 100 rows that are due although MADE_NOW lies ahead: each comes, in capped sweeps. */
static void due_rows_come_and_orphans_go(void **state)
{
    struct ym_store *store = world_store(&world, 0, (struct pg_store_config){ .links = 2 });
    struct fired fired = { .version = 99 };

    (void)state;
    test_db_run(world.conn, "truncate dispute, dispute_detail, party, code, docket, event,"
                            " deadline, outbox, request_key cascade");
    for (unsigned i = 0; i < 100; i++) {
        made_register(&made[i], made_id((600 + i % 30) % YM_BUCKETS, i));
        made[i].after.clocks[0].due = 1000 + i; /* 1970 */
        made_seal(&made[i]);
    }
    append_all(store, 100);
    assert_int_equal(count_of(100, YM_STORED_OK), 100);
    pg_due_start(world.stores[0], on_due, &fired);
    world_run(&world, has_fired, &fired);
    world_wait(&world, 200);
    /* Another version than the stored one: nothing was forgotten, and nobody spins meanwhile. */
    assert_int_equal(test_db_number(world.conn, "select count(*) from deadline"), 100);
    assert_true(fired.calls <= 2);
    fired = (struct fired){ .is_forgetting = true, .version = 1 };
    world_run(&world, is_emptied, NULL);
    assert_int_equal(fired.rows, 100); /* each once */
    pg_due_stop(world.stores[0]);
}

static int open_world(void **state)
{
    (void)state;
    world_open(&world, "yima_store");
    return 0;
}

static int close_store(void **state)
{
    (void)state;
    if (world.stores[0] != NULL)
        pg_store_close(world.stores[0], NULL, NULL);
    world.stores[0] = NULL;
    world_wait(&world, 100);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(one_poisoned_change_harms_no_neighbour, close_store),
        cmocka_unit_test_teardown(one_past_the_limit_is_busy, close_store),
        cmocka_unit_test(settings_past_their_limits_are_refused),
        cmocka_unit_test_teardown(grouped_batches_hold_one_bucket, close_store),
        cmocka_unit_test_teardown(a_small_cache_still_serves_all, close_store),
        cmocka_unit_test_teardown(deadlines_are_the_clocks, close_store),
        cmocka_unit_test_teardown(due_rows_come_and_orphans_go, close_store),
    };

    return cmocka_run_group_tests_name("the store", tests, open_world, close_world);
}
