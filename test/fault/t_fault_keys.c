/* SPDX-License-Identifier: Apache-2.0 */
/* The key file while memory and disk fail at each call in turn: it is the old one or the new one,
 * whole; no key that was there is ever missing; and the next attempt, with nothing failing, goes on
 * from there. Losing it would lose every sealed name. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "heap.h"
#include "place.h"

#define N_MAX 1000

static const int hows[] = { ENOSPC, EIO, EDQUOT, 0 };
#define HOWS (sizeof(hows) / sizeof(hows[0]))

/* What is sealed under a ring can be opened under a later one. */
static const struct ym_span label = YM_SPAN_INIT("fault/1"), plain = YM_SPAN_INIT("张三");

static struct ym_span sealed_by(struct place *p)
{
    struct ym_keyring *const ring = place_ring(p->path, false);
    struct ym_span sealed;

    assert_int_equal(ym_seal(ring, label, plain, &p->arena, &sealed, NULL), YM_E_OK);
    ym_keyring_close(ring);
    return sealed;
}

static void still_opens(struct place *p, struct ym_span sealed)
{
    struct ym_keyring *const ring = place_ring(p->path, false);
    struct ym_span back;

    assert_int_equal(ym_unseal(ring, label, sealed, &p->arena, &back, NULL), YM_E_OK);
    assert_true(ym_span_is(back, plain));
    ym_keyring_close(ring);
}

static void a_file_is_made(void **state)
{
    struct place *const p = *state;

    for (size_t how = 0; how < HOWS; how++) {
        long fired = 1;

        for (long n = 1; fired > 0; n++) {
            struct ym_keyring *ring = NULL;
            struct ym_error why = { .text = "" };
            enum ym_err err;

            assert_true(n < N_MAX);
            assert_true(access(p->path, F_OK) != 0);
            files_fail(n, hows[how]);
            err = ym_keyring_open(p->path, true, &ring, &why);
            fired = files_fired();
            files_fail(0, 0);
            if (err == YM_E_OK)
                ym_keyring_close(ring);
            else
                assert_true(fired > 0 && ring == NULL && why.text[0] != '\0');
            ym_keyring_close(place_ring(p->path, true));
            still_opens(p, sealed_by(p));
            assert_int_equal(place_entries(p, true), 1); /* nothing beside it */
        }
    }
}

static void a_key_is_added(void **state)
{
    struct place *const p = *state;

    for (size_t how = 0; how < HOWS; how++) {
        long fired = 1;

        for (long n = 1; fired > 0; n++) {
            struct ym_error why = { .text = "" };
            struct ym_span sealed;
            enum ym_err err;

            assert_true(n < N_MAX);
            place_put(p->path, KEY_1 SUM_1, strlen(KEY_1 SUM_1), 0600);
            ym_arena_reset(&p->arena);
            sealed = sealed_by(p);
            files_fail(n, hows[how]);
            err = ym_keyring_rotate(p->path, &why);
            fired = files_fired();
            files_fail(0, 0);
            if (err != YM_E_OK)
                assert_true(fired > 0 && why.text[0] != '\0');
            still_opens(p, sealed);
            assert_int_equal(place_entries(p, false), 1);
            assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
            still_opens(p, sealed);
            assert_int_equal(place_entries(p, true), 1);
        }
    }
}

static void memory_is_short(void **state)
{
    struct place *const p = *state;
    long fired = 1;

    place_put(p->path, KEY_1 SUM_1, strlen(KEY_1 SUM_1), 0600);
    for (long n = 1; fired > 0; n++) {
        struct ym_keyring *ring = NULL;
        struct ym_error why = { .text = "" };
        const struct ym_span sealed = sealed_by(p);
        enum ym_err err;

        heap_fail(n, 1);
        err = ym_keyring_open(p->path, true, &ring, &why);
        fired = heap_fired();
        heap_fail(0, 0);
        assert_int_equal(err, fired > 0 ? YM_E_UNAVAILABLE : YM_E_OK);
        assert_int_equal(ring != NULL, err == YM_E_OK);
        ym_keyring_close(ring);
        heap_fail(n, 1);
        err = ym_keyring_rotate(p->path, &why);
        fired += heap_fired();
        heap_fail(0, 0);
        assert_true(err == YM_E_OK || (err == YM_E_UNAVAILABLE && why.text[0] != '\0'));
        still_opens(p, sealed);
        assert_int_equal(place_entries(p, false), 1);
        place_put(p->path, KEY_1 SUM_1, strlen(KEY_1 SUM_1), 0600);
        ym_arena_reset(&p->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_file_is_made),
        PLACE_TEST(a_key_is_added),
        PLACE_TEST(memory_is_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
