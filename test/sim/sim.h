/* SPDX-License-Identifier: Apache-2.0 */
/* A world that can be repeated: programs (nodes) that serve commands from one database over a
 * network, and clients who ask them. One number decides everything that happens in it.
 *
 *   client ──copy of a request──> node (adapters/app) ──call──> network ──> database
 *
 * The database is the memory store: what it wrote is durable. The network delays each call and each
 * answer, loses either, and brings an append twice, as a link does that was cut and sends again.
 * Nodes remember disputes, have clocks of their own that step both ways, and die: then what they
 * had under way is done or not, and nobody is told. Clients send a request again under its key,
 * to whichever node, until somebody has told them what came of it; now and then two at once, now
 * and then once more although they know. */
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "app/command.h"
#include "memory/store.h"
#include "random.h"

#define SIM_NODES     3
#define SIM_REQUESTS  40 /* of one world; the first ones register disputes */
#define SIM_DISPUTES  3
#define SIM_COPIES    4 /* of one request on their way at once */
#define SIM_CALLS_MAX 512
#define SIM_DETAIL    512 /* bytes of a request's detail */
#define SIM_MS        INT64_C(1000)

/* Things that went wrong on purpose, and things that must come of it: counted over all worlds, so
 * that a world in which nothing happens is not taken for a good one. */
/* clang-format off */
#define SIM_COUNTS(X) /* name, what */ \
    X(EVENTS,    "events stored") \
    X(EXPIRED,   "of them made by a deadline") \
    X(REFUSED,   "refusals") \
    X(REPLAYED,  "answers repeated under their key") \
    X(CONFLICTS, "appends that came second") \
    X(DROPPED,   "calls lost on their way") \
    X(LOST,      "answers lost on their way") \
    X(TWICE,     "appends brought twice") \
    X(UNTOLD,    "clients who were not told") \
    X(KILLED,    "nodes that died") \
    X(STEPPED,   "clocks that stepped back")
/* clang-format on */
#define X(name, what) SIM_N_##name,
enum sim_count { SIM_COUNTS(X) SIM_N_COUNT };
#undef X

struct sim;

/* ---- The network ---- */

enum sim_kind { SIM_FETCH, SIM_APPEND, SIM_RECALL };

/* One call of a node on the database, from when it was made to when its answer was given. */
struct sim_call {
    bool is_used;
    enum sim_kind kind;
    struct sim_node *node;
    ym_usec arrives; /* at the database, unless has_arrived */
    ym_usec returns; /* the answer, once it has */
    bool has_arrived;
    bool is_dropped; /* never arrives */
    bool is_lost;    /* arrives, but the answer does not */
    bool is_twice;   /* arrives, and once more */
    struct ym_id id;
    bool is_refresh;
    const struct ym_change *change;
    uint32_t bucket;
    unsigned char key[YM_KEY_BYTES];
    ym_acquired_fn *acquired;
    ym_appended_fn *appended;
    ym_recalled_fn *recalled;
    void *op;
    enum ym_stored result; /* what the database said */
    struct ym_dispute dispute;
    struct ym_recalled found;
};

/* Send a call: the caller has filled what it asks. */
void sim_network_send(struct sim *s, const struct sim_call *call);

/* Let the next thing on the network happen and move the world's clock to it. False: nothing is on
 * its way. */
bool sim_network_step(struct sim *s);

/* ---- Nodes ---- */

/* What a node knows of one dispute. */
struct sim_memory {
    struct ym_id id;
    bool is_known; /* dispute is what it was when this node last looked */
    bool is_held;  /* by one operation */
    struct ym_dispute dispute;
};

/* An operation that waits for a dispute which another one on this node holds. */
struct sim_waiter {
    struct ym_id id;
    ym_acquired_fn *done;
    void *op;
};

struct sim_node {
    struct ym_store port; /* must be first */
    struct sim *sim;
    struct app *app;
    ym_usec skew; /* of its clock */
    bool is_woken, is_dying;
    struct sim_memory memory[SIM_DISPUTES * 2];
    struct sim_waiter waiters[SIM_CALLS_MAX];
    size_t nwaiters;
};

void sim_node_start(struct sim *s, struct sim_node *node);
void sim_node_kill(struct sim_node *node); /* and start it again */
void sim_node_stop(struct sim_node *node);
void sim_node_turn(struct sim_node *node); /* let its application go on */
ym_usec sim_node_clock(const struct sim_node *node);

/* The network has an answer. */
void sim_node_answered(struct sim_call *call);

/* ---- Clients ---- */

/* A request under way to one node. */
struct sim_copy {
    bool is_used;
    struct sim_request *of; /* NULL: a deadline that the node fires itself */
    struct sim_node *node;
    bool is_untold; /* the answer will be lost */
    struct app_request asked;
    struct ym_intake intake;
    struct ym_token token;
};

struct sim_request {
    struct ym_command cmd; /* at and detail are set anew for each copy */
    char detail[SIM_DETAIL];
    size_t ndetail;
    uint32_t bucket;      /* REGISTER */
    struct ym_id dispute; /* else */
    struct ym_request_key key;
    unsigned copies; /* under way */
    unsigned untold; /* copies of which nobody heard; reset when one is told */
    bool is_made, is_told;
    bool is_stored;   /* told: it happened */
    uint32_t version; /* then: what the answer said */
    struct ym_id answered;
};

/* Somebody asks, or asks again. */
void sim_clients_ask(struct sim *s);

/* Ask again for everything of which nobody knows what became of it. True: there was something. */
bool sim_clients_insist(struct sim *s);

/* A node looks for a deadline that has passed by its clock, and fires it. */
void sim_fire(struct sim_node *node);

/* ---- The world ---- */

struct sim {
    uint64_t seed, rng;
    bool is_calm; /* nothing goes wrong any more */
    ym_usec now;
    const struct ym_procedures *procedures;
    struct mem_store *db;
    struct sim_node nodes[SIM_NODES];
    struct sim_call calls[SIM_CALLS_MAX];
    struct sim_copy copies[SIM_REQUESTS * SIM_COPIES];
    struct sim_request requests[SIM_REQUESTS];
    size_t nrequests;
    int64_t made; /* ids and codes given out so far */
    uint64_t *n;  /* SIM_N_COUNT of them, over all worlds */
};

/* One in so many, while things go wrong. */
bool sim_strikes(struct sim *s, unsigned one_in);

/* What must be true in the end. Fails the test, naming the seed. */
void sim_judge(struct sim *s);

#endif
