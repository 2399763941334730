/* SPDX-License-Identifier: Apache-2.0 */
/* POST, PUT and DELETE /api/v1/account/totp: one-time passwords as a second factor.
 *
 * POST makes a secret that waits, PUT with its first code switches it on and gives the recovery
 * codes, DELETE switches it off. Making and ending want a log-in of the last minutes or the
 * password again: a session that somebody left open is not enough. */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api_session.h"
#include "json/account.h"

#define SECRET_CHARS   32 /* base32 (RFC 4648) of APP_TOTP_SECRET_LEN bytes */
#define RECOVERY_CHARS 11 /* of a recovery code: ten and a dash in the middle */
#define URI_MAX        256

struct change {
    struct api_op *op;
    bool ends;                   /* DELETE */
    bool is_fresh;               /* no password was sent, and the log-in is a few minutes old */
    struct app_account *account; /* as it was read */
    struct ym_span words[1];     /* password or code */
    struct api_slow_job job;
    char shown[SECRET_CHARS + 1];                       /* POST: the secret as text */
    char codes[APP_RECOVERY_CODES][RECOVERY_CHARS + 1]; /* PUT */
};

struct ym_span api_totp_label(int64_t account, char room[API_TOTP_LABEL_MAX])
{
    const int n = snprintf(room, API_TOTP_LABEL_MAX, "account.totp/%" PRId64, account);

    assert(n > 0);
    return (struct ym_span){ room, (size_t)n };
}

enum ym_err api_totp_unseal(struct api_op *op, int64_t account, struct ym_span sealed,
                            unsigned char ret[APP_TOTP_SECRET_LEN], struct ym_error *reterr)
{
    const struct app_secrets *secrets = op->api->config.secrets;
    char room[API_TOTP_LABEL_MAX];
    struct ym_span plain;
    enum ym_err err = secrets->unseal(secrets->ring, api_totp_label(account, room), sealed,
                                      &op->arena, &plain, reterr);

    if (err == YM_E_OK && plain.n != APP_TOTP_SECRET_LEN)
        err = ym_fail(reterr, YM_E_INTERNAL, "a secret of one-time passwords has a wrong length");
    if (err == YM_E_OK)
        memcpy(ret, plain.at, APP_TOTP_SECRET_LEN);
    return err;
}

/* ---- Texts ---- */

/* RFC 4648, 6, which authenticator apps read. bits is a multiple of 5. */
static void print_base32(const unsigned char *at, size_t chars, char *ret)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    for (size_t i = 0; i < chars; i++) {
        const size_t bit = i * 5;
        unsigned two = (unsigned)at[bit / 8] << 8;

        if (bit % 8 > 3)
            two |= at[bit / 8 + 1];
        ret[i] = alphabet[two >> (11 - bit % 8) & 31];
    }
    ret[chars] = '\0';
}

/* "ABCDE-FGHIJ": 50 random bits. */
static void make_recovery(const struct app_secrets *secrets, char ret[RECOVERY_CHARS + 1])
{
    unsigned char random[7];
    char text[11];

    secrets->random(random, sizeof(random));
    print_base32(random, 10, text);
    (void)snprintf(ret, RECOVERY_CHARS + 1, "%.5s-%.5s", text, text + 5);
    explicit_bzero(random, sizeof(random));
    explicit_bzero(text, sizeof(text));
}

/* Keyed, so that who reads the database cannot try all 50 bits; of letters and digits in upper
 * case, however they were typed. */
static void hash_recovery(const struct api *api, int64_t account, struct ym_span code,
                          unsigned char ret[APP_RECOVERY_LEN])
{
    const struct app_secrets *secrets = api->config.secrets;
    char text[64];
    unsigned char hash[32];
    int n = snprintf(text, sizeof(text), "%" PRId64 ":", account);

    assert(n > 0);
    for (size_t i = 0; i < code.n && (size_t)n < sizeof(text); i++) {
        const char c = code.at[i];

        if (c != '-' && c != ' ')
            text[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    secrets->keyed_hash(secrets->ring, YM_SPAN("yima recovery code"),
                        (struct ym_span){ text, (size_t)n }, hash);
    memcpy(ret, hash, APP_RECOVERY_LEN);
    explicit_bzero(text, sizeof(text));
}

int api_recovery_find(const struct api_op *op, const struct app_account *a, struct ym_span code,
                      unsigned char ret_left[APP_RECOVERY_CODES * APP_RECOVERY_LEN])
{
    unsigned char hash[APP_RECOVERY_LEN];
    const size_t n = a->recovery.n / APP_RECOVERY_LEN;
    size_t left = 0;
    int found = -1;

    hash_recovery(op->api, a->id, code, hash);
    for (size_t i = 0; i < n && i < APP_RECOVERY_CODES; i++) {
        const char *at = a->recovery.at + i * APP_RECOVERY_LEN;

        if (found < 0 && op->api->config.credentials->same(at, hash, sizeof(hash)))
            found = (int)i;
        else
            memcpy(ret_left + left++ * APP_RECOVERY_LEN, at, APP_RECOVERY_LEN);
    }
    return found;
}

/* ---- POST: a secret that waits; DELETE: none any more ---- */

/* "@" is the only character of a login that a path escapes. */
static void put_uri(struct json_out *w, struct ym_span login, const char *secret)
{
    char uri[URI_MAX];
    size_t n = (size_t)snprintf(uri, sizeof(uri), "otpauth://totp/Yima:");

    for (size_t i = 0; i < login.n; i++)
        n += (size_t)snprintf(uri + n, sizeof(uri) - n, login.at[i] == '@' ? "%%40" : "%c",
                              login.at[i]);
    (void)snprintf(uri + n, sizeof(uri) - n, "?secret=%s&issuer=Yima", secret);
    json_add_word(w, "otpauth", uri);
    explicit_bzero(uri, sizeof(uri));
}

static void on_changed(void *arg, enum ym_err err, int64_t n)
{
    struct change *c = arg;
    struct api_op *op = c->op;

    if (err != YM_E_OK || n == 0) {
        api_op_unanswered(op, err != YM_E_OK ? err : YM_E_NOT_FOUND);
    } else if (c->ends) {
        ym_http_reply_bytes(op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
    } else {
        json_put_object(&op->w);
        json_add_word(&op->w, "secret", c->shown);
        put_uri(&op->w, c->account->login, c->shown);
        json_put_object_end(&op->w);
        explicit_bzero(c->shown, sizeof(c->shown));
        ym_http_reply_header(op->rq, "Cache-Control", "no-store");
        api_op_json(op, 200);
    }
}

static enum ym_err seal_new(struct change *c, struct ym_span *ret, struct ym_error *reterr)
{
    struct api_op *op = c->op;
    const struct app_secrets *secrets = op->api->config.secrets;
    unsigned char secret[APP_TOTP_SECRET_LEN];
    char room[API_TOTP_LABEL_MAX];
    enum ym_err err;

    secrets->random(secret, sizeof(secret));
    print_base32(secret, SECRET_CHARS, c->shown);
    err = secrets->seal(secrets->ring, api_totp_label(c->account->id, room),
                        (struct ym_span){ (const char *)secret, sizeof(secret) }, &op->arena, ret,
                        reterr);
    explicit_bzero(secret, sizeof(secret));
    return err;
}

static void carry_out(struct change *c)
{
    struct api_op *op = c->op;
    struct app_accounts *accounts = op->api->config.accounts;
    struct app_totp_change what = { .account = c->account->id };
    struct ym_error why;

    if (!c->ends && seal_new(c, &what.next, &why) != YM_E_OK)
        api_op_problem(op, &why);
    else
        accounts->ops->totp(accounts, &what, on_changed, c);
}

static void on_password(struct api_slow_job *job)
{
    struct change *c = job->arg;

    if (!job->has_run) {
        api_op_slow(c->op);
    } else if (!job->is_good) {
        api_op_error(c->op, YM_E_FORBIDDEN, "the password is wrong");
    } else {
        api_login_was_right(c->op, c->account->login.at);
        carry_out(c);
    }
}

static void check_password(struct change *c)
{
    struct api_op *op = c->op;

    if (api_login_throttled(op, c->account->login.at))
        return;
    c->job.credentials = op->api->config.credentials;
    c->job.done = on_password;
    c->job.arg = c;
    (void)snprintf(c->job.stored, sizeof(c->job.stored), "%s", c->account->stored.at);
    if (!api_slow_set(&c->job, c->words[0]))
        c->job.stored[0] = '\0'; /* longer than any password */
    if (!api_slow_submit(op->api->slow, &c->job))
        api_op_slow(op);
}

static void on_account(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct change *c = arg;
    struct api_op *op = c->op;

    if (err != YM_E_OK || n != 1) {
        api_op_unanswered(op, err);
        return;
    }
    c->account = api_account_keep(op, rows);
    if (c->account == NULL)
        api_op_error(op, YM_E_BUSY, "no memory for this; try again in a moment");
    else if (!c->ends && c->account->totp.n > 0)
        api_op_error(op, YM_E_CONFLICT, "one-time passwords are on; DELETE ends them first");
    else if (c->is_fresh)
        carry_out(c);
    else
        check_password(c);
}

/* Begin one of the three calls, whose body is one text of this name (NULL: it has none). NULL:
 * answered already. */
static struct change *begin(struct ym_http_request *rq, struct api *api, const char *word)
{
    struct api_op *op = api_op_own_account(api, rq);
    struct change *c;
    struct ym_error why;

    if (op == NULL)
        return NULL;
    c = ym_arena_alloc(&op->arena, 1, sizeof(*c));
    if (c != NULL && (word == NULL ||
                      json_texts_read(rq->body, &word, 1, &op->arena, c->words, &why) == YM_E_OK)) {
        c->op = op;
        return c;
    }
    if (c == NULL)
        (void)ym_fail(&why, YM_E_BUSY, "no memory for this; try again in a moment");
    api_op_problem(op, &why);
    return NULL;
}

static void read_own(struct change *c, app_accounts_fn *done)
{
    struct app_accounts *accounts = c->op->api->config.accounts;

    accounts->ops->read(accounts, &(struct app_account_key){ .id = c->op->caller->account }, done,
                        c);
}

/* POST and DELETE: with the password, or soon after the log-in. */
static void begin_guarded(struct ym_http_request *rq, struct api *api, bool ends)
{
    struct change *c = begin(rq, api, rq->body.n > 0 ? "password" : NULL);
    ym_usec opened_at;

    if (c == NULL)
        return;
    opened_at = c->op->caller->expires_at - APP_SESSION_S * YM_USEC_PER_SECOND;
    c->ends = ends;
    c->is_fresh =
        rq->body.n == 0 && api_now(api) - opened_at < APP_SESSION_FRESH_S * YM_USEC_PER_SECOND;
    if (rq->body.n == 0 && !c->is_fresh)
        api_op_error(c->op, YM_E_FORBIDDEN,
                     "your log-in is too old for this: send your password, or log in again");
    else
        read_own(c, on_account);
}

void api_post_totp(struct ym_http_request *rq, void *app)
{
    begin_guarded(rq, app, false);
}

void api_delete_totp(struct ym_http_request *rq, void *app)
{
    begin_guarded(rq, app, true);
}

/* ---- PUT: the first code ---- */

static void on_switched(void *arg, enum ym_err err, int64_t n)
{
    struct change *c = arg;
    struct api_op *op = c->op;

    if (err != YM_E_OK || n == 0) {
        if (err != YM_E_OK)
            api_op_unread(op, err);
        else
            api_op_error(op, YM_E_CONFLICT, "the secret was replaced meanwhile; begin again");
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "recovery_codes");
    json_put_array(&op->w);
    for (size_t i = 0; i < APP_RECOVERY_CODES; i++)
        json_put_word(&op->w, c->codes[i]);
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    explicit_bzero(c->codes, sizeof(c->codes));
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    api_op_json(op, 200);
}

static void switch_on(struct change *c, const struct app_account *a, int64_t step)
{
    struct api *api = c->op->api;
    unsigned char hashes[APP_RECOVERY_CODES * APP_RECOVERY_LEN];
    const struct app_totp_change what = {
        .account = a->id,
        .totp = a->totp_next,
        .recovery = { (const char *)hashes, sizeof(hashes) },
        .step = step,
    };

    for (size_t i = 0; i < APP_RECOVERY_CODES; i++) {
        make_recovery(api->config.secrets, c->codes[i]);
        hash_recovery(api, a->id, ym_span_of(c->codes[i]), hashes + i * APP_RECOVERY_LEN);
    }
    api->config.accounts->ops->totp(api->config.accounts, &what, on_switched, c);
}

static void on_waiting(void *arg, enum ym_err err, const struct app_account *rows, size_t n)
{
    struct change *c = arg;
    struct api_op *op = c->op;
    unsigned char secret[APP_TOTP_SECRET_LEN];
    struct ym_error why;
    int64_t step;

    if (err != YM_E_OK || n != 1) {
        api_op_unanswered(op, err);
        return;
    }
    if (rows->totp_next.n == 0) {
        api_op_error(op, YM_E_CONFLICT, "no secret waits for its first code; POST makes one");
        return;
    }
    if (api_totp_unseal(op, rows->id, rows->totp_next, secret, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    step = app_totp_find(op->api->config.credentials, secret, c->words[0], api_now(op->api), 0);
    explicit_bzero(secret, sizeof(secret));
    if (step == 0)
        api_op_error(op, YM_E_UNPROCESSABLE,
                     "this is not the code that the app shows now; is its clock right?");
    else
        switch_on(c, rows, step);
}

void api_put_totp(struct ym_http_request *rq, void *app)
{
    struct change *c = begin(rq, app, "code");

    if (c != NULL)
        read_own(c, on_waiting);
}
