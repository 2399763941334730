/* SPDX-License-Identifier: Apache-2.0 */
/* Worklists from a database of twenty thousand disputes: the same rows from whichever index they
 * are found by, oldest first, and no table is read as a whole. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/work.h"
#include "pg/reader.h"
#include "pg/rows.h"
#include "sql.h"
#include "test_db.h"
#include "world.h"
#include "yima/region.h"

#define DISPUTES 20000
#define NOW      INT64_C(1795305600000000) /* 2026-11-22T00:00:00Z */
#define QUIET    INT64_C(1777593600000000) /* 2026-05-01T00:00:00Z */

/* The i-th dispute, as the SQL below and the functions behind it make it. */
static const char fill[] =
    "create temp table made as select ((i::bigint << 22) | (i & 1023))::bigint as id, i"
    " from generate_series(1, 20000) i;\n"
    "insert into dispute select (id & 1023)::int, id,"
    " case when i % 2 = 1 then 330108001000 else 330106002000 end, i % 30 + 1, i % 10, i % 300,"
    " i % 18, 1, 1, i % 5 <> 0, 1, null,"
    " case when i % 7 = 0 then timestamptz '2026-01-01Z' else timestamptz '2026-11-20Z' end, "
    "'\\x01',"
    " decode(repeat('00', 32), 'hex') from made;\n"
    "insert into dispute_detail select (id & 1023)::int, id, 1, 1, 1, 330108000000, i % 2 + 1, "
    "now(),"
    " null, null, 'title', '', array['t' || (i % 1000)] from made;\n"
    "insert into docket select k, (array[i % 30 + 1, i % 300, i % 10])[k], id, (id & 1023)::int"
    " from made, generate_series(1, 3) k where (array[i % 30 + 1, i % 300, i % 10])[k] <> 0;\n"
    "insert into deadline select (id & 1023)::int, case when i % 500 = 3 then timestamptz"
    " '2026-11-01Z' else timestamptz '2026-12-01Z' + i * interval '1 minute' end, id, i % 4 from "
    "made;\n"
    "analyze;";

static struct world world;
static struct pg_reader *reader;
static struct app_reader *port;
static struct app_list *answer;
static bool is_answered;

static bool have_answer(void *arg)
{
    (void)arg;
    return is_answered;
}

static void on_list(void *arg, enum ym_err err, const struct app_list *list)
{
    (void)arg;
    assert_int_equal(err, YM_E_OK);
    *answer = *list;
    is_answered = true;
}

static struct app_work_question question(enum app_work work)
{
    struct app_work_question q = {
        .work = work,
        .filter = { .scope = { .kind = APP_SCOPE_ALL },
                    .colour = APP_ANY,
                    .stage = APP_ANY,
                    .type = APP_ANY,
                    .is_open = APP_ANY,
                    .channel = APP_ANY,
                    .now = NOW,
                    .limit = APP_PAGE_MAX },
        .quiet_since = QUIET,
    };

    if (work == APP_WORK_STALLED)
        return q;
    /* the same step has another number under each version */
    q.clocks.at[q.clocks.n++] = (struct app_work_clock){ 1, 0 };
    q.clocks.at[q.clocks.n++] = (struct app_work_clock){ 2, 3 };
    return q;
}

static int64_t id_of(int64_t i)
{
    return i << 22 | (i & 1023);
}

static bool in_scope(const struct app_filter *f, int64_t i)
{
    const struct app_scope *s = &f->scope;
    const int64_t region = i % 2 == 1 ? INT64_C(330108001000) : INT64_C(330106002000);

    if ((s->kind == APP_SCOPE_REGION && (region < s->lo || region > s->hi)) ||
        (s->kind == APP_SCOPE_BODY && i % 30 + 1 != s->lo) ||
        (s->kind == APP_SCOPE_MEDIATOR && i % 300 != s->lo) ||
        (s->kind == APP_SCOPE_COURT && i % 10 != s->lo) || s->kind == APP_SCOPE_NOTHING)
        return false;
    return (f->type == APP_ANY || i % 18 == f->type) && (f->body == 0 || i % 30 + 1 == f->body);
}

static bool waits(const struct app_work_question *q, int64_t i)
{
    const bool runs = (i % 2 == 0 && i % 4 == 0) || (i % 2 == 1 && i % 4 == 3);

    if (!in_scope(&q->filter, i))
        return false;
    if (q->work == APP_WORK_STALLED)
        return i % 5 != 0 && i % 7 == 0;
    if (q->work == APP_WORK_OVERDUE)
        return i % 5 != 0 && (runs || i % 500 == 3);
    return runs;
}

/* Page by page, each row where it must be. Returns how many there are. */
static size_t walk(struct app_work_question q)
{
    size_t n = 0;
    int64_t i = 1;

    do {
        is_answered = false;
        port->ops->work(port, &q, on_list, NULL);
        world_run(&world, have_answer, NULL);
        for (size_t row = 0; row < answer->n; row++, i++) {
            while (i <= DISPUTES && !waits(&q, i))
                i++;
            assert_int_equal(answer->at[row].id.v, id_of(i));
        }
        n += answer->n;
        q.after = answer->next;
    } while (answer->has_more);
    while (i <= DISPUTES)
        assert_false(waits(&q, i++));
    return n;
}

static const struct app_scope scopes[] = {
    { APP_SCOPE_ALL, 0, 0 },
    { APP_SCOPE_REGION, INT64_C(330108000000), INT64_C(330108999999) }, /* a district */
    { APP_SCOPE_REGION, INT64_C(330108001000), INT64_C(330108001999) }, /* a street */
    { APP_SCOPE_BODY, 7, 0 },
    { APP_SCOPE_MEDIATOR, 111, 0 },
    { APP_SCOPE_COURT, 3, 0 },
    { APP_SCOPE_NOTHING, 0, 0 },
};

static void every_scope(void **state)
{
    static const enum app_work works[] = { APP_WORK_TO_ACCEPT, APP_WORK_OVERDUE, APP_WORK_STALLED };

    (void)state;
    for (size_t w = 0; w < sizeof(works) / sizeof(works[0]); w++) {
        for (size_t s = 0; s < sizeof(scopes) / sizeof(scopes[0]); s++) {
            struct app_work_question q = question(works[w]);
            size_t n;

            q.filter.scope = scopes[s];
            n = walk(q);
            assert_int_equal(n > 0, scopes[s].kind != APP_SCOPE_NOTHING);
        }
    }
}

static void wishes(void **state)
{
    struct app_work_question q = question(APP_WORK_TO_ACCEPT);

    (void)state;
    q.filter.type = 4;
    assert_true(walk(q) > 0);
    q.filter.body = 11;
    q.filter.limit = 7;
    assert_true(walk(q) > 0);
    q.filter.colour = 5;
    is_answered = false;
    port->ops->work(port, &q, on_list, NULL);
    world_run(&world, have_answer, NULL);
    assert_int_equal(answer->n, 0);
    assert_false(answer->has_more);
}

/* A list without clocks (no version knows the deadline) holds nothing, not everything. */
static void no_clocks(void **state)
{
    struct app_work_question q = question(APP_WORK_TO_ACCEPT);

    (void)state;
    q.clocks.n = 0;
    for (size_t s = 0; s < sizeof(scopes) / sizeof(scopes[0]); s++) {
        q.filter.scope = scopes[s];
        is_answered = false;
        port->ops->work(port, &q, on_list, NULL);
        world_run(&world, have_answer, NULL);
        assert_int_equal(answer->n, 0);
    }
}

/* ---- Plans ---- */

struct plan {
    char text[16384];
    size_t n;
};

static void on_plan(void *arg, const struct ym_rows *rows)
{
    struct plan *plan = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const struct ym_span line = ym_rows_span(rows, row, 0);
        const size_t left = sizeof(plan->text) - plan->n;
        const int n = snprintf(plan->text + plan->n, left, "%.*s\n", (int)line.n, line.at);

        plan->n += (size_t)n < left ? (size_t)n : left - 1;
    }
}

static void expect_index(const char *name, const char *values)
{
    char sql[1024];
    struct plan plan = { .n = 0 };
    struct ym_error e = { .text = "" };
    const struct ym_statement s = { .sql = sql };
    static const char *const tables[] = { "dispute d",  "dispute_detail t", "deadline e",
                                          "deadline o", "deadline t",       "docket p" };

    (void)snprintf(sql, sizeof(sql), "explain execute %s(%s)", name, values);
    if (ym_conn_run(world.conn, &s, on_plan, &plan, &e) != YM_E_OK)
        fail_msg("%s: %s", sql, e.text);
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        char scan[64];

        (void)snprintf(scan, sizeof(scan), "Seq Scan on %s", tables[i]);
        if (strstr(plan.text, scan) != NULL)
            fail_msg("%s\n%s", sql, plan.text);
    }
    if (getenv("YIMA_TEST_PLANS") != NULL)
        print_message("%s\n%s\n", sql, plan.text);
}

#define NO_WISHES "null,null,null,null,null,null,null,null"
#define NO_SCOPE  "null,null,null,null,null,null"
#define CLOCK     "array[256]"

static void lists_use_indexes(void **state)
{
    static const char *const names[] = { "read_work", "read_work_docket", "read_work_region",
                                         "read_work_overdue" };

    (void)state;
    test_db_run(world.conn, "set plan_cache_mode = force_custom_plan");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const size_t room = strlen(pg_sql_text(names[i])) + 64;
        char *sql = malloc(room);

        assert_non_null(sql);
        (void)snprintf(sql, room, "prepare %s as %s", names[i], pg_sql_text(names[i]));
        test_db_run(world.conn, sql);
        free(sql);
    }
    test_db_run(world.conn, /* a clock that runs rarely, as it does among many that wait */
                "insert into deadline select bucket, due_at, dispute_id, 9 from deadline limit 20;"
                "analyze deadline");
    expect_index("read_work", "array[265],0,51,null," NO_WISHES "," NO_SCOPE ",'{9}'");
    expect_index("read_work_docket",
                 CLOCK ",0,51,null," NO_WISHES ",null,null,7,null,null,null,1::smallint,7");
    expect_index("read_work_region",
                 CLOCK ",0,51,null," NO_WISHES ",330108001999,330108001999,null,null,null,null");
    expect_index("read_work_overdue",
                 "null,0,51,null," NO_WISHES "," NO_SCOPE ",'2026-01-01Z','{9}',array[265]");
    test_db_run(world.conn, "deallocate all; delete from deadline where kind = 9");
}

static int open_world(void **state)
{
    struct ym_error e;

    (void)state;
    answer = calloc(1, sizeof(*answer));
    assert_non_null(answer);
    world_open(&world, "t_clerk_worklists");
    test_db_run(world.conn, fill);
    reader = pg_reader_open(world.loop, world.conninfo, 0, false, &e);
    assert_non_null(reader);
    port = pg_reader_port(reader);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    pg_reader_close(reader, NULL, NULL);
    world_close(&world);
    free(answer);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scope),
        cmocka_unit_test(wishes),
        cmocka_unit_test(no_clocks),
        cmocka_unit_test(lists_use_indexes),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
