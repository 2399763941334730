/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs of rows: they hold for what was proved, under the keys that there are, and for nothing
 * else. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "crypto/crypto.h"
#include "crypto/proof.h"
#include "place.h"

static const struct ym_span parts[] = { { "one", 3 }, { "", 0 }, { "three", 5 } };

static void what_was_proved_holds_and_nothing_else(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = place_ring(p->path, true);
    const struct ym_span moved[] = { { "onet", 4 }, { "", 0 }, { "hree", 4 } };
    const struct ym_span other[] = { { "one", 3 }, { "", 0 }, { "thred", 5 } };
    unsigned char proof[YM_PROOF_LEN];
    unsigned char again[YM_PROOF_LEN];

    ym_proof_make(ring, YM_SPAN("rows"), parts, 3, proof);
    ym_proof_make(ring, YM_SPAN("rows"), parts, 3, again);
    assert_memory_equal(proof, again, sizeof(proof));
    assert_int_equal(proof[0], ym_keyring_newest(ring));
    assert_true(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, proof));
    assert_false(ym_proof_holds(ring, YM_SPAN("other rows"), parts, 3, proof));
    assert_false(ym_proof_holds(ring, YM_SPAN("rows"), parts, 2, proof));
    assert_false(ym_proof_holds(ring, YM_SPAN("rows"), moved, 3, proof));
    assert_false(ym_proof_holds(ring, YM_SPAN("rows"), other, 3, proof));
    for (size_t i = 0; i < sizeof(proof); i++) {
        proof[i] ^= 1;
        assert_false(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, proof));
        proof[i] ^= 1;
    }
    ym_keyring_close(ring);
}

/* What another program proves with libsodium's KDF and keyed BLAKE2b from the same key file. */
static void the_form_is_that_of_another_program(void **state)
{
    static const unsigned char want[YM_PROOF_LEN] = { 1,    0xd8, 0x86, 0x57, 0x30, 0x6c, 0x15,
                                                      0xda, 0x5a, 0x4c, 0xa6, 0x9b, 0x00, 0xd4,
                                                      0x4b, 0x38, 0x40, 0x32, 0x1c, 0xdf, 0x61,
                                                      0x7c, 0x9e, 0xf0, 0x6c, 0xe1, 0xbd, 0x7d,
                                                      0x9e, 0x96, 0x17, 0x96, 0x47 };
    struct place *p = *state;
    unsigned char proof[YM_PROOF_LEN];
    struct ym_keyring *ring;

    place_put(p->path, KEY_1 SUM_1, strlen(KEY_1 SUM_1), 0600);
    ring = place_ring(p->path, false);
    ym_proof_make(ring, YM_SPAN("rows"), parts, 3, proof);
    assert_memory_equal(proof, want, sizeof(want));
    ym_keyring_close(ring);
}

/* A key that is added and used proves what comes; what was proved before holds until its key is
 * retired. */
static void it_lives_as_long_as_its_key(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = place_ring(p->path, true);
    unsigned char set[YM_KEYRING_SET_LEN];
    unsigned char want[YM_KEYRING_SET_LEN] = { 0 };
    unsigned char old[YM_PROOF_LEN], new[YM_PROOF_LEN];

    ym_proof_make(ring, YM_SPAN("rows"), parts, 3, old);
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
    assert_int_equal(ym_keyring_refresh(ring, NULL), YM_E_OK);
    ym_proof_make(ring, YM_SPAN("rows"), parts, 3, new);
    assert_int_equal(new[0], 2);
    assert_memory_not_equal(old + 1, new + 1, YM_PROOF_LEN - 1);
    assert_true(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, old));
    assert_true(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, new));
    ym_keyring_set(ring, set);
    want[0] = 1 << 1 | 1 << 2;
    assert_memory_equal(set, want, sizeof(set));
    assert_int_equal(ym_keyring_change(p->path, YM_KEYRING_RETIRE, 1, NULL), YM_E_OK);
    assert_int_equal(ym_keyring_refresh(ring, NULL), YM_E_OK);
    assert_false(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, old));
    assert_true(ym_proof_holds(ring, YM_SPAN("rows"), parts, 3, new));
    ym_keyring_set(ring, set);
    want[0] = 1 << 2;
    assert_memory_equal(set, want, sizeof(set));
    ym_keyring_close(ring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_was_proved_holds_and_nothing_else),
        PLACE_TEST(the_form_is_that_of_another_program),
        PLACE_TEST(it_lives_as_long_as_its_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
