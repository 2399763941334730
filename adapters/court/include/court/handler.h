/* SPDX-License-Identifier: Apache-2.0 */
/* The handler of partners that are courts (exchange/handler.h).
 *
 *   out  event -> history up to it -> is it theirs, and what does it tell? -> packet -> message
 *   in   message -> outcome and fields -> history -> may it be said now? -> has it been reviewed?
 *          -> the command, as the court's role -> verdict
 *
 * Nothing that was said in mediation reaches a court by this room: bodies are made of struct
 * doc_packet (document/packet.h), of the agreement in force, and of coded words. A court never
 * changes anything but through the one command operation, under the procedure's rules, in the role
 * of its own staff. */
#ifndef YM_COURT_HANDLER_H
#define YM_COURT_HANDLER_H

#include "app/command.h"
#include "app/desk.h"
#include "app/gate.h"
#include "app/query.h"
#include "document/packet.h"
#include "exchange/handler.h"
#include "yima/calendar.h"

#define COURT_BODY_MAX (APP_MESSAGE_BYTES_MAX - 4096) /* bytes of a body that we write */

struct court_handler_config {
    struct app *app;
    struct app_reader *reader;
    struct app_exchange *exchange;
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
court_handler_new(const struct court_handler_config *config);
void court_handler_free(struct exchange_handler *h); /* Pre: nothing is under way. NULL is legal */

#endif
