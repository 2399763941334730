/* SPDX-License-Identifier: Apache-2.0 */
#include "service.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "coverage.h"
#include "crypto/crypto.h"
#include "directory.h"
#include "gate.h"
#include "handlers.h"
#include "json/event.h"
#include "noticing.h"
#include "pg/delivery.h"
#include "pg/restored.h"
#include "secrets.h"
#include "watching.h"
#include "yima/number.h"

static enum ym_err open_secrets(struct cli_service *s, struct ym_error *reterr)
{
    enum ym_err err = cli_secrets_open(s->cli, &s->db, &s->keyring, &s->secrets, reterr);

    s->desk = (struct app_desk){ .secrets = &s->secrets, .ids = &s->ids };
    return err;
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
    char number[YM_NUMBER_COMPACT_MAX];

    (void)text; /* it may quote a value */
    ym_number_compact(dispute, number);
    if (sqlstate[0] == '\0') {
        ym_log(s->log, ERROR, "a stored dispute cannot be read; run yima verify",
               ym_log_text("dispute_id", number));
        return;
    }
    ym_log(s->log, ERROR, "a change was refused by the database", ym_log_text("dispute_id", number),
           ym_log_text("sqlstate", sqlstate));
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

static enum ym_err open_delivering(struct cli_service *s, const struct cli_delivering_words *words,
                                   struct ym_error *reterr)
{
    const struct cli_delivering_parts parts = {
        .loop = s->loop,
        .log = s->log,
        .conninfo = s->db.conninfo,
        .is_unprepared = s->cli->is_unprepared,
        .secrets = &s->secrets,
        .procedures = &s->library.procedures,
        .courier =
            s->exchanging.courier != NULL ? exchange_courier_port(s->exchanging.courier) : NULL
    };

    if (words == NULL)
        return YM_E_OK;
    return cli_delivering_open(&s->delivering, &parts, words, reterr);
}

static enum ym_err open_exchanging(struct cli_service *s, const struct cli_exchanging_words *words,
                                   struct ym_error *reterr)
{
    const struct cli_exchanging_parts parts = { .loop = s->loop,
                                                .log = s->log,
                                                .conninfo = s->db.conninfo,
                                                .is_unprepared = s->cli->is_unprepared,
                                                .secrets = &s->secrets,
                                                .ring = s->keyring,
                                                .reader = pg_reader_port(s->reader),
                                                .office = s->library.office,
                                                .instance = s->instance };
    enum ym_err err;

    if (words == NULL)
        return YM_E_OK;
    err = cli_exchanging_open(&s->exchanging, &parts, words, reterr);
    return err == YM_E_OK ? cli_handlers_open(s, reterr) : err;
}

static enum ym_err open_loop(struct cli_service *s, const struct cli_service_options *o,
                             struct ym_error *reterr)
{
    s->loop = ym_loop_new(cli_clock_offset(), reterr);
    if (s->loop == NULL)
        return reterr->code;
    if (o->has_log)
        s->log = ym_log_new(s->loop, 2, o->log_level);
    if ((o->has_log && s->log == NULL) || !cli_watching_start(s))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    if (s->log != NULL)
        ym_log_set_format(s->log, o->log_format);
    ym_random(s->instance, sizeof(s->instance));
    return YM_E_OK;
}

static void on_lease(void *arg, enum pg_lease_news news, unsigned node)
{
    static const char *const texts[] = {
        [PG_LEASE_WAITING] = "all node numbers are held: waiting until one is free",
        [PG_LEASE_TAKEN] = "node number taken",
        [PG_LEASE_STOPPED] = "node number not renewed in time: no disputes are registered",
        [PG_LEASE_RESUMED] = "node number renewed: disputes are registered again",
        [PG_LEASE_LOST] = "node number taken by another program: asking for a new one",
    };
    struct cli_service *s = arg;
    const bool is_good = news == PG_LEASE_TAKEN || news == PG_LEASE_RESUMED;
    const struct ym_log_field field = ym_log_int("node", node);

    ym_log_write(s->log, is_good ? YM_LOG_INFO : YM_LOG_WARN, texts[news], &field, 1);
}

static enum ym_err open_lease(struct cli_service *s, const struct cli_service_options *o,
                              struct ym_error *reterr)
{
    char host[PG_LEASE_LABEL_MAX / 2] = "";
    char label[PG_LEASE_LABEL_MAX];

    ym_id_gen_range(&s->ids, 0, 0, 0);
    if (!o->makes_ids)
        return YM_E_OK;
    (void)gethostname(host, sizeof(host) - 1);
    (void)snprintf(label, sizeof(label), "%s process %ld", host, (long)getpid());
    s->lease = pg_lease_open(s->loop, s->db.conn,
                             &(struct pg_lease_config){ .conninfo = s->db.conninfo,
                                                        .is_unprepared = s->cli->is_unprepared,
                                                        .wish = o->node,
                                                        .wait_ms = PG_LEASE_WAIT_MS,
                                                        .instance = s->instance,
                                                        .label = label,
                                                        .ids = &s->ids,
                                                        .on_news = on_lease,
                                                        .arg = s },
                             reterr);
    if (s->lease == NULL)
        return reterr->code;
    on_lease(s, PG_LEASE_TAKEN, pg_lease_node(s->lease));
    return YM_E_OK;
}

unsigned cli_service_node(const struct cli_service *s)
{
    return s->lease != NULL ? pg_lease_node(s->lease) : 0;
}

static enum ym_err open_keeping(struct cli_service *s, const struct cli_service_options *o,
                                struct ym_error *reterr)
{
    struct cli_keeping_config config = { .loop = s->loop,
                                         .log = s->log,
                                         .conninfo = s->db.conninfo,
                                         .store = s->store,
                                         .months_ahead = CLI_MONTHS_AHEAD,
                                         .has_partitions = !s->cli->no_migrate,
                                         .sweeps = o->sweeps,
                                         .begins_at_once = s->clock_file != NULL,
                                         .procedures = &s->library.procedures,
                                         .office = s->library.office,
                                         .keys_days = o->keys_days,
                                         .feed_days = o->feed_days };

    memcpy(config.instance, s->instance, sizeof(config.instance));
    s->keeping = cli_keeping_new(&config);
    return s->keeping != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
}

double cli_service_partitions_ahead(const struct cli_service *s)
{
    return cli_keeping_partitions_ahead(s->keeping);
}

double cli_service_calendar_ahead(const struct cli_service *s)
{
    const ym_usec now = ym_clock_now(ym_loop_clock(s->loop));

    return (double)CLI_EXCHANGING_DAY_S * cli_coverage_left(s->library.calendar, now);
}

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

static enum ym_err open_seals(struct cli_service *s, struct ym_error *reterr)
{
    s->seals = pg_seals_open(s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
    if (s->seals == NULL)
        return reterr->code;
    s->sealer = app_sealer_new(&(struct app_sealer_config){
        .seals = pg_seals_port(s->seals), .secrets = &s->secrets, .hash = &hash });
    return s->sealer != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
}

/* What only keeps and reads what is asked of it. */
static enum ym_err open_shelves(struct cli_service *s, struct ym_error *reterr)
{
    s->casefile = pg_casefile_open(s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
    if (s->casefile == NULL)
        return reterr->code;
    s->evidence = pg_evidence_open(s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
    if (s->evidence == NULL || open_seals(s, reterr) != YM_E_OK)
        return reterr->code;
    return cli_monthly_open(&s->monthly, s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
}

static enum ym_err open_store(struct cli_service *s, const struct cli_service_options *o,
                              struct ym_error *reterr)
{
    struct pg_store_config config = { .conninfo = s->db.conninfo,
                                      .is_unprepared = s->cli->is_unprepared,
                                      .links = o->links,
                                      .cache = o->cache,
                                      .due_poll_ms = cli_poll_ms(0),
                                      .on_state = on_link,
                                      .on_poison = on_poison,
                                      .arg = s };
    enum ym_err err = pg_store_probe(s->db.conn, &config.is_grouped, reterr);

    if (err == YM_E_OK && s->cli->no_migrate)
        err = pg_restored_check(s->db.conn, NULL, reterr);
    if (err == YM_E_OK)
        err = open_lease(s, o, reterr);
    if (err != YM_E_OK)
        return err;
    s->store = pg_store_open(s->loop, &config, reterr);
    if (s->store != NULL)
        s->reader = pg_reader_open(s->loop, s->db.conninfo, 0, s->cli->is_unprepared, reterr);
    if (s->reader == NULL || (o->serves_casefiles && open_shelves(s, reterr) != YM_E_OK))
        return reterr->code;
    return open_keeping(s, o, reterr);
}

static enum ym_err open_people(struct cli_service *s, const struct cli_service_options *o,
                               struct ym_error *reterr)
{
    if (!o->has_people)
        return YM_E_OK;
    s->people = pg_delivery_open(s->loop, s->db.conninfo, s->cli->is_unprepared, reterr);
    return s->people != NULL ? YM_E_OK : reterr->code;
}

static enum ym_err open_app(struct cli_service *s, struct ym_error *reterr)
{
    ym_defer_init(&s->turn, on_turn, s);
    s->app = app_new(&(struct app_config){ .store = pg_store_port(s->store),
                                           .procedures = &s->library.procedures,
                                           .calendar = s->library.calendar,
                                           .hash = &hash,
                                           .decode = json_event_decode,
                                           .wake = wake,
                                           .wake_arg = s,
                                           .told = cli_noticing_told,
                                           .told_arg = s });
    s->gate = cli_gate_new(s->loop, s->reader,
                           s->people != NULL ? pg_delivery_accounts(s->people) : NULL);
    if (s->app == NULL || s->gate == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    s->directory = cli_directory_new(s->loop, s->db.conn, s->reader, s->log, reterr);
    if (s->directory == NULL)
        return reterr->code;
    s->learning = cli_learning_new(s->loop, s->db.conninfo, s->reader, &s->library, s->log);
    if (s->learning == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    if (s->keyring != NULL)
        cli_learning_keys(s->learning, s->keyring, s->instance);
    return YM_E_OK;
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
        err = open_people(ret, options, reterr);
    if (err == YM_E_OK)
        err = open_app(ret, reterr);
    if (err == YM_E_OK)
        err = open_exchanging(ret, options->exchanging, reterr);
    if (err == YM_E_OK)
        err = open_delivering(ret, options->delivering, reterr);
    if (err == YM_E_OK)
        err = cli_migrations_open(ret, options->runs_migrations, reterr);
    if (err == YM_E_OK && options->makes_ids)
        err = cli_noticing_open(ret, reterr);
    if (err == YM_E_OK && options->fires_deadlines)
        err = cli_firing_start(&ret->firing, ret->app, ret->store, ret->loop, ret->log, reterr);
    if (err != YM_E_OK)
        cli_service_close(ret);
    return err;
}

bool cli_service_is_ready(const struct cli_service *s, struct ym_error *reterr)
{
    struct pg_store_gauges g;

    pg_store_gauges_get(s->store, &g);
    if (g.links_up == 0 || pg_reader_links_up(s->reader) == 0) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "the database is not connected");
        return false;
    }
    if (s->lease != NULL && !pg_lease_is_held(s->lease)) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no node number is held to register disputes with");
        return false;
    }
    return true;
}

/* ---- Taking apart ---- */

static void on_part_closed(void *arg)
{
    struct cli_service *s = arg;

    s->closing--;
    if (s->closing == 0)
        ym_loop_stop(s->loop);
}

/* What the loop drives by itself starts nothing any more. */
static void stop_work(struct cli_service *s)
{
    if (s->directory != NULL)
        cli_directory_stop(s->directory);
    cli_learning_stop(s->learning);
    cli_keeping_stop(s->keeping);
    cli_migrating_stop(s->migrating);
    cli_firing_stop(&s->firing);
    if (s->store != NULL)
        pg_due_stop(s->store);
}

/* Counts a part whose close is under way. */
static struct cli_service *one_more(struct cli_service *s)
{
    s->closing++;
    return s;
}

/* Those that only keep and read what is asked of them. */
static void close_shelves(struct cli_service *s)
{
    if (s->reader != NULL)
        pg_reader_close(s->reader, on_part_closed, one_more(s));
    if (s->casefile != NULL)
        pg_casefile_close(s->casefile, on_part_closed, one_more(s));
    if (s->evidence != NULL)
        pg_evidence_close(s->evidence, on_part_closed, one_more(s));
    if (s->seals != NULL)
        pg_seals_close(s->seals, on_part_closed, one_more(s));
    cli_monthly_close(&s->monthly, on_part_closed, one_more(s));
    if (s->people != NULL)
        pg_delivery_close(s->people, on_part_closed, one_more(s));
}

/* Links close over the loop: run it until all have. A close that is done at once must not stop a
 * loop that does not run yet, so that this function is counted as a part, too. */
static void close_links(struct cli_service *s)
{
    s->closing = 1;
    stop_work(s);
    if (s->notice != NULL)
        pg_notice_close(s->notice, on_part_closed, one_more(s));
    if (s->store != NULL)
        pg_store_close(s->store, on_part_closed, one_more(s));
    close_shelves(s);
    if (s->lease != NULL)
        pg_lease_close(s->lease, on_part_closed, one_more(s));
    if (s->delivering.deliver != NULL)
        cli_delivering_close(&s->delivering, on_part_closed, one_more(s));
    if (s->exchanging.store != NULL)
        cli_exchanging_close(&s->exchanging, on_part_closed, one_more(s));
    if (s->intaking.store != NULL)
        cli_intaking_close(&s->intaking, on_part_closed, one_more(s));
    s->closing--;
    if (s->closing > 0)
        ym_loop_run(s->loop);
    s->store = NULL;
    s->reader = NULL;
    s->casefile = NULL;
    s->evidence = NULL;
    s->seals = NULL;
    s->lease = NULL;
    s->notice = NULL;
}

void cli_service_close(struct cli_service *s)
{
    if (s->loop != NULL) {
        close_links(s);
        ym_loop_undefer(s->loop, &s->turn);
        cli_learning_free(s->learning);
        cli_directory_free(s->directory);
        cli_gate_free(s->gate);
        cli_handlers_close(s);
        cli_intaking_free(&s->intaking);
        app_sealer_free(s->sealer);
        app_free(s->app);
        ym_timer_free(s->watch);
        cli_keeping_free(s->keeping);
        cli_migrating_free(s->migrating);
        ym_log_free(s->log);
        s->log = NULL; /* partitions that are just being made end in ym_loop_free() */
        ym_loop_free(s->loop);
    }
    ym_keyring_close(s->keyring);
    cli_library_close(&s->library);
    cli_database_close(&s->db);
    memset(s, 0, sizeof(*s));
}
