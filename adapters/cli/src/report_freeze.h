/* SPDX-License-Identifier: Apache-2.0 */
/* The second half of a drawing: a revision that was begun gets its slices, is counted, and frozen.
 */
#ifndef YM_CLI_REPORT_FREEZE_H
#define YM_CLI_REPORT_FREEZE_H

#include "crypto/crypto.h"
#include "report_draw.h"
#include "report_month.h"
#include "report_scopes.h"

#define REPORT_HEX_MAX (2 * 32 + 1) /* a digest as text, with its NUL */

/* Draw what is missing of r->month and freeze it. The job is r's. Errors as of report_run(). */
__attribute__((warn_unused_result)) enum ym_err report_draw_and_freeze(struct report_run *r,
                                                                       struct ym_error *reterr);

/* How histories are read for r; where slices go is for the caller to say. */
struct report_drawer report_drawer_of(const struct report_run *r);

/* What all reports of r have in common; it points into the two texts, which it fills. */
struct report_common report_common_of(const struct report_run *r, char procedures[REPORT_HEX_MAX],
                                      char calendar[REPORT_HEX_MAX]);

#endif
