/* SPDX-License-Identifier: Apache-2.0 */
/* Worklists: what waits for somebody in a role.
 *
 * Every wait has a clock. A procedure lets no dispute wait for anybody's step without a deadline on
 * that step, so a list of what waits is the set of disputes on which certain clocks run, whatever
 * version of which procedure they began under; deadlines bear the same name in all of them. One
 * table says which clocks make which list for which role. The clocks that run lie in a table of
 * their own, insert and delete, which holds open disputes alone: a list costs what waits, however
 * many millions lie in the archive. */
#ifndef YM_APP_WORK_H
#define YM_APP_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/query.h"
#include "yima/limits.h"
#include "yima/procedure.h"

#define APP_WORK_COUNT_MAX  APP_PAGE_MAX /* a list is counted so far; beyond it, "200+" */
#define APP_WORK_CLOCKS_MAX (4 * YM_PROCEDURES_MAX) /* a list has at most four of a version */

/* clang-format off */
#define APP_WORKS(X) /* name, code, zh, en */ \
    X(TO_ACCEPT,  "to_accept",  "待受理",     "to accept") \
    X(TO_ASSIGN,  "to_assign",  "待指派",     "to assign") \
    X(TO_REFER,   "to_refer",   "待委派委托", "to refer") \
    X(TO_FILE,    "to_file",    "待立案审查", "to file") \
    X(TO_CONFIRM, "to_confirm", "待司法确认", "to confirm") \
    X(TO_URGE,    "to_urge",    "待督促履行", "to urge performance") \
    X(OVERDUE,    "overdue",    "已逾期",     "overdue") \
    X(STALLED,    "stalled",    "久未办理",   "stalled")

#define APP_WORK_WATCHERS /* they see every list, since they watch over others' work */ \
    (APP_WORK_ROLE(SUPERVISOR) | APP_WORK_ROLE(AUDITOR) | APP_WORK_ROLE(ADMIN) | \
     APP_WORK_ROLE(JOB))
#define APP_WORK_ROLE(name) (UINT32_C(1) << YM_ROLE_##name)

/* A clock, the list that it makes, and the roles that may take the step for which it waits. A test
 * asks the shipped procedures whether each of these may. OVERDUE holds what has a clock that passed,
 * here as on the board, the radar and in ?overdue=; STALLED needs no clock. */
#define APP_WORK_CLOCKS(X) /* list, deadline, roles */ \
    X(TO_ACCEPT,  "intake_acceptance",  APP_WORK_ROLE(WINDOW_CLERK) | APP_WORK_ROLE(DISPATCHER) | \
                                        APP_WORK_ROLE(CENTRE) | APP_WORK_ROLE(BODY_MANAGER)) \
    X(TO_ACCEPT,  "referral_answer",    APP_WORK_ROLE(BODY_MANAGER) | APP_WORK_ROLE(MEDIATOR)) \
    X(TO_ACCEPT,  "case_answer",        APP_WORK_ROLE(MEDIATOR)) \
    X(TO_ASSIGN,  "assignment",         APP_WORK_ROLE(DISPATCHER) | APP_WORK_ROLE(CENTRE) | \
                                        APP_WORK_ROLE(BODY_MANAGER)) \
    X(TO_REFER,   "appointment",        APP_WORK_ROLE(COURT_CLERK)) \
    X(TO_FILE,    "complaint_decision", APP_WORK_ROLE(COURT_CLERK) | APP_WORK_ROLE(FILING_JUDGE)) \
    X(TO_FILE,    "filing_decision",    APP_WORK_ROLE(COURT_CLERK) | APP_WORK_ROLE(FILING_JUDGE)) \
    X(TO_CONFIRM, "confirm_acceptance", APP_WORK_ROLE(COURT_CLERK) | \
                                        APP_WORK_ROLE(CONFIRM_JUDGE)) \
    X(TO_CONFIRM, "confirm_review",     APP_WORK_ROLE(CONFIRM_JUDGE)) \
    X(TO_CONFIRM, "objection_review",   APP_WORK_ROLE(CONFIRM_JUDGE)) \
    X(TO_URGE,    "performance_follow_up", APP_WORK_ROLE(WINDOW_CLERK) | \
                                        APP_WORK_ROLE(DISPATCHER) | APP_WORK_ROLE(MEDIATOR) | \
                                        APP_WORK_ROLE(BODY_MANAGER) | APP_WORK_ROLE(COURT_CLERK) | \
                                        APP_WORK_ROLE(GRID_WORKER))
/* clang-format on */

#define X(name, ...) APP_WORK_##name,
enum app_work { APP_WORKS(X) APP_WORK_COUNT };
#undef X

/* Its code, Chinese and English. */
const struct ym_word *app_work_word(enum app_work work);

/* The list with this code; false: there is none. */
bool app_work_find(struct ym_span code, enum app_work *ret);

/* Does anybody in this role have this list? OVERDUE and STALLED are for all staff. */
bool app_work_is_for(enum app_work work, enum ym_role role);

/* Clocks of some versions: the version's number and the deadline's number under it. */
struct app_work_clocks {
    size_t n;
    struct app_work_clock {
        uint16_t procedure;
        uint8_t deadline;
    } at[APP_WORK_CLOCKS_MAX];
};

/* The clocks that make this list for this role. */
void app_work_clocks_of(const struct ym_procedures *all, enum app_work work, enum ym_role role,
                        struct app_work_clocks *ret);

/* What is asked. Of the filter count: scope, colour, stage, type, region, body, mediator, court,
 * now and limit. */
struct app_work_question {
    enum app_work work;
    struct app_filter filter;
    struct app_work_clocks clocks;
    ym_usec quiet_since; /* STALLED: nothing was recorded since */
    struct ym_id after;  /* only younger ones than this: the cursor; v == 0: from the oldest */
};

/* Fill in what follows from list, role and time; the caller fills in filter and after. stalled: an
 * open dispute of which nothing was recorded for so many days is a stalled one. */
void app_work_ask(const struct ym_procedures *all, enum app_work work, enum ym_role role,
                  ym_usec now, int32_t stalled, struct app_work_question *ret);

#endif
