/* SPDX-License-Identifier: Apache-2.0 */
/* The deadlines that somebody may move by RESCHEDULE now, for those who choose one. */
#ifndef YIMA_MOVABLE_H
#define YIMA_MOVABLE_H

#include "yima/dispute.h"

/* A running deadline that an actor may move. */
struct ym_movable {
    uint8_t deadline; /* of the procedure */
    ym_day last;      /* its last day as things stand */
    ym_day latest;    /* the latest that it may be given on a ground other than a change of the
                         calendar, at least last; some grounds of a mediation's own limit need the
                         consent of both sides besides, as rules say */
};

/* The deadlines of d that the actor may move, and how many they are. cal: of working days, NULL:
 * Monday to Friday; today: the day on which it would be done. */
size_t ym_movables(const struct ym_procedure *p, const struct ym_calendar *cal,
                   const struct ym_dispute *d, const struct ym_actor *a, ym_day today,
                   struct ym_movable ret[YM_CLOCKS_MAX]);

#endif
