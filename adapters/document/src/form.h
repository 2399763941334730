/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a form. */
#ifndef YM_DOCUMENT_SRC_FORM_H
#define YM_DOCUMENT_SRC_FORM_H

#include "document/form.h"

#define FORM_TEXT_CHARS_MAX 2000 /* characters of one text of a form */
#define FORM_HEAD_CHARS_MAX 40   /* characters of the head of a column */

struct form_column {
    struct ym_span head;
    struct ym_span head_en; /* n == 0: none */
    struct ym_span cell;    /* with slots of the table's scope and of DISPUTE */
    unsigned char share;
};

/* When a block stands. */
struct form_test {
    bool is_given;  /* else: always */
    bool is_unless; /* stands when what is named is not known */
    int slot;       /* of scope DISPUTE; -1: scope counts */
    enum doc_scope scope;
};

/* Of which case a block speaks. */
struct form_when {
    bool is_given; /* else: of every one */
    enum doc_choice choice;
    struct ym_span code;
};

struct form_block {
    enum doc_block_kind kind;
    enum doc_scope scope; /* DISPUTE: once; another: for each of its rows */
    struct form_test test;
    struct form_when when;
    struct ym_span text; /* with slots; TABLE: what stands in its place when it is empty */
    struct ym_span en;   /* the same in English; n == 0: none */
    size_t columns;      /* TABLE */
    struct form_column column[DOC_COLUMNS_MAX];
};

struct doc_form {
    struct ym_arena texts; /* owned: all texts below */
    enum ym_document document;
    const char *version;
    struct ym_span title_zh, title_en;
    uint64_t needs;
    bool is_always;  /* offered at any time */
    bool is_asked;   /* offered once a rule has asked for it */
    uint32_t stages; /* set of enum ym_stage in which it is offered */
    uint64_t known;  /* set of enum doc_slot: offered once one of them is known */
    size_t n;
    struct form_block block[DOC_FORM_BLOCKS_MAX];
};

#endif
