/* SPDX-License-Identifier: Apache-2.0 */
#include "json/retention.h"

#include <stddef.h>

#include "table.h"

#define ORDERS_DAYS_MAX 3650

struct table {
    struct ym_retention t; /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts and rows */
};

static uint16_t number(struct json_at *object, const char *key, int64_t min, int64_t max)
{
    const struct json_at at = json_member(object, key);

    return (uint16_t)json_get_int(&at, min, max);
}

static struct ym_retention_rule read_rule(struct table *t, struct json_at *row)
{
    const struct json_at types = json_member(row, "types");
    const struct ym_retention_rule rule = {
        .code = json_table_line(&t->arena, row, "rule", JSON_NAME_CHARS_MAX),
        .types = (uint32_t)json_get_codes(&types, YM_VOCAB_TYPE, 0),
        .years = (uint8_t)number(row, "years", 1, YM_RETENTION_YEARS_MAX),
        .zh = json_table_line(&t->arena, row, "zh", JSON_SOURCE_CHARS_MAX),
        .en = json_table_line(&t->arena, row, "en", JSON_SOURCE_CHARS_MAX),
        .source = json_table_line(&t->arena, row, "source", JSON_SOURCE_CHARS_MAX),
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

/* It had a home in this table once. */
static void refuse_reads(struct json_at *root)
{
    const struct json_at at = json_optional(root, "reads_years");

    if (json_given(&at))
        json_refuse(&at, YM_E_UNPROCESSABLE,
                    "is a rule of the office now: take it out, and import looks_keep with `yima "
                    "import --as office` where it is not ten years");
}

static void read_table(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct json_at root = json_root(doc);
    const struct json_at from = json_member(&root, "valid_from");
    const struct json_at example = json_member(&root, "is_example");
    const struct json_at rules = json_member(&root, "rules");

    t->t = (struct ym_retention){
        .id = json_table_line(&t->arena, &root, "id", JSON_NAME_CHARS_MAX),
        .version = json_table_line(&t->arena, &root, "version", JSON_NAME_CHARS_MAX),
        .valid_from = json_get_day(&from),
        .is_example = json_get_bool(&example),
        .source = json_table_line(&t->arena, &root, "source", JSON_SOURCE_CHARS_MAX),
        .orders_days = number(&root, "orders_days", 1, ORDERS_DAYS_MAX),
    };
    refuse_reads(&root);
    read_rules(t, &rules);
    json_done(&root);
}

static const struct json_table_kind kind = { .name = "the table of retention",
                                             .bytes_max = JSON_RETENTION_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_table };

enum ym_err json_retention_parse(struct ym_span text, struct ym_retention **ret,
                                 struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_retention_free(struct ym_retention *r)
{
    json_table_free(&kind, r);
}
