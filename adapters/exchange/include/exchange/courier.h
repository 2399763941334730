/* SPDX-License-Identifier: Apache-2.0 */
/* What goes out: the courier of app/deliver.h. A lane brings an event; the courier makes its
 * message (once: what is sealed is sent again byte for byte), signs, posts, reads the receipt, and
 * says whether the lane may go on.
 *
 *   PARTNER -> FIND ──found──────────────────> POST -> POSTED -> done
 *                │ └──answered or settled───────────────────────> done
 *                └──none──> DRAFT ──none────────────────────────> done
 *                             └──> PUT -> POST
 *
 * A receipt (accepted, rejected, pending) lets the lane go on: rejected and pending ones are in the
 * list that people work off. Without a receipt the delivery is tried again by its lane. A lost
 * reply is no loss: the same message goes out again and the partner repeats its receipt. */
#ifndef YM_EXCHANGE_COURIER_H
#define YM_EXCHANGE_COURIER_H

#include "app/deliver.h"
#include "app/exchange.h"
#include "base/buf.h"
#include "crypto/keyring.h"
#include "exchange/envelope.h"
#include "exchange/handler.h"

struct exchange_courier; /* owned by the composition root */

struct exchange_courier_config {
    struct app_exchange *exchange;
    struct app_sender *sender;
    const struct app_secrets *secrets;
    const struct ym_keyring *ring;
    const struct exchange_handlers *handlers;
    ym_usec (*now)(void *arg);
    void *arg;
};

/* NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct exchange_courier *
exchange_courier_new(const struct exchange_courier_config *config);
void exchange_courier_free(struct exchange_courier *c); /* Pre: nothing is under way. NULL legal */

/* The port; lives as long as the courier. */
struct app_courier *exchange_courier_port(struct exchange_courier *c);

/* Nothing is under way. */
bool exchange_courier_is_idle(const struct exchange_courier *c);

/* Ask a partner something, outside every lane and without a row: GetPolicy, GetFilingList,
 * GetFilingStatus. body: one JSON object; read before the call returns. The receipt dies with the
 * callback; err is OK with a receipt of any state, UNAVAILABLE with the reason as text, NOT_FOUND
 * (no such partner, or it has no address) or BUSY. Exactly once, never before the call returns.
 * False: too much is under way; done is never called. */
typedef void exchange_asked_fn(void *arg, enum ym_err err, const struct app_partner *partner,
                               const struct exchange_receipt *receipt, const char *text);
__attribute__((warn_unused_result)) bool exchange_courier_ask(struct exchange_courier *c,
                                                              int64_t partner, unsigned verb,
                                                              struct ym_span body,
                                                              exchange_asked_fn *done, void *arg);

#endif
