/* SPDX-License-Identifier: Apache-2.0 */
/* Worklists: which of the four statements finds a list soonest, and its parameters. */
#include <assert.h>
#include <stdio.h>

#include "app/work.h"
#include "change.h"
#include "reader_private.h"
#include "sql.h"
#include "yima/region.h"

#define SMALL_REGION_LEVEL 4 /* of a street or town, whose disputes of all time are few */

_Static_assert(YM_DEADLINES_MAX <= 256, "a clock is packed into one number, as work.sql reads it");

/* Each clock as one number. */
static void take_clocks(struct pg_read *read, const struct app_work_clocks *clocks)
{
    ym_column_init(&read->array, YM_PG_INT4, PG_READ_ARRAY_MAX);
    for (size_t i = 0; i < clocks->n; i++)
        ym_column_i32(&read->array, clocks->at[i].procedure << 8 | clocks->at[i].deadline);
}

static struct ym_param clocks_param(struct pg_read *read)
{
    return ym_column_ok(&read->array) ? ym_column_param(&read->array)
                                      : ym_param_null(YM_PG_INT4_ARRAY);
}

static void put_wishes(struct pg_read *read, const struct app_filter *f)
{
    const bool has_region = f->region_lo != 0 || f->region_hi != 0;

    pg_wish_i16(read, f->colour);
    pg_wish_i16(read, f->stage);
    pg_wish_i16(read, f->type);
    pg_wish_i64(read, has_region, f->region_lo);
    pg_wish_i64(read, has_region, f->region_hi);
    pg_wish_i64(read, f->body != 0, f->body);
    pg_wish_i64(read, f->mediator != 0, f->mediator);
    pg_wish_i64(read, f->court != 0, f->court);
}

/* The docket of the asker, or else of the wish; false: there is none. */
static bool docket_of(const struct app_filter *f, enum pg_docket *ret_kind, int64_t *ret_holder)
{
    const struct app_scope *s = &f->scope;
    const struct {
        enum pg_docket kind;
        int64_t holder;
    } dockets[] = {
        { PG_DOCKET_MEDIATOR, s->kind == APP_SCOPE_MEDIATOR ? s->lo : f->mediator },
        { PG_DOCKET_COURT, s->kind == APP_SCOPE_COURT ? s->lo : f->court },
        { PG_DOCKET_BODY, s->kind == APP_SCOPE_BODY ? s->lo : f->body },
    };

    for (size_t i = 0; i < sizeof(dockets) / sizeof(dockets[0]); i++) {
        if (dockets[i].holder == 0)
            continue;
        *ret_kind = dockets[i].kind;
        *ret_holder = dockets[i].holder;
        return true;
    }
    return false;
}

static bool is_small_region(const struct app_scope *s)
{
    return s->kind == APP_SCOPE_REGION && ym_region_level(s->lo) >= SMALL_REGION_LEVEL;
}

/* "{0,3}": the numbers of the clocks, whatever version they belong to, each once. */
static void put_numbers(struct pg_read *read, const struct app_work_clocks *clocks)
{
    bool is_named[YM_DEADLINES_MAX] = { false };
    size_t n = 0;

    _Static_assert(YM_DEADLINES_MAX <= 100, "two digits each");
    _Static_assert(YM_DEADLINES_MAX * sizeof("99,") + 2 <= sizeof(read->text), "they must fit");
    for (size_t i = 0; i < clocks->n; i++)
        is_named[clocks->at[i].deadline] = true;
    read->text[n++] = '{';
    for (unsigned i = 0; i < YM_DEADLINES_MAX; i++) {
        if (is_named[i])
            n += (size_t)snprintf(read->text + n, sizeof(read->text) - n, "%s%u", n > 1 ? "," : "",
                                  i);
    }
    read->text[n++] = '}';
    pg_put(read, ym_param_text((struct ym_span){ read->text, n }));
}

/* What follows the common parameters, and the statement that takes it. */
static enum pg_sql put_source(struct pg_read *read, const struct app_work_question *q)
{
    enum pg_docket kind;
    int64_t holder;

    if (q->work == APP_WORK_OVERDUE) {
        pg_put_usec(read, q->filter.now);
        put_numbers(read, &q->clocks);
        pg_put(read, clocks_param(read));
        return PG_SQL_read_work_overdue;
    }
    if (docket_of(&q->filter, &kind, &holder)) {
        pg_put_i16(read, (int16_t)kind);
        pg_put_i64(read, holder);
        return PG_SQL_read_work_docket;
    }
    if (is_small_region(&q->filter.scope))
        return PG_SQL_read_work_region;
    if (q->work == APP_WORK_STALLED)
        pg_put(read, ym_param_null(YM_PG_TEXT));
    else
        put_numbers(read, &q->clocks);
    return PG_SQL_read_work;
}

void pg_read_work(struct app_reader *port, const struct app_work_question *q, app_list_fn *done,
                  void *arg)
{
    struct pg_read *read =
        pg_read_take((struct pg_reader *)port, PG_LANE_LIST, pg_answer_list, pg_fail_list, arg);
    const bool has_clock = q->work != APP_WORK_OVERDUE && q->work != APP_WORK_STALLED;
    enum pg_sql which;

    assert(q->filter.limit > 0);
    assert(q->filter.limit <= APP_PAGE_MAX);
    read->done.list = done;
    read->limit = q->filter.limit;
    take_clocks(read, &q->clocks);
    pg_put(read, has_clock ? clocks_param(read) : ym_param_null(YM_PG_INT4_ARRAY));
    pg_put_i64(read, q->after.v);
    pg_put_i64(read, (int64_t)q->filter.limit + 1); /* one more, to see whether there is more */
    pg_wish_usec(read, q->work == APP_WORK_STALLED, q->quiet_since);
    put_wishes(read, &q->filter);
    pg_put_scope(read, &q->filter.scope);
    which = put_source(read, q);
    read->statements[1] = pg_sql_statement(which, read->params, read->nparams);
    read->statements[1].name = NULL; /* planned for this question */
    pg_read_send_all(read, 1);
}
