/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a file, read one by one in constant memory: CSV (RFC 4180, the first row names the
 * columns) or JSON Lines (one object a line). Each row knows its line and its text, so that what is
 * wrong with it can be said exactly. */
#ifndef YM_CLI_ROWS_H
#define YM_CLI_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "json/limits.h"
#include "yima/span.h"

#define CLI_ROW_BYTES_MAX JSON_INTAKE_BYTES_MAX /* of one row, its line ends included */
#define CLI_COLUMNS_MAX   64                    /* columns of a CSV file */
#define CLI_COLUMN_BYTES  64                    /* of a column's name with its NUL */

struct cli_rows; /* an open file; owned by who opened it */

struct cli_row {
    uint64_t line;                /* where it begins, from 1 */
    struct ym_span text;          /* as it stands in the file, without the last line end */
    const char *flaw;             /* NULL, or why it is no row: then there are no fields */
    size_t n;                     /* CSV: fields, as many as columns; JSON Lines: 0 */
    const struct ym_span *fields; /* CSV; die with the next row, as text does */
};

/* Open FILE: JSON Lines when its name ends in .jsonl, .ndjson or .json, else CSV, whose header is
 * read at once. INVALID for a header that cannot be read, with a column twice or too many. */
__attribute__((warn_unused_result)) enum ym_err
cli_rows_open(const char *path, struct cli_rows **ret, struct ym_error *reterr);
void cli_rows_close(struct cli_rows *r); /* NULL is legal */

bool cli_rows_is_csv(const struct cli_rows *r);
size_t cli_rows_columns(const struct cli_rows *r);               /* of a CSV file, else 0 */
const char *cli_rows_column(const struct cli_rows *r, size_t i); /* name of a column */
int cli_rows_find(const struct cli_rows *r, const char *name);   /* its index, or -1 */

/* The next row; false at the end of the file or after it could not be read. */
bool cli_rows_next(struct cli_rows *r, struct cli_row *ret);

/* YM_E_OK, or why reading stopped before the end. */
__attribute__((warn_unused_result)) enum ym_err cli_rows_result(const struct cli_rows *r,
                                                                struct ym_error *reterr);

uint64_t cli_rows_size(const struct cli_rows *r); /* bytes of the file */
uint64_t cli_rows_at(const struct cli_rows *r);   /* bytes behind us */

/* Start again at the first row. */
void cli_rows_rewind(struct cli_rows *r);

#endif
