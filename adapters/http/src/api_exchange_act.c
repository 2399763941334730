/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/exchange/{message}/content, POST …/resend and …/settle.
 *
 *   the message -> its partner: may this caller? -> its dispute: may it read that? -> the act
 *
 * What names no dispute is mostly an order that could not be read, with its persons: whoever has
 * the division of the partner's body sees to it, the administrator to those of partners without
 * one. Whoever may not is told that there is no such message. */
#include "api_exchange.h"

#include <string.h>

#define NOTE_CHARS_MAX 250 /* of a note: fits APP_EXCHANGE_NOTE_MAX in any script */

struct act {
    struct api_op *op;
    struct app_message message; /* its spans lie in the op's arena */
    struct app_partner partner; /* of its spans code and zh alone */
    struct app_settling how;    /* its note is sealed on the way */
    void (*then)(struct act *a);
};

static struct app_sealed_message sealed_of(const struct act *a)
{
    return (struct app_sealed_message){ a->partner.id, a->message.name };
}

static void none(struct act *a)
{
    api_op_error(a->op, YM_E_NOT_FOUND, "there is no such message");
}

/* ---- May this caller? ---- */

static void on_view(void *arg, enum ym_err err, const struct app_view *view)
{
    struct act *a = arg;

    if (err == YM_E_OK && app_caller_may_read(a->op->caller, &view->dispute))
        a->then(a);
    else if (err == YM_E_OK || err == YM_E_NOT_FOUND)
        none(a);
    else
        api_op_unread(a->op, err);
}

/* May this caller see what names no dispute? */
static bool may_see_partner(const struct api_op *op, const struct app_partner *partner)
{
    struct app_directory *d = op->api->config.directory;
    struct app_body_entry body;
    int64_t lo, hi;

    if (api_exchange_body(op->caller) != 0)
        return partner->body == api_exchange_body(op->caller);
    api_exchange_region(op->caller, &lo, &hi);
    if (hi == 0)
        return op->caller->actor.role == YM_ROLE_ADMIN;
    return partner->body != 0 && d->ops->body(d, partner->body, &body) && body.region >= lo &&
           body.region <= hi;
}

static void on_partner(void *arg, enum ym_err err, const struct app_partner *rows, size_t n)
{
    struct act *a = arg;
    struct api_op *op = a->op;
    struct app_reader *reader = op->api->config.reader;
    const int64_t body = api_exchange_body(op->caller);

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    if (n != 1 || (body != 0 && rows->body != body) ||
        (a->message.dispute.v == 0 && !may_see_partner(op, rows))) {
        none(a);
        return;
    }
    a->partner = (struct app_partner){ .id = rows->id,
                                       .kind = rows->kind,
                                       .is_active = rows->is_active,
                                       .code = ym_arena_text(&op->arena, rows->code),
                                       .zh = ym_arena_text(&op->arena, rows->zh) };
    op->id = a->message.dispute;
    if (a->message.dispute.v == 0 || op->caller->actor.role == YM_ROLE_ADMIN)
        a->then(a);
    else
        reader->ops->dispute(reader, a->message.dispute, on_view, a);
}

static void keep(struct api_op *op, struct ym_span *text)
{
    *text = ym_arena_text(&op->arena, *text);
}

static void keep_message(struct act *a, const struct app_message *m)
{
    struct api_op *op = a->op;

    a->message = *m;
    keep(op, &a->message.name);
    keep(op, &a->message.reply_to);
    keep(op, &a->message.error);
    keep(op, &a->message.reason.code);
    keep(op, &a->message.reason.zh);
    keep(op, &a->message.reason.en);
    keep(op, &a->message.settled_by);
    keep(op, &a->message.sealed);
    keep(op, &a->message.note);
}

static void on_message(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                       bool has_more)
{
    struct act *a = arg;
    struct app_exchange *x = a->op->api->config.exchange;

    (void)has_more;
    if (err == YM_E_NOT_FOUND || (err == YM_E_OK && n != 1)) {
        none(a);
    } else if (err != YM_E_OK) {
        api_op_unread(a->op, err);
    } else {
        keep_message(a, rows);
        if (ym_arena_ok(&a->op->arena))
            x->ops->partners(x, rows->partner, (struct ym_span){ NULL, 0 }, on_partner, a);
        else
            api_op_error(a->op, YM_E_BUSY, "the message needs more memory than a request may have");
    }
}

static struct act *begin(struct ym_http_request *rq, void *app, void (*then)(struct act *a))
{
    struct api_op *op = api_op_exchange(app, rq);
    struct act *a = op != NULL ? ym_arena_alloc(&op->arena, 1, sizeof(*a)) : NULL;

    if (op == NULL)
        return NULL;
    if (a == NULL) {
        api_op_error(op, YM_E_BUSY, "the request needs more memory than one request may have");
        return NULL;
    }
    a->op = op;
    a->then = then;
    if (api_message_key_parse(ym_http_param(rq, "message"), &a->message.key))
        return a;
    none(a);
    return NULL;
}

static void go(struct act *a)
{
    struct app_exchange *x = a->op->api->config.exchange;

    x->ops->one(x, a->message.key, on_message, a);
}

/* ---- Reading ---- */

/* What was sealed, as JSON or text; null when its time is over or the keys are not here. */
static void put_content(struct act *a)
{
    struct api_op *op = a->op;
    const struct app_secrets *secrets = op->api->config.secrets;
    struct ym_span plain = { NULL, 0 };
    struct ym_error why;

    if (a->message.sealed.n == 0 || app_message_unseal(secrets, sealed_of(a), a->message.sealed,
                                                       &op->arena, &plain, &why) != YM_E_OK)
        plain.n = 0;
    api_put_optional(&op->w, "content", plain);
    plain.n = 0;
    if (a->message.note.n > 0 && app_message_unseal(secrets, sealed_of(a), a->message.note,
                                                    &op->arena, &plain, &why) != YM_E_OK)
        plain.n = 0;
    api_put_optional(&op->w, "note", plain);
}

static void show(struct act *a)
{
    struct api_op *op = a->op;

    json_put_object(&op->w);
    api_put_message(&op->w, &a->message, &a->partner, 1, api_now(op->api));
    put_content(a);
    json_put_object_end(&op->w);
    api_op_logged(op, APP_SIGHT_DISPUTE); /* what names no dispute that we know may name persons */
}

void api_get_message(struct ym_http_request *rq, void *app)
{
    struct act *a = begin(rq, app, show);

    if (a != NULL)
        go(a);
}

/* ---- Doing ---- */

static void on_done(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                    bool has_more)
{
    struct act *a = arg;
    struct api_op *op = a->op;

    (void)has_more;
    if (err == YM_E_CONFLICT) {
        api_op_error(op, err,
                     "this message came from the partner, or is finished: load the list again");
        return;
    }
    if (err != YM_E_OK || n != 1) {
        api_op_unread(op, err != YM_E_OK ? err : YM_E_INTERNAL);
        return;
    }
    json_put_object(&op->w);
    api_put_message(&op->w, rows, &a->partner, 1, api_now(op->api));
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}

static void resend(struct act *a)
{
    struct app_exchange *x = a->op->api->config.exchange;

    x->ops->resend(x, a->message.key, api_now(a->op->api), on_done, a);
}

void api_post_resend(struct ym_http_request *rq, void *app)
{
    struct act *a = begin(rq, app, resend);

    if (a != NULL)
        go(a);
}

static void settle(struct act *a)
{
    struct api_op *op = a->op;
    struct app_exchange *x = op->api->config.exchange;
    struct ym_span sealed;
    struct ym_error why;

    if (app_message_seal(op->api->config.secrets, sealed_of(a), a->how.note, &op->arena, &sealed,
                         &why) != YM_E_OK) {
        api_op_problem(op, &why);
        return;
    }
    a->how.note = sealed;
    a->how.by = ym_span_of(op->caller->name);
    a->how.now = api_now(op->api);
    x->ops->settle(x, a->message.key, &a->how, on_done, a);
}

static enum ym_err read_settle(struct act *a, struct ym_error *reterr)
{
    struct api_op *op = a->op;
    struct json_doc *doc;
    struct json_at root, note, paper;
    enum ym_err err = json_parse(op->rq->body, API_EXCHANGE_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    note = json_member(&root, "note");
    paper = json_optional(&root, "paper");
    a->how.note = ym_arena_text(&op->arena, json_get_text(&note, 1, NOTE_CHARS_MAX));
    a->how.is_paper = json_given(&paper) && json_get_bool(&paper);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

void api_post_message_settle(struct ym_http_request *rq, void *app)
{
    struct act *a = begin(rq, app, settle);
    struct ym_error why;

    if (a == NULL)
        return;
    if (read_settle(a, &why) != YM_E_OK)
        api_op_problem(a->op, &why);
    else
        go(a);
}
