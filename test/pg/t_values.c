/* SPDX-License-Identifier: Apache-2.0 */
/* Binary forms: what goes in as a parameter comes out as the same value, and as PostgreSQL's own
 * text of it; arrays with NULLs, without elements, at their limit and one past it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pg/bin.h"
#include "pg/conn.h"
#include "pg/sqlstate.h"
#include "test_db.h"

static int set_up(void **state)
{
    *state = test_db_connect(test_db_make("t_values"));
    return 0;
}

static int tear_down(void **state)
{
    ym_conn_close(*state);
    test_db_drop("t_values");
    return 0;
}

static void run(struct ym_conn *c, const char *sql, const struct ym_param *params, size_t n,
                ym_conn_rows_fn *on_rows)
{
    const struct ym_statement s = { .sql = sql, .params = params, .n_params = n };
    struct ym_error e = { .text = "" };

    if (ym_conn_run(c, &s, on_rows, c, &e) != YM_E_OK)
        fail_msg("%s: %s", sql, e.text);
}

static void is_text(const struct ym_rows *r, int row, int column, const char *text)
{
    const struct ym_span got = ym_rows_span(r, row, column);

    if (!ym_span_is(got, ym_span_of(text)))
        fail_msg("row %d column %d: expected %s, got %.*s", row, column, text, (int)got.n, got.at);
}

static void check_scalars(void *arg, const struct ym_rows *r)
{
    (void)arg;
    assert_int_equal(ym_rows_count(r), 1);
    assert_true(ym_rows_bool(r, 0, 0));
    assert_int_equal(ym_rows_i16(r, 0, 1), INT16_MIN);
    assert_int_equal(ym_rows_i32(r, 0, 2), INT32_MIN);
    assert_true(ym_rows_i64(r, 0, 3) == INT64_MIN);
    assert_true(ym_rows_usec(r, 0, 4) == 1);
    assert_int_equal(ym_rows_date(r, 0, 5), -1);
    is_text(r, 0, 6, "码");
    assert_int_equal(ym_rows_span(r, 0, 7).n, 3);
    assert_memory_equal(ym_rows_span(r, 0, 7).at, "a\0b", 3);
    assert_true(ym_rows_is_null(r, 0, 8));
    is_text(r, 0, 9,
            "-32768|-2147483648|-9223372036854775808|1970-01-01 00:00:00.000001|1969-12-31"
            "|00010203-0405-0607-0809-0a0b0c0d0e0f");
    is_text(r, 0, 10, "");
    assert_int_equal(ym_rows_int(r, 0, 1), INT16_MIN);
    assert_int_equal(ym_rows_int(r, 0, 2), INT32_MIN);
}

static void test_scalars(void **state)
{
    const unsigned char uuid[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
    struct ym_scalar v[6];
    const struct ym_param p[] = {
        ym_param_bool(&v[0], true),
        ym_param_i16(&v[1], INT16_MIN),
        ym_param_i32(&v[2], INT32_MIN),
        ym_param_i64(&v[3], INT64_MIN),
        ym_param_usec(&v[4], 1),
        ym_param_date(&v[5], -1),
        ym_param_text(YM_SPAN("码")),
        ym_param_bytes((struct ym_span){ "a\0b", 3 }),
        ym_param_null(YM_PG_INT8),
        ym_param_uuid(uuid),
        ym_param_text((struct ym_span){ NULL, 0 }),
    };

    run(*state,
        "select $1, $2, $3, $4, $5, $6, $7, $8, $9, concat_ws('|', $2, $3, $4, "
        "$5 at time zone 'UTC', $6, $10), $11",
        p, sizeof(p) / sizeof(p[0]), check_scalars);
}

static void check_infinite(void *arg, const struct ym_rows *r)
{
    (void)arg;
    assert_true(ym_rows_usec(r, 0, 0) == INT64_MAX);
    assert_true(ym_rows_usec(r, 0, 1) == INT64_MIN);
    assert_int_equal(ym_rows_date(r, 0, 2), INT32_MAX);
    is_text(r, 0, 3, "infinity -infinity infinity");
}

static void test_infinite(void **state)
{
    struct ym_scalar v[3];
    const struct ym_param p[] = { ym_param_usec(&v[0], INT64_MAX), ym_param_usec(&v[1], INT64_MIN),
                                  ym_param_date(&v[2], INT32_MAX) };

    run(*state, "select $1, $2, $3, format('%s %s %s', $1, $2, $3)", p, 3, check_infinite);
}

static void check_columns(void *arg, const struct ym_rows *r)
{
    (void)arg;
    assert_int_equal(ym_rows_count(r), 2);
    assert_int_equal(ym_rows_i16(r, 0, 0), -2);
    assert_int_equal(ym_rows_i32(r, 0, 1), 70000);
    assert_true(ym_rows_i64(r, 0, 2) == INT64_C(1) << 40);
    assert_true(ym_rows_usec(r, 0, 3) == INT64_C(1790000000000000));
    is_text(r, 0, 4, "文");
    assert_int_equal(ym_rows_span(r, 0, 5).n, 0);
    assert_true(ym_rows_bool(r, 0, 6));
    assert_int_equal(ym_rows_date(r, 0, 7), 20000);
    for (int i = 0; i < 8; i++)
        assert_true(ym_rows_is_null(r, 1, i));
}

static void check_empty(void *arg, const struct ym_rows *r)
{
    (void)arg;
    assert_int_equal(ym_rows_count(r), 0);
    assert_int_equal(ym_rows_columns(r), 8);
}

static void test_columns(void **state)
{
    static const char sql[] =
        "select a, b, c, d, e, f, g, h from unnest($1::smallint[], $2::int[], $3::bigint[], "
        "$4::timestamptz[], $5::text[], $6::bytea[], $7::boolean[], $8::date[]) with ordinality as "
        "u(a, b, c, d, e, f, g, h, i) order by i";
    static const enum ym_pg_type types[8] = { YM_PG_INT2,        YM_PG_INT4, YM_PG_INT8,
                                              YM_PG_TIMESTAMPTZ, YM_PG_TEXT, YM_PG_BYTEA,
                                              YM_PG_BOOL,        YM_PG_DATE };
    struct ym_column c[8];
    struct ym_param p[8];

    for (size_t i = 0; i < 8; i++)
        ym_column_init(&c[i], types[i], 4096);
    for (int round = 0; round < 3; round++) { /* the second time in the memory of the first */
        for (size_t i = 0; i < 8; i++)
            ym_column_clear(&c[i]);
        if (round < 2) {
            ym_column_i16(&c[0], -2);
            ym_column_i32(&c[1], 70000);
            ym_column_i64(&c[2], INT64_C(1) << 40);
            ym_column_usec(&c[3], INT64_C(1790000000000000));
            ym_column_span(&c[4], YM_SPAN("文"));
            ym_column_span(&c[5], (struct ym_span){ NULL, 0 });
            ym_column_bool(&c[6], true);
            ym_column_date(&c[7], 20000);
        }
        for (size_t i = 0; i < 8; i++) {
            if (round < 2)
                ym_column_null(&c[i]);
            assert_true(ym_column_ok(&c[i]));
            p[i] = ym_column_param(&c[i]);
        }
        run(*state, sql, p, 8, round < 2 ? check_columns : check_empty);
    }
    for (size_t i = 0; i < 8; i++)
        ym_column_release(&c[i]);
}

/* 20 bytes of head and 12 an element: three fit into 56, a fourth does not. */
static void test_column_limit(void **state)
{
    struct ym_column c;

    (void)state;
    ym_column_init(&c, YM_PG_INT8, 56);
    for (int64_t i = 0; i < 3; i++)
        ym_column_i64(&c, i);
    assert_true(ym_column_ok(&c));
    assert_int_equal(ym_column_param(&c).n, 56);
    ym_column_i64(&c, 3);
    assert_false(ym_column_ok(&c));
    ym_column_clear(&c);
    ym_column_i64(&c, 4);
    assert_true(ym_column_ok(&c));
    ym_column_release(&c);
}

static void check_affected(void *arg, const struct ym_rows *r)
{
    (void)arg;
    assert_int_equal(ym_rows_affected(r), 3);
    assert_int_equal(ym_rows_count(r), 0);
}

static void test_affected(void **state)
{
    test_db_run(*state, "create table n(v int)");
    run(*state, "insert into n select generate_series(1, 3)", NULL, 0, check_affected);
    run(*state, "update n set v = v + 1", NULL, 0, check_affected);
}

static void test_sqlstates(void **state)
{
    static const struct {
        const char *state;
        enum ym_sql_class class;
        bool is_doubtful;
    } rows[] = {
        { "", YM_SQL_NONE, false },
        { "40001", YM_SQL_RETRY, false },
        { "40P01", YM_SQL_RETRY, false },
        { "55P03", YM_SQL_RETRY, false },
        { "26000", YM_SQL_RETRY, false },
        { "08006", YM_SQL_UNAVAILABLE, true },
        { "57P01", YM_SQL_UNAVAILABLE, true },
        { "57P03", YM_SQL_UNAVAILABLE, true },
        { "57014", YM_SQL_UNAVAILABLE, false },
        { "25006", YM_SQL_UNAVAILABLE, false },
        { "53300", YM_SQL_UNAVAILABLE, false },
        { "23505", YM_SQL_POISON, false },
        { "0A000", YM_SQL_POISON, false },
        { "22P02", YM_SQL_POISON, false },
        { "XX000", YM_SQL_POISON, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(ym_sql_class_of(rows[i].state), rows[i].class);
        assert_int_equal(ym_sql_is_doubtful(rows[i].state), rows[i].is_doubtful);
    }
    assert_int_equal(ym_sql_class_err(YM_SQL_RETRY), YM_E_CONFLICT);
    assert_int_equal(ym_sql_class_err(YM_SQL_UNAVAILABLE), YM_E_UNAVAILABLE);
    assert_true(ym_sql_is_full("53100") && !ym_sql_is_full("53200"));
    assert_true(ym_sql_is_internal("XX000") && ym_sql_is_internal("XX001"));
    assert_false(ym_sql_is_internal("22P02") || ym_sql_is_internal(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalars),  cmocka_unit_test(test_infinite),
        cmocka_unit_test(test_columns),  cmocka_unit_test(test_column_limit),
        cmocka_unit_test(test_affected), cmocka_unit_test(test_sqlstates),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
