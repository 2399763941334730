/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <stdlib.h>

#define ROWS_BYTES 65536 /* room for rows besides twice the text */

static struct ym_arena *arena_of(const struct json_table_kind *k, void *table)
{
    return (struct ym_arena *)(void *)((char *)table + k->arena_at);
}

enum ym_err json_table_parse(const struct json_table_kind *k, struct ym_span text, void **ret,
                             struct ym_error *reterr)
{
    struct json_doc *doc;
    void *table;
    enum ym_err err = json_parse(text, k->bytes_max, &doc, reterr);

    if (err != YM_E_OK)
        return err;
    table = calloc(1, k->size);
    if (table == NULL || !ym_arena_init(arena_of(k, table), 2 * text.n + ROWS_BYTES)) {
        free(table);
        json_free(doc);
        return ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for %s", k->name);
    }
    k->read(table, doc);
    err = json_result(doc, reterr);
    json_free(doc);
    if (err == YM_E_OK && !ym_arena_ok(arena_of(k, table)))
        err = ym_fail(reterr, YM_E_TOO_LARGE, "%s does not fit into memory", k->name);
    if (err == YM_E_OK)
        *ret = table;
    else
        json_table_free(k, table);
    return err;
}

void json_table_free(const struct json_table_kind *k, void *table)
{
    if (table == NULL)
        return;
    ym_arena_release(arena_of(k, table));
    free(table);
}

struct ym_span json_table_line(struct ym_arena *arena, struct json_at *object, const char *key,
                               size_t max)
{
    const struct json_at at = json_member(object, key);

    return ym_arena_text(arena, json_get_line(&at, 1, max));
}
