/* SPDX-License-Identifier: Apache-2.0 */
/* Procedures as JSON: the files of engine/procedures/ and those that a user brings.
 *
 * The form stands in engine/README.md. The reader settles form only (known members, known words,
 * names that exist, limits); whether the procedure may run is for ym_procedure_check(). */
#ifndef YM_JSON_PROCEDURE_H
#define YM_JSON_PROCEDURE_H

#include "base/buf.h"
#include "base/error.h"
#include "json/limits.h"
#include "yima/procedure.h"

struct json_procedure; /* a procedure and all its texts; owned by who parsed it */

/* Read a procedure. number is 0 and sha256 all zero: the caller fills them. Nothing of text is
 * kept. Errors: those of json/read.h. */
__attribute__((warn_unused_result)) enum ym_err
json_procedure_parse(struct ym_span text, struct json_procedure **ret, struct ym_error *reterr);
void json_procedure_free(struct json_procedure *p); /* NULL is legal */

/* The procedure; lives as long as p. */
const struct ym_procedure *json_procedure_get(const struct json_procedure *p);

/* Set what the file cannot say itself: its number in the registry and the digest of its bytes. */
void json_procedure_set(struct json_procedure *p, uint16_t number, const unsigned char sha256[32]);

/* Append the procedure as JSON, one fixed form: reading it back gives an equal procedure, but for
 * number and sha256. False when b has no room for it; JSON_PROCEDURE_PRINT_MAX is enough for every
 * procedure that was read. */
__attribute__((warn_unused_result)) bool json_procedure_print(const struct ym_procedure *p,
                                                              struct ym_buf *b);

#endif
