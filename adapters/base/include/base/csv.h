/* SPDX-License-Identifier: Apache-2.0 */
/* Fields of CSV (RFC 4180) that are read by people in spreadsheets. */
#ifndef YM_BASE_CSV_H
#define YM_BASE_CSV_H

#include <stdbool.h>

#include "base/buf.h"
#include "yima/span.h"

/* The mark by which a spreadsheet knows that what follows is UTF-8. */
#define YM_CSV_BOM "\xEF\xBB\xBF"

/* Would a spreadsheet take a field that begins so for a formula? */
bool ym_csv_is_formula(struct ym_span text);

/* Append what stands between the quotes of a field: text with its quotes doubled. */
void ym_csv_quoted(struct ym_buf *b, struct ym_span text);

/* Append text as a whole field, in quotes. It is never taken for a formula. */
void ym_csv_text(struct ym_buf *b, struct ym_span text);

#endif
