/* SPDX-License-Identifier: Apache-2.0 */
/* The exchange put together: courier, front and handlers on PostgreSQL, libcurl and the loop; and
 * the comparison of both records, once a night on one of the programs. */
#ifndef YM_CLI_EXCHANGING_H
#define YM_CLI_EXCHANGING_H

#include "app/query.h"
#include "cli.h"
#include "exchange/courier.h"
#include "exchange/front.h"
#include "exchange/reconcile.h"
#include "loop/log.h"
#include "loop/loop.h"
#include "pg/exchange.h"
#include "webhook/client.h"
#include "yima/office.h"

#define CLI_EXCHANGING_DAY_S    86400
#define CLI_EXCHANGING_AT       "02:30" /* when both records are compared, in Shanghai */
#define CLI_EXCHANGING_RETRIES  3       /* later tries of a night with whoever did not answer */
#define CLI_EXCHANGING_COUNT_MS 15000   /* how old the counted gauges may be */
#define CLI_EXCHANGING_CLOSE_MS 5       /* between looks whether all has ended */
#define CLI_EXCHANGING_ALL_DAY  (-1)    /* never by itself */

/* Words of the command line; NULL: the default. */
struct cli_exchanging_words {
    const char *allow;   /* --webhook-allow, for partners as for webhooks */
    const char *ca_file; /* --webhook-ca, likewise */
    const char *at;      /* --reconcile-at HH:MM, or "off" */
};

struct cli_exchanging_parts {
    struct ym_loop *loop;
    struct ym_log *log; /* may be NULL */
    const char *conninfo;
    bool is_unprepared;
    const struct app_secrets *secrets;
    const struct ym_keyring *ring;
    struct app_reader *reader;
    const struct ym_office *office; /* for how long messages and receipts are kept */
    const unsigned char *instance;  /* 16 bytes: this run of the program */
};

struct cli_exchanging {
    struct cli_exchanging_parts parts;
    struct pg_exchange *store;
    struct webhook_client *client;
    struct exchange_handlers handlers; /* filled in before the loop runs */
    struct exchange_courier *courier;
    struct exchange_front *front;
    struct ym_timer *look;  /* is it time to compare, and to count? */
    struct ym_timer *close; /* while it stops */
    int at_minute;          /* of the day, in Shanghai; CLI_EXCHANGING_ALL_DAY: never */
    ym_day compared_on;     /* the last day on which all were begun */
    ym_usec night;          /* the moment for which they were begun */
    bool must_retry;        /* some partner could not be compared with in this try */
    unsigned retries;       /* later tries of this night, begun or planned */
    ym_usec tried_at;       /* when the last of them began */
    ym_usec retry_at;       /* when the next of them is due; YM_USEC_NONE: none is */
    int64_t to_compare[APP_PARTNERS_MAX];
    size_t nto_compare, at_partner;
    bool is_comparing, is_counting, is_closing;
    struct app_exchange_counts counts;
    bool has_counts;
    ym_usec counted_at; /* YM_USEC_NONE: never */
    uint64_t compared, failed;
    void (*on_closed)(void *arg);
    void *closed_arg;
};

/* Open and start. On failure what was opened is closed over cli_exchanging_close(), if store is not
 * NULL. *x must not move. */
__attribute__((warn_unused_result)) enum ym_err
cli_exchanging_open(struct cli_exchanging *x, const struct cli_exchanging_parts *parts,
                    const struct cli_exchanging_words *words, struct ym_error *reterr);

/* Cancel posts, wait until nothing is under way, close, then call on_closed. Pre: store is open.
 * Whoever nudges the courier has stopped, or will answer for what it begins. */
void cli_exchanging_close(struct cli_exchanging *x, void (*on_closed)(void *arg), void *arg);

/* How a comparison is made: the caller adds unless. */
void cli_exchanging_reconcile(struct cli_exchanging *x, ym_usec unless,
                              struct exchange_reconcile_config *ret);

#endif
