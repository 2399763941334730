/* SPDX-License-Identifier: Apache-2.0 */
/* One call of the store's port and what it gave: called back once, and never while it is called. */
#ifndef YM_TEST_CONTRACT_ASKING_H
#define YM_TEST_CONTRACT_ASKING_H

#include "yima/ports.h"

extern struct ym_store *store;
extern unsigned answers; /* callbacks so far */

/* What one call gave. */
struct answer {
    unsigned n;     /* times it was called back */
    unsigned order; /* answers before it */
    enum ym_stored r;
    struct ym_dispute d;
    struct ym_recalled found;
    char payload[4096], pinned[4096];
    size_t pinned_n;
};

/* Begin a call; *a is filled when it is answered. */
void acquire(struct ym_id id, struct answer *a);
void append(const struct ym_change *change, struct answer *a);
void release(struct ym_id id);

/* Call and wait for the answer. */
enum ym_stored appended(const struct ym_change *change);
struct answer acquired(struct ym_id id);
struct answer refreshed(struct ym_id id);
struct answer recalled(uint32_t bucket, uint8_t key);

#endif
