/* SPDX-License-Identifier: Apache-2.0 */
#include "json/suggestions.h"

#include <stdlib.h>

#include "base/arena.h"
#include "json/read.h"

struct table {
    struct json_suggestions s; /* first: what the caller holds is the table */
    struct ym_arena arena;     /* its texts and rows */
};

static struct ym_span line(struct table *t, struct json_at *object, const char *key, size_t max)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(&t->arena, json_get_line(&at, 1, max));
}

/* The number of a cause by its code; YM_CAUSE_NONE: there is none. */
static uint16_t cause_of(const struct json_suggestions *s, struct ym_span code)
{
    for (size_t i = 0; i < s->ncauses; i++) {
        if (ym_span_is(s->causes[i].code, code))
            return (uint16_t)i;
    }
    return YM_CAUSE_NONE;
}

static void read_causes(struct table *t, const struct json_at *causes)
{
    const size_t n = json_array(causes, 0, YM_CAUSES_MAX);

    t->s.causes = ym_arena_alloc(&t->arena, n + 1, sizeof(*t->s.causes));
    if (t->s.causes == NULL)
        return;
    for (struct json_at it = { 0 }; json_next(causes, &it);) {
        const struct json_cause c = { .code = line(t, &it, "code", JSON_CAUSE_CODE_MAX),
                                      .zh = line(t, &it, "zh", JSON_LABEL_CHARS_MAX),
                                      .en = line(t, &it, "en", JSON_LABEL_CHARS_MAX) };

        if (cause_of(&t->s, c.code) != YM_CAUSE_NONE)
            json_refuse(&it, YM_E_UNPROCESSABLE, "each code stands once");
        t->s.causes[t->s.ncauses++] = c;
        json_done(&it);
    }
}

static uint16_t read_cause(const struct table *t, struct json_at *row)
{
    const struct json_at at = json_optional(row, "cause");
    uint16_t cause;

    if (!json_given(&at))
        return YM_CAUSE_NONE;
    cause = cause_of(&t->s, json_get_line(&at, 1, JSON_CAUSE_CODE_MAX));
    if (cause == YM_CAUSE_NONE)
        json_refuse(&at, YM_E_UNPROCESSABLE, "must be a code of causes");
    return cause;
}

static bool has_word(const struct json_suggestions *s, struct ym_span word)
{
    for (size_t i = 0; i < s->nwords; i++) {
        if (ym_span_is(s->words[i].word, word))
            return true;
    }
    return false;
}

static void read_words(struct table *t, const struct json_at *words)
{
    const size_t n = json_array(words, 1, YM_KEYWORDS_MAX);

    t->s.words = ym_arena_alloc(&t->arena, n + 1, sizeof(*t->s.words));
    if (t->s.words == NULL)
        return;
    for (struct json_at it = { 0 }; json_next(words, &it);) {
        const struct json_at type = json_member(&it, "type");
        const struct json_at weight = json_member(&it, "weight");
        const struct ym_keyword row = {
            .word = line(t, &it, "word", JSON_KEYWORD_CHARS_MAX),
            .type = (uint8_t)json_get_code(&type, YM_VOCAB_TYPE),
            .weight = (uint8_t)json_get_int(&weight, 1, YM_KEYWORD_WEIGHT_MAX),
            .cause = read_cause(t, &it),
        };

        if (has_word(&t->s, row.word))
            json_refuse(&it, YM_E_UNPROCESSABLE, "each word stands once");
        t->s.words[t->s.nwords++] = row;
        json_done(&it);
    }
}

static void read_table(struct table *t, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    const struct json_at causes = json_member(&root, "causes");
    const struct json_at words = json_member(&root, "words");

    t->s.id = line(t, &root, "id", JSON_NAME_CHARS_MAX);
    t->s.version = line(t, &root, "version", JSON_NAME_CHARS_MAX);
    t->s.source = line(t, &root, "source", JSON_SOURCE_CHARS_MAX);
    t->s.causes_version = line(t, &root, "causes_version", JSON_NAME_CHARS_MAX);
    read_causes(t, &causes);
    if (json_ok(doc))
        read_words(t, &words);
    json_done(&root);
}

enum ym_err json_suggestions_parse(struct ym_span text, struct json_suggestions **ret,
                                   struct ym_error *reterr)
{
    struct json_doc *doc;
    struct table *t;
    enum ym_err err = json_parse(text, JSON_SUGGESTIONS_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    t = calloc(1, sizeof(*t));
    if (t == NULL || !ym_arena_init(&t->arena, 2 * text.n + 65536)) {
        free(t);
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the suggestions");
    }
    read_table(t, doc);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(&t->arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the suggestions do not fit into memory");
    if (err == YM_E_OK)
        *ret = &t->s;
    else
        json_suggestions_free(&t->s);
    return err;
}

void json_suggestions_free(struct json_suggestions *s)
{
    struct table *t = (struct table *)(void *)s;

    if (t == NULL)
        return;
    ym_arena_release(&t->arena);
    free(t);
}
