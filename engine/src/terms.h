/* SPDX-License-Identifier: Apache-2.0 */
/* The versions of an agreement: when each obligation falls due, and which version binds. */
#ifndef YM_TERMS_H
#define YM_TERMS_H

#include "yima/dispute.h"

/* What c, a command that brings an agreement, says: a version that nobody has signed. The due days
 * are read from the detail, which is what an event's hash covers; those that it does not tell fall
 * due with the last. */
struct ym_terms ym_terms_said(const struct ym_command *c);

/* No version at all. */
static inline struct ym_terms ym_terms_none(void)
{
    return (struct ym_terms){ .last_due = YM_DAY_NONE };
}

/* Its obligations as a set. */
static inline uint64_t ym_terms_all(const struct ym_terms *t)
{
    return t->obligations >= 64 ? UINT64_MAX : (UINT64_C(1) << t->obligations) - 1;
}

/* Does a rule with these effects put the version that waits into force? */
static inline bool ym_terms_change(const struct ym_dispute *d, uint32_t effects)
{
    return (d->marks & YM_MARK_VARIED) != 0 && (effects & (YM_E(ADOPT) | YM_E(UNSIGN))) != 0;
}

/* The obligations whose due day a clock still waits for: neither settled nor breached, nor known to
 * be overdue. */
uint64_t ym_dues_open(const struct ym_dispute *d);

/* Those of awaited that fall due first. */
uint64_t ym_dues_first(const struct ym_terms *t, uint64_t awaited);

/* The first day on which one of awaited falls due; NONE: no day is known, or the set is empty. */
ym_day ym_dues_day(const struct ym_terms *t, uint64_t awaited);

#endif
