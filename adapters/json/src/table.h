/* SPDX-License-Identifier: Apache-2.0 */
/* Dated tables: each is read whole into one piece that begins with what the caller holds, and whose
 * texts and rows lie in an arena of its own. */
#ifndef YM_JSON_TABLE_H
#define YM_JSON_TABLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "json/read.h"

/* How tables of one kind are read. */
struct json_table_kind {
    const char *name; /* "the table of points": for errors */
    size_t bytes_max; /* of the text */
    size_t size;      /* of the piece */
    size_t arena_at;  /* where in it the struct ym_arena stands */
    void (*read)(void *table, struct json_doc *doc);
};

/* Read one; it is the caller's, and ends with json_table_free(). *ret is written only on YM_E_OK.
 * Errors: those of json/read.h; TOO_LARGE; UNAVAILABLE when memory is short. */
__attribute__((warn_unused_result)) enum ym_err json_table_parse(const struct json_table_kind *k,
                                                                 struct ym_span text, void **ret,
                                                                 struct ym_error *reterr);
void json_table_free(const struct json_table_kind *k, void *table); /* NULL is legal */

/* A line of 1 to max characters under this key, kept in the arena. */
struct ym_span json_table_line(struct ym_arena *arena, struct json_at *object, const char *key,
                               size_t max);

#endif
