/* SPDX-License-Identifier: Apache-2.0 */
/* What /metrics shows: one table of rows, and a snapshot of the whole program for them. */
#ifndef YM_CLI_METRICS_H
#define YM_CLI_METRICS_H

#include "app/board.h"
#include "base/buf.h"
#include "http/server.h"
#include "live.h"
#include "service.h"

/* Where the numbers come from. */
struct cli_metrics {
    const struct cli_service *service;
    const struct ym_http_server *server; /* whose requests are counted; NULL: none yet */
    const struct cli_live *live;         /* NULL: no stream */
    const struct app_boards *boards;     /* NULL: no board */
};

/* Print the page; arg is a struct cli_metrics. An ym_http_print_fn. */
void cli_metrics_print(void *arg, struct ym_buf *b);

#endif
