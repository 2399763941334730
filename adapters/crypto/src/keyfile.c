/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L

#include "keyfile.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#define HEX_LEN     (2 * (size_t)YM_KEY_LEN)
#define SUM_BYTES   16
#define SUM_HEX_LEN (2 * (size_t)SUM_BYTES)
#define NUMBER_MAX  255

/* Told apart from the contexts of keyring.c (libsodium's KDF, BLAKE2b). */
#define MATCH_CONTEXT "ym match"

_Static_assert(sizeof(MATCH_CONTEXT) - 1 == crypto_kdf_CONTEXTBYTES, "context");

static const char heading[] = "# Keys of Yima. Secret: keep a copy apart from the database.\n";

unsigned ym_keyfile_place(unsigned number, const unsigned char *numbers, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (numbers[i] == number)
            return i;
    }
    return n - 1; /* not said: the newest */
}

void ym_keyfile_derive(struct ym_keys *keys)
{
    if (keys->has_code)
        return;
    (void)crypto_kdf_derive_from_key(keys->code, YM_KEY_LEN, 1, MATCH_CONTEXT, keys->key[0]);
    memcpy(keys->match[0], keys->code, YM_KEY_LEN);
    keys->match_number[0] = 1;
    keys->nmatch = 1;
    keys->has_code = true;
}

enum ym_err ym_keyfile_check_path(const char *path, struct ym_error *reterr)
{
    if (path[0] == '\0')
        return ym_fail(reterr, YM_E_INVALID, "the name of the key file is empty");
    if (strlen(path) > YM_KEYRING_PATH_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the name of the key file is longer than %d bytes",
                       YM_KEYRING_PATH_BYTES_MAX);
    return YM_E_OK;
}

struct ym_keys *ym_keyfile_new(struct ym_error *reterr)
{
    struct ym_keys *keys = sodium_malloc(sizeof(*keys));

    if (keys == NULL)
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the keys");
    else
        memset(keys, 0, sizeof(*keys));
    return keys;
}

/* Decode exactly ret_n bytes of lower-case hexadecimal. */
static bool unhex(struct ym_span hex, unsigned char *ret, size_t ret_n)
{
    size_t n = 0;
    const char *end = NULL;

    if (hex.n != 2 * ret_n)
        return false;
    for (size_t i = 0; i < hex.n; i++) {
        if (hex.at[i] >= 'A' && hex.at[i] <= 'F')
            return false;
    }
    return sodium_hex2bin(ret, ret_n, hex.at, hex.n, NULL, &n, &end) == 0 && n == ret_n &&
           end == hex.at + hex.n;
}

static void sum_of(struct ym_span text, unsigned char ret_sum[SUM_BYTES])
{
    (void)crypto_generichash(ret_sum, SUM_BYTES, (const unsigned char *)text.at, text.n, NULL, 0);
}

/* A number of 1 to 255 at line.at[*at], which moves behind it; 0: it is none. */
static unsigned take_number(struct ym_span line, size_t *at)
{
    const size_t from = *at;
    unsigned number = 0;

    while (*at < line.n && *at - from < 3 && line.at[*at] >= '0' && line.at[*at] <= '9')
        number = number * 10 + (unsigned)(line.at[(*at)++] - '0');
    return *at == from || line.at[from] == '0' || number > NUMBER_MAX ? 0 : number;
}

/* What follows one space at line.at[at], to the end. False: there is none, or it is no key. */
static bool take_key(struct ym_span line, size_t at, unsigned char ret[YM_KEY_LEN])
{
    return at < line.n && line.at[at] == ' ' &&
           unhex((struct ym_span){ line.at + at + 1, line.n - at - 1 }, ret, YM_KEY_LEN);
}

static bool begins(struct ym_span line, const char *word, size_t *ret_at)
{
    *ret_at = strlen(word);
    return line.n > *ret_at && memcmp(line.at, word, *ret_at) == 0;
}

/* One line `NUMBER HEX`. False when it is anything else. */
static bool parse_key(struct ym_span line, struct ym_keys *keys)
{
    const unsigned last = keys->n > 0 ? keys->number[keys->n - 1] : 0;
    size_t at = 0;
    const unsigned number = take_number(line, &at);

    if (keys->has_code || keys->under != 0 || number <= last || keys->n == YM_KEYRING_KEYS_MAX ||
        !take_key(line, at, keys->key[keys->n]))
        return false;
    keys->number[keys->n++] = (unsigned char)number;
    return true;
}

/* One line `match NUMBER HEX`. */
static bool parse_match(struct ym_span line, size_t at, struct ym_keys *keys)
{
    const unsigned last = keys->nmatch > 0 ? keys->match_number[keys->nmatch - 1] : 0;
    const unsigned number = take_number(line, &at);

    if (!keys->has_code || keys->under != 0 || keys->hash != 0 || number <= last ||
        keys->nmatch == YM_KEYRING_MATCHES_MAX || !take_key(line, at, keys->match[keys->nmatch]))
        return false;
    keys->match_number[keys->nmatch++] = (unsigned char)number;
    return true;
}

static bool is_among(unsigned number, const unsigned char *numbers, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (numbers[i] == number)
            return true;
    }
    return false;
}

/* One line that is neither comment nor sum, in the order: keys, code, matches, under, hash. */
static bool parse_line(struct ym_span line, struct ym_keys *keys)
{
    size_t at;

    if (begins(line, "code", &at)) {
        if (keys->has_code || keys->n == 0 || keys->under != 0 || !take_key(line, at, keys->code))
            return false;
        keys->has_code = true;
        return true;
    }
    if (begins(line, "match ", &at))
        return parse_match(line, at, keys);
    if (begins(line, "under ", &at)) {
        if (keys->under != 0 || keys->hash != 0)
            return false;
        keys->under = (unsigned char)take_number(line, &at);
        return at == line.n && is_among(keys->under, keys->number, keys->n);
    }
    if (begins(line, "hash ", &at)) {
        if (keys->hash != 0)
            return false;
        keys->hash = (unsigned char)take_number(line, &at);
        return at == line.n && is_among(keys->hash, keys->match_number, keys->nmatch);
    }
    return parse_key(line, keys);
}

/* Does it hold together? Without a code of its own a file derives it from key 1. */
static bool is_whole(const struct ym_keys *keys)
{
    return keys->n > 0 && (keys->has_code ? keys->nmatch > 0 : keys->number[0] == 1);
}

/* Is line the sum of all text before it? */
static bool is_sum(struct ym_span line, struct ym_span before)
{
    unsigned char want[SUM_BYTES];
    unsigned char got[SUM_BYTES];

    if (line.n != 4 + SUM_HEX_LEN || memcmp(line.at, "sum ", 4) != 0 ||
        !unhex((struct ym_span){ line.at + 4, SUM_HEX_LEN }, got, SUM_BYTES))
        return false;
    sum_of(before, want);
    return sodium_memcmp(want, got, SUM_BYTES) == 0;
}

enum ym_err ym_keyfile_parse(struct ym_span text, struct ym_keys *ret_keys, struct ym_error *reterr)
{
    size_t start = 0;
    unsigned line_number = 1;

    assert(ret_keys->n == 0);
    while (start < text.n) {
        const char *end = memchr(text.at + start, '\n', text.n - start);
        struct ym_span line = { text.at + start, 0 };

        if (end == NULL)
            break;
        line.n = (size_t)(end - line.at);
        if (line.n > 0 && line.at[0] == 's') {
            if (!is_whole(ret_keys) || start + line.n + 1 != text.n ||
                !is_sum(line, (struct ym_span){ text.at, start }))
                break;
            return YM_E_OK;
        }
        if (line.n == 0 || line.at[0] != '#') {
            const bool is_key = line.n > 0 && line.at[0] >= '0' && line.at[0] <= '9';

            if (is_key && ret_keys->n == YM_KEYRING_KEYS_MAX)
                return ym_fail(reterr, YM_E_TOO_LARGE, "the key file has more than %d keys",
                               YM_KEYRING_KEYS_MAX);
            if (!parse_line(line, ret_keys))
                return ym_fail(reterr, YM_E_INVALID,
                               "line %u of the key file is not the next `NUMBER HEX`: restore the "
                               "file from its copy",
                               line_number);
        }
        start += line.n + 1;
        line_number++;
    }
    return ym_fail(reterr, YM_E_INVALID,
                   "the key file is cut or altered (line %u: its `sum` line is missing or does not "
                   "match): restore it from its copy",
                   line_number);
}

/* Everything that must hold before the content of a key file may be trusted. */
static enum ym_err check_owner(int fd, const char *path, struct ym_error *reterr)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "key file %s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return ym_fail(reterr, YM_E_FORBIDDEN, "key file %s is not a regular file", path);
    if (st.st_uid != geteuid() && st.st_uid != 0)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "key file %s belongs to another user: run `chown` on it", path);
    if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "key file %s is open to group or others: run `chmod 600 %s`", path, path);
    if (st.st_size > YM_KEYRING_FILE_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "key file %s is larger than %d bytes", path,
                       YM_KEYRING_FILE_BYTES_MAX);
    return YM_E_OK;
}

/* Read up to cap bytes until the end of the file; the number read, or -1 with errno. */
static ssize_t read_all(int fd, char *at, size_t cap)
{
    size_t n = 0;

    while (n < cap) {
        ssize_t got = read(fd, at + n, cap - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

enum ym_err ym_keyfile_read(const char *path, struct ym_keys *ret_keys, struct ym_error *reterr)
{
    enum ym_err err;
    ssize_t n;
    char *text = NULL;
    /* Without O_NONBLOCK a named pipe in the place of the file would hang the start. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0 && errno == ENOENT)
        return ym_fail(reterr, YM_E_NOT_FOUND, "there is no key file %s: restore it from its copy",
                       path);
    if (fd < 0)
        return ym_fail(reterr, errno == EACCES ? YM_E_FORBIDDEN : YM_E_UNAVAILABLE,
                       "key file %s: %s", path, strerror(errno));
    err = check_owner(fd, path, reterr);
    if (err != YM_E_OK)
        goto out;
    text = sodium_malloc(YM_KEYRING_FILE_BYTES_MAX + 1);
    n = text == NULL ? -1 : read_all(fd, text, YM_KEYRING_FILE_BYTES_MAX + 1);
    if (n < 0)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "key file %s: %s", path, strerror(errno));
    else if (n > YM_KEYRING_FILE_BYTES_MAX)
        err = ym_fail(reterr, YM_E_TOO_LARGE, "key file %s is larger than %d bytes", path,
                      YM_KEYRING_FILE_BYTES_MAX);
    else
        err = ym_keyfile_parse((struct ym_span){ text, (size_t)n }, ret_keys, reterr);
out:
    sodium_free(text);
    (void)close(fd);
    return err;
}

static size_t put_key(char *at, size_t cap, const char *word, unsigned number,
                      const unsigned char key[YM_KEY_LEN])
{
    char hex[HEX_LEN + 1];
    int n;

    (void)sodium_bin2hex(hex, sizeof(hex), key, YM_KEY_LEN);
    n = number > 0 ? snprintf(at, cap, "%s%u %s\n", word, number, hex)
                   : snprintf(at, cap, "%s %s\n", word, hex);
    sodium_memzero(hex, sizeof(hex));
    return (size_t)n;
}

/* The text of keys into at, which has room for YM_KEYRING_FILE_BYTES_MAX; returns its length. */
static size_t format(const struct ym_keys *keys, char *at)
{
    char sum_hex[SUM_HEX_LEN + 1];
    unsigned char sum[SUM_BYTES];
    const size_t cap = YM_KEYRING_FILE_BYTES_MAX;
    size_t n = sizeof(heading) - 1;

    memcpy(at, heading, n);
    for (unsigned i = 0; i < keys->n; i++)
        n += put_key(at + n, cap - n, "", keys->number[i], keys->key[i]);
    if (keys->has_code)
        n += put_key(at + n, cap - n, "code", 0, keys->code);
    for (unsigned i = 0; keys->has_code && i < keys->nmatch; i++)
        n += put_key(at + n, cap - n, "match ", keys->match_number[i], keys->match[i]);
    if (keys->under != 0)
        n += (size_t)snprintf(at + n, cap - n, "under %u\n", (unsigned)keys->under);
    if (keys->hash != 0)
        n += (size_t)snprintf(at + n, cap - n, "hash %u\n", (unsigned)keys->hash);
    sum_of((struct ym_span){ at, n }, sum);
    (void)sodium_bin2hex(sum_hex, sizeof(sum_hex), sum, sizeof(sum));
    n += (size_t)snprintf(at + n, cap - n, "sum %s\n", sum_hex);
    assert(n < cap);
    return n;
}

/* Write and sync; false with errno. */
static bool write_all(int fd, const char *at, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, at, n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        at += put;
        n -= (size_t)put;
    }
    return fsync(fd) == 0;
}

/* Make the new name in the folder of path survive a power cut. */
static bool sync_folder(const char *path)
{
    char folder[YM_KEYRING_PATH_BYTES_MAX + 1];
    const char *slash = strrchr(path, '/');
    size_t n = slash == NULL ? 0 : (size_t)(slash - path);
    int fd;
    bool ok;

    if (slash == NULL) {
        memcpy(folder, ".", 2);
    } else {
        n = n == 0 ? 1 : n;
        memcpy(folder, path, n);
        folder[n] = '\0';
    }
    fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd < 0)
        return false;
    ok = fsync(fd) == 0;
    (void)close(fd);
    return ok;
}

/* A name beside path. A first file gets a random one, so that a start that was cut off never
 * blocks the next; a rotation gets a fixed one, which makes it the lock between two rotations. */
static void name_beside(const char *path, bool is_new, char *ret, size_t cap)
{
    if (is_new)
        (void)snprintf(ret, cap, "%s.new.%08x", path, (unsigned)randombytes_random());
    else
        (void)snprintf(ret, cap, "%s.new", path);
}

/* Create the file `beside` with the text of keys. On failure it does not exist, save when it
 * existed before (CONFLICT). */
static enum ym_err write_beside(const char *beside, const struct ym_keys *keys,
                                struct ym_error *reterr)
{
    char *text;
    bool ok;
    int saved;
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);

    if (fd < 0 && errno == EEXIST)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "%s exists: another rotation is running or was cut off; if none runs, "
                       "remove that file",
                       beside);
    if (fd < 0)
        return ym_fail(reterr, errno == EACCES ? YM_E_FORBIDDEN : YM_E_UNAVAILABLE,
                       "cannot create %s: %s", beside, strerror(errno));
    text = sodium_malloc(YM_KEYRING_FILE_BYTES_MAX);
    ok = text != NULL && write_all(fd, text, format(keys, text));
    saved = errno;
    sodium_free(text);
    if (close(fd) != 0 && ok) {
        saved = errno;
        ok = false;
    }
    if (ok)
        return YM_E_OK;
    (void)unlink(beside);
    return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot write %s: %s", beside, strerror(saved));
}

enum ym_err ym_keyfile_write(const char *path, const struct ym_keys *keys, bool is_new,
                             struct ym_error *reterr)
{
    char beside[YM_KEYRING_PATH_BYTES_MAX + 16];
    enum ym_err err;
    int failed;

    assert(strlen(path) <= YM_KEYRING_PATH_BYTES_MAX);
    name_beside(path, is_new, beside, sizeof(beside));
    err = write_beside(beside, keys, reterr);
    if (err != YM_E_OK)
        return err;
    /* link() refuses a name that exists, rename() replaces it; both are one step. */
    failed = is_new ? link(beside, path) : rename(beside, path);
    if (failed != 0)
        err = ym_fail(reterr, errno == EEXIST ? YM_E_CONFLICT : YM_E_UNAVAILABLE,
                      "cannot create %s: %s", path, strerror(errno));
    if (is_new || failed != 0)
        (void)unlink(beside);
    if (err == YM_E_OK && !sync_folder(path))
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "cannot sync the folder of %s: %s", path,
                      strerror(errno));
    return err;
}
