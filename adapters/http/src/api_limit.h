/* SPDX-License-Identifier: Apache-2.0 */
/* How often an address (or whatever else has a name) may ask: a token bucket for each, in a table
 * of fixed size. */
#ifndef YM_HTTP_SRC_API_LIMIT_H
#define YM_HTTP_SRC_API_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"

struct api_limit; /* owned by the api */

/* peers addresses are remembered; each may ask burst times at once and per_minute times in the
 * long run. seed: random, so that nobody can choose names that stand in one corner of the table.
 * NULL when the heap has no room. */
struct api_limit *api_limit_new(size_t peers, unsigned burst, unsigned per_minute, uint64_t seed);
void api_limit_free(struct api_limit *l);

/* May this address ask now? Counts it when it may; otherwise *ret_wait_s says how long to wait. Of
 * an IPv6 address the first 64 bits count, since one subscriber holds all the rest. When a
 * corner of the table is full, the address there that may ask most often again is forgotten. */
bool api_limit_take(struct api_limit *l, const char *peer, ym_usec now, unsigned *ret_wait_s);

/* What was counted last of this address shall not count: it was no failure. */
void api_limit_give(struct api_limit *l, const char *peer, ym_usec now);

#endif
