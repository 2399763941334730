/* SPDX-License-Identifier: Apache-2.0 */
/* Who asks the toy server, and what operators are told: one row of metrics, its latencies. */
#include <stddef.h>

#include "http/metrics.h"
#include "toy.h"
#include "yima/number.h"

/* Whoever shows a token is known by it. Each is told which address it has. */
void toy_front(struct ym_http_request *rq, void *app)
{
    const struct ym_span token = rq->header[YM_HTTP_H_AUTHORIZATION];

    struct ym_id id = { 0 };

    (void)!ym_number_parse(YM_SPAN(TOY_DISPUTE), &id);
    ym_http_reply_header(rq, "X-Peer", rq->peer);
    if (token.n > 0) {
        rq->actor = &rq->header[YM_HTTP_H_AUTHORIZATION];
        rq->said.role = "watcher";
        rq->said.caller = YM_SPAN("t-1");
        rq->said.dispute = (uint64_t)id.v;
    }
    rq->route->handler(rq, app);
}

bool toy_may_watch(const struct ym_http_request *rq)
{
    return ym_span_is(*(const struct ym_span *)rq->actor, YM_SPAN("Bearer watcher"));
}

void toy_print_checks(void *arg, struct ym_buf *b)
{
    (void)arg;
    ym_buf_puts(b, "\"links\":2");
}

struct shot {
    const struct ym_http_server *server;
    const struct ym_histogram *latency;
};

static size_t series(const void *shot)
{
    return ym_http_server_series(((const struct shot *)shot)->server);
}

static void put_series(struct ym_buf *b, const void *shot, size_t i)
{
    ym_http_server_series_put(((const struct shot *)shot)->server, i, b);
}

static size_t classes(const void *shot)
{
    (void)shot;
    return YM_HTTP_CLASSES;
}

static void put_class(struct ym_buf *b, const void *shot, size_t i)
{
    (void)shot;
    ym_buf_printf(b, "status=\"%zuxx\"", i + 1);
}

void toy_print_metrics(void *arg, struct ym_buf *b)
{
    static const struct ym_metric_set by_route = { .count = series, .put = put_series };
    static const struct ym_metric_set by_class = { .count = classes, .put = put_class };
    static const struct ym_metric row = { .name = "toy_request_seconds",
                                          .help = "Latency.",
                                          .kind = YM_METRIC_HISTOGRAM,
                                          .type = YM_METRIC_SPREAD,
                                          .at = offsetof(struct shot, latency),
                                          .label = { &by_route, &by_class },
                                          .scale = &ym_scale_request_us };
    const struct ym_http_server *server = *(struct ym_http_server *const *)arg;
    const struct shot shot = { server, ym_http_server_latency(server) };

    ym_metrics_print(&row, 1, &shot, b);
}
