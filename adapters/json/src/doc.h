/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a document, for the files of this room alone. */
#ifndef YM_JSON_SRC_DOC_H
#define YM_JSON_SRC_DOC_H

#include <cjson/cJSON.h>

#include "base/mistake.h"
#include "json/read.h"

struct json_doc {
    cJSON *root;                  /* owned */
    size_t nodes;                 /* values in it */
    struct ym_error error;        /* the first error; code OK: none */
    struct ym_mistakes *mistakes; /* not owned; all errors are gathered there. NULL: reading ends
                               with the first */
};

/* What kinds of mistake there are, as programs read it. */
#define JSON_MISTAKE_MISSING "missing"
#define JSON_MISTAKE_UNKNOWN "unknown_member"
#define JSON_MISTAKE_TYPE    "type"
#define JSON_MISTAKE_VALUE   "value"
#define JSON_MISTAKE_SIZE    "too_large"

/* json_refuse() with a format. Pre: no value of the document is put in but a short ASCII word. */
__attribute__((format(printf, 3, 4))) void json_bad(const struct json_at *at, enum ym_err code,
                                                    const char *format, ...);

/* The same with the kind of the mistake and the vocabulary whose words are allowed there. */
void json_mistake(const struct json_at *at, enum ym_err code, const char *kind, int vocabulary,
                  const char *text);

/* The value as cJSON has it; NULL when there is none or, unless errors are gathered, after one. */
const cJSON *json_node(const struct json_at *at);

#endif
