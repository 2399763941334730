/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/suggestions: what the words of a dispute suggest, and which words did. */
#include "api_private.h"
#include "base/embedded.h"
#include "json/read.h"
#include "json/suggestions.h"

extern const struct ym_embedded ym_suggestion_files[];
extern const size_t ym_suggestion_count;

bool api_suggestions_load(struct api *api)
{
    const struct ym_embedded *f = &ym_suggestion_files[0];
    struct ym_error err;

    return ym_suggestion_count == 1 &&
           json_suggestions_parse((struct ym_span){ (const char *)f->at, f->n }, &api->suggestions,
                                  &err) == YM_E_OK;
}

struct wish {
    struct ym_span title, description; /* in the op's arena */
};

static struct ym_span optional_text(struct api_op *op, struct json_at *root, const char *key,
                                    size_t max)
{
    const struct json_at at = json_optional(root, key);

    return json_given(&at) ? ym_arena_text(&op->arena, json_get_text(&at, 0, max)) : YM_SPAN("");
}

static enum ym_err take_wish(struct api_op *op, struct wish *ret, struct ym_error *reterr)
{
    struct json_doc *doc;
    enum ym_err err = json_parse(op->rq->body, JSON_INTAKE_BYTES_MAX, &doc, reterr);
    struct json_at root;

    if (err != YM_E_OK)
        return err;
    root = json_root(doc);
    ret->title = optional_text(op, &root, "title", YM_TITLE_CHARS_MAX);
    ret->description = optional_text(op, &root, "description", YM_LONG_TEXT_CHARS_MAX);
    json_done(&root);
    err = json_result(doc, reterr);
    json_free(doc);
    return err;
}

static void put_because(struct json_out *w, const struct json_suggestions *s,
                        const struct ym_suggestion *one)
{
    json_add_int(w, "score", one->score);
    json_put_key(w, "because");
    json_put_array(w);
    for (int i = 0; i < one->nwords; i++)
        json_put_text(w, s->words[one->words[i]].word);
    json_put_array_end(w);
}

static void put_types(struct json_out *w, const struct json_suggestions *s, const struct wish *wish)
{
    struct ym_suggestion found[YM_SUGGEST_MAX];
    const size_t n = ym_suggest_types(s->words, s->nwords, wish->title, wish->description, found);

    json_put_key(w, "types");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        json_put_object(w);
        json_put_key(w, "type");
        api_put_word(w, YM_VOCAB_TYPE, found[i].what);
        put_because(w, s, &found[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

static void put_causes(struct json_out *w, const struct json_suggestions *s,
                       const struct wish *wish)
{
    struct ym_suggestion found[YM_SUGGEST_MAX];
    const size_t n = ym_suggest_causes(s->words, s->nwords, wish->title, wish->description, found);

    json_put_key(w, "causes");
    json_put_array(w);
    for (size_t i = 0; i < n; i++) {
        const struct json_cause *cause = &s->causes[found[i].what];

        json_put_object(w);
        json_add_text(w, "version", s->causes_version);
        json_add_text(w, "code", cause->code);
        json_add_text(w, "zh", cause->zh);
        json_add_text(w, "en", cause->en);
        put_because(w, s, &found[i]);
        json_put_object_end(w);
    }
    json_put_array_end(w);
}

void api_post_suggestions(struct ym_http_request *rq, void *app)
{
    struct api *api = app;
    const struct json_suggestions *s = api->suggestions;
    struct api_op *op = api_op_take(api, rq);
    struct ym_error err;
    struct wish wish;

    if (op == NULL)
        return;
    if (take_wish(op, &wish, &err) != YM_E_OK) {
        api_op_problem(op, &err);
        return;
    }
    json_put_object(&op->w);
    put_types(&op->w, s, &wish);
    put_causes(&op->w, s, &wish);
    json_add_text(&op->w, "version", s->version);
    json_add_text(&op->w, "source", s->source);
    json_put_object_end(&op->w);
    api_op_json(op, 200);
}
