/* SPDX-License-Identifier: Apache-2.0 */
/* The pipelined link when something breaks: killed backends, frozen hosts, deadlines, standbys. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link_bed.h"

#define SLOW "select 1 from pg_sleep(60)" /* longer than any of these tests waits */

static int set_up(void **state)
{
    return bed_set_up(state, "t_link_lost");
}

/* Run one read, which shows that the link is up, and its backend's pid. */
static int64_t ping(struct bed *b)
{
    struct job j;

    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, NULL, "select pg_backend_pid()");
    job_submit(&j);
    bed_run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_COMMITTED);
    return j.number;
}

static void stop_loop(void *arg)
{
    struct bed *b = arg;

    ym_loop_stop(b->loop);
}

static void kill_backends(void *arg)
{
    struct bed *b = arg;

    test_db_run(b->conn, "select pg_terminate_backend(pid) from pg_stat_activity "
                         "where datname = current_database() and pid <> pg_backend_pid()");
}

/* Kill the backend that sleeps in a statement, once there is one. */
static void kill_sleeper(void *arg)
{
    struct bed *b = arg;

    test_db_run(b->conn, "select pg_terminate_backend(pid) from pg_stat_activity "
                         "where datname = current_database() and wait_event = 'PgSleep'");
}

/* A backend that is killed with units in flight: all of them are in doubt (reads are not), none is
 * told twice, and the link comes back by itself with its statements prepared anew. */
static void test_backend_killed(void **state)
{
    struct bed *b = *state;
    struct job j[4];
    int64_t first;

    bed_open_link(b, (struct ym_link_options){ 0 });
    first = ping(b);
    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 1);
    job_submit(&j[0]);
    bed_run_until(b, 1);

    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 2);
    job_sql(&j[0], NULL, SLOW);
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 3);
    job_init(&j[2], b, YM_UNIT_SINGLE);
    job_insert(&j[2], 4);
    job_init(&j[3], b, YM_UNIT_READ);
    job_sql(&j[3], NULL, "select 1");
    for (size_t i = 0; i < 4; i++)
        job_submit(&j[i]);
    bed_every(b, 20, kill_sleeper);
    bed_run_until(b, 4);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_string_equal(j[0].outcome.sqlstate, "57P01");
    assert_int_equal(j[1].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_int_equal(j[2].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_int_equal(j[3].outcome.verdict, YM_VERDICT_NOT_SENT);
    assert_int_equal(j[3].outcome.class, YM_SQL_UNAVAILABLE);
    assert_int_equal(b->downs, 1);

    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 5);
    job_submit(&j[0]);
    bed_run_until(b, 1);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_COMMITTED);
    assert_int_not_equal(ping(b), first);
    assert_int_equal(test_db_number(b->conn, "select sum(id)::bigint from t"), 6);
}

/* A backend that is killed while the link has nothing to do. */
static void test_idle_killed(void **state)
{
    struct bed *b = *state;
    int64_t first;

    bed_open_link(b, (struct ym_link_options){ 0 });
    first = ping(b);
    kill_backends(b);
    bed_every(b, 10, stop_loop);
    while (b->downs == 0)
        ym_loop_run(b->loop);
    bed_every(b, 0, NULL);
    assert_int_not_equal(ping(b), first);
}

/* A listening socket that takes connections and never answers: a frozen host. */
static int frozen_host(int *ret_port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof(a);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &n), 0);
    *ret_port = ntohs(a.sin_port);
    return fd;
}

/* host=… of the fixture's connection string, which has no quotes. */
static void fixture_host(char host[128])
{
    const char *at = strstr(getenv("YIMA_TEST_PG"), "host=");

    assert_non_null(at);
    at += strlen("host=");
    snprintf(host, 128, "%.*s", (int)strcspn(at, " "), at);
}

/* First host frozen, second refusing, third good: submit before connect, and it arrives. */
static void test_host_rotation(void **state)
{
    struct bed *b = *state;
    char conninfo[400];
    char host[128];
    struct ym_link_gauges g;
    int port;
    const int fd = frozen_host(&port);

    fixture_host(host);
    snprintf(conninfo, sizeof(conninfo),
             "host=127.0.0.1,127.0.0.1,%s port=%d,1,5432 user=yima dbname=t_link_lost "
             "sslmode=disable",
             host, port);
    bed_open_link(b, (struct ym_link_options){ .conninfo = conninfo, .connect_ms = 1000 });
    ping(b);
    ym_link_gauges_get(b->link, &g);
    assert_string_equal(g.host, host);
    assert_int_equal(g.connects, 1);
    assert_string_not_equal(g.why, "");
    close(fd);
}

/* No host at all: the unit is answered at its deadline, not sooner. */
static void test_nobody_there(void **state)
{
    struct bed *b = *state;
    struct job j;
    uint64_t begun;
    uint64_t spent;

    bed_open_link(b,
                  (struct ym_link_options){ .conninfo = "host=/nonexistent", .deadline_ms = 500 });
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_insert(&j, 1);
    job_submit(&j);
    begun = ym_loop_monotonic_ms(b->loop);
    bed_run_until(b, 1);
    spent = ym_loop_monotonic_ms(b->loop) - begun;
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    assert_true(spent >= 400);
}

/* One unit with one statement, as often as it was not sent: a slow machine may take longer to
 * connect than the short deadlines of these tests allow. */
static void run_sent(struct bed *b, struct job *j, const char *sql)
{
    do {
        job_init(j, b, YM_UNIT_TRANSACTION);
        job_sql(j, NULL, sql);
        job_submit(j);
        bed_run_until(b, 1);
    } while (j->outcome.verdict == YM_VERDICT_NOT_SENT);
}

/* The server's own timeout ends a statement before the deadline takes the link. */
static void test_statement_timeout(void **state)
{
    struct bed *b = *state;
    struct job j;

    bed_open_link(b, (struct ym_link_options){ .deadline_ms = 10000 });
    run_sent(b, &j, SLOW);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_FAILED);
    assert_string_equal(j.outcome.sqlstate, "57014");
    assert_int_equal(j.outcome.class, YM_SQL_UNAVAILABLE);
    assert_int_equal(b->downs, 0);
}

/* Without that timeout (unprepared: nothing is set on a pooler) the deadline drops the link, and a
 * fresh one serves what comes next. */
static void test_deadline(void **state)
{
    struct bed *b = *state;
    struct job j[2];
    size_t downs;

    bed_open_link(b, (struct ym_link_options){ .deadline_ms = 1000, .is_unprepared = true });
    run_sent(b, &j[0], "select 1");
    do {
        downs = b->downs;
        job_init(&j[0], b, YM_UNIT_TRANSACTION);
        job_sql(&j[0], NULL, SLOW);
        job_init(&j[1], b, YM_UNIT_READ);
        job_sql(&j[1], NULL, "select 1");
        job_submit(&j[0]);
        job_submit(&j[1]);
        bed_run_until(b, 2);
        assert_int_equal(j[1].outcome.verdict, YM_VERDICT_NOT_SENT);
    } while (j[0].outcome.verdict == YM_VERDICT_NOT_SENT);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_string_equal(j[0].outcome.sqlstate, "");
    assert_int_equal(b->downs, downs + 1);
    assert_non_null(strstr(b->why, "deadline"));
    do
        run_sent(b, &j[0], "select 1");
    while (j[0].outcome.verdict != YM_VERDICT_COMMITTED);
}

static void cancel_backends(void *arg)
{
    struct bed *b = arg;

    test_db_run(b->conn, "select pg_cancel_backend(pid) from pg_stat_activity "
                         "where wait_event = 'SyncRep'");
}

/* The wait for a standby that is not there is cancelled: the server answers COMMIT, the link does
 * not. */
static void test_unreplicated(void **state)
{
    struct bed *b = *state;
    struct job j;
    int64_t n = 0;

    bed_open_link(b, (struct ym_link_options){ 0 });
    ping(b);
    test_db_run(b->conn, "alter system set synchronous_standby_names = 'nobody'");
    test_db_run(b->conn, "select pg_reload_conf()");
    do { /* until the server has taken the setting */
        job_init(&j, b, YM_UNIT_TRANSACTION);
        job_insert(&j, ++n);
        job_submit(&j);
        bed_every(b, 100, cancel_backends);
        bed_run_until(b, 1);
    } while (j.outcome.verdict == YM_VERDICT_COMMITTED && n < 1000);
    test_db_run(b->conn, "alter system reset synchronous_standby_names");
    test_db_run(b->conn, "select pg_reload_conf()");
    assert_int_equal(j.outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_int_equal(test_db_number(b->conn, "select count(*) from t"), n);
    assert_int_equal(b->downs, 0);
}

/* A primary that becomes read-only: the unit fails as unavailable and the link looks for another
 * session; a read-only one is not accepted. */
static void test_read_only(void **state)
{
    struct bed *b = *state;
    struct job j;

    bed_open_link(b, (struct ym_link_options){ .deadline_ms = 2000 });
    do { /* until it was connected within the deadline */
        job_init(&j, b, YM_UNIT_TRANSACTION);
        job_sql(&j, NULL, "set transaction read only");
        job_insert(&j, 1);
        job_submit(&j);
        bed_run_until(b, 1);
    } while (j.outcome.verdict == YM_VERDICT_NOT_SENT);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_FAILED);
    assert_string_equal(j.outcome.sqlstate, "25006");
    assert_int_equal(j.outcome.class, YM_SQL_UNAVAILABLE);

    test_db_run(b->conn, "alter database t_link_lost set default_transaction_read_only = on");
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_insert(&j, 2);
    job_submit(&j);
    bed_run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    test_db_run(b->conn, "begin; set transaction read write;"
                         "alter database t_link_lost set default_transaction_read_only = off;"
                         "commit");
    do {
        job_init(&j, b, YM_UNIT_TRANSACTION);
        job_insert(&j, 2);
        job_submit(&j);
        bed_run_until(b, 1);
    } while (j.outcome.verdict == YM_VERDICT_NOT_SENT);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_COMMITTED);
}

/* Somebody resets the session behind the link's back: one retry, then it works. */
static void test_discarded(void **state)
{
    struct bed *b = *state;
    struct job j;

    bed_open_link(b, (struct ym_link_options){ 0 });
    for (int64_t i = 1; i <= 4; i++) {
        job_init(&j, b, YM_UNIT_SINGLE);
        if (i == 2)
            job_sql(&j, NULL, "deallocate all");
        else
            job_insert(&j, i);
        job_submit(&j);
        bed_run_until(b, 1);
        assert_int_equal(j.outcome.verdict, i == 3 ? YM_VERDICT_FAILED : YM_VERDICT_COMMITTED);
        assert_int_equal(j.outcome.class, i == 3 ? YM_SQL_RETRY : YM_SQL_NONE);
    }
}

/* Closing while connecting, and while waiting to connect. */
static void test_close_unconnected(void **state)
{
    struct bed *b = *state;
    char conninfo[100];
    int port;
    const int fd = frozen_host(&port);
    struct job j;

    snprintf(conninfo, sizeof(conninfo), "host=127.0.0.1 port=%d sslmode=disable", port);
    bed_open_link(b, (struct ym_link_options){ .conninfo = conninfo });
    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, NULL, "select 1");
    job_submit(&j);
    bed_every(b, 50, stop_loop);
    ym_loop_run(b->loop);
    bed_every(b, 0, NULL);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_CONNECTING);
    ym_link_close(b->link, NULL, NULL);
    b->link = NULL;
    bed_run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    close(fd);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, bed_tear_down)
    const struct CMUnitTest tests[] = {
        T(test_backend_killed),    T(test_idle_killed),       T(test_host_rotation),
        T(test_nobody_there),      T(test_statement_timeout), T(test_deadline),
        T(test_unreplicated),      T(test_read_only),         T(test_discarded),
        T(test_close_unconnected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
