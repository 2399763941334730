/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of delivery: deliver.c runs rounds, deliver_post.c sends and brings verdicts. */
#ifndef YM_APP_DELIVER_PRIVATE_H
#define YM_APP_DELIVER_PRIVATE_H

#include "app/deliver.h"

/* Endpoints with posts under way stay known after they were stopped. */
#define ENDPOINTS_MAX (APP_SUBSCRIPTIONS_MAX + APP_DELIVER_SLOTS)
#define ARENA_BYTES   4096 /* one opened secret, or two */

/* An active subscription, or one that was active when its posts began. */
struct endpoint {
    bool is_used;   /* this entry holds one */
    bool is_listed; /* it was active at the last look */
    bool has_news, has_due;
    unsigned held;    /* slots, from the claim to the storing of the verdict */
    unsigned posting; /* of those: posts under way */
    struct app_news_place place;
    struct app_subscription s; /* its spans point into the room below */
    char url[APP_SUBSCRIPTION_URL_MAX + 1];
    char secret[APP_SECRET_SEALED_MAX], before[APP_SECRET_SEALED_MAX];
};

enum slot_state { SLOT_FREE, SLOT_QUEUED, SLOT_POSTING, SLOT_JUDGED, SLOT_STORING };

/* One post. */
struct slot {
    struct app_deliver *deliver;
    enum slot_state state;
    struct endpoint *endpoint; /* NULL: a ping */
    struct app_verdict verdict;
    uint64_t order; /* of the claim: first come, first sent */
    ym_usec claimed_at;
    struct app_post post;
    char url[APP_SUBSCRIPTION_URL_MAX + 1];
    char id[APP_MESSAGE_ID_MAX];
    char seconds[24];
    char signatures[2 * APP_SECRET_TEXT_MAX];
    struct ym_buf body;
    app_posted_fn *ping_done;
    void *ping_arg;
};

enum round_state { ROUND_REST, ROUND_LOOKING, ROUND_FEEDING, ROUND_FANNING, ROUND_CLAIMING };

struct app_deliver {
    struct app_deliver_config config;
    enum round_state round;
    bool is_nudged;    /* something was committed since the round began */
    bool is_again;     /* something in this round asks for another one at once */
    bool is_troubled;  /* something in this round failed: wait a little */
    bool was_troubled; /* and that was told */
    enum ym_err error; /* the first of this round */
    bool is_storing, is_counting;
    bool is_stopping, is_stopped;
    bool storing_failed;      /* the last verdicts could not be stored: wait a little */
    ym_usec next_due;         /* of the deliveries seen at the look */
    ym_usec counted_at;       /* YM_USEC_NONE: never */
    size_t at;                /* the endpoint that is being fanned out */
    unsigned slices;          /* of it, in this round */
    struct app_news_place to; /* where its place moves */
    bool is_slice_full;
    size_t chosen;        /* deliveries of the slice that is fanned out */
    unsigned under_way;   /* slots that are not free */
    unsigned posting;     /* posts under way */
    unsigned queued;      /* slots that wait for their post */
    uint64_t claims;      /* slots taken so far: the order of the next */
    unsigned claim_first; /* the endpoint that is asked first, for fairness */
    struct app_deliver_gauges gauges;
    struct ym_arena arena;
    void (*stopped)(void *arg);
    void *stopped_arg;
    struct endpoint endpoints[ENDPOINTS_MAX];
    struct slot slots[APP_DELIVER_SLOTS];
    struct slot *storing[APP_DELIVER_SLOTS];
    size_t nstoring;
    struct app_delivery rows[APP_DELIVER_FEED_MAX]; /* of the slice that is fanned out */
    struct app_verdict verdicts[APP_DELIVER_SLOTS];
};

/* deliver.c */
void deliver_soon(struct app_deliver *d); /* a turn, at once */
ym_usec deliver_now(const struct app_deliver *d);
struct endpoint *deliver_endpoint(struct app_deliver *d, int64_t id); /* NULL: not known */

/* deliver_post.c */
void deliver_post(struct app_deliver *d, struct endpoint *e, const struct app_delivery *row);
void deliver_pump(struct app_deliver *d); /* post what waits and may go now */
void deliver_store_verdicts(struct app_deliver *d);
unsigned deliver_free_slots(const struct app_deliver *d);

#endif
