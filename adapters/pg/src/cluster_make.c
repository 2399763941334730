/* SPDX-License-Identifier: Apache-2.0 */
/* Making a cluster, and the settings that it runs under.
 *
 * It is made in DIR/pg.new and renamed when complete: a crash in between leaves no half of one. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "cluster.h"

#define MIB (UINT64_C(1) << 20)

static int on_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

/* Run a program of the cluster to its end. */
static enum ym_err run(const struct ym_cluster *c, char *const argv[], int in,
                       struct ym_error *reterr)
{
    const pid_t pid = ym_cluster_spawn(c, argv, in, SIGKILL);
    char text[140];
    int status = 0;
    pid_t got;

    if (pid < 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE, "cannot start %s: %s", argv[0], strerror(errno));
    do
        got = waitpid(pid, &status, 0);
    while (got < 0 && errno == EINTR);
    if (got == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return YM_E_OK;
    if (got == pid && WIFEXITED(status) && WEXITSTATUS(status) == YM_CLUSTER_UNREACHABLE)
        return ym_fail(reterr, YM_E_INVALID,
                       "the user with id %u, who runs PostgreSQL, cannot enter %s: a folder above "
                       "it is closed to others; choose another --data, such as /var/lib/yima",
                       (unsigned)c->uid, c->dir);
    ym_cluster_complaint(c, text, sizeof(text));
    return ym_fail(reterr, YM_E_UNAVAILABLE, "%s failed: %s", argv[0], text);
}

/* A descriptor from which text can be read. It fits into a pipe's buffer. */
static int pipe_of(const char *text)
{
    int fd[2];

    if (pipe2(fd, O_CLOEXEC) != 0)
        return -1;
    if (write(fd[1], text, strlen(text)) != (ssize_t)strlen(text)) {
        close(fd[0]);
        fd[0] = -1;
    }
    close(fd[1]);
    return fd[0];
}

static enum ym_err write_file(const struct ym_cluster *c, const char *path, int flags,
                              struct ym_span text, struct ym_error *reterr)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
    bool ok = fd >= 0;

    ok = ok && write(fd, text.at, text.n) == (ssize_t)text.n;
    ok = ok && (!c->is_dropping || fchown(fd, c->uid, c->gid) == 0);
    ok = ok && fsync(fd) == 0;
    if (!ok)
        ym_fail(reterr, YM_E_UNAVAILABLE, "cannot write %s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok ? YM_E_OK : YM_E_UNAVAILABLE;
}

/* local.conf comes last, so that what the user sets there wins. */
static enum ym_err include_settings(const struct ym_cluster *c, struct ym_error *reterr)
{
    char path[2 * YM_CLUSTER_PATH_MAX];

    snprintf(path, sizeof(path), "%s/pg.new/postgresql.conf", c->dir);
    return write_file(c, path, O_APPEND,
                      YM_SPAN("\n# Written by yima at each start; put your own settings into "
                              "local.conf, which comes last.\n"
                              "include_if_exists 'yima.conf'\n"
                              "include_if_exists 'local.conf'\n"),
                      reterr);
}

enum ym_err ym_cluster_make(const struct ym_cluster *c, struct ym_error *reterr)
{
    char made[2 * YM_CLUSTER_PATH_MAX];
    char final[2 * YM_CLUSTER_PATH_MAX];
    char *initdb[] = { (char[]){ "initdb" },
                       (char[]){ "--pgdata=pg.new" },
                       (char[]){ "--username=yima" },
                       (char[]){ "--auth=trust" },
                       (char[]){ "--encoding=UTF8" },
                       (char[]){ "--locale=C.UTF-8" },
                       (char[]){ "--data-checksums" },
                       (char[]){ "--no-instructions" },
                       NULL };
    char *single[] = { (char[]){ "postgres" }, (char[]){ "--single" }, (char[]){ "-D" },
                       (char[]){ "pg.new" },   (char[]){ "postgres" }, NULL };
    int in;
    enum ym_err err;

    snprintf(made, sizeof(made), "%s/pg.new", c->dir);
    snprintf(final, sizeof(final), "%s/pg", c->dir);
    if (nftw(made, on_entry, 16, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return ym_fail(reterr, YM_E_INVALID, "cannot remove %s: %s", made, strerror(errno));
    err = run(c, initdb, -1, reterr);
    if (err != YM_E_OK)
        return err;
    in = pipe_of("create database yima\n");
    err = run(c, single, in, reterr);
    if (in >= 0)
        close(in);
    if (err == YM_E_OK)
        err = include_settings(c, reterr);
    if (err == YM_E_OK && rename(made, final) != 0)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "cannot rename %s: %s", made, strerror(errno));
    return err;
}

/* Bytes of memory that we may use: the machine's, or the limit of our control group. */
static uint64_t memory_bytes(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long page = sysconf(_SC_PAGESIZE);
    uint64_t bytes = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : 1024 * MIB;
    FILE *f = fopen("/sys/fs/cgroup/memory.max", "re");
    char line[32] = "";
    uint64_t limit;

    if (f != NULL) {
        if (fgets(line, sizeof(line), f) == NULL)
            line[0] = '\0';
        fclose(f);
    }
    limit = strtoull(line, NULL, 10); /* 0 for "max", which is no limit */
    if (limit > 0 && limit < bytes)
        bytes = limit;
    return bytes;
}

static uint64_t clamp(uint64_t v, uint64_t low, uint64_t high)
{
    return v < low ? low : v > high ? high : v;
}

/* Settings for one machine of a few cores that the server shares with us:
 * durable, few and long checkpoints, an autovacuum that keeps up with small hot tables, no plan
 * that costs more to start than to run. The log quotes no value of a row. A program that serves
 * takes about twelve connections, and several may share the server. */
static void put_settings(struct ym_buf *b, uint64_t memory, bool is_debian)
{
    ym_buf_puts(b, "# Written by yima at each start: edit local.conf instead.\n"
                   "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
                   "dynamic_shared_memory_type = mmap\nmax_connections = 100\n");
    ym_buf_printf(b, "shared_buffers = %" PRIu64 "MB\n", clamp(memory / 4 / MIB, 32, 16384));
    ym_buf_printf(b, "effective_cache_size = %" PRIu64 "MB\n", clamp(memory / 2 / MIB, 64, 65536));
    ym_buf_printf(b, "maintenance_work_mem = %" PRIu64 "MB\n", clamp(memory / 32 / MIB, 16, 512));
    /* Only Debian's builds are known to have lz4; a server that lacks it would not start. */
    ym_buf_printf(b, "work_mem = 8MB\nwal_compression = %s\n", is_debian ? "lz4" : "on");
    ym_buf_puts(b, "wal_buffers = 16MB\nmin_wal_size = 256MB\nmax_wal_size = 2GB\n"
                   "checkpoint_timeout = 15min\ncheckpoint_completion_target = 0.9\n"
                   "autovacuum = on\nautovacuum_max_workers = 2\nautovacuum_naptime = 15s\n"
                   "autovacuum_vacuum_cost_limit = 1000\nautovacuum_vacuum_scale_factor = 0.05\n"
                   "autovacuum_analyze_scale_factor = 0.05\n"
                   "random_page_cost = 1.1\njit = off\nmax_parallel_workers_per_gather = 1\n"
                   "timezone = 'Asia/Shanghai'\nlog_timezone = 'Asia/Shanghai'\n"
                   "log_checkpoints = off\nlog_line_prefix = '%m [%p] '\n"
                   "log_error_verbosity = terse\nlog_min_error_statement = panic\n");
}

enum ym_err ym_cluster_configure(const struct ym_cluster *c, struct ym_error *reterr)
{
    const bool is_debian = ym_cluster_debian_version(c->bin) >= 15;
    char made[2 * YM_CLUSTER_PATH_MAX];
    char final[2 * YM_CLUSTER_PATH_MAX];
    struct ym_buf b;
    enum ym_err err;

    snprintf(made, sizeof(made), "%s/pg/yima.conf.new", c->dir);
    snprintf(final, sizeof(final), "%s/pg/yima.conf", c->dir);
    ym_buf_init(&b, 4096);
    put_settings(&b, memory_bytes(), is_debian);
    err = ym_buf_ok(&b) ? write_file(c, made, O_CREAT | O_TRUNC, ym_buf_span(&b), reterr)
                        : ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the settings");
    if (err == YM_E_OK && rename(made, final) != 0)
        err = ym_fail(reterr, YM_E_UNAVAILABLE, "cannot rename %s: %s", made, strerror(errno));
    ym_buf_release(&b);
    return err;
}
