/* SPDX-License-Identifier: Apache-2.0 */
/* Runs of credit profiles: GET /api/v1/credit/runs, …/{month}, POST …/{month}/approve. A person
 * approves, by an account of its own, and never the one who ran it (个人信息保护法 24, 55). A run
 * is counts and hashes: nothing here tells of anybody. */
#include "api_credit.h"
#include "base/hex.h"

#define HASH_CHARS 64 /* hexadecimal digits of a SHA-256 */

static bool may_approve(const struct api_credit *c)
{
    return app_role_may(c->op->caller->actor.role, APP_RIGHT_CREDIT_APPROVE);
}

static void put_hash(struct json_out *w, const char *key, const unsigned char hash[32], bool is_set)
{
    if (is_set)
        api_put_hash(w, key, hash);
    else
        json_add_null(w, key);
}

static void put_counts(struct json_out *w, const struct app_credit_run *r)
{
    json_put_key(w, "counts");
    json_put_array(w);
    for (int i = 0; r->drawn_at != YM_USEC_NONE && i < APP_CREDIT_N_COUNT; i++) {
        json_put_object(w);
        json_put_names(w, app_credit_count_word((unsigned)i));
        json_add_int(w, "n", r->n[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_run(struct api_credit *c, const struct app_credit_run *r)
{
    const bool is_drawn = r->drawn_at != YM_USEC_NONE;
    const enum app_credit_bar bar =
        app_credit_bar_of(r, c->op->caller->account, may_approve(c), true);
    struct json_out *w = &c->op->w;

    json_put_object(w);
    api_put_month(w, "month", r->month);
    json_add_int(w, "run", r->run);
    json_add_named(w, "state", app_credit_state_word(r->state));
    json_add_word(w, "formula", r->formula);
    put_hash(w, "formula_sha256", r->formula_sha256, true);
    put_counts(w, r);
    json_add_instant(w, "begun_at", r->begun_at);
    json_add_instant(w, "drawn_at", r->drawn_at);
    json_add_instant(w, "decided_at", r->decided_at);
    json_add_word(w, "runner", r->runner_login);
    json_add_optional(w, "approver", ym_span_of(r->approver_login));
    json_add_optional(w, "reason", r->reason);
    put_hash(w, "sha256", r->sha256, is_drawn);
    put_hash(w, "profiles_sha256", r->profiles_sha256, is_drawn);
    put_hash(w, "previous_sha256", r->previous_sha256, true);
    if (bar == APP_CREDIT_BAR_NONE)
        json_add_null(w, "bar");
    else
        json_add_named(w, "bar", app_credit_bar_word(bar));
    json_put_object_end(w);
}

/* ---- Reading ---- */

/* How many of a page are told: next names a month, so that one which a full page may have cut comes
 * whole on the next page, unless the page holds no other. */
static size_t whole_months(const struct app_credit_run *runs, size_t n)
{
    size_t whole = n;

    while (n == APP_CREDIT_RUNS_PAGE && whole > 0 && runs[whole - 1].month == runs[n - 1].month)
        whole--;
    return whole > 0 ? whole : n;
}

static void on_runs(void *arg, enum ym_err err, const struct app_credit_run *runs, size_t n)
{
    struct api_credit *c = arg;
    struct json_out *w = &c->op->w;
    const size_t told = err == YM_E_OK ? whole_months(runs, n) : 0;
    char text[APP_MONTH_TEXT_MAX];

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < told; i++)
        put_run(c, &runs[i]);
    json_put_array_end(w);
    if (n == APP_CREDIT_RUNS_PAGE) {
        app_month_print(runs[told - 1].month, text);
        json_add_word(w, "next", text);
    } else {
        json_add_null(w, "next");
    }
    json_put_object_end(w);
    api_credit_json(c, 200);
}

void api_get_credit_runs(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);
    const struct ym_span before = ym_http_query(rq, "before");
    struct app_credits *credits;

    if (c == NULL)
        return;
    credits = c->op->api->config.credits;
    if (before.at != NULL && !app_month_parse(before, &c->month))
        api_credit_error(c, YM_E_INVALID, "before takes a month like 2026-10");
    else
        credits->ops->runs(credits, YM_DAY_NONE, c->month, on_runs, c);
}

/* The newest run of the month: those before it were withdrawn. */
static void on_run(void *arg, enum ym_err err, const struct app_credit_run *runs, size_t n)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK) {
        api_credit_unread(c, err);
    } else if (n == 0) {
        api_credit_error(c, YM_E_NOT_FOUND,
                         "this month has no run; GET /api/v1/credit/runs lists "
                         "those that there are");
    } else {
        put_run(c, &runs[0]);
        api_credit_json(c, 200);
    }
}

static void read_run(struct api_credit *c)
{
    struct app_credits *credits = c->op->api->config.credits;

    credits->ops->runs(credits, c->month, YM_DAY_NONE, on_run, c);
}

/* The month in the path. False: answered already. */
static bool take_month(struct api_credit *c)
{
    if (app_month_parse(ym_http_param(c->op->rq, "month"), &c->month))
        return true;
    api_credit_error(c, YM_E_NOT_FOUND, "there is no such month: it is written like 2026-10");
    return false;
}

void api_get_credit_run(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);

    if (c != NULL && take_month(c))
        read_run(c);
}

/* ---- Approving ---- */

static enum ym_err error_of(enum app_credit_bar bar)
{
    switch (bar) {
    case APP_CREDIT_BAR_NO_RUN:
        return YM_E_NOT_FOUND;
    case APP_CREDIT_BAR_SAME_PERSON:
    case APP_CREDIT_BAR_FORBIDDEN:
        return YM_E_FORBIDDEN;
    case APP_CREDIT_BAR_NONE:
    case APP_CREDIT_BAR_DRAWING:
    case APP_CREDIT_BAR_FROZEN:
    case APP_CREDIT_BAR_WITHDRAWN:
    case APP_CREDIT_BAR_COUNT:
        break;
    }
    return YM_E_CONFLICT;
}

static void refuse(struct api_credit *c, enum app_credit_bar bar)
{
    const struct ym_word *word = app_credit_bar_word(bar);

    api_credit_refuse(c, error_of(bar), word->code, word->zh, word->en);
}

/* Frozen by this very account: the same request again. */
static void on_frozen(void *arg, enum ym_err err, const struct app_credit_run *runs, size_t n)
{
    struct api_credit *c = arg;

    if (err != YM_E_OK)
        api_credit_unread(c, err);
    else if (n > 0 && runs[0].state == APP_CREDIT_APPROVED &&
             runs[0].approver == c->op->caller->account)
        on_run(c, err, runs, n);
    else
        refuse(c, APP_CREDIT_BAR_FROZEN);
}

static void on_decided(void *arg, enum ym_err err, enum app_credit_bar bar)
{
    struct api_credit *c = arg;
    struct app_credits *credits = c->op->api->config.credits;

    if (err == YM_E_OK)
        read_run(c);
    else if (err == YM_E_REFUSED && bar == APP_CREDIT_BAR_FROZEN)
        credits->ops->runs(credits, c->month, YM_DAY_NONE, on_frozen, c);
    else if (err == YM_E_REFUSED)
        refuse(c, bar);
    else
        api_credit_unread(c, err);
}

static bool is_other(const struct app_person *runner, const struct app_account *a)
{
    struct app_person person;

    app_person_of(a, &person);
    return app_is_other_person(runner, &person);
}

/* The run names who approves by login: it is that of the account which asks. */
static void on_account(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct api_credit *c = arg;
    struct app_credits *credits = c->op->api->config.credits;
    struct app_credit_verdict v = { .month = c->month,
                                    .approves = true,
                                    .may = may_approve(c),
                                    .account = c->op->caller->account,
                                    .at = api_now(c->op->api) };

    if (err == YM_E_OK && n == 0)
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_credit_unread(c, err);
    } else if (!is_other(c->more, &rows[0])) {
        refuse(c, APP_CREDIT_BAR_SAME_PERSON);
    } else {
        v.login = rows[0].login;
        credits->ops->decide(credits, &v, on_decided, c);
    }
}

static void read_account(struct api_credit *c, int64_t account, app_accounts_fn *done)
{
    struct app_accounts *accounts = c->op->api->config.accounts;
    const struct app_account_key key = { .id = account };

    accounts->ops->read(accounts, &key, done, c);
}

static void on_runner(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct api_credit *c = arg;
    struct app_person *r = c->more;

    if (err != YM_E_OK && err != YM_E_NOT_FOUND) {
        api_credit_unread(c, err);
        return;
    }
    if (err == YM_E_OK && n > 0)
        app_person_of(&rows[0], r);
    read_account(c, c->op->caller->account, on_account);
}

/* Is it the one that the caller looked at, if the caller says which that was? */
static bool is_seen(const struct api_credit *c, const struct app_credit_run *r)
{
    char hex[YM_HEX_32];

    ym_hex(r->sha256, sizeof(r->sha256), hex);
    return c->text.n == 0 || ym_span_is(c->text, ym_span_of(hex));
}

static void on_run_to_approve(void *arg, enum ym_err err, const struct app_credit_run *runs,
                              size_t n)
{
    struct api_credit *c = arg;
    struct app_person *r = ym_arena_alloc(&c->op->arena, 1, sizeof(*r));

    if (err == YM_E_OK && r == NULL)
        err = YM_E_BUSY;
    if (err != YM_E_OK) {
        api_credit_unread(c, err);
    } else if (n == 0) {
        refuse(c, APP_CREDIT_BAR_NO_RUN);
    } else if (!is_seen(c, &runs[0])) {
        api_credit_refuse(c, YM_E_CONFLICT, "changed", "该月档案已重新生成，请重新查看后再批准。",
                          "the month was drawn again since you looked at it: load it anew");
    } else {
        r->account = runs[0].runner;
        c->more = r;
        read_account(c, r->account, on_runner);
    }
}

/* {"sha256": of the run that was looked at}, or nothing. False: answered already. */
static bool read_seen(struct api_credit *c)
{
    struct ym_error err;

    if (c->op->rq->body.n == 0 ||
        api_credit_text(c, "sha256", HASH_CHARS, HASH_CHARS, &err) == YM_E_OK)
        return true;
    api_credit_wrong(c, &err);
    return false;
}

void api_post_credit_approval(struct ym_http_request *rq, void *app)
{
    struct api_credit *c = api_credit_begin(app, rq);
    struct app_credits *credits;

    if (c == NULL || !take_month(c) || !read_seen(c))
        return;
    credits = c->op->api->config.credits;
    if (c->op->caller->account == 0 || c->op->api->config.accounts == NULL)
        api_credit_refuse(c, YM_E_FORBIDDEN, "person", "须由本人登录账号审批，程序凭证不能审批。",
                          "a person approves: log in with an account, a token of a program cannot");
    else
        credits->ops->runs(credits, c->month, YM_DAY_NONE, on_run_to_approve, c);
}
