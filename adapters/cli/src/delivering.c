/* SPDX-License-Identifier: Apache-2.0 */
#include "delivering.h"

#include <stdio.h>
#include <string.h>

#include "crypto/crypto.h"
#include "json/cloudevent.h"
#include "yima/number.h"

#define RETRY_S_MAX (APP_DELIVER_FIRST_MS_MAX / 1000)

/* ---- What the operation asks for ---- */

static ym_usec now(void *arg)
{
    const struct cli_delivering *d = arg;

    return ym_clock_now(ym_loop_clock(d->loop));
}

static uint64_t random_number(void *arg)
{
    uint64_t v;

    (void)arg;
    ym_random(&v, sizeof(v));
    return v;
}

static void encode(struct ym_buf *out, struct ym_span source, const struct app_delivery *d,
                   const struct ym_procedure *p, struct ym_span ping_id, ym_usec at)
{
    char id[APP_MESSAGE_ID_MAX];

    if (d == NULL) {
        json_put_ping(out, source, ping_id, at);
        return;
    }
    app_deliver_message_id(d, id);
    json_put_cloudevent(out, &(struct json_cloudevent){ .source = source,
                                                        .id = ym_span_of(id),
                                                        .dispute = d->dispute,
                                                        .seq = d->seq,
                                                        .at = d->at,
                                                        .kind = d->kind,
                                                        .colour = d->colour,
                                                        .stage = d->stage,
                                                        .type = d->type,
                                                        .rule = d->rule,
                                                        .topics = d->topics,
                                                        .region = d->region,
                                                        .body = d->body,
                                                        .procedure = p });
}

static void again(void *arg, uint32_t delay_ms)
{
    struct cli_delivering *d = arg;

    ym_timer_start(d->timer, delay_ms, 0);
}

static void told(void *arg, const struct app_verdict *v)
{
    const struct cli_delivering *d = arg;
    const char *what = v->kind == APP_VERDICT_GONE ? "an endpoint is gone, its subscription stops"
                                                   : "a delivery is dead";
    char number[YM_NUMBER_COMPACT_MAX] = "";

    if (ym_id_valid(v->d.dispute))
        ym_number_compact(v->d.dispute, number);
    ym_log(d->log, WARN, what, ym_log_id("subscription", (uint64_t)v->d.subscription),
           ym_log_text("dispute_id", number), ym_log_int("seq", v->d.seq),
           ym_log_int("status", v->status), ym_log_text("why", v->error));
}

static void trouble(void *arg, enum ym_err err)
{
    const struct cli_delivering *d = arg;

    if (err == YM_E_OK)
        ym_log_write(d->log, YM_LOG_INFO, "deliveries go on", NULL, 0);
    else if (err == YM_E_NOT_FOUND)
        ym_log_write(d->log, YM_LOG_WARN,
                     "deliveries wait: an event names a procedure version that this program has "
                     "not learnt; when that lasts, the version needs a newer program",
                     NULL, 0);
    else
        ym_log(d->log, WARN, "deliveries wait for the database",
               ym_log_text("error", ym_err_type(err)));
}

static void on_timer(void *arg)
{
    struct cli_delivering *d = arg;

    app_deliver_turn(d->deliver);
}

/* ---- Words ---- */

static enum ym_err read_words(const struct cli_delivering_words *w, struct app_deliver_config *c,
                              struct webhook_guard *guard, struct ym_error *reterr)
{
    long long n;

    if (w->attempts != NULL) {
        if (!cli_number(w->attempts, 1, APP_DELIVER_ATTEMPTS_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--webhook-attempts takes 1 to %d",
                           APP_DELIVER_ATTEMPTS_MAX);
        c->attempts_max = (unsigned)n;
    }
    if (w->retry != NULL) {
        if (!cli_number(w->retry, 1, RETRY_S_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--webhook-retry takes 1 to %d seconds",
                           RETRY_S_MAX);
        c->first_ms = (uint32_t)n * 1000;
    }
    if (w->allow == NULL)
        return YM_E_OK;
    if (webhook_guard_allow(guard, ym_span_of(w->allow), reterr) == YM_E_OK)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_INVALID,
                   "--webhook-allow names at most %d networks as 10.1.0.0/16,fd00:1::/32, with no "
                   "bit set behind the mask",
                   WEBHOOK_ALLOW_MAX);
}

/* ---- Life ---- */

static enum ym_err open_parts(struct cli_delivering *d, const struct cli_delivering_parts *parts,
                              const struct cli_delivering_words *words,
                              const struct webhook_guard *guard, struct ym_error *reterr)
{
    const struct webhook_options options = { .guard = *guard,
                                             .ca_file = words->ca_file,
                                             .user_agent = "yima/" CLI_VERSION };

    d->timer = ym_timer_new(d->loop, on_timer, d);
    d->client = webhook_client_open(d->loop, &options, reterr);
    if (d->client == NULL)
        return reterr->code;
    d->store = pg_delivery_open(d->loop, parts->conninfo, parts->is_unprepared, reterr);
    return d->store == NULL ? reterr->code : YM_E_OK;
}

static void release(struct cli_delivering *d)
{
    app_deliver_free(d->deliver);
    webhook_client_close(d->client);
    ym_timer_free(d->timer);
    ym_timer_free(d->grace);
    d->deliver = NULL;
    d->client = NULL;
    d->timer = NULL;
    d->grace = NULL;
}

enum ym_err cli_delivering_open(struct cli_delivering *d, const struct cli_delivering_parts *parts,
                                const struct cli_delivering_words *words, struct ym_error *reterr)
{
    struct webhook_guard guard = { .n = 0 };
    struct app_deliver_config config = { .courier = parts->courier,
                                         .secrets = parts->secrets,
                                         .procedures = parts->procedures,
                                         .now = now,
                                         .random = random_number,
                                         .encode = encode,
                                         .again = again,
                                         .told = told,
                                         .trouble = trouble,
                                         .arg = d };
    enum ym_err err;

    memset(d, 0, sizeof(*d));
    d->loop = parts->loop;
    d->log = parts->log;
    (void)snprintf(d->source, sizeof(d->source), "%s",
                   words->source != NULL ? words->source : "urn:yima");
    err = read_words(words, &config, &guard, reterr);
    if (err == YM_E_OK)
        err = open_parts(d, parts, words, &guard, reterr);
    if (err == YM_E_OK) {
        config.deliveries = pg_delivery_port(d->store);
        config.sender = webhook_client_port(d->client);
        config.source = ym_span_of(d->source);
        d->deliver = app_deliver_new(&config);
        if (d->deliver == NULL || d->timer == NULL)
            err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for deliveries");
    }
    if (err != YM_E_OK) {
        if (d->store != NULL)
            pg_delivery_close(d->store, NULL, NULL);
        d->store = NULL;
        release(d);
        return err;
    }
    ym_timer_start(d->timer, 0, 0);
    return YM_E_OK;
}

void cli_delivering_nudge(struct cli_delivering *d)
{
    if (d->deliver != NULL)
        app_deliver_nudge(d->deliver);
}

static void on_store_closed(void *arg)
{
    struct cli_delivering *d = arg;

    d->store = NULL;
    release(d);
    d->on_closed(d->closed_arg);
}

static void on_stopped(void *arg)
{
    struct cli_delivering *d = arg;

    ym_timer_stop(d->timer);
    ym_timer_free(d->grace);
    d->grace = NULL;
    pg_delivery_close(d->store, on_store_closed, d);
}

static void on_grace(void *arg)
{
    struct cli_delivering *d = arg;

    webhook_client_cancel(d->client);
}

void cli_delivering_close(struct cli_delivering *d, void (*on_closed)(void *arg), void *arg)
{
    d->on_closed = on_closed;
    d->closed_arg = arg;
    d->grace = ym_timer_new(d->loop, on_grace, d);
    if (d->grace != NULL)
        ym_timer_start(d->grace, CLI_DELIVERING_GRACE_MS, 0);
    app_deliver_stop(d->deliver, on_stopped, d);
}

void cli_delivering_gauges(const struct cli_delivering *d, struct app_deliver_gauges *ret)
{
    *ret = (struct app_deliver_gauges){ .oldest = YM_USEC_NONE };
    if (d->deliver != NULL)
        app_deliver_gauges_get(d->deliver, ret);
}

bool cli_delivering_ping(void *arg, const struct app_subscription *s, app_posted_fn *done,
                         void *done_arg)
{
    struct cli_delivering *d = arg;

    return d->deliver != NULL && app_deliver_ping(d->deliver, s, done, done_arg);
}
