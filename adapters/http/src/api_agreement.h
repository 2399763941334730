/* SPDX-License-Identifier: Apache-2.0 */
/* The agreement of a dispute, gathered for an answer:
 *
 *   DISPUTE -> EVENTS, page after page -> told
 *
 * The whole history is read, however long it is; what is kept of it is bounded (app/agreement.h).
 */
#ifndef YM_HTTP_SRC_API_AGREEMENT_H
#define YM_HTTP_SRC_API_AGREEMENT_H

#include "api_private.h"

/* Gather for the dispute op->id, and go on with told, which must end in an exit of op; what was
 * gathered (op->bond) dies after it returned. Answers by itself when there is nothing to tell. */
void api_agreement_gather(struct api_op *op, void (*told)(struct api_op *op));

/* The members of an agreement, written to op->w, which stands in an object. */
void api_put_agreement(struct api_op *op);

/* What stands against its confirmation. court: that would be asked, 0: the one that was. said: a
 * draft to look at in its place, NULL: the agreement as it stands. Returns how many findings. */
size_t api_confirm_look(struct api_op *op, int64_t court, const struct ym_said *said,
                        struct ym_confirm_finding ret[YM_FINDING_COUNT]);

#endif
