/* SPDX-License-Identifier: Apache-2.0 */
/* Reconciliation: our record of what lies with a partner against its own.
 *
 *   their list (GetFilingList, page by page) -> our disputes that lie with it, page by page, each
 *   compared -> what was only theirs -> our messages without an answer -> what is gone vanishes
 *
 * Each difference is a row (app_discrepancy) that stays until a person settles it or a later run
 * finds it gone. A run that could not be finished takes nothing away. */
#ifndef YM_EXCHANGE_RECONCILE_H
#define YM_EXCHANGE_RECONCILE_H

#include "app/exchange.h"
#include "app/query.h"
#include "exchange/courier.h"
#include "exchange/handler.h"

#define EXCHANGE_RECONCILE_MAX   200000 /* rows of a partner's list; a longer one is not compared */
#define EXCHANGE_RECONCILE_PAGES 4000   /* pages of it */
#define EXCHANGE_RECONCILE_S     1800   /* a run that takes longer loses its turn */

struct exchange_reconcile; /* one run; frees itself at its end */

struct exchange_reconcile_config {
    struct app_exchange *exchange;
    struct app_reader *reader;
    struct exchange_courier *courier;
    const struct exchange_handlers *handlers;
    unsigned char instance[16]; /* of this run of the program: one compares at a time */
    ym_usec unless;             /* not when it was compared since then; YM_USEC_NONE: whenever */
    ym_usec (*now)(void *arg);
    void *arg;
};

struct exchange_reconciled {
    uint32_t theirs, ours; /* rows compared */
    uint32_t found[APP_DISCREPANCY_KIND_COUNT];
};

/* err OK with the counts; else why the comparison could not be made. Dies with the callback. */
typedef void exchange_reconciled_fn(void *arg, enum ym_err err,
                                    const struct exchange_reconciled *what, const char *text);

/* Compare with one partner. CONFLICT: another program is at it, or was (config.unless). False: no
 * memory, and done is never called. Ends in exactly one callback, never before it returns. */
__attribute__((warn_unused_result)) bool
exchange_reconcile_run(const struct exchange_reconcile_config *config,
                       const struct app_partner *partner, exchange_reconciled_fn *done,
                       void *done_arg);

#endif
