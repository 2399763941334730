/* SPDX-License-Identifier: Apache-2.0 */
/* Bearer tokens: the row holds a hash and never the secret. */
#include <string.h>

#include "reader_private.h"
#include "sql.h"

void pg_token_take(const struct ym_rows *rows, int row, struct pg_token *ret)
{
    *ret = (struct pg_token){ .id = ym_rows_span(rows, row, 0),
                              .label = ym_rows_span(rows, row, 2),
                              .role = (uint8_t)ym_rows_i16(rows, row, 3),
                              .staff = ym_rows_i64(rows, row, 4),
                              .body = ym_rows_i64(rows, row, 5),
                              .region = ym_rows_i64(rows, row, 6),
                              .dispute = { ym_rows_i64(rows, row, 7) },
                              .seat = (uint8_t)ym_rows_i16(rows, row, 8),
                              .issued_at = ym_rows_usec(rows, row, 9),
                              .expires_at = ym_rows_usec(rows, row, 10),
                              .revoked_at = YM_USEC_NONE };
    memcpy(ret->hash, ym_rows_span(rows, row, 1).at, sizeof(ret->hash));
    if (!ym_rows_is_null(rows, row, 11))
        ret->revoked_at = ym_rows_usec(rows, row, 11);
}

static void on_affected(void *arg, const struct ym_rows *rows)
{
    *(int64_t *)arg = ym_rows_affected(rows);
}

/* Run a statement that touches one token; *ret tells how many it found. The revision stays as it
 * is: programs ask for each token anew, and need not load everything again for one more. */
static enum ym_err touch(struct ym_conn *c, struct ym_statement s, int64_t *ret,
                         struct ym_error *reterr)
{
    *ret = 0;
    return ym_conn_run(c, &s, on_affected, ret, reterr);
}

enum ym_err pg_token_put(struct ym_conn *c, const struct pg_token *t, struct ym_error *reterr)
{
    struct ym_scalar room[8];
    const struct ym_param params[] = {
        ym_param_text(t->id),
        ym_param_bytes((struct ym_span){ (const char *)t->hash, sizeof(t->hash) }),
        ym_param_text(t->label.at != NULL ? t->label : YM_SPAN("")),
        ym_param_i16(&room[0], t->role),
        ym_param_i64(&room[1], t->staff),
        ym_param_i64(&room[2], t->body),
        ym_param_i64(&room[3], t->region),
        ym_param_i64(&room[4], t->dispute.v),
        ym_param_i16(&room[5], t->seat),
        ym_param_usec(&room[6], t->issued_at),
        ym_param_usec(&room[7], t->expires_at),
    };
    int64_t n;
    enum ym_err err;

    if (t->id.n == 0 || t->id.n > PG_TOKEN_ID_BYTES_MAX)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a token's id has 1 to %d bytes",
                       PG_TOKEN_ID_BYTES_MAX);
    err = touch(c, pg_sql_statement(PG_SQL_token_put, params, sizeof(params) / sizeof(params[0])),
                &n, reterr);
    if (err == YM_E_INTERNAL)
        return ym_fail(reterr, YM_E_UNPROCESSABLE, "a token must expire after it was issued");
    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_CONFLICT, "there is a token with this id; make another");
    return err;
}

enum ym_err pg_token_revoke(struct ym_conn *c, struct ym_span id, ym_usec now,
                            struct ym_error *reterr)
{
    struct ym_scalar room;
    const struct ym_param params[] = { ym_param_text(id), ym_param_usec(&room, now) };
    int64_t n;
    enum ym_err err = touch(c, pg_sql_statement(PG_SQL_token_revoke, params, 2), &n, reterr);

    if (err == YM_E_OK && n == 0)
        return ym_fail(reterr, YM_E_NOT_FOUND,
                       "there is no token %.*s; `yima token list` shows "
                       "those that exist",
                       (int)id.n, id.at);
    return err;
}

struct each_token {
    pg_token_each_fn *fn;
    void *arg;
};

static void on_tokens(void *arg, const struct ym_rows *rows)
{
    const struct each_token *each = arg;

    for (int row = 0; row < ym_rows_count(rows); row++) {
        struct pg_token token;

        pg_token_take(rows, row, &token);
        each->fn(each->arg, &token);
    }
}

enum ym_err pg_tokens_each(struct ym_conn *c, pg_token_each_fn *fn, void *arg,
                           struct ym_error *reterr)
{
    struct ym_statement s = pg_sql_statement(PG_SQL_tokens_each, NULL, 0);
    struct each_token each = { fn, arg };

    return ym_conn_run(c, &s, on_tokens, &each, reterr);
}
