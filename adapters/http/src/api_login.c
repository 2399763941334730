/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/session: log in.
 *
 *   [READ the account] ─> CHECK the password, off the loop ─┬─ no second factor ──────────> OPEN
 *                                                           ├─ code of a step, used up ──> OPEN
 *                                                           └─ recovery code, used up ───> OPEN
 *
 * An unknown login, a disabled account and one without a password take the same way, with a
 * password that nothing matches, and end in the same words; so neither the answer nor the time it
 * takes tells which logins there are. Who is wrong too often waits, the login and the address each
 * for itself: a failure is counted before the password is looked at, and taken back when it was
 * right. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>

#include "api_session.h"
#include "json/account.h"

struct login {
    struct api_op *op;
    char name[APP_LOGIN_CHARS_MAX + 1]; /* folded */
    bool is_possible;                   /* the words given could be right at all */
    struct json_login in;
    struct app_account *account; /* NULL: none, or none that may log in */
    struct api_slow_job job;
};

/* ---- Throttle ---- */

static bool is_over(struct api_op *op, struct api_limit *limit, const char *name)
{
    unsigned wait_s;
    char text[16];

    if (api_limit_take(limit, name, api_now(op->api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(op->rq, "Retry-After", text);
    api_op_error(op, YM_E_THROTTLED,
                 "wrong too often: wait as long as Retry-After says, then try again");
    return true;
}

/* Behind a proxy that does not say for whom it asks everybody comes from this machine: then one who
 * is wrong would keep all others out, and it is for the proxy to count. */
static bool is_counted(const char *peer)
{
    return strcmp(peer, "unix") != 0 && strncmp(peer, "127.", 4) != 0 && strcmp(peer, "::1") != 0;
}

bool api_login_throttled(struct api_op *op, const char *login)
{
    const char *peer = op->rq->peer;

    return (is_counted(peer) && is_over(op, op->api->login_peers, peer)) ||
           (login != NULL && is_over(op, op->api->logins, login));
}

void api_login_was_right(struct api_op *op, const char *login)
{
    const ym_usec now = api_now(op->api);

    if (is_counted(op->rq->peer))
        api_limit_give(op->api->login_peers, op->rq->peer, now);
    if (login != NULL)
        api_limit_give(op->api->logins, login, now);
}

void api_op_slow(struct api_op *op)
{
    ym_http_reply_header(op->rq, "Retry-After", API_SLOW_RETRY_S);
    api_op_error(op, YM_E_BUSY, "more passwords are being checked than fit; try again shortly");
}

/* ---- The end ---- */

static void refuse(struct login *l)
{
    api_op_error(l->op, YM_E_UNAUTHORIZED, "login or password is wrong");
}

/* The password was right, so the second factor may be asked for by name. */
static void ask_totp(struct login *l, const char *text)
{
    struct ym_mistakes *mistakes = &l->op->api->mistakes;

    ym_mistakes_clear(mistakes);
    (void)ym_mistakes_add(mistakes, "/totp", l->in.totp.n == 0 ? "missing" : "invalid", text);
    json_put_object(&l->op->w);
    json_add_bool(&l->op->w, "totp_required", true);
    api_put_mistakes(&l->op->w, mistakes, "", YM_MISTAKES_MAX);
    json_put_object_end(&l->op->w);
    api_op_error(l->op, YM_E_UNAUTHORIZED, "%s", text);
}

static void open_session(struct login *l)
{
    const struct app_account *a = l->account;
    const struct app_grant *g = NULL;
    struct app_session session;

    api_login_was_right(l->op, l->name);
    if (l->in.role != JSON_ROLE_NONE) {
        g = app_account_grant(a, l->in.role);
    } else {
        for (size_t i = 0; i < a->ngrants && g == NULL; i++)
            g = app_account_grant(a, a->grants[i].role);
    }
    if (g == NULL) {
        api_op_error(l->op, YM_E_FORBIDDEN, "this account may not act as that");
        return;
    }
    app_session_begin_account(&session, a->id, g->role, api_now(l->op->api));
    api_session_open(l->op, a, &session);
}

/* ---- The second factor ---- */

static void on_factor(void *arg, enum ym_err err, int64_t n)
{
    struct login *l = arg;

    if (err != YM_E_OK)
        api_op_unread(l->op, err);
    else if (n == 0)
        ask_totp(l, "this code was used before; wait for the next one");
    else
        open_session(l);
}

static void use_recovery(struct login *l)
{
    struct app_accounts *accounts = l->op->api->config.accounts;
    unsigned char left[APP_RECOVERY_CODES * APP_RECOVERY_LEN];

    if (api_recovery_find(l->op, l->account, l->in.totp, left) < 0) {
        ask_totp(l, "this code is not the one that the app shows now, nor a recovery code");
        return;
    }
    accounts->ops->recovery(
        accounts, l->account->id, l->account->recovery,
        (struct ym_span){ (const char *)left, l->account->recovery.n - APP_RECOVERY_LEN },
        on_factor, l);
}

static void check_factor(struct login *l)
{
    struct api *api = l->op->api;
    struct app_accounts *accounts = api->config.accounts;
    const struct app_account *a = l->account;
    unsigned char secret[APP_TOTP_SECRET_LEN];
    struct ym_error why;
    int64_t step;

    if (l->in.totp.n == 0) {
        ask_totp(l, "send the code that the app shows, as totp");
        return;
    }
    if (api_totp_unseal(l->op, a->id, a->totp, secret, &why) != YM_E_OK) {
        api_op_problem(l->op, &why);
        return;
    }
    step = app_totp_find(api->config.credentials, secret, l->in.totp, api_now(api), a->totp_step);
    explicit_bzero(secret, sizeof(secret));
    if (step != 0)
        accounts->ops->totp_step(accounts, a->id, step, on_factor, l);
    else
        use_recovery(l);
}

/* ---- The password ---- */

static void go_on(struct login *l)
{
    if (l->account->totp.n > 0)
        check_factor(l);
    else
        open_session(l);
}

static void on_rehashed(void *arg, enum ym_err err, int64_t n)
{
    (void)err; /* the old one goes on being right; the next log-in tries again */
    (void)n;
    go_on(arg);
}

static void on_stored_anew(struct api_slow_job *job)
{
    struct login *l = job->arg;
    struct app_accounts *accounts = l->op->api->config.accounts;

    if (job->is_good)
        accounts->ops->rehash(accounts, l->account->id, l->account->stored, ym_span_of(job->stored),
                              on_rehashed, l);
    else
        go_on(l);
}

/* Stored under weaker parameters than are asked for now: now is the time, the password is here. */
static void strengthen(struct login *l)
{
    l->job.stores = true;
    l->job.done = on_stored_anew;
    (void)api_slow_set(&l->job, l->in.password);
    if (!api_slow_submit(l->op->api->slow, &l->job))
        go_on(l);
}

static void on_checked(struct api_slow_job *job)
{
    struct login *l = job->arg;

    if (!job->has_run) {
        api_login_was_right(l->op, l->name); /* nobody looked */
        api_op_slow(l->op);
    } else if (!job->is_good || l->account == NULL || !l->is_possible) {
        refuse(l);
    } else if (l->op->api->config.credentials->password_is_old(job->stored)) {
        strengthen(l);
    } else {
        go_on(l);
    }
}

static void check_password(struct login *l)
{
    const struct app_credentials *c = l->op->api->config.credentials;
    const char *stored = l->account != NULL ? l->account->stored.at : c->dummy();

    l->job.credentials = c;
    l->job.done = on_checked;
    l->job.arg = l;
    (void)snprintf(l->job.stored, sizeof(l->job.stored), "%s", stored);
    l->is_possible = api_slow_set(&l->job, l->in.password) && l->is_possible;
    if (!api_slow_submit(l->op->api->slow, &l->job)) {
        api_login_was_right(l->op, l->name);
        api_op_slow(l->op);
    }
}

static void on_account(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct login *l = arg;

    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        api_login_was_right(l->op, l->name);
        api_op_unread(l->op, err);
        return;
    }
    if (err == YM_E_OK && n == 1 && rows->is_active && rows->stored.n > 0) {
        l->account = api_account_keep(l->op, rows);
        if (l->account == NULL) {
            api_op_error(l->op, YM_E_BUSY, "no memory to log in; try again in a moment");
            return;
        }
    }
    check_password(l);
}

void api_post_session(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);
    struct login *l;
    struct ym_error why;

    if (op == NULL)
        return;
    if (api->config.accounts == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no accounts");
        return;
    }
    l = ym_arena_alloc(&op->arena, 1, sizeof(*l));
    if (l == NULL || json_login_read(rq->body, &op->arena, &l->in, &why) != YM_E_OK) {
        if (l == NULL)
            (void)ym_fail(&why, YM_E_BUSY, "no memory to log in; try again in a moment");
        api_op_problem(op, &why);
        return;
    }
    l->op = op;
    l->is_possible = app_login_fold(l->in.login, l->name);
    if (!l->is_possible) /* it names nobody, and is asked for all the same */
        (void)snprintf(l->name, sizeof(l->name), "%s", "-");
    if (api_login_throttled(op, l->name))
        return;
    api->config.accounts->ops->read(api->config.accounts,
                                    &(struct app_account_key){ .login = ym_span_of(l->name) },
                                    on_account, l);
}

void api_request_mark(const struct api_op *op, struct ym_span who, struct ym_request_key *ret)
{
    const struct app_secrets *secrets = op->api->config.secrets;
    const struct ym_http_request *rq = op->rq;

    app_request_key(secrets, who, rq->path, rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], rq->body, ret);
    if (ret->given)
        return;
    secrets->random(ret->key, sizeof(ret->key));
    secrets->random(ret->fingerprint, sizeof(ret->fingerprint));
    ret->given = true;
}
