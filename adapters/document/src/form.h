/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a form. */
#ifndef YM_DOCUMENT_SRC_FORM_H
#define YM_DOCUMENT_SRC_FORM_H

#include "document/form.h"

#define FORM_TEXT_CHARS_MAX 2000 /* characters of one text of a form */
#define FORM_HEAD_CHARS_MAX 40   /* characters of the head of a column */

struct form_column {
    struct ym_span head;
    struct ym_span cell; /* with slots of the table's scope and of DISPUTE */
    unsigned char share;
};

struct form_block {
    enum doc_block_kind kind;
    enum doc_scope scope; /* DISPUTE: once; another: for each of its rows */
    struct ym_span text;  /* with slots; TABLE: what stands in its place when it is empty */
    size_t columns;       /* TABLE */
    struct form_column column[DOC_COLUMNS_MAX];
};

struct doc_form {
    struct ym_arena texts; /* owned: all texts below */
    enum ym_document document;
    const char *version;
    struct ym_span title_zh, title_en;
    uint64_t needs;
    size_t n;
    struct form_block block[DOC_FORM_BLOCKS_MAX];
};

#endif
