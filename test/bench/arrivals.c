/* SPDX-License-Identifier: Apache-2.0 */
#include "arrivals.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "measure.h"

#define STEPS (UINT64_C(1) << 53) /* as fine as a double is */

static double gap(struct arrivals *a)
{
    const double u = ((double)measure_random(&a->seed, STEPS) + 1) / (double)STEPS;

    return -log(u) * 1e6 / a->rate;
}

void arrivals_start(struct arrivals *a, uint64_t rate, int64_t seconds, uint64_t seed)
{
    const int64_t now = measure_now();

    *a = (struct arrivals){ .rate = (double)rate,
                            .seed = seed,
                            .until = now + seconds * 1000000,
                            .waiting = calloc(ARRIVALS_MAX, sizeof(int64_t)) };
    if (a->waiting == NULL) {
        (void)fputs("out of memory\n", stderr);
        exit(1);
    }
    a->next = (double)now + gap(a);
}

bool arrivals_come(struct arrivals *a, int64_t now)
{
    while (a->next <= (double)now && a->next <= (double)a->until) {
        if (a->n - a->first == ARRIVALS_MAX) {
            (void)fprintf(stderr, "%d requests wait: the rate is above what is served\n",
                          ARRIVALS_MAX);
            return false;
        }
        a->waiting[a->n++ % ARRIVALS_MAX] = (int64_t)a->next;
        a->next += gap(a);
    }
    return true;
}

uint64_t arrivals_waiting(const struct arrivals *a)
{
    return a->n - a->first;
}

int64_t arrivals_take(struct arrivals *a)
{
    assert(a->first < a->n);
    return a->waiting[a->first++ % ARRIVALS_MAX];
}

bool arrivals_over(const struct arrivals *a)
{
    return a->next > (double)a->until && a->first == a->n;
}

int64_t arrivals_sleep(const struct arrivals *a, int64_t now, int64_t max)
{
    const double left = a->next - (double)now;

    return left <= 0 ? 0 : left < (double)max ? (int64_t)left : max;
}
