/* SPDX-License-Identifier: Apache-2.0 */
#include "migrations.h"

#include <stdlib.h>
#include <string.h>

#include "pg/migration.h"
#include "service.h"

/* One call: copies of what it asks, and the answer. */
struct call {
    struct cli_migrations *m;
    void (*act)(struct call *c, struct ym_conn *conn); /* on the thread */
    app_migrations_fn *done;
    app_migration_stays_fn *stayed; /* instead of done */
    void *arg;
    int32_t plan;
    enum app_migration_state state;
    struct pg_migration wish; /* BEGIN */
    struct ym_request_key key;
    struct ym_id after;
    size_t limit;
    ym_usec now;
    enum ym_err err;
    struct ym_error why;
    struct pg_migration *rows; /* owned, n of them */
    size_t n;
    struct app_migration_stay *stays; /* owned, n of them, with their texts behind them */
    char (*whys)[APP_MIGRATION_WHY_MAX];
};

/* ---- On the thread ---- */

static void do_list(struct call *c, struct ym_conn *conn)
{
    c->rows = calloc(APP_MIGRATIONS_MAX, sizeof(*c->rows));
    c->err = c->rows == NULL ? YM_E_UNAVAILABLE
                             : pg_migration_list(conn, c->rows, APP_MIGRATIONS_MAX, &c->n, &c->why);
}

static void one(struct call *c, enum ym_err err)
{
    c->err = err;
    c->n = err == YM_E_OK || (err == YM_E_CONFLICT && c->rows->m.plan != 0) ? 1 : 0;
}

static void do_read(struct call *c, struct ym_conn *conn)
{
    c->rows = calloc(1, sizeof(*c->rows));
    one(c, c->rows == NULL ? YM_E_UNAVAILABLE : pg_migration_read(conn, c->plan, c->rows, &c->why));
}

static void do_begin(struct call *c, struct ym_conn *conn)
{
    c->rows = calloc(1, sizeof(*c->rows));
    one(c, c->rows == NULL
               ? YM_E_UNAVAILABLE
               : pg_migration_begin(conn, &c->wish.m, &c->key, c->now, c->rows, &c->why));
}

static void do_change(struct call *c, struct ym_conn *conn)
{
    c->rows = calloc(1, sizeof(*c->rows));
    one(c, c->rows == NULL
               ? YM_E_UNAVAILABLE
               : pg_migration_change(conn, c->plan, c->state, c->now, c->rows, &c->why));
}

static void on_stay(void *arg, const struct app_migration_stay *stay)
{
    struct call *c = arg;
    const size_t n = stay->why.n < APP_MIGRATION_WHY_MAX ? stay->why.n : APP_MIGRATION_WHY_MAX - 1;

    if (c->n == c->limit)
        return;
    memcpy(c->whys[c->n], stay->why.at, n);
    c->stays[c->n] = *stay;
    c->stays[c->n].why = (struct ym_span){ c->whys[c->n], n };
    c->n++;
}

static void do_stays(struct call *c, struct ym_conn *conn)
{
    struct pg_migration *plan = calloc(1, sizeof(*plan));

    c->stays = calloc(c->limit, sizeof(*c->stays));
    c->whys = calloc(c->limit, sizeof(*c->whys));
    c->err = plan == NULL || c->stays == NULL || c->whys == NULL
                 ? YM_E_UNAVAILABLE
                 : pg_migration_read(conn, c->plan, plan, &c->why);
    if (c->err == YM_E_OK)
        c->err = pg_migration_stays(
            conn, c->plan, &(struct pg_migration_page){ .after = c->after, .max = c->limit },
            on_stay, c, &c->why);
    free(plan);
}

static void work(void *arg)
{
    struct call *c = arg;
    struct ym_conn *conn = ym_conn_open(c->m->conninfo, &c->why);

    if (conn == NULL)
        c->err = c->why.code;
    else
        c->act(c, conn);
    ym_conn_close(conn);
}

/* ---- On the loop ---- */

static void answer(struct call *c)
{
    struct app_migration list[APP_MIGRATIONS_MAX];

    for (size_t i = 0; c->stayed == NULL && i < c->n; i++)
        list[i] = c->rows[i].m;
    if (c->stayed != NULL)
        c->stayed(c->arg, c->err, c->stays, c->err == YM_E_OK ? c->n : 0);
    else
        c->done(c->arg, c->err, list, c->n);
}

static void on_worked(void *arg)
{
    struct call *c = arg;
    struct cli_migrations *m = c->m;
    const bool is_change = c->act == do_begin || c->act == do_change;

    m->under_way--;
    if (is_change && c->err == YM_E_OK && m->changed != NULL)
        m->changed(m->arg);
    answer(c);
    free(c->rows);
    free(c->stays);
    free(c->whys);
    free(c);
}

/* A new call, or NULL when it was refused: with rows or with those that stayed. */
static struct call *call_new(struct app_migrations *port, app_migrations_fn *done,
                             app_migration_stays_fn *stayed, void *arg)
{
    struct cli_migrations *m = (struct cli_migrations *)port;
    struct call *c = m->under_way < CLI_MIGRATIONS_CALLS_MAX ? calloc(1, sizeof(*c)) : NULL;

    if (c == NULL && stayed != NULL)
        stayed(arg, YM_E_BUSY, NULL, 0);
    else if (c == NULL)
        done(arg, YM_E_BUSY, NULL, 0);
    if (c == NULL)
        return NULL;
    c->m = m;
    c->done = done;
    c->stayed = stayed;
    c->arg = arg;
    c->now = ym_clock_now(ym_loop_clock(m->loop));
    return c;
}

static void submit(struct call *c, void (*act)(struct call *c, struct ym_conn *conn))
{
    c->act = act;
    c->m->under_way++;
    c->err = ym_work_submit(c->m->loop, work, on_worked, c, &c->why);
    if (c->err != YM_E_OK)
        on_worked(c);
}

static void list(struct app_migrations *port, int32_t plan, app_migrations_fn *done, void *arg)
{
    struct call *c = call_new(port, done, NULL, arg);

    if (c == NULL)
        return;
    c->plan = plan;
    submit(c, plan != 0 ? do_read : do_list);
}

/* A text that the row keeps for itself; one that is too long is refused by pg_migration_begin(). */
static struct ym_span kept(char *room, size_t cap, struct ym_span text)
{
    const size_t n = text.n < cap ? text.n : cap;

    if (n > 0)
        memcpy(room, text.at, n);
    return (struct ym_span){ room, n };
}

static void begin(struct app_migrations *port, const struct app_migration *row,
                  const struct ym_request_key *key, app_migrations_fn *done, void *arg)
{
    struct call *c = call_new(port, done, NULL, arg);

    if (c == NULL)
        return;
    c->wish.m = *row;
    c->wish.m.map = kept(c->wish.map, sizeof(c->wish.map), row->map);
    c->wish.m.reason = kept(c->wish.reason, sizeof(c->wish.reason), row->reason);
    c->wish.m.by = kept(c->wish.by, sizeof(c->wish.by), row->by);
    c->key = *key;
    submit(c, do_begin);
}

static void change(struct app_migrations *port, int32_t plan, enum app_migration_state state,
                   app_migrations_fn *done, void *arg)
{
    struct call *c = call_new(port, done, NULL, arg);

    if (c == NULL)
        return;
    c->plan = plan;
    c->state = state;
    submit(c, do_change);
}

static void stays(struct app_migrations *port, int32_t plan, struct ym_id after, size_t limit,
                  app_migration_stays_fn *done, void *arg)
{
    struct call *c = call_new(port, NULL, done, arg);

    if (c == NULL)
        return;
    c->plan = plan;
    c->after = after;
    c->limit = limit;
    submit(c, do_stays);
}

/* ---- In a service ---- */

static void on_changed(void *arg)
{
    struct cli_service *s = arg;

    cli_migrating_nudge(s->migrating);
}

enum ym_err cli_migrations_open(struct cli_service *s, bool runs, struct ym_error *reterr)
{
    static const struct app_migrations_ops ops = {
        .list = list, .begin = begin, .change = change, .stays = stays
    };

    s->migrations = (struct cli_migrations){ .port = { .ops = &ops },
                                             .loop = s->loop,
                                             .conninfo = s->db.conninfo };
    if (!runs)
        return YM_E_OK;
    s->migrating = cli_migrating_new(&(struct cli_migrating_config){ .loop = s->loop,
                                                                     .log = s->log,
                                                                     .conninfo = s->db.conninfo,
                                                                     .app = s->app,
                                                                     .store = s->store,
                                                                     .library = &s->library,
                                                                     .secrets = &s->secrets,
                                                                     .instance = s->instance });
    s->migrations.changed = on_changed;
    s->migrations.arg = s;
    return s->migrating != NULL ? YM_E_OK : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
}
