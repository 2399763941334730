/* SPDX-License-Identifier: Apache-2.0 */
/* Among a hundred thousand disputes of which two thousand are open, no question of the board or the
 * radar reads those that are over; and what a command changes stays on its page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "migrated.h"

extern const struct ym_embedded ym_sql_sharded_files[];
extern const size_t ym_sql_sharded_count;

#define TEXT_MAX 65536
#define PLAN_MAX 16384
#define ALL      "0,999999999999"
#define DISTRICT "330108000000,330108999999"
#define RULES    "'{65637,65638}','{2,3}','{0,1,2}','{101,102}'"
#define FLOORS   "90000000000::bigint,80000000000::bigint,70000000000::bigint"
#define NOW      "'2026-11-18 00:00:00+00'::timestamptz"
#define SOON     "'2026-11-23 00:00:00+00'::timestamptz"

static struct ym_conn *conn;

/* One in fifty is open. Ids are as if made one after the other. */
static const char fill[] =
    "do $$ declare p regclass; begin for p in select inhrelid::regclass from pg_inherits"
    " where inhparent = 'event'::regclass loop execute format('drop table %s', p); end loop; end "
    "$$;"
    "create table event_all partition of event for values from (0) to (9223372036854775807);"
    "create temp table made as select ((i::bigint << 22) | (i & 1023))::bigint as id, i,"
    " i % 50 = 0 as is_open from generate_series(1, 100000) i;"
    "insert into dispute select (id & 1023)::int, id, 330100000000 + 1000000 * (i % 20) + i % 7 * "
    "1000,"
    " i % 40, i % 7, i % 500, 1, 1 + i % 5, 1, is_open, 1,"
    " case when is_open then " NOW " + (i % 40 - 10) * interval '1 day' end, now(), '\\x01',"
    " decode(repeat('00', 32), 'hex') from made;"
    "insert into dispute_detail select (id & 1023)::int, id, 1, 1, 1, 330108000000, 1, now(),"
    " null, null, 'title', '', array['t'] from made;"
    "insert into docket select k, (array[i % 40, i % 500, i % 7])[k], id, (id & 1023)::int"
    " from made, generate_series(1, 3) k where (array[i % 40, i % 500, i % 7])[k] <> 0;"
    "insert into deadline select (id & 1023)::int, " NOW
    " + (i % 40 - 10) * interval '1 day', id, 1"
    " from made where is_open;"
    "insert into event select (id & 1023)::int, id, 1, " NOW
    " - (100000 - i) * interval '1 minute',"
    " 101, 1, decode(repeat('00', 32), 'hex'),"
    " convert_to('{\"seq\":1,\"to\":[1,0,0]}', 'UTF8') from made;"
    "update tally_mark set upto = " NOW " - interval '90 minutes';"
    "select brin_summarize_new_values(c.oid) from pg_class c where c.relname like '%at_idx'"
    " and c.relkind = 'i';"
    "analyze";

static const struct ym_embedded *file_of(const char *name)
{
    for (size_t i = 0; i < ym_sql_sharded_count; i++) {
        if (strcmp(ym_sql_sharded_files[i].name, name) == 0)
            return &ym_sql_sharded_files[i];
    }
    fail_msg("there is no %s", name);
    abort();
}

static void on_plan(void *arg, const struct ym_rows *rows)
{
    char *text = arg;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < PLAN_MAX - 1; row++) {
        const struct ym_span line = ym_rows_span(rows, row, 0);

        n += (size_t)snprintf(text + n, PLAN_MAX - n, "%.*s\n", (int)line.n, line.at);
    }
}

/* The plan of a statement with these parameters; fails when it walks through a whole table. */
static void plan_is_good(const char *file, const char *params, const char *wanted)
{
    static const char *const tables[] = { "Seq Scan on dispute", "Seq Scan on event",
                                          "Seq Scan on docket", "Seq Scan on deadline" };
    struct ym_statement s = { .name = NULL };
    char plan[PLAN_MAX] = "";
    struct ym_error e = { .text = "" };
    struct ym_buf b;

    ym_buf_init(&b, TEXT_MAX);
    ym_buf_printf(&b, "prepare asked as %s", (const char *)file_of(file)->at);
    assert_true(ym_buf_ok(&b));
    test_db_run(conn, b.at);
    ym_buf_clear(&b);
    ym_buf_printf(&b, "explain execute asked(%s)", params);
    s.sql = b.at;
    if (ym_conn_run(conn, &s, on_plan, plan, &e) != YM_E_OK)
        fail_msg("%s: %s", file, e.text);
    test_db_run(conn, "deallocate asked");
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (strstr(plan, tables[i]) != NULL)
            fail_msg("%s(%s)\n%s", file, params, plan);
    }
    if (strstr(plan, wanted) == NULL)
        fail_msg("%s(%s) without %s\n%s", file, params, wanted, plan);
    ym_buf_release(&b);
}

static void the_board_walks_over_open_disputes_only(void **state)
{
    (void)state;
    plan_is_good("board_open.sql",
                 ALL ",null,null,null," NOW "," SOON "," FLOORS ",12,null,null,100",
                 "dispute_open");
    plan_is_good("board_open.sql",
                 DISTRICT ",null,null,null," NOW "," SOON "," FLOORS
                          ",12,1000::bigint,330108000000::bigint,100",
                 "dispute_open");
}

static void the_board_of_a_holder_walks_over_his_docket(void **state)
{
    (void)state;
    plan_is_good("board_docket.sql",
                 ALL ",null,77,null," NOW "," SOON "," FLOORS ",12,null,null,100,2::smallint,77",
                 "docket_pkey");
}

static void a_trend_reads_no_event_twice(void **state)
{
    (void)state;
    plan_is_good("board_trend.sql",
                 RULES "," NOW " - interval '90 minutes','2026-10-20'," ALL
                       ",null,null,null,0::smallint,0",
                 "event_all_at_idx");
    plan_is_good("tally_add.sql",
                 RULES "," NOW " - interval '90 minutes'," NOW " - interval '30 minutes',"
                       "'2026-11-18'",
                 "event_all_at_idx");
}

static void the_radar_reads_what_is_due(void **state)
{
    (void)state;
    plan_is_good("radar_due.sql", ALL ",null,null,null," SOON ",1001", "deadline_pkey");
    plan_is_good("radar_open.sql", DISTRICT ",null,null,null," SOON ",1001", "dispute_open");
    plan_is_good("radar_docket.sql", ALL ",null,77,null," SOON ",1001,2::smallint,77",
                 "docket_pkey");
}

/* An update by a command between the ends of a case touches no index; one that closes it does. */
static void commands_stay_on_their_page(void **state)
{
    static const char hot[] = "select pg_stat_get_xact_tuples_hot_updated('dispute'::regclass)";

    (void)state;
    test_db_run(conn, "vacuum dispute");
    test_db_run(conn, "begin");
    test_db_run(conn, "update dispute set colour = 3, stage = 4, version = version + 1, body = 3,"
                      " mediator = 9, court = 2, due_at = now(), updated_at = now(),"
                      " state = '\\x0102' where dispute_id = (50::bigint << 22) + 50");
    assert_int_equal(test_db_number(conn, hot), 1);
    test_db_run(conn,
                "update dispute set is_open = false where dispute_id = (50::bigint << 22) + 50");
    assert_int_equal(test_db_number(conn, hot), 1);
    test_db_run(conn, "rollback");
}

static int open_all(void **state)
{
    (void)state;
    conn = test_db_connect(migrated_make("t_board_plans"));
    test_db_run(conn, fill);
    test_db_run(conn, "set plan_cache_mode = force_custom_plan");
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    ym_conn_close(conn);
    test_db_drop("t_board_plans");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_board_walks_over_open_disputes_only),
        cmocka_unit_test(the_board_of_a_holder_walks_over_his_docket),
        cmocka_unit_test(a_trend_reads_no_event_twice),
        cmocka_unit_test(the_radar_reads_what_is_due),
        cmocka_unit_test(commands_stay_on_their_page),
    };

    return cmocka_run_group_tests_name("board plans", tests, open_all, close_all);
}
