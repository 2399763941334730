/* SPDX-License-Identifier: Apache-2.0 */
/* What goes into a statement: binary parameters, written by the helpers of bin.h. */
#ifndef YM_PG_PARAM_H
#define YM_PG_PARAM_H

#include <stddef.h>
#include <stdint.h>

#define YM_STATEMENT_PARAMS_MAX 48 /* most parameters of one statement */
#define YM_UNIT_STATEMENTS_MAX  32 /* most statements of one unit */

#define YM_PG_TYPES(X) /* name, type's oid, oid of its array: fixed in every PostgreSQL */         \
    X(BOOL, 16, 1000)                                                                              \
    X(BYTEA, 17, 1001)                                                                             \
    X(INT8, 20, 1016)                                                                              \
    X(INT2, 21, 1005)                                                                              \
    X(INT4, 23, 1007)                                                                              \
    X(TEXT, 25, 1009)                                                                              \
    X(JSON, 114, 199)                                                                              \
    X(DATE, 1082, 1182)                                                                            \
    X(TIMESTAMPTZ, 1184, 1185)                                                                     \
    X(UUID, 2950, 2951)

enum ym_pg_type {
#define X(name, oid, array) YM_PG_##name = (oid), YM_PG_##name##_ARRAY = (array),
    YM_PG_TYPES(X)
#undef X
};

/* One parameter in binary form. The bytes are the caller's and stay untouched until the unit that
 * carries them is done. */
struct ym_param {
    uint32_t type;  /* an enum ym_pg_type: the type's or its array's oid */
    const void *at; /* the bytes in PostgreSQL's binary form; NULL: SQL NULL */
    int32_t n;      /* bytes */
};

/* One statement. name and sql live as long as the link (they come from embedded files). */
struct ym_statement {
    const char *name; /* prepared under this name, at most 62 bytes; NULL: not prepared */
    const char *sql;  /* one statement with $1, $2, … */
    const struct ym_param *params; /* n_params of them; may be NULL when there are none */
    size_t n_params;               /* at most YM_STATEMENT_PARAMS_MAX */
};

#endif
