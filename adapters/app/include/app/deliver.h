/* SPDX-License-Identifier: Apache-2.0 */
/* Delivery: the feed of events reaches the endpoints of app/subscribe.h.
 *
 *   look ──news──> feed ──> fan out ──┐ (again while a slice was full)
 *     └──────────────none─────────────┴──> claim ──> post … post ──> verdicts
 *
 * One round at a time looks, fans out and claims; posts are under way beside it, at most
 * APP_DELIVER_POSTS of them and APP_DELIVER_PER_ENDPOINT to one endpoint. More are claimed than are
 * posted at once, so that the next does not wait for the database. Any number of programs may do
 * this on one database: a slice is fanned out by a compare-and-set of the subscription's place, a
 * delivery is claimed under a lease, and a verdict counts only while its lease is the newest.
 *
 * At least once: a program that dies after a post and before its verdict leaves the delivery to the
 * end of its lease; then it is sent again with the same id. The order within a dispute is kept,
 * since only the first of its lane is ever claimed.
 *
 * Everything runs on one thread. The clock, randomness and the timer are the caller's. */
#ifndef YM_APP_DELIVER_H
#define YM_APP_DELIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/subscribe.h"
#include "base/buf.h"
#include "yima/dispute.h"
#include "yima/procedure.h"

#define APP_DELIVER_SLOTS              256 /* deliveries claimed here, to the storing of their verdict */
#define APP_DELIVER_HELD               32  /* of those of one subscription */
#define APP_DELIVER_POSTS              64  /* posts under way */
#define APP_DELIVER_PER_ENDPOINT       4   /* of those to one subscription */
#define APP_DELIVER_CLAIMS_MAX         16  /* subscriptions asked in one claim */
#define APP_DELIVER_FEED_MAX           128 /* events of one slice */
#define APP_DELIVER_SLICES             16  /* slices of one subscription in one round */
#define APP_DELIVER_ATTEMPTS           12  /* by default; then it is dead */
#define APP_DELIVER_ATTEMPTS_MAX       100
#define APP_DELIVER_FIRST_MS           5000 /* wait after the first failure, by default */
#define APP_DELIVER_FIRST_MS_MAX       3600000
#define APP_DELIVER_GROWTH             4 /* each later wait is so many times the one before */
#define APP_DELIVER_WAIT_MS_MAX        21600000 /* six hours: no wait is longer */
#define APP_DELIVER_RETRY_AFTER_MS_MAX 3600000  /* of what an endpoint asks for by Retry-After */
#define APP_DELIVER_POLL_MS            500 /* the feed is looked at so often when nothing wakes us */
#define APP_DELIVER_NUDGE_MS           20 /* from a commit to the look, so that a burst is one look */
#define APP_DELIVER_TROUBLE_MS         1000  /* after the database did not answer */
#define APP_DELIVER_QUEUE_MS           30000 /* a claimed one that waited longer goes back unsent */
#define APP_DELIVER_LEASE_MS           60000 /* longer than waiting, any post and its verdict together */
#define APP_DELIVER_COUNT_MS           15000 /* how old the counted gauges may be */
#define APP_DELIVER_BODY_MAX           8192  /* bytes of one message */

/* ---- Where deliveries live ---- */

/* A place in the feed: everything up to and with it is fanned out. */
struct app_news_place {
    int64_t xid;
    int64_t dispute;
    int32_t seq;
};

/* An active subscription at a look. Of s: id, url, topics, region, body and the secrets. */
struct app_endpoint_row {
    struct app_subscription s;
    struct app_news_place place;
    bool has_news;  /* the feed holds more */
    ym_usec due_at; /* of its delivery that is due first; YM_USEC_NONE: there is none */
};

/* An event in the feed. Numbers of rules and states are of a procedure version. */
struct app_news {
    struct app_news_place place;
    bool is_whole; /* false: its event or dispute cannot be read; pass over it */
    ym_usec at;
    uint16_t rule;
    uint16_t before, after; /* numbers of the version; after == 0: as before */
    uint8_t kind;           /* enum ym_cmd */
    uint8_t to[YM_TRACKS];  /* states after it */
    uint8_t type;
    int64_t region, body;
};

/* What became of one post. */
struct app_verdict {
    struct app_delivery d; /* as claimed */
    enum app_verdict_kind {
        APP_VERDICT_DONE,     /* it has arrived */
        APP_VERDICT_RETRY,    /* later again */
        APP_VERDICT_DEAD,     /* not again */
        APP_VERDICT_GONE,     /* the endpoint is gone: stop the subscription, keep the delivery */
        APP_VERDICT_RELEASED, /* not tried: due again at once */
    } kind;
    ym_usec next_at; /* RETRY, GONE and RELEASED */
    uint16_t status; /* HTTP status; 0: no answer */
    char error[APP_DELIVERY_ERROR_MAX];
};

/* Counted so far and no further: the count is asked for every few seconds, and may not cost what
 * has piled up. A gauge at this number means "so many or more". */
#define APP_DELIVERIES_COUNTED_MAX 100000

struct app_counted {
    int64_t pending, dead; /* at most APP_DELIVERIES_COUNTED_MAX each */
    ym_usec oldest; /* when the oldest pending one was fanned out; YM_USEC_NONE: there is none */
};

typedef void app_endpoints_fn(void *arg, enum ym_err err, const struct app_endpoint_row *rows,
                              size_t n);
typedef void app_news_fn(void *arg, enum ym_err err, const struct app_news *rows, size_t n);
typedef void app_claimed_fn(void *arg, enum ym_err err, const struct app_delivery *rows, size_t n);
typedef void app_counted_fn(void *arg, enum ym_err err, const struct app_counted *counted);
typedef void app_settled_fn(void *arg, enum ym_err err);

/* A slice that becomes deliveries, in one transaction, if the place is still at from. */
struct app_fan_out {
    int64_t subscription;
    struct app_news_place from, to;
    const struct app_delivery *rows; /* n of them, at most APP_DELIVER_FEED_MAX */
    size_t n;
    ym_usec now;
};

struct app_claim {
    int64_t subscription;
    unsigned room; /* at most so many; > 0 */
};

/* What is wanted of several subscriptions, until the lease ends. */
struct app_claims {
    ym_usec now, until;
    const struct app_claim *at; /* n of them; their rooms together are at most APP_DELIVER_SLOTS */
    size_t n;                   /* 1..APP_DELIVER_CLAIMS_MAX */
};

struct app_deliveries; /* whatever implements the port; it begins with its ops */

/* Each call ends in exactly one callback, never before it returns; its arguments may be released
 * when it returns, what a callback points to dies with it. err: OK, CONFLICT (fan_out alone: the
 * place has moved), UNAVAILABLE, BUSY or INTERNAL. */
struct app_deliveries_ops {
    void (*look)(struct app_deliveries *s, app_endpoints_fn *done, void *arg);
    /* At most APP_DELIVER_FEED_MAX events beyond the place, in order. */
    void (*feed)(struct app_deliveries *s, const struct app_news_place *after, app_news_fn *done,
                 void *arg);
    void (*fan_out)(struct app_deliveries *s, const struct app_fan_out *what, app_settled_fn *done,
                    void *arg);
    void (*claim)(struct app_deliveries *s, const struct app_claims *what, app_claimed_fn *done,
                  void *arg);
    /* Store verdicts, in one transaction; one whose lease is no longer the newest is dropped. The
     * same verdicts may be brought again. n <= APP_DELIVER_SLOTS. */
    void (*finish)(struct app_deliveries *s, ym_usec now, const struct app_verdict *verdicts,
                   size_t n, app_settled_fn *done, void *arg);
    void (*count)(struct app_deliveries *s, app_counted_fn *done, void *arg);
};

struct app_deliveries {
    const struct app_deliveries_ops *ops;
};

/* ---- Who sends ---- */

#define APP_POST_HEADERS_MAX 8

struct app_post_header {
    const char *name;
    const char *value;
};

/* One POST. All of it must live until the callback. */
struct app_post {
    struct ym_span url; /* NUL-terminated */
    struct ym_span body;
    struct app_post_header headers[APP_POST_HEADERS_MAX];
    size_t nheaders;
    struct ym_buf *answer;     /* gets the body of the answer, up to its maximum; NULL: of no
                                  interest */
    const char *cert_file;     /* client certificate and its key, PEM; NULL: none is shown */
    const char *cert_key_file; /* likewise */
    const char *ca_file;       /* whom this post trusts alone; NULL: as the sender does */
};

struct app_posted {
    int status;        /* HTTP status; 0: no answer came */
    bool is_cancelled; /* we gave up before it ended; nothing is known */
    int retry_after_s; /* what a Retry-After asks for; 0: nothing */
    const char *error; /* why no answer came; "" when one did. Holds no URL */
    bool is_cut;       /* the answer was longer than there was room for */
};

typedef void app_posted_fn(void *arg, const struct app_posted *posted);

struct app_sender; /* whatever implements the port; it begins with its ops */
struct app_sender_ops {
    /* Ends in exactly one callback, never before the call returns. */
    void (*post)(struct app_sender *s, const struct app_post *post, app_posted_fn *done, void *arg);
};
struct app_sender {
    const struct app_sender_ops *ops;
};

/* ---- Who carries what goes to partners (app/exchange.h) ---- */

struct app_courier; /* whatever implements the port; it begins with its ops */
struct app_courier_ops {
    /* May an event of this command concern such a partner? Asked for each event of the feed. */
    bool (*wants)(struct app_courier *c, uint8_t partner_kind, uint8_t command);
    /* Tell this partner of this event. A 200 lets the lane go on. *d lives until the callback. Ends
     * in exactly one, never before the call returns. */
    void (*carry)(struct app_courier *c, int64_t partner, const struct app_delivery *d,
                  app_posted_fn *done, void *arg);
};
struct app_courier {
    const struct app_courier_ops *ops;
};

/* ---- The operation ---- */

struct app_deliver_config {
    struct app_deliveries *deliveries;
    struct app_sender *sender;
    struct app_courier *courier; /* NULL: nothing goes to partners from here */
    const struct app_secrets *secrets;
    const struct ym_procedures *procedures;
    struct ym_span source; /* CloudEvents source; outlives the operation */
    unsigned attempts_max; /* 0: APP_DELIVER_ATTEMPTS */
    uint32_t first_ms;     /* 0: APP_DELIVER_FIRST_MS */
    ym_usec (*now)(void *arg);
    uint64_t (*random)(void *arg); /* for the jitter */
    /* Write the message of a delivery as a CloudEvent; d == NULL: a ping with this id. */
    void (*encode)(struct ym_buf *out, struct ym_span source, const struct app_delivery *d,
                   const struct ym_procedure *p, struct ym_span ping_id, ym_usec now);
    /* Call app_deliver_turn() after so long; replaces what was asked for before. */
    void (*again)(void *arg, uint32_t delay_ms);
    /* For the log: a delivery died or an endpoint is gone. May be NULL. */
    void (*told)(void *arg, const struct app_verdict *verdict);
    /* For the log: rounds begin to fail with this error, or (OK) succeed again. May be NULL. */
    void (*trouble)(void *arg, enum ym_err err);
    void *arg; /* handed to each */
};

struct app_deliver_gauges {
    int64_t pending;     /* deliveries stored and not dead, in flight included; as last counted */
    int64_t dead;        /* as last counted */
    ym_usec oldest;      /* when the oldest pending one was fanned out; YM_USEC_NONE: none */
    unsigned endpoints;  /* active subscriptions */
    unsigned in_flight;  /* posts under way here */
    uint64_t fanned_out; /* deliveries stored by this program */
    uint64_t sent;       /* posts answered with a 2xx */
    uint64_t failed;     /* posts that were not */
    uint64_t died;       /* deliveries that died at the hands of this program */
};

struct app_deliver; /* owned by the composition root */

/* NULL when the heap is empty. Nothing is done before the first app_deliver_turn(). */
__attribute__((warn_unused_result)) struct app_deliver *
app_deliver_new(const struct app_deliver_config *config);
void app_deliver_free(struct app_deliver *d); /* Pre: stopped, or never turned. NULL is legal */

/* Do what can be done now. Called by the timer that config.again asked for. */
void app_deliver_turn(struct app_deliver *d);

/* Something was committed: look soon. Cheap; called as often as one likes. */
void app_deliver_nudge(struct app_deliver *d);

/* Begin nothing more. done is called once posts have ended and their verdicts are stored, or could
 * not be; never before this returns. Cancel posts that take too long at the sender. */
void app_deliver_stop(struct app_deliver *d, void (*done)(void *arg), void *arg);

void app_deliver_gauges_get(const struct app_deliver *d, struct app_deliver_gauges *ret);

/* Send a ping to an endpoint, whether it is active or not, outside every lane. *s is read before
 * the call returns. False: no slot is free, or its secret cannot be opened; then done is never
 * called. */
__attribute__((warn_unused_result)) bool app_deliver_ping(struct app_deliver *d,
                                                          const struct app_subscription *s,
                                                          app_posted_fn *done, void *arg);

/* ---- Its rules, pure ---- */

/* Wait before the attempt after the n-th failure (n >= 1): first_ms times APP_DELIVER_GROWTH each
 * time, at most APP_DELIVER_WAIT_MS_MAX, of which a random half is taken off, so that what failed
 * together does not come back together. */
uint32_t app_deliver_backoff_ms(uint32_t first_ms, unsigned failures, uint64_t random);

/* What follows from an answer. attempts: failures before this one. */
void app_deliver_judge(const struct app_posted *posted, unsigned attempts, unsigned attempts_max,
                       uint32_t backoff_ms, ym_usec now, struct app_verdict *ret);

/* What the message of an event says. False when its rule or procedure is unknown here: such a row
 * waits for a program that knows it. */
__attribute__((warn_unused_result)) bool app_deliver_describe(const struct ym_procedures *all,
                                                              const struct app_news *row,
                                                              struct app_delivery *ret);

/* The id of an event's message: the dispute's compact number, a point, the sequence number. */
#define APP_MESSAGE_ID_MAX 32
void app_deliver_message_id(const struct app_delivery *d, char ret[APP_MESSAGE_ID_MAX]);

#endif
