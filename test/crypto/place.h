/* SPDX-License-Identifier: Apache-2.0 */
/* A folder with a key file, for each test of the ring one of its own. */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/error.h"
#include "crypto/keyring.h"

/* A key file whose key is the bytes 0 to 31. */
#define KEY_1 "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define SUM_1 "sum 551e00e2632e5659fb9dc75644a76e5b\n"

struct place {
    char dir[64];  /* removed at the end */
    char path[96]; /* of the key file, in dir */
    struct ym_arena arena;
};

int place_set_up(void **state);    /* cmocka: *state becomes a struct place */
int place_tear_down(void **state); /* cmocka: remove the folder and all in it */

/* Number of files in the folder; with unlinking, removes them. */
int place_entries(const struct place *p, bool unlinking);

void place_put(const char *path, const char *text, size_t n, mode_t mode); /* write a file */
size_t place_get(const char *path, char *at, size_t cap);                  /* read a file */

/* Open what must open. */
struct ym_keyring *place_ring(const char *path, bool create);

/* Opening fails with this error, says why, and gives no ring. */
void place_refuses(const char *path, enum ym_err want);

#define PLACE_TEST(f) cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

#endif
