/* SPDX-License-Identifier: Apache-2.0 */
/* The radar: open disputes that are about to break a limit or have broken it, the worst first.
 *
 * The candidates are those whose deadline passes first, APP_RADAR_CANDIDATES at most; only they are
 * weighed against each other. When there were more, the answer says so, and up to which deadline
 * all were weighed. */
#ifndef YM_APP_RADAR_H
#define YM_APP_RADAR_H

#include "app/board.h"

#define APP_RADAR_CANDIDATES 1000 /* weighed for one answer */
#define APP_RADAR_WITHIN_MAX 30   /* working days ahead that may be asked for */

struct app_radar_question {
    struct app_cut cut;
    ym_usec horizon; /* deadlines that pass by then */
};

/* One candidate as it is stored. Spans die with the callback. */
struct app_radar_row {
    struct ym_dispute dispute;
    uint8_t colour, stage; /* enums */
    ym_usec due_at, updated_at;
    struct ym_span title;
    struct app_named body, mediator, court;
    /* Filled by app_radar_weigh(): */
    uint32_t harm;    /* the weight by which the radar sorts */
    int32_t overdue;  /* days since the deadline; 0: it has not passed */
    int32_t workdays; /* working days left; 0: today, or passed */
    int32_t idle;     /* days since anything was recorded */
};

struct app_radar {
    size_t n;
    bool is_cut; /* there are more than were weighed, with deadlines after the last one here */
    struct app_radar_row at[APP_RADAR_CANDIDATES]; /* by deadline */
};

/* How bad it is that this dispute stands still: one whole number, from 1 up to 70,000.
 *
 *   harm = weight x lateness x stillness
 *     weight     1 + harm + urgency + scope of the dispute                             1..10
 *     lateness   passed: 10 + days since the deadline, at most 90 of them;
 *                else 9 - working days left, at least 1                                1..100
 *     stillness  10 + days since anything was recorded, at most 60 of them            10..70
 *
 * So a day over the limit weighs more than any day before it, nine points of harm, urgency and
 * scope weigh as much as ten times the lateness, and what nobody touched for two months counts
 * seven times what was touched today. Days are those of Asia/Shanghai. Source: a choice of this
 * program, meant to be discussed; nothing else depends on it. */
void app_radar_weigh(const struct ym_calendar *cal, ym_usec now, struct app_radar_row *row);

/* Weigh all and sort: the most harm first, then the earliest deadline, then the lowest id. Writes
 * the order as indices of radar->at. */
void app_radar_sort(const struct ym_calendar *cal, ym_usec now, struct app_radar *radar,
                    uint16_t ret_order[APP_RADAR_CANDIDATES]);

/* The end of the day until which deadlines are looked at. */
ym_usec app_radar_horizon(const struct ym_calendar *cal, ym_usec now, int within_workdays);

#endif
