/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the reader: reader.c carries questions, answers.c turns rows into answers. */
#ifndef YM_PG_READER_PRIVATE_H
#define YM_PG_READER_PRIVATE_H

#include "pg/bin.h"
#include "pg/link.h"
#include "pg/reader.h"
#include "pg/rows.h"

#define PG_READ_PARAMS_MAX 20
#define PG_READ_TEXT_MAX   256   /* bytes of one text parameter */
#define PG_READ_ARRAY_MAX  65536 /* bytes of one array parameter */
#define PG_READER_POOL     ((size_t)PG_READER_CALLS + PG_READER_REFUSALS)

struct pg_read;

/* Turn the rows of statement i into an answer and give it; or leave the read unanswered, which then
 * ends in NOT_FOUND. */
typedef void pg_answer_fn(struct pg_read *read, size_t i, const struct ym_rows *rows);

#define PG_REGISTRY_STATEMENTS 4 /* revision, bodies, staff, regions */

/* One question. */
struct pg_read {
    struct pg_reader *reader;
    struct pg_read *next; /* in the pool, or among those to be told an error soon */
    bool is_refusal, is_answered;
    enum ym_err refusal;
    pg_answer_fn *answer;
    pg_answer_fn *fail; /* give the caller read->refusal and no answer */
    union {
        app_view_fn *view;
        app_events_fn *events;
        app_scan_fn *scan;
        app_list_fn *list;
        app_counts_fn *counts;
        pg_id_fn *id;
        pg_token_fn *token;
        pg_revision_fn *revision;
        pg_registry_fn *registry;
    } done;
    void *arg;
    struct ym_id id;              /* what was asked for, where an answer repeats it */
    unsigned limit;               /* rows wanted */
    struct pg_registry *registry; /* under construction */
    size_t nparams;
    struct ym_param params[PG_READ_PARAMS_MAX];
    struct ym_scalar rooms[PG_READ_PARAMS_MAX];
    char text[PG_READ_TEXT_MAX];
    struct ym_column array;
    struct ym_statement statements[PG_REGISTRY_STATEMENTS];
    struct ym_pg_unit unit;
};

struct pg_reader {
    struct app_reader port; /* must be first */
    struct ym_loop *loop;
    struct ym_defer turn;
    unsigned nlinks, up, closed, next; /* next: the link for the next question */
    struct ym_link *links[PG_READER_LINKS_MAX];
    bool is_closing;
    size_t asking, refusing;
    struct pg_read *pool, *free;           /* free: those that were in use before */
    size_t used;                           /* that ever were, from the first on */
    struct pg_read *failed, **failed_last; /* to be told an error in the next turn */
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_view view;
        struct app_event_page events;
        struct app_scan scan;
        struct app_list list;
        struct app_counts counts;
    } answer;
};

/* answers.c */
pg_answer_fn pg_answer_view, pg_answer_events, pg_answer_scan, pg_answer_list, pg_answer_counts,
    pg_answer_id, pg_answer_token, pg_answer_revision, pg_answer_registry;
pg_answer_fn pg_fail_view, pg_fail_events, pg_fail_scan, pg_fail_list, pg_fail_counts, pg_fail_id,
    pg_fail_token, pg_fail_revision, pg_fail_registry;

/* reference.c, registry.c */
void pg_token_take(const struct ym_rows *rows, int row, struct pg_token *ret);
struct pg_registry *pg_registry_new(void); /* NULL: the heap is empty */
bool pg_registry_take(struct pg_registry *r, size_t i, const struct ym_rows *rows);
/* Revision, bodies, staff, regions. */
void pg_registry_statements(struct ym_statement statements[PG_REGISTRY_STATEMENTS]);

#endif
