/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics_live.h"

#include <math.h>

void cli_stream_figures_take(const struct cli_live *live, struct cli_stream_figures *ret)
{
    const double none = (double)NAN;
    struct api_stream_gauges g;

    *ret = (struct cli_stream_figures){ none, none, none, none, none, none, none,
                                        none, none, none, none, none, none };
    if (live == NULL || live->stream == NULL)
        return;
    stream_gauges(live->stream, &g);
    *ret = (struct cli_stream_figures){
        .viewers = (double)g.viewers,
        .replaying = (double)g.replaying,
        .blocked = (double)g.blocked,
        .opened = (double)g.opened,
        .refused = (double)g.refused,
        .changes = (double)g.changes,
        .sent = (double)g.sent,
        .sent_bytes = (double)g.sent_bytes,
        .resyncs = (double)g.resyncs,
        .dropped = (double)g.dropped,
        .ended = (double)g.ended,
        .lag_s = (double)g.lag_usec / (double)YM_USEC_PER_SECOND,
        .feed_errors = (double)g.feed_errors,
    };
}

void cli_notice_figures_take(const struct pg_notice *notice, struct cli_notice_figures *ret)
{
    const double none = (double)NAN;
    struct pg_notice_gauges g;

    *ret = (struct cli_notice_figures){ none, none, none, none, none, none };
    if (notice == NULL)
        return;
    pg_notice_gauges_get(notice, &g);
    *ret = (struct cli_notice_figures){ .hearing = g.is_hearing,
                                        .peers = g.peers,
                                        .sent = (double)g.sent,
                                        .failed = (double)g.failed,
                                        .heard = (double)g.heard,
                                        .spared = (double)g.spared };
}
