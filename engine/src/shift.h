/* SPDX-License-Identifier: Apache-2.0 */
/* Moving the last day of a running deadline: what of it no procedure says, since none could mean
 * anything else.
 *
 * The guards protect parties. A day before today would be missed as it is set. A party's own term
 * never ends earlier than the party was told, whatever the ground: who relied on the later day
 * would lose a right without having been late. It never ends later than the law lets it: what a
 * procedure grants beyond the term counts from the day that the procedure itself gives, so that
 * many small moves come to no more than one. */
#ifndef YM_SHIFT_H
#define YM_SHIFT_H

#include "yima/dispute.h"

/* The deadline that c, a RESCHEDULE, names in its detail, or YM_DEADLINE_NONE. */
uint8_t ym_shift_named(const struct ym_procedure *p, const struct ym_command *c);

/* Whether c may move the clock that it names; *ret_fields: those that say something else. */
enum ym_refusal ym_shift_judge(const struct ym_procedure *p, const struct ym_calendar *cal,
                               const struct ym_dispute *before, const struct ym_command *c,
                               uint64_t *ret_fields);

/* Move clock k to what c says. Pre: ym_shift_judge() found nothing against it. */
void ym_shift_clock(const struct ym_calendar *cal, const struct ym_command *c, struct ym_clock *k);

/* Is there a running clock here that somebody may move: one that the court keeps (is_court), or
 * another? */
bool ym_shift_possible(const struct ym_procedure *p, const struct ym_dispute *d, bool is_court);

#endif
