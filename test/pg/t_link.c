/* SPDX-License-Identifier: Apache-2.0 */
/* The pipelined link on a healthy server: units, their verdicts and their neighbours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop/loop.h"
#include "pg/bin.h"
#include "pg/link.h"
#include "test_db.h"

#define UNITS_MAX 2048

struct bed {
    const char *conninfo;
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_conn *conn;   /* a second pair of eyes */
    struct ym_timer *guard; /* ends a test that hangs */
    size_t expected;        /* verdicts to wait for */
    size_t done;            /* verdicts so far */
    size_t rooms;           /* calls of on_room */
    size_t states;          /* calls of on_state */
    bool is_closed;
};

struct job {
    struct ym_pg_unit unit;
    struct ym_statement s[4];
    struct ym_param p[4][4];
    struct ym_scalar v[4][4];
    struct bed *bed;
    size_t order;   /* place among the verdicts, from 1 */
    size_t rows;    /* calls of on_rows */
    int64_t number; /* first value of the last row set */
    struct ym_outcome outcome;
    char text[200];
};

static void on_guard(void *arg)
{
    (void)arg;
    fputs("the test hangs\n", stderr);
    abort();
}

static void on_state(void *arg, bool is_up, const char *why)
{
    struct bed *b = arg;

    (void)is_up;
    (void)why;
    b->states++;
}

static void on_room(void *arg)
{
    struct bed *b = arg;

    b->rooms++;
}

static void open_link(struct bed *b, struct ym_link_options o)
{
    struct ym_error e = { .text = "" };

    o.conninfo = o.conninfo != NULL ? o.conninfo : b->conninfo;
    o.on_state = on_state;
    o.on_room = on_room;
    o.arg = b;
    b->link = ym_link_open(b->loop, &o, &e);
    if (b->link == NULL)
        fail_msg("%s", e.text);
}

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof(*b));

    b->conninfo = test_db_make("t_link");
    b->conn = test_db_connect(b->conninfo);
    test_db_run(b->conn, "create table t(id bigint primary key, v text);"
                         "create table deferred(id int primary key, "
                         "ref bigint references t deferrable initially deferred)");
    b->loop = ym_loop_new(0, NULL);
    b->guard = ym_timer_new(b->loop, on_guard, NULL);
    ym_timer_start(b->guard, 60000, 0);
    *state = b;
    return 0;
}

static void on_closed(void *arg)
{
    struct bed *b = arg;

    b->is_closed = true;
}

static int tear_down(void **state)
{
    struct bed *b = *state;

    ym_timer_free(b->guard);
    if (b->link != NULL)
        ym_link_close(b->link, on_closed, b);
    ym_loop_run(b->loop);
    assert_true(b->link == NULL || b->is_closed);
    ym_loop_free(b->loop);
    ym_conn_close(b->conn);
    test_db_drop("t_link");
    free(b);
    return 0;
}

static void on_rows(void *arg, size_t i, const struct ym_rows *rows)
{
    struct job *j = arg;

    assert_int_equal(i, j->rows);
    j->rows++;
    if (ym_rows_count(rows) > 0)
        j->number = ym_rows_int(rows, 0, 0);
}

static void on_done(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    assert_int_equal(j->order, 0); /* exactly once */
    j->order = ++j->bed->done;
    j->outcome = *o;
    snprintf(j->text, sizeof(j->text), "%s", o->text);
    j->outcome.text = j->text;
    if (j->bed->done == j->bed->expected)
        ym_loop_stop(j->bed->loop);
}

static void job_init(struct job *j, struct bed *b, enum ym_unit_kind kind)
{
    memset(j, 0, sizeof(*j));
    j->bed = b;
    j->unit = (struct ym_pg_unit){
        .kind = kind, .statements = j->s, .on_rows = on_rows, .on_done = on_done, .arg = j
    };
}

static void job_sql(struct job *j, const char *name, const char *sql)
{
    j->s[j->unit.n++] = (struct ym_statement){ .name = name, .sql = sql };
}

static void job_insert(struct job *j, int64_t id)
{
    const size_t i = j->unit.n;

    job_sql(j, "insert_t", "insert into t(id, v) values ($1, $2) returning id");
    j->p[i][0] = ym_param_i64(&j->v[i][0], id);
    j->p[i][1] = ym_param_text(YM_SPAN("v"));
    j->s[i].params = j->p[i];
    j->s[i].n_params = 2;
}

static void submit(struct job *j)
{
    const size_t before = j->bed->done;

    assert_int_equal(ym_link_submit(j->bed->link, &j->unit), YM_E_OK);
    assert_int_equal(j->bed->done, before); /* never before the call returns */
}

static void run_until(struct bed *b, size_t expected)
{
    b->expected = expected;
    b->done = 0;
    ym_loop_run(b->loop);
    assert_int_equal(b->done, expected);
}

static void expect(const struct job *j, enum ym_verdict v, const char *sqlstate)
{
    if (j->outcome.verdict != v || strcmp(j->outcome.sqlstate, sqlstate) != 0)
        fail_msg("expected %s %s, got %s %s: %s", ym_verdict_name(v), sqlstate,
                 ym_verdict_name(j->outcome.verdict), j->outcome.sqlstate, j->outcome.text);
}

/* Submitted before the link is up; a single statement, a read, a transaction. */
static void test_kinds(void **state)
{
    struct bed *b = *state;
    struct job j[3];
    struct ym_link_gauges g;

    open_link(b, (struct ym_link_options){ 0 });
    job_init(&j[0], b, YM_UNIT_SINGLE);
    job_insert(&j[0], 1);
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 2);
    job_insert(&j[1], 3);
    job_init(&j[2], b, YM_UNIT_READ);
    job_sql(&j[2], "count_t", "select count(*) from t");
    for (size_t i = 0; i < 3; i++)
        submit(&j[i]);
    run_until(b, 3);
    for (size_t i = 0; i < 3; i++) {
        expect(&j[i], YM_VERDICT_COMMITTED, "");
        assert_int_equal(j[i].order, i + 1);
        assert_int_equal(j[i].rows, j[i].unit.n);
    }
    assert_int_equal(j[0].number, 1);
    assert_int_equal(j[1].number, 3);
    assert_int_equal(j[2].number, 3);
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.committed, 3);
    assert_int_equal(g.connects, 1);
    assert_int_equal(g.in_flight, 0);
    assert_int_equal(b->states, 1);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_UP);
}

/* The middle one of three fails in its middle; it leaves nothing, its neighbours stay. */
static void failing_middle(struct bed *b)
{
    struct job j[3];

    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], 10 + (int64_t)i);
        if (i == 1)
            job_insert(&j[i], 10); /* taken by the first */
        job_insert(&j[i], 20 + (int64_t)i);
        submit(&j[i]);
    }
    run_until(b, 3);
    expect(&j[0], YM_VERDICT_COMMITTED, "");
    expect(&j[1], YM_VERDICT_FAILED, "23505");
    expect(&j[2], YM_VERDICT_COMMITTED, "");
    assert_int_equal(j[1].outcome.class, YM_SQL_POISON);
    assert_int_equal(j[1].outcome.statement, 1);
    assert_string_equal(j[1].outcome.constraint, "t_pkey");
    assert_int_equal(j[1].rows, 1);
    assert_int_equal(test_db_number(b->conn, "select sum(id)::bigint from t"), 10 + 20 + 12 + 22);
}

static void test_failing_middle(void **state)
{
    struct bed *b = *state;

    open_link(b, (struct ym_link_options){ 0 });
    failing_middle(b);
}

static void test_unprepared(void **state)
{
    struct bed *b = *state;

    open_link(b, (struct ym_link_options){ .is_unprepared = true });
    failing_middle(b);
}

/* A statement that does not parse fails ahead of BEGIN, where COMMIT answers COMMIT all the same.
 */
static void test_failing_prepare(void **state)
{
    struct bed *b = *state;
    struct job j[3];

    open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], (int64_t)i + 1);
        if (i == 1)
            job_sql(&j[i], "broken", "select nothing from nowhere");
        submit(&j[i]);
    }
    run_until(b, 3);
    expect(&j[0], YM_VERDICT_COMMITTED, "");
    expect(&j[1], YM_VERDICT_FAILED, "42P01");
    expect(&j[2], YM_VERDICT_COMMITTED, "");
    assert_int_equal(test_db_number(b->conn, "select count(*) from t"), 2);

    /* The same name works as soon as the statement does. */
    test_db_run(b->conn, "create table nowhere as select 1 as nothing");
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_sql(&j[1], "broken", "select nothing from nowhere");
    submit(&j[1]);
    run_until(b, 1);
    expect(&j[1], YM_VERDICT_COMMITTED, "");
}

/* The error comes only with the COMMIT. */
static void test_failing_commit(void **state)
{
    struct bed *b = *state;
    struct job j[2];

    open_link(b, (struct ym_link_options){ 0 });
    job_init(&j[0], b, YM_UNIT_TRANSACTION);
    job_sql(&j[0], NULL, "insert into deferred values (1, 999)");
    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 1);
    submit(&j[0]);
    submit(&j[1]);
    run_until(b, 2);
    expect(&j[0], YM_VERDICT_FAILED, "23503");
    assert_int_equal(j[0].outcome.statement, 1); /* n: the COMMIT */
    expect(&j[1], YM_VERDICT_COMMITTED, "");
}

/* A migration by somebody else changes what a prepared statement returns. */
static void test_stale_plan(void **state)
{
    struct bed *b = *state;
    struct job j;
    struct ym_link_gauges g;

    open_link(b, (struct ym_link_options){ 0 });
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            test_db_run(b->conn, "alter table t alter id type int, alter v type varchar(9)");
        job_init(&j, b, YM_UNIT_READ);
        job_sql(&j, "all_t", "select id, v from t");
        submit(&j);
        run_until(b, 1);
        if (i == 1) {
            expect(&j, YM_VERDICT_FAILED, "0A000");
            assert_int_equal(j.outcome.class, YM_SQL_RETRY);
        } else {
            expect(&j, YM_VERDICT_COMMITTED, "");
        }
    }
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.connects, 2);
}

/* 200 units of 64 KiB, far more than the socket's buffers and the bound on units in flight. */
static void test_back_pressure(void **state)
{
    enum { UNITS = 200, BYTES = 65536 };
    struct bed *b = *state;
    struct job *j = calloc(UNITS, sizeof(*j));
    char *big = malloc(BYTES);

    memset(big, 'x', BYTES);
    open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < UNITS; i++) {
        job_init(&j[i], b, YM_UNIT_TRANSACTION);
        job_insert(&j[i], (int64_t)i);
        j[i].p[0][1] = ym_param_text((struct ym_span){ big, BYTES });
        job_sql(&j[i], NULL, "select count(*) from t");
        submit(&j[i]);
    }
    run_until(b, UNITS);
    for (size_t i = 0; i < UNITS; i++) {
        expect(&j[i], YM_VERDICT_COMMITTED, "");
        assert_int_equal(j[i].order, i + 1);
        assert_int_equal(j[i].number, i + 1);
    }
    assert_int_equal(test_db_number(b->conn, "select count(*) from t"), UNITS);
    free(big);
    free(j);
}

/* The bound on waiting units: reached, one past, and the call when there is room again. */
static void test_waiting_limit(void **state)
{
    struct bed *b = *state;
    struct job *j = calloc(UNITS_MAX, sizeof(*j));
    struct ym_link_gauges g;

    open_link(b, (struct ym_link_options){ 0 });
    for (size_t i = 0; i < YM_LINK_WAITING_MAX; i++) {
        job_init(&j[i], b, YM_UNIT_SINGLE);
        job_insert(&j[i], (int64_t)i);
        submit(&j[i]);
    }
    job_init(&j[UNITS_MAX - 1], b, YM_UNIT_SINGLE);
    job_insert(&j[UNITS_MAX - 1], -1);
    assert_int_equal(ym_link_submit(b->link, &j[UNITS_MAX - 1].unit), YM_E_BUSY);
    ym_link_gauges_get(b->link, &g);
    assert_int_equal(g.waiting, YM_LINK_WAITING_MAX);
    run_until(b, YM_LINK_WAITING_MAX);
    assert_int_equal(b->rooms, 1);
    assert_int_equal(j[UNITS_MAX - 1].order, 0);
    submit(&j[UNITS_MAX - 1]);
    run_until(b, 1);
    expect(&j[UNITS_MAX - 1], YM_VERDICT_COMMITTED, "");
    free(j);
}

/* Closing lets what was sent finish and says NOT_SENT to what was not. */
static void test_close(void **state)
{
    struct bed *b = *state;
    struct job j[4];

    open_link(b, (struct ym_link_options){ .in_flight_max = 1 });
    job_init(&j[0], b, YM_UNIT_READ);
    job_sql(&j[0], NULL, "select 1");
    submit(&j[0]);
    run_until(b, 1);

    job_init(&j[1], b, YM_UNIT_TRANSACTION);
    job_insert(&j[1], 1);
    job_init(&j[2], b, YM_UNIT_TRANSACTION);
    job_insert(&j[2], 2);
    job_init(&j[3], b, YM_UNIT_READ);
    job_sql(&j[3], NULL, "select 1");
    b->done = 0;
    b->expected = 2;
    submit(&j[1]);
    submit(&j[2]);
    ym_link_close(b->link, on_closed, b);
    assert_int_equal(ym_link_submit(b->link, &j[3].unit), YM_E_UNAVAILABLE);
    assert_int_equal(ym_link_state_of(b->link), YM_LINK_CLOSING);
    b->link = NULL;
    ym_loop_run(b->loop);
    expect(&j[1], YM_VERDICT_NOT_SENT, ""); /* closed before the end of the turn wrote it */
    expect(&j[2], YM_VERDICT_NOT_SENT, "");
    while (!b->is_closed)
        ym_loop_run(b->loop);
}

static void resubmit(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    assert_int_equal(o->verdict, YM_VERDICT_COMMITTED);
    if (++j->bed->done == j->bed->expected)
        ym_loop_stop(j->bed->loop);
    else
        assert_int_equal(ym_link_submit(j->bed->link, &j->unit), YM_E_OK);
}

/* The unit is its owner's again inside on_done. */
static void test_resubmit_in_done(void **state)
{
    struct bed *b = *state;
    struct job j;

    open_link(b, (struct ym_link_options){ 0 });
    job_init(&j, b, YM_UNIT_READ);
    job_sql(&j, "one", "select 1");
    j.unit.on_rows = NULL;
    j.unit.on_done = resubmit;
    submit(&j);
    run_until(b, 1000);
}

static void closing_done(void *arg, const struct ym_outcome *o)
{
    struct job *j = arg;

    if (o->verdict == YM_VERDICT_COMMITTED && j->bed->link != NULL) {
        ym_link_close(j->bed->link, on_closed, j->bed);
        j->bed->link = NULL;
    }
    j->bed->done++;
}

static void test_close_in_done(void **state)
{
    struct bed *b = *state;
    struct job j[3];

    open_link(b, (struct ym_link_options){ .in_flight_max = 2 });
    for (size_t i = 0; i < 3; i++) {
        job_init(&j[i], b, YM_UNIT_READ);
        job_sql(&j[i], "one", "select 1");
        j[i].unit.on_done = closing_done;
        submit(&j[i]);
    }
    ym_timer_stop(b->guard);
    ym_loop_run(b->loop);
    assert_true(b->is_closed);
    assert_int_equal(b->done, 3);
}

static void test_bad_conninfo(void **state)
{
    static const struct {
        const char *conninfo;
        bool is_good;
    } rows[] = {
        { "host=/tmp dbname=x secret", false }, { "nonsense=1", false },
        { "postgresql://u@h1:1,h2:2/x", true }, { "host=a,b,c port=1,2", false },
        { "host=a,b,c port=1,2,3", true },      { "host=a,b hostaddr=127.0.0.1", false },
        { "host=1,2,3,4,5,6,7,8", true },       { "host=1,2,3,4,5,6,7,8,9", false },
    };
    struct bed *b = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct ym_link_options o = { .conninfo = rows[i].conninfo };
        struct ym_error e = { .text = "" };
        struct ym_link *l = ym_link_open(b->loop, &o, &e);

        if ((l != NULL) != rows[i].is_good)
            fail_msg("%s: %s", rows[i].conninfo, e.text);
        assert_null(strstr(e.text, "secret"));
        if (l != NULL)
            ym_link_close(l, NULL, NULL);
        else
            assert_int_equal(e.code, YM_E_INVALID);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(test_kinds),          T(test_failing_middle),
        T(test_unprepared),     T(test_failing_prepare),
        T(test_failing_commit), T(test_stale_plan),
        T(test_back_pressure),  T(test_waiting_limit),
        T(test_close),          T(test_resubmit_in_done),
        T(test_close_in_done),  T(test_bad_conninfo),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
