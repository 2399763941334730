/* SPDX-License-Identifier: Apache-2.0 */
/* The feed on PostgreSQL: order, transactions that commit late, places, other readers. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/gate.h"
#include "made.h"
#include "migrated.h"
#include "pg/feed.h"
#include "pg/reader.h"

#define HANG_MS 60000
#define DB      "t_feed"

struct bed {
    char conninfo[256];
    struct ym_loop *loop;
    struct ym_timer *hang;
    struct pg_feed *feed;
    struct app_feed *port;
    bool is_answered;
    enum ym_err err;
    struct app_feed_slice slice;
};

static struct bed bed;
static struct ym_conn *one, *two; /* sessions that write */

static void on_hang(void *arg)
{
    (void)arg;
    fprintf(stderr, "the feed does not answer\n");
    exit(1);
}

static void on_slice(void *arg, enum ym_err err, const struct app_feed_slice *slice)
{
    struct bed *b = arg;

    assert_false(b->is_answered);
    b->is_answered = true;
    b->err = err;
    if (slice != NULL)
        b->slice = *slice;
    ym_loop_stop(b->loop);
}

static void wait_answer(struct bed *b)
{
    assert_false(b->is_answered); /* never before the call returns */
    ym_timer_start(b->hang, HANG_MS, 0);
    while (!b->is_answered)
        ym_loop_run(b->loop);
    ym_timer_stop(b->hang);
    b->is_answered = false;
    assert_int_equal(b->err, YM_E_OK);
}

static const struct app_feed_slice *read_after(struct app_place place, unsigned limit)
{
    ym_loop_sleep(bed.loop, 0); /* it stood still meanwhile, and its clock with it */
    bed.port->ops->read(bed.port, place, limit, on_slice, &bed);
    wait_answer(&bed);
    return &bed.slice;
}

/* Pre: no transaction is open. */
static struct app_place end_now(void)
{
    test_db_settle(one);
    ym_loop_sleep(bed.loop, 0);
    bed.port->ops->end(bed.port, on_slice, &bed);
    wait_answer(&bed);
    assert_int_equal(bed.slice.n, 0);
    return bed.slice.end;
}

static int64_t dispute(int i)
{
    return made_id((uint32_t)i & 1023, (uint32_t)i).v;
}

/* One change of dispute i, in whatever transaction the session is; all that a list shows of it. */
static void change(struct ym_conn *c, int i, int version)
{
    const int64_t id = dispute(i), region = INT64_C(330100000000) + (int64_t)(i % 12) * 1000000;
    const int bucket = i & 1023, body = 1 + i % 3, mediator = i % 2 == 0 ? 0 : 20 + i % 5,
              court = i % 4 == 0 ? 0 : 9;
    char sql[2048];

    snprintf(sql, sizeof(sql),
             "insert into event values (%d, %" PRId64 ", %d, '2026-11-22 08:00:00+08', 101, 1,"
             " decode(repeat('00', 32), 'hex'), '{}');"
             "insert into dispute (bucket, dispute_id, region, body, court, mediator, type, colour,"
             " stage, is_open, version, due_at, updated_at, state, head) values"
             " (%d, %" PRId64 ", %" PRId64 ", %d, %d, %d, 3, 1, 2, true, 1, null, now(), '',"
             " decode(repeat('00', 32), 'hex'));"
             "insert into dispute_detail (bucket, dispute_id, type, channel, source, region,"
             " procedure, received_at, title, description, terms) values"
             " (%d, %" PRId64 ", 3, 0, 0, %" PRId64 ", 1, now(), 't', '', '{}');"
             "insert into docket select k, h, %" PRId64 ", %d"
             " from unnest(array[1, 2, 3], array[%d, %d, %d]) as d(k, h) where h <> 0;"
             "insert into outbox (bucket, dispute_id, seq) values (%d, %" PRId64 ", %d);",
             bucket, id, version, bucket, id, region, body, court, mediator, bucket, id, region, id,
             bucket, body, mediator, court, bucket, id, version);
    test_db_run(c, sql);
}

static void transaction(struct ym_conn *c, int i, int version)
{
    test_db_run(c, "begin");
    change(c, i, version);
    test_db_run(c, "commit");
}

/* ---- Tests ---- */

static void an_empty_feed_has_an_end(void **state)
{
    const struct app_place end = end_now();

    (void)state;
    assert_true(end.turn > 0);
    assert_int_equal(read_after(end, 10)->n, 0);
    assert_false(bed.slice.is_full);
    assert_false(bed.slice.is_kept); /* nobody knows what was before */
    assert_true(app_place_compare(bed.slice.end, end) >= 0);
}

static void a_change_says_where_the_dispute_stands(void **state)
{
    const struct app_place from = end_now();
    const struct app_change *c;

    (void)state;
    transaction(one, 5, 1);
    test_db_settle(one);
    assert_int_equal(read_after(from, 10)->n, 1);
    c = &bed.slice.at[0];
    assert_int_equal(c->keys.dispute.v, dispute(5));
    assert_int_equal(c->version, 1);
    assert_int_equal(c->command, 1);
    assert_int_equal(c->keys.colour, 1);
    assert_int_equal(c->stage, 2);
    assert_int_equal(c->keys.type, 3);
    assert_true(c->is_open);
    assert_int_equal(c->keys.body, 3);
    assert_int_equal(c->keys.mediator, 20);
    assert_int_equal(c->keys.court, 9);
    assert_int_equal(c->keys.region, INT64_C(330105000000));
    assert_true(c->due_at == YM_USEC_NONE);
    assert_int_equal(c->at, INT64_C(1795305600000000));
    assert_int_equal(app_place_compare(c->place, bed.slice.at[0].place), 0);
    /* From its own place on there is nothing, and now something is known to be before it. */
    assert_int_equal(read_after(c->place, 10)->n, 0);
    assert_true(bed.slice.is_kept);
}

/* The trap of every feed that goes by the greatest number seen. */
static void who_commits_late_is_neither_skipped_nor_doubled(void **state)
{
    const struct app_place from = end_now();
    struct app_place place;

    (void)state;
    test_db_run(one, "begin");
    change(one, 10, 1); /* has the lower number, and takes its time */
    transaction(two, 11, 1);
    transaction(two, 12, 1);
    assert_int_equal(read_after(from, 10)->n, 0); /* they wait for it */
    place = bed.slice.end;
    test_db_run(one, "commit");
    test_db_settle(one);
    assert_int_equal(read_after(place, 10)->n, 3);
    assert_int_equal(bed.slice.at[0].keys.dispute.v, dispute(10));
    assert_int_equal(bed.slice.at[1].keys.dispute.v, dispute(11));
    assert_int_equal(bed.slice.at[2].keys.dispute.v, dispute(12));
    assert_int_equal(read_after(bed.slice.end, 10)->n, 0);
}

static void who_rolls_back_never_was(void **state)
{
    const struct app_place from = end_now();

    (void)state;
    test_db_run(one, "begin");
    change(one, 13, 1);
    transaction(two, 14, 1);
    assert_int_equal(read_after(from, 10)->n, 0);
    test_db_run(one, "rollback");
    test_db_settle(one);
    assert_int_equal(read_after(bed.slice.end, 10)->n, 1);
    assert_int_equal(bed.slice.at[0].keys.dispute.v, dispute(14));
}

/* Slices of any size, and a new reader at each place, add up to the same. */
static void slices_add_up(void **state)
{
    struct app_place from = end_now(), place = from;
    int64_t seen[64];
    size_t n = 0, whole;

    (void)state;
    for (int t = 0; t < 8; t++) {
        test_db_run(one, "begin");
        for (int i = 0; i < 4; i++)
            change(one, 100 + 4 * t + 3 - i, 1);
        test_db_run(one, "commit");
    }
    test_db_settle(one);
    whole = read_after(from, APP_FEED_SLICE_MAX)->n;
    assert_int_equal(whole, 32);
    for (size_t i = 0; i < whole; i++)
        seen[i] = bed.slice.at[i].keys.dispute.v;
    for (unsigned limit = 1; limit <= 7; limit += 2) {
        place = from;
        n = 0;
        do {
            read_after(place, limit);
            for (size_t i = 0; i < bed.slice.n; i++)
                assert_int_equal(bed.slice.at[i].keys.dispute.v, seen[n++]);
            place = bed.slice.end;
        } while (bed.slice.is_full);
        assert_int_equal(n, whole);
    }
}

static void what_was_thrown_away_is_missed(void **state)
{
    const struct app_place from = end_now();
    struct app_place second;

    (void)state;
    for (int i = 0; i < 3; i++)
        transaction(one, 200 + i, 1);
    test_db_settle(one);
    assert_int_equal(read_after(from, 10)->n, 3);
    second = bed.slice.at[1].place;
    assert_true(read_after(second, 10)->is_kept);
    /* Oldest first, as upkeep does: up to the second, which still vouches for what follows. */
    test_db_run(one,
                "delete from outbox where (xid, dispute_id, seq) < (select xid, dispute_id, seq"
                " from outbox order by xid desc, dispute_id desc, seq desc offset 1 limit 1)");
    assert_true(read_after(second, 10)->is_kept);
    assert_int_equal(bed.slice.n, 1);
    assert_false(read_after(from, 10)->is_kept);
    test_db_run(one, "delete from outbox");
    assert_false(read_after(second, 10)->is_kept);
    transaction(one, 203, 1);
    assert_false(read_after(second, 10)->is_kept);
}

static void every_reader_sees_one_database(void **state)
{
    const uint64_t epoch = (end_now(), bed.slice.epoch);
    struct pg_feed *mine = bed.feed;
    const char *other = migrated_make("t_feed_other");
    struct ym_error e;

    (void)state;
    bed.feed = pg_feed_open(bed.loop, bed.conninfo, true, &e); /* as after a restart */
    assert_non_null(bed.feed);
    bed.port = pg_feed_port(bed.feed);
    (void)end_now();
    assert_true(bed.slice.epoch == epoch);
    pg_feed_close(bed.feed, NULL, NULL);
    bed.feed = pg_feed_open(bed.loop, other, false, &e);
    assert_non_null(bed.feed);
    bed.port = pg_feed_port(bed.feed);
    (void)end_now();
    assert_true(bed.slice.epoch != epoch);
    pg_feed_close(bed.feed, NULL, NULL);
    bed.feed = mine;
    bed.port = pg_feed_port(mine);
}

static bool is_listed;
static size_t listed_n;
static int64_t listed[APP_PAGE_MAX];

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    (void)arg;
    assert_int_equal(err, YM_E_OK);
    listed_n = list->n;
    for (size_t i = 0; i < list->n; i++)
        listed[i] = list->at[i].id.v;
    is_listed = true;
    ym_loop_stop(bed.loop);
}

static void list(struct app_reader *r, struct app_scope scope)
{
    const struct app_filter all = { .scope = scope,
                                    .colour = APP_ANY,
                                    .stage = APP_ANY,
                                    .type = APP_ANY,
                                    .is_open = APP_ANY,
                                    .limit = APP_PAGE_MAX };

    is_listed = false;
    r->ops->list(r, &all, on_list, NULL);
    ym_timer_start(bed.hang, HANG_MS, 0);
    while (!is_listed)
        ym_loop_run(bed.loop);
    ym_timer_stop(bed.hang);
}

static bool is_in_list(int64_t id)
{
    for (size_t i = 0; i < listed_n; i++) {
        if (listed[i] == id)
            return true;
    }
    return false;
}

/* What a caller may see is said in SQL, for lists, and in C, for the stream: both ways alike. */
static void scopes_hold_what_lists_show(void **state)
{
    const struct app_scope scopes[] = {
        { APP_SCOPE_ALL, 0, 0 },
        { APP_SCOPE_NOTHING, 0, 0 },
        { APP_SCOPE_REGION, INT64_C(330104000000), INT64_C(330104999999) },
        { APP_SCOPE_REGION, INT64_C(330100000000), INT64_C(330199999999) },
        { APP_SCOPE_REGION, 1, 0 },
        { APP_SCOPE_BODY, 2, 0 },
        { APP_SCOPE_BODY, 0, 0 },
        { APP_SCOPE_MEDIATOR, 21, 0 },
        { APP_SCOPE_MEDIATOR, 0, 0 },
        { APP_SCOPE_COURT, 9, 0 },
        { APP_SCOPE_COURT, 8, 0 },
        { APP_SCOPE_COURT, 0, 0 },
        { APP_SCOPE_DISPUTE, dispute(305), 0 },
    };
    const struct app_place from = end_now();
    struct ym_error e = { .text = "" };
    struct pg_reader *reader = pg_reader_open(bed.loop, bed.conninfo, 1, false, &e);

    (void)state;
    assert_non_null(reader);
    for (int i = 300; i < 360; i++)
        transaction(one, i, 1);
    test_db_settle(one);
    assert_int_equal(read_after(from, APP_FEED_SLICE_MAX)->n, 60);
    for (size_t r = 0; r < sizeof(scopes) / sizeof(scopes[0]); r++) {
        list(pg_reader_port(reader), scopes[r]);
        for (size_t i = 0; i < bed.slice.n; i++)
            assert_int_equal(app_scope_holds(&scopes[r], &bed.slice.at[i].keys),
                             is_in_list(bed.slice.at[i].keys.dispute.v));
    }
    pg_reader_close(reader, NULL, NULL);
}

/* Of a long outbox only the slice is read, and the row of the place. */
static void a_slice_is_read_by_the_key(void **state)
{
    int64_t before, after;

    (void)state;
    test_db_run(one, "insert into outbox (bucket, dispute_id, seq) select i & 1023,"
                     " 1::bigint << 41 | i::bigint << 22 | (i & 1023), 1"
                     " from generate_series(1, 50000) i; analyze outbox");
    test_db_run(one, "select pg_stat_force_next_flush()");
    before = test_db_number(one, "select coalesce(seq_tup_read, 0) from pg_stat_user_tables"
                                 " where relname = 'outbox'");
    (void)read_after((struct app_place){ .turn = 1 }, 50);
    (void)read_after(bed.slice.end, 50);
    (void)end_now();
    after = test_db_number(one, "select coalesce(seq_tup_read, 0) from pg_stat_user_tables"
                                " where relname = 'outbox'");
    assert_true(after - before < 50000);
}

static int open_bed(void **state)
{
    struct ym_error e = { .text = "" };

    (void)state;
    snprintf(bed.conninfo, sizeof(bed.conninfo), "%s", migrated_make(DB));
    bed.loop = ym_loop_new(0, &e);
    bed.hang = bed.loop == NULL ? NULL : ym_timer_new(bed.loop, on_hang, NULL);
    bed.feed = bed.hang == NULL ? NULL : pg_feed_open(bed.loop, bed.conninfo, false, &e);
    if (bed.feed == NULL) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
    }
    bed.port = pg_feed_port(bed.feed);
    one = test_db_connect(bed.conninfo);
    two = test_db_connect(bed.conninfo);
    return 0;
}

static int close_bed(void **state)
{
    (void)state;
    pg_feed_close(bed.feed, NULL, NULL);
    ym_timer_free(bed.hang);
    ym_loop_free(bed.loop);
    ym_conn_close(one);
    ym_conn_close(two);
    test_db_drop("t_feed_other");
    test_db_drop(DB);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_feed_has_an_end),
        cmocka_unit_test(a_change_says_where_the_dispute_stands),
        cmocka_unit_test(who_commits_late_is_neither_skipped_nor_doubled),
        cmocka_unit_test(who_rolls_back_never_was),
        cmocka_unit_test(slices_add_up),
        cmocka_unit_test(what_was_thrown_away_is_missed),
        cmocka_unit_test(every_reader_sees_one_database),
        cmocka_unit_test(scopes_hold_what_lists_show),
        cmocka_unit_test(a_slice_is_read_by_the_key),
    };

    return cmocka_run_group_tests(tests, open_bed, close_bed);
}
