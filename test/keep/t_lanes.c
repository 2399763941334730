/* SPDX-License-Identifier: Apache-2.0 */
/* The lanes of the reader: who waits for a list keeps nobody else waiting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pg/reader.h"
#include "world.h"

static struct world world;
static struct pg_reader *reader;
static struct app_reader *port;

static bool is_up(void *arg)
{
    (void)arg;
    return pg_reader_links_up(reader) == PG_READER_LINKS;
}

static int set_up(void **state)
{
    struct ym_error e;

    (void)state;
    world_open(&world, "t_lanes");
    reader = pg_reader_open(world.loop, world.conninfo, 0, false, &e);
    assert_non_null(reader);
    port = pg_reader_port(reader);
    world_run(&world, is_up, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pg_reader_close(reader, NULL, NULL);
    world_close(&world);
    return 0;
}

/* What became of one question; -1: not answered yet. */
static void on_token(void *arg, enum ym_err err, const struct pg_token *token)
{
    (void)token;
    *(int *)arg = (int)err;
}

static bool is_judged(void *arg)
{
    return *(const int *)arg >= 0;
}

static void judge_a_token(void)
{
    int err = -1;

    pg_read_token(reader, YM_SPAN("nobody"), on_token, &err);
    world_run(&world, is_judged, &err);
    assert_int_equal(err, YM_E_NOT_FOUND);
}

/* Answers to lists that nobody waits for one by one. */
struct lists {
    unsigned n, ok, busy, unavailable, expected;
};

static void on_slow_list(void *arg, enum ym_err err, const struct app_list *given)
{
    struct lists *lists = arg;

    (void)given;
    lists->n++;
    lists->ok += err == YM_E_OK;
    lists->busy += err == YM_E_BUSY;
    lists->unavailable += err == YM_E_UNAVAILABLE;
}

static bool are_answered(void *arg)
{
    const struct lists *lists = arg;

    return lists->n >= lists->expected;
}

static void ask_lists(struct lists *lists, unsigned n)
{
    const struct app_filter f = { .scope = { .kind = APP_SCOPE_ALL },
                                  .colour = APP_ANY,
                                  .stage = APP_ANY,
                                  .type = APP_ANY,
                                  .is_open = APP_ANY,
                                  .body = 1013, /* by its docket, which is locked */
                                  .limit = 10 };

    for (unsigned i = 0; i < n; i++)
        port->ops->list(port, &f, on_slow_list, lists);
    assert_int_equal(lists->n, 0);
}

static uint64_t connects_of_all(void)
{
    struct ym_link_gauges g;
    uint64_t n = 0;
    bool is_up;

    for (unsigned i = 0; pg_reader_link_gauges_get(reader, i, &g, &is_up); i++)
        n += g.connects;
    return n;
}

/* A list that waits for ever ends after its time, by itself and without its link; until then and
 * for as many lists as there may be, a token is judged and a dispute read as if nothing were. */
static void slow_lists_delay_nobody(void **state)
{
    struct ym_conn *other = test_db_connect(world.conninfo);
    struct lists one = { .expected = 1 };
    struct lists many = { .expected = 1 };
    const uint64_t connects = connects_of_all();

    (void)state;
    test_db_run(other, "begin; lock table docket in access exclusive mode");
    ask_lists(&one, 1);
    for (int i = 0; i < 20; i++)
        judge_a_token();
    assert_int_equal(one.n, 0);
    world_run(&world, are_answered, &one);
    assert_int_equal(one.unavailable, 1);
    assert_int_equal(connects_of_all(), connects);
    ask_lists(&many, PG_READER_LISTS + 1);
    world_run(&world, are_answered, &many);
    assert_int_equal(many.busy, 1);
    judge_a_token();
    test_db_run(other, "rollback");
    ym_conn_close(other);
    many.expected = PG_READER_LISTS + 1;
    world_run(&world, are_answered, &many);
    assert_int_equal(many.ok + many.unavailable, PG_READER_LISTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(slow_lists_delay_nobody, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
