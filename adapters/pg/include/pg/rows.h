/* SPDX-License-Identifier: Apache-2.0 */
/* What comes out of a statement: rows in binary form, read in place.
 *
 * Valid only inside the callback that hands them over. Reading another type than the column has is
 * a bug of the caller's SQL and asserts, as do a row or column outside the result and reading NULL
 * as a value: ask ym_rows_is_null() for every column that may be NULL. */
#ifndef YM_PG_ROWS_H
#define YM_PG_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "yima/date.h"
#include "yima/span.h"

struct ym_rows;

int ym_rows_count(const struct ym_rows *r);   /* rows; 0 for a statement that returns none */
int ym_rows_columns(const struct ym_rows *r); /* columns */

/* Rows that an INSERT, UPDATE or DELETE touched, with or without RETURNING; 0 for others. */
int64_t ym_rows_affected(const struct ym_rows *r);

bool ym_rows_is_null(const struct ym_rows *r, int row, int column);
bool ym_rows_bool(const struct ym_rows *r, int row, int column);
int16_t ym_rows_i16(const struct ym_rows *r, int row, int column);
int32_t ym_rows_i32(const struct ym_rows *r, int row, int column);
int64_t ym_rows_i64(const struct ym_rows *r, int row, int column);

/* Any of smallint, integer and bigint, widened: for count(*), sum() and the like. */
int64_t ym_rows_int(const struct ym_rows *r, int row, int column);

/* text, varchar, name, json, bytea, uuid: the bytes as they are. */
struct ym_span ym_rows_span(const struct ym_rows *r, int row, int column);

/* timestamptz as microseconds since 1970; -infinity and infinity give INT64_MIN and INT64_MAX. */
ym_usec ym_rows_usec(const struct ym_rows *r, int row, int column);

/* date as days since 1970-01-01. */
int32_t ym_rows_date(const struct ym_rows *r, int row, int column);

#endif
