/* SPDX-License-Identifier: Apache-2.0 */
/* How mediators and bodies did, worked out from the facts of frozen months.
 *
 * A job (yima assess) sums the facts of a month up by body and mediator and keeps, beside the sums,
 * the facts themselves, so that each figure leads to the disputes it is made of. Several months are
 * the sum of theirs. What is settled and what is in time is compared with what the same mix of
 * types comes to in the whole (yima/assess.h), with intervals; few cases are told to be few. Rows
 * come in the order of their ids: this is no ranking. Whoever is assessed may object, and the
 * objection stands beside the figures while it is open.
 *
 * Answers of parties are summed up by month, and a month's only where there are at least
 * answers_min (yima/office.h). Since every sum that is shown is made of such parts, no difference
 * of two of them tells fewer (app/satisfaction.h).
 *
 * The port's calls end in exactly one callback, never before the call returns; what is given to a
 * call is kept until the answer; what an answer points to dies when the callback returns. */
#ifndef YM_APP_ASSESS_H
#define YM_APP_ASSESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/gate.h"
#include "base/error.h"
#include "yima/assess.h"
#include "yima/date.h"
#include "yima/fact.h"
#include "yima/id.h"
#include "yima/ports.h"

#define APP_ASSESS_MONTHS_MAX 24   /* months of one question */
#define APP_ASSESS_PAGE_MAX   100  /* rows of one answer */
#define APP_ASSESS_CASES_MAX  1000 /* disputes of one month that an answer explains */
#define APP_CONTESTS_MAX      20   /* open objections about one subject */
#define APP_CONTEST_PAGE_MAX  100  /* rows of one answer */
#define APP_CONTEST_CHARS_MAX 1000 /* reason and answer each */

/* clang-format off */

/* What is assessed. The numbers are stored: append only. */
#define APP_SUBJECTS(X) /* name, code, zh, en */ \
    X(MEDIATOR, "mediator", "调解员",   "mediator") \
    X(BODY,     "body",     "调解组织", "body")

/* What an objection may be about. The numbers are stored: append only. */
#define APP_MEASURES(X) /* name, code, zh, en */ \
    X(CASELOAD,     "caseload",     "办案量",   "caseload") \
    X(TIMELINESS,   "timeliness",   "办理时效", "timeliness") \
    X(OUTCOME,      "outcome",      "调解结果", "outcome") \
    X(PERFORMANCE,  "performance",  "履行情况", "performance of agreements") \
    X(SATISFACTION, "satisfaction", "回访满意度", "satisfaction")

/* What became of an objection. The numbers are stored: append only. */
#define APP_CONTEST_VERDICTS(X) /* name, code, zh, en */ \
    X(OPEN,      "open",      "待答复", "open") \
    X(UPHELD,    "upheld",    "成立",   "upheld") \
    X(DISMISSED, "dismissed", "不成立", "dismissed")

/* clang-format on */

#define X(name, code, zh, en) APP_SUBJECT_##name,
enum app_subject { APP_SUBJECTS(X) APP_SUBJECT_COUNT };
#undef X
#define X(name, code, zh, en) APP_MEASURE_##name,
enum app_measure { APP_MEASURES(X) APP_MEASURE_COUNT };
#undef X
#define X(name, code, zh, en) APP_CONTEST_##name,
enum app_contest_verdict { APP_CONTEST_VERDICTS(X) APP_CONTEST_VERDICT_COUNT };
#undef X

const struct ym_word *app_subject_word(unsigned subject);
const struct ym_word *app_measure_word(unsigned measure);
const struct ym_word *app_contest_word(unsigned verdict);

/* The index of a code in a list, or -1. */
int app_subject_find(struct ym_span code);
int app_measure_find(struct ym_span code);
int app_contest_find(struct ym_span code);

/* ---- Sums ---- */

/* clang-format off */
#define APP_ASSESS_COUNTS(X) /* name, code; the order is stored: append only */ \
    X(DISPUTES,       "disputes")        /* that contribute */ \
    X(CARRIED,        "carried") \
    X(ACCEPTED,       "accepted") \
    X(REOPENED,       "reopened") \
    X(SETTLED,        "settled") \
    X(FAILED,         "failed") \
    X(ENDED,          "ended") \
    X(OPEN,           "open") \
    X(EXTENDED,       "extended") \
    X(OVERDUE_OPEN,   "overdue_open")    /* open at the end, behind the limit */ \
    X(CLOSED,         "closed")          /* disputes with a closing, by its last one */ \
    X(CLOSED_LATE,    "closed_late") \
    X(CLOSED_DAYS,    "closed_days")     /* from acceptance, summed up */ \
    X(SESSIONS,       "sessions") \
    X(VISITS,         "visits") \
    X(WRITTEN,        "written") \
    X(ORAL,           "oral") \
    X(DUE,            "due")             /* obligations that fell due */ \
    X(PERFORMED,      "performed") \
    X(PERFORMED_LATE, "performed_late") \
    X(EXCUSED,        "excused") \
    X(BREACHED,       "breached") \
    X(ANSWERS,        "answers")         /* of parties: in months with enough of them */ \
    X(ANSWER_SUM,     "answer_sum") \
    X(ANSWERS_FEW,    "answers_few")     /* months that had some, and too few */
/* clang-format on */

#define X(name, code) APP_ASSESS_##name,
enum app_assess_count { APP_ASSESS_COUNTS(X) APP_ASSESS_COUNT };
#undef X

struct app_assess_sums {
    int64_t n[APP_ASSESS_COUNT];
    struct ym_assess_cell outcome[YM_TYPE_COUNT]; /* settled or failed; good: settled */
    struct ym_assess_cell in_time[YM_TYPE_COUNT]; /* closed, or open behind the limit; good: closed
                                                     in time */
};

/* What a sum may come to: the days of as many cases as one cell holds, some 1000 each. */
#define APP_ASSESS_SUM_MAX    (YM_ASSESS_CASES_MAX * 1000)
#define APP_ASSESS_SUMS_BYTES (1 + 8 * (APP_ASSESS_COUNT + 4 * YM_TYPE_COUNT))

/* Take one dispute of one month in. Its answers count whatever their number: app_assess_seal(). */
void app_assess_add(struct app_assess_sums *s, const struct ym_month_fact *f);

/* All of one subject and month was added: answers that are too few are left out. */
void app_assess_seal(struct app_assess_sums *s, int64_t least);

/* Add another one: sealed parts give a sealed sum. */
void app_assess_join(struct app_assess_sums *s, const struct app_assess_sums *part);

/* The stored form. False: these bytes are none. */
void app_assess_pack(const struct app_assess_sums *s, unsigned char ret[APP_ASSESS_SUMS_BYTES]);
__attribute__((warn_unused_result)) bool app_assess_unpack(struct ym_span bytes,
                                                           struct app_assess_sums *ret);

/* ---- Rows ---- */

struct app_assess_row {
    int64_t subject; /* staff or body */
    int64_t body;    /* of a mediator: where the disputes were; else the subject */
    unsigned months; /* that are in it */
    struct app_assess_sums sums;
};

/* Who is asked about. */
struct app_assess_filter {
    uint8_t kind;                 /* enum app_subject */
    int64_t subject;              /* this one alone; 0: all */
    int64_t body;                 /* of this body; 0: any */
    int64_t region_lo, region_hi; /* of bodies of these regions; both 0: any */
    ym_day from, until;           /* first days of the first and the last month */
    int64_t after;                /* behind this subject */
    unsigned limit;               /* 1..APP_ASSESS_PAGE_MAX */
};

/* A month that was worked out. */
struct app_assess_month {
    ym_day month;
    int16_t revision; /* of the month's facts */
    ym_usec at;
    struct app_assess_sums sums; /* over everybody */
};

/* The facts of one subject, one month and one body. */
struct app_assess_facts {
    int64_t body, mediator;
    struct ym_span bytes; /* of ym_fact_pack(), one behind another */
};

/* ---- Objections ---- */

struct app_contest {
    int64_t id;
    uint8_t kind;    /* enum app_subject */
    uint8_t measure; /* enum app_measure */
    uint8_t verdict; /* enum app_contest_verdict */
    int64_t subject, body, region;
    ym_day month;
    struct ym_id dispute; /* v == 0: none in particular */
    ym_usec at;
    int64_t staff; /* who objects */
    ym_day due;
    ym_usec answered_at;           /* YM_USEC_NONE: it is open */
    struct ym_span by;             /* public names */
    struct ym_span answered_by;    /* n == 0: it is open */
    struct ym_span reason, answer; /* sealed */
};

struct app_contest_filter {
    uint8_t kind;                 /* with subject */
    int64_t subject;              /* 0: any */
    int64_t staff;                /* about this mediator, or raised by them; 0: any */
    int64_t body;                 /* about this body and its mediators; 0: any */
    int64_t region_lo, region_hi; /* both 0: any */
    bool is_open;                 /* those alone */
    int64_t before;               /* older than this one; 0: from the newest */
    unsigned limit;               /* 1..APP_CONTEST_PAGE_MAX */
};

#define APP_CONTEST_LABEL_MAX 96
/* Label under which the words of an objection are sealed; field: "reason", "answer". */
struct ym_span app_contest_label(int64_t subject, int64_t objection, const char *field,
                                 char room[APP_CONTEST_LABEL_MAX]);

/* May the caller object for this subject? A mediator for the own figures, a manager for those of
 * the body that is managed. */
bool app_may_object(const struct app_caller *c, unsigned kind, int64_t subject);

/* May the caller answer it? Supervisors and centres of the region; a manager those of the mediators
 * of the body; never who raised it or whom it is about. */
bool app_may_answer(const struct app_caller *c, const struct app_contest *o);

/* ---- The port ---- */

typedef void app_assess_months_fn(void *arg, enum ym_err err, const struct app_assess_month *rows,
                                  size_t n);
typedef void app_assess_rows_fn(void *arg, enum ym_err err, const struct app_assess_row *rows,
                                size_t n, bool has_more);
typedef void app_assess_facts_fn(void *arg, enum ym_err err, const struct app_assess_facts *rows,
                                 size_t n);
typedef void app_contests_fn(void *arg, enum ym_err err, const struct app_contest *rows, size_t n,
                             bool has_more);

struct app_assess; /* begins with its ops */
struct app_assess_ops {
    /* Months that were worked out, from one to another, ascending. At most as many as may be. */
    void (*months)(struct app_assess *a, ym_day from, ym_day until, app_assess_months_fn *done,
                   void *arg);
    /* Rows by subject: their sums over the months asked for. */
    void (*rows)(struct app_assess *a, const struct app_assess_filter *f, app_assess_rows_fn *done,
                 void *arg);
    /* The facts that one month of one subject is made of; body as in the filter. */
    void (*facts)(struct app_assess *a, const struct app_assess_filter *f,
                  app_assess_facts_fn *done, void *arg);
    /* Raise an objection. The same request again gives the row that it made. CONFLICT: as many are
     * open about this subject as may be. */
    void (*object)(struct app_assess *a, const struct app_contest *row,
                   const struct ym_request_key *key, app_contests_fn *done, void *arg);
    /* Newest first. */
    void (*objections)(struct app_assess *a, const struct app_contest_filter *f,
                       app_contests_fn *done, void *arg);
    /* One of a subject. An empty answer: there is none. */
    void (*objection)(struct app_assess *a, int64_t subject, int64_t id, app_contests_fn *done,
                      void *arg);
    /* Answer it: verdict, answer, answered_at and answered_by of row. CONFLICT: it is answered. */
    void (*answer)(struct app_assess *a, const struct app_contest *row, app_contests_fn *done,
                   void *arg);
};
struct app_assess {
    const struct app_assess_ops *ops;
};

#endif
