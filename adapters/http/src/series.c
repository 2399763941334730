/* SPDX-License-Identifier: Apache-2.0 */
/* Latencies by row and status class. The rows of the server come first, then those of the table,
 * then one series for what no row took. */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

#include <assert.h>
#include <stdlib.h>

size_t ym_http_server_series(const struct ym_http_server *s)
{
    return s->router.n + 1;
}

bool http_series_init(struct ym_http_server *s)
{
    s->latency = calloc(ym_http_server_series(s) * YM_HTTP_CLASSES, sizeof(s->latency[0]));
    return s->latency != NULL;
}

static size_t series_of(const struct ym_http_server *s, const struct ym_http_route *route)
{
    if (route == NULL)
        return s->router.n;
    if (route >= http_probes && route < http_probes + HTTP_PROBES_N)
        return (size_t)(route - http_probes);
    return HTTP_PROBES_N + (size_t)(route - s->config.routes);
}

void http_series_count(struct ym_http_server *s, const struct request *rq, uint64_t us)
{
    const size_t class = rq->status >= 100 && rq->status <= 599 ? (size_t)rq->status / 100 - 1 : 4;

    ym_histogram_observe(&s->latency[series_of(s, rq->pub.route) * YM_HTTP_CLASSES + class],
                         &ym_scale_request_us, us);
}

const struct ym_histogram *ym_http_server_latency(const struct ym_http_server *s)
{
    return s->latency;
}

void ym_http_server_series_put(const struct ym_http_server *s, size_t i, struct ym_buf *b)
{
    const struct ym_http_route *route = i < s->router.n ? s->router.route[i] : NULL;

    assert(i <= s->router.n);
    ym_buf_printf(b, "method=\"%s\",route=\"%s\"",
                  route == NULL ? "other" : ym_http_method_name(route->method),
                  route == NULL ? "none" : route->path);
}
