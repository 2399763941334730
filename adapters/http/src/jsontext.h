/* SPDX-License-Identifier: Apache-2.0 */
/* Writing the few JSON shapes that the server itself answers with. */
#ifndef YM_HTTP_SRC_JSONTEXT_H
#define YM_HTTP_SRC_JSONTEXT_H

#include "base/buf.h"

/* Append text as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD each. */
void http_json_string(struct ym_buf *b, struct ym_span text);

/* Append "name": after a comma unless b ends with an opening bracket. */
void http_json_key(struct ym_buf *b, const char *name);

/* http_json_key() and http_json_string() of NUL-terminated text. */
void http_json_member(struct ym_buf *b, const char *name, const char *text);

/* A comma unless b ends with an opening bracket: before the next element. */
void http_json_next(struct ym_buf *b);

#endif
