/* SPDX-License-Identifier: Apache-2.0 */
/* A client of the private server that another yima runs. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cluster.h"
#include "pg/conn.h"

#define STEP_MS 20 /* between two looks at a server that is starting */

/* Does another process hold the lock of this directory? Only asks: see cluster.c. */
static enum ym_err check_lock(const char *dir, struct ym_error *reterr)
{
    struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char path[YM_CLUSTER_PATH_MAX + 16];
    int fd;
    bool is_free;

    (void)snprintf(path, sizeof(path), "%s/yima-data", dir);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == EACCES)
        return ym_fail(reterr, YM_E_FORBIDDEN,
                       "this user may not look into %s: run as the user who runs yima", dir);
    if (fd < 0)
        return ym_fail(reterr, YM_E_NOT_FOUND, "no yima runs on %s", dir);
    is_free = fcntl(fd, F_OFD_GETLK, &all) != 0 || all.l_type == F_UNLCK;
    (void)close(fd);
    return is_free ? ym_fail(reterr, YM_E_NOT_FOUND, "no yima runs on %s", dir) : YM_E_OK;
}

static enum ym_err write_conninfo(const char *dir, char *conninfo, size_t size,
                                  struct ym_error *reterr)
{
    char host[2 * YM_PRIVATE_DIR_BYTES_MAX + 1];
    size_t n = 0;
    int written;

    if (strlen(dir) > YM_PRIVATE_DIR_BYTES_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the path of the private server is too long");
    for (const char *at = dir; *at != '\0'; at++) {
        if (*at == '\'' || *at == '\\')
            host[n++] = '\\';
        host[n++] = *at;
    }
    host[n] = '\0';
    written = snprintf(conninfo, size, "host='%s' port=5432 user=yima dbname=yima", host);
    if (written < 0 || (size_t)written >= size)
        return ym_fail(reterr, YM_E_TOO_LARGE, "the path of the private server is too long");
    return YM_E_OK;
}

/* Does the server answer? Its pid file may say so and be that of an earlier, killed one. */
static bool answers(const struct ym_cluster *cluster, const char *conninfo)
{
    struct ym_conn *conn = NULL;
    bool is_ready = false;

    (void)ym_cluster_pid(cluster, &is_ready);
    if (is_ready)
        conn = ym_conn_open(conninfo, NULL);
    ym_conn_close(conn);
    return conn != NULL;
}

static uint64_t now_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

bool ym_private_exists(const char *dir)
{
    char path[YM_CLUSTER_PATH_MAX + 16];
    struct stat st;
    const int n = snprintf(path, sizeof(path), "%s/yima-data", dir);

    /* What may not be looked into is there for all we know: opening it says what is wrong. */
    return n > 0 && (size_t)n < sizeof(path) &&
           (stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

enum ym_err ym_private_join(const char *dir, char *conninfo, size_t size, struct ym_error *reterr)
{
    const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };
    const uint64_t end = now_ms() + YM_PRIVATE_START_MS;
    struct ym_cluster cluster = { .lock = -1 };
    char full[PATH_MAX];
    enum ym_err err;

    if (realpath(dir, full) == NULL || strlen(full) >= sizeof(cluster.dir))
        return ym_fail(reterr, YM_E_NOT_FOUND, "no yima runs on %s", dir);
    memcpy(cluster.dir, full, strlen(full) + 1);
    err = write_conninfo(full, conninfo, size, reterr);
    if (err == YM_E_OK)
        err = check_lock(full, reterr);
    while (err == YM_E_OK && !answers(&cluster, conninfo)) {
        if (now_ms() > end)
            return ym_fail(reterr, YM_E_UNAVAILABLE,
                           "the PostgreSQL of the yima that runs on %s is not ready; try again",
                           dir);
        (void)nanosleep(&step, NULL);
        err = check_lock(full, reterr); /* its owner may have gone */
    }
    return err;
}
