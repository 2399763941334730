/* SPDX-License-Identifier: Apache-2.0 */
#include "json/suggestions.h"

#include <stddef.h>

#include "table.h"

struct table {
    struct json_suggestions s; /* first: what the caller holds is the table */
    struct ym_arena arena;     /* its texts and rows */
};

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
        const struct json_cause c = {
            .code = json_table_line(&t->arena, &it, "code", JSON_CAUSE_CODE_MAX),
            .zh = json_table_line(&t->arena, &it, "zh", JSON_LABEL_CHARS_MAX),
            .en = json_table_line(&t->arena, &it, "en", JSON_LABEL_CHARS_MAX)
        };

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
            .word = json_table_line(&t->arena, &it, "word", JSON_KEYWORD_CHARS_MAX),
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

static void read_table(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct json_at root = json_root(doc);
    const struct json_at causes = json_member(&root, "causes");
    const struct json_at words = json_member(&root, "words");

    t->s.id = json_table_line(&t->arena, &root, "id", JSON_NAME_CHARS_MAX);
    t->s.version = json_table_line(&t->arena, &root, "version", JSON_NAME_CHARS_MAX);
    t->s.source = json_table_line(&t->arena, &root, "source", JSON_SOURCE_CHARS_MAX);
    t->s.causes_version = json_table_line(&t->arena, &root, "causes_version", JSON_NAME_CHARS_MAX);
    read_causes(t, &causes);
    if (json_ok(doc))
        read_words(t, &words);
    json_done(&root);
}

static const struct json_table_kind kind = { .name = "the table of suggestions",
                                             .bytes_max = JSON_SUGGESTIONS_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_table };

enum ym_err json_suggestions_parse(struct ym_span text, struct json_suggestions **ret,
                                   struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_suggestions_free(struct json_suggestions *s)
{
    json_table_free(&kind, s);
}
