/* SPDX-License-Identifier: Apache-2.0 */
#include "keeping.h"

#include <math.h>
#include <stdlib.h>

#include "cli.h"
#include "pg/conn.h"
#include "pg/credit.h"
#include "pg/horizon.h"
#include "pg/migrate.h"

/* What goes to a thread of the pool and comes back; the loop's thread does not touch it meanwhile.
 * One for the sweeps, one for partitions. */
struct job {
    struct cli_keeping *k;
    struct pg_keep keep;       /* sweeps */
    struct ym_conn *conn;      /* sweeps: NULL while none is under way */
    bool leaves;               /* sweeps: give the turn up and close */
    struct pg_horizon horizon; /* sweeps: looked at when the connection is opened */
    ym_usec ahead;             /* likewise: this machine's clock before the database's */
    int64_t overdue;           /* likewise: objections whose answer is; -1: not known */
    ym_usec now, offset;       /* partitions: of the clock when this was begun */
    bool is_under_way;
    enum ym_err err;
    struct ym_error why;
};

struct cli_keeping {
    struct cli_keeping_config config;
    struct ym_timer *sweep, *partitions;
    struct job sweeping, making;
    struct pg_keep seen;       /* of the sweeps, as they stood after the last slice */
    struct pg_horizon horizon; /* of the sweeps, likewise */
    ym_usec ahead;             /* of the sweeps, likewise */
    int64_t overdue;           /* of the sweeps, likewise */
    bool warned_snapshot, warned_clocks;
    unsigned yields; /* in a row */
    int until;       /* last month with partitions, counted from year 0; 0: not known */
    bool is_stopped, is_free;
};

/* The last one to leave frees: the owner or a job. */
static void free_if_done(struct cli_keeping *k)
{
    if (!k->is_free || k->sweeping.is_under_way || k->making.is_under_way)
        return;
    ym_conn_close(k->sweeping.conn);
    pg_tally_free(k->sweeping.keep.tally);
    free(k);
}

/* ---- Partitions ---- */

static int month_of(ym_usec at)
{
    int year;
    int month;
    int day;

    ym_day_split(ym_day_of(at), &year, &month, &day);
    return year * 12 + month;
}

double cli_keeping_partitions_ahead(const struct cli_keeping *k)
{
    if (k->until == 0)
        return (double)NAN;
    return k->until - month_of(ym_clock_now(ym_loop_clock(k->config.loop)));
}

static void make_partitions(void *arg)
{
    struct job *j = arg;
    struct ym_conn *c = ym_conn_open(j->k->config.conninfo, &j->why);

    j->err = c == NULL ? j->why.code
                       : ym_partitions_ensure(c, j->now, j->k->config.months_ahead, NULL, &j->why);
    ym_conn_close(c);
}

static void on_partitions(void *arg)
{
    struct job *j = arg;
    struct cli_keeping *k = j->k;

    j->is_under_way = false;
    if (k->is_stopped) {
        free_if_done(k);
    } else if (j->err != YM_E_OK) {
        ym_log(k->config.log, ERROR, "partitions could not be made",
               ym_log_text("why", j->why.text));
        ym_timer_start(k->partitions, CLI_KEEPING_RETRY_MS, CLI_KEEPING_PARTITIONS_MS);
    } else {
        k->until = month_of(j->now) + (int)k->config.months_ahead;
        ym_log(k->config.log, INFO, "partitions reach ahead",
               ym_log_int("months", k->config.months_ahead),
               ym_log_int("clock_offset_s", j->offset / YM_USEC_PER_SECOND));
        if (j->offset != ym_loop_clock(k->config.loop)->offset)
            cli_keeping_look(k); /* the clock was set again meanwhile */
    }
}

static void on_partitions_due(void *arg)
{
    struct cli_keeping *k = arg;
    struct job *j = &k->making;

    if (j->is_under_way)
        return;
    j->now = ym_clock_now(ym_loop_clock(k->config.loop));
    j->offset = ym_loop_clock(k->config.loop)->offset;
    j->is_under_way =
        ym_work_submit(k->config.loop, make_partitions, on_partitions, j, &j->why) == YM_E_OK;
    if (!j->is_under_way)
        ym_timer_start(k->partitions, CLI_KEEPING_RETRY_MS, CLI_KEEPING_PARTITIONS_MS);
}

/* ---- What cannot be cleared away ---- */

/* By the clock of the program, which tests may move. 0: nobody holds one, or its age is unknown. */
static ym_usec snapshot_age(const struct cli_keeping *k)
{
    const ym_usec now = ym_clock_now(ym_loop_clock(k->config.loop));

    return k->horizon.since == YM_USEC_NONE || k->horizon.since > now ? 0 : now - k->horizon.since;
}

static void warn_of_snapshot(struct cli_keeping *k)
{
    const ym_usec age = snapshot_age(k);
    const bool is_old = age > CLI_KEEPING_SNAPSHOT_S * YM_USEC_PER_SECOND ||
                        k->horizon.transactions > CLI_KEEPING_SNAPSHOT_XIDS;

    if (is_old && !k->warned_snapshot)
        ym_log(k->config.log, WARN,
               "an old snapshot keeps dead rows: end its transaction (pg_stat_activity, "
               "pg_prepared_xacts, pg_replication_slots)",
               ym_log_int("age_s", age / YM_USEC_PER_SECOND),
               ym_log_int("transactions", k->horizon.transactions));
    if (!is_old && k->warned_snapshot)
        ym_log(k->config.log, INFO, "the old snapshot is gone",
               ym_log_int("transactions", k->horizon.transactions));
    k->warned_snapshot = is_old;
}

static void warn_of_clocks(struct cli_keeping *k)
{
    const ym_usec ahead = k->ahead / YM_USEC_PER_SECOND;
    const bool differ = ahead > CLI_KEEPING_CLOCKS_S || ahead < -CLI_KEEPING_CLOCKS_S;

    if (differ && !k->warned_clocks)
        ym_log(k->config.log, WARN, "this machine's clock and the database's differ: set them",
               ym_log_int("ahead_s", ahead));
    k->warned_clocks = differ;
}

static void note_horizon(struct cli_keeping *k)
{
    k->overdue = k->sweeping.overdue;
    if (!k->sweeping.horizon.is_known)
        return;
    k->horizon = k->sweeping.horizon;
    k->ahead = k->sweeping.ahead;
    warn_of_snapshot(k);
    warn_of_clocks(k);
}

/* On a thread of the pool. What it says is of use to people alone: that it fails is no error. */
static void look_at_horizon(struct job *j)
{
    struct ym_error why;

    if (pg_horizon_read(j->conn, &j->horizon, &why) == YM_E_OK)
        j->ahead = cli_now() - cli_clock_offset() - j->horizon.now;
    else
        j->horizon.is_known = false;
    if (pg_objections_overdue(j->conn, ym_day_of(j->keep.now), &j->overdue, &why) != YM_E_OK)
        j->overdue = -1;
}

/* ---- Sweeps ---- */

static void do_slice(void *arg)
{
    struct job *j = arg;

    j->err = YM_E_OK;
    if (j->conn == NULL && !j->leaves) {
        j->conn = ym_conn_open(j->k->config.conninfo, &j->why);
        if (j->conn == NULL) {
            j->err = j->why.code;
            j->keep.step = PG_KEEP_DONE;
            return;
        }
        look_at_horizon(j);
    }
    if (j->leaves)
        pg_keep_leave(&j->keep, j->conn);
    else
        j->err = pg_keep_slice(&j->keep, j->conn, &j->why);
    if (j->keep.step == PG_KEEP_DONE) {
        ym_conn_close(j->conn);
        j->conn = NULL;
    }
}

static void on_slice(void *arg);

static void submit_slice(struct cli_keeping *k)
{
    struct job *j = &k->sweeping;

    j->is_under_way = ym_work_submit(k->config.loop, do_slice, on_slice, j, &j->why) == YM_E_OK;
    if (!j->is_under_way && !k->is_stopped)
        ym_timer_start(k->sweep, CLI_KEEPING_YIELD_MS, 0);
}

static void on_slice(void *arg)
{
    struct job *j = arg;
    struct cli_keeping *k = j->k;

    j->is_under_way = false;
    k->seen = j->keep;
    note_horizon(k);
    if (k->is_stopped && j->conn != NULL && !j->leaves) {
        j->leaves = true;
        submit_slice(k);
    }
    if (k->is_stopped) {
        free_if_done(k);
        return;
    }
    if (j->err != YM_E_OK)
        ym_log(k->config.log, WARN, "a sweep was broken off", ym_log_text("why", j->why.text));
    ym_timer_start(k->sweep,
                   j->keep.step == PG_KEEP_DONE ? CLI_KEEPING_PERIOD_MS : CLI_KEEPING_PAUSE_MS, 0);
}

/* Would a slice make commands wait longer that wait already? */
static bool must_yield(struct cli_keeping *k)
{
    struct pg_store_gauges g;

    pg_store_gauges_get(k->config.store, &g);
    if (g.waiting == 0 || k->yields >= CLI_KEEPING_YIELDS_MAX) {
        k->yields = 0;
        return false;
    }
    k->yields++;
    return true;
}

/* Procedures and rules change on the loop: a sweep takes what it needs of them along. */
static void begin_sweep(struct cli_keeping *k)
{
    struct pg_keep *keep = &k->sweeping.keep;
    const ym_usec now = ym_clock_now(ym_loop_clock(k->config.loop));
    const ym_day today = ym_day_of(now);

    pg_tally_free(keep->tally);
    keep->tally = k->config.procedures != NULL ? pg_tally_new(k->config.procedures) : NULL;
    if (k->config.office != NULL)
        keep->looks = (today - ym_office_before(k->config.office, YM_OFFICE_LOOKS_KEEP, today)) *
                      YM_USEC_PER_DAY;
    pg_keep_begin(keep, now);
}

static void on_sweep(void *arg)
{
    struct cli_keeping *k = arg;
    struct job *j = &k->sweeping;

    if (must_yield(k)) {
        ym_timer_start(k->sweep, CLI_KEEPING_YIELD_MS, 0);
        return;
    }
    if (j->keep.step == PG_KEEP_DONE)
        begin_sweep(k);
    submit_slice(k);
}

/* ---- The interface ---- */

struct cli_keeping *cli_keeping_new(const struct cli_keeping_config *config)
{
    struct cli_keeping *k = calloc(1, sizeof(*k));

    if (k == NULL)
        return NULL;
    k->config = *config;
    k->sweeping.k = k->making.k = k;
    k->sweeping.overdue = k->overdue = -1;
    pg_keep_init(&k->sweeping.keep, config->instance);
    if (config->keys_days != 0)
        k->sweeping.keep.keys = config->keys_days * YM_USEC_PER_DAY;
    if (config->feed_days != 0)
        k->sweeping.keep.feed = config->feed_days * YM_USEC_PER_DAY;
    k->seen = k->sweeping.keep;
    k->sweep = ym_timer_new(config->loop, on_sweep, k);
    k->partitions = ym_timer_new(config->loop, on_partitions_due, k);
    if (k->sweep == NULL || k->partitions == NULL) {
        cli_keeping_free(k);
        return NULL;
    }
    if (config->has_partitions)
        k->until = month_of(ym_clock_now(ym_loop_clock(config->loop))) + (int)config->months_ahead;
    if (config->sweeps)
        ym_timer_start(k->sweep, CLI_KEEPING_YIELD_MS, 0);
    ym_timer_start(k->partitions, config->begins_at_once ? 0 : CLI_KEEPING_PARTITIONS_MS,
                   CLI_KEEPING_PARTITIONS_MS);
    return k;
}

void cli_keeping_look(struct cli_keeping *k)
{
    if (!k->is_stopped)
        ym_timer_start(k->partitions, 0, CLI_KEEPING_PARTITIONS_MS);
}

void cli_keeping_get(const struct cli_keeping *k, struct pg_keep *ret)
{
    *ret = k->seen;
}

double cli_keeping_overdue(const struct cli_keeping *k)
{
    return k->overdue < 0 ? (double)NAN : (double)k->overdue;
}

void cli_keeping_horizon(const struct cli_keeping *k, struct cli_horizon_figures *ret)
{
    const double none = (double)NAN;

    *ret = (struct cli_horizon_figures){ none, none, none };
    if (!k->horizon.is_known)
        return;
    ret->age_s = (double)snapshot_age(k) / (double)YM_USEC_PER_SECOND;
    ret->transactions = (double)k->horizon.transactions;
    ret->ahead_s = (double)k->ahead / (double)YM_USEC_PER_SECOND;
}

void cli_keeping_stop(struct cli_keeping *k)
{
    if (k == NULL || k->is_stopped)
        return;
    k->is_stopped = true;
    ym_timer_stop(k->sweep);
    ym_timer_stop(k->partitions);
    if (!k->sweeping.is_under_way && k->sweeping.conn != NULL) {
        k->sweeping.leaves = true;
        submit_slice(k);
    }
}

void cli_keeping_free(struct cli_keeping *k)
{
    if (k == NULL)
        return;
    cli_keeping_stop(k);
    ym_timer_free(k->sweep);
    ym_timer_free(k->partitions);
    k->is_free = true;
    free_if_done(k);
}
