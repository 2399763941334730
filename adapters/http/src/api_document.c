/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes/{id}/documents and /documents/{document}: what can be printed, and a PDF.
 *
 *   DISPUTE -> EVENTS, page after page -> [another process sets the sheet] -> log -> answer
 *
 * What a caller may not read prints as a line to write on. Documents that make no sense yet are not
 * listed; the forms say when they do. The filing packet alone is gathered in api_filing.c: who
 * wants to go to court may print it at any time, and what is not known yet is written in by hand.
 */
#include <string.h>

#include "api_private.h"
#include "app/casefile.h"
#include "document/case.h"
#include "json/event.h"

#define NOT_PARTIES (APP_ROLES_ALL & ~APP_ROLES_PARTIES)

/* Minutes hold what was conceded while talking. Without consent that is told to nobody else and is
 * no evidence in a trial (人民法院在线调解规则 18, 特邀调解规定 22), so courts do not print them,
 * nor do those who only watch or keep the system. Parties get them on paper, after reading them. */
#define MINUTES (APP_ROLES_BODY | APP_ROLES_DESK)

/* Who prints what, of a dispute that it may read at all. */
static const uint32_t readers[YM_DOC_COUNT] = {
    [YM_DOC_RECEIPT] = APP_ROLES_ALL,
    [YM_DOC_RIGHTS_NOTICE] = APP_ROLES_ALL,
    [YM_DOC_REFUSAL_NOTICE] = APP_ROLES_ALL,
    [YM_DOC_REMEDIES_NOTICE] = APP_ROLES_ALL,
    [YM_DOC_TRANSFER_SLIP] = NOT_PARTIES,
    [YM_DOC_DISCLOSURE_FORM] = NOT_PARTIES,
    [YM_DOC_EXTENSION_CONSENT] = APP_ROLES_ALL,
    [YM_DOC_RECORD] = MINUTES,
    [YM_DOC_AGREEMENT] = APP_ROLES_ALL,
    [YM_DOC_CONFIRM_APPLICATION] = APP_ROLES_ALL,
    [YM_DOC_CONFIRM_RULING] = NOT_PARTIES,
    [YM_DOC_FILING_PACKET] = APP_ROLES_ALL,
    [YM_DOC_FEE_NOTICE] = NOT_PARTIES,
    [YM_DOC_MEDIATION_STATEMENT] = NOT_PARTIES,
    [YM_DOC_BACK_COVER] = MINUTES,
    [YM_DOC_PERFORMANCE_PROOF] = APP_ROLES_ALL,
    [YM_DOC_CODE_LABEL] = APP_ROLES_ALL,
};

static void ask_page(struct api_op *op);

bool api_reads_minutes(const struct app_caller *caller)
{
    return (MINUTES >> caller->actor.role & 1) != 0;
}

static bool is_for(const struct api_op *op, int document)
{
    return op->api->forms[document] != NULL &&
           (readers[document] >> op->caller->actor.role & 1) != 0;
}

/* A court is shown an agreement that binds or once did: an offer that never did is a concession. */
static bool may_see(const struct api_op *op, enum ym_document document,
                    const struct doc_facts *facts)
{
    const struct ym_span *effective_on = facts->value[DOC_SLOT_EFFECTIVE_ON];

    return document != YM_DOC_AGREEMENT || (APP_ROLES_COURT >> op->caller->actor.role & 1) == 0 ||
           (effective_on != NULL && effective_on->n > 0);
}

/* ---- The forms, read once ---- */

bool api_forms_load(struct api *api)
{
    struct ym_error why;

    for (int d = 0; d < YM_DOC_COUNT; d++) {
        const struct ym_embedded *file = doc_form_shipped((enum ym_document)d);

        if (file != NULL && doc_form_read((struct ym_span){ (const char *)file->at, file->n },
                                          &api->forms[d], &why) != YM_E_OK)
            return false;
    }
    return true;
}

void api_forms_free(struct api *api)
{
    for (int d = 0; d < YM_DOC_COUNT; d++)
        doc_form_free(api->forms[d]);
}

/* ---- The list ---- */

static void put_missing(struct api_op *op, const struct doc_form *form,
                        const struct doc_facts *facts)
{
    const uint64_t needs = doc_form_missing(form, facts);

    json_add_bool(&op->w, "ready", needs == 0);
    json_put_key(&op->w, "missing");
    json_put_array(&op->w);
    for (int s = 0; s < DOC_SLOTS_OF_DISPUTE; s++) {
        if ((needs >> s & 1) == 0)
            continue;
        json_put_object(&op->w);
        json_add_word(&op->w, "slot", doc_slot_code((enum doc_slot)s));
        json_add_word(&op->w, "zh", doc_slot_zh((enum doc_slot)s));
        json_put_object_end(&op->w);
    }
    json_put_array_end(&op->w);
}

static void put_document(struct api_op *op, int document, const struct doc_facts *facts)
{
    const struct ym_word *w = ym_word(YM_VOCAB_DOCUMENT, document);

    json_put_object(&op->w);
    json_add_word(&op->w, "document", w->code);
    json_add_word(&op->w, "zh", w->zh);
    json_add_word(&op->w, "en", w->en);
    put_missing(op, op->api->forms[document], facts);
    json_put_object_end(&op->w);
}

static void answer_list(struct api_op *op, struct doc_case *known)
{
    bool is_whole = true;

    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (int d = 0; d < YM_DOC_COUNT; d++) {
        struct doc_facts facts;

        if (!is_for(op, d))
            continue;
        is_whole = doc_case_facts(known, (enum ym_document)d, &facts) && is_whole;
        if (may_see(op, (enum ym_document)d, &facts) &&
            doc_form_is_offered(op->api->forms[d], &facts))
            put_document(op, d, &facts);
    }
    json_put_array_end(&op->w);
    json_put_object_end(&op->w);
    if (is_whole)
        api_op_json(op, 200);
    else
        api_op_error(op, YM_E_TOO_LARGE, "what is known of this dispute does not fit a document");
}

/* ---- The PDF ---- */

static void answer_pdf(struct api_op *op)
{
    ym_http_reply_header(op->rq, "Cache-Control", "no-store");
    ym_http_reply_bytes(op->rq, 200, "application/pdf", ym_buf_span(&op->out));
    api_op_end(op);
}

static void on_set(void *arg, enum ym_err err, struct ym_span output)
{
    struct api_op *op = arg;

    op->paper.is_printing = false;
    ym_buf_clear(&op->out);
    if (err == YM_E_UNPROCESSABLE) {
        api_op_error(op, err, "%.*s", (int)output.n, output.at);
    } else if (err != YM_E_OK) {
        api_op_error(op, YM_E_UNAVAILABLE, "the document could not be set; try again in a moment");
    } else {
        ym_buf_add(&op->out, output);
        api_op_log_then(op, APP_SIGHT_PRINT, answer_pdf);
    }
}

static enum ym_err send_to_print(struct api_op *op, const struct doc_facts *facts,
                                 struct ym_arena *arena, struct ym_error *reterr)
{
    const struct doc_form *form = op->api->forms[op->paper.document];
    struct doc_sheet sheet;
    struct ym_buf packed;
    enum ym_err err = doc_form_fill(form, facts, op->paper.has_english ? DOC_ZH_EN : DOC_ZH, arena,
                                    &sheet, reterr);

    ym_buf_init(&packed, DOC_PACKED_BYTES_MAX);
    if (err == YM_E_OK && !doc_sheet_pack(&sheet, &packed))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the document; try again shortly");
    if (err == YM_E_OK)
        err = op->api->config.print(op->api->config.print_arg, &packed, on_set, op, reterr);
    op->paper.is_printing = err == YM_E_OK;
    ym_buf_release(&packed);
    return err;
}

/* Printers are few: one caller does not keep all of them, and all places before them. */
bool api_prints_enough(const struct api_op *op)
{
    const struct api *api = op->api;
    unsigned n = 0;

    for (size_t i = 0; i < api->config.operations_max; i++) {
        const struct api_op *o = &api->ops[i];

        if (o->caller != NULL && o->paper.is_printing &&
            strcmp(o->caller->name, op->caller->name) == 0)
            n++;
    }
    return n >= API_PRINTS_AT_ONCE;
}

void api_document_print(struct api_op *op, const struct doc_facts *facts)
{
    struct ym_arena arena;
    struct ym_error why;
    enum ym_err err;

    if (api_prints_enough(op)) {
        api_op_error(op, YM_E_BUSY, "%d documents of yours are being set; wait for one of them",
                     API_PRINTS_AT_ONCE);
        return;
    }
    if (op->api->config.print == NULL) {
        api_op_error(op, YM_E_UNAVAILABLE, "this program prints no documents");
        return;
    }
    if (!ym_arena_init(&arena, DOC_FILL_BYTES)) {
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the document; try again in a moment");
        return;
    }
    err = send_to_print(op, facts, &arena, &why);
    ym_arena_release(&arena);
    if (err != YM_E_OK)
        api_op_problem(op, &why);
}

/* ---- Gathering ---- */

static void give_up(struct api_op *op, enum ym_err err)
{
    doc_case_free(op->paper.known);
    op->paper.known = NULL;
    api_op_unread(op, err);
}

static void print(struct api_op *op, struct doc_case *known)
{
    struct doc_facts facts;

    if (!doc_case_facts(known, op->paper.document, &facts))
        api_op_error(op, YM_E_TOO_LARGE, "what is known of this dispute does not fit a document");
    else if (!may_see(op, op->paper.document, &facts))
        api_op_unread(op, YM_E_NOT_FOUND);
    else if (doc_form_missing(op->api->forms[op->paper.document], &facts) == 0 &&
             !doc_form_is_offered(op->api->forms[op->paper.document], &facts))
        api_op_error(op, YM_E_UNPROCESSABLE,
                     "this document makes no sense yet: nothing has happened that it tells of; "
                     "/documents lists those that do");
    else
        api_document_print(op, &facts);
}

/* What is known dies before the answer: the sheet has been packed, the list been written. */
static void end(struct api_op *op)
{
    struct doc_case *known = op->paper.known;

    op->paper.known = NULL;
    if (op->paper.is_list)
        answer_list(op, known);
    else
        print(op, known);
    doc_case_free(known);
}

static void on_page(void *arg, enum ym_err err, const struct app_event_page *page)
{
    struct api_op *op = arg;
    struct ym_event ev;

    for (size_t i = 0; err == YM_E_OK && i < page->n; i++) {
        if (json_event_decode(page->at[i].payload, &ev))
            doc_case_feed(op->paper.known, &ev);
        else
            err = YM_E_INTERNAL;
        op->paper.seen = page->at[i].seq;
    }
    if (err != YM_E_OK)
        give_up(op, err);
    else if (page->n == 0 || op->paper.seen >= op->paper.version)
        end(op);
    else
        ask_page(op);
}

static void ask_page(struct api_op *op)
{
    struct app_reader *r = op->api->config.reader;

    r->ops->events(r, op->id, op->paper.seen, APP_PAGE_MAX, on_page, op);
}

/* A sealed field as far as the caller may see it. */
struct opening {
    struct api_op *op;
    const struct app_view *view;
};

static struct ym_span open_field(void *arg, uint8_t seat, enum app_sealed field)
{
    const struct opening *o = arg;

    return api_party_field(o->op, o->view, seat, field);
}

static struct ym_span body_address(const struct api *api, const struct app_view *v)
{
    struct app_body_entry body;

    return api->config.directory->ops->body(api->config.directory, v->body.id, &body)
               ? body.address
               : (struct ym_span){ NULL, 0 };
}

static void on_view(void *arg, enum ym_err err, const struct app_view *v)
{
    struct api_op *op = arg;
    struct opening opening = { op, v };
    char url[API_URL_MAX] = "";

    if (err == YM_E_OK && !app_caller_may_read(op->caller, &v->dispute))
        err = YM_E_NOT_FOUND;
    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    if (v->token.text[0] != '\0')
        api_code_url(op->api, &v->token, url);
    op->paper.version = v->dispute.version;
    op->paper.known = doc_case_new(v, op->api->config.procedures,
                                   &(struct doc_case_options){ .now = api_now(op->api),
                                                               .code = ym_span_of(url),
                                                               .address = body_address(op->api, v),
                                                               .open = open_field,
                                                               .arg = &opening });
    if (op->paper.known == NULL)
        api_op_error(op, YM_E_UNAVAILABLE, "no memory for the document; try again in a moment");
    else
        ask_page(op);
}

static void begin(struct api_op *op, bool is_list)
{
    struct app_reader *r = op->api->config.reader;

    op->paper.is_list = is_list;
    op->paper.seen = 0;
    r->ops->dispute(r, op->id, on_view, op);
}

void api_get_documents(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);

    if (op != NULL)
        begin(op, true);
}

/* ?lang= says whether a gloss goes along. */
static bool take_language(struct api_op *op)
{
    const struct ym_span lang = ym_http_query(op->rq, "lang");
    enum doc_language language = DOC_ZH;

    if (lang.at != NULL && !doc_language_find(lang, &language)) {
        api_op_error(op, YM_E_INVALID, "lang takes zh (Chinese alone) or zh+en (with a gloss)");
        return false;
    }
    op->paper.has_english = language == DOC_ZH_EN;
    return true;
}

void api_get_document(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_on_dispute(app, rq);
    int document;

    if (op == NULL || !take_language(op))
        return;
    document = ym_vocab_find(YM_VOCAB_DOCUMENT, ym_http_param(rq, "document"));
    if (document < 0 || !is_for(op, document)) {
        api_op_error(op, YM_E_NOT_FOUND,
                     "there is no such document for you; /documents lists those there are");
        return;
    }
    op->paper.document = (enum ym_document)document;
    if (document == YM_DOC_FILING_PACKET)
        api_packet_print(op);
    else
        begin(op, false);
}
