/* SPDX-License-Identifier: Apache-2.0 */
/* Whether parties are content: one score of a seat for each occasion, which is a return visit or,
 * before there was one, the end of the mediation.
 *
 * The party answers on its own page; the desk, or the body that owns the dispute, puts in what a
 * party said on the phone, after a return visit was recorded. Whose case it is cannot answer, and
 * is told sums alone, over at least answers_min answers (feedback that can be traced to a party
 * is none that a party gives freely).
 *
 * An answer counts for the month in which it was first given. It may be changed for answer_change
 * days, and no longer than that month lasts, so that a closed month stays what
 * it was. The port's calls end in exactly one callback, never before the call returns; what an
 * answer points to dies when the callback returns. */
#ifndef YM_APP_SATISFACTION_H
#define YM_APP_SATISFACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/gate.h"
#include "base/error.h"
#include "yima/date.h"
#include "yima/dispute.h"
#include "yima/id.h"
#include "yima/office.h"

#define APP_SCORE_MIN     1   /* not content at all */
#define APP_SCORE_MAX     5   /* very content */
#define APP_OCCASIONS_MAX 200 /* answers of one dispute that are read; the last of each seat */

/* What an answer is about. */
struct app_occasion {
    uint32_t visit; /* number of the return visit's event; 0: the end of the mediation */
    ym_usec at;     /* when it was */
};

struct app_answer {
    uint8_t seat;
    uint32_t visit; /* of its occasion */
    uint8_t score;
    uint8_t role; /* enum ym_role of who put it in last */
    int32_t revision;
    int64_t staff; /* likewise; 0: the party or its agent */
    ym_usec at;    /* first given */
    ym_usec changed_at;
};

/* The occasion of a dispute now. visit: its last return visit (visit == 0: none); phase: enum
 * ym_phase of its main state. False: mediation goes on and nobody has paid a visit. */
bool app_answer_occasion(const struct ym_dispute *d, unsigned phase, struct app_occasion visit,
                         struct app_occasion *ret);

/* Until when an answer that was first given at this instant may be changed, and no longer: by the
 * rule of its day. */
ym_usec app_answer_until(const struct ym_office *office, ym_usec at);

/* Until when an occasion of this instant is open for a first answer, likewise. */
ym_usec app_answer_open_until(const struct ym_office *office, ym_usec at);

/* clang-format off */

/* Why somebody may not answer. */
#define APP_ANSWER_BARS(X) /* name, code, what to do */ \
    X(EARLY,    "early",    "mediation goes on: a score can be given once it has ended, or after a " \
                            "return visit") \
    X(LATE,     "late",     "the time in which this could be answered is over; the next return " \
                            "visit opens it again") \
    X(FIXED,    "fixed",    "this was answered, and the time in which it could be changed is over") \
    X(OTHERS,   "others",   "the party has answered this itself: nobody answers in its place") \
    X(NO_VISIT, "no_visit", "record the return visit first (command visit), then what was said in it") \
    X(OWN_CASE, "own_case", "whoever mediated a dispute does not say how content its parties are") \
    X(NOBODY,   "nobody",   "this is for the party itself, the desk of its region, or the body that " \
                            "has the dispute")

/* clang-format on */

enum app_answer_bar {
    APP_ANSWER_MAY,
#define X(name, code, text) APP_ANSWER_##name,
    APP_ANSWER_BARS(X)
#undef X
        APP_ANSWER_BAR_COUNT
};

/* Its code, and a sentence that says what to do. Pre: MAY < bar < APP_ANSWER_BAR_COUNT. */
const char *app_answer_bar_code(enum app_answer_bar bar);
const char *app_answer_bar_text(enum app_answer_bar bar);

/* By what it is judged whether there is time left. */
struct app_answer_time {
    const struct ym_office *office;
    const struct app_occasion *occasion; /* NULL: there is none */
    ym_usec now;
};

/* May the caller give or change the answer of this seat? answer: what is there for it, or NULL. The
 * caller may read the dispute. */
enum app_answer_bar app_answer_may(const struct app_caller *c, const struct ym_dispute *d,
                                   uint8_t seat, const struct app_answer_time *time,
                                   const struct app_answer *answer);

/* Does the caller see the score? Who gave it alone: the party and its agent theirs, staff what they
 * put in themselves. */
bool app_answer_is_seen(const struct app_caller *c, const struct app_answer *a);

/* ---- The port ---- */

/* err: OK, CONFLICT, UNAVAILABLE, BUSY or INTERNAL. visit.visit == 0: no return visit. */
typedef void app_answers_fn(void *arg, enum ym_err err, struct app_occasion visit,
                            const struct app_answer *rows, size_t n);

struct app_answers; /* begins with its ops */
struct app_answers_ops {
    /* The last answer of each seat, by seat, and the last return visit. */
    void (*read)(struct app_answers *a, struct ym_id dispute, app_answers_fn *done, void *arg);
    /* Store revision row->revision: 0 where there is none, one more than what is there else.
     * CONFLICT: somebody was first. row and by (public name) are kept until the answer, which is
     * row. */
    void (*put)(struct app_answers *a, struct ym_id dispute, const struct app_answer *row,
                const char *by, app_answers_fn *done, void *arg);
};
struct app_answers {
    const struct app_answers_ops *ops;
};

#endif
