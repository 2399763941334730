/* SPDX-License-Identifier: Apache-2.0 */
#include "http/api.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_private.h"
#include "api_slow.h"

/* ---- The pools ---- */

static bool make_ops(struct api *api)
{
    const unsigned n = api->config.operations_max;

    api->ops = calloc(n, sizeof(*api->ops));
    if (api->ops == NULL)
        return false;
    for (unsigned i = 0; i < n; i++) {
        struct api_op *op = &api->ops[i];

        op->api = api;
        ym_buf_init(&op->out, API_REPLY_BYTES_MAX);
        if (!ym_arena_init(&op->arena, API_OP_ARENA_BYTES))
            return false;
        op->next = api->free_ops;
        api->free_ops = op;
    }
    return true;
}

/* The origin in the form that QR codes hold best: upper case, without a slash at its end. */
static bool take_public_url(struct api *api, const char *url)
{
    size_t n = strlen(url);

    while (n > 0 && url[n - 1] == '/')
        n--;
    if (n == 0 || n > API_PUBLIC_URL_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char c = url[i];

        api->public_url[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    api->public_url[n] = '\0';
    return strspn(api->public_url, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:") == n;
}

/* false: no memory for all of them. */
static bool make_limits(struct api *api)
{
    const struct api_config *c = &api->config;
    const unsigned burst = c->scan_burst != 0 ? c->scan_burst : API_SCAN_BURST;
    const unsigned rate = c->scans_per_minute != 0 ? c->scans_per_minute : API_SCANS_PER_MINUTE;
    uint64_t seed = 0;

    if (c->secrets != NULL)
        c->secrets->random(&seed, sizeof(seed));
    api->scans = api_limit_new(API_SCAN_PEERS, burst, rate, seed);
    api->strangers = api_limit_new(API_SIGNED_PEERS, API_SIGNED_BURST, API_SIGNED_PER_MINUTE, seed);
    api->codes = api_limit_new(API_CODE_PEERS, API_CODE_BURST, API_CODES_PER_MINUTE, seed);
    api->logins = api_limit_new(API_LOGIN_NAMES, API_LOGIN_BURST, API_LOGINS_PER_MINUTE, seed);
    api->login_peers =
        api_limit_new(API_LOGIN_PEERS, API_LOGIN_PEER_BURST, API_LOGINS_PER_PEER_MINUTE, seed);
    api->duplicates =
        api_limit_new(API_DUPLICATE_CALLERS, API_DUPLICATE_BURST, API_DUPLICATES_PER_MINUTE, seed);
    api->looks = api_limit_new(API_LOOK_CALLERS, API_LOOK_BURST, API_LOOKS_PER_MINUTE, seed);
    return api->looks != NULL && api->scans != NULL && api->codes != NULL && api->logins != NULL &&
           api->login_peers != NULL && api->duplicates != NULL && api->strangers != NULL;
}

struct api *api_new(const struct api_config *config)
{
    struct api *api = calloc(1, sizeof(*api));

    if (api == NULL)
        return NULL;
    api->config = *config;
    if (api->config.operations_max == 0)
        api->config.operations_max = API_OPERATIONS;
    api->slow = api_slow_new(api->config.offload, api->config.offload_arg);
    if (api->slow == NULL || !make_limits(api) || !take_public_url(api, config->public_url) ||
        !make_ops(api) || !api_office_load(api) || !api_batches_new(api) ||
        !api_suggestions_load(api) || !api_confirm_load(api) || !api_forms_load(api) ||
        !api_openapi_print(api)) {
        api_free(api);
        return NULL;
    }
    return api;
}

void api_free(struct api *api)
{
    if (api == NULL)
        return;
    for (unsigned i = 0; api->ops != NULL && i < api->config.operations_max; i++) {
        ym_arena_release(&api->ops[i].arena);
        ym_buf_release(&api->ops[i].out);
    }
    free(api->ops);
    api_batches_free(api);
    api_limit_free(api->scans);
    api_limit_free(api->logins);
    api_limit_free(api->login_peers);
    api_slow_free(api->slow);
    api_limit_free(api->codes);
    api_limit_free(api->duplicates);
    api_limit_free(api->looks);
    api_limit_free(api->strangers);
    ym_buf_release(&api->openapi);
    json_suggestions_free(api->suggestions);
    json_confirm_free(api->confirm);
    json_office_free(api->office);
    api_forms_free(api);
    free(api);
}

ym_usec api_now(const struct api *api)
{
    return api->config.now(api->config.now_arg);
}

/* ---- Operations ---- */

struct api_op *api_op_take(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api->free_ops;
    struct ym_error err;

    if (op == NULL) {
        (void)ym_fail(&err, YM_E_BUSY, "more requests are under way than fit; try again shortly");
        ym_http_problem(rq, &err, (struct ym_span){ NULL, 0 });
        return NULL;
    }
    api->free_ops = op->next;
    op->rq = rq;
    op->id = (struct ym_id){ 0 };
    op->caller = rq->actor;
    op->paper.is_printing = false;
    op->history.is_past = false;
    op->w = json_out(&op->out);
    return op;
}

void api_op_end(struct api_op *op)
{
    if (op->out.cap > API_KEPT_BYTES || op->out.failed) {
        ym_buf_release(&op->out);
        ym_buf_init(&op->out, API_REPLY_BYTES_MAX);
    }
    ym_buf_clear(&op->out);
    ym_arena_reset(&op->arena);
    op->rq = NULL;
    op->caller = NULL;
    op->next = op->api->free_ops;
    op->api->free_ops = op;
}

void api_op_json(struct api_op *op, int status)
{
    struct ym_error err;

    op->rq->said.dispute = (uint64_t)op->id.v;
    if (json_put_ok(&op->w)) {
        ym_http_reply_json(op->rq, status, ym_buf_span(&op->out));
    } else {
        (void)ym_fail(&err, YM_E_INTERNAL, "a reply is too large or holds invalid UTF-8");
        ym_http_problem(op->rq, &err, (struct ym_span){ NULL, 0 });
    }
    api_op_end(op);
}

void api_op_problem(struct api_op *op, const struct ym_error *err)
{
    const bool has_more = op->out.n > 0 && json_put_ok(&op->w);

    op->rq->said.dispute = (uint64_t)op->id.v;
    ym_http_problem(op->rq, err, has_more ? ym_buf_span(&op->out) : (struct ym_span){ NULL, 0 });
    api_op_end(op);
}

void api_op_error(struct api_op *op, enum ym_err code, const char *format, ...)
{
    struct ym_error err = { .code = code };
    va_list args;

    va_start(args, format);
    (void)vsnprintf(err.text, sizeof(err.text), format, args);
    va_end(args);
    api_op_problem(op, &err);
}

void api_op_unread(struct api_op *op, enum ym_err err)
{
    switch ((int)err) {
    case YM_E_NOT_FOUND:
        api_op_error(op, err, "there is no such dispute, or it is not yours to see");
        break;
    case YM_E_UNAVAILABLE:
        api_op_error(op, err, "the database did not answer; try again in a moment");
        break;
    case YM_E_BUSY:
        api_op_error(op, err, "more questions are waiting than fit; try again in a moment");
        break;
    default:
        api_op_error(op, YM_E_INTERNAL, "the read side failed with %s", ym_err_type(err));
        break;
    }
}

struct api_op *api_op_on_dispute(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);
    struct ym_error err;

    if (op == NULL)
        return NULL;
    if (api_id_parse(ym_http_param(rq, "id"), &op->id, &err) == YM_E_OK) {
        rq->said.dispute = (uint64_t)op->id.v;
        return op;
    }
    api_op_problem(op, &err);
    return NULL;
}
