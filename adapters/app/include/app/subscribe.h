/* SPDX-License-Identifier: Apache-2.0 */
/* Subscriptions: which endpoints outside are told of which events, and what became of it.
 *
 * A subscription names a URL and a filter; its secret signs what is sent and is kept sealed. What
 * is on its way to it stands in lanes, one for each dispute: the first of a lane is sent, the rest
 * wait. One that failed APP_DELIVER_ATTEMPTS times is dead, and its lane waits, visibly, until
 * somebody redrives or skips it; other lanes go on. */
#ifndef YM_APP_SUBSCRIBE_H
#define YM_APP_SUBSCRIBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/desk.h"
#include "base/arena.h"
#include "base/error.h"
#include "yima/id.h"
#include "yima/ports.h"
#include "yima/vocab.h"

#define APP_SUBSCRIPTIONS_MAX      64                       /* in one database */
#define APP_SUBSCRIPTION_URL_MAX   1000                     /* bytes */
#define APP_SUBSCRIPTION_LABEL_MAX 100                      /* bytes */
#define APP_SUBSCRIPTION_ID_MAX    ((INT64_C(1) << 40) - 1) /* ids are random up to here */
#define APP_SECRET_SEALED_MAX      160                      /* bytes as stored */
#define APP_DELIVERY_ERROR_MAX     200 /* bytes of the reason of a failure, with its NUL */
#define APP_DELIVERY_PAGE_MAX      200 /* rows of one list */
#define APP_ROTATION_HOURS         24  /* how long a replaced secret signs as well, by default */
#define APP_ROTATION_HOURS_MAX     720
#define APP_TOPICS_ALL             ((UINT32_C(1) << YM_TOPIC_COUNT) - 1)

/* Why a subscription is not active; stored. */
#define APP_STOPS(X) /* name, code, text */                                                        \
    X(NOT, "active", "it is active")                                                               \
    X(PAUSED, "paused", "somebody paused it")                                                      \
    X(GONE, "gone", "the endpoint answered 410 Gone")

enum app_stop {
#define X(name, code, text) APP_STOP_##name,
    APP_STOPS(X) APP_STOP_COUNT
#undef X
};

const char *app_stop_code(uint8_t stop); /* "paused" */

struct app_subscription {
    int64_t id;            /* 1..APP_SUBSCRIPTION_ID_MAX */
    struct ym_span url;    /* as app_subscription_url_check() admits */
    struct ym_span label;  /* what it is for; may be empty */
    uint32_t topics;       /* set of enum ym_topic; never empty */
    int64_t region;        /* padded code of a subtree; 0: any */
    int64_t body;          /* owner of the dispute; 0: any */
    struct ym_span secret; /* sealed */
    struct ym_span before; /* sealed; n == 0: none is being replaced */
    ym_usec before_until;  /* when that one stops signing; YM_USEC_NONE without one */
    bool is_active;
    uint8_t partner_kind; /* enum app_partner_kind (app/exchange.h); 0: it is no partner's */
    uint8_t stopped;      /* enum app_stop */
    ym_usec stopped_at;   /* YM_USEC_NONE while active */
    ym_usec created_at;
    int64_t pending, dead;    /* deliveries; of answers alone */
    bool from_beginning;      /* add() alone: begin with all that the feed still holds */
    struct ym_request_key by; /* of the request that made it */
    unsigned char rotated_by[YM_KEY_BYTES]; /* key of the last rotation; zeros: none */
};

/* What an administrator changes; a pointer that is NULL or a flag not set: as it was. */
struct app_subscription_change {
    const struct ym_span *url, *label;
    const uint32_t *topics;
    const int64_t *region, *body;
    const bool *is_active;
    ym_usec now;
};

/* What the message of an event says, and how it is sent. */
struct app_delivery {
    int64_t subscription;
    struct ym_id dispute;
    uint32_t seq;                /* version of the dispute after the event */
    ym_usec at;                  /* of the event */
    uint16_t rule;               /* that made it */
    uint16_t procedure;          /* version after it */
    uint8_t kind;                /* enum ym_cmd */
    uint8_t colour, stage, type; /* enums, after it */
    uint32_t topics;             /* set of enum ym_topic */
    int64_t region, body;
    int64_t lease;      /* the fence */
    uint16_t attempts;  /* that failed */
    ym_usec created_at; /* when it was fanned out */
    bool is_first;      /* fan-out alone: first of its dispute in the slice */
};

/* A delivery as lists show it. */
struct app_delivery_row {
    struct app_delivery d;
    ym_usec next_at;      /* YM_USEC_NONE: it waits behind another one, or is dead */
    ym_usec leased_until; /* a program is sending it; YM_USEC_NONE: none is */
    ym_usec tried_at;     /* of the last failure; YM_USEC_NONE: none yet */
    uint16_t status;      /* HTTP status of the last answer; 0: none came */
    bool is_dead;
    struct ym_span error; /* why the last attempt failed */
};

struct app_delivery_page {
    size_t n;
    bool has_more;
    struct app_delivery_row at[APP_DELIVERY_PAGE_MAX]; /* by dispute and seq */
};

struct app_delivery_filter {
    int64_t subscription;
    struct ym_id after; /* only behind this dispute and seq; v == 0: from the first */
    uint32_t after_seq;
    uint8_t is_dead; /* 0, 1 or APP_ANY (app/query.h) */
    unsigned limit;  /* 1..APP_DELIVERY_PAGE_MAX */
};

struct app_redrive {
    int64_t subscription;
    struct ym_id dispute; /* v == 0: any */
    uint32_t topics;      /* 0: any */
    ym_usec since;        /* dead since; YM_USEC_NONE: any time */
    ym_usec now;
};

struct app_rotation {
    int64_t subscription;
    struct ym_span sealed;    /* the new secret */
    ym_usec until;            /* the one before signs as well until then */
    struct ym_request_key by; /* of the request */
};

/* Answers. Each call ends in exactly one of them, never before the call returns; what they point to
 * dies when they return. err: OK, NOT_FOUND, CONFLICT (add: there are APP_SUBSCRIPTIONS_MAX),
 * KEY_REUSED, UNAVAILABLE, BUSY or INTERNAL. */
typedef void app_subscriptions_fn(void *arg, enum ym_err err, const struct app_subscription *rows,
                                  size_t n);
typedef void app_deliveries_fn(void *arg, enum ym_err err, const struct app_delivery_page *page);
typedef void app_count_fn(void *arg, enum ym_err err, int64_t n);

struct app_subscriptions; /* whatever implements the port; it begins with its ops */

struct app_subscriptions_ops {
    /* All of them, oldest first, or the one with this id (0: all). Nothing is copied later: the
     * arguments of every call may be released when it returns. */
    void (*read)(struct app_subscriptions *s, int64_t id, app_subscriptions_fn *done, void *arg);
    /* Make one. The same request again (s->by) gives the row that it made; another body under its
     * key is KEY_REUSED. */
    void (*add)(struct app_subscriptions *s, const struct app_subscription *row,
                app_subscriptions_fn *done, void *arg);
    void (*change)(struct app_subscriptions *s, int64_t id,
                   const struct app_subscription_change *change, app_subscriptions_fn *done,
                   void *arg);
    /* A new sealed secret; the one before signs until then as well. The same request again gives
     * the row with what it made. */
    void (*rotate)(struct app_subscriptions *s, const struct app_rotation *what,
                   app_subscriptions_fn *done, void *arg);
    /* It and all that is on its way to it. n: subscriptions deleted. */
    void (*remove)(struct app_subscriptions *s, int64_t id, app_count_fn *done, void *arg);
    void (*deliveries)(struct app_subscriptions *s, const struct app_delivery_filter *filter,
                       app_deliveries_fn *done, void *arg);
    /* Dead ones begin anew, with all their attempts. n: how many. */
    void (*redrive)(struct app_subscriptions *s, const struct app_redrive *what, app_count_fn *done,
                    void *arg);
    /* Give up the dead one of this dispute, so that its lane goes on. n: 1, or 0 when none is. */
    void (*skip)(struct app_subscriptions *s, int64_t id, struct ym_id dispute, ym_usec now,
                 app_count_fn *done, void *arg);
};

struct app_subscriptions {
    const struct app_subscriptions_ops *ops;
};

/* May it be called at all? OK, or UNPROCESSABLE with what is allowed: http or https, a host, no
 * user, no fragment, visible ASCII, at most APP_SUBSCRIPTION_URL_MAX bytes. Where its name leads is
 * judged at each connection. */
__attribute__((warn_unused_result)) enum ym_err app_subscription_url_check(struct ym_span url,
                                                                           struct ym_error *reterr);

/* A fresh random id. */
int64_t app_subscription_id(const struct app_secrets *secrets);

/* The label under which the secrets of a subscription are sealed: in its own row alone they open.
 * Part of the stored form, never change it. */
#define APP_SECRET_LABEL_MAX 64
struct ym_span app_subscription_label(int64_t id, char room[APP_SECRET_LABEL_MAX]);

/* Make a secret and seal it for the subscription with this id. ret_text gets the text to be shown
 * once (wipe it afterwards), *ret_sealed lies in arena. */
__attribute__((warn_unused_result)) enum ym_err
app_subscription_secret(const struct app_secrets *secrets, int64_t id, struct ym_arena *arena,
                        char ret_text[APP_SECRET_TEXT_MAX], struct ym_span *ret_sealed,
                        struct ym_error *reterr);

/* Open a sealed secret; the text lies in arena. */
__attribute__((warn_unused_result)) enum ym_err
app_subscription_unseal(const struct app_secrets *secrets, int64_t id, struct ym_span sealed,
                        struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr);

/* Does the subscription want an event with these topics of a dispute there? */
bool app_subscription_wants(const struct app_subscription *s, uint32_t topics, int64_t region,
                            int64_t body);

#endif
