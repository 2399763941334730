/* SPDX-License-Identifier: Apache-2.0 */
/* The port: calls queue up and are answered one a step, oldest first. */
#include "memory/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static struct mem_store *store_of(struct ym_store *port)
{
    return (struct mem_store *)port;
}

/* A call at the end of the queue; over MEM_CALLS_MAX it will be answered BUSY. */
static struct mem_call *push(struct mem_store *s, enum mem_kind kind, void *op)
{
    struct mem_call *call = s->free;

    assert(call != NULL); /* the caller left more than twice MEM_CALLS_MAX unanswered */
    s->free = call->next;
    *call = (struct mem_call){ .kind = kind, .op = op };
    if (s->unanswered >= MEM_CALLS_MAX)
        call->refusal = YM_STORED_BUSY;
    *s->last = call;
    s->last = &call->next;
    s->unanswered++;
    return call;
}

static void store_acquire(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct mem_call *call = push(store_of(port), MEM_ACQUIRE, op);

    call->id = id;
    call->acquired = done;
}

static void store_refresh(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct mem_call *call = push(store_of(port), MEM_REFRESH, op);

    call->id = id;
    call->acquired = done;
}

static void store_release(struct ym_store *port, struct ym_id id)
{
    struct mem_row *row = mem_find(store_of(port), id);

    assert(row != NULL);
    assert(row->is_held);
    row->is_held = false;
}

static void store_append(struct ym_store *port, const struct ym_change *change,
                         ym_appended_fn *done, void *op)
{
    struct mem_call *call = push(store_of(port), MEM_APPEND, op);

    assert(change->event->seq == change->before->version + 1);
    call->id = change->after->id;
    call->change = change;
    call->appended = done;
}

static void store_recall(struct ym_store *port, uint32_t bucket,
                         const unsigned char key[YM_KEY_BYTES], ym_recalled_fn *done, void *op)
{
    struct mem_call *call = push(store_of(port), MEM_RECALL, op);

    call->bucket = bucket;
    memcpy(call->key, key, YM_KEY_BYTES);
    call->recalled = done;
}

/* Does a fault strike this call? */
static enum mem_fault fault_of(struct mem_store *s, const struct mem_call *call)
{
    bool is_any = s->fault == MEM_FAULT_UNAVAILABLE || s->fault == MEM_FAULT_BUSY;

    if (s->left == 0 || (!is_any && call->kind != MEM_APPEND))
        return MEM_FAULT_NONE;
    if (s->skip > 0) {
        s->skip--;
        return MEM_FAULT_NONE;
    }
    s->left--;
    return s->fault;
}

static enum ym_stored stored_of(enum mem_fault fault)
{
    switch (fault) {
    case MEM_FAULT_NONE:
        break;
    case MEM_FAULT_CONFLICT:
        return YM_STORED_CONFLICT;
    case MEM_FAULT_UNAVAILABLE:
    case MEM_FAULT_LOST_REPLY:
        return YM_STORED_UNAVAILABLE;
    case MEM_FAULT_BUSY:
        return YM_STORED_BUSY;
    case MEM_FAULT_POISON:
        return YM_STORED_POISON;
    }
    return YM_STORED_OK;
}

static void answer_acquire(struct mem_store *s, const struct mem_call *call, enum ym_stored r)
{
    struct mem_row *row = mem_find(s, call->id);
    struct ym_dispute copy = { .version = 0 };

    if (r == YM_STORED_OK && row == NULL)
        r = YM_STORED_MISSING;
    if (r == YM_STORED_OK) {
        row->is_held = true;
        copy = row->d; /* a copy, so that a caller who keeps the pointer is found out */
    }
    call->acquired(call->op, r, r == YM_STORED_OK ? &copy : NULL);
}

static void answer_append(struct mem_store *s, const struct mem_call *call, enum mem_fault fault,
                          enum ym_stored r)
{
    struct mem_row *row = mem_find(s, call->id);

    if (fault == MEM_FAULT_LOST_REPLY)
        (void)mem_write(s, call->change);
    else if (r == YM_STORED_OK)
        r = mem_write(s, call->change);
    if (row != NULL)
        row->is_held = false;
    call->appended(call->op, r);
}

/* The event under whose procedure version the dispute stood after event seq. */
static struct ym_span pinned_by(const struct mem_row *row, uint32_t seq)
{
    struct ym_span pinned = { NULL, 0 };

    for (const struct mem_event *e = row->first; e != NULL && e->seq <= seq; e = e->next) {
        if (e->kind == YM_CMD_REGISTER || e->kind == YM_CMD_MIGRATE)
            pinned = e->payload;
    }
    return pinned;
}

static void answer_recall(struct mem_store *s, const struct mem_call *call, enum ym_stored r)
{
    const struct mem_key *k = mem_find_key(s, call->bucket, call->key);
    struct ym_recalled found = { .seq = 0 };

    if (r == YM_STORED_OK && k == NULL)
        r = YM_STORED_MISSING;
    if (r == YM_STORED_OK) {
        found.seq = k->event->seq;
        found.dispute = k->row->d.id;
        found.payload = k->event->payload;
        found.token = k->event->token;
        found.pinned = pinned_by(k->row, k->event->seq);
        memcpy(found.fingerprint, k->fingerprint, YM_KEY_BYTES);
    }
    call->recalled(call->op, r, r == YM_STORED_OK ? &found : NULL);
}

static void answer(struct mem_store *s, const struct mem_call *call)
{
    enum mem_fault fault = call->refusal == YM_STORED_OK ? fault_of(s, call) : MEM_FAULT_NONE;
    enum ym_stored r = call->refusal != YM_STORED_OK ? call->refusal : stored_of(fault);

    switch (call->kind) {
    case MEM_REFRESH:
        mem_find(s, call->id)->is_held = false; /* taken again when there is nothing wrong */
        answer_acquire(s, call, r);
        break;
    case MEM_ACQUIRE:
        answer_acquire(s, call, r);
        break;
    case MEM_APPEND:
        answer_append(s, call, fault, r);
        break;
    case MEM_RECALL:
        answer_recall(s, call, r);
        break;
    }
}

/* An acquire waits while somebody else holds the dispute. */
static bool must_wait(const struct mem_store *s, const struct mem_call *call)
{
    const struct mem_row *row;

    if (call->kind != MEM_ACQUIRE || call->refusal != YM_STORED_OK)
        return false;
    row = mem_find(s, call->id);
    return row != NULL && row->is_held;
}

bool mem_store_step(struct mem_store *s)
{
    struct mem_call **at = &s->first;
    struct mem_call *call, copy;

    while (*at != NULL && must_wait(s, *at))
        at = &(*at)->next;
    call = *at;
    if (call == NULL)
        return false;
    *at = call->next;
    if (call->next == NULL)
        s->last = at;
    copy = *call;
    call->next = s->free;
    s->free = call;
    s->unanswered--;
    answer(s, &copy);
    return true;
}

size_t mem_store_unanswered(const struct mem_store *s)
{
    return s->unanswered;
}

void mem_store_fail(struct mem_store *s, enum mem_fault fault, unsigned skip, unsigned n)
{
    s->fault = fault;
    s->skip = skip;
    s->left = n;
}

struct mem_store *mem_store_new(size_t disputes_max)
{
    static const struct ym_store_ops ops = { store_acquire, store_refresh, store_release,
                                             store_append, store_recall };
    const size_t ncalls = 2 * (size_t)MEM_CALLS_MAX;
    struct mem_store *s = calloc(1, sizeof(*s));

    if (s == NULL)
        return NULL;
    s->port.ops = &ops;
    s->last = &s->first;
    s->max = disputes_max;
    s->rows = calloc(disputes_max > 0 ? disputes_max : 1, sizeof(*s->rows));
    s->pool = calloc(ncalls, sizeof(*s->pool));
    if (s->rows == NULL || s->pool == NULL) {
        mem_store_free(s);
        return NULL;
    }
    for (size_t i = 0; i < ncalls; i++) {
        s->pool[i].next = s->free;
        s->free = &s->pool[i];
    }
    return s;
}

void mem_store_free(struct mem_store *s)
{
    if (s == NULL)
        return;
    assert(s->unanswered == 0);
    mem_log_release(s);
    free(s->rows);
    free(s->pool);
    free(s);
}

struct ym_store *mem_store_port(struct mem_store *s)
{
    return &s->port;
}
