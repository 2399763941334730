/* SPDX-License-Identifier: Apache-2.0 */
/* Two programs on one database, on the same disputes, with and without losing their backends:
 * every command happens once, and nothing that was acknowledged is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

#define DISPUTES 8
#define WORKERS  16 /* of each of the two stores */
#define COMMANDS 40 /* of each worker */

static struct world world;

/* One client: sends its commands one after the other, each until it has happened. */
struct worker {
    struct ym_store *store;
    uint32_t number;
    uint32_t sent; /* commands that have happened */
    uint32_t seed;
    struct ym_id id; /* dispute of the command under way */
    struct made made;
};

static struct worker workers[2 * WORKERS];
static unsigned conflicts, unavailable, duplicates;

static void work(struct worker *w);

static void on_appended(void *op, enum ym_stored r)
{
    struct worker *w = op;

    conflicts += r == YM_STORED_CONFLICT;
    unavailable += r == YM_STORED_UNAVAILABLE;
    duplicates += r == YM_STORED_DUPLICATE;
    assert_true(r != YM_STORED_POISON);
    if (r == YM_STORED_OK || r == YM_STORED_DUPLICATE) {
        w->sent++;
        w->id.v = 0;
    }
    work(w);
}

static void on_acquired(void *op, enum ym_stored r, const struct ym_dispute *d)
{
    struct worker *w = op;
    uint32_t key[4] = { w->number, w->sent, 0, 1 };
    char note[64];

    if (r != YM_STORED_OK) {
        assert_true(r == YM_STORED_UNAVAILABLE);
        work(w);
        return;
    }
    snprintf(note, sizeof(note), "{\"worker\":%u,\"n\":%u}", w->number, w->sent);
    made_next(&w->made, d, note);
    made_key(&w->made, 0, 0);
    memcpy(w->made.change.key.key, key, sizeof(key));
    w->store->ops->append(w->store, &w->made.change, on_appended, w);
}

static void work(struct worker *w)
{
    if (w->sent == COMMANDS)
        return;
    if (w->id.v == 0) {
        w->seed = w->seed * 1103515245 + 12345;
        w->id = made_id((w->seed >> 16) % DISPUTES, 0);
    }
    w->store->ops->acquire(w->store, w->id, on_acquired, w);
}

static bool are_done(void *arg)
{
    (void)arg;
    for (size_t i = 0; i < 2 * WORKERS; i++) {
        if (workers[i].sent < COMMANDS)
            return false;
    }
    return true;
}

static void expect_whole(void)
{
    const int64_t all = 2 * WORKERS * COMMANDS;

    assert_int_equal(test_db_number(world.conn, "select sum(version - 1) from dispute"), all);
    assert_int_equal(test_db_number(world.conn, "select count(*) from request_key"), all);
    assert_int_equal(test_db_number(world.conn, "select count(*) from event where seq > 1"), all);
    assert_int_equal(test_db_number(world.conn, "select count(distinct hash) from event"),
                     all + DISPUTES);
    /* each worker's commands are there once each */
    assert_int_equal(test_db_number(world.conn,
                                    "select count(distinct convert_from(payload, 'UTF8')::jsonb ->"
                                    " 'detail') from event where seq > 1"),
                     all);
    assert_int_equal(test_db_number(world.conn,
                                    "select count(*) from dispute d where version <> (select "
                                    "max(seq) from event e where e.dispute_id = d.dispute_id) or "
                                    "head <> (select hash from event e where e.dispute_id = "
                                    "d.dispute_id and seq = d.version)"),
                     0);
    assert_int_equal(test_db_number(world.conn, "select count(*) from outbox"), all + DISPUTES);
}

/* Two stores and the disputes they will fight over. */
static void race_prepare(struct pg_store_config config)
{
    struct ym_store *store = NULL;

    conflicts = unavailable = duplicates = 0;
    for (unsigned i = 0; i < 2; i++)
        store = world_store(&world, i, config);
    for (uint32_t i = 0; i < DISPUTES; i++) {
        struct made m;

        made_register(&m, made_id(i, 0));
        assert_int_equal(world_append(&world, store, &m.change), YM_STORED_OK);
    }
}

static void race(void)
{
    for (uint32_t i = 0; i < 2 * WORKERS; i++) {
        workers[i] = (struct worker){ .store = pg_store_port(world.stores[i % 2]),
                                      .number = i,
                                      .seed = i * 77 + 1 };
        work(&workers[i]);
    }
    world_run(&world, are_done, NULL);
    expect_whole();
}

static void two_programs_lose_nothing(void **state)
{
    (void)state;
    race_prepare((struct pg_store_config){ .links = 2 });
    race();
    assert_true(conflicts > 0); /* or this was no race */
    assert_int_equal(unavailable, 0);
}

static void grouped_programs_lose_nothing(void **state)
{
    (void)state;
    race_prepare((struct pg_store_config){ .links = 2, .is_grouped = true });
    race();
    assert_true(conflicts > 0);
}

static unsigned kills, sent_at_last_kill;
static struct ym_timer *killer;

/* Only once something has happened since the last time: on a busy machine a link may need longer
 * to come back than the timer takes. */
static void kill_backends(void *arg)
{
    unsigned sent = 0;

    (void)arg;
    for (size_t i = 0; i < 2 * WORKERS; i++)
        sent += workers[i].sent;
    if (sent == sent_at_last_kill)
        return;
    sent_at_last_kill = sent;
    kills += (unsigned)test_db_number(world.conn,
                                      "select count(pg_terminate_backend(pid)) from "
                                      "pg_stat_activity where datname = current_database() and "
                                      "pid <> pg_backend_pid()");
}

static void killed_backends_lose_nothing(void **state)
{
    struct pg_store_gauges g[2];

    (void)state;
    kills = sent_at_last_kill = 0;
    race_prepare((struct pg_store_config){ .links = 2 });
    killer = ym_timer_new(world.loop, kill_backends, NULL);
    assert_non_null(killer);
    ym_timer_start(killer, 20, 23);
    race();
    ym_timer_free(killer);
    for (unsigned i = 0; i < 2; i++)
        pg_store_gauges_get(world.stores[i], &g[i]);
    print_message("%u kills, %u in doubt, %u unavailable, %u duplicates\n", kills,
                  (unsigned)(g[0].in_doubt + g[1].in_doubt), unavailable, duplicates);
    assert_true(kills > 2);
    assert_true(g[0].in_doubt + g[1].in_doubt > 0); /* or nothing was put to the test */
}

/* What one acquire or refresh gave. */
struct seen {
    unsigned n;
    enum ym_stored r;
    uint32_t version;
};

static void on_seen(void *op, enum ym_stored r, const struct ym_dispute *d)
{
    struct seen *seen = op;

    seen->n++;
    seen->r = r;
    seen->version = d != NULL ? d->version : 0;
}

static bool is_seen(void *arg)
{
    return ((const struct seen *)arg)->n > 0;
}

static uint32_t version_by(void (*ask)(struct ym_store *, struct ym_id, ym_acquired_fn *, void *),
                           struct ym_store *store, struct ym_id id)
{
    struct seen seen = { .n = 0 };

    ask(store, id, on_seen, &seen);
    world_run(&world, is_seen, &seen);
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.r, YM_STORED_OK);
    return seen.version;
}

/* A program remembers a dispute that another one has changed since. */
static void what_another_changed_is_read_anew(void **state)
{
    struct pg_store_config config = { .links = 1 };
    struct ym_store *one, *other;
    struct pg_store_gauges before, after;
    struct made m, next;
    const struct ym_id id = made_id(1, 0);

    (void)state;
    one = world_store(&world, 0, config);
    other = world_store(&world, 1, config);
    made_register(&m, id);
    assert_int_equal(world_append(&world, one, &m.change), YM_STORED_OK);
    made_next(&next, &m.after, "{}");
    assert_int_equal(world_append(&world, other, &next.change), YM_STORED_OK);

    assert_int_equal(version_by(one->ops->acquire, one, id), 1);
    assert_int_equal(version_by(one->ops->refresh, one, id), 2);
    pg_store_gauges_get(world.stores[0], &before);
    assert_int_equal(version_by(one->ops->refresh, one, id), 2); /* it was read just now */
    pg_store_gauges_get(world.stores[0], &after);
    assert_int_equal(after.loads, before.loads);
    one->ops->release(one, id);
    assert_int_equal(version_by(one->ops->acquire, one, id), 2);
    one->ops->release(one, id);
}

/* Two programs fire one deadline in the same microsecond: their events are the same bytes. Both may
 * say that it happened, and it is told of once. */
static void the_same_event_is_told_once(void **state)
{
    struct pg_store_config config = { .links = 1 };
    struct ym_store *one, *other;
    struct made m, next, same;

    (void)state;
    one = world_store(&world, 0, config);
    other = world_store(&world, 1, config);
    made_register(&m, made_id(1, 0));
    assert_int_equal(world_append(&world, one, &m.change), YM_STORED_OK);
    made_next(&next, &m.after, "{}");
    made_next(&same, &m.after, "{}");
    assert_int_equal(world_append(&world, one, &next.change), YM_STORED_OK);
    assert_int_equal(world_append(&world, other, &same.change), YM_STORED_OK);
    assert_int_equal(test_db_number(world.conn, "select count(*) from event"), 2);
    assert_int_equal(test_db_number(world.conn, "select count(*) from outbox"), 2);
}

/* Batches that a store sent for the changes of this many disputes, each stale or each fresh. */
static uint64_t batches_for(unsigned n, bool is_stale)
{
    static uint32_t used;
    struct ym_store *one = pg_store_port(world.stores[0]);
    struct ym_store *other = pg_store_port(world.stores[1]);
    struct pg_store_gauges before, after;
    uint64_t sum = 0;

    for (unsigned i = 0; i < n; i++) {
        struct made m, next, late;

        made_register(&m, made_id(used % YM_BUCKETS, used));
        used++;
        assert_int_equal(world_append(&world, other, &m.change), YM_STORED_OK);
        made_next(&next, &m.after, "{\"by\":1}");
        made_next(&late, &m.after, "{\"by\":2}");
        if (is_stale)
            assert_int_equal(world_append(&world, other, &next.change), YM_STORED_OK);
        pg_store_gauges_get(world.stores[0], &before);
        assert_int_equal(world_append(&world, one, &late.change),
                         is_stale ? YM_STORED_CONFLICT : YM_STORED_OK);
        pg_store_gauges_get(world.stores[0], &after);
        sum += after.batches - before.batches;
    }
    return sum;
}

/* A batch that is undone is sent twice; whoever loses often expects it, until he wins again. */
static void losing_often_costs_little(void **state)
{
    struct pg_store_config config = { .links = 1 };

    (void)state;
    (void)world_store(&world, 0, config);
    (void)world_store(&world, 1, config);
    assert_int_equal(batches_for(1, true), 2);
    assert_int_equal(batches_for(100, true), 100 + 5); /* behind 1, 3, 7, 15 and 31 careful ones */
    assert_int_equal(batches_for(200, false), 200);
    assert_int_equal(batches_for(1, true), 2); /* bold again */
    assert_int_equal(batches_for(1, true), 1);
}

static int open_world(void **state)
{
    (void)state;
    world_open(&world, "yima_race");
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
        cmocka_unit_test_setup_teardown(what_another_changed_is_read_anew, open_world, close_world),
        cmocka_unit_test_setup_teardown(the_same_event_is_told_once, open_world, close_world),
        cmocka_unit_test_setup_teardown(losing_often_costs_little, open_world, close_world),
        cmocka_unit_test_setup_teardown(two_programs_lose_nothing, open_world, close_world),
        cmocka_unit_test_setup_teardown(grouped_programs_lose_nothing, open_world, close_world),
        cmocka_unit_test_setup_teardown(killed_backends_lose_nothing, open_world, close_world),
    };

    return cmocka_run_group_tests_name("races", tests, NULL, NULL);
}
