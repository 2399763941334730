/* SPDX-License-Identifier: Apache-2.0 */
/* A node: the application, and its side of the store: what it remembers and who holds what. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/crypto.h"
#include "json/event.h"
#include "sim.h"

static struct sim_node *node_of(struct ym_store *port)
{
    return (struct sim_node *)(void *)port;
}

ym_usec sim_node_clock(const struct sim_node *node)
{
    return node->sim->now + node->skew;
}

/* The place of a dispute, made when it is new. */
static struct sim_memory *memory_of(struct sim_node *node, struct ym_id id)
{
    struct sim_memory *m = node->memory;

    while (m->id.v != id.v && m->id.v != 0) {
        m++;
        assert_true(m < node->memory + SIM_DISPUTES * 2);
    }
    m->id = id;
    return m;
}

static void fetch(struct sim_node *node, struct ym_id id, bool is_refresh, ym_acquired_fn *done,
                  void *op)
{
    const struct sim_call call = { .kind = SIM_FETCH,
                                   .node = node,
                                   .id = id,
                                   .is_refresh = is_refresh,
                                   .acquired = done,
                                   .op = op };

    sim_network_send(node->sim, &call);
}

/* ---- The port ---- */

static void node_acquire(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    struct sim_node *const node = node_of(port);

    assert_true(node->nwaiters < SIM_CALLS_MAX);
    node->waiters[node->nwaiters++] = (struct sim_waiter){ id, done, op };
}

static void node_refresh(struct ym_store *port, struct ym_id id, ym_acquired_fn *done, void *op)
{
    assert_true(memory_of(node_of(port), id)->is_held);
    fetch(node_of(port), id, true, done, op);
}

static void node_release(struct ym_store *port, struct ym_id id)
{
    struct sim_memory *const m = memory_of(node_of(port), id);

    assert_true(m->is_held);
    m->is_held = false;
}

static void node_append(struct ym_store *port, const struct ym_change *change, ym_appended_fn *done,
                        void *op)
{
    const struct sim_call call = { .kind = SIM_APPEND,
                                   .node = node_of(port),
                                   .id = change->after->id,
                                   .change = change,
                                   .appended = done,
                                   .op = op };

    sim_network_send(node_of(port)->sim, &call);
}

static void node_recall(struct ym_store *port, uint32_t bucket,
                        const unsigned char key[YM_KEY_BYTES], ym_recalled_fn *done, void *op)
{
    struct sim_call call = {
        .kind = SIM_RECALL, .node = node_of(port), .bucket = bucket, .recalled = done, .op = op
    };

    memcpy(call.key, key, YM_KEY_BYTES);
    sim_network_send(node_of(port)->sim, &call);
}

/* ---- Answers ---- */

static void fetched(struct sim_call *c, struct sim_memory *m)
{
    m->is_held = c->result == YM_STORED_OK;
    m->is_known = m->is_held;
    if (m->is_held)
        m->dispute = c->dispute;
    c->acquired(c->op, c->result, m->is_held ? &c->dispute : NULL);
}

static void appended(struct sim_call *c)
{
    const bool is_new = c->change->before->version == 0;

    if (c->result == YM_STORED_OK || !is_new) {
        struct sim_memory *const m = memory_of(c->node, c->id);

        m->is_held = false;
        m->is_known = c->result == YM_STORED_OK;
        if (m->is_known)
            m->dispute = *c->change->after;
    }
    c->appended(c->op, c->result);
}

void sim_node_answered(struct sim_call *c)
{
    switch (c->kind) {
    case SIM_FETCH:
        fetched(c, memory_of(c->node, c->id));
        break;
    case SIM_APPEND:
        appended(c);
        break;
    case SIM_RECALL:
        c->recalled(c->op, c->result, c->result == YM_STORED_OK ? &c->found : NULL);
        break;
    }
}

/* ---- Turns ---- */

/* Give a dispute to the first who waits for it and can have it. False: nobody can. */
static bool give(struct sim_node *node)
{
    size_t i = 0;
    struct sim_waiter w;
    struct sim_memory *m;

    while (i < node->nwaiters && memory_of(node, node->waiters[i].id)->is_held)
        i++;
    if (i == node->nwaiters)
        return false;
    w = node->waiters[i];
    node->nwaiters--;
    memmove(&node->waiters[i], &node->waiters[i + 1],
            (node->nwaiters - i) * sizeof(node->waiters[0]));
    m = memory_of(node, w.id);
    if (node->is_dying) {
        w.done(w.op, YM_STORED_UNAVAILABLE, NULL);
        return true;
    }
    m->is_held = true;
    if (m->is_known) {
        const struct ym_dispute copy = m->dispute;

        w.done(w.op, YM_STORED_OK, &copy);
    } else {
        fetch(node, w.id, false, w.done, w.op);
    }
    return true;
}

void sim_node_turn(struct sim_node *node)
{
    while (node->is_woken || give(node)) {
        if (node->is_woken) {
            node->is_woken = false;
            app_turn(node->app);
        }
    }
}

/* ---- Life ---- */

static void wake(void *arg)
{
    struct sim_node *const node = arg;

    node->is_woken = true;
}

void sim_node_start(struct sim *s, struct sim_node *node)
{
    static const struct ym_store_ops ops = { node_acquire, node_refresh, node_release, node_append,
                                             node_recall };
    static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };
    const struct app_config config = { .store = &node->port,
                                       .procedures = s->procedures,
                                       .hash = &hash,
                                       .decode = json_event_decode,
                                       .operations_max = SIM_REQUESTS,
                                       .wake = wake,
                                       .wake_arg = node };
    const ym_usec skew = node->skew;

    memset(node, 0, sizeof(*node));
    node->port.ops = &ops;
    node->sim = s;
    node->skew = skew;
    node->app = app_new(&config);
    assert_non_null(node->app);
}

/* Nothing is left of what it had under way but what the database has of it: each call has arrived,
 * or never will. Its operations end without an answer, so that their memory can be given back, and
 * whoever waits for them is told nothing. */
static void abandon(struct sim_node *node)
{
    struct sim *const s = node->sim;

    node->is_dying = true;
    for (struct sim_copy *c = s->copies; c < s->copies + SIM_REQUESTS * SIM_COPIES; c++)
        if (c->is_used && c->node == node)
            c->is_untold = true;
    while (app_under_way(node->app) > 0) {
        sim_node_turn(node);
        for (struct sim_call *c = s->calls; c < s->calls + SIM_CALLS_MAX; c++) {
            struct sim_call copy;

            if (!c->is_used || c->node != node)
                continue;
            if (!c->has_arrived && random_below(&s->rng, 2) == 0)
                c->is_dropped = true;
            if (!c->has_arrived)
                c->arrives = s->now;
            copy = *c;
            if (copy.has_arrived) {
                c->is_used = false;
                copy.result = YM_STORED_UNAVAILABLE;
                sim_node_answered(&copy);
            }
        }
        (void)sim_network_step(s);
    }
}

void sim_node_stop(struct sim_node *node)
{
    app_free(node->app);
    node->app = NULL;
}

void sim_node_kill(struct sim_node *node)
{
    abandon(node);
    sim_node_stop(node);
    sim_node_start(node->sim, node);
}
