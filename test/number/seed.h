/* SPDX-License-Identifier: Apache-2.0 */
/* Random numbers for property tests. The seed is printed, so that a failure can be repeated with
 * YM_SEED=<seed>. */
#ifndef YM_TEST_SEED_H
#define YM_TEST_SEED_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct seed {
    uint64_t state; /* never 0 */
};

static inline struct seed seed_new(const char *test)
{
    const char *given = getenv("YM_SEED");
    const uint64_t seed = given == NULL ? (uint64_t)time(NULL) : strtoull(given, NULL, 10);

    fprintf(stderr, "%s: YM_SEED=%" PRIu64 "\n", test, seed);
    return (struct seed){ seed * 2 + 1 };
}

/* Marsaglia's xorshift64*. */
static inline uint64_t seed_next(struct seed *s)
{
    s->state ^= s->state >> 12;
    s->state ^= s->state << 25;
    s->state ^= s->state >> 27;
    return s->state * UINT64_C(2685821657736338717);
}

/* A number from 0 to n - 1. */
static inline uint64_t seed_below(struct seed *s, uint64_t n)
{
    return seed_next(s) % n;
}

#endif
