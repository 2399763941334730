/* SPDX-License-Identifier: Apache-2.0 */
/* The words of an agreement, as the events of a dispute tell them once they are decoded.
 *
 * The engine decides by numbers (how many obligations, when the next one is due); what is owed and
 * how stands in the detail of the event, which it hashes unread. These are the shapes in which the
 * rooms hand that detail to each other. Nothing here is owned. */
#ifndef YM_AGREEMENT_H
#define YM_AGREEMENT_H

#include <stdint.h>

#include "yima/date.h"
#include "yima/limits.h"
#include "yima/span.h"

/* One thing that one party owes another (人民调解法 29: content, manner and time of performance).
 */
struct ym_obligation {
    uint8_t payer, payee;       /* seats: who owes, to whom */
    uint8_t plan;               /* instalments of one promise share it, 1..YM_PLANS_MAX; 0: alone */
    int64_t amount_fen;         /* 1..YM_AMOUNT_FEN_MAX; 0: an act is owed, not money */
    ym_day due;                 /* last day */
    struct ym_span act;         /* what is to be done; n == 0: nothing but the payment */
    struct ym_span account;     /* where the money goes; n == 0: not said */
    struct ym_span manner;      /* n == 0: not said */
    struct ym_span consequence; /* of a breach; n == 0: not said */
};

/* What the detail of one event says of an agreement. What it does not say is empty. */
struct ym_said {
    struct ym_span terms, facts;          /* of an agreement */
    struct ym_span reason, note;          /* why; what was added */
    struct ym_span manner, place;         /* how and where it was done */
    struct ym_span document_code, sha256; /* of the sealed document that was signed */
    struct ym_span case_number;           /* of the court */
    int64_t amount_fen;                   /* -1: none named */
    int64_t attachment;                   /* 0: none named */
    ym_day date;                          /* on which it was done; YM_DAY_NONE: not said */
    uint8_t signing;                      /* enum ym_signing; NONE: not said */
    uint8_t bar;                          /* enum ym_bar; NONE: not said */
    uint8_t result;                       /* enum ym_result; NONE: not said */
    uint8_t nobligations;
    const struct ym_obligation *obligations; /* nobligations of them */
};

#endif
