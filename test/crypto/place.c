/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/crypto.h"

int place_set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));

    if (p == NULL || ym_crypto_init(NULL) != YM_E_OK)
        return -1;
    (void)snprintf(p->dir, sizeof(p->dir), "/tmp/ym-keyring-XXXXXX");
    if (mkdtemp(p->dir) == NULL || !ym_arena_init(&p->arena, 1 << 20))
        return -1;
    (void)snprintf(p->path, sizeof(p->path), "%s/keys", p->dir);
    *state = p;
    return 0;
}

int place_entries(const struct place *p, bool unlinking)
{
    DIR *d = opendir(p->dir);
    const struct dirent *e;
    int n = 0;

    assert_non_null(d);
    while ((e = readdir(d)) != NULL) {
        if (e->d_name[0] == '.')
            continue;
        n++;
        if (unlinking)
            (void)unlinkat(dirfd(d), e->d_name, 0);
    }
    (void)closedir(d);
    return n;
}

int place_tear_down(void **state)
{
    struct place *p = *state;

    (void)place_entries(p, true);
    (void)rmdir(p->dir);
    ym_arena_release(&p->arena);
    free(p);
    return 0;
}

void place_put(const char *path, const char *text, size_t n, mode_t mode)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

size_t place_get(const char *path, char *at, size_t cap)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(at, 1, cap, f);
    assert_int_equal(fclose(f), 0);
    return n;
}

struct ym_keyring *place_ring(const char *path, bool create)
{
    struct ym_keyring *ring = NULL;
    struct ym_error error = { .text = "" };
    enum ym_err err = ym_keyring_open(path, create, &ring, &error);

    if (err != YM_E_OK)
        fail_msg("%s", error.text);
    assert_non_null(ring);
    return ring;
}

void place_refuses(const char *path, enum ym_err want)
{
    struct ym_keyring *ring = NULL;
    struct ym_error error = { .text = "" };

    assert_int_equal(ym_keyring_open(path, false, &ring, &error), want);
    assert_null(ring);
    assert_int_equal(error.code, want);
    assert_true(strlen(error.text) > 10);
}
