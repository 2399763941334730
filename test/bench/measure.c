/* SPDX-License-Identifier: Apache-2.0 */
#include "measure.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

int64_t measure_now(void)
{
    struct timespec ts;

    (void)clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

double measure_cpu(void)
{
    struct rusage u;

    (void)getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* splitmix64: every seed is good, and neighbouring ones give unrelated sequences. */
uint64_t measure_random(uint64_t *seed, uint64_t bound)
{
    uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % bound;
}

static bool make_room(struct samples *s, size_t more)
{
    size_t room = s->room == 0 ? 4096 : s->room;
    uint32_t *usec;

    while (room < s->n + more)
        room *= 2;
    if (room == s->room)
        return true;
    usec = realloc(s->usec, room * sizeof(*usec));
    if (usec == NULL)
        return false;
    s->usec = usec;
    s->room = room;
    return true;
}

bool samples_add(struct samples *s, int64_t usec)
{
    if (!make_room(s, 1))
        return false;
    s->usec[s->n++] = usec > UINT32_MAX ? UINT32_MAX : (uint32_t)usec;
    return true;
}

bool samples_join(struct samples *to, const struct samples *from)
{
    if (from->n == 0)
        return true;
    if (!make_room(to, from->n))
        return false;
    memcpy(to->usec + to->n, from->usec, from->n * sizeof(*to->usec));
    to->n += from->n;
    return true;
}

void samples_free(struct samples *s)
{
    free(s->usec);
    *s = (struct samples){ .n = 0 };
}

static int ascending(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

double samples_at(struct samples *s, unsigned permille)
{
    if (s->n == 0)
        return 0;
    qsort(s->usec, s->n, sizeof(*s->usec), ascending);
    return s->usec[(s->n - 1) * permille / 1000] / 1000.0;
}

uint64_t measure_number(const char *what, const char *text, uint64_t min, uint64_t max)
{
    char *end = NULL;
    unsigned long long v;

    errno = 0;
    v = strtoull(text, &end, 10);
    if (errno == 0 && end != text && *end == '\0' && text[0] != '-' && v >= min && v <= max)
        return v;
    (void)fprintf(stderr, "%s takes a whole number from %" PRIu64 " to %" PRIu64 ", not %s\n", what,
                  min, max, text);
    exit(2);
}
