/* SPDX-License-Identifier: Apache-2.0 */
/* The store of yima/ports.h in memory: same contract as the real one, no loop, no disk.
 *
 * Nothing calls back by itself: calls queue up, and mem_store_step() answers the oldest that can be
 * answered. So a test decides what happens between two steps, and may ask for failures. */
#ifndef YM_MEMORY_STORE_H
#define YM_MEMORY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/ports.h"

#define MEM_CALLS_MAX 4096 /* calls unanswered; one more is BUSY, and as many BUSY answers fit */

struct mem_store; /* owned by the test or the example */

/* A store for at most disputes_max disputes; registering one more is UNAVAILABLE. NULL when the
 * heap has no room. */
__attribute__((warn_unused_result)) struct mem_store *mem_store_new(size_t disputes_max);
void mem_store_free(struct mem_store *s); /* Pre: nothing is unanswered. NULL is legal. */

struct ym_store *mem_store_port(struct mem_store *s);

/* Answer one call. False when none can be answered now. */
bool mem_store_step(struct mem_store *s);
size_t mem_store_unanswered(const struct mem_store *s);

/* ---- Failures on demand ---- */

#define MEM_FAULTS(X)                                                                              \
    X(NONE)        /* as it should be */                                                           \
    X(CONFLICT)    /* an append loses to somebody else's event */                                  \
    X(UNAVAILABLE) /* any call: nothing happens */                                                 \
    X(LOST_REPLY)  /* an append happens, but its answer is UNAVAILABLE */                          \
    X(BUSY)        /* any call: nothing happens */                                                 \
    X(POISON)      /* an append is refused for good */

enum mem_fault {
#define X(name) MEM_FAULT_##name,
    MEM_FAULTS(X)
#undef X
};

/* Let the next n calls of the kinds that the fault names fail so, after `skip` that do not. */
void mem_store_fail(struct mem_store *s, enum mem_fault fault, unsigned skip, unsigned n);

/* ---- What is stored ---- */

struct mem_event {
    struct mem_event *next; /* of the same dispute, by seq; NULL: the last */
    uint32_t seq;
    ym_usec at;
    uint16_t rule;
    uint8_t kind; /* enum ym_cmd */
    bool is_told; /* an outbox row was due */
    unsigned char hash[32];
    struct ym_token token;  /* that it issued; text[0] == 0: none */
    struct ym_span payload; /* canonical bytes */
};

/* The dispute as stored, or NULL; its first event; both live until the next step. */
const struct ym_dispute *mem_store_dispute(const struct mem_store *s, struct ym_id id);
const struct mem_event *mem_store_events(const struct mem_store *s, struct ym_id id);

/* The code in force; text[0] == 0 when there is none. */
struct ym_token mem_store_code(const struct mem_store *s, struct ym_id id);

/* The dispute that a token in force belongs to; v == 0: none. */
struct ym_id mem_store_scan(const struct mem_store *s, const struct ym_token *token);

struct mem_due {
    struct ym_id dispute;
    uint8_t deadline; /* index in its procedure */
    ym_usec due;
};

/* The running deadline that passes first of all; false when none runs. */
bool mem_store_next_due(const struct mem_store *s, struct mem_due *ret);

/* The i-th dispute in order of registration; v == 0 past the last. */
struct ym_id mem_store_at(const struct mem_store *s, size_t i);

#endif
