/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of the live stream and of the notices between programs, for cli/metrics.c. */
#ifndef YM_CLI_METRICS_LIVE_H
#define YM_CLI_METRICS_LIVE_H

#include "live.h"
#include "pg/notice.h"

/* As in struct api_stream_gauges; NaN where there is no stream. */
struct cli_stream_figures {
    double viewers, replaying, blocked, opened, refused, changes, sent, sent_bytes, resyncs;
    double dropped, ended, lag_s, feed_errors;
};

/* As in struct pg_notice_gauges; NaN where none are sent. */
struct cli_notice_figures {
    double hearing, peers, sent, failed, heard, spared;
};

void cli_stream_figures_take(const struct cli_live *live, struct cli_stream_figures *ret);
void cli_notice_figures_take(const struct pg_notice *notice, struct cli_notice_figures *ret);

#endif
