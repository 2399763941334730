/* SPDX-License-Identifier: Apache-2.0 */
/* What takes room on a disk, and what puts it there for good. */
#define _GNU_SOURCE
#include "shim_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static bool is_under(const char *path)
{
    return strncmp(path, fault_page->under, strlen(fault_page->under)) == 0;
}

/* Is it a file of those that the page means? */
static bool is_meant(int fd, struct stat *ret)
{
    char link[64], path[1024];
    ssize_t n;

    if (fstat(fd, ret) != 0 || !S_ISREG(ret->st_mode))
        return false;
    (void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof(path) - 1);
    if (n < 0)
        return false;
    path[n] = '\0';
    return is_under(path);
}

bool fault_write_fails(int fd, off_t at, size_t n)
{
    const int saved = errno;
    struct stat st;
    int64_t how = 0;
    bool fails = false;

    if (!fault_is_watched(FAULT_DISK))
        return false;
    if (is_meant(fd, &st)) {
        if (at < 0)
            at = (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? st.st_size : lseek(fd, 0, SEEK_CUR);
        fails = (atomic_load(&fault_page->whole) != 0 || at + (off_t)n > st.st_size) &&
                fault_strikes(FAULT_DISK, &how);
    }
    errno = fails ? (int)how : saved;
    return fails;
}

/* Shall a new file or directory of this name fail? */
static bool create_fails(const char *path)
{
    const int saved = errno;
    int64_t how = 0;
    char whole[1024];
    bool fails;

    if (!fault_is_watched(FAULT_DISK))
        return false;
    if (path[0] != '/' && getcwd(whole, sizeof(whole)) != NULL)
        (void)strncat(strncat(whole, "/", sizeof(whole) - strlen(whole) - 1), path,
                      sizeof(whole) - strlen(whole) - 1);
    else
        (void)snprintf(whole, sizeof(whole), "%s", path);
    fails = is_under(whole) && access(path, F_OK) != 0 && fault_strikes(FAULT_DISK, &how);
    errno = fails ? (int)how : saved;
    return fails;
}

static bool sync_fails(int fd)
{
    const int saved = errno;
    struct stat st;
    int64_t how = 0;
    bool fails;

    if (!fault_is_watched(FAULT_SYNC))
        return false;
    fails = is_meant(fd, &st) && fault_strikes(FAULT_SYNC, &how);
    errno = fails ? (int)how : saved;
    return fails;
}

/* ---- The calls ---- */

#define PLACED(name, off, buf)                                                                     \
    ssize_t name(int fd, buf at, size_t n, off where)                                              \
    {                                                                                              \
        REAL(name);                                                                                \
        return fault_write_fails(fd, where, n) ? -1 : real(fd, at, n, where);                      \
    }
PLACED(pwrite, off_t, const void *)
PLACED(pwrite64, off64_t, const void *)

#define PLACED_PIECES(name, off)                                                                   \
    ssize_t name(int fd, const struct iovec *v, int count, off where)                              \
    {                                                                                              \
        REAL(name);                                                                                \
        return fault_write_fails(fd, where, fault_total(v, count)) ? -1                            \
                                                                   : real(fd, v, count, where);    \
    }
PLACED_PIECES(pwritev, off_t)
PLACED_PIECES(pwritev64, off64_t)

#define RESERVED(name, off)                                                                        \
    int name(int fd, off where, off n)                                                             \
    {                                                                                              \
        REAL(name);                                                                                \
        return fault_write_fails(fd, where, (size_t)n) ? errno : real(fd, where, n);               \
    }
RESERVED(posix_fallocate, off_t)
RESERVED(posix_fallocate64, off64_t)

#define RESERVED_SO(name, off)                                                                     \
    int name(int fd, int mode, off where, off n)                                                   \
    {                                                                                              \
        REAL(name);                                                                                \
        return fault_write_fails(fd, where, (size_t)n) ? -1 : real(fd, mode, where, n);            \
    }
RESERVED_SO(fallocate, off_t)
RESERVED_SO(fallocate64, off64_t)

#define SYNCED(name)                                                                               \
    int name(int fd)                                                                               \
    {                                                                                              \
        REAL(name);                                                                                \
        return sync_fails(fd) ? -1 : real(fd);                                                     \
    }
SYNCED(fsync)
SYNCED(fdatasync)

#define OPENED(name)                                                                               \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        mode_t mode = 0;                                                                           \
        REAL(name);                                                                                \
        if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {                          \
            va_list args;                                                                          \
                                                                                                   \
            va_start(args, flags);                                                                 \
            mode = va_arg(args, mode_t);                                                           \
            va_end(args);                                                                          \
            if (create_fails(path))                                                                \
                return -1;                                                                         \
        }                                                                                          \
        return real(path, flags, mode);                                                            \
    }
OPENED(open)
OPENED(open64)

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);

    return create_fails(path) ? -1 : real(path, mode);
}
