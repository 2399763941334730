/* SPDX-License-Identifier: Apache-2.0 */
/* How `yima serve` is operated: the sockets and signals of a service manager, what probes are told,
 * the listener for operators, and a stop that loses no request.
 *
 *   serving ──SIGTERM──> leaving: /readyz is 503, connections end after their next reply
 *      after --drain-ms ──> no more connections, requests in flight end, then the program does
 *      a second signal: at once */
#ifndef YM_CLI_OPERATE_H
#define YM_CLI_OPERATE_H

#include "http/server.h"
#include "loop/notify.h"
#include "metrics.h"
#include "service.h"

#define CLI_DRAIN_MS       "250" /* by default: long enough for a proxy on the same machine */
#define CLI_DRAIN_MS_MAX   600000
#define CLI_SOCKETS_MAX    8 /* sockets that a service manager may hand over; more are an error */
#define CLI_SOCKET_METRICS "metrics" /* name of the socket for operators, in LISTEN_FDNAMES */

/* As given on the command line, and what it means. */
struct cli_operate_options {
    const char *metrics_listen; /* NULL: no listener of its own */
    const char *drain_text, *level_text, *format_text;
    unsigned drain_ms;
    char given[2][16]; /* "fd:3": sockets that were handed over */
};

struct cli_operate {
    struct cli_service *service;
    struct ym_http_server *server;    /* for everybody; NULL once closed */
    struct ym_http_server *operators; /* for operators; NULL: none */
    struct cli_metrics metrics;
    struct ym_notify *notify;
    struct ym_timer *drain;
    unsigned drain_ms;
    bool is_leaving;              /* a stop was asked for */
    bool is_closing;              /* servers were told to close */
    void (*on_closed)(void *arg); /* when both servers have closed */
    void *arg;                    /* handed to it */
};

/* Check the options, and take over sockets that the service manager opened (LISTEN_FDS): *listen
 * becomes the first that is not named for metrics. False when something is wrong, which was said.
 */
bool cli_operate_read(struct cli_operate_options *o, struct cli_service_options *service,
                      const char **listen);

/* Before the main server is opened: fill what its configuration needs from here. *op must not move
 * until cli_operate_free(). */
__attribute__((warn_unused_result)) enum ym_err
cli_operate_prepare(struct cli_operate *op, struct cli_service *service,
                    const struct cli_operate_options *o, struct ym_http_config *config,
                    struct ym_error *reterr);

/* After it was opened: open the other listener and say that we are ready. on_closed is called once
 * both have closed, after cli_operate_leave() or cli_operate_close(). */
__attribute__((warn_unused_result)) enum ym_err
cli_operate_start(struct cli_operate *op, const struct cli_operate_options *o,
                  struct ym_http_server *server, struct ym_error *reterr);

/* Stop in good order: drain, then close. Legal more than once. */
void cli_operate_leave(struct cli_operate *op);

/* Close without draining. Legal more than once, also while leaving. */
void cli_operate_close(struct cli_operate *op);

/* Pre: the servers have closed, or were never opened. Legal on a zeroed one. */
void cli_operate_free(struct cli_operate *op);

#endif
