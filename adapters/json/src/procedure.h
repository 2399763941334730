/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a procedure reader, shared by its files. */
#ifndef YM_JSON_SRC_PROCEDURE_H
#define YM_JSON_SRC_PROCEDURE_H

#include "base/arena.h"
#include "json/procedure.h"
#include "json/read.h"

struct json_procedure {
    struct ym_procedure p; /* what it says; its texts lie in texts */
    struct ym_arena texts; /* owned */
};

/* A line or text of the document, copied to the procedure's arena. */
const char *json_procedure_line(struct json_procedure *jp, const struct json_at *at, size_t min,
                                size_t max);

/* An array of different names of states or deadlines, as a set of bits. */
uint64_t json_procedure_states(const struct ym_procedure *p, const struct json_at *at, size_t min);
uint32_t json_procedure_deadlines(const struct ym_procedure *p, const struct json_at *at);

/* Read rules, the array of that name; states and deadlines are there already. */
void json_procedure_rules(struct json_procedure *jp, const struct json_at *rules);

#endif
