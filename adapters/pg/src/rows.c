/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/rows.h"

#include <assert.h>
#include <stdlib.h>

#include "pg/bin.h"
#include "rows_private.h"

/* Types that are read as their bytes. varchar, bpchar, name and unknown are text in all but oid. */
#define BPCHAR  1042
#define VARCHAR 1043
#define NAME    19
#define UNKNOWN 705

/* The bytes of a value that is not NULL, of one of the types a and b, n bytes long. */
static const unsigned char *value(const struct ym_rows *r, int row, int column, Oid type, int n)
{
    assert(row >= 0 && row < PQntuples(r->res));
    assert(column >= 0 && column < PQnfields(r->res));
    assert(PQftype(r->res, column) == type);
    assert(PQgetisnull(r->res, row, column) == 0);
    assert(PQgetlength(r->res, row, column) == n);
    return (const unsigned char *)PQgetvalue(r->res, row, column);
}

static uint32_t read32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read32(at) << 32 | read32(at + 4));
}

int ym_rows_count(const struct ym_rows *r)
{
    return PQntuples(r->res);
}

int ym_rows_columns(const struct ym_rows *r)
{
    return PQnfields(r->res);
}

int64_t ym_rows_affected(const struct ym_rows *r)
{
    /* libpq takes a PGresult that it only reads, but does not say const. */
    union {
        const PGresult *in;
        PGresult *out;
    } res = { .in = r->res };

    return strtoll(PQcmdTuples(res.out), NULL, 10);
}

bool ym_rows_is_null(const struct ym_rows *r, int row, int column)
{
    assert(row >= 0 && row < PQntuples(r->res));
    assert(column >= 0 && column < PQnfields(r->res));
    return PQgetisnull(r->res, row, column) != 0;
}

bool ym_rows_bool(const struct ym_rows *r, int row, int column)
{
    return value(r, row, column, YM_PG_BOOL, 1)[0] != 0;
}

int16_t ym_rows_i16(const struct ym_rows *r, int row, int column)
{
    const unsigned char *at = value(r, row, column, YM_PG_INT2, 2);

    return (int16_t)(uint16_t)(at[0] << 8 | at[1]);
}

int32_t ym_rows_i32(const struct ym_rows *r, int row, int column)
{
    return (int32_t)read32(value(r, row, column, YM_PG_INT4, 4));
}

int64_t ym_rows_i64(const struct ym_rows *r, int row, int column)
{
    return read64(value(r, row, column, YM_PG_INT8, 8));
}

int64_t ym_rows_int(const struct ym_rows *r, int row, int column)
{
    assert(column >= 0 && column < PQnfields(r->res));
    switch (PQftype(r->res, column)) {
    case YM_PG_INT2:
        return ym_rows_i16(r, row, column);
    case YM_PG_INT4:
        return ym_rows_i32(r, row, column);
    default:
        return ym_rows_i64(r, row, column);
    }
}

static bool is_bytes(Oid type)
{
    switch (type) {
    case YM_PG_TEXT:
    case YM_PG_BYTEA:
    case YM_PG_JSON:
    case YM_PG_UUID:
    case VARCHAR:
    case BPCHAR:
    case NAME:
    case UNKNOWN:
        return true;
    default:
        return false;
    }
}

struct ym_span ym_rows_span(const struct ym_rows *r, int row, int column)
{
    assert(!ym_rows_is_null(r, row, column));
    assert(is_bytes(PQftype(r->res, column)));
    return (struct ym_span){ PQgetvalue(r->res, row, column),
                             (size_t)PQgetlength(r->res, row, column) };
}

ym_usec ym_rows_usec(const struct ym_rows *r, int row, int column)
{
    const int64_t v = read64(value(r, row, column, YM_PG_TIMESTAMPTZ, 8));

    /* -infinity and infinity, and what would overflow on the way to our epoch. */
    if (v == INT64_MIN || v > INT64_MAX - YM_PG_EPOCH_USEC)
        return v < 0 ? INT64_MIN : INT64_MAX;
    return v + YM_PG_EPOCH_USEC;
}

int32_t ym_rows_date(const struct ym_rows *r, int row, int column)
{
    const int32_t v = (int32_t)read32(value(r, row, column, YM_PG_DATE, 4));

    if (v == INT32_MIN || v > INT32_MAX - YM_PG_EPOCH_DAYS)
        return v < 0 ? INT32_MIN : INT32_MAX;
    return v + YM_PG_EPOCH_DAYS;
}
