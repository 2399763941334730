/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}; with ?at= api_history.c reads its past first. */
#include "api_private.h"

static void put_words(struct json_out *w, const struct app_view *v)
{
    json_add_text(w, "title", v->title);
    json_add_text(w, "description", v->description);
    json_add_optional(w, "external_ref", v->external_ref);
    if (v->amount_fen >= 0)
        json_add_int64(w, "amount_fen", v->amount_fen);
    else
        json_add_null(w, "amount_fen");
}

static void put_axes(struct json_out *w, const struct ym_dispute *d)
{
    json_add_code(w, "type", YM_VOCAB_TYPE, d->type);
    json_add_word(w, "type_zh", ym_word(YM_VOCAB_TYPE, d->type)->zh);
    json_add_code(w, "channel", YM_VOCAB_CHANNEL, d->channel);
    json_add_code(w, "source", YM_VOCAB_SOURCE, d->source);
    json_add_code(w, "risk", YM_VOCAB_RISK, d->risk);
    json_add_int(w, "harm", d->harm);
    json_add_int(w, "urgency", d->urgency);
    json_add_int(w, "scope", d->scope);
    json_add_code(w, "ground", YM_VOCAB_GROUND, d->ground);
    json_add_word(w, "ground_zh", ym_word(YM_VOCAB_GROUND, d->ground)->zh);
}

static void put_places(struct json_out *w, const struct app_view *v)
{
    api_put_region(w, v->dispute.region);
    json_add_optional(w, "region_name", v->region_name);
    api_put_named(w, "body", &v->body);
    api_put_named(w, "mediator", &v->mediator);
    api_put_named(w, "court", &v->court);
}

void api_put_view(struct api_op *op, const struct app_view *v)
{
    const struct ym_procedure *p =
        ym_procedures_get(op->api->config.procedures, v->dispute.procedure);
    struct json_out *w = &op->w;

    json_put_object(w);
    api_put_number(w, v->dispute.id);
    json_add_int(w, "version", v->dispute.version);
    api_put_standing(w, v->colour, v->stage);
    json_add_bool(w, "open", v->is_open);
    api_put_next(op, p, &v->dispute);
    api_put_states(w, "states", p, v->dispute.state);
    api_put_procedure(w, p);
    put_axes(w, &v->dispute);
    put_words(w, v);
    put_places(w, v);
    json_add_instant(w, "received_at", v->received_at);
    json_add_instant(w, "updated_at", v->updated_at);
    json_add_bool(w, "stands_still", v->dispute.stayed_on != YM_DAY_NONE);
    api_put_deadlines(op, p, &v->dispute);
    api_put_parties(op, v);
    api_put_code(w, op->api, &v->token);
    api_put_hash(w, "head", v->dispute.head);
    if (op->history.is_past)
        api_put_asof(op);
    json_put_object_end(w);
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    api_etag_reply(op->rq, v->dispute.version);
    if (api_etag_listed(op->rq->header[YM_HTTP_H_IF_NONE_MATCH], v->dispute.version)) {
        ym_http_reply_bytes(op->rq, 304, NULL, (struct ym_span){ NULL, 0 });
        api_op_end(op);
        return;
    }
    api_put_view(op, v);
    api_op_logged(op, APP_SIGHT_DISPUTE);
}

void api_get_dispute(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_on_dispute(api, rq);

    if (op == NULL || !api_asof_take(op))
        return;
    if (op->history.is_past)
        api_history_view(op);
    else
        api->config.reader->ops->dispute(api->config.reader, op->id, on_view, op);
}
