/* SPDX-License-Identifier: Apache-2.0 */
/* The key file: creation, permissions, cuts, rotation, limits. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/keyring.h"
#include "place.h"

static void first_use_creates_a_private_file(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring;
    struct stat st;
    char before[512];
    char after[512];
    size_t n;

    place_refuses(p->path, YM_E_NOT_FOUND);
    assert_int_equal(place_entries(p, false), 0);
    (void)umask(0);
    ring = place_ring(p->path, true);
    assert_int_equal(ym_keyring_newest(ring), 1);
    ym_keyring_close(ring);
    ym_keyring_close(NULL);
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_nlink, 1);
    assert_int_equal(place_entries(p, false), 1);
    n = place_get(p->path, before, sizeof(before));
    ym_keyring_close(place_ring(p->path, true));
    assert_int_equal(place_get(p->path, after, sizeof(after)), n);
    assert_memory_equal(before, after, n);
}

/* Sixteen processes start at once: one file, one key, nothing left over. */
static void racing_starts_share_one_key(void **state)
{
    struct place *p = *state;
    unsigned char hash[16][YM_KEYED_HASH_LEN];
    int pipes[16][2];

    for (size_t i = 0; i < 16; i++) {
        pid_t pid;

        assert_int_equal(pipe(pipes[i]), 0);
        pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct ym_keyring *ring = NULL;

            if (ym_keyring_open(p->path, true, &ring, NULL) != YM_E_OK)
                _exit(1);
            ym_keyed_hash(ring, YM_SPAN("l"), YM_SPAN("t"), hash[i]);
            _exit(write(pipes[i][1], hash[i], sizeof(hash[i])) == sizeof(hash[i]) ? 0 : 1);
        }
    }
    for (size_t i = 0; i < 16; i++) {
        assert_int_equal(close(pipes[i][1]), 0);
        assert_int_equal(read(pipes[i][0], hash[i], sizeof(hash[i])), sizeof(hash[i]));
        assert_int_equal(close(pipes[i][0]), 0);
        assert_memory_equal(hash[i], hash[0], sizeof(hash[0]));
    }
    for (size_t i = 0; i < 16; i++) {
        int status = 1;

        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(place_entries(p, false), 1);
}

static void open_permissions_are_refused(void **state)
{
    struct place *p = *state;

    place_put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    ym_keyring_close(place_ring(p->path, false));
    for (mode_t bit = 01; bit <= 040; bit <<= 1) {
        assert_int_equal(chmod(p->path, 0600 | bit), 0);
        place_refuses(p->path, YM_E_FORBIDDEN);
    }
    assert_int_equal(chmod(p->path, 0400), 0);
    ym_keyring_close(place_ring(p->path, false));
    place_refuses(p->dir, YM_E_FORBIDDEN);
    assert_int_equal(unlink(p->path), 0);
    assert_int_equal(mkfifo(p->path, 0600), 0);
    place_refuses(p->path, YM_E_FORBIDDEN);
}

static void foreign_owner_is_refused(void **state)
{
    struct place *p = *state;

    if (geteuid() != 0)
        skip(); /* Only root can give a file away. */
    place_put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    assert_int_equal(chown(p->path, 65534, (gid_t)-1), 0);
    place_refuses(p->path, YM_E_FORBIDDEN);
}

static void cut_file_is_refused_at_every_byte(void **state)
{
    struct place *p = *state;
    char text[1024];
    size_t n;

    ym_keyring_close(place_ring(p->path, true));
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
    n = place_get(p->path, text, sizeof(text));
    for (size_t cut = 0; cut < n; cut++) {
        place_put(p->path, text, cut, 0600);
        place_refuses(p->path, YM_E_INVALID);
    }
    place_put(p->path, text, n, 0600);
    ym_keyring_close(place_ring(p->path, false));
}

static void altered_file_is_refused_at_every_byte(void **state)
{
    struct place *p = *state;
    char text[1024];
    size_t n;

    ym_keyring_close(place_ring(p->path, true));
    n = place_get(p->path, text, sizeof(text));
    for (size_t i = 0; i < n; i++) {
        /* Another digit, the other case, a byte beyond ASCII. */
        for (int flip = 0x01; flip <= 0x80; flip = flip == 0x01 ? 0x20 : flip * 4) {
            text[i] = (char)(text[i] ^ flip);
            place_put(p->path, text, n, 0600);
            place_refuses(p->path, YM_E_INVALID);
            text[i] = (char)(text[i] ^ flip);
        }
    }
    text[n] = '\n';
    place_put(p->path, text, n + 1, 0600);
    place_refuses(p->path, YM_E_INVALID);
}

static void malformed_lines_are_refused(void **state)
{
    static const char *const bad[] = {
        SUM_1,
        "2 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" SUM_1,
        "0 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" SUM_1,
        "01 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" SUM_1,
        "1 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n" SUM_1,
        "1  000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" SUM_1,
        "1\n" SUM_1,
        " \n" KEY_1 SUM_1,
        "\n" KEY_1 SUM_1,
        KEY_1 KEY_1 SUM_1,
        KEY_1 "256 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n" SUM_1,
        KEY_1 SUM_1 SUM_1,
        KEY_1 "sum \n",
    };
    struct place *p = *state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        place_put(p->path, bad[i], strlen(bad[i]), 0600);
        place_refuses(p->path, YM_E_INVALID);
    }
}

static void file_limits(void **state)
{
    struct place *p = *state;
    char *text = calloc(1, YM_KEYRING_FILE_BYTES_MAX + 1);
    char name[YM_KEYRING_PATH_BYTES_MAX + 2];

    assert_non_null(text);
    memset(text, 'x', YM_KEYRING_FILE_BYTES_MAX + 1);
    place_put(p->path, text, YM_KEYRING_FILE_BYTES_MAX, 0600);
    place_refuses(p->path, YM_E_INVALID);
    place_put(p->path, text, YM_KEYRING_FILE_BYTES_MAX + 1, 0600);
    place_refuses(p->path, YM_E_TOO_LARGE);
    free(text);
    memset(name, 'x', sizeof(name));
    name[YM_KEYRING_PATH_BYTES_MAX + 1] = '\0';
    place_refuses(name, YM_E_TOO_LARGE);
    place_refuses("", YM_E_INVALID);
}

static void missing_folder_is_told(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = NULL;
    struct ym_error error = { .text = "" };
    char path[128];

    (void)snprintf(path, sizeof(path), "%s/none/keys", p->dir);
    assert_int_equal(ym_keyring_open(path, true, &ring, &error), YM_E_UNAVAILABLE);
    assert_null(ring);
    assert_non_null(strstr(error.text, "/none/keys"));
}

static void interrupted_rotation_is_told(void **state)
{
    struct place *p = *state;
    char beside[128];
    struct ym_error error = { .text = "" };

    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_NOT_FOUND);
    ym_keyring_close(place_ring(p->path, true));
    (void)snprintf(beside, sizeof(beside), "%s.new", p->path);
    place_put(beside, "", 0, 0600);
    assert_int_equal(ym_keyring_rotate(p->path, &error), YM_E_CONFLICT);
    assert_non_null(strstr(error.text, ".new"));
    ym_keyring_close(place_ring(p->path, false));
    assert_int_equal(unlink(beside), 0);
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(first_use_creates_a_private_file),
        PLACE_TEST(racing_starts_share_one_key),
        PLACE_TEST(open_permissions_are_refused),
        PLACE_TEST(foreign_owner_is_refused),
        PLACE_TEST(cut_file_is_refused_at_every_byte),
        PLACE_TEST(altered_file_is_refused_at_every_byte),
        PLACE_TEST(malformed_lines_are_refused),
        PLACE_TEST(file_limits),
        PLACE_TEST(missing_folder_is_told),
        PLACE_TEST(interrupted_rotation_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
