/* SPDX-License-Identifier: Apache-2.0 */
/* The port of plans of migration for who serves: an administrator asks now and then, so that each
 * call is a job on a thread of the pool over a connection of its own. */
#ifndef YM_CLI_MIGRATIONS_H
#define YM_CLI_MIGRATIONS_H

#include "app/migration.h"
#include "loop/loop.h"

#define CLI_MIGRATIONS_CALLS_MAX 8 /* calls under way at once */

struct cli_migrations {
    struct app_migrations port; /* must be first */
    struct ym_loop *loop;
    const char *conninfo;
    unsigned under_way;
    void (*changed)(void *arg); /* a plan was begun or changed; may be NULL */
    void *arg;
};

struct cli_service;

/* Open s->migrations over the service's loop and database, which outlive it, and, if it runs plans,
 * s->migrating. The loop waits for what is under way. UNAVAILABLE when the heap is empty. */
__attribute__((warn_unused_result)) enum ym_err
cli_migrations_open(struct cli_service *s, bool runs, struct ym_error *reterr);

#endif
