/* SPDX-License-Identifier: Apache-2.0 */
#include "json/confirm.h"

#include <stddef.h>

#include "table.h"

#define ENDING_DAYS_MAX 30

struct table {
    struct json_confirm c; /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts and rows */
    bool is_told[YM_FINDING_COUNT];
};

/* YM_FINDING_COUNT after an error. */
static enum ym_finding read_kind(struct json_at *row)
{
    const struct json_at at = json_member(row, "finding");
    const int kind = ym_finding_find(json_get_line(&at, 1, JSON_NAME_CHARS_MAX));

    if (kind < 0)
        json_refuse(&at, YM_E_UNPROCESSABLE, "must be a code of YM_FINDINGS");
    return kind < 0 ? YM_FINDING_COUNT : (enum ym_finding)kind;
}

/* The types of dispute by which it is found; empty where it is found by other things. */
static uint32_t read_types(struct json_at *row, enum ym_finding kind)
{
    if (kind == YM_FINDING_COUNT || !ym_finding_is_types(kind))
        return 0;
    const struct json_at types = json_member(row, "types");

    return (uint32_t)json_get_codes(&types, YM_VOCAB_TYPE, 1);
}

static void read_finding(struct table *t, struct json_at *row)
{
    const enum ym_finding kind = read_kind(row);
    const struct json_at bar = json_member(row, "bar");
    const struct json_at stops = json_member(row, "stops");
    const struct ym_confirm_kind read = {
        .types = read_types(row, kind),
        .bar = (uint8_t)json_get_code(&bar, YM_VOCAB_BAR),
        .stops = json_get_bool(&stops),
        .zh = json_table_line(&t->arena, row, "zh", JSON_SOURCE_CHARS_MAX),
        .en = json_table_line(&t->arena, row, "en", JSON_SOURCE_CHARS_MAX),
        .source = json_table_line(&t->arena, row, "source", JSON_SOURCE_CHARS_MAX),
    };

    json_done(row);
    if (kind == YM_FINDING_COUNT)
        return;
    if (t->is_told[kind])
        json_refuse(row, YM_E_UNPROCESSABLE, "each finding stands once");
    if (read.stops && ym_finding_is_words(kind))
        json_refuse(&stops, YM_E_UNPROCESSABLE, "words lie: what they find may warn, not stop");
    t->is_told[kind] = true;
    t->c.table.kinds[kind] = read;
}

static void read_findings(struct table *t, const struct json_at *findings)
{
    (void)json_array(findings, YM_FINDING_COUNT, YM_FINDING_COUNT);
    for (struct json_at it = { 0 }; json_next(findings, &it);)
        read_finding(t, &it);
}

static void read_words(struct table *t, const struct json_at *words)
{
    const size_t n = json_array(words, 1, YM_CONFIRM_WORDS_MAX);
    struct ym_confirm_word *rows = ym_arena_alloc(&t->arena, n + 1, sizeof(*rows));

    for (struct json_at it = { 0 }; rows != NULL && json_next(words, &it);) {
        const struct ym_span word = json_table_line(&t->arena, &it, "word", JSON_NAME_CHARS_MAX);
        const enum ym_finding kind = read_kind(&it);

        json_done(&it);
        if (kind < YM_FINDING_COUNT && !ym_finding_is_words(kind))
            json_refuse(&it, YM_E_UNPROCESSABLE, "this finding is not found by words");
        for (size_t i = 0; i < t->c.table.nwords; i++) {
            if (rows[i].finding == kind && ym_span_is(rows[i].word, word))
                json_refuse(&it, YM_E_UNPROCESSABLE, "each word stands once for a finding");
        }
        rows[t->c.table.nwords++] = (struct ym_confirm_word){ word, (uint8_t)kind };
    }
    t->c.table.words = rows;
}

static void read_table(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct json_at root = json_root(doc);
    const struct json_at days = json_member(&root, "ending_days");
    const struct json_at bodies = json_member(&root, "bodies");
    const struct json_at findings = json_member(&root, "findings");
    const struct json_at words = json_member(&root, "words");

    t->c.id = json_table_line(&t->arena, &root, "id", JSON_NAME_CHARS_MAX);
    t->c.version = json_table_line(&t->arena, &root, "version", JSON_NAME_CHARS_MAX);
    t->c.source = json_table_line(&t->arena, &root, "source", JSON_SOURCE_CHARS_MAX);
    t->c.table.ending_days = (uint8_t)json_get_int(&days, 0, ENDING_DAYS_MAX);
    t->c.table.bodies = (uint32_t)json_get_codes(&bodies, YM_VOCAB_BODY, 1);
    read_findings(t, &findings);
    if (json_ok(doc))
        read_words(t, &words);
    json_done(&root);
}

static const struct json_table_kind kind = { .name = "the table of confirmations",
                                             .bytes_max = JSON_CONFIRM_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_table };

enum ym_err json_confirm_parse(struct ym_span text, struct json_confirm **ret,
                               struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_confirm_free(struct json_confirm *c)
{
    json_table_free(&kind, c);
}
