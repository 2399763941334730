/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/disputes: list and search, newest first.
 *
 * A page looks at no more than APP_LIST_LOOKS disputes, so it may be short, or empty, while there
 * is a next one: whoever wants all goes on until next is null. The cursor is where the page ended
 * and a keyed hash of it and of who asked, so that one that was altered, or made for somebody else,
 * is refused and never asked. */
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "api_query.h"
#include "app/work.h"
#include "yima/base32.h"
#include "yima/utf8.h"

#define CURSOR_CHARS (2 * YM_BASE32_WORD)

/* ---- The cursor ---- */

static void make_cursor(const struct api_op *op, struct ym_id end, char ret[CURSOR_CHARS + 1])
{
    const struct app_secrets *s = op->api->config.secrets;
    char text[YM_BASE32_WORD + APP_CALLER_NAME_MAX];
    unsigned char hash[32];
    uint64_t mark = 0;
    int n;

    ym_base32_encode((uint64_t)end.v, YM_BASE32_WORD, ret);
    n = snprintf(text, sizeof(text), "%.*s%s", YM_BASE32_WORD, ret, op->caller->name);
    s->keyed_hash(s->ring, YM_SPAN("yima list cursor"), (struct ym_span){ text, (size_t)n }, hash);
    memcpy(&mark, hash, sizeof(mark));
    ym_base32_encode(mark, YM_BASE32_WORD, ret + YM_BASE32_WORD);
    ret[CURSOR_CHARS] = '\0';
}

static bool read_cursor(const struct api_op *op, struct ym_span text, struct ym_id *ret)
{
    char expected[CURSOR_CHARS + 1];
    uint64_t v;

    if (text.n != CURSOR_CHARS ||
        !ym_base32_decode((struct ym_span){ text.at, YM_BASE32_WORD }, &v) || v > INT64_MAX ||
        !ym_id_valid((struct ym_id){ (int64_t)v }))
        return false;
    make_cursor(op, (struct ym_id){ (int64_t)v }, expected);
    if (memcmp(expected, text.at, CURSOR_CHARS) != 0)
        return false;
    ret->v = (int64_t)v;
    return true;
}

/* ---- The question ---- */

static bool take_flags(const struct api_op *op, struct app_filter *f)
{
    const struct ym_span open = ym_http_query(op->rq, "open");
    const struct ym_span overdue = ym_http_query(op->rq, "overdue");
    bool is_open = false;

    f->is_open = APP_ANY;
    if (open.at != NULL) {
        if (!api_bool(open, &is_open))
            return false;
        f->is_open = is_open;
    }
    f->now = api_now(op->api);
    return overdue.at == NULL || api_bool(overdue, &f->is_overdue);
}

static bool take_external(const struct ym_http_request *rq, struct app_filter *f)
{
    const struct ym_span ref = ym_http_query(rq, "external_ref");

    f->channel = APP_ANY;
    f->external_ref = ref;
    return ref.at == NULL || (ref.n > 0 && ym_utf8_chars(ref) <= YM_EXTERNAL_REF_CHARS_MAX);
}

static bool take_search(struct api_op *op, struct app_filter *f)
{
    const struct ym_span q = ym_http_query(op->rq, "q");
    size_t chars;

    if (q.at == NULL)
        return true;
    chars = ym_utf8_chars(q);
    if (chars < API_SEARCH_CHARS_MIN || chars > API_SEARCH_CHARS_MAX)
        return false;
    f->nterms = app_terms(&q, 1, &op->arena, &f->terms, APP_FILTER_TERMS_MAX);
    return f->nterms > 0 && ym_arena_ok(&op->arena);
}

static bool take_page(struct api_op *op, struct app_filter *f)
{
    const struct ym_span cursor = ym_http_query(op->rq, "cursor");
    const struct ym_span limit = ym_http_query(op->rq, "limit");
    int64_t n = 50;

    if (limit.at != NULL && !api_decimal(limit, 1, APP_PAGE_MAX, &n))
        return false;
    f->limit = (unsigned)n;
    return cursor.at == NULL || read_cursor(op, cursor, &f->before);
}

/* NULL, or which parameter is wrong and what it takes. */
static const char *take_filter(struct api_op *op, struct app_filter *f)
{
    const struct ym_http_request *rq = op->rq;

    if (!api_query_word(rq, "colour", YM_VOCAB_COLOUR, &f->colour))
        return "colour takes none, yellow, orange, blue, red or green";
    if (!api_query_word(rq, "stage", YM_VOCAB_STAGE, &f->stage))
        return "stage takes a word like first; /openapi.json lists them";
    if (!api_query_word(rq, "type", YM_VOCAB_TYPE, &f->type))
        return "type takes a word like contract; /openapi.json lists them";
    if (!take_flags(op, f))
        return "open and overdue take true or false";
    if (!api_query_region(rq, "region", &f->region_lo, &f->region_hi))
        return "region takes a division code of 2, 4, 6, 9 or 12 digits";
    if (!api_query_ref(rq, "body", &f->body) || !api_query_ref(rq, "mediator", &f->mediator) ||
        !api_query_ref(rq, "court", &f->court))
        return "body, mediator and court take a number";
    if (!take_external(rq, f))
        return "external_ref takes 1 to 64 characters";
    if (!take_search(op, f))
        return "q takes 2 to 60 characters, letters or digits among them";
    if (!take_page(op, f))
        return "limit takes 1 to 200; cursor only what next of the page before says";
    return NULL;
}

/* ---- The answer ---- */

static void put_row(struct api_op *op, const struct app_list_row *r)
{
    const ym_usec now = api_now(op->api);
    struct json_out *w = &op->w;

    json_put_object(w);
    api_put_number(w, r->id);
    json_add_int(w, "version", r->version);
    api_put_standing(w, r->colour, r->stage);
    json_add_bool(w, "open", r->is_open);
    json_add_code(w, "type", YM_VOCAB_TYPE, r->type);
    json_add_word(w, "type_zh", ym_word(YM_VOCAB_TYPE, r->type)->zh);
    json_add_text(w, "title", r->title);
    api_put_region(w, r->region);
    api_put_named(w, "body", &r->body);
    api_put_named(w, "mediator", &r->mediator);
    api_put_named(w, "court", &r->court);
    json_add_instant(w, "due", r->due_at);
    json_add_bool(w, "overdue", r->is_open && r->due_at != YM_USEC_NONE && r->due_at <= now);
    api_put_provisional_due(w, op->api, r->due_at);
    json_add_instant(w, "received_at", r->received_at);
    json_add_instant(w, "updated_at", r->updated_at);
    json_put_object_end(w);
}

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    struct api_op *op = arg;
    char cursor[CURSOR_CHARS + 1];

    if (err != YM_E_OK) {
        api_op_unread(op, err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    for (size_t i = 0; i < list->n; i++)
        put_row(op, &list->at[i]);
    json_put_array_end(&op->w);
    json_add_instant(
        &op->w, "at_risk_until",
        app_board_risk(op->api->config.calendar, op->api->config.office, api_now(op->api)));
    if (list->has_more) {
        make_cursor(op, list->next, cursor);
        json_add_word(&op->w, "next", cursor);
    } else {
        json_add_null(&op->w, "next");
    }
    json_put_object_end(&op->w);
    api_op_logged(op, APP_SIGHT_LIST);
}

/* A worklist: the same rows and cursor, but oldest first, since who came first is served first. */
static void list_work(struct api_op *op, const struct app_filter *f, struct ym_span code)
{
    const struct api_config *config = &op->api->config;
    const enum ym_role role = (enum ym_role)op->caller->actor.role;
    struct app_work_question q;
    enum app_work work;

    if (!app_work_find(code, &work) || !app_work_is_for(work, role)) {
        api_op_error(op, YM_E_INVALID,
                     "work takes a list of this role; GET /api/v1/worklists names them");
        return;
    }
    if (f->is_open != APP_ANY || f->is_overdue || f->nterms > 0 || f->external_ref.n > 0) {
        api_op_error(op, YM_E_INVALID, "work goes without open, overdue, q and external_ref");
        return;
    }
    app_work_ask(config->procedures, work, role, f->now,
                 api_rule(op->api, YM_OFFICE_STALLED, ym_day_of(f->now)), &q);
    q.filter = *f;
    q.after = f->before;
    config->reader->ops->work(config->reader, &q, on_list, op);
}

void api_get_disputes(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    struct api_op *op = api_op_take(api, rq);
    struct app_filter filter = { 0 };
    const char *wrong;

    if (op == NULL)
        return;
    wrong = take_filter(op, &filter);
    if (wrong != NULL) {
        api_op_error(op, YM_E_INVALID, "%s", wrong);
        return;
    }
    filter.scope = app_caller_scope(op->caller);
    if (ym_http_query(rq, "work").at != NULL) {
        list_work(op, &filter, ym_http_query(rq, "work"));
        return;
    }
    api->config.reader->ops->list(api->config.reader, &filter, on_list, op);
}
