/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of the classes that partners use. */
#include <stdlib.h>
#include <string.h>

#include "json/order.h"
#include "json/read.h"
#include "json/suggestions.h"

#define VERSION_CHARS_MAX 40
#define PARTNER_CHARS_MAX 40
#define DAYS_MAX          365

struct table {
    struct json_classes c; /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts and rows */
};

static struct ym_span line(struct table *t, struct json_at *object, const char *key, size_t max)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(&t->arena, json_get_line(&at, 1, max));
}

static struct ym_span optional_line(struct table *t, struct json_at *object, const char *key,
                                    size_t max)
{
    const struct json_at at = json_optional(object, key);

    return json_given(&at) ? ym_arena_text(&t->arena, json_get_line(&at, 1, max))
                           : (struct ym_span){ NULL, 0 };
}

static int compare(struct ym_span a, struct ym_span b)
{
    const size_t n = a.n < b.n ? a.n : b.n;
    const int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

/* Each class stands behind the one before it, and its days behind those of that one. */
static bool follows(const struct json_class *before, const struct json_class *c)
{
    const int order = compare(before->code, c->code);

    return order < 0 || (order == 0 && before->until != YM_DAY_NONE && before->until < c->from);
}

static void read_class(struct table *t, struct json_at *row)
{
    const struct json_at type = json_member(row, "type");
    const struct json_at from = json_member(row, "from");
    const struct json_at until = json_optional(row, "until");
    struct json_class *c = &t->c.at[t->c.n];

    c->code = line(t, row, "code", JSON_ORDER_CODE_CHARS);
    c->name = line(t, row, "name", JSON_CLASS_NAME_CHARS);
    c->type = (uint8_t)json_get_code(&type, YM_VOCAB_TYPE);
    c->cause = optional_line(t, row, "cause", JSON_CAUSE_CODE_MAX);
    c->from = json_get_day(&from);
    c->until = json_given(&until) ? json_get_day(&until) : YM_DAY_NONE;
    if (c->cause.n > 0 && t->c.causes.n == 0)
        json_refuse(row, YM_E_UNPROCESSABLE, "a cause needs the version of its list in /causes");
    if (c->until != YM_DAY_NONE && c->until < c->from)
        json_refuse(&until, YM_E_UNPROCESSABLE, "may not lie before from");
    if (t->c.n > 0 && !follows(c - 1, c))
        json_refuse(row, YM_E_UNPROCESSABLE,
                    "classes ascend by code, and those of one code by days that do not overlap");
    t->c.n++;
    json_done(row);
}

static void read_classes(struct table *t, const struct json_at *classes)
{
    const size_t n = json_array(classes, 1, JSON_CLASSES_MAX);

    t->c.at = ym_arena_alloc(&t->arena, n + 1, sizeof(*t->c.at));
    if (t->c.at == NULL)
        return;
    for (struct json_at it = { 0 }; json_next(classes, &it);)
        read_class(t, &it);
}

static void read_table(struct table *t, struct json_doc *doc)
{
    struct json_at root = json_root(doc);
    const struct json_at channel = json_member(&root, "channel");
    const struct json_at body = json_member(&root, "body");
    const struct json_at example = json_optional(&root, "example");
    const struct json_at days = json_optional(&root, "days");
    const struct json_at classes = json_member(&root, "classes");

    t->c.partner = line(t, &root, "partner", PARTNER_CHARS_MAX);
    t->c.name = line(t, &root, "name", JSON_CLASS_NAME_CHARS);
    t->c.version = line(t, &root, "version", VERSION_CHARS_MAX);
    t->c.source = line(t, &root, "source", JSON_SOURCE_CHARS_MAX);
    t->c.causes = optional_line(t, &root, "causes", VERSION_CHARS_MAX / 2);
    t->c.channel = (uint8_t)json_get_code(&channel, YM_VOCAB_CHANNEL);
    t->c.body = json_get_int64(&body, 1, INT64_MAX);
    t->c.is_example = json_given(&example) && json_get_bool(&example);
    t->c.days = json_given(&days) ? (int16_t)json_get_int(&days, 1, DAYS_MAX) : 0;
    read_classes(t, &classes);
    json_done(&root);
}

enum ym_err json_classes_parse(struct ym_span text, struct json_classes **ret,
                               struct ym_error *reterr)
{
    struct json_doc *doc;
    struct table *t;
    enum ym_err err = json_parse(text, JSON_CLASSES_BYTES_MAX, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    t = calloc(1, sizeof(*t));
    if (t == NULL || !ym_arena_init(&t->arena, 6 * text.n + 65536)) {
        free(t);
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the classes");
    }
    read_table(t, doc);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(&t->arena))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "the classes do not fit into memory");
    if (err == YM_E_OK)
        *ret = &t->c;
    else
        json_classes_free(&t->c);
    return err;
}

void json_classes_free(struct json_classes *c)
{
    struct table *t = (struct table *)(void *)c;

    if (t == NULL)
        return;
    ym_arena_release(&t->arena);
    free(t);
}
