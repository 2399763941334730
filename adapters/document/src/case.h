/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a case: values by slot and row. */
#ifndef YM_DOCUMENT_SRC_CASE_H
#define YM_DOCUMENT_SRC_CASE_H

#include "app/agreement_law.h"
#include "document/case.h"

struct doc_case {
    struct ym_arena words;        /* owned: texts of value that live nowhere else */
    struct ym_arena said;         /* owned: the detail of the event that is fed */
    const struct ym_procedure *p; /* not owned */
    struct ym_span code, seal;
    ym_usec made_at;
    uint8_t colour, stage; /* enums, as the row says */
    uint32_t asked;        /* set of enum ym_document that rules have asked for */
    bool is_packet;        /* made of a filing packet: it has no history */
    bool is_broken;        /* what was fed is no whole history */
    bool is_enforced;      /* enforcement was applied for */
    ym_day performed_on;   /* when nothing was left to perform; YM_DAY_NONE: something is */
    struct app_agreement agreement; /* not of a packet */
    const struct app_version *told; /* whose slots are filled; NULL: none */
    size_t rows[DOC_SCOPE_COUNT];
    struct ym_span value[DOC_SLOT_COUNT][DOC_FACT_ROWS_MAX];
    struct ym_span english[DOC_SLOT_COUNT][DOC_FACT_ROWS_MAX];
    struct ym_span choice[DOC_CHOICE_COUNT]; /* codes; static */
};

/* An empty one. NULL: no memory. */
struct doc_case *case_new(ym_usec made_at);

/* Copy of text; {NULL, 0} when there is no room. */
struct ym_span case_keep(struct doc_case *c, struct ym_span text);
struct ym_span case_printf(struct doc_case *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put what reads otherwise in English: a day, an amount in fen (none when negative), a word.
 * Nothing for YM_DAY_NONE, nor for a term that there is none of. */
void case_put_day(struct doc_case *c, enum doc_slot slot, size_t row, ym_day day);
void case_put_money(struct doc_case *c, enum doc_slot slot, size_t row, int64_t fen);
void case_put_word(struct doc_case *c, enum doc_slot slot, size_t row, enum ym_vocab_id vocab,
                   int index);
/* A term as law writes it: "三十日", "30 days". */
void case_put_term(struct doc_case *c, enum doc_slot slot, size_t row, struct ym_term term);
/* Date and minute in Shanghai. */
struct ym_span case_minute(struct doc_case *c, ym_usec at);
/* A text of the program, in both languages. Static. */
void case_put_both(struct doc_case *c, enum doc_slot slot, size_t row, const char *zh,
                   const char *en);

/* Forget a slot of scope DISPUTE. */
void case_drop(struct doc_case *c, enum doc_slot slot);

/* Set a slot of scope DISPUTE, unless text is empty. */
void case_set(struct doc_case *c, enum doc_slot slot, struct ym_span text);

/* Begin a row of this scope; the oldest goes when there are too many. Its index. */
size_t case_row(struct doc_case *c, enum doc_scope scope);

/* Fill the slots of the agreement from this version; NULL empties them. */
void case_take_version(struct doc_case *c, const struct app_version *v);

/* Manner, account and consequence of an obligation; "—" when nothing is said. */
void case_put_detail(struct doc_case *c, size_t row, const struct ym_obligation *o);
/* A new row for an obligation: who owes what to whom until when. */
size_t case_add_obligation(struct doc_case *c, const struct ym_obligation *o);

/* Who sits there: the name, or its number. */
struct ym_span case_seat(struct doc_case *c, int64_t seat);

#endif
