/* SPDX-License-Identifier: Apache-2.0 */
/* One post: signed at this moment, and its answer read as a receipt. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "courier_private.h"

static const char *path_or_none(struct ym_span path)
{
    return path.n > 0 ? path.at : NULL; /* NUL-terminated in the arena */
}

static void address(struct ride *r)
{
    r->post = (struct app_post){
        .url = r->partner.url,
        .body = r->text,
        .headers = { { "content-type", "application/json; charset=utf-8" },
                     { "webhook-id", r->name },
                     { "webhook-timestamp", r->seconds },
                     { "webhook-signature", r->signatures } },
        .nheaders = 4,
        .answer = &r->answer,
        .cert_file = path_or_none(r->partner.cert_file),
        .cert_key_file = path_or_none(r->partner.cert_key_file),
        .ca_file = path_or_none(r->partner.ca_file),
    };
}

static void say(struct ride *r, const struct app_posted *posted, const char *what)
{
    if (posted->status == 0)
        (void)snprintf(r->why, sizeof(r->why), "%s",
                       posted->error[0] != '\0' ? posted->error : "no answer came");
    else
        (void)snprintf(r->why, sizeof(r->why), "the partner answered %d%s%.300s", posted->status,
                       what[0] != '\0' ? ": " : "", what);
}

/* 200 and 202 bring a receipt, and 409 and 422 may: what the partner refuses for good. Anything
 * else says that it could not look at the message. */
static bool may_bring_receipt(int status)
{
    return status == 200 || status == 201 || status == 202 || status == 409 || status == 422;
}

static void on_answer(void *arg, const struct app_posted *posted)
{
    struct ride *r = arg;
    struct exchange_receipt receipt;
    struct ym_error why = { .text = "" };
    enum ym_err err = YM_E_INVALID;

    r->result = (struct app_posted){ .is_cancelled = posted->is_cancelled,
                                     .retry_after_s = posted->retry_after_s,
                                     .error = r->why };
    if (posted->status == 429 || posted->status == 503)
        r->result.status = posted->status; /* its Retry-After is to be respected */
    if (may_bring_receipt(posted->status) && !posted->is_cut)
        err = exchange_read_receipt(ym_buf_span(&r->answer), &r->arena, &receipt, &why);
    if (err == YM_E_OK && !ym_span_is(receipt.id, ym_span_of(r->name)))
        err = ym_fail(&why, YM_E_UNPROCESSABLE, "the receipt is for another message");
    if (err != YM_E_OK) {
        say(r, posted, why.text);
        r->posted(r, NULL);
        return;
    }
    r->why[0] = '\0';
    r->result.status = posted->status;
    r->posted(r, &receipt);
}

bool courier_post(struct ride *r, ride_posted_fn *posted)
{
    struct exchange_courier *c = r->courier;
    const int64_t seconds = courier_now(c) / YM_USEC_PER_SECOND;
    struct ym_error why;

    if (r->partner.url.n == 0) {
        (void)snprintf(r->why, sizeof(r->why), "the partner has no address");
        return false;
    }
    (void)snprintf(r->seconds, sizeof(r->seconds), "%" PRId64, seconds);
    if (exchange_sign(
            c->config.ring,
            &(struct exchange_outgoing){ &r->partner, ym_span_of(r->name), seconds, r->text },
            r->signatures, &why) != YM_E_OK) {
        (void)snprintf(r->why, sizeof(r->why), "our key for this partner is not in the key ring");
        return false;
    }
    ym_buf_release(&r->answer);
    ym_buf_init(&r->answer, APP_MESSAGE_BYTES_MAX);
    r->posted = posted;
    address(r);
    c->config.sender->ops->post(c->config.sender, &r->post, on_answer, r);
    return true;
}
