/* SPDX-License-Identifier: Apache-2.0 */
/* A store that stands before the memory store and lets its calls fail as the port allows: the n-th,
 * and some after it. It calls back as a store must, never before a call returned. */
#ifndef FAULT_FAULTY_H
#define FAULT_FAULTY_H

#include <stdbool.h>

#include "memory/store.h"

/* clang-format off */
#define FAULTY_HOWS(X) /* name, which calls it strikes */ \
    X(UNAVAILABLE) /* any: nothing happens */ \
    X(BUSY)        /* any: nothing happens */ \
    X(LOST)        /* append: it happens, but the answer is UNAVAILABLE */ \
    X(CONFLICT)    /* append: somebody else was first */ \
    X(POISON)      /* append and acquire: it cannot be stored or read */ \
    X(TAKEN)       /* append of a registration: the channel's number was used before */ \
    X(FULL)        /* append: the store has no room; nothing happens */ \
    X(GONE)        /* acquire and refresh: there is no such dispute (any more) */
/* clang-format on */
enum faulty_how {
#define X(name) FAULTY_##name,
    FAULTY_HOWS(X)
#undef X
        FAULTY_HOWS_N
};

/* From the at-th call on, counted from 1, so many of those that `how` strikes fail. */
struct faulty_plan {
    long at; /* 0: nothing fails */
    long times;
    enum faulty_how how;
};

#define FAULTY_PLANS 2

struct faulty {
    struct ym_store port; /* must be first */
    struct mem_store *db;
    struct faulty_plan plans[FAULTY_PLANS];
    long calls; /* so far */
    long fired; /* of them: failed */
    /* The one failed call that is still to be answered. */
    bool is_pending;
    enum ym_stored answer;
    ym_acquired_fn *acquired;
    ym_appended_fn *appended;
    ym_recalled_fn *recalled;
    void *op;
    /* An append whose answer shall be lost. */
    ym_appended_fn *lost;
    void *lost_op;
};

/* One operation at a time may be under way. db is not owned. */
void faulty_init(struct faulty *f, struct mem_store *db);

/* Answer one call. False when none waits. */
bool faulty_step(struct faulty *f);

#endif
