/* SPDX-License-Identifier: Apache-2.0 */
/* What people, jobs and the clock can ask of a dispute.
 *
 * A command carries everything that decide() may look at, the time included. What decide() does not
 * look at (reasons, terms, places: the words) travels as `detail`, one canonical JSON object, and
 * enters the event and its hash unread but for what stands there alone, so that an event and its
 * hash can never say two things: of an agreement's obligations the days on which they fall due, the
 * name of the deadline that RESCHEDULE moves, and, for what it says of conduct (yima/credit.h), who
 * came to a session, who owes what, and the day of the session that a notice tells of. */
#ifndef YM_COMMAND_H
#define YM_COMMAND_H

#include <stdint.h>

#include "yima/calendar.h"
#include "yima/date.h"
#include "yima/id.h"
#include "yima/limits.h"
#include "yima/span.h"
#include "yima/vocab.h"

/* Fields that a command may carry, each with the slot of struct ym_command that it fills.
 * kind: TEXT, LONG (long text), INT, DATE, FLAG, REF (opaque id of a body, staff or dispute),
 * CODE (a word of the vocabulary named last), CASE (court case number), LIST (array of objects),
 * MONEY (fen as decimal text). MONEY and SESSION_DAY fill no slot and stand in the detail alone. */
/* clang-format off */
#define YM_FIELDS(X) /* name, code, kind, vocabulary, zh, en */ \
    X(SEAT,         "seat",         INT,  NONE,       "当事人序号",   "seat of the party, from 0") \
    X(MEDIATOR,     "mediator",     REF,  NONE,       "调解员",       "mediator") \
    X(BODY,         "body",         REF,  NONE,       "组织",         "body") \
    X(COURT,        "court",        REF,  NONE,       "法院",         "court") \
    X(REASON,       "reason",       TEXT, NONE,       "理由",         "reason") \
    X(GROUND,       "ground",       CODE, GROUND,     "终止事由",     "ground of termination") \
    X(ROUTE,        "route",        CODE, ROUTE,      "引导途径",     "route") \
    X(STAY_REASON,  "stay_reason",  CODE, STAY,       "中止计时事由", "why the clock stands still") \
    X(DAYS,         "days",         INT,  NONE,       "天数",         "days") \
    X(DATE,         "date",         DATE, NONE,       "日期",         "date") \
    X(CASE_NUMBER,  "case_number",  CASE, NONE,       "案号",         "court case number") \
    X(COURT_PROCEDURE, "court_procedure", CODE, COURT, "审理程序",    "court procedure") \
    X(TERMS,        "terms",        LONG, NONE,       "协议内容",     "terms") \
    X(OBLIGATIONS,  "obligations",  LIST, NONE,       "履行义务",     "obligations") \
    X(OBLIGATION,   "obligation",   INT,  NONE,       "义务序号",     "obligation, from 0") \
    X(RESULT,       "result",       CODE, RESULT,     "履行结果",     "what became of it") \
    X(WAY,          "way",          CODE, WAY,        "结案方式",     "way of closing") \
    X(RULING,       "ruling",       CODE, RULING,     "裁定",         "ruling") \
    X(ATTENDANCE,   "attendance",   LIST, NONE,       "到场情况",     "attendance") \
    X(MANNER,       "manner",       TEXT, NONE,       "方式",         "manner") \
    X(PLACE,        "place",        TEXT, NONE,       "地点",         "place") \
    X(NOTE,         "note",         TEXT, NONE,       "备注",         "note") \
    X(CLAIMS,       "claims",       LONG, NONE,       "诉讼请求",     "claims") \
    X(FACTS,        "facts",        LONG, NONE,       "事实与理由",   "facts and reasons") \
    X(HARM,         "harm",         INT,  NONE,       "危害程度",     "harm, 0 to 3") \
    X(URGENCY,      "urgency",      INT,  NONE,       "紧急程度",     "urgency, 0 to 3") \
    X(SCOPE,        "scope",        INT,  NONE,       "影响范围",     "scope, 0 to 3") \
    X(DISPUTE,      "dispute",      REF,  NONE,       "另案",         "the other dispute") \
    X(TITLE,        "title",        TEXT, NONE,       "标题",         "title") \
    X(DESCRIPTION,  "description",  LONG, NONE,       "纠纷简述",     "description") \
    X(TYPE,         "type",         CODE, TYPE,       "纠纷类型",     "type") \
    X(REGION,       "region",       REF,  NONE,       "区划",         "region") \
    X(PROCEDURE,    "procedure",    TEXT, NONE,       "程序",         "procedure version") \
    X(DEADLINE,     "deadline",     TEXT, NONE,       "期限",         "deadline") \
    X(SIGNING,      "signing",      CODE, SIGNING,    "签署方式",     "how it was signed") \
    X(BAR,          "bar",          CODE, BAR,        "不予确认的情形", "why it is not confirmed") \
    X(AMOUNT,       "amount_fen",   MONEY, NONE,      "金额(分)",     "amount in fen") \
    X(ATTACHMENT,   "attachment",   REF,  NONE,       "附件",         "attachment") \
    X(SHA256,       "sha256",       TEXT, NONE,       "SHA-256摘要",  "SHA-256 in hexadecimal digits") \
    X(SEAL_CODE,    "document_code", TEXT, NONE,      "文书编码",     "code of the sealed document") \
    X(LAST_DAY,     "last_day",     DATE, NONE,       "新的届满日",   "new last day of the deadline") \
    X(SHIFT_GROUND, "shift_ground", CODE, SHIFT,      "调整事由",     "why the deadline is moved") \
    X(PLAN,         "plan",         TEXT, NONE,       "迁移计划",     "plan of the migration") \
    X(SESSION_DAY,  "session_day",  DATE, NONE,       "所告知的调解日期", "day of the session that it tells of")
/* clang-format on */

/* How a field is written. */
#define YM_FIELD_KINDS(X) X(TEXT) X(LONG) X(INT) X(DATE) X(REF) X(CODE) X(CASE) X(LIST) X(MONEY)

#define X(name, ...) YM_FIELD_##name,
enum ym_field { YM_FIELDS(X) YM_FIELD_COUNT };
#undef X
#define X(name) YM_KIND_##name,
enum ym_field_kind { YM_FIELD_KINDS(X) YM_KIND_COUNT };
#undef X

#define YM_FB(name) (UINT64_C(1) << YM_FIELD_##name)

/* What every signature and seal may say of itself: how and when it was made, under which document,
 * and where the scan of the paper lies. */
#define YM_SIGNATURE_FIELDS                                                                        \
    (YM_FB(SIGNING) | YM_FB(SEAL_CODE) | YM_FB(SHA256) | YM_FB(DATE) | YM_FB(ATTACHMENT))

/* Commands. fields: those that it may carry; a rule says which of them it needs.
 * The order is stored in events: append only. */
/* clang-format off */
#define YM_COMMANDS(X) /* name, code, zh, en, fields it may carry */ \
    X(REGISTER,        "register",         "登记",             "register",              0) \
    X(ACCEPT,          "accept",           "受理",             "accept",                YM_FB(NOTE) | YM_FB(BODY)) \
    X(REFUSE,          "refuse",           "不予受理",         "refuse",                YM_FB(REASON)) \
    X(REDIRECT,        "redirect",         "引导其他途径",     "redirect",              YM_FB(ROUTE) | YM_FB(REASON)) \
    X(ASSIGN,          "assign",           "指派调解员",       "assign a mediator",     YM_FB(MEDIATOR) | YM_FB(NOTE)) \
    X(ACCEPT_CASE,     "accept_case",      "调解员接受",       "mediator accepts",      YM_FB(NOTE)) \
    X(DECLINE_CASE,    "decline_case",     "调解员拒绝",       "mediator declines",     YM_FB(REASON)) \
    X(DISCLOSE,        "disclose",         "调解员披露",       "mediator discloses",    YM_FB(NOTE)) \
    X(ASK_RECUSAL,     "ask_recusal",      "申请回避",         "ask for recusal",       YM_FB(SEAT) | YM_FB(REASON)) \
    X(NOTIFY,          "notify",           "告知当事人",       "notify a party",        YM_FB(SEAT) | YM_FB(MANNER) | YM_FB(DATE) | YM_FB(SESSION_DAY)) \
    X(CONSENT,         "consent",          "同意调解",         "consent to mediation",  YM_FB(SEAT) | YM_FB(MANNER)) \
    X(REFUSE_MEDIATION, "refuse_mediation", "拒绝调解",        "refuse mediation",      YM_FB(SEAT) | YM_FB(REASON)) \
    X(HOLD_SESSION,    "hold_session",     "召开调解会",       "hold a session",        YM_FB(DATE) | YM_FB(ATTENDANCE) | YM_FB(PLACE) | YM_FB(NOTE)) \
    X(STAY,            "stay",             "中止计时",         "stop the clock",        YM_FB(STAY_REASON) | YM_FB(REASON)) \
    X(RESUME,          "resume",           "恢复计时",         "start the clock again", YM_FB(NOTE)) \
    X(ASK_EXTENSION,   "ask_extension",    "申请延期",         "ask for an extension",  YM_FB(SEAT) | YM_FB(DAYS) | YM_FB(REASON)) \
    X(CONSENT_EXTENSION, "consent_extension", "同意延期",      "consent to an extension", YM_FB(SEAT) | YM_FB(MANNER)) \
    X(REFUSE_EXTENSION, "refuse_extension", "不同意延期",      "refuse an extension",   YM_FB(SEAT) | YM_FB(REASON)) \
    X(TRANSFER,        "transfer",         "移送调解",         "transfer",              YM_FB(BODY) | YM_FB(REASON)) \
    X(REFER_COURT,     "refer_court",      "移送法院",         "refer to the court",    YM_FB(COURT) | YM_FB(REASON)) \
    X(REGISTER_COURT,  "register_court",   "法院登记",         "court registers",       YM_FB(CASE_NUMBER) | YM_FB(COURT_PROCEDURE) | YM_FB(DATE)) \
    X(APPOINT,         "appoint",          "确定调解组织",     "court appoints a body", YM_FB(BODY) | YM_FB(MEDIATOR) | YM_FB(NOTE)) \
    X(ACCEPT_REFERRAL, "accept_referral",  "接受委派委托",     "body accepts a referral", YM_FB(NOTE) | YM_FB(DATE)) \
    X(DECLINE_REFERRAL, "decline_referral", "不接受委派委托",  "body declines a referral", YM_FB(REASON)) \
    X(REACH_AGREEMENT, "reach_agreement",  "达成协议",         "reach an agreement",    YM_FB(TERMS) | YM_FB(FACTS) | YM_FB(OBLIGATIONS) | YM_FB(PLACE) | YM_FB(DATE)) \
    X(REACH_ORAL,      "reach_oral_agreement", "达成口头协议", "reach an oral agreement", YM_FB(TERMS) | YM_FB(FACTS) | YM_FB(OBLIGATIONS) | YM_FB(PLACE) | YM_FB(DATE)) \
    X(SIGN,            "sign",             "当事人签字",       "a party signs",         YM_FB(SEAT) | YM_FB(MANNER) | YM_SIGNATURE_FIELDS) \
    X(SIGN_MEDIATOR,   "sign_mediator",    "调解员签字",       "the mediator signs",    YM_FB(MANNER) | YM_SIGNATURE_FIELDS) \
    X(SEAL,            "seal",             "调解组织盖章",     "the body seals",        YM_FB(MANNER) | YM_SIGNATURE_FIELDS) \
    X(SERVE,           "serve",            "送达",             "serve",                 YM_FB(SEAT) | YM_FB(DATE) | YM_FB(MANNER)) \
    X(TERMINATE,       "terminate",        "终止调解",         "terminate",             YM_FB(GROUND) | YM_FB(REASON)) \
    X(EXPIRE,          "expire",           "期限届满",         "a deadline passes",     YM_FB(DEADLINE)) \
    X(WITHDRAW,        "withdraw",         "撤回申请",         "withdraw",              YM_FB(SEAT) | YM_FB(REASON)) \
    X(GO_TO_COURT,     "go_to_court",      "转入诉讼",         "go to court now",       YM_FB(SEAT) | YM_FB(REASON)) \
    X(REOPEN,          "reopen",           "同意重启调解",     "consent to reopen",     YM_FB(SEAT) | YM_FB(REASON)) \
    X(SUBMIT_FILING,   "submit_filing",    "提交立案申请",     "submit a filing",       YM_FB(SEAT) | YM_FB(CLAIMS) | YM_FB(FACTS) | YM_FB(COURT)) \
    X(ASK_SUPPLEMENT,  "ask_supplement",   "要求补正",         "ask for a supplement",  YM_FB(REASON) | YM_FB(DATE)) \
    X(SUPPLEMENT,      "supplement",       "补正材料",         "supplement",            YM_FB(SEAT) | YM_FB(NOTE)) \
    X(REFUSE_FILING,   "refuse_filing",    "裁定不予立案",     "refuse a filing",       YM_FB(REASON)) \
    X(NOTIFY_FEE,      "notify_fee",       "通知交费",         "give notice of the fee", YM_FB(DATE) | YM_FB(NOTE)) \
    X(PAY_FEE,         "pay_fee",          "交纳诉讼费",       "pay the fee",           YM_FB(DATE) | YM_FB(NOTE)) \
    X(APPLY_CONFIRMATION, "apply_confirmation", "申请司法确认", "apply for confirmation", YM_FB(SEAT) | YM_FB(COURT) | YM_FB(MANNER)) \
    X(ACCEPT_CONFIRMATION, "accept_confirmation", "受理司法确认", "accept for confirmation", YM_FB(CASE_NUMBER) | YM_FB(DATE)) \
    X(REJECT_CONFIRMATION, "reject_confirmation", "不予受理司法确认", "do not accept for confirmation", YM_FB(REASON) | YM_FB(BAR)) \
    X(CONFIRM,         "confirm",          "裁定确认有效",     "confirm",               YM_FB(DATE) | YM_FB(NOTE)) \
    X(DISMISS_CONFIRMATION, "dismiss_confirmation", "裁定驳回申请", "dismiss the application", YM_FB(REASON) | YM_FB(DATE) | YM_FB(BAR)) \
    X(WITHDRAW_CONFIRMATION, "withdraw_confirmation", "撤回确认申请", "withdraw the application", YM_FB(SEAT) | YM_FB(REASON)) \
    X(EXTEND_REVIEW,   "extend_review",    "院长批准延长审查", "president extends the review", YM_FB(DAYS) | YM_FB(REASON)) \
    X(OBJECT,          "object",           "提出异议",         "object",                YM_FB(SEAT) | YM_FB(REASON)) \
    X(DECIDE_OBJECTION, "decide_objection", "审查异议",        "decide an objection",   YM_FB(RULING) | YM_FB(REASON)) \
    X(RECORD_PERFORMANCE, "record_performance", "记录履行",    "record performance",    YM_FB(OBLIGATION) | YM_FB(RESULT) | YM_FB(DATE) | YM_FB(NOTE) | YM_FB(AMOUNT) | YM_FB(ATTACHMENT)) \
    X(APPLY_ENFORCEMENT, "apply_enforcement", "申请强制执行",  "apply for enforcement", YM_FB(SEAT) | YM_FB(REASON)) \
    X(SUE,             "sue",              "就协议起诉",       "sue on the agreement",  YM_FB(SEAT) | YM_FB(REASON)) \
    X(VARY,            "vary",             "变更协议",         "vary the agreement",    YM_FB(TERMS) | YM_FB(FACTS) | YM_FB(OBLIGATIONS) | YM_FB(REASON)) \
    X(CLOSE_CASE,      "close_case",       "法院结案",         "court closes the case", YM_FB(WAY) | YM_FB(DATE)) \
    X(VISIT,           "visit",            "回访",             "return visit",          YM_FB(DATE) | YM_FB(NOTE)) \
    X(REPORT_POLICE,   "report_police",    "报告公安机关",     "report to the police",  YM_FB(REASON)) \
    X(ASSESS_RISK,     "assess_risk",      "评估风险",         "assess the risk",       YM_FB(HARM) | YM_FB(URGENCY) | YM_FB(SCOPE) | YM_FB(REASON)) \
    X(CORRECT,         "correct",          "更正",             "correct",               YM_FB(TITLE) | YM_FB(DESCRIPTION) | YM_FB(TYPE) | YM_FB(REGION) | YM_FB(REASON)) \
    X(MERGE,           "merge",            "合并重复件",       "merge a duplicate",     YM_FB(DISPUTE) | YM_FB(REASON)) \
    X(REISSUE_CODE,    "reissue_code",     "换发调解码",       "reissue the code",      YM_FB(REASON)) \
    X(REVOKE_CODE,     "revoke_code",      "吊销调解码",       "revoke the code",       YM_FB(REASON)) \
    X(MIGRATE,         "migrate",          "迁移程序版本",     "move to another procedure version", YM_FB(PROCEDURE) | YM_FB(REASON) | YM_FB(PLAN)) \
    X(ARCHIVE,         "archive",          "归档",             "archive",               YM_FB(NOTE)) \
    X(CLAIM_PERFORMANCE, "claim_performance", "陈述履行情况",  "say what was performed", YM_FB(OBLIGATION) | YM_FB(RESULT) | YM_FB(AMOUNT) | YM_FB(DATE) | YM_FB(NOTE) | YM_FB(ATTACHMENT)) \
    X(ATTACH,          "attach",           "证据材料附卷",     "put a file on record",  YM_FB(ATTACHMENT) | YM_FB(SHA256)) \
    X(APPEAR,          "appear",           "到庭接受核实",     "appear before the court", YM_FB(ATTENDANCE) | YM_FB(DATE)) \
    X(REJECT_VARIATION, "reject_variation", "不同意变更",      "refuse the variation",  YM_FB(SEAT) | YM_FB(REASON)) \
    X(RESCHEDULE,      "reschedule",       "调整期限",         "move the last day of a deadline", YM_FB(DEADLINE) | YM_FB(LAST_DAY) | YM_FB(SHIFT_GROUND) | YM_FB(REASON))
/* clang-format on */

#define X(name, ...) YM_CMD_##name,
enum ym_cmd { YM_COMMANDS(X) YM_CMD_COUNT };
#undef X

/* Facts: what the rules may look at. Each is computed as it would stand after the command. */
/* clang-format off */
#define YM_FACTS(X) /* name, code, en */ \
    X(ALL_CONSENT,      "all_consent",      "every claimant and respondent consents to mediation") \
    X(SOME_REFUSED,     "some_refused",     "a claimant or respondent refuses mediation") \
    X(JOINT,            "joint",            "the application was made by both sides") \
    X(HAS_MEDIATOR,     "has_mediator",     "a mediator is assigned") \
    X(CASE_ACCEPTED,    "case_accepted",    "the mediator has accepted the case") \
    X(SECOND_RECUSAL,   "second_recusal",   "a party asks for the second change of mediator") \
    X(ALL_NOTIFIED,     "all_notified",     "every claimant and respondent was notified") \
    X(SESSION_HELD,     "session_held",     "a session was held") \
    X(STAYED,           "stayed",           "the clock stands still") \
    X(EXT_PENDING,      "ext_pending",      "an extension is asked for and not decided") \
    X(EXT_AGREED,       "ext_agreed",       "every claimant and respondent consents to the extension") \
    X(EXT_OVER_CAP,     "ext_over_cap",     "the extension would pass the cap of the limit") \
    X(EXT_NO_LIMIT,     "ext_no_limit",     "no extendable limit is running") \
    X(HAS_COURT,        "has_court",        "a court is named") \
    X(NUMBERED,         "numbered",         "a court case number exists") \
    X(SIMPLIFIED,       "simplified",       "the court chose the simplified procedure") \
    X(PARTIES_SIGNED,   "parties_signed",   "every claimant and respondent has signed") \
    X(MEDIATOR_SIGNED,  "mediator_signed",  "the mediator has signed") \
    X(SEALED,           "sealed",           "the body has sealed") \
    X(OBLIGED,          "obliged",          "the agreement holds obligations") \
    X(ALL_SETTLED,      "all_settled",      "every obligation is fulfilled or excused") \
    X(SOME_BREACHED,    "some_breached",    "an obligation is breached") \
    X(CONFIRMED,        "confirmed",        "the court has confirmed the agreement") \
    X(ALL_APPLIED,      "all_applied",      "every claimant and respondent applies for confirmation") \
    X(ALL_REOPEN,       "all_reopen",       "every claimant and respondent consents to reopen") \
    X(ALL_WITHDRAWN,    "all_withdrawn",    "every claimant withdraws") \
    X(POLICE_REPORTED,  "police_reported",  "reported to the police") \
    X(LABOUR,           "labour",           "a labour dispute") \
    X(FAMILY,           "family",           "a marriage and family dispute") \
    X(MEDICAL,          "medical",          "a medical dispute") \
    X(TRAFFIC,          "traffic",          "a traffic accident dispute") \
    X(CONSUMER,         "consumer",         "a consumer dispute") \
    X(GROUND_AGREEMENT, "ground_agreement", "the ground named is: agreement reached") \
    X(GROUND_SELF_SETTLED, "ground_self_settled", "the ground named is: self-settled and withdrawn") \
    X(BREACH_NAMED,     "breach_named",     "the result named is: breached") \
    X(RULING_UPHELD,    "ruling_upheld",    "the ruling named is: objection upheld") \
    X(FEE_PAID,         "fee_paid",         "the court fee is paid") \
    X(WAS_FILED,        "was_filed",        "the court had filed the case before mediation") \
    X(WAY_STATEMENT,    "way_statement",    "the way named is: mediation statement issued") \
    X(BY_THIRD,         "by_third",         "the command speaks for third parties alone") \
    X(PAUSE_NAMED,      "pause_named",      "the reason named for the stay is: agreed by both") \
    X(SAME_BODY,        "same_body",        "the body named is the one that had the dispute before the command") \
    X(HAD_MEDIATOR,     "had_mediator",     "a mediator was assigned before the command") \
    X(SERVED_BEFORE,    "served_before",    "the ruling was served before the command on those named") \
    X(PERIODS_ENDING,   "periods_ending",   "the objection period that runs is the last one: it ends for all who still had one") \
    X(PERIODS_OVER,     "periods_over",     "the objection period of every claimant and respondent has passed") \
    X(OWN_PERIOD_OVER,  "own_period_over",  "the objection period of those for whom the command speaks has passed") \
    X(WAY_DEEMED,       "way_deemed",       "the way named is: deemed withdrawn") \
    X(ON_PAPER,         "on_paper",         "this signature is made on paper: by hand, fingerprint or stamp") \
    X(ALL_E_SIGNED,     "all_e_signed",     "every claimant and respondent has signed on a page") \
    X(VARIED,           "varied",           "a new version of the agreement in force waits for signatures; parties_signed, mediator_signed and sealed then speak of it") \
    X(VARIED_OBLIGED,   "varied_obliged",   "that new version holds obligations") \
    X(SOME_OVERDUE,     "some_overdue",     "an obligation is overdue and not settled") \
    X(ALL_APPEARED,     "all_appeared",     "every claimant and respondent appeared since the court accepted the application") \
    X(COMMITTEE,        "committee",        "a people's or an industry mediation committee mediates") \
    X(BAR_OF_MERITS,    "bar_of_merits",    "the bar named is one that is examined after acceptance") \
    X(ON_PAGE,          "on_page",          "this signature or seal is made on a page") \
    X(COURT_DEADLINE,   "court_deadline",   "the deadline named is one that the court keeps") \
    X(CALENDAR_NAMED,   "calendar_named",   "the reason named for moving it is: the calendar changed") \
    X(EXTENSION_MEANT,  "extension_meant",  "the deadline named is a limit that the parties' consent extends, and no reason but a just cause is named for moving it")
/* clang-format on */

#define X(name, ...) YM_FACT_##name,
enum ym_fact { YM_FACTS(X) YM_FACT_COUNT };
#undef X
#define YM_F(name) (UINT64_C(1) << YM_FACT_##name)

/* Refusals: why the procedure says no. The first ones are the engine's own, the rest a rule names.
 */
/* clang-format off */
#define YM_REFUSALS(X) /* name, code, zh, en */ \
    X(NONE,          "none",           "准许",                         "allowed") \
    X(NOT_HERE,      "not_here",       "当前阶段不能进行此操作",       "this cannot be done at this stage") \
    X(ROLE,          "role",           "该角色不能进行此操作",         "this role may not do this") \
    X(RELATION,      "relation",       "操作人与本纠纷无相应关系",     "the actor has no such relation to this dispute") \
    X(FIELD_MISSING, "field_missing",  "缺少必填项",                   "a required field is missing") \
    X(FIELD_UNKNOWN, "field_unknown",  "含有此操作不接受的项",         "a field that this command does not take") \
    X(SEAT_UNKNOWN,  "seat_unknown",   "没有该序号的当事人",           "there is no party at this seat") \
    X(OBLIGATION_UNKNOWN, "obligation_unknown", "没有该序号的义务",    "there is no obligation of this number") \
    X(VALUE,         "value",          "填写的内容不符合要求",         "a field holds what it may not hold") \
    X(CLOCKS_FULL,   "clocks_full",    "同时运行的期限过多",           "too many deadlines would run at once") \
    X(VERSION_FULL,  "version_full",   "本纠纷的记录已达上限",         "this dispute holds as many events as it can") \
    X(NO_DEADLINE,   "no_deadline",    "该期限未在运行",               "this deadline is not running") \
    X(CONSENT_NEEDED, "consent_needed", "须经双方当事人同意",          "both sides must consent first") \
    X(OVER_CAP,      "over_cap",       "延期超过上限",                 "the extension would pass its cap") \
    X(NO_LIMIT,      "no_limit",       "没有可延长的期限",             "no limit that could be extended is running") \
    X(MEDIATOR_NEEDED, "mediator_needed", "须先指派调解员并由其接受",  "a mediator must be assigned and accept first") \
    X(PARTY_REFUSED, "party_refused",  "当事人明确拒绝调解的不得调解", "no mediation once a party clearly refuses") \
    X(STANDS_STILL,  "stands_still",   "计时已中止,须先恢复",          "the clock stands still; start it again first") \
    X(NOT_STAYED,    "not_stayed",     "计时未中止",                   "the clock is running") \
    X(NOT_SIGNED,    "not_signed",     "签字尚不完整",                 "the signatures are not complete") \
    X(LABOUR_ROUTE,  "labour_route",   "劳动争议协议应向仲裁委员会申请审查", "labour agreements go to the arbitration commission") \
    X(FAMILY_STATUS, "family_status",  "涉及身份关系的不予司法确认",   "personal status cannot be confirmed") \
    X(ONLY_AGREED,   "only_agreed",    "达成协议的应走协议签署",       "use reach_agreement when the parties agree") \
    X(ALREADY,       "already",        "已经办理",                     "this was done already") \
    X(FILED_FIRST,   "filed_first",    "2025年起应先立案后调解",       "since 2025 the court files first, then mediates") \
    X(NOT_CONFIRMED, "not_confirmed",  "未经司法确认不能申请执行",     "only a confirmed agreement can be enforced") \
    X(IS_CONFIRMED,  "is_confirmed",   "已确认的协议应申请执行",       "a confirmed agreement is enforced, not sued on") \
    X(NO_BREACH,     "no_breach",      "尚无违约记录",                 "no breach is recorded") \
    X(NUMBER_NEEDED, "number_needed",  "须先有法院案号",               "a court case number is needed first") \
    X(CONFIRM_PENDING, "confirm_pending", "司法确认程序进行中，须先撤回", "the confirmation is pending; withdraw it first") \
    X(NOT_PERFORMED, "not_performed",  "协议尚未履行完毕",             "the agreement is not yet performed") \
    X(COURT_CLOSES,  "court_closes",   "已立案案件由法院结案,不申请司法确认", "the court closes a filed case; it is not confirmed") \
    X(PAST_DUE,      "past_due",       "履行期限不得早于今日",         "an obligation would be due before today") \
    X(SAME_BODY,     "same_body",      "该组织已在办理本纠纷",         "this body has the dispute already; name another") \
    X(PERIOD_OVER,   "period_over",    "本方异议期已过",               "the objection period of this party has passed") \
    X(MISDATED,      "misdated",       "日期须在收到纠纷之日至今日之间", "the day lies before the dispute was received or after today") \
    X(OTHER_COURT,   "other_court",    "另一方已向其他法院申请,须向同一法院申请", "the other side applies to another court; both apply to the same one") \
    X(PAPER_ONLY,    "paper_only",     "涉及人身关系的须在纸质协议上签名、盖章或者按指印", "personal relations: sign, stamp or put the fingerprint on paper") \
    X(WRITING_NEEDED, "writing_needed", "本类纠纷须制作书面调解协议书", "this type of dispute needs a written agreement") \
    X(VARIATION_PENDING, "variation_pending", "变更协议尚待签署", "a new version of the agreement waits for signatures") \
    X(RESULT_LATE,   "result_late",    "履行日晚于履行期限,应记为逾期履行", "the day lies after the due day; record it as late") \
    X(RESULT_ON_TIME, "result_on_time", "履行日未超过履行期限,应记为按期履行", "the day does not lie after the due day; record it as on time") \
    X(NOT_APPEARED,  "not_appeared",   "双方当事人须共同到场接受核实", "both parties must appear before the court first") \
    X(NOT_APPLIED,   "not_applied",    "双方尚未共同申请司法确认",     "both sides have not applied for confirmation") \
    X(NOT_ACCEPTED,  "not_accepted",   "法院尚未受理确认申请",         "the court has not accepted the application yet") \
    X(DECIDED,       "decided",        "法院已作出决定",               "the court has decided this already") \
    X(BAR_LATER,     "bar_later",      "该情形应在受理后审查",         "this bar is examined after acceptance; accept, then dismiss") \
    X(NOT_FILED,     "not_filed",      "当事人尚未提交立案材料",       "no filing was submitted") \
    X(FIXED_DEADLINE, "fixed_deadline", "该期限由法律或者协议确定,不能调整", "law or the agreement sets this deadline; nobody may move it") \
    X(DAY_PAST,      "day_past",       "新的届满日不得早于今日",       "the new last day may not lie before today") \
    X(SAME_DAY,      "same_day",       "届满日没有变化",               "the deadline ends on that day already") \
    X(TOLD_LATER,    "told_later",     "不得缩短已告知当事人的期限",   "a party was told a later day; its term is not shortened") \
    X(DAY_OVER_CAP,  "day_over_cap",   "新的届满日超过该期限可以调整的上限", "the new last day lies beyond what may be added to this deadline") \
    X(UNMAPPED,      "unmapped",       "所处状态或者正在运行的期限在新版本中没有对应", "the new version has no counterpart of its state or of a deadline that runs") \
    X(TERM_LOST,     "term_lost",      "迁移将使正在运行的期限提前届满或者消失", "a deadline that runs would end earlier or vanish") \
    X(RIGHT_LOST,    "right_lost",     "迁移将使当事人失去现在可以行使的权利", "a party would lose something that it may do now")
/* clang-format on */

#define X(name, ...) YM_REFUSAL_##name,
enum ym_refusal { YM_REFUSALS(X) YM_REFUSAL_COUNT };
#undef X

/* Effects that a rule may have besides moving states and clocks. */
/* clang-format off */
#define YM_EFFECTS(X) /* name, code, en */ \
    X(EXTEND,  "extend",  "the pending extension takes effect on the limit") \
    X(DROP_EXTENSION, "drop_extension", "the pending extension is dropped") \
    X(STAY,    "stay",    "clocks that may stand still stop") \
    X(RESUME,  "resume",  "stopped clocks run again") \
    X(FREE_MEDIATOR, "free_mediator", "the dispute has no mediator any more") \
    X(RESTART, "restart", "consents, refusals, signatures, agreement and reopening are forgotten: a new round") \
    X(UNSIGN,  "unsign",  "the new version of the agreement is the only one and must be signed: signatures are forgotten") \
    X(CONFIRMED, "confirmed", "the agreement counts as confirmed") \
    X(UNCONFIRM, "unconfirm", "the confirmation no longer holds; the parties may apply anew") \
    X(FILED,   "filed",   "the court has filed the case") \
    X(LAPSE,   "lapse",   "the objection period has passed for those on whom the ruling was served first") \
    X(ADOPT,   "adopt",   "the new version of the agreement takes the place of the one in force") \
    X(DROP_VARIATION, "drop_variation", "the new version of the agreement is dropped; the one in force stays") \
    X(OVERDUE, "overdue", "the obligations that fall due first are known to be overdue") \
    X(UNDATE,  "undate",  "the due days are not known: every obligation counts as falling due with the last")
/* clang-format on */

#define X(name, ...) YM_EFFECT_##name,
enum ym_effect { YM_EFFECTS(X) YM_EFFECT_COUNT };
#undef X
#define YM_E(name) (UINT32_C(1) << YM_EFFECT_##name)

#define YM_SEAT_NONE 255 /* the actor sits at no seat */

struct ym_procedure;

/* Who acts. */
struct ym_actor {
    uint8_t role;   /* enum ym_role */
    uint8_t seat;   /* own seat of a party or agent, else YM_SEAT_NONE */
    int64_t staff;  /* 0: not staff */
    int64_t body;   /* body that the actor works for; 0: none */
    int64_t region; /* padded code of the actor's region subtree; 0: none */
};

/* What REGISTER brings, besides the words. */
struct ym_registration {
    uint16_t procedure;   /* number of the procedure version in the registry, from 1 */
    uint8_t type;         /* enum ym_type */
    uint8_t channel;      /* enum ym_channel */
    uint8_t source;       /* enum ym_source */
    uint8_t joint;        /* 1: both sides apply together */
    uint8_t seats;        /* number of parties, 2..YM_SEATS_MAX */
    uint32_t claimants;   /* set of seats */
    uint32_t respondents; /* set of seats */
    int64_t region;       /* padded region code */
    int64_t body;         /* body that receives the dispute; its kind stands in the command */
};

/* How MIGRATE maps what the dispute holds, and between which versions (yima/migration.h). Nothing
 * is owned. */
struct ym_migration {
    const struct ym_procedure *from, *to; /* registered; from is the version of the dispute */
    uint8_t state[YM_STATES_MAX];         /* old state -> new state, YM_STATE_NONE: not mapped */
    uint8_t deadline[YM_DEADLINES_MAX];   /* old -> new, YM_DEADLINE_NONE: not mapped */
};

/* ym_decide() takes a slot whose field is absent for empty, whatever it holds. */
struct ym_command {
    uint8_t kind;                 /* enum ym_cmd */
    uint8_t code;                 /* word of the one CODE field that the command takes, else 0 */
    uint8_t item;                 /* obligation, when YM_FB(OBLIGATION) is set */
    uint8_t items;                /* number of obligations, when YM_FB(OBLIGATIONS) is set */
    uint8_t body_kind;            /* enum ym_body_kind of the body that REGISTER or BODY names: the
                                     caller knows the bodies, the limits of mediation hang on it */
    uint8_t deadline;             /* EXPIRE: which deadline; RESCHEDULE: ym_decide() finds it by the
                                     name in detail; in the event of MIGRATE: the new number of the
                                     limit that has been extended, or YM_DEADLINE_NONE */
    uint8_t harm, urgency, scope; /* 0..3; REGISTER and ASSESS_RISK */
    int16_t days;                 /* when YM_FB(DAYS) is set; 1..YM_DAYS_MAX */
    uint32_t seats;               /* the seats that the command speaks for */
    uint32_t attended;            /* HOLD_SESSION, APPEAR: who came */
    uint32_t listed;  /* seats that attendance and obligations name; checked, not kept */
    uint64_t fields;  /* set of enum ym_field that are present */
    int64_t ref;      /* MEDIATOR, BODY, COURT, DISPUTE, REGION or ATTACHMENT: the one REF that the
                         command takes */
    int64_t ref2;     /* APPOINT: the mediator, when ref is the body */
    ym_day date;      /* when YM_FB(OBLIGATIONS) is set, the last day on which one falls due, also
                         if DATE is set (which then stands in detail alone); else when
                         YM_FB(DATE) is set, the day on which the act was done: not before the
                         dispute was received, not after today; with YM_FB(LAST_DAY), the new
                         last day; else YM_DAY_NONE */
    ym_day first_due; /* when YM_FB(OBLIGATIONS) is set, the first day on which one falls due: not
                         before today; YM_DAY_NONE: the same as date */
    ym_usec at;       /* the caller's clock; the only time there is */
    struct ym_actor by;
    struct ym_registration reg;           /* REGISTER only */
    const struct ym_migration *migration; /* MIGRATE only; not owned */
    struct ym_span detail; /* canonical JSON object of the fields given, "{}" if none; not owned.
                              Obligations whose days it does not tell fall due on date */
};

/* Fields that a command may carry. */
uint64_t ym_command_fields(enum ym_cmd kind);

/* Kind of a field, and for CODE the vocabulary of its words. */
enum ym_field_kind ym_field_kind(enum ym_field field);
enum ym_vocab_id ym_field_vocab(enum ym_field field);

#endif
