/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed documents over a plain connection, for subcommands. */
#include <string.h>

#include "pg/bin.h"
#include "pg/seal.h"
#include "seal_private.h"
#include "sql.h"

/* ---- Keys ---- */

struct keys {
    struct app_seal_key *at;
    size_t n;
};

static void on_keys(void *arg, const struct ym_rows *rows)
{
    struct keys *keys = arg;

    keys->n = pg_take_seal_keys(rows, keys->at);
}

enum ym_err pg_seal_keys(struct ym_conn *c, struct app_seal_key ret[], size_t *ret_n,
                         struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param max = ym_param_i64(&room, APP_SEAL_KEYS_MAX);
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_keys, &max, 1);
    struct keys keys = { ret, 0 };
    const enum ym_err err = ym_conn_run(c, &s, on_keys, &keys, reterr);

    *ret_n = keys.n;
    return err;
}

static void on_change(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

static enum ym_err end_key(struct ym_conn *c, uint32_t number, ym_usec until,
                           struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)number),
                                       ym_param_usec(&rooms[1], until) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_key_end, params, 2);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_change, &n, reterr);

    if (err == YM_E_OK && n != 1)
        return ym_fail(reterr, YM_E_CONFLICT,
                       "key %u signs no more, or its time has not begun: somebody else was first, "
                       "or the clock was set back",
                       number);
    return err;
}

static enum ym_err put_key(struct ym_conn *c, const struct app_seal_key *key,
                           struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], (int32_t)key->number),
        ym_param_i16(&rooms[1], key->ring),
        ym_param_bytes((struct ym_span){ (const char *)key->open, sizeof(key->open) }),
        ym_param_usec(&rooms[2], key->from),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_key_put, params, 4);
    int64_t n = 0;
    const enum ym_err err = ym_conn_run(c, &s, on_change, &n, reterr);

    if (err == YM_E_OK && n != 1)
        return ym_fail(reterr, YM_E_CONFLICT, "key %u is there already: somebody else was first",
                       key->number);
    return err;
}

enum ym_err pg_seal_rotate(struct ym_conn *c, const struct app_seal_key *key,
                           struct ym_error *reterr)
{
    enum ym_err err = ym_conn_script(c, "begin", reterr);

    if (err == YM_E_OK && key->number > 1)
        err = end_key(c, key->number - 1, key->from, reterr);
    if (err == YM_E_OK)
        err = put_key(c, key, reterr);
    if (err == YM_E_OK)
        return ym_conn_script(c, "commit", reterr);
    (void)!ym_conn_script(c, "rollback", NULL); /* the first error is the one to tell */
    return err;
}

/* ---- Documents ---- */

struct documents {
    struct app_seal *at;
    size_t n, max;
    bool is_odd;
};

static void on_documents(void *arg, const struct ym_rows *rows)
{
    struct documents *d = arg;

    for (int row = 0; row < ym_rows_count(rows) && d->n < d->max; row++)
        d->is_odd = !pg_take_seal(rows, row, &d->at[d->n++]) || d->is_odd;
}

static enum ym_err ask(struct ym_conn *c, const struct ym_statement *s, struct documents *d,
                       size_t *ret_n, struct ym_error *reterr)
{
    enum ym_err err = ym_conn_run(c, s, on_documents, d, reterr);

    if (err == YM_E_OK && d->is_odd)
        err = ym_fail(reterr, YM_E_INTERNAL,
                      "a row of sealed_document holds what no program wrote: restore it from a "
                      "backup");
    *ret_n = err == YM_E_OK ? d->n : 0;
    return err;
}

enum ym_err pg_seal_by_code(struct ym_conn *c, const struct ym_seal_code *code,
                            struct app_seal *ret, size_t *ret_n, struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_i32(&room, (int32_t)ym_seal_code_bucket(code)),
                                       ym_param_text(ym_span_of(code->text)) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_read, params, 2);
    struct documents d = { .at = ret, .max = 1 };

    return ask(c, &s, &d, ret_n, reterr);
}

enum ym_err pg_seal_by_hash(struct ym_conn *c, const unsigned char sha256[32],
                            struct app_seal ret[PG_SEALS_BY_HASH], size_t *ret_n,
                            struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_bytes((struct ym_span){ (const char *)sha256, 32 }),
                                       ym_param_i64(&room, PG_SEALS_BY_HASH) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_by_hash, params, 2);
    struct documents d = { .at = ret, .max = PG_SEALS_BY_HASH };

    return ask(c, &s, &d, ret_n, reterr);
}

enum ym_err pg_seal_next(struct ym_conn *c, const struct ym_seal_code *after,
                         struct app_seal ret[PG_SEALS_PAGE], size_t *ret_n, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], after != NULL ? (int32_t)ym_seal_code_bucket(after) : -1),
        ym_param_text(ym_span_of(after != NULL ? after->text : "")),
        ym_param_i64(&rooms[1], PG_SEALS_PAGE),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_next, params, 3);
    struct documents d = { .at = ret, .max = PG_SEALS_PAGE };

    return ask(c, &s, &d, ret_n, reterr);
}

/* ---- What belongs to one ---- */

struct parts {
    void (*on_part)(void *arg, unsigned part, struct ym_span sealed);
    void (*on_event)(void *arg, struct ym_span payload);
    void *arg;
};

static void on_parts(void *arg, const struct ym_rows *rows)
{
    const struct parts *p = arg;

    for (int row = 0; row < ym_rows_count(rows); row++)
        p->on_part(p->arg, (unsigned)row, ym_rows_span(rows, row, 0));
}

enum ym_err pg_seal_parts(struct ym_conn *c, const struct ym_seal_code *code,
                          void (*on_part)(void *arg, unsigned part, struct ym_span sealed),
                          void *arg, struct ym_error *reterr)
{
    struct ym_scalar rooms[2];
    const struct ym_param params[] = {
        ym_param_i32(&rooms[0], (int32_t)ym_seal_code_bucket(code)),
        ym_param_text(ym_span_of(code->text)),
        ym_param_i64(&rooms[1], APP_SEAL_PARTS_MAX + 1),
    };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_parts, params, 3);
    struct parts p = { .on_part = on_part, .arg = arg };

    return ym_conn_run(c, &s, on_parts, &p, reterr);
}

static void on_payload(void *arg, const struct ym_rows *rows)
{
    const struct parts *p = arg;

    if (ym_rows_count(rows) > 0)
        p->on_event(p->arg, ym_rows_span(rows, 0, 0));
}

enum ym_err pg_seal_event(struct ym_conn *c, struct ym_id dispute, uint32_t seq,
                          void (*on_event)(void *arg, struct ym_span payload), void *arg,
                          struct ym_error *reterr)
{
    struct ym_scalar rooms[3];
    const struct ym_param params[] = { ym_param_i32(&rooms[0], (int32_t)ym_id_bucket(dispute)),
                                       ym_param_i64(&rooms[1], dispute.v),
                                       ym_param_i32(&rooms[2], (int32_t)seq) };
    const struct ym_statement s = pg_sql_statement(PG_SQL_seal_event, params, 3);
    struct parts p = { .on_event = on_event, .arg = arg };

    return ym_conn_run(c, &s, on_payload, &p, reterr);
}
