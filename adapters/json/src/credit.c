/* SPDX-License-Identifier: Apache-2.0 */
#include "json/credit.h"

#include <stddef.h>

#include "table.h"

#define MINIMUM_MAX 100 /* counted items that a formula may ask for */

struct table {
    struct json_credit c;  /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts */
};

static uint16_t days(struct json_at *object, const char *key, int64_t min)
{
    const struct json_at at = json_member(object, key);

    return (uint16_t)json_get_int(&at, min, UINT16_MAX);
}

static void read_kind(struct table *t, struct json_at *row)
{
    struct ym_credit_formula *f = &t->c.formula;
    const struct json_at name = json_member(row, "kind");
    const struct json_at points = json_member(row, "points");
    const int kind = ym_credit_kind_find(json_get_line(&name, 1, JSON_NAME_CHARS_MAX));
    const int16_t n = json_is_null(&points)
                          ? INT16_C(-1)
                          : (int16_t)json_get_int(&points, 0, YM_CREDIT_POINTS_MAX);
    const char *source = json_table_line(&t->arena, row, "source", JSON_SOURCE_CHARS_MAX).at;

    json_done(row);
    if (kind < 0 || ym_credit_kind_part((enum ym_credit_kind)kind) == YM_CREDIT_PART_HABITS) {
        json_refuse(&name, YM_E_UNPROCESSABLE, "must be a kind of participation or performance");
        return;
    }
    if (f->why[kind] != NULL)
        json_refuse(&name, YM_E_UNPROCESSABLE, "each kind stands once");
    f->points[kind] = n;
    f->why[kind] = source;
}

/* Habits bear no points and need no source: they are counts. */
static void read_kinds(struct table *t, const struct json_at *kinds)
{
    struct ym_credit_formula *f = &t->c.formula;

    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++)
        f->points[i] = -1;
    (void)json_array(kinds, 1, YM_CREDIT_KIND_COUNT);
    for (struct json_at it = { 0 }; json_next(kinds, &it);)
        read_kind(t, &it);
    for (int i = 0; i < YM_CREDIT_KIND_COUNT; i++) {
        if (f->why[i] == NULL &&
            ym_credit_kind_part((enum ym_credit_kind)i) != YM_CREDIT_PART_HABITS)
            json_refuse(kinds, YM_E_UNPROCESSABLE,
                        "must hold every kind of participation and performance");
        f->why[i] = f->why[i] != NULL ? f->why[i] : "";
    }
}

static void read_minimum(struct table *t, struct json_at *minimum)
{
    const struct json_at taking = json_member(minimum, "participation");
    const struct json_at performing = json_member(minimum, "performance");
    uint8_t *ret = t->c.formula.minimum;

    ret[YM_CREDIT_PART_PARTICIPATION] =
        (uint8_t)json_get_int(&taking, YM_CREDIT_MINIMUM_LEAST, MINIMUM_MAX);
    ret[YM_CREDIT_PART_PERFORMANCE] =
        (uint8_t)json_get_int(&performing, YM_CREDIT_MINIMUM_LEAST, MINIMUM_MAX);
    json_done(minimum);
}

static void read_formula(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct ym_credit_formula *f = &t->c.formula;
    struct json_at root = json_root(doc);
    const struct json_at from = json_member(&root, "valid_from");
    const struct json_at until = json_member(&root, "valid_until");
    const struct json_at kinds = json_member(&root, "kinds");
    struct json_at minimum = json_member(&root, "minimum");
    const char *flaw;

    f->id = json_table_line(&t->arena, &root, "id", JSON_NAME_CHARS_MAX).at;
    f->version = json_table_line(&t->arena, &root, "version", JSON_NAME_CHARS_MAX).at;
    f->zh = json_table_line(&t->arena, &root, "zh", JSON_LABEL_CHARS_MAX).at;
    f->en = json_table_line(&t->arena, &root, "en", JSON_LABEL_CHARS_MAX).at;
    f->source = json_table_line(&t->arena, &root, "source", JSON_SOURCE_CHARS_MAX).at;
    f->valid_from = json_get_day(&from);
    f->valid_until = json_is_null(&until) ? YM_DAY_NONE : json_get_day(&until);
    f->reply_days = days(&root, "reply_days", 0);
    f->full_days = days(&root, "full_days", 0);
    f->zero_days = days(&root, "zero_days", 1);
    f->expiry_days = days(&root, "expiry_days", 1);
    read_minimum(t, &minimum);
    read_kinds(t, &kinds);
    json_done(&root);
    flaw = json_ok(doc) ? ym_credit_formula_flaw(f) : NULL;
    if (flaw != NULL)
        json_refuse(&root, YM_E_UNPROCESSABLE, flaw);
}

static const struct json_table_kind kind = { .name = "the formula",
                                             .bytes_max = JSON_CREDIT_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_formula };

enum ym_err json_credit_parse(struct ym_span text, struct json_credit **ret,
                              struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_credit_free(struct json_credit *c)
{
    json_table_free(&kind, c);
}
