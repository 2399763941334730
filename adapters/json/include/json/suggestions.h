/* SPDX-License-Identifier: Apache-2.0 */
/* A table of words for yima/suggest.h, from JSON:
 *
 *   {"id":"cn","version":"2026-11-01","source":"…","causes_version":"2026-01-01",
 *    "causes":[{"code":"55.1","zh":"…","en":"…"},…],
 *    "words":[{"word":"漏水","type":"neighbour","weight":3,"cause":"55.1"},…]}
 *
 * A cause is known by the version of the list and its code in it, never by the code alone. */
#ifndef YM_JSON_SUGGESTIONS_H
#define YM_JSON_SUGGESTIONS_H

#include "base/error.h"
#include "yima/suggest.h"

#define JSON_SUGGESTIONS_BYTES_MAX 1048576
#define JSON_CAUSE_CODE_MAX        16 /* characters of "116.2" */
#define JSON_KEYWORD_CHARS_MAX     20 /* characters of a word */

struct json_cause {
    struct ym_span code, zh, en;
};

struct json_suggestions {
    struct ym_span id, version, source, causes_version;
    size_t ncauses, nwords;
    struct json_cause *causes; /* by the number that words name */
    struct ym_keyword *words;
};

/* Owned by the caller; all of it dies with json_suggestions_free(). Errors: those of json/read.h;
 * a word or cause twice and a cause that is not listed are UNPROCESSABLE. */
__attribute__((warn_unused_result)) enum ym_err
json_suggestions_parse(struct ym_span text, struct json_suggestions **ret, struct ym_error *reterr);
void json_suggestions_free(struct json_suggestions *s); /* NULL is legal */

#endif
