/* SPDX-License-Identifier: Apache-2.0 */
/* kill -9 of the private server under load: the running program starts it again, the link comes
 * back by itself, and nothing that was acknowledged is lost or done twice. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "loop/loop.h"
#include "pg/bin.h"
#include "pg/conn.h"
#include "pg/link.h"
#include "pg/private.h"

#define WORKERS     16    /* units in the air */
#define ROUNDS      5     /* times the server is killed */
#define ACKS_ROUND  300   /* acknowledged units between two kills */
#define ATTEMPT_MAX 60000 /* of units in all; far more than are needed */

struct bed {
    struct ym_private *server;
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_timer *care;          /* ym_private_poll() */
    struct ym_timer *guard;         /* ends a test that hangs */
    int64_t next;                   /* id of the next insert */
    size_t acks;                    /* since the last kill */
    size_t doubts;                  /* in all */
    unsigned kills;                 /* in all */
    bool is_acked[ATTEMPT_MAX + 1]; /* by id */
};

struct worker {
    struct bed *bed;
    struct ym_pg_unit unit;
    struct ym_statement s[2];
    struct ym_param p;
    struct ym_scalar v;
    int64_t id;
};

static void on_guard(void *arg)
{
    (void)arg;
    fputs("the test hangs\n", stderr);
    abort();
}

static void on_care(void *arg)
{
    struct bed *b = arg;

    ym_private_poll(b->server);
}

static void on_done(void *arg, const struct ym_outcome *o);

/* Two rows in one transaction, so that half of one would show. */
static void work(struct worker *w)
{
    struct bed *b = w->bed;

    w->id = b->next++;
    assert_true(w->id <= ATTEMPT_MAX);
    w->p = ym_param_i64(&w->v, w->id);
    w->s[0] = (struct ym_statement){ "one", "insert into t values ($1, 1)", &w->p, 1 };
    w->s[1] = (struct ym_statement){ "two", "insert into t values ($1, 2)", &w->p, 1 };
    w->unit = (struct ym_pg_unit){
        .kind = YM_UNIT_TRANSACTION, .statements = w->s, .n = 2, .on_done = on_done, .arg = w
    };
    assert_int_equal(ym_link_submit(b->link, &w->unit), YM_E_OK);
}

static void on_done(void *arg, const struct ym_outcome *o)
{
    struct worker *w = arg;
    struct bed *b = w->bed;

    if (o->verdict == YM_VERDICT_COMMITTED) {
        b->is_acked[w->id] = true;
        /* A backend that is kept busy outlives its postmaster for a while: count what comes after
         * the server was started again. */
        b->acks += ym_private_restarts(b->server) >= b->kills;
    }
    b->doubts += o->verdict == YM_VERDICT_IN_DOUBT;
    if (b->acks >= ACKS_ROUND && b->kills < ROUNDS && ym_private_pid(b->server) > 0) {
        b->acks = 0;
        b->kills++;
        kill(ym_private_pid(b->server), SIGKILL);
    }
    if (b->acks >= ACKS_ROUND && b->kills == ROUNDS)
        ym_loop_stop(b->loop);
    else
        work(w);
}

static void check(void *arg, const struct ym_rows *rows)
{
    struct bed *b = arg;
    size_t acked = 0;
    size_t stored = 0;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const int64_t id = ym_rows_i64(rows, i, 0);

        assert_int_equal(ym_rows_int(rows, i, 1), 2); /* both rows or none */
        stored += b->is_acked[id];
    }
    for (size_t i = 0; i <= ATTEMPT_MAX; i++)
        acked += b->is_acked[i];
    assert_int_equal(stored, acked);
    assert_true(acked >= ACKS_ROUND * (ROUNDS + 1));
}

static void must(enum ym_err err, const struct ym_error *e)
{
    if (err != YM_E_OK)
        fail_msg("%s", e->text);
}

static void test_server_killed(void **state)
{
    static struct bed bed; /* large */
    struct bed *b = &bed;
    struct worker w[WORKERS];
    const struct ym_statement all = { .sql = "select id, count(*) from t group by id" };
    struct ym_error e = { .text = "" };
    struct ym_link_options o = { .deadline_ms = 60000 };
    struct ym_conn *c;

    b->server = ym_private_open(*state, &e);
    must(b->server != NULL ? YM_E_OK : e.code, &e);
    o.conninfo = ym_private_conninfo(b->server);
    c = ym_conn_open(o.conninfo, &e);
    must(ym_conn_script(c, "create table t(id bigint, half int, primary key(id, half))", &e), &e);
    ym_conn_close(c);

    b->loop = ym_loop_new(0, &e);
    b->guard = ym_timer_new(b->loop, on_guard, NULL);
    ym_timer_start(b->guard, 100000, 0);
    b->care = ym_timer_new(b->loop, on_care, b);
    ym_timer_start(b->care, 20, 20);
    b->link = ym_link_open(b->loop, &o, &e);
    must(b->link != NULL ? YM_E_OK : e.code, &e);
    for (size_t i = 0; i < WORKERS; i++) {
        w[i] = (struct worker){ .bed = b };
        work(&w[i]);
    }
    ym_loop_run(b->loop);
    assert_int_equal(b->kills, ROUNDS);
    assert_true(b->doubts > 0);
    assert_true(ym_private_restarts(b->server) >= ROUNDS);

    b->acks = ACKS_ROUND; /* whatever is answered while closing asks for nothing more */
    ym_timer_free(b->guard);
    ym_timer_free(b->care);
    ym_link_close(b->link, NULL, NULL);
    ym_loop_free(b->loop);
    c = ym_conn_open(ym_private_conninfo(b->server), &e);
    must(c != NULL ? YM_E_OK : e.code, &e);
    must(ym_conn_run(c, &all, check, b, &e), &e);
    ym_conn_close(c);
    ym_private_close(b->server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_server_killed, folder_set_up, folder_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
