/* SPDX-License-Identifier: Apache-2.0 */
/* What comes in: from the bytes of a request to the bytes of its receipt.
 *
 *   PARTNER -> signature -> ARRIVE ──before──────────────────────────> the same receipt
 *                             │ └──changed──> PUT (refused) ─────────> 422
 *                             └──new──> envelope ──bad──> PUT ──> KEEP ─> rejected
 *                                          └──> TAKE -> PUT -> ANSWER -> KEEP -> the receipt
 *
 * KEEP comes last: a program that dies before it takes the message again when it is repeated, and
 * the request key of TAKE and the names of PUT make that harmless. Two repetitions at the same
 * moment get the receipt of whoever kept it first. */
#ifndef YM_EXCHANGE_FRONT_H
#define YM_EXCHANGE_FRONT_H

#include "app/exchange.h"
#include "exchange/handler.h"
#include "exchange/signed.h"

#define EXCHANGE_INBOUND_MAX 64 /* under way at once; one more is BUSY */

struct exchange_front; /* owned by the composition root */

struct exchange_front_config {
    struct app_exchange *exchange;
    const struct app_secrets *secrets;
    const struct exchange_handlers *handlers;
    /* SHA-256 of a text. */
    void (*digest)(struct ym_span text, unsigned char ret[32]);
    ym_usec (*now)(void *arg);
    void *arg;
};

struct exchange_front_request {
    struct ym_span partner; /* code in the address */
    bool is_intake;         /* POST /intake/{partner}: the body is no envelope */
    struct exchange_signed message;
};

/* err OK: the receipt, to be answered with 200; else UNAUTHORIZED (forged, or too old), NOT_FOUND
 * (no such partner), KEY_REUSED (same id, other body: recorded), UNPROCESSABLE, UNAVAILABLE, BUSY;
 * then text says why. */
typedef void exchange_front_fn(void *arg, enum ym_err err, struct ym_span receipt,
                               const char *text);

struct exchange_front_counts {
    uint64_t taken[APP_MESSAGE_STATE_COUNT]; /* receipts by what they said */
    uint64_t repeated, changed, forged, unknown;
};

/* NULL when the heap is empty. */
__attribute__((warn_unused_result)) struct exchange_front *
exchange_front_new(const struct exchange_front_config *config);
void exchange_front_free(struct exchange_front *f); /* Pre: nothing is under way. NULL is legal. */

/* Ends in exactly one callback, never before it returns. rq is copied, what its spans point to must
 * live until then. False: EXCHANGE_INBOUND_MAX are under way; done is never called. */
__attribute__((warn_unused_result)) bool
exchange_front_take(struct exchange_front *f, const struct exchange_front_request *rq,
                    exchange_front_fn *done, void *arg);

/* Nothing is under way. */
bool exchange_front_is_idle(const struct exchange_front *f);

void exchange_front_counted(const struct exchange_front *f, struct exchange_front_counts *ret);

#endif
