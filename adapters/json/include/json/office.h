/* SPDX-License-Identifier: Apache-2.0 */
/* The dated table of yima/office.h, from JSON:
 *
 *   {"id":"cn","rules":[{"key":"objection_answer","value":5,"unit":"workday",
 *                        "from":"2018-01-01","source":"…"},…]}
 *
 * A key may stand several times, with days that ascend; rows of other keys may come between. Every
 * key stands at least once. */
#ifndef YM_JSON_OFFICE_H
#define YM_JSON_OFFICE_H

#include "base/error.h"
#include "yima/office.h"

#define JSON_OFFICE_BYTES_MAX 262144

/* Owned by the caller; all of it dies with json_office_free(). Errors: those of json/read.h; a
 * value out of its bounds, another unit than the key's, a day twice or a key without a row are
 * UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_office_parse(struct ym_span text, struct ym_office **ret, struct ym_error *reterr);
void json_office_free(struct ym_office *o); /* NULL is legal */

/* The table that the program brings along (engine/office): JSON. */
struct ym_span json_office_shipped(void);

#endif
