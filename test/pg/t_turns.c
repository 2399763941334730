/* SPDX-License-Identifier: Apache-2.0 */
/* A connection that takes turns: what is sent is done when sending returns, whatever it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libpq-fe.h>

#include "conn_private.h"
#include "test_db.h"

#define SLOW "select pg_sleep(0.2)" /* so long that an answer cannot be there by chance */
#define WIDE                                                                                       \
    "select repeat('x', 8000) from generate_series(1, 2000)" /* 16 MB: no socket holds it */

static int set_up(void **state)
{
    *state = test_db_connect(test_db_make("t_turns"));
    return 0;
}

static int tear_down(void **state)
{
    ym_conn_close(*state);
    test_db_drop("t_turns");
    return 0;
}

static void send(struct ym_conn *c, const char *sql)
{
    const struct ym_statement s = { .sql = sql, .name = "t_turns" };
    struct ym_error why;

    assert_int_equal(ym_conn_send(c, &s, &why), YM_E_OK);
}

static void receive(struct ym_conn *c, enum ym_err want, int rows)
{
    struct ym_error why;
    PGresult *res;

    assert_int_equal(ym_conn_receive(c, "t_turns", &res, &why), want);
    if (want == YM_E_OK)
        assert_int_equal(PQntuples(res), rows);
    PQclear(res);
}

static void test_turns(void **state)
{
    struct ym_conn *c = *state;

    send(c, SLOW);
    assert_int_equal(PQisBusy(c->pg), 1); /* without turns it is on its way */
    receive(c, YM_E_OK, 1);
    ym_conn_take_turns(c);
    send(c, SLOW);
    assert_int_equal(PQisBusy(c->pg), 0);
    receive(c, YM_E_OK, 1);
}

static void test_wide(void **state)
{
    struct ym_conn *c = *state;

    ym_conn_take_turns(c);
    send(c, WIDE);
    assert_int_equal(PQisBusy(c->pg), 0);
    receive(c, YM_E_OK, 2000);
}

static void test_refused(void **state)
{
    struct ym_conn *c = *state;

    ym_conn_take_turns(c);
    send(c, "select 1 / 0");
    assert_int_equal(PQisBusy(c->pg), 0);
    receive(c, YM_E_INTERNAL, 0);
    send(c, "select 1"); /* and it goes on */
    receive(c, YM_E_OK, 1);
}

/* The server ends the connection under it: waiting ends, and the result says why. */
static void test_lost(void **state)
{
    struct ym_conn *c = *state;

    ym_conn_take_turns(c);
    send(c, "select pg_terminate_backend(pg_backend_pid())");
    receive(c, YM_E_UNAVAILABLE, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_turns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lost, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
