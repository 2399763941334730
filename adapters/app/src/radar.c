/* SPDX-License-Identifier: Apache-2.0 */
#include "app/radar.h"

#include <stdlib.h>

#define OVERDUE_MAX 90
#define IDLE_MAX    60
#define AHEAD_MAX   8 /* working days left beyond which lateness is 1 */

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

ym_usec app_radar_horizon(const struct ym_calendar *cal, ym_usec now, int within_workdays)
{
    return ym_term_due(ym_calendar_add(cal, ym_day_of(now), within_workdays));
}

/* A deadline passes at the end of its last day, the first instant that is no longer in it. */
static ym_day last_day_of(ym_usec due)
{
    return ym_day_of(due - 1);
}

void app_radar_weigh(const struct ym_calendar *cal, ym_usec now, struct app_radar_row *row)
{
    const struct ym_dispute *d = &row->dispute;
    const ym_day today = ym_day_of(now), last = last_day_of(row->due_at);
    const int32_t idle = today - ym_day_of(row->updated_at);
    uint32_t lateness;

    row->overdue = row->due_at <= now ? today - last : 0;
    row->workdays = row->due_at <= now ? 0 : ym_calendar_count(cal, today, last);
    row->idle = idle > 0 ? idle : 0;
    lateness = row->due_at <= now ? 10U + (uint32_t)least(row->overdue, OVERDUE_MAX)
                                  : (uint32_t)(9 - least(row->workdays, AHEAD_MAX));
    row->harm = (1U + d->harm + d->urgency + d->scope) * lateness *
                (10U + (uint32_t)least(row->idle, IDLE_MAX));
}

/* What is compared; index finds the row again. */
struct weighed {
    uint32_t harm;
    ym_usec due;
    int64_t id;
    uint16_t index;
};

static int compare(const void *a, const void *b)
{
    const struct weighed *x = a, *y = b;

    if (x->harm != y->harm)
        return x->harm > y->harm ? -1 : 1;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

void app_radar_sort(const struct ym_calendar *cal, ym_usec now, struct app_radar *radar,
                    uint16_t ret_order[APP_RADAR_CANDIDATES])
{
    struct weighed all[APP_RADAR_CANDIDATES];

    for (size_t i = 0; i < radar->n; i++) {
        struct app_radar_row *row = &radar->at[i];

        app_radar_weigh(cal, now, row);
        all[i] = (struct weighed){ row->harm, row->due_at, row->dispute.id.v, (uint16_t)i };
    }
    qsort(all, radar->n, sizeof(all[0]), compare);
    for (size_t i = 0; i < radar->n; i++)
        ret_order[i] = all[i].index;
}
