/* SPDX-License-Identifier: Apache-2.0 */
/* How the history of a dispute becomes items: what credit_log.c and credit_owed.c share. */
#ifndef YM_CREDIT_LOG_H
#define YM_CREDIT_LOG_H

#include "yima/credit.h"

/* What all items of one event share. */
struct ym_credit_making {
    struct ym_credit *c;
    const struct ym_event *ev;
    ym_day day;
    uint16_t procedure;
};

/* Put an item at the end: i says whose it is, of which kind and day, and why it counts or not.
 * Returns its number counted from 1; 0 when there is no room, which is counted. */
uint32_t ym_credit_put(const struct ym_credit_making *m, struct ym_credit_item i);

/* Does the day lie in a period of force majeure? */
bool ym_credit_is_stayed(const struct ym_credit *c, ym_day day);

/* A seat below YM_SEATS_MAX, written as decimals; else YM_SEAT_NONE. */
uint8_t ym_credit_seat(struct ym_span text);

/* There is no agreement any more, nor a new version of one. */
void ym_credit_forget_agreement(struct ym_credit *c);

/* An agreement is stated; a new version is; it takes the place of the one in force. */
void ym_credit_agreement(const struct ym_credit_making *m);
void ym_credit_variation(const struct ym_credit_making *m);
void ym_credit_adopt(const struct ym_credit_making *m);

/* The agreement binds: what is not settled of an earlier one is owed no more. */
void ym_credit_replace(const struct ym_credit_making *m);

/* What became of an obligation is recorded; the debtor speaks; days have passed. */
void ym_credit_performance(const struct ym_credit_making *m);
void ym_credit_claim(const struct ym_credit_making *m);
void ym_credit_overdue(const struct ym_credit_making *m, uint64_t overdue);

#endif
