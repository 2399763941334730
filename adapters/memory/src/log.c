/* SPDX-License-Identifier: Apache-2.0 */
/* What is stored: disputes, their events, request keys, codes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

static size_t id_chain(struct ym_id id)
{
    return (size_t)(((uint64_t)id.v * UINT64_C(0x9E3779B97F4A7C15)) >> 40) & (MEM_TABLE_SIZE - 1);
}

static size_t key_chain(const unsigned char key[YM_KEY_BYTES])
{
    return (key[0] | (size_t)key[1] << 8) & (MEM_TABLE_SIZE - 1);
}

struct mem_row *mem_find(const struct mem_store *s, struct ym_id id)
{
    struct mem_row *row = s->by_id[id_chain(id)];

    while (row != NULL && row->d.id.v != id.v)
        row = row->same;
    return row;
}

struct mem_key *mem_find_key(const struct mem_store *s, uint32_t bucket,
                             const unsigned char key[YM_KEY_BYTES])
{
    struct mem_key *k = s->by_key[key_chain(key)];

    while (k != NULL && (k->bucket != bucket || memcmp(k->key, key, YM_KEY_BYTES) != 0))
        k = k->same;
    return k;
}

/* The event and a copy of its payload behind it, in one piece. */
static struct mem_event *event_of(const struct ym_change *change)
{
    struct mem_event *e = calloc(1, sizeof(*e) + change->payload.n);
    char *copy;

    if (e == NULL)
        return NULL;
    copy = (char *)(e + 1);
    memcpy(copy, change->payload.at, change->payload.n);
    *e = (struct mem_event){ .seq = change->event->seq,
                             .at = change->event->c.at,
                             .rule = change->event->rule,
                             .kind = change->event->c.kind,
                             .is_told = change->tell,
                             .payload = { copy, change->payload.n } };
    memcpy(e->hash, change->after->head, sizeof(e->hash));
    if (change->intake != NULL)
        e->token = change->intake->token;
    if (change->token != NULL)
        e->token = *change->token;
    return e;
}

static void log_event(struct mem_row *row, struct mem_event *e)
{
    if (row->last != NULL)
        row->last->next = e;
    else
        row->first = e;
    row->last = e;
}

static void log_key(struct mem_store *s, struct mem_key *k, struct mem_row *row,
                    const struct ym_change *change)
{
    size_t chain = key_chain(change->key.key);

    *k = (struct mem_key){
        .same = s->by_key[chain], .row = row, .event = row->last, .bucket = ym_id_bucket(row->d.id)
    };
    memcpy(k->key, change->key.key, YM_KEY_BYTES);
    memcpy(k->fingerprint, change->key.fingerprint, YM_KEY_BYTES);
    s->by_key[chain] = k;
}

static struct mem_row *new_row(struct mem_store *s, struct ym_id id)
{
    size_t chain = id_chain(id);
    struct mem_row *row = &s->rows[s->n++];

    *row = (struct mem_row){ .same = s->by_id[chain] };
    s->by_id[chain] = row;
    return row;
}

/* Did the channel give this number to a dispute before? */
static bool is_taken(const struct mem_store *s, const struct ym_change *change)
{
    const struct ym_span ref =
        change->intake != NULL ? change->intake->external_ref : (struct ym_span){ NULL, 0 };

    for (size_t i = 0; ref.n > 0 && i < s->n; i++) {
        if (s->rows[i].d.channel == change->after->channel &&
            ym_span_is(ref, ym_span_of(s->rows[i].external_ref)))
            return true;
    }
    return false;
}

/* Is this very event there already, written for this very request? Two programs may decide the same
 * at the same instant for two requests: their events are alike, and only one of them happened. */
static bool is_there(const struct mem_store *s, const struct ym_change *change,
                     const struct mem_row *row)
{
    const struct mem_key *k;

    if (row == NULL || row->last->seq != change->event->seq ||
        memcmp(row->last->hash, change->after->head, sizeof(row->last->hash)) != 0)
        return false;
    if (!change->key.given)
        return true;
    k = mem_find_key(s, ym_id_bucket(change->after->id), change->key.key);
    return k != NULL && k->event == row->last;
}

/* What the guards say: OK when the change may be written. */
static enum ym_stored guard(const struct mem_store *s, const struct ym_change *change,
                            const struct mem_row *row)
{
    uint32_t version = row != NULL ? row->d.version : 0;

    if (change->key.given &&
        mem_find_key(s, ym_id_bucket(change->after->id), change->key.key) != NULL)
        return YM_STORED_DUPLICATE;
    if (version != change->before->version)
        return YM_STORED_CONFLICT;
    if (is_taken(s, change))
        return YM_STORED_TAKEN;
    return row == NULL && s->n == s->max ? YM_STORED_UNAVAILABLE : YM_STORED_OK;
}

enum ym_stored mem_write(struct mem_store *s, const struct ym_change *change)
{
    struct mem_row *row = mem_find(s, change->after->id);
    struct mem_event *e;
    struct mem_key *k = NULL;
    enum ym_stored r;

    if (is_there(s, change, row))
        return YM_STORED_OK;
    r = guard(s, change, row);
    if (r != YM_STORED_OK)
        return r;
    e = event_of(change);
    if (change->key.given)
        k = calloc(1, sizeof(*k));
    if (e == NULL || (change->key.given && k == NULL)) {
        free(e);
        free(k);
        return YM_STORED_UNAVAILABLE;
    }
    if (row == NULL)
        row = new_row(s, change->after->id);
    row->d = *change->after;
    log_event(row, e);
    if (k != NULL)
        log_key(s, k, row, change);
    if (change->event->c.kind == YM_CMD_REVOKE_CODE)
        row->token.text[0] = '\0';
    if (change->intake != NULL) {
        row->token = change->intake->token;
        assert(change->intake->external_ref.n < sizeof(row->external_ref));
        if (change->intake->external_ref.n > 0)
            memcpy(row->external_ref, change->intake->external_ref.at,
                   change->intake->external_ref.n);
    }
    if (change->token != NULL)
        row->token = *change->token;
    return YM_STORED_OK;
}

void mem_log_release(struct mem_store *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct mem_event *e = s->rows[i].first;

        while (e != NULL) {
            struct mem_event *next = e->next;

            free(e);
            e = next;
        }
    }
    for (size_t i = 0; i < MEM_TABLE_SIZE; i++) {
        struct mem_key *k = s->by_key[i];

        while (k != NULL) {
            struct mem_key *next = k->same;

            free(k);
            k = next;
        }
    }
}

/* ---- What tests and examples ask ---- */

const struct ym_dispute *mem_store_dispute(const struct mem_store *s, struct ym_id id)
{
    const struct mem_row *row = mem_find(s, id);

    return row != NULL ? &row->d : NULL;
}

const struct mem_event *mem_store_events(const struct mem_store *s, struct ym_id id)
{
    const struct mem_row *row = mem_find(s, id);

    return row != NULL ? row->first : NULL;
}

struct ym_token mem_store_code(const struct mem_store *s, struct ym_id id)
{
    const struct mem_row *row = mem_find(s, id);

    return row != NULL ? row->token : (struct ym_token){ .text = "" };
}

struct ym_id mem_store_scan(const struct mem_store *s, const struct ym_token *token)
{
    for (size_t i = 0; i < s->n; i++) {
        if (token->text[0] != '\0' && strcmp(s->rows[i].token.text, token->text) == 0)
            return s->rows[i].d.id;
    }
    return (struct ym_id){ 0 };
}

bool mem_store_next_due(const struct mem_store *s, struct mem_due *ret)
{
    bool is_found = false;

    for (size_t i = 0; i < s->n; i++) {
        const struct ym_dispute *d = &s->rows[i].d;

        for (size_t k = 0; k < d->nclocks; k++) {
            const struct ym_clock *clock = &d->clocks[k];

            if (clock->due == 0 || (is_found && clock->due >= ret->due))
                continue;
            *ret = (struct mem_due){ d->id, clock->deadline, clock->due };
            is_found = true;
        }
    }
    return is_found;
}

struct ym_id mem_store_at(const struct mem_store *s, size_t i)
{
    return i < s->n ? s->rows[i].d.id : (struct ym_id){ 0 };
}
