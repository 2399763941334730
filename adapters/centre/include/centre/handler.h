/* SPDX-License-Identifier: Apache-2.0 */
/* The handler of partners that are mediation centres with a system of their own: a dispute is
 * handed over either way, and its status is told back.
 *
 *   out  TRANSFER to the partner's body       ReviewFiling     referral, with the packet
 *        a change of stage of what it sent us RecordFiling     status
 *   in   RecordFiling             referral    a new dispute, handed to a body of ours
 *        NotifyFilingReviewComplete referral  accepted, or given back with a reason
 *        NotifyDocketingComplete  referral    a mediator assigned, begun; ended without agreement
 *        NotifyDocketingComplete  agreement   agreed: terms and obligations, to be signed
 *        NotifyDocketingComplete  performance performed
 *        GetFilingStatus                      where a dispute of theirs, or sent by them, stands
 *
 * What a centre does it does as the manager of the body that it is among ours, and only to disputes
 * that this body owns. */
#ifndef YM_CENTRE_HANDLER_H
#define YM_CENTRE_HANDLER_H

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "app/query.h"
#include "document/packet.h"
#include "exchange/handler.h"

struct centre_handler_config {
    struct app *app;
    struct app_reader *reader;
    struct app_casefile *casefile; /* NULL: packets hold no facts */
    struct app_evidence *evidence; /* NULL: packets list no papers */
    struct app_directory *directory;
    const struct app_desk *desk;
    const struct app_secrets *secrets;
    const struct ym_procedures *procedures;
    app_decode_fn *decode;
};

/* NULL when the heap is empty. *config is copied. */
__attribute__((warn_unused_result)) struct exchange_handler *
centre_handler_new(const struct centre_handler_config *config);
void centre_handler_free(struct exchange_handler *h); /* Pre: nothing is under way. NULL is legal */

#endif
