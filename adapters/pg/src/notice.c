/* SPDX-License-Identifier: Apache-2.0 */
/* One question at a time over the link: LISTEN, a beat, or a notice of changes. The timer starts
 * what has to wait for the gap, the beat timer what has to be done at all. */
#include "pg/notice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/link.h"
#include "sql.h"

#define GAP_US ((uint64_t)PG_NOTICE_GAP_MS * 1000)

static const struct ym_statement listen_statement = { .name = NULL, .sql = "listen yima" };

enum asked { ASKED_NOTHING, ASKED_LISTEN, ASKED_SEND };

/* Another program. */
struct peer {
    uint64_t from; /* 0: a free place */
    uint64_t heard_ms;
};

struct pg_notice {
    struct pg_notice_config config; /* conninfo and instance are not kept */
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_timer *gap;  /* until the next notice may leave */
    struct ym_timer *beat; /* signs of life, and LISTEN until it is done */
    struct ym_pg_unit unit;
    struct ym_statement statement;
    struct ym_param param;
    char text[PG_NOTICE_TEXT_MAX]; /* of the notice under way */
    uint64_t self;                 /* this program; never 0 */
    uint64_t sent_us;              /* when the last notice left; 0: none has */
    uint64_t echo_ms;              /* when this program last heard itself; 0: not on this link */
    enum asked asked;
    ym_usec due;       /* of what waits to be told */
    bool has_changes;  /* something waits to be told */
    bool has_beat;     /* a sign of life is due */
    bool is_listening; /* LISTEN was committed on the connection that is up */
    bool is_closing;
    struct peer peers[PG_NOTICE_PEERS_MAX];
    struct pg_notice_gauges gauges; /* the counters only */
    void (*on_closed)(void *arg);
    void *closed_arg;
};

static uint64_t now_ms(const struct pg_notice *n)
{
    return ym_loop_monotonic_ms(n->loop);
}

/* ---- Who is there ---- */

static bool is_hearing(const struct pg_notice *n)
{
    return n->is_listening && n->echo_ms != 0 && now_ms(n) - n->echo_ms < PG_NOTICE_PEER_MS;
}

static unsigned count_peers(const struct pg_notice *n)
{
    unsigned count = 0;

    for (size_t i = 0; i < PG_NOTICE_PEERS_MAX; i++)
        count += n->peers[i].from != 0 && now_ms(n) - n->peers[i].heard_ms < PG_NOTICE_PEER_MS;
    return count;
}

/* Keep its place, or give it that of whoever was not heard for longest. One that is new is told at
 * once that it is not alone. */
static void note_peer(struct pg_notice *n, uint64_t from)
{
    struct peer *place = &n->peers[0];

    for (size_t i = 0; i < PG_NOTICE_PEERS_MAX; i++) {
        if (n->peers[i].from == from) {
            n->peers[i].heard_ms = now_ms(n);
            return;
        }
        if (n->peers[i].heard_ms < place->heard_ms)
            place = &n->peers[i];
    }
    *place = (struct peer){ from, now_ms(n) };
    n->has_beat = true;
}

/* One that hears, and hears nobody else, is alone. One that does not hear cannot know. */
static bool is_alone(const struct pg_notice *n)
{
    return is_hearing(n) && count_peers(n) == 0;
}

/* ---- Sending ---- */

static void on_done(void *arg, const struct ym_outcome *outcome);

static bool submit(struct pg_notice *n, enum asked asked)
{
    n->unit = (struct ym_pg_unit){
        .kind = YM_UNIT_SINGLE, .statements = &n->statement, .n = 1, .on_done = on_done, .arg = n
    };
    if (n->is_closing || ym_link_submit(n->link, &n->unit) != YM_E_OK)
        return false;
    n->asked = asked;
    return true;
}

static void send_notice(struct pg_notice *n)
{
    const struct pg_notice_text text = { .from = n->self,
                                         .what =
                                             n->has_changes ? PG_NOTICE_CHANGES : PG_NOTICE_BEAT,
                                         .due = n->has_changes ? n->due : YM_USEC_NONE };

    pg_notice_write(&text, n->text);
    n->param = ym_param_text(ym_span_of(n->text));
    n->statement = pg_sql_statement(PG_SQL_notice_send, &n->param, 1);
    n->sent_us = ym_loop_precise_us();
    n->has_changes = false;
    n->has_beat = false; /* any notice is a sign of life */
    n->due = YM_USEC_NONE;
    if (!submit(n, ASKED_SEND))
        n->gauges.failed++;
}

/* Begin what is due, if nothing is under way. While the link is down nothing is queued on it. */
static void go_on(struct pg_notice *n)
{
    const uint64_t passed_us = ym_loop_precise_us() - n->sent_us;

    if (n->asked != ASKED_NOTHING || n->is_closing || ym_link_state_of(n->link) != YM_LINK_UP)
        return;
    if (!n->config.is_unprepared && !n->is_listening) {
        n->statement = listen_statement;
        (void)submit(n, ASKED_LISTEN);
        return;
    }
    if (!n->has_changes && !n->has_beat)
        return;
    if (n->sent_us == 0 || passed_us >= GAP_US)
        send_notice(n);
    else if (!ym_timer_is_started(n->gap))
        ym_timer_start(n->gap, (GAP_US - passed_us) / 1000 + 1, 0);
}

static void on_gap(void *arg)
{
    go_on(arg);
}

static void on_beat(void *arg)
{
    struct pg_notice *n = arg;

    n->has_beat = true;
    if (n->echo_ms != 0 && !is_hearing(n))
        n->is_listening = false; /* the server may have forgotten us: once more */
    go_on(n);
}

/* Nobody knows what was missed. */
static void hear_all(struct pg_notice *n)
{
    n->config.on_heard(n->config.arg, PG_NOTICE_RULES, YM_USEC_NONE);
    n->config.on_heard(n->config.arg, PG_NOTICE_CHANGES, YM_USEC_NONE);
}

static void on_done(void *arg, const struct ym_outcome *outcome)
{
    struct pg_notice *n = arg;
    const bool is_done = outcome->verdict == YM_VERDICT_COMMITTED;
    const enum asked asked = n->asked;

    n->asked = ASKED_NOTHING;
    if (asked == ASKED_SEND) {
        n->gauges.sent += is_done;
        n->gauges.failed += !is_done;
    } else if (is_done && !n->is_closing) {
        n->is_listening = true;
        n->has_beat = true;
        hear_all(n);
    } else {
        return; /* at the next beat once more: an error that stays makes no busy loop */
    }
    go_on(n);
}

void pg_notice_tell(struct pg_notice *n, ym_usec due)
{
    if (n == NULL)
        return;
    if (n->has_changes || is_alone(n))
        n->gauges.spared++;
    if (is_alone(n))
        return;
    if (due != YM_USEC_NONE && (n->due == YM_USEC_NONE || due < n->due))
        n->due = due;
    n->has_changes = true;
    go_on(n);
}

void pg_notice_rules(struct ym_conn *conn)
{
    const struct pg_notice_text text = { .what = PG_NOTICE_RULES, .due = YM_USEC_NONE };
    char room[PG_NOTICE_TEXT_MAX];
    struct ym_param param;
    struct ym_statement statement;
    struct ym_error why;

    pg_notice_write(&text, room);
    param = ym_param_text(ym_span_of(room));
    statement = pg_sql_statement(PG_SQL_notice_send, &param, 1);
    if (ym_conn_run(conn, &statement, NULL, NULL, &why) != YM_E_OK)
        return; /* they poll */
}

/* ---- Hearing ---- */

static void on_notice(void *arg, struct ym_span payload)
{
    struct pg_notice *n = arg;
    struct pg_notice_text text;

    if (n->is_closing)
        return;
    if (!pg_notice_read(payload, &text)) {
        n->gauges.foreign++;
        return;
    }
    if (text.from == n->self) {
        n->echo_ms = now_ms(n);
        return;
    }
    if (text.from != 0)
        note_peer(n, text.from);
    if (text.what != PG_NOTICE_BEAT) {
        n->gauges.heard++;
        n->config.on_heard(n->config.arg, text.what, text.due);
    }
    go_on(n);
}

static void on_state(void *arg, bool is_up, const char *why)
{
    struct pg_notice *n = arg;

    (void)why;
    n->is_listening = false;
    n->echo_ms = 0;
    n->has_beat = n->has_beat || is_up;
    if (is_up)
        go_on(n);
}

/* ---- Life ---- */

static void notice_free(struct pg_notice *n)
{
    ym_timer_free(n->gap);
    ym_timer_free(n->beat);
    free(n);
}

static void on_link_closed(void *arg)
{
    struct pg_notice *n = arg;
    void (*on_closed)(void *arg) = n->on_closed;
    void *closed_arg = n->closed_arg;

    notice_free(n);
    if (on_closed != NULL)
        on_closed(closed_arg);
}

void pg_notice_close(struct pg_notice *n, void (*on_closed)(void *arg), void *arg)
{
    assert(!n->is_closing);
    n->is_closing = true;
    n->on_closed = on_closed;
    n->closed_arg = arg;
    ym_timer_stop(n->gap);
    ym_timer_stop(n->beat);
    ym_link_close(n->link, on_link_closed, n);
}

struct pg_notice *pg_notice_open(struct ym_loop *loop, const struct pg_notice_config *config,
                                 struct ym_error *reterr)
{
    struct pg_notice *n = calloc(1, sizeof(*n));

    if (n == NULL || (n->gap = ym_timer_new(loop, on_gap, n)) == NULL ||
        (n->beat = ym_timer_new(loop, on_beat, n)) == NULL) {
        if (n != NULL)
            notice_free(n);
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for notices");
        return NULL;
    }
    n->config = *config;
    n->config.conninfo = NULL;
    n->config.instance = NULL;
    n->loop = loop;
    n->due = YM_USEC_NONE;
    memcpy(&n->self, config->instance, sizeof(n->self));
    n->self += n->self == 0;
    n->link = ym_link_open(loop,
                           &(struct ym_link_options){ .conninfo = config->conninfo,
                                                      .is_unprepared = config->is_unprepared,
                                                      .on_state = on_state,
                                                      .on_notice = on_notice,
                                                      .arg = n },
                           reterr);
    if (n->link == NULL) {
        notice_free(n);
        return NULL;
    }
    ym_timer_start(n->beat, PG_NOTICE_BEAT_MS, PG_NOTICE_BEAT_MS);
    return n;
}

void pg_notice_gauges_get(const struct pg_notice *n, struct pg_notice_gauges *ret)
{
    *ret = n->gauges;
    ret->is_hearing = is_hearing(n);
    ret->peers = count_peers(n);
}
