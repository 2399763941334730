/* SPDX-License-Identifier: Apache-2.0 */
/* The closed vocabularies. Each is one X-list: the enum, the code used in JSON and SQL, the Chinese
 * and the English word come from the same line, so they cannot drift apart.
 *
 * The numbers are stored: append at the end, never reorder, never reuse. */
#ifndef YM_VOCAB_H
#define YM_VOCAB_H

#include <stdint.h>

#include "yima/span.h"

/* The lists are tables; clang-format would break their columns. */
/* clang-format off */

/* The five colours of a mediation code, and grey for a dispute that has none. */
#define YM_COLOURS(X) /* name, code, zh, en */ \
    X(NONE,   "none",   "灰", "grey") \
    X(YELLOW, "yellow", "黄", "yellow") \
    X(ORANGE, "orange", "橙", "orange") \
    X(BLUE,   "blue",   "蓝", "blue") \
    X(RED,    "red",    "红", "red") \
    X(GREEN,  "green",  "绿", "green")

/* Where a dispute stands, in words that another system may rely on. */
#define YM_STAGES(X) /* name, code, zh, en */ \
    X(NONE,         "none",         "无",           "none") \
    X(INTAKE,       "intake",       "登记待受理",   "registered, not yet accepted") \
    X(FIRST,        "first",        "首次受理调解", "first mediation") \
    X(SECOND,       "second",       "二次转交调解", "second, transferred mediation") \
    X(COURT_PRE,    "court_pre",    "诉前委派调解", "court referral before filing") \
    X(COURT_FILED,  "court_filed",  "立案委托调解", "filed, mediation by consent") \
    X(AGREED,       "agreed",       "调解成功",     "settled") \
    X(FAILED_OPEN,  "failed_open",  "调解不成可起诉", "failed, the party may file") \
    X(FAILED_TRIAL, "failed_trial", "调解不成转审判", "failed, goes to trial") \
    X(NOT_ACCEPTED, "not_accepted", "不予受理",     "not accepted") \
    X(REDIRECTED,   "redirected",   "引导其他途径", "redirected to another way") \
    X(WITHDRAWN,    "withdrawn",    "申请撤回",     "withdrawn") \
    X(CLOSED,       "closed",       "已归档",       "closed")

/* The three regions of the state: a dispute is in exactly one state of each track. */
#define YM_TRACK_LIST(X) /* name, code, zh, en */ \
    X(MAIN,    "main",    "主线",     "main") \
    X(CONFIRM, "confirm", "司法确认", "judicial confirmation") \
    X(PERFORM, "perform", "履行",     "performance")

/* What a state means for the watch over it. idle: a parallel track that is not running.
 * open: somebody owes a next step, so a clock must run and "go to court" must be offered.
 * settled, failed: green and red. final: nothing follows. */
#define YM_PHASES(X) /* name, code, zh, en */ \
    X(IDLE,    "idle",    "未启动", "not running") \
    X(OPEN,    "open",    "进行中", "open") \
    X(SETTLED, "settled", "已化解", "settled") \
    X(FAILED,  "failed",  "未化解", "failed") \
    X(FINAL,   "final",   "终结",   "final")

/* The eighteen types of people's mediation statistics. */
#define YM_TYPES(X) /* name, code, zh, en */ \
    X(OTHER,         "other",            "其他纠纷",         "other") \
    X(MARRIAGE,      "marriage",         "婚姻家庭纠纷",     "marriage and family") \
    X(NEIGHBOUR,     "neighbour",        "邻里纠纷",         "neighbours") \
    X(HOMESTEAD,     "homestead",        "房屋宅基地纠纷",   "house and homestead") \
    X(CONTRACT,      "contract",         "合同纠纷",         "contract") \
    X(PRODUCTION,    "production",       "生产经营纠纷",     "production and business") \
    X(DAMAGE,        "damage",           "损害赔偿纠纷",     "damages") \
    X(FOREST_LAND,   "forest_land",      "山林土地纠纷",     "forest and land") \
    X(EXPROPRIATION, "expropriation",    "征地拆迁纠纷",     "expropriation") \
    X(ENVIRONMENT,   "environment",      "环境污染纠纷",     "environment") \
    X(LABOUR,        "labour",           "劳动争议",         "labour") \
    X(TOURISM,       "tourism",          "旅游纠纷",         "tourism") \
    X(CONSUMER,      "consumer",         "消费纠纷",         "consumer") \
    X(MEDICAL,       "medical",          "医疗纠纷",         "medical") \
    X(TRAFFIC,       "traffic",          "道路交通事故纠纷", "traffic accident") \
    X(PROPERTY_SERVICE, "property_service", "物业纠纷",      "property service") \
    X(INTELLECTUAL,  "intellectual_property", "知识产权纠纷", "intellectual property") \
    X(INTERNET,      "internet",         "互联网纠纷",       "internet")

/* How a dispute reached the centre. */
#define YM_CHANNELS(X) /* name, code, zh, en */ \
    X(WINDOW,       "window",        "窗口",         "window") \
    X(CODE_SCAN,    "code_scan",     "扫码申请",     "scanned code") \
    X(GRID_WORKER,  "grid_worker",   "网格员上报",   "grid worker") \
    X(POLICE_110,   "police_110",    "110非警务分流", "police 110 diversion") \
    X(HOTLINE_12345, "hotline_12345", "12345热线",   "12345 hotline") \
    X(PETITION,     "petition",      "信访",         "petition") \
    X(COURT_WINDOW, "court_window",  "法院诉服中心", "court service window") \
    X(DEPARTMENT,   "department",    "部门移送",     "department transfer") \
    X(OUTREACH,     "outreach",      "主动排查",     "active outreach") \
    X(SHARED_COURT, "shared_court",  "共享法庭",     "shared court") \
    X(EMPLOYER,     "employer",      "单位或行业",   "employer or industry body")

/* On whose move mediation began: the source of people's mediation statistics. */
#define YM_SOURCES(X) /* name, code, zh, en */ \
    X(APPLIED,   "applied",   "依申请调解",   "on application") \
    X(ACTIVE,    "active",    "主动调解",     "on own initiative") \
    X(ENTRUSTED, "entrusted", "接受委托移送", "entrusted or transferred")

/* Kinds of body. */
#define YM_BODY_KINDS(X) /* name, code, zh, en */ \
    X(PEOPLE_COMMITTEE,   "people_committee",   "人民调解委员会",   "people's mediation committee") \
    X(INDUSTRY_COMMITTEE, "industry_committee", "行业性专业性调解组织", "industry mediation body") \
    X(COURT_INVITED,      "court_invited",      "特邀调解组织",     "court-invited body") \
    X(LAWYER,             "lawyer",             "律师调解组织",     "lawyers' mediation body") \
    X(COMMERCIAL,         "commercial",         "商事调解组织",     "commercial mediation body") \
    X(ADMINISTRATIVE,     "administrative",     "行政调解机关",     "administrative mediation") \
    X(CENTRE,             "centre",             "矛调(综治)中心",   "mediation centre") \
    X(COURT,              "court",              "人民法院",         "court") \
    X(SUPERVISOR,         "supervisor",         "司法行政机关",     "justice administration") \
    X(ARBITRATION,        "arbitration",        "仲裁机构",         "arbitration commission") \
    X(POLICE,             "police",             "公安机关",         "police")

/* How an actor must be related to a dispute to act on it. See ym_actor_relates(). */
#define YM_RELATIONS(X) /* name, code */ \
    X(SEAT,     "seat")     /* a party of this dispute, speaking for its own seat */ \
    X(ASSIGNED, "assigned") /* the mediator of this dispute */ \
    X(BODY,     "body")     /* staff of the body that owns the dispute */ \
    X(COURT,    "court")    /* staff of the court of this dispute */ \
    X(REGION,   "region")   /* the dispute lies in the actor's region subtree */ \
    X(ANY,      "any")      /* the program itself and its jobs */

/* Roles, and how an actor of each must stand to a dispute. Who can hold one, the procedure says. */
#define YM_ROLES(X) /* name, code, zh, en, relation */ \
    X(PARTY,         "party",            "当事人",         "party",                 SEAT) \
    X(AGENT,         "agent",            "代理人",         "agent of a party",      SEAT) \
    X(GRID_WORKER,   "grid_worker",      "网格员",         "grid worker",           REGION) \
    X(WINDOW_CLERK,  "window_clerk",     "综窗工作人员",   "window clerk",          REGION) \
    X(DISPATCHER,    "dispatcher",       "分流员",         "centre dispatcher",     REGION) \
    X(MEDIATOR,      "mediator",         "调解员",         "mediator",              ASSIGNED) \
    X(BODY_MANAGER,  "body_manager",     "调解组织负责人", "manager of a body",     BODY) \
    X(CENTRE,        "centre",           "矛调中心",       "mediation centre",      REGION) \
    X(COURT_CLERK,   "court_clerk",      "诉服人员",       "court clerk",           COURT) \
    X(CONFIRM_JUDGE, "confirming_judge", "司法确认法官",   "confirming judge",      COURT) \
    X(FILING_JUDGE,  "filing_judge",     "立案法官",       "filing judge",          COURT) \
    X(SUPERVISOR,    "supervisor",       "监督人员",       "supervisor",            REGION) \
    X(DPO,           "dpo",              "个人信息保护负责人", "data-protection officer", REGION) \
    X(AUDITOR,       "auditor",          "审计人员",       "auditor",               REGION) \
    X(JOB,           "job",              "定时任务",       "job",                   ANY) \
    X(ADMIN,         "admin",            "系统管理员",     "administrator",         ANY) \
    X(CLOCK,         "clock",            "时限",           "the clock",             ANY)

/* Coded grounds of termination: the eight of 在线调解规则 25. */
#define YM_GROUNDS(X) /* name, code, zh, en */ \
    X(NONE,         "none",            "无",                   "none") \
    X(AGREEMENT,    "agreement",       "达成调解协议",         "agreement reached") \
    X(SELF_SETTLED, "self_settled",    "自行和解撤回申请",     "self-settled and withdrawn") \
    X(UNREACHABLE,  "unreachable",     "期限内无法联系当事人", "party unreachable in the period") \
    X(PARTY_REFUSES, "party_refuses",  "一方明确拒绝调解",     "a party refuses") \
    X(BIG_GAP,      "big_gap",         "分歧过大",             "differences too big") \
    X(PERIOD_OVER,  "period_over",     "期限届满未同意延长",   "period over without extension") \
    X(REFUSES_SIGN, "refuses_to_sign", "一方拒绝签字",         "a party refuses to sign") \
    X(OTHER,        "other",           "其他",                 "other")

/* Other ways to which a dispute can be redirected. */
#define YM_ROUTES(X) /* name, code, zh, en */ \
    X(NONE,           "none",           "无",       "none") \
    X(ARBITRATION,    "arbitration",    "仲裁",     "arbitration") \
    X(ADMINISTRATIVE, "administrative", "行政途径", "administrative route") \
    X(POLICE,         "police",         "公安机关", "police") \
    X(COURT,          "court",          "诉讼",     "court") \
    X(PETITION,       "petition",       "信访",     "petition") \
    X(OTHER,          "other",          "其他",     "other")

/* Why a clock stands still. */
#define YM_STAY_REASONS(X) /* name, code, zh, en */ \
    X(NONE,          "none",          "无",         "none") \
    X(APPRAISAL,     "appraisal",     "鉴定期间",   "appraisal") \
    X(SHAM,          "sham_suspected", "涉嫌虚假调解", "sham mediation suspected") \
    X(FORCE_MAJEURE, "force_majeure", "不可抗力",   "force majeure") \
    X(AGREED,        "agreed_pause",  "双方同意中止", "pause agreed by both")

/* What became of one obligation. */
#define YM_RESULTS(X) /* name, code, zh, en */ \
    X(NONE,      "none",      "无",       "none") \
    X(FULFILLED, "fulfilled", "按期履行", "fulfilled on time") \
    X(LATE,      "late",      "逾期履行", "fulfilled late") \
    X(PARTIAL,   "partial",   "部分履行", "partly fulfilled") \
    X(EXCUSED,   "excused",   "免除履行", "excused") \
    X(BREACHED,  "breached",  "违约",     "breached")

/* How the court closes a filed case: after agreement (2025年立案与调解工作意见 4), or when the fee
 * was not paid or the claimant stayed away (民诉法解释 213, 民事诉讼法 146). */
#define YM_WAYS(X) /* name, code, zh, en */ \
    X(NONE,       "none",       "无",         "none") \
    X(STATEMENT,  "statement",  "出具调解书", "mediation statement issued") \
    X(WITHDRAWAL, "withdrawal", "准许撤诉",   "suit withdrawn") \
    X(OTHER,      "other",      "其他方式",   "another way") \
    X(DEEMED,     "deemed_withdrawal", "裁定按撤诉处理", "ruled to be deemed withdrawn")

/* Decision on an objection. */
#define YM_RULINGS(X) /* name, code, zh, en */ \
    X(NONE,     "none",     "无",       "none") \
    X(UPHELD,   "upheld",   "异议成立", "objection upheld") \
    X(REJECTED, "rejected", "异议驳回", "objection rejected")

/* Court procedure chosen for a filed case; it sets the mediation limit (特邀调解规定 27). */
#define YM_COURT_PROCEDURES(X) /* name, code, zh, en */ \
    X(NONE,       "none",       "无",       "none") \
    X(ORDINARY,   "ordinary",   "普通程序", "ordinary") \
    X(SIMPLIFIED, "simplified", "简易程序", "simplified") \
    X(SMALL_CLAIM, "small_claim", "小额诉讼程序", "small claim, a kind of simplified procedure")

/* Sides of a dispute. */
#define YM_SIDES(X) /* name, code, zh, en */ \
    X(THIRD,      "third",      "第三人",   "third party") \
    X(CLAIMANT,   "claimant",   "申请人",   "claimant") \
    X(RESPONDENT, "respondent", "被申请人", "respondent")

/* What a party is. */
#define YM_PARTY_KINDS(X) /* name, code, zh, en */ \
    X(NATURAL, "natural", "自然人",           "natural person") \
    X(LEGAL,   "legal",   "法人或非法人组织", "legal person or organisation")

/* How a person came to a session. */
#define YM_ATTENDANCES(X) /* name, code, zh, en */ \
    X(ATTENDED, "attended", "到场",       "attended") \
    X(EXCUSED,  "excused",  "有正当理由缺席", "absent with good cause") \
    X(ABSENT,   "absent",   "无正当理由缺席", "absent without good cause")

/* Levels of risk: the second axis, never part of the colour. */
#define YM_RISKS(X) /* name, code, zh, en */ \
    X(LOW,      "low",      "低",   "low") \
    X(MEDIUM,   "medium",   "中",   "medium") \
    X(HIGH,     "high",     "高",   "high") \
    X(CRITICAL, "critical", "重大", "critical")

/* Documents that a rule asks to be produced. */
#define YM_DOCUMENTS(X) /* name, code, zh, en */ \
    X(RECEIPT,          "receipt",          "登记回执",         "receipt of the request") \
    X(RIGHTS_NOTICE,    "rights_notice",    "权利义务告知书",   "notice of rights and duties") \
    X(REFUSAL_NOTICE,   "refusal_notice",   "不予受理告知书",   "notice of refusal") \
    X(REMEDIES_NOTICE,  "remedies_notice",  "终止调解及救济途径告知书", "notice of termination and remedies") \
    X(TRANSFER_SLIP,    "transfer_slip",    "移送函",           "transfer slip") \
    X(DISCLOSURE_FORM,  "disclosure_form",  "调解员披露书",     "mediator's disclosure") \
    X(EXTENSION_CONSENT, "extension_consent", "同意延期书",     "consent to extension") \
    X(RECORD,           "record",           "调解笔录",         "mediation record") \
    X(AGREEMENT,        "agreement",        "调解协议书",       "agreement") \
    X(CONFIRM_APPLICATION, "confirm_application", "司法确认申请书", "application for confirmation") \
    X(CONFIRM_RULING,   "confirm_ruling",   "司法确认裁定书",   "confirming ruling") \
    X(FILING_PACKET,    "filing_packet",    "立案材料",         "filing packet") \
    X(FEE_NOTICE,       "fee_notice",       "诉讼费交纳通知书", "court fee notice") \
    X(MEDIATION_STATEMENT, "mediation_statement", "民事调解书", "mediation statement") \
    X(BACK_COVER,       "back_cover",       "卷宗封底",         "back cover of the file") \
    X(PERFORMANCE_PROOF, "performance_proof", "履行证明",       "proof of performance") \
    X(CODE_LABEL,       "code_label",       "调解码标签",       "label with the mediation code") \
    X(VOLUNTARY_CERTIFICATE, "voluntary_certificate", "自动履行证明书", "certificate of voluntary performance")

/* How an agreement was signed or sealed: on a page, or on paper that was then recorded (人民调解法
 * 29: 签名、盖章或者按指印; 电子签名法 13, 14). */
#define YM_SIGNINGS(X) /* name, code, zh, en */ \
    X(NONE,        "none",        "无",           "none") \
    X(PAGE,        "page",        "页面电子签名", "electronic signature on the page") \
    X(PAPER,       "paper",       "纸质签名",     "signature on paper") \
    X(FINGERPRINT, "fingerprint", "纸质按指印",   "fingerprint on paper") \
    X(STAMP,       "stamp",       "纸质盖章",     "stamp on paper")

/* Why a court does not accept an application for confirmation (民诉法解释 355) or dismisses it
 * (358; 356 and 357 for who does not appear). */
#define YM_BARS(X) /* name, code, zh, en */ \
    X(NONE,         "none",              "无",                 "none") \
    X(OUTSIDE,      "outside_court",     "不属于人民法院受理范围", "outside what courts accept") \
    X(OTHER_COURT,  "other_court",       "不属于本院管辖",     "belongs to another court") \
    X(PERSONAL,     "personal_status",   "涉及身份关系的确认或者解除", "settles personal status") \
    X(SPECIAL,      "special_procedure", "适用其他特别程序",   "another special procedure applies") \
    X(PROPERTY,     "property_right",    "涉及物权、知识产权确权", "confirms a right in things or intellectual property") \
    X(ILLEGAL,      "illegal",           "违反法律强制性规定", "breaks mandatory law") \
    X(HARMS,        "harms_others",      "损害国家、社会公共利益或者他人合法权益", "harms the state, the public or others") \
    X(PUBLIC_ORDER, "public_order",      "违背公序良俗",       "against public order and good morals") \
    X(INVOLUNTARY,  "involuntary",       "违反自愿原则",       "not of free will") \
    X(UNCLEAR,      "unclear",           "内容不明确",         "unclear content") \
    X(ABSENT,       "not_appeared",      "拒不到场或者不补充说明", "did not appear or explain") \
    X(OTHER,        "other",             "其他不能确认的情形", "other")

/* Why the last day of a running deadline is moved. calendar: the working days on which it was counted
 * are others by now. 民事诉讼法 86 (顺延期限) knows force majeure and other just cause. */
#define YM_SHIFTS(X) /* name, code, zh, en */ \
    X(NONE,          "none",          "无",               "none") \
    X(WRONG_DAY,     "wrong_day",     "起算日录入有误",   "the day from which it counts was entered wrongly") \
    X(CALENDAR,      "calendar",      "节假日安排调整",   "the calendar of working days changed") \
    X(COURT_ORDER,   "court_order",   "法院决定",         "by order of the court") \
    X(FORCE_MAJEURE, "force_majeure", "不可抗力",         "force majeure") \
    X(JUST_CAUSE,    "just_cause",    "其他正当理由",     "another just cause")

/* Topics of the outbox: what the outside may subscribe to. */
#define YM_TOPICS(X) /* name, code, zh, en */ \
    X(DISPUTE,      "dispute",      "纠纷登记与变更", "registered and changed") \
    X(STAGE,        "stage",        "颜色与阶段变化", "colour and stage changed") \
    X(DEADLINE,     "deadline",     "期限",           "deadlines") \
    X(AGREEMENT,    "agreement",    "协议",           "agreement") \
    X(COURT,        "court",        "法院交换",       "exchange with the court") \
    X(CONFIRMATION, "confirmation", "司法确认",       "judicial confirmation") \
    X(PERFORMANCE,  "performance",  "履行",           "performance") \
    X(NOTICE,       "notice",       "告知当事人",     "notices to the parties")

/* Each vocabulary becomes `enum ym_<name>` with YM_<PREFIX>_<NAME> and YM_<PREFIX>_COUNT. */
#define X(name, ...) YM_COLOUR_##name,
enum ym_colour { YM_COLOURS(X) YM_COLOUR_COUNT };
#undef X
#define X(name, ...) YM_STAGE_##name,
enum ym_stage { YM_STAGES(X) YM_STAGE_COUNT };
#undef X
#define X(name, ...) YM_TRACK_##name,
enum ym_track { YM_TRACK_LIST(X) YM_TRACK_COUNT };
#undef X
#define X(name, ...) YM_PHASE_##name,
enum ym_phase { YM_PHASES(X) YM_PHASE_COUNT };
#undef X
#define X(name, ...) YM_TYPE_##name,
enum ym_type { YM_TYPES(X) YM_TYPE_COUNT };
#undef X
#define X(name, ...) YM_CHANNEL_##name,
enum ym_channel { YM_CHANNELS(X) YM_CHANNEL_COUNT };
#undef X
#define X(name, ...) YM_SOURCE_##name,
enum ym_source { YM_SOURCES(X) YM_SOURCE_COUNT };
#undef X
#define X(name, ...) YM_BODY_##name,
enum ym_body_kind { YM_BODY_KINDS(X) YM_BODY_COUNT };
#undef X
#define X(name, ...) YM_REL_##name,
enum ym_relation { YM_RELATIONS(X) YM_REL_COUNT };
#undef X
#define X(name, ...) YM_ROLE_##name,
enum ym_role { YM_ROLES(X) YM_ROLE_COUNT };
#undef X
#define X(name, ...) YM_GROUND_##name,
enum ym_ground { YM_GROUNDS(X) YM_GROUND_COUNT };
#undef X
#define X(name, ...) YM_ROUTE_##name,
enum ym_route { YM_ROUTES(X) YM_ROUTE_COUNT };
#undef X
#define X(name, ...) YM_STAY_##name,
enum ym_stay_reason { YM_STAY_REASONS(X) YM_STAY_COUNT };
#undef X
#define X(name, ...) YM_RESULT_##name,
enum ym_result { YM_RESULTS(X) YM_RESULT_COUNT };
#undef X
#define X(name, ...) YM_WAY_##name,
enum ym_way { YM_WAYS(X) YM_WAY_COUNT };
#undef X
#define X(name, ...) YM_RULING_##name,
enum ym_ruling { YM_RULINGS(X) YM_RULING_COUNT };
#undef X
#define X(name, ...) YM_COURT_##name,
enum ym_court_procedure { YM_COURT_PROCEDURES(X) YM_COURT_COUNT };
#undef X
#define X(name, ...) YM_SIDE_##name,
enum ym_side { YM_SIDES(X) YM_SIDE_COUNT };
#undef X
#define X(name, ...) YM_PARTY_##name,
enum ym_party_kind { YM_PARTY_KINDS(X) YM_PARTY_COUNT };
#undef X
#define X(name, ...) YM_ATTENDANCE_##name,
enum ym_attendance { YM_ATTENDANCES(X) YM_ATTENDANCE_COUNT };
#undef X
#define X(name, ...) YM_RISK_##name,
enum ym_risk { YM_RISKS(X) YM_RISK_COUNT };
#undef X
#define X(name, ...) YM_DOC_##name,
enum ym_document { YM_DOCUMENTS(X) YM_DOC_COUNT };
#undef X
#define X(name, ...) YM_SIGNING_##name,
enum ym_signing { YM_SIGNINGS(X) YM_SIGNING_COUNT };
#undef X
#define X(name, ...) YM_BAR_##name,
enum ym_bar { YM_BARS(X) YM_BAR_COUNT };
#undef X
#define X(name, ...) YM_SHIFT_##name,
enum ym_shift { YM_SHIFTS(X) YM_SHIFT_COUNT };
#undef X
#define X(name, ...) YM_TOPIC_##name,
enum ym_topic { YM_TOPICS(X) YM_TOPIC_COUNT };
#undef X

/* clang-format on */

/* One word of a vocabulary. */
struct ym_word {
    const char *code; /* as in JSON and SQL */
    const char *zh;   /* as people read it */
    const char *en;
};

/* A vocabulary: its words in the order of its enum. */
struct ym_vocab {
    const char *name; /* "colour" */
    const struct ym_word *words;
    int count;
};

/* One entry per X-list above. YM_VOCAB_COMMAND, _FIELD, _FACT, _REFUSAL and _EFFECT are the lists
 * of command.h. */
/* clang-format off */
#define YM_VOCABS(X) \
    X(COLOUR, "colour") X(STAGE, "stage") X(TRACK, "track") X(PHASE, "phase") X(TYPE, "type") \
    X(CHANNEL, "channel") X(SOURCE, "source") X(BODY, "body_kind") X(RELATION, "relation") \
    X(ROLE, "role") X(GROUND, "ground") X(ROUTE, "route") X(STAY, "stay_reason") \
    X(RESULT, "result") X(WAY, "way") X(RULING, "ruling") X(COURT, "court_procedure") \
    X(SIDE, "side") X(PARTY, "party_kind") X(ATTENDANCE, "attendance") X(RISK, "risk") \
    X(DOCUMENT, "document") X(TOPIC, "topic") X(UNIT, "unit") X(COMMAND, "command") \
    X(FIELD, "field") X(FACT, "fact") X(REFUSAL, "refusal") X(EFFECT, "effect") \
    X(ORIGIN, "origin") X(SIGNING, "signing") X(BAR, "bar") \
    X(SHIFT, "shift_ground")
/* clang-format on */

enum ym_vocab_id {
#define X(name, code) YM_VOCAB_##name,
    YM_VOCABS(X)
#undef X
        YM_VOCAB_COUNT
};

/* The vocabulary itself; static storage. */
const struct ym_vocab *ym_vocab(enum ym_vocab_id which);

/* Index of the word with this code, or -1. */
int ym_vocab_find(enum ym_vocab_id which, struct ym_span code);

/* The word at an index. Pre: 0 <= index < count. */
const struct ym_word *ym_word(enum ym_vocab_id which, int index);

/* The relation that a role's holder must have to a dispute (last column of YM_ROLES). */
enum ym_relation ym_role_relation(enum ym_role role);

#endif
