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

#include "loop/loop.h"
#include "pg/bin.h"
#include "pg/link.h"
#include "test_db.h"

struct bed {
    const char *conninfo;
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_conn *conn;    /* a second pair of eyes */
    struct ym_timer *guard;  /* ends a test that hangs */
    struct ym_timer *action; /* what happens in the middle */
    size_t expected;         /* verdicts to wait for */
    size_t done;             /* verdicts so far */
    size_t downs;            /* calls of on_state(false) */
    bool is_up;
    char why[200]; /* from on_state(false) */
};

struct job {
    struct ym_pg_unit unit;
    struct ym_statement s[3];
    struct ym_param p;
    struct ym_scalar v;
    struct bed *bed;
    struct ym_outcome outcome;
    int64_t number;
};

static void on_guard(void *arg)
{
    (void)arg;
    fputs("the test hangs\n", stderr);
    abort();
}

static void on_state(void *arg, bool is_up, const char *why)
{
    struct bed *b = arg;

    assert_int_not_equal(b->is_up, is_up); /* once per change */
    b->is_up = is_up;
    b->downs += !is_up;
    if (!is_up)
        snprintf(b->why, sizeof(b->why), "%s", why);
}

static void open_link(struct bed *b, struct ym_link_options o)
{
    struct ym_error e = { .text = "" };

    if (o.conninfo == NULL)
        o.conninfo = b->conninfo;
    o.on_state = on_state;
    o.arg = b;
    b->link = ym_link_open(b->loop, &o, &e);
    if (b->link == NULL)
        fail_msg("%s", e.text);
}

static void nothing(void *arg)
{
    (void)arg;
}

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof(*b));

    b->conninfo = test_db_make("t_link_lost");
    b->conn = test_db_connect(b->conninfo);
    test_db_run(b->conn, "create table t(id bigint primary key)");
    b->loop = ym_loop_new(0, NULL);
    b->guard = ym_timer_new(b->loop, on_guard, NULL);
    ym_timer_start(b->guard, 60000, 0);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *b = *state;

    ym_timer_free(b->guard);
    ym_timer_free(b->action);
    if (b->link != NULL)
        ym_link_close(b->link, nothing, b);
    ym_loop_free(b->loop);
    ym_conn_close(b->conn);
    test_db_drop("t_link_lost");
    free(b);
    return 0;
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct job *j = arg;

    (void)i;
    if (ym_rows_count(rows) > 0 && ym_rows_columns(rows) > 0)
        j->number = ym_rows_int(rows, 0, 0);
}

static void on_done(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    j->outcome = *o;
    j->outcome.text = NULL;
    if (++j->bed->done == j->bed->expected)
        ym_loop_stop(j->bed->loop);
}

static void job_init(struct job *j, struct bed *b, enum ym_unit_kind kind)
{
    memset(j, 0, sizeof(*j));
    j->bed = b;
    j->unit = (struct ym_pg_unit){
        .kind = kind, .statements = j->s, .on_rows = on_rows, .on_done = on_done, .arg = j
    };
}

static void job_sql(struct job *j, const char *sql)
{
    j->s[j->unit.n++] = (struct ym_statement){ .sql = sql };
}

static void job_insert(struct job *j, int64_t id)
{
    j->p = ym_param_i64(&j->v, id);
    j->s[j->unit.n++] = (struct ym_statement){
        .name = "insert_t", .sql = "insert into t values ($1)", .params = &j->p, .n_params = 1
    };
}

static void submit(struct job *j)
{
    assert_int_equal(ym_link_submit(j->bed->link, &j->unit), YM_E_OK);
}

static void run_until(struct bed *b, size_t expected)
{
    b->expected = expected;
    b->done = 0;
    ym_loop_run(b->loop);
    assert_int_equal(b->done, expected);
}

/* Run one read, which shows that the link is up, and its backend's pid. */
static int64_t ping(struct bed *b)
{
    struct job j;

    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, "select pg_backend_pid()");
    submit(&j);
    run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_COMMITTED);
    return j.number;
}

static void stop_loop(void *arg)
{
    struct bed *b = arg;

    ym_loop_stop(b->loop);
}

static void later(struct bed *b, uint64_t ms, ym_timer_fn *fn)
{
    ym_timer_free(b->action);
    b->action = ym_timer_new(b->loop, fn, b);
    ym_timer_start(b->action, ms, 0);
}

static void kill_backends(void *arg)
{
    struct bed *b = arg;

    test_db_run(b->conn, "select pg_terminate_backend(pid) from pg_stat_activity "
                         "where datname = current_database() and pid <> pg_backend_pid()");
}

/* A backend that is killed with units in flight: all of them are in doubt (reads are not), none is
 * told twice, and the link comes back by itself with its statements prepared anew. */
static void test_backend_killed(void **state)
{
    struct bed *b = *state;
    struct job j[4];
    int64_t first;

    open_link(b, (struct ym_link_options){ 0 });
    first = ping(b);
    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 1);
    submit(&j[0]);
    run_until(b, 1);

    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 2);
    job_sql(&j[0], "select 1 from pg_sleep(30)");
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 3);
    job_init(&j[2], b, YM_UNIT_SINGLE);
    job_insert(&j[2], 4);
    job_init(&j[3], b, YM_UNIT_READ);
    job_sql(&j[3], "select 1");
    for (size_t i = 0; i < 4; i++)
        submit(&j[i]);
    later(b, 200, kill_backends);
    run_until(b, 4);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_string_equal(j[0].outcome.sqlstate, "57P01");
    assert_int_equal(j[1].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_int_equal(j[2].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_int_equal(j[3].outcome.verdict, YM_VERDICT_NOT_SENT);
    assert_int_equal(j[3].outcome.class, YM_SQL_UNAVAILABLE);
    assert_int_equal(b->downs, 1);

    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_insert(&j[0], 5);
    submit(&j[0]);
    run_until(b, 1);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_COMMITTED);
    assert_int_not_equal(ping(b), first);
    assert_int_equal(test_db_number(b->conn, "select sum(id)::bigint from t"), 6);
}

/* A backend that is killed while the link has nothing to do. */
static void test_idle_killed(void **state)
{
    struct bed *b = *state;
    int64_t first;

    open_link(b, (struct ym_link_options){ 0 });
    first = ping(b);
    kill_backends(b);
    while (b->downs == 0) {
        later(b, 10, stop_loop);
        ym_loop_run(b->loop);
    }
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
    open_link(b, (struct ym_link_options){ .conninfo = conninfo, .connect_ms = 300 });
    ping(b);
    ym_link_gauges_get(b->link, &g);
    assert_string_equal(g.host, host);
    assert_int_equal(g.connects, 1);
    assert_string_not_equal(g.why, "");
    close(fd);
}

/* No host at all: the unit is answered at its deadline, not sooner and not much later. */
static void test_nobody_there(void **state)
{
    struct bed *b = *state;
    struct job j;
    uint64_t begun;
    uint64_t spent;

    open_link(b, (struct ym_link_options){ .conninfo = "host=/nonexistent", .deadline_ms = 500 });
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_insert(&j, 1);
    submit(&j);
    begun = ym_loop_monotonic_ms(b->loop);
    run_until(b, 1);
    spent = ym_loop_monotonic_ms(b->loop) - begun;
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    assert_in_range(spent, 400, 3000);
}

/* The server's own timeout ends a statement before the deadline takes the link. */
static void test_statement_timeout(void **state)
{
    struct bed *b = *state;
    struct job j;

    open_link(b, (struct ym_link_options){ .deadline_ms = 1000 });
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_sql(&j, "select 1 from pg_sleep(30)");
    submit(&j);
    run_until(b, 1);
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

    open_link(b, (struct ym_link_options){ .deadline_ms = 500, .is_unprepared = true });
    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_sql(&j[0], "select 1 from pg_sleep(3)");
    job_init(&j[1], b, YM_UNIT_READ);
    job_sql(&j[1], "select 1");
    submit(&j[0]);
    submit(&j[1]);
    run_until(b, 2);
    assert_int_equal(j[0].outcome.verdict, YM_VERDICT_IN_DOUBT);
    assert_string_equal(j[0].outcome.sqlstate, "");
    assert_int_equal(j[1].outcome.verdict, YM_VERDICT_NOT_SENT);
    assert_int_equal(b->downs, 1);
    assert_non_null(strstr(b->why, "deadline"));
    ping(b);
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

    open_link(b, (struct ym_link_options){ 0 });
    ping(b);
    test_db_run(b->conn, "alter system set synchronous_standby_names = 'nobody'");
    test_db_run(b->conn, "select pg_reload_conf()");
    do { /* until the server has taken the setting */
        job_init(&j, b, YM_UNIT_TRANSACTION);
        job_insert(&j, ++n);
        submit(&j);
        later(b, 300, cancel_backends);
        run_until(b, 1);
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

    open_link(b, (struct ym_link_options){ .deadline_ms = 800 });
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_sql(&j, "set transaction read only");
    job_insert(&j, 1);
    submit(&j);
    run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_FAILED);
    assert_string_equal(j.outcome.sqlstate, "25006");
    assert_int_equal(j.outcome.class, YM_SQL_UNAVAILABLE);

    test_db_run(b->conn, "alter database t_link_lost set default_transaction_read_only = on");
    job_init(&j, b, YM_UNIT_TRANSACTION);
    job_insert(&j, 2);
    submit(&j);
    run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    test_db_run(b->conn, "begin; set transaction read write;"
                         "alter database t_link_lost set default_transaction_read_only = off;"
                         "commit");
    for (int i = 0; i < 20 && j.outcome.verdict != YM_VERDICT_COMMITTED; i++) {
        job_init(&j, b, YM_UNIT_TRANSACTION);
        job_insert(&j, 2);
        submit(&j);
        run_until(b, 1);
    }
    assert_int_equal(j.outcome.verdict, YM_VERDICT_COMMITTED);
}

/* Somebody resets the session behind the link's back: one retry, then it works. */
static void test_discarded(void **state)
{
    struct bed *b = *state;
    struct job j;

    open_link(b, (struct ym_link_options){ 0 });
    for (int64_t i = 1; i <= 4; i++) {
        job_init(&j, b, YM_UNIT_SINGLE);
        if (i == 2)
            job_sql(&j, "deallocate all");
        else
            job_insert(&j, i);
        submit(&j);
        run_until(b, 1);
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
    open_link(b, (struct ym_link_options){ .conninfo = conninfo });
    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, "select 1");
    submit(&j);
    later(b, 50, stop_loop);
    ym_loop_run(b->loop);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_CONNECTING);
    ym_link_close(b->link, NULL, NULL);
    b->link = NULL;
    run_until(b, 1);
    assert_int_equal(j.outcome.verdict, YM_VERDICT_NOT_SENT);
    close(fd);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(test_backend_killed),    T(test_idle_killed),       T(test_host_rotation),
        T(test_nobody_there),      T(test_statement_timeout), T(test_deadline),
        T(test_unreplicated),      T(test_read_only),         T(test_discarded),
        T(test_close_unconnected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
