/* SPDX-License-Identifier: Apache-2.0 */
/* Dated documents that an office has imported, over a plain connection: formulas of credit profiles
 * and tables of points. Of each kind a table of one form; what is there is never changed. */
#ifndef YM_PG_DATED_DOCUMENT_H
#define YM_PG_DATED_DOCUMENT_H

#include "base/buf.h"
#include "base/error.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/span.h"

struct pg_dated_document {
    struct ym_span id, version;
    ym_day valid_from, valid_until; /* YM_DAY_NONE: open */
    struct ym_span sha256;          /* 32 bytes, of text when it was imported */
    struct ym_span text;            /* the JSON as given */
    ym_usec at;
    struct ym_span by; /* login, or what did it */
};

/* What d points to dies with the call. */
typedef void pg_dated_document_fn(void *arg, const struct pg_dated_document *d);

/* ---- Formulas of credit profiles ---- */

/* Keep a formula. CONFLICT: there is one of this id and version, or one that begins on this day. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_formula_put(struct ym_conn *c, const struct pg_dated_document *d,
                      struct ym_error *reterr);

/* All of them, by the day from which they are valid. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_formulas(struct ym_conn *c, pg_dated_document_fn *fn, void *arg, struct ym_error *reterr);

/* ---- Tables of points ---- */

/* Keep a table. CONFLICT: there is one of this id and version. */
__attribute__((warn_unused_result)) enum ym_err
pg_points_rules_put(struct ym_conn *c, const struct pg_dated_document *d, struct ym_error *reterr);

/* The table that was imported for a day, appended to ret; nothing when there is none. */
__attribute__((warn_unused_result)) enum ym_err
pg_points_rules(struct ym_conn *c, ym_day day, struct ym_buf *ret, struct ym_error *reterr);

#endif
