/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a case: values by slot and row. */
#ifndef YM_DOCUMENT_SRC_CASE_H
#define YM_DOCUMENT_SRC_CASE_H

#include "document/case.h"

struct doc_case {
    struct ym_arena words;        /* owned: all texts of value */
    const struct ym_procedure *p; /* not owned */
    struct ym_span code, seal;
    ym_usec made_at;
    uint8_t colour, stage; /* enums, as the row says */
    uint8_t main;          /* state of the main track after the last event; YM_STATE_NONE: none */
    int64_t total_fen;     /* of the obligations; in range: rows * YM_AMOUNT_FEN_MAX */
    bool is_enforced;      /* enforcement was applied for under this agreement */
    uint32_t asked;        /* set of enum ym_document that rules have asked for */
    size_t rows[DOC_SCOPE_COUNT];
    struct ym_span value[DOC_SLOT_COUNT][DOC_FACT_ROWS_MAX];
    struct ym_span english[DOC_SLOT_COUNT][DOC_FACT_ROWS_MAX];
};

/* Copy of text; {NULL, 0} when there is no room. */
struct ym_span case_keep(struct doc_case *c, struct ym_span text);
struct ym_span case_printf(struct doc_case *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put what reads otherwise in English: a day, an amount in fen (none when negative), a word.
 * Nothing for YM_DAY_NONE. */
void case_put_day(struct doc_case *c, enum doc_slot slot, size_t row, ym_day day);
void case_put_money(struct doc_case *c, enum doc_slot slot, size_t row, int64_t fen);
void case_put_word(struct doc_case *c, enum doc_slot slot, size_t row, enum ym_vocab_id vocab,
                   int index);
/* A text of the program, in both languages. Static. */
void case_put_both(struct doc_case *c, enum doc_slot slot, size_t row, const char *zh,
                   const char *en);

/* Forget a slot of scope DISPUTE. */
void case_drop(struct doc_case *c, enum doc_slot slot);

/* Set a slot of scope DISPUTE, unless text is empty. */
void case_set(struct doc_case *c, enum doc_slot slot, struct ym_span text);

/* Begin a row of this scope; the oldest goes when there are too many. Its index. */
size_t case_row(struct doc_case *c, enum doc_scope scope);

/* Who sits there: the name, or its number. */
struct ym_span case_seat(struct doc_case *c, int64_t seat);

#endif
