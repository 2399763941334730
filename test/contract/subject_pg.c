/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "loop/loop.h"
#include "migrated.h"
#include "pg/store.h"
#include "subject.h"

#define DB      "yima_contract"
#define LINKS   2
#define WAIT_MS 120000 /* longer than any machine needs: then it hangs */

static const char *conninfo;
static struct ym_loop *loop;
static struct ym_timer *tick;
static struct pg_store *store;
static const unsigned *count;
static unsigned wanted;
static unsigned waited_ms, limit_ms;
static bool awaits_links;

static bool is_connected(void)
{
    struct pg_store_gauges g;

    pg_store_gauges_get(store, &g);
    return g.links_up == LINKS;
}

static void on_tick(void *arg)
{
    (void)arg;
    waited_ms += 1;
    if ((count != NULL && *count >= wanted) || waited_ms >= limit_ms ||
        (awaits_links && is_connected()))
        ym_loop_stop(loop);
}

static void run(unsigned ms)
{
    waited_ms = 0;
    limit_ms = ms;
    ym_timer_start(tick, 1, 1);
    ym_loop_run(loop);
    ym_timer_stop(tick);
}

static void open_store(const char *to)
{
    struct pg_store_config config = { .conninfo = to, .links = LINKS, .deadline_ms = 3000 };
    struct ym_error e;

    store = pg_store_open(loop, &config, &e);
    assert(store != NULL);
}

struct ym_store *subject_open(void)
{
    struct ym_error e;

    conninfo = migrated_make(DB);
    loop = ym_loop_new(0, &e);
    assert(loop != NULL);
    tick = ym_timer_new(loop, on_tick, NULL);
    assert(tick != NULL);
    open_store(conninfo);
    return pg_store_port(store);
}

void subject_close(void)
{
    pg_store_close(store, NULL, NULL);
    ym_timer_free(tick);
    ym_loop_free(loop);
    test_db_drop(DB);
}

void subject_run(const unsigned *c, unsigned n)
{
    count = c;
    wanted = n;
    if (*count < n)
        run(WAIT_MS);
    if (*count < n) {
        fprintf(stderr, "%u of %u callbacks within %d ms\n", *count, n, WAIT_MS);
        exit(1);
    }
}

void subject_settle(void)
{
    count = NULL;
    run(50);
}

/* Nobody may connect, and whoever is connected is sent away. */
void subject_cut(bool is_cut)
{
    struct ym_conn *c = test_db_connect(getenv("YIMA_TEST_PG"));

    test_db_run(c, is_cut ? "alter database " DB " allow_connections false"
                          : "alter database " DB " allow_connections true");
    if (is_cut)
        test_db_run(c, "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" DB
                       "'");
    ym_conn_close(c);
    if (is_cut)
        return;
    count = NULL;
    awaits_links = true;
    run(WAIT_MS);
    awaits_links = false;
}
