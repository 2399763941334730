/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/agreement/paper: the document that is signed, made when it is first
 * asked for; GET and POST …/sealed: what is sealed of a dispute; GET …/sealed/{code}: its bytes. */
#include <stdio.h>

#include "api_seal.h"
#include "app/casefile.h"

/* Who has what sealed, of a dispute that it may read at all; and who reads the bytes. */
static const struct {
    uint32_t makes, reads; /* sets of enum ym_role */
} documents[YM_DOC_COUNT] = {
    [YM_DOC_RECEIPT] = { APP_ROLES_BODY | APP_ROLES_DESK, APP_ROLES_ALL },
    [YM_DOC_RIGHTS_NOTICE] = { APP_ROLES_BODY | APP_ROLES_DESK, APP_ROLES_ALL },
    [YM_DOC_REFUSAL_NOTICE] = { APP_ROLES_BODY | APP_ROLES_DESK, APP_ROLES_ALL },
    [YM_DOC_REMEDIES_NOTICE] = { APP_ROLES_BODY | APP_ROLES_DESK, APP_ROLES_ALL },
    [YM_DOC_AGREEMENT] = { 0, APP_ROLES_ALL }, /* made by asking for the paper */
    [YM_DOC_PERFORMANCE_PROOF] = { APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLES_PARTIES,
                                   APP_ROLES_ALL },
    [YM_DOC_FILING_PACKET] = { APP_ROLES_DESK | APP_ROLES_COURT | APP_ROLES_PARTIES,
                               APP_ROLES_ALL },
};

static bool may(const struct api_seal *c, uint32_t roles)
{
    return (roles >> c->op->caller->actor.role & 1U) != 0;
}

static bool is_court(const struct api_seal *c)
{
    return may(c, APP_ROLES_COURT);
}

/* May the caller read these bytes? A court reads of agreements those that bound; one that was
 * dropped from the history that is kept in memory is not known to have. Pre: for a court the
 * history was read. */
static bool may_read(const struct api_seal *c, const struct app_seal *seal)
{
    const struct app_version *v;

    if (!may(c, documents[seal->document].reads))
        return false;
    if (!is_court(c) || seal->document != YM_DOC_AGREEMENT)
        return true;
    v = api_seal_version(c, seal->version);
    return v != NULL && app_version_bound(v);
}

/* ---- The paper of the agreement ---- */

static void put_signature_state(struct api_seal *c, const struct app_version *v)
{
    const struct app_needed needed = app_agreement_needed(&c->agreement);
    const struct app_esign esign = app_agreement_esign(&c->agreement);
    const bool waits = v == app_agreement_open(&c->agreement);
    struct json_out *w = &c->op->w;

    json_put_key(w, "missing");
    json_put_object(w);
    json_put_key(w, "seats");
    json_put_array(w);
    for (int seat = 0; waits && seat < YM_SEATS_MAX; seat++) {
        if ((needed.seats >> seat & 1U) != 0)
            json_put_int(w, seat);
    }
    json_put_array_end(w);
    json_add_bool(w, "mediator", waits && needed.mediator);
    json_add_bool(w, "seal", waits && needed.seal);
    json_put_object_end(w);
    json_put_key(w, "esign");
    json_put_object(w);
    json_add_bool(w, "allowed", esign.is_allowed);
    json_add_word(w, "zh", esign.zh);
    json_add_word(w, "en", esign.en);
    json_add_word(w, "source", esign.source);
    json_put_object_end(w);
}

static void put_signatures(struct json_out *w, const struct app_version *v)
{
    json_put_key(w, "signatures");
    json_put_array(w);
    for (size_t i = 0; i < v->nsignatures; i++) {
        const struct app_signature *s = &v->signatures[i];

        json_put_object(w);
        json_add_word(w, "who", app_signer_word(s->who)->code);
        if (s->who == APP_SIGNER_PARTY)
            json_add_int(w, "seat", s->seat);
        else
            json_add_null(w, "seat");
        json_add_code(w, "signing", YM_VOCAB_SIGNING, s->signing);
        json_add_instant(w, "at", s->at);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

/* How the asker proves itself before it signs on the page. */
static const char *proof_of(const struct api_seal *c)
{
    switch (c->op->caller->actor.role) {
    case YM_ROLE_PARTY:
        if (c->is_person)
            return "digits";
        return "paper";
    case YM_ROLE_MEDIATOR:
    case YM_ROLE_BODY_MANAGER:
        return "session";
    default:
        return "paper";
    }
}

static void answer_paper(struct api_seal *c)
{
    const struct app_version *v = api_seal_version(c, c->seal.version);
    const struct ym_word *state;
    struct json_out *w = &c->op->w;

    if (v == NULL) {
        api_seal_unread(c, YM_E_INTERNAL);
        return;
    }
    state = app_version_word(v->state);
    json_put_object(w);
    api_seal_put(c, &c->seal);
    json_add_int(w, "version", v->number);
    json_add_named(w, "state", state);
    put_signatures(w, v);
    put_signature_state(c, v);
    json_add_word(w, "proof", proof_of(c));
    json_put_object_end(w);
    api_seal_end(c);
    api_op_logged(c->op, APP_SIGHT_PRINT);
}

static void refuse_none(struct api_seal *c)
{
    json_put_object(&c->op->w);
    api_seal_refuse(c, YM_E_NOT_FOUND, "no_agreement", "尚未达成协议，没有可以签署的文书。",
                    "there is no agreement yet, and so nothing to sign");
}

/* What the caller is shown: a court what is in force, though a change of it waits. */
static const struct app_version *shown_to(const struct api_seal *c)
{
    return is_court(c) ? app_agreement_in_force(&c->agreement) : app_agreement_shown(&c->agreement);
}

static void on_found(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK) {
        c->seal = *seal;
        answer_paper(c);
    } else if (err != YM_E_NOT_FOUND) {
        api_seal_unread(c, err);
    } else if (shown_to(c) != app_agreement_shown(&c->agreement)) {
        refuse_none(c); /* what would be sealed now is the change that waits */
    } else {
        api_seal_make(c, answer_paper);
    }
}

static void find_paper(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;
    const struct app_version *shown = shown_to(c);
    const struct app_seal like = { .dispute = c->op->id,
                                   .document = YM_DOC_AGREEMENT,
                                   .version = shown != NULL ? shown->seq : 0 };

    c->document = YM_DOC_AGREEMENT;
    if (shown == NULL) {
        refuse_none(c);
        return;
    }
    seals->ops->find(seals, &like, on_found, c);
}

void api_get_agreement_paper(struct ym_http_request *rq, void *app)
{
    struct api_seal *c = api_seal_begin(app, rq);

    if (c != NULL)
        api_seal_read(c, find_paper);
}

/* ---- The bytes ---- */

/* The code in the path, which has its one normal form by now. */
static void answer_bytes(struct api_op *op)
{
    struct ym_seal_code code;
    char name[64] = "inline";

    if (ym_seal_code_parse(ym_http_param(op->rq, "code"), &code))
        (void)snprintf(name, sizeof(name), "inline; filename=\"%s.pdf\"", code.text);
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    ym_http_reply_header(op->rq, "Content-Disposition", name);
    ym_http_reply_header(op->rq, "Content-Security-Policy",
                         "default-src 'none'; object-src 'self'; frame-ancestors 'self'");
    ym_http_reply_bytes(op->rq, 200, "application/pdf", ym_buf_span(&op->out));
    api_op_end(op);
}

static void on_opened(void *arg, enum ym_err err, struct ym_span pdf)
{
    struct api_seal *c = arg;
    struct api_op *op = c->op;

    api_seal_end(c);
    if (err == YM_E_OK) {
        ym_buf_add(&op->out, pdf);
        api_op_log_then(op, APP_SIGHT_PRINT, answer_bytes);
    } else if (err == YM_E_GONE) {
        api_op_error(op, YM_E_GONE,
                     "the content of this document was removed when its retention was over; who "
                     "holds a copy can have it checked by its hash");
    } else {
        api_op_unread(op, err);
    }
}

static void refuse_unknown(struct api_seal *c)
{
    api_seal_error(c, YM_E_NOT_FOUND,
                   "no document of this dispute has this code: compare it with the paper");
}

static void on_read(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK && seal->dispute.v != c->op->id.v)
        err = YM_E_NOT_FOUND; /* another dispute's: it is not told that it is */
    if (err == YM_E_OK && !may_read(c, seal))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_OK)
        err = app_seal_open(c->op->api->config.sealer, seal, on_opened, c);
    if (err == YM_E_NOT_FOUND)
        refuse_unknown(c);
    else if (err != YM_E_OK)
        api_seal_unread(c, err);
}

static void read_bytes(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;

    seals->ops->read(seals, &c->code, on_read, c);
}

/* May the caller read the dispute? Its row says so; no history is needed but for a court. */
static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK && !app_caller_may_read(c->op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_seal_unread(c, err);
        return;
    }
    c->version = v->dispute.version;
    c->then(c);
}

static void look(struct api_seal *c, void (*then)(struct api_seal *c))
{
    struct app_reader *r = c->op->api->config.reader;

    if (is_court(c)) {
        api_seal_read(c, then);
        return;
    }
    c->then = then;
    r->ops->dispute(r, c->op->id, on_view, c);
}

void api_get_sealed(struct ym_http_request *rq, void *app)
{
    struct api_seal *c = api_seal_begin(app, rq);

    if (c == NULL)
        return;
    if (ym_seal_code_parse(ym_http_param(rq, "code"), &c->code))
        look(c, read_bytes);
    else
        refuse_unknown(c);
}

/* ---- The list ---- */

static void on_list(void *arg, enum ym_err err, const struct app_seal *rows, size_t n)
{
    struct api_seal *c = arg;
    struct json_out *w = &c->op->w;

    if (err != YM_E_OK) {
        api_seal_unread(c, err);
        return;
    }
    json_put_object(w);
    json_put_key(w, "items");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        if (!may_read(c, &rows[i]))
            continue;
        json_put_object(w);
        api_seal_put(c, &rows[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
    json_put_object_end(w);
    api_seal_json(c, 200);
}

static void list(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;

    seals->ops->list(seals, c->op->id, on_list, c);
}

void api_get_sealed_list(struct ym_http_request *rq, void *app)
{
    struct api_seal *c = api_seal_begin(app, rq);

    if (c != NULL)
        look(c, list);
}

/* ---- Having one made ---- */

static void answer_made(struct api_seal *c)
{
    json_put_object(&c->op->w);
    api_seal_put(c, &c->seal);
    json_put_object_end(&c->op->w);
    api_seal_json(c, 200);
}

static void on_made_before(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK) {
        c->seal = *seal;
        answer_made(c);
    } else if (err == YM_E_NOT_FOUND) {
        api_seal_make(c, answer_made);
    } else {
        api_seal_unread(c, err);
    }
}

static void find_made(struct api_seal *c)
{
    struct app_seals *seals = c->op->api->config.seals;
    const struct app_seal like = { .dispute = c->op->id,
                                   .document = (uint8_t)c->document,
                                   .version = c->version };

    seals->ops->find(seals, &like, on_made_before, c);
}

void api_post_sealed(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_seal *c = api_seal_begin(api, rq);
    struct ym_error err;

    if (c == NULL)
        return;
    if (json_seal_wish_read(rq->body, &c->document, &api->mistakes, &err) != YM_E_OK)
        api_seal_wrong(c, &err);
    else if (!may(c, documents[c->document].makes))
        api_seal_error(c, YM_E_FORBIDDEN, "this role has no such document sealed");
    else
        look(c, find_made);
}
