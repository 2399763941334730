/* SPDX-License-Identifier: Apache-2.0 */
/* The rows that were not taken: line, reason and the row itself, in a CSV file. Of a CSV file that
 * can be mended and imported again; of JSON Lines the rows themselves lie in a second file beside
 * it (its name and ".jsonl"), which can. Readable by their owner only, since rows hold personal
 * data. */
#ifndef YM_CLI_REJECTS_H
#define YM_CLI_REJECTS_H

#include <stdint.h>
#include <stdio.h>

#include "rows.h"

#define CLI_REJECTS_PATH_MAX 4096

struct cli_rejects {
    char path[CLI_REJECTS_PATH_MAX];
    FILE *file;                  /* made with the first reject */
    FILE *again;                 /* JSON Lines: the rows alone, likewise */
    const struct cli_rows *rows; /* whose rows they are */
    uint64_t n;
    bool has_failed; /* it cannot be written */
};

/* path NULL: FILE.rejects.csv. INVALID when that is FILE itself or too long. Makes no file. */
__attribute__((warn_unused_result)) enum ym_err cli_rejects_open(struct cli_rejects *j,
                                                                 const char *path, const char *file,
                                                                 const struct cli_rows *rows,
                                                                 struct ym_error *reterr);

/* One more. fields == NULL: the row as text; else the n fields of a CSV row. */
void cli_reject(struct cli_rejects *j, uint64_t line, const char *why, struct ym_span text,
                const struct ym_span *fields, size_t n);

/* Close; an error when something could not be written. */
__attribute__((warn_unused_result)) enum ym_err cli_rejects_close(struct cli_rejects *j,
                                                                  struct ym_error *reterr);

#endif
