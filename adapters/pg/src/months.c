/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/month.h over a link of its own: a report is large. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "asker.h"
#include "month_rows.h"
#include "pg/month.h"

struct pg_months {
    struct app_months port; /* must be first */
    struct pg_asker asker;
    struct app_month list[APP_MONTHS_MAX]; /* the answer that is being given; one at a time */
    void (*on_closed)(void *arg);
    void *closed_arg;
};

static struct pg_months *of(struct app_months *port)
{
    return (struct pg_months *)port;
}

static struct pg_months *asked(struct pg_question *q)
{
    return (struct pg_months *)(void *)((char *)q->asker - offsetof(struct pg_months, asker));
}

static void list_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_month *list = asked(q)->list;
    const int n = ym_rows_count(rows);

    assert(n <= APP_MONTHS_MAX);
    for (int i = 0; i < n; i++)
        list[i] = pg_month_of(rows, i);
    q->is_answered = true;
    ((app_month_list_fn *)q->done)(q->arg, YM_E_OK, list, (size_t)n);
}

static void list_end(struct pg_question *q, enum ym_err err)
{
    ((app_month_list_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void list(struct app_months *port, app_month_list_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, list_rows, list_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i64(q, APP_MONTHS_MAX);
    pg_ask_now(q, PG_SQL_month_list, YM_UNIT_READ);
}

static void report_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_month_report r = { .scope = q->role, .of = q->staff };

    q->is_answered = true;
    if (ym_rows_count(rows) == 0) {
        ((app_month_report_fn *)q->done)(q->arg, YM_E_NOT_FOUND, NULL);
        return;
    }
    r.month = pg_month_of(rows, 0);
    r.bytes = ym_rows_span(rows, 0, PG_MONTH_COLUMNS);
    memcpy(r.sha256, ym_rows_span(rows, 0, PG_MONTH_COLUMNS + 1).at, sizeof(r.sha256));
    ((app_month_report_fn *)q->done)(q->arg, YM_E_OK, &r);
}

static void report_end(struct pg_question *q, enum ym_err err)
{
    ((app_month_report_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

static void report(struct app_months *port, const struct app_month_wish *wish,
                   app_month_report_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, report_rows, report_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->role = (uint8_t)wish->scope;
    q->staff = wish->of;
    pg_give_date(q, wish->month);
    if (wish->revision >= 1)
        pg_give_i16(q, (int16_t)wish->revision);
    else
        pg_give_null(q, YM_PG_INT2);
    pg_give_i16(q, (int16_t)wish->scope);
    pg_give_i64(q, wish->of);
    pg_ask_now(q, PG_SQL_month_report_read, YM_UNIT_READ);
}

struct pg_months *pg_months_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                 struct ym_error *reterr)
{
    static const struct app_months_ops ops = { .list = list, .report = report };
    struct pg_months *m = calloc(1, sizeof(*m));

    if (m == NULL) {
        ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for the months");
        return NULL;
    }
    m->port.ops = &ops;
    if (pg_asker_open(&m->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(m);
        return NULL;
    }
    return m;
}

static void on_closed(void *arg)
{
    struct pg_months *m = arg;
    void (*const fn)(void *) = m->on_closed;
    void *const fn_arg = m->closed_arg;

    free(m);
    if (fn != NULL)
        fn(fn_arg);
}

void pg_months_close(struct pg_months *m, void (*fn)(void *arg), void *arg)
{
    m->on_closed = fn;
    m->closed_arg = arg;
    pg_asker_close(&m->asker, on_closed, m);
}

struct app_months *pg_months_port(struct pg_months *m)
{
    return &m->port;
}
