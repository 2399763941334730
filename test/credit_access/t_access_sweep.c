/* SPDX-License-Identifier: Apache-2.0 */
/* What credit leaves behind goes when its time is over, every copy of it, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "migrated.h"
#include "pg/credit.h"
#include "pg/keep.h"

#define LOOKS_DAYS 3653 /* ten years */

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
    keep.looks = LOOKS_DAYS * YM_USEC_PER_DAY;
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

/* Open or decided: what it is about is past its time, and the age of an open one counts, too. */
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
    assert_int_equal(count("credit_objection"), 1);
    assert_int_equal(count("credit_objection where objection_id = 4"), 1);
}

/* For the gauge: those whose last day is over, be it the first one or that of an extension. */
static void answers_that_are_overdue_are_counted(void **state)
{
    struct ym_error why = { .text = "" };
    int64_t n = -1;

    (void)state;
    test_db_run(conn,
                "insert into credit_objection (bucket, party, objection_id, month, run, "
                "item_dispute, item_seq, item_kind, item_no, region, dispute_id, seat, at, by, "
                "reason, due_on, latest_on, extended_at, state, decided_at, decided_by, "
                "decided_role, answer, request_key, fingerprint) "
                "select " BUCKET ", " HASH ", i, '2020-01-01', 1, i, 1, 1, 0, 0, 1, 0, now(), 't', "
                "'x', d.due, d.latest, case when d.longer then now() end, d.state, case when "
                "d.state > 0 then now() end, 't', 1, 'x', " KEY ", " KEY
                " from (values (1, date '2025-04-09', date '2025-04-21', false, 0), "
                "(2, '2025-04-10', '2025-04-21', false, 0), (3, '2025-04-01', '2025-04-09', true, "
                "0), (4, '2025-04-01', '2025-04-10', true, 0), (5, '2025-04-01', '2025-04-09', "
                "false, 1)) as d(i, due, latest, longer, state)");
    assert_int_equal(pg_objections_overdue(conn, ym_day_make(2025, 4, 10), &n, &why), YM_E_OK);
    assert_int_equal(n, 2);
    assert_int_equal(pg_objections_overdue(conn, ym_day_make(2025, 4, 11), &n, &why), YM_E_OK);
    assert_int_equal(n, 4);
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

/* An approved run of each of these months, whose formula keeps items for so many days. */
static void approve(const char *months_and_days)
{
    char sql[1500];

    assert_in_range(
        snprintf(sql, sizeof(sql),
                 "insert into credit_run (month, run, state, formula, formula_sha256, "
                 "formula_json, previous_sha256, profiles_sha256, sha256, tally, runner, "
                 "runner_login, approver, approver_login, begun_at, drawn_at, decided_at, "
                 "expiry_days) select date_trunc('month', now() - back)::date, 1, 3, 'yima/1.0', "
                 "" HASH ", '{}', " HASH ", " HASH ", " HASH ", '{}', 1, 'a', 2, 'b', now(), "
                 "now(), now(), days from (values %s) as d(back, days)",
                 months_and_days),
        1, sizeof(sql) - 1);
    test_db_run(conn, sql);
}

/* Of a month whose items are all past their time only the run stays. */
static void profiles_go_and_their_run_stays(void **state)
{
    (void)state;
    approve("(interval '6 years', 1826), (interval '4 years', 1826)");
    test_db_run(conn, "insert into credit_profile select " BUCKET ", month, 1, " HASH ", 0, " HASH
                      ", 'x' from credit_run");
    test_db_run(conn, "insert into credit_gone select 7, month, 1, " HASH ", now() from "
                      "credit_run");
    sweep();
    assert_int_equal(count("credit_run"), 2);
    assert_int_equal(count("credit_profile"), 1);
    assert_int_equal(count("credit_gone"), 1);
    assert_int_equal(count("credit_run where swept_at is not null"), 1);
}

#define PARTY "decode(repeat('ab', 31) || lpad(to_hex(i), 2, '0'), 'hex')"

/* A young month goes on telling of what is in its time, and not a day longer: of five years and of
 * the three of another formula, on the last day and on the first one behind it. */
static void a_young_profile_goes_with_its_oldest_item(void **state)
{
    (void)state;
    approve("(interval '2 months', 1826), (interval '3 months', 1095)");
    test_db_run(conn, "insert into credit_profile (bucket, month, run, party, kind, sha256, body, "
                      "oldest) select " BUCKET ", month, 1, " PARTY ", 0, sha256(" PARTY "), 'x', "
                      "case when i < 3 then (now() at time zone 'Asia/Shanghai')::date - "
                      "expiry_days - i + 1 end from credit_run, generate_series(1, 3) i");
    sweep();
    /* i = 1 is of the last day, 2 is a day older, and of 3 nobody knows. */
    assert_int_equal(count("credit_profile"), 4);
    assert_int_equal(count("credit_profile where get_byte(party, 31) in (1, 3)"), 4);
    assert_int_equal(count("credit_gone"), 2);
    assert_int_equal(count("credit_gone g where g.bucket = " BUCKET
                           " and g.sha256 = (select sha256(" PARTY ") from (values (2)) as v(i))"),
                     2);
    assert_int_equal(count("credit_run where swept_at is not null"), 0);
}

/* More than a slice of them. */
static void many_profiles_go_slice_by_slice(void **state)
{
    (void)state;
    approve("(interval '2 months', 1826)");
    test_db_run(conn, "insert into credit_profile (bucket, month, run, party, kind, sha256, body, "
                      "oldest) select get_byte(h, 0) * 4 + (get_byte(h, 1) >> 6), month, 1, h, 0, "
                      "h, 'x', current_date - 1900 from credit_run, generate_series(1, 2500) i, "
                      "sha256(i::text::bytea) h");
    sweep();
    assert_int_equal(count("credit_profile"), 0);
    assert_int_equal(count("credit_gone"), 2500);
}

static void bars_go_when_they_were_lifted(void **state)
{
    (void)state;
    test_db_run(conn, "insert into credit_barred select " BUCKET ", " PARTY ", now(), 1, 'a', '1', "
                      "until, lifted, case when lifted is not null then 'a' end from (values (1, "
                      "null::date, null::timestamptz), (2, current_date - 1900, null), (3, "
                      "current_date - 1800, null), (4, null, now() - interval '1900 days'), (5, "
                      "null, now())) as d(i, until, lifted)");
    sweep();
    assert_int_equal(count("credit_barred"), 3);
    assert_int_equal(count("credit_barred where get_byte(party, 31) in (1, 3, 5)"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(looks_go_after_ten_years, set_up, tear_down),
        cmocka_unit_test_setup_teardown(objections_go_with_their_items, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answers_that_are_overdue_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_stay_as_long_as_a_profile_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(certificates_go_with_what_was_sealed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(items_past_their_time_go_from_what_histories_say, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(profiles_go_and_their_run_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_young_profile_goes_with_its_oldest_item, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(many_profiles_go_slice_by_slice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bars_go_when_they_were_lifted, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
