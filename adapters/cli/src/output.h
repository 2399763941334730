/* SPDX-License-Identifier: Apache-2.0 */
/* Where a subcommand writes what it makes: standard output, or a file that is there whole or not at
 * all. The file grows under another name beside it and takes its own when it is finished, so that
 * nobody ever reads half an export and a failed one leaves the last good one alone. */
#ifndef YM_CLI_OUTPUT_H
#define YM_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

#define CLI_OUTPUT_PATH_MAX 4096 /* bytes of a path, NUL included */

struct cli_output {
    FILE *file;       /* write here; errors are sticky and told by the commit */
    int why;          /* errno of the first error that cli_output_ok() saw; 0: none */
    const char *path; /* NULL: standard output; not owned */
    char growing[CLI_OUTPUT_PATH_MAX]; /* the name until it is finished; "": it has none */
};

/* Begin. path NULL or "-": standard output. INVALID when the file cannot be made. */
__attribute__((warn_unused_result)) enum ym_err
cli_output_open(const char *path, struct cli_output *ret, struct ym_error *reterr);

/* True while everything written so far was taken. Long work asks now and then, and stops early. */
bool cli_output_ok(struct cli_output *o);

/* Everything is written: bring it to the disk and give it its name. Ends o, error or not. */
__attribute__((warn_unused_result)) enum ym_err cli_output_commit(struct cli_output *o,
                                                                  struct ym_error *reterr);

/* It failed: leave no trace of it. */
void cli_output_abort(struct cli_output *o);

#endif
