/* SPDX-License-Identifier: Apache-2.0 */
/* What the exchange forgets: at the limit and one past it, more than a slice of it, and never what
 * is open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pg/exchange.h"
#include "world.h"

#define RECEIPTS "timestamptz '2025-10-01 00:00:00+08'"
#define PAYLOADS "timestamptz '2024-11-01 00:00:00+08'"

static struct world world;
static struct pg_exchange *store;
static bool is_done;
static enum ym_err got;

static void on_settled(void *arg, enum ym_err err)
{
    (void)arg;
    assert_false(is_done); /* exactly once */
    is_done = true;
    got = err;
}

static void on_message(void *arg, enum ym_err err, const struct app_message *rows, size_t n,
                       bool has_more)
{
    (void)rows, (void)n, (void)has_more;
    on_settled(arg, err);
}

static void on_closed(void *arg)
{
    (void)arg;
    is_done = true;
}

static bool done(void *arg)
{
    (void)arg;
    return is_done;
}

static void keep(void)
{
    struct app_exchange *x = pg_exchange_port(store);
    ym_usec receipts, payloads;

    assert_true(ym_usec_parse(YM_SPAN("2025-10-01T00:00:00+08:00"), &receipts));
    assert_true(ym_usec_parse(YM_SPAN("2024-11-01T00:00:00+08:00"), &payloads));
    is_done = false;
    x->ops->keep(x, receipts, payloads, on_settled, NULL);
    assert_false(is_done); /* never before it returns */
    world_run(&world, done, NULL);
    assert_int_equal(got, YM_E_OK);
}

static int64_t number(const char *sql)
{
    return test_db_number(world.conn, sql);
}

/* One is as old as the limit, one older by the least that a time can be. */
static void receipts_at_the_limit(void **state)
{
    (void)state;
    test_db_run(world.conn,
                "insert into exchange_receipt select i, 1, 'r' || i,"
                " decode(repeat('00', 32), 'hex'), " RECEIPTS
                " - i * interval '1 microsecond', '\\x01' from generate_series(0, 1) i");
    keep();
    assert_int_equal(number("select count(*) from exchange_receipt"), 1);
    assert_int_equal(number("select count(*) from exchange_receipt where name = 'r0'"), 1);
}

/* Each state (0 READY, 1 PENDING, 2 ACCEPTED, 3 REFUSED, 4 SETTLED, 5 REPLACED) at the limit and
 * older: what waits for an answer keeps what it says, however old it is; of the others go the
 * words that people wrote and that refused it, too. Its code stays. */
static void payloads_at_the_limit(void **state)
{
    (void)state;
    test_db_run(world.conn,
                "insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out,"
                " verb, kind, state, name, made_at, payload, note, error, reason_code, reason_zh,"
                " reason_en)"
                " select 7, s * 10 + i, 0, 1, true, 0, 0, s, 'm' || s || i, " PAYLOADS
                " - i * interval '1 microsecond', '\\x01', '\\x02', 'e', 'c', 'z', 'w'"
                " from generate_series(0, 5) s, generate_series(0, 1) i");
    keep();
    assert_int_equal(number("select count(*) from exchange_message"), 12);
    assert_int_equal(number("select count(*) from exchange_message where payload is null"), 4);
    assert_int_equal(number("select count(*) from exchange_message where payload is null"
                            " and note is null and error = '' and reason_zh = ''"
                            " and reason_en = '' and reason_code = 'c'"
                            " and state in (2, 3, 4, 5) and made_at < " PAYLOADS),
                     4);
    assert_int_equal(number("select count(*) from exchange_message where note is not null"
                            " and error = 'e' and reason_zh = 'z' and reason_en = 'w'"),
                     8);
    keep(); /* nothing is left to empty */
    assert_int_equal(number("select count(*) from exchange_message where payload is null"), 4);
}

/* What was never written down has a note once somebody saw to it: that goes as well. */
static void a_note_alone(void **state)
{
    const struct app_settling how = { .by = YM_SPAN("account 1"), .note = YM_SPAN("x"), .now = 1 };
    struct app_exchange *x = pg_exchange_port(store);

    (void)state;
    test_db_run(world.conn,
                "insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out,"
                " verb, kind, state, name, made_at, reason_code)"
                " values (8, 1, 0, 1, true, 0, 0, 3, 'n1', " PAYLOADS
                " - interval '1 microsecond', 'cannot_make')");
    is_done = false;
    x->ops->settle(x, (struct app_message_key){ 8, 1 }, &how, on_message, NULL);
    world_run(&world, done, NULL);
    assert_int_equal(got, YM_E_OK);
    assert_int_equal(number("select count(*) from exchange_message where bucket = 8"
                            " and note is not null and state = 4"),
                     1);
    keep();
    assert_int_equal(number("select count(*) from exchange_message where bucket = 8"
                            " and note is null and payload is null"),
                     1);
}

/* A slice is 1000 rows; a night ends with none left. */
static void more_than_a_slice(void **state)
{
    (void)state;
    test_db_run(world.conn,
                "delete from exchange_receipt; delete from exchange_message;"
                "insert into exchange_receipt select i & 1023, 1, 's' || i,"
                " decode(repeat('00', 32), 'hex'), " RECEIPTS " - i * interval '1 second', null"
                " from generate_series(1, 2001) i;"
                "insert into exchange_message (bucket, message_no, dispute_id, partner_id, is_out,"
                " verb, kind, state, name, made_at, payload)"
                " select i & 1023, i, 0, 1, false, 0, 0, 2, 's' || i, " PAYLOADS
                " - i * interval '1 second', '\\x01' from generate_series(1, 2000) i");
    keep();
    assert_int_equal(number("select count(*) from exchange_receipt"), 0);
    assert_int_equal(number("select count(*) from exchange_message where payload is not null"), 0);
    assert_int_equal(number("select count(*) from exchange_message"), 2000);
}

static int open_world(void **state)
{
    struct ym_error e = { .text = "" };

    (void)state;
    world_open(&world, "yima_exchange_keep");
    store = pg_exchange_open(world.loop, world.conninfo, false, &e);
    return store != NULL ? 0 : -1;
}

static int close_world(void **state)
{
    (void)state;
    is_done = false;
    pg_exchange_close(store, on_closed, NULL);
    world_run(&world, done, NULL);
    world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipts_at_the_limit),
        cmocka_unit_test(payloads_at_the_limit),
        cmocka_unit_test(a_note_alone),
        cmocka_unit_test(more_than_a_slice),
    };

    return cmocka_run_group_tests_name("what the exchange forgets", tests, open_world, close_world);
}
