/* SPDX-License-Identifier: Apache-2.0 */
/* /api/v1/accounts: what administrators do with accounts. Nobody sets the password of another: an
 * account gets a one-time link, which its owner follows. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <stdio.h>
#include <string.h>

#include "api_session.h"
#include "app/grant.h"
#include "json/account.h"
#include "loop/log.h"
#include "yima/region.h"

#define PAGE_DEFAULT 50

static struct api_op *take(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);

    if (op == NULL || api->config.accounts != NULL)
        return op;
    api_op_error(op, YM_E_UNAVAILABLE, "this program keeps no accounts");
    return NULL;
}

/* With the id in the path; NULL: answered already. */
static struct api_op *take_one(struct api *api, struct ym_http_request *rq, int64_t *ret_id)
{
    struct api_op *op = take(api, rq);

    if (op == NULL || api_decimal(ym_http_param(rq, "id"), 1, APP_ACCOUNT_ID_MAX, ret_id))
        return op;
    api_op_unanswered(op, YM_E_NOT_FOUND);
    return NULL;
}

/* ---- The shape ---- */

static void put_grant(struct json_out *w, const struct app_grant *g)
{
    json_put_object(w);
    json_put_key(w, "role");
    api_put_word(w, YM_VOCAB_ROLE, g->role);
    api_put_ref(w, "staff", g->staff);
    api_put_ref(w, "body", g->body);
    if (g->region != 0)
        api_put_region(w, g->region);
    else
        json_add_null(w, "region");
    json_add_bool(w, "usable", g->is_usable);
    json_put_object_end(w);
}

static void put_account(struct json_out *w, const struct app_account *a)
{
    json_put_object(w);
    json_add_int64(w, "id", a->id);
    json_add_text(w, "login", a->login);
    json_add_text(w, "name", a->name);
    json_add_bool(w, "active", a->is_active);
    json_add_bool(w, "totp", a->totp.n > 0);
    json_add_instant(w, "created_at", a->created_at);
    json_add_bool(w, "has_password", a->stored.n > 0);
    json_add_instant(w, "changed_at", a->changed_at);
    json_put_key(w, "grants");
    json_put_array(w);
    for (size_t i = 0; i < a->ngrants; i++)
        put_grant(w, &a->grants[i]);
    json_put_array_end(w);
    json_put_object_end(w);
}

/* ---- The trail ---- */

/* Who gives which rights is asked years later: one line for each thing done, with ids alone. */
static void trace(const struct api_op *op, int64_t account, const char *what)
{
    ym_log(op->api->config.log, INFO, "account changed", ym_log_text("actor", op->caller->name),
           ym_log_int("account", account), ym_log_text("what", what));
}

static void trace_grants(const struct api_op *op, const struct app_account *a)
{
    for (size_t i = 0; i < a->ngrants; i++) {
        const struct app_grant *g = &a->grants[i];

        ym_log(op->api->config.log, INFO, "account changed", ym_log_text("actor", op->caller->name),
               ym_log_int("account", a->id), ym_log_text("what", "grant"),
               ym_log_text("role", ym_word(YM_VOCAB_ROLE, g->role)->code),
               ym_log_int("staff", g->staff), ym_log_int("body", g->body),
               ym_log_int("region", g->region));
    }
}

/* ---- Reading ---- */

static void answer_one(struct api_op *op, enum ym_err err, const struct app_account *rows, size_t n,
                       int status)
{
    if (err == YM_E_CONFLICT) {
        api_op_error(op, err, "there is an account with this login; choose another");
    } else if (err == YM_E_KEY_REUSED) {
        api_op_error(op, err, "this Idempotency-Key was used for another account");
    } else if (err != YM_E_OK || n != 1) {
        api_op_unanswered(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
    } else {
        put_account(&op->w, rows);
        api_op_json(op, status);
    }
}

static void on_one(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    answer_one(arg, err, rows, n, 200);
}

static void on_made(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    if (err == YM_E_OK && n == 1) {
        trace(arg, rows->id, "made");
        trace_grants(arg, rows);
    }
    answer_one(arg, err, rows, n, 201);
}

static void on_page(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct api_op *op = arg;
    const size_t limit = op->history.limit;
    const size_t shown = n < limit ? n : limit;

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < shown; i++)
        put_account(&op->w, &rows[i]);
    json_put_array_end(&op->w);
    if (n > shown)
        json_add_int64(&op->w, "next", rows[shown - 1].id);
    else
        json_add_null(&op->w, "next");
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

void api_get_accounts(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = take(api, rq);
    const struct ym_span limit_text = ym_http_query(rq, "limit");
    const struct ym_span cursor = ym_http_query(rq, "cursor");
    int64_t limit = PAGE_DEFAULT;
    int64_t after = 0;

    if (op == NULL)
        return;
    if ((limit_text.at != NULL && !api_decimal(limit_text, 1, APP_ACCOUNT_PAGE_MAX, &limit)) ||
        (cursor.at != NULL && !api_decimal(cursor, 1, APP_ACCOUNT_ID_MAX, &after))) {
        api_op_error(op, YM_E_INVALID, "limit takes 1 to %d, cursor the next of the page before",
                     APP_ACCOUNT_PAGE_MAX);
        return;
    }
    op->history.limit = (unsigned)limit;
    api->config.accounts->ops->list(api->config.accounts, after, (unsigned)limit, on_page, op);
}

void api_get_account(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct app_account_key key = { .id = 0 };
    struct api_op *op = take_one(api, rq, &key.id);

    if (op != NULL)
        api->config.accounts->ops->read(api->config.accounts, &key, on_one, op);
}

/* ---- Making and changing ---- */

static enum ym_err mistake(struct api *api, const char *place, enum ym_err err,
                           const struct ym_error *why)
{
    (void)ym_mistakes_add(&api->mistakes, place, "invalid", why->text);
    return err;
}

/* The grants of a body, completed and checked; each mistake at its place. */
static enum ym_err read_grants(struct api *api, const struct json_account *in,
                               struct app_grant *ret, struct ym_error *reterr)
{
    enum ym_err first = YM_E_OK;

    for (size_t i = 0; i < in->ngrants; i++) {
        const struct json_grant *g = &in->grants[i];
        char place[32];
        struct ym_error why;
        enum ym_err err = YM_E_OK;

        ret[i] = (struct app_grant){ .role = g->role, .staff = g->staff, .body = g->body };
        (void)snprintf(place, sizeof(place), "/grants/%zu", i);
        if (g->region.n > 0 && !ym_region_parse(g->region, &ret[i].region))
            err = ym_fail(&why, YM_E_UNPROCESSABLE,
                          "region takes a division code of 2, 4, 6, 9 or 12 digits");
        if (err == YM_E_OK)
            err = app_grant_check(api->config.directory, api->config.procedures, &ret[i], &why);
        if (err == YM_E_OK)
            continue;
        (void)mistake(api, place, err, &why);
        if (first == YM_E_OK && reterr != NULL)
            *reterr = why;
        if (first == YM_E_OK)
            first = err;
    }
    return first;
}

static enum ym_err read_body(struct api_op *op, bool is_new, struct json_account *in,
                             struct app_grant grants[YM_ROLE_COUNT], struct ym_error *reterr)
{
    enum ym_err err = json_account_read(op->rq->body, is_new, &op->arena, in, reterr);

    return err != YM_E_OK ? err : read_grants(op->api, in, grants, reterr);
}

static void refuse_body(struct api_op *op, const struct ym_error *why)
{
    json_put_object(&op->w);
    api_put_mistakes(&op->w, &op->api->mistakes, "", YM_MISTAKES_MAX);
    json_put_object_end(&op->w);
    api_op_problem(op, why);
}

void api_post_account(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = take(api, rq);
    struct app_account a = { .is_active = true };
    char login[APP_LOGIN_CHARS_MAX + 1];
    struct json_account in;
    struct ym_error why;
    enum ym_err err;

    if (op == NULL)
        return;
    ym_mistakes_clear(&api->mistakes);
    err = read_body(op, true, &in, a.grants, &why);
    if (err == YM_E_OK && !app_login_fold(in.login, login)) {
        err = ym_fail(&why, YM_E_UNPROCESSABLE,
                      "a login has %d to %d letters, digits and . _ - @, and begins with a letter "
                      "or digit",
                      APP_LOGIN_CHARS_MIN, APP_LOGIN_CHARS_MAX);
        (void)mistake(api, "/login", err, &why);
    }
    if (err != YM_E_OK) {
        refuse_body(op, &why);
        return;
    }
    a.id = app_account_id(api->config.secrets->random);
    a.login = ym_span_of(login);
    a.name = in.name;
    a.ngrants = in.ngrants;
    a.created_at = api_now(api);
    api_request_mark(op, ym_span_of(op->caller->name), &a.by);
    api->config.accounts->ops->add(api->config.accounts, &a, on_made, op);
}

/* Who takes away the ground under its own feet may find no way back. */
static bool locks_itself_out(const struct api_op *op, int64_t id, const struct json_account *in)
{
    bool is_admin = !in->has_grants;

    for (size_t i = 0; i < in->ngrants; i++)
        is_admin = is_admin || in->grants[i].role == YM_ROLE_ADMIN;
    return id == op->caller->account && (!is_admin || (in->has_active && !in->is_active));
}

/* What was asked of an account, until it is done. */
struct patching {
    struct api_op *op;
    struct json_account in;
};

static void trace_patch(const struct patching *p, const struct app_account *a)
{
    if (p->in.name.n > 0)
        trace(p->op, a->id, "renamed");
    if (p->in.has_active)
        trace(p->op, a->id, a->is_active ? "enabled" : "disabled");
    if (p->in.ends_totp)
        trace(p->op, a->id, "totp off");
    if (p->in.has_grants) {
        trace(p->op, a->id, "grants replaced");
        trace_grants(p->op, a);
    }
}

static void on_patched(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    const struct patching *p = arg;

    if (err == YM_E_OK && n == 1) {
        trace_patch(p, rows);
        api_sessions_changed(p->op->api, rows->id, (struct ym_id){ 0 });
    }
    answer_one(p->op, err, rows, n, 200);
}

void api_patch_account(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id = 0;
    struct api_op *op = take_one(api, rq, &id);
    struct app_grant grants[YM_ROLE_COUNT];
    struct app_account_change change;
    struct patching *p;
    struct ym_error why;
    enum ym_err err;

    if (op == NULL)
        return;
    p = ym_arena_alloc(&op->arena, 1, sizeof(*p));
    if (p == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this; try again in a moment");
        return;
    }
    p->op = op;
    ym_mistakes_clear(&api->mistakes);
    err = read_body(op, false, &p->in, grants, &why);
    if (err == YM_E_OK && locks_itself_out(op, id, &p->in))
        err = ym_fail(&why, YM_E_UNPROCESSABLE,
                      "nobody disables its own account or takes admin from it: let another "
                      "administrator do that");
    if (err != YM_E_OK) {
        refuse_body(op, &why);
        return;
    }
    change = (struct app_account_change){ .name = p->in.name.n > 0 ? &p->in.name : NULL,
                                          .is_active = p->in.has_active ? &p->in.is_active : NULL,
                                          .grants = p->in.has_grants ? grants : NULL,
                                          .ngrants = p->in.ngrants,
                                          .ends_totp = p->in.ends_totp };
    api->config.accounts->ops->change(api->config.accounts, id, &change, on_patched, p);
}

/* ---- Links ---- */

struct linking {
    struct api_op *op;
    struct app_link link;
    char token[APP_TICKET_LEN + 1];
};

static void on_linked(void *arg, enum ym_err err, int64_t n)
{
    struct linking *l = arg;
    struct api_op *op = l->op;
    char url[APP_TICKET_LEN + 32];

    if (err != YM_E_OK || n == 0) {
        explicit_bzero(l->token, sizeof(l->token));
        if (err != YM_E_OK)
            api_op_unread(op, err);
        else
            api_op_error(op, YM_E_NOT_FOUND, "there is no such account, or it is disabled");
        return;
    }
    trace(op, l->link.account, "link made");
    (void)snprintf(url, sizeof(url), "/app/link/%s", l->token);
    json_put_object(&op->w);
    json_add_word(&op->w, "link", l->token);
    json_add_word(&op->w, "path", url);
    json_add_instant(&op->w, "expires_at", l->link.expires_at);
    json_put_object_end(&op->w);
    explicit_bzero(l->token, sizeof(l->token));
    explicit_bzero(url, sizeof(url));
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    api_op_json(op, 201);
}

void api_post_account_link(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    int64_t id = 0;
    struct api_op *op = take_one(api, rq, &id);
    struct linking *l;

    if (op == NULL)
        return;
    l = ym_arena_alloc(&op->arena, 1, sizeof(*l));
    if (l == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this; try again in a moment");
        return;
    }
    l->op = op;
    l->link = (struct app_link){ .account = id,
                                 .made_at = api_now(api),
                                 .expires_at = api_now(api) + APP_LINK_S * YM_USEC_PER_SECOND };
    api->config.credentials->ticket(APP_TICKET_LINK, l->token, l->link.hash);
    api->config.accounts->ops->link_make(api->config.accounts, &l->link, on_linked, l);
}
