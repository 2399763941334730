/* SPDX-License-Identifier: Apache-2.0 */
/* Open and close, the port, and the turn in which answers leave and batches start. */
#include "pg/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sql.h"
#include "store_private.h"

void pg_queue_init(struct pg_queue *q)
{
    *q = (struct pg_queue){ .first = NULL };
    q->last = &q->first;
}

void pg_queue_prepend(struct pg_queue *q, struct pg_queue *first)
{
    if (first->first == NULL)
        return;
    *first->last = q->first;
    if (q->first == NULL)
        q->last = first->last;
    q->first = first->first;
    q->n += first->n;
    pg_queue_init(first);
}

void pg_queue_push(struct pg_queue *q, struct pg_call *call)
{
    call->next = NULL;
    *q->last = call;
    q->last = &call->next;
    q->n++;
}

static void queue_push_first(struct pg_queue *q, struct pg_call *call)
{
    call->next = q->first;
    if (q->first == NULL)
        q->last = &call->next;
    q->first = call;
    q->n++;
}

struct pg_call *pg_queue_pop(struct pg_queue *q)
{
    struct pg_call *call = q->first;

    if (call != NULL) {
        q->first = call->next;
        if (q->first == NULL)
            q->last = &q->first;
        q->n--;
    }
    return call;
}

struct pg_shard *pg_shard_of(struct pg_store *s, uint32_t bucket)
{
    return &s->shards[bucket % s->nshards];
}

enum pg_sql_text pg_store_text(const struct pg_store *s)
{
    return s->config.is_grouped ? PG_TEXT_SHARDED : PG_TEXT_PLAIN;
}

void pg_store_wake(struct pg_store *s)
{
    ym_loop_defer(s->loop, &s->turn);
}

void pg_store_poisoned(struct pg_store *s, struct ym_id id, const char *sqlstate, const char *text)
{
    if (s->config.on_poison != NULL)
        s->config.on_poison(s->config.arg, id, sqlstate, text);
}

/* ---- Calls ---- */

/* What bounds a call of this kind. */
static size_t *counter_of(struct pg_store *s, const struct pg_call *call)
{
    if (call->is_refusal)
        return &s->refusing;
    return call->kind == PG_CALL_APPEND ? &s->appending : &s->asking;
}

/* A call from the pool; one over its limit is a refusal, to be answered BUSY. */
static struct pg_call *call_take(struct pg_store *s, enum pg_call_kind kind, void *op)
{
    struct pg_call *call = s->free;
    size_t n = kind == PG_CALL_APPEND ? s->appending : s->asking;

    assert(call != NULL); /* the caller has more unanswered calls than the header allows */
    s->free = call->next;
    *call = (struct pg_call){ .kind = kind, .op = op, .is_refusal = n >= s->calls_max };
    ++*counter_of(s, call);
    return call;
}

void pg_call_ready(struct pg_store *s, struct pg_call *call, enum ym_stored r)
{
    call->result = r;
    pg_queue_push(&s->ready, call);
    pg_store_wake(s);
}

void pg_call_end(struct pg_store *s, struct pg_call *call, const void *found)
{
    struct pg_call was = *call;

    --*counter_of(s, call);
    call->next = s->free;
    s->free = call;
    s->gauges.busy += was.result == YM_STORED_BUSY;
    switch (was.kind) {
    case PG_CALL_ACQUIRE:
        was.done.acquired(was.op, was.result, was.result == YM_STORED_OK ? &was.entry->d : NULL);
        break;
    case PG_CALL_APPEND:
        was.done.appended(was.op, was.result);
        break;
    case PG_CALL_RECALL:
        was.done.recalled(was.op, was.result, found);
        break;
    }
    if (s->is_closing)
        pg_store_wake(s);
}

/* ---- The port ---- */

static struct pg_store *store_of(struct ym_store *port)
{
    return (struct pg_store *)port;
}

/* Refused or too late: the answer when no work is begun, else YM_STORED_OK. */
static enum ym_stored refusal_of(const struct pg_store *s, const struct pg_call *call)
{
    if (s->is_closing)
        return YM_STORED_UNAVAILABLE;
    return call->is_refusal ? YM_STORED_BUSY : YM_STORED_OK;
}

static void store_acquire(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct pg_store *s = store_of(port);
    struct pg_call *call = call_take(s, PG_CALL_ACQUIRE, op);
    enum ym_stored refusal = refusal_of(s, call);

    call->done.acquired = done;
    if (refusal == YM_STORED_OK && !ym_id_valid(id))
        refusal = YM_STORED_MISSING;
    if (refusal == YM_STORED_OK) {
        call->entry = pg_cache_take(&s->cache, id);
        if (call->entry == NULL)
            refusal = YM_STORED_BUSY; /* every entry is held or waited for */
    }
    if (refusal != YM_STORED_OK) {
        pg_call_ready(s, call, refusal);
        return;
    }
    s->gauges.hits += call->entry->state == PG_ENTRY_READY;
    pg_queue_push(&call->entry->waiting, call);
    pg_entry_advance(s, call->entry);
}

/* Ahead of those who wait, and from the database unless this very holder had it from there. */
static void store_refresh(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct pg_store *s = store_of(port);
    struct pg_call *call = call_take(s, PG_CALL_ACQUIRE, op);
    enum ym_stored refusal = refusal_of(s, call);
    struct pg_entry *e = pg_cache_find(&s->cache, id);

    assert(e != NULL);
    assert(e->is_held);
    call->done.acquired = done;
    call->entry = e;
    if (refusal == YM_STORED_OK && e->is_fresh) {
        pg_call_ready(s, call, YM_STORED_OK);
        return;
    }
    if (refusal == YM_STORED_OK) {
        e->state = PG_ENTRY_UNKNOWN;
        queue_push_first(&e->waiting, call);
    }
    pg_entry_give_back(s, e);
    if (refusal != YM_STORED_OK)
        pg_call_ready(s, call, refusal);
}

static void store_release(struct ym_store *port, struct ym_id id)
{
    struct pg_store *s = store_of(port);
    struct pg_entry *e = pg_cache_find(&s->cache, id);

    assert(e != NULL);
    pg_entry_give_back(s, e);
}

static void store_append(struct ym_store *port, const struct ym_change *change,
                         ym_appended_fn *done, void *op)
{
    struct pg_store *s = store_of(port);
    struct pg_call *call = call_take(s, PG_CALL_APPEND, op);
    enum ym_stored refusal = refusal_of(s, call);
    struct pg_entry *e = pg_cache_find(&s->cache, change->after->id);

    assert(change->event->seq == change->before->version + 1);
    call->done.appended = done;
    call->change = change;
    call->entry = e != NULL && e->is_held ? e : NULL;
    if (refusal != YM_STORED_OK) {
        if (call->entry != NULL)
            pg_entry_give_back(s, call->entry);
        pg_call_ready(s, call, refusal);
        return;
    }
    pg_queue_push(&s->appends, call);
    pg_store_wake(s);
}

static void store_recall(struct ym_store *port, uint32_t bucket,
                         const unsigned char key[YM_KEY_BYTES], ym_recalled_fn *done, void *op)
{
    struct pg_store *s = store_of(port);
    struct pg_call *call = call_take(s, PG_CALL_RECALL, op);
    enum ym_stored refusal = refusal_of(s, call);

    assert(bucket < YM_BUCKETS);
    call->done.recalled = done;
    call->bucket = bucket;
    memcpy(call->key, key, YM_KEY_BYTES);
    if (refusal != YM_STORED_OK) {
        pg_call_ready(s, call, refusal);
        return;
    }
    pg_queue_push(&pg_shard_of(s, bucket)->recalls, call);
    pg_store_wake(s);
}

struct ym_store *pg_store_port(struct pg_store *s)
{
    return &s->port;
}

/* ---- The turn ---- */

static void store_free(struct pg_store *s)
{
    for (unsigned i = 0; s->shards != NULL && i < s->nshards; i++) {
        struct pg_shard *shard = &s->shards[i];

        pg_slots_free(shard->slots, s->nslots);
        pg_load_release(shard);
        pg_due_release(shard);
    }
    ym_loop_undefer(s->loop, &s->turn);
    pg_cache_release(&s->cache);
    free(s->shards);
    free(s->pool);
    free(s);
}

/* Everything answered and every link closed? Then this was the last turn. */
static void end_if_closed(struct pg_store *s)
{
    void (*on_closed)(void *arg) = s->on_closed;
    void *arg = s->closed_arg;

    if (s->closed < s->nshards || s->asking + s->appending + s->refusing > 0)
        return;
    store_free(s);
    if (on_closed != NULL)
        on_closed(arg);
}

/* Answers first, since what they lead to may join the batches that start now. Those that become
 * ready meanwhile wait for the next turn, so that nobody is starved. */
static void on_turn(void *arg)
{
    struct pg_store *s = arg;

    for (size_t n = s->ready.n; n > 0; n--)
        pg_call_end(s, pg_queue_pop(&s->ready), NULL);
    if (s->ready.n > 0)
        pg_store_wake(s);
    pg_load_flush(s);
    for (unsigned i = 0; i < s->nshards; i++)
        pg_recall_flush(&s->shards[i]);
    pg_batch_flush(s);
    if (s->is_closing)
        end_if_closed(s);
}

/* ---- Life ---- */

static void on_link_state(void *arg, bool is_up, const char *why)
{
    struct pg_shard *shard = arg;
    struct pg_store *s = shard->store;

    shard->is_up = is_up;
    if (s->config.on_state != NULL)
        s->config.on_state(s->config.arg, shard->index, is_up, why);
}

static enum ym_err shard_open(struct pg_store *s, unsigned index, struct ym_error *reterr)
{
    struct pg_shard *shard = &s->shards[index];
    struct ym_link_options options = { .conninfo = s->config.conninfo,
                                       .is_unprepared = s->config.is_unprepared,
                                       .is_planned_once = !s->config.is_grouped,
                                       .deadline_ms = s->config.deadline_ms,
                                       .on_state = on_link_state,
                                       .arg = shard };

    shard->slots = pg_slots_new(shard, s->nslots);
    if (shard->slots == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the store");
    if (pg_due_init(shard, reterr) != YM_E_OK)
        return YM_E_UNAVAILABLE;
    shard->link = ym_link_open(s->loop, &options, reterr);
    return shard->link != NULL ? YM_E_OK : YM_E_INVALID;
}

static enum ym_err check_config(const struct pg_store_config *c, struct ym_error *reterr)
{
    if (c->links > PG_STORE_LINKS_MAX)
        return ym_fail(reterr, YM_E_INVALID, "%u links to the database; at most %d", c->links,
                       PG_STORE_LINKS_MAX);
    if (c->cache > PG_STORE_CACHE_MAX)
        return ym_fail(reterr, YM_E_INVALID, "%u disputes in the cache; at most %d", c->cache,
                       PG_STORE_CACHE_MAX);
    if (c->calls > PG_STORE_CALLS_MAX)
        return ym_fail(reterr, YM_E_INVALID, "%u calls under way; at most %d", c->calls,
                       PG_STORE_CALLS_MAX);
    return YM_E_OK;
}

/* The memory of a store, whose links are not opened yet. NULL when there is none. */
static struct pg_store *store_new(struct ym_loop *loop, const struct pg_store_config *config)
{
    struct pg_store *s = calloc(1, sizeof(*s));
    size_t npool;

    if (s == NULL)
        return NULL;
    s->loop = loop;
    s->due_news = YM_USEC_NONE;
    s->config = *config;
    s->nshards = config->links != 0 ? config->links : PG_STORE_LINKS;
    s->nslots = config->is_grouped ? PG_SLOTS_GROUPED : PG_SLOTS;
    s->calls_max = config->calls != 0 ? config->calls : PG_STORE_CALLS;
    npool = 4 * s->calls_max; /* asking, appending, and as many refusals */
    pg_queue_init(&s->ready);
    pg_queue_init(&s->appends);
    s->load_last = &s->load_first;
    ym_defer_init(&s->turn, on_turn, s);
    s->shards = calloc(s->nshards, sizeof(*s->shards));
    s->pool = calloc(npool, sizeof(*s->pool));
    if (!pg_cache_init(&s->cache, config->cache != 0 ? config->cache : PG_STORE_CACHE) ||
        s->shards == NULL || s->pool == NULL) {
        store_free(s);
        return NULL;
    }
    for (size_t i = 0; i < npool; i++) {
        s->pool[i].next = s->free;
        s->free = &s->pool[i];
    }
    for (unsigned i = 0; i < s->nshards; i++) {
        s->shards[i].store = s;
        s->shards[i].index = i;
        pg_queue_init(&s->shards[i].recalls);
        pg_load_init(&s->shards[i]);
    }
    return s;
}

struct pg_store *pg_store_open(struct ym_loop *loop, const struct pg_store_config *config,
                               struct ym_error *reterr)
{
    static const struct ym_store_ops ops = { store_acquire, store_refresh, store_release,
                                             store_append, store_recall };
    struct pg_store *s;

    if (check_config(config, reterr) != YM_E_OK)
        return NULL;
    s = store_new(loop, config);
    if (s == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the store");
        return NULL;
    }
    s->port.ops = &ops;
    for (unsigned i = 0; i < s->nshards; i++) {
        if (shard_open(s, i, reterr) != YM_E_OK) {
            s->closed = s->nshards - i; /* these links were never opened */
            pg_store_close(s, NULL, NULL);
            return NULL;
        }
    }
    return s;
}

static void on_link_closed(void *arg)
{
    struct pg_store *s = arg;

    s->closed++;
    pg_store_wake(s);
}

void pg_store_close(struct pg_store *s, void (*on_closed)(void *arg), void *arg)
{
    assert(!s->is_closing);
    s->is_closing = true;
    s->on_closed = on_closed;
    s->closed_arg = arg;
    while (s->appends.first != NULL)
        pg_call_ready(s, pg_queue_pop(&s->appends), YM_STORED_UNAVAILABLE);
    for (unsigned i = 0; i < s->nshards; i++) {
        struct pg_shard *shard = &s->shards[i];

        if (shard->link != NULL)
            ym_link_close(shard->link, on_link_closed, s);
    }
    pg_store_wake(s);
}

void pg_store_gauges_get(const struct pg_store *s, struct pg_store_gauges *ret)
{
    *ret = s->gauges;
    ret->cached = s->cache.used;
    ret->waiting = s->appends.n;
    for (unsigned i = 0; i < s->nshards; i++)
        ret->links_up += s->shards[i].is_up;
    ret->writing = s->appending - ret->waiting;
}

/* ---- Probe ---- */

static void on_probe(void *arg, const struct ym_rows *rows)
{
    bool *ret = arg;

    if (ym_rows_count(rows) == 1)
        *ret = ym_rows_bool(rows, 0, 0);
}

enum ym_err pg_store_probe(struct ym_conn *c, bool *ret_is_grouped, struct ym_error *reterr)
{
    struct ym_statement statement = { .sql = pg_sql_text("cluster_probe") };

    *ret_is_grouped = false;
    return ym_conn_run(c, &statement, on_probe, ret_is_grouped, reterr);
}
