/* SPDX-License-Identifier: Apache-2.0 */
/* What is read about seals: strictly, with every limit met and passed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "json/seal.h"
#include "yima/id.h"

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static struct ym_arena arena;
static char code[YM_SEAL_CODE_CHARS + 1];

static int set_up(void **state)
{
    const uint8_t random[YM_SEAL_CODE_RANDOM_BYTES] = { 3, 1, 4 };
    struct ym_seal_code made;

    (void)state;
    ym_seal_code_make(5, random, &made);
    memcpy(code, made.text, sizeof(code));
    return ym_arena_init(&arena, 65536) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ym_arena_release(&arena);
    return 0;
}

/* A signature under the first n characters of the code. */
static enum ym_err read_signature(int n, const char *rest, struct json_signature *ret)
{
    char text[512];
    struct ym_mistakes mistakes;
    struct ym_error err;

    (void)snprintf(text, sizeof(text), "{\"document_code\":\"%.*s\"%s}", n, code, rest);
    return json_signature_read(ym_span_of(text), &arena, ret, &mistakes, &err);
}

static void signatures(void **state)
{
    static const struct {
        int chars;
        const char *rest;
        enum ym_err want;
    } bad[] = {
        { 19, ",\"sha256\":\"" A64 "\"", YM_E_UNPROCESSABLE },
        { 20, ",\"sha256\":\"A" A64 "\"", YM_E_UNPROCESSABLE },
        { 20, ",\"sha256\":\"\"", YM_E_UNPROCESSABLE },
        { 20, "", YM_E_INVALID },
        { 20, ",\"sha256\":\"" A64 "\",\"seat\":1", YM_E_INVALID },
        { 20, ",\"sha256\":\"" A64 "\",\"digits\":\"1234567890123456789\"", YM_E_UNPROCESSABLE },
    };
    struct json_signature s;

    (void)state;
    assert_int_equal(read_signature(20, ",\"sha256\":\"" A64 "\",\"digits\":\"31002X\"", &s),
                     YM_E_OK);
    assert_string_equal(s.code.text, code);
    assert_int_equal(s.sha256[31], 0xaa);
    assert_true(ym_span_is(s.digits, YM_SPAN("31002X")));
    assert_int_equal(read_signature(20, ",\"sha256\":\"" A64 "\"", &s), YM_E_OK);
    assert_int_equal(s.digits.n, 0);
    assert_int_equal(
        read_signature(20, ",\"sha256\":\"" A64 "\",\"digits\":\"123456789012345678\"", &s),
        YM_E_OK);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(read_signature(bad[i].chars, bad[i].rest, &s), bad[i].want);
}

static void bodies_have_limits(void **state)
{
    char text[JSON_SIGNATURE_BYTES_MAX + 2];
    struct json_signature s;
    struct ym_mistakes mistakes;
    struct ym_error err;
    const int n =
        snprintf(text, sizeof(text), "{\"document_code\":\"%s\",\"sha256\":\"" A64 "\"}", code);

    (void)state;
    memset(text + n, ' ', sizeof(text) - (size_t)n);
    assert_int_equal(json_signature_read((struct ym_span){ text, JSON_SIGNATURE_BYTES_MAX }, &arena,
                                         &s, &mistakes, &err),
                     YM_E_OK);
    assert_int_equal(json_signature_read((struct ym_span){ text, JSON_SIGNATURE_BYTES_MAX + 1 },
                                         &arena, &s, &mistakes, &err),
                     YM_E_TOO_LARGE);
}

static void files(void **state)
{
    static struct json_seal_key keys[JSON_SEAL_KEYS_MAX];
    struct json_seal_file f;
    struct json_statement st;
    struct ym_error err;
    char text[2048];
    size_t n;

    (void)state;
    (void)snprintf(text, sizeof(text),
                   "{\"format\":\"yima-seal/1\",\"statement\":\"{\\\"code\\\":\\\"%s\\\","
                   "\\\"dispute_sha256\\\":\\\"" A64 "\\\",\\\"document\\\":\\\"agreement\\\","
                   "\\\"key\\\":2,\\\"made_at\\\":\\\"2026-11-22T08:00:00.000000+08:00\\\","
                   "\\\"sha256\\\":\\\"" A64 "\\\",\\\"v\\\":1,\\\"version\\\":7}\","
                   "\"signature\":\"" A64 A64 "\"}",
                   code);
    assert_int_equal(json_seal_file_read(ym_span_of(text), &arena, &f, &err), YM_E_OK);
    assert_int_equal(json_statement_read(f.statement, &st, &err), YM_E_OK);
    assert_string_equal(st.code.text, code);
    assert_int_equal(st.key, 2);
    assert_int_equal(st.version, 7);
    assert_int_equal(st.document, YM_DOC_AGREEMENT);
    text[strlen("{\"format\":\"yima-seal/")] = '2';
    assert_int_equal(json_seal_file_read(ym_span_of(text), &arena, &f, &err), YM_E_UNPROCESSABLE);
    assert_int_equal(json_statement_read(YM_SPAN("{\"v\":1}"), &st, &err), YM_E_INVALID);
    assert_int_equal(json_seal_keys_read(
                         YM_SPAN("{\"items\":[{\"number\":1,\"public_key\":\"" A64
                                 "\",\"valid_from\":\"2026-01-01T00:00:00Z\",\"valid_until\":null},"
                                 "{\"number\":2,\"public_key\":\"" A64
                                 "\",\"valid_from\":\"2026-01-01T00:00:00Z\","
                                 "\"valid_until\":\"2027-01-01T00:00:00Z\"}]}"),
                         keys, &n, &err),
                     YM_E_OK);
    assert_int_equal(n, 2);
    assert_true(keys[0].until == YM_USEC_NONE);
    assert_true(keys[1].until > keys[1].from);
    assert_int_equal(json_seal_keys_read(YM_SPAN("{\"items\":[{\"number\":1}]}"), keys, &n, &err),
                     YM_E_INVALID);
    assert_int_equal(n, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = { TEST(signatures), TEST(bodies_have_limits), TEST(files) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
