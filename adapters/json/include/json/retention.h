/* SPDX-License-Identifier: Apache-2.0 */
/* The dated table of yima/retention.h, from JSON:
 *
 *   {"id":"example","version":"2026-11-01","valid_from":"2026-11-01","is_example":true,
 *    "source":"…","orders_days":180,
 *    "rules":[{"rule":"family","types":["marriage"],"years":20,"zh":"…","en":"…","source":"…"},
 *             {"rule":"general","types":[],"years":6,…}]}
 *
 * A row without types takes every type; the last row must be one, and no other. */
#ifndef YM_JSON_RETENTION_H
#define YM_JSON_RETENTION_H

#include "base/error.h"
#include "yima/retention.h"

#define JSON_RETENTION_BYTES_MAX 65536

/* Owned by the caller; all of it dies with json_retention_free(). Errors: those of json/read.h; a
 * row that can take nothing, and a table without a row for all, are UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_retention_parse(struct ym_span text, struct ym_retention **ret, struct ym_error *reterr);
void json_retention_free(struct ym_retention *t); /* NULL is legal */

#endif
