/* SPDX-License-Identifier: Apache-2.0 */
/* Uploads that nobody finished go, with their parts, a day after they were begun; what is on file,
 * and what is still on its way, stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "migrated.h"
#include "pg/keep.h"

static struct ym_conn *conn;
static struct pg_keep keep;

static ym_usec now(void)
{
    return test_db_number(conn, "select (extract(epoch from now()) * 1000000)::bigint");
}

static int set_up(void **state)
{
    const unsigned char instance[PG_KEEP_INSTANCE_LEN] = { 1 };

    (void)state;
    conn = test_db_connect(migrated_make("t_sweep"));
    pg_keep_init(&keep, instance);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ym_conn_close(conn);
    test_db_drop("t_sweep");
    return 0;
}

static void sweep(void)
{
    struct ym_error why = { .text = "" };

    test_db_run(conn, "update keep_turn set keys_at = now() - interval '25 hours'");
    pg_keep_begin(&keep, now());
    while (keep.step != PG_KEEP_DONE) {
        if (pg_keep_slice(&keep, conn, &why) != YM_E_OK)
            fail_msg("%s: %s", pg_keep_step_name(keep.step), why.text);
    }
}

/* Attachments `from` to `to` of one dispute in bucket 7, in this state, begun so many minutes ago,
 * of two parts each. */
static void put(int from, int to, int state, int minutes)
{
    char sql[1200];

    assert_in_range(
        snprintf(
            sql, sizeof(sql),
            "insert into attachment (bucket, dispute_id, attachment_id, state, kind, purpose, "
            "media, shown, role, staff_id, confidant, at, attached_at, seq, bytes, commitment, "
            "author, head, request_key, fingerprint) select 7, 1031, i, %d, 0, 0, 0, 0, 1, 5, "
            "0, now() - interval '%d minutes', now(), 1, 300000, sha256('x'), 'a', 'h', "
            "decode(lpad(to_hex(i), 32, '0'), 'hex'), '0123456789abcdef' "
            "from generate_series(%d, %d) i",
            state, minutes, from, to),
        1, sizeof(sql) - 1);
    test_db_run(conn, sql);
    assert_in_range(snprintf(sql, sizeof(sql),
                             "insert into attachment_part select 7, 1031, i, p, "
                             "'0123456789abcdef', 'body' from generate_series(%d, %d) i, "
                             "generate_series(0, 1) p",
                             from, to),
                    1, sizeof(sql) - 1);
    test_db_run(conn, sql);
}

static int64_t there(const char *where)
{
    char sql[200];

    assert_in_range(snprintf(sql, sizeof(sql), "select count(*) from attachment where %s", where),
                    1, sizeof(sql) - 1);
    return test_db_number(conn, sql);
}

static void what_is_finished_stays(void **state)
{
    (void)state;
    put(1, 5, 2, 100000);         /* on file, long ago */
    put(11, 15, 0, 23 * 60 + 59); /* on its way, and it may still arrive */
    put(21, 23, 0, 24 * 60 + 1);  /* begun a day ago and a minute */
    put(31, 32, 1, 24 * 60 + 1);  /* looked at, and never attached */
    sweep();
    assert_int_equal(there("state = 3"), 5);
    assert_int_equal(there("true"), 15); /* first they are only given up */
    sweep();
    assert_int_equal(there("true"), 15);
    test_db_run(conn, "update attachment set ended_at = now() - interval '61 minutes' "
                      "where state = 3");
    sweep();
    assert_int_equal(there("true"), 10);
    assert_int_equal(there("state = 2"), 5);
    assert_int_equal(there("state = 0 and attachment_id between 11 and 15"), 5);
    assert_int_equal(keep.uploads_gone, 5);
    assert_int_equal(test_db_number(conn, "select count(*) from attachment_part"), 20);
    assert_int_equal(test_db_number(conn, "select count(*) from attachment_part p where not exists "
                                          "(select from attachment a where a.attachment_id = "
                                          "p.attachment_id)"),
                     0);
}

/* More than one slice takes. */
static void many_go_in_slices(void **state)
{
    (void)state;
    put(1, 4 * PG_KEEP_GONE_MAX + 3, 3, 2000);
    test_db_run(conn, "update attachment set ended_at = now() - interval '2 hours'");
    sweep();
    assert_int_equal(there("true"), 0);
    assert_int_equal(test_db_number(conn, "select count(*) from attachment_part"), 0);
    assert_int_equal(keep.uploads_gone, 4 * PG_KEEP_GONE_MAX + 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_finished_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_go_in_slices, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
