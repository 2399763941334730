/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/lease.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/link.h"
#include "sql.h"

#define PARAMS_MAX 6

_Static_assert(PG_LEASE_MARGIN_MS > PG_LEASE_DEADLINE_MS, "who stops has stopped before the end");
_Static_assert(PG_LEASE_RENEW_MS + PG_LEASE_DEADLINE_MS + PG_LEASE_MARGIN_MS < PG_LEASE_MS,
               "a renewal that fails once is tried again in time");

/* Whether a unit is under way, and which. */
enum ask { ASK_NONE, ASK_RENEW, ASK_TAKE, ASK_RELEASE };

/* A number and its range, as the database gave them. */
struct grant {
    unsigned node;
    int64_t after_ms, until_ms;
    bool is_given;
};

struct pg_lease {
    struct pg_lease_config config; /* its instance and label point to the copies below */
    unsigned char instance[PG_LEASE_INSTANCE_LEN];
    char label[PG_LEASE_LABEL_MAX];
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_timer *tick;
    unsigned node;
    bool is_mine;    /* as far as is known, the number is still this program's */
    bool is_stopped; /* it was not renewed in time: no ids */
    bool is_closing;
    uint64_t renewed_ms; /* monotonic, when the last renewal that succeeded was sent */
    uint64_t asked_ms;   /* likewise of the unit under way */
    uint64_t moved_ms;   /* monotonic, when another number was last wanted for the clock's sake */
    enum ask ask;
    struct grant grant; /* what the unit under way brought */
    struct grant left;  /* given: a number to be given back, since another was taken */
    struct ym_scalar room[PARAMS_MAX];
    struct ym_param params[PARAMS_MAX];
    struct ym_statement statement;
    struct ym_pg_unit unit;
    void (*on_closed)(void *arg);
    void *closed_arg;
};

/* One of the times of the header, for the length that this lease has. */
static uint64_t scaled(const struct pg_lease *l, uint64_t ms)
{
    return ms * l->config.lease_ms / PG_LEASE_MS;
}

static int64_t clock_ms(struct ym_loop *loop)
{
    const ym_usec now = ym_clock_now(ym_loop_clock(loop));

    return now > YM_ID_EPOCH ? (now - YM_ID_EPOCH) / 1000 : 0;
}

static struct ym_param instance_param(const struct pg_lease *l)
{
    return ym_param_bytes((struct ym_span){ (const char *)l->instance, sizeof(l->instance) });
}

/* ---- Statements ---- */

static void take_statement(struct pg_lease *l)
{
    l->params[0] = instance_param(l);
    l->params[1] = ym_param_text(ym_span_of(l->label));
    l->params[2] = ym_param_i64(&l->room[0], l->config.lease_ms);
    l->params[3] = l->config.wish == PG_LEASE_ANY
                       ? ym_param_null(YM_PG_INT2)
                       : ym_param_i16(&l->room[1], (int16_t)l->config.wish);
    l->params[4] = ym_param_i64(&l->room[2], clock_ms(l->loop));
    l->params[5] = ym_param_i64(&l->room[3], l->config.lease_ms);
    l->statement = pg_sql_statement(PG_SQL_lease_take, l->params, 6);
}

static void renew_statement(struct pg_lease *l)
{
    const int64_t now = clock_ms(l->loop);
    const int64_t from = now > l->config.ids->ms ? now : l->config.ids->ms;

    l->params[0] = ym_param_i16(&l->room[0], (int16_t)l->node);
    l->params[1] = instance_param(l);
    l->params[2] = ym_param_i64(&l->room[1], l->config.lease_ms);
    l->params[3] = ym_param_i64(&l->room[2], from + l->config.lease_ms);
    l->statement = pg_sql_statement(PG_SQL_lease_renew, l->params, 4);
}

static void release_statement(struct pg_lease *l, unsigned node, int64_t used_ms)
{
    l->params[0] = ym_param_i16(&l->room[0], (int16_t)node);
    l->params[1] = instance_param(l);
    l->params[2] = ym_param_i64(&l->room[1], used_ms);
    l->statement = pg_sql_statement(PG_SQL_lease_release, l->params, 3);
}

static void take_grant(struct grant *g, const struct ym_rows *rows)
{
    if (ym_rows_count(rows) == 0)
        return;
    g->is_given = true;
    g->node = (unsigned)ym_rows_i16(rows, 0, 0);
    g->after_ms = ym_rows_i64(rows, 0, 1);
    g->until_ms = ym_rows_i64(rows, 0, 2);
}

/* ---- What an answer changes ---- */

static void tell(const struct pg_lease *l, enum pg_lease_news news)
{
    if (l->config.on_news != NULL && !l->is_closing)
        l->config.on_news(l->config.arg, news, l->node);
}

static void begin_range(struct pg_lease *l, const struct grant *g)
{
    l->node = g->node;
    l->is_mine = true;
    l->is_stopped = false;
    l->renewed_ms = l->asked_ms;
    ym_id_gen_range(l->config.ids, g->node, g->after_ms, g->until_ms);
}

static void stop_ids(struct pg_lease *l)
{
    l->is_stopped = true;
    ym_id_gen_until(l->config.ids, 0);
}

static void renewed(struct pg_lease *l, int64_t until_ms)
{
    const bool was_stopped = l->is_stopped;

    l->is_stopped = false;
    l->renewed_ms = l->asked_ms;
    ym_id_gen_until(l->config.ids, until_ms);
    if (was_stopped)
        tell(l, PG_LEASE_RESUMED);
}

static void lost(struct pg_lease *l)
{
    l->is_mine = false;
    stop_ids(l);
    tell(l, PG_LEASE_LOST);
}

/* Of two numbers the one whose ids lie further back is kept; the other goes back at the next tick,
 * as far used as it is. */
static void taken(struct pg_lease *l)
{
    if (l->is_mine && l->grant.after_ms >= l->config.ids->ms) {
        l->left = l->grant;
        l->left.until_ms = l->grant.after_ms;
        return;
    }
    if (l->is_mine)
        l->left =
            (struct grant){ .is_given = true, .node = l->node, .until_ms = l->config.ids->ms };
    begin_range(l, &l->grant);
    tell(l, PG_LEASE_TAKEN);
}

/* ---- Asking ---- */

static void end(struct pg_lease *l);

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_lease *l = arg;

    (void)i;
    if (l->ask == ASK_TAKE) {
        take_grant(&l->grant, rows);
    } else if (l->ask == ASK_RENEW && ym_rows_count(rows) > 0) {
        l->grant.is_given = true;
        l->grant.until_ms = ym_rows_i64(rows, 0, 0);
    }
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_lease *l = arg;
    const enum ask ask = l->ask;

    l->ask = ASK_NONE;
    if (l->is_closing) {
        end(l);
        return;
    }
    if (outcome->verdict != YM_VERDICT_COMMITTED)
        return; /* asked again at a tick */
    if (ask == ASK_RELEASE)
        l->left.is_given = false;
    else if (ask == ASK_TAKE && l->grant.is_given)
        taken(l);
    else if (ask == ASK_RENEW && l->grant.is_given)
        renewed(l, l->grant.until_ms);
    else if (ask == ASK_RENEW)
        lost(l);
}

static void submit(struct pg_lease *l, enum ask ask)
{
    l->ask = ask;
    l->asked_ms = ym_loop_monotonic_ms(l->loop);
    l->grant = (struct grant){ .is_given = false };
    l->unit = (struct ym_pg_unit){ .kind = YM_UNIT_SINGLE,
                                   .statements = &l->statement,
                                   .n = 1,
                                   .on_rows = on_rows,
                                   .on_done = on_done,
                                   .arg = l };
    if (ym_link_submit(l->link, &l->unit) != YM_E_OK)
        l->ask = ASK_NONE;
}

/* Did the clock step back behind what this number has made, so that it gives nothing for a while?
 */
static bool is_ahead(const struct pg_lease *l)
{
    return l->config.wish == PG_LEASE_ANY &&
           l->config.ids->ms - clock_ms(l->loop) > YM_ID_AHEAD_MAX_MS &&
           ym_loop_monotonic_ms(l->loop) - l->moved_ms >= scaled(l, PG_LEASE_RENEW_MS);
}

static bool is_renewal_due(const struct pg_lease *l)
{
    const uint64_t age = ym_loop_monotonic_ms(l->loop) - l->renewed_ms;

    return l->is_stopped || age >= scaled(l, PG_LEASE_RENEW_MS) ||
           clock_ms(l->loop) > l->config.ids->until_ms - l->config.lease_ms / 2;
}

static void on_tick(void *arg)
{
    struct pg_lease *l = arg;
    const uint64_t age = ym_loop_monotonic_ms(l->loop) - l->renewed_ms;

    if (l->is_mine && !l->is_stopped && age >= scaled(l, PG_LEASE_MS - PG_LEASE_MARGIN_MS)) {
        stop_ids(l);
        tell(l, PG_LEASE_STOPPED);
    }
    if (l->ask != ASK_NONE)
        return;
    if (l->left.is_given) {
        release_statement(l, l->left.node, l->left.until_ms);
        submit(l, ASK_RELEASE);
    } else if (!l->is_mine || is_ahead(l)) {
        l->moved_ms = ym_loop_monotonic_ms(l->loop);
        take_statement(l);
        submit(l, ASK_TAKE);
    } else if (is_renewal_due(l)) {
        renew_statement(l);
        submit(l, ASK_RENEW);
    }
}

void pg_lease_look(struct pg_lease *l)
{
    if (!l->is_closing)
        on_tick(l);
}

bool pg_lease_is_held(const struct pg_lease *l)
{
    return l->is_mine && !l->is_stopped;
}

unsigned pg_lease_node(const struct pg_lease *l)
{
    return l->node;
}

/* ---- Life ---- */

static void lease_free(struct pg_lease *l)
{
    ym_timer_free(l->tick);
    free(l);
}

static void on_link_closed(void *arg)
{
    struct pg_lease *l = arg;
    void (*on_closed)(void *arg) = l->on_closed;
    void *closed_arg = l->closed_arg;

    lease_free(l);
    if (on_closed != NULL)
        on_closed(closed_arg);
}

/* Give back what is held, then close. */
static void end(struct pg_lease *l)
{
    if (l->is_mine) {
        l->is_mine = false;
        release_statement(l, l->node, l->config.ids->ms);
        submit(l, ASK_RELEASE);
    }
    if (l->ask == ASK_NONE)
        ym_link_close(l->link, on_link_closed, l);
}

void pg_lease_close(struct pg_lease *l, void (*on_closed)(void *arg), void *arg)
{
    assert(!l->is_closing);
    l->is_closing = true;
    l->on_closed = on_closed;
    l->closed_arg = arg;
    ym_timer_stop(l->tick);
    ym_id_gen_until(l->config.ids, 0);
    if (l->ask == ASK_NONE)
        end(l); /* else the answer does; a number that it brings is free again after its time */
}

struct holder {
    char label[PG_LEASE_LABEL_MAX + 1];
    int64_t seconds;
};

static void on_holder(void *arg, const struct ym_rows *rows)
{
    struct holder *h = arg;

    if (ym_rows_count(rows) == 0)
        return;
    const struct ym_span label = ym_rows_span(rows, 0, 0);
    const size_t n = label.n < PG_LEASE_LABEL_MAX ? label.n : PG_LEASE_LABEL_MAX;

    memcpy(h->label, label.at, n);
    h->label[n] = '\0';
    h->seconds = ym_rows_i64(rows, 0, 1);
}

static enum ym_err refuse(struct pg_lease *l, struct ym_conn *conn, struct ym_error *reterr)
{
    struct holder h = { .label = "" };
    enum ym_err err;

    if (l->config.wish == PG_LEASE_ANY)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "all %d node numbers are held: stop one of the programs that write to this "
                       "database; the number of one that was killed is free after %d s",
                       YM_ID_NODES, PG_LEASE_MS / 1000);
    l->params[0] = ym_param_i16(&l->room[0], (int16_t)l->config.wish);
    l->statement = pg_sql_statement(PG_SQL_lease_holder, l->params, 1);
    err = ym_conn_run(conn, &l->statement, on_holder, &h, reterr);
    if (err != YM_E_OK)
        return err;
    return ym_fail(reterr, YM_E_CONFLICT,
                   "node number %d is held by %s: leave --node out to get a free one; a number of "
                   "a program that was killed is free after %lld s",
                   l->config.wish, h.label, (long long)h.seconds);
}

static void on_first(void *arg, const struct ym_rows *rows)
{
    take_grant(arg, rows);
}

/* Those who were killed hold their numbers for a while, and may be all who do. */
static enum ym_err take_first(struct pg_lease *l, struct ym_conn *conn, struct ym_error *reterr)
{
    const unsigned wait_ms = l->config.wish == PG_LEASE_ANY ? l->config.wait_ms : 0;
    struct grant g = { .is_given = false };
    enum ym_err err = YM_E_OK;

    for (unsigned waited_ms = 0; err == YM_E_OK; waited_ms += PG_LEASE_TICK_MS) {
        take_statement(l);
        l->asked_ms = ym_loop_monotonic_ms(l->loop);
        err = ym_conn_run(conn, &l->statement, on_first, &g, reterr);
        if (err != YM_E_OK || g.is_given || waited_ms >= wait_ms)
            break;
        if (waited_ms == 0)
            tell(l, PG_LEASE_WAITING);
        ym_loop_sleep(l->loop, PG_LEASE_TICK_MS);
    }
    if (err == YM_E_OK && !g.is_given)
        err = refuse(l, conn, reterr);
    if (err == YM_E_OK)
        begin_range(l, &g);
    return err;
}

static struct pg_lease *lease_new(struct ym_loop *loop, const struct pg_lease_config *config,
                                  struct ym_error *reterr)
{
    struct pg_lease *l = calloc(1, sizeof(*l));
    struct ym_link_options options = { .conninfo = config->conninfo,
                                       .is_unprepared = config->is_unprepared };
    size_t n = strlen(config->label);

    if (l == NULL || (l->tick = ym_timer_new(loop, on_tick, l)) == NULL) {
        free(l);
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the lease");
        return NULL;
    }
    l->config = *config;
    l->config.lease_ms = config->lease_ms != 0 ? config->lease_ms : PG_LEASE_MS;
    l->loop = loop;
    memcpy(l->instance, config->instance, sizeof(l->instance));
    n = n < sizeof(l->label) ? n : sizeof(l->label) - 1;
    memcpy(l->label, config->label, n);
    options.deadline_ms = (unsigned)scaled(l, PG_LEASE_DEADLINE_MS);
    l->link = ym_link_open(loop, &options, reterr);
    if (l->link == NULL) {
        lease_free(l);
        return NULL;
    }
    return l;
}

struct pg_lease *pg_lease_open(struct ym_loop *loop, struct ym_conn *conn,
                               const struct pg_lease_config *config, struct ym_error *reterr)
{
    struct pg_lease *l;

    assert(config->wish >= PG_LEASE_ANY);
    assert(config->wish < YM_ID_NODES);
    ym_id_gen_range(config->ids, 0, 0, 0);
    l = lease_new(loop, config, reterr);
    if (l == NULL)
        return NULL;
    if (take_first(l, conn, reterr) != YM_E_OK) {
        pg_lease_close(l, NULL, NULL);
        return NULL;
    }
    ym_timer_start(l->tick, scaled(l, PG_LEASE_TICK_MS), scaled(l, PG_LEASE_TICK_MS));
    return l;
}
