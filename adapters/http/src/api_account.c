/* SPDX-License-Identifier: Apache-2.0 */
/* PUT /api/v1/account/password; GET and POST /api/v1/links/{link}: setting a password.
 *
 * A new password ends the sessions that there are, but the one that asks. A link works once; the
 * request that used it may come again, since its answer may have been lost. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>

#include "api_session.h"
#include "json/account.h"

/* A password on its way. In the operation's arena. */
struct setting {
    struct api_op *op;
    struct ym_span words[2]; /* by link: the new one; else the old and the new one */
    struct app_account *account;
    bool has_link;
    unsigned char link[APP_TICKET_HASH_LEN];
    struct ym_request_key by;
    struct api_slow_job job;
};

static void on_set(void *arg, enum ym_err err, int64_t n)
{
    struct setting *s = arg;
    struct api_op *op = s->op;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
    } else if (n == 0) {
        api_op_error(op, YM_E_CONFLICT, "the password was changed meanwhile; begin again");
    } else {
        api_sessions_changed(op->api, s->account->id, (struct ym_id){ 0 });
        ym_http_reply_bytes(op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
    }
}

static void on_stored(struct api_slow_job *job)
{
    struct setting *s = job->arg;
    struct api_op *op = s->op;
    struct app_accounts *accounts = op->api->config.accounts;
    struct app_password_change change = { .account = s->account->id,
                                          .was = s->account->stored,
                                          .stored = ym_span_of(job->stored),
                                          .now = api_now(op->api) };

    if (!job->is_good) {
        api_op_slow(op);
        return;
    }
    memcpy(change.by, s->by.key, sizeof(change.by));
    if (s->has_link)
        change.link = s->link;
    else
        change.keep = op->caller->session;
    accounts->ops->password(accounts, &change, on_set, s);
}

/* Check the rules, then store. */
static void store(struct setting *s, struct ym_span password, const char *pointer)
{
    struct api_op *op = s->op;
    struct ym_error why;

    if (app_password_check(password, s->account->login, &why) != YM_E_OK) {
        struct ym_mistakes *mistakes = &op->api->mistakes;

        ym_mistakes_clear(mistakes);
        (void)ym_mistakes_add(mistakes, pointer, "password", why.text);
        json_put_object(&op->w);
        api_put_mistakes(&op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&op->w);
        api_op_problem(op, &why);
        return;
    }
    s->job.stores = true;
    s->job.done = on_stored;
    s->job.arg = s;
    s->job.credentials = op->api->config.credentials;
    (void)api_slow_set(&s->job, password);
    if (!api_slow_submit(op->api->slow, &s->job))
        api_op_slow(op);
}

static bool keep(struct setting *s, const struct app_account *a)
{
    s->account = api_account_keep(s->op, a);
    if (s->account != NULL)
        return true;
    api_op_error(s->op, YM_E_BUSY, "no memory for this; try again in a moment");
    return false;
}

/* ---- By the old one ---- */

static void on_checked(struct api_slow_job *job)
{
    struct setting *s = job->arg;

    if (!job->has_run) {
        api_op_slow(s->op);
    } else if (!job->is_good) {
        api_op_error(s->op, YM_E_FORBIDDEN, "the old password is wrong");
    } else {
        api_login_was_right(s->op, s->account->login.at);
        store(s, s->words[1], "/new");
    }
}

static void on_own(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct setting *s = arg;

    if (err != YM_E_OK || n != 1) {
        api_op_unanswered(s->op, err);
        return;
    }
    if (!keep(s, rows) || api_login_throttled(s->op, s->account->login.at))
        return;
    s->job.done = on_checked;
    s->job.arg = s;
    s->job.credentials = s->op->api->config.credentials;
    (void)snprintf(s->job.stored, sizeof(s->job.stored), "%s", s->account->stored.at);
    if (!api_slow_set(&s->job, s->words[0]))
        s->job.stored[0] = '\0'; /* longer than any password */
    if (!api_slow_submit(s->op->api->slow, &s->job))
        api_op_slow(s->op);
}

/* NULL: answered already. */
static struct setting *begin(struct api_op *op, const char *const *names, size_t n)
{
    struct setting *s = ym_arena_alloc(&op->arena, 1, sizeof(*s));
    struct ym_error why;

    if (s == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this; try again in a moment");
        return NULL;
    }
    s->op = op;
    if (n == 0 || json_texts_read(op->rq->body, names, n, &op->arena, s->words, &why) == YM_E_OK)
        return s;
    api_op_problem(op, &why);
    return NULL;
}

void api_put_password(struct ym_http_request *rq, void *app)
{
    static const char *const names[] = { "old", "new" };
    struct api *api = app;
    struct api_op *op = api_op_own_account(api, rq);
    struct setting *s = op != NULL ? begin(op, names, 2) : NULL;

    if (s != NULL)
        api->config.accounts->ops->read(api->config.accounts,
                                        &(struct app_account_key){ .id = op->caller->account },
                                        on_own, s);
}

/* ---- By a link ---- */

/* The operation and the link's hash; false: answered already. Strangers try links, so they count
 * by address as wrong passwords do. */
static bool begin_link(struct api *api, struct ym_http_request *rq, struct api_op **ret,
                       unsigned char ret_hash[APP_TICKET_HASH_LEN])
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL)
        return false;
    if (api->config.accounts == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no accounts");
        return false;
    }
    if (api_login_throttled(op, NULL))
        return false;
    *ret = op;
    if (api->config.credentials->ticket_hash(APP_TICKET_LINK, ym_http_param(rq, "link"), ret_hash))
        return true;
    api_op_error(op, YM_E_NOT_FOUND, "there is no such link; ask for a new one");
    return false;
}

static void refuse_link(struct api_op *op, enum ym_err err)
{
    if (err == YM_E_NOT_FOUND)
        api_op_error(op, err, "this link was used, replaced or is past its end; ask for a new one");
    else
        api_op_unread(op, err);
}

static void on_link(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct api_op *op = arg;

    if (err != YM_E_OK || n != 1) {
        refuse_link(op, err);
        return;
    }
    api_login_was_right(op, NULL);
    json_put_object(&op->w);
    json_add_text(&op->w, "login", rows->login);
    json_add_text(&op->w, "name", rows->name);
    json_add_bool(&op->w, "has_password", rows->stored.n > 0);
    json_add_instant(&op->w, "expires_at", rows->link_until);
    json_put_object_end(&op->w);
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    api_op_json(op, 200);
}

void api_get_link(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op;
    unsigned char hash[APP_TICKET_HASH_LEN];

    if (begin_link(api, rq, &op, hash))
        api->config.accounts->ops->link_read(
            api->config.accounts, &(struct app_link_key){ .hash = hash, .now = api_now(api) },
            on_link, op);
}

static void on_link_account(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct setting *s = arg;

    if (err != YM_E_OK || n != 1) {
        refuse_link(s->op, err);
        return;
    }
    api_login_was_right(s->op, NULL);
    if (keep(s, rows))
        store(s, s->words[0], "/password");
}

/* Which request uses the link: its key and its body, so that the same key with another password is
 * another request, for which a used link is over. */
static void mark_use(struct setting *s)
{
    api_request_mark(s->op, YM_SPAN("link"), &s->by);
    for (size_t i = 0; i < sizeof(s->by.key); i++)
        s->by.key[i] ^= s->by.fingerprint[i];
}

void api_post_link(struct ym_http_request *rq, void *app)
{
    static const char *const names[] = { "password" };
    struct api *api = app;
    unsigned char hash[APP_TICKET_HASH_LEN];
    struct api_op *op;
    struct setting *s;

    if (!begin_link(api, rq, &op, hash))
        return;
    s = begin(op, names, 1);
    if (s == NULL)
        return;
    s->has_link = true;
    memcpy(s->link, hash, sizeof(hash));
    mark_use(s);
    api->config.accounts->ops->link_read(
        api->config.accounts,
        &(struct app_link_key){ .hash = s->link, .by = s->by.key, .now = api_now(api) },
        on_link_account, s);
}
