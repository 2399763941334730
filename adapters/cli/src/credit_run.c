/* SPDX-License-Identifier: Apache-2.0 */
/* yima credit run: the two phases, and what a run ends with.
 *
 * A run that was killed is begun again by the same words: sources that are up to date and buckets
 * that are done are not made again, and since an item of a month depends on what was recorded in it
 * alone, the result is the same to the byte. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/month.h"
#include "credit.h"
#include "credit_sweep.h"
#include "credit_weigh.h"
#include "crypto/crypto.h"
#include "library.h"
#include "pg/replica.h"
#include "progress.h"
#include "secrets.h"
#include "summary.h"
#include "base/hex.h"

#define CURRENT_WAIT_MS 600000 /* for a replica to show what was committed */
#define CURRENT_STEP_MS 200

struct running {
    const struct cli *cli;
    const struct credit_wish *wish;
    struct cli_database db;
    struct ym_conn *reading; /* of the server of --report-db, or a second one of the database */
    struct ym_conn *ahead;   /* likewise, for what is read while something else is done */
    struct pg_credit_sending sources; /* on their way over db.conn */
    struct cli_library library;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct credit_formula formula;
    struct cli_granted by;
    struct credit_plan plan;
    struct credit_maker maker;
    struct cli_pace pace; /* of both phases */
    struct credit_weigher weigher;
    struct cli_progress progress;
    bool is_wanted[YM_BUCKETS]; /* there is something to weigh */
    bool is_done[YM_BUCKETS];   /* by an earlier start of this run */
    uint64_t resumed;           /* buckets of them */
    int64_t swept;              /* profiles that were deleted, their time being over */
    struct ym_error why;
};

/* ---- Where it is read ---- */

static void pause_ms(void *arg, unsigned ms)
{
    const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

    (void)arg;
    (void)nanosleep(&t, NULL);
}

/* A name of several servers may lead each connection to another one. */
static enum ym_err wait_current(struct running *r, struct ym_conn *reading)
{
    const struct timespec step = { .tv_nsec = CURRENT_STEP_MS * 1000000L };
    bool is_current = false;
    enum ym_err err = YM_E_OK;

    for (int ms = 0; err == YM_E_OK && !is_current && ms < CURRENT_WAIT_MS; ms += CURRENT_STEP_MS) {
        err = pg_credit_is_current(r->db.conn, reading, &is_current, &r->why);
        if (err == YM_E_OK && !is_current)
            (void)nanosleep(&step, NULL);
    }
    if (err == YM_E_OK && !is_current)
        err = ym_fail(&r->why, YM_E_UNAVAILABLE,
                      "the server of --report-db does not catch up: look at its replication, or "
                      "leave --report-db out");
    return err;
}

/* Histories of another database would be drawn into the profiles of this one: the keys that it is
 * bound to tell which it is. */
static enum ym_err open_reading(struct running *r, struct ym_conn **ret)
{
    enum ym_err err = YM_E_OK;

    *ret = r->wish->report_db != NULL ? ym_conn_open_reading(r->wish->report_db, &r->why)
                                      : ym_conn_open(r->db.conninfo, &r->why);
    if (*ret == NULL)
        return r->why.code;
    cli_pace_aside(*ret);
    if (cli_pace_rests(&r->pace))
        ym_conn_take_turns(*ret);
    if (r->wish->report_db != NULL)
        err = pg_replica_check(r->db.conn, *ret, pause_ms, NULL, &r->why);
    return err == YM_E_OK ? wait_current(r, *ret) : err;
}

/* ---- The first phase ---- */

/* Make and keep what one day's disputes say, in chunks. */
static enum ym_err refresh_day(struct running *r, ym_day day)
{
    struct pg_credit_stales stale = { .n = PG_CREDIT_CHUNK };
    struct pg_credit_source rows[PG_CREDIT_CHUNK];
    struct ym_id after = { ym_id_floor(ym_day_start(day)).v - 1 };
    const struct ym_id until = ym_id_floor(ym_day_start(ym_day_plus(day, 1)));
    struct credit_maker *m = &r->maker;
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && stale.n == PG_CREDIT_CHUNK) {
        err = pg_credit_stale(r->reading, &m->wish, after, until, &stale, &r->why);
        if (err != YM_E_OK || stale.n == 0)
            return err;
        err = credit_make(m, stale.at, stale.n, &r->why);
        for (size_t i = 0; err == YM_E_OK && i < stale.n; i++)
            credit_made_source(m, i, &rows[i]);
        if (err == YM_E_OK)
            err = pg_credit_source_put(&r->sources, rows, stale.n, &r->why);
        after = stale.at[stale.n - 1].id;
    }
    return err;
}

/* Day after day on which disputes were registered, so that no snapshot is held for long. */
static enum ym_err refresh(struct running *r)
{
    const ym_day today = ym_day_of(cli_now());
    struct ym_id at;
    ym_day first, day;
    enum ym_err err = pg_credit_first(r->reading, (struct ym_id){ 1 }, &at, &r->why);

    if (err != YM_E_OK || at.v == 0)
        return err;
    first = ym_day_of(ym_id_at(at));
    cli_progress_begin(&r->progress, r->cli, "reading histories", "disputes",
                       (uint64_t)(today >= first ? today - first + 1 : 1));
    while (err == YM_E_OK && at.v != 0) {
        day = ym_day_of(ym_id_at(at));
        err = refresh_day(r, day);
        cli_progress_step(&r->progress, (uint64_t)(day - first + 1), r->maker.disputes);
        if (err == YM_E_OK)
            err = pg_credit_first(r->reading, ym_id_floor(ym_day_start(ym_day_plus(day, 1))), &at,
                                  &r->why);
    }
    cli_progress_wipe(&r->progress);
    return err == YM_E_OK ? pg_credit_settle(&r->sources, &r->why) : err;
}

/* ---- The second phase ---- */

static void add_tally(struct running *r, const int64_t tally[APP_CREDIT_N_COUNT])
{
    for (size_t i = 0; i < APP_CREDIT_N_COUNT; i++)
        r->plan.run.n[i] += tally[i];
}

static void on_slice(void *arg, uint32_t bucket, const int64_t tally[APP_CREDIT_N_COUNT])
{
    struct running *r = arg;

    if (bucket >= YM_BUCKETS || r->is_done[bucket])
        return;
    r->is_done[bucket] = true;
    r->resumed++;
    add_tally(r, tally);
}

/* The next bucket behind `bucket` that is to be weighed; YM_BUCKETS: there is none. */
static uint32_t next_of(const struct running *r, uint32_t bucket)
{
    do {
        bucket++;
    } while (bucket < YM_BUCKETS && (!r->is_wanted[bucket] || r->is_done[bucket]));
    return bucket;
}

static enum ym_err weigh(struct running *r)
{
    struct credit_weigher *w = &r->weigher;
    long long drawn = 0;
    enum ym_err err = pg_credit_buckets(r->reading, &r->plan.before, r->is_wanted, &r->why);

    cli_progress_begin(&r->progress, r->cli, "weighing", "parties", YM_BUCKETS);
    credit_maybe_die(0);
    for (uint32_t bucket = 0; bucket < YM_BUCKETS && err == YM_E_OK; bucket++) {
        if (r->is_wanted[bucket] && !r->is_done[bucket]) {
            err = credit_weigh(w, bucket, next_of(r, bucket), &r->why);
            add_tally(r, w->tally);
            if (err == YM_E_OK)
                credit_maybe_die(++drawn);
        }
        cli_progress_step(&r->progress, bucket + 1, (uint64_t)r->plan.run.n[APP_CREDIT_N_PARTIES]);
    }
    cli_progress_wipe(&r->progress);
    return err;
}

static uint32_t adult_years(const struct running *r)
{
    return ym_office_value(r->library.office, YM_OFFICE_ADULT_YEARS,
                           app_month_plus(r->wish->month, 1) - 1);
}

static enum ym_err open_weigher(struct running *r)
{
    struct credit_weigher *w = &r->weigher;

    w->conn = r->db.conn;
    w->reading = r->reading;
    w->ahead = r->ahead;
    w->maker = &r->maker;
    w->run = r->plan.run;
    w->before = r->plan.before;
    w->stores = !r->wish->is_dry;
    w->ground = (struct credit_ground){ .procedures = &r->library.procedures,
                                        .secrets = &r->secrets,
                                        .formula = &r->formula.json->formula,
                                        .month = r->wish->month,
                                        .end = app_month_plus(r->wish->month, 1),
                                        .adult_years = adult_years(r) };
    return credit_weigher_init(w, &r->why);
}

/* ---- Beginning and ending ---- */

/* What was begun by other rules would end as neither these nor those have it. */
static enum ym_err check_resumed(struct running *r)
{
    const struct app_credit_run *run = &r->plan.run;
    unsigned char procedures[32];

    if (strcmp(run->formula, r->formula.name) != 0 ||
        memcmp(run->formula_sha256, r->formula.sha256, sizeof(run->formula_sha256)) != 0)
        return ym_fail(&r->why, YM_E_REFUSED,
                       "this run was begun by formula %s: name it with --formula, or withdraw "
                       "the run",
                       run->formula);
    cli_library_digest(&r->library, procedures);
    if (run->edition != CREDIT_EDITION || !run->has_procedures ||
        memcmp(run->procedures, procedures, sizeof(procedures)) != 0)
        return ym_fail(&r->why, YM_E_REFUSED,
                       "this run was begun by another version of this program, or before a "
                       "procedure was imported: withdraw it with `yima credit withdraw`, and draw "
                       "the month again");
    return YM_E_OK;
}

static enum ym_err begin_run(struct running *r)
{
    struct app_credit_run *run = &r->plan.run;

    if (run->state == APP_CREDIT_DRAWING) {
        const enum ym_err err = check_resumed(r);

        if (err != YM_E_OK)
            return err;
        return pg_credit_slices(r->db.conn, run, on_slice, r, &r->why);
    }
    run->state = APP_CREDIT_DRAWING;
    memcpy(run->formula, r->formula.name, sizeof(run->formula));
    memcpy(run->formula_sha256, r->formula.sha256, sizeof(run->formula_sha256));
    memcpy(run->previous_sha256, app_credit_stands_on(&r->plan.before),
           sizeof(run->previous_sha256));
    run->edition = CREDIT_EDITION;
    cli_library_digest(&r->library, run->procedures);
    run->has_procedures = true;
    run->expiry_days = r->formula.json->formula.expiry_days;
    run->runner = r->by.account;
    memcpy(run->runner_login, r->by.trace, sizeof(run->runner_login));
    run->begun_at = cli_now();
    if (r->wish->is_dry)
        return YM_E_OK;
    return pg_credit_begin(r->db.conn, run, r->formula.text, &r->why);
}

struct digesting {
    struct ym_sha256 sha;
    int64_t n;
};

static void on_hash(void *arg, struct ym_span sha256)
{
    struct digesting *d = arg;

    ym_sha256_add(&d->sha, sha256.at, sha256.n);
    d->n++;
}

static enum ym_err end_run(struct running *r)
{
    struct app_credit_run *run = &r->plan.run;
    char statement[APP_CREDIT_STATEMENT_MAX];
    struct digesting d = { .n = 0 };
    enum ym_err err;
    size_t n;

    ym_sha256_begin(&d.sha);
    err = pg_credit_digest(r->db.conn, run->month, run->run, on_hash, &d, &r->why);
    if (err != YM_E_OK)
        return err;
    if (d.n != run->n[APP_CREDIT_N_NATURAL] + run->n[APP_CREDIT_N_LEGAL])
        return ym_fail(&r->why, YM_E_INTERNAL,
                       "%" PRId64 " profiles are stored and others were counted: withdraw this "
                       "run and draw it again",
                       d.n);
    ym_sha256_end(&d.sha, run->profiles_sha256);
    n = app_credit_statement(run, statement);
    ym_sha256(statement, n, run->sha256);
    run->drawn_at = cli_now();
    run->state = APP_CREDIT_WAITING;
    credit_maybe_die(CREDIT_STAGE_END);
    return pg_credit_drawn(r->db.conn, run, &r->why);
}

/* ---- What is said of it ---- */

static void put_summary(const struct running *r, struct cli_summary *s)
{
    const struct app_credit_run *run = &r->plan.run;
    struct json_out *w = &s->w;

    json_add_int(w, "run", run->run);
    json_add_bool(w, "dry_run", r->wish->is_dry);
    json_add_word(w, "state", app_credit_state_word(run->state)->code);
    json_add_word(w, "formula", run->formula);
    if (!r->wish->is_dry) {
        cli_summary_hash(s, "profiles_sha256", run->profiles_sha256);
        cli_summary_hash(s, "previous_sha256", run->previous_sha256);
        cli_summary_hash(s, "sha256", run->sha256);
    }
    json_add_int(w, "disputes_read", (int64_t)r->maker.disputes);
    json_add_int(w, "events_read", (int64_t)r->maker.events);
    json_add_int(w, "buckets_resumed", (int64_t)r->resumed);
    json_add_int(w, "profiles_swept", r->swept);
    json_put_key(w, "counts");
    json_put_object(w);
    for (unsigned i = 0; i < APP_CREDIT_N_COUNT; i++)
        json_add_int(w, app_credit_count_word(i)->code, run->n[i]);
    json_put_object_end(w);
}

static enum ym_err write_summary(struct running *r, enum ym_err outcome)
{
    struct cli_summary s;

    if (r->wish->summary == NULL)
        return outcome;
    cli_summary_begin(&s, r->wish->month, outcome, &r->why);
    if (outcome == YM_E_OK)
        put_summary(r, &s);
    return cli_summary_end(&s, r->wish->summary, &r->why);
}

static void say(const struct running *r)
{
    const struct app_credit_run *run = &r->plan.run;
    char month[APP_MONTH_TEXT_MAX], before[APP_MONTH_TEXT_MAX], hex[65];

    app_month_print(run->month, month);
    (void)printf("%s  %s  %s %s\n", month, run->formula,
                 r->wish->is_dry ? "试算" : app_credit_state_word(run->state)->zh,
                 r->wish->is_dry ? "dry run: nothing is stored"
                                 : app_credit_state_word(run->state)->en);
    if (r->plan.before.state != APP_CREDIT_NONE) {
        app_month_print(r->plan.before.month, before);
        (void)printf("与%s比较 compared with %s\n", before, before);
    }
    credit_print_counts(run);
    if (r->wish->is_dry)
        return;
    ym_hex(run->sha256, 32, hex);
    (void)printf("sha256 %s\n", hex);
    (void)printf(
        "须由另一账号批准 another account approves it: yima credit approve %s --by LOGIN\n", month);
}

/* ---- All of it ---- */

static enum ym_err draw(struct running *r)
{
    enum ym_err err = open_reading(r, &r->reading);

    cli_pace_aside(r->db.conn);
    if (cli_pace_rests(&r->pace))
        ym_conn_take_turns(r->db.conn);
    r->sources.conn = r->db.conn;
    if (err == YM_E_OK)
        err = open_reading(r, &r->ahead);
    /* Items whose age no formula can exceed at the end of this month. */
    if (err == YM_E_OK)
        err = credit_maker_init(
            &r->maker, r->reading, r->ring,
            ym_day_plus(app_month_plus(r->wish->month, 1), -(YM_CREDIT_EXPIRY_DAYS_MAX + 1)),
            &r->pace, &r->why);
    if (err == YM_E_OK && !r->wish->is_dry)
        err = credit_sweep(r->db.conn, &r->secrets, &r->swept, &r->why);
    if (err == YM_E_OK && !r->wish->is_dry)
        err = refresh(r);
    if (err == YM_E_OK)
        err = begin_run(r);
    if (err == YM_E_OK)
        err = wait_current(r, r->reading);
    if (err == YM_E_OK)
        err = wait_current(r, r->ahead);
    if (err == YM_E_OK)
        err = open_weigher(r);
    if (err == YM_E_OK)
        err = weigh(r);
    if (err == YM_E_OK && !r->wish->is_dry)
        err = end_run(r);
    return err;
}

/* While there are two generations of them, the disputes of one person lie under two hashes: it
 * would be drawn twice, each time with a part of what counts. */
static enum ym_err check_hashes(struct running *r)
{
    unsigned char hash[YM_KEYED_HASH_LEN];

    if (!ym_match_hash_other(r->ring, YM_SPAN("?"), YM_SPAN(""), hash))
        return YM_E_OK;
    return ym_fail(&r->why, YM_E_REFUSED,
                   "the numbers of parties are being hashed anew, and one person's disputes lie "
                   "under two hashes: finish `yima privacy rehash`, then call this again");
}

static enum ym_err prepare(struct running *r)
{
    enum ym_err err =
        cli_granted(r->db.conn, r->wish->by, APP_RIGHT_CREDIT_APPROVE, &r->by, &r->why);

    if (err == YM_E_OK)
        err = cli_is_staff(r->db.conn, r->by.login, &r->why);
    if (err == YM_E_OK)
        err =
            credit_formula_open(r->db.conn, r->wish->formula, r->wish->month, &r->formula, &r->why);
    if (err == YM_E_OK && !r->wish->is_dry)
        err = pg_credit_lock(r->db.conn, &r->why);
    if (err == YM_E_OK)
        err = credit_plan_make(r->db.conn, r->wish->month, &r->by, cli_now(), &r->plan, &r->why);
    if (err == YM_E_OK)
        err = cli_library_open(r->cli, r->db.conn, &r->library, &r->why);
    if (err == YM_E_OK)
        err = cli_secrets_open(r->cli, &r->db, &r->ring, &r->secrets, &r->why);
    return err == YM_E_OK ? check_hashes(r) : err;
}

static void release(struct running *r)
{
    credit_weigher_release(&r->weigher);
    credit_maker_release(&r->maker);
    credit_formula_release(&r->formula);
    ym_keyring_close(r->ring);
    cli_library_close(&r->library);
    ym_conn_close(r->ahead);
    ym_conn_close(r->reading);
    cli_database_close(&r->db);
}

int credit_run(const struct cli *cli, const struct credit_wish *w)
{
    struct running *r = calloc(1, sizeof(*r));
    enum ym_err err;
    int code;

    if (r == NULL)
        return cli_complain("no memory to draw profiles");
    r->cli = cli;
    r->wish = w;
    r->pace = w->pace;
    err = cli_database_open_existing(cli, &r->db, &r->why);
    if (err == YM_E_OK) {
        err = prepare(r);
        if (err == YM_E_OK)
            err = draw(r);
    }
    err = write_summary(r, err);
    if (err == YM_E_OK)
        say(r);
    release(r);
    code = err == YM_E_OK ? CLI_DONE : cli_fail_job(&r->why);
    free(r);
    return code;
}
