/* SPDX-License-Identifier: Apache-2.0 */
#include "exchanging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto.h"

#define DAY_USEC    ((ym_usec)CLI_EXCHANGING_DAY_S * YM_USEC_PER_SECOND)
#define MINUTE_USEC (60 * YM_USEC_PER_SECOND)

static ym_usec now(void *arg)
{
    const struct cli_exchanging *x = arg;

    return ym_clock_now(ym_loop_clock(x->parts.loop));
}

static void digest(struct ym_span text, unsigned char ret[32])
{
    ym_sha256(text.at, text.n, ret);
}

/* ---- Both records, once a night ---- */

static void compare_next(struct cli_exchanging *x);

void cli_exchanging_reconcile(struct cli_exchanging *x, ym_usec unless,
                              struct exchange_reconcile_config *ret)
{
    *ret = (struct exchange_reconcile_config){ .exchange = pg_exchange_port(x->store),
                                               .reader = x->parts.reader,
                                               .courier = x->courier,
                                               .handlers = &x->handlers,
                                               .unless = unless,
                                               .now = now,
                                               .arg = x };
    memcpy(ret->instance, x->parts.instance, sizeof(ret->instance));
}

static void on_compared(void *arg, enum ym_err err, const struct exchange_reconciled *what,
                        const char *text)
{
    struct cli_exchanging *x = arg;
    uint32_t found = 0;

    for (int i = 0; i < APP_DISCREPANCY_KIND_COUNT; i++)
        found += what->found[i];
    if (err == YM_E_OK) {
        x->compared++;
        ym_log(x->parts.log, INFO, "compared with a partner",
               ym_log_id("partner", (uint64_t)x->to_compare[x->at_partner]),
               ym_log_int("theirs", what->theirs), ym_log_int("ours", what->ours),
               ym_log_int("differences", found));
    } else if (err != YM_E_CONFLICT) {
        x->failed++;
        x->must_retry = true;
        ym_log(x->parts.log, WARN, "could not compare with a partner",
               ym_log_id("partner", (uint64_t)x->to_compare[x->at_partner]),
               ym_log_text("why", text));
    }
    x->at_partner++;
    compare_next(x);
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct cli_exchanging *x = arg;
    struct exchange_reconcile_config config;

    cli_exchanging_reconcile(x, x->night, &config);
    if (err == YM_E_OK && n == 1 && rows->is_active && !x->is_closing &&
        exchange_reconcile_run(&config, rows, on_compared, x))
        return;
    if (err != YM_E_OK)
        x->must_retry = true;
    x->at_partner++;
    compare_next(x);
}

/* Whoever did not answer is asked again the same night, later and later after the last try began;
 * whoever was compared by then, by either program, is passed over. */
static void plan_retry(struct cli_exchanging *x)
{
    static const int minutes[CLI_EXCHANGING_RETRIES] = { 10, 30, 90 };

    x->retry_at = YM_USEC_NONE;
    if (!x->must_retry || x->retries == CLI_EXCHANGING_RETRIES)
        return;
    x->retry_at = x->tried_at + minutes[x->retries] * MINUTE_USEC;
    x->retries++;
}

static void on_kept(void *arg, enum ym_err err)
{
    struct cli_exchanging *x = arg;

    (void)err; /* the next night tries again */
    plan_retry(x);
    x->is_comparing = false;
}

/* What is older than the longest time that the office gave meanwhile has had its time. */
static ym_usec before(struct cli_exchanging *x, enum ym_office_key key)
{
    return ym_day_start(ym_office_before(x->parts.office, key, ym_day_of(now(x))));
}

/* One after the other; then what has had its time is forgotten. */
static void compare_next(struct cli_exchanging *x)
{
    struct app_exchange *port = pg_exchange_port(x->store);

    if (x->is_closing) {
        x->is_comparing = false;
        return;
    }
    if (x->at_partner < x->nto_compare)
        port->ops->partners(port, x->to_compare[x->at_partner], (struct ym_span){ NULL, 0 },
                            on_partner, x);
    else
        port->ops->keep(port, before(x, YM_OFFICE_EXCHANGE_RECEIPTS_KEEP),
                        before(x, YM_OFFICE_EXCHANGE_PAYLOAD_KEEP), on_kept, x);
}

static void on_partners(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct cli_exchanging *x = arg;

    if (err != YM_E_OK) {
        x->is_comparing = false;
        x->compared_on = YM_DAY_NONE; /* at the next look again */
        return;
    }
    x->nto_compare = n;
    x->at_partner = 0;
    for (size_t i = 0; i < n; i++)
        x->to_compare[i] = rows[i].id;
    compare_next(x);
}

/* When tonight's comparison is due. Whoever comes later makes it up, unless it has been made. */
static ym_usec night_of(const struct cli_exchanging *x, ym_usec at)
{
    return ym_day_start(ym_day_of(at)) + x->at_minute * MINUTE_USEC;
}

static bool is_time(const struct cli_exchanging *x, ym_usec at)
{
    return x->at_minute != CLI_EXCHANGING_ALL_DAY && at >= night_of(x, at) &&
           x->compared_on != ym_day_of(at);
}

/* Is a later try of tonight due? Once the next night has come, that is the one. */
static bool is_retry(const struct cli_exchanging *x, ym_usec at)
{
    return x->retry_at != YM_USEC_NONE && at >= x->retry_at;
}

/* ---- Counting ---- */

static void on_counted(void *arg, enum ym_err err, const struct app_exchange_counts *counts)
{
    struct cli_exchanging *x = arg;

    x->is_counting = false;
    if (err != YM_E_OK)
        return;
    x->counts = *counts;
    x->has_counts = true;
}

static void on_look(void *arg)
{
    struct cli_exchanging *x = arg;
    struct app_exchange *port = pg_exchange_port(x->store);
    const ym_usec at = now(x);

    if (x->is_closing)
        return;
    if (!x->is_counting) {
        x->is_counting = true;
        port->ops->count(port, at, on_counted, x);
    }
    if (x->is_comparing)
        return;
    if (is_time(x, at)) {
        x->compared_on = ym_day_of(at);
        x->night = night_of(x, at);
        x->retries = 0;
    } else if (!is_retry(x, at)) {
        return;
    }
    x->tried_at = at;
    x->retry_at = YM_USEC_NONE;
    x->must_retry = false;
    x->is_comparing = true;
    port->ops->partners(port, 0, (struct ym_span){ NULL, 0 }, on_partners, x);
}

/* ---- Words ---- */

/* "HH:MM" as a minute of the day. */
static bool read_minute(const char *text, int *ret)
{
    long long hour;
    long long minute;
    char word[3];

    if (strcmp(text, "off") == 0) {
        *ret = CLI_EXCHANGING_ALL_DAY;
        return true;
    }
    if (strlen(text) != 5 || text[2] != ':')
        return false;
    memcpy(word, text, 2);
    word[2] = '\0';
    if (!cli_number(word, 0, 23, &hour) || !cli_number(text + 3, 0, 59, &minute))
        return false;
    *ret = (int)(hour * 60 + minute);
    return true;
}

static enum ym_err read_words(struct cli_exchanging *x, const struct cli_exchanging_words *words,
                              struct webhook_guard *guard, struct ym_error *reterr)
{
    if (!read_minute(words->at != NULL ? words->at : CLI_EXCHANGING_AT, &x->at_minute))
        return ym_fail(reterr, YM_E_INVALID, "--reconcile-at takes HH:MM, as 02:30, or off");
    if (words->allow == NULL ||
        webhook_guard_allow(guard, ym_span_of(words->allow), reterr) == YM_E_OK)
        return YM_E_OK;
    return ym_fail(reterr, YM_E_INVALID,
                   "--webhook-allow names at most %d networks as 10.1.0.0/16,fd00:1::/32, with no "
                   "bit set behind the mask",
                   WEBHOOK_ALLOW_MAX);
}

/* ---- Life ---- */

static enum ym_err open_ends(struct cli_exchanging *x, struct ym_error *reterr)
{
    x->courier = exchange_courier_new(
        &(struct exchange_courier_config){ .exchange = pg_exchange_port(x->store),
                                           .sender = webhook_client_port(x->client),
                                           .secrets = x->parts.secrets,
                                           .ring = x->parts.ring,
                                           .handlers = &x->handlers,
                                           .now = now,
                                           .arg = x });
    x->front =
        exchange_front_new(&(struct exchange_front_config){ .exchange = pg_exchange_port(x->store),
                                                            .secrets = x->parts.secrets,
                                                            .handlers = &x->handlers,
                                                            .digest = digest,
                                                            .now = now,
                                                            .arg = x });
    x->look = ym_timer_new(x->parts.loop, on_look, x);
    if (x->courier == NULL || x->front == NULL || x->look == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the exchange");
    ym_timer_start(x->look, 0, CLI_EXCHANGING_COUNT_MS);
    return YM_E_OK;
}

enum ym_err cli_exchanging_open(struct cli_exchanging *x, const struct cli_exchanging_parts *parts,
                                const struct cli_exchanging_words *words, struct ym_error *reterr)
{
    struct webhook_options options = { .ca_file = words->ca_file,
                                       .user_agent = "yima/" CLI_VERSION };
    enum ym_err err;

    memset(x, 0, sizeof(*x));
    x->parts = *parts;
    x->counted_at = YM_USEC_NONE;
    x->compared_on = YM_DAY_NONE;
    x->retry_at = YM_USEC_NONE;
    err = read_words(x, words, &options.guard, reterr);
    if (err != YM_E_OK)
        return err;
    x->client = webhook_client_open(parts->loop, &options, reterr);
    if (x->client == NULL)
        return reterr->code;
    x->store = pg_exchange_open(parts->loop, parts->conninfo, parts->is_unprepared, reterr);
    if (x->store == NULL) {
        webhook_client_close(x->client);
        x->client = NULL;
        return reterr->code;
    }
    return open_ends(x, reterr);
}

static void on_store_closed(void *arg)
{
    struct cli_exchanging *x = arg;

    x->store = NULL;
    exchange_courier_free(x->courier);
    exchange_front_free(x->front);
    webhook_client_close(x->client);
    ym_timer_free(x->look);
    ym_timer_free(x->close);
    x->courier = NULL;
    x->front = NULL;
    x->client = NULL;
    x->look = x->close = NULL;
    x->on_closed(x->closed_arg);
}

/* What is under way ends by itself: posts were cancelled, and the database answers or is given up.
 */
static void on_close(void *arg)
{
    struct cli_exchanging *x = arg;

    if (x->client != NULL)
        webhook_client_cancel(x->client);
    if ((x->courier != NULL && !exchange_courier_is_idle(x->courier)) ||
        (x->front != NULL && !exchange_front_is_idle(x->front)) || x->is_comparing ||
        x->is_counting)
        return;
    ym_timer_stop(x->close);
    pg_exchange_close(x->store, on_store_closed, x);
}

void cli_exchanging_close(struct cli_exchanging *x, void (*on_closed)(void *arg), void *arg)
{
    x->is_closing = true;
    x->on_closed = on_closed;
    x->closed_arg = arg;
    if (x->look != NULL)
        ym_timer_stop(x->look);
    x->close = ym_timer_new(x->parts.loop, on_close, x);
    if (x->close != NULL)
        ym_timer_start(x->close, 0, CLI_EXCHANGING_CLOSE_MS);
    else
        pg_exchange_close(x->store, on_store_closed, x);
}
