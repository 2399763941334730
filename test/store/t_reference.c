/* SPDX-License-Identifier: Apache-2.0 */
/* Reference data: regions, bodies, staff, days, procedure versions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pg/reference.h"
#include "world.h"

static struct world world;

static void reference_is_put_and_found(void **state)
{
    const struct pg_region regions[] = { { 330000000000, 0, 1, YM_SPAN("浙江省") },
                                         { 330108000000, 330100000000, 3, YM_SPAN("滨江区") } };
    struct pg_body bodies[] = { { MADE_BODY, 330108000000, YM_BODY_CENTRE, true,
                                  YM_SPAN("滨江区矛调中心"), YM_SPAN("0571-1"),
                                  YM_SPAN("江南大道") },
                                { 5000, 330108000000, YM_BODY_COURT, true,
                                  YM_SPAN("滨江区人民法院"), YM_SPAN("12368"), YM_SPAN("") } };
    const struct pg_staff staff[] = { { 77, MADE_BODY, 1u << YM_ROLE_MEDIATOR, true,
                                        YM_SPAN("王五"), YM_SPAN("0571-2") } };
    struct pg_staff stray = { 78, 999, 0, true, YM_SPAN("nobody"), YM_SPAN("") };
    struct pg_registry *r;
    struct ym_error e;
    size_t n;
    int64_t revision;

    (void)state;
    assert_int_equal(pg_regions_put(world.conn, regions, 2, &n, &e), YM_E_OK);
    assert_int_equal(n, 2);
    assert_int_equal(pg_bodies_put(world.conn, bodies, 2, &n, &e), YM_E_OK);
    assert_int_equal(pg_staff_put(world.conn, staff, 1, &n, &e), YM_E_OK);
    r = pg_registry_load(world.conn, &e);
    assert_non_null(r);
    revision = pg_registry_revision(r);
    assert_int_equal(pg_registry_body(r, 5000)->kind, YM_BODY_COURT);
    assert_true(ym_span_is(pg_registry_body(r, MADE_BODY)->address, YM_SPAN("江南大道")));
    assert_true(ym_span_is(pg_registry_staff(r, 77)->name, YM_SPAN("王五")));
    assert_null(pg_registry_body(r, 5001));
    assert_null(pg_registry_staff(r, 1));
    assert_int_equal((pg_registry_bodies(r, &n), n), 2);
    assert_int_equal((pg_registry_people(r, &n), n), 1);
    pg_registry_free(r);

    assert_int_equal(pg_bodies_put(world.conn, bodies, 2, &n, &e), YM_E_OK);
    assert_int_equal(n, 0); /* nothing differs, so nothing is told */
    bodies[1].is_active = false;
    assert_int_equal(pg_bodies_put(world.conn, bodies, 2, &n, &e), YM_E_OK);
    assert_int_equal(n, 1);
    assert_int_equal(pg_staff_put(world.conn, &stray, 1, &n, &e), YM_E_UNPROCESSABLE);
    assert_int_equal(e.code, YM_E_UNPROCESSABLE);
    assert_int_equal(n, 0);
    assert_int_equal(test_db_number(world.conn, "select revision from reference_revision"),
                     revision + 1);
}

static void chunks_join_up(void **state)
{
    enum { DAYS = PG_REFERENCE_CHUNK + 1 };
    static struct pg_day days[DAYS];
    struct ym_error e;
    size_t n;

    (void)state;
    for (int i = 0; i < DAYS; i++)
        days[i] = (struct pg_day){ 20000 + i, i % 2 == 0, YM_SPAN("节"), YM_SPAN("") };
    assert_int_equal(pg_days_put(world.conn, days, DAYS, &n, &e), YM_E_OK);
    assert_int_equal(n, DAYS);
    assert_int_equal(pg_days_put(world.conn, days, 0, &n, &e), YM_E_OK);
    assert_int_equal(n, 0);
}

static void count_day(void *arg, const struct pg_day *day)
{
    assert_int_equal(day->is_working, (day->day - 20000) % 2 == 0);
    ++*(size_t *)arg;
}

static void days_come_back(void **state)
{
    struct ym_error e;
    size_t n = 0;

    (void)state;
    assert_int_equal(pg_days_each(world.conn, count_day, &n, &e), YM_E_OK);
    assert_int_equal(n, PG_REFERENCE_CHUNK + 1);
}

static void a_version_never_changes(void **state)
{
    struct pg_procedure a = { .id = YM_SPAN("binjiang-2020"),
                              .version = YM_SPAN("1"),
                              .document = YM_SPAN("{}"),
                              .valid_from = 18000,
                              .valid_until = YM_DAY_NONE };
    struct pg_procedure b = a;
    struct ym_error e;

    (void)state;
    assert_int_equal(pg_procedure_register(world.conn, &a, MADE_NOW, &e), YM_E_OK);
    assert_int_equal(a.number, 1);
    assert_int_equal(pg_procedure_register(world.conn, &a, MADE_NOW, &e), YM_E_OK);
    assert_int_equal(a.number, 1);
    b.sha256[0] = 1;
    assert_int_equal(pg_procedure_register(world.conn, &b, MADE_NOW, &e), YM_E_CONFLICT);
    b.version = YM_SPAN("2");
    assert_int_equal(pg_procedure_register(world.conn, &b, MADE_NOW, &e), YM_E_OK);
    assert_int_equal(b.number, 2);
    test_db_run(world.conn, "insert into procedure_version select i, 'x', i::text,"
                            " decode(repeat('00', 32), 'hex'), '', '2020-01-01', null, now()"
                            " from generate_series(3, 64) i");
    b.version = YM_SPAN("3");
    assert_int_equal(pg_procedure_register(world.conn, &b, MADE_NOW, &e), YM_E_UNPROCESSABLE);
}

static int open_world(void **state)
{
    (void)state;
    world_open(&world, "yima_reference");
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
        cmocka_unit_test(reference_is_put_and_found),
        cmocka_unit_test(chunks_join_up),
        cmocka_unit_test(days_come_back),
        cmocka_unit_test(a_version_never_changes),
    };

    return cmocka_run_group_tests_name("reference data", tests, open_world, close_world);
}
