/* SPDX-License-Identifier: Apache-2.0 */
/* Moving a dispute to another version of its procedure.
 *
 * MIGRATE gives states and running deadlines the numbers that they have in the other version,
 * and changes nothing else: no state is entered, no day moves. It is guarded, since nobody whose
 * dispute it is has asked for it. These are its refusals:
 *
 * - VALUE: the map is not of the dispute's version, or leads nowhere.
 * - UNMAPPED: a state that it is in, or a deadline that runs or stands still, has no counterpart;
 *   or two deadlines would become one.
 * - TERM_LOST: a deadline could not go on in the state to which it comes; or what is left of one
 *   that stands still was counted in working days and would go on in days of the calendar; or an
 *   extension that is asked for could not be granted any more.
 * - RIGHT_LOST: a party or its agent may do something now that it could not do afterwards: go to
 *   court, sign what it was asked to sign, object, and whatever else it is offered. (To file at
 *   once is given up for the way to court, which leads there.)
 *
 * A deadline that only the new version has does not begin by a migration: it begins when its states
 * are entered. */
#ifndef YM_MIGRATION_H
#define YM_MIGRATION_H

#include "yima/command.h"
#include "yima/procedure.h"

struct ym_dispute;
struct ym_event;

/* Map every state and deadline to its namesake in the other version; a state of another track is no
 * namesake. Both must be registered, and outlive *ret. */
void ym_migration_by_name(const struct ym_procedure *from, const struct ym_procedure *to,
                          struct ym_migration *ret);

/* What keeps a dispute where it is, by the names of the version that it has. */
struct ym_migration_hindrance {
    uint8_t refusal;          /* enum ym_refusal, one of those above; NONE: nothing does */
    uint8_t state;            /* UNMAPPED: the first without counterpart, or YM_STATE_NONE */
    uint8_t deadline;         /* UNMAPPED, TERM_LOST: the first, or YM_DEADLINE_NONE */
    bool loses[YM_CMD_COUNT]; /* RIGHT_LOST: what some party or agent may do only now */
};

/* Why was MIGRATE by this map refused? refused: the event of that decision of ym_decide(), by one
 * of the refusals above. */
void ym_migration_hindered(const struct ym_dispute *d, const struct ym_migration *m,
                           const struct ym_event *refused, struct ym_migration_hindrance *ret);

#endif
