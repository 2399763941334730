/* SPDX-License-Identifier: Apache-2.0 */
/* What the handlers under /subscriptions share. */
#ifndef YM_HTTP_SRC_API_SUBSCRIPTION_H
#define YM_HTTP_SRC_API_SUBSCRIPTION_H

#include "api_private.h"
#include "app/subscribe.h"
#include "json/subscription.h"

_Static_assert(JSON_SUBSCRIPTION_URL_MAX == APP_SUBSCRIPTION_URL_MAX, "one limit of a URL");
_Static_assert(JSON_SUBSCRIPTION_LABEL_MAX == APP_SUBSCRIPTION_LABEL_MAX, "one limit of a label");
_Static_assert(JSON_ROTATION_HOURS_MAX == APP_ROTATION_HOURS_MAX, "one limit of a rotation");

/* Begin an operation of an administrator; or on the subscription of the path. NULL: answered. */
struct api_op *api_op_admin(struct api *api, struct ym_http_request *rq);
struct api_op *api_op_on_subscription(struct api *api, struct ym_http_request *rq, int64_t *ret);

/* Answer for what the port could not do. */
void api_op_undone(struct api_op *op, enum ym_err err);

/* api_subscription.c */
void api_get_subscriptions(struct ym_http_request *rq, void *app);
void api_get_subscription(struct ym_http_request *rq, void *app);
void api_post_subscription(struct ym_http_request *rq, void *app);
void api_patch_subscription(struct ym_http_request *rq, void *app);
void api_delete_subscription(struct ym_http_request *rq, void *app);
void api_post_rotate(struct ym_http_request *rq, void *app);

/* api_delivery.c */
void api_get_deliveries(struct ym_http_request *rq, void *app);
void api_post_redrive(struct ym_http_request *rq, void *app);
void api_post_skip(struct ym_http_request *rq, void *app);
void api_post_ping(struct ym_http_request *rq, void *app);

#endif
