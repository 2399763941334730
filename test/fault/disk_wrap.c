/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include "heap.h"

int __real_open(const char *path, int flags, ...);
ssize_t __real_write(int fd, const void *at, size_t n);
int __real_fsync(int fd);
int __real_link(const char *from, const char *to);
int __real_rename(const char *from, const char *to);
int __wrap_open(const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *at, size_t n);
int __wrap_fsync(int fd);
int __wrap_link(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

static long first, calls, fired; /* what --wrap calls has no other place */
static int how;

void files_fail(long n, int error)
{
    first = n;
    how = error;
    calls = 0;
    fired = 0;
}

long files_fired(void)
{
    return fired;
}

/* Only a write can be short. */
static bool fails(bool is_write)
{
    if (first == 0 || (how == 0 && !is_write) || ++calls != first)
        return false;
    fired++;
    errno = how;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    mode_t mode = 0;

    va_start(args, flags);
    if ((flags & O_CREAT) != 0)
        mode = va_arg(args, mode_t);
    va_end(args);
    return fails(false) ? -1 : __real_open(path, flags, mode);
}

ssize_t __wrap_write(int fd, const void *at, size_t n)
{
    if (!fails(true))
        return __real_write(fd, at, n);
    return how == 0 && n > 1 ? __real_write(fd, at, n - 1) : -1;
}

int __wrap_fsync(int fd)
{
    return fails(false) ? -1 : __real_fsync(fd);
}

int __wrap_link(const char *from, const char *to)
{
    return fails(false) ? -1 : __real_link(from, to);
}

int __wrap_rename(const char *from, const char *to)
{
    return fails(false) ? -1 : __real_rename(from, to);
}
