/* SPDX-License-Identifier: Apache-2.0 */
/* Housekeeping: what has had its time goes, in slices, by one program at a time; nothing else does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "migrated.h"
#include "pg/keep.h"

#define DAY YM_USEC_PER_DAY

static const char *conninfo;
static struct ym_conn *conn;
static struct pg_keep keep;

/* The database's time, to which all ages here refer. */
static ym_usec now(void)
{
    return test_db_number(conn, "select (extract(epoch from now()) * 1000000)::bigint");
}

static int set_up(void **state)
{
    const unsigned char instance[PG_KEEP_INSTANCE_LEN] = { 1 };

    (void)state;
    conninfo = migrated_make("t_keep");
    conn = test_db_connect(conninfo);
    pg_keep_init(&keep, instance);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    ym_conn_close(conn);
    test_db_drop("t_keep");
    return 0;
}

static void slice(struct pg_keep *k)
{
    struct ym_error why = { .text = "" };

    if (pg_keep_slice(k, conn, &why) != YM_E_OK)
        fail_msg("%s: %s", pg_keep_step_name(k->step), why.text);
}

static void sweep(struct pg_keep *k)
{
    pg_keep_begin(k, now());
    while (k->step != PG_KEEP_DONE)
        slice(k);
}

static int64_t count(const char *table)
{
    char sql[100];

    assert_in_range(snprintf(sql, sizeof(sql), "select count(*) from %s", table), 1,
                    sizeof(sql) - 1);
    return test_db_number(conn, sql);
}

/* 3000 keys, every third older than 90 days, most of them in one bucket. */
static void fill_keys(void)
{
    test_db_run(conn,
                "insert into request_key select case when i % 30 = 1 then i % 1024 else 7 end, "
                "md5(i::text)::uuid, i, 1, md5(i::text)::uuid, "
                "now() - case when i % 3 = 0 then interval '91 days' "
                "else interval '89 days' end from generate_series(1, 6000) i");
}

static void keys_go_when_they_are_old(void **state)
{
    (void)state;
    fill_keys();
    sweep(&keep);
    assert_true(keep.is_mine);
    assert_int_equal(keep.keys_gone, 2000);
    assert_int_equal(count("request_key"), 4000);
    assert_int_equal(
        test_db_number(conn,
                       "select count(*) from request_key where at < now() - interval '90 days'"),
        0);
    assert_int_equal(keep.sweeps, 1);
    assert_true(keep.slices > 1024);
    /* The round is over: the next sweep of the day leaves keys alone. */
    test_db_run(conn, "update request_key set at = now() - interval '100 days'");
    sweep(&keep);
    assert_int_equal(count("request_key"), 4000);
    test_db_run(conn, "update keep_turn set keys_at = now() - interval '25 hours'");
    sweep(&keep);
    assert_int_equal(count("request_key"), 0);
}

/* A program is stopped in the midst of a round; another one goes on from its bucket. */
static void a_round_goes_on_elsewhere(void **state)
{
    const unsigned char instance[PG_KEEP_INSTANCE_LEN] = { 2 };
    struct pg_keep other;

    (void)state;
    fill_keys();
    pg_keep_begin(&keep, now());
    while (keep.bucket < 500)
        slice(&keep);
    pg_keep_leave(&keep, conn);
    pg_keep_init(&other, instance);
    pg_keep_begin(&other, now());
    slice(&other);
    assert_true(other.is_mine);
    assert_int_equal(other.bucket, 500);
    while (other.step != PG_KEEP_DONE)
        slice(&other);
    assert_int_equal(keep.keys_gone + other.keys_gone, 2000);
    assert_int_equal(
        test_db_number(conn,
                       "select count(*) from request_key where at < now() - interval '90 days'"),
        0);
}

static void one_sweeper_at_a_time(void **state)
{
    const unsigned char instance[PG_KEEP_INSTANCE_LEN] = { 2 };
    struct pg_keep other;

    (void)state;
    pg_keep_init(&other, instance);
    pg_keep_begin(&keep, now());
    slice(&keep);
    assert_true(keep.is_mine);
    sweep(&other);
    assert_false(other.is_mine);
    assert_int_equal(other.sweeps, 0);
    /* One that slept through its turn notices at the next note of its round. */
    while (keep.step != PG_KEEP_KEYS)
        slice(&keep);
    test_db_run(conn, "update keep_turn set until = now()");
    pg_keep_begin(&other, now());
    slice(&other);
    assert_true(other.is_mine);
    while (keep.step != PG_KEEP_DONE)
        slice(&keep);
    assert_false(keep.is_mine);
    assert_int_equal(keep.bucket, PG_KEEP_SAVE_BUCKETS);
    while (other.step != PG_KEEP_DONE)
        slice(&other);
    assert_int_equal(other.sweeps, 1);
}

/* The clock of this program is a year ahead. */
static void a_clock_ahead_deletes_nothing_early(void **state)
{
    (void)state;
    test_db_run(conn, "insert into request_key values (1, md5('a')::uuid, 1, 1, "
                      "md5('a')::uuid, now() - interval '1 day')");
    pg_keep_begin(&keep, now() + 365 * DAY);
    while (keep.step != PG_KEEP_DONE)
        slice(&keep);
    assert_int_equal(keep.sweeps, 1);
    assert_int_equal(count("request_key"), 1);
    assert_int_equal(test_db_number(conn, "select count(*) from feed_mark where at > now()"), 0);
}

static void tokens_go_when_they_are_long_dead(void **state)
{
    (void)state;
    test_db_run(conn, "insert into api_token (token_id, hash, label, role, issued_at, expires_at, "
                      "revoked_at) select 't' || i, decode(repeat('00', 32), 'hex'), '', 1, "
                      "now() - interval '200 days', now() + (i - 150) * interval '1 day', "
                      "case when i > 250 then now() - (i - 250) * interval '2 days' end "
                      "from generate_series(1, 300) i");
    sweep(&keep);
    /* Expired over 90 days ago: 1 to 60 (the last has exactly reached it); revoked: 295 to 300. */
    assert_in_range(keep.tokens_gone, 64, 66);
    assert_int_equal(count("api_token"), 300 - (int64_t)keep.tokens_gone);
    assert_int_equal(test_db_number(conn, "select count(*) from api_token where token_id in "
                                          "('t58', 't300', 't61', 't290')"),
                     2);
}

/* Rows of the feed, as of transactions 1000 to 5999 and eight days ago; 6000 on is today's. */
static void fill_feed(void)
{
    test_db_run(conn, "insert into outbox (bucket, xid, dispute_id, seq) select i % 1024, "
                      "(1000 + i / 2)::text::xid8, i, 1 from generate_series(0, 11999) i; "
                      "insert into feed_mark values ('6000', now() - interval '8 days'), "
                      "('5000', now() - interval '9 days'), "
                      "('6500', now() - interval '6 days')");
}

static void subscribe(const char *place)
{
    char sql[700];
    const int n = snprintf(
        sql, sizeof(sql),
        "insert into subscription (subscription_id, url, label, topics, region, body_id, "
        "secret, is_active, stopped, created_at, made_by, fingerprint, cursor_xid, "
        "cursor_dispute, cursor_seq) select v.id, '', '', 0, 0, 0, '', v.active, "
        "case when v.active then 0 else 1 end, now(), decode(md5(v.id::text), 'hex'), "
        "decode(md5('f'), 'hex'), v.xid::text::xid8, 0, 0 from (values %s) v(id, active, xid)",
        place);

    assert_in_range(n, 1, sizeof(sql) - 1);
    test_db_run(conn, sql);
}

static void the_feed_goes_by_age(void **state)
{
    (void)state;
    fill_feed();
    sweep(&keep);
    assert_int_equal(keep.feed_gone, 10000);
    assert_int_equal(count("outbox"), 2000);
    assert_int_equal(test_db_number(conn, "select min(xid)::text::bigint from outbox"), 6000);
    assert_true(keep.slices >= 1024 + 10000 / PG_KEEP_ROWS);
    /* Of the old marks only the newest is left, of the others every one; this sweep made one. */
    assert_int_equal(test_db_number(conn, "select count(*) from feed_mark where xid in ('5000', "
                                          "'6000', '6500')"),
                     2);
    assert_int_equal(count("feed_mark"), 3);
    sweep(&keep);
    assert_int_equal(count("feed_mark"), 3); /* not another one at once */
}

static void a_subscription_holds_the_feed(void **state)
{
    (void)state;
    fill_feed();
    subscribe("(1, true, 3000), (2, true, 4000), (3, false, 1200)");
    sweep(&keep);
    assert_int_equal(test_db_number(conn, "select min(xid)::text::bigint from outbox"), 3000);
    test_db_run(conn, "update subscription set cursor_xid = '5999' where subscription_id < 3");
    sweep(&keep);
    assert_int_equal(test_db_number(conn, "select min(xid)::text::bigint from outbox"), 5999);
}

/* Without a mark that is old enough nothing is known to be old. */
static void a_feed_without_marks_stays(void **state)
{
    (void)state;
    fill_feed();
    test_db_run(conn, "delete from feed_mark");
    sweep(&keep);
    assert_int_equal(count("outbox"), 12000);
    assert_int_equal(count("feed_mark"), 1);
}

/* One transaction of more rows than a slice may delete, as after a restore. */
static void a_huge_transaction_goes_in_slices(void **state)
{
    const uint64_t slices = 3;

    (void)state;
    test_db_run(conn,
                "insert into outbox (bucket, xid, dispute_id, seq) select i % 1024, '3', i, 1 "
                "from generate_series(1, 2500) i; "
                "insert into feed_mark values ('10', now() - interval '8 days'); "
                "update keep_turn set keys_at = now()");
    sweep(&keep);
    assert_int_equal(keep.feed_gone, 2500);
    assert_int_equal(count("outbox"), 0);
    assert_int_equal(keep.slices, 3 + slices); /* turn, mark, the end of the feed */
}

/* Another program is in the way: the slice fails, nothing is half done, the next sweep does it. */
static void a_slice_that_fails_ends_the_sweep(void **state)
{
    struct ym_conn *other = test_db_connect(conninfo);
    struct ym_error why;
    enum ym_err err = YM_E_OK;

    (void)state;
    fill_feed();
    test_db_run(conn, "update keep_turn set keys_at = now()");
    test_db_run(other, "begin; lock table outbox in access exclusive mode");
    pg_keep_begin(&keep, now());
    while (keep.step != PG_KEEP_DONE)
        err = pg_keep_slice(&keep, conn, &why);
    assert_int_not_equal(err, YM_E_OK);
    assert_int_equal(keep.failures, 1);
    assert_int_equal(keep.sweeps, 0);
    test_db_run(other, "rollback");
    ym_conn_close(other);
    sweep(&keep);
    assert_int_equal(keep.feed_gone, 10000);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(keys_go_when_they_are_old),
        T(a_round_goes_on_elsewhere),
        T(one_sweeper_at_a_time),
        T(a_clock_ahead_deletes_nothing_early),
        T(tokens_go_when_they_are_long_dead),
        T(the_feed_goes_by_age),
        T(a_subscription_holds_the_feed),
        T(a_feed_without_marks_stays),
        T(a_huge_transaction_goes_in_slices),
        T(a_slice_that_fails_ends_the_sweep),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
