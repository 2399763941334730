/* SPDX-License-Identifier: Apache-2.0 */
/* Runs plans of migration (app/migration.h): slice after slice, paced, giving way to the commands
 * of people. One runner of all programs is at work at a time; the others look now and then. */
#ifndef YM_CLI_MIGRATING_H
#define YM_CLI_MIGRATING_H

#include "app/command.h"
#include "library.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/migration.h"
#include "pg/store.h"

#define CLI_MIGRATING_IDLE_MS    5000 /* between two looks for a plan */
#define CLI_MIGRATING_TICK_MS    50   /* between two handfuls of moves */
#define CLI_MIGRATING_RETRY_MS   500  /* after what could not be done now */
#define CLI_MIGRATING_WINDOW     64   /* moves under way at once */
#define CLI_MIGRATING_YIELDS_MAX 40   /* ticks in a row that give way: then a handful goes */

/* What a look came to. */
enum cli_migrating_news {
    CLI_MIGRATING_IDLE,      /* no plan has anything left to do; plan NULL */
    CLI_MIGRATING_GOES_ON,   /* here */
    CLI_MIGRATING_ELSEWHERE, /* another program runs plans; plan: the one that was asked for */
    CLI_MIGRATING_ENDED,     /* this plan does not run (any more) */
    CLI_MIGRATING_FAILED,    /* why says why; it is tried again */
};

struct cli_migrating_config {
    struct ym_loop *loop;
    struct ym_log *log; /* NULL: no log */
    const char *conninfo;
    struct app *app;
    struct pg_store *store;
    const struct cli_library *library;
    const struct app_secrets *secrets;
    const unsigned char *instance; /* PG_JOB_INSTANCE_LEN bytes: this run of the program */
    int32_t plan;                  /* this one alone; 0: whichever has something left to do */
    unsigned idle_ms;              /* between two looks; 0: the default */
    /* After each look; may be NULL. why "" but for FAILED. */
    void (*on_news)(void *arg, enum cli_migrating_news news, const struct pg_migration *plan,
                    const char *why);
    void *arg;
};

struct cli_migrating;

/* NULL when the heap is empty. It looks at once, when the loop runs. */
__attribute__((warn_unused_result)) struct cli_migrating *
cli_migrating_new(const struct cli_migrating_config *config);

/* Look now: a plan was begun or resumed. */
void cli_migrating_nudge(struct cli_migrating *m);

/* Begin nothing any more. What is under way ends; the job is given back. */
void cli_migrating_stop(struct cli_migrating *m);

/* Pre: nothing of it is under way in the app. NULL is legal. */
void cli_migrating_free(struct cli_migrating *m);

#endif
