/* SPDX-License-Identifier: Apache-2.0 */
/* Delivery put together: the operation of app/deliver.h on PostgreSQL, libcurl and the loop. */
#ifndef YM_CLI_DELIVERING_H
#define YM_CLI_DELIVERING_H

#include "app/deliver.h"
#include "cli.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/delivery.h"
#include "webhook/client.h"

#define CLI_DELIVERING_GRACE_MS 3000 /* what a stop gives to posts under way */
#define CLI_SOURCE_MAX          100  /* bytes of a CloudEvents source */

/* Words of the command line; NULL: the default. */
struct cli_delivering_words {
    const char *allow;    /* --webhook-allow CIDR,…: addresses besides public ones */
    const char *ca_file;  /* --webhook-ca FILE: certificates instead of the system's */
    const char *attempts; /* --webhook-attempts N: then a delivery is dead */
    const char *retry;    /* --webhook-retry SECONDS: the wait after the first failure */
    const char *source;   /* origin of this service, for the CloudEvents source */
};

struct cli_delivering {
    struct ym_loop *loop;
    struct ym_log *log;
    struct pg_delivery *store;
    struct webhook_client *client;
    struct app_deliver *deliver;
    struct ym_timer *timer; /* the next turn */
    struct ym_timer *grace; /* while it stops */
    void (*on_closed)(void *arg);
    void *closed_arg;
    char source[CLI_SOURCE_MAX];
};

struct cli_delivering_parts {
    struct ym_loop *loop;
    struct ym_log *log; /* may be NULL */
    const char *conninfo;
    bool is_unprepared;
    const struct app_secrets *secrets;
    const struct ym_procedures *procedures;
    struct app_courier *courier; /* for what goes to partners; NULL: none */
};

/* Open and start. On failure everything is closed again over ym_loop_free(). *d must not move. */
__attribute__((warn_unused_result)) enum ym_err
cli_delivering_open(struct cli_delivering *d, const struct cli_delivering_parts *parts,
                    const struct cli_delivering_words *words, struct ym_error *reterr);

/* Something was committed. Legal on one that is not open. */
void cli_delivering_nudge(struct cli_delivering *d);

/* Begin nothing more, give posts under way CLI_DELIVERING_GRACE_MS, cancel the rest (they are due
 * again at once), close, then call on_closed. Pre: open. */
void cli_delivering_close(struct cli_delivering *d, void (*on_closed)(void *arg), void *arg);

/* Zeros on one that is not open. */
void cli_delivering_gauges(const struct cli_delivering *d, struct app_deliver_gauges *ret);

/* Ask an endpoint whether it listens, in the shape that the interface asks for (arg: this). */
bool cli_delivering_ping(void *arg, const struct app_subscription *s, app_posted_fn *done,
                         void *done_arg);

#endif
