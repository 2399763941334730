/* SPDX-License-Identifier: Apache-2.0 */
/* Starting a program as the user of the cluster. libuv has no hook between fork and exec, where the
 * uid must be dropped and the death signal armed; so this is by hand. Between the two only calls
 * that are safe after fork are made. */
#define _GNU_SOURCE
#include <assert.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cluster.h"

#define ARGS_MAX 16

/* Only what the server needs: a locale that every machine has, no variable of the user. */
static char *const environment[] = { (char[]){ "PATH=/usr/sbin:/usr/bin:/sbin:/bin" },
                                     (char[]){ "LC_ALL=C.UTF-8" }, (char[]){ "TZ=UTC" }, NULL };

static void default_signals(void)
{
    const struct sigaction standard = { .sa_handler = SIG_DFL };
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        sigaction(i, &standard, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child. A uid change clears the death signal, so it is armed after it; a parent that died
 * before that shows as another parent. */
__attribute__((noreturn)) static void become(const struct ym_cluster *c, char *const argv[],
                                             int signal, pid_t parent)
{
    const gid_t none = c->gid;

    default_signals();
    setsid();
    umask(077);
    if (c->is_dropping && (setgroups(1, &none) != 0 || setgid(c->gid) != 0 || setuid(c->uid) != 0))
        _exit(YM_CLUSTER_UNREACHABLE);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, signal);
    if (getppid() != parent)
        _exit(1);
    if (chdir(c->dir) != 0)
        _exit(YM_CLUSTER_UNREACHABLE);
    execve(argv[0], argv, environment);
    _exit(127);
}

pid_t ym_cluster_spawn(const struct ym_cluster *c, char *const argv[], int in, int signal)
{
    char file[2 * YM_CLUSTER_PATH_MAX];
    char *args[ARGS_MAX + 1] = { file }; /* PostgreSQL finds its own files beside argv[0] */
    char log[YM_CLUSTER_PATH_MAX + 16];
    const pid_t parent = getpid();
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int out;
    pid_t pid;

    snprintf(file, sizeof(file), "%s/%s", c->bin, argv[0]);
    for (size_t i = 1; argv[i] != NULL; i++) {
        assert(i < ARGS_MAX);
        args[i] = argv[i];
    }
    snprintf(log, sizeof(log), "%s/pg.log", c->dir);
    out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (out >= 0 && c->is_dropping && fchown(out, c->uid, c->gid) != 0) {
        close(out);
        out = -1;
    }
    pid = null >= 0 && out >= 0 ? fork() : -1;
    if (pid == 0) {
        dup2(in >= 0 ? in : null, 0);
        dup2(out, 1);
        dup2(out, 2);
        syscall(SYS_close_range, 3, ~0U, 0); /* an old kernel without it: all ours are CLOEXEC */
        become(c, args, signal, parent);
    }
    if (out >= 0)
        close(out);
    if (null >= 0)
        close(null);
    return pid;
}
