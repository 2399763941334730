/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the courier: courier.c carries events, courier_post.c posts and reads receipts,
 * courier_ask.c asks partners. */
#ifndef YM_EXCHANGE_COURIER_PRIVATE_H
#define YM_EXCHANGE_COURIER_PRIVATE_H

#include "exchange/courier.h"
#include "exchange/signed.h"

#define COURIER_RIDES  (APP_DELIVER_POSTS + 8) /* carried and asked at once */
#define RIDE_ARENA     (4u * APP_MESSAGE_BYTES_MAX)
#define RIDE_WORDS_MAX 400 /* bytes of why something failed */
#define SECONDS_MAX    24

struct ride;

/* The post of a ride has ended: *receipt when there is one, else why not in ride->why. */
typedef void ride_posted_fn(struct ride *r, const struct exchange_receipt *receipt);

/* One event on its way to one partner, or one question. */
struct ride {
    struct exchange_courier *courier;
    bool is_used;
    int64_t partner_id;
    const struct app_delivery *event; /* NULL: a question */
    struct app_partner partner;       /* its spans lie in the arena */
    struct ym_arena arena;
    bool has_arena;
    struct exchange_occasion occasion;
    struct app_message_wish wish;
    struct app_message message;     /* its spans lie in the arena */
    struct app_message_outcome out; /* likewise */
    uint16_t revision;
    struct ym_span text; /* the message as posted, in the arena */
    char name[APP_MESSAGE_NAME_MAX + 1];
    char seconds[SECONDS_MAX];
    char signatures[EXCHANGE_HEADER_MAX];
    char why[RIDE_WORDS_MAX]; /* why there is no receipt */
    struct app_post post;
    struct ym_buf answer;
    struct app_posted result; /* what the lane is told */
    ride_posted_fn *posted;
    app_posted_fn *done;
    exchange_asked_fn *asked;
    void *arg;
};

struct exchange_courier {
    struct app_courier port; /* must be first */
    struct exchange_courier_config config;
    struct ride rides[COURIER_RIDES];
};

/* courier.c */
ym_usec courier_now(const struct exchange_courier *c);
/* NULL: none is free, or there is no memory. */
struct ride *courier_ride(struct exchange_courier *c, int64_t partner);
void courier_leave(struct ride *r); /* give it back */
/* Copy what a partner's row says into the ride. False: no memory. */
bool courier_keep_partner(struct ride *r, const struct app_partner *p);

/* courier_post.c: sign r->text under r->name and post it; posted is called once, never before this
 * returns. False: it could not be begun, r->why says why, and posted is not called. */
bool courier_post(struct ride *r, ride_posted_fn *posted);

#endif
