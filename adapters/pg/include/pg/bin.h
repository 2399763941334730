/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL's binary forms: single values, and columns that become arrays for unnest().
 *
 * A batch keeps one ym_column for each array parameter, adds one value a row to each and turns them
 * into parameters at its end. The memory stays for the next batch: nothing is allocated per row. */
#ifndef YM_PG_BIN_H
#define YM_PG_BIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "pg/param.h"
#include "yima/date.h"
#include "yima/span.h"

/* Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps begin. */
#define YM_PG_EPOCH_USEC INT64_C(946684800000000)
#define YM_PG_EPOCH_DAYS 10957 /* the same in days, for dates */

/* Room for one single value; lives as long as the parameter made from it. */
struct ym_scalar {
    unsigned char at[8]; /* big-endian */
};

struct ym_param ym_param_null(enum ym_pg_type type);
struct ym_param ym_param_bool(struct ym_scalar *room, bool v);
struct ym_param ym_param_i16(struct ym_scalar *room, int16_t v);
struct ym_param ym_param_i32(struct ym_scalar *room, int32_t v);
struct ym_param ym_param_i64(struct ym_scalar *room, int64_t v);
struct ym_param ym_param_usec(struct ym_scalar *room, ym_usec v);    /* timestamptz */
struct ym_param ym_param_date(struct ym_scalar *room, int32_t days); /* days since 1970-01-01 */
struct ym_param ym_param_text(struct ym_span v);                     /* text, not copied */
struct ym_param ym_param_bytes(struct ym_span v);                    /* bytea, not copied */
struct ym_param ym_param_uuid(const unsigned char v[16]);            /* uuid, not copied */

/* A one-dimensional array under construction. Failure (past the maximum, empty heap) is sticky. */
struct ym_column {
    enum ym_pg_type type; /* of one element */
    struct ym_buf buf;    /* header and elements; owned */
    int32_t n;            /* elements so far */
    bool has_null;        /* is any of them NULL? */
};

/* An empty column of elements of this type, of at most bytes_max bytes in all. */
void ym_column_init(struct ym_column *c, enum ym_pg_type type, size_t bytes_max);
void ym_column_release(struct ym_column *c); /* free the memory; legal on a zeroed column */
void ym_column_clear(struct ym_column *c);   /* no elements; keeps the memory */

/* Append one element. Each asserts that the column is of the type it writes. */
void ym_column_null(struct ym_column *c);
void ym_column_bool(struct ym_column *c, bool v);
void ym_column_i16(struct ym_column *c, int16_t v);
void ym_column_i32(struct ym_column *c, int32_t v);
void ym_column_i64(struct ym_column *c, int64_t v);
void ym_column_usec(struct ym_column *c, ym_usec v);
void ym_column_date(struct ym_column *c, int32_t days);
void ym_column_span(struct ym_column *c, struct ym_span v); /* text, bytea, json or uuid */

static inline bool ym_column_ok(const struct ym_column *c)
{
    return ym_buf_ok(&c->buf);
}

/* The array as a parameter; points into the column, which must not change until the unit is done.
 * Pre: ym_column_ok(). */
struct ym_param ym_column_param(struct ym_column *c);

#endif
