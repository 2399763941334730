/* SPDX-License-Identifier: Apache-2.0 */
/* The look at a text before it is parsed.
 *
 * cJSON is lenient where we must not be: it takes any control character for white space or inside
 * a text, numbers such as 01 or 1., bytes that are not UTF-8, NUL in the middle, and cuts a number
 * after 63 characters. So the whole grammar of RFC 8259 is checked here, without recursion, and
 * what passes cJSON reads as it was meant. */
#ifndef YM_JSON_SRC_SCAN_H
#define YM_JSON_SRC_SCAN_H

#include <stddef.h>

#include "base/error.h"
#include "yima/span.h"

#define JSON_NUMBER_CHARS_MAX 32 /* of one number: more than any that we accept can need */

/* Check text. Writes the number of values in it to *ret_nodes on YM_E_OK. */
__attribute__((warn_unused_result)) enum ym_err
json_scan(struct ym_span text, size_t bytes_max, size_t *ret_nodes, struct ym_error *reterr);

#endif
