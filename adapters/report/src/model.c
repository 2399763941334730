/* SPDX-License-Identifier: Apache-2.0 */
#include "model.h"

#include <stdlib.h>

#include "yima/region.h"
#include "yima/utf8.h"

struct owned {
    struct ym_arena arena;
    struct report report;
};

struct report *report_new(void)
{
    struct owned *o = calloc(1, sizeof(*o));

    if (o == NULL)
        return NULL;
    if (!ym_arena_init(&o->arena, REPORT_MEMORY_BYTES)) {
        free(o);
        return NULL;
    }
    o->report.memory = o;
    return &o->report;
}

void report_free(struct report *r)
{
    struct owned *o = r == NULL ? NULL : r->memory;

    if (o == NULL)
        return;
    ym_arena_release(&o->arena);
    free(o);
}

struct ym_arena *report_arena(struct report *r)
{
    struct owned *o = r->memory;

    return &o->arena;
}

void *report_room(struct report *r, size_t count, size_t size)
{
    return count == 0 ? NULL : ym_arena_alloc(report_arena(r), count, size);
}

bool report_is_name(struct ym_span name)
{
    if (name.n == 0)
        return true;
    return name.n <= REPORT_NAME_BYTES_MAX && ym_utf8_valid(name) && ym_utf8_plain(name) &&
           memchr(name.at, '\n', name.n) == NULL && memchr(name.at, '\t', name.n) == NULL &&
           name.at[0] != ' ' && name.at[name.n - 1] != ' ';
}

ym_day report_month_before(ym_day month)
{
    return ym_day_plus_months(month, -1);
}

ym_day report_year_before(ym_day month)
{
    return ym_day_plus_months(month, -12);
}

const struct report_people *report_people_of(const struct report *r, int64_t region)
{
    for (size_t i = 0; i < r->npeople; i++) {
        if (r->people[i].region == region)
            return &r->people[i];
    }
    return NULL;
}

static bool holds_every_line(const struct report *r, int64_t region)
{
    const struct report_dimension *d = &r->by[REPORT_BY_REGION];

    for (size_t i = 0; i < d->n; i++) {
        if (!ym_region_contains(region, d->lines[i].id))
            return false;
    }
    return d->n > 0;
}

int64_t report_home(const struct report *r)
{
    int64_t home = YM_REGION_ALL;
    int level = 0;

    if (r->scope.kind == REPORT_REGION)
        return r->scope.id;
    if (r->scope.kind == REPORT_BODY)
        return YM_REGION_ALL;
    for (size_t i = 0; i < r->npeople; i++) {
        const int64_t region = r->people[i].region;

        if (holds_every_line(r, region) && (level == 0 || ym_region_level(region) < level)) {
            home = region;
            level = ym_region_level(region);
        }
    }
    return home;
}
