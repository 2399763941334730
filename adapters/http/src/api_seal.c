/* SPDX-License-Identifier: Apache-2.0 */
/* What all calls on sealed documents share, and the making of one:
 *
 *   code -> [dispute, history, gathered] -> another process sets the sheet -> sealed, or that of
 * who was first
 *
 * All who sign get the same bytes, so a sealed document shows of a person what each of them may
 * see: the beginning of the identity number, and neither telephone nor address. They are in the
 * file. */
#include "api_seal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "document/case.h"
#include "json/event.h"
#include "json/said.h"
#include "yima/identity.h"

#define SHOWN_OF_IDENTITY 6 /* characters: where it was first registered */

static void ask_page(struct api_seal *c);

/* ---- Life ---- */

static struct api_seal *new_call(struct api_op *op)
{
    struct api_seal *c;

    if (op->api->config.seals == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program seals no documents");
        return NULL;
    }
    c = ym_arena_alloc(&op->arena, 1, sizeof(*c));
    if (c == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for this request; try again in a moment");
        return NULL;
    }
    c->op = op;
    return c;
}

struct api_seal *api_seal_begin(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_on_dispute(api, rq);

    return op != NULL ? new_call(op) : NULL;
}

struct api_seal *api_seal_begin_open(struct api *api, struct ym_http_request *rq)
{
    struct api_op *op = api_op_take(api, rq);
    struct api_seal *c = op != NULL ? new_call(op) : NULL;

    if (c != NULL)
        c->is_open = true;
    return c;
}

void api_seal_end(struct api_seal *c)
{
    app_agreement_release(&c->agreement);
    doc_case_free(c->known);
    c->known = NULL;
    ym_arena_release(&c->words);
}

void api_seal_json(struct api_seal *c, int status)
{
    api_seal_end(c);
    api_op_json(c->op, status);
}

void api_seal_unread(struct api_seal *c, enum ym_err err)
{
    api_seal_end(c);
    if (c->fail != NULL)
        c->fail(c, err);
    else
        api_op_unread(c->op, err);
}

void api_seal_error(struct api_seal *c, enum ym_err code, const char *format, ...)
{
    char text[API_SEAL_TEXT_MAX];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    api_seal_end(c);
    api_op_error(c->op, code, "%s", text);
}

void api_seal_refuse(struct api_seal *c, enum ym_err code, const char *reason, const char *zh,
                     const char *en)
{
    json_add_word(&c->op->w, "reason", reason);
    json_add_word(&c->op->w, "zh", zh);
    json_put_object_end(&c->op->w);
    api_seal_error(c, code, "%s", en);
}

void api_seal_wrong(struct api_seal *c, struct ym_error *err)
{
    const struct ym_mistakes *mistakes = &c->op->api->mistakes;

    api_seal_end(c);
    if (mistakes->n > 0) {
        json_put_object(&c->op->w);
        api_put_mistakes(&c->op->w, mistakes, "", YM_MISTAKES_MAX);
        json_put_object_end(&c->op->w);
    }
    api_op_problem(c->op, err);
}

/* ---- The history ---- */

static bool states_agreement(uint8_t kind)
{
    return kind == YM_CMD_REACH_AGREEMENT || kind == YM_CMD_REACH_ORAL || kind == YM_CMD_VARY;
}

const unsigned char *api_seal_terms(const struct api_seal *c, uint32_t seq)
{
    for (size_t i = 0; i < c->nstated && i < API_SEAL_TERMS; i++) {
        if (c->stated[i].seq == seq)
            return c->stated[i].sha256;
    }
    return NULL;
}

const struct app_version *api_seal_version(const struct api_seal *c, uint32_t seq)
{
    for (size_t i = 0; i < c->agreement.nversions; i++) {
        if (c->agreement.versions[i]->seq == seq)
            return c->agreement.versions[i];
    }
    return NULL;
}

static void take_hands(struct api_seal *c, const struct ym_event *ev)
{
    app_hands_mediator(&c->hands, c->agreement.dispute.mediator);
    if (states_agreement(ev->c.kind))
        app_hands_stated(&c->hands);
    else if (ev->c.kind == YM_CMD_SEAL)
        app_hands_seal(&c->hands, &ev->c.by);
}

static bool take_event(struct api_seal *c, const struct app_event *e)
{
    const struct ym_hash_ops *hash = c->op->api->config.hash;
    struct api_stated *stated = &c->stated[c->nstated % API_SEAL_TERMS];
    struct ym_event ev;
    struct ym_said said;

    ym_arena_reset(&c->words);
    if (!json_event_decode(e->payload, &ev) || !json_said_read(ev.c.detail, &c->words, &said) ||
        !app_agreement_feed(&c->agreement, &ev, &said))
        return false;
    take_hands(c, &ev);
    if (states_agreement(ev.c.kind)) {
        stated->seq = ev.seq;
        hash->sha256_2(ev.c.detail.at, ev.c.detail.n, NULL, 0, stated->sha256);
        c->nstated++;
    }
    if (c->known != NULL)
        doc_case_feed(c->known, &ev);
    c->seen = e->seq;
    return true;
}

static void on_page(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct api_seal *c = arg;

    for (size_t i = 0; err == YM_E_OK && i < page->n && c->seen < c->version; i++)
        err = take_event(c, &page->at[i]) ? YM_E_OK : YM_E_INTERNAL;
    if (err == YM_E_OK && c->agreement.is_short)
        err = YM_E_BUSY;
    if (err != YM_E_OK)
        api_seal_unread(c, err);
    else if (page->n == 0 || c->seen >= c->version)
        c->then(c);
    else
        ask_page(c);
}

static void ask_page(struct api_seal *c)
{
    struct app_reader *r = c->op->api->config.reader;

    r->ops->events(r, c->op->id, c->seen, APP_PAGE_MAX, on_page, c);
}

/* ---- What a sealed document shows ---- */

/* A party's identity number in clear; n == 0: none, or it does not open. */
static struct ym_span clear_identity(struct api_seal *c, const struct app_view *v, uint8_t seat)
{
    const struct app_secrets *s = c->op->api->config.secrets;
    const struct app_sealed_at at = { v->dispute.id, seat, APP_SEALED_IDENTITY };
    char room[APP_SEALED_LABEL_MAX];
    struct ym_span plain;
    struct ym_error err;

    if (v->parties[seat].identity.n == 0 ||
        s->unseal(s->ring, app_sealed_label(at, room), v->parties[seat].identity, &c->op->arena,
                  &plain, &err) != YM_E_OK)
        return (struct ym_span){ NULL, 0 };
    return plain;
}

static bool is_of_person(struct ym_span identity)
{
    struct ym_citizen citizen;

    return ym_citizen_parse(identity, &citizen) == YM_CITIZEN_OK;
}

/* What is being gathered, while the row of the dispute is there. */
struct gathering {
    struct api_seal *c;
    const struct app_view *view;
};

/* Organisations are registered in public; of a person the beginning is shown. */
static struct ym_span shown_identity(struct api_seal *c, const struct app_view *v, uint8_t seat)
{
    const struct ym_span plain = clear_identity(c, v, seat);
    char *text;

    if (plain.n == 0 || v->parties[seat].kind != YM_PARTY_NATURAL)
        return plain;
    text = ym_arena_alloc(&c->op->arena, plain.n, 1);
    if (text == NULL)
        return (struct ym_span){ NULL, 0 };
    for (size_t i = 0; i < plain.n; i++)
        text[i] = i < SHOWN_OF_IDENTITY ? plain.at[i] : '*';
    return (struct ym_span){ text, plain.n };
}

static struct ym_span open_field(void *arg, uint8_t seat, enum app_sealed field)
{
    const struct gathering *g = arg;

    if (field == APP_SEALED_IDENTITY)
        return shown_identity(g->c, g->view, seat);
    return YM_SPAN("登记在卷");
}

static bool begin_gathering(struct api_seal *c, const struct app_view *v)
{
    struct api *api = c->op->api;
    struct gathering g = { c, v };
    char url[API_VERIFY_URL_MAX];
    char text[YM_SEAL_CODE_TEXT_MAX];
    struct app_body_entry body;
    const bool has_body =
        api->config.directory->ops->body(api->config.directory, v->body.id, &body);

    c->now = api_now(api);
    app_seal_code(api->config.secrets, c->op->id, &c->code);
    api_seal_url(api, &c->code, url);
    ym_seal_code_print(&c->code, text);
    c->known = doc_case_new(v, api->config.procedures,
                            &(struct doc_case_options){
                                .now = c->now,
                                .code = ym_span_of(url),
                                .address = has_body ? body.address : (struct ym_span){ NULL, 0 },
                                .document_code = ym_span_of(text),
                                .verify_at = ym_span_of(url),
                                .open = open_field,
                                .arg = &g });
    return c->known != NULL;
}

/* ---- Reading ---- */

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK && !c->is_open && !app_caller_may_read(c->op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err == YM_E_OK && (!ym_arena_init(&c->words, JSON_SAID_ARENA_BYTES) ||
                           (c->gathers && !begin_gathering(c, v))))
        err = YM_E_BUSY;
    if (err != YM_E_OK) {
        api_seal_unread(c, err);
        return;
    }
    c->version = v->dispute.version;
    if (c->op->caller != NULL && c->op->caller->actor.seat < v->nparties) {
        c->seat = c->op->caller->actor.seat;
        c->identity = clear_identity(c, v, c->seat);
        c->is_person = v->parties[c->seat].kind == YM_PARTY_NATURAL && is_of_person(c->identity);
    }
    ask_page(c);
}

void api_seal_read(struct api_seal *c, void (*then)(struct api_seal *c))
{
    struct app_reader *r = c->op->api->config.reader;

    api_seal_end(c);
    app_agreement_init(&c->agreement, c->op->api->config.procedures);
    c->then = then;
    c->hands = (struct app_hands){ .n = 0 };
    c->seen = 0;
    c->nstated = 0;
    r->ops->dispute(r, c->op->id, on_view, c);
}

/* ---- Making one ---- */

static void on_sealed(void *arg, enum ym_err err, const struct app_seal *seal)
{
    struct api_seal *c = arg;

    if (err == YM_E_OK) {
        c->seal = *seal;
        c->made(c);
    } else if (err == YM_E_CONFLICT) {
        api_seal_error(c, err, "%d documents of this dispute are sealed, as many as may be",
                       APP_SEALS_MAX);
    } else {
        api_seal_error(c, YM_E_UNAVAILABLE,
                       "the document could not be sealed; try again in a moment");
    }
}

static void on_set(void *arg, enum ym_err err, struct ym_span output)
{
    struct api_seal *c = arg;
    const struct api_config *config = &c->op->api->config;
    const struct app_sealing what = { .dispute = c->op->id,
                                      .code = c->code,
                                      .document = c->document,
                                      .version = c->told,
                                      .terms_sha256 = api_seal_terms(c, c->told),
                                      .pdf = output,
                                      .now = c->now,
                                      .by = c->op->caller->name };

    c->op->paper.is_printing = false;
    if (err == YM_E_OK)
        err = app_seal_document(config->sealer, &what, on_sealed, c);
    else if (err == YM_E_UNPROCESSABLE)
        api_seal_error(c, err, "%.*s", (int)output.n, output.at);
    if (err != YM_E_OK && err != YM_E_UNPROCESSABLE)
        api_seal_error(c, err == YM_E_TOO_LARGE ? err : YM_E_UNAVAILABLE,
                       err == YM_E_TOO_LARGE
                           ? "the document is too large to be sealed: print and sign it on paper"
                           : "the document could not be set; try again in a moment");
}

static enum ym_err send_to_print(struct api_seal *c, struct ym_arena *arena,
                                 struct ym_error *reterr)
{
    const struct api_config *config = &c->op->api->config;
    struct doc_facts facts;
    struct doc_sheet sheet;
    struct ym_buf packed;
    enum ym_err err;

    if (!doc_case_facts(c->known, c->document, &facts))
        return ym_fail(reterr, YM_E_TOO_LARGE,
                       "what is known of this dispute does not fit a document");
    if (c->op->api->forms[c->document] == NULL)
        return ym_fail(reterr, YM_E_NOT_FOUND, "there is no form of this document");
    err = doc_form_fill(c->op->api->forms[c->document], &facts, DOC_ZH, arena, &sheet, reterr);
    ym_buf_init(&packed, DOC_PACKED_BYTES_MAX);
    if (err == YM_E_OK && !doc_sheet_pack(&sheet, &packed))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the document; try again shortly");
    if (err == YM_E_OK)
        err = config->print(config->print_arg, &packed, on_set, c, reterr);
    ym_buf_release(&packed);
    return err;
}

/* An agreement tells what its version states; anything else, all that has happened. */
static uint32_t told_by(const struct api_seal *c)
{
    const struct app_version *shown = app_agreement_shown(&c->agreement);

    if (c->document == YM_DOC_AGREEMENT)
        return shown != NULL ? shown->seq : 0;
    return c->version;
}

/* Printers are few: one caller does not keep all of them. */
static bool may_print(struct api_seal *c)
{
    if (c->op->api->config.print == NULL) {
        api_seal_error(c, YM_E_UNAVAILABLE, "this program prints no documents");
        return false;
    }
    if (api_prints_enough(c->op)) {
        api_seal_error(c, YM_E_BUSY, "%d documents of yours are being set; wait for one of them",
                       API_PRINTS_AT_ONCE);
        return false;
    }
    return true;
}

static void make(struct api_seal *c)
{
    struct ym_arena arena;
    struct ym_error why;
    enum ym_err err;

    if (!may_print(c))
        return;
    if (!ym_arena_init(&arena, DOC_FILL_BYTES)) {
        api_seal_error(c, YM_E_UNAVAILABLE, "no memory for the document; try again in a moment");
        return;
    }
    err = send_to_print(c, &arena, &why);
    ym_arena_release(&arena);
    c->op->paper.is_printing = err == YM_E_OK;
    if (err != YM_E_OK)
        api_seal_error(c, err, "%s", why.text);
}

static void on_gathered(struct api_seal *c)
{
    c->gathers = false;
    c->told = told_by(c);
    if (c->told == 0)
        api_seal_error(c, YM_E_CONFLICT, "there is no agreement yet");
    else if (c->document == YM_DOC_FILING_PACKET)
        api_seal_packet(c, make);
    else
        make(c);
}

void api_seal_make(struct api_seal *c, void (*made)(struct api_seal *c))
{
    c->made = made;
    c->gathers = true;
    api_seal_read(c, on_gathered);
}

/* ---- What answers share ---- */

bool api_seal_is_throttled(struct api *api, struct ym_http_request *rq)
{
    unsigned wait_s;
    char text[16];

    if (rq->actor != NULL || api_limit_take(api->scans, rq->peer, api_now(api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(rq, "Retry-After", text);
    return true;
}

void api_seal_hex(const unsigned char *at, size_t n, char *ret)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        ret[2 * i] = digits[at[i] >> 4];
        ret[2 * i + 1] = digits[at[i] & 15];
    }
    ret[2 * n] = '\0';
}

void api_seal_url(const struct api *api, const struct ym_seal_code *code,
                  char ret[API_VERIFY_URL_MAX])
{
    (void)snprintf(ret, API_VERIFY_URL_MAX, "%s/V/%s", api->public_url, code->text);
}

void api_seal_put(struct api_seal *c, const struct app_seal *seal)
{
    const struct ym_word *document = ym_word(YM_VOCAB_DOCUMENT, seal->document);
    struct json_out *w = &c->op->w;
    char text[YM_SEAL_CODE_TEXT_MAX];
    char url[API_VERIFY_URL_MAX];

    ym_seal_code_print(&seal->code, text);
    api_seal_url(c->op->api, &seal->code, url);
    json_add_word(w, "document_code", seal->code.text);
    json_add_word(w, "document_code_text", text);
    json_add_named(w, "document", document);
    json_add_int(w, "event", seal->version);
    json_add_instant(w, "made_at", seal->made_at);
    json_add_int(w, "size", seal->size);
    api_put_hash(w, "sha256", seal->sha256);
    if (seal->has_terms)
        api_put_hash(w, "terms_sha256", seal->terms_sha256);
    else
        json_add_null(w, "terms_sha256");
    json_add_word(w, "verify_url", url);
}
