/* SPDX-License-Identifier: Apache-2.0 */
/* Work orders of others: the worklist of what a person has to look at.
 *
 *   begin -> the order -> may this caller? -> the port -> [logged] -> answer
 *
 * An order is worked off by who is responsible for its region; who is not is told that there is
 * none. */
#ifndef YM_HTTP_SRC_API_OUTSIDE_H
#define YM_HTTP_SRC_API_OUTSIDE_H

#include "api_private.h"
#include "app/casefile.h"
#include "app/outside.h"

#define API_OUTSIDE_BYTES_MAX 8192 /* body of a call on an order */

/* One call on an order; lies in the op's arena. */
struct api_order {
    struct api_op *op;
    int64_t id;                        /* of the order */
    struct app_order_row row;          /* as read; its spans lie in the op's arena */
    void (*then)(struct api_order *o); /* the order may be seen: go on */
    struct app_order content;          /* what the order says, decoded again */
    bool has_content;                  /* it could be opened and read */
    uint32_t tasks;                    /* that shall be ended */
    struct ym_span note;               /* what the person says of it */
    size_t nlikely, looked;            /* disputes that it may be a double of, and how many of them
                                          have been looked at */
    int elsewhere;                     /* of those: not the caller's to see */
    struct app_likely likely[APP_LIKELY_MAX];
};

/* Begin a call on the order in the path. NULL: answered already. */
struct api_order *api_order_begin(struct api *api, struct ym_http_request *rq);
/* Read the order, then go on. */
void api_order_read(struct api_order *o, void (*then)(struct api_order *o));

/* May the caller work off what lies in this region? */
bool api_order_may(const struct app_caller *c, int64_t region);

/* The members of an order, without what it says. */
void api_put_order(struct json_out *w, const struct app_order_row *row);
/* {"id":…,"number":…} or null. */
void api_put_order_dispute(struct json_out *w, const char *key, struct ym_id dispute);

void api_get_orders(struct ym_http_request *rq, void *app);        /* api_outside.c */
void api_get_references(struct ym_http_request *rq, void *app);    /* api_outside.c */
void api_get_order(struct ym_http_request *rq, void *app);         /* api_outside_order.c */
void api_post_order_settle(struct ym_http_request *rq, void *app); /* api_outside_act.c */
void api_post_order_split(struct ym_http_request *rq, void *app);  /* api_outside_act.c */

#endif
