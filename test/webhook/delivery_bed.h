/* SPDX-License-Identifier: Apache-2.0 */
/* Two programs that deliver from one database, each question asked and awaited. */
#ifndef YM_TEST_DELIVERY_BED_H
#define YM_TEST_DELIVERY_BED_H

#include "app/query.h"
#include "pg/delivery.h"
#include "world.h"

#define NOW  MADE_NOW
#define MIN  (60 * YM_USEC_PER_SECOND)
#define MANY 256

/* The last answer. */
struct got {
    bool is_done;
    enum ym_err err;
    size_t n;
    int64_t count;
    struct app_endpoint_row endpoints[APP_SUBSCRIPTIONS_MAX];
    struct app_news news[APP_DELIVER_FEED_MAX];
    struct app_delivery claimed[APP_DELIVER_SLOTS];
    struct app_subscription subscription;
    struct app_delivery_row rows[APP_DELIVERY_PAGE_MAX];
    char error[APP_DELIVERY_ERROR_MAX];
};

extern struct world world;
extern struct ym_store *store;
extern struct got got;

/* Set-up and tear-down of a group of tests. */
int open_bed(void **state);
int close_bed(void **state);

/* The ports of a program (0, 1); of subscriptions that of program 0. */
struct app_deliveries *port(unsigned program);
struct app_subscriptions *desk(void);

/* Ask: begin(), call a port with one of these, await(). */
void begin(void);
void on_subscriptions(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n);
void on_settled(void *arg, enum ym_err err);
void on_count(void *arg, enum ym_err err, int64_t n);
enum ym_err await(void);

/* Whole questions, which must succeed. Each returns how many rows came, or went. */
size_t look(unsigned program);
size_t feed(const struct app_news_place *after);
size_t claim(unsigned program, int64_t subscription, ym_usec now, ym_usec until);
size_t list(int64_t subscription, uint8_t is_dead);
size_t fan_out(unsigned program, int64_t id);
void finish(unsigned program, const struct app_delivery *d, enum app_verdict_kind kind,
            ym_usec next_at);

/* n events of a new dispute, told to the outside. */
struct ym_id happen(unsigned n);

enum ym_err subscribe(int64_t id, uint8_t key, uint8_t fingerprint);

/* The subscription as the other program looks at it; id 0: it is not active. */
struct app_endpoint_row standing(int64_t id);
struct app_news_place place_of(int64_t id);

/* What the feed holds beyond the place, as deliveries, and where it ends. */
size_t gather(int64_t id, const struct app_news_place *from, struct app_delivery *rows,
              struct app_news_place *to);

#endif
