/* SPDX-License-Identifier: Apache-2.0 */
/* The port of app/credit.h. */
#include "pg/credit.h"

#include <stdlib.h>

#include "asker.h"
#include "credit_private.h"

struct pg_credits {
    struct app_credits port; /* must be first */
    struct pg_asker asker;
    void (*on_closed)(void *arg);
    void *closed_arg;
    union { /* the answer that is being given; one at a time */
        struct app_credit_run runs[APP_CREDIT_RUNS_PAGE];
        ym_day months[APP_CREDIT_MONTHS_MAX];
    } answer;
};

static struct pg_credits *of(struct app_credits *port)
{
    return (struct pg_credits *)port;
}

static struct pg_credits *asked(struct pg_question *q)
{
    return (struct pg_credits *)(void *)((char *)q->asker - offsetof(struct pg_credits, asker));
}

static struct ym_span span_of(const unsigned char *at, size_t n)
{
    return (struct ym_span){ (const char *)at, n };
}

/* ---- Whose a seat is ---- */

static void party_rows(struct pg_question *q, const struct ym_rows *rows)
{
    app_credit_party_fn *const done = (app_credit_party_fn *)q->done;
    struct ym_span party = { NULL, 0 };

    q->is_answered = true;
    if (ym_rows_count(rows) == 0) {
        done(q->arg, YM_E_NOT_FOUND, NULL, 0);
        return;
    }
    if (!ym_rows_is_null(rows, 0, 0))
        party = ym_rows_span(rows, 0, 0);
    done(q->arg, YM_E_OK, party.n == APP_CREDIT_PARTY_LEN ? (const unsigned char *)party.at : NULL,
         (uint8_t)ym_rows_i16(rows, 0, 1));
}

static void party_end(struct pg_question *q, enum ym_err err)
{
    ((app_credit_party_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void party(struct app_credits *port, struct ym_id dispute, uint8_t seat,
                  app_credit_party_fn *done, void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, party_rows, party_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)ym_id_bucket(dispute));
    pg_give_i64(q, dispute.v);
    pg_give_i16(q, seat);
    pg_ask_now(q, PG_SQL_credit_party, YM_UNIT_READ);
}

/* ---- One profile ---- */

static void profile_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_credit_row row;
    enum ym_err err = YM_E_OK;

    if (ym_rows_count(rows) == 0)
        err = YM_E_NOT_FOUND;
    else if (!pg_take_credit_row(rows, 0, &row))
        err = YM_E_INTERNAL;
    q->is_answered = true;
    ((app_credit_profile_fn *)q->done)(q->arg, err, err == YM_E_OK ? &row : NULL);
}

static void profile_end(struct pg_question *q, enum ym_err err)
{
    ((app_credit_profile_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL);
}

static void profile(struct app_credits *port, const unsigned char who[APP_CREDIT_PARTY_LEN],
                    ym_day month, app_credit_profile_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, profile_rows, profile_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)app_credit_bucket(who));
    pg_give_bytes(q, span_of(who, APP_CREDIT_PARTY_LEN));
    pg_give_date(q, month);
    pg_ask_now(q, PG_SQL_credit_read, YM_UNIT_READ);
}

/* ---- Its months ---- */

static void months_rows(struct pg_question *q, const struct ym_rows *rows)
{
    ym_day *months = asked(q)->answer.months;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_CREDIT_MONTHS_MAX; row++)
        months[n++] = ym_rows_date(rows, row, 0);
    q->is_answered = true;
    ((app_credit_months_fn *)q->done)(q->arg, YM_E_OK, months, n);
}

static void months_end(struct pg_question *q, enum ym_err err)
{
    ((app_credit_months_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void months(struct app_credits *port, const unsigned char who[APP_CREDIT_PARTY_LEN],
                   app_credit_months_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, months_rows, months_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_i32(q, (int32_t)app_credit_bucket(who));
    pg_give_bytes(q, span_of(who, APP_CREDIT_PARTY_LEN));
    pg_give_i64(q, APP_CREDIT_MONTHS_MAX);
    pg_ask_now(q, PG_SQL_credit_months, YM_UNIT_READ);
}

/* ---- Runs ---- */

static void runs_rows(struct pg_question *q, const struct ym_rows *rows)
{
    struct app_credit_run *runs = asked(q)->answer.runs;
    enum ym_err err = YM_E_OK;
    size_t n = 0;

    for (int row = 0; row < ym_rows_count(rows) && n < APP_CREDIT_RUNS_PAGE; row++) {
        if (!pg_take_credit_run(rows, row, &runs[n++]))
            err = YM_E_INTERNAL;
    }
    q->is_answered = true;
    ((app_credit_runs_fn *)q->done)(q->arg, err, err == YM_E_OK ? runs : NULL,
                                    err == YM_E_OK ? n : 0);
}

static void runs_end(struct pg_question *q, enum ym_err err)
{
    ((app_credit_runs_fn *)q->done)(q->arg, err != YM_E_OK ? err : YM_E_INTERNAL, NULL, 0);
}

static void runs(struct app_credits *port, ym_day month, ym_day before, app_credit_runs_fn *done,
                 void *arg)
{
    struct pg_question *q = pg_ask_new(&of(port)->asker, runs_rows, runs_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    pg_give_date(q, month);
    pg_give_date(q, before);
    pg_give_i64(q, APP_CREDIT_RUNS_PAGE);
    pg_ask_now(q, PG_SQL_credit_runs, YM_UNIT_READ);
}

/* ---- Decisions ---- */

/* What the rows said waits in the question until they are committed. */
static void decided_rows(struct pg_question *q, const struct ym_rows *rows)
{
    const struct app_credit_verdict v = { .approves = (q->limit & 1) != 0,
                                          .may = (q->limit & 2) != 0,
                                          .account = q->staff };
    struct pg_credit_decided d;

    pg_take_credit_decided(rows, &v, &d);
    q->n = d.bar;
    q->role = d.is_raced;
}

static void decided_end(struct pg_question *q, enum ym_err err)
{
    const enum app_credit_bar bar =
        err == YM_E_OK ? (enum app_credit_bar)q->n : APP_CREDIT_BAR_NONE;

    if (err == YM_E_OK && bar != APP_CREDIT_BAR_NONE)
        err = YM_E_REFUSED;
    else if (err == YM_E_OK && q->role != 0)
        err = YM_E_CONFLICT;
    ((app_credit_decided_fn *)q->done)(q->arg, err, bar);
}

static void decide(struct app_credits *port, const struct app_credit_verdict *v,
                   app_credit_decided_fn *done, void *arg)
{
    struct pg_question *q =
        pg_ask_new(&of(port)->asker, decided_rows, decided_end, PG_DONE(done), arg);

    if (q == NULL)
        return;
    q->limit = (v->approves ? 1U : 0) | (v->may ? 2U : 0);
    q->staff = v->account;
    pg_give_date(q, v->month);
    pg_give_i64(q, v->account);
    pg_give_text(q, v->login);
    pg_give_usec(q, v->at);
    if (v->approves)
        pg_give_bool(q, v->may);
    else
        pg_give_text(q, v->reason);
    pg_ask_now(q, v->approves ? PG_SQL_credit_approve : PG_SQL_credit_withdraw, YM_UNIT_SINGLE);
}

/* ---- Life ---- */

static const struct app_credits_ops ops = {
    .party = party, .profile = profile, .months = months, .runs = runs, .decide = decide
};

struct pg_credits *pg_credits_open(struct ym_loop *loop, const char *conninfo, bool is_unprepared,
                                   struct ym_error *reterr)
{
    struct pg_credits *s = calloc(1, sizeof(*s));

    if (s == NULL) {
        (void)ym_fail(reterr, YM_E_UNAVAILABLE, "no memory for credit");
        return NULL;
    }
    s->port.ops = &ops;
    if (pg_asker_open(&s->asker, loop, conninfo, is_unprepared, reterr) != YM_E_OK) {
        free(s);
        return NULL;
    }
    return s;
}

static void on_closed(void *arg)
{
    struct pg_credits *s = arg;
    void (*const then)(void *arg) = s->on_closed;
    void *const then_arg = s->closed_arg;

    free(s);
    if (then != NULL)
        then(then_arg);
}

void pg_credits_close(struct pg_credits *s, void (*then)(void *arg), void *arg)
{
    s->on_closed = then;
    s->closed_arg = arg;
    pg_asker_close(&s->asker, on_closed, s);
}

struct app_credits *pg_credits_port(struct pg_credits *s)
{
    return &s->port;
}
