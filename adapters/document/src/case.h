/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a case: values by slot and row. */
#ifndef YM_DOCUMENT_SRC_CASE_H
#define YM_DOCUMENT_SRC_CASE_H

#include "document/case.h"

struct doc_case {
    struct ym_arena words;        /* owned: all texts of value */
    const struct ym_procedure *p; /* not owned */
    struct ym_span code;
    ym_usec made_at;
    size_t rows[DOC_SCOPE_COUNT];
    struct ym_span value[DOC_SLOT_COUNT][DOC_FACT_ROWS_MAX];
};

/* Copy of text; {NULL, 0} when there is no room. */
struct ym_span case_keep(struct doc_case *c, struct ym_span text);
struct ym_span case_printf(struct doc_case *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "2026年11月22日"; n == 0 for no day. */
struct ym_span case_day(struct doc_case *c, ym_day day);
/* "12,300.00元"; n == 0 for a negative amount. */
struct ym_span case_money(struct doc_case *c, int64_t fen);

/* Set a slot of scope DISPUTE, unless text is empty. */
void case_set(struct doc_case *c, enum doc_slot slot, struct ym_span text);

/* Begin a row of this scope; the oldest goes when there are too many. Its index. */
size_t case_row(struct doc_case *c, enum doc_scope scope);

/* Who sits there: the name, or its number. */
struct ym_span case_seat(struct doc_case *c, int64_t seat);

#endif
