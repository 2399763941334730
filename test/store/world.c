/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#define WAIT_MS 120000 /* longer than any machine needs: then it hangs */

static void on_tick(void *arg)
{
    struct world *w = arg;

    w->waited_ms++;
    if (w->waited_ms >= WAIT_MS || (w->is_done != NULL && w->is_done(w->arg)))
        ym_loop_stop(w->loop);
}

void world_open(struct world *w, const char *db)
{
    struct ym_error e;

    *w = (struct world){ .db = db, .conninfo = migrated_make(db) };
    w->loop = ym_loop_new(0, &e);
    assert(w->loop != NULL);
    w->tick = ym_timer_new(w->loop, on_tick, w);
    assert(w->tick != NULL);
    w->conn = test_db_connect(w->conninfo);
}

struct ym_store *world_store(struct world *w, unsigned i, struct pg_store_config config)
{
    struct ym_error e;

    config.conninfo = w->conninfo;
    w->stores[i] = pg_store_open(w->loop, &config, &e);
    assert(w->stores[i] != NULL);
    return pg_store_port(w->stores[i]);
}

void world_close(struct world *w)
{
    for (unsigned i = 0; i < WORLD_STORES_MAX; i++) {
        if (w->stores[i] != NULL)
            pg_store_close(w->stores[i], NULL, NULL);
    }
    ym_timer_free(w->tick);
    ym_loop_free(w->loop);
    ym_conn_close(w->conn);
    test_db_drop(w->db);
}

void world_run(struct world *w, bool (*is_done)(void *arg), void *arg)
{
    w->is_done = is_done;
    w->arg = arg;
    w->waited_ms = 0;
    ym_timer_start(w->tick, 1, 1);
    ym_loop_run(w->loop);
    ym_timer_stop(w->tick);
    if (!is_done(arg)) {
        fprintf(stderr, "not done after %d ms\n", WAIT_MS);
        exit(1);
    }
}

struct until {
    const struct ym_loop *loop;
    uint64_t ms;
};

static bool has_passed(void *arg)
{
    const struct until *until = arg;

    return ym_loop_monotonic_ms(until->loop) >= until->ms;
}

void world_wait(struct world *w, unsigned ms)
{
    struct until until = { w->loop, ym_loop_monotonic_ms(w->loop) + ms };

    world_run(w, has_passed, &until);
}

struct one {
    unsigned n;
    enum ym_stored r;
};

static void on_one(void *op, enum ym_stored r)
{
    struct one *one = op;

    one->n++;
    one->r = r;
}

static bool is_one(void *arg)
{
    return ((const struct one *)arg)->n > 0;
}

enum ym_stored world_append(struct world *w, struct ym_store *store, const struct ym_change *change)
{
    struct one one = { .n = 0 };

    store->ops->append(store, change, on_one, &one);
    assert(one.n == 0);
    world_run(w, is_one, &one);
    assert(one.n == 1);
    return one.r;
}
