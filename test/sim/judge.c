/* SPDX-License-Identifier: Apache-2.0 */
/* What must be true when all is told: each acknowledged command is there once, nothing else is, and
 * every dispute is what its events made of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/crypto.h"
#include "json/event.h"
#include "sim.h"
#include "yima/canon.h"

static void require(const struct sim *s, bool ok, const char *what)
{
    if (!ok)
        fail_msg("seed %llu: %s", (unsigned long long)s->seed, what);
}

static bool same_state(const struct ym_dispute *a, const struct ym_dispute *b)
{
    unsigned char x[YM_STATE_BYTES_MAX], y[YM_STATE_BYTES_MAX];
    const size_t nx = ym_dispute_pack(a, x, sizeof(x));

    return nx > 0 && nx == ym_dispute_pack(b, y, sizeof(y)) && memcmp(x, y, nx) == 0;
}

/* Fold the history; returns the number of events, and of those that a deadline made. */
static uint32_t judge_dispute(struct sim *s, const struct ym_dispute *d, uint32_t *ret_expired)
{
    struct ym_dispute again;
    unsigned char head[32] = { 0 };
    uint32_t n = 0;

    memset(&again, 0, sizeof(again));
    again.id = d->id;
    *ret_expired = 0;
    for (const struct mem_event *e = mem_store_events(s->db, d->id); e != NULL; e = e->next) {
        struct ym_event ev;

        require(s, e->seq == ++n, "the events of a dispute have a gap");
        require(s, json_event_decode(e->payload, &ev), "an event cannot be read");
        ym_evolve(&again, &ev);
        ym_sha256_2(head, sizeof(head), e->payload.at, e->payload.n, head);
        require(s, memcmp(head, e->hash, sizeof(head)) == 0, "the chain of hashes is broken");
        *ret_expired += e->kind == YM_CMD_EXPIRE ? 1 : 0;
    }
    require(s, memcmp(head, d->head, sizeof(head)) == 0, "the head is not the last hash");
    memcpy(again.head, head, sizeof(head));
    require(s, same_state(&again, d), "the events do not fold to the state");
    require(s, ym_dispute_flaw(ym_procedures_get(s->procedures, d->procedure), d) == NULL,
            "a dispute breaks the rules of the house");
    return n;
}

struct found {
    enum ym_stored r;
    uint32_t seq;
    struct ym_id dispute;
};

static void on_found(void *op, enum ym_stored r, const struct ym_recalled *found)
{
    struct found *const f = op;

    f->r = r;
    if (r == YM_STORED_OK) {
        f->seq = found->seq;
        f->dispute = found->dispute;
    }
}

/* What a client was told is what the key did. */
static void judge_request(struct sim *s, const struct sim_request *r)
{
    struct ym_store *const db = mem_store_port(s->db);
    const struct ym_id id =
        r->cmd.kind == YM_CMD_REGISTER ? (struct ym_id){ r->bucket } : r->dispute;
    struct found f = { .r = YM_STORED_COUNT };

    db->ops->recall(db, ym_id_bucket(id), r->key.key, on_found, &f);
    require(s, mem_store_step(s->db), "the store does not answer");
    require(s, r->is_told && r->untold == 0, "a client was never told");
    require(s, (f.r == YM_STORED_OK) == r->is_stored,
            r->is_stored ? "what was acknowledged is lost" : "what was refused happened");
    if (r->is_stored)
        require(s, f.seq == r->version && f.dispute.v == r->answered.v,
                "what was acknowledged is not what happened");
}

/* Two keys that name one event would be one command done for two. */
static void judge_pairs(struct sim *s)
{
    for (size_t i = 0; i < s->nrequests; i++)
        for (size_t k = 0; k < i; k++) {
            const struct sim_request *const a = &s->requests[i];
            const struct sim_request *const b = &s->requests[k];

            require(s,
                    !a->is_stored || !b->is_stored || a->version != b->version ||
                        a->answered.v != b->answered.v,
                    "one event answers for two requests");
        }
}

void sim_judge(struct sim *s)
{
    uint64_t events = 0, expired = 0, stored = 0;
    struct mem_due due;

    for (size_t i = 0; mem_store_at(s->db, i).v != 0; i++) {
        uint32_t late;

        events += judge_dispute(s, mem_store_dispute(s->db, mem_store_at(s->db, i)), &late);
        expired += late;
    }
    for (size_t i = 0; i < s->nrequests; i++) {
        judge_request(s, &s->requests[i]);
        stored += s->requests[i].is_stored ? 1 : 0;
    }
    judge_pairs(s);
    require(s, events == stored + expired, "something happened that nobody asked for");
    require(s, !mem_store_next_due(s->db, &due) || due.due > s->now,
            "a deadline has passed and nothing came of it");
    s->n[SIM_N_EVENTS] += events;
    s->n[SIM_N_EXPIRED] += expired;
}
