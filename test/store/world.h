/* SPDX-License-Identifier: Apache-2.0 */
/* A loop and some stores on one database, for tests. */
#ifndef YM_TEST_WORLD_H
#define YM_TEST_WORLD_H

#include <stdbool.h>

#include "loop/loop.h"
#include "made.h"
#include "migrated.h"
#include "pg/store.h"

#define WORLD_STORES_MAX 2

struct world {
    const char *db; /* name */
    const char *conninfo;
    struct ym_loop *loop;
    struct ym_timer *tick;
    struct ym_conn *conn; /* a blocking connection of the test's own */
    struct pg_store *stores[WORLD_STORES_MAX];
    bool (*is_done)(void *arg);
    void *arg;
    unsigned waited_ms;
};

/* A fresh migrated database, a loop, a connection; no stores yet. */
void world_open(struct world *w, const char *db);
struct ym_store *world_store(struct world *w, unsigned i, struct pg_store_config config);
void world_close(struct world *w);

/* Run the loop until is_done says so; fails the program after 20 s. */
void world_run(struct world *w, bool (*is_done)(void *arg), void *arg);
void world_wait(struct world *w, unsigned ms);

/* Append one change and wait for what becomes of it. */
enum ym_stored world_append(struct world *w, struct ym_store *store,
                            const struct ym_change *change);

#endif
