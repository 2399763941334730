/* SPDX-License-Identifier: Apache-2.0 */
/* Runs and single profiles over a plain connection. */
#include <stdio.h>
#include <string.h>

#include "credit_private.h"
#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"

/* The key of the advisory lock, the same in every version of this program. */
#define LOCK_KEY        INT64_C(0x79696d6163726564) /* "yimacred" in ASCII */
#define TALLY_BYTES_MAX (APP_CREDIT_N_COUNT * 20)

static struct ym_span span_of(const unsigned char *at, size_t n)
{
    return (struct ym_span){ (const char *)at, n };
}

static struct ym_param date_of(struct ym_scalar *room, ym_day day)
{
    return day == YM_DAY_NONE ? ym_param_null(YM_PG_DATE) : ym_param_date(room, day);
}

static struct ym_span print_tally(const int64_t tally[APP_CREDIT_N_COUNT],
                                  char ret[TALLY_BYTES_MAX])
{
    int at = 0;

    for (size_t i = 0; i < APP_CREDIT_N_COUNT; i++)
        at += snprintf(ret + at, (size_t)(TALLY_BYTES_MAX - at), "%s%lld", i > 0 ? " " : "",
                       (long long)tally[i]);
    return (struct ym_span){ ret, (size_t)at };
}

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

/* ---- The lock ---- */

static void on_lock(void *arg, const struct ym_rows *rows)
{
    *(bool *)arg = ym_rows_bool(rows, 0, 0);
}

enum ym_err pg_credit_lock(struct ym_conn *c, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param key = ym_param_i64(&room, LOCK_KEY);
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_lock, &key, 1);
    bool is_taken = false;
    const enum ym_err err = ym_conn_run(c, &s, on_lock, &is_taken, reterr);

    if (err == YM_E_OK && !is_taken)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "another `yima credit` works on this database: wait until it has ended");
    return err;
}

/* ---- Runs ---- */

struct each {
    pg_credit_run_fn *on_run;
    pg_credit_row_fn *on_row;
    void *arg;
    size_t n;
    bool is_odd;
    unsigned char *after; /* of a page: filled with its last party */
};

static enum ym_err odd(struct ym_error *reterr, const char *table)
{
    return ym_fail(reterr, YM_E_INTERNAL,
                   "a row of %s holds what no program wrote: restore it from a backup", table);
}

static void on_runs(void *arg, const struct ym_rows *rows)
{
    struct each *e = arg;
    struct app_credit_run run;

    for (int row = 0; row < ym_rows_count(rows) && !e->is_odd; row++) {
        e->is_odd = !pg_take_credit_run(rows, row, &run);
        if (!e->is_odd)
            e->on_run(e->arg, &run);
    }
}

enum ym_err pg_credit_runs(struct ym_conn *c, ym_day month, ym_day before, pg_credit_run_fn *fn,
                           void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { date_of(&rooms[0], month), date_of(&rooms[1], before),
                                       ym_param_i64(&rooms[2], APP_CREDIT_RUNS_PAGE) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_runs, params, 3);
    struct each e = { .on_run = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_runs, &e, reterr);

    return err == YM_E_OK && e.is_odd ? odd(reterr, "credit_run") : err;
}

enum ym_err pg_credit_begin(struct ym_conn *c, const struct app_credit_run *r,
                            struct ym_span formula_json, struct ym_error *reterr)
{
    struct ym_scalar rooms[6];
    const struct ym_param params[] = {
        ym_param_date(&rooms[0], r->month),
        ym_param_i16(&rooms[1], r->run),
        ym_param_text(ym_span_of(r->formula)),
        ym_param_bytes(span_of(r->formula_sha256, sizeof(r->formula_sha256))),
        ym_param_bytes(formula_json),
        ym_param_bytes(span_of(r->previous_sha256, sizeof(r->previous_sha256))),
        ym_param_i64(&rooms[2], r->runner),
        ym_param_text(ym_span_of(r->runner_login)),
        ym_param_usec(&rooms[3], r->begun_at),
        ym_param_i16(&rooms[4], (int16_t)r->expiry_days),
        ym_param_i16(&rooms[5], (int16_t)r->edition),
        ym_param_bytes(span_of(r->procedures, sizeof(r->procedures))),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_begin, params, 12);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_change, &n, reterr);

    if (err == YM_E_OK && n != 1)
        return ym_fail(reterr, YM_E_CONFLICT, "another run of this month was begun meanwhile");
    return err;
}

enum ym_err pg_credit_drawn(struct ym_conn *c, const struct app_credit_run *r,
                            struct ym_error *reterr)
{
    char tally[TALLY_BYTES_MAX];
    struct ym_scalar rooms[3];
    const struct ym_param params[] = {
        ym_param_date(&rooms[0], r->month),
        ym_param_i16(&rooms[1], r->run),
        ym_param_bytes(span_of(r->profiles_sha256, sizeof(r->profiles_sha256))),
        ym_param_bytes(span_of(r->sha256, sizeof(r->sha256))),
        ym_param_text(print_tally(r->n, tally)),
        ym_param_usec(&rooms[2], r->drawn_at),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_drawn, params, 6);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_change, &n, reterr);

    if (err == YM_E_OK && n != 1)
        return ym_fail(reterr, YM_E_CONFLICT, "this run was withdrawn while it was drawn");
    return err;
}

/* ---- Decisions ---- */

struct deciding {
    const struct app_credit_verdict *v;
    struct pg_credit_decided d;
};

static void on_decided(void *arg, const struct ym_rows *rows)
{
    struct deciding *d = arg;

    pg_take_credit_decided(rows, d->v, &d->d);
}

enum ym_err pg_credit_decide(struct ym_conn *c, const struct app_credit_verdict *v,
                             enum app_credit_bar *ret_bar, struct ym_error *reterr)
{
    struct ym_scalar rooms[4];
    const struct ym_param params[] = {
        ym_param_date(&rooms[0], v->month),
        ym_param_i64(&rooms[1], v->account),
        ym_param_text(v->login),
        ym_param_usec(&rooms[2], v->at),
        v->approves ? ym_param_bool(&rooms[3], v->may) : ym_param_text(v->reason),
    };
    const struct ym_statement s =
        pg_sql_statement(v->approves ? PG_SQL_credit_approve : PG_SQL_credit_withdraw, params, 5);
    struct deciding d = { .v = v };
    const enum ym_err err = ym_conn_run(c, &s, on_decided, &d, reterr);

    *ret_bar = d.d.bar;
    if (err == YM_E_OK && d.d.bar != APP_CREDIT_BAR_NONE)
        return ym_fail(reterr, YM_E_REFUSED, "%s", app_credit_bar_word(d.d.bar)->en);
    if (err == YM_E_OK && d.d.is_raced)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "somebody else decided at the same moment: look again");
    return err;
}

/* ---- One profile ---- */

struct seat_party {
    unsigned char *ret;
    bool is_there;
};

static void on_party(void *arg, const struct ym_rows *rows)
{
    struct seat_party *p = arg;
    struct ym_span hash;

    if (ym_rows_count(rows) == 0 || ym_rows_is_null(rows, 0, 0))
        return;
    hash = ym_rows_span(rows, 0, 0);
    p->is_there = hash.n == APP_CREDIT_PARTY_LEN;
    if (p->is_there)
        memcpy(p->ret, hash.at, APP_CREDIT_PARTY_LEN);
}

enum ym_err pg_credit_party(struct ym_conn *c, struct ym_id dispute, uint8_t seat,
                            unsigned char ret[APP_CREDIT_PARTY_LEN], struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)ym_id_bucket(dispute)),
                                       ym_param_i64(&rooms[1], dispute.v),
                                       ym_param_i16(&rooms[2], seat) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_party, params, 3);
    struct seat_party p = { .ret = ret };
    const enum ym_err err = ym_conn_run(c, &s, on_party, &p, reterr);

    if (err == YM_E_OK && !p.is_there)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no party with an identity number at seat %u of this dispute: who "
                       "has none has no profile",
                       seat);
    return err;
}

static void on_rows(void *arg, const struct ym_rows *rows)
{
    struct each *e = arg;
    struct app_credit_row row;

    for (int i = 0; i < ym_rows_count(rows) && !e->is_odd; i++) {
        e->n++;
        e->is_odd = !pg_take_credit_row(rows, i, &row);
        if (!e->is_odd)
            e->on_row(e->arg, &row);
    }
}

enum ym_err pg_credit_read(struct ym_conn *c, const unsigned char party[APP_CREDIT_PARTY_LEN],
                           ym_day month, pg_credit_row_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], (int32_t)app_credit_bucket(party)),
        ym_param_bytes(span_of(party, APP_CREDIT_PARTY_LEN)),
        date_of(&rooms[1], month),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_read, params, 3);
    struct each e = { .on_row = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_rows, &e, reterr);

    if (err == YM_E_OK && e.is_odd)
        return odd(reterr, "credit_profile");
    if (err == YM_E_OK && e.n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "no approved month holds a profile of this party: `yima credit list` shows "
                       "the months");
    return err;
}

static void on_page(void *arg, const struct ym_rows *rows)
{
    struct each *e = arg;
    const int n = ym_rows_count(rows);

    on_rows(e, rows);
    if (n > 0 && !e->is_odd)
        memcpy(e->after, ym_rows_span(rows, n - 1, 2).at, APP_CREDIT_PARTY_LEN);
}

enum ym_err pg_credit_profiles(struct ym_conn *c, struct pg_credit_browsing *b,
                               struct ym_error *reterr)
{
    struct ym_scalar rooms[4];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], (int32_t)b->bucket),
        ym_param_date(&rooms[1], b->run->month),
        ym_param_i16(&rooms[2], b->run->run),
        ym_param_bytes(span_of(b->after, sizeof(b->after))),
        ym_param_i64(&rooms[3], PG_CREDIT_PROFILES),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_before, params, 5);
    struct each e = { .on_row = b->fn, .arg = b->arg, .after = b->after };
    const enum ym_err err = ym_conn_run(c, &s, on_page, &e, reterr);

    b->n = e.n;
    return err == YM_E_OK && e.is_odd ? odd(reterr, "credit_profile") : err;
}

/* ---- Slices ---- */

struct slices {
    pg_credit_slice_fn *fn;
    void *arg;
    bool is_odd;
};

static void on_slices(void *arg, const struct ym_rows *rows)
{
    struct slices *s = arg;
    int64_t tally[APP_CREDIT_N_COUNT];

    for (int row = 0; row < ym_rows_count(rows) && !s->is_odd; row++) {
        s->is_odd = !pg_take_credit_tally(ym_rows_span(rows, row, 1), tally);
        if (!s->is_odd)
            s->fn(s->arg, (uint32_t)ym_rows_i32(rows, row, 0), tally);
    }
}

enum ym_err pg_credit_slices(struct ym_conn *c, const struct app_credit_run *r,
                             pg_credit_slice_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = { ym_param_date(&rooms[0], r->month),
                                       ym_param_i16(&rooms[1], r->run) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_slices, params, 2);
    struct slices slices = { .fn = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_slices, &slices, reterr);

    return err == YM_E_OK && slices.is_odd ? odd(reterr, "credit_slice") : err;
}

enum ym_err pg_credit_slice(struct ym_conn *c, const struct app_credit_run *r, uint32_t bucket,
                            const int64_t tally[APP_CREDIT_N_COUNT], struct ym_error *reterr)
{
    char text[TALLY_BYTES_MAX];
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)bucket),
                                       ym_param_date(&rooms[1], r->month),
                                       ym_param_i16(&rooms[2], r->run),
                                       ym_param_text(print_tally(tally, text)) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_slice_put, params, 4);

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}
