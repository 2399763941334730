/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed documents as JSON: what is asked about them, and the two files by which a seal is checked
 * without a server.
 *
 *   signature  {"document_code":"0ZK7Q…","sha256":"64 hex","digits":"01234X"}; digits may be left
 * out wish       {"document":"performance_proof"} seal file
 * {"format":"yima-seal/1","statement":"{…}","signature":"128 hex"}; the statement is the text that
 * was signed, byte for byte (app/seal.h) keys file  {"items":[{"number":1,"public_key":"64
 * hex","valid_from":"…","valid_until":null}]}, as GET /api/v1/seals/keys answers it
 *
 * Errors: those of json/read.h; *ret is written only on YM_E_OK, and its spans lie in the arena. */
#ifndef YM_JSON_SEAL_H
#define YM_JSON_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/mistake.h"
#include "yima/date.h"
#include "yima/seal_code.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define JSON_SIGNATURE_BYTES_MAX 1024   /* body of a signature or a wish */
#define JSON_SEAL_BYTES_MAX      4096   /* of a seal file */
#define JSON_SEAL_KEYS_BYTES_MAX 131072 /* of a keys file */
#define JSON_SEAL_KEYS_MAX       256
#define JSON_SEAL_FORMAT         "yima-seal/1"

struct json_signature {
    struct ym_seal_code code;
    unsigned char sha256[32];
    struct ym_span digits; /* n == 0: none were given */
};

struct json_seal_file {
    struct ym_span statement;
    unsigned char signature[64];
};

/* What a statement says, as far as it is looked at. */
struct json_statement {
    struct ym_seal_code code;
    unsigned char sha256[32];
    int document; /* enum ym_document */
    uint32_t key;
    uint32_t version;
    ym_usec made_at;
};

struct json_seal_key {
    uint32_t number;
    unsigned char open[32];
    ym_usec from, until; /* until: YM_USEC_NONE: it signs */
};

__attribute__((warn_unused_result)) enum ym_err
json_signature_read(struct ym_span text, struct ym_arena *arena, struct json_signature *ret,
                    struct ym_mistakes *mistakes, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_seal_wish_read(struct ym_span text,
                                                                    enum ym_document *ret,
                                                                    struct ym_mistakes *mistakes,
                                                                    struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err json_seal_file_read(struct ym_span text,
                                                                    struct ym_arena *arena,
                                                                    struct json_seal_file *ret,
                                                                    struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_statement_read(struct ym_span text, struct json_statement *ret, struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err
json_seal_keys_read(struct ym_span text, struct json_seal_key ret[JSON_SEAL_KEYS_MAX],
                    size_t *ret_n, struct ym_error *reterr);

#endif
