/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the memory store: store.c answers calls, log.c keeps what is stored. */
#ifndef YM_MEMORY_PRIVATE_H
#define YM_MEMORY_PRIVATE_H

#include "memory/store.h"

enum mem_kind { MEM_ACQUIRE, MEM_REFRESH, MEM_APPEND, MEM_RECALL };

struct mem_call {
    struct mem_call *next; /* younger */
    enum mem_kind kind;
    enum ym_stored refusal;          /* not OK: the answer, whatever else */
    struct ym_id id;                 /* all but RECALL */
    const struct ym_change *change;  /* APPEND */
    uint32_t bucket;                 /* RECALL */
    unsigned char key[YM_KEY_BYTES]; /* RECALL */
    ym_acquired_fn *acquired;
    ym_appended_fn *appended;
    ym_recalled_fn *recalled;
    void *op;
};

struct mem_row {
    struct ym_dispute d;
    struct ym_token token;
    char external_ref[4 * YM_EXTERNAL_REF_CHARS_MAX + 1]; /* "": none */
    bool is_held;
    struct mem_event *first, *last; /* owned */
    struct mem_row *same;           /* next with the same hash */
};

struct mem_key {
    struct mem_key *same; /* next with the same hash */
    struct mem_row *row;
    const struct mem_event *event;
    uint32_t bucket;
    unsigned char key[YM_KEY_BYTES], fingerprint[YM_KEY_BYTES];
};

#define MEM_TABLE_SIZE 4096 /* chains; a power of two */

struct mem_store {
    struct ym_store port; /* must be first */
    struct mem_call *pool, *free;
    struct mem_call *first, **last; /* unanswered, oldest first */
    size_t unanswered;
    struct mem_row *rows; /* max of them; n in use, in order of registration */
    size_t max, n;
    struct mem_row *by_id[MEM_TABLE_SIZE];
    struct mem_key *by_key[MEM_TABLE_SIZE];
    enum mem_fault fault;
    unsigned skip, left; /* calls before the faults begin; faults to come */
};

struct mem_row *mem_find(const struct mem_store *s, struct ym_id id);
struct mem_key *mem_find_key(const struct mem_store *s, uint32_t bucket,
                             const unsigned char key[YM_KEY_BYTES]);

/* Write a change under the guards of the port: OK, CONFLICT, DUPLICATE or UNAVAILABLE. */
enum ym_stored mem_write(struct mem_store *s, const struct ym_change *change);

void mem_log_release(struct mem_store *s); /* free events and keys */

#endif
