/* SPDX-License-Identifier: Apache-2.0 */
/* Slots: gather waiting changes, write them as one unit, give each its verdict.
 *
 *   IDLE ─gather─> WRITING ─committed─> answered; those that lost ─> LOOKING ─> next range, IDLE
 *                     ├─failed while bold─> WRITING again, carefully
 *                     ├─race, deadlock─> WRITING again, PG_BATCH_ATTEMPTS_MAX times
 *                     ├─refused─> WRITING one half, the other half later; alone ─> POISON
 *                     ├─in doubt─> LOOKING
 *                     └─not sent─> UNAVAILABLE */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

static void slot_write(struct pg_slot *slot);

/* ---- Answers ---- */

/* The entry of an answered change: what the node believes of the dispute from now on. */
static void settle_entry(struct pg_store *s, const struct pg_call *call, enum ym_stored r)
{
    const struct ym_change *change = call->change;
    struct pg_entry *e = call->entry;

    if (e == NULL) /* appended without having been acquired: a registration */
        e = r == YM_STORED_OK ? pg_cache_take(&s->cache, change->after->id)
                              : pg_cache_find(&s->cache, change->after->id);
    if (e == NULL)
        return;
    if (call->entry == NULL && (e->is_held || e->state == PG_ENTRY_LOADING))
        return; /* somebody acquired it meanwhile and sees for himself */
    e->is_held = false;
    e->is_fresh = false;
    if (r == YM_STORED_OK) {
        e->d = *change->after;
        e->state = PG_ENTRY_READY;
    } else if (r != YM_STORED_POISON) {
        e->state = PG_ENTRY_UNKNOWN;
    }
    pg_entry_advance(s, e);
}

static void count(struct pg_store_gauges *g, enum ym_stored r)
{
    g->written += r == YM_STORED_OK;
    g->conflicts += r == YM_STORED_CONFLICT;
    g->duplicates += r == YM_STORED_DUPLICATE;
    g->taken += r == YM_STORED_TAKEN;
    g->poisoned += r == YM_STORED_POISON;
    g->unavailable += r == YM_STORED_UNAVAILABLE;
}

void pg_slot_answer(struct pg_slot *slot, size_t i, enum ym_stored r)
{
    struct pg_store *s = slot->shard->store;
    struct pg_call *call = slot->calls[i];

    assert(call != NULL);
    slot->calls[i] = NULL;
    if (r == YM_STORED_OK)
        pg_due_note(pg_shard_of(s, ym_id_bucket(call->change->after->id)), call->change->after);
    settle_entry(s, call, r);
    count(&s->gauges, r);
    call->result = r;
    pg_call_end(s, call, NULL);
}

static void answer_all(struct pg_slot *slot, enum ym_stored r)
{
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        if (slot->calls[i] != NULL)
            pg_slot_answer(slot, i, r);
    }
    pg_slot_next(slot);
}

/* ---- Writing ---- */

static void fill(struct pg_slot *slot)
{
    pg_changes_clear(&slot->changes);
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        slot->calls[i]->is_written = slot->is_bold;
        pg_changes_add(&slot->changes, slot->calls[i]->change);
    }
}

static void slot_write(struct pg_slot *slot)
{
    struct pg_store *s = slot->shard->store;

    slot->state = PG_SLOT_WRITING;
    slot->attempts++;
    fill(slot);
    if (!pg_changes_finish(&slot->changes, slot->is_bold ? PG_TEXT_BOLD : pg_store_text(s))) {
        answer_all(slot, YM_STORED_UNAVAILABLE);
        return;
    }
    slot->unit.statements = slot->changes.statements;
    slot->unit.n = slot->changes.nstatements;
    s->gauges.batches++;
    ym_histogram_observe(&s->gauges.batch_rows, &ym_scale_rows, slot->now.hi - slot->now.lo);
    if (ym_link_submit(slot->shard->link, &slot->unit) != YM_E_OK)
        answer_all(slot, YM_STORED_UNAVAILABLE);
}

/* The next range, or rest. */
void pg_slot_next(struct pg_slot *slot)
{
    slot->attempts = 0;
    if (slot->nlater > 0) {
        slot->now = slot->later[--slot->nlater];
        slot_write(slot);
        return;
    }
    slot->state = PG_SLOT_IDLE;
    slot->n = 0;
    pg_store_wake(slot->shard->store);
}

/* ---- Verdicts ---- */

static int id_order(struct ym_id a, struct ym_id b)
{
    return (a.v > b.v) - (a.v < b.v);
}

/* The call about this dispute in the range that is under way, or NULL. */
static struct pg_call *call_of(struct pg_slot *slot, struct ym_id id)
{
    size_t lo = slot->now.lo, hi = slot->now.hi;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = id_order(slot->calls[mid]->change->after->id, id);

        if (order == 0)
            return slot->calls[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct pg_slot *slot = arg;

    if (slot->is_bold || i != slot->changes.event_statement)
        return;
    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct pg_call *call = call_of(slot, (struct ym_id){ ym_rows_i64(rows, row, 0) });

        assert(call != NULL);
        call->is_written = true;
    }
}

/* Another program changes the same disputes, or a caller repeats his requests: each such change
 * undoes a bold batch and has all of it done twice. So the more often that happens, the more
 * batches in between are careful ones. */
static void learn_caution(struct pg_store *s)
{
    s->caution = 2 * s->caution + 1;
    if (s->caution > PG_CAUTION_MAX)
        s->caution = PG_CAUTION_MAX;
    s->careful_left = s->caution;
}

static bool dares(struct pg_store *s)
{
    if (s->config.is_grouped)
        return false;
    if (s->careful_left == 0)
        return true;
    s->careful_left--;
    return false;
}

static void on_committed(struct pg_slot *slot)
{
    bool is_lost = false;

    slot->shard->store->is_full = false;
    if (slot->is_bold)
        slot->shard->store->caution /= 2;
    for (size_t i = slot->now.lo; i < slot->now.hi; i++) {
        if (slot->calls[i]->is_written)
            pg_slot_answer(slot, i, YM_STORED_OK);
        else
            is_lost = true;
    }
    if (is_lost)
        pg_lookup_start(slot, false);
    else
        pg_slot_next(slot);
}

/* The number in another system was given before. A shard's constraint bears the shard's number. */
static bool is_taken(const char *constraint)
{
    static const char pk[] = "external_ref_pkey";

    return strncmp(constraint, pk, sizeof(pk) - 1) == 0;
}

/* The server refuses this content: halve it until the culprit stands alone. */
static void on_refused(struct pg_slot *slot, const struct ym_outcome *outcome)
{
    size_t lo = slot->now.lo, hi = slot->now.hi, mid = lo + (hi - lo) / 2;

    if (hi - lo == 1 && is_taken(outcome->constraint)) {
        answer_all(slot, YM_STORED_TAKEN);
        return;
    }
    if (hi - lo == 1) {
        pg_store_poisoned(slot->shard->store, slot->calls[lo]->change->after->id, outcome->sqlstate,
                          outcome->text);
        answer_all(slot, ym_sql_is_internal(outcome->sqlstate) ? YM_STORED_UNAVAILABLE
                                                               : YM_STORED_POISON);
        return;
    }
    assert(slot->nlater + 2 <= PG_RANGES_MAX);
    slot->later[slot->nlater++] = (struct pg_range){ mid, hi };
    slot->later[slot->nlater++] = (struct pg_range){ lo, mid };
    pg_slot_next(slot);
}

/* The server cannot now. That its disk is full is said once, until something is stored again. */
static void on_unavailable(struct pg_slot *slot, const struct ym_outcome *outcome)
{
    struct pg_store *const s = slot->shard->store;

    if (!ym_sql_is_full(outcome->sqlstate)) {
        answer_all(slot, YM_STORED_UNAVAILABLE);
        return;
    }
    if (!s->is_full)
        pg_store_poisoned(s, slot->calls[slot->now.lo]->change->after->id, outcome->sqlstate,
                          outcome->text);
    s->is_full = true;
    answer_all(slot, YM_STORED_FULL);
}

/* A shard's constraint bears the shard's number behind the name. */
static bool is_key_race(const char *constraint)
{
    return strncmp(constraint, PG_KEY_PK, sizeof(PG_KEY_PK) - 1) == 0;
}

static void on_failed(struct pg_slot *slot, const struct ym_outcome *outcome)
{
    bool is_race = outcome->class == YM_SQL_RETRY || is_key_race(outcome->constraint);
    bool was_bold = slot->is_bold;

    slot->is_bold = false;
    if (was_bold && outcome->class != YM_SQL_UNAVAILABLE) {
        learn_caution(slot->shard->store);
        slot_write(slot); /* somebody lost, or something is refused: carefully, to see who */
    } else if (is_race && slot->attempts < PG_BATCH_ATTEMPTS_MAX)
        slot_write(slot);
    else if (outcome->class == YM_SQL_RETRY)
        answer_all(slot, YM_STORED_CONFLICT);
    else if (outcome->class == YM_SQL_UNAVAILABLE)
        on_unavailable(slot, outcome);
    else
        on_refused(slot, outcome);
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_slot *slot = arg;

    switch (outcome->verdict) {
    case YM_VERDICT_COMMITTED:
        on_committed(slot);
        break;
    case YM_VERDICT_FAILED:
        on_failed(slot, outcome);
        break;
    case YM_VERDICT_IN_DOUBT:
        slot->shard->store->gauges.in_doubt += slot->now.hi - slot->now.lo;
        pg_lookup_start(slot, true);
        break;
    case YM_VERDICT_NOT_SENT:
        answer_all(slot, YM_STORED_UNAVAILABLE);
        break;
    }
}

/* ---- Gathering ---- */

/* May this call join? Not when the slot holds another change of the dispute (a caller's mistake),
 * one with its key (the second must see the first), or, grouped, another bucket. */
static bool may_join(const struct pg_slot *slot, const struct pg_call *call)
{
    const struct ym_change *b = call->change;

    for (size_t i = 0; i < slot->n; i++) {
        const struct ym_change *a = slot->calls[i]->change;

        if (a->after->id.v == b->after->id.v)
            return false;
        if (a->key.given && b->key.given && memcmp(a->key.key, b->key.key, YM_KEY_BYTES) == 0)
            return false;
    }
    return slot->n == 0 || !slot->shard->store->config.is_grouped ||
           ym_id_bucket(slot->calls[0]->change->after->id) == ym_id_bucket(b->after->id);
}

static bool has_bucket(const struct pg_slot *slot, uint32_t bucket)
{
    for (size_t i = 0; slot->state != PG_SLOT_IDLE && i < slot->n; i++) {
        if (slot->calls[i] != NULL && ym_id_bucket(slot->calls[i]->change->after->id) == bucket)
            return true;
    }
    return false;
}

/* Grouped: is a batch with this bucket under way? Two of one bucket would wait for each other's
 * locks. */
static bool is_bucket_busy(const struct pg_store *s, uint32_t bucket)
{
    for (unsigned i = 0; s->config.is_grouped && i < s->nshards; i++) {
        for (unsigned k = 0; k < s->nslots; k++) {
            if (has_bucket(&s->shards[i].slots[k], bucket))
                return true;
        }
    }
    return false;
}

static int compare_calls(const void *a, const void *b)
{
    const struct pg_call *const *x = a, *const *y = b;

    return id_order((*x)->change->after->id, (*y)->change->after->id);
}

/* Take from the queue what may travel together; the rest keeps its order. */
static void gather(struct pg_slot *slot)
{
    struct pg_store *s = slot->shard->store;
    struct pg_queue *q = &s->appends, left;
    size_t bytes = 0;

    slot->n = 0;
    pg_queue_init(&left);
    while (q->first != NULL && slot->n < PG_BATCH_MAX) {
        struct pg_call *call = pg_queue_pop(q);
        size_t more = call->change->payload.n;
        bool fits = slot->n == 0 || bytes + more <= PG_BATCH_BYTES_MAX;

        if (fits && may_join(slot, call) &&
            !is_bucket_busy(s, ym_id_bucket(call->change->after->id))) {
            bytes += more;
            slot->calls[slot->n++] = call;
        } else {
            pg_queue_push(&left, call);
        }
    }
    pg_queue_prepend(q, &left);
    qsort(slot->calls, slot->n, sizeof(struct pg_call *), compare_calls);
}

/* How many batches the link has under way, and an idle slot of it; NULL: none. */
static size_t busy_slots(const struct pg_shard *shard, struct pg_slot **ret_idle)
{
    size_t busy = 0;

    *ret_idle = NULL;
    for (unsigned k = 0; k < shard->store->nslots; k++) {
        if (shard->slots[k].state != PG_SLOT_IDLE)
            busy++;
        else if (*ret_idle == NULL)
            *ret_idle = &shard->slots[k];
    }
    return busy;
}

/* An idle slot, of a link that is up if there is one, and then of the one with least to do; NULL:
 * all are busy. */
static struct pg_slot *idle_slot(const struct pg_store *s, size_t *ret_busy)
{
    struct pg_slot *best = NULL, *idle;
    size_t best_cost = SIZE_MAX;

    *ret_busy = 0;
    for (unsigned i = 0; i < s->nshards; i++) {
        const struct pg_shard *shard = &s->shards[i];
        const size_t busy = busy_slots(shard, &idle);
        const size_t cost = busy + (shard->is_up ? 0 : s->nslots);

        *ret_busy += shard->is_up ? busy : 0; /* nobody waits for a link that is gone */
        if (idle != NULL && cost < best_cost) {
            best = idle;
            best_cost = cost;
        }
    }
    return best;
}

void pg_batch_flush(struct pg_store *s)
{
    while (s->appends.n > 0) {
        size_t busy;
        struct pg_slot *slot = idle_slot(s, &busy);
        bool is_worth = busy == 0 || s->appends.n >= PG_BESIDE || s->config.is_grouped;

        if (slot == NULL || !is_worth)
            return;
        gather(slot);
        if (slot->n == 0)
            return; /* grouped: the buckets of all that wait are busy */
        slot->nlater = 0;
        slot->attempts = 0;
        slot->is_bold = dares(s);
        slot->now = (struct pg_range){ 0, slot->n };
        slot_write(slot);
    }
}

static void slot_init(struct pg_slot *slot, struct pg_shard *shard)
{
    slot->shard = shard;
    pg_changes_init(&slot->changes);
    pg_slot_arm(slot);
}

struct pg_slot *pg_slots_new(struct pg_shard *shard, unsigned n)
{
    struct pg_slot *slots = calloc(n, sizeof(*slots));

    for (unsigned k = 0; slots != NULL && k < n; k++)
        slot_init(&slots[k], shard);
    return slots;
}

void pg_slot_arm(struct pg_slot *slot)
{
    slot->unit = (struct ym_pg_unit){
        .kind = YM_UNIT_TRANSACTION, .on_rows = on_rows, .on_done = on_done, .arg = slot
    };
}

void pg_slots_free(struct pg_slot *slots, unsigned n)
{
    for (unsigned k = 0; slots != NULL && k < n; k++)
        pg_changes_release(&slots[k].changes);
    free(slots);
}
