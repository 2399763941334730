/* SPDX-License-Identifier: Apache-2.0 */
#include "service.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"
#include "directory.h"
#include "gate.h"
#include "json/event.h"
#include "pg/migrate.h"
#include "secrets.h"

#define WATCH_MS        100   /* how often the private server and the tests' clock are looked at */
#define UPKEEP_RETRY_MS 60000 /* when they could not be made */
#define UPKEEP_MS       86400000 /* partitions are made once a day */
#define MONTHS_AHEAD    3

static enum ym_err open_secrets(struct cli_service *s, struct ym_error *reterr)
{
    enum ym_err err = cli_secrets_open(s->cli, &s->db, &s->keyring, &s->secrets, reterr);

    s->desk = (struct app_desk){ .secrets = &s->secrets, .ids = &s->ids };
    return err;
}

/* ---- Watching ---- */

/* Tests move the clock of a running program by writing seconds into a file. The month that it comes
 * to may lie beyond the partitions that there are, and deadlines may have ended. */
static void move_clock(struct cli_service *s, long long seconds)
{
    struct ym_wall *clock = ym_loop_clock(s->loop);

    if (clock->offset == seconds * YM_USEC_PER_SECOND)
        return;
    clock->offset = seconds * YM_USEC_PER_SECOND;
    ym_clock_tick(clock);
    if (s->upkeep != NULL)
        ym_timer_start(s->upkeep, 0, UPKEEP_MS);
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

/* Partitions are made on a connection of their own, off the loop. */
struct upkeep {
    struct cli_service *s;
    const char *conninfo;
    ym_usec now, offset; /* of the clock when this was begun */
    enum ym_err err;
    struct ym_error why;
};

static void upkeep_work(void *arg)
{
    struct upkeep *u = arg;
    struct ym_conn *c = ym_conn_open(u->conninfo, &u->why);

    u->err = c == NULL ? u->why.code : ym_partitions_ensure(c, u->now, MONTHS_AHEAD, NULL, &u->why);
    ym_conn_close(c);
}

static int month_of(ym_usec at)
{
    int year;
    int month;
    int day;

    ym_day_split(ym_day_of(at), &year, &month, &day);
    return year * 12 + month;
}

double cli_service_partitions_ahead(const struct cli_service *s)
{
    if (s->partitions_until == 0)
        return (double)NAN;
    return s->partitions_until - month_of(ym_clock_now(ym_loop_clock(s->loop)));
}

static void upkeep_done(void *arg)
{
    struct upkeep *u = arg;

    if (u->err != YM_E_OK) {
        ym_log(u->s->log, ERROR, "partitions could not be made", ym_log_text("why", u->why.text));
        ym_timer_start(u->s->upkeep, UPKEEP_RETRY_MS, UPKEEP_MS);
    } else {
        u->s->partitions_until = month_of(u->now) + MONTHS_AHEAD;
        ym_log(u->s->log, INFO, "partitions reach ahead", ym_log_int("months", MONTHS_AHEAD),
               ym_log_int("clock_offset_s", u->offset / YM_USEC_PER_SECOND));
    }
    free(u);
}

static void on_upkeep(void *arg)
{
    struct cli_service *s = arg;
    struct upkeep *u = calloc(1, sizeof(*u));

    if (u == NULL)
        return; /* tomorrow again; partitions reach months ahead */
    u->s = s;
    u->conninfo = s->db.conninfo;
    u->now = ym_clock_now(ym_loop_clock(s->loop));
    u->offset = ym_loop_clock(s->loop)->offset;
    if (ym_work_submit(s->loop, upkeep_work, upkeep_done, u, &u->why) != YM_E_OK)
        free(u);
}

/* ---- Putting together ---- */

static void on_link(void *arg, unsigned link, bool is_up, const char *why)
{
    struct cli_service *s = arg;

    if (is_up)
        ym_log(s->log, INFO, "link up", ym_log_int("link", link));
    else
        ym_log(s->log, WARN, "link down", ym_log_int("link", link), ym_log_text("why", why));
}

static void on_poison(void *arg, struct ym_id dispute, const char *sqlstate, const char *text)
{
    struct cli_service *s = arg;

    (void)text; /* it may quote a value */
    ym_log(s->log, ERROR, "a change was refused by the database",
           ym_log_id("dispute_id", (uint64_t)dispute.v), ym_log_text("sqlstate", sqlstate));
}

static void on_turn(void *arg)
{
    struct cli_service *s = arg;

    app_turn(s->app);
}

static void wake(void *arg)
{
    struct cli_service *s = arg;

    ym_loop_defer(s->loop, &s->turn);
}

static void on_told(void *arg)
{
    struct cli_service *s = arg;

    cli_delivering_nudge(&s->delivering);
}

static enum ym_err open_delivering(struct cli_service *s, const struct cli_delivering_words *words,
                                   struct ym_error *reterr)
{
    const struct cli_delivering_parts parts = { .loop = s->loop,
                                                .log = s->log,
                                                .conninfo = s->db.conninfo,
                                                .is_unprepared = s->cli->is_unprepared,
                                                .secrets = &s->secrets,
                                                .procedures = &s->library.procedures };

    if (words == NULL)
        return YM_E_OK;
    return cli_delivering_open(&s->delivering, &parts, words, reterr);
}

static enum ym_err open_loop(struct cli_service *s, const struct cli_service_options *o,
                             struct ym_error *reterr)
{
    s->loop = ym_loop_new(cli_clock_offset(), reterr);
    if (s->loop == NULL)
        return reterr->code;
    s->clock_file = getenv("YIMA_TEST_CLOCK_FILE");
    follow_test_clock(s);
    if (o->has_log)
        s->log = ym_log_new(s->loop, 2, o->log_level);
    s->watch = ym_timer_new(s->loop, on_watch, s);
    s->upkeep = ym_timer_new(s->loop, on_upkeep, s);
    if ((o->has_log && s->log == NULL) || s->watch == NULL || s->upkeep == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    if (s->log != NULL)
        ym_log_set_format(s->log, o->log_format);
    if (!s->cli->no_migrate) /* the database was brought up to date a moment ago */
        s->partitions_until = month_of(cli_now()) + CLI_MONTHS_AHEAD;
    ym_timer_start(s->watch, WATCH_MS, WATCH_MS);
    ym_timer_start(s->upkeep, s->clock_file != NULL ? 0 : UPKEEP_MS, UPKEEP_MS);
    return YM_E_OK;
}

static enum ym_err open_store(struct cli_service *s, const struct cli_service_options *o,
                              struct ym_error *reterr)
{
    struct pg_store_config config = { .conninfo = s->db.conninfo,
                                      .is_unprepared = s->cli->is_unprepared,
                                      .links = o->links,
                                      .on_state = on_link,
                                      .on_poison = on_poison,
                                      .arg = s };
    struct ym_id newest;
    enum ym_err err = pg_store_probe(s->db.conn, &config.is_grouped, reterr);

    ym_id_gen_init(&s->ids, o->node);
    if (err == YM_E_OK)
        err = pg_newest_id(s->db.conn, o->node, &newest, reterr);
    if (err != YM_E_OK)
        return err;
    if (newest.v != 0)
        ym_id_gen_skip(&s->ids, newest);
    s->store = pg_store_open(s->loop, &config, reterr);
    if (s->store == NULL)
        return reterr->code;
    s->reader = pg_reader_open(s->loop, s->db.conninfo, 0, s->cli->is_unprepared, reterr);
    return s->reader == NULL ? reterr->code : YM_E_OK;
}

static enum ym_err open_app(struct cli_service *s, struct ym_error *reterr)
{
    static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

    ym_defer_init(&s->turn, on_turn, s);
    s->app = app_new(&(struct app_config){ .store = pg_store_port(s->store),
                                           .procedures = &s->library.procedures,
                                           .calendar = s->library.calendar,
                                           .hash = &hash,
                                           .decode = json_event_decode,
                                           .wake = wake,
                                           .wake_arg = s,
                                           .told = on_told,
                                           .told_arg = s });
    s->gate = cli_gate_new(s->loop, s->reader);
    if (s->app == NULL || s->gate == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    s->directory = cli_directory_new(s->loop, s->db.conn, s->reader, s->log, reterr);
    return s->directory == NULL ? reterr->code : YM_E_OK;
}

enum ym_err cli_service_open(const struct cli *cli, const struct cli_service_options *options,
                             struct cli_service *ret, struct ym_error *reterr)
{
    enum ym_err err;

    memset(ret, 0, sizeof(*ret));
    ret->cli = cli;
    err = cli_database_open(cli, &ret->db, reterr);
    if (err == YM_E_OK)
        err = cli_library_open(cli, ret->db.conn, &ret->library, reterr);
    if (err == YM_E_OK)
        err = open_secrets(ret, reterr);
    if (err == YM_E_OK)
        err = open_loop(ret, options, reterr);
    if (err == YM_E_OK)
        err = open_store(ret, options, reterr);
    if (err == YM_E_OK)
        err = open_app(ret, reterr);
    if (err == YM_E_OK)
        err = open_delivering(ret, options->delivering, reterr);
    if (err != YM_E_OK) {
        cli_service_close(ret);
        return err;
    }
    if (options->fires_deadlines)
        cli_firing_start(&ret->firing, ret->app, ret->store, ret->loop, ret->log);
    return YM_E_OK;
}

bool cli_service_is_ready(const struct cli_service *s, struct ym_error *reterr)
{
    struct pg_store_gauges g;

    pg_store_gauges_get(s->store, &g);
    if (g.links_up > 0 && pg_reader_links_up(s->reader) > 0)
        return true;
    (void)ym_fail(reterr, YM_E_UNAVAILABLE, "the database is not connected");
    return false;
}

/* ---- Taking apart ---- */

static void on_part_closed(void *arg)
{
    struct cli_service *s = arg;

    s->closing--;
    if (s->closing == 0)
        ym_loop_stop(s->loop);
}

/* Links close over the loop: run it until both have. */
static void close_links(struct cli_service *s)
{
    if (s->directory != NULL)
        cli_directory_stop(s->directory);
    if (s->store != NULL) {
        pg_due_stop(s->store);
        s->closing++;
    }
    if (s->reader != NULL)
        s->closing++;
    if (s->delivering.deliver != NULL)
        s->closing++;
    if (s->closing == 0)
        return;
    if (s->store != NULL)
        pg_store_close(s->store, on_part_closed, s);
    if (s->reader != NULL)
        pg_reader_close(s->reader, on_part_closed, s);
    if (s->delivering.deliver != NULL)
        cli_delivering_close(&s->delivering, on_part_closed, s);
    ym_loop_run(s->loop);
    s->store = NULL;
    s->reader = NULL;
}

void cli_service_close(struct cli_service *s)
{
    if (s->loop != NULL) {
        close_links(s);
        ym_loop_undefer(s->loop, &s->turn);
        cli_directory_free(s->directory);
        cli_gate_free(s->gate);
        app_free(s->app);
        ym_timer_free(s->watch);
        ym_timer_free(s->upkeep);
        ym_log_free(s->log);
        s->log = NULL; /* partitions that are just being made end in ym_loop_free() */
        ym_loop_free(s->loop);
    }
    ym_keyring_close(s->keyring);
    cli_library_close(&s->library);
    cli_database_close(&s->db);
    memset(s, 0, sizeof(*s));
}
