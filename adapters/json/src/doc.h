/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a document, for the files of this room alone. */
#ifndef YM_JSON_SRC_DOC_H
#define YM_JSON_SRC_DOC_H

#include <cjson/cJSON.h>

#include "json/read.h"

struct json_doc {
    cJSON *root;           /* owned */
    size_t nodes;          /* values in it */
    struct ym_error error; /* the first error; code OK: none */
};

/* json_refuse() with a format. Pre: no value of the document is put in but a short ASCII word. */
__attribute__((format(printf, 3, 4))) void json_bad(const struct json_at *at, enum ym_err code,
                                                    const char *format, ...);

/* The value as cJSON has it; NULL when there is none or after an error. */
const cJSON *json_node(const struct json_at *at);

#endif
