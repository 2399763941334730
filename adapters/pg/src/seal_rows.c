/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "seal_private.h"
#include "yima/vocab.h"

/* Exactly n bytes. */
static bool take_bytes(const struct ym_rows *rows, int row, int column, unsigned char *ret,
                       size_t n)
{
    const struct ym_span bytes = ym_rows_span(rows, row, column);

    if (bytes.n != n)
        return false;
    memcpy(ret, bytes.at, n);
    return true;
}

bool pg_take_seal(const struct ym_rows *rows, int row, struct app_seal *ret)
{
    const struct ym_span subject = ym_rows_span(rows, row, 4);

    *ret = (struct app_seal){ .dispute = { ym_rows_i64(rows, row, 0) },
                              .document = (uint8_t)ym_rows_i16(rows, row, 2),
                              .version = (uint32_t)ym_rows_i32(rows, row, 3),
                              .made_at = ym_rows_usec(rows, row, 5),
                              .key = (uint32_t)ym_rows_i32(rows, row, 6),
                              .size = (uint32_t)ym_rows_i32(rows, row, 7),
                              .has_terms = !ym_rows_is_null(rows, row, 9) };
    if (subject.n > APP_SEAL_SUBJECT_MAX || ret->document >= YM_DOC_COUNT ||
        !ym_id_valid(ret->dispute) || !ym_seal_code_parse(ym_rows_span(rows, row, 1), &ret->code) ||
        ret->size > APP_SEAL_BYTES_MAX)
        return false;
    if (subject.n > 0)
        memcpy(ret->subject, subject.at, subject.n);
    return take_bytes(rows, row, 8, ret->sha256, sizeof(ret->sha256)) &&
           (!ret->has_terms ||
            take_bytes(rows, row, 9, ret->terms_sha256, sizeof(ret->terms_sha256))) &&
           take_bytes(rows, row, 10, ret->signature, sizeof(ret->signature));
}

size_t pg_take_seal_keys(const struct ym_rows *rows, struct app_seal_key *ret)
{
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_SEAL_KEYS_MAX; row++) {
        struct app_seal_key *key = &ret[n];

        *key = (struct app_seal_key){ .number = (uint32_t)ym_rows_i32(rows, row, 0),
                                      .ring = (uint8_t)ym_rows_i16(rows, row, 1),
                                      .from = ym_rows_usec(rows, row, 3),
                                      .until = ym_rows_is_null(rows, row, 4)
                                                   ? YM_USEC_NONE
                                                   : ym_rows_usec(rows, row, 4) };
        if (take_bytes(rows, row, 2, key->open, sizeof(key->open)))
            n++;
    }
    return n;
}
