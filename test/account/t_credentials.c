/* SPDX-License-Identifier: Apache-2.0 */
/* What log-in is made of: tickets, passwords, one-time passwords. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/crypto.h"
#include "crypto/password.h"
#include "crypto/ticket.h"
#include "crypto/totp.h"

static struct ym_span span(const char *text)
{
    return (struct ym_span){ text, strlen(text) };
}

static void a_ticket_is_what_its_hash_says(void **state)
{
    char text[YM_TICKET_LEN + 1];
    char other[YM_TICKET_LEN + 1];
    unsigned char made[YM_TICKET_HASH_LEN];
    unsigned char read[YM_TICKET_HASH_LEN];

    (void)state;
    for (int i = 0; i < 200; i++) {
        ym_ticket_make(YM_SPAN("yima session"), text, made);
        assert_int_equal(strlen(text), YM_TICKET_LEN);
        assert_true(ym_ticket_hash(YM_SPAN("yima session"), span(text), read));
        assert_memory_equal(made, read, sizeof(made));
        assert_true(ym_ticket_hash(YM_SPAN("yima one-time link"), span(text), read));
        assert_memory_not_equal(made, read, sizeof(made));
        ym_ticket_make(YM_SPAN("yima session"), other, read);
        assert_string_not_equal(text, other);
    }
}

/* By Python: hashlib.blake2b(bytes([12]) + b"yima session" + b"A" * 43, digest_size=32). */
static void the_stored_hash_of_a_ticket_is_stable(void **state)
{
    static const unsigned char want[YM_TICKET_HASH_LEN] = {
        0x3c, 0x7a, 0x67, 0x72, 0x8a, 0x72, 0x98, 0x50, 0x70, 0x74, 0x1c,
        0xd4, 0xdf, 0x5a, 0x33, 0xab, 0xf6, 0x41, 0xd7, 0x1f, 0x25, 0xcb,
        0xd0, 0x61, 0x1e, 0x44, 0x3e, 0x86, 0x44, 0xbd, 0x0c, 0x59
    };
    unsigned char got[YM_TICKET_HASH_LEN];

    (void)state;
    assert_true(ym_ticket_hash(YM_SPAN("yima session"),
                               YM_SPAN("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), got));
    assert_memory_equal(got, want, sizeof(want));
}

static void what_is_no_ticket_has_no_hash(void **state)
{
    static const char *const wrong[] = {
        "",
        "A",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", /* bits beyond the 256 */
        "AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA",
    };
    static const unsigned char none[YM_TICKET_HASH_LEN] = { 0 };
    unsigned char got[YM_TICKET_HASH_LEN];

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        memset(got, 1, sizeof(got));
        assert_false(ym_ticket_hash(YM_SPAN("yima session"), span(wrong[i]), got));
        assert_memory_equal(got, none, sizeof(none));
    }
}

static void a_password_is_stored_with_its_parameters(void **state)
{
    char a[YM_PASSWORD_STORED_MAX];
    char b[YM_PASSWORD_STORED_MAX];
    const struct ym_span password = YM_SPAN("correct horse battery");

    (void)state;
    assert_true(ym_password_store(password, a));
    assert_true(ym_password_store(password, b));
    assert_string_not_equal(a, b); /* a salt each */
    assert_memory_equal(a, "$argon2id$v=19$m=19456,t=2,p=1$", 31);
    assert_true(ym_password_verify(a, password));
    assert_true(ym_password_verify(b, password));
    assert_false(ym_password_verify(a, YM_SPAN("correct horse batterz")));
    assert_false(ym_password_verify(a, YM_SPAN("")));
    assert_false(ym_password_verify("", password));
    assert_false(ym_password_verify("no such form", password));
    assert_false(ym_password_is_old(a));
}

/* Under m=8192, t=1, as libsodium stored it: right still, and due to be stored anew. */
static void weaker_parameters_are_noticed(void **state)
{
    static const char weaker[] = "$argon2id$v=19$m=8192,t=1,p=1$wIIg0GD0uyJS77asDRthKw$"
                                 "l3qdXXJrh74N2o+TK297sL3d3c7ANwn0z1npSYp8ovs";

    (void)state;
    assert_true(ym_password_verify(weaker, YM_SPAN("correct horse battery")));
    assert_true(ym_password_is_old(weaker));
}

static void nothing_matches_the_dummy(void **state)
{
    (void)state;
    assert_false(ym_password_verify(ym_password_dummy(), YM_SPAN("correct horse battery")));
    assert_false(ym_password_verify(ym_password_dummy(), YM_SPAN("")));
    assert_false(ym_password_is_old(ym_password_dummy())); /* it costs what a real one costs */
}

/* RFC 6238, appendix B, of the eight digits the last six. */
static void codes_are_those_of_the_standard(void **state)
{
    static const struct {
        int64_t at;
        unsigned code;
    } cases[] = {
        { 59, 287082 },       { 1111111109, 81804 },  { 1111111111, 50471 },
        { 1234567890, 5924 }, { 2000000000, 279037 }, { 20000000000, 353130 },
    };
    const unsigned char *secret = (const unsigned char *)"12345678901234567890";

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(ym_totp_code(secret, cases[i].at / 30), cases[i].code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_is_what_its_hash_says),
        cmocka_unit_test(the_stored_hash_of_a_ticket_is_stable),
        cmocka_unit_test(what_is_no_ticket_has_no_hash),
        cmocka_unit_test(a_password_is_stored_with_its_parameters),
        cmocka_unit_test(weaker_parameters_are_noticed),
        cmocka_unit_test(nothing_matches_the_dummy),
        cmocka_unit_test(codes_are_those_of_the_standard),
    };

    if (ym_crypto_init(NULL) != YM_E_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
