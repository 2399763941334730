/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/discrepancies and POST …/settle: where our record and a partner's differ. */
#include "api_exchange.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NOTE_CHARS_MAX 250
#define ID_FIELDS      5 /* numbers in front of the reference */
#define ID_MAX         160

static const struct {
    const char *zh, *en;
} words[] = {
#define X(name, code, zh, en) { zh, en },
    APP_DISCREPANCY_KINDS(X)
#undef X
};

struct listing {
    struct api_op *op;
    struct app_partner *partners;
    size_t npartners;
    struct ym_span code; /* of the partner; n == 0: any */
    struct app_discrepancy_filter filter;
    struct app_discrepancy which; /* settle */
    struct app_settling how;      /* likewise; its note is sealed on the way */
};

/* ---- The list ---- */

/* partner:bucket:dispute:kind:what:ref */
static void put_id(struct json_out *w, const struct app_discrepancy *d)
{
    char id[ID_MAX];

    (void)snprintf(id, sizeof(id), "%" PRId64 ":%" PRIu32 ":%" PRId64 ":%u:%u:%.*s", d->partner,
                   d->bucket, d->dispute.v, d->kind, d->what, (int)d->ref.n,
                   d->ref.n > 0 ? d->ref.at : "");
    json_add_word(w, "id", id);
}

static void put_row(struct listing *l, const struct app_discrepancy *d)
{
    struct json_out *w = &l->op->w;
    const unsigned what = d->what < APP_DISCREPANCY_KIND_COUNT ? d->what : 0;
    char key[API_MESSAGE_KEY_MAX];

    json_put_object(w);
    put_id(w, d);
    api_put_partner_name(w, l->partners, l->npartners, d->partner);
    json_add_word(w, "kind",
                  app_exchange_kind_code(d->kind < APP_EXCHANGE_KIND_COUNT ? d->kind : 0));
    json_put_key(w, "what");
    json_put_object(w);
    json_add_word(w, "code", app_discrepancy_code(what));
    json_add_word(w, "zh", words[what].zh);
    json_add_word(w, "en", words[what].en);
    json_put_object_end(w);
    json_put_key(w, "dispute");
    if (d->dispute.v != 0) {
        json_put_object(w);
        api_put_number(w, d->dispute);
        json_put_object_end(w);
    } else {
        json_put_null(w);
    }
    api_put_optional(w, "ref", d->ref);
    json_add_text(w, "ours", d->ours);
    json_add_text(w, "theirs", d->theirs);
    api_message_key_print(d->message, key);
    api_put_optional(w, "message",
                     d->message.no != 0 ? ym_span_of(key) : (struct ym_span){ NULL, 0 });
    json_add_instant(w, "since", d->since);
    json_add_instant(w, "settled_at", d->settled_at);
    api_put_optional(w, "settled_by", d->settled_by);
    json_put_object_end(w);
}

static void on_list(void *arg, enum ym_err err, const struct app_discrepancy *rows, size_t n)
{
    struct listing *l = arg;
    struct json_out *w = &l->op->w;

    if (err != YM_E_OK) {
        api_op_unread(l->op, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++)
        put_row(l, &rows[i]);
    json_put_array_end(w);
    json_add_bool(w, "cut", n == APP_DISCREPANCIES_MAX);
    json_put_object_end(w);
    api_op_json(l->op, 200);
}

static bool keep_partners(struct listing *l, const struct app_partner *rows, size_t n)
{
    struct ym_arena *arena = &l->op->arena;

    l->partners = ym_arena_alloc(arena, n + 1, sizeof(*l->partners));
    for (size_t i = 0; l->partners != NULL && i < n; i++) {
        l->partners[i] = rows[i];
        l->partners[i].code = ym_arena_text(arena, rows[i].code);
        l->partners[i].zh = ym_arena_text(arena, rows[i].zh);
        if (l->code.n > 0 && ym_span_is(rows[i].code, l->code))
            l->filter.partner = rows[i].id;
    }
    l->npartners = n;
    return ym_arena_ok(arena);
}

static void on_partners(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct listing *l = arg;
    struct api_op *op = l->op;
    struct app_exchange *x = op->api->config.exchange;

    if (err != YM_E_OK)
        api_op_unread(op, err);
    else if (!keep_partners(l, rows, n))
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
    else if (l->code.n > 0 && l->filter.partner == 0)
        api_op_error(op, YM_E_NOT_FOUND, "there is no partner with this code");
    else
        x->ops->discrepancies(x, &l->filter, on_list, l);
}

static struct listing *begin(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_exchange(app, rq);
    struct listing *l = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*l)) : NULL;

    if (op == NULL)
        return NULL;
    if (l == NULL) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return NULL;
    }
    *l = (struct listing){ .op = op, .filter.body = api_exchange_body(op->caller) };
    api_exchange_region(op->caller, &l->filter.region_lo, &l->filter.region_hi);
    return l;
}

void api_get_discrepancies(struct ym_http_request *rq, void *app)
{
    struct listing *l = begin(rq, app);
    const struct ym_span settled = ym_http_query(rq, "settled");
    struct app_exchange *x;

    if (l == NULL)
        return;
    l->code = ym_http_query(rq, "partner");
    if (settled.at != NULL && !api_bool(settled, &l->filter.with_settled)) {
        api_op_error(l->op, YM_E_INVALID, "settled takes true or false");
        return;
    }
    x = l->op->api->config.exchange;
    x->ops->partners(x, 0, (struct ym_span){ NULL, 0 }, on_partners, l);
}

/* ---- Settling ---- */

static bool read_id(struct ym_span text, struct app_discrepancy *d)
{
    int64_t v[ID_FIELDS];

    for (int i = 0; i < ID_FIELDS; i++) {
        const char *colon = text.n > 0 ? memchr(text.at, ':', text.n) : NULL;
        size_t n;

        if (colon == NULL)
            return false;
        n = (size_t)(colon - text.at);
        if (!api_decimal((struct ym_span){ text.at, n }, 0, INT64_MAX, &v[i]))
            return false;
        text = (struct ym_span){ colon + 1, text.n - n - 1 };
    }
    if (v[1] >= YM_BUCKETS || v[3] >= APP_EXCHANGE_KIND_COUNT ||
        v[4] >= APP_DISCREPANCY_KIND_COUNT || text.n > APP_MESSAGE_NAME_MAX)
        return false;
    *d = (struct app_discrepancy){ .partner = v[0],
                                   .bucket = (uint32_t)v[1],
                                   .dispute = { v[2] },
                                   .kind = (uint8_t)v[3],
                                   .what = (uint8_t)v[4],
                                   .ref = text };
    return true;
}

static enum ym_err read_settle(struct listing *l, struct ym_error *reterr)
{
    struct api_op *op = l->op;
    struct json_doc *doc;
    struct json_at root, id, note;
    struct ym_span text;
    enum ym_err err = json_parse(op->rq->body, API_EXCHANGE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    id = json_member(&root, "id");
    note = json_member(&root, "note");
    text = ym_arena_text(&op->arena, json_get_text(&id, 1, ID_MAX));
    if (json_ok(doc) && !read_id(text, &l->which))
        json_refuse(&id, YM_E_UNPROCESSABLE, "takes only what id of a list says");
    l->how.note = ym_arena_text(&op->arena, json_get_text(&note, 1, NOTE_CHARS_MAX));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

static void refuse_unknown(struct listing *l)
{
    api_op_error(l->op, YM_E_NOT_FOUND, "there is no such difference, or it is settled");
}

static void on_settled(void *arg, enum ym_err err)
{
    struct listing *l = arg;

    if (err == YM_E_CONFLICT) {
        refuse_unknown(l);
        return;
    }
    if (err != YM_E_OK) {
        api_op_unread(l->op, err);
        return;
    }
    ym_http_reply_bytes(l->op->rq, 204, NULL, (struct ym_span){ NULL, 0 });
    api_op_end(l->op);
}

static void settle(struct listing *l)
{
    struct api_op *op = l->op;
    struct app_exchange *x = op->api->config.exchange;
    struct ym_span sealed;
    struct ym_error why;

    if (app_message_seal(op->api->config.secrets,
                         (struct app_sealed_message){ l->which.partner, l->which.ref }, l->how.note,
                         &op->arena, &sealed, &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    l->how.note = sealed;
    l->how.by = ym_span_of(op->caller->name);
    l->how.now = api_now(op->api);
    x->ops->settle_discrepancy(x, &l->which, &l->how, on_settled, l);
}

/* May the caller read the dispute? Whoever may not is told that there is no such difference. */
static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct listing *l = arg;

    if (err == YM_E_OK && app_caller_may_read(l->op->caller, &view->dispute))
        settle(l);
    else if (err == YM_E_OK || err == YM_E_NOT_FOUND)
        refuse_unknown(l);
    else
        api_op_unread(l->op, err);
}

static void on_its_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct listing *l = arg;
    struct api_op *op = l->op;
    struct app_reader *reader = op->api->config.reader;
    const int64_t body = api_exchange_body(op->caller);

    if (err == YM_E_OK && (n != 1 || (body != 0 && rows->body != body)))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_NOT_FOUND)
        refuse_unknown(l);
    else if (err != YM_E_OK)
        api_op_unread(op, err);
    else if (l->which.dispute.v == 0 || op->caller->actor.role == YM_ROLE_ADMIN)
        settle(l);
    else
        reader->ops->dispute(reader, l->which.dispute, on_view, l);
}

void api_post_discrepancy(struct ym_http_request *rq, void *app)
{
    struct listing *l = begin(rq, app);
    struct app_exchange *x;
    struct ym_error why;

    if (l == NULL)
        return;
    if (read_settle(l, &why) != YM_E_OK) {
        api_op_problem(l->op, &why);
        return;
    }
    x = l->op->api->config.exchange;
    x->ops->partners(x, l->which.partner, (struct ym_span){ NULL, 0 }, on_its_partner, l);
}
