/* SPDX-License-Identifier: Apache-2.0 */
/* Bearer tokens: form, strict reading, verification. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/bearer.h"
#include "crypto/crypto.h"

#define FIXED "ym_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void made_token_reads_and_verifies(void **state)
{
    char text[YM_BEARER_LEN + 1];
    struct ym_bearer row;
    struct ym_bearer claim;

    (void)state;
    for (int i = 0; i < 200; i++) {
        ym_bearer_make(text, &row);
        assert_int_equal(strlen(text), YM_BEARER_LEN);
        assert_memory_equal(text, "ym_", 3);
        assert_memory_equal(text + 3, row.id, YM_BEARER_ID_LEN);
        assert_true(ym_bearer_parse(ym_span_of(text), &claim));
        assert_string_equal(claim.id, row.id);
        assert_true(ym_bearer_verify(&claim, &row));
        assert_false(ym_bearer_verify(&claim, NULL));
    }
}

/* Value computed with Python's hashlib.blake2b: rows of today must verify for ever. */
static void stored_hash_is_stable(void **state)
{
    static const unsigned char want[YM_BEARER_HASH_LEN] = {
        0xae, 0x4c, 0xf1, 0x87, 0xaf, 0x68, 0xee, 0xdc, 0xed, 0xbf, 0xbb,
        0xcc, 0x18, 0x2d, 0x7e, 0x27, 0x3b, 0x03, 0x5e, 0x03, 0x8b, 0x13,
        0x8c, 0x56, 0x62, 0x5e, 0x95, 0x9b, 0xa3, 0x35, 0x76, 0x25,
    };
    struct ym_bearer claim;

    (void)state;
    assert_true(ym_bearer_parse(YM_SPAN(FIXED), &claim));
    assert_string_equal(claim.id, "0123456789ab");
    assert_memory_equal(claim.hash, want, sizeof(want));
}

static void two_tokens_never_agree(void **state)
{
    char text[2][YM_BEARER_LEN + 1];
    struct ym_bearer row[2];
    struct ym_bearer claim;

    (void)state;
    ym_bearer_make(text[0], &row[0]);
    ym_bearer_make(text[1], &row[1]);
    assert_true(ym_bearer_parse(ym_span_of(text[0]), &claim));
    assert_false(ym_bearer_verify(&claim, &row[1]));
    /* The right hash under another id, and the right id with another hash. */
    memcpy(row[1].hash, row[0].hash, sizeof(row[0].hash));
    assert_false(ym_bearer_verify(&claim, &row[1]));
    row[1] = row[0];
    row[1].hash[YM_BEARER_HASH_LEN - 1] ^= 1;
    assert_false(ym_bearer_verify(&claim, &row[1]));
}

/* Change each byte to each value: what still reads must not verify. */
static void every_altered_byte_is_refused(void **state)
{
    char text[YM_BEARER_LEN + 1];
    char bad[YM_BEARER_LEN + 1];
    struct ym_bearer row;
    struct ym_bearer claim;
    unsigned read = 0;

    (void)state;
    ym_bearer_make(text, &row);
    for (size_t i = 0; i < YM_BEARER_LEN; i++) {
        for (int c = 0; c < 256; c++) {
            if ((char)c == text[i])
                continue;
            memcpy(bad, text, sizeof(bad));
            bad[i] = (char)c;
            if (!ym_bearer_parse((struct ym_span){ bad, YM_BEARER_LEN }, &claim))
                continue;
            read++;
            assert_false(ym_bearer_verify(&claim, &row));
        }
    }
    /* 12 places of 31 other letters, 42 of 63; the last one has 15 that leave no stray bits. */
    assert_int_equal(read, 12 * 31 + 42 * 63 + 15);
}

static void other_forms_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "ym_",
        "YM_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ym_0123456789aB_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ym_0123456789ai_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ym_0123456789ab-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ym_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "ym_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "ym_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A",
        (FIXED "A"),
        (FIXED " "),
        (" " FIXED),
    };
    struct ym_bearer claim;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        memset(&claim, 0xff, sizeof(claim));
        assert_false(ym_bearer_parse(ym_span_of(bad[i]), &claim));
        assert_string_equal(claim.id, "");
    }
    assert_false(ym_bearer_parse((struct ym_span){ FIXED, YM_BEARER_LEN - 1 }, &claim));
    assert_false(ym_bearer_parse((struct ym_span){ NULL, 0 }, &claim));
}

static int start(void **state)
{
    (void)state;
    return ym_crypto_init(NULL) == YM_E_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_token_reads_and_verifies),
        cmocka_unit_test(stored_hash_is_stable),
        cmocka_unit_test(two_tokens_never_agree),
        cmocka_unit_test(every_altered_byte_is_refused),
        cmocka_unit_test(other_forms_are_refused),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
