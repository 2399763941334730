/* SPDX-License-Identifier: Apache-2.0 */
#include "json/retention.h"

#include <stdlib.h>

#include "base/arena.h"
#include "json/read.h"

#define READS_YEARS_MIN                                                                            \
    3 /* 个人信息保护法 56: what was recorded of handling is kept three years               \
       */
#define ORDERS_DAYS_MAX 255

struct table {
    struct ym_retention t; /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts and rows */
};

static struct ym_span line(struct table *t, struct json_at *object, const char *key, size_t max)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(&t->arena, json_get_line(&at, 1, max));
}

static uint8_t number(struct json_at *object, const char *key, int64_t min, int64_t max)
{
    const struct json_at at = json_member(object, key);

    return (uint8_t)json_get_int(&at, min, max);
}

static struct ym_retention_rule read_rule(struct table *t, struct json_at *row)
{
    const struct json_at types = json_member(row, "types");
    const struct ym_retention_rule rule = {
        .code = line(t, row, "rule", JSON_NAME_CHARS_MAX),
        .types = (uint32_t)json_get_codes(&types, YM_VOCAB_TYPE, 0),
        .years = number(row, "years", 1, YM_RETENTION_YEARS_MAX),
        .zh = line(t, row, "zh", JSON_SOURCE_CHARS_MAX),
        .en = line(t, row, "en", JSON_SOURCE_CHARS_MAX),
        .source = line(t, row, "source", JSON_SOURCE_CHARS_MAX),
    };

    json_done(row);
    return rule;
}

static void read_rules(struct table *t, const struct json_at *rules)
{
    const size_t n = json_array(rules, 1, YM_RETENTION_RULES_MAX);
    struct ym_retention_rule *rows = ym_arena_alloc(&t->arena, n + 1, sizeof(*rows));

    for (struct json_at it = { 0 }; rows != NULL && json_next(rules, &it);) {
        rows[it.index] = read_rule(t, &it);
        if ((rows[it.index].types == 0) != (it.index + 1 == n))
            json_refuse(&it, YM_E_UNPROCESSABLE,
                        "the last row, and no other, takes every type: its types are empty");
    }
    t->t.rules = rows;
    t->t.nrules = n;
}

static void read_table(struct table *t, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    const struct json_at from = json_member(&root, "valid_from");
    const struct json_at example = json_member(&root, "is_example");
    const struct json_at rules = json_member(&root, "rules");

    t->t = (struct ym_retention){
        .id = line(t, &root, "id", JSON_NAME_CHARS_MAX),
        .version = line(t, &root, "version", JSON_NAME_CHARS_MAX),
        .valid_from = json_get_day(&from),
        .is_example = json_get_bool(&example),
        .source = line(t, &root, "source", JSON_SOURCE_CHARS_MAX),
        .reads_years = number(&root, "reads_years", READS_YEARS_MIN, YM_RETENTION_YEARS_MAX),
        .orders_days = number(&root, "orders_days", 1, ORDERS_DAYS_MAX),
    };
    read_rules(t, &rules);
    json_done(&root);
}

enum ym_err json_retention_parse(struct ym_span text, struct ym_retention **ret,
                                 struct ym_error *reterr)
{
    struct table *t = calloc(1, sizeof(*t));
    struct json_doc *doc;
    enum ym_err err = json_parse(text, JSON_RETENTION_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK) {
        free(t);
        return err;
    }
    if (t == NULL || !ym_arena_init(&t->arena, 2 * text.n + 16384)) {
        free(t);
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the table of retention");
    }
    read_table(t, doc);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(&t->arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the table of retention does not fit");
    if (err == YM_E_OK)
        *ret = &t->t;
    else
        json_retention_free(&t->t);
    return err;
}

void json_retention_free(struct ym_retention *r)
{
    struct table *t = (struct table *)(void *)r;

    if (t == NULL)
        return;
    ym_arena_release(&t->arena);
    free(t);
}
