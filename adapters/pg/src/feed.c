/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/feed.h"

#include <assert.h>
#include <stdlib.h>

#include "pg/bin.h"
#include "pg/link.h"
#include "sql.h"

#define PARAMS 4

/* A question is begun by read() or end() and ends in finish(), at most one at a time. */
struct pg_feed {
    struct app_feed port; /* must be first */
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_defer refusal; /* tells an error at the end of the turn */
    struct ym_param params[PARAMS];
    struct ym_scalar rooms[PARAMS];
    struct ym_statement statement;
    struct ym_pg_unit unit;
    struct app_place after;      /* the place asked for */
    unsigned limit;              /* changes asked for */
    app_feed_fn *done;           /* NULL: nothing is asked */
    void *arg;                   /* handed to done */
    struct app_feed_slice slice; /* the answer under construction */
    enum ym_err err;             /* what became of the question */
    bool is_closing;
    void (*on_closed)(void *arg);
    void *closed_arg;
};

static struct pg_feed *feed_of(struct app_feed *port)
{
    return (struct pg_feed *)port;
}

static void finish(struct pg_feed *f)
{
    app_feed_fn *done = f->done;

    assert(done != NULL);
    f->done = NULL;
    done(f->arg, f->err, f->err == YM_E_OK ? &f->slice : NULL);
}

static void on_refusal(void *arg)
{
    finish(arg);
}

/* Columns as in feed_read.sql. */
static void take_change(const struct ym_rows *rows, int row, struct app_change *ret)
{
    *ret = (struct app_change){
        .keys = { .dispute = { ym_rows_i64(rows, row, 4) },
                  .colour = (uint8_t)ym_rows_i16(rows, row, 8),
                  .type = (uint8_t)ym_rows_i16(rows, row, 10),
                  .body = ym_rows_i64(rows, row, 12),
                  .mediator = ym_rows_i64(rows, row, 13),
                  .court = ym_rows_i64(rows, row, 14),
                  .region = ym_rows_i64(rows, row, 15) },
        .version = (uint32_t)ym_rows_i32(rows, row, 5),
        .at = ym_rows_usec(rows, row, 6),
        .command = (uint8_t)ym_rows_i16(rows, row, 7),
        .stage = (uint8_t)ym_rows_i16(rows, row, 9),
        .is_open = ym_rows_bool(rows, row, 11),
        .due_at = ym_rows_is_null(rows, row, 16) ? YM_USEC_NONE : ym_rows_usec(rows, row, 16),
    };
}

static struct app_place place_of(const struct ym_rows *rows, int row)
{
    return (struct app_place){ (uint64_t)ym_rows_i64(rows, row, 3), ym_rows_i64(rows, row, 4),
                               (uint32_t)ym_rows_i32(rows, row, 5) };
}

/* When nothing is left, all below the oldest running transaction has been read, whatever it held.
 */
static void take_end(struct pg_feed *f, const struct ym_rows *rows)
{
    const struct app_place bound = { .turn = (uint64_t)ym_rows_i64(rows, 0, 1) };
    struct app_feed_slice *s = &f->slice;

    if (!s->is_full && app_place_compare(s->end, bound) < 0)
        s->end = bound;
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_feed *f = arg;
    struct app_feed_slice *s = &f->slice;
    const int n = ym_rows_count(rows);

    (void)i;
    s->n = 0;
    s->end = f->after;
    if (n == 0)
        return;
    s->epoch = (uint64_t)ym_rows_i64(rows, 0, 0);
    s->is_kept = ym_rows_bool(rows, 0, 2);
    s->is_full = n >= (int)f->limit && !ym_rows_is_null(rows, 0, 3);
    for (int row = 0; row < n && !ym_rows_is_null(rows, row, 3); row++) {
        s->end = place_of(rows, row);
        /* A pointer to nothing: `yima verify` reports it; there is nothing to tell of it here. */
        if (ym_rows_is_null(rows, row, 6) || ym_rows_is_null(rows, row, 8))
            continue;
        take_change(rows, row, &s->at[s->n]);
        s->at[s->n++].place = s->end;
    }
    take_end(f, rows);
    f->err = YM_E_OK;
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_feed *f = arg;

    if (outcome->verdict == YM_VERDICT_FAILED && outcome->class == YM_SQL_POISON)
        f->err = YM_E_INTERNAL;
    else if (outcome->verdict != YM_VERDICT_COMMITTED)
        f->err = YM_E_UNAVAILABLE;
    finish(f);
}

static void ask(struct pg_feed *f, struct app_place after, unsigned limit, app_feed_fn *done,
                void *arg)
{
    assert(f->done == NULL);
    f->done = done;
    f->arg = arg;
    f->after = after;
    f->limit = limit;
    f->err = YM_E_UNAVAILABLE; /* until an answer has come */
    f->params[0] = ym_param_i64(&f->rooms[0], (int64_t)after.turn);
    f->params[1] = ym_param_i64(&f->rooms[1], after.dispute);
    f->params[2] = ym_param_i32(&f->rooms[2], (int32_t)after.version);
    f->params[3] = ym_param_i64(&f->rooms[3], limit);
    f->statement = pg_sql_statement(PG_SQL_feed_read, f->params, PARAMS);
    f->unit = (struct ym_pg_unit){ .kind = YM_UNIT_READ,
                                   .statements = &f->statement,
                                   .n = 1,
                                   .on_rows = on_rows,
                                   .on_done = on_done,
                                   .arg = f };
    if (f->is_closing || ym_link_submit(f->link, &f->unit) != YM_E_OK)
        ym_loop_defer(f->loop, &f->refusal);
}

static void read_slice(struct app_feed *port, struct app_place after, unsigned limit,
                       app_feed_fn *done, void *arg)
{
    assert(limit > 0 && limit <= APP_FEED_SLICE_MAX);
    ask(feed_of(port), after, limit, done, arg);
}

/* Beyond every row nothing is found but the bound: the last place that a bigint can name. */
static void read_end(struct app_feed *port, app_feed_fn *done, void *arg)
{
    const struct app_place last = { .turn = INT64_MAX };

    ask(feed_of(port), last, 1, done, arg);
    feed_of(port)->after = (struct app_place){ .turn = 0 }; /* what the answer begins from */
}

struct app_feed *pg_feed_port(struct pg_feed *f)
{
    return &f->port;
}

static void on_link_closed(void *arg)
{
    struct pg_feed *f = arg;
    void (*on_closed)(void *arg) = f->on_closed;
    void *closed_arg = f->closed_arg;

    if (f->done != NULL) /* refused in this very turn */
        finish(f);
    ym_loop_undefer(f->loop, &f->refusal);
    free(f);
    if (on_closed != NULL)
        on_closed(closed_arg);
}

void pg_feed_close(struct pg_feed *f, void (*on_closed)(void *arg), void *arg)
{
    assert(!f->is_closing);
    f->is_closing = true;
    f->on_closed = on_closed;
    f->closed_arg = arg;
    ym_link_close(f->link, on_link_closed, f);
}

struct pg_feed *pg_feed_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                             struct ym_error *reterr)
{
    static const struct app_feed_ops ops = { read_slice, read_end };
    const struct ym_link_options options = { .conninfo = conninfo, .is_unprepared = is_unprepared };
    struct pg_feed *f = calloc(1, sizeof(*f));

    if (f == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the feed");
        return NULL;
    }
    f->port.ops = &ops;
    f->loop = loop;
    ym_defer_init(&f->refusal, on_refusal, f);
    f->link = ym_link_open(loop, &options, reterr);
    if (f->link == NULL) {
        free(f);
        return NULL;
    }
    return f;
}
