/* SPDX-License-Identifier: Apache-2.0 */
/* What partners say to each other: the verbs, and why something is refused.
 *
 * The verbs are those of OASIS LegalXML Electronic Court Filing 4.01 (its operations of the Filing
 * Review, Filing Assembly and Court Record services), with their meaning narrowed to ours:
 * ReviewFiling brings a filing, an application for confirmation or a referral before who decides;
 * NotifyFilingReviewComplete says what was decided; RecordFiling puts what was decided on record;
 * NotifyDocketingComplete gives the case number. The last three ask and change nothing. */
#ifndef YM_EXCHANGE_VERB_H
#define YM_EXCHANGE_VERB_H

#include <stdbool.h>

#include "yima/span.h"

/* clang-format off */
#define EXCHANGE_VERBS(X) /* name, word, does it ask only; stored, append at the end */ \
    X(REVIEW_FILING,    "ReviewFiling",               false) \
    X(REVIEW_COMPLETE,  "NotifyFilingReviewComplete", false) \
    X(RECORD_FILING,    "RecordFiling",               false) \
    X(DOCKETING_COMPLETE, "NotifyDocketingComplete",  false) \
    X(GET_POLICY,       "GetPolicy",                  true)  \
    X(GET_FILING_STATUS, "GetFilingStatus",           true)  \
    X(GET_FILING_LIST,  "GetFilingList",              true)  \
    X(INTAKE,           "Intake",                     false) /* POST /intake/{partner} alone */

/* Why we refuse a message of theirs: name, code, zh, en. The codes are part of the interface. */
#define EXCHANGE_REASONS(X) \
    X(NONE,            "none",            "",                       "") \
    X(UNKNOWN_DISPUTE, "unknown_dispute", "没有这个纠纷编号",       "there is no dispute with this number") \
    X(UNKNOWN_NUMBER,  "unknown_case_number", "没有这个案号",       "no dispute here has this case number") \
    X(NOT_YOURS,       "not_yours",       "该纠纷不由贵方办理",     "this dispute is not before you") \
    X(CONTRADICTS,     "contradicts",     "与已记载的结果相矛盾",   "this contradicts what is on record") \
    X(OUT_OF_ORDER,    "out_of_order",    "先后次序不符",           "what has to come before has not come") \
    X(LATE,            "late",            "已过期限",               "the time for this has passed") \
    X(DUPLICATE,       "duplicate",       "已经记载,重复发送",     "this is on record already, under another id") \
    X(NOT_ALLOWED,     "not_allowed",     "程序不允许",             "the procedure does not allow this now") \
    X(MALFORMED,       "malformed",       "内容不合格式",           "the message is not well formed") \
    X(UNSUPPORTED,     "unsupported",     "不受理此类消息",         "this is not taken from you here") \
    X(BODY_CHANGED,    "body_changed",    "同一编号内容不同",       "this id was used for another message") \
    X(CLOSED,          "closed",          "纠纷已经归档",           "the dispute is closed") \
    X(CANNOT_MAKE,     "cannot_make",     "无法制作消息",           "the message could not be made here") \
    X(NOT_TAKEN,       "not_taken",       "对方不接收此类消息",     "the partner does not take messages of this kind") \
    X(TOO_LARGE,       "too_large",       "超过对方的长度限制",     "it is longer than the partner takes") \
    X(BAD_RECEIPT,     "bad_receipt",     "对方回执不合格式",       "the partner's receipt is not well formed")
/* clang-format on */

#define X(name, ...) EXCHANGE_##name,
enum exchange_verb { EXCHANGE_VERBS(X) EXCHANGE_VERB_COUNT };
#undef X
#define X(name, ...) EXCHANGE_R_##name,
enum exchange_reason { EXCHANGE_REASONS(X) EXCHANGE_REASON_COUNT };
#undef X

const char *exchange_verb_word(unsigned verb); /* "ReviewFiling" */
bool exchange_verb_asks(unsigned verb);        /* it changes nothing */
int exchange_verb_of(struct ym_span word);     /* -1: there is none */

const char *exchange_reason_code(unsigned reason);
const char *exchange_reason_zh(unsigned reason);
const char *exchange_reason_en(unsigned reason);

#endif
