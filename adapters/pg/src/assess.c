/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/assess.h"

#include <stdlib.h>

#include "assess_private.h"

struct pg_assess *pg_assess_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                 struct ym_error *reterr)
{
    struct pg_assess *a = calloc(1, sizeof(*a));

    if (a == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for assessments");
        return NULL;
    }
    a->answers.ops = &pg_assess_answers_ops;
    a->points.ops = &pg_assess_points_ops;
    a->assess.ops = &pg_assess_ops;
    if (pg_asker_open(&a->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(a);
        return NULL;
    }
    return a;
}

static void on_closed(void *arg)
{
    struct pg_assess *a = arg;
    void (*const then)(void *arg) = a->on_closed;
    void *const then_arg = a->closed_arg;

    free(a);
    if (then != NULL)
        then(then_arg);
}

void pg_assess_close(struct pg_assess *a, void (*then)(void *arg), void *arg)
{
    a->on_closed = then;
    a->closed_arg = arg;
    pg_asker_close(&a->asker, on_closed, a);
}

struct app_answers *pg_assess_answers(struct pg_assess *a)
{
    return &a->answers;
}

struct app_points *pg_assess_points(struct pg_assess *a)
{
    return &a->points;
}

struct app_assess *pg_assess_port(struct pg_assess *a)
{
    return &a->assess;
}
