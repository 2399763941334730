/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "reader_private.h"

static struct ym_scalar *room(struct pg_read *read)
{
    assert(read->nparams < PG_READ_PARAMS_MAX);
    return &read->rooms[read->nparams];
}

void pg_put(struct pg_read *read, struct ym_param p)
{
    assert(read->nparams < PG_READ_PARAMS_MAX);
    read->params[read->nparams++] = p;
}

void pg_put_bool(struct pg_read *read, bool v)
{
    pg_put(read, ym_param_bool(room(read), v));
}

void pg_put_i16(struct pg_read *read, int16_t v)
{
    pg_put(read, ym_param_i16(room(read), v));
}

void pg_put_i32(struct pg_read *read, int32_t v)
{
    pg_put(read, ym_param_i32(room(read), v));
}

void pg_put_i64(struct pg_read *read, int64_t v)
{
    pg_put(read, ym_param_i64(room(read), v));
}

void pg_put_usec(struct pg_read *read, ym_usec v)
{
    pg_put(read, ym_param_usec(room(read), v));
}

void pg_wish_i64(struct pg_read *read, bool is_wished, int64_t v)
{
    if (is_wished)
        pg_put_i64(read, v);
    else
        pg_put(read, ym_param_null(YM_PG_INT8));
}

void pg_wish_i16(struct pg_read *read, uint8_t v)
{
    if (v != APP_ANY)
        pg_put_i16(read, v);
    else
        pg_put(read, ym_param_null(YM_PG_INT2));
}

void pg_wish_usec(struct pg_read *read, bool is_wished, ym_usec v)
{
    if (is_wished)
        pg_put_usec(read, v);
    else
        pg_put(read, ym_param_null(YM_PG_TIMESTAMPTZ));
}

void pg_put_scope(struct pg_read *read, const struct app_scope *s)
{
    pg_wish_i64(read, s->kind == APP_SCOPE_REGION, s->lo);
    pg_wish_i64(read, s->kind == APP_SCOPE_REGION, s->hi);
    pg_wish_i64(read, s->kind == APP_SCOPE_BODY, s->lo);
    pg_wish_i64(read, s->kind == APP_SCOPE_MEDIATOR, s->lo);
    pg_wish_i64(read, s->kind == APP_SCOPE_COURT, s->lo);
    /* NOTHING: the dispute that does not exist */
    pg_wish_i64(read, s->kind == APP_SCOPE_DISPUTE || s->kind == APP_SCOPE_NOTHING,
                s->kind == APP_SCOPE_DISPUTE ? s->lo : 0);
}
