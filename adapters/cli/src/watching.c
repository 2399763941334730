/* SPDX-License-Identifier: Apache-2.0 */
#include "watching.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_MS      100 /* how often the private server is looked at */
#define WATCH_TEST_MS 10  /* and the clock of tests, which wait for it, with it */

/* Tests move the clock of a running program by writing seconds into a file. The month that it comes
 * to may lie beyond the partitions that there are, and deadlines may have ended. */
static void move_clock(struct cli_service *s, long long seconds)
{
    struct ym_wall *clock = ym_loop_clock(s->loop);

    if (clock->offset == seconds * YM_USEC_PER_SECOND)
        return;
    clock->offset = seconds * YM_USEC_PER_SECOND;
    ym_clock_tick(clock);
    if (s->keeping != NULL)
        cli_keeping_look(s->keeping);
    if (s->lease != NULL)
        pg_lease_look(s->lease);
    if (s->store != NULL)
        pg_due_look(s->store);
}

static void follow_test_clock(struct cli_service *s)
{
    FILE *f;
    char text[32] = "";
    long long seconds;

    if (s->clock_file == NULL)
        return;
    f = fopen(s->clock_file, "r");
    if (f == NULL)
        return;
    if (fgets(text, sizeof(text), f) != NULL) {
        text[strcspn(text, "\n")] = '\0';
        if (cli_number(text, -4000000000LL, 4000000000LL, &seconds))
            move_clock(s, seconds);
    }
    (void)fclose(f);
}

static void on_watch(void *arg)
{
    struct cli_service *s = arg;
    bool is_dead;

    follow_test_clock(s);
    if (s->db.own == NULL)
        return;
    is_dead = ym_private_poll(s->db.own) != YM_PRIVATE_READY;
    if (is_dead && !s->was_dead)
        ym_log(s->log, ERROR, "private PostgreSQL is down, starting it again",
               ym_log_int("restarts", ym_private_restarts(s->db.own)));
    if (!is_dead && s->was_dead)
        ym_log(s->log, INFO, "private PostgreSQL is up again",
               ym_log_int("restarts", ym_private_restarts(s->db.own)));
    s->was_dead = is_dead;
}

bool cli_watching_start(struct cli_service *s)
{
    s->clock_file = getenv("YIMA_TEST_CLOCK_FILE");
    follow_test_clock(s);
    s->watch = ym_timer_new(s->loop, on_watch, s);
    if (s->watch == NULL)
        return false;
    ym_timer_start(s->watch, WATCH_MS, s->clock_file != NULL ? WATCH_TEST_MS : WATCH_MS);
    return true;
}
