/* SPDX-License-Identifier: Apache-2.0 */
/* The dated table of yima/confirm.h, from JSON:
 *
 *   {"id":"cn","version":"2026-11-23","source":"…","ending_days":7,"bodies":["lawyer",…],
 *    "findings":[{"finding":"labour_route","types":["labour"],"bar":"outside_court","stops":true,
 *                 "zh":"…","en":"…","source":"…"},…],
 *    "words":[{"word":"另行协商","finding":"says_unclear"},…]}
 *
 * Every finding of YM_FINDINGS stands in it once. One that is found by words may not stop anybody;
 * those that are found by the type of the dispute, and no others, say by which. */
#ifndef YM_JSON_CONFIRM_H
#define YM_JSON_CONFIRM_H

#include "base/error.h"
#include "yima/confirm.h"

#define JSON_CONFIRM_BYTES_MAX 262144

struct json_confirm {
    struct ym_span id, version, source;
    struct ym_confirm_table table;
};

/* Owned by the caller; all of it dies with json_confirm_free(). Errors: those of json/read.h; a
 * finding or word twice, a finding that is missing, and one by words that stops are
 * UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_confirm_parse(struct ym_span text, struct json_confirm **ret, struct ym_error *reterr);
void json_confirm_free(struct json_confirm *c); /* NULL is legal */

#endif
