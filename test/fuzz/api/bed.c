/* SPDX-License-Identifier: Apache-2.0 */
#include "bed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "centre/handler.h"
#include "channel/channel.h"
#include "court/handler.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "crypto/ticket.h"
#include "crypto/totp.h"
#include "crypto/webhook.h"
#include "json/event.h"
#include "json/office.h"

#define BEGINNING   (INT64_C(1795305600) * YM_USEC_PER_SECOND) /* 2026-11-22, 08:00 in Shanghai */
#define OPERATIONS  16
#define STORED_FORM "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$"

static struct bed *the_bed; /* the random source and the passwords of the ports have no argument */

static void give_up(const char *what)
{
    (void)fprintf(stderr, "bed: %s\n", what);
    exit(1);
}

/* ---- What must be the same each time ---- */

/* SplitMix64 (Steele, Lea, Flood, 2014). */
static void same_random(void *ret, size_t n)
{
    unsigned char *at = ret;

    for (size_t i = 0; i < n; i++) {
        uint64_t z = (the_bed->random += UINT64_C(0x9E3779B97F4A7C15));

        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        at[i] = (unsigned char)(z >> 56);
    }
}

static ym_usec now(void *arg)
{
    const struct bed *b = arg;

    return b->now;
}

static int64_t elapsed_ms(void *arg)
{
    return now(arg) / 1000;
}

static bool offload(void *arg, void (*work)(void *), void (*done)(void *), void *job)
{
    struct bed *b = arg;

    return ym_work_submit(b->world.loop, work, done, job, NULL) == YM_E_OK;
}

/* ---- Secrets ---- */

static enum ym_err sign(void *ring, const struct app_sign_key *key, struct ym_span message,
                        unsigned char ret[YM_SIGNATURE_LEN], struct ym_error *reterr)
{
    struct ym_sign_key own;
    const enum ym_err err =
        ym_sign_key_derive(ring, key->from, key->label, key->number, &own, reterr);

    if (err == YM_E_OK)
        ym_sign(&own, message, ret);
    return err;
}

static enum ym_err public_key(void *ring, const struct app_sign_key *key,
                              unsigned char ret[YM_SIGN_PUBLIC_LEN], struct ym_error *reterr)
{
    struct ym_sign_key own;
    const enum ym_err err =
        ym_sign_key_derive(ring, key->from, key->label, key->number, &own, reterr);

    if (err == YM_E_OK)
        memcpy(ret, own.open, sizeof(own.open));
    return err;
}

static unsigned newest(void *ring)
{
    return ym_keyring_newest(ring);
}

static void digest_begin(struct app_digest *d)
{
    struct ym_sha256 s;

    ym_sha256_begin(&s);
    memcpy(d, &s, sizeof(s));
}

static void digest_add(struct app_digest *d, struct ym_span bytes)
{
    struct ym_sha256 s;

    memcpy(&s, d, sizeof(s));
    ym_sha256_add(&s, bytes.at, bytes.n);
    memcpy(d, &s, sizeof(s));
}

static void digest_end(struct app_digest *d, unsigned char ret[YM_SHA256_LEN])
{
    struct ym_sha256 s;

    memcpy(&s, d, sizeof(s));
    ym_sha256_end(&s, ret);
}

static void complete_secrets(struct app_secrets *s)
{
    s->random = same_random;
    s->webhook_secret = ym_webhook_secret_make;
    s->webhook_sign = ym_webhook_sign;
    s->newest = newest;
    s->sign = sign;
    s->public_key = public_key;
    s->verify = ym_sign_verify;
    s->digest_begin = digest_begin;
    s->digest_add = digest_add;
    s->digest_end = digest_end;
}

/* ---- Credentials: a password is stored as itself, since the true form is slow on purpose ---- */

static void ticket(enum app_ticket kind, char ret_text[APP_TICKET_LEN + 1],
                   unsigned char ret_hash[APP_TICKET_HASH_LEN])
{
    (void)kind;
    ym_ticket_make(YM_SPAN("fuzz"), ret_text, ret_hash);
}

static bool ticket_hash(enum app_ticket kind, struct ym_span text,
                        unsigned char ret_hash[APP_TICKET_HASH_LEN])
{
    (void)kind;
    return ym_ticket_hash(YM_SPAN("fuzz"), text, ret_hash);
}

static bool password_store(struct ym_span password, char ret[APP_PASSWORD_STORED_MAX])
{
    (void)password;
    (void)snprintf(ret, APP_PASSWORD_STORED_MAX, "%s", STORED_FORM);
    return true;
}

static bool password_verify(const char *stored, struct ym_span password)
{
    return strcmp(stored, STORED_FORM) == 0 && password.n > 0;
}

static bool password_is_old(const char *stored)
{
    return stored[0] == '\0';
}

static const char *dummy(void)
{
    return STORED_FORM;
}

/* ---- The whole ---- */

static void open_partners(struct bed *b)
{
    struct world *w = &b->world;
    const struct court_handler_config court = { .app = w->app,
                                                .reader = &w->reader.port,
                                                .exchange = &b->ports.exchange.exchange,
                                                .casefile = &b->ports.casefile.casefile,
                                                .evidence = &b->ports.evidence.evidence,
                                                .directory = &w->directory,
                                                .desk = &w->desk,
                                                .secrets = &w->secrets,
                                                .procedures = &w->procedures,
                                                .decode = json_event_decode };
    const struct centre_handler_config centre = { .app = w->app,
                                                  .reader = &w->reader.port,
                                                  .casefile = &b->ports.casefile.casefile,
                                                  .evidence = &b->ports.evidence.evidence,
                                                  .directory = &w->directory,
                                                  .desk = &w->desk,
                                                  .secrets = &w->secrets,
                                                  .procedures = &w->procedures,
                                                  .decode = json_event_decode };

    b->outside = app_outside_new(&(struct app_outside_config){ .app = w->app,
                                                               .orders = &b->ports.orders.orders,
                                                               .reader = &w->reader.port,
                                                               .directory = &w->directory,
                                                               .desk = &w->desk,
                                                               .secrets = &w->secrets,
                                                               .procedures = &w->procedures,
                                                               .office = b->office,
                                                               .decode = json_event_decode,
                                                               .now = now,
                                                               .now_arg = b });
    if (b->outside == NULL)
        give_up("no memory for work orders");
    b->channel = channel_new(&(struct channel_config){ .outside = b->outside,
                                                       .orders = &b->ports.orders.orders,
                                                       .reader = &w->reader.port,
                                                       .procedures = &w->procedures,
                                                       .decode = json_event_decode });
    b->handlers.of[APP_PARTNER_COURT] = court_handler_new(&court);
    b->handlers.of[APP_PARTNER_CENTRE] = centre_handler_new(&centre);
    if (b->channel == NULL || b->handlers.of[APP_PARTNER_COURT] == NULL ||
        b->handlers.of[APP_PARTNER_CENTRE] == NULL)
        give_up("no memory for partners");
    b->handlers.of[APP_PARTNER_CHANNEL] = channel_handler(b->channel);
}

static void digest(struct ym_span text, unsigned char ret[32])
{
    ym_sha256(text.at, text.n, ret);
}

static void open_exchange(struct bed *b)
{
    b->front =
        exchange_front_new(&(struct exchange_front_config){ .exchange = &b->ports.exchange.exchange,
                                                            .secrets = &b->world.secrets,
                                                            .handlers = &b->handlers,
                                                            .digest = digest,
                                                            .now = now,
                                                            .arg = b });
    if (b->front == NULL)
        give_up("no memory for the exchange");
}

void bed_open(struct bed *b, const char *sources)
{
    memset(b, 0, sizeof(*b));
    the_bed = b;
    b->now = BEGINNING;
    world_open(&b->world, sources, OPERATIONS);
    complete_secrets(&b->world.secrets);
    ports_open(&b->ports, &b->world);
    b->gate_ops = world_gate_ops;
    b->gate_ops.session = world_gate_ops.bearer;
    b->world.gate.port.ops = &b->gate_ops;
    if (json_office_parse(json_office_shipped(), &b->office, NULL) != YM_E_OK)
        give_up("no memory for the rules of the office");
    open_partners(b);
    open_exchange(b);
}

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };

static void open_parts(struct bed *b)
{
    struct world *w = &b->world;

    b->credentials = (struct app_credentials){ .ticket = ticket,
                                               .ticket_hash = ticket_hash,
                                               .password_store = password_store,
                                               .password_verify = password_verify,
                                               .password_is_old = password_is_old,
                                               .dummy = dummy,
                                               .totp_code = ym_totp_code,
                                               .same = ym_crypto_same };
    b->boards =
        app_boards_new(&(struct app_boards_config){ .reader = &w->reader.port,
                                                    .procedures = &w->procedures,
                                                    .calendar = json_calendar_get(w->calendar),
                                                    .office = b->office,
                                                    .now = now,
                                                    .elapsed_ms = elapsed_ms,
                                                    .arg = b });
    b->sealer =
        app_sealer_new(&(struct app_sealer_config){ &b->ports.seals.seals, &w->secrets, &hash });
    if (b->boards == NULL || b->sealer == NULL)
        give_up("no memory for the parts of the interface");
}

void bed_open_api(struct bed *b)
{
    struct world *w = &b->world;

    open_parts(b);
    b->api = api_new(&(struct api_config){ .app = w->app,
                                           .desk = &w->desk,
                                           .secrets = &w->secrets,
                                           .gate = &w->gate.port,
                                           .directory = &w->directory,
                                           .reader = &w->reader.port,
                                           .procedures = &w->procedures,
                                           .calendar = json_calendar_get(w->calendar),
                                           .boards = b->boards,
                                           .months = &b->ports.months.months,
                                           .exchange = &b->ports.exchange.exchange,
                                           .front = b->front,
                                           .ring = w->ring,
                                           .now = now,
                                           .now_arg = b,
                                           .public_url = "https://yima.example.gov.cn",
                                           .casefile = &b->ports.casefile.casefile,
                                           .evidence = &b->ports.evidence.evidence,
                                           .answers = &b->ports.answers.answers,
                                           .assess = &b->ports.assess.assess,
                                           .points = &b->ports.points.points,
                                           .seals = &b->ports.seals.seals,
                                           .credits = &b->ports.credits.credits,
                                           .credit_access = &b->ports.credit_access.credit_access,
                                           .sealer = b->sealer,
                                           .hash = &hash,
                                           .orders = &b->ports.orders.orders,
                                           .outside = b->outside,
                                           .read_order = channel_order_read,
                                           .subscriptions = &b->ports.subscriptions.subscriptions,
                                           .migrations = &b->ports.migrations.migrations,
                                           .accounts = &b->ports.accounts.accounts,
                                           .credentials = &b->credentials,
                                           .offload = offload,
                                           .offload_arg = b,
                                           .operations_max = OPERATIONS });
    if (b->api == NULL)
        give_up("no memory for the interface");
    b->nroutes = api_routes(b->routes);
}

void bed_reset(struct bed *b)
{
    world_empty(&b->world, BED_DISPUTES);
    b->random = 1;
    b->ports.err = YM_E_UNAVAILABLE;
}

void bed_run(struct bed *b)
{
    ym_loop_run(b->world.loop);
}
