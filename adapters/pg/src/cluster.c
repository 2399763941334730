/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "cluster.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK "yima-data"

static void path_of(const struct ym_cluster *c, const char *name, char path[YM_CLUSTER_PATH_MAX])
{
    const int n =
        snprintf(path, YM_CLUSTER_PATH_MAX, "%.*s/%s", YM_PRIVATE_DIR_BYTES_MAX, c->dir, name);

    assert(n > 0 && n < YM_CLUSTER_PATH_MAX);
}

/* ---- the directory ---- */

/* Make dir when it is not there and find its absolute path. */
static enum ym_err locate(struct ym_cluster *c, const char *dir, struct ym_error *reterr)
{
    char *real;
    struct stat st;

    if (mkdir(dir, 0700) != 0 && errno != EEXIST)
        return ym_fail(reterr, YM_E_INVALID, "cannot make the directory %.100s: %s", dir,
                       strerror(errno));
    real = realpath(dir, NULL);
    if (real == NULL || stat(real, &st) != 0 || !S_ISDIR(st.st_mode)) {
        free(real);
        return ym_fail(reterr, YM_E_INVALID, "%.100s is not a directory: give --data another name",
                       dir);
    }
    if (strlen(real) > YM_PRIVATE_DIR_BYTES_MAX) {
        const size_t n = strlen(real);

        free(real);
        return ym_fail(reterr, YM_E_INVALID,
                       "the path of --data has %zu bytes and a socket in it at most %d: choose a "
                       "shorter one, such as /var/lib/yima",
                       n, YM_PRIVATE_DIR_BYTES_MAX);
    }
    snprintf(c->dir, sizeof(c->dir), "%s", real);
    free(real);
    for (const char *at = c->dir; *at != '\0'; at++)
        if (*at == ',' || *at == '"' || (unsigned char)*at < 0x20)
            return ym_fail(reterr, YM_E_INVALID,
                           "the path of --data holds a comma, a quotation mark or a control "
                           "character, which a socket's path cannot: choose another");
    return YM_E_OK;
}

/* Who runs the server? See private.h. */
static enum ym_err find_user(struct ym_cluster *c, struct ym_error *reterr)
{
    char path[YM_CLUSTER_PATH_MAX];
    const struct passwd *user;
    struct stat st;

    path_of(c, "pg", path);
    c->uid = geteuid();
    c->gid = getegid();
    c->is_dropping = c->uid == 0;
    if (stat(c->dir, &st) != 0)
        return ym_fail(reterr, YM_E_INVALID, "cannot read %s: %s", c->dir, strerror(errno));
    if (!c->is_dropping && st.st_uid != c->uid)
        return ym_fail(reterr, YM_E_INVALID,
                       "%s belongs to the user with id %u: run yima as that user, or give --data "
                       "a directory of your own",
                       c->dir, (unsigned)st.st_uid);
    if (!c->is_dropping)
        return YM_E_OK;
    if (stat(path, &st) == 0 && st.st_uid != 0) {
        c->uid = st.st_uid;
        c->gid = st.st_gid;
        return YM_E_OK;
    }
    user = getpwnam("postgres");
    if (user == NULL)
        return ym_fail(reterr, YM_E_INVALID,
                       "PostgreSQL does not run as root and there is no user postgres: "
                       "apt-get install postgresql-15, or run yima as an ordinary user");
    c->uid = user->pw_uid;
    c->gid = user->pw_gid;
    return YM_E_OK;
}

/* Has the directory nothing in it? */
static bool is_empty(const char *dir)
{
    DIR *d = opendir(dir);
    const struct dirent *e;
    bool empty = d != NULL;

    while (empty && (e = readdir(d)) != NULL)
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    if (d != NULL)
        closedir(d);
    return empty;
}

/* Open DIR/yima-data, which is made in an empty directory only, and lock it. The lock is one that
 * others can ask about without taking it for a moment themselves (private_join.c), in which we
 * would be refused. It goes with the descriptor, which no child keeps. */
static enum ym_err mark(struct ym_cluster *c, struct ym_error *reterr)
{
    struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char path[YM_CLUSTER_PATH_MAX];
    char pid[32] = "";
    const bool empty = is_empty(c->dir);

    path_of(c, MARK, path);
    c->lock = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (empty ? O_CREAT : 0), 0600);
    if (c->lock < 0 && errno == ENOENT)
        return ym_fail(reterr, YM_E_INVALID,
                       "%s is not empty and not made by yima: give --data a new or an empty "
                       "directory",
                       c->dir);
    if (c->lock < 0)
        return ym_fail(reterr, YM_E_INVALID, "cannot write in %s: %s", c->dir, strerror(errno));
    if (fcntl(c->lock, F_OFD_SETLK, &all) != 0) {
        const ssize_t n = pread(c->lock, pid, sizeof(pid) - 1, 0);

        pid[n > 0 ? strcspn(pid, "\n") : 0] = '\0';
        return ym_fail(reterr, YM_E_BUSY,
                       "another yima (pid %s) is using %s: stop it, or give --data another "
                       "directory",
                       pid, c->dir);
    }
    /* All of it belongs to the server's user, who may run yima himself the next time. */
    if (chmod(c->dir, 0700) != 0 || (c->is_dropping && (chown(c->dir, c->uid, c->gid) != 0 ||
                                                        fchown(c->lock, c->uid, c->gid) != 0)))
        return ym_fail(reterr, YM_E_INVALID, "cannot take over %s: %s", c->dir, strerror(errno));
    snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
    if (ftruncate(c->lock, 0) != 0 || pwrite(c->lock, pid, strlen(pid), 0) < 0)
        return ym_fail(reterr, YM_E_INVALID, "cannot write in %s: %s", c->dir, strerror(errno));
    return YM_E_OK;
}

/* ---- the binaries ---- */

static bool has_binaries(struct ym_cluster *c, const char *bin, size_t n)
{
    char path[2 * YM_CLUSTER_PATH_MAX];

    if (n == 0 || n >= sizeof(c->bin))
        return false;
    snprintf(path, sizeof(path), "%.*s/initdb", (int)n, bin);
    if (access(path, X_OK) != 0)
        return false;
    snprintf(path, sizeof(path), "%.*s/postgres", (int)n, bin);
    if (access(path, X_OK) != 0)
        return false;
    snprintf(c->bin, sizeof(c->bin), "%.*s", (int)n, bin);
    return true;
}

int ym_cluster_debian_version(const char *bin)
{
    const size_t n = strlen(YM_CLUSTER_DEBIAN);
    long v;

    if (strncmp(bin, YM_CLUSTER_DEBIAN, n) != 0)
        return 0;
    v = strtol(bin + n, NULL, 10);
    return v > 0 && v < INT_MAX ? (int)v : 0;
}

/* Debian's folders, the newest first; then the PATH. */
static bool search(struct ym_cluster *c)
{
    const char *at = getenv("PATH");
    glob_t found = { .gl_pathc = 0 };
    int newest = -1;

    if (glob(YM_CLUSTER_DEBIAN "*/bin", 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++) {
            const char *bin = found.gl_pathv[i];
            const int version = ym_cluster_debian_version(bin);

            if (version > newest && has_binaries(c, bin, strlen(bin)))
                newest = version;
        }
    globfree(&found);
    while (newest < 0 && at != NULL && *at != '\0') {
        const size_t n = strcspn(at, ":");

        if (has_binaries(c, at, n))
            return true;
        at += n + (at[n] == ':');
    }
    return newest >= 0;
}

/* A cluster wants the binaries of its own version. */
static enum ym_err find_binaries(struct ym_cluster *c, struct ym_error *reterr)
{
    char path[YM_CLUSTER_PATH_MAX];
    char bin[64];
    char line[16] = "";
    FILE *f;
    long version = 0;

    path_of(c, "pg/PG_VERSION", path);
    f = fopen(path, "re");
    if (f != NULL) {
        if (fgets(line, sizeof(line), f) != NULL)
            version = strtol(line, NULL, 10);
        fclose(f);
        snprintf(bin, sizeof(bin), YM_CLUSTER_DEBIAN "%ld/bin", version);
        if (has_binaries(c, bin, strlen(bin)))
            return YM_E_OK;
    }
    if (!search(c))
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "PostgreSQL is not installed: apt-get install postgresql-%ld, or give --db "
                       "the address of a server",
                       version > 0 ? version : 15);
    if (version > 0 && ym_cluster_debian_version(c->bin) > 0)
        return ym_fail(reterr, YM_E_UNAVAILABLE,
                       "%s was made by PostgreSQL %ld, which is not installed: apt-get install "
                       "postgresql-%ld",
                       c->dir, version, version);
    return YM_E_OK;
}

/* ---- the interface ---- */

enum ym_err ym_cluster_open(struct ym_cluster *c, const char *dir, struct ym_error *reterr)
{
    char path[YM_CLUSTER_PATH_MAX];
    struct stat st;
    enum ym_err err;

    *c = (struct ym_cluster){ .lock = -1 };
    err = locate(c, dir, reterr);
    if (err == YM_E_OK)
        err = find_user(c, reterr);
    if (err == YM_E_OK)
        err = find_binaries(c, reterr);
    if (err == YM_E_OK)
        err = mark(c, reterr);
    path_of(c, "pg", path);
    if (err == YM_E_OK && stat(path, &st) != 0)
        err = ym_cluster_make(c, reterr);
    if (err == YM_E_OK)
        err = ym_cluster_configure(c, reterr);
    return err;
}

void ym_cluster_close(struct ym_cluster *c)
{
    if (c->lock >= 0)
        close(c->lock);
    c->lock = -1;
}

pid_t ym_cluster_pid(const struct ym_cluster *c, bool *ret_ready)
{
    char path[YM_CLUSTER_PATH_MAX];
    char text[1024];
    const char *line = text;
    FILE *f;
    size_t n;

    *ret_ready = false;
    path_of(c, "pg/postmaster.pid", path);
    f = fopen(path, "re");
    if (f == NULL)
        return 0;
    n = fread(text, 1, sizeof(text) - 1, f);
    fclose(f);
    text[n] = '\0';
    /* The eighth line is the state; before the server has written it there are fewer. */
    for (int i = 1; i < 8 && line != NULL; i++) {
        line = strchr(line, '\n');
        line = line != NULL ? line + 1 : NULL;
    }
    *ret_ready = line != NULL && strncmp(line, "ready", 5) == 0;
    return (pid_t)strtol(text, NULL, 10);
}

void ym_cluster_complaint(const struct ym_cluster *c, char *text, size_t size)
{
    char path[YM_CLUSTER_PATH_MAX];
    char tail[4096];
    const char *found = NULL;
    FILE *f;
    size_t n = 0;

    path_of(c, "pg.log", path);
    f = fopen(path, "re");
    if (f != NULL) {
        if (fseek(f, -(long)(sizeof(tail) - 1), SEEK_END) != 0)
            rewind(f);
        n = fread(tail, 1, sizeof(tail) - 1, f);
        fclose(f);
    }
    tail[n] = '\0';
    for (const char *line = tail; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        const size_t length = end != NULL ? (size_t)(end - line) : strlen(line);
        const char *fatal = memmem(line, length, "FATAL:", 6);
        const char *error = memmem(line, length, "error:", 6);

        if (fatal != NULL || error != NULL)
            found = fatal != NULL ? fatal : error;
        line = end != NULL ? end + 1 : NULL;
    }
    if (found != NULL)
        snprintf(text, size, "%.*s", (int)strcspn(found, "\n"), found);
    else
        snprintf(text, size, "see %s", path);
}
