/* SPDX-License-Identifier: Apache-2.0 */
#include "json/points.h"

#include <stddef.h>

#include "base/embedded.h"
#include "json/write.h"
#include "table.h"

extern const struct ym_embedded ym_points_files[];

#define LEAST_MAX INT64_C(1000000000000)

struct table {
    struct ym_points_table t; /* first: what the caller holds is the table */
    struct ym_arena arena;    /* its texts and rows */
};

static uint8_t read_basis(struct json_at *row)
{
    const struct json_at at = json_member(row, "basis");
    const int basis = ym_points_find(json_get_line(&at, 1, JSON_NAME_CHARS_MAX));

    if (basis < 0)
        json_refuse(&at, YM_E_UNPROCESSABLE, "must be a code of YM_POINTS_BASES");
    return basis < 0 ? 0 : (uint8_t)basis;
}

static void read_least(struct json_at *row, struct ym_points_rule *r)
{
    const struct json_at at = json_optional(row, "least");
    const bool compares = r->basis == YM_POINTS_AMOUNT || r->basis == YM_POINTS_SESSIONS;

    if (json_given(&at) != compares)
        json_refuse(json_given(&at) ? &at : row, YM_E_UNPROCESSABLE,
                    "least stands in rules on amount and sessions, and in no others");
    else if (compares)
        r->least = json_get_int64(&at, 1, LEAST_MAX);
}

static void read_rule(struct table *t, struct json_at *row, struct ym_points_rule *r)
{
    const struct json_at id = json_member(row, "id");
    const struct json_at group = json_member(row, "group");
    const struct json_at points = json_member(row, "points");
    const struct json_at fen = json_member(row, "fen");
    const struct json_at types = json_optional(row, "types");

    *r = (struct ym_points_rule){
        .id = (uint16_t)json_get_int(&id, 1, UINT16_MAX),
        .group = (uint8_t)json_get_int(&group, 1, YM_POINTS_GROUPS_MAX),
        .basis = read_basis(row),
        .points = (int32_t)json_get_int(&points, 0, YM_POINTS_MAX),
        .fen = json_get_int64(&fen, 0, YM_POINTS_FEN_MAX),
        .code = json_table_line(&t->arena, row, "code", JSON_NAME_CHARS_MAX),
        .zh = json_table_line(&t->arena, row, "zh", JSON_SOURCE_CHARS_MAX),
        .en = json_table_line(&t->arena, row, "en", JSON_SOURCE_CHARS_MAX),
        .source = json_table_line(&t->arena, row, "source", JSON_SOURCE_CHARS_MAX),
    };
    read_least(row, r);
    if (json_given(&types))
        r->types = (uint32_t)json_get_codes(&types, YM_VOCAB_TYPE, 1);
    json_done(row);
}

/* Against the rules before it. */
static void check_rule(const struct table *t, const struct json_at *row,
                       const struct ym_points_rule *r)
{
    const size_t n = t->t.n;

    if (n > 0 && r->id <= t->t.rules[n - 1].id)
        json_refuse(row, YM_E_UNPROCESSABLE, "ids ascend");
    for (size_t i = 0; i < n; i++) {
        if (ym_span_is(t->t.rules[i].code, r->code))
            json_refuse(row, YM_E_UNPROCESSABLE, "each code stands once");
    }
}

static void read_rules(struct table *t, const struct json_at *rules)
{
    const size_t n = json_array(rules, 1, YM_POINTS_RULES_MAX);
    struct ym_points_rule *rows = ym_arena_alloc(&t->arena, n + 1, sizeof(*rows));

    t->t.rules = rows;
    for (struct json_at it = { 0 }; rows != NULL && json_next(rules, &it);) {
        read_rule(t, &it, &rows[t->t.n]);
        check_rule(t, &it, &rows[t->t.n]);
        t->t.n++;
    }
}

static void read_table(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct json_at root = json_root(doc);
    const struct json_at from = json_member(&root, "valid_from");
    const struct json_at until = json_member(&root, "valid_until");
    const struct json_at bodies = json_member(&root, "bodies");
    const struct json_at rules = json_member(&root, "rules");

    t->t.id = json_table_line(&t->arena, &root, "id", JSON_NAME_CHARS_MAX);
    t->t.version = json_table_line(&t->arena, &root, "version", JSON_NAME_CHARS_MAX);
    t->t.source = json_table_line(&t->arena, &root, "source", 4 * JSON_SOURCE_CHARS_MAX);
    t->t.valid_from = json_get_day(&from);
    t->t.valid_until = json_is_null(&until) ? YM_DAY_NONE : json_get_day(&until);
    if (t->t.valid_until != YM_DAY_NONE && t->t.valid_until < t->t.valid_from)
        json_refuse(&until, YM_E_UNPROCESSABLE, "is not before valid_from");
    t->t.bodies = (uint32_t)json_get_codes(&bodies, YM_VOCAB_BODY, 1);
    read_rules(t, &rules);
    json_done(&root);
}

static const struct json_table_kind kind = { .name = "the table of points",
                                             .bytes_max = JSON_POINTS_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_table };

enum ym_err json_points_parse(struct ym_span text, struct ym_points_table **ret,
                              struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_points_free(struct ym_points_table *p)
{
    json_table_free(&kind, p);
}

void json_points_words(const struct ym_points_rule *rule, struct ym_buf *buf)
{
    struct json_out w = json_out(buf);

    json_put_object(&w);
    json_add_text(&w, "code", rule->code);
    json_add_text(&w, "zh", rule->zh);
    json_add_text(&w, "en", rule->en);
    json_add_text(&w, "source", rule->source);
    json_put_object_end(&w);
}

struct ym_span json_points_shipped(void)
{
    return (struct ym_span){ (const char *)ym_points_files[0].at, ym_points_files[0].n };
}
