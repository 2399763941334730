/* SPDX-License-Identifier: Apache-2.0 */
/* GET and DELETE /api/v1/session, DELETE /api/v1/sessions, PUT /api/v1/session/role; opening one.
 *
 * A session is a row; the cookie bears its token, which is stored nowhere. The same browser may
 * hold one session at a time. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "api_session.h"
#include "app/casefile.h"
#include "json/account.h"
#include "yima/number.h"

/* ---- What is shown ---- */

/* A session on its way into a reply. */
struct shown {
    const struct app_account *account; /* NULL: a party */
    unsigned role;
    int64_t staff, body, region;
    struct ym_id dispute; /* v == 0: none */
    unsigned seat;
    unsigned code_bar;
    const unsigned char *hash;
    ym_usec expires_at;
};

static void put_roles(struct json_out *w, const struct app_account *a, unsigned role)
{
    uint64_t set = 0;

    if (a == NULL)
        set = UINT64_C(1) << role;
    for (size_t i = 0; a != NULL && i < a->ngrants; i++) {
        if (a->grants[i].is_usable)
            set |= UINT64_C(1) << a->grants[i].role;
    }
    api_put_words(w, "roles", YM_VOCAB_ROLE, set);
}

static void put_place(struct json_out *w, const struct shown *s)
{
    api_put_ref(w, "staff", s->staff);
    api_put_ref(w, "body", s->body);
    if (s->region != 0)
        api_put_region(w, s->region);
    else
        json_add_null(w, "region");
}

static void put_rights(struct json_out *w, unsigned role)
{
    json_put_key(w, "rights");
    json_put_array(w);
    for (int i = APP_RIGHT_NONE + 1; i < APP_RIGHT_COUNT; i++) {
        if (app_role_may(role, (enum app_right)i))
            json_put_word(w, app_right_row((enum app_right)i)->code);
    }
    json_put_array_end(w);
}

static void put_session(struct api_op *op, const struct shown *s)
{
    struct json_out *w = &op->w;
    char csrf[API_CSRF_LEN + 1];

    json_put_object(w);
    json_add_word(w, "kind", s->account != NULL ? "account" : "party");
    if (s->account != NULL) {
        json_add_int64(w, "account", s->account->id);
        json_add_text(w, "login", s->account->login);
        json_add_text(w, "name", s->account->name);
        json_add_bool(w, "totp", s->account->totp.n > 0);
    }
    json_put_key(w, "role");
    api_put_word(w, YM_VOCAB_ROLE, (int)s->role);
    put_roles(w, s->account, s->role);
    put_place(w, s);
    if (s->account == NULL) {
        char number[YM_NUMBER_COMPACT_MAX];

        ym_number_compact(s->dispute, number);
        json_add_word(w, "name", "");
        json_add_word(w, "dispute", number);
        json_add_int(w, "seat", s->seat);
        if (s->code_bar != APP_CODE_NO_BAR)
            json_add_named(w, "code_bar", app_code_bar_word(s->code_bar));
    }
    put_rights(w, s->role);
    api_session_csrf(op->api, s->hash, csrf);
    json_add_word(w, "csrf", csrf);
    json_add_instant(w, "expires_at", s->expires_at);
    json_put_object_end(w);
}

static void answer(struct api_op *op, const struct shown *s)
{
    put_session(op, s);
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    api_op_json(op, 200);
}

void api_op_unanswered(struct api_op *op, enum ym_err err)
{
    if (err == YM_E_NOT_FOUND)
        api_op_error(op, err, "there is no such account");
    else
        api_op_unread(op, err);
}

struct app_account *api_account_keep(struct api_op *op, const struct app_account *a)
{
    struct app_account *kept = ym_arena_alloc(&op->arena, 1, sizeof(*kept));

    if (kept == NULL)
        return NULL;
    *kept = *a;
    kept->login = ym_arena_text(&op->arena, a->login);
    kept->name = ym_arena_text(&op->arena, a->name);
    kept->stored = ym_arena_text(&op->arena, a->stored);
    kept->totp = ym_arena_text(&op->arena, a->totp);
    kept->totp_next = ym_arena_text(&op->arena, a->totp_next);
    kept->recovery = ym_arena_text(&op->arena, a->recovery);
    return ym_arena_ok(&op->arena) ? kept : NULL;
}

void api_sessions_changed(const struct api *api, int64_t account, struct ym_id dispute)
{
    if (api->config.gate->ops->forget != NULL)
        api->config.gate->ops->forget(api->config.gate);
    stream_sessions_changed(api->config.stream, account, dispute);
}

/* ---- Opening ---- */

/* A session that is being opened. In the operation's arena. */
struct opening {
    struct api_op *op;
    const struct app_account *account;
    struct app_session session;
    char token[APP_TICKET_LEN + 1];
};

static void set_cookie(struct ym_http_request *rq, const char *token)
{
    char text[API_COOKIE_MAX];
    const int n =
        snprintf(text, sizeof(text), API_COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
                 token, token[0] == '\0' ? "; Max-Age=0" : "");

    assert(n > 0);
    assert((size_t)n < sizeof(text));
    ym_http_reply_header(rq, "Set-Cookie", text);
    explicit_bzero(text, sizeof(text));
}

static void on_opened(void *arg, enum ym_err err, int64_t n)
{
    struct opening *o = arg;
    struct api_op *op = o->op;
    const struct app_session *s = &o->session;
    struct shown shown = { .account = o->account,
                           .role = s->role,
                           .dispute = s->dispute,
                           .seat = s->seat,
                           .code_bar = s->code_bar,
                           .hash = s->hash,
                           .expires_at = s->expires_at };

    if (err == YM_E_OK && n > 0)
        set_cookie(op->rq, o->token);
    explicit_bzero(o->token, sizeof(o->token));
    if (err != YM_E_OK || n == 0) {
        if (err == YM_E_OK)
            api_op_error(op, YM_E_CONFLICT, "the account was changed meanwhile; log in again");
        else
            api_op_unread(op, err);
        return;
    }
    if (o->account != NULL) {
        const struct app_grant *g = app_account_grant(o->account, s->role);

        assert(g != NULL);
        shown.staff = g->staff;
        shown.body = g->body;
        shown.region = g->region;
    }
    answer(op, &shown);
}

void api_session_open(struct api_op *op, const struct app_account *a,
                      const struct app_session *session)
{
    struct app_accounts *accounts = op->api->config.accounts;
    struct opening *o = ym_arena_alloc(&op->arena, 1, sizeof(*o));

    if (o == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for a session; try again in a moment");
        return;
    }
    *o = (struct opening){ .op = op, .account = a, .session = *session };
    op->api->config.credentials->ticket(APP_TICKET_SESSION, o->token, o->session.hash);
    accounts->ops->session_open(accounts, &o->session, on_opened, o);
}

void api_session_open_party(struct api_op *op, struct ym_id dispute, unsigned seat, uint8_t bar)
{
    struct app_session session;

    op->id = dispute;
    app_session_begin_party(&session, dispute, seat, api_now(op->api));
    session.code_bar = bar;
    api_session_open(op, NULL, &session);
}

void api_session_end_party(struct api *api, struct ym_id dispute, unsigned seat, app_did_fn *done,
                           void *arg)
{
    struct app_accounts *accounts = api->config.accounts;
    const struct app_sessions_of which = { .dispute = dispute, .seat = (uint8_t)seat };

    accounts->ops->sessions_end(accounts, &which, done, arg);
}

/* ---- One's own ---- */

/* An operation of somebody with a session; NULL: answered already. */
static struct api_op *take_own(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || op->caller->has_session)
        return op;
    api_op_error(op, YM_E_FORBIDDEN, "this is for sessions; a token has none");
    return NULL;
}

struct api_op *api_op_own_account(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = take_own(api, rq);

    if (op == NULL || op->caller->account != 0)
        return op;
    api_op_error(op, YM_E_FORBIDDEN, "this is for accounts; a party has none");
    return NULL;
}

static void show_own(struct api_op *op, const struct app_account *a)
{
    const struct app_caller *c = op->caller;
    const struct shown shown = { .account = a,
                                 .role = c->actor.role,
                                 .staff = c->actor.staff,
                                 .body = c->actor.body,
                                 .region = c->actor.region,
                                 .dispute = c->dispute,
                                 .seat = c->actor.seat,
                                 .code_bar = c->code_bar,
                                 .hash = c->session,
                                 .expires_at = c->expires_at };

    answer(op, &shown);
}

static void on_own(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct api_op *op = arg;

    if (err == YM_E_OK && n == 1)
        show_own(op, rows);
    else
        api_op_unanswered(op, err);
}

void api_get_session(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = take_own(api, rq);

    if (op == NULL)
        return;
    if (op->caller->account == 0)
        show_own(op, NULL);
    else
        api->config.accounts->ops->read(api->config.accounts,
                                        &(struct app_account_key){ .id = op->caller->account },
                                        on_own, op);
}

/* ---- Leaving ---- */

static void on_left(void *arg, enum ym_err err, int64_t n)
{
    struct api_op *op = arg;

    (void)n; /* one that is gone already was left, too */
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    api_sessions_changed(op->api, op->caller->account, op->caller->dispute);
    set_cookie(op->rq, "");
    ym_http_reply_bytes(op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
    api_op_end(op);
}

void api_delete_session(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = take_own(api, rq);

    if (op != NULL)
        api->config.accounts->ops->session_end(api->config.accounts, op->caller->session, on_left,
                                               op);
}

void api_delete_sessions(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = take_own(api, rq);
    struct app_sessions_of which;

    if (op == NULL)
        return;
    which = (struct app_sessions_of){ .account = op->caller->account,
                                      .dispute = op->caller->dispute,
                                      .seat = op->caller->actor.seat };
    api->config.accounts->ops->sessions_end(api->config.accounts, &which, on_left, op);
}

/* ---- Acting as something else ---- */

/* A change of role. In the operation's arena. */
struct turning {
    struct api_op *op;
    unsigned role;
};

static void on_turned_account(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct turning *t = arg;
    struct api_op *op = t->op;
    const struct app_grant *g = err == YM_E_OK && n == 1 ? app_account_grant(rows, t->role) : NULL;
    struct shown shown = { .account = rows,
                           .role = t->role,
                           .seat = op->caller->actor.seat,
                           .hash = op->caller->session,
                           .expires_at = op->caller->expires_at };

    if (err != YM_E_OK) {
        api_op_unanswered(op, err);
    } else if (g == NULL) {
        api_op_error(op, YM_E_CONFLICT, "the account was changed meanwhile; log in again");
    } else {
        shown.staff = g->staff;
        shown.body = g->body;
        shown.region = g->region;
        answer(op, &shown);
    }
}

static void on_turned(void *arg, enum ym_err err, int64_t n)
{
    struct turning *t = arg;
    struct api_op *op = t->op;
    struct app_accounts *accounts = op->api->config.accounts;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
    } else if (n == 0) {
        api_op_error(op, YM_E_FORBIDDEN, "this account may not act as %s",
                     ym_word(YM_VOCAB_ROLE, (int)t->role)->code);
    } else {
        api_sessions_changed(op->api, op->caller->account, op->caller->dispute);
        accounts->ops->read(accounts, &(struct app_account_key){ .id = op->caller->account },
                            on_turned_account, t);
    }
}

void api_put_session_role(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_own_account(api, rq);
    struct turning *t;
    struct ym_error why;
    uint8_t role = 0;

    if (op == NULL)
        return;
    t = ym_arena_alloc(&op->arena, 1, sizeof(*t));
    if (t == NULL || json_role_read(rq->body, &op->arena, &role, &why) != YM_E_OK) {
        if (t == NULL)
            (void)ym_fail(&why, YM_E_BUSY, "no memory for this; try again in a moment");
        api_op_problem(op, &why);
        return;
    }
    *t = (struct turning){ op, role };
    api->config.accounts->ops->session_role(api->config.accounts, op->caller->session, role,
                                            on_turned, t);
}
