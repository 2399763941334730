/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "loop/clock.h"

#include <assert.h>
#include <time.h>

void ym_clock_init(struct ym_wall *c, ym_usec offset)
{
    *c = (struct ym_wall){ .offset = offset };
}

ym_usec ym_clock_now(struct ym_wall *c)
{
    if (!c->is_read) {
        struct timespec t;
        const int got = clock_gettime(CLOCK_REALTIME, &t);

        assert(got == 0);
        c->now = (ym_usec)t.tv_sec * 1000000 + t.tv_nsec / 1000 + c->offset;
        c->is_read = true;
    }
    return c->now;
}

void ym_clock_tick(struct ym_wall *c)
{
    c->is_read = false;
}
