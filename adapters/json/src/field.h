/* SPDX-License-Identifier: Apache-2.0 */
/* One field of a command: from JSON to its slot and to the canonical detail. */
#ifndef YM_JSON_SRC_FIELD_H
#define YM_JSON_SRC_FIELD_H

#include "json/command.h"
#include "json/read.h"
#include "json/write.h"

/* Where the fields of one command go. */
struct json_fields {
    struct ym_arena *arena;   /* for texts that outlive the document */
    struct json_out *detail;  /* an open object */
    struct json_command *ret; /* being filled; cmd.kind is known */
};

/* Read a field, fill its slot and add it to the detail. */
void json_field_read(struct json_fields *f, enum ym_field field, const struct json_at *at);

#endif
