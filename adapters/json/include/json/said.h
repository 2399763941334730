/* SPDX-License-Identifier: Apache-2.0 */
/* The detail of an event (its words), read back into the shape of yima/agreement.h. */
#ifndef YM_JSON_SAID_H
#define YM_JSON_SAID_H

#include <stdbool.h>

#include "base/arena.h"
#include "json/write.h"
#include "yima/agreement.h"

/* Bytes that an arena must have for the detail of one event, whatever it says. */
#define JSON_SAID_ARENA_BYTES (2 * YM_DETAIL_BYTES_MAX + 16384)

/* Read a detail. What *ret points to lies in arena. Members that struct ym_said has no place for
 * are passed over: they are those of other subjects. An event may have no detail at all. False, and
 * *ret says nothing, when it is not a detail as this program writes it, or memory is short. */
__attribute__((warn_unused_result)) bool
json_said_read(struct ym_span detail, struct ym_arena *arena, struct ym_said *ret);

/* Put what an obligation says, from plan to consequence, into an object that is open; what it does
 * not say is null. */
void json_add_obligation(struct json_out *w, const struct ym_obligation *o);

/* What says nothing. */
struct ym_said json_said_nothing(void);

#endif
