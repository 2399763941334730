/* SPDX-License-Identifier: Apache-2.0 */
/* However much the feed holds and however much waits, no statement of delivery reads it through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/embedded.h"
#include "world.h"

extern const struct ym_embedded ym_sql_sharded_files[];
extern const size_t ym_sql_sharded_count;

static struct world world;

/* 20,000 disputes, all told, and as many deliveries to 20 subscriptions: enough to have a choice.
 */
static const char fill[] =
    "create temp table made as select ((i::bigint << 22) | (i & 1023))::bigint as id, i"
    " from generate_series(1, 20000) i;"
    "insert into outbox (bucket, dispute_id, seq) select (id & 1023)::int, id, 1 from made;"
    "insert into subscription select 1000 + i, 'https://a', '', 255, 0, 0, 'x', null, null, true, "
    "0,"
    " null, now(), decode(md5(i::text), 'hex'), decode(md5(i::text), 'hex'), null, '0'::xid8, 0, 0"
    " from generate_series(1, 20) i;"
    "insert into delivery select 1001 + i % 20, id, 1, now(), 1, 1, 1, 1, 1, 1, 1, 1, 1, now(),"
    " case when i % 10 = 0 then now() end from made;"
    "analyze outbox; analyze subscription; analyze delivery;"
    "set plan_cache_mode = force_generic_plan";

static void on_plan(void *arg, const struct ym_rows *rows)
{
    const char *name = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct ym_span line = ym_rows_span(rows, row, 0);
        char text[256];

        snprintf(text, sizeof(text), "%.*s", (int)line.n, line.at);
        if (strstr(text, "Seq Scan on") != NULL && strstr(text, "Seq Scan on subscription") == NULL)
            fail_msg("%s: %s", name, text);
    }
}

static struct ym_span text_of(const char *name)
{
    char file[64];

    snprintf(file, sizeof(file), "%s.sql", name);
    for (size_t i = 0; i < ym_sql_sharded_count; i++) {
        if (strcmp(ym_sql_sharded_files[i].name, file) == 0)
            return (struct ym_span){ (const char *)ym_sql_sharded_files[i].at,
                                     ym_sql_sharded_files[i].n };
    }
    fail_msg("there is no %s", file);
    return YM_SPAN("");
}

/* Explain a statement for any parameters, with a NULL for each of its n. */
static void explain(const char *name, int n)
{
    static char sql[16384];
    const struct ym_span text = text_of(name);
    const struct ym_statement s = { .sql = sql };
    struct ym_error e = { .text = "" };
    union {
        const char *in;
        void *out;
    } arg = { .in = name };

    snprintf(sql, sizeof(sql), "prepare p_%s as\n%.*s", name, (int)text.n, text.at);
    test_db_run(world.conn, sql);
    snprintf(sql, sizeof(sql), "explain execute p_%s(null", name);
    for (int i = 1; i < n; i++)
        strncat(sql, ", null", sizeof(sql) - strlen(sql) - 1);
    strncat(sql, ")", sizeof(sql) - strlen(sql) - 1);
    if (ym_conn_run(world.conn, &s, on_plan, arg.out, &e) != YM_E_OK)
        fail_msg("%s: %s", sql, e.text);
}

/* However much the feed holds and however much waits, none of it is read through. */
static void statements_use_indexes(void **state)
{
    (void)state;
    test_db_run(world.conn, fill);
    explain("delivery_look", 1);
    explain("delivery_feed", 6);
    explain("delivery_insert", 18);
    explain("delivery_claim", 4);
    explain("delivery_done", 4);
    explain("delivery_promote", 3);
    explain("delivery_failed", 10);
    explain("delivery_list", 5);
    explain("delivery_redrive", 5);
    explain("delivery_skip", 2);
}

static int open_world(void **state)
{
    (void)state;
    world_open(&world, "yima_delivery_plan");
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&world);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_use_indexes),
    };

    return cmocka_run_group_tests_name("delivery plans", tests, open_world, close_world);
}
