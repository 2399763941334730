/* SPDX-License-Identifier: Apache-2.0 */
/* What credit keeps of a party follows it to another hash of its identity number. */
#include <string.h>

#include "pg/bin.h"
#include "pg/credit_access.h"
#include "sql.h"

#define ROWS_MAX 1024 /* profiles of one party: more months than a hundred years have */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct place {
    ym_day month;
    int16_t run;
};

/* One party on its way. */
struct moving {
    struct ym_conn *conn;
    const struct pg_moved *m;
    size_t n;
    bool has_others;
    struct place at[ROWS_MAX];
    struct ym_error *reterr;
    /* What a callback was given, sealed anew: it is written when the callback has returned. */
    enum ym_err err;
    bool is_there;
    int16_t kind;
    unsigned char sha256[32];
    ym_day oldest;
    struct ym_span sealed;
    ym_usec stated_at;
};

static struct ym_param party_param(const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    return ym_param_bytes((struct ym_span){ (const char *)party, APP_CREDIT_PARTY_LEN });
}

static struct ym_param bucket_param(struct ym_scalar *room,
                                    const unsigned char party[APP_CREDIT_PARTY_LEN])
{
    return ym_param_i32(room, (int32_t)app_credit_bucket(party));
}

static enum ym_err run(struct moving *x, enum pg_sql sql, const struct ym_param *params, size_t n,
                       ym_conn_rows_fn *on_rows)
{
    const struct ym_statement s = pg_sql_statement(sql, params, n);

    return ym_conn_run(x->conn, &s, on_rows, x, x->reterr);
}

/* ---- Which ---- */

static void on_months(void *arg, const struct ym_rows *rows)
{
    struct moving *x = arg;

    for (int row = 0; row < ym_rows_count(rows) && x->n < ROWS_MAX; row++) {
        if (ym_rows_bool(rows, row, 2))
            x->has_others = true;
        else
            x->at[x->n++] = (struct place){ ym_rows_date(rows, row, 0), ym_rows_i16(rows, row, 1) };
    }
}

static enum ym_err find(struct moving *x)
{
    struct ym_scalar room[2];
    const struct ym_param params[] = { bucket_param(&room[0], x->m->from), party_param(x->m->from),
                                       ym_param_i64(&room[1], ROWS_MAX) };

    return run(x, PG_SQL_moved_months, params, COUNT(params), on_months);
}

/* ---- Profiles ---- */

static void on_profile(void *arg, const struct ym_rows *rows)
{
    struct moving *x = arg;

    x->is_there = ym_rows_count(rows) > 0;
    if (!x->is_there)
        return;
    x->kind = ym_rows_i16(rows, 0, 0);
    memcpy(x->sha256, ym_rows_span(rows, 0, 1).at, sizeof(x->sha256));
    x->oldest = ym_rows_is_null(rows, 0, 3) ? YM_DAY_NONE : ym_rows_date(rows, 0, 3);
    x->err =
        x->m->seal(x->m->arg, x->at[x->n].month, ym_rows_span(rows, 0, 2), &x->sealed, x->reterr);
}

/* The profile x->at[x->n]. */
static enum ym_err move_profile(struct moving *x)
{
    const struct place *at = &x->at[x->n];
    struct ym_scalar room[5];
    const struct ym_param which[] = { bucket_param(&room[0], x->m->from),
                                      ym_param_date(&room[1], at->month),
                                      ym_param_i16(&room[2], at->run), party_param(x->m->from) };
    enum ym_err err = run(x, PG_SQL_moved_profile_read, which, COUNT(which), on_profile);

    if (err == YM_E_OK)
        err = x->err;
    if (err == YM_E_OK && x->is_there) {
        const struct ym_param put[] = {
            bucket_param(&room[0], x->m->to),
            which[1],
            which[2],
            party_param(x->m->to),
            ym_param_i16(&room[3], x->kind),
            ym_param_bytes((struct ym_span){ (const char *)x->sha256, sizeof(x->sha256) }),
            ym_param_bytes(x->sealed),
            x->oldest != YM_DAY_NONE ? ym_param_date(&room[4], x->oldest)
                                     : ym_param_null(YM_PG_DATE),
        };

        err = run(x, PG_SQL_moved_profile_put, put, COUNT(put), NULL);
    }
    return err;
}

static enum ym_err move_profiles(struct moving *x)
{
    const size_t n = x->n;
    enum ym_err err = YM_E_OK;
    struct ym_scalar room;
    const struct ym_param params[] = { bucket_param(&room, x->m->from), party_param(x->m->from) };

    for (x->n = 0; x->n < n && err == YM_E_OK; x->n++)
        err = move_profile(x);
    return err == YM_E_OK ? run(x, PG_SQL_moved_profile_drop, params, COUNT(params), NULL) : err;
}

/* ---- The own words ---- */

static void on_statement(void *arg, const struct ym_rows *rows)
{
    struct moving *x = arg;

    x->is_there = ym_rows_count(rows) > 0;
    if (!x->is_there)
        return;
    x->stated_at = ym_rows_usec(rows, 0, 1);
    x->err = x->m->seal(x->m->arg, YM_DAY_NONE, ym_rows_span(rows, 0, 0), &x->sealed, x->reterr);
}

static void on_present(void *arg, const struct ym_rows *rows)
{
    struct moving *x = arg;

    x->is_there = ym_rows_count(rows) > 0;
}

/* What the party has said under the new hash already is newer. */
static enum ym_err move_statement(struct moving *x)
{
    struct ym_scalar room[3];
    const struct ym_param from[] = { bucket_param(&room[0], x->m->from), party_param(x->m->from) };
    const struct ym_param to[] = { bucket_param(&room[1], x->m->to), party_param(x->m->to) };
    enum ym_err err = run(x, PG_SQL_statement_read, to, COUNT(to), on_present);
    const bool has_newer = x->is_there;

    if (err == YM_E_OK && !has_newer)
        err = run(x, PG_SQL_statement_read, from, COUNT(from), on_statement);
    if (err == YM_E_OK)
        err = x->err;
    if (err == YM_E_OK && !has_newer && x->is_there) {
        const struct ym_param put[] = { to[0], to[1], ym_param_bytes(x->sealed),
                                        ym_param_usec(&room[2], x->stated_at) };

        err = run(x, PG_SQL_statement_put, put, COUNT(put), NULL);
    }
    return err == YM_E_OK ? run(x, PG_SQL_statement_drop, from, COUNT(from), NULL) : err;
}

/* ---- All ---- */

static enum ym_err move_rows(struct moving *x)
{
    struct ym_scalar room[2];
    const struct ym_param both[] = { bucket_param(&room[0], x->m->from), party_param(x->m->from),
                                     bucket_param(&room[1], x->m->to), party_param(x->m->to) };
    const struct ym_param hashes[] = { both[1], both[3] };
    enum ym_err err = run(x, PG_SQL_moved_looks, both, COUNT(both), NULL);

    if (err == YM_E_OK)
        err = run(x, PG_SQL_moved_objections, both, COUNT(both), NULL);
    if (err == YM_E_OK)
        err = run(x, PG_SQL_moved_certificates, hashes, COUNT(hashes), NULL);
    if (err == YM_E_OK)
        err = run(x, PG_SQL_moved_barred, both, COUNT(both), NULL);
    return err == YM_E_OK ? move_statement(x) : err;
}

enum ym_err pg_credit_moved(struct ym_conn *conn, const struct pg_moved *m, struct ym_error *reterr)
{
    struct moving x = { .conn = conn, .m = m, .reterr = reterr };
    enum ym_err err = find(&x);

    if (err != YM_E_OK || (x.n == 0 && !x.has_others))
        return err;
    err = ym_conn_script(conn, "begin", reterr);
    if (err == YM_E_OK)
        err = move_profiles(&x);
    if (err == YM_E_OK)
        err = move_rows(&x);
    if (err == YM_E_OK)
        err = ym_conn_script(conn, "commit", reterr);
    if (err != YM_E_OK && ym_conn_script(conn, "rollback", NULL) != YM_E_OK)
        return err; /* the connection is gone, and the transaction with it */
    return err;
}
