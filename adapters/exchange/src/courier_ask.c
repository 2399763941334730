/* SPDX-License-Identifier: Apache-2.0 */
/* Questions: what a partner takes, and what it has of ours. They change nothing and leave no row.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "courier_private.h"

/* The receipt lies in the ride: it is given back afterwards. */
static void answer(struct ride *r, enum ym_err err, const struct exchange_receipt *receipt)
{
    exchange_asked_fn *const asked = r->asked;

    asked(r->arg, err, &r->partner, receipt, r->why);
    courier_leave(r);
}

static void on_posted(struct ride *r, const struct exchange_receipt *receipt)
{
    answer(r, receipt != NULL ? YM_E_OK : YM_E_UNAVAILABLE, receipt);
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct ride *r = arg;

    if (err == YM_E_OK && (n != 1 || rows->url.n == 0))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_OK && !courier_keep_partner(r, rows))
        err = YM_E_BUSY;
    if (err == YM_E_OK && !courier_post(r, on_posted))
        err = YM_E_UNAVAILABLE;
    if (err != YM_E_OK) {
        if (r->why[0] == '\0')
            (void)snprintf(r->why, sizeof(r->why), "%s",
                           err == YM_E_NOT_FOUND ? "there is no such partner, or it has no address"
                                                 : ym_err_title(err));
        answer(r, err, NULL);
    }
}

/* The envelope names the partner by its code: so it is written once the row is there. */
static void on_asked_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct ride *r = arg;
    const struct exchange_courier *c = r->courier;
    struct ym_buf out;

    if (err == YM_E_OK && n == 1) {
        ym_buf_init(&out, APP_MESSAGE_BYTES_MAX);
        exchange_put_envelope(&out, &(struct exchange_envelope){ .id = ym_span_of(r->name),
                                                                 .verb = r->message.verb,
                                                                 .partner = rows->code,
                                                                 .at = courier_now(c),
                                                                 .kind = APP_EXCHANGE_OTHER,
                                                                 .body = r->text });
        r->text = ym_buf_ok(&out) ? ym_arena_text(&r->arena, ym_buf_span(&out))
                                  : (struct ym_span){ NULL, 0 };
        ym_buf_release(&out);
        if (r->text.n == 0)
            err = YM_E_BUSY;
    }
    on_partner(r, err, rows, n);
}

bool exchange_courier_ask(struct exchange_courier *c, int64_t partner, unsigned verb,
                          struct ym_span body, exchange_asked_fn *done, void *arg)
{
    struct ride *r = courier_ride(c, partner);
    uint64_t random;

    if (r == NULL)
        return false;
    c->config.secrets->random(&random, sizeof(random));
    (void)snprintf(r->name, sizeof(r->name), "ask.%s.%016" PRIx64, exchange_verb_word(verb),
                   random);
    r->asked = done;
    r->arg = arg;
    r->message = (struct app_message){ .verb = (uint8_t)verb };
    r->text = ym_arena_text(&r->arena, body);
    c->config.exchange->ops->partners(c->config.exchange, partner, (struct ym_span){ NULL, 0 },
                                      on_asked_partner, r);
    return true;
}
