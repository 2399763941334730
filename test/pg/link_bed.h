/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the pipelined link share: a database, a loop, a link on it, and units that
 * remember what became of them. */
#ifndef YM_TEST_LINK_BED_H
#define YM_TEST_LINK_BED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"
#include "pg/bin.h"
#include "pg/link.h"
#include "test_db.h"

struct bed {
    const char *name;     /* of its database */
    const char *conninfo; /* of its database */
    struct ym_loop *loop;
    struct ym_link *link;
    struct ym_conn *conn;    /* a second pair of eyes */
    struct ym_timer *guard;  /* ends a test that hangs */
    struct ym_timer *action; /* of bed_every(); NULL: none */
    size_t expected;         /* verdicts to wait for */
    size_t done;             /* verdicts so far */
    size_t rooms;            /* calls of on_room */
    size_t states;           /* calls of on_state */
    size_t downs;            /* those of them that said that the link is down */
    bool is_up;              /* what the last one said */
    bool is_closed;          /* bed_on_closed() was called */
    char why[200];           /* the last one that said down, in its words */
};

struct job {
    struct ym_pg_unit unit;
    struct ym_statement s[4];  /* the unit's statements */
    struct ym_param p[4][4];   /* their parameters */
    struct ym_scalar v[4][4];  /* room for those */
    struct bed *bed;           /* not owned */
    size_t order;              /* place among the verdicts, from 1 */
    size_t rows;               /* calls of on_rows */
    int64_t number;            /* first value of the last row set */
    struct ym_outcome outcome; /* its text points to the text below */
    char text[200];
};

/* Make a bed with the tables t and deferred in a fresh database of this name, as yet without a
 * link; and take it down again, its link with it. For a test's set-up and tear-down. */
int bed_set_up(void **state, const char *name);
int bed_tear_down(void **state);

/* Open the link; o names what differs from the defaults. */
void bed_open_link(struct bed *b, struct ym_link_options o);
void bed_on_closed(void *arg); /* for ym_link_close() */

/* Run the loop until this many verdicts more have come. */
void bed_run_until(struct bed *b, size_t expected);

/* Call fn every so many ms while the loop runs, until another action takes its place. fn
 * NULL: none does. */
void bed_every(struct bed *b, uint64_t ms, ym_timer_fn *fn);

/* An empty unit, and one statement more for it; job_insert(): a row of t. */
void job_init(struct job *j, struct bed *b, enum ym_unit_kind kind);
void job_sql(struct job *j, const char *name, const char *sql);
void job_insert(struct job *j, int64_t id);

/* Submit it; fails when the link does not take it or answers before the call returns. */
void job_submit(struct job *j);

/* Fail unless the verdict is this one. sqlstate "": none. */
void job_expect(const struct job *j, enum ym_verdict v, const char *sqlstate);

#endif
