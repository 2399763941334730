/* SPDX-License-Identifier: Apache-2.0 */
/* The body with which an attachment begins.
 *
 *   {"name":"收据.jpg","bytes":123456,"sha256":"…64 hexadecimal digits…","kind":"neutral",
 *    "purpose":"evidence","seat":0,"parties":true,"court":false}
 *
 * seat, parties and court may be left out. Every mistake is added to mistakes (NULL is legal).
 * Errors: those of json/read.h; *ret is written only on YM_E_OK, and its spans lie in the arena. */
#ifndef YM_JSON_EVIDENCE_H
#define YM_JSON_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "yima/limits.h"
#include "yima/span.h"

#define JSON_EVIDENCE_BYTES_MAX 4096 /* of the body */
#define JSON_FILE_BYTES_MAX     (20 << 20)
#define JSON_FILE_NAME_MAX      120 /* characters */

struct json_evidence {
    struct ym_span name, kind, purpose; /* as given */
    unsigned char sha256[32];
    uint32_t bytes;
    uint8_t seat;    /* YM_SEATS_MAX: none was named */
    bool to_parties; /* parties and court: as given, else false */
    bool to_court;
};

__attribute__((warn_unused_result)) enum ym_err
json_evidence_read(struct ym_span text, struct ym_arena *arena, struct json_evidence *ret,
                   struct ym_mistakes *mistakes, struct ym_error *reterr);

#endif
