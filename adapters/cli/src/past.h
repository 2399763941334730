/* SPDX-License-Identifier: Apache-2.0 */
/* One dispute as it stood at an instant (app/asof.h), for subcommands: folded from the first event,
 * and proven by the whole chain of its events, those of later included. */
#ifndef YM_CLI_PAST_H
#define YM_CLI_PAST_H

#include "app/asof.h"
#include "app/explain.h"
#include "ask.h"
#include "redactions.h"

struct cli_past {
    struct app_asof asof; /* what was asked for */
    struct app_explainer explainer;
    struct cli_redactions redactions;
    unsigned char head[32];   /* of the chain so far */
    struct ym_dispute stored; /* as the row says */
    uint32_t broken_at;       /* event that does not fit; 0: none */
};

/* Read the past of a dispute, by number or id, at an instant as app_asof_read() takes it. Blocks.
 * INTERNAL: its history does not prove what is stored. */
__attribute__((warn_unused_result)) enum ym_err cli_past_read(struct cli_ask *ask, const char *text,
                                                              const char *at, struct cli_past *ret,
                                                              struct ym_error *reterr);

#endif
