/* SPDX-License-Identifier: Apache-2.0 */
/* What is stated and signed, what is noticed when it is altered, and that the first sealing is the
 * only one. The port is a small one in memory; secrets are those of crypto. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/seal.h"
#include "crypto/crypto.h"
#include "crypto/signature.h"
#include "place.h"
#include "seal_memory.h"
#include "yima/number.h"

#define NOW  INT64_C(1790000000000000)
#define DAYS (INT64_C(86400) * 1000000)

static const struct ym_hash_ops hash = { .sha256_2 = ym_sha256_2 };
static struct ym_keyring *ring;
static struct app_secrets secrets;

/* ---- Secrets ---- */

static enum ym_err seal(void *r, struct ym_span label, struct ym_span plain, struct ym_arena *arena,
                        struct ym_span *ret, struct ym_error *reterr)
{
    return ym_seal(r, label, plain, arena, ret, reterr);
}

static enum ym_err unseal(void *r, struct ym_span label, struct ym_span sealed,
                          struct ym_arena *arena, struct ym_span *ret, struct ym_error *reterr)
{
    return ym_unseal(r, label, sealed, arena, ret, reterr);
}

static unsigned newest(void *r)
{
    return ym_keyring_newest(r);
}

static enum ym_err sign(void *r, const struct app_sign_key *k, struct ym_span message,
                        unsigned char ret[64], struct ym_error *reterr)
{
    struct ym_sign_key key;
    const enum ym_err err = ym_sign_key_derive(r, k->from, k->label, k->number, &key, reterr);

    if (err == YM_E_OK)
        ym_sign(&key, message, ret);
    return err;
}

static enum ym_err public_key(void *r, const struct app_sign_key *k, unsigned char ret[32],
                              struct ym_error *reterr)
{
    struct ym_sign_key key;
    const enum ym_err err = ym_sign_key_derive(r, k->from, k->label, k->number, &key, reterr);

    memcpy(ret, key.open, sizeof(key.open));
    return err;
}

/* ---- Answers ---- */

static struct app_seal answer;
static enum ym_err answer_err;
static unsigned answers;
static char opened[APP_SEAL_BYTES_MAX + 1];
static size_t opened_n;

static void on_sealed(void *arg, enum ym_err err, const struct app_seal *s)
{
    struct app_seal *ret = arg;

    answers++;
    answer_err = err;
    if (err == YM_E_OK)
        answer = *s;
    if (err == YM_E_OK && ret != NULL)
        *ret = *s;
}

static void on_opened(void *arg, enum ym_err err, struct ym_span pdf)
{
    (void)arg;
    answers++;
    answer_err = err;
    opened_n = pdf.n;
    if (pdf.n > 0)
        memcpy(opened, pdf.at, pdf.n);
}

/* ---- Fixture ---- */

static struct app_sealer *sealer;
static struct ym_id dispute;

static int set_up(void **state)
{
    struct place *p;

    if (place_set_up(state) != 0)
        return -1;
    p = *state;
    ring = place_ring(p->path, true);
    secrets = (struct app_secrets){ .ring = ring,
                                    .seal = seal,
                                    .unseal = unseal,
                                    .random = ym_random,
                                    .newest = newest,
                                    .sign = sign,
                                    .public_key = public_key,
                                    .verify = ym_sign_verify };
    memory_begin();
    sealer = app_sealer_new(&(struct app_sealer_config){ &memory.port, &secrets, &hash });
    dispute.v = INT64_C(123456789012345678);
    answers = 0;
    return sealer == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    memory_end();
    app_sealer_free(sealer);
    ym_keyring_close(ring);
    return place_tear_down(state);
}

static struct app_sealing document(struct ym_span pdf)
{
    static const unsigned char terms[32] = { 1, 2, 3 };
    struct app_sealing what = { .dispute = dispute,
                                .document = YM_DOC_AGREEMENT,
                                .version = 12,
                                .terms_sha256 = terms,
                                .pdf = pdf,
                                .now = NOW,
                                .by = "tester" };

    app_seal_code(&secrets, dispute, &what.code);
    return what;
}

static void seal_one(struct ym_span pdf)
{
    const struct app_sealing what = document(pdf);

    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    assert_int_equal(answers, 0);
    memory_run();
    assert_int_equal(answers, 1);
    assert_int_equal(answer_err, YM_E_OK);
    answers = 0;
}

/* ---- Tests ---- */

static void the_statement_is_what_is_documented(void **state)
{
    char want[APP_SEAL_STATEMENT_MAX];
    char got[APP_SEAL_STATEMENT_MAX];
    char text[64];
    char number[YM_NUMBER_COMPACT_MAX];
    char hex[65];
    unsigned char whose[32];
    struct app_seal s = { .dispute = dispute,
                          .document = YM_DOC_AGREEMENT,
                          .version = 12,
                          .key = 3,
                          .made_at = NOW,
                          .sha256 = { 0xab },
                          .has_terms = true,
                          .terms_sha256 = { 0xcd } };
    const uint8_t zeros[YM_SEAL_CODE_RANDOM_BYTES] = { 0 };
    size_t n;

    (void)state;
    ym_seal_code_make(ym_id_bucket(dispute), zeros, &s.code);
    ym_number_compact(dispute, number);
    n = (size_t)snprintf(text, sizeof(text), "%s:%s", s.code.text, number);
    ym_sha256(text, n, whose);
    for (size_t i = 0; i < 32; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", whose[i]);
    (void)snprintf(
        want, sizeof(want),
        "{\"code\":\"%s\",\"dispute_sha256\":\"%s\",\"document\":\"agreement\",\"key\":3,"
        "\"made_at\":\"2026-09-21T22:13:20.000000+08:00\",\"sha256\":\"ab%062d\","
        "\"terms_sha256\":\"cd%062d\",\"v\":1,\"version\":12}",
        s.code.text, hex, 0, 0);
    n = app_seal_statement(&s, &hash, got);
    assert_int_equal(n, strlen(want));
    assert_memory_equal(got, want, n);
    /* With a subject, and without terms; the longest of all fits. */
    memset(s.subject, 'a', APP_SEAL_SUBJECT_MAX);
    s.version = UINT32_MAX;
    s.key = UINT32_MAX;
    n = app_seal_statement(&s, &hash, got);
    assert_true(n < APP_SEAL_STATEMENT_MAX);
    assert_non_null(strstr(got, "\"subject\":\"aaaaaaaa"));
    s.has_terms = false;
    (void)app_seal_statement(&s, &hash, got);
    assert_null(strstr(got, "terms"));
}

static void the_first_key_is_made_when_it_is_needed(void **state)
{
    (void)state;
    assert_int_equal(memory.nkeys, 0);
    seal_one(YM_SPAN("%PDF-1 first"));
    assert_int_equal(memory.nkeys, 1);
    assert_int_equal(answer.key, 1);
    assert_int_equal(memory.keys[0].ring, 1);
    assert_int_equal(app_seal_check(&answer, memory.keys, 1, &secrets, &hash), APP_SEAL_NONE);
}

/* Two ask at once, before anything is stored: both get the same document. */
static void two_first_sealings_give_one_document(void **state)
{
    const struct app_sealing one = document(YM_SPAN("%PDF-1 one"));
    const struct app_sealing two = document(YM_SPAN("%PDF-1 two"));
    struct app_seal first, second;

    (void)state;
    assert_string_not_equal(one.code.text, two.code.text);
    assert_int_equal(app_seal_document(sealer, &one, on_sealed, &first), YM_E_OK);
    assert_int_equal(app_seal_document(sealer, &two, on_sealed, &second), YM_E_OK);
    memory_run();
    assert_int_equal(answers, 2);
    assert_int_equal(memory.n, 1);
    assert_int_equal(memory.nkeys, 1);
    assert_memory_equal(first.sha256, second.sha256, sizeof(first.sha256));
    assert_string_equal(first.code.text, second.code.text);
    assert_string_equal(first.code.text, one.code.text);
}

static void every_field_is_signed(void **state)
{
    struct app_seal s;
    const struct app_seal_key *keys = memory.keys;

    (void)state;
    seal_one(YM_SPAN("%PDF-1 terms"));
#define NOTICES(change, flaw)                                                                      \
    do {                                                                                           \
        s = answer;                                                                                \
        change;                                                                                    \
        assert_int_equal(app_seal_check(&s, keys, 1, &secrets, &hash), flaw);                      \
    } while (0)
    NOTICES((void)0, APP_SEAL_NONE);
    NOTICES(s.dispute.v += 1024, APP_SEAL_SIGNATURE); /* another dispute's document */
    NOTICES(s.document = YM_DOC_RECEIPT, APP_SEAL_SIGNATURE);
    NOTICES(s.version++, APP_SEAL_SIGNATURE);
    NOTICES(memcpy(s.subject, "x", 2), APP_SEAL_SIGNATURE);
    NOTICES(s.made_at++, APP_SEAL_SIGNATURE);
    NOTICES(s.sha256[31] ^= 1, APP_SEAL_SIGNATURE);
    NOTICES(s.has_terms = false, APP_SEAL_SIGNATURE);
    NOTICES(s.terms_sha256[0] ^= 1, APP_SEAL_SIGNATURE);
    NOTICES(s.signature[0] ^= 1, APP_SEAL_SIGNATURE);
    NOTICES(app_seal_code(&secrets, dispute, &s.code), APP_SEAL_SIGNATURE);
    NOTICES(s.key = 2, APP_SEAL_NO_KEY);
}

static void old_seals_hold_after_a_rotation(void **state)
{
    struct app_seal old, new;
    struct app_sign_key which = { 1, APP_LABEL_SEAL, 2 };
    struct app_sealing what;

    (void)state;
    seal_one(YM_SPAN("%PDF-1 old"));
    old = answer;
    memory.keys[0].until = NOW + 10 * DAYS;
    memory.keys[1] = (struct app_seal_key){
        .number = 2, .ring = 1, .from = NOW + 10 * DAYS, .until = YM_USEC_NONE
    };
    assert_int_equal(secrets.public_key(ring, &which, memory.keys[1].open, NULL), YM_E_OK);
    memory.nkeys = 2;
    what = document(YM_SPAN("%PDF-1 new"));
    what.version = 13;
    what.now = NOW + 11 * DAYS;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    new = answer;
    assert_int_equal(new.key, 2);
    assert_int_equal(app_seal_check(&old, memory.keys, 2, &secrets, &hash), APP_SEAL_NONE);
    assert_int_equal(app_seal_check(&new, memory.keys, 2, &secrets, &hash), APP_SEAL_NONE);
    /* Who has the list of before cannot tell the new one; nobody takes a late seal of the old. */
    assert_int_equal(app_seal_check(&new, memory.keys, 1, &secrets, &hash), APP_SEAL_NO_KEY);
    memory.keys[0].until = NOW - APP_SEAL_SKEW_S * INT64_C(1000000);
    assert_int_equal(app_seal_check(&old, memory.keys, 2, &secrets, &hash), APP_SEAL_EXPIRED);
    memory.keys[0].until++;
    assert_int_equal(app_seal_check(&old, memory.keys, 2, &secrets, &hash), APP_SEAL_NONE);
    memory.keys[0].from = NOW + APP_SEAL_SKEW_S * INT64_C(1000000);
    assert_int_equal(app_seal_check(&old, memory.keys, 2, &secrets, &hash), APP_SEAL_NONE);
    memory.keys[0].from++;
    assert_int_equal(app_seal_check(&old, memory.keys, 2, &secrets, &hash), APP_SEAL_EXPIRED);
}

/* The last key derives from a key that this file does not have, or the file is another one. */
static void a_foreign_key_file_seals_nothing(void **state)
{
    const struct app_sealing what = document(YM_SPAN("%PDF-1"));

    (void)state;
    memory.keys[0] =
        (struct app_seal_key){ .number = 1, .ring = 9, .from = 0, .until = YM_USEC_NONE };
    memory.nkeys = 1;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_UNAVAILABLE);
    memory.keys[0].ring = 1;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_UNAVAILABLE);
    assert_int_equal(memory.n, 0);
}

static void bytes_come_back_or_nothing_does(void **state)
{
    static char pdf[3 * APP_SEAL_PART_BYTES + 5];
    char *stored;

    (void)state;
    ym_random(pdf, sizeof(pdf));
    seal_one((struct ym_span){ pdf, sizeof(pdf) });
    assert_int_equal(memory.nparts[0], 4);
    assert_int_equal(app_seal_open(sealer, &answer, on_opened, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_OK);
    assert_int_equal(opened_n, sizeof(pdf));
    assert_memory_equal(opened, pdf, sizeof(pdf));
    /* An altered byte, a part that is missing, two that changed places, another document's hash. */
    stored = (char *)(uintptr_t)memory.parts[0][1].at;
    stored[500] = (char)(stored[500] ^ 1);
    assert_int_equal(app_seal_open(sealer, &answer, on_opened, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_INTERNAL);
    assert_int_equal(opened_n, 0);
    stored[500] = (char)(stored[500] ^ 1);
    memory.nparts[0] = 3;
    assert_int_equal(app_seal_open(sealer, &answer, on_opened, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_INTERNAL);
    memory.nparts[0] = 4;
    answer.sha256[0] ^= 1;
    assert_int_equal(app_seal_open(sealer, &answer, on_opened, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_INTERNAL);
}

static void limits(void **state)
{
    static char pdf[APP_SEAL_BYTES_MAX + 1];
    struct app_sealing what = document((struct ym_span){ pdf, APP_SEAL_BYTES_MAX });

    (void)state;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_OK);
    assert_int_equal(memory.nparts[0], APP_SEAL_PARTS_MAX);
    what.pdf.n = APP_SEAL_BYTES_MAX + 1;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_TOO_LARGE);
    what.pdf.n = 0;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_TOO_LARGE);
    what.pdf = YM_SPAN("%PDF");
    what.subject = YM_SPAN("0123456789-0123456789/abcdefghij");
    what.version = 13;
    assert_int_equal(what.subject.n, APP_SEAL_SUBJECT_MAX);
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_OK);
    assert_int_equal(app_seal_check(&answer, memory.keys, 1, &secrets, &hash), APP_SEAL_NONE);
    what.subject = YM_SPAN("0123456789-0123456789/abcdefghijk");
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_TOO_LARGE);
    what.subject.n = 0;
    memory.is_full = true;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_CONFLICT);
    memory.is_full = false;
    memory.fails = YM_E_UNAVAILABLE;
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    memory_run();
    assert_int_equal(answer_err, YM_E_UNAVAILABLE);
    memory.fails = YM_E_OK;
    answers = 0;
    for (unsigned i = 0; i < APP_SEAL_AT_ONCE; i++)
        assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_OK);
    assert_int_equal(app_seal_document(sealer, &what, on_sealed, NULL), YM_E_BUSY);
    assert_int_equal(app_seal_open(sealer, &answer, on_opened, NULL), YM_E_BUSY);
    memory_run();
    assert_int_equal(answers, APP_SEAL_AT_ONCE);
}

static void digits_are_compared_whole(void **state)
{
    const struct ym_span identity = YM_SPAN("11010519491231002X");

    (void)state;
    assert_true(app_proof_compare(identity, YM_SPAN("31002X")));
    assert_true(app_proof_compare(identity, YM_SPAN("31002x")));
    assert_false(app_proof_compare(identity, YM_SPAN("310020")));
    assert_false(app_proof_compare(identity, YM_SPAN("41002X")));
    assert_false(app_proof_compare(identity, YM_SPAN("1002X")));
    assert_false(app_proof_compare(identity, YM_SPAN("231002X")));
    assert_false(app_proof_compare(identity, YM_SPAN("")));
    assert_false(app_proof_compare((struct ym_span){ NULL, 0 }, YM_SPAN("31002X")));
    assert_false(app_proof_compare(YM_SPAN("1002X"), YM_SPAN("31002X")));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_statement_is_what_is_documented),
        TEST(the_first_key_is_made_when_it_is_needed),
        TEST(two_first_sealings_give_one_document),
        TEST(every_field_is_signed),
        TEST(old_seals_hold_after_a_rotation),
        TEST(a_foreign_key_file_seals_nothing),
        TEST(bytes_come_back_or_nothing_does),
        TEST(limits),
        TEST(digits_are_compared_whole),
    };

    if (ym_crypto_init(NULL) != YM_E_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
