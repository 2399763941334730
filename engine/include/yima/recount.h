/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines counted again under another calendar.
 *
 * The holidays of a year are announced in the autumn before it. A term of working days that began
 * earlier and runs into that year was counted as if each weekday were worked (yima/calendar.h), and
 * so ends too early; a term of days may end on what has become a holiday. The history says when
 * each clock began, stood still, ran on and was prolonged: folded again with the clocks that
 * today's calendar gives, it tells the last day that the term has.
 *
 * Kept as they are: the days that people named when they moved a deadline (RESCHEDULE). Those that
 * a job moved because the calendar changed are what is counted anew here.
 *
 * Source: Civil Procedure Law 85; Civil Code 203. */
#ifndef YM_RECOUNT_H
#define YM_RECOUNT_H

#include "yima/dispute.h"

/* Apply one event of a dispute's history to d, as ym_evolve() does, but with the clocks that cal
 * gives. Begin with a zeroed dispute and feed the events in order. p: the version that the event
 * was decided under (for REGISTER the one that it names). False when the event is not one of p's:
 * then *d is of no use. */
__attribute__((warn_unused_result)) bool ym_recount_event(const struct ym_procedure *p,
                                                          const struct ym_calendar *cal,
                                                          const struct ym_event *ev,
                                                          struct ym_dispute *d);

/* A deadline that another calendar ends on another day. */
struct ym_recounted {
    uint8_t deadline; /* index in the procedure */
    ym_day was, is;   /* its last day: as it runs, and as it is counted now */
};

/* Compare the running clocks of a dispute as it stands with those of its history counted again;
 * writes what differs, at most YM_CLOCKS_MAX, and returns how many. */
size_t ym_recount_compare(const struct ym_dispute *stands, const struct ym_dispute *counted,
                          struct ym_recounted ret[YM_CLOCKS_MAX]);

#endif
