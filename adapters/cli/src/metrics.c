/* SPDX-License-Identifier: Apache-2.0 */
/* Names follow Prometheus: base units, "_total" for counters. Every label comes from a closed set:
 * a route template, a command of the vocabulary, a link by its number; never a path, an id or a
 * name. */
#include "metrics.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "coverage.h"
#include "http/metrics.h"
#include "metrics_exchange.h"
#include "metrics_live.h"
#include "process.h"
#include "yima/command.h"
#include "yima/vocab.h"

#define LINKS_MAX       (PG_STORE_LINKS_MAX + PG_READER_LINKS_MAX)
#define VERDICTS        4 /* of enum ym_verdict */
#define CHANGE_VERDICTS 7
#define LOOKUPS         2
#define POSTS           2

struct snapshot {
    struct cli_process process;
    const uint64_t *build; /* always 1 */
    uint64_t node;
    double partitions_months, calendar_s;
    const struct ym_histogram *turns;
    uint64_t jobs, log_dropped;

    const struct ym_http_server *server;
    const struct ym_histogram *latency;
    struct ym_http_stats http;
    double connections, in_flight;

    const uint64_t *commands; /* of each kind and outcome */
    double commands_under_way;

    struct pg_store_gauges store;
    const struct ym_histogram *batch_rows;
    double waiting, writing, cached;
    const uint64_t *changes, *lookups;
    uint64_t change[CHANGE_VERDICTS], lookup[LOOKUPS];

    size_t links; /* the first writers of them write, the others read */
    size_t writers;
    const double *link_up, *link_in_flight, *link_waiting;
    const uint64_t *link_connects, *link_verdicts;
    const struct ym_histogram *link_units;
    double up[LINKS_MAX], units_in_flight[LINKS_MAX], units_waiting[LINKS_MAX];
    uint64_t connects[LINKS_MAX], verdict[LINKS_MAX][VERDICTS];
    struct ym_histogram units[LINKS_MAX][YM_UNIT_KIND_COUNT];

    uint64_t fired, fire_refused, refused_now;
    const struct ym_histogram *lateness;

    struct app_boards_gauges board; /* zeros where there is none */
    double board_spent_s;
    uint64_t tallied;
    double overdue; /* NaN while it is not known */

    struct { /* NaN where nothing is delivered */
        double pending, dead, oldest_s, endpoints, in_flight, fanned_out, died;
        const double *posts; /* NULL where nothing is delivered */
        double post[POSTS];
    } delivery;
    struct cli_exchange_figures exchange;
    struct cli_horizon_figures horizon;
    struct cli_stream_figures stream;
    struct cli_notice_figures notice;
};

/* ---- Labels ---- */

static size_t all_series(const void *shot)
{
    return ym_http_server_series(((const struct snapshot *)shot)->server);
}

static void put_series(struct ym_buf *b, const void *shot, size_t i)
{
    ym_http_server_series_put(((const struct snapshot *)shot)->server, i, b);
}

static size_t all_commands(const void *shot)
{
    (void)shot;
    return YM_CMD_COUNT;
}

static void put_command(struct ym_buf *b, const void *shot, size_t i)
{
    (void)shot;
    ym_buf_printf(b, "command=\"%s\"", ym_word(YM_VOCAB_COMMAND, (int)i)->code);
}

static size_t all_outcomes(const void *shot)
{
    (void)shot;
    return APP_OUTCOMES;
}

static void put_outcome(struct ym_buf *b, const void *shot, size_t i)
{
    (void)shot;
    ym_buf_printf(b, "outcome=\"%s\"",
                  i == APP_OUTCOME_REPLAYED ? "replayed" : ym_err_type((enum ym_err)i));
}

static size_t all_links(const void *shot)
{
    return ((const struct snapshot *)shot)->links;
}

static void put_link(struct ym_buf *b, const void *shot, size_t i)
{
    const size_t writers = ((const struct snapshot *)shot)->writers;

    if (i < writers)
        ym_buf_printf(b, "link=\"write-%zu\"", i);
    else
        ym_buf_printf(b, "link=\"read-%zu\"", i - writers);
}

static const char *const build_words[] = { CLI_VERSION };
static const char *const class_words[YM_HTTP_CLASSES] = { "1xx", "2xx", "3xx", "4xx", "5xx" };
static const char *const change_words[CHANGE_VERDICTS] = { "ok",     "conflict",    "duplicate",
                                                           "poison", "unavailable", "busy",
                                                           "taken" };
static const char *const lookup_words[LOOKUPS] = { "hit", "load" };
static const char *const post_words[POSTS] = { "sent", "failed" };
static const char *const verdict_words[VERDICTS] = { "committed", "failed", "in_doubt",
                                                     "not_sent" };
static const char *const kind_words[YM_UNIT_KIND_COUNT] = {
    [YM_UNIT_TRANSACTION] = "transaction", [YM_UNIT_SINGLE] = "single", [YM_UNIT_READ] = "read"
};

#define WORDS(name_, words_)                                                                       \
    {                                                                                              \
        .name = name_, .words = words_, .n = sizeof(words_) / sizeof(words_[0])                    \
    }

static const struct ym_metric_set series = { .count = all_series, .put = put_series };
static const struct ym_metric_set commands = { .count = all_commands, .put = put_command };
static const struct ym_metric_set outcomes = { .count = all_outcomes, .put = put_outcome };
static const struct ym_metric_set links = { .count = all_links, .put = put_link };
static const struct ym_metric_set builds = WORDS("version", build_words);
static const struct ym_metric_set classes = WORDS("status", class_words);
static const struct ym_metric_set change_verdicts = WORDS("verdict", change_words);
static const struct ym_metric_set lookups = WORDS("result", lookup_words);
static const struct ym_metric_set verdicts = WORDS("verdict", verdict_words);
static const struct ym_metric_set posts = WORDS("result", post_words);
static const struct ym_metric_set kinds = WORDS("kind", kind_words);

/* ---- Rows ---- */

#define IS(kind_, type_, name_, at_)                                                               \
    .kind = YM_METRIC_##kind_, .type = YM_METRIC_##type_, .name = name_,                           \
    .at = offsetof(struct snapshot, at_)
#define BY(...) .label = { __VA_ARGS__ }

/* clang-format off */
static const struct ym_metric rows[] = {
    { IS(COUNTER, REAL, "process_cpu_seconds_total", process.cpu_s),
      .help = "User and system time." },
    { IS(GAUGE, REAL, "process_resident_memory_bytes", process.resident_bytes),
      .help = "Memory in use." },
    { IS(GAUGE, REAL, "process_virtual_memory_bytes", process.virtual_bytes),
      .help = "Address space." },
    { IS(GAUGE, REAL, "process_open_fds", process.open_fds),
      .help = "Open descriptors." },
    { IS(GAUGE, REAL, "process_max_fds", process.max_fds),
      .help = "Limit of open descriptors." },
    { IS(GAUGE, REAL, "process_threads", process.threads),
      .help = "Threads." },
    { IS(GAUGE, REAL, "process_start_time_seconds", process.started_s),
      .help = "When the process started, in Unix time." },

    { IS(GAUGE, WHOLES, "yima_build_info", build),
      .help = "The version of the program.",
      BY(&builds) },
    { IS(GAUGE, WHOLE, "yima_node", node),
      .help = "Number of this program among its peers." },
    { IS(GAUGE, REAL, "yima_partitions_ahead_months", partitions_months),
      .help = "Months for which partitions are made." },
    { IS(GAUGE, REAL, "yima_calendar_ahead_seconds", calendar_s),
      .help = "Time to the last day whose holidays are known: import the next year's in time." },
    { IS(HISTOGRAM, SPREAD, "yima_loop_turn_seconds", turns),
      .help = "Turns of the loop, the waiting not counted: nothing ready waits longer.",
      .scale = &ym_scale_turn_us },
    { IS(GAUGE, WHOLE, "yima_jobs", jobs),
      .help = "Slow work waiting for or running in the pool of threads." },
    { IS(COUNTER, WHOLE, "yima_log_dropped_lines_total", log_dropped),
      .help = "Log lines that stderr did not take." },

    { IS(HISTOGRAM, SPREAD, "yima_http_request_seconds", latency),
      .help = "From the request line to the last byte of the reply.",
      BY(&series, &classes), .scale = &ym_scale_request_us },
    { IS(COUNTER, WHOLE, "yima_http_refused_total", http.refused),
      .help = "Requests that the server refused before any handler." },
    { IS(COUNTER, WHOLE, "yima_http_abandoned_total", http.abandoned),
      .help = "Requests answered 503 since their handler was late." },
    { IS(COUNTER, WHOLE, "yima_http_cut_total", http.cut),
      .help = "Connections ended since their client was too slow." },
    { IS(GAUGE, REAL, "yima_http_connections", connections),
      .help = "Open connections." },
    { IS(GAUGE, REAL, "yima_http_requests_in_flight", in_flight),
      .help = "Requests begun and not ended." },

    { IS(COUNTER, WHOLES, "yima_commands_total", commands),
      .help = "Commands on disputes, by what came of them.",
      BY(&commands, &outcomes) },
    { IS(GAUGE, REAL, "yima_commands_in_flight", commands_under_way),
      .help = "Commands under way." },

    { IS(HISTOGRAM, SPREAD, "yima_batch_changes", batch_rows),
      .help = "Changes in one batch, each try counted.",
      .scale = &ym_scale_rows },
    { IS(GAUGE, REAL, "yima_changes_waiting", waiting),
      .help = "Changes that wait for a batch." },
    { IS(GAUGE, REAL, "yima_changes_writing", writing),
      .help = "Changes in batches under way." },
    { IS(COUNTER, WHOLES, "yima_changes_total", changes),
      .help = "Changes by verdict.",
      BY(&change_verdicts) },
    { IS(COUNTER, WHOLE, "yima_changes_in_doubt_total", store.in_doubt),
      .help = "Changes whose commit was not answered and was looked up." },
    { IS(GAUGE, REAL, "yima_cache_disputes", cached),
      .help = "Disputes in memory." },
    { IS(COUNTER, WHOLES, "yima_cache_lookups_total", lookups),
      .help = "Disputes found in memory, or loaded.",
      BY(&lookups) },

    { IS(GAUGE, REALS, "yima_link_up", link_up),
      .help = "1 while the link to the database is up.",
      BY(&links) },
    { IS(COUNTER, WHOLES, "yima_link_connects_total", link_connects),
      .help = "Times the link came up.",
      BY(&links) },
    { IS(GAUGE, REALS, "yima_link_units_in_flight", link_in_flight),
      .help = "Units sent and not answered.",
      BY(&links) },
    { IS(GAUGE, REALS, "yima_link_units_waiting", link_waiting),
      .help = "Units not sent yet.",
      BY(&links) },
    { IS(COUNTER, WHOLES, "yima_link_units_total", link_verdicts),
      .help = "Units by verdict.",
      BY(&links, &verdicts) },
    { IS(HISTOGRAM, SPREAD, "yima_link_unit_seconds", link_units),
      .help = "From handing a unit to the link to its verdict; a transaction is a batch.",
      BY(&links, &kinds), .scale = &ym_scale_request_us },

    { IS(GAUGE, REAL, "yima_database_snapshot_age_seconds", horizon.age_s),
      .help = "Age of the oldest snapshot held on the database; while it is, dead rows stay." },
    { IS(GAUGE, REAL, "yima_database_snapshot_transactions", horizon.transactions),
      .help = "Transactions begun since that snapshot." },
    { IS(GAUGE, REAL, "yima_clock_ahead_seconds", horizon.ahead_s),
      .help = "The clock of this machine before that of the database." },

    { IS(COUNTER, WHOLE, "yima_deadlines_fired_total", fired),
      .help = "Deadlines that this program fired." },
    { IS(COUNTER, WHOLE, "yima_deadlines_refused_total", fire_refused),
      .help = "Tries of deadlines whose rule refused: a fault of the procedure." },
    { IS(GAUGE, WHOLE, "yima_deadlines_refused", refused_now),
      .help = "Deadlines that have passed and whose rule refuses: mend the procedure or calendar." },
    { IS(HISTOGRAM, SPREAD, "yima_deadline_lateness_seconds", lateness),
      .help = "From when a deadline was due to when it had fired.",
      .scale = &ym_scale_late_us },

    { IS(GAUGE, REAL, "yima_deliveries_pending", delivery.pending),
      .help = "Deliveries stored and neither done nor dead, as last counted." },
    { IS(GAUGE, REAL, "yima_deliveries_dead", delivery.dead),
      .help = "Deliveries that were given up and wait for an operator, as last counted." },
    { IS(GAUGE, REAL, "yima_delivery_oldest_seconds", delivery.oldest_s),
      .help = "Age of the oldest pending delivery; 0 when there is none." },
    { IS(GAUGE, REAL, "yima_delivery_endpoints", delivery.endpoints),
      .help = "Active subscriptions." },
    { IS(GAUGE, REAL, "yima_delivery_posts_in_flight", delivery.in_flight),
      .help = "Posts under way." },
    { IS(COUNTER, REAL, "yima_deliveries_stored_total", delivery.fanned_out),
      .help = "Deliveries that this program stored." },
    { IS(COUNTER, REALS, "yima_delivery_posts_total", delivery.posts),
      .help = "Posts by whether they were answered with a 2xx.",
      BY(&posts) },
    { IS(COUNTER, REAL, "yima_deliveries_died_total", delivery.died),
      .help = "Deliveries that died at the hands of this program." },

    { IS(GAUGE, REALS, "yima_exchange_messages", exchange.open),
      .help = "Messages of partners that wait or were refused, as last counted.",
      BY(&cli_exchange_states) },
    { IS(GAUGE, REAL, "yima_exchange_unacknowledged", exchange.late),
      .help = "Of those that wait: past the time of their answer." },
    { IS(GAUGE, REAL, "yima_exchange_oldest_seconds", exchange.oldest_s),
      .help = "Age of the oldest message that waits; 0 when there is none." },
    { IS(GAUGE, REAL, "yima_exchange_differences", exchange.differences),
      .help = "Differences between our record and a partner's that nobody has settled." },
    { IS(COUNTER, REALS, "yima_exchange_received_total", exchange.received),
      .help = "Messages of partners by what became of them.",
      BY(&cli_exchange_results) },

    { IS(COUNTER, WHOLE, "yima_board_questions_total", board.asked),
      .help = "Questions for figures of the board." },
    { IS(COUNTER, WHOLE, "yima_board_counts_total", board.counted),
      .help = "Of those: for which the database counted." },
    { IS(COUNTER, REAL, "yima_board_count_seconds_total", board_spent_s),
      .help = "From asking the database for figures to its answer." },
    { IS(COUNTER, WHOLE, "yima_board_failed_total", board.failed),
      .help = "Counts that failed." },
    { IS(COUNTER, WHOLE, "yima_board_refused_total", board.refused),
      .help = "Questions refused since too much was asked." },
    { IS(COUNTER, WHOLE, "yima_tally_slices_total", tallied),
      .help = "Slices of time added up to days, an hour each as a rule." },

    { IS(GAUGE, REAL, "yima_credit_objections_overdue", overdue),
      .help = "Objections to credit profiles open past the last day of their answer: answer them." },

    { IS(GAUGE, REAL, "yima_stream_viewers", stream.viewers),
      .help = "Open live streams." },
    { IS(GAUGE, REAL, "yima_stream_viewers_replaying", stream.replaying),
      .help = "Of those: reading history to resume." },
    { IS(GAUGE, REAL, "yima_stream_viewers_blocked", stream.blocked),
      .help = "Of those: whose socket is full." },
    { IS(COUNTER, REAL, "yima_stream_opened_total", stream.opened),
      .help = "Live streams opened." },
    { IS(COUNTER, REAL, "yima_stream_refused_total", stream.refused),
      .help = "Live streams refused for a limit." },
    { IS(COUNTER, REAL, "yima_stream_changes_total", stream.changes),
      .help = "Changes read from the feed." },
    { IS(COUNTER, REAL, "yima_stream_sent_total", stream.sent),
      .help = "Changes handed to sockets, all viewers together." },
    { IS(COUNTER, REAL, "yima_stream_sent_bytes_total", stream.sent_bytes),
      .help = "Bytes handed to sockets." },
    { IS(COUNTER, REAL, "yima_stream_resyncs_total", stream.resyncs),
      .help = "Viewers told to load afresh." },
    { IS(COUNTER, REAL, "yima_stream_dropped_total", stream.dropped),
      .help = "Viewers ended since they took nothing." },
    { IS(COUNTER, REAL, "yima_stream_ended_total", stream.ended),
      .help = "Viewers ended since their credentials did." },
    { IS(GAUGE, REAL, "yima_stream_lag_seconds", stream.lag_s),
      .help = "From the last change to when it was read." },
    { IS(COUNTER, REAL, "yima_stream_feed_errors_total", stream.feed_errors),
      .help = "Questions that the feed did not answer." },

    { IS(GAUGE, REAL, "yima_notices_hearing", notice.hearing),
      .help = "1 while notices of other programs arrive; else they are polled for." },
    { IS(GAUGE, REAL, "yima_notices_peers", notice.peers),
      .help = "Other programs on the database that were heard lately." },
    { IS(COUNTER, REAL, "yima_notices_sent_total", notice.sent),
      .help = "Notices sent, signs of life included." },
    { IS(COUNTER, REAL, "yima_notices_failed_total", notice.failed),
      .help = "Notices that the database did not take." },
    { IS(COUNTER, REAL, "yima_notices_heard_total", notice.heard),
      .help = "Notices of other programs that something changed." },
    { IS(COUNTER, REAL, "yima_notices_spared_total", notice.spared),
      .help = "Changes that needed no notice of their own." },
};
/* clang-format on */

/* ---- The snapshot ---- */

static void add_link(struct snapshot *s, const struct ym_link_gauges *g, bool is_up)
{
    const size_t i = s->links++;

    s->up[i] = is_up ? 1 : 0;
    s->units_in_flight[i] = (double)g->in_flight;
    s->units_waiting[i] = (double)g->waiting;
    s->connects[i] = g->connects;
    s->verdict[i][0] = g->committed;
    s->verdict[i][1] = g->failed;
    s->verdict[i][2] = g->in_doubt;
    s->verdict[i][3] = g->not_sent;
    memcpy(s->units[i], g->unit_us, sizeof(s->units[i]));
}

static void take_links(const struct cli_service *service, struct snapshot *s)
{
    struct ym_link_gauges g;
    bool is_up;

    while (pg_store_link_gauges_get(service->store, (unsigned)s->links, &g, &is_up))
        add_link(s, &g, is_up);
    s->writers = s->links;
    while (
        pg_reader_link_gauges_get(service->reader, (unsigned)(s->links - s->writers), &g, &is_up))
        add_link(s, &g, is_up);
    s->link_up = s->up;
    s->link_in_flight = s->units_in_flight;
    s->link_waiting = s->units_waiting;
    s->link_connects = s->connects;
    s->link_verdicts = s->verdict[0];
    s->link_units = s->units[0];
}

static void take_store(const struct cli_service *service, struct snapshot *s)
{
    pg_store_gauges_get(service->store, &s->store);
    s->batch_rows = &s->store.batch_rows;
    s->waiting = (double)s->store.waiting;
    s->writing = (double)s->store.writing;
    s->cached = (double)s->store.cached;
    s->change[0] = s->store.written;
    s->change[1] = s->store.conflicts;
    s->change[2] = s->store.duplicates;
    s->change[3] = s->store.poisoned;
    s->change[4] = s->store.unavailable;
    s->change[5] = s->store.busy;
    s->change[6] = s->store.taken;
    s->lookup[0] = s->store.hits;
    s->lookup[1] = s->store.loads;
    s->changes = s->change;
    s->lookups = s->lookup;
}

static double seconds(ym_usec t)
{
    return (double)t / (double)YM_USEC_PER_SECOND;
}

static void take_delivery(const struct cli_service *service, struct snapshot *s)
{
    const double none = (double)NAN;
    struct app_deliver_gauges g;

    s->delivery.pending = s->delivery.dead = s->delivery.oldest_s = s->delivery.endpoints = none;
    s->delivery.in_flight = s->delivery.fanned_out = s->delivery.died = none;
    if (service->delivering.deliver == NULL)
        return;
    cli_delivering_gauges(&service->delivering, &g);
    s->delivery.pending = (double)g.pending;
    s->delivery.dead = (double)g.dead;
    s->delivery.oldest_s = g.oldest == YM_USEC_NONE
                               ? 0
                               : seconds(ym_clock_now(ym_loop_clock(service->loop)) - g.oldest);
    s->delivery.endpoints = g.endpoints;
    s->delivery.in_flight = g.in_flight;
    s->delivery.fanned_out = (double)g.fanned_out;
    s->delivery.died = (double)g.died;
    s->delivery.post[0] = (double)g.sent;
    s->delivery.post[1] = (double)g.failed;
    s->delivery.posts = s->delivery.post;
}

static void take_board(const struct cli_metrics *m, struct snapshot *s)
{
    struct pg_keep keep;

    cli_keeping_get(m->service->keeping, &keep);
    s->tallied = keep.tallied;
    if (m->boards == NULL)
        return;
    app_boards_gauges_get(m->boards, &s->board);
    s->board_spent_s = (double)s->board.spent_ms / 1000;
}

static void take_server(const struct ym_http_server *server, struct snapshot *s)
{
    if (server == NULL)
        return;
    s->server = server;
    s->latency = ym_http_server_latency(server);
    ym_http_server_stats(server, &s->http);
    s->connections = (double)s->http.connections;
    s->in_flight = (double)s->http.in_flight;
}

void cli_metrics_print(void *arg, struct ym_buf *b)
{
    static const uint64_t present = 1;
    const struct cli_metrics *m = arg;
    const struct cli_service *service = m->service;
    struct snapshot s = { .build = &present, .node = cli_service_node(service) };

    cli_process_read(&s.process);
    s.turns = ym_loop_turns(service->loop);
    s.jobs = ym_work_waiting(service->loop);
    s.log_dropped = service->log == NULL ? 0 : ym_log_dropped(service->log);
    s.partitions_months = cli_service_partitions_ahead(service);
    s.calendar_s = cli_service_calendar_ahead(service);
    s.commands = app_tally(service->app)->n[0];
    s.commands_under_way = app_under_way(service->app);
    s.fired = service->firing.fired;
    s.fire_refused = service->firing.refused;
    s.refused_now = cli_firing_refused(&service->firing);
    s.lateness = &service->firing.lateness;
    take_server(m->server, &s);
    take_store(service, &s);
    take_links(service, &s);
    take_delivery(service, &s);
    cli_exchange_figures_take(&service->exchanging, &s.exchange);
    cli_keeping_horizon(service->keeping, &s.horizon);
    s.overdue = cli_keeping_overdue(service->keeping);
    cli_stream_figures_take(m->live, &s.stream);
    cli_notice_figures_take(service->notice, &s.notice);
    take_board(m, &s);
    ym_metrics_print(rows, sizeof(rows) / sizeof(rows[0]), &s, b);
}
