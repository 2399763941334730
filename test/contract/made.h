/* SPDX-License-Identifier: Apache-2.0 */
/* Changes made by hand, for tests of stores: no procedure, no rules, every member chosen. */
#ifndef YM_TEST_MADE_H
#define YM_TEST_MADE_H

#include "yima/canon.h"
#include "yima/ports.h"

#define MADE_NOW  INT64_C(1795000000000000) /* 2026-11-18, in microseconds */
#define MADE_BODY 4711

struct made {
    struct ym_dispute before, after;
    struct ym_event event;
    struct ym_intake intake;
    struct ym_party parties[2];
    struct ym_span terms[3];
    struct ym_token token;
    char payload[4096];
    struct ym_change change; /* points into the members above */
};

/* A valid id, the n-th of its bucket. */
struct ym_id made_id(uint32_t bucket, uint32_t n);

/* The token of a dispute's code. */
struct ym_token made_token(struct ym_id id, uint8_t salt);

/* Registration, with two parties, one clock (kind 1, due an hour later) and a code. */
void made_register(struct made *m, struct ym_id id);

/* Some command on it: note says which, and enters the event's bytes and so its hash. */
void made_next(struct made *m, const struct ym_dispute *before, const char *note);

/* The change after members of m were edited: hash, payload and pointers anew. */
void made_seal(struct made *m);

/* Equal in every member? */
bool made_same(const struct ym_dispute *a, const struct ym_dispute *b);

/* Give the request a key. */
void made_key(struct made *m, uint8_t key, uint8_t fingerprint);

#endif
