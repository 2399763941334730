/* SPDX-License-Identifier: Apache-2.0 */
/* What /metrics shows of the exchange with partners. */
#ifndef YM_CLI_METRICS_EXCHANGE_H
#define YM_CLI_METRICS_EXCHANGE_H

#include "exchanging.h"
#include "http/metrics.h"

#define CLI_EXCHANGE_OPEN    3 /* ready, pending, refused */
#define CLI_EXCHANGE_RESULTS 7 /* of what comes in */

/* Numbers at one moment; NaN and NULL where they are not known, or there is no exchange. */
struct cli_exchange_figures {
    double late, oldest_s, differences;
    const double *open, *received; /* NULL, or the rooms below */
    double open_room[CLI_EXCHANGE_OPEN], received_room[CLI_EXCHANGE_RESULTS];
};

extern const struct ym_metric_set cli_exchange_states, cli_exchange_results;

void cli_exchange_figures_take(const struct cli_exchanging *x, struct cli_exchange_figures *ret);

#endif
