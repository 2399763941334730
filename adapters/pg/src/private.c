/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "pg/private.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cluster.h"

#define LOG_BYTES_MAX (1 << 20) /* a larger pg.log becomes pg.log.old at the next open */
#define STEP_MS       5         /* between two looks while blocking */

struct ym_private {
    struct ym_cluster cluster; /* locked while this exists */
    enum ym_private_state state;
    pid_t pid;          /* of the server, 0 while DEAD */
    unsigned restarts;  /* starts after the first */
    unsigned failures;  /* deaths since it was last ready for a while */
    uint64_t ready_ms;  /* when it became ready */
    uint64_t next_ms;   /* DEAD: when to start again */
    int status;         /* of the server that died last, from waitpid() */
    char conninfo[512]; /* how to connect */
};

static uint64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static void nap(void)
{
    const struct timespec t = { .tv_nsec = STEP_MS * 1000000L };

    nanosleep(&t, NULL);
}

/* host='DIR' with the quoting of libpq's keyword strings. */
static void write_conninfo(struct ym_private *p)
{
    char host[2 * YM_PRIVATE_DIR_BYTES_MAX + 1];
    size_t n = 0;

    for (const char *at = p->cluster.dir; *at != '\0' && n + 2 < sizeof(host); at++) {
        if (*at == '\'' || *at == '\\')
            host[n++] = '\\';
        host[n++] = *at;
    }
    host[n] = '\0';
    snprintf(p->conninfo, sizeof(p->conninfo), "host='%s' port=5432 user=yima dbname=yima", host);
}

/* ---- a server that is already there ---- */

static bool is_postgres(pid_t pid)
{
    char path[64];
    char name[32] = "";
    FILE *f;

    snprintf(path, sizeof(path), "/proc/%ld/comm", (long)pid);
    f = fopen(path, "re");
    if (f == NULL)
        return false;
    if (fgets(name, sizeof(name), f) == NULL)
        name[0] = '\0';
    fclose(f);
    return strncmp(name, "postgres", 8) == 0;
}

/* Wait for the server of a killed yima to go: the kernel has told it to. We hold the lock, so no
 * living yima owns it. In a container a pid of an earlier life may by now be somebody else's, on
 * which postgres would refuse to start: such a pid file is removed. */
static enum ym_err wait_leftover(struct ym_private *p, struct ym_error *reterr)
{
    const uint64_t end = now_ms() + YM_PRIVATE_LEFTOVER_MS;
    char path[2 * YM_CLUSTER_PATH_MAX];
    bool ready;
    pid_t pid = ym_cluster_pid(&p->cluster, &ready);

    while (pid > 0 && is_postgres(pid) && now_ms() < end) {
        nap();
        pid = ym_cluster_pid(&p->cluster, &ready);
    }
    if (pid > 0 && is_postgres(pid))
        return ym_fail(reterr, YM_E_CONFLICT,
                       "a PostgreSQL (pid %ld) runs in %s that this yima did not start: stop it "
                       "with kill -INT %ld, or give --data another directory",
                       (long)pid, p->cluster.dir, (long)pid);
    if (pid > 0 && (kill(pid, 0) == 0 || errno == EPERM)) {
        snprintf(path, sizeof(path), "%s/pg/postmaster.pid", p->cluster.dir);
        if (unlink(path) != 0)
            return ym_fail(reterr, YM_E_INVALID, "cannot remove %s: %s", path, strerror(errno));
    }
    return YM_E_OK;
}

/* ---- the child ---- */

static void start(struct ym_private *p)
{
    char socket[YM_CLUSTER_PATH_MAX + 32];
    char *argv[] = { (char[]){ "postgres" },
                     (char[]){ "-D" },
                     (char[]){ "pg" },
                     (char[]){ "-c" },
                     (char[]){ "listen_addresses=" },
                     (char[]){ "-c" },
                     socket,
                     (char[]){ "-c" },
                     (char[]){ "unix_socket_permissions=0700" },
                     (char[]){ "-c" },
                     (char[]){ "port=5432" },
                     NULL };
    pid_t pid;

    snprintf(socket, sizeof(socket), "unix_socket_directories=\"%s\"", p->cluster.dir);
    pid = ym_cluster_spawn(&p->cluster, argv, -1, SIGINT);
    if (pid < 0) { /* no memory or no process left: as if it had died at once */
        p->next_ms = now_ms() + YM_PRIVATE_BACKOFF_MS_MAX;
        return;
    }
    p->pid = pid;
    p->state = YM_PRIVATE_STARTING;
}

/* Has the child ended? Notes its status. */
static bool reap(struct ym_private *p)
{
    const pid_t got = p->pid > 0 ? waitpid(p->pid, &p->status, WNOHANG) : 0;

    if (got == 0 || (got < 0 && errno != ECHILD))
        return false;
    p->pid = 0;
    p->state = YM_PRIVATE_DEAD;
    return true;
}

/* The child died by itself: set the time of the next start. One that served for longer than the
 * longest wait starts the back-off anew. */
static void died(struct ym_private *p)
{
    const uint64_t now = now_ms();
    uint64_t ms = YM_PRIVATE_BACKOFF_MS_MIN;

    if (p->ready_ms != 0 && now - p->ready_ms > YM_PRIVATE_BACKOFF_MS_MAX)
        p->failures = 0;
    p->ready_ms = 0;
    for (unsigned i = 0; i < p->failures && ms < YM_PRIVATE_BACKOFF_MS_MAX; i++)
        ms *= 2;
    p->failures++;
    p->next_ms = now + (ms < YM_PRIVATE_BACKOFF_MS_MAX ? ms : YM_PRIVATE_BACKOFF_MS_MAX);
}

/* Is pid a postgres whose parent we are? */
static bool is_our_postgres(pid_t pid)
{
    char path[64];
    char line[128] = ""; /* pid, name, state, parent, as in "4712 (postgres) S 4711 ..." */
    const char *name, *end;
    FILE *f;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
    f = fopen(path, "re");
    if (f == NULL)
        return false;
    if (fgets(line, sizeof(line), f) == NULL)
        line[0] = '\0';
    fclose(f);
    name = strchr(line, '(');
    end = strrchr(line, ')'); /* a name may hold brackets too */
    return name != NULL && end != NULL && strlen(end) > 4 && strncmp(name, "(postgres", 9) == 0 &&
           strtol(end + 4, NULL, 10) == (long)getpid();
}

/* When a server is killed, its processes go by themselves as soon as they wait for their client;
 * one whose client keeps it busy serves on without its server, and no new one can start beside it.
 * As the subreaper (see ym_private_open()) we inherit them: tell them to quit, as a server does
 * when one of its processes has crashed, and reap them. */
static void clear_orphans(const struct ym_private *p)
{
    DIR *d = opendir("/proc");
    const struct dirent *e;

    while (d != NULL && (e = readdir(d)) != NULL) {
        const pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);

        if (pid <= 0 || pid == p->pid || !is_our_postgres(pid))
            continue;
        kill(pid, SIGQUIT);
        waitpid(pid, NULL, WNOHANG);
    }
    if (d != NULL)
        closedir(d);
}

enum ym_private_state ym_private_poll(struct ym_private *p)
{
    bool ready;

    if (reap(p))
        died(p);
    if (p->state == YM_PRIVATE_DEAD)
        clear_orphans(p);
    if (p->state == YM_PRIVATE_DEAD && now_ms() >= p->next_ms) {
        p->restarts++;
        start(p);
    } else if (p->state == YM_PRIVATE_STARTING && ym_cluster_pid(&p->cluster, &ready) == p->pid &&
               ready) {
        p->state = YM_PRIVATE_READY;
        p->ready_ms = now_ms();
        clear_orphans(p); /* what ended since the last look */
    }
    return p->state;
}

/* Start and wait. A server that dies within the first seconds is tried again: the last processes of
 * one that was killed may still hold its shared memory. */
static enum ym_err start_first(struct ym_private *p, struct ym_error *reterr)
{
    const uint64_t begun = now_ms();
    char text[140];

    start(p);
    while (ym_private_poll(p) != YM_PRIVATE_READY) {
        const uint64_t spent = now_ms() - begun;

        if (spent > YM_PRIVATE_START_MS)
            return ym_fail(reterr, YM_E_UNAVAILABLE,
                           "PostgreSQL in %s is not ready after %d s: see its pg.log",
                           p->cluster.dir, YM_PRIVATE_START_MS / 1000);
        if (p->state == YM_PRIVATE_DEAD && p->pid == 0 && WIFEXITED(p->status) &&
            WEXITSTATUS(p->status) == YM_CLUSTER_UNREACHABLE)
            return ym_fail(reterr, YM_E_INVALID,
                           "the user with id %u, who runs PostgreSQL, cannot enter %s: choose "
                           "another --data, such as /var/lib/yima",
                           (unsigned)p->cluster.uid, p->cluster.dir);
        if (p->state == YM_PRIVATE_DEAD && spent > YM_PRIVATE_LEFTOVER_MS) {
            ym_cluster_complaint(&p->cluster, text, sizeof(text));
            return ym_fail(reterr, YM_E_UNAVAILABLE, "PostgreSQL does not start: %s", text);
        }
        nap();
    }
    p->restarts = 0;
    p->failures = 0;
    return YM_E_OK;
}

/* ---- the interface ---- */

static void turn_log(const struct ym_private *p)
{
    char log[2 * YM_CLUSTER_PATH_MAX];
    char old[2 * YM_CLUSTER_PATH_MAX];
    struct stat st;

    snprintf(log, sizeof(log), "%s/pg.log", p->cluster.dir);
    snprintf(old, sizeof(old), "%s/pg.log.old", p->cluster.dir);
    if (stat(log, &st) == 0 && st.st_size > LOG_BYTES_MAX)
        (void)!rename(log, old); /* a log that stays long harms nothing */
}

struct ym_private *ym_private_open(const char *dir, struct ym_error *reterr)
{
    struct ym_private *p = calloc(1, sizeof(*p));
    enum ym_err err;

    if (p == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the private server");
        return NULL;
    }
    p->state = YM_PRIVATE_DEAD;
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* what a killed server leaves becomes ours */
    err = ym_cluster_open(&p->cluster, dir, reterr);
    if (err == YM_E_OK)
        err = wait_leftover(p, reterr);
    if (err == YM_E_OK) {
        turn_log(p);
        write_conninfo(p);
        err = start_first(p, reterr);
    }
    if (err != YM_E_OK) {
        ym_private_close(p);
        return NULL;
    }
    return p;
}

const char *ym_private_conninfo(const struct ym_private *p)
{
    return p->conninfo;
}

pid_t ym_private_pid(const struct ym_private *p)
{
    return p->pid;
}

unsigned ym_private_restarts(const struct ym_private *p)
{
    return p->restarts;
}

/* Send a signal and wait; true when the child has gone. */
static bool stop(struct ym_private *p, int signal)
{
    const uint64_t end = now_ms() + YM_PRIVATE_STOP_MS;

    if (p->pid > 0)
        kill(p->pid, signal);
    while (p->pid > 0 && !reap(p) && now_ms() < end)
        nap();
    return p->pid == 0;
}

void ym_private_close(struct ym_private *p)
{
    if (p == NULL)
        return;
    /* SIGINT: fast; SIGQUIT: immediate; each leaves a cluster that starts again. */
    if (!stop(p, SIGINT) && !stop(p, SIGQUIT))
        stop(p, SIGKILL);
    ym_cluster_close(&p->cluster);
    free(p);
}
