/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/bearer.h"
#include "credentials.h"

/* A token that was judged. Keyed by its public id; direct-mapped, so it needs no eviction. */
struct kept {
    struct ym_bearer bearer; /* as stored; id[0] == 0: empty */
    struct app_caller caller;
    ym_usec expires_at;
    uint64_t kept_ms; /* monotonic time of the judgement */
};

/* A session that was judged. Keyed by its hash; direct-mapped likewise. */
struct kept_session {
    struct app_session session;
    uint64_t kept_ms;
    uint64_t age; /* of the gate when it was asked for; 0: empty */
};

struct call {
    struct cli_gate *gate;
    struct call *next;
    struct ym_bearer claim;
    unsigned char hash[APP_TICKET_HASH_LEN]; /* of a session */
    uint64_t age;                            /* likewise: of the gate when it was asked */
    enum ym_err err;
    struct app_caller caller;
    app_caller_fn *done;
    void *arg;
};

struct cli_gate {
    struct app_gate port; /* first: the port is the gate */
    struct ym_loop *loop;
    struct pg_reader *reader;
    struct app_accounts *accounts; /* may be NULL */
    struct ym_defer turn;
    struct call *calls; /* the pool */
    struct call *free_calls;
    struct call *ready; /* judged, to be answered at the end of the turn; first in first out */
    struct call **ready_end;
    struct kept *kept;
    struct kept_session *sessions;
    uint64_t age; /* grows whenever sessions change: what was asked for before is old */
};

static size_t slot_of(const char *id)
{
    uint32_t h = 2166136261u; /* FNV-1a: the ids are random already */

    for (; *id != '\0'; id++)
        h = (h ^ (unsigned char)*id) * 16777619u;
    return h % CLI_GATE_CACHE;
}

static void answer_later(struct call *c, enum ym_err err)
{
    struct cli_gate *g = c->gate;

    c->err = err;
    c->next = NULL;
    *g->ready_end = c;
    g->ready_end = &c->next;
    ym_loop_defer(g->loop, &g->turn);
}

static void finish(struct call *c)
{
    struct cli_gate *g = c->gate;

    c->done(c->arg, c->err, c->err == YM_E_OK ? &c->caller : NULL);
    c->next = g->free_calls;
    g->free_calls = c;
}

static void on_turn(void *arg)
{
    struct cli_gate *g = arg;
    struct call *c = g->ready;

    g->ready = NULL;
    g->ready_end = &g->ready;
    while (c != NULL) {
        struct call *next = c->next;

        finish(c);
        c = next;
    }
}

static void take_row(struct kept *k, const struct pg_token *row)
{
    _Static_assert(sizeof(k->bearer.id) <= sizeof(k->caller.name), "a caller is named by its id");

    memset(k, 0, sizeof(*k));
    if (row->id.n >= sizeof(k->bearer.id))
        return;
    memcpy(k->bearer.id, row->id.at, row->id.n);
    memcpy(k->caller.name, row->id.at, row->id.n);
    memcpy(k->bearer.hash, row->hash, sizeof(k->bearer.hash));
    k->caller.actor = (struct ym_actor){ .role = row->role,
                                         .seat = row->seat,
                                         .staff = row->staff,
                                         .body = row->body,
                                         .region = row->region };
    k->caller.dispute = row->dispute;
    k->caller.expires_at = row->expires_at;
    k->expires_at = row->revoked_at == YM_USEC_NONE ? row->expires_at : row->revoked_at;
}

/* A secret that is wrong, a token past its end and one that never was answer alike. */
static enum ym_err judge(struct cli_gate *g, struct call *c, const struct kept *k)
{
    const bool matches = ym_bearer_verify(&c->claim, k->bearer.id[0] != '\0' ? &k->bearer : NULL);

    if (!matches || k->expires_at <= ym_clock_now(ym_loop_clock(g->loop)))
        return YM_E_UNAUTHORIZED;
    c->caller = k->caller;
    return YM_E_OK;
}

static void on_row(void *arg, enum ym_err err, const struct pg_token *row)
{
    struct call *c = arg;
    struct kept *k = &c->gate->kept[slot_of(c->claim.id)];
    struct kept unknown;

    if (err == YM_E_OK) {
        take_row(k, row);
        k->kept_ms = ym_loop_monotonic_ms(c->gate->loop);
        c->err = judge(c->gate, c, k);
    } else if (err == YM_E_NOT_FOUND) {
        memset(&unknown, 0, sizeof(unknown));
        c->err = judge(c->gate, c, &unknown);
    } else {
        c->err = YM_E_UNAVAILABLE;
    }
    finish(c);
}

static bool is_fresh(const struct cli_gate *g, const struct kept *k, const char *id)
{
    return k->bearer.id[0] != '\0' && strcmp(k->bearer.id, id) == 0 &&
           ym_loop_monotonic_ms(g->loop) - k->kept_ms < CLI_GATE_KEEP_MS;
}

static void bearer(struct app_gate *port, struct ym_span token, app_caller_fn *done, void *arg)
{
    struct cli_gate *g = (struct cli_gate *)port;
    struct call *c = g->free_calls;
    const struct kept *k;

    assert(c != NULL); /* as many as the server can have requests */
    g->free_calls = c->next;
    c->done = done;
    c->arg = arg;
    if (!ym_bearer_parse(token, &c->claim)) {
        answer_later(c, YM_E_UNAUTHORIZED);
        return;
    }
    k = &g->kept[slot_of(c->claim.id)];
    if (is_fresh(g, k, c->claim.id))
        answer_later(c, judge(g, c, k));
    else
        pg_read_token(g->reader, ym_span_of(c->claim.id), on_row, c);
}

/* ---- Sessions ---- */

static struct kept_session *session_slot(struct cli_gate *g, const unsigned char *hash)
{
    uint32_t h;

    memcpy(&h, hash, sizeof(h)); /* a hash: evenly spread already */
    return &g->sessions[h % CLI_GATE_CACHE];
}

static void name_caller(struct app_caller *c)
{
    if (c->account != 0)
        (void)snprintf(c->name, sizeof(c->name), "a:%" PRId64, c->account);
    else
        (void)snprintf(c->name, sizeof(c->name), "p:%" PRId64 ":%u", c->dispute.v, c->actor.seat);
}

/* The time of use is noted now and then: each time would be a write for each request. */
static void note_use(struct cli_gate *g, struct app_session *s, ym_usec now)
{
    if (g->accounts == NULL || now - s->seen_at < APP_SESSION_TOUCH_S * YM_USEC_PER_SECOND)
        return;
    s->seen_at = now;
    g->accounts->ops->session_touch(g->accounts, s->hash, now, NULL, NULL);
}

static enum ym_err judge_session(struct cli_gate *g, struct call *c, struct app_session *s)
{
    const ym_usec now = ym_clock_now(ym_loop_clock(g->loop));

    if (app_session_is_over(s, now))
        return YM_E_UNAUTHORIZED;
    c->caller = (struct app_caller){ .actor = { .role = s->role,
                                                .seat = s->seat,
                                                .staff = s->staff,
                                                .body = s->body,
                                                .region = s->region },
                                     .dispute = s->dispute,
                                     .account = s->account,
                                     .has_session = true,
                                     .code_bar = s->code_bar,
                                     .expires_at = s->expires_at };
    memcpy(c->caller.session, s->hash, sizeof(c->caller.session));
    name_caller(&c->caller);
    note_use(g, s, now);
    return YM_E_OK;
}

static void on_session(void *arg, enum ym_err err, const struct app_session *session)
{
    struct call *c = arg;
    struct cli_gate *g = c->gate;
    struct kept_session *k = session_slot(g, c->hash);

    if (err == YM_E_OK) {
        *k = (struct kept_session){ .session = *session,
                                    .kept_ms = ym_loop_monotonic_ms(g->loop),
                                    .age = c->age };
        c->err = judge_session(g, c, &k->session);
    } else {
        c->err = err == YM_E_NOT_FOUND ? YM_E_UNAUTHORIZED : YM_E_UNAVAILABLE;
    }
    finish(c);
}

static void session(struct app_gate *port, struct ym_span token, app_caller_fn *done, void *arg)
{
    struct cli_gate *g = (struct cli_gate *)port;
    struct call *c = g->free_calls;
    struct kept_session *k;

    assert(c != NULL);
    g->free_calls = c->next;
    c->done = done;
    c->arg = arg;
    if (!cli_credentials.ticket_hash(APP_TICKET_SESSION, token, c->hash)) {
        answer_later(c, YM_E_UNAUTHORIZED);
        return;
    }
    c->age = g->age;
    k = session_slot(g, c->hash);
    if (k->age == g->age && memcmp(k->session.hash, c->hash, sizeof(c->hash)) == 0 &&
        ym_loop_monotonic_ms(g->loop) - k->kept_ms < CLI_GATE_KEEP_MS)
        answer_later(c, judge_session(g, c, &k->session));
    else
        pg_read_session(g->reader, c->hash, on_session, c);
}

static void forget(struct app_gate *port)
{
    ((struct cli_gate *)port)->age++;
}

/* ---- Life ---- */

struct cli_gate *cli_gate_new(struct ym_loop *loop, struct pg_reader *reader,
                              struct app_accounts *accounts)
{
    static const struct app_gate_ops ops = { .bearer = bearer,
                                             .session = session,
                                             .forget = forget };
    struct cli_gate *g = calloc(1, sizeof(*g));

    if (g == NULL)
        return NULL;
    g->port.ops = &ops;
    g->loop = loop;
    g->reader = reader;
    g->accounts = accounts;
    g->age = 1;
    g->ready_end = &g->ready;
    ym_defer_init(&g->turn, on_turn, g);
    g->calls = calloc(CLI_GATE_CALLS, sizeof(*g->calls));
    g->kept = calloc(CLI_GATE_CACHE, sizeof(*g->kept));
    g->sessions = calloc(CLI_GATE_CACHE, sizeof(*g->sessions));
    if (g->calls == NULL || g->kept == NULL || g->sessions == NULL) {
        cli_gate_free(g);
        return NULL;
    }
    for (size_t i = 0; i < CLI_GATE_CALLS; i++) {
        g->calls[i].gate = g;
        g->calls[i].next = g->free_calls;
        g->free_calls = &g->calls[i];
    }
    return g;
}

void cli_gate_free(struct cli_gate *g)
{
    if (g == NULL)
        return;
    ym_loop_undefer(g->loop, &g->turn);
    free(g->calls);
    free(g->kept);
    free(g->sessions);
    free(g);
}

struct app_gate *cli_gate_port(struct cli_gate *g)
{
    return &g->port;
}
