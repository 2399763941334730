/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/disputes and POST /api/v1/disputes/{id}/commands. */
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "yima/number.h"

static struct api_op *op_of(struct api_work *w)
{
    return (struct api_op *)(void *)((char *)w - offsetof(struct api_op, work));
}

static void begin_work(struct api_op *op)
{
    op->work.api = op->api;
    op->work.caller = op->caller;
    op->work.arena = &op->arena;
    op->work.target = NULL;
}

static void answer_refusal(struct api_op *op, const struct app_outcome *out)
{
    struct ym_error err;

    api_outcome_error(op->api, out, &err);
    if (out->version != 0)
        api_etag_reply(op->rq, out->version);
    json_put_object(&op->w);
    api_put_refusal(&op->w, op->api, out);
    json_put_object_end(&op->w);
    api_op_problem(op, &err);
}

/* The body is wrong, or cannot be taken now. */
static void answer_mistakes(struct api_op *op, struct ym_error *err)
{
    const struct ym_mistakes *mistakes = &op->api->mistakes;
    struct ym_error all = *err;

    if (mistakes->n > 1)
        (void)ym_fail(&all, err->code, "%zu things are wrong, all in errors; the first: %s",
                      mistakes->n, err->text);
    if (mistakes->n > 0) {
        json_put_object(&op->w);
        api_put_mistakes(&op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&op->w);
    }
    api_op_problem(op, &all);
}

static void add_replayed(struct api_op *op, const struct app_outcome *out)
{
    if (out->replayed)
        ym_http_reply_header(op->rq, "Idempotent-Replayed", "true");
    api_etag_reply(op->rq, out->version);
}

/* ---- Registering ---- */

/* Staff at a window want to know whether they have this dispute already. */
static bool wants_duplicates(const struct api_op *op)
{
    const enum ym_relation r = ym_role_relation((enum ym_role)op->caller->actor.role);

    return r == YM_REL_REGION || r == YM_REL_BODY || r == YM_REL_COURT;
}

static bool may_see(const struct api_op *op, const struct app_list_row *row)
{
    const struct ym_dispute d = { .id = row->id,
                                  .region = row->region,
                                  .body = row->body.id,
                                  .mediator = row->mediator.id,
                                  .court = row->court.id };

    return app_caller_may_read(op->caller, &d);
}

/* Only older ones: so a repeated request finds the same. */
static void on_duplicates(void *arg, enum ym_err err, const struct app_list *list)
{
    struct api_op *op = arg;

    json_put_key(&op->w, "possible_duplicates");
    json_put_array(&op->w);
    for (size_t i = 0; err == YM_E_OK && i < list->n; i++) {
        if (list->at[i].id.v >= op->id.v || !may_see(op, &list->at[i]))
            continue;
        json_put_object(&op->w);
        api_put_number(&op->w, list->at[i].id);
        json_put_object_end(&op->w);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    api_op_json(op, 201);
}

/* The hashes of those parties whose identity is known. */
static size_t gather_hashes(struct api_op *op, unsigned char (**ret)[32])
{
    static const unsigned char none[32];
    const struct ym_intake *in = &op->work.intake;
    size_t n = 0;

    *ret = ym_arena_alloc(&op->arena, YM_SEATS_MAX, 32);
    for (size_t i = 0; *ret != NULL && i < in->nparties; i++) {
        if (memcmp(in->parties[i].identity_hash, none, sizeof(none)) != 0)
            memcpy((*ret)[n++], in->parties[i].identity_hash, 32);
    }
    return n;
}

/* The dispute that bears the number already; told to who may see it. */
static void on_first(void *arg, enum ym_err err, const struct app_list *list)
{
    struct api_op *op = arg;
    const bool may_know = err == YM_E_OK && list->n > 0 && may_see(op, &list->at[0]);

    json_put_object(&op->w);
    if (may_know) {
        json_put_key(&op->w, "dispute");
        json_put_object(&op->w);
        api_put_number(&op->w, list->at[0].id);
        json_put_object_end(&op->w);
    }
    json_put_object_end(&op->w);
    api_op_error(op, YM_E_DUPLICATE,
                 "/external_ref: this channel registered a dispute under this number before%s",
                 may_know ? "; dispute says which" : ", which is not yours to see");
}

static void ask_first(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;
    const struct app_filter filter = { .scope = { .kind = APP_SCOPE_ALL },
                                       .colour = APP_ANY,
                                       .stage = APP_ANY,
                                       .type = APP_ANY,
                                       .is_open = APP_ANY,
                                       .external_ref = op->work.intake.external_ref,
                                       .channel = op->work.request.cmd.reg.channel,
                                       .limit = 1 };

    r->ops->list(r, &filter, on_first, op);
}

static void on_registered(struct api_work *w, const struct app_outcome *out)
{
    struct api_op *op = op_of(w);
    struct app_reader *r = op->api->config.reader;
    char location[64] = "/api/v1/disputes/";
    unsigned char(*hashes)[32];
    size_t n;

    if (out->err == YM_E_DUPLICATE) {
        ask_first(op);
        return;
    }
    if (out->err != YM_E_OK) {
        answer_refusal(op, out);
        return;
    }
    ym_number_compact(out->event->dispute, location + strlen(location));
    ym_http_reply_header(op->rq, "Location", location);
    add_replayed(op, out);
    op->id = out->event->dispute;
    json_put_object(&op->w);
    api_put_outcome(&op->w, op->api, out);
    n = wants_duplicates(op) ? gather_hashes(op, &hashes) : 0;
    if (n > 0) {
        r->ops->duplicates(r, (const unsigned char(*)[32])hashes, n, w->request.cmd.reg.type,
                           on_duplicates, op);
        return;
    }
    json_put_object_end(&op->w);
    api_op_json(op, 201);
}

void api_post_dispute(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    struct ym_error err;

    if (op == NULL)
        return;
    begin_work(op);
    if (api_work_intake(&op->work, rq->body, rq->header[YM_HTTP_H_IDEMPOTENCY_KEY], &err) !=
            YM_E_OK ||
        api_work_submit(&op->work, on_registered, &err) != YM_E_OK)
        answer_mistakes(op, &err);
}

/* ---- Commands ---- */

static void on_commanded(struct api_work *w, const struct app_outcome *out)
{
    struct api_op *op = op_of(w);

    if (out->err != YM_E_OK) {
        answer_refusal(op, out);
        return;
    }
    add_replayed(op, out);
    json_put_object(&op->w);
    api_put_outcome(&op->w, op->api, out);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

/* The version may stand in the body, in If-Match, or in both if they agree. */
static enum ym_err take_if_match(struct api_op *op, struct ym_error *reterr)
{
    uint32_t *expect = &op->work.request.expect;
    uint32_t version;

    if (!api_etag_parse(op->rq->header[YM_HTTP_H_IF_MATCH], &version))
        return ym_fail(reterr, YM_E_INVALID,
                       "If-Match must be one entity tag as sent in ETag, like \"7\"");
    if (version != 0 && *expect != 0 && version != *expect)
        return ym_fail(reterr, YM_E_INVALID,
                       "If-Match and the body name different versions; send one of them");
    if (version != 0)
        *expect = version;
    return YM_E_OK;
}

void api_post_command(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);
    struct ym_error err;

    if (op == NULL)
        return;
    begin_work(op);
    if (api_work_command(&op->work, op->id, rq->body, rq->header[YM_HTTP_H_IDEMPOTENCY_KEY],
                         &err) != YM_E_OK ||
        take_if_match(op, &err) != YM_E_OK ||
        api_work_submit(&op->work, on_commanded, &err) != YM_E_OK)
        answer_mistakes(op, &err);
}
