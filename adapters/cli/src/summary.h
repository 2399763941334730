/* SPDX-License-Identifier: Apache-2.0 */
/* What a program is told of a job of a month, whatever came of it: one JSON object in the file of
 * --summary. It holds month and ok; where it is not ok error and detail, and else what the job adds
 * between the two calls. */
#ifndef YM_CLI_SUMMARY_H
#define YM_CLI_SUMMARY_H

#include "base/buf.h"
#include "base/error.h"
#include "json/write.h"
#include "yima/date.h"

struct cli_summary {
    struct ym_buf bytes;
    struct json_out w; /* add members here, if the outcome is OK */
    enum ym_err outcome;
};

/* Begin. *s must not move until it has ended. why: says what went wrong, unless outcome is OK. */
void cli_summary_begin(struct cli_summary *s, ym_day month, enum ym_err outcome,
                       const struct ym_error *why);

void cli_summary_hash(struct cli_summary *s, const char *key, const unsigned char hash[32]);

/* Write it whole to the file (- for standard output), or not at all. Ends s, error or not. What
 * then came of the job: the first error is the one to tell, so that *why is written only when the
 * outcome was OK. */
__attribute__((warn_unused_result)) enum ym_err
cli_summary_end(struct cli_summary *s, const char *path, struct ym_error *why);

#endif
