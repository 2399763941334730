/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures between partners: a vector made elsewhere, rotation, the clock, and what is no
 * signature. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "exchange/signed.h"

#define NOW_S INT64_C(1795305600) /* 2026-11-22 08:00 in Shanghai */
#define NOW   (NOW_S * YM_USEC_PER_SECOND)

/* RFC 8032, 7.1, test 1: its seed and public key. */
static const unsigned char seed[YM_SIGN_SEED_LEN] = {
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
};
static const char public_text[] = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

struct bench {
    struct ym_sign_key key, next;
    struct app_partner partner;
    struct ym_buf scratch;
    char header[EXCHANGE_HEADER_MAX + 2], seconds[24];
    struct exchange_signed s;
};

static void sign_at(struct bench *b, const struct ym_sign_key *key, const char *id, int64_t seconds,
                    const char *body)
{
    exchange_sign_with(key, ym_span_of(id), seconds, ym_span_of(body), &b->scratch, b->header);
    (void)snprintf(b->seconds, sizeof(b->seconds), "%" PRId64, seconds);
    b->s = (struct exchange_signed){ ym_span_of(id), ym_span_of(b->seconds), ym_span_of(b->header),
                                     ym_span_of(body) };
}

static int setup(void **state)
{
    static struct bench b;

    memset(&b, 0, sizeof(b));
    ym_sign_key_of(seed, &b.key);
    ym_sign_key_make(&b.next);
    ym_buf_init(&b.scratch, 4096);
    b.partner = (struct app_partner){ .code = YM_SPAN("hz-court"), .nkeys = 1 };
    memcpy(b.partner.keys[0].open, b.key.open, YM_SIGN_PUBLIC_LEN);
    b.partner.keys[0].from = NOW - YM_USEC_PER_SECOND;
    b.partner.keys[0].until = YM_USEC_NONE;
    *state = &b;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;

    ym_buf_release(&b->scratch);
    return 0;
}

static enum ym_err verify(const struct bench *b, ym_usec now)
{
    struct ym_error why;

    return exchange_verify(&b->s, &b->partner, now, &why);
}

static void the_key_is_that_of_the_standard(void **state)
{
    struct bench *b = *state;
    char text[YM_SIGN_PUBLIC_CHARS + 1];

    ym_sign_print(b->key.open, YM_SIGN_PUBLIC_LEN, text);
    assert_string_equal(text, public_text);
}

#define VECTOR                                                                                     \
    "v1a,md09H2pnaUkgG3x5ftKU7w/kRHEYE2dYDBWWwG23JUh4b+VZUfYLSHmj"                                 \
    "4uDyNAqdj/m1Noyz3eExmE/dMknHCA=="

/* Made by another library (OpenSSL) over "msg_1.1795305600.{}" by the key above. */
static void a_vector_made_elsewhere(void **state)
{
    struct bench *b = *state;

    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    assert_string_equal(b->header, VECTOR);
    assert_int_equal(verify(b, NOW), YM_E_OK);
}

static void what_was_signed_is_what_counts(void **state)
{
    struct bench *b = *state;
    char other[sizeof(b->header)];

    sign_at(b, &b->key, "msg_1", NOW_S, "{\"a\":1}");
    b->s.body = YM_SPAN("{\"a\":2}");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    b->s.id = YM_SPAN("msg_2");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    b->s.timestamp = YM_SPAN("1795305601");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    sign_at(b, &b->next, "msg_1", NOW_S, "{}"); /* by somebody else */
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    /* The dots are part of it: what moves from one field to the next does not pass. */
    sign_at(b, &b->key, "a", NOW_S, "{}");
    memcpy(other, b->header, sizeof(other));
    sign_at(b, &b->key, "a.1", NOW_S, "{}");
    b->s.signature = ym_span_of(other);
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
}

static void the_clock_may_differ_so_much_and_no_more(void **state)
{
    struct bench *b = *state;

    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    b->partner.keys[0].from = 0;
    assert_int_equal(verify(b, NOW + EXCHANGE_SKEW_S * YM_USEC_PER_SECOND), YM_E_OK);
    assert_int_equal(verify(b, NOW + (EXCHANGE_SKEW_S + 1) * YM_USEC_PER_SECOND),
                     YM_E_UNAUTHORIZED);
    assert_int_equal(verify(b, NOW - EXCHANGE_SKEW_S * YM_USEC_PER_SECOND), YM_E_OK);
    assert_int_equal(verify(b, NOW - (EXCHANGE_SKEW_S + 1) * YM_USEC_PER_SECOND),
                     YM_E_UNAUTHORIZED);
}

static void a_timestamp_is_plain_digits(void **state)
{
    static const char *const wrong[] = {
        "", "+1795305600", " 1795305600", "01795305600", "1795305600.0", "17953056000000000000"
    };
    struct bench *b = *state;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        sign_at(b, &b->key, "msg_1", NOW_S, "{}");
        b->s.timestamp = ym_span_of(wrong[i]);
        assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    }
}

/* Two keys count at once; one counts from its hour and before its end. */
static void keys_rotate(void **state)
{
    struct bench *b = *state;
    struct app_partner_key *second = &b->partner.keys[1];

    b->partner.nkeys = 2;
    memcpy(second->open, b->next.open, YM_SIGN_PUBLIC_LEN);
    second->from = NOW;
    second->until = YM_USEC_NONE;
    b->partner.keys[0].until = NOW + 1;
    sign_at(b, &b->key, "old", NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_OK);
    assert_int_equal(verify(b, NOW + 1), YM_E_UNAUTHORIZED); /* its end is not part of it */
    sign_at(b, &b->next, "new", NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_OK);
    assert_int_equal(verify(b, NOW - 1), YM_E_UNAUTHORIZED); /* not yet */
}

/* A sender that replaces its key signs with both; other schemes may stand beside. */
static void one_good_signature_of_several_is_enough(void **state)
{
    struct bench *b = *state;
    char both[EXCHANGE_HEADER_MAX];
    char good[EXCHANGE_SIGNATURE_LEN + 1];
    size_t n = 0;

    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    memcpy(good, b->header, sizeof(good));
    (void)snprintf(both, sizeof(both), "v1,bm9uc2Vuc2U= v1a,bm9uc2Vuc2U= %s", good);
    b->s.signature = ym_span_of(both);
    assert_int_equal(verify(b, NOW), YM_E_OK);
    for (int i = 0; i < EXCHANGE_SIGNATURES_MAX - 1; i++)
        n += (size_t)snprintf(both + n, sizeof(both) - n, "v1a,AA== ");
    (void)snprintf(both + n, sizeof(both) - n, "%s", good);
    b->s.signature = ym_span_of(both);
    assert_int_equal(verify(b, NOW), YM_E_OK); /* the last that is looked at */
    n = 0;
    for (int i = 0; i < EXCHANGE_SIGNATURES_MAX; i++)
        n += (size_t)snprintf(both + n, sizeof(both) - n, "v1a,AA== ");
    (void)snprintf(both + n, sizeof(both) - n, "%s", good);
    b->s.signature = ym_span_of(both);
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED); /* one past it */
}

static void an_id_is_short_and_visible(void **state)
{
    struct bench *b = *state;
    char id[APP_MESSAGE_NAME_MAX + 2];

    memset(id, 'x', sizeof(id));
    id[APP_MESSAGE_NAME_MAX] = '\0';
    sign_at(b, &b->key, id, NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_OK);
    id[APP_MESSAGE_NAME_MAX] = 'x';
    id[APP_MESSAGE_NAME_MAX + 1] = '\0';
    sign_at(b, &b->key, id, NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    sign_at(b, &b->key, "a b", NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
    sign_at(b, &b->key, "", NOW_S, "{}");
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
}

static void a_header_has_an_end(void **state)
{
    struct bench *b = *state;
    char long_one[EXCHANGE_HEADER_MAX + 2];
    size_t n;

    sign_at(b, &b->key, "msg_1", NOW_S, "{}");
    n = strlen(b->header);
    memset(long_one, ' ', sizeof(long_one));
    memcpy(long_one, b->header, n);
    b->s.signature = (struct ym_span){ long_one, EXCHANGE_HEADER_MAX };
    assert_int_equal(verify(b, NOW), YM_E_OK);
    b->s.signature = (struct ym_span){ long_one, EXCHANGE_HEADER_MAX + 1 };
    assert_int_equal(verify(b, NOW), YM_E_UNAUTHORIZED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_key_is_that_of_the_standard, setup, teardown),
        cmocka_unit_test_setup_teardown(a_vector_made_elsewhere, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_signed_is_what_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(the_clock_may_differ_so_much_and_no_more, setup, teardown),
        cmocka_unit_test_setup_teardown(a_timestamp_is_plain_digits, setup, teardown),
        cmocka_unit_test_setup_teardown(keys_rotate, setup, teardown),
        cmocka_unit_test_setup_teardown(one_good_signature_of_several_is_enough, setup, teardown),
        cmocka_unit_test_setup_teardown(an_id_is_short_and_visible, setup, teardown),
        cmocka_unit_test_setup_teardown(a_header_has_an_end, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
