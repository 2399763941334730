/* SPDX-License-Identifier: Apache-2.0 */
/* yima subscription: who is told of what happens, and what could not be delivered. */
#include <stdio.h>
#include <string.h>

#include "app/query.h"
#include "cli.h"
#include "crypto/crypto.h"
#include "database.h"
#include "pg/delivery.h"
#include "secrets.h"
#include "subscription_print.h"
#include "words.h"
#include "yima/region.h"

#define ARENA_BYTES 4096 /* one sealed secret */

/* Words of the call. */
struct wish {
    const char *url, *label, *topics, *region, *body, *dispute, *since, *hours;
    bool from_beginning;
};

/* The same, read. */
struct request {
    struct ym_span url, label;
    uint32_t topics;
    int64_t region, body;
    struct ym_id dispute;
    ym_usec since;
    int64_t hours;
};

/* One question, asked and awaited. */
struct desk {
    struct cli_database db;
    struct ym_keyring *ring;
    struct app_secrets secrets;
    struct ym_loop *loop;
    struct pg_delivery *store;
    struct app_subscriptions *port;
    struct ym_arena arena;
    enum ym_err err;
    int64_t n; /* of a counted answer */
    char secret[APP_SECRET_TEXT_MAX];
    struct app_delivery_filter page; /* where the next page begins */
    bool has_more;
};

/* ---- Opening and closing ---- */

static void on_closed(void *arg)
{
    struct desk *d = arg;

    ym_loop_stop(d->loop);
}

static void desk_close(struct desk *d)
{
    if (d->store != NULL) {
        pg_delivery_close(d->store, on_closed, d);
        ym_loop_run(d->loop);
    }
    if (d->loop != NULL)
        ym_loop_free(d->loop);
    ym_crypto_wipe(d->secret, sizeof(d->secret));
    ym_arena_release(&d->arena);
    ym_keyring_close(d->ring);
    cli_database_close(&d->db);
}

static enum ym_err desk_open(const struct cli *cli, struct desk *d, struct ym_error *reterr)
{
    enum ym_err err;

    memset(d, 0, sizeof(*d));
    err = cli_database_open_existing(cli, &d->db, reterr);
    if (err != YM_E_OK)
        return err;
    err = cli_secrets_open(cli, &d->db, &d->ring, &d->secrets, reterr);
    if (err == YM_E_OK && !ym_arena_init(&d->arena, ARENA_BYTES))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to start");
    if (err == YM_E_OK) {
        d->loop = ym_loop_new(cli_clock_offset(), reterr);
        err = d->loop == NULL ? reterr->code : YM_E_OK;
    }
    if (err == YM_E_OK) {
        d->store = pg_delivery_open(d->loop, d->db.conninfo, cli->is_unprepared, reterr);
        err = d->store == NULL ? reterr->code : YM_E_OK;
    }
    if (err != YM_E_OK) {
        desk_close(d);
        return err;
    }
    d->port = pg_delivery_subscriptions(d->store);
    return YM_E_OK;
}

/* ---- Answers ---- */

static void on_rows(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct desk *d = arg;

    d->err = err;
    for (size_t i = 0; i < n; i++)
        cli_print_subscription(&rows[i]);
    ym_loop_stop(d->loop);
}

/* The id, and the secret below it: it is shown once. */
static void on_secret(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct desk *d = arg;

    d->err = err;
    if (err == YM_E_OK && n == 1)
        (void)printf("%lld\n%s\n", (long long)rows->id, d->secret);
    ym_loop_stop(d->loop);
}

static void on_done(void *arg, enum ym_err err, const struct app_subscription *rows, size_t n)
{
    struct desk *d = arg;

    (void)rows;
    (void)n;
    d->err = err;
    ym_loop_stop(d->loop);
}

static void on_count(void *arg, enum ym_err err, int64_t n)
{
    struct desk *d = arg;

    d->err = err;
    d->n = n;
    ym_loop_stop(d->loop);
}

static void on_page(void *arg, enum ym_err err, const struct app_delivery_page *page)
{
    struct desk *d = arg;

    d->err = err;
    d->has_more = err == YM_E_OK && page->has_more;
    for (size_t i = 0; err == YM_E_OK && i < page->n; i++) {
        cli_print_delivery(&page->at[i]);
        d->page.after = page->at[i].d.dispute;
        d->page.after_seq = page->at[i].d.seq;
    }
    ym_loop_stop(d->loop);
}

/* ---- Words ---- */

static enum ym_err read_region(const char *text, int64_t *ret, struct ym_error *reterr)
{
    if (text == NULL || strcmp(text, "any") == 0)
        return YM_E_OK;
    if (ym_region_parse(ym_span_of(text), ret))
        return YM_E_OK;
    return ym_fail(reterr, YM_E_INVALID, "--region takes 2, 4, 6, 9 or 12 digits, as 330108");
}

static enum ym_err read_numbers(const struct wish *w, struct request *ret, struct ym_error *reterr)
{
    long long n;

    if (w->body != NULL) {
        if (!cli_number(w->body, 0, INT64_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--body takes the number of a body; 0: any");
        ret->body = n;
    }
    if (w->hours != NULL) {
        if (!cli_number(w->hours, 0, APP_ROTATION_HOURS_MAX, &n))
            return ym_fail(reterr, YM_E_INVALID, "--hours takes 0 to %d", APP_ROTATION_HOURS_MAX);
        ret->hours = n;
    }
    if (w->since != NULL && !ym_usec_parse(ym_span_of(w->since), &ret->since))
        return ym_fail(reterr, YM_E_INVALID, "--since takes a time as 2026-11-22T08:00:00+08:00");
    return YM_E_OK;
}

static enum ym_err read_wish(const struct wish *w, struct request *ret, struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    *ret = (struct request){ .url = ym_span_of(w->url != NULL ? w->url : ""),
                             .label = ym_span_of(w->label != NULL ? w->label : ""),
                             .topics = 0,
                             .since = YM_USEC_NONE,
                             .hours = APP_ROTATION_HOURS };
    if (ret->label.n > APP_SUBSCRIPTION_LABEL_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "--label has at most %d bytes",
                       APP_SUBSCRIPTION_LABEL_MAX);
    if (w->topics != NULL)
        err = cli_read_codes(YM_VOCAB_TOPIC, w->topics, &ret->topics, reterr);
    if (err == YM_E_OK)
        err = read_region(w->region, &ret->region, reterr);
    if (err == YM_E_OK)
        err = read_numbers(w, ret, reterr);
    if (err == YM_E_OK && w->dispute != NULL)
        err = cli_read_dispute(w->dispute, &ret->dispute, reterr);
    return err;
}

/* ---- What can be asked ---- */

static enum ym_err ask(struct desk *d)
{
    ym_loop_run(d->loop);
    return d->err;
}

/* A request of this program is made once: its key is a fresh one. */
static void fresh_key(struct ym_request_key *ret)
{
    ret->given = true;
    ym_random(ret->key, sizeof(ret->key));
    ym_random(ret->fingerprint, sizeof(ret->fingerprint));
}

static enum ym_err add(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                       struct ym_error *reterr)
{
    struct app_subscription row = { .url = r->url,
                                    .label = r->label,
                                    .topics = r->topics != 0 ? r->topics : APP_TOPICS_ALL,
                                    .region = r->region,
                                    .body = r->body,
                                    .created_at = cli_now(),
                                    .from_beginning = w->from_beginning };
    enum ym_err err = app_subscription_url_check(r->url, reterr);

    (void)id;
    row.id = app_subscription_id(&d->secrets);
    fresh_key(&row.by);
    if (err == YM_E_OK)
        err =
            app_subscription_secret(&d->secrets, row.id, &d->arena, d->secret, &row.secret, reterr);
    if (err != YM_E_OK)
        return err;
    d->port->ops->add(d->port, &row, on_secret, d);
    err = ask(d);
    if (err == YM_E_CONFLICT)
        return ym_fail(reterr, err, "there are %d subscriptions, as many as may be; delete one",
                       APP_SUBSCRIPTIONS_MAX);
    if (err == YM_E_OK)
        (void)fprintf(stderr, "the second line is the secret; it is shown once: keep it now\n");
    return err;
}

static enum ym_err show(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                        struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    d->port->ops->read(d->port, id, on_rows, d);
    return ask(d);
}

static enum ym_err rotate(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                          struct ym_error *reterr)
{
    struct app_rotation what = { .subscription = id,
                                 .until = cli_now() + r->hours * 3600 * YM_USEC_PER_SECOND };
    enum ym_err err =
        app_subscription_secret(&d->secrets, id, &d->arena, d->secret, &what.sealed, reterr);

    (void)w;
    if (err != YM_E_OK)
        return err;
    fresh_key(&what.by);
    d->port->ops->rotate(d->port, &what, on_secret, d);
    err = ask(d);
    if (err == YM_E_OK)
        (void)fprintf(stderr,
                      "the second line is the new secret, shown once; the one before signs as well "
                      "for %lld hours\n",
                      (long long)r->hours);
    return err;
}

static enum ym_err change(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                          struct ym_error *reterr)
{
    const struct app_subscription_change c = { .url = w->url != NULL ? &r->url : NULL,
                                               .label = w->label != NULL ? &r->label : NULL,
                                               .topics = w->topics != NULL ? &r->topics : NULL,
                                               .region = w->region != NULL ? &r->region : NULL,
                                               .body = w->body != NULL ? &r->body : NULL,
                                               .now = cli_now() };
    enum ym_err err = c.url != NULL ? app_subscription_url_check(r->url, reterr) : YM_E_OK;

    if (err != YM_E_OK)
        return err;
    d->port->ops->change(d->port, id, &c, on_done, d);
    return ask(d);
}

static enum ym_err set_active(struct desk *d, int64_t id, bool is_active)
{
    const struct app_subscription_change c = { .is_active = &is_active, .now = cli_now() };

    d->port->ops->change(d->port, id, &c, on_done, d);
    return ask(d);
}

static enum ym_err pause_it(struct desk *d, int64_t id, const struct request *r,
                            const struct wish *w, struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    return set_active(d, id, false);
}

static enum ym_err resume(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                          struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    return set_active(d, id, true);
}

static enum ym_err delete_it(struct desk *d, int64_t id, const struct request *r,
                             const struct wish *w, struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    d->port->ops->remove(d->port, id, on_count, d);
    return ask(d) == YM_E_OK && d->n == 0 ? YM_E_NOT_FOUND : d->err;
}

static enum ym_err list_deliveries(struct desk *d, int64_t id, uint8_t is_dead)
{
    d->page = (struct app_delivery_filter){ .subscription = id,
                                            .is_dead = is_dead,
                                            .limit = APP_DELIVERY_PAGE_MAX };
    do {
        d->port->ops->deliveries(d->port, &d->page, on_page, d);
    } while (ask(d) == YM_E_OK && d->has_more);
    return d->err;
}

static enum ym_err dead(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                        struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    return list_deliveries(d, id, 1);
}

static enum ym_err pending(struct desk *d, int64_t id, const struct request *r,
                           const struct wish *w, struct ym_error *reterr)
{
    (void)r;
    (void)w;
    (void)reterr;
    return list_deliveries(d, id, 0);
}

static enum ym_err redrive(struct desk *d, int64_t id, const struct request *r,
                           const struct wish *w, struct ym_error *reterr)
{
    const struct app_redrive what = { .subscription = id,
                                      .dispute = r->dispute,
                                      .topics = r->topics,
                                      .since = r->since,
                                      .now = cli_now() };

    (void)w;
    (void)reterr;
    d->port->ops->redrive(d->port, &what, on_count, d);
    if (ask(d) == YM_E_OK)
        (void)printf("%lld\n", (long long)d->n);
    return d->err;
}

static enum ym_err skip(struct desk *d, int64_t id, const struct request *r, const struct wish *w,
                        struct ym_error *reterr)
{
    if (w->dispute == NULL)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "name the dispute with --dispute N");
    d->port->ops->skip(d->port, id, r->dispute, cli_now(), on_count, d);
    if (ask(d) == YM_E_OK && d->n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "nothing of this dispute is dead there; `yima subscription dead ID` lists "
                       "what is");
    return d->err;
}

typedef enum ym_err act_fn(struct desk *d, int64_t id, const struct request *r,
                           const struct wish *w, struct ym_error *reterr);

struct act {
    const char *name;
    bool takes_id;
    act_fn *fn;
};

static const struct act acts[] = {
    { "add", false, add },        { "list", false, show },       { "show", true, show },
    { "change", true, change },   { "rotate", true, rotate },    { "pause", true, pause_it },
    { "resume", true, resume },   { "delete", true, delete_it }, { "dead", true, dead },
    { "pending", true, pending }, { "redrive", true, redrive },  { "skip", true, skip },
};

static const struct act *find(const char *name)
{
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        if (strcmp(acts[i].name, name) == 0)
            return &acts[i];
    }
    return NULL;
}

/* What a port's bare answer means here. */
static void explain(enum ym_err err, long long id, struct ym_error *why)
{
    if (why->text[0] != '\0')
        return;
    if (err == YM_E_NOT_FOUND)
        (void)ym_fail(why, err,
                      "there is no subscription %lld; `yima subscription list` shows them", id);
    else
        (void)ym_fail(why, err, "the database did not answer: %s", ym_err_title(err));
}

static int act(const struct cli *cli, const struct act *a, long long id, const struct wish *w)
{
    struct ym_error why = { .text = "" };
    struct request request;
    struct desk desk;
    enum ym_err err;

    if (read_wish(w, &request, &why) != YM_E_OK) {
        (void)cli_fail(&why);
        return CLI_USAGE;
    }
    if (desk_open(cli, &desk, &why) != YM_E_OK)
        return cli_fail(&why);
    why.text[0] = '\0'; /* a server that was joined left words of its own */
    err = a->fn(&desk, id, &request, w, &why);
    desk_close(&desk);
    if (err == YM_E_OK)
        return CLI_DONE;
    explain(err, id, &why);
    return cli_fail(&why);
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct wish w = { 0 };
    const struct cli_option options[] = {
        { "url", "URL", "where to post", &w.url, NULL },
        { "label", "TEXT", "what it is for", &w.label, NULL },
        { "topics", "T,...", "dispute, stage, deadline, agreement, court, ... (all)", &w.topics,
          NULL },
        { "region", "CODE", "only disputes there; any: all again", &w.region, NULL },
        { "body", "ID", "only disputes of this body; 0: all again", &w.body, NULL },
        { "from-beginning", NULL, "add: with all that the feed still holds", NULL,
          &w.from_beginning },
        { "hours", "N", "rotate: how long the old secret signs as well (24)", &w.hours, NULL },
        { "dispute", "N", "redrive, skip: of this dispute", &w.dispute, NULL },
        { "since", "TIME", "redrive: what died since", &w.since, NULL },
    };
    const struct act *a;
    long long id = 0;
    int code;
    int at = cli_options(cli, &cli_subscription, argc, argv,
                         &(struct cli_syntax){ options, 9, 1, 2 }, &code);

    if (at < 0)
        return code;
    a = find(argv[at]);
    if (a == NULL || argc - at != (a->takes_id ? 2 : 1)) {
        (void)cli_complain("usage: yima subscription add --url URL … | list | %s",
                           "{show|change|rotate|pause|resume|delete|pending|dead|redrive|skip} ID");
        return CLI_USAGE;
    }
    if (a->takes_id && !cli_number(argv[at + 1], 1, APP_SUBSCRIPTION_ID_MAX, &id)) {
        (void)cli_complain("ID is the number that `yima subscription list` shows first");
        return CLI_USAGE;
    }
    return act(cli, a, id, &w);
}

const struct cli_command cli_subscription = {
    "subscription", "add | list | VERB ID",
    "webhooks: show, change, rotate, pause, resume, delete, pending, dead, redrive, skip", run
};
