/* SPDX-License-Identifier: Apache-2.0 */
/* What a court or a centre says, turned into the words of a command.
 *
 * A body is one object: outcome, a word of the receiver's table, and the members of the command
 * under the names that they have in POST /disputes/{id}/commands; besides "until", a day that is
 * put behind the reason. A member that the command does not take stays in the message, which is
 * kept; one that no command has is an error. */
#ifndef YM_COURT_FIELDS_H
#define YM_COURT_FIELDS_H

#include "base/arena.h"
#include "base/error.h"
#include "json/command.h"
#include "yima/court_number.h"

#define COURT_FIELDS_MAX  65536             /* bytes of a command that is made of a body */
#define COURT_TEXT_CHARS  YM_TEXT_CHARS_MAX /* of any text in it but the terms of an agreement */
#define COURT_UNTIL_CHARS 20 /* of those, for the day until which something is to be done */
#define COURT_NO_COMMAND  YM_CMD_COUNT

/* No dispute has this version: a command that expects it finds what it did under its key before,
 * and does nothing that was not done. */
#define COURT_NO_VERSION UINT32_MAX

/* Spans lie in the arena. */
struct court_said {
    struct json_command command;   /* counts when there is one */
    struct ym_court_number number; /* counts when case_number.n > 0 */
    struct ym_span case_number;    /* in its normal form; n == 0: none named */
    struct ym_span reason;         /* n == 0: none */
};

/* The word "outcome" of a body; empty when there is none. In arena. */
struct ym_span court_outcome(struct ym_span body, struct ym_arena *arena);

/* Read a body for this command (enum ym_cmd, or COURT_NO_COMMAND: it is only checked). The arena
 * has room for JSON_COMMAND_ARENA_BYTES and 8 KiB more. Errors: INVALID, UNPROCESSABLE or
 * TOO_LARGE, with the place of what is wrong. */
__attribute__((warn_unused_result)) enum ym_err
court_fields_read(struct ym_span body, uint8_t command, struct ym_arena *arena,
                  struct court_said *ret, struct ym_error *reterr);

#endif
