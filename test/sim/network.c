/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sim.h"

bool sim_strikes(struct sim *s, unsigned one_in)
{
    return !s->is_calm && random_below(&s->rng, one_in) == 0;
}

/* Mostly within a millisecond or two; now and then long enough for others to be first. */
static ym_usec delay(struct sim *s)
{
    const unsigned ms = random_below(&s->rng, 8) == 0 ? 200 : 3;

    return 1 + (ym_usec)random_below(&s->rng, ms * 1000);
}

void sim_network_send(struct sim *s, const struct sim_call *call)
{
    struct sim_call *c = s->calls;

    while (c->is_used && c < s->calls + SIM_CALLS_MAX - 1)
        c++;
    assert_false(c->is_used);
    *c = *call;
    c->is_used = true;
    c->arrives = s->now + delay(s);
    c->is_dropped = sim_strikes(s, 25);
    c->is_lost = !c->is_dropped && sim_strikes(s, 25);
    c->is_twice = call->kind == SIM_APPEND && !c->is_dropped && sim_strikes(s, 15);
    s->n[SIM_N_DROPPED] += c->is_dropped ? 1 : 0;
    s->n[SIM_N_LOST] += c->is_lost ? 1 : 0;
    s->n[SIM_N_TWICE] += c->is_twice ? 1 : 0;
}

/* ---- What the database says ---- */

static void on_fetched(void *op, enum ym_stored r, const struct ym_dispute *d)
{
    struct sim_call *const c = op;

    c->result = r;
    if (r == YM_STORED_OK)
        c->dispute = *d;
}

static void on_written(void *op, enum ym_stored r)
{
    struct sim_call *const c = op;

    c->result = r;
}

static void on_found(void *op, enum ym_stored r, const struct ym_recalled *found)
{
    struct sim_call *const c = op;

    c->result = r;
    if (r == YM_STORED_OK)
        c->found = *found; /* its bytes live as long as the store */
}

/* Whoever holds a dispute holds it on his node: the database knows of no holding. */
static void fetch(struct sim *s, struct sim_call *c)
{
    struct ym_store *const db = mem_store_port(s->db);

    db->ops->acquire(db, c->id, on_fetched, c);
    assert_true(mem_store_step(s->db));
    if (c->result == YM_STORED_OK)
        db->ops->release(db, c->id);
}

static void append(struct sim *s, struct sim_call *c)
{
    struct ym_store *const db = mem_store_port(s->db);

    db->ops->append(db, c->change, on_written, c);
    assert_true(mem_store_step(s->db));
    s->n[SIM_N_CONFLICTS] += c->result == YM_STORED_CONFLICT ? 1 : 0;
}

static void perform(struct sim *s, struct sim_call *c)
{
    struct ym_store *const db = mem_store_port(s->db);

    switch (c->kind) {
    case SIM_FETCH:
        fetch(s, c);
        break;
    case SIM_APPEND:
        append(s, c);
        if (c->is_twice)
            append(s, c);
        break;
    case SIM_RECALL:
        db->ops->recall(db, c->bucket, c->key, on_found, c);
        assert_true(mem_store_step(s->db));
        break;
    }
}

/* ---- One thing after the other ---- */

static ym_usec when(const struct sim_call *c)
{
    return c->has_arrived ? c->returns : c->arrives;
}

static void arrive(struct sim *s, struct sim_call *c)
{
    c->has_arrived = true;
    c->returns = s->now + delay(s);
    c->result = YM_STORED_UNAVAILABLE;
    if (c->is_dropped)
        return;
    perform(s, c);
    if (c->is_lost)
        c->result = YM_STORED_UNAVAILABLE;
}

bool sim_network_step(struct sim *s)
{
    struct sim_call *next = NULL;
    struct sim_call answered;

    for (struct sim_call *c = s->calls; c < s->calls + SIM_CALLS_MAX; c++)
        if (c->is_used && (next == NULL || when(c) < when(next)))
            next = c;
    if (next == NULL)
        return false;
    s->now = when(next) > s->now ? when(next) : s->now;
    if (!next->has_arrived) {
        arrive(s, next);
        return true;
    }
    answered = *next;
    next->is_used = false;
    sim_node_answered(&answered);
    return true;
}
