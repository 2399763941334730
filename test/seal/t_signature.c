/* SPDX-License-Identifier: Apache-2.0 */
/* Ed25519: the vectors of RFC 8032, keys that derive from a ring, base64, SHA-256 in parts. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "place.h"

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static size_t unhex(const char *hex, unsigned char *ret)
{
    const size_t n = strlen(hex) / 2;

    for (size_t i = 0; i < n; i++)
        ret[i] = (unsigned char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    return n;
}

/* RFC 8032, 7.1, TEST 1, 2, 3 and SHA(abc). */
static const struct {
    const char *seed, *open, *message, *signature;
} vectors[] = {
    { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b46bd25bf5f0595bbe24655141438e7a100b" },
    { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
      "1d8c387b2eaeb4302aeeb00d291612bb0c00" },
    { "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
      "c6594a7c15e9716ed28dc027beceea1ec40a" },
    { "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3fe"
      "ebbd454d4423643ce80e2a9ac94fa54ca49f",
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431"
      "e0303dca179c138ac17ad9bef1177331a704" },
};

static void vectors_of_the_standard(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        unsigned char seed[32];
        unsigned char open[32];
        unsigned char message[64];
        unsigned char signature[64];
        unsigned char made[64];
        const struct ym_span text = { (const char *)message, unhex(vectors[i].message, message) };
        struct ym_sign_key key;

        (void)unhex(vectors[i].seed, seed);
        (void)unhex(vectors[i].open, open);
        (void)unhex(vectors[i].signature, signature);
        ym_sign_key_of(seed, &key);
        assert_memory_equal(key.open, open, sizeof(open));
        ym_sign(&key, text, made);
        assert_memory_equal(made, signature, sizeof(made));
        assert_true(ym_sign_verify(open, text, signature));
    }
}

static void nothing_may_differ(void **state)
{
    const struct ym_span text = YM_SPAN("what was agreed");
    unsigned char signature[64];
    char other[sizeof("what was agreed")] = "what was agreed";
    struct ym_sign_key key, stranger;

    (void)state;
    ym_sign_key_make(&key);
    ym_sign_key_make(&stranger);
    ym_sign(&key, text, signature);
    assert_true(ym_sign_verify(key.open, text, signature));
    assert_false(ym_sign_verify(stranger.open, text, signature));
    assert_false(ym_sign_verify(key.open, (struct ym_span){ text.at, text.n - 1 }, signature));
    for (size_t bit = 0; bit < 8 * sizeof(signature); bit++) {
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_false(ym_sign_verify(key.open, text, signature));
        signature[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    for (size_t i = 0; i < text.n; i++) {
        other[i] = (char)(other[i] ^ 1);
        assert_false(ym_sign_verify(key.open, (struct ym_span){ other, text.n }, signature));
        other[i] = (char)(other[i] ^ 1);
    }
    for (size_t bit = 0; bit < 8 * sizeof(key.open); bit++) {
        key.open[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_false(ym_sign_verify(key.open, text, signature));
        key.open[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
    /* A point of small order is nobody's key: with it, one signature would fit every message. */
    memset(stranger.open, 0, sizeof(stranger.open));
    memset(signature, 0, sizeof(signature));
    assert_false(ym_sign_verify(stranger.open, text, signature));
}

static void keys_derive_from_the_ring(void **state)
{
    struct place *p = *state;
    char long_label[YM_LABEL_BYTES_MAX + 1];
    struct ym_keyring *ring = place_ring(p->path, true);
    struct ym_sign_key a, b;
    struct ym_error err;

    memset(long_label, 'l', sizeof(long_label));
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN("use"), 1, &a, &err), YM_E_OK);
    ym_keyring_close(ring);
    ring = place_ring(p->path, false);
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN("use"), 1, &b, &err), YM_E_OK);
    assert_memory_equal(&a, &b, sizeof(a));
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN("use"), 2, &b, &err), YM_E_OK);
    assert_memory_not_equal(a.open, b.open, sizeof(a.open));
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN("uses"), 1, &b, &err), YM_E_OK);
    assert_memory_not_equal(a.open, b.open, sizeof(a.open));
    assert_int_equal(ym_sign_key_derive(ring, 2, YM_SPAN("use"), 1, &b, &err), YM_E_UNAVAILABLE);
    assert_non_null(strstr(err.text, "key 2"));
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN(""), 1, &b, &err), YM_E_UNPROCESSABLE);
    assert_int_equal(ym_sign_key_derive(ring, 1, (struct ym_span){ long_label, YM_LABEL_BYTES_MAX },
                                        1, &b, &err),
                     YM_E_OK);
    assert_int_equal(ym_sign_key_derive(ring, 1, (struct ym_span){ long_label, sizeof(long_label) },
                                        1, &b, &err),
                     YM_E_UNPROCESSABLE);
    ym_keyring_close(ring);
    /* Another key of the ring makes other keys; those of the first stay what they were. */
    assert_int_equal(ym_keyring_rotate(p->path, &err), YM_E_OK);
    ring = place_ring(p->path, false);
    assert_int_equal(ym_sign_key_derive(ring, 2, YM_SPAN("use"), 1, &b, &err), YM_E_OK);
    assert_memory_not_equal(a.open, b.open, sizeof(a.open));
    assert_int_equal(ym_sign_key_derive(ring, 1, YM_SPAN("use"), 1, &b, &err), YM_E_OK);
    assert_memory_equal(&a, &b, sizeof(a));
    ym_keyring_close(ring);
}

static void base64_is_read_strictly(void **state)
{
    unsigned char bytes[32];
    unsigned char back[32];
    char text[YM_SIGN_PUBLIC_CHARS + 1];

    (void)state;
    ym_random(bytes, sizeof(bytes));
    ym_sign_print(bytes, sizeof(bytes), text);
    assert_int_equal(strlen(text), YM_SIGN_PUBLIC_CHARS);
    assert_true(ym_sign_parse(ym_span_of(text), back, sizeof(back)));
    assert_memory_equal(bytes, back, sizeof(back));
    assert_false(ym_sign_parse((struct ym_span){ text, strlen(text) - 1 }, back, sizeof(back)));
    assert_false(ym_sign_parse(ym_span_of(text), back, sizeof(back) - 1));
    text[3] = '\n';
    assert_false(ym_sign_parse(ym_span_of(text), back, sizeof(back)));
    /* The last digit before the padding has bits that stand for nothing: they must be zero. */
    assert_true(ym_sign_parse(YM_SPAN("AA=="), back, 1));
    assert_false(ym_sign_parse(YM_SPAN("AB=="), back, 1));
}

static void hashing_in_parts_is_hashing(void **state)
{
    unsigned char bytes[1000];
    unsigned char whole[32];
    unsigned char parts[32];
    struct ym_sha256 s;

    (void)state;
    ym_random(bytes, sizeof(bytes));
    ym_sha256(bytes, sizeof(bytes), whole);
    for (size_t cut = 0; cut <= sizeof(bytes); cut += 37) {
        ym_sha256_begin(&s);
        ym_sha256_add(&s, bytes, cut);
        ym_sha256_add(&s, NULL, 0);
        ym_sha256_add(&s, bytes + cut, sizeof(bytes) - cut);
        ym_sha256_end(&s, parts);
        assert_memory_equal(whole, parts, sizeof(whole));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_of_the_standard),     cmocka_unit_test(nothing_may_differ),
        PLACE_TEST(keys_derive_from_the_ring),         cmocka_unit_test(base64_is_read_strictly),
        cmocka_unit_test(hashing_in_parts_is_hashing),
    };

    if (ym_crypto_init(NULL) != YM_E_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
