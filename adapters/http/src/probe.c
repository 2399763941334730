/* SPDX-License-Identifier: Apache-2.0 */
/* The two calls that the server answers by itself, for anybody. */
#define _POSIX_C_SOURCE 200809L
#include "private.h"

/* The loop is alive, or this would not run. */
static void get_healthz(struct ym_http_request *rq, void *app)
{
    (void)app;
    ym_http_reply_json(rq, MHD_HTTP_OK, YM_SPAN("{\"status\":\"ok\"}"));
}

static void get_readyz(struct ym_http_request *rq, void *app)
{
    const struct ym_http_server *s = ((const struct request *)(const void *)rq)->server;
    struct ym_error err = { .code = YM_E_UNAVAILABLE, .text = "this server is stopping" };

    (void)app;
    if (s->state == SERVER_OPEN &&
        (s->config.ready == NULL || s->config.ready(s->config.ready_arg, &err)))
        ym_http_reply_json(rq, MHD_HTTP_OK, YM_SPAN("{\"status\":\"ready\"}"));
    else
        ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static const struct ym_http_answer healthz_answers[] = {
    { .status = 200, .media = "application/json", .summary = "the program runs" },
};

static const struct ym_http_answer readyz_answers[] = {
    { .status = 200, .media = "application/json", .summary = "the program can serve" },
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
};
