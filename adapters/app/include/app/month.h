/* SPDX-License-Identifier: Apache-2.0 */
/* The months that were drawn up, and their reports: a port for who shows them.
 *
 * A month is drawn once, by a job (yima report), from facts (yima/fact.h), and then it is frozen:
 * its reports are bytes that never change. What was corrected later appears as a further revision,
 * an amendment, beside the frozen one. Revisions of one month are counted from 1.
 *
 * Every call ends in exactly one callback, never before the call returns; err is OK, NOT_FOUND,
 * UNAVAILABLE, BUSY or INTERNAL, and the answer is NULL unless OK. What an answer points to dies
 * when the callback returns. */
#ifndef YM_APP_MONTH_H
#define YM_APP_MONTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "yima/date.h"
#include "yima/span.h"
#include "yima/vocab.h"

#define APP_MONTHS_MAX       240  /* months and revisions of one list, the newest first */
#define APP_MONTH_NEWEST     (-1) /* the newest frozen revision */
#define APP_MONTH_REASON_MAX 200  /* characters of the reason of an amendment */

/* A month is drawn this long after its end at the earliest: by then what was decided in its last
 * moments is committed, whatever the clocks of several programs show. */
#define APP_MONTH_SETTLE_US (15 * 60 * YM_USEC_PER_SECOND)

/* clang-format off */

#define APP_MONTH_STATES(X) /* name, code, zh, en */ \
    X(NONE,    "none",    "未生成", "not drawn up") \
    X(DRAWING, "drawing", "生成中", "being drawn up") \
    X(FROZEN,  "frozen",  "已冻结", "frozen")

/* Of what a report tells. */
#define APP_MONTH_SCOPES(X) /* name, code, zh, en */ \
    X(WHOLE,  "whole",  "全部",   "the whole") \
    X(REGION, "region", "区划",   "a division: province down to street or town") \
    X(BODY,   "body",   "组织",   "a body")

/* clang-format on */

#define X(name, code, zh, en) APP_MONTH_##name,
enum app_month_state { APP_MONTH_STATES(X) APP_MONTH_STATE_COUNT };
#undef X
#define X(name, code, zh, en) APP_MONTH_OF_##name,
enum app_month_scope { APP_MONTH_SCOPES(X) APP_MONTH_SCOPE_COUNT };
#undef X

const struct ym_word *app_month_state_word(enum app_month_state state);
const struct ym_word *app_month_scope_word(enum app_month_scope scope);

/* One revision of one month. */
struct app_month {
    ym_day month;               /* its first day */
    int16_t revision;           /* from 1 */
    uint8_t state;              /* enum app_month_state */
    ym_usec begun_at;           /* of the drawing */
    ym_usec frozen_at;          /* YM_USEC_NONE: it is not */
    ym_usec known;              /* corrections recorded up to here are in it; revision 1: its end */
    int64_t disputes, events;   /* that were read */
    int64_t facts;              /* disputes that contribute to it */
    unsigned char sha256[32];   /* over its reports and what they are made of; zeros until frozen */
    unsigned char previous[32]; /* that of the month or revision frozen before it; zeros: none */
    struct ym_span reason;      /* of an amendment; n == 0: it is none */
    struct ym_span by;          /* public name of who had it drawn */
};

/* One report of a frozen revision. */
struct app_month_report {
    struct app_month month;
    uint8_t scope;            /* enum app_month_scope */
    int64_t of;               /* padded code or body's id; 0 for the whole */
    struct ym_span bytes;     /* canonical JSON, as frozen (report/report.h reads it) */
    unsigned char sha256[32]; /* of bytes */
};

/* Which report. */
struct app_month_wish {
    ym_day month;               /* its first day */
    int revision;               /* a number from 1, or APP_MONTH_NEWEST */
    enum app_month_scope scope; /* of the whole, a division or a body */
    int64_t of;                 /* padded code or body's id; 0 for the whole */
};

typedef void app_month_list_fn(void *arg, enum ym_err err, const struct app_month *months,
                               size_t n);
typedef void app_month_report_fn(void *arg, enum ym_err err, const struct app_month_report *report);

/* The port. */
struct app_months;
struct app_months_ops {
    /* Months and revisions, the newest month first and of one month the newest revision first. */
    void (*list)(struct app_months *m, app_month_list_fn *done, void *arg);

    /* One report; wish need not outlive the call. NOT_FOUND: the month is not frozen in
     * this revision, or nothing is told of this scope in it. */
    void (*report)(struct app_months *m, const struct app_month_wish *wish,
                   app_month_report_fn *done, void *arg);
};
struct app_months {
    const struct app_months_ops *ops;
};

static inline void app_month_list(struct app_months *m, app_month_list_fn *done, void *arg)
{
    m->ops->list(m, done, arg);
}

static inline void app_month_report(struct app_months *m, const struct app_month_wish *wish,
                                    app_month_report_fn *done, void *arg)
{
    m->ops->report(m, wish, done, arg);
}

/* ---- Which month ---- */

/* Read exactly "YYYY-MM": its first day. False, and *ret untouched, for anything else. */
__attribute__((warn_unused_result)) bool app_month_parse(struct ym_span text, ym_day *ret);

#define APP_MONTH_TEXT_MAX 8 /* "2026-10" and its NUL */
/* Write "YYYY-MM". Pre: first is the first day of a month. */
void app_month_print(ym_day first, char out[APP_MONTH_TEXT_MAX]);

/* The first day of the month in which a day lies. */
ym_day app_month_of(ym_day day);

/* The first day of the month after it (months: how many later; may be negative). */
ym_day app_month_plus(ym_day first, int months);

/* Is it over at this moment, and may it be drawn (APP_MONTH_SETTLE_US)? */
bool app_month_is_over(ym_day first, ym_usec now);

#endif
