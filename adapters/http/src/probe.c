/* SPDX-License-Identifier: Apache-2.0 */
/* The calls that the server answers by itself. Everybody may learn whether it lives and serves; why
 * not, and the numbers, are for operators: a client on this machine, a caller whom the front
 * handler knows as one, or whoever reaches a listener that is for them. */
#define _POSIX_C_SOURCE 200809L
#include <string.h>

#include "http/metrics.h"
#include "private.h"

#define METRICS_MEDIA "text/plain; version=0.0.4; charset=utf-8"

static const struct ym_http_server *server_of(const struct ym_http_request *rq)
{
    return ((const struct request *)(const void *)rq)->server;
}

/* A proxy on this machine would make every stranger a local client; those that say what they do are
 * recognised. */
bool ym_http_is_local(const struct ym_http_request *rq)
{
    static const char *const local[] = { "127.", "::1", "::ffff:127.", "unix" };

    if (rq->is_forwarded)
        return false;
    for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
        const size_t n = strlen(local[i]);

        /* Whole addresses must match wholly: "::1" is not "::1234". */
        if (strncmp(rq->peer, local[i], n) == 0 && (local[i][n - 1] == '.' || rq->peer[n] == '\0'))
            return true;
    }
    return false;
}

static bool is_operator(const struct ym_http_request *rq)
{
    const struct ym_http_config *config = &server_of(rq)->config;

    if (config->is_operators)
        return true;
    if (rq->actor != NULL)
        return config->may_watch != NULL && config->may_watch(rq);
    return !config->hides_metrics && ym_http_is_local(rq);
}

/* The loop is alive, or this would not run. */
static void get_healthz(struct ym_http_request *rq, void *app)
{
    (void)app;
    ym_http_reply_json(rq, MHD_HTTP_OK, YM_SPAN("{\"status\":\"ok\"}"));
}

/* What stands behind the verdict, as an object; empty for strangers. */
static void put_checks(const struct ym_http_request *rq, struct ym_buf *b)
{
    const struct ym_http_config *config = &server_of(rq)->config;

    if (config->checks == NULL || !is_operator(rq))
        return;
    ym_buf_puts(b, ",\"checks\":{");
    config->checks(config->checks_arg, b);
    ym_buf_putc(b, '}');
}

static void reply_ready(struct ym_http_request *rq)
{
    struct ym_buf b;

    ym_buf_init(&b, YM_HTTP_READY_BYTES_MAX);
    ym_buf_puts(&b, "{\"status\":\"ready\"");
    put_checks(rq, &b);
    ym_buf_putc(&b, '}');
    if (ym_buf_ok(&b))
        ym_http_reply_json(rq, MHD_HTTP_OK, ym_buf_span(&b));
    else
        ym_http_reply_json(rq, MHD_HTTP_OK, YM_SPAN("{\"status\":\"ready\"}"));
    ym_buf_release(&b);
}

static void reply_unready(struct ym_http_request *rq, const struct ym_error *err)
{
    struct ym_buf b;

    ym_buf_init(&b, YM_HTTP_READY_BYTES_MAX);
    ym_buf_puts(&b, "{\"ready\":false");
    put_checks(rq, &b);
    ym_buf_putc(&b, '}');
    ym_http_problem(rq, err, ym_buf_ok(&b) ? ym_buf_span(&b) : (struct ym_span){ NULL, 0 });
    ym_buf_release(&b);
}

static void get_readyz(struct ym_http_request *rq, void *app)
{
    const struct ym_http_server *s = server_of(rq);
    struct ym_error err = { .code = YM_E_UNAVAILABLE, .text = "this server is stopping" };

    (void)app;
    if (s->state == SERVER_OPEN &&
        (s->config.ready == NULL || s->config.ready(s->config.ready_arg, &err)))
        reply_ready(rq);
    else
        reply_unready(rq, &err);
}

static void refuse(struct ym_http_request *rq, enum ym_err code, const char *text)
{
    struct ym_error err;

    (void)ym_fail(&err, code, "%s", text);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static void reply_metrics(struct ym_http_request *rq)
{
    const struct ym_http_config *config = &server_of(rq)->config;
    struct ym_buf b;

    ym_buf_init(&b, YM_HTTP_METRICS_BYTES_MAX);
    config->metrics(config->metrics_arg, &b);
    if (ym_buf_ok(&b))
        ym_http_reply_bytes(rq, MHD_HTTP_OK, METRICS_MEDIA, ym_buf_span(&b));
    else
        refuse(rq, YM_E_INTERNAL, "the metrics do not fit into their page");
    ym_buf_release(&b);
}

static void get_metrics(struct ym_http_request *rq, void *app)
{
    (void)app;
    if (server_of(rq)->config.metrics == NULL)
        refuse(rq, YM_E_NOT_FOUND, "this program keeps no metrics");
    else if (is_operator(rq))
        reply_metrics(rq);
    else if (rq->actor == NULL)
        refuse(rq, YM_E_UNAUTHORIZED,
               "send the token of an auditor, a job or an administrator, or "
               "ask from the machine itself");
    else
        refuse(rq, YM_E_FORBIDDEN, "metrics are for auditors, jobs and administrators");
}

static const struct ym_http_answer healthz_answers[] = {
    { .status = 200, .media = "application/json", .summary = "the program runs" },
};

static const struct ym_http_answer readyz_answers[] = {
    { .status = 200, .media = "application/json", .summary = "the program can serve" },
};

static const struct ym_http_answer metrics_answers[] = {
    { .status = 200, .media = METRICS_MEDIA, .summary = "counters, gauges and histograms" },
    { .status = 403,
      .schema = "Problem",
      .media = "application/problem+json",
      .summary = "this role may not" },
    { .status = 404,
      .schema = "Problem",
      .media = "application/problem+json",
      .summary = "this program keeps none" },
};

const struct ym_http_route http_probes[HTTP_PROBES_N] = {
    { .method = YM_HTTP_GET,
      .path = "/healthz",
      .handler = get_healthz,
      .flags = YM_HTTP_QUIET,
      .operation = "healthz",
      .summary = "Does the program run?",
      .tag = "probes",
      .answers = healthz_answers,
      .answers_n = 1 },
    { .method = YM_HTTP_GET,
      .path = "/readyz",
      .handler = get_readyz,
      .flags = YM_HTTP_QUIET,
      .operation = "readyz",
      .summary = "Can the program serve? 503 with the reason while it cannot",
      .tag = "probes",
      .answers = readyz_answers,
      .answers_n = 1 },
    { .method = YM_HTTP_GET,
      .path = "/metrics",
      .handler = get_metrics,
      .flags = YM_HTTP_QUIET | YM_HTTP_AUTH,
      .operation = "metrics",
      .summary = "Numbers for Prometheus: for operators, and for clients on the machine itself",
      .tag = "probes",
      .answers = metrics_answers,
      .answers_n = 3 },
};
