/* SPDX-License-Identifier: Apache-2.0 */
/* A report as people read it. All of them are made from a report that was read from its JSON, and
 * the same report gives the same bytes (the PDF: with the same fonts installed).
 *
 * Chinese first, English beside it. Every chart has its table. */
#ifndef YM_REPORT_PRINT_H
#define YM_REPORT_PRINT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "document/sheet.h"
#include "report/report.h"
#include "yima/span.h"

#define REPORT_CSV_BYTES_MAX  (8u << 20) /* buffers of these sizes hold every report */
#define REPORT_HTML_BYTES_MAX (16u << 20)
#define REPORT_SHEET_BYTES    (32u << 20) /* an arena of this size lays out every report */

/* Append a CSV of RFC 4180 in UTF-8 with a byte order mark, because the spreadsheets that offices
 * use take a file without one for GBK. One file, in sections: a line with the section's name, a
 * line of heads, its rows, an empty line. Numbers are plain digits, shares "96.9%", money yuan with
 * two decimals; a text that a spreadsheet would take for a formula gets an apostrophe before it.
 * UNAVAILABLE: no memory; TOO_LARGE: out is full. */
__attribute__((warn_unused_result)) enum ym_err
report_csv(const struct report *r, struct ym_buf *out, struct ym_error *reterr);

/* Append one self-contained page: no script, nothing loaded from elsewhere, one style element that
 * is always the same (report_style()), no style attributes. It prints on A4. Errors likewise. */
__attribute__((warn_unused_result)) enum ym_err
report_html(const struct report *r, struct ym_buf *out, struct ym_error *reterr);

/* The text of that style element, so that a server can allow it by its hash. */
struct ym_span report_style(void);

/* Lay the report out for doc_sheet_pdf(), in this process or another. Everything in *ret lies in
 * arena or in r. TOO_LARGE: arena is too small. */
__attribute__((warn_unused_result)) enum ym_err report_sheet(const struct report *r,
                                                             struct ym_arena *arena,
                                                             struct doc_sheet *ret,
                                                             struct ym_error *reterr);

/* Append the PDF: report_sheet() and doc_sheet_pdf(), whose errors and time it has. */
__attribute__((warn_unused_result)) enum ym_err
report_pdf(const struct report *r, struct ym_buf *out, struct ym_error *reterr);

#endif
