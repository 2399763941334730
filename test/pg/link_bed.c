/* SPDX-License-Identifier: Apache-2.0 */
#include "link_bed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_guard(void *arg)
{
    (void)arg;
    fputs("the test hangs\n", stderr);
    abort();
}

static void on_state(void *arg, bool is_up, const char *why)
{
    struct bed *b = arg;

    assert_int_not_equal(b->is_up, is_up); /* once per change */
    b->is_up = is_up;
    b->states++;
    b->downs += !is_up;
    if (!is_up)
        snprintf(b->why, sizeof(b->why), "%s", why);
}

static void on_room(void *arg)
{
    struct bed *b = arg;

    b->rooms++;
}

void bed_open_link(struct bed *b, struct ym_link_options o)
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

int bed_set_up(void **state, const char *name)
{
    struct bed *b = calloc(1, sizeof(*b));

    assert_non_null(b);
    b->name = name;
    b->conninfo = test_db_make(name);
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

void bed_on_closed(void *arg)
{
    struct bed *b = arg;

    b->is_closed = true;
}

int bed_tear_down(void **state)
{
    struct bed *b = *state;

    ym_timer_free(b->guard);
    ym_timer_free(b->action);
    if (b->link != NULL)
        ym_link_close(b->link, bed_on_closed, b);
    ym_loop_run(b->loop);
    assert_true(b->link == NULL || b->is_closed);
    ym_loop_free(b->loop);
    ym_conn_close(b->conn);
    test_db_drop(b->name);
    free(b);
    return 0;
}

void bed_every(struct bed *b, uint64_t ms, ym_timer_fn *fn)
{
    ym_timer_free(b->action);
    b->action = NULL;
    if (fn == NULL)
        return;
    b->action = ym_timer_new(b->loop, fn, b);
    ym_timer_start(b->action, ms, ms);
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

void job_init(struct job *j, struct bed *b, enum ym_unit_kind kind)
{
    memset(j, 0, sizeof(*j));
    j->bed = b;
    j->unit = (struct ym_pg_unit){
        .kind = kind, .statements = j->s, .on_rows = on_rows, .on_done = on_done, .arg = j
    };
}

void job_sql(struct job *j, const char *name, const char *sql)
{
    j->s[j->unit.n++] = (struct ym_statement){ .name = name, .sql = sql };
}

void job_insert(struct job *j, int64_t id)
{
    const size_t i = j->unit.n;

    job_sql(j, "insert_t", "insert into t(id, v) values ($1, $2) returning id");
    j->p[i][0] = ym_param_i64(&j->v[i][0], id);
    j->p[i][1] = ym_param_text(YM_SPAN("v"));
    j->s[i].params = j->p[i];
    j->s[i].n_params = 2;
}

void job_submit(struct job *j)
{
    const size_t before = j->bed->done;

    assert_int_equal(ym_link_submit(j->bed->link, &j->unit), YM_E_OK);
    assert_int_equal(j->bed->done, before); /* never before the call returns */
}

void bed_run_until(struct bed *b, size_t expected)
{
    b->expected = expected;
    b->done = 0;
    ym_loop_run(b->loop);
    assert_int_equal(b->done, expected);
}

void job_expect(const struct job *j, enum ym_verdict v, const char *sqlstate)
{
    if (j->outcome.verdict != v || strcmp(j->outcome.sqlstate, sqlstate) != 0)
        fail_msg("expected %s %s, got %s %s: %s", ym_verdict_name(v), sqlstate,
                 ym_verdict_name(j->outcome.verdict), j->outcome.sqlstate, j->outcome.text);
}
