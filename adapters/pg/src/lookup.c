/* SPDX-License-Identifier: Apache-2.0 */
/* What became of a change that lost its race, or whose commit was not answered.
 *
 * Its event is there (by hash), and its key for that event if it has one: it happened. Its key
 * alone is there, or stands for another event: an earlier request did it. Another event has its
 * number, or the same one that another program decided at the same instant for another request, or
 * the commit is known to have left it out: somebody else was first. Otherwise nothing is known to
 * have happened. */
#include <string.h>

#include "sql.h"
#include "store_private.h"

#define LOOKUP_PARAMS 5

/* The look-up borrows the arrays of the batch, which is not needed any more. */
static void fill(struct pg_slot *slot)
{
    struct pg_changes *c = &slot->changes;

    pg_changes_clear(c);
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        const struct pg_call *call = slot->calls[i];
        int32_t bucket;

        if (call == NULL)
            continue;
        bucket = (int32_t)ym_id_bucket(call->change->after->id);
        ym_column_i32(&c->columns[PG_COLUMN_BUCKET], bucket);
        ym_column_i64(&c->columns[PG_COLUMN_ID], call->change->after->id.v);
        ym_column_i32(&c->columns[PG_COLUMN_SEQ], (int32_t)call->change->event->seq);
        if (!call->change->key.given)
            continue;
        ym_column_i32(&c->columns[PG_COLUMN_CODE_BUCKET], bucket);
        ym_column_span(&c->columns[PG_COLUMN_KEY],
                       (struct ym_span){ (const char *)call->change->key.key, YM_KEY_BYTES });
    }
}

static bool submit(struct pg_slot *slot)
{
    static const enum pg_column used[LOOKUP_PARAMS] = { PG_COLUMN_BUCKET, PG_COLUMN_ID,
                                                        PG_COLUMN_SEQ, PG_COLUMN_CODE_BUCKET,
                                                        PG_COLUMN_KEY };
    struct pg_changes *c = &slot->changes;
    const enum pg_sql_text text = pg_store_text(slot->shard->store);
    size_t n = 0;

    slot->attempts++;
    fill(slot);
    for (size_t i = 0; i < LOOKUP_PARAMS; i++) {
        if (!ym_column_ok(&c->columns[used[i]]))
            return false;
        c->params[i] = ym_column_param(&c->columns[used[i]]);
    }
    c->statements[n++] = pg_sql_in(text, PG_SQL_lookup_event, &c->params[0], 3);
    slot->key_statement = c->columns[PG_COLUMN_KEY].n > 0 ? n : 0;
    if (slot->key_statement != 0)
        c->statements[n++] = pg_sql_in(text, PG_SQL_lookup_key, &c->params[3], 2);
    if (slot->is_doubtful)
        c->statements[n++] = pg_sql_statement(PG_SQL_lookup_mark, NULL, 0);
    slot->unit.kind = slot->is_doubtful ? YM_UNIT_TRANSACTION : YM_UNIT_READ;
    slot->unit.statements = c->statements;
    slot->unit.n = n;
    return ym_link_submit(slot->shard->link, &slot->unit) == YM_E_OK;
}

static void note_event(struct pg_slot *slot, struct ym_id id, struct ym_span hash)
{
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        struct pg_call *call = slot->calls[i];
        bool is_same;

        if (call == NULL || call->change->after->id.v != id.v)
            continue;
        is_same = memcmp(call->change->after->head, hash.at, hash.n) == 0;
        call->is_found = call->is_found || is_same;
        call->is_overtaken = call->is_overtaken || !is_same;
    }
}

static void note_key(struct pg_slot *slot, struct ym_span key, struct ym_id id, uint32_t seq)
{
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        struct pg_call *call = slot->calls[i];

        if (call != NULL && call->change->key.given &&
            memcmp(call->change->key.key, key.at, YM_KEY_BYTES) == 0) {
            call->is_used = true;
            call->is_used_here =
                call->change->after->id.v == id.v && call->change->event->seq == seq;
        }
    }
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_slot *slot = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        if (i == 0)
            note_event(slot, (struct ym_id){ ym_rows_i64(rows, row, 0) },
                       ym_rows_span(rows, row, 1));
        else if (i == slot->key_statement)
            note_key(slot, ym_rows_span(rows, row, 0), (struct ym_id){ ym_rows_i64(rows, row, 1) },
                     (uint32_t)ym_rows_i32(rows, row, 2));
    }
}

static enum ym_stored judge(const struct pg_slot *slot, const struct pg_call *call)
{
    if (call->is_found && (call->is_used_here || !call->change->key.given))
        return YM_STORED_OK;
    if (call->is_used)
        return YM_STORED_DUPLICATE;
    if (call->is_found || call->is_overtaken || !slot->is_doubtful)
        return YM_STORED_CONFLICT;
    return YM_STORED_UNAVAILABLE;
}

/* Answer every call of the range and give the slot back to writing. */
static void finish(struct pg_slot *slot, bool is_answered)
{
    pg_slot_arm(slot);
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        if (slot->calls[i] != NULL)
            pg_slot_answer(slot, i,
                           is_answered ? judge(slot, slot->calls[i]) : YM_STORED_UNAVAILABLE);
    }
    pg_slot_next(slot);
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_slot *slot = arg;

    if (outcome->verdict == YM_VERDICT_COMMITTED)
        finish(slot, true);
    else if (slot->attempts >= PG_LOOKUP_ATTEMPTS_MAX || !submit(slot))
        finish(slot, false);
}

void pg_lookup_start(struct pg_slot *slot, bool is_doubtful)
{
    slot->state = PG_SLOT_LOOKING;
    slot->is_doubtful = is_doubtful;
    slot->attempts = 0;
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        struct pg_call *call = slot->calls[i];

        if (call != NULL)
            call->is_found = call->is_used = call->is_used_here = call->is_overtaken = false;
    }
    slot->unit.on_rows = on_rows;
    slot->unit.on_done = on_done;
    if (!submit(slot))
        finish(slot, false);
}
