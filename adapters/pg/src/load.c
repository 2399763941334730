/* SPDX-License-Identifier: Apache-2.0 */
/* Loads and recalls: many questions, one statement, one under way on each link. */
#include <assert.h>
#include <string.h>

#include "sql.h"
#include "store_private.h"
#include "yima/canon.h"

#define COLUMN_BYTES_MAX 65536 /* PG_LOAD_MAX ids or keys and to spare */

/* Read one hot row into its entry. False when the packed state cannot be read. */
static bool take_row(struct pg_entry *e, const struct ym_rows *rows, int row)
{
    struct ym_span state = ym_rows_span(rows, row, 2);
    struct ym_span head = ym_rows_span(rows, row, 3);
    struct ym_id id = e->d.id;

    if (!ym_dispute_unpack((const unsigned char *)state.at, state.n, &e->d) ||
        head.n != sizeof(e->d.head) || e->d.id.v != id.v ||
        e->d.version != (uint32_t)ym_rows_i32(rows, row, 1)) {
        e->d = (struct ym_dispute){ .id = id };
        return false;
    }
    memcpy(e->d.head, head.at, sizeof(e->d.head));
    e->d.acted_at = ym_rows_usec(rows, row, 4);
    return true;
}

static void on_load_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_load *load = arg;

    (void)i;
    for (int row = 0; row < ym_rows_count(rows); row++) {
        int64_t id = ym_rows_i64(rows, row, 0);

        for (size_t k = 0; k < load->n; k++) {
            struct pg_entry *e = load->entries[k];

            if (e == NULL || e->d.id.v != id)
                continue;
            load->entries[k] = NULL;
            if (take_row(e, rows, row)) {
                pg_entry_loaded(load->shard->store, e, YM_STORED_OK);
                continue;
            }
            pg_store_poisoned(load->shard->store, e->d.id, "", "its packed state is not readable");
            pg_entry_loaded(load->shard->store, e, YM_STORED_POISON);
        }
    }
}

static void load_end(struct pg_load *load, enum ym_stored rest)
{
    for (size_t k = 0; k < load->n; k++) {
        if (load->entries[k] != NULL)
            pg_entry_loaded(load->shard->store, load->entries[k], rest);
    }
    load->is_busy = false;
    pg_store_wake(load->shard->store);
}

static void on_load_done(void *arg, const struct ym_outcome *outcome)
{
    load_end(arg,
             outcome->verdict == YM_VERDICT_COMMITTED ? YM_STORED_MISSING : YM_STORED_UNAVAILABLE);
}

/* Send what waits, as much as one statement takes. */
static void load_begin(struct pg_load *load)
{
    struct pg_store *s = load->shard->store;

    load->is_busy = true;
    load->n = 0;
    ym_column_clear(&load->bucket);
    ym_column_clear(&load->id);
    while (s->load_first != NULL && load->n < PG_LOAD_MAX) {
        struct pg_entry *e = s->load_first;

        s->load_first = e->load_next;
        if (s->load_first == NULL)
            s->load_last = &s->load_first;
        s->nloads--;
        load->entries[load->n++] = e;
        ym_column_i32(&load->bucket, (int32_t)ym_id_bucket(e->d.id));
        ym_column_i64(&load->id, e->d.id.v);
    }
    s->gauges.loads += load->n;
    if (!ym_column_ok(&load->bucket) || !ym_column_ok(&load->id)) {
        load_end(load, YM_STORED_UNAVAILABLE);
        return;
    }
    load->params[0] = ym_column_param(&load->bucket);
    load->params[1] = ym_column_param(&load->id);
    load->statement = pg_sql_in(pg_store_text(s), PG_SQL_dispute_load, load->params, 2);
    if (s->is_closing || ym_link_submit(load->shard->link, &load->unit) != YM_E_OK)
        load_end(load, YM_STORED_UNAVAILABLE);
}

static bool is_writing(const struct pg_shard *shard)
{
    for (unsigned k = 0; k < shard->store->nslots; k++) {
        if (shard->slots[k].state != PG_SLOT_IDLE)
            return true;
    }
    return false;
}

/* The link that answers soonest: one that is up, behind no batch. NULL: each has a load under way.
 */
static struct pg_load *best_load(struct pg_store *s, size_t *ret_busy)
{
    struct pg_load *best = NULL;
    int best_worth = -1;

    *ret_busy = 0;
    for (unsigned i = 0; i < s->nshards; i++) {
        struct pg_shard *shard = &s->shards[i];
        int worth = 2 * shard->is_up + !is_writing(shard);

        *ret_busy += shard->load.is_busy;
        if (!shard->load.is_busy && worth > best_worth) {
            best = &shard->load;
            best_worth = worth;
        }
    }
    return best;
}

void pg_load_flush(struct pg_store *s)
{
    while (s->nloads > 0) {
        size_t busy;
        struct pg_load *load = best_load(s, &busy);

        if (load == NULL || (busy > 0 && s->nloads < PG_BESIDE))
            return;
        load_begin(load);
    }
}

static void recall_answer(struct pg_recall *r, size_t k, enum ym_stored stored,
                          const struct ym_recalled *found)
{
    struct pg_call *call = r->calls[k];

    r->calls[k] = NULL;
    call->result = stored;
    pg_call_end(r->shard->store, call, found);
}

_Static_assert(YM_CMD_REGISTER == 0 && YM_CMD_REISSUE_CODE == 60 && YM_CMD_MIGRATE == 62,
               "recall.sql names these by their numbers");

static void on_recall_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_recall *r = arg;

    (void)i;
    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct ym_span key = ym_rows_span(rows, row, 1), print = ym_rows_span(rows, row, 4);
        struct ym_recalled found = { .dispute = { ym_rows_i64(rows, row, 2) },
                                     .seq = (uint32_t)ym_rows_i32(rows, row, 3),
                                     .payload = ym_rows_span(rows, row, 5) };

        memcpy(found.fingerprint, print.at, YM_KEY_BYTES);
        if (!ym_rows_is_null(rows, row, 6))
            memcpy(found.token.text, ym_rows_span(rows, row, 6).at, YM_TOKEN_CHARS);
        if (!ym_rows_is_null(rows, row, 7))
            found.pinned = ym_rows_span(rows, row, 7);
        for (size_t k = 0; k < r->n; k++) {
            if (r->calls[k] != NULL && memcmp(r->calls[k]->key, key.at, YM_KEY_BYTES) == 0 &&
                r->calls[k]->bucket == (uint32_t)ym_rows_i32(rows, row, 0))
                recall_answer(r, k, YM_STORED_OK, &found);
        }
    }
}

static void recall_end(struct pg_recall *r, enum ym_stored rest)
{
    for (size_t k = 0; k < r->n; k++) {
        if (r->calls[k] != NULL)
            recall_answer(r, k, rest, NULL);
    }
    r->is_busy = false;
    pg_store_wake(r->shard->store);
}

static void on_recall_done(void *arg, const struct ym_outcome *outcome)
{
    recall_end(arg, outcome->verdict == YM_VERDICT_COMMITTED ? YM_STORED_MISSING
                                                             : YM_STORED_UNAVAILABLE);
}

void pg_recall_flush(struct pg_shard *shard)
{
    struct pg_recall *r = &shard->recall;

    if (r->is_busy || shard->recalls.first == NULL)
        return;
    r->is_busy = true;
    r->n = 0;
    ym_column_clear(&r->bucket);
    ym_column_clear(&r->key);
    while (shard->recalls.first != NULL && r->n < PG_BATCH_MAX) {
        struct pg_call *call = pg_queue_pop(&shard->recalls);

        r->calls[r->n++] = call;
        ym_column_i32(&r->bucket, (int32_t)call->bucket);
        ym_column_span(&r->key, (struct ym_span){ (const char *)call->key, YM_KEY_BYTES });
    }
    if (!ym_column_ok(&r->bucket) || !ym_column_ok(&r->key)) {
        recall_end(r, YM_STORED_UNAVAILABLE);
        return;
    }
    r->params[0] = ym_column_param(&r->bucket);
    r->params[1] = ym_column_param(&r->key);
    r->statement = pg_sql_in(pg_store_text(shard->store), PG_SQL_recall, r->params, 2);
    if (shard->store->is_closing || ym_link_submit(shard->link, &r->unit) != YM_E_OK)
        recall_end(r, YM_STORED_UNAVAILABLE);
}

void pg_load_init(struct pg_shard *shard)
{
    struct pg_load *load = &shard->load;
    struct pg_recall *r = &shard->recall;

    load->shard = r->shard = shard;
    ym_column_init(&load->bucket, YM_PG_INT4, COLUMN_BYTES_MAX);
    ym_column_init(&load->id, YM_PG_INT8, COLUMN_BYTES_MAX);
    ym_column_init(&r->bucket, YM_PG_INT4, COLUMN_BYTES_MAX);
    ym_column_init(&r->key, YM_PG_UUID, COLUMN_BYTES_MAX);
    load->unit = (struct ym_pg_unit){ .kind = YM_UNIT_READ,
                                      .statements = &load->statement,
                                      .n = 1,
                                      .on_rows = on_load_rows,
                                      .on_done = on_load_done,
                                      .arg = load };
    r->unit = (struct ym_pg_unit){ .kind = YM_UNIT_READ,
                                   .statements = &r->statement,
                                   .n = 1,
                                   .on_rows = on_recall_rows,
                                   .on_done = on_recall_done,
                                   .arg = r };
}

void pg_load_release(struct pg_shard *shard)
{
    ym_column_release(&shard->load.bucket);
    ym_column_release(&shard->load.id);
    ym_column_release(&shard->recall.bucket);
    ym_column_release(&shard->recall.key);
}
