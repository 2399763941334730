/* SPDX-License-Identifier: Apache-2.0 */
/* What credit leaves behind goes when its time is over, every copy of it, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "migrated.h"
#include "pg/keep.h"

#define HASH "decode(repeat('ab', 32), 'hex')"
#define KEY  "decode(md5(i::text), 'hex')"
/* The bucket of HASH: its first ten bits. */
#define BUCKET "686"

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
    conn = test_db_connect(migrated_make("t_access_sweep"));
    pg_keep_init(&keep, instance);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ym_conn_close(conn);
    test_db_drop("t_access_sweep");
    return 0;
}

static void sweep(void)
{
    struct ym_error why = { .text = "" };

    pg_keep_begin(&keep, now());
    keep.round_at = 0;
    while (keep.step != PG_KEEP_DONE) {
        const enum pg_keep_step step = keep.step;

        if (pg_keep_slice(&keep, conn, &why) != YM_E_OK)
            fail_msg("%s: %s", pg_keep_step_name(step), why.text);
    }
}

static int64_t count(const char *table)
{
    char sql[200];

    assert_in_range(snprintf(sql, sizeof(sql), "select count(*) from %s", table), 1,
                    sizeof(sql) - 1);
    return test_db_number(conn, sql);
}

/* One a day before ten years are full, one a day after, and more than one slice of old ones. */
static void looks_go_after_ten_years(void **state)
{
    (void)state;
    test_db_run(conn,
                "insert into credit_read (bucket, party, read_id, at, reader, role, staff_id, "
                "body_id, dispute_id, region, what, verdict) "
                "select i % 1024, '', i, now() - interval '10 years 5 days' + "
                "case when i > 2500 then (i - 2500) * interval '4 days' else interval '0' end, "
                "'t', 5, 1, 1, 0, 0, 1, 0 from generate_series(1, 2503) i");
    sweep();
    /* Those of four days ahead are past ten years as the days count, the others are not. */
    assert_in_range(count("credit_read"), 2, 3);
    assert_int_equal(test_db_number(conn, "select count(*) from credit_read where at > now() - "
                                          "interval '10 years'"),
                     2);
    assert_in_range(keep.credit_gone, 2500, 2501);
}

/* An objection that is open stays, however old. */
static void objections_go_with_their_items(void **state)
{
    (void)state;
    test_db_run(conn,
                "insert into credit_objection (bucket, party, objection_id, month, run, "
                "item_dispute, item_seq, item_kind, item_no, region, dispute_id, seat, at, by, "
                "reason, due_on, latest_on, state, decided_at, decided_by, decided_role, answer, "
                "request_key, fingerprint) "
                "select " BUCKET ", " HASH ", i, '2020-01-01', 1, i, 1, 1, 0, 0, 1, 0, now(), 't', "
                "'x', d.on, d.on, d.state, case when d.state > 0 then now() end, 't', 1, 'x', " KEY
                ", " KEY " from (values (1, current_date - 1900, 1), (2, current_date - 1900, 2), "
                "(3, current_date - 1900, 0), (4, current_date - 1800, 1)) as d(i, \"on\", state)");
    sweep();
    assert_int_equal(count("credit_objection"), 2);
    assert_int_equal(count("credit_objection where objection_id in (3, 4)"), 2);
}

static void words_stay_as_long_as_a_profile_does(void **state)
{
    (void)state;
    test_db_run(conn, "insert into credit_statement values (" BUCKET ", " HASH
                      ", 'x', now() - interval '6 years'), (0, decode(repeat('00', 32), 'hex'), "
                      "'x', now() - interval '6 years'), (4, decode(repeat('01', 32), 'hex'), 'x', "
                      "now())");
    test_db_run(conn, "insert into credit_profile values (" BUCKET
                      ", date_trunc('month', now())::date, 1, " HASH ", 0, " HASH ", 'x')");
    sweep();
    assert_int_equal(count("credit_statement"), 2);
    assert_int_equal(count("credit_statement where party = " HASH), 1);
}

static void certificates_go_with_what_was_sealed(void **state)
{
    (void)state;
    test_db_run(conn, "insert into sealed_document select i, i, lpad(i::text, 20, '0'), 17, 1, "
                      "i::text, now(), 't', 1, 1, " HASH ", null, "
                      "decode(repeat('cd', 64), 'hex') from generate_series(1, 25) i");
    test_db_run(conn, "insert into sealed_part select i, lpad(i::text, 20, '0'), p, 'x' "
                      "from generate_series(1, 25) i, generate_series(0, 1) p");
    test_db_run(conn,
                "insert into credit_certificate select i, i, lpad(i::text, 20, '0'), " HASH
                ", '2025-03-01', 1, now(), current_date + case when i > 23 then 1 else -2 end "
                "from generate_series(1, 25) i");
    sweep();
    assert_int_equal(count("credit_certificate"), 2);
    assert_int_equal(count("sealed_document"), 2);
    assert_int_equal(count("sealed_part"), 4);
}

static void items_past_their_time_go_from_what_histories_say(void **state)
{
    (void)state;
    test_db_run(conn, "insert into credit_source (bucket, dispute_id, version, edition, since, "
                      "oldest, items) select i, i, 1, 1, '2000-01-01', d.oldest, 'x' from (values "
                      "(1, current_date - 1900), (2, current_date - 1800), (3, null::date)) as "
                      "d(i, oldest)");
    sweep();
    assert_int_equal(count("credit_source"), 2);
    assert_int_equal(count("credit_source where dispute_id in (2, 3)"), 2);
}

/* Of a month whose items are all past their time only the hashes stay, in the run. */
static void profiles_go_and_their_run_stays(void **state)
{
    (void)state;
    test_db_run(conn,
                "insert into credit_run (month, run, state, formula, formula_sha256, formula_json, "
                "previous_sha256, profiles_sha256, sha256, tally, runner, runner_login, approver, "
                "approver_login, begun_at, drawn_at, decided_at) select m, 1, 3, 'yima/1.0', " HASH
                ", '{}', " HASH ", " HASH ", " HASH
                ", '{}', 1, 'a', 2, 'b', now(), now(), now() from (values "
                "(date_trunc('month', now() - interval '6 years')::date), "
                "(date_trunc('month', now() - interval '4 years')::date)) as d(m)");
    test_db_run(conn, "insert into credit_profile select " BUCKET ", month, 1, " HASH ", 0, " HASH
                      ", 'x' from credit_run");
    sweep();
    assert_int_equal(count("credit_run"), 2);
    assert_int_equal(count("credit_profile"), 1);
    assert_int_equal(count("credit_run where swept_at is not null"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(looks_go_after_ten_years, set_up, tear_down),
        cmocka_unit_test_setup_teardown(objections_go_with_their_items, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_stay_as_long_as_a_profile_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(certificates_go_with_what_was_sealed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(items_past_their_time_go_from_what_histories_say, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(profiles_go_and_their_run_stays, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
