/* SPDX-License-Identifier: Apache-2.0 */
/* yima serve: the service with the HTTP interface in front. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account_first.h"
#include "boards.h"
#include "cli.h"
#include "coverage.h"
#include "credentials.h"
#include "crypto/crypto.h"
#include "directory.h"
#include "document/sheet.h"
#include "gate.h"
#include "http/api.h"
#include "http/server.h"
#include "live.h"
#include "loop/children.h"
#include "loop/shutdown.h"
#include "operate.h"
#include "service.h"
#include "web/routes.h"
#include "words.h"

#define KEEP_DAYS_MAX  36500
#define PRINTERS       2     /* documents that are set at once */
#define PRINTS_WAITING 64    /* and that wait for it; one more is a 503 */
#define PRINT_MS       20000 /* a printer that takes longer is killed */

/* What sets a document: this program itself. */
#define PRINTER_PROGRAM "/proc/self/exe"
#define PRINTER_WORD    "document-worker"
#define CACHE_MIN       4096 /* fewer than are asked for at once would be refused as busy */

/* Each of these asks the reader at most one question at a time; the directory and the library ask
 * one more each. */
_Static_assert(API_OPERATIONS + API_BATCHES * API_BATCH_ROWS_MAX + CLI_GATE_CALLS + 2 <=
                   PG_READER_CALLS + PG_READER_REFUSALS,
               "the reader must be able to refuse all that can be asked at once");

struct serving {
    struct cli_service service;
    struct cli_operate operate;
    struct cli_live live;
    bool is_live_ending; /* the stream was told to close */
    struct api *api;
    struct app_boards *boards;
    char program[sizeof(PRINTER_PROGRAM)], worker[sizeof(PRINTER_WORD)];
    char *printer[3]; /* the words that start one; NULL at the end */
    struct ym_children *printers;
    struct ym_http_route routes[YM_HTTP_ROUTES_MAX];
    struct ym_shutdown *shutdown;
    const char *listen, *public_url, *links, *cache, *node, *keep_keys, *keep_feed;
    const char *trusted_proxies; /* NULL: none */
    struct cli_delivering_words delivering;
    struct cli_exchanging_words exchanging;
    char own_url[API_PUBLIC_URL_MAX + 1]; /* the listen address as an origin */
};

static const struct ym_hash_ops api_hash = { .sha256_2 = ym_sha256_2 };

static struct app_orders *orders(const struct cli_service *s)
{
    return s->intaking.store != NULL ? pg_outside_port(s->intaking.store) : NULL;
}

static ym_usec api_now(void *arg)
{
    struct serving *v = arg;

    return ym_clock_now(ym_loop_clock(v->service.loop));
}

static bool offload(void *arg, void (*work)(void *), void (*done)(void *), void *job)
{
    struct serving *v = arg;

    return ym_work_submit(v->service.loop, work, done, job, NULL) == YM_E_OK;
}

/* One document, one process: this program again, as its own worker. */
static enum ym_err print(void *arg, struct ym_buf *packed,
                         void (*done)(void *arg, enum ym_err err, struct ym_span output),
                         void *done_arg, struct ym_error *reterr)
{
    struct serving *v = arg;

    return ym_children_run(v->printers, packed, done, done_arg, reterr);
}

static bool open_printers(struct serving *v)
{
    v->printer[0] = v->program;
    v->printer[1] = v->worker;
    memcpy(v->program, PRINTER_PROGRAM, sizeof(PRINTER_PROGRAM));
    memcpy(v->worker, PRINTER_WORD, sizeof(PRINTER_WORD));
    v->printers = ym_children_new(&(struct ym_children_config){ .loop = v->service.loop,
                                                                .argv = v->printer,
                                                                .running_max = PRINTERS,
                                                                .waiting_max = PRINTS_WAITING,
                                                                .output_max = DOC_PDF_BYTES_MAX,
                                                                .timeout_ms = PRINT_MS });
    return v->printers != NULL;
}

static void stop_when_closed(struct serving *v)
{
    if (v->operate.server == NULL && v->operate.operators == NULL && v->live.feed == NULL)
        ym_loop_stop(v->service.loop);
}

static void on_servers_closed(void *arg)
{
    stop_when_closed(arg);
}

static void on_live_closed(void *arg)
{
    stop_when_closed(arg);
}

/* Viewers come back by themselves, to another node if there is one. */
static void end_live(struct serving *v)
{
    if (!v->is_live_ending)
        v->is_live_ending = cli_live_close(&v->live, on_live_closed, v);
}

/* The first signal lets requests in flight end; the second does not wait for them. What was
 * acknowledged is committed either way. */
static void on_signal(void *arg, bool at_once)
{
    struct serving *v = arg;

    if (at_once) {
        ym_loop_stop(v->service.loop);
        return;
    }
    ym_log(v->service.log, INFO, "stopping", ym_log_text("why", "signal"));
    end_live(v);
    cli_operate_leave(&v->operate);
}

/* Without --public-url codes lead to the address that is listened on: good for a trial at one
 * machine, and plainly of no use to a phone elsewhere. */
static const char *origin(struct serving *v)
{
    if (v->public_url != NULL)
        return v->public_url;
    if (strncmp(v->listen, "unix:", 5) == 0)
        return "HTTP://LOCALHOST";
    (void)snprintf(v->own_url, sizeof(v->own_url), "HTTP://%s", v->listen);
    return v->own_url;
}

static struct app_subscriptions *subscriptions(const struct cli_service *s)
{
    return s->delivering.store != NULL ? pg_delivery_subscriptions(s->delivering.store) : NULL;
}

static struct app_exchange *exchange_port(const struct cli_service *s)
{
    return s->exchanging.store != NULL ? pg_exchange_port(s->exchanging.store) : NULL;
}

/* The calls of the contract, then the pages, if they were built in. */
static size_t all_routes(struct ym_http_route ret[YM_HTTP_ROUTES_MAX])
{
    const size_t calls = api_routes(ret);
    size_t n;
    const struct ym_http_route *pages = web_routes(&n);

    assert(n <= YM_HTTP_ROUTES_MAX - calls);
    memcpy(ret + calls, pages, n * sizeof(*pages));
    return calls + n;
}

/* The API over everything that the service has opened. NULL: no memory. */
static struct api *new_api(struct serving *v)
{
    struct cli_service *s = &v->service;

    return api_new(&(struct api_config){ .app = s->app,
                                         .desk = &s->desk,
                                         .secrets = &s->secrets,
                                         .gate = cli_gate_port(s->gate),
                                         .directory = cli_directory_port(s->directory),
                                         .reader = pg_reader_port(s->reader),
                                         .procedures = &s->library.procedures,
                                         .calendar = s->library.calendar,
                                         .office = s->library.office,
                                         .boards = v->boards,
                                         .months = pg_months_port(s->monthly.months),
                                         .migrations = &s->migrations.port,
                                         .exchange = exchange_port(s),
                                         .front = s->exchanging.front,
                                         .courier = s->exchanging.courier,
                                         .ring = s->keyring,
                                         .now = api_now,
                                         .now_arg = v,
                                         .public_url = origin(v),
                                         .print = print,
                                         .print_arg = v,
                                         .stream = v->live.stream,
                                         .log = s->log,
                                         .has_pages = web_is_built(),
                                         .casefile = pg_casefile_port(s->casefile),
                                         .evidence = pg_evidence_port(s->evidence),
                                         .answers = pg_assess_answers(s->monthly.assess),
                                         .assess = pg_assess_port(s->monthly.assess),
                                         .points = pg_assess_points(s->monthly.assess),
                                         .seals = pg_seals_port(s->seals),
                                         .credits = pg_credits_port(s->monthly.credits),
                                         .credit_access = pg_credit_access_port(s->monthly.looks),
                                         .sealer = s->sealer,
                                         .hash = &api_hash,
                                         .orders = orders(s),
                                         .outside = s->intaking.outside,
                                         .read_order = channel_order_read,
                                         .subscriptions = subscriptions(s),
                                         .ping = cli_delivering_ping,
                                         .ping_arg = &s->delivering,
                                         .accounts = pg_delivery_accounts(s->people),
                                         .credentials = &cli_credentials,
                                         .offload = offload,
                                         .offload_arg = v });
}

static enum ym_err open_api(struct serving *v, const struct cli_operate_options *operate,
                            struct ym_error *reterr)
{
    struct cli_service *s = &v->service;
    struct ym_http_config config = {
        .listen = v->listen, .front = api_front, .may_watch = api_may_watch, .log = s->log
    };
    struct ym_http_server *server;
    enum ym_err err = cli_operate_prepare(&v->operate, s, operate, &config, reterr);

    if (err != YM_E_OK)
        return err;

    v->boards = cli_boards_new(s);
    if (v->boards == NULL || !open_printers(v))
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to serve");
    v->operate.metrics.boards = v->boards;
    v->api = new_api(v);
    if (v->api == NULL)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory to serve");
    config.routes = v->routes;
    config.routes_n = all_routes(v->routes);
    config.app = v->api;
    config.trusted_proxies = v->trusted_proxies;
    err = ym_http_server_open(s->loop, &config, &server, reterr);
    if (err != YM_E_OK)
        return err;
    return cli_operate_start(&v->operate, operate, server, reterr);
}

static enum ym_err open_all(struct serving *v, const struct cli *cli,
                            const struct cli_service_options *o,
                            const struct cli_operate_options *operate, struct ym_error *reterr)
{
    enum ym_err err;

    v->delivering.source = v->public_url;
    v->exchanging.allow = v->delivering.allow;
    v->exchanging.ca_file = v->delivering.ca_file;
    err = cli_service_open(cli, o, &v->service, reterr);

    v->operate.on_closed = on_servers_closed;
    v->operate.arg = v;
    v->operate.metrics.live = &v->live;
    if (err == YM_E_OK)
        err = cli_live_open(&v->live, &v->service, reterr);
    if (err == YM_E_OK)
        err = cli_account_first(v->service.db.conn, origin(v), reterr);
    if (err == YM_E_OK)
        err = open_api(v, operate, reterr);
    if (err == YM_E_OK) {
        v->shutdown = ym_shutdown_new(v->service.loop, on_signal, v, reterr);
        err = v->shutdown == NULL ? reterr->code : YM_E_OK;
    }
    return err;
}

static void close_all(struct serving *v)
{
    ym_shutdown_free(v->shutdown);
    while (v->operate.server != NULL || v->operate.operators != NULL || v->live.feed != NULL) {
        end_live(v);
        if (v->operate.server != NULL || v->operate.operators != NULL)
            cli_operate_close(&v->operate);
        ym_loop_run(v->service.loop);
    }
    ym_children_close(v->printers);
    api_free(v->api);
    app_boards_free(v->boards);
    cli_live_free(&v->live);
    cli_operate_free(&v->operate);
    cli_service_close(&v->service);
}

static void announce(const struct serving *v)
{
    (void)fprintf(stderr, "yima %s listens on %s; stop with ^C\n", CLI_VERSION,
                  ym_http_server_address(v->operate.server));
    ym_log(v->service.log, INFO, "ready",
           ym_log_text("listen", ym_http_server_address(v->operate.server)));
    if (cli_clock_offset() != 0 || v->service.clock_file != NULL)
        ym_log_write(v->service.log, YM_LOG_WARN, "the clock is shifted for a test", NULL, 0);
    cli_coverage_warn(v->service.log, v->service.library.calendar,
                      ym_clock_now(ym_loop_clock(v->service.loop)));
}

/* One number of an option, which stays as it is when the option was not given. */
static bool read_number(const char *name, const char *text, long long min, long long max,
                        long long *ret)
{
    if (text == NULL || cli_number(text, min, max, ret))
        return true;
    (void)cli_complain("--%s takes %lld to %lld", name, min, max);
    return false;
}

static bool read_numbers(const struct serving *v, struct cli_service_options *o)
{
    long long links = 0, cache = 0, keys = 0, feed = 0, node = PG_LEASE_ANY;

    if (v->public_url != NULL && !cli_take_origin(v->public_url))
        return false;
    if (!read_number("links", v->links, 1, PG_STORE_LINKS_MAX, &links) ||
        !read_number("cache", v->cache, CACHE_MIN, PG_STORE_CACHE_MAX, &cache) ||
        !read_number("node", v->node, 0, YM_ID_NODES - 1, &node) ||
        !read_number("keep-keys", v->keep_keys, 1, KEEP_DAYS_MAX, &keys) ||
        !read_number("keep-feed", v->keep_feed, 1, KEEP_DAYS_MAX, &feed))
        return false;
    o->links = (unsigned)links;
    o->cache = (unsigned)cache;
    o->node = (int)node;
    o->keys_days = (unsigned)keys;
    o->feed_days = (unsigned)feed;
    o->delivering = &v->delivering;
    o->exchanging = &v->exchanging;
    return true;
}

static int serve(struct serving *v, const struct cli *cli, const struct cli_service_options *o,
                 const struct cli_operate_options *operate)
{
    struct ym_error why;
    enum ym_err err;

    cli_raise_descriptors();
    err = open_all(v, cli, o, operate, &why);
    if (err == YM_E_OK) {
        announce(v);
        ym_loop_run(v->service.loop);
    }
    close_all(v);
    return err == YM_E_OK ? CLI_DONE : cli_fail(&why);
}

/* What is served when no option says otherwise; NULL without memory. */
static struct serving *new_serving(void)
{
    struct serving *v = calloc(1, sizeof(*v));

    if (v == NULL)
        return NULL;
    v->listen = "127.0.0.1:8080";
    v->links = "2";
    v->cache = "131072";
    v->keep_keys = "90";
    v->keep_feed = "7";
    return v;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct serving *v = new_serving();
    struct cli_service_options o = { .makes_ids = true,
                                     .has_log = true,
                                     .fires_deadlines = true,
                                     .runs_migrations = true,
                                     .has_people = true,
                                     .sweeps = true,
                                     .serves_casefiles = true };
    struct cli_operate_options operate = { .drain_text = CLI_DRAIN_MS,
                                           .level_text = "info",
                                           .format_text = "json" };
    int code = CLI_USAGE;

    if (v == NULL)
        return cli_complain("no memory to start");
    const struct cli_option options[] = {
        { "listen", "ADDRESS", "where to serve HTTP (127.0.0.1:8080, or unix:PATH)", &v->listen,
          NULL },
        { "public-url", "URL", "origin printed in codes (the listen address)", &v->public_url,
          NULL },
        { "trusted-proxy", "CIDR,...",
          "proxies whose Forwarded or X-Forwarded-For names the client (none)", &v->trusted_proxies,
          NULL },
        { "links", "N", "connections that write (2)", &v->links, NULL },
        { "cache", "N", "disputes held in memory, 650 bytes each (131072)", &v->cache, NULL },
        { "webhook-allow", "CIDR,...", "addresses besides public ones of subscribers and partners",
          &v->delivering.allow, NULL },
        { "webhook-ca", "FILE", "certificates to trust for webhooks and partners (the system's)",
          &v->delivering.ca_file, NULL },
        { "webhook-attempts", "N", "attempts before a delivery is dead (12)",
          &v->delivering.attempts, NULL },
        { "webhook-retry", "SECONDS", "wait after the first failure; it grows (5)",
          &v->delivering.retry, NULL },
        { "reconcile-at", "HH:MM",
          "when our record is compared with that of partners, or off (" CLI_EXCHANGING_AT ")",
          &v->exchanging.at, NULL },
        { "node", "N", "number of this program among its peers, 0 to 31 (one that is free)",
          &v->node, NULL },
        { "keep-keys", "DAYS", "how long a repeated request is recognised (90)", &v->keep_keys,
          NULL },
        { "keep-feed", "DAYS", "how long the feed of changes is kept (7)", &v->keep_feed, NULL },
        { "metrics-listen", "ADDRESS", "a listener for operators, with /metrics",
          &operate.metrics_listen, NULL },
        { "drain-ms", "MS", "from SIGTERM to the last accepted connection (" CLI_DRAIN_MS ")",
          &operate.drain_text, NULL },
        { "log-level", "LEVEL", "debug, info, warn or error (info)", &operate.level_text, NULL },
        { "log-format", "FORMAT", "json or text (json)", &operate.format_text, NULL },
    };

    if (cli_options(cli, &cli_serve, argc, argv,
                    &(struct cli_syntax){ options, sizeof(options) / sizeof(options[0]), 0, 0 },
                    &code) >= 0)
        code = read_numbers(v, &o) && cli_operate_read(&operate, &o, &v->listen)
                   ? serve(v, cli, &o, &operate)
                   : CLI_USAGE;
    free(v);
    return code;
}

const struct cli_command cli_serve = { "serve", "", "run the service with its HTTP interface",
                                       run };
