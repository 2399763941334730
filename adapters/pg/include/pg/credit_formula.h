/* SPDX-License-Identifier: Apache-2.0 */
/* The dated formulas that an office has imported, over a plain connection. */
#ifndef YM_PG_CREDIT_FORMULA_H
#define YM_PG_CREDIT_FORMULA_H

#include "base/error.h"
#include "pg/conn.h"
#include "yima/date.h"
#include "yima/span.h"

struct pg_credit_document {
    struct ym_span id, version;
    ym_day valid_from, valid_until; /* YM_DAY_NONE: open */
    struct ym_span sha256;          /* 32 bytes, of text when it was imported */
    struct ym_span text;            /* the JSON as given */
    ym_usec at;
    struct ym_span by; /* login */
};

/* Keep a formula. CONFLICT: there is one of this id and version, or one that begins on this day. */
__attribute__((warn_unused_result)) enum ym_err
pg_credit_formula_put(struct ym_conn *c, const struct pg_credit_document *d,
                      struct ym_error *reterr);

/* All of them, by the day from which they are valid; what d points to dies with the call. */
typedef void pg_credit_document_fn(void *arg, const struct pg_credit_document *d);
__attribute__((warn_unused_result)) enum ym_err pg_credit_formulas(struct ym_conn *c,
                                                                   pg_credit_document_fn *fn,
                                                                   void *arg,
                                                                   struct ym_error *reterr);

#endif
