/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines that are due: a timer a link, the table as the truth.
 *
 *   RESTING ─timer─> PEEKING ─rows─> HANDED ─resume─> PEEKING (more) or RESTING
 *                       └─none─> RESTING
 *
 * A sweep begins at a bucket of its own and goes round once, so that a backlog in low buckets
 * cannot starve the high ones. */
#include <assert.h>
#include <stdlib.h>

#include "sql.h"
#include "store_private.h"

#define COLUMN_BYTES_MAX 65536 /* every bucket's number */

static void rest(struct pg_due *due, ym_usec until);

static void peek_end(struct pg_due *due)
{
    struct pg_store *s = due->shard->store;

    if (s->on_due == NULL || s->is_closing) {
        due->state = PG_DUE_RESTING;
    } else if (due->n > 0) {
        due->state = PG_DUE_HANDED;
        s->on_due(s->due_arg, due->shard->index, due->rows, due->n);
    } else {
        rest(due, due->is_more ? 0 : due->next);
    }
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_due *due = arg;

    (void)i;
    due->n = 0;
    for (int row = 0; row < ym_rows_count(rows) && due->n < PG_DUE_BATCH_MAX; row++) {
        due->rows[due->n++] = (struct pg_due_row){ .dispute = { ym_rows_i64(rows, row, 0) },
                                                   .deadline = (uint8_t)ym_rows_i16(rows, row, 1),
                                                   .due = ym_rows_usec(rows, row, 2) };
    }
}

static void on_peeked(void *arg, const struct ym_outcome *outcome)
{
    struct pg_due *due = arg;

    if (outcome->verdict != YM_VERDICT_COMMITTED) {
        due->n = 0;
        due->is_more = false;
    } else if (due->n == PG_DUE_BATCH_MAX) {
        due->cursor = (ym_id_bucket(due->rows[due->n - 1].dispute) + 1) % YM_BUCKETS;
        due->is_more = true;
    } else {
        due->is_more = due->cursor != 0; /* go round to the buckets before it */
        due->cursor = 0;
    }
    peek_end(due);
}

static void peek(void *arg)
{
    struct pg_due *due = arg;
    struct pg_shard *shard = due->shard;
    struct pg_store *s = shard->store;

    if (s->on_due == NULL || s->is_closing || due->state != PG_DUE_RESTING)
        return;
    ym_column_clear(&due->buckets);
    for (uint32_t b = due->cursor; b < YM_BUCKETS; b++) {
        if (pg_shard_of(s, b) == shard)
            ym_column_i32(&due->buckets, (int32_t)b);
    }
    due->state = PG_DUE_PEEKING;
    due->next = INT64_MAX;
    due->n = 0;
    if (ym_column_ok(&due->buckets)) {
        due->params[0] = ym_column_param(&due->buckets);
        due->params[1] = ym_param_usec(&due->room[0], ym_clock_now(ym_loop_clock(s->loop)));
        due->params[2] = ym_param_i64(&due->room[1], PG_DUE_BATCH_MAX);
        due->statement = pg_sql_statement(PG_SQL_due_peek, due->params, 3);
        if (ym_link_submit(shard->link, &due->unit) == YM_E_OK)
            return;
    }
    due->is_more = false;
    due->state = PG_DUE_RESTING;
    rest(due, INT64_MAX);
}

/* Rest until then, but not longer than the poll. */
static void rest(struct pg_due *due, ym_usec until)
{
    const struct pg_store *s = due->shard->store;
    const uint64_t poll = s->config.due_poll_ms != 0 ? s->config.due_poll_ms : PG_DUE_POLL_MS;
    ym_usec now = ym_clock_now(ym_loop_clock(s->loop));
    uint64_t delay = poll;

    due->state = PG_DUE_RESTING;
    if (until <= now)
        delay = 0;
    else if ((uint64_t)(until - now) / 1000 < poll)
        delay = (uint64_t)((until - now) / 1000) + 1;
    ym_timer_start(due->timer, delay, 0);
}

void pg_due_note(struct pg_shard *shard, const struct ym_dispute *d)
{
    struct pg_due *due = &shard->due;
    struct pg_store *s = shard->store;
    ym_usec next = pg_next_due(d);

    if (next != YM_USEC_NONE && (s->due_news == YM_USEC_NONE || next < s->due_news))
        s->due_news = next;
    if (shard->store->on_due == NULL || next == YM_USEC_NONE || next >= due->next)
        return;
    due->next = next;
    if (due->state == PG_DUE_RESTING)
        rest(due, next);
}

void pg_due_start(struct pg_store *s, pg_due_fn *fn, void *arg)
{
    assert(s->on_due == NULL);
    s->on_due = fn;
    s->due_arg = arg;
    for (unsigned i = 0; i < s->nshards; i++)
        ym_timer_start(s->shards[i].due.timer, 0, 0);
}

void pg_due_look(struct pg_store *s)
{
    for (unsigned i = 0; i < s->nshards; i++)
        if (s->on_due != NULL && s->shards[i].due.state == PG_DUE_RESTING)
            ym_timer_start(s->shards[i].due.timer, 0, 0);
}

ym_usec pg_due_news(struct pg_store *s)
{
    const ym_usec news = s->due_news;

    s->due_news = YM_USEC_NONE;
    return news;
}

void pg_due_hear(struct pg_store *s, ym_usec due)
{
    const ym_usec then = due + (ym_usec)PG_DUE_PEER_MS * 1000;

    for (unsigned i = 0; i < s->nshards && s->on_due != NULL; i++) {
        struct pg_due *d = &s->shards[i].due;

        if (then >= d->next)
            continue;
        d->next = then;
        if (d->state == PG_DUE_RESTING)
            rest(d, then);
    }
}

void pg_due_stop(struct pg_store *s)
{
    s->on_due = NULL;
    for (unsigned i = 0; i < s->nshards; i++)
        ym_timer_stop(s->shards[i].due.timer);
}

void pg_due_resume(struct pg_store *s, unsigned link, size_t gone)
{
    struct pg_due *due;

    assert(link < s->nshards);
    due = &s->shards[link].due;
    assert(due->state == PG_DUE_HANDED);
    if (s->on_due == NULL || s->is_closing) {
        due->state = PG_DUE_RESTING;
    } else if (gone == 0) {
        due->next = INT64_MAX;
        rest(due, INT64_MAX);
    } else {
        rest(due, due->is_more ? 0 : due->next);
    }
}

static void on_forgotten(void *arg, const struct ym_outcome *outcome)
{
    struct pg_forget *f = arg;

    (void)outcome; /* a row that is still there comes again */
    f->is_busy = false;
}

void pg_due_forget(struct pg_store *s, const struct pg_due_row *row, uint32_t version)
{
    uint32_t bucket = ym_id_bucket(row->dispute);
    struct pg_due *due = &pg_shard_of(s, bucket)->due;
    struct pg_forget *f;

    assert(row >= due->rows);
    assert(row < due->rows + due->n);
    f = &due->forgets[row - due->rows];
    if (f->is_busy || s->is_closing)
        return;
    f->params[0] = ym_param_i32(&f->room[0], (int32_t)bucket);
    f->params[1] = ym_param_i64(&f->room[1], row->dispute.v);
    f->params[2] = ym_param_usec(&f->room[2], row->due);
    f->params[3] = ym_param_i16(&f->room[3], row->deadline);
    f->params[4] = ym_param_i32(&f->room[4], (int32_t)version);
    f->statement = pg_sql_statement(PG_SQL_due_forget, f->params, 5);
    f->unit = (struct ym_pg_unit){ .kind = YM_UNIT_SINGLE,
                                   .statements = &f->statement,
                                   .n = 1,
                                   .on_done = on_forgotten,
                                   .arg = f };
    f->is_busy = ym_link_submit(due->shard->link, &f->unit) == YM_E_OK;
}

enum ym_err pg_due_init(struct pg_shard *shard, struct ym_error *reterr)
{
    struct pg_due *due = &shard->due;

    due->shard = shard;
    due->next = INT64_MAX;
    ym_column_init(&due->buckets, YM_PG_INT4, COLUMN_BYTES_MAX);
    due->unit = (struct ym_pg_unit){ .kind = YM_UNIT_READ,
                                     .statements = &due->statement,
                                     .n = 1,
                                     .on_rows = on_rows,
                                     .on_done = on_peeked,
                                     .arg = due };
    due->timer = ym_timer_new(shard->store->loop, peek, due);
    return due->timer != NULL ? YM_E_OK
                              : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the store");
}

void pg_due_release(struct pg_shard *shard)
{
    ym_timer_free(shard->due.timer);
    ym_column_release(&shard->due.buckets);
}
