/* SPDX-License-Identifier: Apache-2.0 */
/* The scheduling of the server's process behind a connection. Which process that is, the connection
 * tells; that it is one of this machine, its parent does: the server that listens at the other end
 * of the socket, as the kernel knows it. A pooler's number, or one of another namespace, has
 * another parent or none. */
#define _GNU_SOURCE /* struct ucred, SCHED_IDLE */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "conn_private.h"
#include "pg/conn.h"

#define STAT_BYTES_MAX 512 /* of /proc/PID/stat as far as the parent */

/* The parent of a process; -1: there is no such process to be seen. */
static pid_t parent_of(pid_t pid)
{
    char path[32];
    char text[STAT_BYTES_MAX];
    const char *at;
    ssize_t n = -1;
    int fd;

    (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        n = read(fd, text, sizeof(text) - 1);
        (void)close(fd);
    }
    if (n <= 0)
        return -1;
    text[n] = '\0';
    at = strrchr(text, ')'); /* behind the name, which may hold anything: a space, the state, it */
    return at == NULL || strlen(at) < 5 ? -1 : (pid_t)strtol(at + 4, NULL, 10);
}

bool ym_conn_step_aside(struct ym_conn *c)
{
    const struct sched_param none = { 0 };
    const pid_t pid = PQbackendPID(c->pg);
    struct ucred peer = { .pid = 0 };
    socklen_t n = sizeof(peer);

    if (pid <= 0 || getsockopt(PQsocket(c->pg), SOL_SOCKET, SO_PEERCRED, &peer, &n) != 0 ||
        peer.pid <= 0 || parent_of(pid) != peer.pid)
        return false;
    return sched_setscheduler(pid, SCHED_IDLE, &none) == 0;
}
