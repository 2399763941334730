/* SPDX-License-Identifier: Apache-2.0 */
/* A job's connection steps aside: the server's own process of it does, and no other. */
#define _GNU_SOURCE /* SCHED_IDLE */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <libpq-fe.h>

#include "conn_private.h"
#include "test_db.h"

#define PIECE 65536

static const char *conninfo;

static int set_up(void **state)
{
    conninfo = test_db_make("t_aside");
    *state = test_db_connect(conninfo);
    return 0;
}

static int tear_down(void **state)
{
    ym_conn_close(*state);
    test_db_drop("t_aside");
    return 0;
}

static int policy_of(struct ym_conn *c)
{
    return sched_getscheduler(PQbackendPID(c->pg));
}

static void test_aside(void **state)
{
    struct ym_conn *c = *state;
    struct ym_conn *other = test_db_connect(conninfo);

    assert_int_equal(policy_of(c), SCHED_OTHER);
    assert_true(ym_conn_step_aside(c));
    assert_int_equal(policy_of(c), SCHED_IDLE);
    assert_true(ym_conn_step_aside(c)); /* twice is once */
    assert_int_equal(policy_of(other), SCHED_OTHER);
    assert_int_equal(sched_getscheduler(0), SCHED_OTHER);
    assert_int_equal(test_db_number(c, "select 7::bigint"), 7);
    ym_conn_close(other);
}

/* ---- Behind a pooler ---- */

static int socket_at(const char *path, struct sockaddr_un *at)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    assert_true(fd >= 0 && strlen(path) < sizeof(at->sun_path));
    *at = (struct sockaddr_un){ .sun_family = AF_UNIX };
    memcpy(at->sun_path, path, strlen(path));
    return fd;
}

/* Hand on what comes from one until it ends; false: it has. */
static bool hand_on(int from, int to)
{
    static char piece[PIECE];
    const ssize_t n = read(from, piece, sizeof(piece));

    return n > 0 && write(to, piece, (size_t)n) == n;
}

/* One client, served by one connection of its own to the server. */
static void pool(int listening, const char *server)
{
    struct sockaddr_un at;
    const int out = socket_at(server, &at);
    const int in = accept(listening, NULL, NULL);
    struct pollfd both[] = { { .fd = in, .events = POLLIN }, { .fd = out, .events = POLLIN } };

    if (in < 0 || connect(out, (struct sockaddr *)&at, sizeof(at)) != 0)
        _exit(1);
    while (poll(both, 2, -1) > 0) {
        if ((both[0].revents != 0 && !hand_on(in, out)) ||
            (both[1].revents != 0 && !hand_on(out, in)))
            _exit(0);
    }
    _exit(1);
}

/* The number that the server told is its own, but who listens here is not its server. */
static void test_pooler(void **state)
{
    const struct ym_conn *direct = *state;
    char folder[] = "/tmp/yima-aside-XXXXXX";
    char path[108], server[108], through[300];
    struct sockaddr_un at;
    struct ym_conn *c;
    int listening;
    pid_t pooler;

    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof(path), "%s/.s.PGSQL.%s", folder, PQport(direct->pg));
    (void)snprintf(server, sizeof(server), "%s/.s.PGSQL.%s", PQhost(direct->pg),
                   PQport(direct->pg));
    listening = socket_at(path, &at);
    assert_int_equal(bind(listening, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(listen(listening, 1), 0);
    pooler = fork();
    if (pooler == 0)
        pool(listening, server);
    (void)snprintf(through, sizeof(through), "%s host=%s", conninfo, folder);
    c = test_db_connect(through);
    assert_false(ym_conn_step_aside(c));
    assert_int_equal(policy_of(c), SCHED_OTHER);
    assert_int_equal(test_db_number(c, "select 7::bigint"), 7);
    ym_conn_close(c);
    assert_int_equal(waitpid(pooler, NULL, 0), pooler);
    (void)close(listening);
    (void)unlink(path);
    (void)rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_aside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_pooler, set_up, tear_down),
    };

    return cmocka_run_group_tests_name("aside", tests, NULL, NULL);
}
