/* SPDX-License-Identifier: Apache-2.0 */
/* Carrying questions: lanes, links, and exactly one answer each. The questions are in questions.c.
 */
#include "pg/reader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reader_private.h"
#include "sql.h"

#define LIMITED 1 /* statements[0] is the one that limits the time of the next */

_Static_assert(PG_READER_LIST_MS == 4000, "read_limit.sql says it too");

/* ---- Carrying a question ---- */

static size_t *counter_of(struct pg_read *read)
{
    struct pg_reader *r = read->reader;

    if (read->is_refusal)
        return &r->refusing;
    return read->lane == PG_LANE_QUICK ? &r->asking : &r->listing;
}

static void read_end(struct pg_read *read)
{
    struct pg_reader *r = read->reader;

    pg_registry_free(read->registry);
    pg_figures_free(read->figures);
    ym_column_release(&read->array);
    --*counter_of(read);
    if (read->link != NULL)
        read->link->under_way--;
    read->next = r->free;
    r->free = read;
    if (r->is_closing)
        ym_loop_defer(r->loop, &r->turn);
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_read *read = arg;
    const size_t before = read->lane == PG_LANE_LIST ? LIMITED : 0;

    if (i >= before)
        read->answer(read, i - before, rows);
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_read *read = arg;

    if (!read->is_answered && outcome->verdict == YM_VERDICT_COMMITTED &&
        read->fallback.sql != NULL) {
        read->statements[LIMITED] = read->fallback;
        read->fallback.sql = NULL;
        read->link->under_way--;
        read->link = NULL;
        pg_read_send_all(read, 1);
        return;
    }
    if (!read->is_answered) {
        if (outcome->verdict == YM_VERDICT_COMMITTED)
            read->refusal = YM_E_NOT_FOUND;
        else if (outcome->verdict == YM_VERDICT_FAILED && outcome->class == YM_SQL_POISON)
            read->refusal = YM_E_INTERNAL;
        else
            read->refusal = YM_E_UNAVAILABLE;
        read->fail(read, 0, NULL);
    }
    read_end(read);
}

void pg_read_fail(struct pg_read *read, enum ym_err err)
{
    struct pg_reader *r = read->reader;

    read->refusal = err;
    read->next = NULL;
    *r->failed_last = read;
    r->failed_last = &read->next;
    ym_loop_defer(r->loop, &r->turn);
}

struct pg_read *pg_read_take(struct pg_reader *r, enum pg_lane lane, pg_answer_fn *answer,
                             pg_answer_fn *fail, void *arg)
{
    struct pg_read *read = r->free;

    if (read != NULL) {
        r->free = read->next;
    } else {
        assert(r->used < PG_READER_POOL); /* more refusals in one turn than the header allows */
        read = &r->pool[r->used++];
    }
    *read =
        (struct pg_read){ .reader = r, .lane = lane, .answer = answer, .fail = fail, .arg = arg };
    read->is_refusal =
        lane == PG_LANE_QUICK ? r->asking >= PG_READER_CALLS : r->listing >= PG_READER_LISTS;
    ++*counter_of(read);
    return read;
}

/* The first link is for what is quick; of the others the one with the least to do. */
static struct pg_reader_link *link_for(struct pg_reader *r, enum pg_lane lane)
{
    struct pg_reader_link *best = &r->links[r->nlinks - 1];

    if (lane == PG_LANE_QUICK)
        return &r->links[0];
    for (unsigned i = 1; i < r->nlinks; i++) {
        if (r->links[i].under_way < best->under_way)
            best = &r->links[i];
    }
    return best;
}

void pg_read_send_all(struct pg_read *read, size_t n)
{
    struct pg_reader *r = read->reader;
    struct pg_reader_link *link = link_for(r, read->lane);
    const bool is_limited = read->lane == PG_LANE_LIST;

    read->statements[0] = pg_sql_statement(PG_SQL_read_limit, NULL, 0);
    read->unit = (struct ym_pg_unit){ .kind = YM_UNIT_READ,
                                      .statements = &read->statements[is_limited ? 0 : LIMITED],
                                      .n = n + (is_limited ? LIMITED : 0),
                                      .on_rows = on_rows,
                                      .on_done = on_done,
                                      .arg = read };
    if (read->is_refusal) {
        pg_read_fail(read, YM_E_BUSY);
    } else if (r->is_closing || !ym_column_ok(&read->array)) {
        pg_read_fail(read, YM_E_UNAVAILABLE);
    } else if (ym_link_submit(link->link, &read->unit) != YM_E_OK) {
        pg_read_fail(read, YM_E_BUSY);
    } else {
        read->link = link;
        link->under_way++;
    }
}

void pg_read_send(struct pg_read *read, enum pg_sql sql)
{
    read->statements[LIMITED] = pg_sql_statement(sql, read->params, read->nparams);
    pg_read_send_all(read, 1);
}

unsigned pg_reader_links_up(const struct pg_reader *r)
{
    return r->links[0].is_up ? r->up : 0;
}

/* ---- Life ---- */

static void reader_free(struct pg_reader *r)
{
    ym_loop_undefer(r->loop, &r->turn);
    free(r->pool);
    free(r);
}

static void end_if_closed(struct pg_reader *r)
{
    void (*on_closed)(void *arg) = r->on_closed;
    void *arg = r->closed_arg;

    if (r->closed < r->nlinks || r->asking + r->listing + r->refusing > 0)
        return;
    reader_free(r);
    if (on_closed != NULL)
        on_closed(arg);
}

static void on_turn(void *arg)
{
    struct pg_reader *r = arg;
    struct pg_read *read = r->failed;

    r->failed = NULL;
    r->failed_last = &r->failed;
    while (read != NULL) {
        struct pg_read *next = read->next;

        read->fail(read, 0, NULL);
        read_end(read);
        read = next;
    }
    if (r->is_closing)
        end_if_closed(r);
}

static void on_link_state(void *arg, bool is_up, const char *why)
{
    struct pg_reader_link *link = arg;
    struct pg_reader *r = link->reader;

    (void)why;
    link->is_up = is_up;
    if (is_up)
        r->up++;
    else
        r->up--;
}

static void on_link_closed(void *arg)
{
    struct pg_reader *r = arg;

    r->closed++;
    ym_loop_defer(r->loop, &r->turn);
}

void pg_reader_close(struct pg_reader *r, void (*on_closed)(void *arg), void *arg)
{
    assert(!r->is_closing);
    r->is_closing = true;
    r->on_closed = on_closed;
    r->closed_arg = arg;
    for (unsigned i = 0; i < r->nlinks; i++) {
        if (r->links[i].link != NULL)
            ym_link_close(r->links[i].link, on_link_closed, r);
    }
    ym_loop_defer(r->loop, &r->turn);
}

static struct pg_reader *reader_new(struct ym_loop *loop)
{
    struct pg_reader *r = calloc(1, sizeof(*r));

    if (r == NULL)
        return NULL;
    r->pool = calloc(PG_READER_POOL, sizeof(*r->pool)); /* pages are touched only when used */
    if (r->pool == NULL) {
        free(r);
        return NULL;
    }
    r->loop = loop;
    r->failed_last = &r->failed;
    ym_defer_init(&r->turn, on_turn, r);
    return r;
}

struct pg_reader *pg_reader_open(struct ym_loop *loop, const char *conninfo, unsigned links,
                                 bool is_unprepared, struct ym_error *reterr)
{
    struct pg_reader *r;

    if (links > PG_READER_LINKS_MAX) {
        ym_fail(reterr, YM_E_INVALID, "%u links for reading; at most %d", links,
                PG_READER_LINKS_MAX);
        return NULL;
    }
    r = reader_new(loop);
    if (r == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the reader");
        return NULL;
    }
    r->port.ops = pg_reader_ops();
    r->nlinks = links != 0 ? links : PG_READER_LINKS;
    for (unsigned i = 0; i < r->nlinks; i++) {
        struct ym_link_options options = { .conninfo = conninfo,
                                           .is_unprepared = is_unprepared,
                                           .on_state = on_link_state,
                                           .arg = &r->links[i] };

        r->links[i].reader = r;
        r->links[i].link = ym_link_open(loop, &options, reterr);
        if (r->links[i].link == NULL) {
            r->closed = r->nlinks - i;
            pg_reader_close(r, NULL, NULL);
            return NULL;
        }
    }
    return r;
}
