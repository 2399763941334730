/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/privacy.h"

#include <string.h>

#include "change.h"
#include "sql.h"

#define COUNT(params) (sizeof(params) / sizeof((params)[0]))
#define EVENTS_PAGE   200
#define ORDERS_MAX    64 /* work orders of one dispute that are removed one by one */

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg += ym_rows_affected(rows);
}

/* The two that lead the key of what belongs to a dispute. */
struct place {
    struct ym_scalar room[2];
    struct ym_param params[3];
};

static void place_of(struct place *p, struct ym_id id)
{
    p->params[0] = ym_param_i32(&p->room[0], (int32_t)ym_id_bucket(id));
    p->params[1] = ym_param_i64(&p->room[1], id.v);
}

/* ---- Which ---- */

struct ended {
    struct pg_ended *at;
    size_t n;
};

static void on_ended(void *arg, const struct ym_rows *rows)
{
    struct ended *e = arg;

    for (int i = 0; i < ym_rows_count(rows) && e->n < PG_ENDED_PAGE; i++)
        e->at[e->n++] = (struct pg_ended){ .id = { ym_rows_i64(rows, i, 0) },
                                           .type = (uint8_t)ym_rows_i16(rows, i, 1),
                                           .ended_at = ym_rows_usec(rows, i, 2),
                                           .version = (uint32_t)ym_rows_i32(rows, i, 3) };
}

enum ym_err pg_privacy_ended(struct ym_conn *c, struct ym_id after, ym_usec before,
                             struct pg_ended ret[PG_ENDED_PAGE], size_t *ret_n,
                             struct ym_error *reterr)
{
    struct ym_scalar room[3];
    const struct ym_param params[] = { ym_param_i64(&room[0], after.v),
                                       ym_param_usec(&room[1], before),
                                       ym_param_i64(&room[2], PG_ENDED_PAGE) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_privacy_ended, params, COUNT(params));
    struct ended e = { ret, 0 };
    const enum ym_err err = ym_conn_run(c, &s, on_ended, &e, reterr);

    *ret_n = err == YM_E_OK ? e.n : 0;
    return err;
}

/* ---- One dispute ---- */

struct holding {
    struct pg_held *at;
    bool is_found;
};

static void on_held(void *arg, const struct ym_rows *rows)
{
    struct holding *h = arg;
    struct ym_span head;

    if (ym_rows_count(rows) == 0)
        return;
    h->is_found = true;
    h->at->row.version = (uint32_t)ym_rows_i32(rows, 0, 0);
    head = ym_rows_span(rows, 0, 1);
    if (head.n == sizeof(h->at->head))
        memcpy(h->at->head, head.at, head.n);
    h->at->is_open = ym_rows_bool(rows, 0, 2);
    h->at->row.ended_at = ym_rows_usec(rows, 0, 3);
    h->at->row.type = (uint8_t)ym_rows_i16(rows, 0, 4);
}

enum ym_err pg_privacy_hold(struct ym_conn *c, struct ym_id id, struct pg_held *ret,
                            struct ym_error *reterr)
{
    struct place at;
    struct holding h = { ret, false };
    struct ym_statement s;
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err != YM_E_OK)
        return err;
    *ret = (struct pg_held){ .row = { .id = id } };
    place_of(&at, id);
    s = pg_sql_statement(PG_SQL_privacy_hold, at.params, 2);
    err = ym_conn_run(c, &s, on_held, &h, reterr);
    if (err == YM_E_OK && !h.is_found)
        err = ym_fail(reterr, YM_E_NOT_FOUND, "there is no such dispute");
    if (err != YM_E_OK)
        pg_privacy_drop(c);
    return err;
}

static void on_events(void *arg, const struct ym_rows *rows)
{
    struct pg_telling *told = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        const struct ym_span hash = ym_rows_span(rows, i, 4);
        struct app_event e = { .seq = (uint32_t)ym_rows_i32(rows, i, 0),
                               .at = ym_rows_usec(rows, i, 1),
                               .rule = (uint16_t)ym_rows_i16(rows, i, 2),
                               .kind = (uint8_t)ym_rows_i16(rows, i, 3),
                               .payload = ym_rows_span(rows, i, 5) };

        if (hash.n == sizeof(e.hash))
            memcpy(e.hash, hash.at, hash.n);
        told->n++;
        told->fn(told->arg, &e);
    }
}

enum ym_err pg_privacy_events(struct ym_conn *c, struct ym_id id, uint32_t after,
                              struct pg_telling *to, struct ym_error *reterr)
{
    struct place at;
    struct ym_scalar room[2];
    struct ym_param params[4];
    struct ym_statement s;

    place_of(&at, id);
    params[0] = at.params[0];
    params[1] = at.params[1];
    params[2] = ym_param_i32(&room[0], (int32_t)after);
    params[3] = ym_param_i64(&room[1], EVENTS_PAGE);
    s = pg_sql_statement(PG_SQL_read_events, params, COUNT(params));
    to->n = 0;
    return ym_conn_run(c, &s, on_events, to, reterr);
}

enum ym_err pg_privacy_redact(struct ym_conn *c, struct ym_id id, struct ym_column *seqs,
                              struct ym_column *payloads, struct ym_error *reterr)
{
    struct place at;
    int64_t n = 0;
    enum ym_err err;

    if (seqs->n == 0)
        return YM_E_OK;
    if (!ym_column_ok(seqs) || !ym_column_ok(payloads))
        return ym_fail(reterr, YM_E_TOO_LARGE, "the events of one statement do not fit");
    place_of(&at, id);
    {
        const struct ym_param params[] = { at.params[0], at.params[1], ym_column_param(seqs),
                                           ym_column_param(payloads) };
        const struct ym_statement s =
            pg_sql_statement(PG_SQL_privacy_redact, params, COUNT(params));

        err = ym_conn_run(c, &s, on_change, &n, reterr);
    }
    if (err == YM_E_OK && n != seqs->n)
        err = ym_fail(reterr, YM_E_CONFLICT, "an event that was to be redacted is not there");
    return err;
}

/* ---- Removing ---- */

static const struct {
    enum pg_sql sql;
    const char *code;
} removals[PG_REMOVAL_COUNT] = {
#define X(name, code, zh, en) { PG_SQL_remove_##name, code },
    PG_REMOVALS(X)
#undef X
};

const char *pg_removal_code(enum pg_removal r)
{
    return removals[r].code;
}

/* What leads to rows in other buckets: the number elsewhere, and work orders. */
struct leads {
    bool has_number;
    int16_t channel;
    char number[4 * YM_EXTERNAL_REF_CHARS_MAX + 1];
    size_t number_n;
    struct {
        int32_t bucket;
        char partner[65], reference[4 * YM_EXTERNAL_REF_CHARS_MAX + 1];
    } orders[ORDERS_MAX];
    size_t norders;
    bool is_odd;
};

static bool copy(struct ym_span from, char *to, size_t size)
{
    if (from.n >= size)
        return false;
    memcpy(to, from.at, from.n);
    to[from.n] = '\0';
    return true;
}

static void on_number(void *arg, const struct ym_rows *rows)
{
    struct leads *l = arg;

    if (ym_rows_count(rows) == 0)
        return;
    l->has_number = true;
    l->channel = ym_rows_i16(rows, 0, 0);
    l->is_odd = !copy(ym_rows_span(rows, 0, 1), l->number, sizeof(l->number)) || l->is_odd;
}

static void on_orders(void *arg, const struct ym_rows *rows)
{
    struct leads *l = arg;

    for (int i = 0; i < ym_rows_count(rows); i++) {
        if (l->norders == ORDERS_MAX) {
            l->is_odd = true;
            return;
        }
        l->orders[l->norders].bucket = ym_rows_i32(rows, i, 0);
        l->is_odd = !copy(ym_rows_span(rows, i, 1), l->orders[l->norders].partner,
                          sizeof(l->orders[0].partner)) ||
                    !copy(ym_rows_span(rows, i, 2), l->orders[l->norders].reference,
                          sizeof(l->orders[0].reference)) ||
                    l->is_odd;
        l->norders++;
    }
}

static enum ym_err find_leads(struct ym_conn *c, struct ym_id id, struct leads *ret,
                              struct ym_error *reterr)
{
    struct place at;
    struct ym_statement s;
    enum ym_err err;

    *ret = (struct leads){ .has_number = false };
    place_of(&at, id);
    s = pg_sql_statement(PG_SQL_privacy_number, at.params, 2);
    err = ym_conn_run(c, &s, on_number, ret, reterr);
    s = pg_sql_statement(PG_SQL_privacy_orders, at.params, 2);
    if (err == YM_E_OK)
        err = ym_conn_run(c, &s, on_orders, ret, reterr);
    if (err == YM_E_OK && ret->is_odd)
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "the numbers of a dispute elsewhere are more or longer than may be");
    return err;
}

static enum ym_err remove_number(struct ym_conn *c, struct ym_id id, const struct leads *l,
                                 int64_t *ret_n, struct ym_error *reterr)
{
    const struct ym_span number = ym_span_of(l->number);
    struct ym_scalar room[3];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], (int32_t)pg_external_bucket((uint8_t)l->channel, number)),
        ym_param_i16(&room[1], l->channel), ym_param_text(number), ym_param_i64(&room[2], id.v)
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_remove_number, params, COUNT(params));

    return l->has_number ? ym_conn_run(c, &s, on_change, ret_n, reterr) : YM_E_OK;
}

static enum ym_err remove_orders(struct ym_conn *c, const struct leads *l, int64_t *ret_n,
                                 struct ym_error *reterr)
{
    enum ym_err err = YM_E_OK;

    for (size_t i = 0; i < l->norders && err == YM_E_OK; i++) {
        struct ym_scalar room;
        const struct ym_param params[] = { ym_param_i32(&room, l->orders[i].bucket),
                                           ym_param_text(ym_span_of(l->orders[i].partner)),
                                           ym_param_text(ym_span_of(l->orders[i].reference)) };
        const struct ym_statement s = pg_sql_statement(PG_SQL_remove_order, params, COUNT(params));

        err = ym_conn_run(c, &s, on_change, ret_n, reterr);
    }
    return err;
}

/* Those whose statement takes bucket and dispute, the dispute alone, or the mark as well. */
static enum ym_err remove_rows(struct ym_conn *c, struct ym_id id, enum pg_removal which,
                               struct ym_span mark, int64_t *ret_n, struct ym_error *reterr)
{
    const bool has_mark = which == PG_REMOVAL_parties || which == PG_REMOVAL_words;
    const bool is_scattered = which == PG_REMOVAL_phones || which == PG_REMOVAL_deliveries ||
                              which == PG_REMOVAL_sessions || which == PG_REMOVAL_tokens;
    struct place at;
    struct ym_statement s;

    place_of(&at, id);
    at.params[2] = ym_param_text(mark);
    s = is_scattered ? pg_sql_statement(removals[which].sql, &at.params[1], 1)
                     : pg_sql_statement(removals[which].sql, at.params, has_mark ? 3 : 2);
    return ym_conn_run(c, &s, on_change, ret_n, reterr);
}

enum ym_err pg_privacy_remove(struct ym_conn *c, struct ym_id id, struct ym_span mark,
                              int64_t ret[PG_REMOVAL_COUNT], struct ym_error *reterr)
{
    struct leads leads;
    enum ym_err err = find_leads(c, id, &leads, reterr);

    memset(ret, 0, PG_REMOVAL_COUNT * sizeof(ret[0]));
    for (unsigned i = 0; i < PG_REMOVAL_COUNT && err == YM_E_OK; i++) {
        if (i == PG_REMOVAL_number)
            err = remove_number(c, id, &leads, &ret[i], reterr);
        else if (i == PG_REMOVAL_order)
            err = remove_orders(c, &leads, &ret[i], reterr);
        else
            err = remove_rows(c, id, (enum pg_removal)i, mark, &ret[i], reterr);
    }
    return err;
}

/* ---- The record of it ---- */

enum ym_err pg_privacy_put(struct ym_conn *c, const struct app_anonymised *a,
                           struct ym_error *reterr)
{
    struct ym_scalar room[8];
    const struct ym_param params[] = {
        ym_param_i32(&room[0], (int32_t)ym_id_bucket(a->dispute)),
        ym_param_i64(&room[1], a->dispute.v),
        ym_param_i16(&room[2], (int16_t)a->round),
        ym_param_i32(&room[3], (int32_t)a->from),
        ym_param_i32(&room[4], (int32_t)a->version),
        ym_param_i32(&room[5], (int32_t)a->redacted),
        ym_param_bytes((struct ym_span){ (const char *)a->head, sizeof(a->head) }),
        ym_param_bytes((struct ym_span){ (const char *)a->digest, sizeof(a->digest) }),
        ym_param_usec(&room[6], a->at),
        ym_param_text(ym_span_of(a->login)),
        ym_param_text(ym_span_of(a->rule)),
        ym_param_text(ym_span_of(a->removed)),
        ym_param_i32(&room[7], (int32_t)a->key),
        ym_param_bytes((struct ym_span){ (const char *)a->signature, sizeof(a->signature) }),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_privacy_put, params, COUNT(params));

    return ym_conn_run(c, &s, NULL, NULL, reterr);
}

enum ym_err pg_privacy_commit(struct ym_conn *c, struct ym_error *reterr)
{
    return ym_conn_script(c, "commit", reterr);
}

void pg_privacy_drop(struct ym_conn *c)
{
    (void)!ym_conn_script(c, "rollback", NULL); /* the error before it is the one to tell */
}

struct rounds {
    struct app_anonymised *at;
    size_t n;
    struct ym_id id;
    bool is_odd;
};

static bool take_bytes(const struct ym_rows *rows, int row, int column, unsigned char *to, size_t n)
{
    const struct ym_span from = ym_rows_span(rows, row, column);

    if (from.n != n)
        return false;
    memcpy(to, from.at, n);
    return true;
}

static bool take_round(const struct ym_rows *rows, int i, struct app_anonymised *ret)
{
    ret->round = (uint16_t)ym_rows_i16(rows, i, 0);
    ret->from = (uint32_t)ym_rows_i32(rows, i, 1);
    ret->version = (uint32_t)ym_rows_i32(rows, i, 2);
    ret->redacted = (uint32_t)ym_rows_i32(rows, i, 3);
    ret->at = ym_rows_usec(rows, i, 6);
    ret->key = (uint32_t)ym_rows_i32(rows, i, 10);
    return take_bytes(rows, i, 4, ret->head, sizeof(ret->head)) &&
           take_bytes(rows, i, 5, ret->digest, sizeof(ret->digest)) &&
           copy(ym_rows_span(rows, i, 7), ret->login, sizeof(ret->login)) &&
           copy(ym_rows_span(rows, i, 8), ret->rule, sizeof(ret->rule)) &&
           copy(ym_rows_span(rows, i, 9), ret->removed, sizeof(ret->removed)) &&
           take_bytes(rows, i, 11, ret->signature, sizeof(ret->signature));
}

static void on_rounds(void *arg, const struct ym_rows *rows)
{
    struct rounds *r = arg;

    for (int i = 0; i < ym_rows_count(rows) && r->n < APP_PRIVACY_ROUNDS_MAX; i++) {
        struct app_anonymised *a = &r->at[r->n++];

        *a = (struct app_anonymised){ .dispute = r->id };
        r->is_odd = !take_round(rows, i, a) || r->is_odd;
    }
}

enum ym_err pg_privacy_rounds(struct ym_conn *c, struct ym_id id,
                              struct app_anonymised ret[APP_PRIVACY_ROUNDS_MAX], size_t *ret_n,
                              struct ym_error *reterr)
{
    struct place at;
    struct ym_scalar room;
    struct rounds r = { .at = ret, .id = id };
    struct ym_statement s;
    enum ym_err err;

    place_of(&at, id);
    at.params[2] = ym_param_i64(&room, APP_PRIVACY_ROUNDS_MAX);
    s = pg_sql_statement(PG_SQL_privacy_rounds, at.params, 3);
    err = ym_conn_run(c, &s, on_rounds, &r, reterr);
    if (err == YM_E_OK && r.is_odd)
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "a row of anonymised holds what no program wrote: restore it from a backup");
    *ret_n = err == YM_E_OK ? r.n : 0;
    return err;
}

struct left {
    pg_left_fn *fn;
    void *arg;
};

static void on_left(void *arg, const struct ym_rows *rows)
{
    const struct left *l = arg;

    for (int i = 0; i < ym_rows_count(rows); i++)
        l->fn(l->arg, ym_rows_span(rows, i, 0), ym_rows_i64(rows, i, 1));
}

enum ym_err pg_privacy_left(struct ym_conn *c, struct ym_id id, struct ym_span mark, pg_left_fn *fn,
                            void *arg, struct ym_error *reterr)
{
    struct place at;
    struct left l = { fn, arg };
    struct ym_statement s;

    place_of(&at, id);
    at.params[2] = ym_param_text(mark);
    s = pg_sql_statement(PG_SQL_privacy_left, at.params, 3);
    return ym_conn_run(c, &s, on_left, &l, reterr);
}
