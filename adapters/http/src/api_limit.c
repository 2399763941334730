/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "api_limit.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WAYS 4 /* neighbours in which one address may stand */

struct peer {
    uint64_t key;   /* 0: free */
    ym_usec at;     /* when tokens was right */
    int64_t tokens; /* in millionths of a question */
};

struct api_limit {
    struct peer *peers;
    size_t sets;     /* of WAYS each */
    int64_t full;    /* tokens of a rested address */
    int64_t per_min; /* questions */
    uint64_t seed;   /* of the places: nobody outside knows who stands beside whom */
};

#define ONE INT64_C(1000000)

struct api_limit *api_limit_new(size_t peers, unsigned burst, unsigned per_minute, uint64_t seed)
{
    struct api_limit *l = calloc(1, sizeof(*l));

    if (l == NULL)
        return NULL;
    l->sets = peers / WAYS > 0 ? peers / WAYS : 1;
    l->full = burst * ONE;
    l->per_min = per_minute;
    l->seed = seed;
    l->peers = calloc(l->sets * WAYS, sizeof(*l->peers));
    if (l->peers == NULL) {
        free(l);
        return NULL;
    }
    return l;
}

void api_limit_free(struct api_limit *l)
{
    if (l == NULL)
        return;
    free(l->peers);
    free(l);
}

static uint64_t hash_of(uint64_t seed, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    uint64_t h = UINT64_C(14695981039346656037) ^ seed; /* FNV-1a */

    for (size_t i = 0; i < n; i++)
        h = (h ^ at[i]) * UINT64_C(1099511628211);
    h = (h ^ h >> 32 ^ seed) * UINT64_C(0x9e3779b97f4a7c15); /* high bits reach the low ones */
    h ^= h >> 29;
    return h != 0 ? h : 1;
}

static uint64_t key_of(const struct api_limit *l, const char *peer)
{
    unsigned char v6[16];

    if (strchr(peer, ':') != NULL && inet_pton(AF_INET6, peer, v6) == 1)
        return hash_of(l->seed, v6, 8);
    return hash_of(l->seed, peer, strlen(peer));
}

/* What it has at this moment. */
static int64_t tokens_at(const struct api_limit *l, const struct peer *p, ym_usec now)
{
    ym_usec passed = now - p->at;
    int64_t tokens;

    if (passed < 0) /* the clock was set back */
        passed = 0;
    if (passed > YM_USEC_PER_DAY)
        passed = YM_USEC_PER_DAY;
    tokens = p->tokens + passed * l->per_min / 60;
    return tokens < l->full ? tokens : l->full;
}

/* Its place in the table; a new address takes the free one or that of the most rested, of whom
 * least is lost: new names in any number do not wash away one that has to wait. */
static struct peer *place_of(struct api_limit *l, uint64_t key, ym_usec now)
{
    struct peer *set = &l->peers[(key >> 8) % l->sets * WAYS];
    struct peer *rested = set;

    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (rested->key != 0 &&
            (set[i].key == 0 || tokens_at(l, &set[i], now) > tokens_at(l, rested, now)))
            rested = &set[i];
    }
    *rested = (struct peer){ .key = key, .at = now, .tokens = l->full };
    return rested;
}

bool api_limit_take(struct api_limit *l, const char *peer, ym_usec now, unsigned *ret_wait_s)
{
    struct peer *p = place_of(l, key_of(l, peer), now);

    p->tokens = tokens_at(l, p, now);
    p->at = now;
    if (p->tokens >= ONE) {
        p->tokens -= ONE;
        return true;
    }
    *ret_wait_s = (unsigned)((ONE - p->tokens) * 60 / l->per_min / ONE) + 1;
    return false;
}

void api_limit_give(struct api_limit *l, const char *peer, ym_usec now)
{
    struct peer *p = place_of(l, key_of(l, peer), now);

    p->tokens += ONE;
    if (p->tokens > l->full)
        p->tokens = l->full;
}
