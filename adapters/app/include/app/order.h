/* SPDX-License-Identifier: Apache-2.0 */
/* In which order people are offered what they may do: one table of all commands.
 *
 * The rules say what may be done; this says what is looked for first. It needs no rows for roles or
 * states, since a command that makes no sense for somebody is not offered: who may accept a case
 * has not accepted it yet. */
#ifndef YM_APP_ORDER_H
#define YM_APP_ORDER_H

#include "yima/command.h"

/* clang-format off */

/* What a command is to who looks for it. */
#define APP_ORDER_GROUPS(X) /* name, code */ \
    X(STEP,   "step")    /* the way forward */ \
    X(HELP,   "help")    /* helps on the way */ \
    X(EXIT,   "exit")    /* another way, or the end; always in reach, never in the way */ \
    X(RECORD, "record")  /* keeps the record right */

/* Every command but those that nobody is offered (register, expire), likeliest first. */
#define APP_ORDER(X) /* command, group */ \
    X(ACCEPT_CASE, STEP) X(ACCEPT, STEP) X(ACCEPT_REFERRAL, STEP) X(ASSIGN, STEP) \
    X(CONSENT_EXTENSION, STEP) X(RESUME, STEP) X(SIGN, STEP) X(SIGN_MEDIATOR, STEP) X(SEAL, STEP) \
    X(HOLD_SESSION, STEP) X(CONSENT, STEP) X(REACH_AGREEMENT, STEP) X(REACH_ORAL, STEP) \
    X(REGISTER_COURT, STEP) X(APPOINT, STEP) X(CLOSE_CASE, STEP) \
    X(APPLY_CONFIRMATION, STEP) X(ACCEPT_CONFIRMATION, STEP) X(ASK_SUPPLEMENT, STEP) \
    X(CONFIRM, STEP) X(SERVE, STEP) \
    X(APPEAR, STEP) X(DECIDE_OBJECTION, STEP) X(RECORD_PERFORMANCE, STEP) \
    X(CLAIM_PERFORMANCE, STEP) X(SUBMIT_FILING, STEP) \
    X(SUPPLEMENT, STEP) X(NOTIFY_FEE, STEP) X(PAY_FEE, STEP) X(REOPEN, STEP) X(ARCHIVE, STEP) \
    X(NOTIFY, HELP) X(DISCLOSE, HELP) X(ASK_EXTENSION, HELP) X(STAY, HELP) X(VISIT, HELP) \
    X(TRANSFER, HELP) X(REFER_COURT, HELP) X(EXTEND_REVIEW, HELP) \
    X(ATTACH, HELP) X(VARY, HELP) X(ASK_RECUSAL, HELP) X(OBJECT, HELP) X(ASSESS_RISK, HELP) \
    X(DECLINE_CASE, EXIT) X(DECLINE_REFERRAL, EXIT) X(REFUSE, EXIT) X(REDIRECT, EXIT) \
    X(REFUSE_EXTENSION, EXIT) X(REFUSE_MEDIATION, EXIT) X(TERMINATE, EXIT) X(GO_TO_COURT, EXIT) \
    X(WITHDRAW, EXIT) X(REJECT_VARIATION, EXIT) X(WITHDRAW_CONFIRMATION, EXIT) X(REJECT_CONFIRMATION, EXIT) \
    X(DISMISS_CONFIRMATION, EXIT) X(REFUSE_FILING, EXIT) X(APPLY_ENFORCEMENT, EXIT) X(SUE, EXIT) \
    X(REPORT_POLICE, RECORD) X(CORRECT, RECORD) X(MERGE, RECORD) X(REISSUE_CODE, RECORD) \
    X(RESCHEDULE, RECORD) X(REVOKE_CODE, RECORD) X(MIGRATE, RECORD)

/* clang-format on */

#define X(name, code) APP_ORDER_##name,
enum app_order_group { APP_ORDER_GROUPS(X) APP_ORDER_GROUP_COUNT };
#undef X

/* Place of a command among all, from 0; those that are not listed come last. */
unsigned app_order_rank(unsigned command);

/* "step": the code of the command's group; "record" for one that is not listed. */
const char *app_order_group(unsigned command);

#endif
