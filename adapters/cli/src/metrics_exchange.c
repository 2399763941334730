/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics_exchange.h"

#include <math.h>

static const char *const states[] = { "ready", "pending", "refused" };
static const char *const results[] = { "accepted", "rejected", "pending", "repeated",
                                       "changed",  "forged",   "unknown" };

_Static_assert(sizeof(states) / sizeof(states[0]) == CLI_EXCHANGE_OPEN, "a word for each state");
_Static_assert(sizeof(results) / sizeof(results[0]) == CLI_EXCHANGE_RESULTS,
               "a word for each result");

const struct ym_metric_set cli_exchange_states = { .name = "state",
                                                   .words = states,
                                                   .n = CLI_EXCHANGE_OPEN };
const struct ym_metric_set cli_exchange_results = { .name = "result",
                                                    .words = results,
                                                    .n = CLI_EXCHANGE_RESULTS };

static void take_received(const struct cli_exchanging *x, struct cli_exchange_figures *f)
{
    struct exchange_front_counts c;

    exchange_front_counted(x->front, &c);
    f->received_room[0] = (double)c.taken[APP_MESSAGE_ACCEPTED];
    f->received_room[1] = (double)c.taken[APP_MESSAGE_REFUSED];
    f->received_room[2] = (double)c.taken[APP_MESSAGE_PENDING];
    f->received_room[3] = (double)c.repeated;
    f->received_room[4] = (double)c.changed;
    f->received_room[5] = (double)c.forged;
    f->received_room[6] = (double)c.unknown;
    f->received = f->received_room;
}

void cli_exchange_figures_take(const struct cli_exchanging *x, struct cli_exchange_figures *f)
{
    const double none = (double)NAN;
    const struct app_exchange_counts *c = &x->counts;

    *f = (struct cli_exchange_figures){ .late = none, .oldest_s = none, .differences = none };
    if (x->front != NULL)
        take_received(x, f);
    if (!x->has_counts)
        return;
    f->open_room[0] = (double)c->by_state[APP_MESSAGE_READY];
    f->open_room[1] = (double)c->by_state[APP_MESSAGE_PENDING];
    f->open_room[2] = (double)c->by_state[APP_MESSAGE_REFUSED];
    f->open = f->open_room;
    f->late = (double)c->late;
    f->differences = (double)c->discrepancies;
    f->oldest_s = 0;
    if (c->oldest != YM_USEC_NONE)
        f->oldest_s = (double)(ym_clock_now(ym_loop_clock(x->parts.loop)) - c->oldest) /
                      (double)YM_USEC_PER_SECOND;
}
