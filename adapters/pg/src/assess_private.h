/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of satisfaction, assessment and points: assess.c lives and opens, assess_answer.c,
 * _points.c, _part.c and _contest.c ask. */
#ifndef YM_PG_ASSESS_PRIVATE_H
#define YM_PG_ASSESS_PRIVATE_H

#include <stddef.h>

#include "asker.h"
#include "pg/assess.h"

#define PG_ASSESS_FACTS_MAX 1000 /* mediators of one body and month that are explained */

struct pg_assess {
    struct app_answers answers;
    struct app_points points;
    struct app_assess assess;
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time, since nothing is given later */
        struct app_answer answers[APP_OCCASIONS_MAX];
        struct app_proposal proposals[APP_POINTS_PAGE_MAX];
        struct app_points_entry entries[APP_POINTS_PAGE_MAX];
        struct app_points_sum sums[APP_POINTS_SUMS_MAX];
        struct app_assess_month months[APP_ASSESS_MONTHS_MAX];
        struct app_assess_row rows[APP_ASSESS_PAGE_MAX];
        struct app_assess_facts facts[PG_ASSESS_FACTS_MAX];
        struct app_contest objections[APP_CONTEST_PAGE_MAX];
    } given;
};

/* The adapter that a question, or a port that is one of its members, belongs to. */
static inline struct pg_assess *pg_assess_asked(struct pg_question *q)
{
    return (struct pg_assess *)(void *)((char *)q->asker - offsetof(struct pg_assess, asker));
}

/* n == 0 where it is NULL. */
static inline struct ym_span pg_assess_span(const struct ym_rows *rows, int row, int column)
{
    return ym_rows_is_null(rows, row, column) ? (struct ym_span){ "", 0 }
                                              : ym_rows_span(rows, row, column);
}

extern const struct app_answers_ops pg_assess_answers_ops; /* assess_answer.c */
extern const struct app_points_ops pg_assess_points_ops;   /* assess_points.c */
extern const struct app_assess_ops pg_assess_ops;          /* assess_part.c */

/* ---- assess_contest.c ---- */

void pg_assess_object(struct app_assess *port, const struct app_contest *row,
                      const struct ym_request_key *key, app_contests_fn *done, void *arg);
void pg_assess_objections(struct app_assess *port, const struct app_contest_filter *f,
                          app_contests_fn *done, void *arg);
void pg_assess_objection(struct app_assess *port, int64_t subject, int64_t id,
                         app_contests_fn *done, void *arg);
void pg_assess_answer(struct app_assess *port, const struct app_contest *row, app_contests_fn *done,
                      void *arg);

#endif
