/* SPDX-License-Identifier: Apache-2.0 */
/* What lies with a court, folded from the history of a dispute: the filing, the application for
 * confirmation, the referral, the enforcement. The engine's states say what may be done here; this
 * says what was said to the court and what it answered, whatever the procedure calls its states.
 *
 * Pure: no clock, no memory, no words. */
#ifndef YM_COURT_STANDING_H
#define YM_COURT_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/dispute.h"

/* clang-format off */
#define COURT_STEPS(X) /* name, code, zh, is it in the court's list */ \
    X(NONE,       "none",       "未提交",     false) \
    X(SUBMITTED,  "submitted",  "已提交",     true)  /* filed, applied, referred: not decided */ \
    X(SUPPLEMENT, "supplement", "待补正",     true)  /* the court asked for more */ \
    X(REGISTERED, "registered", "已立案",     true)  /* accepted under a number */ \
    X(CONFIRMED,  "confirmed",  "已确认",     true)  \
    X(OBJECTED,   "objected",   "异议审查中", true)  \
    X(CLOSED,     "closed",     "已结案",     true)  \
    X(REFUSED,    "refused",    "不予受理",   false) /* not accepted, or returned */ \
    X(DISMISSED,  "dismissed",  "已驳回",     false) \
    X(WITHDRAWN,  "withdrawn",  "已撤回",     false)
/* clang-format on */

#define X(name, ...) COURT_STEP_##name,
enum court_step { COURT_STEPS(X) COURT_STEP_COUNT };
#undef X
#define COURT_S(name) (UINT32_C(1) << COURT_STEP_##name)

const char *court_step_code(unsigned step);
bool court_step_is_listed(unsigned step);

struct court_standing {
    uint8_t filing, confirmation, referral, enforcement; /* enum court_step each */
    uint8_t stage;                                       /* enum ym_stage after the last event */
    bool is_filed;        /* the court registered the case before mediation ended */
    bool is_final;        /* nothing follows in the main track */
    int64_t court;        /* the body that was named last; 0: none */
    uint32_t filed_at;    /* version after the last filing or supplement; 0: none */
    uint32_t asked_at;    /* version after the last application for confirmation; 0: none */
    uint32_t referred_at; /* version after the last referral; 0: none */
};

/* Apply one event. p: the procedure version after it; d: the dispute after it. */
void court_standing_feed(struct court_standing *s, const struct ym_procedure *p,
                         const struct ym_dispute *d, const struct ym_event *ev,
                         const uint8_t before[YM_TRACKS]);

#endif
