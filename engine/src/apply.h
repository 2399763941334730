/* SPDX-License-Identifier: Apache-2.0 */
/* What a command records by itself, before any rule is asked: shared by decide and evolve, so that
 * the facts seen by a rule and the dispute after the event cannot differ. */
#ifndef YM_APPLY_H
#define YM_APPLY_H

#include "yima/dispute.h"

/* Record the arguments of c on d. Moves no state, clock or version. Pre: the arguments were checked
 * (ym_decide) or come from an event. */
void ym_apply(struct ym_dispute *d, const struct ym_command *c);

/* Carry out the effects of a rule. extended: the clock that an extension concerned. */
void ym_apply_effects(struct ym_dispute *d, uint32_t effects, ym_day today, uint8_t extended);

/* Claimants and respondents on whom the ruling was served first, of those whose period to object
 * has not passed: the ones whose period ends when the clock of it does (民诉法解释 372). */
uint32_t ym_periods_ending(const struct ym_dispute *d);

/* The day of service from which the next such period counts, YM_DAY_NONE: none runs. lapses: the
 * one that runs now has passed. */
ym_day ym_period_start(const struct ym_dispute *d, bool lapses);

/* Claimants and respondents: those whose consent and signature the law asks for. */
static inline uint32_t ym_principals(const struct ym_dispute *d)
{
    return d->claimants | d->respondents;
}

#endif
