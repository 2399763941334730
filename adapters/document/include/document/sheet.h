/* SPDX-License-Identifier: Apache-2.0 */
/* A document on A4: text, tables, lines to sign on and the mediation code, set as a PDF.
 *
 * Every text is measured before it is set: a name that wraps makes its row higher, a row that does
 * not fit begins a new page under its repeated head, and one higher than a page is split between
 * its lines. Nothing is ever cut or printed over something else. Each page bears the document's
 * number and "page x of y".
 *
 * The same sheet gives the same bytes (with the same fonts installed), so that their SHA-256 can be
 * sealed. Text can be searched and copied. */
#ifndef YM_DOCUMENT_SHEET_H
#define YM_DOCUMENT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define DOC_BLOCKS_MAX  1024u  /* blocks of a sheet */
#define DOC_COLUMNS_MAX 10u    /* columns of a table */
#define DOC_ROWS_MAX    512u   /* rows of a table */
#define DOC_TEXT_BYTES  32768u /* bytes of one text or cell */
#define DOC_PAGES_MAX   200u   /* pages of a document */
#define DOC_PDF_BYTES_MAX                                                                          \
    (32u << 20) /* a buffer of this size holds every sheet within the limits */

/* clang-format off */
#define DOC_BLOCKS(X) /* name, what it is */ \
    X(TITLE)     /* the name of the document: large, in the middle */ \
    X(SUBTITLE)  /* its name in the other language: small, in the middle */ \
    X(RIGHT)     /* a line at the right edge: number, date */ \
    X(ADDRESSEE) /* whom it addresses: at the left edge, without indent */ \
    X(HEADING)   /* stays on the page of what follows */ \
    X(TEXT)      /* a paragraph; its first line is indented by two characters */ \
    X(NOTE)      /* small and grey, at the left edge */ \
    X(GLOSS)     /* small and grey: the block before it in the other language, at its edge */ \
    X(TABLE)     /* see struct doc_table */ \
    X(BARS)      /* a table of two columns as a chart: name, bar (its look's lengths), words */ \
    X(SIGN)      /* a line to sign on; stays in one piece */ \
    X(CODE)      /* the sheet's code, large, in a frame of the sheet's colour; text: below it */
/* clang-format on */

#define X(name) DOC_##name,
enum doc_block_kind { DOC_BLOCKS(X) DOC_BLOCK_COUNT };
#undef X

/* How a table of figures is set. */
struct doc_look {
    uint32_t figures;            /* bit c: column c stands at the right edge */
    bool is_dense;               /* in smaller type */
    const unsigned char *strong; /* of each row: 1 bold on grey, 0 plain; NULL: the head alone */
    const uint16_t *lengths;     /* BARS: of each row, 0..DOC_BAR_MAX; NULL otherwise */
};
#define DOC_BAR_MAX  1000u /* the longest bar */
#define DOC_BARS_MAX 32u   /* rows of a chart; it stays in one piece */

struct doc_table {
    size_t columns;              /* 1..DOC_COLUMNS_MAX */
    size_t rows;                 /* with the head; 1..DOC_ROWS_MAX */
    const struct ym_span *cells; /* rows * columns, row by row; the first row is the head */
    const unsigned char *shares; /* of the width, one for each column, 1..100 */
    const struct doc_look *look; /* NULL: text, in the usual type */
};

struct doc_block {
    enum doc_block_kind kind;
    struct ym_span text;           /* UTF-8; line feeds end lines; empty for TABLE and BARS */
    const struct doc_table *table; /* TABLE and BARS alone */
};

/* Nothing is owned. */
struct doc_sheet {
    struct ym_span title;  /* of the file, for the viewer's window */
    struct ym_span number; /* at the foot of each page; n == 0: none */
    struct ym_span code; /* what the code on the first page opens: QR alphanumeric; n == 0: none */
    struct ym_span seal; /* code of a sealed document, at the foot of each page; n == 0: none */
    enum ym_colour colour; /* of the frame around a block CODE */
    ym_usec made_at;       /* goes into the file: with another the bytes differ */
    const struct doc_block *blocks;
    size_t n; /* 1..DOC_BLOCKS_MAX */
};

/* Append the PDF. Takes some 50 ms a page or less: not on the event loop, and best in a process of
 * its own, which a broken font may take down.
 *
 * Errors: UNPROCESSABLE (text that is no UTF-8 or holds control characters, a code outside the QR
 * alphabet), TOO_LARGE (a limit of this header), UNAVAILABLE (no Chinese font; the text names the
 * package). On failure what is in out is not a document. */
__attribute__((warn_unused_result)) enum ym_err
doc_sheet_pdf(const struct doc_sheet *sheet, struct ym_buf *out, struct ym_error *reterr);

/* A sheet on its way to the process that sets it: append it packed to out; false when out is full.
 * DOC_PACKED_BYTES_MAX is the largest that is read back. */
#define DOC_PACKED_BYTES_MAX (64u << 20)
__attribute__((warn_unused_result)) bool doc_sheet_pack(const struct doc_sheet *sheet,
                                                        struct ym_buf *out);

/* Read it back. What *ret points to lies in bytes and in arena. False when it is not what
 * doc_sheet_pack() wrote, or arena is too small: DOC_UNPACK_BYTES always suffices. */
#define DOC_UNPACK_BYTES (16u << 20)
__attribute__((warn_unused_result)) bool
doc_sheet_unpack(struct ym_span bytes, struct ym_arena *arena, struct doc_sheet *ret);

#endif
