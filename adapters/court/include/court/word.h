/* SPDX-License-Identifier: Apache-2.0 */
/* The two tables of the conversation with a court: which event becomes which message, and which
 * answer becomes which command. README.md shows both with their sources.
 *
 * Pure. What an event or an answer is not found in here is not said, and not taken. */
#ifndef YM_COURT_WORD_H
#define YM_COURT_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "app/exchange.h"
#include "court/fields.h"
#include "court/standing.h"
#include "exchange/verb.h"
#include "yima/command.h"

/* ---- Out ---- */

/* What a message holds besides its act. */
enum court_content {
    COURT_BARE,      /* nothing: who may act knows the rest */
    COURT_PACKET,    /* the filing packet (document/packet.h) */
    COURT_AGREEMENT, /* the parties and the agreement in force, with its signatures */
};

/* clang-format off */
#define COURT_ACTS(X) /* name, act, verb, kind, content */ \
    X(SUBMITTED,    "submitted",    REVIEW_FILING, FILING,       PACKET)    \
    X(SUPPLEMENTED, "supplemented", REVIEW_FILING, FILING,       PACKET)    \
    X(WITHDRAWN,    "withdrawn",    REVIEW_FILING, FILING,       BARE)      \
    X(DECLINED,     "mediation_declined", RECORD_FILING, FILING, BARE)      \
    X(FEE_PAID,     "fee_paid",     RECORD_FILING, FILING,       BARE)      \
    X(REFERRED,     "referred",     REVIEW_FILING, REFERRAL,     PACKET)    \
    X(CONSENTED,    "consented",    RECORD_FILING, REFERRAL,     BARE)      \
    X(ACCEPTED,     "accepted",     RECORD_FILING, REFERRAL,     BARE)      \
    X(NOT_TAKEN,    "not_taken",    RECORD_FILING, REFERRAL,     BARE)      \
    X(ENDED,        "ended",        RECORD_FILING, REFERRAL,     BARE)      \
    X(AGREED,       "agreed",       RECORD_FILING, AGREEMENT,    AGREEMENT) \
    X(APPLIED,      "applied",      REVIEW_FILING, CONFIRMATION, AGREEMENT) \
    X(UNAPPLIED,    "withdrawn",    REVIEW_FILING, CONFIRMATION, BARE)      \
    X(OBJECTED,     "objected",     REVIEW_FILING, CONFIRMATION, BARE)      \
    X(ENFORCEMENT,  "enforcement",  REVIEW_FILING, PERFORMANCE,  AGREEMENT) \
    X(PERFORMED,    "performed",    RECORD_FILING, PERFORMANCE,  AGREEMENT)
/* clang-format on */

#define X(name, ...) COURT_ACT_##name,
enum court_act { COURT_ACTS(X) COURT_ACT_COUNT };
#undef X

struct court_act_row {
    const char *act;
    uint8_t verb, kind, content; /* enums exchange_verb, app_exchange_kind, court_content */
};

const struct court_act_row *court_act_row(enum court_act act);

/* May an event of this command have to be told to a court? */
bool court_wants(uint8_t command);

/* The act of which the last event tells, or -1: the court need not know. before, after: what lay
 * with the court; moved: the main track changed its state. */
int court_act_of(uint8_t command, const struct court_standing *before,
                 const struct court_standing *after, bool moved);

/* ---- In ---- */

/* clang-format off */
/* of: which part of the standing it concerns. from: where that must stand. already: where it has
 * been said; then it is a duplicate, or contradicts. reviewed: the court must have said before that
 * it examines the papers. command NONE: nothing happens here but that the message is answered. */
#define COURT_ANSWERS(X) \
 /* verb, kind, outcome, command, role, part, from, already, reviewed, refuses */ \
 X(REVIEW_COMPLETE,    FILING,       "accepted",      NONE,                 COURT_CLERK,   filing,       COURT_S(SUBMITTED),  COURT_S(REGISTERED), false, false) \
 X(REVIEW_COMPLETE,    FILING,       "supplement",    ASK_SUPPLEMENT,       FILING_JUDGE,  filing,       COURT_S(SUBMITTED),  COURT_S(SUPPLEMENT), false, false) \
 X(REVIEW_COMPLETE,    FILING,       "refused",       REFUSE_FILING,        FILING_JUDGE,  filing,       COURT_S(SUBMITTED),  COURT_S(REFUSED),    false, true)  \
 X(DOCKETING_COMPLETE, FILING,       "registered",    REGISTER_COURT,       FILING_JUDGE,  filing,       COURT_S(SUBMITTED),  COURT_S(REGISTERED), true,  false) \
 X(DOCKETING_COMPLETE, FILING,       "fee_notice",    NOTIFY_FEE,           COURT_CLERK,   filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "fee_paid",      PAY_FEE,              COURT_CLERK,   filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "consented",     CONSENT,              COURT_CLERK,   filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "declined",      REFUSE_MEDIATION,     COURT_CLERK,   filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "appointed",     APPOINT,              COURT_CLERK,   filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "extended",      EXTEND_REVIEW,        FILING_JUDGE,  filing,       COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, FILING,       "closed",        CLOSE_CASE,           FILING_JUDGE,  filing,       COURT_S(REGISTERED), COURT_S(CLOSED),     false, false) \
 X(REVIEW_COMPLETE,    AGREEMENT,    "accepted",      NONE,                 COURT_CLERK,   filing,       COURT_S(REGISTERED), COURT_S(CLOSED),     false, false) \
 X(DOCKETING_COMPLETE, AGREEMENT,    "closed",        CLOSE_CASE,           FILING_JUDGE,  filing,       COURT_S(REGISTERED), COURT_S(CLOSED),     false, false) \
 X(REVIEW_COMPLETE,    CONFIRMATION, "accepted",      NONE,                 COURT_CLERK,   confirmation, COURT_S(SUBMITTED),  COURT_S(REGISTERED), false, false) \
 X(REVIEW_COMPLETE,    CONFIRMATION, "refused",       REJECT_CONFIRMATION,  CONFIRM_JUDGE, confirmation, COURT_S(SUBMITTED),  COURT_S(REFUSED),    false, true)  \
 X(DOCKETING_COMPLETE, CONFIRMATION, "not_accepted",  REJECT_CONFIRMATION,  CONFIRM_JUDGE, confirmation, COURT_S(SUBMITTED),  COURT_S(REFUSED),    false, true)  \
 X(DOCKETING_COMPLETE, CONFIRMATION, "accepted",      ACCEPT_CONFIRMATION,  CONFIRM_JUDGE, confirmation, COURT_S(SUBMITTED),  COURT_S(REGISTERED), true,  false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "appeared",      APPEAR,               CONFIRM_JUDGE, confirmation, COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "extended",      EXTEND_REVIEW,        CONFIRM_JUDGE, confirmation, COURT_S(REGISTERED), 0,                   false, false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "confirmed",     CONFIRM,              CONFIRM_JUDGE, confirmation, COURT_S(REGISTERED), COURT_S(CONFIRMED),  false, false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "dismissed",     DISMISS_CONFIRMATION, CONFIRM_JUDGE, confirmation, COURT_S(REGISTERED), COURT_S(DISMISSED),  false, true)  \
 X(DOCKETING_COMPLETE, CONFIRMATION, "served",        SERVE,                COURT_CLERK,   confirmation, COURT_S(CONFIRMED) | COURT_S(OBJECTED), 0,  false, false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "objected",      OBJECT,               COURT_CLERK,   confirmation, COURT_S(CONFIRMED) | COURT_S(OBJECTED), 0,  false, false) \
 X(DOCKETING_COMPLETE, CONFIRMATION, "objection_decided", DECIDE_OBJECTION, CONFIRM_JUDGE, confirmation, COURT_S(OBJECTED),   0,                   false, false) \
 X(REVIEW_COMPLETE,    REFERRAL,     "accepted",      NONE,                 COURT_CLERK,   referral,     COURT_S(SUBMITTED),  COURT_S(REGISTERED), false, false) \
 X(REVIEW_COMPLETE,    REFERRAL,     "refused",       TERMINATE,            COURT_CLERK,   referral,     COURT_S(SUBMITTED),  COURT_S(CLOSED),     false, true)  \
 X(DOCKETING_COMPLETE, REFERRAL,     "registered",    REGISTER_COURT,       COURT_CLERK,   referral,     COURT_S(SUBMITTED),  COURT_S(REGISTERED), true,  false) \
 X(DOCKETING_COMPLETE, REFERRAL,     "appointed",     APPOINT,              COURT_CLERK,   referral,     COURT_S(REGISTERED), 0,                   false, false) \
 X(REVIEW_COMPLETE,    PERFORMANCE,  "accepted",      NONE,                 COURT_CLERK,   enforcement,  COURT_S(SUBMITTED),  0,                   false, false) \
 X(REVIEW_COMPLETE,    PERFORMANCE,  "refused",       NONE,                 COURT_CLERK,   enforcement,  COURT_S(SUBMITTED),  0,                   false, true)  \
 X(DOCKETING_COMPLETE, PERFORMANCE,  "performed",     RECORD_PERFORMANCE,   COURT_CLERK,   enforcement,  COURT_S(SUBMITTED),  0,                   false, false)
/* clang-format on */

struct court_answer {
    const char *outcome;
    uint8_t verb, kind, command, role; /* enums; command may be COURT_NO_COMMAND */
    uint8_t part;                      /* enum court_part */
    uint32_t from, already;            /* sets of enum court_step */
    bool reviewed, refuses;
};

enum court_part {
    COURT_PART_filing,
    COURT_PART_confirmation,
    COURT_PART_referral,
    COURT_PART_enforcement
};

/* The row of an answer, or NULL: nothing of the kind is taken. */
const struct court_answer *court_answer_of(uint8_t verb, uint8_t kind, struct ym_span outcome);

/* All rows, for tests and for the table in the README. */
const struct court_answer *court_answers(size_t *ret_n);

/* Where the part that it concerns stands. */
uint8_t court_part_step(const struct court_standing *s, enum court_part part);

/* May this be said now? EXCHANGE_R_NONE, or why not. same: it says of what is on record what is on
 * record (the same case number); counts where the step is among `already`. */
enum exchange_reason court_answer_judge(const struct court_answer *a,
                                        const struct court_standing *s, bool same);

#endif
