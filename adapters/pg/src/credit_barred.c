/* SPDX-License-Identifier: Apache-2.0 */
/* Parties of whom no profile is drawn, over a plain connection. */
#include <assert.h>
#include <string.h>

#include "pg/bin.h"
#include "pg/credit.h"
#include "sql.h"

#define PAGE       1000   /* rows that are listed at once */
#define BARRED_MAX 100000 /* parties of one bucket */
#define COUNT(a)   (sizeof(a) / sizeof((a)[0]))

static struct ym_span span_of(const unsigned char *at, size_t n)
{
    return (struct ym_span){ (const char *)at, n };
}

static struct ym_param bucket_param(struct ym_scalar *room,
                                    const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    return ym_param_i32(room, (int32_t)app_credit_bucket(party));
}

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

/* ---- Forgetting ---- */

static enum ym_err put(struct ym_conn *c, const struct app_barred *b, struct ym_error *reterr)
{
    struct ym_scalar rooms[4];
    const struct ym_param params[] = {
        bucket_param(&rooms[0], b->party),
        ym_param_bytes(span_of(b->party, sizeof(b->party))),
        ym_param_usec(&rooms[1], b->at),
        ym_param_i64(&rooms[2], b->account),
        ym_param_text(ym_span_of(b->login)),
        ym_param_text(b->reference),
        b->until != YM_DAY_NONE ? ym_param_date(&rooms[3], b->until) : ym_param_null(YM_PG_DATE),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_barred_put, params, COUNT(params));

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

static enum ym_err drop(struct ym_conn *c, enum pg_sql sql, const struct ym_param *params, size_t n,
                        int64_t *ret_n, struct ym_error *reterr)
{
    const struct ym_statement s = pg_sql_statement(sql, params, n);

    return ym_conn_run(c, &s, on_change, ret_n, reterr);
}

static enum ym_err drop_all(struct ym_conn *c, const struct app_barred *b,
                            struct pg_credit_forgotten *ret, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = { bucket_param(&rooms[0], b->party),
                                       ym_param_bytes(span_of(b->party, sizeof(b->party))),
                                       ym_param_usec(&rooms[1], b->at) };
    int64_t hashes;
    enum ym_err err = drop(c, PG_SQL_credit_gone_put, params, 3, &hashes, reterr);

    if (err == YM_E_OK)
        err = drop(c, PG_SQL_credit_forget, params, 2, &ret->profiles, reterr);
    if (err == YM_E_OK)
        err = drop(c, PG_SQL_statement_drop, params, 2, &ret->statements, reterr);
    if (err == YM_E_OK)
        err = drop(c, PG_SQL_forget_objections, params, 2, &ret->objections, reterr);
    if (err == YM_E_OK)
        err = drop(c, PG_SQL_forget_certificates, params + 1, 1, &ret->certificates, reterr);
    return err;
}

enum ym_err pg_credit_forget(struct ym_conn *c, const struct app_barred *b,
                             struct pg_credit_forgotten *ret, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    *ret = (struct pg_credit_forgotten){ .profiles = 0 };
    if (err == YM_E_OK)
        err = drop_all(c, b, ret, reterr);
    if (err == YM_E_OK)
        err = put(c, b, reterr);
    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    (void)!ym_conn_script(c, "rollback", NULL); /* the first error is the one to tell */
    return err;
}

enum ym_err pg_barred_lift(struct ym_conn *c, const struct app_barred *b, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = { bucket_param(&rooms[0], b->party),
                                       ym_param_bytes(span_of(b->party, sizeof(b->party))),
                                       ym_param_usec(&rooms[1], b->at),
                                       ym_param_text(ym_span_of(b->login)) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_barred_lift, params, COUNT(params));
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_change, &n, reterr);

    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "this party is not barred: `yima credit barred` lists who is");
    return err;
}

/* ---- All of them ---- */

struct listing {
    pg_barred_fn *fn;
    void *arg;
    int n; /* of the page */
    bool is_begun;
    unsigned char party[APP_CREDIT_PARTY_LEN]; /* the last one */
    bool is_odd;
};

static void take(struct listing *l, const struct ym_rows *rows, int row)
{
    const struct ym_span party = ym_rows_span(rows, row, 0);
    const struct ym_span login = ym_rows_span(rows, row, 3);
    struct app_barred b = {
        .at = ym_rows_usec(rows, row, 1),
        .account = ym_rows_i64(rows, row, 2),
        .reference = ym_rows_span(rows, row, 4),
        .until = ym_rows_is_null(rows, row, 5) ? YM_DAY_NONE : ym_rows_date(rows, row, 5),
    };

    l->is_odd = party.n != sizeof(b.party) || login.n >= sizeof(b.login);
    if (l->is_odd)
        return;
    memcpy(b.party, party.at, sizeof(b.party));
    memcpy(b.login, login.at, login.n);
    memcpy(l->party, b.party, sizeof(l->party));
    l->is_begun = true;
    l->fn(l->arg, &b);
}

static void on_list(void *arg, const struct ym_rows *rows)
{
    struct listing *l = arg;

    l->n = ym_rows_count(rows);
    for (int row = 0; row < l->n && !l->is_odd; row++)
        take(l, rows, row);
}

enum ym_err pg_barred(struct ym_conn *c, pg_barred_fn *fn, void *arg, struct ym_error *reterr)
{
    struct listing l = { .fn = fn, .arg = arg, .n = PAGE };
    enum ym_err err = YM_E_OK;

    while (err == YM_E_OK && l.n == PAGE && !l.is_odd) {
        struct ym_scalar rooms[2];
        const struct ym_param params[] = {
            ym_param_i32(&rooms[0], l.is_begun ? (int32_t)app_credit_bucket(l.party) : -1),
            ym_param_bytes(span_of(l.party, sizeof(l.party))),
            ym_param_i64(&rooms[1], PAGE),
        };
        const struct ym_statement s = pg_sql_statement(PG_SQL_barred_list, params, COUNT(params));

        err = ym_conn_run(c, &s, on_list, &l, reterr);
    }
    if (err == YM_E_OK && l.is_odd)
        return ym_fail(reterr, YM_E_INTERNAL,
                       "a row of credit_barred holds what no program wrote: restore it from a "
                       "backup");
    return err;
}

struct bucket {
    pg_credit_barred_fn *fn;
    void *arg;
    int n;
};

static void on_bucket(void *arg, const struct ym_rows *rows)
{
    struct bucket *b = arg;

    b->n = ym_rows_count(rows);
    for (int row = 0; row < b->n; row++) {
        const struct ym_span party = ym_rows_span(rows, row, 0);

        assert(party.n == APP_CREDIT_PARTY_LEN); /* the table checks it */
        b->fn(b->arg, (const unsigned char *)party.at);
    }
}

enum ym_err pg_credit_barred(struct ym_conn *c, uint32_t bucket, ym_day month,
                             pg_credit_barred_fn *fn, void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)bucket),
                                       ym_param_date(&rooms[1], month),
                                       ym_param_i64(&rooms[2], BARRED_MAX + 1) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_credit_barred, params, COUNT(params));
    struct bucket b = { .fn = fn, .arg = arg };
    const enum ym_err err = ym_conn_run(c, &s, on_bucket, &b, reterr);

    if (err == YM_E_OK && b.n > BARRED_MAX)
        return ym_fail(reterr, YM_E_TOO_LARGE, "more than %d parties of one bucket are barred",
                       BARRED_MAX);
    return err;
}
