/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/duplicates: is this dispute here already? Asked while a clerk types.
 *
 *   {"type":"neighbour","identities":["…"],"names":["甲","乙"],"title":"楼上漏水"}
 *
 *   [IDENTITIES, by keyed hash] [WORDS: the names, or without any the title] -> answer
 *
 * A dispute that the caller may not see is not named: "elsewhere" counts those that share a number
 * and the type, and the centre can look them up. That somebody has a dispute at all is told only to
 * those at whose desks it is registered, and each dispute that was counted keeps who asked, so that
 * its parties can see it; to others "elsewhere" is null. By names and words only what the caller
 * may see is searched, since many people share a name. A number is hashed and forgotten. Who asks
 * often tries numbers, not disputes: callers are counted. */
#include <stdio.h>
#include <string.h>

#include "api_private.h"
#include "json/read.h"
#include "yima/identity.h"

#define FOUND_MAX (2 * APP_DUPLICATES_MAX)

struct search {
    struct api_op *op;
    uint8_t type;
    size_t nhashes;
    unsigned char hashes[2 * YM_SEATS_MAX][32]; /* of both generations, while there are two */
    size_t nnames;
    struct ym_span names[YM_SEATS_MAX]; /* in the op's arena */
    struct ym_span title;
    size_t nfound;
    struct ym_id found[FOUND_MAX]; /* told already */
    size_t nelsewhere, nlogged;
    struct ym_id elsewhere[APP_DUPLICATES_MAX]; /* counted; the first nlogged keep who asked */
};

/* Who is told that there are some elsewhere: the desks that register, and could send the parties
 * to where their dispute is (多元化纠纷解决机制改革意见 4). Whoever only mediates or patrols needs
 * not know with whom else somebody is in dispute (个人信息保护法 6). */
static bool is_told_elsewhere(const struct search *s)
{
    const uint32_t desks =
        APP_ROLE(WINDOW_CLERK) | APP_ROLE(DISPATCHER) | APP_ROLE(CENTRE) | APP_ROLE(COURT_CLERK);

    return (desks >> s->op->caller->actor.role & 1) != 0;
}

/* ---- The question ---- */

/* One of the two numbers that an identity can be, in its normal form. */
static bool normalise(struct ym_span text, char ret[YM_IDENTITY_CHARS + 1])
{
    struct ym_citizen citizen;
    struct ym_uscc uscc;

    if (ym_citizen_parse(text, &citizen) == YM_CITIZEN_OK) {
        memcpy(ret, citizen.text, sizeof(citizen.text));
        return true;
    }
    if (ym_uscc_parse(text, &uscc) != YM_USCC_OK)
        return false;
    memcpy(ret, uscc.text, sizeof(uscc.text));
    return true;
}

static void take_identities(struct search *s, struct json_at *root)
{
    const struct app_secrets *secrets = s->op->api->config.secrets;
    const struct json_at all = json_optional(root, "identities");

    if (!json_given(&all))
        return;
    (void)json_array(&all, 0, YM_SEATS_MAX);
    for (struct json_at it = { 0 }; json_next(&all, &it);) {
        const struct ym_span text = json_get_line(&it, 1, JSON_NAME_CHARS_MAX);
        char number[YM_IDENTITY_CHARS + 1];

        if (!normalise(text, number)) {
            json_refuse(&it, YM_E_UNPROCESSABLE,
                        "must be a whole citizen number or unified social credit code");
            return;
        }
        secrets->keyed_hash(secrets->ring, APP_LABEL_IDENTITY, ym_span_of(number),
                            s->hashes[s->nhashes++]);
        if (app_identity_other(secrets, ym_span_of(number), s->hashes[s->nhashes]))
            s->nhashes++;
    }
}

static void take_names(struct search *s, struct json_at *root)
{
    const struct json_at all = json_optional(root, "names");

    if (!json_given(&all))
        return;
    (void)json_array(&all, 0, YM_SEATS_MAX);
    for (struct json_at it = { 0 }; json_next(&all, &it);)
        s->names[s->nnames++] =
            ym_arena_text(&s->op->arena, json_get_line(&it, 1, YM_NAME_CHARS_MAX));
}

static enum ym_err take_search(struct search *s, struct ym_error *reterr)
{
    struct json_doc *doc;
    enum ym_err err = json_parse(s->op->rq->body, JSON_INTAKE_BYTES_MAX, &doc, reterr);
    struct json_at root, type, title;

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    type = json_member(&root, "type");
    s->type = (uint8_t)json_get_code(&type, YM_VOCAB_TYPE);
    take_identities(s, &root);
    take_names(s, &root);
    title = json_optional(&root, "title");
    if (json_given(&title))
        s->title = ym_arena_text(&s->op->arena, json_get_text(&title, 0, YM_TITLE_CHARS_MAX));
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

/* ---- The answer ---- */

static bool may_see(const struct search *s, const struct app_list_row *row)
{
    const struct ym_dispute d = { .id = row->id,
                                  .region = row->region,
                                  .body = row->body.id,
                                  .mediator = row->mediator.id,
                                  .court = row->court.id };

    return app_caller_may_read(s->op->caller, &d);
}

static bool is_told(const struct search *s, struct ym_id id)
{
    for (size_t i = 0; i < s->nfound; i++) {
        if (s->found[i].v == id.v)
            return true;
    }
    return false;
}

static void tell(struct search *s, const struct app_list_row *row, const char *because)
{
    struct json_out *w = &s->op->w;

    if (is_told(s, row->id) || s->nfound == FOUND_MAX)
        return;
    s->found[s->nfound++] = row->id;
    json_put_object(w);
    api_put_number(w, row->id);
    api_put_standing(w, row->colour, row->stage);
    json_add_bool(w, "open", row->is_open);
    json_add_text(w, "title", row->title);
    api_put_named(w, "body", &row->body);
    json_add_instant(w, "received_at", row->received_at);
    json_add_word(w, "because", because);
    json_put_object_end(w);
}

/* One after the other, each under its own dispute; then the look itself, under none. */
static void log_next(struct api_op *op)
{
    struct search *s = op->work.owner;

    if (s->nlogged == s->nelsewhere) {
        op->id = (struct ym_id){ 0 };
        api_op_logged(op, APP_SIGHT_DUPLICATES);
        return;
    }
    op->id = s->elsewhere[s->nlogged++];
    api_op_log_then(op, APP_SIGHT_DUPLICATES, log_next);
}

static void answer(struct search *s)
{
    struct json_out *w = &s->op->w;

    json_put_array_end(w);
    if (is_told_elsewhere(s))
        json_add_int(w, "elsewhere", (int64_t)s->nelsewhere);
    else
        json_add_null(w, "elsewhere");
    json_put_object_end(w);
    s->op->work.owner = s;
    if (s->op->api->config.casefile == NULL)
        s->nlogged = s->nelsewhere; /* nowhere to keep it */
    log_next(s->op);
}

/* Half a search would say that there is none: no answer is better. */
static void give_up(struct search *s, enum ym_err err)
{
    ym_buf_clear(&s->op->out);
    api_op_unread(s->op, err);
}

static void on_words(void *arg, enum ym_err err, const struct app_list *list)
{
    struct search *s = arg;

    if (err != YM_E_OK) {
        give_up(s, err);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (may_see(s, &list->at[i]))
            tell(s, &list->at[i], s->nnames > 0 ? "names" : "title");
    }
    answer(s);
}

static void search_words(struct search *s)
{
    struct app_reader *r = s->op->api->config.reader;
    struct app_filter filter = { .scope = app_caller_scope(s->op->caller),
                                 .colour = APP_ANY,
                                 .stage = APP_ANY,
                                 .type = s->type,
                                 .is_open = APP_ANY,
                                 .channel = APP_ANY,
                                 .limit = APP_DUPLICATES_MAX };
    const bool by_names = s->nnames > 0;

    if (by_names)
        filter.nterms =
            app_terms(s->names, s->nnames, &s->op->arena, &filter.terms, APP_FILTER_TERMS_MAX);
    else if (ym_span_is(s->title, YM_SPAN("")) == false)
        filter.nterms = app_terms(&s->title, 1, &s->op->arena, &filter.terms, APP_FILTER_TERMS_MAX);
    if (filter.nterms == 0)
        answer(s);
    else
        r->ops->list(r, &filter, on_words, s);
}

static void on_identities(void *arg, enum ym_err err, const struct app_list *list)
{
    struct search *s = arg;

    if (err != YM_E_OK) {
        give_up(s, err);
        return;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (may_see(s, &list->at[i]))
            tell(s, &list->at[i], "identity");
        else if (is_told_elsewhere(s) && s->nelsewhere < APP_DUPLICATES_MAX)
            s->elsewhere[s->nelsewhere++] = list->at[i].id;
    }
    search_words(s);
}

/* ---- What is asked ---- */

static bool is_throttled(struct api_op *op)
{
    unsigned wait_s;
    char text[16];

    if (api_limit_take(op->api->duplicates, op->caller->name, api_now(op->api), &wait_s))
        return false;
    (void)snprintf(text, sizeof(text), "%u", wait_s);
    ym_http_reply_header(op->rq, "Retry-After", text);
    api_op_error(op, YM_E_THROTTLED,
                 "you look for duplicates too often: wait as long as Retry-After says");
    return true;
}

void api_post_duplicates(struct ym_http_request *rq, void *app)
{
    struct api_op *op = api_op_take(app, rq);
    struct app_reader *r;
    struct ym_error err;
    struct search *s;

    if (op == NULL || is_throttled(op))
        return;
    s = ym_arena_alloc(&op->arena, 1, sizeof(*s));
    if (s == NULL) {
        api_op_error(op, YM_E_BUSY, "no memory for the search; try again in a moment");
        return;
    }
    s->op = op;
    if (take_search(s, &err) != YM_E_OK) {
        api_op_problem(op, &err);
        return;
    }
    json_put_object(&op->w);
    json_put_key(&op->w, "items");
    json_put_array(&op->w);
    r = op->api->config.reader;
    if (s->nhashes > 0)
        r->ops->duplicates(r, (const unsigned char(*)[32])s->hashes, s->nhashes, s->type,
                           on_identities, s);
    else
        search_words(s);
}
