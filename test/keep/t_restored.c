/* SPDX-License-Identifier: Apache-2.0 */
/* A database that comes to another cluster: every reader of the feed sees what it had not seen,
 * once and in the order of each dispute. The whole program and a real dump are in cli_restored.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "migrated.h"
#include "pg/restored.h"

static const char *conninfo;
static struct ym_conn *conn;

static int set_up(void **state)
{
    (void)state;
    conninfo = migrated_make("t_restored");
    conn = test_db_connect(conninfo);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ym_conn_close(conn);
    test_db_drop("t_restored");
    return 0;
}

/* 1000 disputes with five events each, of transactions far beyond those of this cluster, and four
 * subscriptions in the midst of them, two at the same place, one at the very beginning; a copy of
 * what each has still to see. */
static void fill(void)
{
    test_db_run(
        conn,
        "insert into outbox (bucket, xid, dispute_id, seq) select d % 1024, "
        "(7000000000 + s * 400 + d / 7)::text::xid8, d, s "
        "from generate_series(1, 1000) d, generate_series(1, 5) s; "
        "insert into subscription (subscription_id, url, label, topics, region, body_id, secret, "
        "is_active, stopped, created_at, made_by, fingerprint, cursor_xid, cursor_dispute, "
        "cursor_seq) select v.id, '', '', 0, 0, 0, '', true, 0, now(), "
        "decode(md5(v.id::text), 'hex'), decode(md5('f'), 'hex'), v.xid::text::xid8, v.d, v.s "
        "from (values (1, 7000000900, 700, 2), (2, 7000001203, 24, 3), (3, 7000001203, 24, 3), "
        "(4, 0, 0, 0)) v(id, xid, d, s); "
        "insert into feed_mark values ('7000000001', now()); "
        "create table unseen as select s.subscription_id, o.dispute_id, o.seq "
        "from subscription s join outbox o on (o.xid, o.dispute_id, o.seq) > "
        "(s.cursor_xid, s.cursor_dispute, s.cursor_seq)");
    assert_true(test_db_number(conn, "select count(*) from unseen where subscription_id = 2") >
                1000);
    assert_int_equal(test_db_number(conn, "select count(*) from unseen where subscription_id = 4"),
                     5000);
}

static void check(bool expected)
{
    struct ym_error why = { .text = "" };
    bool is_restored = !expected;

    if (pg_restored_check(conn, &is_restored, &why) != YM_E_OK)
        fail_msg("%s", why.text);
    assert_int_equal(is_restored, expected);
}

static void everybody_sees_the_rest_once(void)
{
    assert_int_equal(
        test_db_number(conn, "select count(*) from (select * from unseen full join "
                             "(select s.subscription_id, o.dispute_id, o.seq, true as is_now "
                             "from subscription s join outbox o on (o.xid, o.dispute_id, o.seq) > "
                             "(s.cursor_xid, s.cursor_dispute, s.cursor_seq)) n "
                             "using (subscription_id, dispute_id, seq)) x where is_now is null"),
        0);
    assert_int_equal(
        test_db_number(conn, "select count(*) - (select count(*) from unseen) from subscription s "
                             "join outbox o on (o.xid, o.dispute_id, o.seq) > "
                             "(s.cursor_xid, s.cursor_dispute, s.cursor_seq)"),
        0);
    /* Readers stop before what still runs, so all must be long over. */
    assert_int_equal(test_db_number(conn, "select count(*) from outbox where xid >= "
                                          "pg_snapshot_xmin(pg_current_snapshot())"),
                     0);
    assert_int_equal(test_db_number(conn, "select count(*) from outbox a join outbox b "
                                          "using (bucket, dispute_id) "
                                          "where a.seq < b.seq and a.xid > b.xid"),
                     0);
    assert_int_equal(test_db_number(conn, "select count(*) from outbox"), 5000);
}

static void the_same_cluster_changes_nothing(void **state)
{
    (void)state;
    fill();
    check(false);
    assert_true(test_db_number(conn, "select min(xid)::text::bigint from outbox") == 7000000400);
    assert_int_equal(test_db_number(conn, "select count(*) from feed_mark"), 1);
}

/* An event that stands in the feed twice is told once. */
static void a_doubled_event_stands_in_nobodys_way(void **state)
{
    (void)state;
    fill();
    test_db_run(conn, "insert into outbox (bucket, xid, dispute_id, seq) "
                      "select bucket, (xid::text::bigint + 1)::text::xid8, dispute_id, seq "
                      "from outbox where dispute_id % 10 = 0");
    test_db_run(conn, "update cluster_mark set system = system - 1");
    check(true);
    everybody_sees_the_rest_once();
}

static void another_cluster_numbers_anew(void **state)
{
    (void)state;
    fill();
    test_db_run(conn, "update cluster_mark set system = system - 1");
    check(true);
    everybody_sees_the_rest_once();
    assert_int_equal(test_db_number(conn, "select count(*) from feed_mark"), 0);
    check(false);
    /* What happens from now on comes behind all of it. */
    test_db_run(conn, "insert into outbox (bucket, dispute_id, seq) values (1, 1, 6)");
    assert_int_equal(test_db_number(conn, "select count(*) from outbox o join subscription s on "
                                          "(o.xid, o.dispute_id, o.seq) > (s.cursor_xid, "
                                          "s.cursor_dispute, s.cursor_seq) where o.seq = 6"),
                     4);
    assert_int_equal(test_db_number(conn, "select count(*) from (select seq from outbox "
                                          "order by xid desc limit 1) x where seq = 6"),
                     1);
}

/* Several programs start at once. */
static void once_is_enough(void **state)
{
    enum { PROGRAMS = 4 };
    pid_t pid[PROGRAMS];
    int restored = 0;

    (void)state;
    fill();
    test_db_run(conn, "update cluster_mark set system = system + 1");
    for (int i = 0; i < PROGRAMS; i++) {
        pid[i] = fork();
        if (pid[i] == 0) {
            struct ym_conn *c = ym_conn_open(conninfo, NULL);
            bool is_restored = false;

            if (c == NULL || pg_restored_check(c, &is_restored, NULL) != YM_E_OK)
                _exit(2);
            _exit(is_restored ? 1 : 0);
        }
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status = -1;

        assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
        assert_true(WIFEXITED(status));
        assert_int_not_equal(WEXITSTATUS(status), 2);
        restored += WEXITSTATUS(status);
    }
    assert_int_equal(restored, 1);
    everybody_sees_the_rest_once();
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(the_same_cluster_changes_nothing),
        T(a_doubled_event_stands_in_nobodys_way),
        T(another_cluster_numbers_anew),
        T(once_is_enough),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
