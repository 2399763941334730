/* SPDX-License-Identifier: Apache-2.0 */
#include "agreement.h"

#include "terms.h"

static void clear(struct ym_dispute *d, uint32_t marks)
{
    d->marks &= ~marks;
}

static void forget_signatures(struct ym_dispute *d)
{
    d->terms.signatures = 0;
    d->terms.e_signed = 0;
    clear(d, YM_MARK_MEDIATOR_SIGNED | YM_MARK_SEALED);
}

static void drop_variation(struct ym_dispute *d)
{
    d->next = ym_terms_none();
    clear(d, YM_MARK_VARIED | YM_MARK_NEXT_MEDIATOR_SIGNED | YM_MARK_NEXT_SEALED);
}

/* Another agreement binds: what was signed, performed or applied for under the old one is void. */
static void bind(struct ym_dispute *d, const struct ym_terms *terms)
{
    d->terms = *terms;
    d->settled = 0;
    d->breached = 0;
    d->overdue = 0;
    d->applied = 0;
    d->appeared = 0;
    clear(d, YM_MARK_ORAL | YM_MARK_CONFIRMED | YM_MARK_UNDATED | YM_MARK_MEDIATOR_SIGNED |
                 YM_MARK_SEALED);
}

void ym_take_agreement(struct ym_dispute *d, const struct ym_command *c)
{
    const struct ym_terms said = ym_terms_said(c);

    bind(d, &said);
    drop_variation(d);
    if (c->kind == YM_CMD_REACH_ORAL)
        d->marks |= YM_MARK_ORAL;
}

/* A new version stands beside the one in force until the rule says what becomes of it. */
void ym_take_variation(struct ym_dispute *d, const struct ym_command *c)
{
    drop_variation(d);
    d->next = ym_terms_said(c);
    d->marks |= YM_MARK_VARIED;
}

/* The version that waits takes the place of the one in force, with its signatures. */
static void adopt(struct ym_dispute *d)
{
    const struct ym_terms next = d->next;
    const uint32_t marks = d->marks;

    bind(d, &next);
    if (marks & YM_MARK_NEXT_MEDIATOR_SIGNED)
        d->marks |= YM_MARK_MEDIATOR_SIGNED;
    if (marks & YM_MARK_NEXT_SEALED)
        d->marks |= YM_MARK_SEALED;
    drop_variation(d);
}

void ym_take_performance(struct ym_dispute *d, const struct ym_command *c)
{
    const uint64_t bit = UINT64_C(1) << (c->item % YM_OBLIGATIONS_MAX);

    if (c->code == YM_RESULT_FULFILLED || c->code == YM_RESULT_LATE ||
        c->code == YM_RESULT_EXCUSED) {
        d->settled |= bit;
        d->breached &= ~bit;
    } else if (c->code == YM_RESULT_BREACHED) {
        d->breached |= bit;
        d->settled &= ~bit;
    }
}

void ym_take_signature(struct ym_dispute *d, const struct ym_command *c)
{
    struct ym_terms *t = d->marks & YM_MARK_VARIED ? &d->next : &d->terms;

    t->signatures |= c->seats;
    if (c->code == YM_SIGNING_PAGE)
        t->e_signed |= c->seats;
    else
        t->e_signed &= ~c->seats;
}

void ym_take_mediator_signature(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    d->marks |= d->marks & YM_MARK_VARIED ? YM_MARK_NEXT_MEDIATOR_SIGNED : YM_MARK_MEDIATOR_SIGNED;
}

void ym_take_seal(struct ym_dispute *d, const struct ym_command *c)
{
    (void)c;
    d->marks |= d->marks & YM_MARK_VARIED ? YM_MARK_NEXT_SEALED : YM_MARK_SEALED;
}

void ym_apply_to_agreement(struct ym_dispute *d, uint32_t effects)
{
    if (ym_terms_change(d, effects))
        adopt(d);
    if (effects & YM_E(UNSIGN))
        forget_signatures(d);
    if (effects & YM_E(DROP_VARIATION))
        drop_variation(d);
    if (effects & YM_E(UNDATE)) {
        memset(d->terms.due_before, 0, sizeof(d->terms.due_before));
        d->marks |= YM_MARK_UNDATED;
    }
    if (effects & YM_E(OVERDUE))
        d->overdue |= ym_dues_first(&d->terms, ym_dues_open(d));
}

void ym_forget_agreement(struct ym_dispute *d)
{
    const struct ym_terms nothing = ym_terms_none();

    bind(d, &nothing);
    drop_variation(d);
}
