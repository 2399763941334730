/* SPDX-License-Identifier: Apache-2.0 */
/* The history of a dispute as the conversation with a court or a centre needs it: read page after
 * page up to one event, folded into the agreement and into what lies with the court. */
#ifndef YM_COURT_HISTORY_H
#define YM_COURT_HISTORY_H

#include "app/agreement.h"
#include "app/command.h"
#include "app/query.h"
#include "base/error.h"
#include "court/standing.h"
#include "yima/court_number.h"

/* Valid during the callback. */
struct court_history {
    struct app_agreement agreement;          /* its dispute is the one after the last event */
    struct court_standing standing;          /* after the last event … */
    struct court_standing before;            /* … and before it */
    uint8_t was[YM_TRACKS];                  /* states before the last event */
    int64_t origin;                          /* body of who registered the dispute; 0: none */
    int64_t body_before;                     /* that owned it before the last transfer; 0: none */
    struct ym_event last;                    /* the last event; without its detail … */
    struct ym_said said;                     /* … which says this */
    char filed_as[YM_COURT_NUMBER_TEXT_MAX]; /* case number of the filing; "": none */
    char confirmed_as[YM_COURT_NUMBER_TEXT_MAX]; /* … of the application for confirmation */
    char referred_as[YM_COURT_NUMBER_TEXT_MAX];  /* … of the referral */
};

struct court_history_ports {
    struct app_reader *reader;
    const struct ym_procedures *procedures;
    app_decode_fn *decode;
};

/* err OK with the history; NOT_FOUND: there is no such dispute; INTERNAL: it cannot be read;
 * UNAVAILABLE, BUSY: later. Exactly once, never before court_history_read() returns. */
typedef void court_history_fn(void *arg, enum ym_err err, const struct court_history *h);

/* Read up to and with event `upto` (0: all). *ports is copied. False: no memory, and done is never
 * called. */
__attribute__((warn_unused_result)) bool court_history_read(const struct court_history_ports *ports,
                                                            struct ym_id dispute, uint32_t upto,
                                                            court_history_fn *done, void *arg);

/* The case number of the part that a kind of message is about; "" when there is none. */
const char *court_history_number(const struct court_history *h, uint8_t kind);

#endif
