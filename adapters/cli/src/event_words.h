/* SPDX-License-Identifier: Apache-2.0 */
/* Why a deadline was moved, or a dispute to another version, and who had it done: for subcommands
 * that explain. */
#ifndef YM_CLI_EVENT_WORDS_H
#define YM_CLI_EVENT_WORDS_H

#include "base/error.h"
#include "json/read.h"
#include "pg/conn.h"
#include "pg/migration.h"
#include "yima/dispute.h"

struct cli_event_words {
    struct json_doc *doc;       /* the detail, which the spans point to */
    struct ym_span reason;      /* at NULL: none, or redacted */
    struct ym_span plan;        /* MIGRATE: number of the plan; at NULL: none, or redacted */
    bool has_plan;              /* that plan is still known: stored holds it */
    struct pg_migration stored; /* says who began it */
};

/* Read the words of an event of MIGRATE or RESCHEDULE; of any other one, none. What an official
 * wrote of a deadline may tell of the parties, so that read is logged first (reading.h). Blocks.
 * Errors: those of the log and of the database; then nothing is to be released. */
__attribute__((warn_unused_result)) enum ym_err cli_event_words_read(struct ym_conn *conn,
                                                                     const struct ym_event *ev,
                                                                     struct cli_event_words *ret,
                                                                     struct ym_error *reterr);
void cli_event_words_release(struct cli_event_words *w);

#endif
