/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a command's arguments can be meant at all, whatever the procedure says. */
#ifndef YM_ARGUMENTS_H
#define YM_ARGUMENTS_H

#include "yima/dispute.h"

/* The command as it is meant: a party or agent speaks for its own seat and no other, and a slot
 * whose field is absent holds nothing. Pre: the kind is one. */
struct ym_command ym_command_meant(const struct ym_command *c);

/* The first thing wrong with the arguments of c on d, or YM_REFUSAL_NONE.
 * *ret_fields names the fields concerned, 0 where that says nothing. */
enum ym_refusal ym_arguments_check(const struct ym_dispute *d, const struct ym_command *c,
                                   uint64_t *ret_fields);

#endif
