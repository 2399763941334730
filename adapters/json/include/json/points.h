/* SPDX-License-Identifier: Apache-2.0 */
/* The dated table of yima/points.h, from JSON:
 *
 *   {"id":"cn","version":"2026-11-01","source":"…","valid_from":"2018-04-27","valid_until":null,
 *    "bodies":["people_committee",…],
 *    "rules":[{"id":1,"group":1,"code":"written","basis":"written","points":10,"fen":"10000",
 *              "least":"3","types":["medical",…],"zh":"…","en":"…","source":"…"},…]}
 *
 * least is there for the bases that compare, and for no other; types may be left out. Ids ascend;
 * each code stands once. */
#ifndef YM_JSON_POINTS_H
#define YM_JSON_POINTS_H

#include "base/buf.h"
#include "base/error.h"
#include "yima/points.h"

#define JSON_POINTS_BYTES_MAX 65536

/* Owned by the caller; all of it dies with json_points_free(). Errors: those of json/read.h; ids
 * that do not ascend, a code twice, least where nothing is compared, a month of validity that ends
 * before it begins are UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_points_parse(struct ym_span text, struct ym_points_table **ret, struct ym_error *reterr);
void json_points_free(struct ym_points_table *t); /* NULL is legal */

/* The table that the program brings along (engine/points): JSON. It holds where none was imported.
 */
struct ym_span json_points_shipped(void);

/* {"code":…,"zh":…,"en":…,"source":…}: the words of a rule as they stand beside what it gave. */
void json_points_words(const struct ym_points_rule *rule, struct ym_buf *buf);

#endif
