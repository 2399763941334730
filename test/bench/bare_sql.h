/* SPDX-License-Identifier: Apache-2.0 */
/* The bare record in set-based batches: what a batch is made of, and its statements.
 *
 * Two layouts of the same record. PLAIN is that of naive.c: a wide row, the event as jsonb with two
 * hashes, a deadline replaced, an outbox row with a second copy of the event. TUNED: a narrow hot
 * row (fillfactor 75) that also holds the due time and a packed state as long as yima's, the event
 * as the bytes that were hashed, an outbox row that points to it. Neither checks a rule, keeps an
 * idempotency key or a list. The update checks the version; the key of the event would stop what
 * the update lets through. */
#ifndef YM_BENCH_BARE_SQL_H
#define YM_BENCH_BARE_SQL_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arrays.h"

#define BARE_BATCH_MAX 1024
#define BARE_HASH      32
#define BARE_STATE     94  /* bytes of yima's packed state, on average */
#define BARE_PAYLOAD   317 /* bytes of yima's event in the mix mediation, on average */
#define BARE_ARRAYS    8

enum bare_layout { BARE_PLAIN, BARE_TUNED };

/* What the client knows of a dispute; its id is its place + 1. */
struct bare_dispute {
    int32_t version;
    unsigned char head[BARE_HASH]; /* hash of the last event */
    bool is_busy;                  /* in a batch, or waiting for one */
};

/* The disputes, and what a batch of them is built in. */
struct bare {
    enum bare_layout layout;
    struct bare_dispute *disputes;
    size_t disputes_n;
    struct array arrays[BARE_ARRAYS];
    char payload[BARE_PAYLOAD + 1];
};

/* Make the tables of TUNED (those of PLAIN are made by `naive prepare`). False: said why. */
bool bare_prepare(PGconn *conn, uint64_t disputes);

/* Read versions and heads. False: said why. */
bool bare_open(struct bare *b, PGconn *conn, enum bare_layout layout);

/* Prepare the statements on a connection. */
bool bare_statements(const struct bare *b, PGconn *conn);

/* Put one batch, sorted and of distinct disputes, into the pipeline: BEGIN, statements, Sync,
 * COMMIT, Sync. Computes the hashes, and moves the disputes on: a caller that sees the batch fail
 * has to end, since memory and database then differ. */
bool bare_send(struct bare *b, PGconn *conn, const uint32_t *at, size_t n);

/* How many statements stand between BEGIN and the first Sync. */
size_t bare_statements_n(const struct bare *b);

#endif
