/* SPDX-License-Identifier: Apache-2.0 */
/* Who knows what a kind of partner says: one handler for courts, one for centres, one for channels.
 *
 * The exchange does the same for all: it signs, sends, repeats, seals, keeps the conversation,
 * checks signature, time and replay. A handler does what differs: it says which event becomes which
 * message (draft), what a message of theirs does here (take), and what a dispute should look like
 * on their side (standing). It never posts, stores or answers by itself.
 *
 * Everything runs on the loop's thread. What a handler needs besides (the reader, the application,
 * the directory) it gets when it is made, in the composition root. */
#ifndef YM_EXCHANGE_HANDLER_H
#define YM_EXCHANGE_HANDLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/exchange.h"
#include "app/query.h"
#include "exchange/verb.h"

/* ---- Out ---- */

/* An event that a partner may have to be told of. */
struct exchange_occasion {
    const struct app_partner *partner;
    const struct app_delivery *event; /* dispute, seq, kind (enum ym_cmd), colour, stage, … */
    ym_usec now;
};

/* The message of an occasion. The body dies with the callback. */
struct exchange_draft {
    bool is_message;            /* false: they need not know of this event */
    uint8_t verb;               /* enum exchange_verb, none that asks */
    uint8_t kind;               /* enum app_exchange_kind */
    struct ym_span in_reply_to; /* their message that it answers; n == 0: none */
    struct ym_span body;        /* one JSON object */
};

/* OK with the draft; UNAVAILABLE, BUSY or INTERNAL: asked again later, with backoff; NOT_FOUND or
 * UNPROCESSABLE: it can never be made, a row says so (cannot_make) and a person sees to it. */
typedef void exchange_drafted_fn(void *arg, enum ym_err err, const struct exchange_draft *draft);

/* ---- In ---- */

/* A message of theirs: signed by them, of this minute, not seen before (or not finished before:
 * then take() runs again, and what it did must not happen twice; key sees to it). */
struct exchange_inbound {
    const struct app_partner *partner;
    uint8_t verb, kind;
    struct ym_span name;        /* their id of it */
    struct ym_span in_reply_to; /* our message that it answers; n == 0: none */
    struct ym_id dispute;       /* v == 0: none named, or none that could be ours */
    ym_usec at;                 /* as they say */
    ym_usec now;
    struct ym_span body;       /* the envelope's body, one JSON object; of INTAKE the whole body */
    struct ym_request_key key; /* for the command that it becomes: the same at each repetition */
};

/* What came of it. Spans die with the callback. */
struct exchange_verdict {
    uint8_t state;  /* APP_MESSAGE_ACCEPTED, REFUSED, or PENDING: a person decides later */
    uint8_t reason; /* enum exchange_reason; counts with REFUSED and PENDING */
    struct app_exchange_reason
        words;            /* instead of that: a reason of the handler's own; code.n == 0: none */
    struct ym_id dispute; /* where the message belongs; v == 0: as the envelope says */
    uint8_t settles;      /* what it makes of the message that it answers (in_reply_to):
                        ACCEPTED, REFUSED (with reason or words) or READY: nothing */
    struct ym_span body;  /* what the receipt says besides, one JSON object; n == 0: nothing */
};

/* err OK with the verdict; else (UNAVAILABLE, BUSY, THROTTLED, INTERNAL): nothing is kept, the
 * partner is told to send it again. Exactly once, never before take() returns. */
typedef void exchange_taken_fn(void *arg, enum ym_err err, const struct exchange_verdict *verdict);

/* ---- Reconciliation ---- */

#define EXCHANGE_STANDINGS_MAX 4 /* things of one dispute that lie with one partner */

/* What the partner should have of a dispute. Spans are static or lie in the view. */
struct exchange_standing {
    uint8_t kind;               /* enum app_exchange_kind */
    struct ym_span state;       /* in the words of GetFilingList; n == 0: any counts */
    struct ym_span case_number; /* n == 0: any, or none */
};

/* err OK with the standings of a dispute, which die with the callback. */
typedef void exchange_recorded_fn(void *arg, enum ym_err err, struct ym_id dispute,
                                  const struct exchange_standing *rows, size_t n);

/* ---- The handler ---- */

struct exchange_handler; /* begins with its ops */

struct exchange_handler_ops {
    /* May an event of this command concern such a partner? Asked for every event: a look into a
     * table, nothing more. */
    bool (*wants)(struct exchange_handler *h, uint8_t command);
    /* Make the message of an occasion. Ends in exactly one callback, never before it returns; o and
     * what it points to live until then. At most APP_DELIVER_POSTS are under way. */
    void (*draft)(struct exchange_handler *h, const struct exchange_occasion *o,
                  exchange_drafted_fn *done, void *arg);
    /* Do what a message says. in and what it points to live until the callback. At most
     * EXCHANGE_INBOUND_MAX (exchange/front.h) are under way. */
    void (*take)(struct exchange_handler *h, const struct exchange_inbound *in,
                 exchange_taken_fn *done, void *arg);
    /* What the partner should have of this dispute, as it stands; returns how many. NULL: such
     * partners keep no list. */
    size_t (*standing)(struct exchange_handler *h, const struct app_partner *partner,
                       const struct app_view *view,
                       struct exchange_standing ret[EXCHANGE_STANDINGS_MAX]);
    /* The same with case numbers, which stand in the history alone. Exactly one callback, perhaps
     * before it returns; view is read before that. NULL: standing() says it all. */
    void (*record)(struct exchange_handler *h, const struct app_partner *partner,
                   const struct app_view *view, exchange_recorded_fn *done, void *arg);
};

struct exchange_handler {
    const struct exchange_handler_ops *ops;
};

/* The handler of each kind of partner; NULL: such a partner is only talked to by paper. */
struct exchange_handlers {
    struct exchange_handler *of[APP_PARTNER_KIND_COUNT];
};

#endif
