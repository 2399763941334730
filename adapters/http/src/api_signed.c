/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/exchange/{partner} and /api/v1/intake/{partner}: what partners send. No token and no
 * session: the signature says who they are (exchange/front.h). What is refused without a good
 * signature costs a read of one row, and is throttled by address; it is counted, not stored. */
#include "api_exchange.h"

#include <stdio.h>

static void refuse(struct ym_http_request *rq, enum ym_err code, const char *text)
{
    struct ym_error err;

    (void)ym_fail(&err, code, "%s", text);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static bool is_throttled(struct api *api, struct ym_http_request *rq)
{
    char wait[16];
    unsigned wait_s;

    if (api_limit_take(api->strangers, rq->peer, api_now(api), &wait_s))
        return false;
    (void)snprintf(wait, sizeof(wait), "%u", wait_s);
    ym_http_reply_header(rq, "Retry-After", wait);
    refuse(rq, YM_E_THROTTLED, "too many messages without a good signature from this address");
    return true;
}

static void on_taken(void *arg, enum ym_err err, struct ym_span receipt, const char *text)
{
    struct api_op *op = arg;

    /* Whoever signs well is not throttled, whatever comes of the message. */
    if (err != YM_E_UNAUTHORIZED && err != YM_E_NOT_FOUND)
        api_limit_give(op->api->strangers, op->rq->peer, api_now(op->api));
    if (err != YM_E_OK) {
        api_op_error(op, err, "%s", text);
        return;
    }
    ym_http_reply_json(op->rq, 200, receipt);
    api_op_end(op);
}

static void take(struct api *api, struct ym_http_request *rq, bool is_intake)
{
    const struct exchange_front_request what = {
        .partner = ym_http_param(rq, "partner"),
        .is_intake = is_intake,
        .message = { .id = rq->header[YM_HTTP_H_WEBHOOK_ID],
                     .timestamp = rq->header[YM_HTTP_H_WEBHOOK_TIMESTAMP],
                     .signature = rq->header[YM_HTTP_H_WEBHOOK_SIGNATURE],
                     .body = rq->body },
    };
    struct ym_error why;
    struct api_op *op;

    if (api->config.front == NULL) {
        refuse(rq, YM_E_UNAVAILABLE, "this program takes nothing from partners");
        return;
    }
    if (is_throttled(api, rq))
        return;
    if (app_partner_code_check(what.partner, &why) != YM_E_OK) {
        refuse(rq, YM_E_NOT_FOUND, "there is no partner with this code");
        return;
    }
    op = api_op_take(api, rq);
    if (op != NULL && !exchange_front_take(api->config.front, &what, on_taken, op))
        api_op_error(op, YM_E_BUSY, "too many messages are being taken in; send it again");
}

void api_post_exchange(struct ym_http_request *rq, void *app)
{
    take(app, rq, false);
}

void api_post_intake(struct ym_http_request *rq, void *app)
{
    take(app, rq, true);
}
