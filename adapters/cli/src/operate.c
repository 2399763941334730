/* SPDX-License-Identifier: Apache-2.0 */
#include "operate.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pg/migrations.h"

#define FIRST_SOCKET     3 /* where handed-over sockets begin: sd_listen_fds(3) */
#define PARTITIONS_LEAST 1 /* months ahead; fewer are worth a warning */

/* ---- Options ---- */

/* Name of the i-th socket: LISTEN_FDNAMES has them separated by colons. */
static bool is_named(const char *names, unsigned i, const char *name)
{
    while (names != NULL && i > 0) {
        names = strchr(names, ':');
        names = names == NULL ? NULL : names + 1;
        i--;
    }
    return names != NULL && strcspn(names, ":") == strlen(name) &&
           strncmp(names, name, strlen(name)) == 0;
}

/* How many sockets were handed to this very process. */
static long long sockets_given(void)
{
    const char *pid_text = getenv("LISTEN_PID");
    const char *n_text = getenv("LISTEN_FDS");
    long long pid;
    long long n;

    if (pid_text == NULL || n_text == NULL || !cli_number(pid_text, 1, INT32_MAX, &pid) ||
        pid != getpid())
        return 0;
    return cli_number(n_text, 0, CLI_SOCKETS_MAX, &n) ? n : -1;
}

/* No child may hold them, or the port would stay taken when we are gone. */
static bool take_sockets(struct cli_operate_options *o, const char **listen)
{
    const char *names = getenv("LISTEN_FDNAMES");
    const long long n = sockets_given();
    bool has_main = false;

    for (unsigned i = 0; n > 0 && i < (unsigned)n; i++) {
        const bool is_metrics = is_named(names, i, CLI_SOCKET_METRICS);
        char *text = o->given[is_metrics ? 1 : 0];

        if (!is_metrics && has_main)
            return false;
        (void)fcntl(FIRST_SOCKET + (int)i, F_SETFD, FD_CLOEXEC);
        (void)snprintf(text, sizeof(o->given[0]), "fd:%u", FIRST_SOCKET + i);
        if (is_metrics)
            o->metrics_listen = text;
        else
            *listen = text;
        has_main = has_main || !is_metrics;
    }
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    (void)unsetenv("LISTEN_FDNAMES");
    return n >= 0;
}

bool cli_operate_read(struct cli_operate_options *o, struct cli_service_options *service,
                      const char **listen)
{
    long long n;

    if (!cli_number(o->drain_text, 0, CLI_DRAIN_MS_MAX, &n)) {
        (void)cli_complain("--drain-ms takes 0 to %d", CLI_DRAIN_MS_MAX);
        return false;
    }
    o->drain_ms = (unsigned)n;
    if (!ym_log_level_of(o->level_text, &service->log_level)) {
        (void)cli_complain("--log-level takes debug, info, warn or error");
        return false;
    }
    if (strcmp(o->format_text, "json") != 0 && strcmp(o->format_text, "text") != 0) {
        (void)cli_complain("--log-format takes json or text");
        return false;
    }
    service->log_format = strcmp(o->format_text, "text") == 0 ? YM_LOG_AS_TEXT : YM_LOG_AS_JSON;
    if (!take_sockets(o, listen)) {
        (void)cli_complain("the service manager may hand over one socket, and one named \"%s\"",
                           CLI_SOCKET_METRICS);
        return false;
    }
    return true;
}

/* ---- What probes are told ---- */

static void put_checks(void *arg, struct ym_buf *b)
{
    const struct cli_operate *op = arg;
    const double ahead = cli_service_partitions_ahead(op->service);
    struct pg_store_gauges g;

    pg_store_gauges_get(op->service->store, &g);
    ym_buf_printf(b, "\"links_up\":%u,\"readers_up\":%u,\"schema\":%zu,\"node\":%u", g.links_up,
                  pg_reader_links_up(op->service->reader), ym_migration_count,
                  cli_service_node(op->service));
    if (!isnan(ahead))
        ym_buf_printf(b, ",\"partitions_ahead_months\":%.0f", ahead);
    ym_buf_printf(b, ",\"draining\":%s,\"warnings\":[%s]", op->is_leaving ? "true" : "false",
                  ahead < PARTITIONS_LEAST ? "\"partitions\"" : "");
}

static bool is_ready(void *arg, struct ym_error *reterr)
{
    const struct cli_operate *op = arg;

    if (op->is_leaving) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "this server is stopping");
        return false;
    }
    return cli_service_is_ready(op->service, reterr);
}

/* ---- Life ---- */

static void on_one_closed(struct cli_operate *op)
{
    if (op->server == NULL && op->operators == NULL && op->on_closed != NULL)
        op->on_closed(op->arg);
}

static void on_operators_closed(void *arg)
{
    struct cli_operate *op = arg;

    op->operators = NULL;
    on_one_closed(op);
}

/* Operators may look until the last request of others has ended. */
static void on_server_closed(void *arg)
{
    struct cli_operate *op = arg;

    op->server = NULL;
    op->metrics.server = NULL;
    if (op->operators != NULL)
        ym_http_server_close(op->operators, on_operators_closed, op);
    on_one_closed(op);
}

void cli_operate_close(struct cli_operate *op)
{
    if (op->is_closing)
        return;
    op->is_closing = true;
    op->is_leaving = true;
    ym_timer_stop(op->drain);
    if (op->server != NULL)
        ym_http_server_close(op->server, on_server_closed, op);
}

static void on_drained(void *arg)
{
    cli_operate_close(arg);
}

void cli_operate_leave(struct cli_operate *op)
{
    if (op->is_leaving || op->server == NULL)
        return;
    op->is_leaving = true;
    ym_notify_send(op->notify, "STOPPING=1\nSTATUS=finishing what is in flight");
    ym_http_server_drain(op->server);
    ym_timer_start(op->drain, op->drain_ms, 0);
}

enum ym_err cli_operate_prepare(struct cli_operate *op, struct cli_service *service,
                                const struct cli_operate_options *o, struct ym_http_config *config,
                                struct ym_error *reterr)
{
    op->service = service;
    op->drain_ms = o->drain_ms;
    op->metrics.service = service;
    op->drain = ym_timer_new(service->loop, on_drained, op);
    if (op->drain == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    op->notify = ym_notify_new(service->loop, reterr);
    if (op->notify == NULL)
        return reterr->code;
    config->ready = is_ready;
    config->ready_arg = op;
    config->checks = put_checks;
    config->checks_arg = op;
    config->metrics = cli_metrics_print;
    config->metrics_arg = &op->metrics;
    config->hides_metrics = o->metrics_listen != NULL;
    return YM_E_OK;
}

/* The second listener knows the probes and the metrics alone. */
static enum ym_err open_operators(struct cli_operate *op, const char *listen,
                                  struct ym_error *reterr)
{
    const struct ym_http_config config = {
        .listen = listen,
        .ready = is_ready,
        .ready_arg = op,
        .checks = put_checks,
        .checks_arg = op,
        .metrics = cli_metrics_print,
        .metrics_arg = &op->metrics,
        .is_operators = true,
        .limits = { .connections_max = 32, .requests_max = 16, .body_bytes_max = 1024 }
    };
    const enum ym_err err = ym_http_server_open(op->service->loop, &config, &op->operators, reterr);

    if (err == YM_E_OK)
        ym_log(op->service->log, INFO, "operators may ask",
               ym_log_text("listen", ym_http_server_address(op->operators)));
    return err;
}

enum ym_err cli_operate_start(struct cli_operate *op, const struct cli_operate_options *o,
                              struct ym_http_server *server, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    op->server = server;
    op->metrics.server = server;
    if (o->metrics_listen != NULL)
        err = open_operators(op, o->metrics_listen, reterr);
    if (err == YM_E_OK)
        ym_notify_send(op->notify, "READY=1\nSTATUS=serving on %s", ym_http_server_address(server));
    return err;
}

void cli_operate_free(struct cli_operate *op)
{
    ym_timer_free(op->drain);
    ym_notify_free(op->notify);
    op->drain = NULL;
    op->notify = NULL;
}
