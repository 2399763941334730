/* SPDX-License-Identifier: Apache-2.0 */
/* The directory of a private server: whose it is, where the binaries are, making the cluster. */
#ifndef YM_PG_CLUSTER_H
#define YM_PG_CLUSTER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "pg/private.h"

#define YM_CLUSTER_PATH_MAX 256 /* DIR and the longest name below it; also a folder of binaries */

struct ym_cluster {
    char dir[YM_CLUSTER_PATH_MAX]; /* absolute, without a link */
    char bin[YM_CLUSTER_PATH_MAX]; /* folder of initdb and postgres */
    uid_t uid;                     /* user that runs the server */
    gid_t gid;                     /* its group */
    bool is_dropping;              /* we are root and it is not */
    int lock;                      /* descriptor of DIR/yima-data, locked; -1 when not */
};

/* Find, check, mark and lock the directory, making it when it is not there; then make the cluster
 * when there is none, and write its settings. */
__attribute__((warn_unused_result)) enum ym_err
ym_cluster_open(struct ym_cluster *c, const char *dir, struct ym_error *reterr);
void ym_cluster_close(struct ym_cluster *c); /* unlock */

/* The pid in postmaster.pid, 0 when there is none; *ret_ready: does it take connections? */
pid_t ym_cluster_pid(const struct ym_cluster *c, bool *ret_ready);

/* The last complaint in DIR/pg.log, or what to read when there is none. */
void ym_cluster_complaint(const struct ym_cluster *c, char *text, size_t size);

/* Start a program of c->bin as the server's user, in a session of its own, with DIR as its working
 * directory, DIR/pg.log as its output and `in` (-1: nothing) as its input. signal is sent to it
 * when this thread ends. Returns its pid or -1. It exits with YM_CLUSTER_UNREACHABLE when its user
 * cannot enter DIR, 127 when the program cannot be run. */
#define YM_CLUSTER_UNREACHABLE 126
pid_t ym_cluster_spawn(const struct ym_cluster *c, char *const argv[], int in, int signal);

/* The version of PostgreSQL whose folder, by Debian's naming, this is; 0 for a folder elsewhere. */
#define YM_CLUSTER_DEBIAN "/usr/lib/postgresql/"
int ym_cluster_debian_version(const char *bin);

/* cluster_make.c: initdb, the database and the settings. */
__attribute__((warn_unused_result)) enum ym_err ym_cluster_make(const struct ym_cluster *c,
                                                                struct ym_error *reterr);
__attribute__((warn_unused_result)) enum ym_err ym_cluster_configure(const struct ym_cluster *c,
                                                                     struct ym_error *reterr);

#endif
