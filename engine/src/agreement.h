/* SPDX-License-Identifier: Apache-2.0 */
/* What commands and effects do to the agreement: reach it, vary it, sign it, perform it. Part of
 * apply.h, under whose laws it stands: the record of a command moves no state, clock or version. */
#ifndef YM_AGREEMENT_H
#define YM_AGREEMENT_H

#include "yima/dispute.h"

/* An agreement in place of any other: it waits for signatures or, when oral, binds. */
void ym_take_agreement(struct ym_dispute *d, const struct ym_command *c);

/* A new version beside the agreement, until the rule says what becomes of it (YM_EFFECTS). */
void ym_take_variation(struct ym_dispute *d, const struct ym_command *c);

/* Signatures and the seal: of the version that waits, else of the only one. */
void ym_take_signature(struct ym_dispute *d, const struct ym_command *c);
void ym_take_mediator_signature(struct ym_dispute *d, const struct ym_command *c);
void ym_take_seal(struct ym_dispute *d, const struct ym_command *c);

/* What became of one obligation; the last word counts. */
void ym_take_performance(struct ym_dispute *d, const struct ym_command *c);

/* Carry out those of the effects that concern the agreement. */
void ym_apply_to_agreement(struct ym_dispute *d, uint32_t effects);

/* There is no agreement any more, nor anything that was done under it. */
void ym_forget_agreement(struct ym_dispute *d);

#endif
