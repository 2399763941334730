/* SPDX-License-Identifier: Apache-2.0 */
/* Ports: what the command operation needs from the world, in engine types.
 *
 * The engine never calls one; adapters/app does. Each port has a memory implementation beside the
 * real one, and one contract test runs against both (test/contract). */
#ifndef YM_PORTS_H
#define YM_PORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/dispute.h"
#include "yima/id.h"
#include "yima/intake.h"
#include "yima/span.h"
#include "yima/token.h"

/* What became of a call on the store. */
/* clang-format off */
#define YM_STORED_LIST(X) /* name */ \
    X(OK)          /* done and durable */ \
    X(MISSING)     /* there is no such dispute */ \
    X(CONFLICT)    /* somebody else was first; acquire again and decide again */ \
    X(DUPLICATE)   /* the idempotency key was used before; ask recall() */ \
    X(TAKEN)       /* the channel gave this external reference to a dispute before */ \
    X(POISON)      /* this change alone cannot be stored; its neighbours were */ \
    X(UNAVAILABLE) /* the store did not answer; nothing is known to have happened and, */ \
                   /* with a key, the same command may be sent again */ \
    X(FULL)        /* the store has no room; nothing was done, and the same command may be sent */ \
                   /* again when there is some */ \
    X(BUSY)        /* more is waiting than fits; nothing was done */
/* clang-format on */
#define X(name) YM_STORED_##name,
enum ym_stored { YM_STORED_LIST(X) YM_STORED_COUNT };
#undef X

#define YM_KEY_BYTES 16

/* Marks one request for ever. key: digest of actor and Idempotency-Key; fingerprint: of the body.
 */
struct ym_request_key {
    bool given;
    unsigned char key[YM_KEY_BYTES];
    unsigned char fingerprint[YM_KEY_BYTES];
};

/* Everything that one command leaves behind, written in one transaction or not at all: the dispute
 * row (only if its version is still before->version), the event, the deadline rows that differ
 * between before and after, the outbox row, the request key; for REGISTER the intake too. */
struct ym_change {
    const struct ym_dispute *before; /* as acquired; version 0 for REGISTER */
    const struct ym_dispute *after;  /* after->head is the event's hash */
    const struct ym_event *event;
    struct ym_span payload; /* canonical bytes of the event */
    uint8_t colour, stage;  /* derived from after by its procedure */
    bool is_open;           /* derived likewise */
    bool tell;              /* an outbox row is due */
    struct ym_request_key key;
    const struct ym_intake *intake;         /* REGISTER only, else NULL */
    const struct ym_correction *correction; /* CORRECT only, else NULL */
    const struct ym_token *token;           /* REISSUE_CODE only: the new token, else NULL */
};

/* What recall() finds of an earlier request. */
struct ym_recalled {
    uint32_t seq; /* the event that it made */
    struct ym_id dispute;
    unsigned char fingerprint[YM_KEY_BYTES]; /* of the body that it had */
    struct ym_span payload;                  /* canonical bytes of that event */
    struct ym_token token; /* the code that this event issued; text[0] == 0: none */
    struct ym_span pinned; /* canonical bytes of the event that had put the dispute under its
                              procedure version by then: REGISTER, or the last MIGRATE */
};

/* Callbacks. None comes before its call returns; each comes exactly once; what they point to dies
 * when they return. */
typedef void ym_acquired_fn(void *op, enum ym_stored r, const struct ym_dispute *d);
typedef void ym_appended_fn(void *op, enum ym_stored r);
typedef void ym_recalled_fn(void *op, enum ym_stored r, const struct ym_recalled *found);

struct ym_store; /* whatever implements the port; it begins with its ops */

struct ym_store_ops {
    /* Take a dispute for oneself: later callers on this node wait in order until release() or
     * append() has ended. OK with the dispute as it stands, MISSING, UNAVAILABLE or BUSY.
     * Only OK must be followed by append() or release(). A dispute about to be registered is not
     * acquired. */
    void (*acquire)(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op);

    /* Read a dispute that one holds anew: a node may remember one that another node has changed
     * since, which an append would notice and a refusal would not. OK: still held, as it stands
     * now. MISSING, UNAVAILABLE and BUSY: no longer held. */
    void (*refresh)(struct ym_store *s, struct ym_id id, ym_acquired_fn *done, void *op);

    /* Give an acquired dispute back unchanged. */
    void (*release)(struct ym_store *s, struct ym_id id);

    /* Write a change; it and all it points to must live until the callback, which also gives the
     * dispute back. CONFLICT and UNAVAILABLE: what the node believed of this dispute is forgotten.
     * Never acknowledged before it is durable. */
    void (*append)(struct ym_store *s, const struct ym_change *change, ym_appended_fn *done,
                   void *op);

    /* What did this key do before? OK and found, MISSING, or UNAVAILABLE. */
    void (*recall)(struct ym_store *s, uint32_t bucket, const unsigned char key[YM_KEY_BYTES],
                   ym_recalled_fn *done, void *op);
};

struct ym_store {
    const struct ym_store_ops *ops;
};

/* Hashing for the chain, as the composition root provides it. */
struct ym_hash_ops {
    /* SHA-256 of a, then b. */
    void (*sha256_2)(const void *a, size_t an, const void *b, size_t bn, unsigned char out[32]);
};

#endif
