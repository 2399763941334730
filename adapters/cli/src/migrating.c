/* SPDX-License-Identifier: Apache-2.0 */
/* One slice at a time:
 *
 *   LOOK on a thread: what came of the last slice is written down, the next one is
 *     -> MOVE on the loop: a command for each, so many in a second
 *     -> LOOK
 *
 * What could not be decided (the database was away, others kept changing the dispute) stays written
 * down and comes with the next slice. */
#include "migrating.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json/command.h"
#include "json/migration.h"
#include "yima/number.h"

#define MOVE          1000 /* what one costs of the budget, which grows in thousandths of a move */
#define COMPLAIN_EACH 60   /* looks in a row that fail: then the log says so once more */

struct slot {
    struct cli_migrating *m;
    struct app_request request;
    struct pg_migration_result *result;
};

/* What goes to a thread of the pool and comes back; the loop's thread does not touch it meanwhile.
 */
struct look {
    struct cli_migrating *m;
    struct ym_conn *conn; /* NULL: none is open, and the job is not held */
    struct pg_job job;
    struct pg_migration plan;
    struct pg_migration_slice slice;
    struct pg_migration_result results[APP_MIGRATION_SLICE];
    size_t nresults; /* of the last slice, of plan, to be written down */
    enum cli_migrating_news news;
    bool has_plan, leaves;
    ym_usec now;
    struct ym_error why;
};

struct cli_migrating {
    struct cli_migrating_config config;
    char label[128];
    struct ym_timer *timer; /* the next look, or the next handful */
    struct look look;
    bool is_looking, is_stopped, is_free, is_nudged;

    /* The slice that moves. */
    struct ym_migration map;
    struct ym_arena arena;
    struct json_command words; /* procedure, reason and plan, as every event keeps them */
    struct slot slots[APP_MIGRATION_SLICE];
    size_t at, answered; /* slots that were sent, and of them those answered */
    bool is_moving;
    int64_t budget;       /* MOVE for each move that may be sent now */
    unsigned yields;      /* in a row */
    int32_t plan, failed; /* the plan that runs; looks in a row that failed */
};

static void begin_look(struct cli_migrating *m);

/* ---- Looking: on a thread of the pool ---- */

static void leave(struct look *l)
{
    if (l->conn == NULL)
        return;
    pg_job_release(l->conn, &l->job);
    ym_conn_close(l->conn);
    l->conn = NULL;
}

static enum ym_err read_plan(struct look *l)
{
    const int32_t plan = l->m->config.plan;
    const enum ym_err err = plan != 0 ? pg_migration_read(l->conn, plan, &l->plan, &l->why)
                                      : pg_migration_next(l->conn, &l->plan, &l->why);

    l->has_plan = err == YM_E_OK;
    return err;
}

/* Somebody else is at work. */
static enum ym_err look_on(struct look *l)
{
    enum ym_err err = YM_E_OK;

    l->news = CLI_MIGRATING_ELSEWHERE;
    l->nresults = 0;
    if (l->m->config.plan != 0) {
        err = read_plan(l);
        if (err == YM_E_OK && l->plan.m.state != APP_MIGRATION_RUNNING && l->plan.m.pending == 0)
            l->news = CLI_MIGRATING_ENDED;
    }
    ym_conn_close(l->conn);
    l->conn = NULL;
    return err;
}

static size_t slice_of(const struct app_migration *plan)
{
    return plan->rate >= APP_MIGRATION_SLICE / 2 ? APP_MIGRATION_SLICE : (size_t)plan->rate * 2;
}

static struct pg_migration_runner runner_of(const struct look *l)
{
    return (struct pg_migration_runner){ .conn = l->conn, .job = &l->job, .now = l->now };
}

static enum ym_err next_slice(struct look *l)
{
    const struct pg_migration_runner runner = runner_of(l);
    struct pg_migration *plan = &l->plan;
    enum ym_err err;

    l->news = CLI_MIGRATING_ENDED;
    if (plan->m.state == APP_MIGRATION_CANCELLED && plan->m.pending > 0) {
        err = pg_migration_wind_up(&runner, plan, &l->why);
        return err == YM_E_OK ? pg_migration_read(l->conn, plan->m.plan, plan, &l->why) : err;
    }
    if (plan->m.state != APP_MIGRATION_RUNNING)
        return YM_E_OK;
    err = pg_migration_slice(&runner, plan, slice_of(&plan->m), &l->slice, &l->why);
    if (err == YM_E_OK && l->slice.n > 0)
        l->news = CLI_MIGRATING_GOES_ON;
    else if (err == YM_E_OK)
        err = pg_migration_change(l->conn, plan->m.plan, APP_MIGRATION_DONE, l->now, plan, &l->why);
    return err;
}

static enum ym_err look_here(struct look *l)
{
    const struct pg_migration_runner runner = runner_of(l);
    enum ym_err err = YM_E_OK;

    if (l->nresults > 0)
        err = pg_migration_settle(&runner, l->plan.m.plan, l->results, l->nresults, &l->why);
    if (err != YM_E_OK)
        return err;
    l->nresults = 0;
    err = read_plan(l);
    if (err == YM_E_NOT_FOUND && l->m->config.plan == 0) {
        l->news = CLI_MIGRATING_IDLE;
        return YM_E_OK;
    }
    return err == YM_E_OK ? next_slice(l) : err;
}

/* Is there anything to take the job for? Asked first, so that idle programs do not wake each other.
 */
static bool has_work(struct look *l, enum ym_err *ret)
{
    *ret = l->conn != NULL ? YM_E_OK : l->why.code;
    if (l->conn == NULL || l->nresults > 0)
        return l->conn != NULL;
    *ret = read_plan(l);
    if (*ret != YM_E_NOT_FOUND || l->m->config.plan != 0)
        return *ret == YM_E_OK;
    *ret = YM_E_OK;
    l->news = CLI_MIGRATING_IDLE;
    return false;
}

static void do_look(void *arg)
{
    struct look *l = arg;
    enum ym_err err;

    if (l->leaves) {
        leave(l);
        return;
    }
    l->has_plan = false;
    l->slice.n = 0;
    if (l->conn == NULL)
        l->conn = ym_conn_open(l->m->config.conninfo, &l->why);
    if (has_work(l, &err)) {
        err = pg_job_hold(l->conn, &l->job, &l->why);
        err = err == YM_E_CONFLICT ? look_on(l) : err == YM_E_OK ? look_here(l) : err;
    }
    if (err == YM_E_OK && l->news == CLI_MIGRATING_GOES_ON)
        return;
    if (err != YM_E_OK) { /* what was written down is found again */
        l->news = CLI_MIGRATING_FAILED;
        l->nresults = 0;
    }
    leave(l);
}

/* ---- Moving ---- */

static void note(struct pg_migration_result *r, const struct app_outcome *o)
{
    const char *why = "";

    r->has_moved = o->err == YM_E_OK;
    if (o->err == YM_E_REFUSED)
        why = ym_word(YM_VOCAB_REFUSAL, o->refusal)->code;
    else if (o->err == YM_E_NOT_FOUND || o->err == YM_E_INTERNAL || o->err == YM_E_UNPROCESSABLE ||
             o->err == YM_E_TOO_LARGE || o->err == YM_E_KEY_REUSED)
        why = o->text;
    (void)snprintf(r->why, sizeof(r->why), "%s", why);
}

static bool is_settled(const struct pg_migration_result *r)
{
    return r->has_moved || r->why[0] != '\0';
}

static void end_slice(struct cli_migrating *m)
{
    struct look *l = &m->look;
    bool is_whole = true;

    m->is_moving = false;
    ym_arena_release(&m->arena);
    l->nresults = m->answered;
    for (size_t i = 0; i < l->nresults; i++)
        is_whole = is_whole && is_settled(&l->results[i]);
    if (is_whole)
        begin_look(m);
    else if (!m->is_stopped)
        ym_timer_start(m->timer, CLI_MIGRATING_RETRY_MS, 0);
}

static void on_answer(void *arg, const struct app_outcome *o)
{
    struct slot *s = arg;
    struct cli_migrating *m = s->m;

    note(s->result, o);
    m->answered++;
    if (!m->is_stopped && m->answered == m->look.slice.n)
        end_slice(m);
}

static bool send_one(struct cli_migrating *m)
{
    struct slot *s = &m->slots[m->at];
    struct pg_migration_result *r = &m->look.results[m->at];
    const struct ym_id dispute = m->look.slice.at[m->at];

    *r = (struct pg_migration_result){ .id = dispute };
    *s = (struct slot){ .m = m, .result = r };
    s->request = (struct app_request){ .dispute = dispute, .cmd = m->words.cmd };
    s->request.cmd.at = ym_clock_now(ym_loop_clock(m->config.loop));
    s->request.cmd.by = (struct ym_actor){ .role = YM_ROLE_JOB, .seat = YM_SEAT_NONE };
    s->request.cmd.migration = &m->map;
    app_migration_key(m->config.secrets, m->look.plan.m.plan, dispute, &s->request.key);
    if (!app_submit(m->config.app, &s->request, on_answer, s))
        return false;
    m->at++;
    return true;
}

/* Do others wait for the database already? */
static bool must_yield(struct cli_migrating *m)
{
    struct pg_store_gauges g;

    pg_store_gauges_get(m->config.store, &g);
    if (g.waiting <= m->at - m->answered || m->yields >= CLI_MIGRATING_YIELDS_MAX) {
        m->yields = 0;
        return false;
    }
    m->yields++;
    return true;
}

static void send_handful(struct cli_migrating *m)
{
    const int64_t rate = m->look.plan.m.rate;

    m->budget += rate * CLI_MIGRATING_TICK_MS * MOVE / 1000;
    if (m->budget > (rate + 1) * MOVE)
        m->budget = (rate + 1) * MOVE;
    if (must_yield(m))
        return;
    while (m->budget >= MOVE && m->at < m->look.slice.n &&
           m->at - m->answered < CLI_MIGRATING_WINDOW && send_one(m))
        m->budget -= MOVE;
}

/* The words of the event, and the map. The versions come from the library, which the loop owns. */
static enum ym_err prepare(struct cli_migrating *m, struct ym_error *reterr)
{
    const struct app_migration *plan = &m->look.plan.m;
    const struct ym_procedures *all = &m->config.library->procedures;
    const struct ym_procedure *from = ym_procedures_get(all, plan->from);
    const struct ym_procedure *to = ym_procedures_get(all, plan->to);
    char name[256], number[16];
    struct json_pair pairs[] = { { YM_SPAN("procedure"), { name, 0 } },
                                 { YM_SPAN("reason"), plan->reason },
                                 { YM_SPAN("plan"), { number, 0 } } };
    enum ym_err err;

    if (from == NULL || to == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "this program does not know the versions of plan %" PRId32 " yet",
                       plan->plan);
    err = json_migration_read(plan->map, APP_MIGRATION_MAP_BYTES_MAX, from, to, &m->map, reterr);
    if (err != YM_E_OK)
        return err;
    pairs[0].value.n = (size_t)snprintf(name, sizeof(name), "%s/%s", to->id, to->version);
    pairs[2].value.n = (size_t)snprintf(number, sizeof(number), "%" PRId32, plan->plan);
    if (!ym_arena_init(&m->arena, JSON_COMMAND_ARENA_BYTES))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to migrate");
    err = json_command_from_words(
        &(struct json_words){ .command = YM_SPAN("migrate"), .pairs = pairs, .n = 3 }, &m->arena,
        &m->words, reterr);
    if (err != YM_E_OK)
        ym_arena_release(&m->arena);
    return err;
}

/* ---- Turns ---- */

static void tell(struct cli_migrating *m, const char *why)
{
    const struct look *l = &m->look;

    if (m->config.on_news != NULL)
        m->config.on_news(m->config.arg, l->news, l->has_plan ? &l->plan : NULL, why);
}

static void log_turn(struct cli_migrating *m)
{
    const struct look *l = &m->look;
    const struct app_migration *p = &l->plan.m;

    if (l->news == CLI_MIGRATING_FAILED && m->failed++ % COMPLAIN_EACH == 0)
        ym_log(m->config.log, WARN, "a migration waits", ym_log_text("why", l->why.text));
    if (l->news != CLI_MIGRATING_FAILED)
        m->failed = 0;
    if (l->news == CLI_MIGRATING_GOES_ON && m->plan != p->plan) {
        m->plan = p->plan;
        ym_log(m->config.log, INFO, "migration begins", ym_log_int("plan", p->plan),
               ym_log_int("from", p->from), ym_log_int("to", p->to), ym_log_int("moved", p->moved));
    }
    if (l->news == CLI_MIGRATING_ENDED && m->plan == p->plan) {
        m->plan = 0;
        ym_log(m->config.log, INFO, "migration ends", ym_log_int("plan", p->plan),
               ym_log_text("state", app_migration_state_word(p->state)->code),
               ym_log_int("moved", p->moved), ym_log_int("stayed", p->stayed));
    }
}

static void begin_slice(struct cli_migrating *m)
{
    struct look *l = &m->look;

    if (prepare(m, &l->why) != YM_E_OK) {
        l->news = CLI_MIGRATING_FAILED;
        ym_timer_start(m->timer, CLI_MIGRATING_RETRY_MS, 0);
        return;
    }
    m->at = m->answered = 0;
    m->is_moving = true;
    ym_timer_start(m->timer, 0, CLI_MIGRATING_TICK_MS);
}

static unsigned wait_of(const struct cli_migrating *m)
{
    if (m->is_nudged || (m->look.news == CLI_MIGRATING_ENDED && m->config.plan == 0))
        return 0;
    if (m->look.news == CLI_MIGRATING_FAILED)
        return CLI_MIGRATING_RETRY_MS;
    return m->config.idle_ms != 0 ? m->config.idle_ms : CLI_MIGRATING_IDLE_MS;
}

static void free_if_done(struct cli_migrating *m)
{
    if (!m->is_free || m->is_looking)
        return;
    ym_conn_close(m->look.conn);
    free(m);
}

static void on_looked(void *arg)
{
    struct look *l = arg;
    struct cli_migrating *m = l->m;

    m->is_looking = false;
    if (m->is_stopped) {
        if (l->conn != NULL && !l->leaves) {
            l->leaves = true;
            begin_look(m);
        }
        free_if_done(m);
        return;
    }
    if (l->news == CLI_MIGRATING_GOES_ON)
        begin_slice(m);
    log_turn(m);
    tell(m, l->news == CLI_MIGRATING_FAILED ? l->why.text : "");
    if (!m->is_moving && !m->is_stopped) {
        ym_timer_start(m->timer, wait_of(m), 0);
        m->is_nudged = false;
    }
}

static void begin_look(struct cli_migrating *m)
{
    struct look *l = &m->look;
    struct ym_error busy;

    if (m->is_stopped && !l->leaves)
        return;
    l->now = ym_clock_now(ym_loop_clock(m->config.loop));
    m->is_looking = ym_work_submit(m->config.loop, do_look, on_looked, l, &busy) == YM_E_OK;
    if (!m->is_looking && !m->is_stopped)
        ym_timer_start(m->timer, CLI_MIGRATING_RETRY_MS, 0);
}

static void on_timer(void *arg)
{
    struct cli_migrating *m = arg;

    if (m->is_moving)
        send_handful(m);
    else if (!m->is_looking)
        begin_look(m);
}

/* ---- The interface ---- */

struct cli_migrating *cli_migrating_new(const struct cli_migrating_config *config)
{
    struct cli_migrating *m = calloc(1, sizeof(*m));
    char host[64] = "";

    if (m == NULL)
        return NULL;
    m->config = *config;
    (void)gethostname(host, sizeof(host) - 1);
    (void)snprintf(m->label, sizeof(m->label), "%s process %ld", host, (long)getpid());
    m->look.m = m;
    m->look.job = (struct pg_job){ .name = PG_MIGRATION_JOB, .label = m->label };
    memcpy(m->look.job.instance, config->instance, sizeof(m->look.job.instance));
    m->timer = ym_timer_new(config->loop, on_timer, m);
    if (m->timer == NULL) {
        free(m);
        return NULL;
    }
    ym_timer_start(m->timer, 0, 0);
    return m;
}

void cli_migrating_nudge(struct cli_migrating *m)
{
    m->is_nudged = m->is_looking;
    if (!m->is_stopped && !m->is_looking && !m->is_moving)
        ym_timer_start(m->timer, 0, 0);
}

void cli_migrating_stop(struct cli_migrating *m)
{
    if (m == NULL || m->is_stopped)
        return;
    m->is_stopped = true;
    ym_timer_stop(m->timer);
    if (!m->is_looking && m->look.conn != NULL) {
        m->look.leaves = true;
        begin_look(m);
    }
}

void cli_migrating_free(struct cli_migrating *m)
{
    if (m == NULL)
        return;
    cli_migrating_stop(m);
    ym_timer_free(m->timer);
    if (m->is_moving)
        ym_arena_release(&m->arena);
    m->is_free = true;
    free_if_done(m);
}
