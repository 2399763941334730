/* SPDX-License-Identifier: Apache-2.0 */
/* The private PostgreSQL: a server of our own in one directory, for one machine, demos and tests.
 *
 *   DIR/            0700, of the user that runs the server
 *   DIR/yima-data   marks the directory as ours; locked while in use
 *   DIR/pg/         the cluster: checksums, UTF8, C.UTF-8; DIR/pg/local.conf is the user's to edit
 *   DIR/pg.log      the server's own log
 *   DIR/.s.PGSQL.*  the socket, the only way in
 *
 * The server is a child of this process in a session of its own, so ^C does not reach it. When this
 * process dies in any way, the kernel sends it SIGINT and it shuts down in good order. Since that
 * signal comes when the *thread* that started it ends, open and poll on the main thread only. One
 * in a process: it becomes the subreaper of what a killed server leaves behind, and ends that.
 *
 * PostgreSQL refuses to run as root. Started by root, it runs as the owner of DIR/pg, or as user
 * `postgres` when there is no cluster yet; not as `nobody`, whose files every other program that
 * runs as nobody could read. Started by anybody else, it runs as that user. */
#ifndef YM_PG_PRIVATE_H
#define YM_PG_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"

#define YM_PRIVATE_DIR_BYTES_MAX  80    /* of the absolute path: a socket address holds 107 bytes */
#define YM_PRIVATE_LEFTOVER_MS    5000  /* for the server of a killed yima to stop */
#define YM_PRIVATE_START_MS       60000 /* for the server to become ready, recovery included */
#define YM_PRIVATE_STOP_MS        10000 /* for a fast shutdown before an immediate one */
#define YM_PRIVATE_BACKOFF_MS_MIN 50    /* first wait before a dead server is started again */
#define YM_PRIVATE_BACKOFF_MS_MAX 5000  /* longest wait */

#define YM_PRIVATE_CONNINFO_MAX 512 /* bytes of a connection string with its NUL */

struct ym_private; /* owned by the composition root */

#define YM_PRIVATE_STATES(X) X(STARTING) X(READY) X(DEAD)

enum ym_private_state {
#define X(name) YM_PRIVATE_##name,
    YM_PRIVATE_STATES(X)
#undef X
};

/* Make the directory and the cluster when they are not there, start the server, wait until it is
 * ready. Blocks: about 1 s the first time, 0.1 s later, longer after a crash. NULL with *reterr
 * saying what to do: PostgreSQL not installed, directory too long, not ours, not writable or of
 * another user, or a server in it that was not started by yima; YM_E_BUSY when it is in use by
 * another yima, which can be joined. */
__attribute__((warn_unused_result)) struct ym_private *ym_private_open(const char *dir,
                                                                       struct ym_error *reterr);

/* Was a private server ever made in dir? Looks, and makes nothing. */
bool ym_private_exists(const char *dir);

/* Join the server that another yima runs in dir, as its client: writes how to connect. The other
 * one goes on to own the server, and stops it when it ends. Waits until the server answers, for up
 * to YM_PRIVATE_START_MS while its owner is just starting it. NOT_FOUND when no yima runs there, or
 * no longer: then the server may be opened. UNAVAILABLE when it does not answer in time, FORBIDDEN
 * when this user may not look into dir. */
__attribute__((warn_unused_result)) enum ym_err
ym_private_join(const char *dir, char *conninfo, size_t size, struct ym_error *reterr);

/* How to connect: a libpq keyword string. Lives until ym_private_close(). */
const char *ym_private_conninfo(const struct ym_private *p);

/* Look after the server without blocking; call every 200 ms or so while the loop runs. A server
 * that died is started again with back-off: READY -> DEAD -> STARTING -> READY. */
enum ym_private_state ym_private_poll(struct ym_private *p);

pid_t ym_private_pid(const struct ym_private *p); /* of the server; 0 while DEAD */
unsigned
ym_private_restarts(const struct ym_private *p); /* times the server had to be started again */

/* Stop the server (clients are sent away, commits are kept), unlock, free. Blocks, 20 ms as a rule;
 * when a fast shutdown takes over YM_PRIVATE_STOP_MS, an immediate one follows and the next start
 * recovers. NULL is legal. */
void ym_private_close(struct ym_private *p);

#endif
