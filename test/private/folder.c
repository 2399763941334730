/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEPTH_FDS 16 /* folders that a walk keeps open at a time */

int folder_set_up(void **state)
{
    char *dir = strdup("/tmp/yima-private-XXXXXX");

    if (dir == NULL || mkdtemp(dir) == NULL || chmod(dir, 0755) != 0) {
        free(dir);
        return -1;
    }
    *state = dir;
    return 0;
}

static int on_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path) == 0 || errno == ENOENT ? 0 : -1; /* a server may be tidying up itself */
}

int folder_tear_down(void **state)
{
    const int err = nftw(*state, on_entry, DEPTH_FDS, FTW_DEPTH | FTW_PHYS);

    free(*state);
    return err;
}

void folder_write(const char *path, const char *text)
{
    const int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(close(fd), 0);
}

void folder_of_postgres(char *ret, size_t size)
{
    glob_t found = { .gl_pathc = 0 };

    assert_int_equal(glob("/usr/lib/postgresql/*/bin", 0, NULL, &found), 0);
    assert_true(found.gl_pathc > 0);
    assert_true((size_t)snprintf(ret, size, "%s", found.gl_pathv[found.gl_pathc - 1]) < size);
    globfree(&found);
}

int folder_run(const char *const argv[])
{
    const pid_t pid = fork();
    int status = 0;

    assert_true(pid >= 0);
    if (pid == 0) {
        /* execvp() takes what it does not change as if it did. */
        if (chdir("/") == 0)
            execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
