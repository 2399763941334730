/* SPDX-License-Identifier: Apache-2.0 */
/* The front: who asks, and may it ask this at all?
 *
 *   - a bearer token or a cookie: the gate, then the row's right, then (a cookie that changes
 *     something) CSRF, then the handler;
 *   - neither: the handler, where the row has no YM_HTTP_AUTH and takes a stranger.
 *
 * A cookie goes along with whatever a browser sends, so it counts only where it cannot do harm: a
 * call that changes something must prove that it comes from our own page. Calls for strangers that
 * change something (log-in) do not look at cookies at all. */
#include <string.h>

#include "api_credit.h"
#include "api_session.h"

struct visit {
    struct api *api;
    struct ym_http_request *rq;
    bool is_session;
    struct app_caller caller;
};

static void refuse_visit(struct ym_http_request *rq, enum ym_err code, const char *text)
{
    struct ym_error err;

    (void)ym_fail(&err, code, "%s", text);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

static bool is_needed(const struct ym_http_request *rq)
{
    return (rq->route->flags & YM_HTTP_AUTH) != 0;
}

/* Does it change nothing (RFC 9110, 9.2.1)? */
static bool is_safe(const struct ym_http_request *rq)
{
    return rq->method == YM_HTTP_GET || rq->method == YM_HTTP_HEAD;
}

/* ---- From which page ---- */

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_same_text(struct ym_span a, struct ym_span b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        if (folded(a.at[i]) != folded(b.at[i]))
            return false;
    }
    return true;
}

/* What stands behind "://": an origin holds nothing but scheme, host and port. */
static struct ym_span authority_of(struct ym_span origin)
{
    for (size_t i = 0; i + 3 <= origin.n; i++) {
        if (memcmp(origin.at + i, "://", 3) == 0)
            return (struct ym_span){ origin.at + i + 3, origin.n - i - 3 };
    }
    return (struct ym_span){ NULL, 0 };
}

/* Browsers say from which page a request comes, and no page can make them say otherwise. Programs
 * say nothing. Behind a proxy that rewrites Host the public origin is ours, too. */
static bool is_own_page(const struct api *api, const struct ym_http_request *rq)
{
    const struct ym_span site = rq->header[YM_HTTP_H_SEC_FETCH_SITE];
    const struct ym_span origin = rq->header[YM_HTTP_H_ORIGIN];
    const struct ym_span host = rq->header[YM_HTTP_H_HOST];

    if (site.n > 0 && !ym_span_is(site, YM_SPAN("same-origin")))
        return false;
    if (origin.n == 0 || is_same_text(origin, ym_span_of(api->public_url)))
        return true;
    return host.n > 0 && is_same_text(authority_of(origin), host);
}

/* ---- Cookies ---- */

static struct ym_span trimmed(struct ym_span s)
{
    while (s.n > 0 && s.at[0] == ' ')
        s = (struct ym_span){ s.at + 1, s.n - 1 };
    while (s.n > 0 && s.at[s.n - 1] == ' ')
        s.n--;
    return s;
}

struct ym_span api_session_cookie(const struct ym_http_request *rq)
{
    static const char name[] = API_COOKIE "=";
    struct ym_span rest = rq->header[YM_HTTP_H_COOKIE];

    while (rest.n > 0) {
        const char *end = memchr(rest.at, ';', rest.n);
        const size_t n = end != NULL ? (size_t)(end - rest.at) : rest.n;
        const struct ym_span pair = trimmed((struct ym_span){ rest.at, n });

        if (pair.n >= sizeof(name) - 1 && memcmp(pair.at, name, sizeof(name) - 1) == 0)
            return (struct ym_span){ pair.at + sizeof(name) - 1, pair.n - (sizeof(name) - 1) };
        rest = end != NULL ? (struct ym_span){ end + 1, rest.n - n - 1 } : (struct ym_span){ 0 };
    }
    return (struct ym_span){ NULL, 0 };
}

void api_session_csrf(const struct api *api, const unsigned char session[APP_TICKET_HASH_LEN],
                      char ret[API_CSRF_LEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    const struct app_secrets *secrets = api->config.secrets;
    unsigned char hash[32];

    secrets->keyed_hash(secrets->ring, YM_SPAN("yima session csrf"),
                        (struct ym_span){ (const char *)session, APP_TICKET_HASH_LEN }, hash);
    for (size_t i = 0; i < API_CSRF_LEN / 2; i++) {
        ret[2 * i] = digits[hash[i] >> 4];
        ret[2 * i + 1] = digits[hash[i] & 15];
    }
    ret[API_CSRF_LEN] = '\0';
}

static bool has_csrf(const struct visit *v)
{
    const struct ym_span given = v->rq->header[YM_HTTP_H_CSRF_TOKEN];
    char right[API_CSRF_LEN + 1];

    api_session_csrf(v->api, v->caller.session, right);
    return given.n == API_CSRF_LEN &&
           v->api->config.credentials->same(given.at, right, API_CSRF_LEN);
}

/* ---- May it? ---- */

static void refuse_right(struct ym_http_request *rq, unsigned role, const struct app_right_row *row)
{
    struct ym_error err;

    (void)ym_fail(&err, YM_E_FORBIDDEN,
                  "role %s has no right %s (%s); GET /api/v1/rights says who has",
                  ym_word(YM_VOCAB_ROLE, (int)role)->code, row->code, row->en);
    ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
}

/* Rights to see credit profiles: who asks without them is refused, and the log says so. */
static bool is_watched(enum app_right right)
{
    return right == APP_RIGHT_CREDIT_OWN || right == APP_RIGHT_CREDIT_CASE;
}

static void refuse_role(struct visit *v, enum app_right right)
{
    if (is_watched(right) && v->api->config.credit_access != NULL)
        api_credit_refused(v->rq, v->api);
    else
        refuse_right(v->rq, v->caller.actor.role, app_right_row(right));
}

static void enter(struct visit *v)
{
    struct ym_http_request *rq = v->rq;
    const enum app_right right = (enum app_right)rq->route->right;

    rq->actor = &v->caller;
    rq->said.role = ym_word(YM_VOCAB_ROLE, v->caller.actor.role)->code;
    rq->said.caller = ym_span_of(v->caller.name);
    if (!app_role_may(v->caller.actor.role, right))
        refuse_role(v, right);
    else if (v->is_session && !is_safe(rq) && !has_csrf(v))
        refuse_visit(rq, YM_E_FORBIDDEN,
                     "a session changes nothing without its X-CSRF-Token; GET /api/v1/session "
                     "gives it");
    else
        rq->route->handler(rq, v->api);
}

/* A session that is over makes a stranger of somebody, where strangers are welcome. */
static void refuse_credential(struct visit *v)
{
    if (v->is_session && !is_needed(v->rq))
        v->rq->route->handler(v->rq, v->api);
    else if (v->is_session)
        refuse_visit(v->rq, YM_E_UNAUTHORIZED, "this session is over; log in again");
    else
        refuse_visit(v->rq, YM_E_UNAUTHORIZED,
                     "this token is unknown, revoked or past its end; ask your administrator for a "
                     "new one (yima token)");
}

static void on_caller(void *arg, enum ym_err err, const struct app_caller *caller)
{
    struct visit *v = arg;

    if (err == YM_E_OK) {
        v->caller = *caller;
        enter(v);
    } else if (err == YM_E_UNAVAILABLE || err == YM_E_BUSY) {
        refuse_visit(v->rq, err, "the credentials cannot be judged now; try again in a moment");
    } else {
        refuse_credential(v);
    }
}

/* The token behind "Bearer ", in any case (RFC 9110, 11.1). */
static bool bearer_of(struct ym_span header, struct ym_span *ret)
{
    static const char scheme[] = "bearer ";
    const size_t n = sizeof(scheme) - 1;

    if (header.n <= n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if ((header.at[i] | 0x20) != scheme[i])
            return false;
    }
    *ret = trimmed((struct ym_span){ header.at + n, header.n - n });
    return ret->n > 0;
}

bool api_may_watch(const struct ym_http_request *rq)
{
    const struct app_caller *caller = rq->actor;

    return app_role_may(caller->actor.role, APP_RIGHT_METRICS);
}

static void judge(struct api *api, struct ym_http_request *rq, struct ym_span token,
                  bool is_session)
{
    struct app_gate *gate = api->config.gate;
    struct visit *v = ym_arena_alloc(&rq->arena, 1, sizeof(*v));

    if (v == NULL) {
        refuse_visit(rq, YM_E_BUSY, "the request needs more memory than one request may have");
        return;
    }
    v->api = api;
    v->rq = rq;
    v->is_session = is_session;
    if (is_session)
        gate->ops->session(gate, token, on_caller, v);
    else
        gate->ops->bearer(gate, token, on_caller, v);
}

void api_front(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    const struct ym_span header = rq->header[YM_HTTP_H_AUTHORIZATION];
    const bool has_sessions =
        api->config.accounts != NULL && api->config.gate->ops->session != NULL;
    const struct ym_span cookie = has_sessions && (is_needed(rq) || is_safe(rq))
                                      ? api_session_cookie(rq)
                                      : (struct ym_span){ 0 };
    struct ym_span token;

    if (header.n > 0 && bearer_of(header, &token))
        judge(api, rq, token, false);
    else if (header.n > 0)
        refuse_visit(rq, YM_E_UNAUTHORIZED,
                     "send Authorization: Bearer and a token; yima token makes one");
    else if (!is_safe(rq) && !is_own_page(api, rq))
        refuse_visit(rq, YM_E_FORBIDDEN, "this came from a page of another site");
    else if (cookie.n > 0)
        judge(api, rq, cookie, true);
    else if (is_needed(rq))
        refuse_visit(rq, YM_E_UNAUTHORIZED,
                     "log in, or send Authorization: Bearer and a token; yima token makes one");
    else
        rq->route->handler(rq, api);
}
