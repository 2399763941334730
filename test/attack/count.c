/* SPDX-License-Identifier: Apache-2.0 */
/* Preloaded into `yima serve`: writes down each check of a password and each comparison in constant
 * time, one line each, and does what was asked. So a test sees that a log-in costs the same work
 * whoever is asked for, without a clock.
 *
 * YIMA_ATTACK_COUNTED names the file, which is appended to; without it nothing is written. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_BYTES 160

typedef int verify_fn(const char *stored, const char *password, unsigned long long n);
typedef int compare_fn(const void *a, const void *b, size_t n);

__attribute__((visibility("default"))) int
crypto_pwhash_str_verify(const char *stored, const char *password, unsigned long long n);
__attribute__((visibility("default"))) int sodium_memcmp(const void *a, const void *b, size_t n);

/* One write of one line to a file that is appended to: lines of other threads stay apart. */
static void note(const char *line, size_t n)
{
    const char *path = getenv("YIMA_ATTACK_COUNTED");
    const int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;

    if (fd < 0)
        return;
    if (write(fd, line, n) < 0)
        abort();
    (void)close(fd);
}

/* The next function of that name, as a pointer to a function: POSIX has no cast for it. */
static void find(const char *name, void *ret, size_t n)
{
    void *const at = dlsym(RTLD_NEXT, name);

    if (at == NULL)
        abort();
    memcpy(ret, &at, n);
}

/* "password $argon2id$v=19$m=19456,t=2,p=1": what it costs, not what is stored. */
int crypto_pwhash_str_verify(const char *stored, const char *password, unsigned long long n)
{
    char line[LINE_BYTES];
    size_t dollars = 0, end = 0;
    verify_fn *next;

    while (stored[end] != '\0' && (dollars += stored[end] == '$') < 4)
        end++;
    note(line, (size_t)snprintf(line, sizeof(line), "password %.*s\n",
                                (int)(end < LINE_BYTES / 2 ? end : LINE_BYTES / 2), stored));
    find("crypto_pwhash_str_verify", &next, sizeof(next));
    return next(stored, password, n);
}

/* "compare 32". */
int sodium_memcmp(const void *a, const void *b, size_t n)
{
    char line[LINE_BYTES];
    compare_fn *next;

    note(line, (size_t)snprintf(line, sizeof(line), "compare %zu\n", n));
    find("sodium_memcmp", &next, sizeof(next));
    return next(a, b, n);
}
