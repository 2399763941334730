/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens, sessions and addresses that watch: how often each does, and whether the first two may.
 *
 * A credential is judged again by the same gate as any request, so what ends it there (expiry,
 * revocation, another role) ends its viewers here, some heartbeats later at most. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "stream.h"

bool stream_holders_new(struct stream *s)
{
    const size_t n = s->config.viewers_max;

    s->holders = calloc(n, sizeof(*s->holders));
    s->peers = calloc(n, sizeof(*s->peers));
    return s->holders != NULL && s->peers != NULL;
}

void stream_holders_free(struct stream *s)
{
    free(s->holders);
    free(s->peers);
}

static size_t head_of(const char *name)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (; *name != '\0'; name++)
        h = (h ^ (unsigned char)*name) * 16777619u;
    return h % STREAM_HOLDER_SETS;
}

/* ---- Tokens ---- */

static bool is_same(const struct app_caller *a, const struct app_caller *b)
{
    return a->actor.role == b->actor.role && a->actor.seat == b->actor.seat &&
           a->actor.staff == b->actor.staff && a->actor.body == b->actor.body &&
           a->actor.region == b->actor.region && a->dispute.v == b->dispute.v;
}

/* The same credential in the same role: an account may have several sessions, and a session that
 * acts in another role from now on is another one. */
static bool is_of(const struct holder *h, const struct app_caller *caller)
{
    return strcmp(h->caller.name, caller->name) == 0 && is_same(&h->caller, caller) &&
           h->caller.has_session == caller->has_session &&
           memcmp(h->caller.session, caller->session, sizeof(caller->session)) == 0;
}

struct holder *stream_holder_find(const struct stream *s, const struct app_caller *caller)
{
    struct holder *h = s->holder_heads[head_of(caller->name)];

    while (h != NULL && !is_of(h, caller))
        h = h->next;
    return h;
}

/* NULL: those being judged may outlive their viewers for a moment. */
static struct holder *new_holder(struct stream *s)
{
    struct holder *h = s->free_holders;

    if (h != NULL)
        s->free_holders = h->next;
    else if (s->holders_used < s->config.viewers_max)
        h = &s->holders[s->holders_used++];
    return h;
}

struct holder *stream_holder_take(struct stream *s, const struct app_caller *caller,
                                  struct ym_span token)
{
    struct holder *h = stream_holder_find(s, caller);
    struct holder **head = &s->holder_heads[head_of(caller->name)];

    assert(token.n <= sizeof(h->token));
    if (h == NULL) {
        h = new_holder(s);
        if (h == NULL)
            return NULL;
        *h = (struct holder){ .next = *head, .caller = *caller, .token_n = token.n, .stream = s };
        h->checked_ms = stream_now_ms(s);
        memcpy(h->token, token.at, token.n);
        *head = h;
    }
    h->viewers++;
    return h;
}

static void free_if_done(struct stream *s, struct holder *h)
{
    struct holder **at = &s->holder_heads[head_of(h->caller.name)];

    if (h->viewers > 0 || h->is_checking)
        return;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    memset(h->token, 0, sizeof(h->token));
    h->next = s->free_holders;
    s->free_holders = h;
}

void stream_holder_leave(struct stream *s, struct holder *h)
{
    assert(h->viewers > 0);
    h->viewers--;
    free_if_done(s, h);
}

/* The holder stays until the caller has let it go. */
static void end_viewers(struct stream *s, const struct holder *h)
{
    for (size_t i = 0; i < s->used; i++) {
        struct viewer *v = &s->viewers[i];

        if (v->holder == h && v->state != VIEWER_FREE && v->state != VIEWER_GONE) {
            s->gauges.ended++;
            stream_say_end(s, v);
        }
    }
}

/* Without an answer nothing is known, and it is asked again after a while. */
static void on_judged(void *arg, enum ym_err err, const struct app_caller *caller)
{
    struct holder *h = arg;
    struct stream *s = h->stream;

    s->checks--;
    h->checked_ms = stream_now_ms(s);
    if (err == YM_E_UNAUTHORIZED || (err == YM_E_OK && !is_same(&h->caller, caller)))
        end_viewers(s, h);
    h->is_checking = false;
    free_if_done(s, h);
    if (!s->is_closing)
        stream_holders_check(s, 0);
    stream_look(s); /* a close may wait for this */
}

static void check(struct stream *s, struct holder *h)
{
    if (h->viewers == 0 || h->is_checking ||
        stream_now_ms(s) - h->checked_ms < s->config.heartbeat_ms)
        return;
    h->is_checking = true;
    s->checks++;
    if (h->caller.has_session)
        s->gate->ops->session(s->gate, (struct ym_span){ h->token, h->token_n }, on_judged, h);
    else
        s->gate->ops->bearer(s->gate, (struct ym_span){ h->token, h->token_n }, on_judged, h);
}

/* In turn, whoever comes first: with more tokens than the gate can judge in time each is judged
 * later, but none is passed over for ever. */
void stream_holders_check(struct stream *s, size_t n)
{
    s->checks_owed += n;
    if (s->checks_owed > s->holders_used)
        s->checks_owed = s->holders_used;
    for (; s->checks_owed > 0 && s->checks < STREAM_CHECKS_MAX; s->checks_owed--)
        check(s, &s->holders[s->check_i++ % s->holders_used]);
}

void stream_sessions_changed(struct stream *s, int64_t account, struct ym_id dispute)
{
    if (s == NULL || s->is_closing)
        return;
    for (size_t i = 0; i < s->holders_used; i++) {
        struct holder *h = &s->holders[i];

        if (h->viewers > 0 && h->caller.has_session && h->caller.account == account &&
            h->caller.dispute.v == dispute.v)
            h->checked_ms = 0;
    }
    stream_holders_check(s, s->holders_used);
}

/* ---- Addresses ---- */

/* Behind a proxy everybody comes from this machine, and it is for the proxy to count them. */
static bool is_counted(const struct stream *s, const char *name)
{
    return s->config.viewers_per_address != 0 ||
           (strcmp(name, "unix") != 0 && strncmp(name, "127.", 4) != 0 && strcmp(name, "::1") != 0);
}

struct peer *stream_peer_find(const struct stream *s, const char *name)
{
    struct peer *p = s->peer_heads[head_of(name)];

    if (!is_counted(s, name))
        return NULL;
    while (p != NULL && strcmp(p->name, name) != 0)
        p = p->next;
    return p;
}

/* As many as there can be viewers. */
static struct peer *new_peer(struct stream *s)
{
    struct peer *p = s->free_peers;

    if (p != NULL) {
        s->free_peers = p->next;
        return p;
    }
    assert(s->peers_used < s->config.viewers_max);
    return &s->peers[s->peers_used++];
}

struct peer *stream_peer_take(struct stream *s, const char *name)
{
    struct peer *p = stream_peer_find(s, name);
    struct peer **head = &s->peer_heads[head_of(name)];
    const size_t n = strlen(name);

    if (!is_counted(s, name))
        return NULL;
    if (p == NULL) {
        p = new_peer(s);
        assert(n < sizeof(p->name));
        *p = (struct peer){ .next = *head };
        memcpy(p->name, name, n + 1);
        *head = p;
    }
    p->viewers++;
    return p;
}

void stream_peer_leave(struct stream *s, struct peer *p)
{
    struct peer **at = &s->peer_heads[head_of(p->name)];

    assert(p->viewers > 0);
    p->viewers--;
    if (p->viewers > 0)
        return;
    while (*at != p)
        at = &(*at)->next;
    *at = p->next;
    p->next = s->free_peers;
    s->free_peers = p;
}
