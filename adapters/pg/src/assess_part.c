/* SPDX-License-Identifier: Apache-2.0 */
/* Months that were worked out, and the parts they are made of. */
#include "assess_private.h"

static struct pg_assess *of(struct app_assess *port)
{
    return (struct pg_assess *)(void *)((char *)port - offsetof(struct pg_assess, assess));
}

/* ---- Months ---- */

static void give_months(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_assess_months_fn *)q->done)(q->arg, err,
                                      err == YM_E_OK ? pg_assess_asked(q)->given.months : NULL, n);
}

static void months_end(struct pg_question *q, enum ym_err err)
{
    give_months(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

static void months_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_assess_month *all = pg_assess_asked(q)->given.months;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_ASSESS_MONTHS_MAX; row++, n++) {
        all[n] = (struct app_assess_month){ .month = ym_rows_date(rows, row, 0),
                                            .revision = ym_rows_i16(rows, row, 1),
                                            .at = ym_rows_usec(rows, row, 2) };
        if (!app_assess_unpack(ym_rows_span(rows, row, 3), &all[n].sums)) {
            give_months(q, YM_E_INTERNAL, 0);
            return;
        }
    }
    give_months(q, YM_E_OK, n);
}

static void months(struct app_assess *port, ym_day from, ym_day until, app_assess_months_fn *done,
                   void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, months_rows, months_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, from);
    pg_give_i32(q, until);
    pg_give_i64(q, APP_ASSESS_MONTHS_MAX);
    pg_ask_now(q, PG_SQL_assess_months, YM_UNIT_READ);
}

/* ---- Rows ---- */

static void give_rows(struct pg_question *q, enum ym_err err, size_t n, bool has_more)
{
    q->is_answered = true;
    ((app_assess_rows_fn *)q->done)(
        q->arg, err, err == YM_E_OK ? pg_assess_asked(q)->given.rows : NULL, n, has_more);
}

static void rows_end(struct pg_question *q, enum ym_err err)
{
    give_rows(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0, false);
}

/* Add one part to the row of its subject. Parts come by subject, then month. */
static void add_part(const struct ym_rows *rows, int row, const struct app_assess_sums *part,
                     struct app_assess_row *to)
{
    const bool is_new =
        to->months == 0 || ym_rows_date(rows, row, 2) != ym_rows_date(rows, row - 1, 2);

    to->subject = ym_rows_i64(rows, row, 0);
    to->body = ym_rows_i64(rows, row, 1);
    to->months += is_new;
    app_assess_join(&to->sums, part);
}

static void rows_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_assess_row *all = pg_assess_asked(q)->given.rows;
    struct app_assess_sums part;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        const int64_t subject = ym_rows_i64(rows, row, 0);

        if (n == 0 || all[n - 1].subject != subject) {
            if (n == q->limit) {
                give_rows(q, YM_E_OK, n, true);
                return;
            }
            all[n++] = (struct app_assess_row){ .months = 0 };
        }
        if (!app_assess_unpack(ym_rows_span(rows, row, 3), &part)) {
            give_rows(q, YM_E_INTERNAL, 0, false);
            return;
        }
        add_part(rows, row, &part, &all[n - 1]);
    }
    give_rows(q, YM_E_OK, n, false);
}

static void rows(struct app_assess *port, const struct app_assess_filter *f,
                 app_assess_rows_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, rows_rows, rows_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = f->limit;
    pg_give_i16(q, f->kind == APP_SUBJECT_MEDIATOR ? 0 : 1);
    pg_give_i64(q, f->subject);
    pg_give_i64(q, f->body);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_give_i32(q, f->from);
    pg_give_i32(q, f->until);
    pg_give_i64(q, f->after);
    pg_give_i64(q, (int64_t)f->limit + 1);
    pg_ask_now(q, PG_SQL_assess_rows, YM_UNIT_READ);
}

/* ---- Facts ---- */

static void give_facts(struct pg_question *q, enum ym_err err, size_t n)
{
    q->is_answered = true;
    ((app_assess_facts_fn *)q->done)(q->arg, err,
                                     err == YM_E_OK ? pg_assess_asked(q)->given.facts : NULL, n);
}

static void facts_end(struct pg_question *q, enum ym_err err)
{
    give_facts(q, err != YM_E_OK ? err : YM_E_INTERNAL, 0);
}

static void facts_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_assess_facts *all = pg_assess_asked(q)->given.facts;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < PG_ASSESS_FACTS_MAX; row++)
        all[n++] = (struct app_assess_facts){ .body = ym_rows_i64(rows, row, 0),
                                              .mediator = ym_rows_i64(rows, row, 1),
                                              .bytes = ym_rows_span(rows, row, 2) };
    give_facts(q, YM_E_OK, n);
}

static void facts(struct app_assess *port, const struct app_assess_filter *f,
                  app_assess_facts_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, facts_rows, facts_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i16(q, f->kind == APP_SUBJECT_MEDIATOR ? 0 : 1);
    pg_give_i64(q, f->subject);
    pg_give_i32(q, f->from);
    pg_give_i64(q, f->body);
    pg_give_i64(q, f->region_lo);
    pg_give_i64(q, f->region_hi);
    pg_ask_now(q, PG_SQL_assess_facts, YM_UNIT_READ);
}

const struct app_assess_ops pg_assess_ops = {
    .months = months,
    .rows = rows,
    .facts = facts,
    .object = pg_assess_object,
    .objections = pg_assess_objections,
    .objection = pg_assess_objection,
    .answer = pg_assess_answer,
};
