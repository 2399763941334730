/* SPDX-License-Identifier: Apache-2.0 */
/* Partners of the kind "channel": 110, 12345, grids, departments.
 *
 * In, as the body of POST /api/v1/intake/{partner}: a work order (json/order.h). What came of it is
 * the body of the receipt:
 *
 *   {"external_ref":"…","outcome":"registered","known":false,"dispute":"06XK29QW3TABC7",
 *    "number":"06XK2-9QW3T-ABC7","type":"neighbour","tasks":["classify"]}
 *
 * outcome is registered, attached (it joined a dispute that is open), update (another content of an
 * order known: a person looks at it) or split. A mistake refuses the order, and the receipt's body
 * says where: {"errors":[{"pointer":"/title","code":"missing","text":"…"}]}.
 *
 * Out, for each event of a dispute that moves it and that bears a number of this partner:
 * NotifyFilingReviewComplete of kind "status", whose body is
 *
 *   {"external_refs":["…"],"number":"06XK2-9QW3T-ABC7","stage":{"code":"first","zh":"…","en":"…"},
 *    "state":{"code":"FIRST","zh":"…","en":"…"},"next":{"zh":"…","en":"…"},
 *    "body":{"name":"…","phone":"…"},"closed":false,"result":null}
 *
 * and merged_into with the number of the dispute that goes on, when it was merged: then it is not
 * closed, whatever became of it since, until the other one ends. When that one has ended already,
 * its number and its end are told instead. closed ends the work order; result then says in words
 * how. No name of a party, no amount and no reason is ever told, and no colour, which means other
 * things elsewhere. */
#ifndef YM_CHANNEL_CHANNEL_H
#define YM_CHANNEL_CHANNEL_H

#include "app/outside.h"
#include "exchange/handler.h"

#define CHANNEL_BURST      300 /* orders of one partner at once */
#define CHANNEL_PER_MINUTE 600 /* and in the long run; one more is THROTTLED */
#define CHANNEL_TAKES_MAX  64  /* orders being taken: as many as the front lets in */
#define CHANNEL_TELLS_MAX  64  /* messages being made: as many as lanes carry at once */

/* How fast a partner sends: a bucket that fills with time. Zeroed: nobody's yet. */
struct channel_pace {
    int64_t partner; /* 0: nobody's */
    ym_usec at;      /* up to when it was filled */
    int64_t room;    /* orders that may come now, times a minute in microseconds */
};

/* May one more order come at `now`? Counts it when it may. */
bool channel_pace_take(struct channel_pace *p, ym_usec now);

struct channel; /* owned by the composition root */

struct channel_config {
    struct app_outside *outside;
    struct app_orders *orders;
    struct app_reader *reader;
    const struct ym_procedures *procedures;
    app_decode_fn *decode; /* canonical bytes of an event */
};

/* NULL when the heap has no room. *config is copied. */
__attribute__((warn_unused_result)) struct channel *
channel_new(const struct channel_config *config);
void channel_free(struct channel *c); /* Pre: nothing is under way. NULL is legal */

/* The handler; lives as long as c. */
struct exchange_handler *channel_handler(struct channel *c);

/* Decode the payload of an order again, as it was taken: for whoever looks at it or parts it from a
 * dispute. Spans lie in arena. */
__attribute__((warn_unused_result)) enum ym_err
channel_order_read(struct ym_span payload, ym_usec now, struct ym_arena *arena,
                   struct app_order *ret, struct ym_mistakes *mistakes, struct ym_error *reterr);

#endif
