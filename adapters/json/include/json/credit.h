/* SPDX-License-Identifier: Apache-2.0 */
/* The dated formula of yima/credit.h, from JSON:
 *
 *   {"id":"yima","version":"1.0","zh":"…","en":"…","source":"…",
 *    "valid_from":"2020-06-01","valid_until":null,"reply_days":7,
 *    "full_days":365,"zero_days":1826,"expiry_days":1826,
 *    "minimum":{"participation":3,"performance":3},
 *    "kinds":[{"kind":"on_time","points":1000,"source":"…"},…]}
 *
 * Every kind of participation and performance stands in it once, those without points with null. */
#ifndef YM_JSON_CREDIT_H
#define YM_JSON_CREDIT_H

#include "base/error.h"
#include "yima/credit.h"

#define JSON_CREDIT_BYTES_MAX 65536

struct json_credit {
    struct ym_credit_formula formula;
};

/* Owned by the caller; all of it dies with json_credit_free(). Errors: those of json/read.h; a kind
 * twice, one that is missing, and a formula with a flaw (ym_credit_formula_flaw()) are
 * UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_credit_parse(struct ym_span text, struct json_credit **ret, struct ym_error *reterr);
void json_credit_free(struct json_credit *c); /* NULL is legal */

#endif
