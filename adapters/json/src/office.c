/* SPDX-License-Identifier: Apache-2.0 */
#include "json/office.h"

#include <stddef.h>
#include <stdio.h>

#include "base/embedded.h"
#include "table.h"

extern const struct ym_embedded ym_office_files[];

struct table {
    struct ym_office o;    /* first: what the caller holds is the table */
    struct ym_arena arena; /* its texts and rows */
};

static int read_key(struct json_at *row)
{
    const struct json_at at = json_member(row, "key");
    const int key = ym_office_find(json_get_line(&at, 1, JSON_NAME_CHARS_MAX));

    if (key < 0)
        json_refuse(&at, YM_E_UNPROCESSABLE, "must be a code of YM_OFFICE_KEYS");
    return key < 0 ? 0 : key;
}

static void check_unit(struct json_at *row, const struct ym_office_about *about)
{
    const struct json_at at = json_member(row, "unit");
    const char *unit = ym_office_unit_word((enum ym_office_unit)about->unit)->code;
    char text[64];

    if (ym_span_is(json_get_line(&at, 1, JSON_NAME_CHARS_MAX), ym_span_of(unit)))
        return;
    (void)snprintf(text, sizeof(text), "this key is counted in \"%s\"", unit);
    json_refuse(&at, YM_E_UNPROCESSABLE, text);
}

static uint32_t read_value(struct json_at *row, const struct ym_office_about *about)
{
    const struct json_at at = json_member(row, "value");

    return (uint32_t)json_get_int(&at, about->least, about->most);
}

static struct ym_office_row read_row(struct table *t, struct json_at *row)
{
    const int key = read_key(row);
    const struct ym_office_about *about = ym_office_about((enum ym_office_key)key);
    const struct json_at from = json_member(row, "from");
    const struct ym_office_row r = {
        .key = (uint8_t)key,
        .from = json_get_day(&from),
        .value = read_value(row, about),
        .source = json_table_line(&t->arena, row, "source", JSON_SOURCE_CHARS_MAX),
    };

    check_unit(row, about);
    json_done(row);
    return r;
}

/* Put the row behind those of its key, which must have begun before it. */
static void insert(struct ym_office_row *rows, size_t n, const struct ym_office_row *r,
                   const struct json_at *at)
{
    size_t place = n;

    while (place > 0 && rows[place - 1].key > r->key)
        place--;
    if (json_ok(at->doc) && place > 0 && rows[place - 1].key == r->key &&
        rows[place - 1].from >= r->from)
        json_refuse(at, YM_E_UNPROCESSABLE, "the days of one key ascend, each one once");
    for (size_t i = n; i > place; i--)
        rows[i] = rows[i - 1];
    rows[place] = *r;
}

static void read_rows(struct table *t, const struct json_at *rules)
{
    const size_t n = json_array(rules, 1, YM_OFFICE_ROWS_MAX);
    struct ym_office_row *rows = ym_arena_alloc(&t->arena, n + 1, sizeof(*rows));

    t->o.rows = rows;
    for (struct json_at it = { 0 }; rows != NULL && json_next(rules, &it);) {
        const struct ym_office_row r = read_row(t, &it);

        insert(rows, t->o.n++, &r, &it);
    }
}

static void check_keys(const struct table *t, const struct json_at *rules)
{
    const enum ym_office_key key = ym_office_lacking(&t->o);
    char text[128];

    if (!json_ok(rules->doc) || key == YM_OFFICE_KEY_COUNT)
        return;
    (void)snprintf(text, sizeof(text), "no row says %s", ym_office_about(key)->word.code);
    json_refuse(rules, YM_E_UNPROCESSABLE, text);
}

static void read_table(void *table, struct json_doc *doc)
{
    struct table *const t = table;
    struct json_at root = json_root(doc);
    const struct json_at id = json_member(&root, "id");
    const struct json_at rules = json_member(&root, "rules");

    (void)json_get_line(&id, 1, JSON_NAME_CHARS_MAX);
    read_rows(t, &rules);
    check_keys(t, &rules);
    json_done(&root);
}

static const struct json_table_kind kind = { .name = "the table of office rules",
                                             .bytes_max = JSON_OFFICE_BYTES_MAX,
                                             .size = sizeof(struct table),
                                             .arena_at = offsetof(struct table, arena),
                                             .read = read_table };

enum ym_err json_office_parse(struct ym_span text, struct ym_office **ret, struct ym_error *reterr)
{
    void *table;
    const enum ym_err err = json_table_parse(&kind, text, &table, reterr);

    if (err == YM_E_OK)
        *ret = table;
    return err;
}

void json_office_free(struct ym_office *o)
{
    json_table_free(&kind, o);
}

struct ym_span json_office_shipped(void)
{
    return (struct ym_span){ (const char *)ym_office_files[0].at, ym_office_files[0].n };
}
