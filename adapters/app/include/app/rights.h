/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what that is not a command on a dispute.
 *
 * Three tables say what a role may do, and nothing else does: which commands, in the rules of the
 * procedures; with which disputes, in the relation of YM_ROLES; everything else here. Each row of
 * the route table names one right, the front judges it before the handler runs, and `GET
 * /api/v1/rights` serves the whole. A right says that a role may ask at all: about which disputes
 * it is answered is for the relation. */
#ifndef YM_APP_RIGHTS_H
#define YM_APP_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "yima/vocab.h"

/* ---- Sets of roles ---- */

#define APP_ROLE(name)    (UINT32_C(1) << YM_ROLE_##name)
#define APP_ROLES_ALL     (((UINT32_C(1) << YM_ROLE_COUNT) - 1) & ~APP_ROLE(CLOCK))
#define APP_ROLES_PARTIES (APP_ROLE(PARTY) | APP_ROLE(AGENT))
#define APP_ROLES_STAFF   (APP_ROLES_ALL & ~APP_ROLES_PARTIES)
#define APP_ROLES_PEOPLE  (APP_ROLES_STAFF & ~APP_ROLE(JOB)) /* who can have an account */
#define APP_ROLES_COURT   (APP_ROLE(COURT_CLERK) | APP_ROLE(CONFIRM_JUDGE) | APP_ROLE(FILING_JUDGE))
#define APP_ROLES_DESK    (APP_ROLE(WINDOW_CLERK) | APP_ROLE(DISPATCHER) | APP_ROLE(CENTRE))
#define APP_ROLES_BODY    (APP_ROLE(MEDIATOR) | APP_ROLE(BODY_MANAGER))
#define APP_ROLES_WATCH   (APP_ROLE(SUPERVISOR) | APP_ROLE(DPO) | APP_ROLE(AUDITOR))

/* clang-format off */
#define APP_RIGHTS(X) /* name, code, zh, en, roles */ \
    X(NONE,          "none",          "公开",         "open to strangers",            APP_ROLES_ALL) \
    X(SESSION,       "session",       "本人会话",     "one's own session and what it may", APP_ROLES_ALL) \
    X(ACCOUNT,       "account",       "本人账号",     "one's own account",            APP_ROLES_PEOPLE) \
    X(DISPUTES,      "disputes",      "查看纠纷",     "read disputes that concern one", APP_ROLES_ALL) \
    X(COMMANDS,      "commands",      "办理纠纷",     "send commands, as the procedure allows", APP_ROLES_ALL) \
    X(STREAM,        "stream",        "实时动态",     "watch changes live",           APP_ROLES_ALL) \
    X(BODIES,        "bodies",        "机构名录",     "read bodies and divisions",    APP_ROLES_ALL) \
    X(STAFF,         "staff",         "人员名录",     "read who works where",         APP_ROLES_STAFF) \
    X(REGISTER,      "register",      "登记纠纷",     "register a dispute", \
      APP_ROLES_PARTIES | APP_ROLES_DESK | APP_ROLE(GRID_WORKER) | APP_ROLE(BODY_MANAGER) | \
      APP_ROLE(COURT_CLERK) | APP_ROLE(JOB)) \
    X(BULK,          "bulk",          "批量办理",     "send many commands at once",   APP_ROLES_ALL) \
    X(INTAKE_AID,    "intake_aid",    "登记辅助",     "suggestions and duplicates at intake", \
      APP_ROLES_DESK | APP_ROLES_BODY | APP_ROLES_COURT | APP_ROLE(GRID_WORKER) | APP_ROLE(JOB)) \
    X(WORKLISTS,     "worklists",     "工作清单",     "worklists and their counts",   APP_ROLES_STAFF) \
    X(LABELS,        "labels",        "打印调解码",   "print the codes of disputes",  APP_ROLES_ALL) \
    X(LABEL_SHEETS,  "label_sheets",  "批量打印",     "print sheets of codes",        APP_ROLES_STAFF) \
    X(BOARD,         "board",         "五色看板",     "the board of colours",         APP_ROLES_PEOPLE & ~APP_ROLE(GRID_WORKER)) \
    X(RADAR,         "radar",         "超期预警",     "disputes about to break a limit", APP_ROLES_STAFF & ~APP_ROLE(GRID_WORKER)) \
    X(NOTES,         "notes",         "调解笔记",     "notes of a mediation, each as far as its kind allows", \
      APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLES_COURT | APP_ROLE(SUPERVISOR) | APP_ROLE(AUDITOR)) \
    X(PAPERS,        "attachments",   "查看证据材料", "attachments, each as far as its kind allows", \
      APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLES_COURT | APP_ROLES_PARTIES | APP_ROLE(SUPERVISOR) | APP_ROLE(AUDITOR)) \
    X(PAPER_ADD,     "add_attachments", "提交证据材料", "put attachments in", \
      APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLES_COURT | APP_ROLES_PARTIES) \
    X(APPOINTMENTS,  "appointments",  "查看日程",     "read appointments",            APP_ROLES_ALL) \
    X(SCHEDULE,      "schedule",      "安排日程",     "make and cancel appointments", \
      APP_ROLES_BODY | APP_ROLES_COURT | APP_ROLES_DESK) \
    X(ACCESS_CODES,  "access_codes",  "当事人通行码", "issue access codes to parties", \
      APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLE(COURT_CLERK) | APP_ROLE(GRID_WORKER)) \
    X(READERS,       "readers",       "查阅记录",     "who looked at personal data", \
      APP_ROLES_PARTIES | APP_ROLES_WATCH | APP_ROLE(BODY_MANAGER) | APP_ROLE(ADMIN)) \
    X(OUTSIDE,       "outside",       "外部工单",     "work off the work orders of others", \
      APP_ROLES_DESK | APP_ROLE(ADMIN)) \
    X(EXCHANGE,      "exchange",      "法院与中心交换", "see what goes to and comes from partners", \
      APP_ROLES_DESK | APP_ROLE(COURT_CLERK) | APP_ROLE(SUPERVISOR) | APP_ROLE(ADMIN)) \
    X(EXCHANGE_WORK, "exchange_work", "处理交换消息", "send messages again, settle them", \
      APP_ROLES_DESK | APP_ROLE(COURT_CLERK) | APP_ROLE(ADMIN)) \
    X(PARTNERS,      "partners",      "交换伙伴管理", "manage partners and their keys", APP_ROLE(ADMIN)) \
    X(REPORTS,       "reports",       "月度报告",     "read the reports of months", \
      APP_ROLES_DESK | APP_ROLES_WATCH | APP_ROLE(BODY_MANAGER)) \
    X(ASSESSMENT,    "assessment",    "调解质效评估", "how mediators and bodies did: a mediator sees the own", \
      APP_ROLES_BODY | APP_ROLE(CENTRE) | APP_ROLE(SUPERVISOR) | APP_ROLE(AUDITOR)) \
    X(POINTS,        "points",        "调解员积分",   "points of mediators and volunteers: each sees the own", \
      APP_ROLES_BODY | APP_ROLE(GRID_WORKER) | APP_ROLE(CENTRE) | APP_ROLE(SUPERVISOR) | APP_ROLE(AUDITOR)) \
    X(SATISFACTION,  "satisfaction",  "满意度回访",   "say, or put in, how content a party is", \
      APP_ROLES_PARTIES | APP_ROLES_DESK | APP_ROLE(BODY_MANAGER)) \
    X(CREDIT_OWN,    "credit_own",    "本人履约档案", "one's own credit profile: read it, object, state, certify", \
      APP_ROLES_PARTIES) \
    X(CREDIT_CASE,   "credit_case",   "案内查询履约档案", "look at a party's credit profile inside one's own dispute", \
      APP_ROLE(MEDIATOR)) \
    X(CREDIT_PROTECT, "credit_protect", "特殊保护标记", "protect a dispute from credit profiles", \
      APP_ROLES_BODY | APP_ROLES_DESK | APP_ROLE(GRID_WORKER) | APP_ROLE(SUPERVISOR) | APP_ROLE(DPO)) \
    X(CREDIT_REVIEW, "credit_review", "履约档案复核", "decide objections, lift protection, read who looked", \
      APP_ROLE(SUPERVISOR) | APP_ROLE(DPO)) \
    X(CREDIT_APPROVE, "credit_approve", "履约档案审批", "runs of credit profiles: read, approve", \
      APP_ROLE(CENTRE) | APP_ROLE(SUPERVISOR)) \
    X(CREDIT_BAR,    "credit_bar",    "停建履约档案", "forget a party's credit profiles, bar new ones, list and lift bars", \
      APP_ROLE(DPO) | APP_ROLE(ADMIN)) \
    X(PRIVACY,       "privacy",       "个人信息处置", "reseal, rehash and anonymise personal data", \
      APP_ROLE(DPO) | APP_ROLE(ADMIN)) \
    X(SUBSCRIPTIONS, "subscriptions", "事件订阅",     "manage who is told of events", APP_ROLE(ADMIN)) \
    X(ACCOUNTS,      "accounts",      "账号管理",     "manage accounts",              APP_ROLE(ADMIN)) \
    X(METRICS,       "metrics",       "运行指标",     "read the metrics",             APP_ROLE(AUDITOR) | APP_ROLE(JOB) | APP_ROLE(ADMIN)) \
    X(PROCEDURES,    "procedures",    "程序版本迁移", "move disputes to another version of their procedure", APP_ROLE(ADMIN)) \
    X(REPORTS_AMEND, "reports_amend", "月报更正",     "amend the frozen report of a month", \
      APP_ROLE(CENTRE) | APP_ROLE(SUPERVISOR))
/* clang-format on */

enum app_right {
#define X(name, code, zh, en, roles) APP_RIGHT_##name,
    APP_RIGHTS(X)
#undef X
        APP_RIGHT_COUNT
};

struct app_right_row {
    const char *code; /* "board"; stable */
    const char *zh, *en;
    uint32_t roles; /* set of enum ym_role */
};

/* The row of a right. Pre: right < APP_RIGHT_COUNT. */
const struct app_right_row *app_right_row(enum app_right right);

/* May whoever acts in this role do that? False for a role that there is not. */
bool app_role_may(unsigned role, enum app_right right);

#endif
