/* SPDX-License-Identifier: Apache-2.0 */
/* The key file and what it seals: permissions, cuts, tampering, rotation, limits. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/crypto.h"
#include "crypto/keyring.h"

#define KEY_1 "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define SUM_1 "sum 551e00e2632e5659fb9dc75644a76e5b\n"

/* A folder of its own for each test. */
struct place {
    char dir[64];  /* removed at the end */
    char path[96]; /* of the key file, in dir */
    struct ym_arena arena;
};

static int set_up(void **state)
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

/* Number of entries of the folder; with unlinking, removes them. */
static int entries(const struct place *p, bool unlinking)
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

static int tear_down(void **state)
{
    struct place *p = *state;

    (void)entries(p, true);
    (void)rmdir(p->dir);
    ym_arena_release(&p->arena);
    free(p);
    return 0;
}

static void put(const char *path, const char *text, size_t n, mode_t mode)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static size_t get(const char *path, char *at, size_t cap)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(at, 1, cap, f);
    assert_int_equal(fclose(f), 0);
    return n;
}

/* Open what must open. */
static struct ym_keyring *ring_at(const char *path, bool create)
{
    struct ym_keyring *ring = NULL;
    struct ym_error error = { .text = "" };
    enum ym_err err = ym_keyring_open(path, create, &ring, &error);

    if (err != YM_E_OK)
        fail_msg("%s", error.text);
    assert_non_null(ring);
    return ring;
}

static void assert_refused(const char *path, enum ym_err want)
{
    struct ym_keyring *ring = NULL;
    struct ym_error error = { .text = "" };

    assert_int_equal(ym_keyring_open(path, false, &ring, &error), want);
    assert_null(ring);
    assert_int_equal(error.code, want);
    assert_true(strlen(error.text) > 10);
}

static void first_use_creates_a_private_file(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring;
    struct stat st;
    char before[512];
    char after[512];
    size_t n;

    assert_refused(p->path, YM_E_NOT_FOUND);
    assert_int_equal(entries(p, false), 0);
    (void)umask(0);
    ring = ring_at(p->path, true);
    assert_int_equal(ym_keyring_newest(ring), 1);
    ym_keyring_close(ring);
    ym_keyring_close(NULL);
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_nlink, 1);
    assert_int_equal(entries(p, false), 1);
    n = get(p->path, before, sizeof(before));
    ym_keyring_close(ring_at(p->path, true));
    assert_int_equal(get(p->path, after, sizeof(after)), n);
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
    assert_int_equal(entries(p, false), 1);
}

static void open_permissions_are_refused(void **state)
{
    struct place *p = *state;

    put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    ym_keyring_close(ring_at(p->path, false));
    for (mode_t bit = 01; bit <= 040; bit <<= 1) {
        assert_int_equal(chmod(p->path, 0600 | bit), 0);
        assert_refused(p->path, YM_E_FORBIDDEN);
    }
    assert_int_equal(chmod(p->path, 0400), 0);
    ym_keyring_close(ring_at(p->path, false));
    assert_refused(p->dir, YM_E_FORBIDDEN);
    assert_int_equal(unlink(p->path), 0);
    assert_int_equal(mkfifo(p->path, 0600), 0);
    assert_refused(p->path, YM_E_FORBIDDEN);
}

static void foreign_owner_is_refused(void **state)
{
    struct place *p = *state;

    if (geteuid() != 0)
        skip(); /* Only root can give a file away. */
    put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    assert_int_equal(chown(p->path, 65534, (gid_t)-1), 0);
    assert_refused(p->path, YM_E_FORBIDDEN);
}

static void cut_file_is_refused_at_every_byte(void **state)
{
    struct place *p = *state;
    char text[1024];
    size_t n;

    ym_keyring_close(ring_at(p->path, true));
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
    n = get(p->path, text, sizeof(text));
    for (size_t cut = 0; cut < n; cut++) {
        put(p->path, text, cut, 0600);
        assert_refused(p->path, YM_E_INVALID);
    }
    put(p->path, text, n, 0600);
    ym_keyring_close(ring_at(p->path, false));
}

static void altered_file_is_refused_at_every_byte(void **state)
{
    struct place *p = *state;
    char text[1024];
    size_t n;

    ym_keyring_close(ring_at(p->path, true));
    n = get(p->path, text, sizeof(text));
    for (size_t i = 0; i < n; i++) {
        /* Another digit, the other case, a byte beyond ASCII. */
        for (int flip = 0x01; flip <= 0x80; flip = flip == 0x01 ? 0x20 : flip * 4) {
            text[i] = (char)(text[i] ^ flip);
            put(p->path, text, n, 0600);
            assert_refused(p->path, YM_E_INVALID);
            text[i] = (char)(text[i] ^ flip);
        }
    }
    text[n] = '\n';
    put(p->path, text, n + 1, 0600);
    assert_refused(p->path, YM_E_INVALID);
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
        put(p->path, bad[i], strlen(bad[i]), 0600);
        assert_refused(p->path, YM_E_INVALID);
    }
}

static void file_limits(void **state)
{
    struct place *p = *state;
    char *text = calloc(1, YM_KEYRING_FILE_BYTES_MAX + 1);
    char name[YM_KEYRING_PATH_BYTES_MAX + 2];

    assert_non_null(text);
    memset(text, 'x', YM_KEYRING_FILE_BYTES_MAX + 1);
    put(p->path, text, YM_KEYRING_FILE_BYTES_MAX, 0600);
    assert_refused(p->path, YM_E_INVALID);
    put(p->path, text, YM_KEYRING_FILE_BYTES_MAX + 1, 0600);
    assert_refused(p->path, YM_E_TOO_LARGE);
    free(text);
    memset(name, 'x', sizeof(name));
    name[YM_KEYRING_PATH_BYTES_MAX + 1] = '\0';
    assert_refused(name, YM_E_TOO_LARGE);
    assert_refused("", YM_E_INVALID);
}

/* Rotate until the ring is full; everything sealed on the way still opens. */
static void rotation_keeps_old_fields_and_matches(void **state)
{
    struct place *p = *state;
    unsigned char first[YM_KEYED_HASH_LEN];
    unsigned char later[YM_KEYED_HASH_LEN];
    struct ym_span sealed[YM_KEYRING_KEYS_MAX];
    struct ym_span plain;
    struct ym_keyring *ring = ring_at(p->path, true);
    struct stat st;

    ym_keyed_hash(ring, YM_SPAN("id"), YM_SPAN("110105"), first);
    for (unsigned i = 0; i < YM_KEYRING_KEYS_MAX; i++) {
        assert_int_equal(ym_keyring_newest(ring), i + 1);
        assert_int_equal(ym_seal(ring, YM_SPAN("l"), YM_SPAN("text"), &p->arena, &sealed[i], NULL),
                         YM_E_OK);
        assert_int_equal((unsigned char)sealed[i].at[0], i + 1);
        for (unsigned j = 0; j <= i; j++) {
            assert_int_equal(ym_unseal(ring, YM_SPAN("l"), sealed[j], &p->arena, &plain, NULL),
                             YM_E_OK);
            assert_true(ym_span_is(plain, YM_SPAN("text")));
        }
        ym_keyed_hash(ring, YM_SPAN("id"), YM_SPAN("110105"), later);
        assert_memory_equal(first, later, sizeof(first));
        if (i + 1 == YM_KEYRING_KEYS_MAX)
            break;
        assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
        /* The ring that is open does not know the new key yet; a new one does. */
        assert_int_equal(ym_keyring_newest(ring), i + 1);
        ym_keyring_close(ring);
        ring = ring_at(p->path, false);
    }
    ym_keyring_close(ring);
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_TOO_LARGE);
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(entries(p, false), 1);
}

static void interrupted_rotation_is_told(void **state)
{
    struct place *p = *state;
    char beside[128];
    struct ym_error error = { .text = "" };

    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_NOT_FOUND);
    ym_keyring_close(ring_at(p->path, true));
    (void)snprintf(beside, sizeof(beside), "%s.new", p->path);
    put(beside, "", 0, 0600);
    assert_int_equal(ym_keyring_rotate(p->path, &error), YM_E_CONFLICT);
    assert_non_null(strstr(error.text, ".new"));
    ym_keyring_close(ring_at(p->path, false));
    assert_int_equal(unlink(beside), 0);
    assert_int_equal(ym_keyring_rotate(p->path, NULL), YM_E_OK);
}

/* Written by Python: BLAKE2b from hashlib, ChaCha20-Poly1305 from OpenSSL, HChaCha20 by hand. */
static void sealed_form_matches_another_program(void **state)
{
    static const unsigned char sealed[] = {
        0x01, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a,
        0x4b, 0x4c, 0x4d, 0x4e, 0x4f, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56,
        0x57, 0x84, 0x99, 0x8e, 0xa1, 0x6a, 0xd6, 0xda, 0x65, 0xbb, 0x80, 0xbf,
        0x81, 0x6a, 0x8c, 0x09, 0xb6, 0xdd, 0xd7, 0xf2, 0x3f, 0xfc, 0x2e,
    };
    static const unsigned char match[YM_KEYED_HASH_LEN] = {
        0x00, 0xa2, 0x50, 0x25, 0x58, 0x14, 0x63, 0x08, 0x3a, 0xb6, 0xd2,
        0xfb, 0x65, 0x19, 0xab, 0x15, 0xcb, 0x4d, 0x35, 0xaf, 0xc9, 0xd8,
        0xfd, 0x28, 0x29, 0xdf, 0x2c, 0x17, 0xf5, 0xd9, 0x1b, 0xb7,
    };
    struct place *p = *state;
    unsigned char hash[YM_KEYED_HASH_LEN];
    struct ym_span plain;
    struct ym_keyring *ring;

    put(p->path, KEY_1 SUM_1, sizeof(KEY_1 SUM_1) - 1, 0600);
    ring = ring_at(p->path, false);
    assert_int_equal(ym_unseal(ring, YM_SPAN("party.name/1"),
                               (struct ym_span){ (const char *)sealed, sizeof(sealed) }, &p->arena,
                               &plain, NULL),
                     YM_E_OK);
    assert_true(ym_span_is(plain, YM_SPAN("张三")));
    ym_keyed_hash(ring, YM_SPAN("party.id_number"), YM_SPAN("11010519491231002X"), hash);
    assert_memory_equal(hash, match, sizeof(match));
    ym_keyring_close(ring);
}

static void keyed_hash_depends_on_key_label_and_text(void **state)
{
    struct place *p = *state;
    unsigned char h[4][YM_KEYED_HASH_LEN];
    struct ym_keyring *ring = ring_at(p->path, true);

    ym_keyed_hash(ring, YM_SPAN("ab"), YM_SPAN("c"), h[0]);
    ym_keyed_hash(ring, YM_SPAN("a"), YM_SPAN("bc"), h[1]);
    ym_keyed_hash(ring, YM_SPAN("ab"), (struct ym_span){ NULL, 0 }, h[2]);
    ym_keyring_close(ring);
    assert_int_equal(unlink(p->path), 0);
    ring = ring_at(p->path, true);
    ym_keyed_hash(ring, YM_SPAN("ab"), YM_SPAN("c"), h[3]);
    ym_keyring_close(ring);
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = i + 1; j < 4; j++)
            assert_memory_not_equal(h[i], h[j], YM_KEYED_HASH_LEN);
    }
}

static enum ym_err open_sealed(struct place *p, const struct ym_keyring *ring, const char *label,
                               struct ym_span sealed)
{
    struct ym_span plain = YM_SPAN("not yet");
    struct ym_error error = { .text = "" };
    enum ym_err err = ym_unseal(ring, ym_span_of(label), sealed, &p->arena, &plain, &error);

    if (err != YM_E_OK) {
        assert_int_equal(plain.n, 0);
        assert_int_equal(error.code, err);
    }
    return err;
}

static void tampering_is_found_at_every_byte(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = ring_at(p->path, true);
    struct ym_span sealed;
    char bad[64];

    assert_int_equal(
        ym_seal(ring, YM_SPAN("party.phone/7"), YM_SPAN("13800000000"), &p->arena, &sealed, NULL),
        YM_E_OK);
    assert_int_equal(sealed.n, 11 + YM_SEAL_OVERHEAD);
    assert_int_equal(open_sealed(p, ring, "party.phone/7", sealed), YM_E_OK);
    for (size_t i = 0; i < sealed.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bad, sealed.at, sealed.n);
            bad[i] = (char)(bad[i] ^ (1 << bit));
            assert_int_equal(
                open_sealed(p, ring, "party.phone/7", (struct ym_span){ bad, sealed.n }),
                i == 0 ? YM_E_UNAVAILABLE : YM_E_INTERNAL);
        }
        assert_int_equal(open_sealed(p, ring, "party.phone/7", (struct ym_span){ sealed.at, i }),
                         YM_E_INTERNAL);
    }
    memcpy(bad, sealed.at, sealed.n);
    bad[sealed.n] = 0;
    assert_int_equal(open_sealed(p, ring, "party.phone/7", (struct ym_span){ bad, sealed.n + 1 }),
                     YM_E_INTERNAL);
    ym_keyring_close(ring);
}

static void wrong_label_or_key_does_not_open(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = ring_at(p->path, true);
    struct ym_span sealed;
    struct ym_span again;

    assert_int_equal(ym_seal(ring, YM_SPAN("a/1"), YM_SPAN("x"), &p->arena, &sealed, NULL),
                     YM_E_OK);
    assert_int_equal(ym_seal(ring, YM_SPAN("a/1"), YM_SPAN("x"), &p->arena, &again, NULL), YM_E_OK);
    assert_false(ym_span_is(sealed, again));
    assert_int_equal(open_sealed(p, ring, "a/2", sealed), YM_E_INTERNAL);
    assert_int_equal(open_sealed(p, ring, "a/", sealed), YM_E_INTERNAL);
    assert_int_equal(open_sealed(p, ring, "a/11", sealed), YM_E_INTERNAL);
    ym_keyring_close(ring);
    assert_int_equal(unlink(p->path), 0);
    ring = ring_at(p->path, true);
    assert_int_equal(open_sealed(p, ring, "a/1", sealed), YM_E_INTERNAL);
    ym_keyring_close(ring);
}

static void seal_limits(void **state)
{
    struct place *p = *state;
    struct ym_keyring *ring = ring_at(p->path, true);
    char *big = calloc(1, YM_SEAL_PLAIN_BYTES_MAX + 1);
    char label[YM_LABEL_BYTES_MAX + 2];
    struct ym_arena small;
    struct ym_span sealed;
    struct ym_span plain;

    assert_non_null(big);
    memset(label, 'l', sizeof(label));
    label[YM_LABEL_BYTES_MAX] = '\0';
    assert_int_equal(ym_seal(ring, ym_span_of(label),
                             (struct ym_span){ big, YM_SEAL_PLAIN_BYTES_MAX }, &p->arena, &sealed,
                             NULL),
                     YM_E_OK);
    assert_int_equal(ym_unseal(ring, ym_span_of(label), sealed, &p->arena, &plain, NULL), YM_E_OK);
    assert_int_equal(plain.n, YM_SEAL_PLAIN_BYTES_MAX);
    assert_memory_equal(plain.at, big, plain.n);
    assert_int_equal(ym_seal(ring, ym_span_of(label),
                             (struct ym_span){ big, YM_SEAL_PLAIN_BYTES_MAX + 1 }, &p->arena,
                             &sealed, NULL),
                     YM_E_TOO_LARGE);
    assert_int_equal(ym_seal(ring, (struct ym_span){ label, YM_LABEL_BYTES_MAX + 1 }, YM_SPAN("x"),
                             &p->arena, &sealed, NULL),
                     YM_E_UNPROCESSABLE);
    assert_int_equal(ym_seal(ring, YM_SPAN(""), YM_SPAN("x"), &p->arena, &sealed, NULL),
                     YM_E_UNPROCESSABLE);
    assert_int_equal(open_sealed(p, ring, "", sealed), YM_E_UNPROCESSABLE);
    assert_int_equal(
        ym_seal(ring, YM_SPAN("l"), (struct ym_span){ NULL, 0 }, &p->arena, &sealed, NULL),
        YM_E_OK);
    assert_int_equal(sealed.n, YM_SEAL_OVERHEAD);
    assert_int_equal(ym_unseal(ring, YM_SPAN("l"), sealed, &p->arena, &plain, NULL), YM_E_OK);
    assert_int_equal(plain.n, 0);
    assert_true(ym_arena_init(&small, YM_SEAL_OVERHEAD));
    assert_int_equal(ym_seal(ring, YM_SPAN("l"), YM_SPAN("x"), &small, &sealed, NULL),
                     YM_E_TOO_LARGE);
    ym_arena_release(&small);
    free(big);
    ym_keyring_close(ring);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(first_use_creates_a_private_file),
        T(racing_starts_share_one_key),
        T(open_permissions_are_refused),
        T(foreign_owner_is_refused),
        T(cut_file_is_refused_at_every_byte),
        T(altered_file_is_refused_at_every_byte),
        T(malformed_lines_are_refused),
        T(file_limits),
        T(rotation_keeps_old_fields_and_matches),
        T(interrupted_rotation_is_told),
        T(sealed_form_matches_another_program),
        T(keyed_hash_depends_on_key_label_and_text),
        T(tampering_is_found_at_every_byte),
        T(wrong_label_or_key_does_not_open),
        T(seal_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
